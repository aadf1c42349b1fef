//! What a day costs one person alone: wishes, pay, and leaving an old rota.

use firstline_core::department::needs::{MOST_WEIGHT, Wish, Work};

use super::built::Build;
use super::rows::Aim;
use crate::problem::{NEVER, OFF, Symbol};

/// Costs by `day * symbols + symbol`; empty where there are none.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    pub(super) wishes: Vec<i32>,
    pub(super) pay: Vec<i32>,
    pub(super) changes: Vec<i32>,
}

impl Own {
    /// What a day costs in all; never as much as what may not be.
    pub(super) fn at(&self, at: usize) -> i32 {
        let sum: i64 = Own::AIMS.iter().map(|a| self.of(*a, at)).sum();
        sum.min(i64::from(NEVER) - 1) as i32
    }

    pub(super) const AIMS: [Aim; 3] = [Aim::Wishes, Aim::Pay, Aim::Changes];

    /// What a day costs for one aim.
    pub(super) fn of(&self, aim: Aim, at: usize) -> i64 {
        let costs = match aim {
            Aim::Wishes => &self.wishes,
            Aim::Pay => &self.pay,
            Aim::Changes => &self.changes,
            _ => return 0,
        };
        costs.get(at).copied().map_or(0, i64::from)
    }
}

/// Adds a cost, held within what a weight can be.
fn add(costs: &mut Vec<i32>, size: usize, at: usize, cost: i64) {
    costs.resize(size, 0);
    costs[at] = (i64::from(costs[at]) + cost).min(i64::from(MOST_WEIGHT)) as i32;
}

/// Whether a wish is granted by a symbol.
pub(super) fn granted(wish: &Wish, index: Option<usize>) -> bool {
    let is = |work: &Work| match (work, index) {
        (Work::Off, None) => true,
        (Work::Shift(a), Some(b)) => *a == b,
        _ => false,
    };
    wish.of.iter().any(is) == wish.wanted
}

impl Build<'_> {
    pub(super) fn own(&self, person: usize) -> Own {
        let needs = &self.department.needs;
        let symbols = self.symbols();
        let size = self.days * symbols;
        let mut own = Own::default();
        let index = |symbol: usize| (symbol > 0).then(|| self.shifts[symbol - 1].index);
        for wish in needs.wishes.iter().filter(|w| w.people.contains(&person)) {
            let cost = i64::from(needs.aims.wishes) * i64::from(wish.weight);
            if cost == 0 {
                continue;
            }
            for day in (0..self.days).filter(|&d| wish.when.holds(self.day(d))) {
                for symbol in (0..symbols).filter(|&s| !granted(wish, index(s))) {
                    add(&mut own.wishes, size, day * symbols + symbol, cost);
                }
            }
        }
        let who = &self.department.people[person];
        let skills = &needs.person(person).skills;
        for pay in needs.pay.iter().filter(|p| p.who.admits(who, skills)) {
            let cost = i64::from(needs.aims.pay) * i64::from(pay.pounds);
            let of: Vec<Symbol> = pay
                .shifts
                .iter()
                .filter_map(|&s| self.symbol_of(s))
                .collect();
            if cost == 0 {
                continue;
            }
            for day in (0..self.days).filter(|&d| pay.when.holds(self.day(d))) {
                for &symbol in &of {
                    add(
                        &mut own.pay,
                        size,
                        day * symbols + usize::from(symbol),
                        cost,
                    );
                }
            }
        }
        let weight = i64::from(needs.aims.changes);
        let old = self.options.old.as_ref().and_then(|o| o.get(person));
        for (day, symbol) in old.into_iter().flatten().take(self.days).enumerate() {
            let Some(old) = symbol.filter(|_| weight > 0) else {
                continue;
            };
            for symbol in (OFF..symbols as Symbol).filter(|s| *s != old) {
                add(
                    &mut own.changes,
                    size,
                    day * symbols + usize::from(symbol),
                    weight,
                );
            }
        }
        own
    }
}
