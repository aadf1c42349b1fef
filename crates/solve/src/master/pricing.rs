//! Everybody's best lines at some prices, and the bound that they prove.

use std::cmp::Reverse;
use std::sync::{Mutex, PoisonError};

use super::{Master, Pricers};
use crate::dp::{Ask, Effort, Found, GRAIN, Learnt, grained, own_prices};
use crate::lp::Slack;
use crate::problem::Symbol;

/// The best lines of so many cells, everybody's tables together, are soon found.
const SOON: usize = 250_000_000;
/// In one round no smoothed price goes farther from the one that proved most than so many small
/// penalties, and as much again as that one is. What must never be missing costs thousands, and
/// where no line says yet what it is worth the programme says so.
const FAR: f64 = 4.0;

impl Master<'_> {
    /// Whether everybody's best lines take long.
    pub fn is_wide(&self) -> bool {
        let days = self.scope.to - self.scope.from;
        let cells = self.scope.people.iter().map(|&p| {
            let person = &self.problem.people[p];
            let layers = self.problem.automata[person.automaton].layers.iter();
            let states = layers.map(|l| l.states).max().unwrap_or(0);
            days * states * (person.most.max(0) as usize + 1)
        });
        let counted = |&p: &usize| !self.alike.of[p].is_empty();
        cells.sum::<usize>() > SOON || self.scope.people.iter().any(counted)
    }

    /// What may be done for everybody's lines before a rota is looked for.
    pub fn affordable(&self) -> Effort {
        if self.is_wide() {
            Effort::Sound
        } else {
            Effort::Full
        }
    }

    /// Prices everybody at smoothed duals, adds what is worth having, and raises the bound.
    ///
    /// Returns how many columns came in.
    pub fn price(&mut self, pricers: &mut Pricers<'_>, smoothing: f64, effort: Effort) -> usize {
        for pricer in pricers.iter_mut() {
            pricer.effort = effort;
        }
        self.rounds += 1;
        self.warm = false;
        let unsolved = vec![
            0.0;
            if self.solution.prices.is_empty() {
                self.targets.len()
            } else {
                0
            }
        ];
        let solved = self.solution.prices.iter().chain(&unsolved);
        let mut prices: Vec<f64> = solved
            .zip(&self.centre)
            .map(|(y, c)| {
                if smoothing > 0.0 {
                    let far = FAR * self.alike.cap + c.abs();
                    c + ((1.0 - smoothing) * (y - c)).clamp(-far, far)
                } else {
                    *y
                }
            })
            .collect();
        let (bound, found) = self.at_prices(&mut prices, pricers);
        let open = found.iter().map(|f| f.value - f.bound);
        self.open = open.filter(|gap| gap.is_finite()).sum();
        self.proved = bound;
        let mut added = 0;
        for (index, found) in found.into_iter().enumerate() {
            let worth = self.solution.persons.get(index).copied().unwrap_or(0.0);
            let helps = |value: f64| smoothing > 0.0 || value <= worth - 1e-6;
            if found.line.is_empty() || !helps(found.value) {
                continue;
            }
            added += usize::from(self.add(index, found.line));
            for (_, line) in found.others.into_iter().filter(|o| helps(o.0)) {
                self.add(index, line);
            }
        }
        if bound > self.bound || self.rounds == 1 {
            self.bound = bound;
            self.centre = prices;
        }
        added
    }

    /// Everybody's line at some prices of the rows, and the bound that this proves. Prices that
    /// no penalty bears are cut back.
    fn at_prices(&mut self, prices: &mut [f64], pricers: &mut Pricers<'_>) -> (f64, Vec<Found>) {
        self.cut_back(prices);
        let mut bound: f64 = prices.iter().zip(&self.targets).map(|(y, t)| y * t).sum();
        for (slack, cost) in self.slacks.iter().zip(&self.full) {
            if slack.width.is_finite() {
                let reduced = cost - worth(slack, prices);
                bound += reduced.min(0.0) * slack.width;
            }
        }
        let before: u64 = pricers.iter().map(|p| p.work).sum();
        let found = self.lines_at(prices, pricers);
        let after: u64 = pricers.iter().map(|p| p.work).sum();
        self.work += (after - before) as f64 * 1e-6;
        bound += found.iter().map(|f| f.bound).sum::<f64>();
        (bound, found)
    }

    /// Cuts prices back to what the last steps of their rows bear: totals first, for what they are
    /// worth changes what the steps bear.
    fn cut_back(&self, prices: &mut [f64]) {
        let mut bears = vec![(0.0_f64, 0.0_f64); prices.len()];
        for totals in [true, false] {
            for (slack, cost) in self.slacks.iter().zip(&self.full) {
                let row = slack.row as usize;
                if self.is_total(row) == totals && slack.width.is_infinite() {
                    let total = slack.in_totals(prices);
                    let most = slack.sign * (cost - total);
                    if slack.sign > 0.0 {
                        bears[row].1 = most;
                    } else {
                        bears[row].0 = most;
                    }
                }
            }
            for (row, price) in prices.iter_mut().enumerate() {
                if self.is_total(row) == totals {
                    let (least, most) = bears[row];
                    *price = f64::from(grained(price.clamp(least, most)));
                }
            }
            if totals {
                self.share_out(prices);
            }
        }
    }

    /// Makes totals cheaper where a step without end, and as much of the one on the other side of
    /// its row, would be worth having for them alone.
    fn share_out(&self, prices: &mut [f64]) {
        // what the last step on the other side bears, where no total speaks of that
        let side = |slack: &Slack| usize::from(slack.sign < 0.0);
        let mut bears = vec![[0.0; 2]; prices.len()];
        let last = self.slacks.iter().zip(&self.full);
        let last = last.filter(|(slack, _)| slack.width.is_infinite());
        for (slack, cost) in last.clone() {
            let free = slack.totals().next().is_none();
            bears[slack.row as usize][side(slack)] = if free { *cost } else { 0.0 };
        }
        let mut parts = vec![1.0_f64; prices.len()];
        for (slack, cost) in last {
            let worth: f64 = slack.totals().map(|t| prices[t].max(0.0)).sum();
            let most = cost + bears[slack.row as usize][1 - side(slack)];
            if worth > most {
                for total in slack.totals() {
                    parts[total] = parts[total].min(most / worth);
                }
            }
        }
        for (price, part) in prices.iter_mut().zip(parts) {
            if part < 1.0 && *price > 0.0 {
                // never more than that, so no rounding upwards
                let grain = f64::from(GRAIN);
                *price = (*price * part / grain).floor() * grain;
            }
        }
    }

    /// Everybody's best line at some prices of the rows.
    fn lines_at(&self, prices: &[f64], pricers: &mut Pricers<'_>) -> Vec<Found> {
        let people = &self.scope.people;
        let threads = pricers.len().max(1);
        let mut found = vec![Found::default(); people.len()];
        // what is learnt of people goes with them: so it is the same whichever thread they come to
        let mut asks: Vec<(usize, Learnt, &mut Found)> = Vec::new();
        for (index, slot) in found.iter_mut().enumerate() {
            asks.push((index, learnt(pricers, people[index]), slot));
        }
        // those that took longest come first, so that no thread waits long at the end
        asks.sort_by_key(|(index, learnt, _)| (learnt.work, Reverse(*index)));
        let asks = Mutex::new(asks);
        let next = || asks.lock().unwrap_or_else(PoisonError::into_inner).pop();
        std::thread::scope(|scope| {
            for pricer in pricers.iter_mut() {
                let mut work = move || {
                    let mut table = Vec::new();
                    while let Some((index, learnt, slot)) = next() {
                        pricer.give(people[index], learnt);
                        self.table(index, prices, &mut table);
                        *slot = pricer.best(self.problem, &self.ask(index, &table));
                        slot.dearer(self.beyond[index]);
                    }
                };
                if threads > 1 {
                    scope.spawn(work);
                } else {
                    work();
                }
            }
        });
        // whoever asks for one person alone asks the first
        for &person in people {
            let learnt = learnt(pricers, person);
            if let Some(first) = pricers.first_mut() {
                first.give(person, learnt);
            }
        }
        found
    }

    pub(super) fn ask<'a>(&'a self, index: usize, table: &'a [f32]) -> Ask<'a> {
        let person = self.scope.people[index];
        Ask {
            person,
            from: self.scope.from,
            to: self.scope.to,
            line: self.rota.get(person).map_or(&[], Vec::as_slice),
            prices: table,
            own: &self.alike.of[person],
        }
    }

    /// What each symbol costs a person on each free day at these prices.
    pub(super) fn table(&self, index: usize, prices: &[f64], out: &mut Vec<f32>) {
        let person = self.scope.people[index];
        let group = self.problem.people[person].group;
        let symbols = self.problem.symbols;
        own_prices(self.problem, person, self.scope.from, self.scope.to, out);
        let days = self.scope.to - self.scope.from;
        for day in 0..days {
            let fixed = self.fixed[index * days + day];
            for symbol in 0..symbols {
                let at = day * symbols + symbol;
                if fixed.is_some_and(|f| f as usize != symbol) {
                    out[at] = f32::INFINITY;
                }
                if out[at].is_infinite() {
                    continue;
                }
                if let Some(jitter) = self.jitter.get(index * days * symbols + at) {
                    out[at] += jitter;
                }
                let hits = self
                    .problem
                    .hits
                    .of(group, self.scope.from + day, symbol as Symbol)
                    .iter();
                for &(row, weight) in hits.filter(|h| !self.alike.own[h.0 as usize]) {
                    let price = prices[self.local[row as usize] as usize];
                    debug_assert!(price.is_finite());
                    out[at] -= (price * f64::from(weight)) as f32;
                }
            }
        }
        for &(_, day, symbol) in self.barred_of(index) {
            out[day * symbols + usize::from(symbol)] = f32::INFINITY;
        }
    }
}

/// What one of a step is worth at these prices.
fn worth(step: &Slack, prices: &[f64]) -> f64 {
    step.sign * prices[step.row as usize] + step.in_totals(prices)
}

/// What any of the pricers learnt of a person; none of them keeps it.
fn learnt(pricers: &mut Pricers<'_>, person: usize) -> Learnt {
    let all = pricers.iter_mut().map(|p| p.take(person));
    all.fold(None, Option::or).unwrap_or_default()
}
