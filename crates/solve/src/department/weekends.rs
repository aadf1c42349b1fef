//! Weekends off whole: what it costs to work on one day of a weekend and not on the other.
//!
//! A weekend is Saturday and Sunday, and a duty touches a day when a minute of it lies there: a
//! Friday night spoils Saturday. The cost goes into the automaton, where the search sees it exactly.

use firstline_core::department::PastDuty;
use firstline_core::time::Day;

use super::shifts::{DAY, Shift};
use crate::automaton::{Automaton, Layer, NONE};
use crate::problem::Symbol;

const SATURDAY: usize = 5;
const SUNDAY: usize = 6;

/// Which days of a weekend are touched: a bit for Saturday, a bit for Sunday.
type Touched = u8;

/// Which days of its week's weekend each symbol touches, by weekday.
#[derive(Clone, Debug, Default)]
pub(super) struct Touches {
    by_weekday: [Vec<Touched>; 7],
    /// What can be remembered when a weekday begins.
    memories: [Vec<Touched>; 7],
}

impl Touches {
    pub(super) fn of(shifts: &[Shift], first_weekday: usize) -> Touches {
        let touch = |weekday: usize, shift: &Shift| {
            let from = weekday as i32 * DAY + shift.start;
            let to = weekday as i32 * DAY + shift.end;
            let day = |day: usize| from < (day as i32 + 1) * DAY && to > day as i32 * DAY;
            u8::from(day(SATURDAY)) | u8::from(day(SUNDAY)) << 1
        };
        let by_weekday: [Vec<Touched>; 7] = std::array::from_fn(|weekday| {
            std::iter::once(0)
                .chain(shifts.iter().map(|s| touch(weekday, s)))
                .collect()
        });
        let mut memories: [Vec<Touched>; 7] = std::array::from_fn(|_| vec![0]);
        for weekday in 0..SUNDAY {
            let mut next: Vec<Touched> = memories[weekday]
                .iter()
                .flat_map(|m| by_weekday[weekday].iter().map(move |t| m | t))
                .chain([0])
                .collect();
            if weekday + 1 == first_weekday && first_weekday >= SATURDAY {
                // the history may hold what no shift type of today does
                next.extend([1, 2, 3]);
            }
            next.sort_unstable();
            next.dedup();
            memories[weekday + 1] = next;
        }
        Touches {
            by_weekday,
            memories,
        }
    }

    /// What duties before the first day touched of the weekend of its week.
    pub(super) fn before(first: Day, past: &[PastDuty]) -> Touched {
        let monday = first.monday();
        let day = |n: usize| {
            let from = monday.plus(n as i32).midnight();
            let to = monday.plus(n as i32 + 1).midnight();
            past.iter().any(|d| d.start < to && d.end > from)
        };
        u8::from(day(SATURDAY)) | u8::from(day(SUNDAY)) << 1
    }

    /// The state in which somebody begins on a weekday.
    pub(super) fn start(&self, weekday: usize, state: u16, before: Touched) -> u16 {
        let memories = &self.memories[weekday];
        let at = memories.iter().position(|m| *m == before).unwrap_or(0);
        state * memories.len() as u16 + at as u16
    }

    /// How many weekends of a line are broken.
    pub(super) fn broken(&self, first_weekday: usize, before: Touched, line: &[Symbol]) -> i64 {
        let mut touched = before;
        let mut broken = 0;
        for (day, &symbol) in line.iter().enumerate() {
            let weekday = (first_weekday + day) % 7;
            touched |= self.by_weekday[weekday][usize::from(symbol)];
            if weekday == SUNDAY {
                broken += i64::from(touched == 1 || touched == 2);
                touched = 0;
            }
        }
        broken
    }
}

/// The automaton with what it costs to break a weekend; nothing where it would grow too large.
pub(super) fn with_weekends(
    plain: &Automaton,
    touches: &Touches,
    weight: i32,
) -> Option<Automaton> {
    let mut layers: [Layer; 7] = Default::default();
    for (weekday, layer) in plain.layers.iter().enumerate() {
        let (now, then) = (
            &touches.memories[weekday],
            &touches.memories[(weekday + 1) % 7],
        );
        let states = layer.states * now.len();
        if states >= usize::from(NONE) {
            return None;
        }
        let mut out = Layer {
            states,
            next: Vec::with_capacity(states * plain.symbols),
            cost: Vec::with_capacity(states * plain.symbols),
            counts: Vec::with_capacity(states * plain.symbols),
        };
        for state in 0..layer.states {
            for memory in now {
                for symbol in 0..plain.symbols {
                    let at = state * plain.symbols + symbol;
                    let touched = memory | touches.by_weekday[weekday][symbol];
                    let (kept, cost) = match (weekday, touched) {
                        (SUNDAY, 1 | 2) => (0, weight),
                        (SUNDAY, _) => (0, 0),
                        _ => (touched, 0),
                    };
                    let place = then.iter().position(|m| *m == kept)?;
                    let next = layer.next[at];
                    out.next.push(if next == NONE {
                        NONE
                    } else {
                        u16::try_from(usize::from(next) * then.len() + place).ok()?
                    });
                    out.cost.push(layer.cost[at].saturating_add(cost));
                    out.counts.push(layer.counts[at]);
                }
            }
        }
        layers[weekday] = out;
    }
    Some(Automaton {
        layers,
        symbols: plain.symbols,
        counters: plain.counters,
    })
}
