//! Fair shares: how many nights, weekend days and the like each person should have, and the rows
//! that hold the rota near them.
//!
//! Counts first. A person's fair share is their part of what cover asks of those who can work it,
//! by share of full time; what anybody had more or less of before is evened out.

use std::collections::BTreeMap;

use firstline_core::department::PastDuty;
use firstline_core::department::needs::Fairness;
use firstline_core::diagnostic::{Diagnostic, did_you_mean};
use firstline_core::rota::{Code, Duty, Kind};

use super::built::Build;
use super::rows::{Meaning, Rows, steps, times};
use super::shifts::duty;
use crate::problem::{Row, Symbol};

/// Thousandths of a count.
const MILLI: i64 = 1000;

/// What each person should have of each count, and which duties are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares {
    /// For each count and person: the fair share of this period in thousandths, what came before
    /// taken off; nothing for those who are not counted.
    pub(super) fair: Vec<Vec<Option<i64>>>,
    /// For each count and person: what they had before.
    pub(super) before: Vec<Vec<i64>>,
    /// For each count and set of contracts: whether a symbol on a day is counted.
    counted: Vec<Vec<Vec<bool>>>,
    /// The set of contracts of each person.
    set_of: Vec<usize>,
    symbols: usize,
}

impl Shares {
    /// Whether an assignment is counted.
    pub(super) fn counts(&self, count: usize, person: usize, day: usize, symbol: Symbol) -> bool {
        self.counted[count][self.set_of[person]][day * self.symbols + usize::from(symbol)]
    }
}

/// So many duties of a symbol on a day, shared by some people, in thousandths.
pub(super) struct Expected {
    pub(super) people: Vec<usize>,
    pub(super) day: usize,
    pub(super) symbol: Symbol,
    pub(super) milli: i64,
}

impl Build<'_> {
    pub(super) fn shares(&mut self) -> Shares {
        let fairness = &self.department.needs.fairness;
        let people = self.department.people.len();
        let mut sets: BTreeMap<&[usize], usize> = BTreeMap::new();
        let mut first_of = Vec::new();
        let mut set_of = Vec::with_capacity(people);
        for (person, terms) in self.law.people.iter().enumerate() {
            let next = sets.len();
            let set = *sets.entry(&terms.markers).or_insert(next);
            if set == next {
                first_of.push(person);
            }
            set_of.push(set);
        }
        let mut shares = Shares {
            fair: Vec::new(),
            before: Vec::new(),
            counted: Vec::new(),
            set_of,
            symbols: self.symbols(),
        };
        self.tell_classes();
        let expected = if fairness.is_empty() {
            Vec::new()
        } else {
            self.expected()
        };
        let weights: Vec<i64> = (0..people).map(|p| self.weight(p)).collect();
        for (count, fair) in fairness.iter().enumerate() {
            shares
                .counted
                .push(first_of.iter().map(|&p| self.counted(fair, p)).collect());
            let those = self.those(&fair.who);
            let mut share = vec![None; people];
            let mut before = vec![0; people];
            for &person in &those {
                let carried = self.department.needs.person(person).carried.get(&fair.name);
                let past = &self.department.people[person].history;
                let had = past
                    .iter()
                    .filter(|d| self.counts_past(fair, person, d))
                    .count();
                before[person] = had as i64 + i64::from(carried.copied().unwrap_or(0));
                share[person] = Some(0);
            }
            for entry in &expected {
                // not everybody's contract need call the duty so
                let counted = |p: &&usize| shares.counts(count, **p, entry.day, entry.symbol);
                let all: i64 = entry.people.iter().map(|&p| weights[p]).sum();
                for &person in entry.people.iter().filter(counted) {
                    if let Some(share) = share[person].as_mut().filter(|_| all > 0) {
                        *share += entry.milli * weights[person] / all;
                    }
                }
            }
            // what came before is shared by those who share at all
            let all: i64 = those
                .iter()
                .filter(|&&p| share[p] > Some(0))
                .map(|&p| weights[p])
                .sum();
            let had: i64 = those
                .iter()
                .filter(|&&p| share[p] > Some(0))
                .map(|&p| before[p])
                .sum();
            for &person in &those {
                if let Some(share) = share[person].as_mut().filter(|s| **s > 0 && all > 0) {
                    *share += had * MILLI * weights[person] / all - before[person] * MILLI;
                }
            }
            shares.fair.push(share);
            shares.before.push(before);
        }
        shares
    }

    /// How much a person weighs: the share of full time over the days not sick. Leave does not
    /// lessen the share; whoever takes it swaps.
    fn weight(&self, person: usize) -> i64 {
        let who = &self.department.people[person];
        let sick = (0..self.days).map(|d| self.day(d)).filter(|day| {
            let here = |a: &&firstline_core::rota::Absence| a.from <= *day && *day < a.to;
            who.absences
                .iter()
                .filter(here)
                .any(|a| a.kind == Kind::Sick)
        });
        i64::from(who.share.ten_thousandths()) * (self.days - sick.count()) as i64
    }

    /// Whether each symbol on each day is counted, under the contracts of a person.
    fn counted(&self, fair: &Fairness, person: usize) -> Vec<bool> {
        let mut counted = Vec::with_capacity(self.days * self.symbols());
        for day in 0..self.days {
            let date = self.day(day);
            counted.push(false);
            for shift in &self.shifts {
                let named = fair.shifts.is_empty() || fair.shifts.contains(&shift.index);
                let in_class = |class: &String| {
                    let kind = &self.department.shift_types[shift.index];
                    let zone = &self.department.zone;
                    let duty = duty(kind, shift.index, date, zone);
                    duty.and_then(|d| self.law.holds(person, class, &d, zone)) == Some(true)
                };
                let counts =
                    named && fair.when.holds(date) && fair.class.as_ref().is_none_or(in_class);
                counted.push(counts);
            }
        }
        counted
    }

    fn counts_past(&self, fair: &Fairness, person: usize, past: &PastDuty) -> bool {
        let zone = &self.department.zone;
        let types = &self.department.shift_types;
        let same = |index: &usize| {
            let times = types[*index].on(past.start.day());
            times == Some((past.start, past.end)) && types[*index].kind == past.kind
        };
        if !fair.when.holds(past.start.day())
            || !(fair.shifts.is_empty() || fair.shifts.iter().any(same))
        {
            return false;
        }
        let duty = Duty::new(zone.span(past.start, past.end), past.kind, Code(0));
        let duty = duty.expecting(past.work, past.rest, past.longest_rest);
        fair.class
            .as_ref()
            .is_none_or(|class| self.law.holds(person, class, &duty, zone) == Some(true))
    }

    /// Tells of classes that no contract has.
    fn tell_classes(&mut self) {
        let mut told = Vec::new();
        for fair in &self.department.needs.fairness {
            let Some(class) = &fair.class else { continue };
            if self.law.markers.iter().any(|m| m.has(class)) {
                continue;
            }
            let title = format!(
                "`{}` counts the class `{class}`, which no contract here has",
                fair.name
            );
            let known = || {
                self.law
                    .markers
                    .iter()
                    .flat_map(|m| m.names().iter().map(String::as_str))
            };
            let help = match did_you_mean(class, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the shift types in `shifts` instead".to_owned(),
            };
            told.push(Diagnostic::warning("S016", title).help(help));
        }
        self.told.extend(told);
    }

    pub(super) fn add_fairness(&self, rows: &mut Rows, shares: &Shares) {
        let needs = &self.department.needs;
        for (count, fair) in needs.fairness.iter().enumerate() {
            let weight = fair.weight.unwrap_or(needs.aims.fairness);
            for person in 0..self.department.people.len() {
                let Some(share) = shares.fair[count][person] else {
                    continue;
                };
                if weight > 0 {
                    let (low, high) = around(share);
                    let away = [
                        (1, weight),
                        (1, times(weight, 2)),
                        (i32::MAX, times(weight, 3)),
                    ];
                    let mut over = vec![(high - low, 0)];
                    over.extend(away);
                    let row = Row {
                        target: low,
                        short: steps(&away),
                        over: steps(&over),
                    };
                    let id = rows.add(row, Meaning::Fairness { count, person });
                    self.hit_count(rows, id, shares, (count, person), 0, self.days);
                }
                self.add_spread(rows, shares, fair, (count, person));
            }
        }
    }

    /// No stretch holds more than its part, rounded up.
    fn add_spread(&self, rows: &mut Rows, shares: &Shares, fair: &Fairness, of: (usize, usize)) {
        let (count, person) = of;
        let slope = self.department.needs.aims.spread;
        let (Some(weeks), Some(share)) = (fair.spread_weeks, shares.fair[count][person]) else {
            return;
        };
        let length = weeks as usize * 7;
        if slope == 0 || length >= self.days {
            return;
        }
        for from in (0..self.days).step_by(length) {
            let to = (from + length).min(self.days);
            let part = share.max(0) * (to - from) as i64;
            let most = part.div_euclid(MILLI * self.days as i64)
                + i64::from(part % (MILLI * self.days as i64) > 0);
            let row = Row::plain(most as i32, 0, slope);
            let id = rows.add(
                row,
                Meaning::Spread {
                    count,
                    person,
                    from,
                },
            );
            self.hit_count(rows, id, shares, of, from, to);
        }
    }

    fn hit_count(
        &self,
        rows: &mut Rows,
        id: u32,
        shares: &Shares,
        of: (usize, usize),
        from: usize,
        to: usize,
    ) {
        let (count, person) = of;
        for day in from..to {
            for symbol in 1..self.symbols() as Symbol {
                if shares.counts(count, person, day, symbol) && self.counts(person, day, symbol) {
                    rows.hit(id, person, day, symbol, 1);
                }
            }
        }
    }
}

/// The whole counts on both sides of a share.
fn around(milli: i64) -> (i32, i32) {
    let low = milli.div_euclid(MILLI) as i32;
    (low, low + i32::from(milli.rem_euclid(MILLI) > 0))
}
