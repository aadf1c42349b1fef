//! The table that labels are held against: what the rest of a line costs at least, with some
//! counts told apart and a price for the others and for the length.

use std::cmp::Reverse;

use super::Window;
use super::edges::Edges;
use super::tally::{Tallies, What, unit_and_shortest};
use super::turns::{Added, Digit, Run, Turning, size};
use crate::problem::{Problem, Symbol};

/// What the rest of a line costs at least, by day, state and counts.
#[derive(Default)]
pub(super) struct Rest {
    digits: Vec<Vec<Digit>>,
    cells: Vec<usize>,
    starts: Vec<usize>,
    values: Vec<f32>,
    reached: Vec<bool>,
    states: usize,
    /// States in which each day can begin.
    states_of: Vec<usize>,
    /// The price of a unit of length, and the most that can follow from each day on.
    rate: f32,
    longest: Vec<i32>,
    /// What is left of the length over so many units is known at the end; one where it is not.
    over: usize,
    unit: i32,
    /// As many where cells tell it apart; one where counts say it.
    residues: usize,
    /// What missing the limit of the length costs at least, by what is left of it.
    left_costs: Vec<f32>,
    /// For each state at the end what the days after it cost.
    ends: Vec<f32>,
    /// Cells looked at, as a measure of work.
    pub(super) looked: u64,
}

impl Rest {
    /// Fills the table for the prices asked, those of counts included, and a price of length; the
    /// line that it finds, with what that costs there. Nothing where no line can be.
    pub(super) fn fill(
        &mut self,
        window: &Window<'_>,
        tallies: &Tallies,
        rate: f32,
        most: usize,
    ) -> Option<(Vec<Symbol>, f32)> {
        let Window { problem, edges, .. } = *window;
        let (automaton, days) = (window.automaton(), window.days());
        self.rate = rate;
        self.states = automaton.layers.iter().map(|l| l.states).max().unwrap_or(0);
        let longest = problem.lengths.iter().copied().max().unwrap_or(0);
        self.longest = (0..=days)
            .map(|day| (days - day) as i32 * longest)
            .collect();
        self.states_of = (0..=days)
            .map(|day| automaton.layers[window.weekday(day)].states)
            .collect();
        self.residue(problem, tallies, days, most);
        self.lay_out(tallies, days);
        self.left_costs = (0..self.over).map(|left| self.idle(edges, left)).collect();
        self.ends.clone_from(&edges.end_cost);
        self.reach(window);
        let states = self.states;
        for state in 0..self.states_of[days] {
            let cost = edges.end_cost.get(state).copied().unwrap_or(f32::INFINITY);
            let at = self.starts[days] + state * self.cells[days];
            for cell in 0..self.cells[days] {
                let left = match self.residues {
                    1 => 0.0,
                    _ => self.left_costs[cell / size(&self.digits[days])],
                };
                self.values[at + cell] = cost + left;
            }
        }
        let mut values = std::mem::take(&mut self.values);
        let mut looked = 0;
        for day in (0..days).rev() {
            let weekday = window.weekday(day);
            let (cells, beyond) = (self.cells[day], self.cells[day + 1]);
            let (before, after) = values.split_at_mut(self.starts[day + 1]);
            let now = &mut before[self.starts[day]..];
            let mut turns: Vec<((usize, u32), Vec<Run>)> = Vec::new();
            for state in 0..automaton.layers[weekday].states {
                if !self.reached[day * states + state] {
                    continue;
                }
                let out = &mut now[state * cells..(state + 1) * cells];
                out.fill(f32::INFINITY);
                for symbol in 0..problem.symbols {
                    let Some(price) = window.price(day, symbol) else {
                        continue;
                    };
                    let Some(arc) = automaton.step(weekday, state as u16, symbol as Symbol) else {
                        continue;
                    };
                    let length = problem.lengths[symbol] as f32;
                    let cost = price + rate * length + arc.cost as f32;
                    let cost = cost + tallies.arc_price(arc.counts);
                    let key = (symbol, arc.counts);
                    let known = turns.iter().position(|t| t.0 == key);
                    let at = known.unwrap_or_else(|| {
                        turns.push((key, self.runs(problem, tallies, day, key)));
                        turns.len() - 1
                    });
                    let then = &after[usize::from(arc.next) * beyond..][..beyond];
                    for run in &turns[at].1 {
                        lower(
                            &mut out[run.from..run.from + run.length],
                            &then[run.to..run.to + run.length],
                            cost + run.cost,
                        );
                    }
                    looked += cells as u64;
                }
            }
        }
        self.values = values;
        self.looked += looked;
        self.line(window, tallies)
    }

    /// Whether what is left of the length is known at the end, and how.
    fn residue(&mut self, problem: &Problem, tallies: &Tallies, days: usize, most: usize) {
        (self.over, self.unit, self.residues) = (1, 1, 1);
        let Some((unit, over)) = unit_and_shortest(&problem.lengths) else {
            return;
        };
        self.unit = unit;
        if self.rate == 0.0 {
            return;
        }
        if tallies.tells_left() {
            self.over = over;
            return;
        }
        self.lay_out(tallies, days);
        let all = self.cells.iter().zip(&self.states_of);
        let cells: usize = all.map(|(c, s)| c * s).sum();
        if cells * over <= most {
            (self.over, self.residues) = (over, over);
        }
    }

    /// What the length misses its limit by at least costs, by what is left of it.
    fn idle(&self, edges: &Edges, left: usize) -> f32 {
        let over = self.over as i32;
        let left = left as i32;
        if over == 1 {
            return 0.0;
        }
        // in units, as far as they are whole
        let missed = if self.rate > 0.0 {
            (edges.most.div_euclid(self.unit) - left).rem_euclid(over) * self.unit
        } else {
            let least = edges.least.div_euclid(self.unit)
                + i32::from(edges.least.rem_euclid(self.unit) > 0);
            (left - least).rem_euclid(over) * self.unit
        };
        missed as f32 * self.rate.abs()
    }

    /// Where a step that counts so takes the cells of a day.
    fn runs(
        &self,
        problem: &Problem,
        tallies: &Tallies,
        day: usize,
        (symbol, counts): (usize, u32),
    ) -> Vec<Run> {
        let (now, then) = (&self.digits[day], &self.digits[day + 1]);
        let more = now
            .iter()
            .map(|d| tallies.step(d.tally, day, symbol, counts) as usize);
        let added = Added {
            counts: more.collect(),
            left: (problem.lengths[symbol] / self.unit) as usize % self.residues,
        };
        // at the end the counts say what is left of the length
        let says = self.over > 1 && self.residues == 1 && day + 2 == self.digits.len();
        let turning = Turning {
            tallies,
            now,
            then,
            residues: self.residues,
            left_costs: says.then_some(self.left_costs.as_slice()),
        };
        turning.runs(&added)
    }

    /// Which counts are told apart on each day, and how many cells that makes for a state.
    fn lay_out(&mut self, tallies: &Tallies, days: usize) {
        self.digits.clear();
        self.cells.clear();
        self.starts.clear();
        let mut size = 0;
        // those of many days and values inside: so the cells of a step stay together
        let mut order: Vec<usize> = (0..tallies.all.len())
            .filter(|&t| tallies.all[t].apart)
            .collect();
        order.sort_by_key(|&t| {
            let (first, last) = tallies.all[t].days;
            Reverse((last - first, tallies.all[t].top().0))
        });
        for day in 0..=days {
            let mut digits = Vec::new();
            let mut cells = 1;
            for &t in &order {
                let tally = &tallies.all[t];
                let (first, last) = tally.days;
                let counter = matches!(tally.what, What::Counter(_));
                if first <= day && (day <= last || counter) {
                    let (top, slope) = tally.top();
                    digits.push(Digit {
                        tally: t,
                        stride: cells,
                        top,
                        slope,
                    });
                    cells *= top + 1;
                }
            }
            cells *= self.residues;
            self.digits.push(digits);
            self.cells.push(cells);
            self.starts.push(size);
            size += cells * self.states_of[day];
        }
        if self.values.len() < size {
            self.values.resize(size, f32::INFINITY);
        }
    }

    fn reach(&mut self, window: &Window<'_>) {
        let automaton = window.automaton();
        let (days, states) = (window.days(), self.states);
        self.reached.clear();
        self.reached.resize((days + 1) * states, false);
        self.reached[usize::from(window.edges.start)] = true;
        for day in 0..days {
            let weekday = window.weekday(day);
            for state in 0..automaton.layers[weekday].states {
                if !self.reached[day * states + state] {
                    continue;
                }
                for symbol in 0..window.problem.symbols {
                    if window.price(day, symbol).is_none() {
                        continue;
                    }
                    if let Some(arc) = automaton.step(weekday, state as u16, symbol as Symbol) {
                        self.reached[(day + 1) * states + usize::from(arc.next)] = true;
                    }
                }
            }
        }
    }

    /// The line along the least of each day.
    fn line(&self, window: &Window<'_>, tallies: &Tallies) -> Option<(Vec<Symbol>, f32)> {
        let Window { problem, edges, .. } = *window;
        let (automaton, days) = (window.automaton(), window.days());
        let mut cell = 0;
        let mut sum = 0.0;
        for digit in &self.digits[0] {
            let (count, more) = digit.of(tallies.all[digit.tally].base.max(0) as usize);
            cell += count * digit.stride;
            sum += more;
        }
        let mut state = edges.start;
        let value = self.values[self.starts[0] + usize::from(state) * self.cells[0] + cell] + sum;
        if value.is_infinite() {
            return None;
        }
        let mut line = Vec::with_capacity(days);
        for day in 0..days {
            let weekday = window.weekday(day);
            let mut best = (f32::INFINITY, 0, 0, 0);
            for symbol in 0..problem.symbols {
                let Some(price) = window.price(day, symbol) else {
                    continue;
                };
                let Some(arc) = automaton.step(weekday, state, symbol as Symbol) else {
                    continue;
                };
                let runs = self.runs(problem, tallies, day, (symbol, arc.counts));
                let over = |r: &&Run| (r.from..r.from + r.length).contains(&cell);
                let Some(run) = runs.iter().find(over) else {
                    continue;
                };
                let to = run.to + cell - run.from;
                let at = self.starts[day + 1] + usize::from(arc.next) * self.cells[day + 1];
                let length = problem.lengths[symbol] as f32;
                let cost = price + self.rate * length + arc.cost as f32;
                let cost = cost + tallies.arc_price(arc.counts) + run.cost;
                let through = cost + self.values[at + to];
                if through < best.0 {
                    best = (through, symbol, arc.next, to);
                }
            }
            if best.0.is_infinite() {
                return None;
            }
            line.push(best.1 as Symbol);
            (state, cell) = (best.2, best.3);
        }
        Some((line, value))
    }

    /// The digits of a day as labels have them: place in the key, greatest value, stride, slope.
    pub(super) fn digits<'a>(
        &'a self,
        day: usize,
        tallies: &'a Tallies,
    ) -> impl Iterator<Item = (usize, u8, usize, f32)> + 'a {
        self.digits[day].iter().map(|d| {
            let slot = tallies.all[d.tally].slot.unwrap_or(0);
            (8 * slot, d.top as u8, d.stride, d.slope)
        })
    }

    /// What is left at the beginning of a day from a state, with the counts in a cell, and so much
    /// length behind; infinite where nothing can follow.
    #[inline]
    pub(super) fn at(
        &self,
        edges: &Edges,
        day: usize,
        state: u16,
        cell: usize,
        length: i32,
    ) -> f32 {
        let state = usize::from(state);
        if day + 1 == self.starts.len() {
            return self.ends[state];
        }
        let most_missed = (self.over as i32 - 1) * self.unit;
        let free = if self.rate > 0.0 {
            (edges.most - length).min(self.longest[day] + most_missed)
        } else {
            (edges.least - length).max(-most_missed)
        };
        let left = match self.residues {
            1 => 0,
            over => (length / self.unit) as usize % over * (self.cells[day] / over),
        };
        self.values[self.starts[day] + state * self.cells[day] + cell + left]
            - self.rate * free as f32
    }
}

/// Lowers values to those after a step, where these are less.
fn lower(values: &mut [f32], after: &[f32], cost: f32) {
    for (value, after) in values.iter_mut().zip(after) {
        let through = cost + after;
        *value = if through < *value { through } else { *value };
    }
}
