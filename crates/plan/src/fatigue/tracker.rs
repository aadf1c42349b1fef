//! The fatigue index as an aim of the engine: what the duties before add to it, day by day.
//!
//! The engine remembers how rested somebody is, in steps, and the last duty. That is the method's own
//! recursion but for three things: steps in place of the real number, no quick returns (which the law
//! of every contract at hand forbids), and nothing of what the last of some nights leaves for the
//! night after the next day. What a rota found is worth is told with the true index, not with this one.

use std::collections::BTreeMap;

use firstline_core::department::Department;
use firstline_core::rota::Kind;
use firstline_core::time::Clock;
use firstline_solve::department::Tracker;

use super::conditions::{Conditions, Given, Set};
use super::cumulative::{Alone, RESTED, after_night};
use super::index::{Stint, of_its_times, slope};
use crate::Ledger;

/// Steps of how rested somebody is, the first that leaves the automata small enough.
const STEPS: [f64; 5] = [0.03, 0.05, 0.08, 0.12, 0.2];
/// States of the joint automata beyond which a search takes long.
const MOST: usize = 6_000;
/// Days before the period that still matter.
const DAYS_BEFORE: i32 = 10;

/// What a shift type does to how rested somebody is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Work {
    alone: Alone,
    /// The part of the index that its own times make, 0 to 1.
    own: f64,
}

impl Work {
    fn of(start: f64, length: f64, conditions: &Conditions) -> Work {
        let stint = Stint {
            day: 0,
            start,
            length: length.clamp(0.25, 24.0),
            rest: 0.0,
        };
        let index = of_its_times(&stint, conditions, slope(conditions));
        Work {
            alone: Alone::new(&stint),
            own: (index.fi_timing + index.fi_job) / 100.0,
        }
    }

    /// Points of the index that it gains from what was before.
    fn gains(&self, now: f64, next: f64) -> f64 {
        let fi = |share: f64| 100.0 * (1.0 - (1.0 - share) * (1.0 - self.own));
        let fresh = self.alone.share(RESTED, RESTED);
        (fi(self.alone.share(now, next)) - fi(fresh)).max(0.0)
    }
}

/// What is remembered: how rested somebody was at the end of the last night that is settled (the one
/// worked, after a night duty), in steps below fully rested, and the last day's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Memory {
    below: u16,
    last: Option<usize>,
}

struct Machine {
    /// By symbol; nothing for off and for what has no index.
    work: Vec<Option<Work>>,
    /// Shift types that leave the same behind, by the first of them.
    like: Vec<usize>,
    step: f64,
}

impl Machine {
    fn rested(&self, memory: Memory) -> f64 {
        RESTED - f64::from(memory.below) * self.step
    }

    fn below(&self, rested: f64) -> u16 {
        ((RESTED - rested) / self.step).round().clamp(0.0, 1000.0) as u16
    }

    /// The memory after a day, and the points that its duty gains.
    fn day(&self, memory: Memory, symbol: usize) -> (Memory, f64) {
        let last = memory.last.and_then(|s| self.work[s]);
        let now = self.work[symbol];
        let before = self.rested(memory);
        let night = |w: &Work| w.alone.by_night;
        // the night that ends on this day: settled already where it was worked
        let today = if last.as_ref().is_some_and(night) {
            before
        } else {
            let early = now.filter(|n| !night(n)).map_or(0.0, |n| n.alone.within);
            let late = last.map_or(0.0, |l| l.alone.after);
            after_night(before, early + late)
        };
        let (after, gains) = match now {
            None => (today, 0.0),
            Some(n) if night(&n) => {
                let late = last.filter(night).map_or(0.0, |l| l.alone.after);
                let tomorrow = after_night(today, n.alone.within + late);
                (tomorrow, n.gains(today, tomorrow))
            }
            Some(n) => (today, n.gains(before, today)),
        };
        let next = Memory {
            below: self.below(after),
            last: now.map(|_| self.like[symbol]),
        };
        (next, gains)
    }
}

/// The aim of a department, with its weight; nothing where it weighs nothing. `law_states` is the
/// greatest number of states that its contract has on a weekday.
pub fn tracker(department: &Department, law_states: usize) -> Option<Tracker> {
    let weight = department.needs.aims.fatigue;
    if weight == 0 {
        return None;
    }
    let conditions = Conditions::take(Set::Hospital, &Given::default(), &mut Ledger::default());
    let times = department.shift_types.iter().filter(|s| s.kind.is_duty());
    let times = times.filter_map(|s| Some((s.kind, s.times?)));
    let mut work = vec![None];
    for (kind, (start, end)) in times {
        let (start, end) = (f64::from(start.0) / 60.0, f64::from(end.0) / 60.0);
        let length = if end > start {
            end - start
        } else {
            end - start + 24.0
        };
        let scored = kind != Kind::NonResidentOnCall;
        work.push(scored.then(|| Work::of(start, length, &conditions)));
    }
    let like = alike(&work);
    let mut last = None;
    for step in STEPS {
        let machine = Machine {
            work: work.clone(),
            like: like.clone(),
            step,
        };
        let made = laid(department, &machine, weight, &conditions);
        let small = made.states * law_states <= MOST;
        last = Some(made);
        if small {
            break;
        }
    }
    last
}

/// Shift types after which the nights are the same to a quarter of an hour.
fn alike(work: &[Option<Work>]) -> Vec<usize> {
    let key = |w: &Option<Work>| {
        w.map(|w| {
            let quarters = |hours: f64| (hours * 4.0).round() as i32;
            (w.alone.by_night, quarters(w.alone.after))
        })
    };
    let first = |w: &Option<Work>| work.iter().position(|o| key(o) == key(w)).unwrap_or(0);
    work.iter().map(first).collect()
}

/// Every memory that can be reached, as a machine over symbols.
fn laid(
    department: &Department,
    machine: &Machine,
    weight: i32,
    conditions: &Conditions,
) -> Tracker {
    let symbols = machine.work.len();
    let mut places: BTreeMap<Memory, u16> = BTreeMap::new();
    let mut list: Vec<Memory> = Vec::new();
    let mut place = |memory: Memory, list: &mut Vec<Memory>| -> u16 {
        *places.entry(memory).or_insert_with(|| {
            list.push(memory);
            (list.len() - 1) as u16
        })
    };
    let fresh = Memory {
        below: 0,
        last: None,
    };
    place(fresh, &mut list);
    let starts = (0..department.people.len())
        .map(|p| {
            let memory = begun(department, p, machine, conditions);
            place(memory, &mut list)
        })
        .collect();
    let mut tracker = Tracker {
        symbols,
        starts,
        ..Tracker::default()
    };
    let mut at = 0;
    while at < list.len() {
        for symbol in 0..symbols {
            let (next, gains) = machine.day(list[at], symbol);
            tracker.next.push(place(next, &mut list));
            let cost = (gains * f64::from(weight)).round().clamp(0.0, 1e6);
            tracker.cost.push(cost as i32);
        }
        at += 1;
    }
    tracker.states = list.len();
    tracker
}

/// The memory of somebody on the first day, from what they worked before.
fn begun(
    department: &Department,
    person: usize,
    machine: &Machine,
    conditions: &Conditions,
) -> Memory {
    let mut memory = Memory {
        below: 0,
        last: None,
    };
    let Some(first) = department.from else {
        return memory;
    };
    let past = &department.people[person].history;
    for day in -DAYS_BEFORE..0 {
        let date = first.plus(day);
        let duty = past
            .iter()
            .find(|d| d.start.day() == date && d.kind != Kind::NonResidentOnCall);
        let symbol = duty.map_or(0, |d| {
            let span = department.zone.span(d.start, d.end);
            let length = f64::from(span.length(Clock::Elapsed).0) / 60.0;
            let start = f64::from(d.start.time().0) / 60.0;
            let work = Work::of(start, length, conditions);
            nearest(machine, &work)
        });
        memory = machine.day(memory, symbol).0;
    }
    memory
}

/// The shift type that leaves nearest the same behind.
fn nearest(machine: &Machine, work: &Work) -> usize {
    let far = |o: &Work| {
        let night = f64::from(u8::from(o.alone.by_night != work.alone.by_night)) * 100.0;
        night
            + (o.alone.within - work.alone.within).abs()
            + (o.alone.after - work.alone.after).abs()
    };
    let all = machine.work.iter().enumerate();
    let all = all.filter_map(|(s, w)| Some((s, far(w.as_ref()?))));
    all.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(s, _)| s)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::Dice;
    use crate::fatigue::indices;

    const HOURS: [(f64, f64); 5] = [
        (8.0, 18.0),
        (7.0, 19.5),
        (13.0, 23.0),
        (20.0, 8.5),
        (21.5, 8.0),
    ];

    fn department() -> Department {
        let mut text = "format = 1\nname = \"x\"\n[period]\nfrom = 2026-11-02\nto = 2026-12-14\n[aims]\nfatigue = 100\n".to_owned();
        for (i, (from, to)) in HOURS.iter().enumerate() {
            let clock = |h: f64| format!("{:02}:{:02}", h as u32, ((h % 1.0) * 60.0) as u32);
            let kind = if to < from { "night" } else { "day" };
            let _ = write!(
                text,
                "[[shift]]\ncode = \"S{i}\"\nkind = \"{kind}\"\nstart = \"{}\"\nend = \"{}\"\n",
                clock(*from),
                clock(*to)
            );
        }
        text.push_str("[[person]]\nname = \"Asha\"\n");
        Department::read("x.toml", &text).expect("it is well formed")
    }

    /// What a line costs by the machine, and by the index itself, in points for each duty.
    fn both(tracker: &Tracker, line: &[usize]) -> (f64, f64) {
        let conditions = Conditions::take(Set::Hospital, &Given::default(), &mut Ledger::default());
        let (mut state, mut cost) = (tracker.starts[0], 0);
        let mut duties = Vec::new();
        for (day, symbol) in line.iter().enumerate() {
            let at = usize::from(state) * tracker.symbols + symbol;
            cost += tracker.cost[at];
            state = tracker.next[at];
            if *symbol > 0 {
                let (from, to) = HOURS[symbol - 1];
                duties.push((day as i32, from, to));
            }
        }
        let stints = Stint::from_clock(&duties);
        let gained = |stint: &Stint, fi: f64| {
            let work = Work::of(stint.start, stint.length, &conditions);
            let fresh = work.alone.share(RESTED, RESTED);
            fi - 100.0 * (1.0 - (1.0 - fresh) * (1.0 - work.own))
        };
        let all = indices(&stints, &conditions);
        let exact: f64 = stints.iter().zip(&all).map(|(s, i)| gained(s, i.fi)).sum();
        let n = f64::from(stints.len().max(1) as u32);
        (f64::from(cost) / 100.0 / n, exact / n)
    }

    #[test]
    fn runs_of_nights_and_late_finishes_cost_what_the_index_says_they_add() {
        let tracker = tracker(&department(), 10).expect("it is an aim");
        for line in [
            &[4, 4, 4, 4, 0, 0, 1, 1, 1][..],
            &[2, 2, 2, 2, 2, 0, 0],
            &[3, 3, 3, 0, 2, 2],
            &[4, 0, 0, 4, 0, 0, 4],
            &[1, 1, 1, 1, 1, 0, 0, 1, 1],
        ] {
            let (steps, exact) = both(&tracker, line);
            assert!((steps - exact).abs() < 1.0, "{line:?}: {steps} {exact}");
        }
        let row = both(&tracker, &[4, 4, 4, 4]).0;
        assert!(row > both(&tracker, &[4, 0, 0, 4]).0 + 1.0);
    }

    /// Days between runs, as a lawful rota has them, so that no return is quick.
    #[test]
    fn random_rotas_cost_nearly_what_the_index_says() {
        let tracker = tracker(&department(), 10).expect("it is an aim");
        let mut dice = Dice::new(7);
        let mut sum = 0.0;
        for _ in 0..200 {
            let mut line = Vec::new();
            while line.len() < 28 {
                let sort = 1 + (dice.bits() % 5) as usize;
                let run = 1 + (dice.bits() % 4) as usize;
                line.extend(std::iter::repeat_n(sort, run));
                line.extend([0, 0]);
            }
            let (steps, exact) = both(&tracker, &line);
            sum += (steps - exact).abs();
        }
        assert!(sum / 200.0 < 0.5, "{}", sum / 200.0);
    }

    #[test]
    fn a_contract_with_many_cases_gets_fewer_steps() {
        let states = |law| tracker(&department(), law).map_or(0, |t| t.states);
        assert!(
            states(1000) < states(10) && states(10) < 400,
            "{} {}",
            states(1000),
            states(10)
        );
        let mut none = department();
        none.needs.aims.fatigue = 0;
        assert!(tracker(&none, 10).is_none());
    }
}
