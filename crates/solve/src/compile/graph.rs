//! States and steps while they are being made, and the least number of states for them.

use std::collections::HashMap;

use crate::automaton::{Automaton, Layer, NONE};

/// There is no such step.
pub(super) const NO_STEP: u32 = u32::MAX;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Edge {
    /// The state after it, or [`NO_STEP`].
    pub(super) next: u32,
    /// What soft clauses ask for it.
    pub(super) cost: i32,
    /// Counters that go up, a bit each.
    pub(super) counts: u32,
}

impl Edge {
    /// No step at all.
    pub(super) const NONE: Edge = Edge {
        next: NO_STEP,
        cost: 0,
        counts: 0,
    };
}

/// States and steps: one layer for every weekday, or a single one where weekdays do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Graph {
    /// Number of symbols.
    pub(super) symbols: usize,
    /// For each layer the steps of its states, `state * symbols + symbol`.
    pub(super) layers: Vec<Vec<Edge>>,
}

impl Graph {
    /// One state in which everything may be done.
    pub(super) fn anything(symbols: usize) -> Graph {
        let step = Edge {
            next: 0,
            cost: 0,
            counts: 0,
        };
        Graph {
            symbols,
            layers: vec![vec![step; symbols]],
        }
    }

    /// The same with a layer for each weekday.
    pub(super) fn by_weekday(mut self) -> Graph {
        if self.layers.len() == 1 {
            self.layers = vec![self.layers[0].clone(); 7];
        }
        self
    }

    /// Number of states in a layer.
    pub(super) fn states(&self, layer: usize) -> usize {
        self.layers[layer % self.layers.len()].len() / self.symbols
    }

    /// The greatest number of states in a layer.
    pub(super) fn most_states(&self) -> usize {
        (0..self.layers.len())
            .map(|l| self.states(l))
            .max()
            .unwrap_or(0)
    }

    /// The step of a symbol.
    pub(super) fn edge(&self, layer: usize, state: u32, symbol: usize) -> Edge {
        let layer = &self.layers[layer % self.layers.len()];
        layer[state as usize * self.symbols + symbol]
    }

    /// Merges states after which everything costs, counts and may be done alike.
    pub(super) fn minimise(self, layer: usize, starts: &mut [u32]) -> Graph {
        let layers = self.layers.len();
        let mut of: Vec<Vec<u32>> = (0..layers).map(|l| vec![0; self.states(l)]).collect();
        let mut known = 0;
        loop {
            let mut classes = 0;
            let mut finer = of.clone();
            for (l, states) in finer.iter_mut().enumerate() {
                let mut seen: HashMap<(u32, Vec<Edge>), u32> = HashMap::new();
                for (state, class) in states.iter_mut().enumerate() {
                    let row = self.row(l, state, &of[(l + 1) % layers]);
                    let number = seen.len() as u32;
                    *class = *seen.entry((*class, row)).or_insert(number);
                }
                classes += seen.len();
            }
            of = finer;
            if classes == known {
                break;
            }
            known = classes;
        }
        for start in starts.iter_mut() {
            *start = of[layer % layers][*start as usize];
        }
        let mut merged = Vec::with_capacity(layers);
        for (l, states) in of.iter().enumerate() {
            let mut steps: Vec<Edge> = Vec::new();
            let mut done = 0;
            for (state, class) in states.iter().enumerate() {
                // classes are numbered in the order of their first states
                if *class == done {
                    steps.extend(self.row(l, state, &of[(l + 1) % layers]));
                    done += 1;
                }
            }
            merged.push(steps);
        }
        Graph {
            symbols: self.symbols,
            layers: merged,
        }
    }

    /// The steps of a state, with classes in place of the states after them.
    fn row(&self, layer: usize, state: usize, classes: &[u32]) -> Vec<Edge> {
        let class = |edge: &Edge| match edge.next {
            NO_STEP => Edge::NONE,
            next => Edge {
                next: classes[next as usize],
                ..*edge
            },
        };
        let from = state * self.symbols;
        self.layers[layer][from..from + self.symbols]
            .iter()
            .map(class)
            .collect()
    }

    /// What the engine runs.
    pub(super) fn automaton(&self, counters: usize) -> Automaton {
        let layer = |weekday: usize| {
            let edges = &self.layers[weekday % self.layers.len()];
            Layer {
                states: self.states(weekday),
                next: edges
                    .iter()
                    .map(|e| u16::try_from(e.next).unwrap_or(NONE))
                    .collect(),
                cost: edges.iter().map(|e| e.cost).collect(),
                counts: edges.iter().map(|e| e.counts).collect(),
            }
        };
        Automaton {
            layers: std::array::from_fn(layer),
            symbols: self.symbols,
            counters,
        }
    }
}
