//! Who in the record is who in the plan.

use crate::diagnostic::did_you_mean;
use crate::rota::Rota;
use crate::time::{Clock, Minutes};

/// How two names were taken for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Letter by letter.
    Exact,
    /// But for capitals and blanks.
    Alike,
}

/// One person in both files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Index of the roster in the plan.
    pub planned: usize,
    /// Index of the roster in the record.
    pub worked: usize,
    /// How the names were matched.
    pub how: Match,
}

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What was planned.
    Planned,
    /// What was worked.
    Worked,
}

impl Side {
    /// `planned` or `worked`.
    pub fn word(self) -> &'static str {
        match self {
            Side::Planned => "planned",
            Side::Worked => "worked",
        }
    }
}

/// Somebody whom only one of the files has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The file that has the name.
    pub side: Side,
    /// Index of the roster there.
    pub roster: usize,
    /// The name.
    pub person: String,
    /// Duties in the days judged.
    pub duties: usize,
    /// Their length together.
    pub length: Minutes,
    /// A name of the other file that is close.
    pub near: Option<String>,
}

/// Capitals and blanks make no difference between people.
fn folded(name: &str) -> String {
    name.split_whitespace()
        .flat_map(str::chars)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Pairs the people of both files, in the order of the record. A name that could be two people of
/// the other file is left unmatched: nobody is guessed.
pub(super) fn pair(planned: &Rota, worked: &Rota) -> (Vec<Pair>, Vec<Unmatched>) {
    let names =
        |rota: &Rota| -> Vec<String> { rota.rosters.iter().map(|r| r.person.clone()).collect() };
    let (plan, record) = (names(planned), names(worked));
    let mut pairs = Vec::new();
    for (w, name) in record.iter().enumerate() {
        let exact: Vec<usize> = (0..plan.len()).filter(|p| plan[*p] == *name).collect();
        let twins = record.iter().filter(|other| *other == name).count();
        if let ([p], 1) = (exact.as_slice(), twins) {
            pairs.push(Pair {
                planned: *p,
                worked: w,
                how: Match::Exact,
            });
        }
    }
    for (w, name) in record.iter().enumerate() {
        let free_plan = |p: &usize| !pairs.iter().any(|pair: &Pair| pair.planned == *p);
        if pairs.iter().any(|pair| pair.worked == w) {
            continue;
        }
        let same = folded(name);
        let alike: Vec<usize> = (0..plan.len())
            .filter(free_plan)
            .filter(|p| folded(&plan[*p]) == same)
            .collect();
        let rivals = (0..record.len())
            .filter(|o| !pairs.iter().any(|pair| pair.worked == *o))
            .filter(|o| folded(&record[*o]) == same)
            .count();
        if let ([p], 1) = (alike.as_slice(), rivals) {
            pairs.push(Pair {
                planned: *p,
                worked: w,
                how: Match::Alike,
            });
        }
    }
    pairs.sort_by_key(|pair| pair.worked);
    let mut left = Vec::new();
    for w in 0..record.len() {
        if !pairs.iter().any(|pair| pair.worked == w) {
            left.push(unmatched(Side::Worked, worked, w, &plan));
        }
    }
    for p in 0..plan.len() {
        if !pairs.iter().any(|pair| pair.planned == p) {
            left.push(unmatched(Side::Planned, planned, p, &record));
        }
    }
    (pairs, left)
}

fn unmatched(side: Side, rota: &Rota, index: usize, others: &[String]) -> Unmatched {
    let roster = &rota.rosters[index];
    let duties = &roster.duties[roster.judged.clone()];
    let near = did_you_mean(&roster.person, others.iter().map(String::as_str));
    Unmatched {
        side,
        roster: index,
        person: roster.person.clone(),
        duties: duties.len(),
        length: duties.iter().map(|d| d.length(Clock::Elapsed)).sum(),
        near: near.map(str::to_owned),
    }
}
