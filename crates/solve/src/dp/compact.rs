//! The steps of an automaton, with symbols that make no difference put together.

use std::collections::BTreeMap;

use crate::automaton::{Automaton, NONE};
use crate::problem::{Problem, Symbol};

/// Arcs of an automaton once symbols that make no difference are put together.
#[derive(Debug)]
pub(super) struct Compact {
    /// The symbols of each class.
    pub(super) classes: Vec<Vec<Symbol>>,
    pub(super) class_length: Vec<i32>,
    /// By weekday: where each state's arcs begin, and the arcs.
    pub(super) starts: [Vec<u32>; 7],
    pub(super) arcs: [Vec<CompactArc>; 7],
}

#[derive(Clone, Copy, Debug)]
pub(super) struct CompactArc {
    pub(super) next: u16,
    pub(super) class: u16,
    pub(super) cost: f32,
    pub(super) counts: u32,
}

impl Compact {
    pub(super) fn new(problem: &Problem, automaton: &Automaton, active: u32) -> Compact {
        let symbols = automaton.symbols;
        let mut by_signature: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let mut classes: Vec<Vec<Symbol>> = Vec::new();
        for symbol in 0..symbols {
            let mut signature = vec![problem.lengths[symbol] as u32];
            for layer in &automaton.layers {
                for state in 0..layer.states {
                    let at = state * symbols + symbol;
                    let next = layer.next[at];
                    signature.push(u32::from(next));
                    if next != NONE {
                        signature.push(layer.cost[at] as u32);
                        signature.push(layer.counts[at] & active);
                    }
                }
            }
            let class = *by_signature.entry(signature).or_insert_with(|| {
                classes.push(Vec::new());
                classes.len() - 1
            });
            classes[class].push(symbol as Symbol);
        }
        let mut compact = Compact {
            class_length: classes
                .iter()
                .map(|c| problem.lengths[c[0] as usize])
                .collect(),
            classes,
            starts: Default::default(),
            arcs: Default::default(),
        };
        for (weekday, layer) in automaton.layers.iter().enumerate() {
            for state in 0..layer.states {
                compact.starts[weekday].push(compact.arcs[weekday].len() as u32);
                for (class, members) in compact.classes.iter().enumerate() {
                    let at = state * symbols + members[0] as usize;
                    if layer.next[at] != NONE {
                        compact.arcs[weekday].push(CompactArc {
                            next: layer.next[at],
                            class: class as u16,
                            cost: layer.cost[at] as f32,
                            counts: layer.counts[at] & active,
                        });
                    }
                }
            }
            let end = compact.arcs[weekday].len() as u32;
            compact.starts[weekday].push(end);
        }
        compact
    }

    /// States in which a weekday can begin.
    pub(super) fn states(&self, weekday: usize) -> usize {
        self.starts[weekday].len() - 1
    }

    pub(super) fn of(&self, weekday: usize, state: usize) -> &[CompactArc] {
        let starts = &self.starts[weekday];
        &self.arcs[weekday][starts[state] as usize..starts[state + 1] as usize]
    }
}
