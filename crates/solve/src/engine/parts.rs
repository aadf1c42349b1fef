//! Where one master over everybody would be too large: people in parts, each designed by itself,
//! without the rows that tie the parts together.
//!
//! What a row costs is never below nothing, so what is proved for all parts is proved for the whole;
//! leaving rows out only proves less.

use std::ops::Range;

use super::under::Under;
use super::{MOST_ROWS, Search, plain_bound};
use crate::dp::{Lawful, Pricer};
use crate::engine::{Doing, Limits, Outcome, Until};
use crate::joined::Joined;
use crate::master::Pricers;
use crate::problem::{Alike, Hits, Problem, Symbol};

/// A part has no more rows than this, where that can be: its master is worked as a whole, and in
/// its share of the time.
const MOST_PART: usize = MOST_ROWS / 2;

/// The share of what is left that all parts together may take.
const MOST_PARTED: f64 = 0.95;

/// Some of the people, and the rows in which only they count.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) problem: Problem,
    /// Who they are in the whole.
    pub(super) people: Vec<usize>,
    /// Which rows these are in the whole.
    rows: Vec<u32>,
}

/// Everybody in parts.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    /// What rows that nobody counts in cost every rota.
    always: i64,
}

/// The judge of the whole, asked about a part.
pub(super) struct JudgeOf<'a> {
    judge: &'a dyn Lawful,
    people: &'a [usize],
}

impl Lawful for JudgeOf<'_> {
    fn broken(&self, person: usize, line: &[Symbol]) -> Option<(usize, usize)> {
        self.judge.broken(self.people[person], line)
    }

    fn keeps_the_rest(&self, person: usize, line: &[Symbol], changed: Range<usize>) -> bool {
        self.judge
            .keeps_the_rest(self.people[person], line, changed)
    }
}

/// Parts whose masters are not too large, with as few rows left out as that takes; nothing where
/// that cannot be.
pub(super) fn parts(problem: &Problem) -> Option<Parts> {
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
    let (most, part_of) = sizes.into_iter().rev().find_map(|most| {
        let part_of = joined(problem.people.len(), &members, &of_row, |row| {
            people_of[row] <= most
        });
        let mut rows = vec![0; problem.people.len()];
        for (of, _) in of_row.iter().zip(&people_of).filter(|(_, n)| **n <= most) {
            if let Some(&group) = of.first() {
                rows[part_of[members[group][0]]] += 1;
            }
        }
        let fits = rows.iter().all(|n| *n <= MOST_PART);
        fits.then_some((most, part_of))
    })?;
    let mut people = vec![Vec::new(); problem.people.len()];
    for (person, &part) in part_of.iter().enumerate() {
        people[part].push(person);
    }
    let mut rows = vec![Vec::new(); problem.people.len()];
    for (row, of) in of_row.iter().enumerate() {
        if let Some(&group) = of.first().filter(|_| people_of[row] <= most) {
            rows[part_of[members[group][0]]].push(row as u32);
        }
    }
    let parts = people.into_iter().zip(rows).filter(|(p, _)| !p.is_empty());
    let untouched = problem
        .rows
        .iter()
        .zip(&people_of)
        .filter(|(_, n)| **n == 0);
    Some(Parts {
        parts: parts.map(|(p, r)| Part::of(problem, p, r)).collect(),
        always: untouched.map(|(row, _)| row.penalty(0)).sum(),
    })
}

impl Part {
    /// The judge of the whole for its people.
    pub(super) fn judged_by<'a>(&'a self, judge: Option<&'a dyn Lawful>) -> Option<JudgeOf<'a>> {
        let people = &self.people;
        judge.map(|judge| JudgeOf { judge, people })
    }

    fn of(problem: &Problem, people: Vec<usize>, rows: Vec<u32>) -> Part {
        let groups = problem.people.iter().map(|p| p.group + 1).max();
        let hits = |g, day, s, into: &mut Vec<(u32, i32)>| {
            // groups of other parts count in none of these
            let all = problem.hits.of(g, day, s).iter();
            into.extend(all.filter_map(|&(row, weight)| {
                let at = rows.binary_search(&row).ok()?;
                Some((at as u32, weight))
            }));
        };
        Part {
            problem: Problem {
                lengths: problem.lengths.clone(),
                automata: problem.automata.clone(),
                people: people.iter().map(|&p| problem.people[p].clone()).collect(),
                rows: rows
                    .iter()
                    .map(|&r| problem.rows[r as usize].clone())
                    .collect(),
                hits: Hits::build(groups.unwrap_or(0), problem.days, problem.symbols, hits),
                constant: 0,
                ..*problem
            },
            people,
            rows,
        }
    }
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
    /// Designs part by part; takes over what that proves, and the lines where the whole is the better
    /// for them. What is learnt of prices and lines goes to the small masters.
    pub(super) fn by_parts(&mut self, parts: &Parts, under: &mut Under<'p>) {
        let spare = 1.0 - MOST_PARTED;
        let (work, seconds) = (self.patience() * spare, self.seconds_left() * spare);
        let always = (self.problem.constant + parts.always) as f64;
        let mut bounds: Vec<f64> = parts.parts.iter().map(|part| self.plain(part)).collect();
        self.bound = self.bound.max(always + bounds.iter().sum::<f64>());
        let mut waiting = self.problem.people.len();
        let mut all = self.lines.clone();
        for (number, part) in parts.parts.iter().enumerate() {
            if self.proved() || self.over() {
                break;
            }
            let share = part.people.len() as f64 / waiting.max(1) as f64;
            waiting -= part.people.len();
            let until = match self.limits.until {
                Until::Seconds(_) => Until::Seconds((self.seconds_left() - seconds) * share),
                Until::Work(_) => Until::Work((self.patience() - work) * share),
            };
            let outcome = self.part(part, until, under);
            bounds[number] = outcome.bound.max(bounds[number]);
            self.bound = self.bound.max(always + bounds.iter().sum::<f64>());
            if outcome.lines.len() == part.people.len() {
                let mut lines = self.lines.clone();
                for (&person, line) in part.people.iter().zip(outcome.lines) {
                    all[person].clone_from(&line);
                    lines[person] = line;
                }
                self.offer(lines);
            }
            self.say(Doing::Bound);
        }
        self.offer(all);
    }

    /// What is proved of a part before it is designed.
    fn plain(&self, part: &Part) -> f64 {
        let alike = Alike::new(&part.problem);
        // what the judge forbids can only cost more
        let threads = self.limits.threads.max(1);
        let mut pricers: Pricers<'_> = (0..threads).map(|_| Pricer::default()).collect();
        plain_bound(&part.problem, &alike, &mut pricers)
    }

    /// Designs one part, from what its people do now.
    fn part(&mut self, part: &Part, until: Until, under: &mut Under<'p>) -> Outcome {
        let limits = Limits {
            until,
            threads: self.limits.threads,
            seed: self.random.draw(),
        };
        let alike = Alike::new(&part.problem);
        let judge = part.judged_by(self.judge);
        let judge = judge.as_ref().map(|j| j as &dyn Lawful);
        let lines = part.people.iter().map(|&p| self.lines[p].clone());
        let lines = lines.collect();
        let (work, moves) = (self.work, self.moves);
        let mut tell = |p: &super::Progress| {
            (self.work, self.moves) = (work + p.work, moves + p.moves);
            self.columns = p.columns;
            if p.doing != Doing::Done {
                self.say(p.doing);
            }
            !self.enough
        };
        let mut search = Search::new(&part.problem, &alike, &limits, judge, &mut tell);
        let without = search.begin(Some(lines));
        if without.is_empty() {
            search.hot = under.hot;
            let known = search.run(Some(&under.arms));
            under.arms.recall(&known.arms);
            let prices = part.rows.iter().zip(known.prices.iter());
            under.learn(prices.map(|(&row, &price)| (row, price)));
            for (&person, lines) in part.people.iter().zip(known.pool.iter()) {
                under.keep(lines.iter().map(|line| (person, line.clone())));
            }
        }
        search.outcome(without)
    }
}
