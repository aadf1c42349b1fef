//! The duties that can be laid on each weekday, and how one rule sees them.

use firstline_core::contract::{Classes, Marks, RuleSet};
use firstline_core::rota::{Code, Duty, OnCall, ShiftType};
use firstline_core::rules::{Machine, Outlook, Rule, Sum, Total, Window};
use firstline_core::time::{Span, Wall, Zone};

use super::Ground;
use super::past::MONDAY;
use super::refine::Offer;
use crate::problem::Symbol;

/// The duties of each symbol on each weekday.
pub(super) struct Table {
    /// Weekday by weekday from [`MONDAY`], symbol by symbol.
    pub(super) duties: Vec<Vec<Option<Duty>>>,
    pub(super) symbols: usize,
    /// The most dates that a duty touches after the one on which it starts.
    pub(super) span: i32,
    /// What can still come, where nobody is on call.
    pub(super) outlook: Option<Outlook>,
}

/// Days ahead for which sums of duties are told apart; windows are seldom longer.
const MOST_DAYS: usize = 8;

impl Table {
    pub(super) fn new(ground: &Ground<'_>) -> Table {
        let symbols = ground.shift_types.len() + 1;
        let zone = Zone::unchanging();
        let mut span = 0;
        let duties = (0..7)
            .map(|weekday| {
                let day = MONDAY.plus(weekday);
                let mut all = vec![None; symbols];
                for (code, shift) in ground.shift_types.iter().enumerate() {
                    let Some((start, end)) = shift.on(day).filter(|_| shift.kind.is_duty()) else {
                        continue;
                    };
                    let duty = duty_of(shift, code, zone.span(start, end));
                    let last = Wall(end.0 - 1).day();
                    span = span.max(last.since(day));
                    all[code + 1] = Some(duty);
                }
                all
            })
            .collect();
        let duties: Vec<Vec<Option<Duty>>> = duties;
        let all = duties[0].iter().flatten();
        let shapes: Vec<(i32, i32)> = all
            .map(|d| {
                (
                    d.end.wall.0 - MONDAY.midnight().0,
                    d.end.wall.0 - d.start.wall.0,
                )
            })
            .collect();
        let on_call = |d: &Duty| d.kind.on_call() != OnCall::No;
        let outlook =
            (!duties[0].iter().flatten().any(on_call)).then(|| Outlook::new(&shapes, MOST_DAYS));
        Table {
            duties,
            symbols,
            span,
            outlook,
        }
    }

    pub(super) fn marks(&self, set: &RuleSet, contract: usize) -> Vec<Vec<Marks>> {
        let zone = Zone::unchanging();
        let mut out = Vec::new();
        let mut marks = Vec::new();
        for (weekday, duties) in self.duties.iter().enumerate() {
            let mut all = Vec::with_capacity(self.symbols);
            for duty in duties {
                set.mark(contract, duty.as_slice(), &zone, &mut marks);
                let nothing = Marks {
                    day: MONDAY.plus(weekday as i32),
                    is: Classes::NONE,
                    unknown: Classes::NONE,
                };
                all.push(marks.first().copied().unwrap_or(nothing));
            }
            out.push(all);
        }
        out
    }

    /// Whether some duty makes rest in periods a thing that a rota cannot show.
    pub(super) fn interrupted(&self, rule: &Rule, marks: &[Vec<Marks>]) -> bool {
        let Machine::Window(Window::Rest(rest)) = &rule.machine else {
            return false;
        };
        self.each(marks).any(|(_, _, m)| !m.is.meets(rest.of))
    }

    /// Symbols that count on a weekday, whatever came before.
    pub(super) fn always(&self, rule: &Rule, marks: &[Vec<Marks>]) -> Vec<(usize, Symbol)> {
        let Machine::Total(Total {
            of: Sum::Duties { of, .. },
            ..
        }) = &rule.machine
        else {
            return Vec::new();
        };
        self.each(marks)
            .filter(|(_, _, m)| m.is.meets(*of))
            .map(|(weekday, symbol, _)| (weekday, symbol as Symbol))
            .collect()
    }

    /// Every duty that can be laid, with its classes.
    pub(super) fn each<'t>(
        &'t self,
        marks: &'t [Vec<Marks>],
    ) -> impl Iterator<Item = (usize, usize, Marks)> + 't {
        let days = self.duties.iter().zip(marks).enumerate();
        days.flat_map(|(weekday, (duties, marks))| {
            let all = duties.iter().zip(marks).enumerate();
            all.filter_map(move |(symbol, (duty, m))| duty.map(|_| (weekday, symbol, *m)))
        })
    }

    pub(super) fn no_marks(&self) -> Vec<Vec<Marks>> {
        (0..7)
            .map(|weekday| {
                let nothing = Marks {
                    day: MONDAY.plus(weekday),
                    is: Classes::NONE,
                    unknown: Classes::NONE,
                };
                vec![nothing; self.symbols]
            })
            .collect()
    }

    pub(super) fn offer(&self, marks: &[Vec<Marks>], of: Classes, times: bool) -> Offer {
        let duties: Vec<Vec<Option<(Duty, Marks)>>> = self
            .duties
            .iter()
            .zip(marks)
            .map(|(duties, marks)| {
                let pairs = duties.iter().zip(marks);
                pairs.map(|(d, m)| d.map(|d| (d, *m))).collect()
            })
            .collect();
        let same = |a: &Option<(Duty, Marks)>, b: &Option<(Duty, Marks)>| match (a, b) {
            (None, None) => true,
            (Some((a, am)), Some((b, bm))) => {
                let mut other = *b;
                other.code = a.code;
                am.is.0 & of.0 == bm.is.0 & of.0
                    && am.unknown.0 & of.0 == bm.unknown.0 & of.0
                    && (!times || *a == other)
            }
            _ => false,
        };
        let alike = duties
            .iter()
            .map(|day| {
                let first = |s: usize| (0..s).find(|&t| same(&day[t], &day[s])).unwrap_or(s);
                (0..day.len()).map(first).collect()
            })
            .collect();
        Offer {
            symbols: self.symbols,
            duties,
            alike,
        }
    }
}

/// A shift type as a duty, with all that it records.
pub(super) fn duty_of(shift: &ShiftType, code: usize, span: Span) -> Duty {
    let mut duty = Duty::new(span, shift.kind, Code(code as u16)).expecting(
        shift.work,
        shift.rest,
        shift.longest_rest,
    );
    duty.breaks = shift.breaks;
    duty
}
