//! What the days before and after a window leave to it.

use super::Ask;
use crate::problem::Problem;

/// What lies around the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    pub(super) start: u16,
    pub(super) least: i32,
    pub(super) most: i32,
    /// What is left of each counter for the window.
    pub(super) caps: Vec<i32>,
    /// For each state at the window's end: cost of the days after it, or infinity.
    pub(super) end_cost: Vec<f32>,
    /// For each state at the end: counters that go up more, or less, than with the line as it is.
    pub(super) end_counts: Vec<Vec<(u8, i32)>>,
}

impl Edges {
    /// How many values a counter can take in the window; the days after it may give some back.
    pub(super) fn size(&self, k: usize) -> usize {
        let back = self
            .end_counts
            .iter()
            .flatten()
            .filter(|more| more.0 as usize == k)
            .map(|more| -more.1)
            .fold(0, i32::max);
        (self.caps[k] + back + 1).max(1) as usize
    }

    /// Works out what lies before and after the window; false when nothing can fit.
    pub(super) fn fill(&mut self, problem: &Problem, ask: &Ask<'_>) -> bool {
        let person = &problem.people[ask.person];
        let automaton = &problem.automata[person.automaton];
        let counters = person.limits.len();
        self.caps.clear();
        self.caps.extend_from_slice(&person.limits);
        (self.least, self.most) = (person.least, person.most);
        self.start = person.start;
        self.end_cost.clear();
        self.end_counts.clear();
        let end_states = automaton.layers[problem.weekday(ask.to)].states;
        if ask.line.is_empty() {
            self.end_cost.resize(end_states, 0.0);
            self.end_counts.resize(end_states, Vec::new());
            return self.most >= 0;
        }
        let mut used = 0;
        let count = |caps: &mut Vec<i32>, mut bits: u32| {
            while bits != 0 {
                let k = bits.trailing_zeros() as usize;
                if k < counters {
                    caps[k] -= 1;
                }
                bits &= bits - 1;
            }
        };
        for day in 0..ask.from {
            let symbol = ask.line[day];
            let Some(arc) = automaton.step(problem.weekday(day), self.start, symbol) else {
                return false;
            };
            count(&mut self.caps, arc.counts);
            used += problem.lengths[symbol as usize];
            self.start = arc.next;
        }
        // the states that the line itself passes through after the window
        let mut state = self.start;
        for day in ask.from..ask.to {
            match automaton.step(problem.weekday(day), state, ask.line[day]) {
                Some(arc) => state = arc.next,
                None => return self.without_reference(problem, ask),
            }
        }
        let reference_start = state;
        let mut reference = Vec::with_capacity(problem.days - ask.to);
        for day in ask.to..problem.days {
            let symbol = ask.line[day];
            let Some(arc) = automaton.step(problem.weekday(day), state, symbol) else {
                return self.without_reference(problem, ask);
            };
            count(&mut self.caps, arc.counts);
            used += problem.lengths[symbol as usize];
            state = arc.next;
            reference.push(arc);
        }
        self.least -= used;
        self.most -= used;
        let ahead: f32 = reference.iter().map(|a| a.cost as f32).sum();
        for end in 0..end_states {
            let mut state = end as u16;
            let mut cost = ahead;
            let mut more: Vec<(u8, i32)> = Vec::new();
            let mut beside = reference_start;
            for (day, arc) in (ask.to..problem.days).zip(&reference) {
                if state == beside {
                    break;
                }
                let Some(own) = automaton.step(problem.weekday(day), state, ask.line[day]) else {
                    cost = f32::INFINITY;
                    break;
                };
                cost += (own.cost - arc.cost) as f32;
                let mut differ = own.counts ^ arc.counts;
                while differ != 0 {
                    let k = differ.trailing_zeros() as u8;
                    let up = if own.counts >> k & 1 == 1 { 1 } else { -1 };
                    match more.iter_mut().find(|m| m.0 == k) {
                        Some(m) => m.1 += up,
                        None => more.push((k, up)),
                    }
                    differ &= differ - 1;
                }
                state = own.next;
                beside = arc.next;
            }
            self.end_cost.push(cost);
            self.end_counts.push(more);
        }
        self.most >= 0 && self.caps.iter().all(|&c| c >= -1)
    }

    /// The line as it stands is not lawful: every end is simulated to the last day.
    fn without_reference(&mut self, problem: &Problem, ask: &Ask<'_>) -> bool {
        let person = &problem.people[ask.person];
        let automaton = &problem.automata[person.automaton];
        let after: i32 = ask.line[ask.to..]
            .iter()
            .map(|&s| problem.lengths[s as usize])
            .sum();
        let before: i32 = ask.line[..ask.from]
            .iter()
            .map(|&s| problem.lengths[s as usize])
            .sum();
        self.least = person.least - before - after;
        self.most = person.most - before - after;
        self.caps.clear();
        self.caps.extend_from_slice(&person.limits);
        let mut state = person.start;
        for day in 0..ask.from {
            let Some(arc) = automaton.step(problem.weekday(day), state, ask.line[day]) else {
                return false;
            };
            for (k, cap) in self.caps.iter_mut().enumerate() {
                *cap -= (arc.counts >> k & 1) as i32;
            }
            state = arc.next;
        }
        self.end_cost.clear();
        self.end_counts.clear();
        for end in 0..automaton.layers[problem.weekday(ask.to)].states {
            let mut state = end as u16;
            let mut cost = 0.0;
            let mut more: Vec<(u8, i32)> = Vec::new();
            for day in ask.to..problem.days {
                let Some(arc) = automaton.step(problem.weekday(day), state, ask.line[day]) else {
                    cost = f32::INFINITY;
                    break;
                };
                cost += arc.cost as f32;
                for k in 0..self.caps.len() {
                    if arc.counts >> k & 1 == 1 {
                        match more.iter_mut().find(|m| m.0 as usize == k) {
                            Some(m) => m.1 += 1,
                            None => more.push((k as u8, 1)),
                        }
                    }
                }
                state = arc.next;
            }
            self.end_cost.push(cost);
            self.end_counts.push(more);
        }
        self.most >= 0
    }
}
