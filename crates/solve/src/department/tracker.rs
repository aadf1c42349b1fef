//! Something remembered from day to day beside the law, with what it costs: put into the automata as
//! weekends are, so that the search sees it exactly.
//!
//! What it stands for is not known here; whoever makes it says in which state each person begins.

use crate::automaton::{Automaton, Layer, NONE};
use crate::problem::Symbol;

/// A small machine over the symbols of a department, the same on every weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracker {
    /// Number of states.
    pub states: usize,
    /// Number of symbols.
    pub symbols: usize,
    /// The state after a symbol, `state * symbols + symbol`.
    pub next: Vec<u16>,
    /// What the symbol costs in that state.
    pub cost: Vec<i32>,
    /// The state in which each person begins.
    pub starts: Vec<u16>,
}

impl Tracker {
    /// What a line costs.
    pub(super) fn cost(&self, person: usize, line: &[Symbol]) -> i64 {
        let mut state = self.start(person);
        let mut sum = 0;
        for &symbol in line {
            let at = usize::from(state) * self.symbols + usize::from(symbol);
            sum += i64::from(self.cost[at]);
            state = self.next[at];
        }
        sum
    }

    fn start(&self, person: usize) -> u16 {
        self.starts.get(person).copied().unwrap_or(0)
    }

    /// The state of the joint automaton in which a person begins.
    pub(super) fn begins(&self, person: usize, state: u16) -> u16 {
        state * self.states as u16 + self.start(person)
    }

    /// The automaton with what is remembered and what it costs; nothing where it would grow too large.
    pub(super) fn within(&self, plain: &Automaton) -> Option<Automaton> {
        if self.symbols != plain.symbols || self.states == 0 {
            return None;
        }
        let mut layers: [Layer; 7] = Default::default();
        for (out, layer) in layers.iter_mut().zip(&plain.layers) {
            let states = layer.states * self.states;
            if states >= usize::from(NONE) {
                return None;
            }
            out.states = states;
            for state in 0..layer.states {
                for own in 0..self.states {
                    for symbol in 0..plain.symbols {
                        let at = state * plain.symbols + symbol;
                        let mine = own * self.symbols + symbol;
                        let next = layer.next[at];
                        out.next.push(if next == NONE {
                            NONE
                        } else {
                            let joint = usize::from(next) * self.states;
                            u16::try_from(joint + usize::from(self.next[mine])).ok()?
                        });
                        out.cost
                            .push(layer.cost[at].saturating_add(self.cost[mine]));
                        out.counts.push(layer.counts[at]);
                    }
                }
            }
        }
        Some(Automaton {
            layers,
            symbols: plain.symbols,
            counters: plain.counters,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::department::Law;

    /// Two states: the second duty in a row costs three.
    fn in_a_row() -> Tracker {
        Tracker {
            states: 2,
            symbols: 2,
            next: vec![0, 1, 0, 1],
            cost: vec![0, 0, 0, 3],
            starts: vec![0, 1],
        }
    }

    #[test]
    fn the_joint_automaton_costs_what_the_tracker_does() {
        let tracker = in_a_row();
        let joint = tracker
            .within(&Law::none(0, 2).automata[0])
            .expect("it is small");
        for line in [[0, 1, 1, 1, 0, 1], [1, 1, 0, 0, 1, 1]] {
            for person in 0..2 {
                let mut state = tracker.begins(person, 0);
                let mut sum = 0;
                for (day, &symbol) in line.iter().enumerate() {
                    let arc = joint
                        .step(day % 7, state, symbol)
                        .expect("nothing is forbidden");
                    sum += i64::from(arc.cost);
                    state = arc.next;
                }
                assert_eq!(sum, tracker.cost(person, &line));
            }
        }
    }

    #[test]
    fn what_would_grow_too_large_is_left_out() {
        let mut plain = Law::none(0, 2).automata[0].clone();
        for layer in &mut plain.layers {
            layer.states = 40_000;
        }
        assert_eq!(in_a_row().within(&plain), None);
    }
}
