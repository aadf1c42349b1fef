//! The table of one window: least cost of the rest, for every state, counters and length so far.

use pulp::{Arch, NullaryFnOnce};

use super::compact::Compact;
use super::counters::Hint;
use super::edges::Edges;
use super::{Ask, Pricer};
use crate::problem::{Problem, Symbol};

impl Pricer<'_> {
    /// The best line that keeps the limits of the `active` counters and of the total length; or with
    /// a price for each unit of length, whatever its length.
    pub(super) fn exact(
        &mut self,
        problem: &Problem,
        ask: &Ask<'_>,
        edges: &Edges,
        hint: &Hint,
        unit_price: Option<f32>,
    ) -> (Vec<Symbol>, f64) {
        let active = hint.active;
        let priced = (0..hint.prices.len())
            .filter(|&k| hint.prices[k] > 0.0)
            .fold(0_u32, |mask, k| mask | 1 << k);
        let person = &problem.people[ask.person];
        let automaton = &problem.automata[person.automaton];
        let days = ask.to - ask.from;
        let symbols = problem.symbols;
        let states = automaton.layers.iter().map(|l| l.states).max().unwrap_or(0);
        let key = (person.automaton, active | priced);
        let compact = self
            .compact
            .entry(key)
            .or_insert_with(|| Compact::new(problem, automaton, active | priced));
        let classes = compact.classes.len();

        // the best symbol of each class on each day
        self.class_cost.clear();
        self.class_best.clear();
        for day in 0..days {
            let prices = &ask.prices[day * symbols..(day + 1) * symbols];
            for members in &compact.classes {
                let (mut best, mut cost) = (members[0], prices[members[0] as usize]);
                for &symbol in &members[1..] {
                    if prices[symbol as usize] < cost {
                        best = symbol;
                        cost = prices[symbol as usize];
                    }
                }
                let length = problem.lengths[best as usize] as f32;
                self.class_cost
                    .push(cost + unit_price.unwrap_or(0.0) * length);
                self.class_best.push(best);
            }
        }

        // what the prices of counters add to each arc
        self.arc_cost.resize_with(7, Vec::new);
        for (costs, arcs) in self.arc_cost.iter_mut().zip(&compact.arcs) {
            costs.clear();
            costs.extend(arcs.iter().map(|arc| {
                let mut sum = arc.cost;
                let mut bits = arc.counts & priced;
                while bits != 0 {
                    sum += hint.prices[bits.trailing_zeros() as usize];
                    bits &= bits - 1;
                }
                sum
            }));
        }

        // states that can be reached at all
        self.reached.clear();
        self.reached.resize((days + 1) * states, false);
        self.reached[edges.start as usize] = true;
        for day in 0..days {
            let weekday = problem.weekday(ask.from + day);
            for state in 0..automaton.layers[weekday].states {
                if !self.reached[day * states + state] {
                    continue;
                }
                for arc in compact.of(weekday, state) {
                    if self.class_cost[day * classes + arc.class as usize] < f32::INFINITY {
                        self.reached[(day + 1) * states + arc.next as usize] = true;
                    }
                }
            }
        }

        let counters: Vec<usize> = (0..edges.caps.len())
            .filter(|k| active >> k & 1 == 1)
            .collect();
        let sizes: Vec<usize> = counters.iter().map(|&k| edges.size(k)).collect();
        let combos: usize = sizes.iter().product();
        let told = unit_price.is_none();
        let width = if told {
            (edges.most + 1).max(1) as usize
        } else {
            1
        };
        let class_length: Vec<usize> = compact
            .class_length
            .iter()
            .map(|&length| if told { length as usize } else { 0 })
            .collect();
        let cell = |day: usize, state: usize, combo: usize| {
            ((day * states + state) * combos + combo) * width
        };
        let cells = (days + 1) * states * combos * width;
        if self.values.len() < cells {
            self.values.resize(cells, f32::INFINITY);
        }
        // which combination follows another when some counters go up
        let follow = |combo: usize, counts: u32| -> Option<usize> {
            if counters.is_empty() {
                return Some(0);
            }
            let (mut rest, mut stride, mut to) = (combo, 1, combo);
            for (&k, &size) in counters.iter().zip(&sizes) {
                let here = rest % size;
                rest /= size;
                if counts >> k & 1 == 1 {
                    if here + 1 >= size {
                        return None;
                    }
                    to += stride;
                }
                stride *= size;
            }
            Some(to)
        };
        let lengths = Lengths::new(problem, ask, edges);
        let band = |day: usize| if told { lengths.band(day) } else { (0, 1) };

        // the end
        let (lo, hi) = band(days);
        for state in 0..states {
            if !self.reached[days * states + state] {
                continue;
            }
            let cost = edges.end_cost.get(state).copied().unwrap_or(f32::INFINITY);
            for combo in 0..combos {
                let mut fits = cost < f32::INFINITY;
                let mut rest = combo;
                for (&k, &size) in counters.iter().zip(&sizes) {
                    let here = (rest % size) as i32;
                    rest /= size;
                    let more = edges.end_counts[state]
                        .iter()
                        .find(|(c, _)| *c as usize == k)
                        .map_or(0, |c| c.1);
                    fits &= here + more <= edges.caps[k];
                }
                let at = cell(days, state, combo);
                self.values[at + lo..at + hi].fill(if fits { cost } else { f32::INFINITY });
            }
        }

        // backwards
        let looked = Arch::new().dispatch(Backwards {
            problem,
            compact,
            class_length: &class_length,
            from: ask.from,
            days,
            states,
            combos,
            width,
            values: &mut self.values,
            reached: &self.reached,
            arc_cost: &self.arc_cost,
            class_cost: &self.class_cost,
            band: &band,
            follow: &follow,
        });
        self.work += looked;

        // forwards along the best
        let value = self.values[cell(0, edges.start as usize, 0)];
        if value.is_infinite() {
            return (Vec::new(), f64::INFINITY);
        }
        let (mut state, mut combo, mut length) = (edges.start as usize, 0, 0_usize);
        let mut line = Vec::with_capacity(days);
        for day in 0..days {
            let weekday = problem.weekday(ask.from + day);
            let (next_lo, next_hi) = band(day + 1);
            let mut best = (f32::INFINITY, 0, 0, 0, 0);
            let first = compact.starts[weekday][state] as usize;
            let own = &self.arc_cost[weekday][first..];
            for (arc, own) in compact.of(weekday, state).iter().zip(own) {
                let cost = own + self.class_cost[day * classes + arc.class as usize];
                if cost == f32::INFINITY {
                    continue;
                }
                let Some(to) = follow(combo, arc.counts) else {
                    continue;
                };
                let after = length + class_length[arc.class as usize];
                if after < next_lo || after >= next_hi {
                    continue;
                }
                let through = cost + self.values[cell(day + 1, arc.next as usize, to) + after];
                if through < best.0 {
                    best = (through, arc.next as usize, to, after, arc.class as usize);
                }
            }
            if best.0.is_infinite() {
                return (Vec::new(), f64::INFINITY);
            }
            line.push(self.class_best[day * classes + best.4]);
            (state, combo, length) = (best.1, best.2, best.3);
        }
        (line, f64::from(value))
    }
}

/// The lengths that a line can have had by a day, and still end within its limits.
pub(super) struct Lengths {
    days: usize,
    least: i32,
    most: i32,
    longest: i32,
}

impl Lengths {
    pub(super) fn new(problem: &Problem, ask: &Ask<'_>, edges: &Edges) -> Lengths {
        Lengths {
            days: ask.to - ask.from,
            least: edges.least,
            most: edges.most,
            longest: problem.lengths.iter().copied().max().unwrap_or(0),
        }
    }

    /// From the shortest up to, but not with, one more than the longest.
    pub(super) fn band(&self, day: usize) -> (usize, usize) {
        let left = (self.days - day) as i32;
        let lo = (self.least - left * self.longest).max(0);
        let hi = self.most.min(day as i32 * self.longest);
        (lo as usize, (hi + 1).max(lo) as usize)
    }
}

/// The table filled from the last day to the first.
struct Backwards<'a, B, F> {
    problem: &'a Problem,
    compact: &'a Compact,
    class_length: &'a [usize],
    from: usize,
    days: usize,
    states: usize,
    combos: usize,
    width: usize,
    values: &'a mut [f32],
    reached: &'a [bool],
    arc_cost: &'a [Vec<f32>],
    class_cost: &'a [f32],
    band: &'a B,
    follow: &'a F,
}

impl<B, F> NullaryFnOnce for Backwards<'_, B, F>
where
    B: Fn(usize) -> (usize, usize),
    F: Fn(usize, u32) -> Option<usize>,
{
    /// Labels looked at.
    type Output = u64;

    #[expect(
        clippy::inline_always,
        reason = "the instructions chosen at run time reach only what is inlined"
    )]
    #[inline(always)]
    fn call(self) -> u64 {
        let Backwards {
            states,
            combos,
            width,
            ..
        } = self;
        let classes = self.compact.classes.len();
        let cell = |day: usize, state: usize, combo: usize| {
            ((day * states + state) * combos + combo) * width
        };
        let mut looked = 0;
        for day in (0..self.days).rev() {
            let weekday = self.problem.weekday(self.from + day);
            let (lo, hi) = (self.band)(day);
            let (next_lo, next_hi) = (self.band)(day + 1);
            let (now, then) = self.values.split_at_mut(cell(day + 1, 0, 0));
            for state in 0..self.compact.states(weekday) {
                if !self.reached[day * states + state] {
                    continue;
                }
                for combo in 0..combos {
                    let at = cell(day, state, combo);
                    let out = &mut now[at + lo..at + hi];
                    out.fill(f32::INFINITY);
                    let first = self.compact.starts[weekday][state] as usize;
                    let own = &self.arc_cost[weekday][first..];
                    for (arc, own) in self.compact.of(weekday, state).iter().zip(own) {
                        let cost = own + self.class_cost[day * classes + arc.class as usize];
                        if cost == f32::INFINITY {
                            continue;
                        }
                        let Some(to) = (self.follow)(combo, arc.counts) else {
                            continue;
                        };
                        let length = self.class_length[arc.class as usize];
                        let from = lo.max(next_lo.saturating_sub(length));
                        let end = hi.min(next_hi.saturating_sub(length));
                        if from >= end {
                            continue;
                        }
                        let base = (arc.next as usize * combos + to) * width;
                        let source = &then[base + from + length..base + end + length];
                        let target = &mut out[from - lo..end - lo];
                        for (t, s) in target.iter_mut().zip(source) {
                            *t = t.min(cost + *s);
                        }
                        looked += (end - from) as u64;
                    }
                }
            }
        }
        looked
    }
}
