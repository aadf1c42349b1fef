//! The same rota under several contracts, side by side.
//!
//! Thin: it sets beside each other what the check and the pay of each contract said, clause by
//! clause where they share an id, and lists what only one of them speaks of.

mod figures;
mod record;
mod tight;

pub use figures::{Figures, Often, figures, nights};
pub use record::{Fines, Recorded, Share};
pub use tight::{by_slack, slack_milli};

use crate::check::{Told, Verdict};
use crate::pay::{Payslip, Pence};
use crate::rota::Rota;
use crate::time::Day;

/// A rota under one contract.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// `contract`, or `contract@date` as asked.
    pub name: String,
    /// The contract's id.
    pub contract: String,
    /// The contract's title.
    pub title: String,
    /// The date of the law, where one day's law judged.
    pub on: Option<Day>,
    /// What the check said, unless the contract could not judge this rota.
    pub verdict: Option<Verdict>,
    /// How often anybody is on duty at night, as the law under this contract counts it.
    pub nights: Option<Often>,
    /// The clauses about basic pay, as `contract:clause`: without them a sum is no sum.
    pub base: Vec<String>,
    /// What it pays, a payslip for each roster in order; nothing where it was not priced.
    pub slips: Vec<Payslip>,
    /// What a record of worked duties came to, where one is given and could be judged.
    pub record: Option<Recorded>,
    /// Why something of this side is missing.
    pub missing: Vec<String>,
}

/// One clause across the sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Clause id, the same in each contract that has it.
    pub clause: String,
    /// For each side the tightest reading of anybody, and how many breaches.
    pub cells: Vec<Option<Cell>>,
}

/// One clause under one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The tightest reading.
    pub told: Told,
    /// Breaches of it.
    pub breaches: usize,
}

/// A sum, and whether everything that belongs in it could be priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// What could be priced.
    pub pence: Pence,
    /// Whether that is all of it.
    pub whole: bool,
}

/// One element of pay across the sides, over everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayRow {
    /// Clause id.
    pub clause: String,
    /// For each side the sum over everybody.
    pub sums: Vec<Option<Amount>>,
}

/// One person's pay across the sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The person, line or `pattern`.
    pub person: String,
    /// For each side the sum; nothing where basic pay could not be priced.
    pub sums: Vec<Option<Amount>>,
}

/// The comparison of one rota.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The rota.
    pub rota: Rota,
    /// Its plain figures.
    pub figures: Figures,
    /// The contracts.
    pub sides: Vec<Side>,
    /// Clauses, in the order of the first contract that has them.
    pub rows: Vec<Row>,
    /// Pay elements.
    pub pay: Vec<PayRow>,
    /// Pay of each person or line.
    pub people: Vec<PersonRow>,
    /// Whether a record of worked duties was given.
    pub worked: bool,
    /// What could not be compared, with the reason.
    pub not_compared: Vec<String>,
}

/// Sets the sides beside each other.
pub fn compare(rota: Rota, sides: Vec<Side>, worked: bool) -> Comparison {
    let rows = clause_rows(&sides);
    let pay = pay_rows(&sides);
    let people = person_rows(&rota, &sides);
    let not_compared = not_compared(&sides, &rows, worked);
    Comparison {
        figures: figures(&rota),
        rota,
        sides,
        rows,
        pay,
        people,
        worked,
        not_compared,
    }
}

impl Comparison {
    /// Of each contract the sum over everybody.
    pub fn totals(&self) -> Vec<Option<Amount>> {
        self.sides.iter().map(Side::total).collect()
    }

    /// How much more one contract pays than another; nothing where one of the two sums is not whole,
    /// or they are for different stretches of time.
    pub fn difference(&self, from: Option<Amount>, to: Option<Amount>) -> Option<Pence> {
        let (from, to) = (from?, to?);
        let fair = from.whole && to.whole && same_span(&self.sides);
        fair.then(|| Pence(to.pence.0.saturating_sub(from.pence.0)))
    }
}

fn same_span(sides: &[Side]) -> bool {
    let per: Vec<&str> = sides
        .iter()
        .filter_map(|s| s.slips.first())
        .map(|s| s.per.as_str())
        .collect();
    per.windows(2).all(|p| p[0] == p[1])
}

/// The id of a clause without its contract.
fn bare(clause: &str) -> &str {
    clause.split_once(':').map_or(clause, |(_, id)| id)
}

fn clause_rows(sides: &[Side]) -> Vec<Row> {
    let mut ids: Vec<&str> = Vec::new();
    for verdict in sides.iter().filter_map(|s| s.verdict.as_ref()) {
        for told in &verdict.readings {
            let id = bare(&told.clause);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids.into_iter()
        .map(|id| Row {
            clause: id.to_owned(),
            cells: sides.iter().map(|side| cell(side, id)).collect(),
        })
        .collect()
}

/// The tightest of everybody's readings of a clause.
fn cell(side: &Side, id: &str) -> Option<Cell> {
    let verdict = side.verdict.as_ref()?;
    let of_clause = || verdict.readings.iter().filter(|t| bare(&t.clause) == id);
    let told = of_clause().min_by(|a, b| by_slack(a, b))?.clone();
    let breaches = verdict
        .breaches
        .iter()
        .filter(|b| bare(&b.told.clause) == id)
        .count();
    Some(Cell { told, breaches })
}

fn pay_rows(sides: &[Side]) -> Vec<PayRow> {
    let mut ids: Vec<&str> = Vec::new();
    for line in sides.iter().flat_map(|s| &s.slips).flat_map(|s| &s.lines) {
        let id = bare(&line.clause);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter()
        .map(|id| PayRow {
            clause: id.to_owned(),
            sums: sides.iter().map(|side| pay_sum(side, id)).collect(),
        })
        .collect()
}

fn pay_sum(side: &Side, id: &str) -> Option<Amount> {
    let lines = side.people().flat_map(|s| &s.lines);
    let sums: Vec<Pence> = lines
        .filter(|l| bare(&l.clause) == id)
        .map(|l| l.pence)
        .collect();
    let mut refused = side.people().flat_map(|s| &s.refused);
    (!sums.is_empty()).then(|| Amount {
        pence: sums.into_iter().sum(),
        whole: !refused.any(|r| bare(&r.clause) == id),
    })
}

fn person_rows(rota: &Rota, sides: &[Side]) -> Vec<PersonRow> {
    rota.rosters
        .iter()
        .enumerate()
        .map(|(index, roster)| PersonRow {
            person: roster.person.clone(),
            sums: sides
                .iter()
                .map(|side| side.slips.get(index).and_then(|s| side.amount(s)))
                .collect(),
        })
        .collect()
}

impl Side {
    /// The sum over everybody; nothing where basic pay could not be priced for somebody.
    pub fn total(&self) -> Option<Amount> {
        let sums: Option<Vec<Amount>> = self.people().map(|s| self.amount(s)).collect();
        let sums = sums.filter(|all| !all.is_empty())?;
        Some(Amount {
            pence: sums.iter().map(|a| a.pence).sum(),
            whole: sums.iter().all(|a| a.whole),
        })
    }

    /// The payslips of people: not of a line on which nobody stands, where others do.
    fn people(&self) -> impl Iterator<Item = &Payslip> {
        self.slips.iter().filter(|s| !s.vacant)
    }

    /// A payslip's sum; nothing where basic pay is not in it.
    fn amount(&self, slip: &Payslip) -> Option<Amount> {
        let of_basic = |clause: &String| self.base.contains(clause);
        let sound = slip.basic_known
            && !slip.lines.is_empty()
            && !slip.refused.iter().any(|r| of_basic(&r.clause));
        sound.then_some(Amount {
            pence: slip.total,
            whole: slip.refused.is_empty(),
        })
    }
}

/// Clauses that only some of the contracts have, and everything refused or not checked.
fn not_compared(sides: &[Side], rows: &[Row], worked: bool) -> Vec<String> {
    let mut all = Vec::new();
    if !worked {
        all.push(
            "fines, and breaks and rest achieved: needs worked duties; give them with --worked"
                .to_owned(),
        );
    }
    for (i, side) in sides.iter().enumerate() {
        let silent: Vec<&str> = rows
            .iter()
            .filter(|row| row.cells[i].is_none())
            .map(|row| row.clause.as_str())
            .collect();
        if !silent.is_empty() {
            all.push(format!(
                "{}: nothing measured for {}",
                side.name,
                silent.join(", ")
            ));
        }
    }
    for side in sides {
        for why in &side.missing {
            all.push(format!("{}: {why}", side.name));
        }
        if let Some(verdict) = &side.verdict {
            let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
            for item in &verdict.not_checked {
                match reasons.iter_mut().find(|(why, _)| *why == item.why) {
                    Some((_, clauses)) => clauses.push(bare(&item.clause)),
                    None => reasons.push((&item.why, vec![bare(&item.clause)])),
                }
            }
            for (why, clauses) in reasons {
                all.push(format!(
                    "{}: {} not checked: {why}",
                    side.name,
                    clauses.join(", ")
                ));
            }
        }
        let vacant: Vec<&str> = side
            .slips
            .iter()
            .filter(|s| s.vacant)
            .map(|s| s.person.as_str())
            .collect();
        if !vacant.is_empty() {
            all.push(format!(
                "{}: left out of the sum over everybody, because nobody stands there: {}",
                side.name,
                vacant.join(", ")
            ));
        }
        for slip in side.people() {
            for note in &slip.notes {
                all.push(format!("{}: {}: {note}", side.name, slip.person));
            }
        }
        let mut refused: Vec<String> = side
            .people()
            .flat_map(|s| &s.refused)
            .map(|r| format!("{}: {} not priced: {}", side.name, r.clause, r.why))
            .collect();
        refused.sort();
        refused.dedup();
        all.extend(refused);
        for slip in &side.slips {
            if let Some(part) = slip.in_post.and_then(|post| post.part.map(|p| (post, p))) {
                let (post, sum) = part;
                all.push(format!(
                    "{}: {} is in post from {} to {}: the sum is for a year, {sum} of it falls to these days",
                    side.name,
                    slip.person,
                    post.days.from,
                    post.days.to.plus(-1)
                ));
            }
        }
        if let Some(record) = &side.record {
            let lines = record.missing.iter();
            all.extend(lines.map(|why| format!("{}: worked: {why}", side.name)));
        }
    }
    if !same_span(sides) {
        all.push(
            "pay is for different spans of time, so totals are not set against each other"
                .to_owned(),
        );
    }
    all
}
