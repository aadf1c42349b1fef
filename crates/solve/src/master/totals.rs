//! Totals: how much all of a kind is missing, or too much, over some days.
//!
//! A mixture of lines may leave 9.2 standard days short. A rota leaves nine or ten, and either costs
//! more. So a master is divided in two: one where no more than nine are missing, and one where ten
//! are. What such a limit is worth only changes what the steps cost, so that lines are found as
//! before.

use std::collections::{BTreeMap, BTreeSet};

use super::Master;
use super::held::Held;
use crate::joined::Joined;
use crate::lp::{MOST_TOTALS, Slack};
use crate::problem::Symbol;

/// A total to be held: steps of the same cost, and how many of them there are in the mixture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Total {
    /// Which steps, by their place.
    steps: Vec<u32>,
    /// What each one costs.
    cost: f64,
    /// How many the mixture has.
    has: f64,
}

impl Total {
    /// How far it is from a whole number.
    fn between(&self) -> f64 {
        let part = self.has - self.has.floor();
        part.min(1.0 - part)
    }
}

/// So many totals of each length are tried.
const MOST_TRIED: usize = 4;
/// Between two whole numbers, if no nearer to one than this.
const BETWEEN: f64 = 0.08;
/// Passing a limit costs so many times what a step does.
const DEAR: f64 = 10.0;
/// Days of the parts in which totals are looked at, when the whole says nothing; a step counts in
/// one of each, and of the whole.
const PARTS: [usize; MOST_TOTALS - 2] = [28, 7, 1];

impl Master<'_> {
    /// Whether a row is that of a total.
    pub(super) fn is_total(&self, row: usize) -> bool {
        row >= self.rows.len()
    }

    /// Whether some total is held.
    pub fn is_divided(&self) -> bool {
        !self.totals.is_empty()
    }

    /// Totals between two whole numbers, over the whole period and over parts of it: of each length
    /// the most promising, by what a step costs and how far from a whole number they are.
    fn between(&self) -> Vec<Total> {
        let amounts = self.amounts();
        let kinds = self.kinds();
        let days = self.scope.to - self.scope.from;
        let parts = PARTS.into_iter().filter(|part| *part < days);
        let levels = [(false, days), (true, days)].into_iter();
        let levels = levels.chain(parts.map(|part| (true, part)));
        let mut found: Vec<Total> = Vec::new();
        for (narrow, part) in levels {
            let mut totals: BTreeMap<(usize, usize, usize), Total> = BTreeMap::new();
            for (k, kind) in kinds.iter().enumerate() {
                let Some(kind) = kind else { continue };
                let symbols = if narrow { kind.symbols } else { 0 };
                let key = (kind.people, symbols, kind.day / part.max(1));
                let total = totals.entry(key).or_insert_with(|| Total {
                    steps: Vec::new(),
                    cost: self.full[k],
                    has: 0.0,
                });
                total.steps.push(k as u32);
                total.has += amounts[k];
            }
            let known = |t: &Total| {
                let mut known = self.totals.iter().chain(&found);
                known.any(|k| k.steps == t.steps)
            };
            let open = totals.into_values();
            let mut open: Vec<Total> = open
                .filter(|t| t.between() > BETWEEN && !known(t))
                .collect();
            open.sort_by(|a, b| (b.cost * b.between()).total_cmp(&(a.cost * a.between())));
            found.extend(open.into_iter().take(MOST_TRIED));
        }
        found
    }

    /// The master in two, by the total that makes both halves dearest with the lines at hand, of
    /// those that were tried before it was late.
    pub fn halves(&self, threads: usize, late: &dyn Fn() -> bool) -> Option<[Self; 2]> {
        let half = |total: &Total, above: bool| {
            let mut half = self.clone();
            half.hold(total.clone(), above);
            half.solve(1e-4, threads);
            half
        };
        let tried = self.between().into_iter().enumerate();
        let tried = tried.take_while(|(n, _)| *n == 0 || !late());
        let halves = tried.map(|(_, total)| {
            let halves = [half(&total, false), half(&total, true)];
            let gains = [0, 1].map(|i: usize| halves[i].solution.value - self.solution.value);
            let most = gains[0].max(gains[1]);
            (gains[0].min(gains[1]) + 0.1 * most.min(total.cost), halves)
        });
        let best = halves.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(best.1)
    }

    /// Holds a total to the next whole number above what the mixture has, or to the one below.
    fn hold(&mut self, total: Total, above: bool) {
        let free = |step: &u32| self.slacks[*step as usize].totals.contains(&None);
        if !total.steps.iter().all(free) {
            return;
        }
        // the boxes of pivots know nothing of totals
        self.simplex = None;
        self.held.fill(Held::FREE);
        self.apart = 0.0;
        for (slack, full) in self.slacks.iter_mut().zip(&self.full) {
            slack.cost = *full;
        }
        self.solution.point = None;
        self.awake = None;
        let row = self.targets.len() as u32;
        for &step in &total.steps {
            let totals = &mut self.slacks[step as usize].totals;
            if let Some(free) = totals.iter_mut().find(|t| t.is_none()) {
                *free = Some(row);
            }
        }
        let floor = total.has.floor();
        self.targets.push(floor + f64::from(u8::from(above)));
        let dear = DEAR * total.cost;
        let (less, more) = if above { (dear, 0.0) } else { (0.0, dear) };
        for (sign, cost) in [(1.0, less), (-1.0, more)] {
            self.slacks.push(Slack {
                row,
                sign,
                cost,
                width: f64::INFINITY,
                totals: [None; MOST_TOTALS],
            });
            self.full.push(cost);
        }
        self.held.push(Held::FREE);
        self.centre.push(0.0);
        if !self.solution.prices.is_empty() {
            self.solution.prices.push(0.0);
        }
        self.totals.push(total);
    }

    /// How much of each step the mixture has.
    pub(super) fn amounts(&self) -> Vec<f64> {
        let mut cells = vec![0.0; self.cells.len()];
        for (column, &share) in self.columns.iter().zip(&self.solution.shares) {
            for &(cell, times) in &column.cells {
                cells[cell as usize] += times * share;
            }
        }
        let mut counts = vec![0.0; self.targets.len()];
        self.cells.add_counts(&cells, &mut counts);
        let mut left: Vec<[f64; 2]> = counts
            .iter()
            .zip(&self.targets)
            .map(|(c, t)| [(t - c).max(0.0), (c - t).max(0.0)])
            .collect();
        let amount = |slack: &Slack| {
            let left = &mut left[slack.row as usize][usize::from(slack.sign < 0.0)];
            let here = left.min(slack.width);
            *left -= here;
            here
        };
        self.slacks.iter().map(amount).collect()
    }

    /// Of which kind each step is that costs.
    fn kinds(&self) -> Vec<Option<Kind>> {
        // who counts in each row, with what, and first when
        let mut rows = vec![(BTreeSet::new(), BTreeSet::new(), usize::MAX); self.rows.len()];
        for &person in &self.scope.people {
            let group = self.problem.people[person].group;
            let class = self.alike.class[group];
            for day in self.scope.from..self.scope.to {
                for symbol in 0..self.problem.symbols as Symbol {
                    for &(row, _) in self.problem.hits.of(group, day, symbol) {
                        let local = self.local[row as usize] as usize;
                        if let Some((classes, symbols, first)) = rows.get_mut(local) {
                            classes.insert(class);
                            symbols.insert(symbol);
                            *first = (*first).min(day - self.scope.from);
                        }
                    }
                }
            }
        }
        let classes = self.alike.class.iter().max().map_or(0, |most| most + 1);
        let mut joined: BTreeMap<(u64, bool), Joined> = BTreeMap::new();
        let key = |k: usize| (self.full[k].to_bits(), self.slacks[k].sign > 0.0);
        let costs = |k: &usize| {
            let row = self.slacks[*k].row as usize;
            self.full[*k] > 0.0 && rows.get(row).is_some_and(|r| !r.0.is_empty())
        };
        let costs: Vec<usize> = (0..self.slacks.len()).filter(costs).collect();
        for &k in &costs {
            let those = joined.entry(key(k)).or_insert_with(|| Joined::new(classes));
            let mut of = rows[self.slacks[k].row as usize].0.iter();
            if let Some(&first) = of.next() {
                of.for_each(|&other| those.join(first, other));
            }
        }
        let mut people = BTreeMap::new();
        let mut symbols = BTreeMap::new();
        let mut kinds = vec![None; self.slacks.len()];
        for k in costs {
            let (classes, with, day) = &rows[self.slacks[k].row as usize];
            let first = classes.first().copied().unwrap_or(0);
            let top = joined.get_mut(&key(k)).map_or(first, |j| j.top(first));
            let (next, next_with) = (people.len(), symbols.len());
            kinds[k] = Some(Kind {
                people: *people.entry((key(k), top)).or_insert(next),
                symbols: 1 + *symbols.entry(with.clone()).or_insert(next_with),
                day: *day,
            });
        }
        kinds
    }
}

/// Steps of one kind cost the same, in rows in which the same people count. That is told loosely:
/// those who are away on a day do not count in its rows.
#[derive(Clone, Debug)]
struct Kind {
    people: usize,
    /// What counts in the row.
    symbols: usize,
    day: usize,
}
