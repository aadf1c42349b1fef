//! From the clauses that bind people to automata that the engine can search.
//!
//! Nothing here knows what a clause means. Each rule's own machine is stepped over short pasts,
//! day by day; a step after which it tells a breach is not taken, and two pasts of which it
//! remembers the same are one state. Sums over the whole period become counters and limits, and
//! what fits neither is listed as relaxed: [`Judge`] judges every line with the same machines.

mod graph;
mod group;
mod lawful;
mod past;
mod refine;
mod sums;
mod table;

use firstline_core::contract::{Contract, RuleSet};
use firstline_core::rota::{Absence, Duty, Period, ShiftType};
use firstline_core::rules::ProspectiveCover;
use firstline_core::time::{Day, Zone};

use crate::automaton::Automaton;
use crate::problem::Symbol;

pub use lawful::{Broken, Judge};

/// What all people of a department share.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The shift types; symbol 1 is the first of them. One without times can never be given.
    pub shift_types: &'a [ShiftType],
    /// The zone of their wall-clock times.
    pub zone: &'a Zone,
    /// The days to be rostered.
    pub period: Period,
    /// Leave that colleagues cover.
    pub cover: Option<ProspectiveCover>,
}

/// What is asked of one person.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The contracts of the rule set, in its order.
    pub contracts: &'a [&'a Contract],
    /// The rules that bind the person over the period.
    pub set: &'a RuleSet,
    /// Duties before the period, in order.
    pub history: &'a [Duty],
    /// First day of which the duties are known, where that is before the period.
    pub known_from: Option<Day>,
    /// Leave, study leave and sickness, by first day.
    pub absences: &'a [Absence],
    /// Leave that colleagues cover for this person, in place of the department's.
    pub cover: Option<ProspectiveCover>,
}

/// How far the compiler goes before it leaves a rule to the final check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// States looked at while one rule is built in, all weekdays together.
    pub looked_at: usize,
    /// States of one weekday afterwards.
    pub states: usize,
    /// What a breach of a clause that is advice costs, where the clause does not say.
    pub weight: i32,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            looked_at: 20_000,
            states: 1_500,
            weight: 1,
        }
    }
}

/// Everybody's rules, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// Automata, shared by people of whom the same is asked.
    pub automata: Vec<Automaton>,
    /// How each of them came about.
    pub sizes: Vec<Size>,
    /// The people, in the order given.
    pub people: Vec<Bounded>,
}

/// How large an automaton was on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The greatest number of states looked at while one rule was built in.
    pub looked_at: usize,
    /// The greatest number of states on one weekday at the end.
    pub states: usize,
}

/// One person's part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounded {
    /// Index of the automaton.
    pub automaton: usize,
    /// The state in which the first day begins.
    pub start: u16,
    /// The greatest value of each counter of the automaton; `i32::MAX` where it binds nobody.
    pub limits: Vec<i32>,
    /// The least total length of the duties, in minutes.
    pub least: i32,
    /// The greatest, in minutes.
    pub most: i32,
    /// Symbols that may never be given on a weekday, 0 for Monday.
    pub never: Vec<(usize, Symbol)>,
    /// Rules that only the final check judges, by index in the rule set.
    pub relaxed: Vec<usize>,
    /// Rules that the final check cannot judge over such a period either, with the reason.
    pub unjudged: Vec<(usize, String)>,
}

/// Compiles the rules of some people; those of whom the same is asked share an automaton.
pub fn compile(ground: &Ground<'_>, people: &[Asked<'_>], bounds: Bounds) -> Compiled {
    group::compile(ground, people, bounds)
}
