//! Whether a line keeps every clause, for the search: the checker's own walk, from any thread.
//!
//! Duties that stand outside the search are seen too. A breach that such a duty is part of is not
//! held against a line, for nobody can mend it there; every other is.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;

use firstline_core::contract::RuleSet;
use firstline_core::rules::{Machine, Reach};
use firstline_core::time::Day;

use super::bound::Bound;
use super::built::Built;
use crate::compile::{Asked, Broken, Judge};
use crate::dp::Lawful;
use crate::problem::{NEVER, Symbol};

/// The judge of a department's lines.
#[derive(Debug)]
pub struct Judged<'a> {
    bound: &'a Bound<'a>,
    built: &'a Built,
    /// For each person the duties outside the search, by day.
    pinned: Vec<Vec<(usize, Symbol)>>,
    /// People who may only be off: there is nothing to choose, so nothing is held against them.
    idle: Vec<bool>,
    /// For each person the clauses that the automaton leaves out.
    rest: Vec<RuleSet>,
    /// Of these the ones that look no farther than so many days, and the sums over the period.
    near: Vec<(Option<Reach>, RuleSet)>,
    far: Vec<RuleSet>,
    /// Judges that nobody uses just now.
    free: Mutex<Vec<Judge<'a>>>,
    /// For each person what was asked and answered before.
    answers: Vec<Mutex<Answers>>,
}

/// Lines that were judged, with the first and last day of what they break.
type Answers = HashMap<Box<[Symbol]>, Option<(usize, usize)>, FixedState>;

/// No duty touches more dates than so many after the one on which it starts.
const SPAN: i32 = 2;

/// So many lines are remembered for each person.
const MOST_ANSWERS: usize = 1000;

impl<'a> Judged<'a> {
    /// A judge for a department.
    pub fn new(bound: &'a Bound<'a>, built: &'a Built) -> Judged<'a> {
        let people = built.problem.people.len();
        let mut pinned = vec![Vec::new(); people];
        for pin in &built.layout.pinned {
            pinned[pin.person].push((pin.day, pin.symbol));
        }
        let left_out = |p: usize, which: &dyn Fn(&Machine) -> bool| {
            let set = bound.asked(p).set;
            let machine = |r: usize| &set.bound[r].rule.machine;
            let left_out = bound.compiled.people[p].relaxed.iter().copied();
            let left_out: Vec<usize> = left_out.filter(|&r| which(machine(r))).collect();
            let reach = left_out.iter().map(|&r| machine(r).reach(SPAN));
            let farthest = reach.reduce(|a, b| Reach {
                back: a.back.max(b.back),
                ahead: a.ahead.max(b.ahead),
            });
            (farthest, set.only(&left_out))
        };
        let sums = |machine: &Machine| matches!(machine, Machine::Total(_));
        let near = |p| left_out(p, &|machine| !sums(machine));
        let far = |p| left_out(p, &sums).1;
        Judged {
            bound,
            built,
            pinned,
            idle: (0..people).map(|p| idle(built, p)).collect(),
            rest: (0..people).map(|p| left_out(p, &|_| true).1).collect(),
            near: (0..people).map(near).collect(),
            far: (0..people).map(far).collect(),
            free: Mutex::new(Vec::new()),
            answers: (0..people).map(|_| Mutex::default()).collect(),
        }
    }

    /// Every clause that binds and that a line breaks, with what stands outside the search; what
    /// that alone breaks, or takes part in, is left out.
    pub fn breaches(&self, person: usize, line: &[Symbol]) -> Vec<Broken> {
        if self.idle[person] {
            return Vec::new();
        }
        let pins = &self.pinned[person];
        let asked = self.bound.asked(person);
        let mut judge = self.spare();
        let mut found = judge.binding(&asked, line);
        if !pins.is_empty() {
            let mut whole = line.to_vec();
            for &(day, symbol) in pins {
                whole[day] = symbol;
            }
            let from = self.built.layout.from;
            let concerns = |b: &Broken| {
                let of = b.first.since(from)..=b.last.since(from);
                pins.iter().any(|(day, _)| of.contains(&(*day as i32)))
            };
            let with = judge.binding(&asked, &whole);
            found.extend(with.into_iter().filter(|b| !concerns(b)));
        }
        self.back(judge);
        found
    }

    fn spare(&self) -> Judge<'a> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let spare = free.pop();
        drop(free);
        spare.unwrap_or_else(|| Judge::new(&self.bound.ground()))
    }

    fn back(&self, judge: Judge<'a>) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        free.push(judge);
    }
}

impl Judged<'_> {
    /// The clauses that a line breaks, as `contract:clause` with first and last day.
    pub fn clauses(&self, person: usize, line: &[Symbol]) -> Vec<(String, Day, Day)> {
        let asked = self.bound.asked(person);
        let clause = |b: Broken| {
            let bound = b.rule.and_then(|r| asked.set.bound.get(r));
            let name = bound.map_or("one duty at a time".to_owned(), |bound| {
                let contract = asked.contracts[bound.contract];
                format!("{}:{}", contract.id, contract.clauses[bound.rule.clause].id)
            });
            (name, b.first, b.last)
        };
        self.breaches(person, line)
            .into_iter()
            .map(clause)
            .collect()
    }
}

/// Whether a person may do nothing but be off.
pub(super) fn idle(built: &Built, person: usize) -> bool {
    let cost = &built.problem.people[person].cost;
    let mut work = cost
        .iter()
        .enumerate()
        .filter(|(at, _)| !at.is_multiple_of(built.problem.symbols));
    work.all(|(_, cost)| *cost == NEVER)
}

impl Lawful for Judged<'_> {
    fn broken(&self, person: usize, line: &[Symbol]) -> Option<(usize, usize)> {
        let answers = || self.answers[person].lock();
        let answers = || answers().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = answers().get(line) {
            return *known;
        }
        let found = self.shortest(person, line);
        let mut answers = answers();
        if answers.len() >= MOST_ANSWERS {
            answers.clear();
        }
        answers.insert(line.into(), found);
        found
    }

    fn keeps_the_rest(&self, person: usize, line: &[Symbol], changed: Range<usize>) -> bool {
        if !self.pinned[person].is_empty() {
            return self.broken(person, line).is_none();
        }
        if self.idle[person] || self.rest[person].bound.is_empty() {
            return true;
        }
        let of = |set| Asked {
            set,
            ..self.bound.asked(person)
        };
        let mut judge = self.spare();
        let (reach, near) = &self.near[person];
        let less =
            |r: &Reach| changed.len() + 2 * (r.back + r.ahead) as usize <= line.len() * 3 / 4;
        let kept = match reach.filter(less) {
            Some(reach) => {
                judge.keeps_near(&of(near), line, changed, reach)
                    && judge.binding(&of(&self.far[person]), line).is_empty()
            }
            None => judge.binding(&of(&self.rest[person]), line).is_empty(),
        };
        self.back(judge);
        kept
    }
}

impl Judged<'_> {
    /// First and last day of the shortest breach.
    fn shortest(&self, person: usize, line: &[Symbol]) -> Option<(usize, usize)> {
        let from = self.built.layout.from;
        let last = line.len().saturating_sub(1);
        let place = |b: Broken| {
            let first = b.first.since(from).max(0) as usize;
            let end = b.last.since(from).max(0) as usize;
            (first.min(last), end.min(last))
        };
        // it says most about what to change
        let found = self.breaches(person, line).into_iter().map(place);
        found.min_by_key(|(first, end)| (end.saturating_sub(*first), *first))
    }
}
