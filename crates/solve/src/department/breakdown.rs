//! What each aim costs in a finished rota, and the counts behind it.

use firstline_core::department::Department;

use super::built::{Built, Layout};
use super::own::{Own, granted};
use super::rows::{Aim, Meaning};
use super::weekends::Touches;
use crate::problem::Symbol;

/// What each aim costs, with the reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// What each aim costs, in the order of [`Aim::ALL`].
    pub aims: Vec<(Aim, i64)>,
    /// Where cover, supervision and pairings are not as asked.
    pub gaps: Vec<Gap>,
    /// Wishes that were not granted.
    pub denied: Vec<Denied>,
    /// Fairness as counts, one for each count and person counted.
    pub counts: Vec<Count>,
    /// Minutes of work of each person.
    pub minutes: Vec<i64>,
    /// Weekends of each person of which one day is worked and one is not.
    pub broken_weekends: Vec<i64>,
}

/// A row that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What it stands for.
    pub meaning: Meaning,
    /// What was counted.
    pub count: i32,
    /// The count that costs nothing; for cover what is wanted.
    pub target: i32,
    /// What that costs.
    pub cost: i64,
}

/// A wish that was not granted on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied {
    /// Which `[[wish]]`.
    pub wish: usize,
    /// Whose.
    pub person: usize,
    /// Day of the period.
    pub day: usize,
}

/// One person's count of one sort of duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Which `[[fairness]]`.
    pub count: usize,
    /// Whose.
    pub person: usize,
    /// In this rota.
    pub here: i64,
    /// Before it.
    pub before: i64,
    /// The fair share of this rota in thousandths, what came before evened out.
    pub fair_milli: i64,
}

impl Breakdown {
    /// What the rota costs in all.
    pub fn total(&self) -> i64 {
        self.aims.iter().map(|(_, cost)| cost).sum()
    }

    /// What one aim costs.
    pub fn cost(&self, aim: Aim) -> i64 {
        self.aims
            .iter()
            .find(|(a, _)| *a == aim)
            .map_or(0, |(_, c)| *c)
    }
}

/// Tells what lines cost and why. The lines are those of the problem; duties outside the search are
/// counted with them.
pub fn breakdown(department: &Department, built: &Built, lines: &[Vec<Symbol>]) -> Breakdown {
    let Built {
        problem, layout, ..
    } = built;
    let mut counts = vec![0_i32; problem.rows.len()];
    for (person, line) in lines.iter().enumerate() {
        problem.add(&mut counts, person, line, 1);
    }
    let mut costs = [0_i64; Aim::ALL.len()];
    let mut out = Breakdown::default();
    let settled = layout.settled(problem);
    for (row, (line, meaning)) in problem.rows.iter().zip(&layout.meanings).enumerate() {
        let cost = line.penalty(counts[row]);
        costs[meaning.aim() as usize] += cost;
        if cost > 0 {
            out.gaps.push(Gap {
                meaning: *meaning,
                count: counts[row] + settled[row],
                target: line.target + settled[row],
                cost,
            });
        }
    }
    let weekend = department.needs.aims.broken_weekends;
    for (person, line) in lines.iter().enumerate() {
        for aim in Own::AIMS {
            let own = &layout.own[person];
            let days = line.iter().enumerate();
            let sum: i64 = days
                .map(|(d, &s)| own.of(aim, d * problem.symbols + usize::from(s)))
                .sum();
            costs[aim as usize] += sum;
        }
        let past = &department.people[person].history;
        let before = Touches::before(layout.from, past);
        let broken = layout.weekends.broken(problem.first_weekday, before, line);
        costs[Aim::Weekends as usize] += broken * i64::from(weekend);
        out.broken_weekends.push(broken);
        if let Some(tracker) = &layout.tracker {
            costs[Aim::Fatigue as usize] += tracker.cost(person, line);
        }
        let whole = layout.whole(person, line);
        let minutes = whole
            .iter()
            .map(|&s| i64::from(problem.lengths[usize::from(s)]));
        out.minutes
            .push(minutes.sum::<i64>() * i64::from(problem.unit));
        out.count(layout, person, &whole);
        out.deny(department, layout, person, &whole);
    }
    out.aims = Aim::ALL
        .iter()
        .map(|&aim| (aim, costs[aim as usize]))
        .collect();
    out.counts.sort_by_key(|c| (c.count, c.person));
    out
}

impl Breakdown {
    fn count(&mut self, layout: &Layout, person: usize, line: &[Symbol]) {
        for (count, shares) in layout.shares.fair.iter().enumerate() {
            let Some(fair_milli) = shares[person] else {
                continue;
            };
            let counted = |(day, symbol): &(usize, &Symbol)| {
                layout.shares.counts(count, person, *day, **symbol)
            };
            self.counts.push(Count {
                count,
                person,
                here: line.iter().enumerate().filter(counted).count() as i64,
                before: layout.shares.before[count][person],
                fair_milli,
            });
        }
    }

    fn deny(&mut self, department: &Department, layout: &Layout, person: usize, line: &[Symbol]) {
        let wishes = department.needs.wishes.iter().enumerate();
        for (wish, asked) in wishes.filter(|(_, w)| w.people.contains(&person)) {
            for (day, &symbol) in line.iter().enumerate() {
                let index = symbol.checked_sub(1).map(|s| layout.shifts[usize::from(s)]);
                if asked.when.holds(layout.from.plus(day as i32)) && !granted(asked, index) {
                    self.denied.push(Denied { wish, person, day });
                }
            }
        }
    }
}

impl Layout {
    /// A line with what the person works outside the search.
    pub fn whole(&self, person: usize, line: &[Symbol]) -> Vec<Symbol> {
        let mut whole = line.to_vec();
        for pin in self.pinned.iter().filter(|p| p.person == person) {
            whole[pin.day] = pin.symbol;
        }
        whole
    }

    /// What duties outside the search count in each row.
    fn settled(&self, problem: &crate::problem::Problem) -> Vec<i32> {
        let mut counts = vec![0; problem.rows.len()];
        for pin in &self.pinned {
            let group = problem.people[pin.person].group;
            for &(row, weight) in problem.hits.of(group, pin.day, pin.symbol) {
                counts[row as usize] += weight;
            }
        }
        counts
    }
}
