//! People of whom the same is asked, and the one automaton for all of them.

use std::collections::BTreeMap;

use firstline_core::contract::{Classes, Force, Marks, RuleSet};
use firstline_core::rota::Duty;
use firstline_core::rules::{Machine, Rule, Sum, Total};
use firstline_core::time::{Calendar, Zone};

use super::graph::Graph;
use super::past::{Listener, MONDAY, Past, moved};
use super::refine::{Ask, Cannot, Effect, Offer, Start, refine};
use super::sums::{Part, part};
use super::table::Table;
use super::{Asked, Bounded, Bounds, Compiled, Ground, Size};
use crate::problem::Symbol;

/// A rule of one person on its way into an automaton.
struct Built {
    /// Index in the rule set.
    index: usize,
    /// The rule; without its limit where that is a person's own.
    rule: Rule,
    effect: Kind,
    /// Marks of each weekday and symbol.
    marks: Vec<Vec<Marks>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Forbids,
    Costs(i32),
    Counts(i32),
}

/// One person on the way.
struct Prepared {
    built: Vec<Built>,
    bounded: Bounded,
}

pub(super) fn compile(ground: &Ground<'_>, people: &[Asked<'_>], bounds: Bounds) -> Compiled {
    let table = Table::new(ground);
    let mut prepared: Vec<Prepared> = people
        .iter()
        .map(|asked| table.prepare(ground, asked, bounds))
        .collect();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (person, p) in prepared.iter().enumerate() {
        groups.entry(p.key()).or_default().push(person);
    }
    let mut members: Vec<Vec<usize>> = groups.into_values().collect();
    members.sort();
    let mut compiled = Compiled::default();
    for members in members {
        let pasts: Vec<Pasts<'_>> = members
            .iter()
            .map(|&m| Pasts::new(ground, &people[m]))
            .collect();
        let made = table.build(ground, &prepared, &members, &pasts, bounds);
        for (&member, start) in members.iter().zip(&made.starts) {
            let p = &mut prepared[member];
            p.bounded.automaton = compiled.automata.len();
            p.bounded.start = *start as u16;
            p.bounded.limits = made
                .counters
                .iter()
                .map(|&slot| p.limit(slot, ground.period.days()))
                .collect();
            p.bounded
                .relaxed
                .extend(made.relaxed.iter().map(|&slot| p.built[slot].index));
            p.bounded.relaxed.sort_unstable();
        }
        compiled
            .automata
            .push(made.graph.automaton(made.counters.len()));
        compiled.sizes.push(made.size);
    }
    compiled.people = prepared.into_iter().map(|p| p.bounded).collect();
    compiled
}

/// What was known of a person before the first day, on the clock that never changes.
struct Pasts<'a> {
    set: &'a RuleSet,
    past: Past,
}

impl<'a> Pasts<'a> {
    fn new(ground: &Ground<'_>, asked: &Asked<'a>) -> Pasts<'a> {
        let first = MONDAY.plus(ground.period.from.weekday() as i32);
        let shift = first.since(ground.period.from);
        let known = asked.known_from.unwrap_or(ground.period.from);
        Pasts {
            set: asked.set,
            past: Past {
                duties: asked.history.iter().map(|d| moved(d, shift)).collect(),
                marks: Vec::new(),
                known_from: known.min(ground.period.from).plus(shift),
                from: first,
            },
        }
    }

    /// The past with the classes of one contract.
    fn under(&self, contract: usize) -> Past {
        let mut past = self.past.clone();
        let zone = Zone::unchanging();
        self.set
            .mark(contract, &past.duties, &zone, &mut past.marks);
        past
    }
}

/// An automaton with what came of each rule.
struct Made {
    graph: Graph,
    starts: Vec<u32>,
    /// Slots of the rules that became counters, in the order of the counters.
    counters: Vec<usize>,
    /// Slots of those that were left out.
    relaxed: Vec<usize>,
    size: Size,
}

/// A counter is a bit.
const MOST_COUNTERS: usize = 32;

impl Prepared {
    /// What must be equal for two people to share an automaton.
    fn key(&self) -> String {
        use std::fmt::Write;
        let mut key = String::new();
        for built in &self.built {
            let effect = match built.effect {
                Kind::Counts(_) => Kind::Counts(0),
                other => other,
            };
            let _ = write!(key, "{:?} {effect:?}", built.rule.machine);
            let of = built.rule.machine.all_classes();
            for marks in built.marks.iter().flatten() {
                let _ = write!(key, " {:x}", marks.is.0 & of.0);
            }
            key.push('\n');
        }
        key
    }

    fn limit(&self, slot: usize, days: i32) -> i32 {
        match self.built[slot].effect {
            Kind::Counts(limit) if limit < days => limit,
            _ => i32::MAX,
        }
    }
}

impl Table {
    fn prepare(&self, ground: &Ground<'_>, asked: &Asked<'_>, bounds: Bounds) -> Prepared {
        use firstline_core::contract::Role;
        let mut prepared = Prepared {
            built: Vec::new(),
            bounded: Bounded {
                automaton: 0,
                start: 0,
                limits: Vec::new(),
                least: 0,
                most: i32::MAX,
                never: Vec::new(),
                relaxed: Vec::new(),
                unjudged: Vec::new(),
            },
        };
        let monday: Vec<Duty> = self.duties[0].iter().flatten().copied().collect();
        for symbol in 1..self.symbols {
            if self.duties[0][symbol].is_none() {
                let never = (0..7).map(|weekday| (weekday, symbol as Symbol));
                prepared.bounded.never.extend(never);
            }
        }
        let mut marks: BTreeMap<usize, Vec<Vec<Marks>>> = BTreeMap::new();
        for (index, bound) in asked.set.bound.iter().enumerate() {
            let clause = &asked.contracts[bound.contract].clauses[bound.rule.clause];
            if bound.role != Role::InForce || clause.force == Force::Aim {
                continue;
            }
            let marks = marks
                .entry(bound.contract)
                .or_insert_with(|| self.marks(asked.set, bound.contract));
            let weight = clause.weight.unwrap_or(bounds.weight);
            let own = &mut prepared.bounded;
            let must = clause.force == Force::Must;
            let mut rule = bound.rule.clone();
            let effect = match part(ground, asked, &bound.rule, &monday) {
                Part::Local if self.interrupted(&bound.rule, marks) => None,
                Part::Local if must => Some(Kind::Forbids),
                // neighbouring windows tell of one overload, which day by day cannot be priced
                Part::Local if bound.rule.machine.slides() => None,
                Part::Local => Some(Kind::Costs(weight)),
                Part::Counter(machine, limit) if must => {
                    rule.machine = *machine;
                    if limit == 0 {
                        own.never.extend(self.always(&rule, marks));
                    }
                    Some(Kind::Counts(limit))
                }
                Part::Most(minutes) if must => {
                    own.most = own.most.min(minutes);
                    continue;
                }
                Part::Least(minutes) if must => {
                    own.least = own.least.max(minutes);
                    continue;
                }
                Part::Unjudged(why) => {
                    own.unjudged.push((index, why));
                    continue;
                }
                _ => None,
            };
            let Some(effect) = effect else {
                own.relaxed.push(index);
                continue;
            };
            prepared.built.push(Built {
                index,
                rule,
                effect,
                marks: marks.clone(),
            });
        }
        // what looks back least comes first: the longest memories find the fewest states to split
        let reach = |b: &Built| b.rule.machine.reach(self.span).back;
        prepared.built.sort_by_key(|b| (reach(b), b.index));
        prepared.bounded.never.sort_unstable();
        prepared.bounded.never.dedup();
        prepared
    }

    fn build(
        &self,
        ground: &Ground<'_>,
        prepared: &[Prepared],
        members: &[usize],
        pasts: &[Pasts<'_>],
        bounds: Bounds,
    ) -> Made {
        let one = &prepared[members[0]];
        let first = ground.period.from.weekday() as usize;
        let days = ground.period.days();
        let calendar = Calendar::new(&Zone::unchanging(), MONDAY.plus(-500), MONDAY.plus(40));
        let mut made = Made {
            graph: Graph::anything(self.symbols),
            starts: vec![0; members.len()],
            counters: Vec::new(),
            relaxed: Vec::new(),
            size: Size::default(),
        };
        let nothing = self.no_marks();
        let offer = self.offer(&nothing, Classes::NONE, true);
        let plain = pasts.iter().map(|p| {
            let mut past = p.past.clone();
            past.marks = past
                .duties
                .iter()
                .map(|d| Marks {
                    day: d.day(),
                    is: Classes::NONE,
                    unknown: Classes::NONE,
                })
                .collect();
            past
        });
        made.add(
            first,
            plain.collect(),
            &offer,
            Ask::OneAtATime,
            Bounds {
                looked_at: usize::MAX,
                states: usize::MAX,
                ..bounds
            },
        )
        .expect("a duty reaches into few days");
        for (slot, built) in one.built.iter().enumerate() {
            let limits = members.iter().map(|&m| prepared[m].built[slot].effect);
            let machine = &built.rule.machine;
            let effect = match built.effect {
                Kind::Forbids => Effect::Forbids,
                Kind::Costs(weight) => Effect::Costs(weight),
                Kind::Counts(_) => {
                    let never = |k: Kind| match k {
                        // forbidden altogether, or never reached
                        Kind::Counts(limit) => {
                            limit >= days
                                || (limit == 0
                                    && !self.always(&built.rule, &built.marks).is_empty())
                        }
                        _ => false,
                    };
                    if limits.clone().all(never) {
                        continue;
                    }
                    if made.counters.len() == MOST_COUNTERS {
                        made.relaxed.push(slot);
                        continue;
                    }
                    let counter = made.counters.len();
                    if let Machine::Total(Total {
                        of: Sum::Duties { of, .. },
                        ..
                    }) = machine
                    {
                        made.count(&built.marks, *of, counter);
                        made.counters.push(slot);
                        continue;
                    }
                    Effect::Counts(counter)
                }
            };
            let uniform = !machine.reads_weekdays() && same_every_day(built);
            if !uniform {
                made.graph = std::mem::replace(&mut made.graph, Graph::anything(1)).by_weekday();
            }
            let contract = built.contract(pasts[0].set);
            let under = pasts.iter().map(|p| p.under(contract)).collect();
            let offer = self.offer(&built.marks, machine.all_classes(), machine.reads_times());
            let reach = machine.reach(self.span);
            let mut listener = Listener::new(&built.rule, reach, &calendar, self.outlook.as_ref());
            let ask = Ask::Rule(&mut listener, effect);
            match made.add(first, under, &offer, ask, bounds) {
                Ok(()) => {
                    if let Effect::Counts(_) = effect {
                        made.counters.push(slot);
                    }
                }
                Err(_) => made.relaxed.push(slot),
            }
        }
        made.size.states = made.graph.most_states();
        made
    }
}

impl Made {
    /// Builds one more rule in, or leaves everything as it was.
    fn add(
        &mut self,
        first: usize,
        pasts: Vec<Past>,
        offer: &Offer,
        ask: Ask<'_, '_>,
        bounds: Bounds,
    ) -> Result<(), Cannot> {
        let starts: Vec<Start> = self
            .starts
            .iter()
            .zip(pasts)
            .map(|(&state, past)| Start { state, past })
            .collect();
        let (graph, mut starts, looked_at) =
            refine(&self.graph, first, &starts, offer, ask, bounds.looked_at)?;
        self.size.looked_at = self.size.looked_at.max(looked_at);
        let graph = graph.minimise(first, &mut starts);
        if graph.most_states() > bounds.states {
            return Err(Cannot::TooMany);
        }
        self.graph = graph;
        self.starts = starts;
        Ok(())
    }

    /// A counter that goes up with every duty of a class, whatever came before.
    fn count(&mut self, marks: &[Vec<Marks>], of: Classes, counter: usize) {
        let days = |w: usize| marks[w].iter().map(|m| m.is.meets(of)).collect::<Vec<_>>();
        if (1..7).any(|w| days(w) != days(0)) {
            self.graph = std::mem::replace(&mut self.graph, Graph::anything(1)).by_weekday();
        }
        let symbols = self.graph.symbols;
        for (layer, edges) in self.graph.layers.iter_mut().enumerate() {
            for (at, edge) in edges.iter_mut().enumerate() {
                if marks[layer][at % symbols].is.meets(of) {
                    edge.counts |= 1 << counter;
                }
            }
        }
    }
}

impl Built {
    fn contract(&self, set: &RuleSet) -> usize {
        set.bound[self.index].contract
    }
}

/// Whether the rule sees the same duties on every day of the week.
fn same_every_day(built: &Built) -> bool {
    let of = built.rule.machine.all_classes();
    let seen = |day: &Vec<Marks>| -> Vec<u64> {
        let bits = |m: &Marks| [m.is.0 & of.0, m.unknown.0 & of.0];
        day.iter().flat_map(bits).collect()
    };
    let monday = seen(&built.marks[0]);
    built.marks.iter().all(|day| seen(day) == monday)
}
