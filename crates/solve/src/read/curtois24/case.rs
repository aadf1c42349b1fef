//! An instance as contracts, rule sets and a problem to be searched.

use std::collections::BTreeMap;

use firstline_core::contract::{Choices, Contract, Law, Party, RuleSet, read_contract, resolve};
use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::{Kind, Period, ShiftType};
use firstline_core::time::{ClockTime, Day, Zone, gcd};

use super::{DAY, Instance, terms};
use crate::compile::{Asked, Bounds, Compiled, Ground, compile};
use crate::problem::{Hits, NEVER, OFF, Person, Problem, Row, Symbol};

/// The Monday on which day 0 of every instance is laid.
const FIRST: Day = Day(4 + 7 * 2922);

/// An instance, ready to be solved and to be checked.
#[derive(Clone, Debug)]
pub struct Case {
    /// What the file says.
    pub instance: Instance,
    /// The shifts on the wall clock. The format knows lengths only: each begins at its own minute
    /// after midnight, so that classes can tell them apart.
    pub shift_types: Vec<ShiftType>,
    /// The days.
    pub period: Period,
    /// A clock that never changes.
    pub zone: Zone,
    /// Contracts, one for each set of demands.
    pub contracts: Vec<Contract>,
    /// The rules of each contract.
    pub sets: Vec<RuleSet>,
    /// Which contract binds each person.
    pub of: Vec<usize>,
}

impl Case {
    /// Writes the contracts of an instance and reads them like any other.
    ///
    /// # Errors
    /// When what an instance asks cannot be said in a contract.
    pub fn new(instance: Instance) -> Result<Case, Vec<Diagnostic>> {
        let at = |minutes: i32| ClockTime((minutes % DAY) as u16);
        let shift_types = instance.shifts.iter().enumerate().map(|(start, shift)| {
            let start = start as i32;
            let times = Some((at(start), at(start + shift.minutes)));
            ShiftType::plain(&shift.id, Kind::Day, times)
        });
        let period = Period {
            from: FIRST,
            to: FIRST.plus(instance.days as i32),
        };
        let mut case = Case {
            shift_types: shift_types.collect(),
            period,
            zone: Zone::unchanging(),
            contracts: Vec::new(),
            sets: Vec::new(),
            of: Vec::new(),
            instance,
        };
        let documents = terms::documents();
        let party = Party {
            name: "",
            part_time: false,
            opt_out: None,
        };
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for employee in &case.instance.staff {
            let text = terms::contract(&case.instance, employee);
            if let Some(number) = known.get(&text) {
                case.of.push(*number);
                continue;
            }
            let contract = read_contract("the instance as a contract", &text, &documents)?;
            let law = Law::OfEachDate;
            let (set, told) = resolve(&[&contract], party, &[], period, law, &Choices::new());
            if !told.is_empty() {
                return Err(told);
            }
            known.insert(text, case.contracts.len());
            case.of.push(case.contracts.len());
            case.contracts.push(contract);
            case.sets.push(set);
        }
        Ok(case)
    }

    /// What all people share.
    pub fn ground(&self) -> Ground<'_> {
        Ground {
            shift_types: &self.shift_types,
            zone: &self.zone,
            period: self.period,
            cover: None,
        }
    }

    /// The contracts, for [`Case::asked`].
    pub fn contracts(&self) -> Vec<&Contract> {
        self.contracts.iter().collect()
    }

    /// What is asked of one person, under [`Case::contracts`].
    pub fn asked<'a>(&'a self, contracts: &'a [&'a Contract], person: usize) -> Asked<'a> {
        let contract = self.of[person];
        Asked {
            contracts: &contracts[contract..=contract],
            set: &self.sets[contract],
            history: &[],
            known_from: None,
            absences: &[],
            cover: None,
        }
    }

    /// Compiles everybody's rules.
    pub fn compile(&self, bounds: Bounds) -> Compiled {
        let contracts = self.contracts();
        let people: Vec<Asked<'_>> = (0..self.of.len())
            .map(|person| self.asked(&contracts, person))
            .collect();
        compile(&self.ground(), &people, bounds)
    }

    /// The problem that the engine searches: cover as rows, wishes and days off as costs.
    pub fn problem(&self, compiled: Compiled) -> Problem {
        let instance = &self.instance;
        let symbols = instance.shifts.len() + 1;
        let symbol = |shift: usize| shift + 1;
        let unit = instance
            .shifts
            .iter()
            .fold(0, |g, s| gcd(g, s.minutes.unsigned_abs().into()));
        let unit = i32::try_from(unit).unwrap_or(1).max(1);
        let mut people: Vec<Person> = compiled
            .people
            .into_iter()
            .map(|bounded| {
                let mut cost = vec![0; instance.days * symbols];
                for (weekday, symbol) in bounded.never {
                    for day in (weekday..instance.days).step_by(7) {
                        cost[day * symbols + usize::from(symbol)] = NEVER;
                    }
                }
                Person {
                    automaton: bounded.automaton,
                    start: bounded.start,
                    least: bounded.least.div_euclid(unit) + i32::from(bounded.least % unit > 0),
                    most: bounded.most.div_euclid(unit),
                    limits: bounded.limits,
                    cost,
                    group: 0,
                }
            })
            .collect();
        let mut constant = 0_i64;
        let add = |people: &mut [Person], person: usize, at: usize, weight: i32| {
            let cost = &mut people[person].cost[at];
            if *cost != NEVER {
                *cost += weight;
            }
        };
        for wish in &instance.off {
            let at = wish.day * symbols + symbol(wish.shift);
            add(&mut people, wish.person, at, wish.weight);
        }
        for wish in &instance.on {
            let at = wish.day * symbols + symbol(wish.shift);
            constant += i64::from(wish.weight);
            add(&mut people, wish.person, at, -wish.weight);
        }
        for (person, employee) in people.iter_mut().zip(&instance.staff) {
            for day in &employee.days_off {
                let at = day * symbols;
                let all = at + usize::from(OFF) + 1..at + symbols;
                person.cost[all].fill(NEVER);
            }
        }
        let mut rows_of = vec![Vec::new(); instance.days * symbols];
        for (row, cover) in instance.cover.iter().enumerate() {
            rows_of[cover.day * symbols + symbol(cover.shift)].push((row as u32, 1));
        }
        let hits = |_: usize, day: usize, s: Symbol, into: &mut Vec<(u32, i32)>| {
            into.extend(&rows_of[day * symbols + usize::from(s)]);
        };
        let lengths = instance.shifts.iter().map(|s| s.minutes / unit);
        Problem {
            days: instance.days,
            first_weekday: 0,
            symbols,
            lengths: std::iter::once(0).chain(lengths).collect(),
            unit,
            automata: compiled.automata,
            people,
            rows: instance
                .cover
                .iter()
                .map(|c| Row::plain(c.wanted, c.short, c.over))
                .collect(),
            hits: Hits::build(1, instance.days, symbols, hits),
            constant,
        }
    }
}
