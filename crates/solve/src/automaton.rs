//! What a person may do from day to day, as states and steps.
//!
//! Compiled from the machines of a contract, or written out in tests. A state is what the clauses
//! still remember of the past; two pasts that they cannot tell apart are one state.

use crate::problem::Symbol;

/// There is no such step.
pub const NONE: u16 = u16::MAX;

/// States and steps for each day of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automaton {
    /// Monday first: the steps of that day lead into the states of the next.
    pub layers: [Layer; 7],
    /// Number of symbols.
    pub symbols: usize,
    /// Number of counters.
    pub counters: usize,
}

/// The steps of one weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// Number of states in which the day can begin.
    pub states: usize,
    /// State in which the next day begins, `state * symbols + symbol`; [`NONE`] where a clause
    /// forbids the step.
    pub next: Vec<u16>,
    /// What the step costs under soft clauses.
    pub cost: Vec<i32>,
    /// Which counters go up by one, a bit each.
    pub counts: Vec<u32>,
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The state after it.
    pub next: u16,
    /// Its cost.
    pub cost: i32,
    /// Counters that go up.
    pub counts: u32,
}

impl Automaton {
    /// The step of a symbol from a state on a weekday.
    #[inline]
    pub fn step(&self, weekday: usize, state: u16, symbol: Symbol) -> Option<Arc> {
        let layer = &self.layers[weekday];
        let at = state as usize * self.symbols + symbol as usize;
        let next = layer.next[at];
        (next != NONE).then(|| Arc {
            next,
            cost: layer.cost[at],
            counts: layer.counts[at],
        })
    }
}
