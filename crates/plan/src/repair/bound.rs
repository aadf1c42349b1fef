//! From a question to a department of the people searched for, bound and compiled as for a design.

use firstline_core::contract::{Contract, Law as InForce};
use firstline_core::department::{Department, PastDuty, Person};
use firstline_core::rota::{Kind, OnCall, ShiftType};
use firstline_core::time::{ClockTime, Day};
use firstline_solve::automaton::{Automaton, Layer, NONE};
use firstline_solve::compile::Bounds;
use firstline_solve::department::{Bound, Law, bind};
use firstline_solve::problem::{OFF, Symbol};

use super::{Ask, Choice};

const DAY: i32 = 24 * 60;
/// Days after the free ones that the automata see; what reaches further is for the judge.
const TAIL: i32 = 7;
/// Smaller than for a design: what does not fit is left to the judge.
const BOUNDS: Bounds = Bounds {
    looked_at: 6_000,
    states: 400,
    weight: 1,
};

/// The department over the whole rota, and what is done on each of its days.
pub(super) struct Ground {
    department: Department,
    contracts: Vec<Contract>,
    /// What each person does on each day of the rota, as far as symbols can say.
    lines: Vec<Vec<Symbol>>,
}

/// The free days and those after, with what the law leaves of each limit.
pub(super) struct Narrow {
    pub(super) department: Department,
    pub(super) law: Law,
    /// People whose rota as it stands is outside the automata: the judge alone decides on them.
    pub(super) unbound: Vec<bool>,
    /// What is done on the days after the free ones.
    pub(super) after: Vec<Vec<Symbol>>,
}

impl Choice {
    /// The shift type that stands for it; longer than a day is cut, for the judge sees the whole.
    fn shift_type(&self, ask: &Ask<'_>, at: usize) -> ShiftType {
        let length = (self.end - self.start).clamp(1, DAY);
        let clock = |minutes: i32| ClockTime(minutes.rem_euclid(DAY) as u16);
        let times = Some((clock(self.start), clock(self.start + length)));
        let plain = ShiftType::plain(&format!("{}", at + 1), self.kind, times);
        let known = ask.question.rota.shift_types.get(usize::from(self.code.0));
        match known.filter(|_| self.stand.is_none()) {
            Some(shift) => ShiftType {
                code: plain.code,
                kind: plain.kind,
                times,
                ..shift.clone()
            },
            None => plain,
        }
    }
}

impl Ground {
    pub(super) fn new(ask: &Ask<'_>) -> Ground {
        let question = ask.question;
        let rota = question.rota;
        let mut contracts: Vec<Contract> = Vec::new();
        for contract in question.terms.iter().flat_map(|t| &t.contracts) {
            if !contracts.iter().any(|c| c.id == contract.id) {
                contracts.push((*contract).clone());
            }
        }
        let shift_types = ask.choices.iter().enumerate();
        let mut department = Department {
            zone: rota.zone.clone(),
            from: Some(rota.period.from),
            to: Some(rota.period.to),
            choices: question.answers(),
            shift_types: shift_types.map(|(i, c)| c.shift_type(ask, i)).collect(),
            agreements: question.department.agreements.clone(),
            cover: question.department.cover,
            ..Department::unknown()
        };
        // what is aimed at is said by the costs of the question, and by nothing else
        department.needs.aims.broken_weekends = 0;
        let mut lines = Vec::new();
        for &member in &ask.members {
            let roster = &rota.rosters[member];
            let known = question.department.person(&roster.person);
            let mut person = known.map_or_else(|| Person::named(&roster.person), Clone::clone);
            let terms = question.who.get(member).copied().unwrap_or(0);
            person.contracts = question.terms.get(terms).map_or(Vec::new(), |t| {
                let id = |c: &&Contract| match t.law {
                    InForce::On(day) => format!("{}@{day}", c.id),
                    InForce::OfEachDate => c.id.clone(),
                };
                t.contracts.iter().map(id).collect()
            });
            person.absences.clone_from(&roster.absences);
            let past = roster.duties.iter().filter(|d| d.day() < rota.period.from);
            person.history = past
                .map(|d| PastDuty {
                    start: d.start.wall,
                    end: d.end.wall,
                    kind: d.kind,
                    work: d.expected_work(),
                    rest: d.expected_rest(),
                    longest_rest: d.expected_longest_rest(),
                })
                .collect();
            let line = (0..rota.period.days()).map(|day| {
                let day = rota.period.from.plus(day);
                let duty = roster.duties.iter().find(|d| d.day() == day);
                let choice = duty.map(Choice::of);
                let at = choice.and_then(|c| ask.choices.iter().position(|other| *other == c));
                at.map_or(OFF, |at| at as Symbol + 1)
            });
            lines.push(line.collect());
            department.people.push(person);
        }
        Ground {
            department,
            contracts,
            lines,
        }
    }

    /// The clauses of everybody over the whole rota, so that averages stay averages over it.
    pub(super) fn bind(&self, _: &Ask<'_>) -> Option<Bound<'_>> {
        bind(&self.department, &self.contracts, BOUNDS).ok()
    }

    /// The same over the free days: where each person stands when they begin, and what is left.
    pub(super) fn narrow(&self, ask: &Ask<'_>, bound: &Bound<'_>) -> Narrow {
        let rota = ask.question.rota;
        let first = ask.from.since(rota.period.from).max(0) as usize;
        let free = ask.days();
        let end = (first + free + TAIL as usize).min(rota.period.days() as usize);
        let mut law = bound.law.clone();
        let symbols = ask.symbols();
        let by_night: Vec<bool> = std::iter::once(false)
            .chain(
                ask.choices
                    .iter()
                    .map(|c| c.stands_by_night(rota, ask.from)),
            )
            .collect();
        law.automata = law
            .automata
            .iter()
            .map(|a| after_nights(a, &by_night))
            .collect();
        law.automata
            .push(after_nights(&Law::none(0, symbols).automata[0], &by_night));
        let minutes: Vec<i32> = std::iter::once(0)
            .chain(self.department.shift_types.iter().map(work))
            .collect();
        let of = |line: &[Symbol]| -> i64 {
            line.iter()
                .map(|s| i64::from(minutes[usize::from(*s)]))
                .sum()
        };
        let weekday = |day: usize| rota.period.from.plus(day as i32).weekday() as usize;
        let mut unbound = Vec::new();
        let mut after = Vec::new();
        for (person, terms) in law.people.iter_mut().enumerate() {
            let line = &self.lines[person];
            let automaton = &law.automata[terms.automaton];
            let mut state = Some(terms.start * 2);
            let mut at_first = None;
            for (day, symbol) in line[..end].iter().enumerate() {
                if day == first {
                    at_first = state;
                }
                let Some(now) = state else { break };
                let arc = automaton.step(weekday(day), now, *symbol);
                if let Some(arc) = arc.filter(|_| day < first) {
                    for (k, limit) in terms.limits.iter_mut().enumerate() {
                        *limit = limit.saturating_sub((arc.counts >> k & 1) as i32);
                    }
                }
                state = arc.map(|a| a.next);
            }
            let there = of(&line[first..first + free]);
            let outside = of(&line[..first]) + of(&line[first + free..]);
            let most = i64::from(terms.most) - outside + of(&line[first + free..end]);
            match (at_first, state) {
                (Some(start), Some(_)) if terms.limits.iter().all(|l| *l >= 0) => {
                    terms.start = start;
                    if terms.most < i32::MAX {
                        // who is above a limit already may stay as they are
                        let least = there + of(&line[first + free..end]);
                        terms.most = most.max(least).min(i64::from(i32::MAX)) as i32;
                    }
                    unbound.push(false);
                }
                _ => {
                    terms.automaton = law.automata.len() - 1;
                    terms.start = 0;
                    terms.limits.clear();
                    terms.most = i32::MAX;
                    unbound.push(true);
                }
            }
            terms.least = 0;
            terms.never.clear();
            after.push(line[first + free..end].to_vec());
        }
        let mut department = self.department.clone();
        let day = |n: usize| Some(rota.period.from.plus(n as i32));
        (department.from, department.to) = (day(first), day(end));
        for person in &mut department.people {
            // who is away is said by what may be, and the judge sees it
            person.absences.clear();
            person.history.clear();
            (person.joins, person.leaves) = (None, None);
        }
        Narrow {
            department,
            law,
            unbound,
            after,
        }
    }
}

/// Minutes of work, as the engine counts them.
fn work(shift: &ShiftType) -> i32 {
    let (start, end) = shift.times.unwrap_or((ClockTime(0), ClockTime(0)));
    let (start, end) = (i32::from(start.0), i32::from(end.0));
    let length = if end <= start {
        end + DAY - start
    } else {
        end - start
    };
    match (shift.kind.on_call(), shift.work) {
        (OnCall::No, _) | (_, None) => length,
        (_, Some(work)) => work.0,
    }
}

/// The automaton with a day off after each night that somebody stands in.
fn after_nights(plain: &Automaton, by_night: &[bool]) -> Automaton {
    let layer = |layer: &Layer| {
        let mut out = Layer {
            states: layer.states * 2,
            ..Layer::default()
        };
        for state in 0..layer.states {
            for rested in [true, false] {
                for symbol in 0..plain.symbols {
                    let at = state * plain.symbols + symbol;
                    let next = layer.next[at];
                    let may = next != NONE && (rested || symbol == usize::from(OFF));
                    let night = u16::from(by_night.get(symbol).copied().unwrap_or(false));
                    out.next.push(if may { next * 2 + night } else { NONE });
                    out.cost.push(layer.cost[at]);
                    out.counts.push(layer.counts[at]);
                }
            }
        }
        out
    };
    Automaton {
        layers: std::array::from_fn(|weekday| layer(&plain.layers[weekday])),
        symbols: plain.symbols,
        counters: plain.counters,
    }
}

/// Every sort of duty that some people have anywhere in the rota.
pub(crate) fn own_choices(
    ask: &crate::house::Bench<'_>,
    members: &[usize],
    period: (Day, Day),
) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    for &member in members {
        for duty in &ask.roster(member).duties {
            let choice = Choice::of(duty);
            let within = period.0 <= duty.day() && duty.day() < period.1;
            if within && duty.kind != Kind::Off && !all.contains(&choice) {
                all.push(choice);
            }
        }
    }
    all.sort();
    all
}
