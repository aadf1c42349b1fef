//! Splits the states of an automaton by what one more rule remembers, and takes out what it forbids.

use std::collections::HashMap;

use firstline_core::contract::Marks;
use firstline_core::rota::Duty;
use firstline_core::time::Day;

use super::graph::{Edge, Graph, NO_STEP};
use super::past::{Listener, MONDAY, Past, Said, overhang};

/// The duties that can be laid, as one rule sees them.
pub(super) struct Offer {
    /// Number of symbols, the day off included.
    pub(super) symbols: usize,
    /// The duty of each symbol on each day of the week from [`MONDAY`]; nothing for the day off.
    pub(super) duties: Vec<Vec<Option<(Duty, Marks)>>>,
    /// For each weekday the first symbol that the rule cannot tell from this one.
    pub(super) alike: Vec<Vec<usize>>,
}

/// What the rule does to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// A breach forbids it.
    Forbids,
    /// Each new breach costs so much.
    Costs(i32),
    /// The counter of this number goes up with the rule's sum.
    Counts(usize),
}

/// Who asks.
pub(super) enum Ask<'l, 'a> {
    /// Nobody works two duties at once.
    OneAtATime,
    /// A rule.
    Rule(&'l mut Listener<'a>, Effect),
}

/// A start: a state of the automaton so far, and the past of the person.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) state: u32,
    pub(super) past: Past,
}

/// Why a rule could not be built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cannot {
    /// There would be too many states.
    TooMany,
    /// A step would count twice.
    CountsTwice,
}

struct Node {
    layer: usize,
    state: u32,
    past: Past,
}

struct Explored {
    nodes: Vec<Node>,
    known: HashMap<(usize, u32, Vec<i32>), u32>,
    /// How many nodes each layer has.
    of_layer: Vec<u32>,
}

impl Explored {
    /// The number, within its layer, of the state that this past leads to.
    fn reach(
        &mut self,
        layer: usize,
        state: u32,
        memory: &[i32],
        past: impl FnOnce() -> Past,
    ) -> u32 {
        let key = (layer, state, memory.to_vec());
        if let Some(number) = self.known.get(&key) {
            return *number;
        }
        let number = self.of_layer[layer];
        self.of_layer[layer] += 1;
        self.known.insert(key, number);
        self.nodes.push(Node {
            layer,
            state,
            past: past(),
        });
        number
    }
}

/// The product of an automaton with one more rule, its starts, and how many states were looked at.
pub(super) fn refine(
    graph: &Graph,
    first_layer: usize,
    starts: &[Start],
    offer: &Offer,
    mut ask: Ask<'_, '_>,
    most: usize,
) -> Result<(Graph, Vec<u32>, usize), Cannot> {
    let layers = graph.layers.len();
    let mut all = Explored {
        nodes: Vec::new(),
        known: HashMap::new(),
        of_layer: vec![0; layers],
    };
    let first = first_layer % layers;
    let first_day = MONDAY.plus(first as i32);
    let begun: Vec<u32> = starts
        .iter()
        .map(|start| {
            let past = start.past.clone().earlier((first_layer - first) as i32);
            let said = ask.hear(&past, None, first_day);
            all.reach(first, start.state, &said.memory, || past)
        })
        .collect();
    let mut rows: Vec<Vec<Edge>> = vec![Vec::new(); layers];
    let mut at = 0;
    while at < all.nodes.len() {
        if all.nodes.len() > most {
            return Err(Cannot::TooMany);
        }
        let layer = all.nodes[at].layer;
        let day = MONDAY.plus(layer as i32);
        let past = all.nodes[at].past.clone();
        let from = all.nodes[at].state;
        let before = ask.hear(&past, None, day);
        let mut said: Vec<Option<Said>> = vec![None; offer.symbols];
        for symbol in 0..offer.symbols {
            let edge = graph.edge(layer, from, symbol);
            if edge.next == NO_STEP {
                rows[layer].push(Edge::NONE);
                continue;
            }
            let duty = offer.duties[layer][symbol];
            let alike = offer.alike[layer][symbol];
            let heard = said[alike].get_or_insert_with(|| ask.hear(&past, duty, day.plus(1)));
            let Some(step) = ask.step(&before, heard, edge)? else {
                rows[layer].push(Edge::NONE);
                continue;
            };
            let (next, back) = ((layer + 1) % layers, ask.back());
            let memory = std::mem::take(&mut heard.memory);
            let number = all.reach(next, edge.next, &memory, || {
                let wrap = layer + 1 - next;
                past.with(duty, day, back).earlier(wrap as i32)
            });
            heard.memory = memory;
            rows[layer].push(Edge {
                next: number,
                ..step
            });
        }
        at += 1;
    }
    // nodes of a layer were looked at in the order of their numbers
    let graph = Graph {
        symbols: offer.symbols,
        layers: rows,
    };
    Ok((graph, begun, all.nodes.len()))
}

impl Ask<'_, '_> {
    fn back(&self) -> i32 {
        match self {
            Ask::OneAtATime => 8,
            Ask::Rule(listener, _) => listener.reach.back,
        }
    }

    fn hear(&mut self, past: &Past, duty: Option<(Duty, Marks)>, to: Day) -> Said {
        match self {
            Ask::OneAtATime => {
                let busy = past.duties.last().map_or(i32::MIN, |d| d.end.wall.0);
                let overlaps = duty.is_some_and(|(d, _)| d.start.wall.0 < busy);
                let end = duty.map_or(i32::MIN, |(d, _)| d.end.wall.0);
                let reach = end.saturating_sub(to.midnight().0).max(overhang(past, to));
                Said {
                    breaches: usize::from(overlaps),
                    counted: 0,
                    memory: vec![reach],
                }
            }
            Ask::Rule(listener, _) => listener.hear(past, duty, to),
        }
    }

    /// The step with what the rule does to it; nothing where it forbids it.
    fn step(&self, before: &Said, after: &Said, edge: Edge) -> Result<Option<Edge>, Cannot> {
        let told_before = match self {
            // each day is judged on its own there, long after it
            Ask::Rule(listener, _) if listener.reach.ahead > 0 => 0,
            _ => before.breaches,
        };
        let new = after.breaches.saturating_sub(told_before) as i32;
        Ok(match self {
            Ask::OneAtATime | Ask::Rule(_, Effect::Forbids) => (new == 0).then_some(edge),
            Ask::Rule(_, Effect::Costs(weight)) => Some(Edge {
                cost: edge.cost + new * weight,
                ..edge
            }),
            Ask::Rule(_, Effect::Counts(counter)) => match after.counted - before.counted {
                0 => Some(edge),
                1 => Some(Edge {
                    counts: edge.counts | 1 << counter,
                    ..edge
                }),
                _ => return Err(Cannot::CountsTwice),
            },
        })
    }
}
