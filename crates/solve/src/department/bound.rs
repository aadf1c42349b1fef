//! From contracts to what the law allows each person of a department.
//!
//! Binds clauses as the checker does, and has them compiled; what they mean is not known here.

use std::collections::BTreeMap;

use firstline_core::contract::{self, Contract, Party, RuleSet};
use firstline_core::department::{Department, Person};
use firstline_core::diagnostic::{Diagnostic, did_you_mean};
use firstline_core::rota::{Absence, Code, Duty, Period, ShiftType};
use firstline_core::rules::ProspectiveCover;
use firstline_core::time::{Day, Zone};

use super::{Law, Terms, clocks};
use crate::compile::{Asked, Bounds, Compiled, Ground, compile};

/// The clauses that bind the people of a department, compiled.
#[derive(Clone, Debug)]
pub struct Bound<'a> {
    /// What the law allows each person.
    pub law: Law,
    /// What came of compiling, with what is left to the final check.
    pub compiled: Compiled,
    /// What binding had to say, such as agreements that do not hold.
    pub told: Vec<Diagnostic>,
    pub(super) shift_types: Vec<ShiftType>,
    pub(super) zone: Zone,
    pub(super) period: Period,
    cover: Option<ProspectiveCover>,
    contracts: Vec<Vec<&'a Contract>>,
    sets: Vec<RuleSet>,
    pub(super) people: Vec<Held>,
}

/// What one person brings along.
#[derive(Clone, Debug)]
pub(super) struct Held {
    set: usize,
    contracts: usize,
    history: Vec<Duty>,
    absences: Vec<Absence>,
    cover: Option<ProspectiveCover>,
}

impl Bound<'_> {
    /// What everybody shares, for the compiler and the final check.
    pub fn ground(&self) -> Ground<'_> {
        Ground {
            shift_types: &self.shift_types,
            zone: &self.zone,
            period: self.period,
            cover: self.cover,
        }
    }

    /// What is asked of one person, for the compiler and the final check.
    pub fn asked(&self, person: usize) -> Asked<'_> {
        let held = &self.people[person];
        Asked {
            contracts: &self.contracts[held.contracts],
            set: &self.sets[held.set],
            history: &held.history,
            known_from: held.history.first().map(Duty::day),
            absences: &held.absences,
            cover: held.cover,
        }
    }
}

/// Binds and compiles the clauses of a department. `library` holds every contract at hand.
///
/// # Errors
/// When a contract is not there, or there is no period.
pub fn bind<'a>(
    department: &Department,
    library: &'a [Contract],
    bounds: Bounds,
) -> Result<Bound<'a>, Vec<Diagnostic>> {
    let period = match (department.from, department.to) {
        (Some(from), Some(to)) if from < to => Period { from, to },
        _ => {
            let title = "the department does not say which days to design";
            let help = "add [period] with `from` and `to`, the day after the last";
            return Err(vec![Diagnostic::error("S010", title).help(help)]);
        }
    };
    let mut bound = Bound {
        law: Law::default(),
        compiled: Compiled::default(),
        told: Vec::new(),
        shift_types: department
            .shift_types
            .iter()
            .filter(|s| s.kind.is_duty() && s.times.is_some())
            .cloned()
            .collect(),
        zone: department.zone.clone(),
        period,
        cover: department.cover,
        contracts: Vec::new(),
        sets: Vec::new(),
        people: Vec::new(),
    };
    let markers: Vec<_> = library
        .iter()
        .map(|c| c.marker(&department.choices))
        .collect();
    let mut lists: BTreeMap<&[String], (usize, contract::Law)> = BTreeMap::new();
    let mut sets = BTreeMap::new();
    for person in &department.people {
        let names = if person.contracts.is_empty() {
            &department.contracts
        } else {
            &person.contracts
        };
        let (list, law) = match lists.get(names.as_slice()) {
            Some(known) => *known,
            None => {
                let (contracts, law) = named(names, library)?;
                bound.contracts.push(contracts);
                let list = (bound.contracts.len() - 1, law);
                lists.insert(names, list);
                list
            }
        };
        let agreements = department.agreements.iter().enumerate();
        let agreed: Vec<usize> = agreements
            .filter(|(_, a)| a.people.contains(&person.name))
            .map(|(i, _)| i)
            .collect();
        let facts = (list, person.share.part_time(), person.opt_out, agreed);
        let set = match sets.get(&facts) {
            Some(&set) => set,
            None => {
                let party = Party {
                    name: &person.name,
                    part_time: person.share.part_time(),
                    opt_out: person.opt_out,
                };
                let contracts = &bound.contracts[list];
                let (set, told) = contract::resolve(
                    contracts,
                    party,
                    &department.agreements,
                    period,
                    law,
                    &department.choices,
                );
                bound.sets.push(set);
                for one in told {
                    if !bound.told.contains(&one) {
                        bound.told.push(one);
                    }
                }
                sets.insert(facts, bound.sets.len() - 1);
                bound.sets.len() - 1
            }
        };
        bound.people.push(Held {
            set,
            contracts: list,
            history: history(person, &department.zone, period.from),
            absences: person.absences.clone(),
            cover: person.cover,
        });
    }
    bound.compiled = {
        let asked: Vec<Asked<'_>> = (0..bound.people.len()).map(|p| bound.asked(p)).collect();
        compile(&bound.ground(), &asked, bounds)
    };
    let place = |c: &Contract| library.iter().position(|other| other.id == c.id);
    let turned = clocks::turned(&bound);
    bound.told.extend(turned.told);
    let people = bound.compiled.people.iter().zip(&bound.people);
    let terms = people
        .zip(turned.never_on)
        .map(|((compiled, held), never_on)| Terms {
            automaton: compiled.automaton,
            start: compiled.start,
            limits: compiled.limits.clone(),
            least: compiled.least,
            most: compiled.most,
            never: compiled.never.clone(),
            never_on,
            markers: bound.contracts[held.contracts]
                .iter()
                .filter_map(|c| place(c))
                .collect(),
        });
    let people = terms.collect();
    bound.law = Law {
        automata: bound.compiled.automata.clone(),
        people,
        markers,
    };
    Ok(bound)
}

/// Contracts by name with all that they sit on, themselves first, and which law judges.
fn named<'a>(
    names: &[String],
    library: &'a [Contract],
) -> Result<(Vec<&'a Contract>, contract::Law), Vec<Diagnostic>> {
    let mut all: Vec<&Contract> = Vec::new();
    let mut law = contract::Law::OfEachDate;
    for name in names {
        let (id, date) = name
            .split_once('@')
            .map_or((name.as_str(), None), |(id, date)| (id, Some(date)));
        if let Some(date) = date {
            let Some(day) = Day::parse(date) else {
                let title = format!("`{date}` is not a date");
                let help = "write it like england-2016@2026-11-02";
                return Err(vec![Diagnostic::error("C021", title).help(help)]);
            };
            if law == contract::Law::OfEachDate {
                law = contract::Law::On(day);
            }
        }
        let Some(contract) = library.iter().find(|c| c.id == id) else {
            let known = library.iter().map(|c| c.id.as_str());
            let help = match did_you_mean(id, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
            };
            let title = format!("there is no contract `{id}`");
            return Err(vec![Diagnostic::error("C022", title).help(help)]);
        };
        all.push(contract);
    }
    let mut next = 0;
    while let Some(contract) = all.get(next).copied() {
        for floor in &contract.sits_on {
            if let Some(below) = library.iter().find(|c| c.id == *floor)
                && !all.iter().any(|c| c.id == below.id)
            {
                all.push(below);
            }
        }
        next += 1;
    }
    Ok((all, law))
}

/// A person's duties before the first day, in order and none within another.
fn history(person: &Person, zone: &Zone, first: Day) -> Vec<Duty> {
    let past = person.history.iter().filter(|d| d.start.day() < first);
    let mut duties: Vec<Duty> = past
        .map(|d| {
            Duty::new(zone.span(d.start, d.end), d.kind, Code(0)).expecting(
                d.work,
                d.rest,
                d.longest_rest,
            )
        })
        .collect();
    duties.sort_by_key(|d| (d.start.instant, d.end.instant));
    let mut kept: Vec<Duty> = Vec::with_capacity(duties.len());
    for duty in duties {
        if kept
            .last()
            .is_none_or(|before| before.end.instant <= duty.start.instant)
        {
            kept.push(duty);
        }
    }
    kept
}
