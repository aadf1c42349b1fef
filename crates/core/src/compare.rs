//! The same rota under several contracts, side by side.
//!
//! Thin: it sets beside each other what the check and the pay of each contract said, clause by
//! clause where they share an id, and lists what only one of them speaks of.

use crate::check::{Told, Verdict};
use crate::pay::{Payslip, Pence};
use crate::rota::{Judged, Rota};
use crate::time::{Clock, Day};

/// A rota under one contract.
#[derive(Clone, Debug)]
pub struct Side {
    /// `contract`, or `contract@date` as asked.
    pub name: String,
    /// The contract's title.
    pub title: String,
    /// The date of the law, where one day's law judged.
    pub on: Option<Day>,
    /// What the check said, unless the contract could not judge this rota.
    pub verdict: Option<Verdict>,
    /// What it pays.
    pub slips: Vec<Payslip>,
    /// Why something of this side is missing.
    pub missing: Vec<String>,
}

/// Plain figures of a rota, the same under every contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// People or lines.
    pub people: usize,
    /// Weeks judged.
    pub weeks: i32,
    /// Duties of one cycle or period, of everybody.
    pub duties: usize,
    /// Minutes on duty a week and person, rounded to the minute.
    pub weekly_minutes: i64,
    /// The longest duty in minutes by the wall clock.
    pub longest_minutes: i32,
    /// Duties with three hours or more between 23:00 and 06:00, a week and person, in thousandths.
    pub nights_milli: i64,
    /// Weekends with a duty that starts or lies on them, of all weekends, as worked and all.
    pub weekends: (usize, usize),
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

/// One element of pay across the sides, over everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayRow {
    /// Clause id.
    pub clause: String,
    /// For each side the sum over everybody.
    pub sums: Vec<Option<Pence>>,
}

/// The comparison of one rota.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The rota's title.
    pub title: String,
    /// Its plain figures.
    pub figures: Figures,
    /// The contracts.
    pub sides: Vec<Side>,
    /// Clauses, in the order of the first contract that has them.
    pub rows: Vec<Row>,
    /// Pay elements.
    pub pay: Vec<PayRow>,
    /// What could not be compared, with the reason.
    pub not_compared: Vec<String>,
}

/// Sets the sides beside each other.
pub fn compare(rota: &Rota, sides: Vec<Side>) -> Comparison {
    let rows = clause_rows(&sides);
    let pay = pay_rows(&sides);
    let not_compared = not_compared(&sides, &rows);
    Comparison {
        title: rota.title.clone(),
        figures: figures(rota),
        sides,
        rows,
        pay,
        not_compared,
    }
}

/// The plain figures of a rota.
pub fn figures(rota: &Rota) -> Figures {
    const NIGHT_FROM: i32 = 23 * 60;
    const NIGHT_TO: i32 = 30 * 60;
    let (mut minutes, mut nights, mut longest, mut duties) = (0_i64, 0_i64, 0_i32, 0_usize);
    let mut weekends = 0_usize;
    let mut all_weekends = 0_usize;
    let mut person_days = 0_i64;
    for roster in &rota.rosters {
        let days = if roster.cycle_days > 0 {
            roster.cycle_days
        } else {
            rota.period.days()
        };
        person_days += i64::from(days);
        all_weekends += (days / 7).max(0) as usize;
        let mut worked: Vec<Day> = Vec::new();
        for duty in &roster.duties[roster.judged.clone()] {
            let length = duty.length(Clock::Nominal).0;
            minutes += i64::from(length);
            longest = longest.max(length);
            duties += 1;
            let (start, end) = (duty.start.wall.0, duty.end.wall.0);
            let midnight = duty.day().midnight().0;
            let night = (-1..=1)
                .map(|n| midnight + n * 24 * 60)
                .map(|m| (end.min(m + NIGHT_TO) - start.max(m + NIGHT_FROM)).max(0))
                .sum::<i32>();
            nights += i64::from(night >= 180);
            let saturday = duty.day().monday().plus(5);
            if end > saturday.midnight().0 {
                worked.push(saturday);
            }
        }
        worked.dedup();
        weekends += worked.len();
    }
    let weeks = person_days.max(1);
    Figures {
        people: rota.rosters.len(),
        weeks: match rota.judged {
            Judged::Pattern { weeks } => i32::from(weeks),
            Judged::Rota | Judged::Worked => rota.period.days() / 7,
        },
        duties,
        weekly_minutes: (2 * minutes * 7 + weeks) / (2 * weeks),
        longest_minutes: longest,
        nights_milli: (2 * nights * 7000 + weeks) / (2 * weeks),
        weekends: (weekends, all_weekends),
    }
}

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
    let slack = |t: &Told| {
        let distance = (t.reading.limit - t.reading.measured).abs();
        let sign = if t.headroom.starts_with('-') { -1 } else { 1 };
        i128::from(distance) * sign * 1_000_000 / i128::from(t.reading.limit.abs().max(1))
    };
    let told = of_clause().min_by_key(|t| slack(t))?.clone();
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

fn pay_sum(side: &Side, id: &str) -> Option<Pence> {
    let sums: Vec<Pence> = side
        .slips
        .iter()
        .flat_map(|s| &s.lines)
        .filter(|l| bare(&l.clause) == id)
        .map(|l| l.pence)
        .collect();
    (!sums.is_empty()).then(|| sums.into_iter().sum())
}

impl Side {
    /// The sum over everybody; nothing where basic pay could not be priced for somebody.
    pub fn total(&self) -> Option<Pence> {
        let sound = !self.slips.is_empty()
            && self.slips.iter().all(|s| {
                !s.lines.is_empty() && !s.refused.iter().any(|r| r.why.starts_with("basic pay"))
            });
        sound.then(|| self.slips.iter().map(|s| s.total).sum())
    }
}

/// Clauses that only some of the contracts have, and everything refused or not checked.
fn not_compared(sides: &[Side], rows: &[Row]) -> Vec<String> {
    let mut all = Vec::new();
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
        let mut refused: Vec<String> = side
            .slips
            .iter()
            .flat_map(|s| &s.refused)
            .map(|r| format!("{}: {} not priced: {}", side.name, r.clause, r.why))
            .collect();
        refused.sort();
        refused.dedup();
        all.extend(refused);
    }
    let per: Vec<&str> = sides
        .iter()
        .filter_map(|s| s.slips.first())
        .map(|s| s.per.as_str())
        .collect();
    if per.windows(2).any(|p| p[0] != p[1]) {
        all.push(
            "pay is for different spans of time, so totals are not set against each other"
                .to_owned(),
        );
    }
    all
}
