//! The best line where counts cost by themselves: labels forwards, each with its counts, held
//! against the table of what the rest costs at least.
//!
//! Two labels of one day with the same state, counts and length have the same futures, so the
//! cheaper one stays. A label whose line can come to no less than what is known is dropped; where
//! there are too many, those that promise least are dropped, and the least that they promised
//! limits the bound.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Window;
use super::exact::Lengths;
use super::rest::Rest;
use super::tally::{Tallies, What};
use crate::problem::Symbol;

/// Counts told apart, a byte each.
type Counts = u128;

/// The beginning of a line.
#[derive(Clone, Copy, Debug)]
struct Label {
    counts: Counts,
    length: i32,
    state: u16,
    /// What it costs so far, finished counts included.
    cost: f32,
    /// What the whole line costs at least.
    promise: f32,
    /// Its place among those of its day.
    at: u32,
}

/// Labels of one day after another, with the memory for them.
#[derive(Default)]
pub(super) struct Labels {
    now: Vec<Label>,
    next: Vec<Label>,
    known: HashMap<(Counts, i32, u16), u32, FixedState>,
    /// For each day, the label before and the symbol.
    trail: Vec<Vec<(u32, Symbol)>>,
    /// Labels looked at, as a measure of work.
    pub(super) looked: u64,
}

/// What the labels found.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    /// Lines with what they cost, the cheapest first.
    pub(super) lines: Vec<(f32, Vec<Symbol>)>,
    /// No line costs less, known ones apart; infinite where nothing was dropped.
    pub(super) dropped: f32,
}

impl Labels {
    /// Lines that cost less than `below`, with at most so many labels a day.
    pub(super) fn lines(
        &mut self,
        window: &Window<'_>,
        tallies: &Tallies,
        rest: &Rest,
        below: f32,
        most: usize,
        wanted: usize,
    ) -> Ends {
        let Window { problem, edges, .. } = *window;
        let (automaton, days) = (window.automaton(), window.days());
        let (symbols, lengths) = (problem.symbols, Lengths::new(problem, window.ask, edges));
        let mut dropped = f32::INFINITY;
        self.trail.resize_with(days + 1, Vec::new);
        self.now.clear();
        self.now.push(Label {
            counts: 0,
            length: 0,
            state: edges.start,
            cost: 0.0,
            promise: 0.0,
            at: 0,
        });
        // what is never told apart
        let loose: f32 = tallies
            .all
            .iter()
            .filter(|t| t.slot.is_none() && !t.apart)
            .map(|t| t.ahead[0][t.base.max(0) as usize])
            .sum();
        for day in 0..days {
            let weekday = window.weekday(day);
            // counts that begin, go on and end here
            let mut begun: Counts = 0;
            let mut ending: Vec<(usize, &[f32])> = Vec::new();
            let mut on: Vec<(usize, &[f32])> = Vec::new();
            let mut later = loose;
            for tally in &tallies.all {
                let Some(slot) = tally.slot else { continue };
                let (first, last) = tally.days;
                let counter = matches!(tally.what, What::Counter(_));
                if first == day {
                    begun |= (tally.base as Counts) << (8 * slot);
                }
                if last == day && !counter {
                    ending.push((8 * slot, &tally.penalties));
                } else if tally.apart {
                    // the table knows
                } else if first <= day && (last > day || counter) {
                    on.push((8 * slot, &tally.ahead[day + 1]));
                } else if first > day {
                    later += tally.ahead[day + 1][tally.base as usize];
                }
            }
            let digits: Vec<(usize, u8, usize, f32)> = rest.digits(day + 1, tallies).collect();
            // those that begin on the next day are not in the key yet
            let mut ahead: Counts = 0;
            for tally in tallies
                .all
                .iter()
                .filter(|t| t.apart && t.days.0 == day + 1)
            {
                ahead |= (tally.base as Counts) << (8 * tally.slot.unwrap_or(0));
            }
            let (shortest, longest) = lengths.band(day + 1);
            let mut steps: Vec<(Symbol, f32, Counts)> = Vec::new();
            for symbol in 0..symbols {
                let Some(price) = window.price(day, symbol) else {
                    continue;
                };
                let mut more: Counts = 0;
                for &(t, weight) in &tallies.hits[day * symbols + symbol] {
                    if let Some(slot) = tallies.all[t as usize].slot {
                        more += (weight as Counts) << (8 * slot);
                    }
                }
                steps.push((symbol as Symbol, price, more));
            }
            self.next.clear();
            self.known.clear();
            let trail = &mut self.trail[day + 1];
            trail.clear();
            for label in &self.now {
                let counts = label.counts + begun;
                for &(symbol, price, more) in &steps {
                    let Some(arc) = automaton.step(weekday, label.state, symbol) else {
                        continue;
                    };
                    self.looked += 1;
                    let length = label.length + problem.lengths[usize::from(symbol)];
                    if length < shortest as i32 || length >= longest as i32 {
                        continue;
                    }
                    let mut counts = counts + more;
                    let mut bits = arc.counts;
                    while bits != 0 {
                        let k = bits.trailing_zeros() as usize;
                        let tally = tallies.of_counter.get(k).copied().flatten();
                        if let Some(slot) = tally.and_then(|t| tallies.all[t].slot) {
                            counts += 1 << (8 * slot);
                        }
                        bits &= bits - 1;
                    }
                    let mut cost = label.cost + price + arc.cost as f32;
                    for &(shift, penalties) in &ending {
                        let count = (counts >> shift) as u8;
                        cost += penalties[usize::from(count)];
                        counts &= !(0xff << shift);
                    }
                    let mut cell = 0;
                    let mut promise = cost + later;
                    for &(shift, top, stride, slope) in &digits {
                        let count = ((counts | ahead) >> shift) as u8;
                        cell += usize::from(count.min(top)) * stride;
                        if count > top {
                            promise += slope * f32::from(count - top);
                        }
                    }
                    if day + 1 == days
                        && tallies.overrun(edges, arc.next, |shift| (counts >> shift) as u8)
                    {
                        continue;
                    }
                    promise += rest.at(edges, day + 1, arc.next, cell, length);
                    for &(shift, ahead) in &on {
                        promise += ahead[usize::from((counts >> shift) as u8)];
                    }
                    if promise >= below {
                        continue;
                    }
                    let fresh = Label {
                        counts,
                        length,
                        state: arc.next,
                        cost,
                        promise,
                        at: trail.len() as u32,
                    };
                    match self.known.entry((counts, length, arc.next)) {
                        std::collections::hash_map::Entry::Vacant(entry) => {
                            entry.insert(self.next.len() as u32);
                            trail.push((label.at, symbol));
                            self.next.push(fresh);
                        }
                        std::collections::hash_map::Entry::Occupied(entry) => {
                            let old = &mut self.next[*entry.get() as usize];
                            if cost < old.cost {
                                trail[old.at as usize] = (label.at, symbol);
                                *old = Label {
                                    at: old.at,
                                    ..fresh
                                };
                            }
                        }
                    }
                }
            }
            if self.next.len() > most {
                let order =
                    |a: &Label, b: &Label| a.promise.total_cmp(&b.promise).then(a.at.cmp(&b.at));
                self.next.select_nth_unstable_by(most, order);
                dropped = self.next[most..]
                    .iter()
                    .map(|l| l.promise)
                    .fold(dropped, f32::min);
                self.next.truncate(most);
            }
            std::mem::swap(&mut self.now, &mut self.next);
        }
        let order = |a: &Label, b: &Label| a.promise.total_cmp(&b.promise).then(a.at.cmp(&b.at));
        self.now.sort_by(order);
        let mut lines = Vec::new();
        for label in self.now.iter().take(wanted) {
            let mut line = vec![0; days];
            let mut at = label.at;
            for day in (0..days).rev() {
                let (before, symbol) = self.trail[day + 1][at as usize];
                line[day] = symbol;
                at = before;
            }
            lines.push((label.promise, line));
        }
        Ends { lines, dropped }
    }
}
