//! A bound where one master over everybody would be too large: people in parts, each with a master
//! of its own, without the rows that tie the parts together.
//!
//! What a row costs is never below nothing, so leaving rows out proves a bound as well, only a
//! weaker one.

use std::time::Instant;

use super::under::Under;
use super::{Doing, MOST_ROWS, Search};
use crate::generate::{Care, generate};
use crate::joined::Joined;
use crate::master::{Master, Scope};
use crate::problem::{Hits, Problem, Symbol};

/// People in parts, and the problem without the rows between them.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    problem: Problem,
    people: Vec<Vec<usize>>,
    /// What rows that nobody counts in cost every rota.
    always: i64,
}

/// Parts whose masters are not too large, with as few rows left out as that takes; nothing where
/// that cannot be.
pub(super) fn parts(problem: &Problem, most_rows: usize) -> Option<Parts> {
    let groups = problem.people.iter().map(|p| p.group + 1).max()?;
    let mut members = vec![Vec::new(); groups];
    for (person, of) in problem.people.iter().enumerate() {
        members[of.group].push(person);
    }
    // which groups count in each row
    let mut of_row = vec![Vec::new(); problem.rows.len()];
    for group in 0..groups {
        for day in 0..problem.days {
            for symbol in 0..problem.symbols {
                for &(row, _) in problem.hits.of(group, day, symbol as Symbol) {
                    let of: &mut Vec<usize> = &mut of_row[row as usize];
                    if of.last() != Some(&group) {
                        of.push(group);
                    }
                }
            }
        }
    }
    let count = |of: &Vec<usize>| of.iter().map(|&g| members[g].len()).sum::<usize>();
    let people_of: Vec<usize> = of_row.iter().map(count).collect();
    let mut sizes = people_of.clone();
    sizes.sort_unstable();
    sizes.dedup();
    let most = sizes.into_iter().rev().find_map(|most| {
        let part = joined(problem.people.len(), &members, &of_row, |row| {
            people_of[row] <= most
        });
        let mut rows = vec![0; problem.people.len()];
        for (of, _) in of_row.iter().zip(&people_of).filter(|(_, n)| **n <= most) {
            if let Some(&group) = of.first() {
                rows[part[members[group][0]]] += 1;
            }
        }
        let fits = rows.iter().all(|n| *n <= most_rows);
        fits.then_some((most, part))
    });
    let (most, part) = most?;
    let kept = |row: u32| people_of[row as usize] <= most;
    let hits = Hits::build(groups, problem.days, problem.symbols, |g, day, s, into| {
        let all = problem.hits.of(g, day, s).iter();
        into.extend(all.filter(|h| kept(h.0)));
    });
    let mut people = vec![Vec::new(); problem.people.len()];
    for (person, &part) in part.iter().enumerate() {
        people[part].push(person);
    }
    people.retain(|p| !p.is_empty());
    let untouched = problem
        .rows
        .iter()
        .zip(&people_of)
        .filter(|(_, n)| **n == 0);
    Some(Parts {
        people,
        always: untouched.map(|(row, _)| row.penalty(0)).sum(),
        problem: Problem {
            hits,
            ..problem.clone()
        },
    })
}

/// The part of each person when rows join the people who count in them.
fn joined(
    people: usize,
    members: &[Vec<usize>],
    of_row: &[Vec<usize>],
    joins: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let mut parts = Joined::new(people);
    for (row, of) in of_row.iter().enumerate() {
        if !joins(row) {
            continue;
        }
        let mut all = of.iter().flat_map(|&g| &members[g]);
        let Some(&first) = all.next() else { continue };
        all.for_each(|&other| parts.join(first, other));
    }
    (0..people).map(|p| parts.top(p)).collect()
}

impl<'p> Search<'p, '_> {
    /// The bound by parts; what is learnt of prices and lines goes to the small masters.
    pub(super) fn bound_by_parts(&mut self, under: &mut Under<'p>) {
        if self.proved() || self.over() {
            return;
        }
        let Some(parts) = parts(self.problem, MOST_ROWS / 2) else {
            return;
        };
        let everybody = self.problem.people.len() as f64;
        let (patience, seconds) = (self.patience() * 0.5, self.seconds_left() * 0.5);
        let mut pricers = self.pricers();
        let mut sum = self.problem.constant as f64 + parts.always as f64;
        for people in &parts.people {
            let share = people.len() as f64 / everybody;
            let scope = Scope {
                people: people.clone(),
                from: 0,
                to: self.problem.days,
            };
            let mut master = Master::new(&parts.problem, self.alike, scope, &[]);
            let most = master.affordable();
            let care = Care {
                rounds: 400,
                gap: 1e-3,
                loose: 1e-2,
                most,
                pull: 0.0,
            };
            let (before, began) = (self.work, Instant::now());
            generate(&mut master, &mut pricers, care, &mut |m| {
                self.work = before + m.work;
                self.columns = m.size() as u64;
                self.say(Doing::Bound);
                let late = began.elapsed().as_secs_f64() > seconds * share;
                self.enough || m.work > patience * share || late
            });
            self.work = before + master.work;
            sum += master.bound;
            under.learn(master.told());
            let lines = master.lines();
            under.keep(lines.map(|(person, line)| (person, line.to_vec())));
        }
        self.bound = self.bound.max(sum);
        self.say(Doing::Bound);
    }
}
