//! The verdict as text for people: in full with grids and carets, or one line a finding.

mod compare;
mod grid;
mod html;
mod leave;
mod page;
mod schedule;
mod slip;
mod unchecked;
mod worked;

use std::fmt::Write;

use crate::check::{Finding, Question, Told, Verdict, Work, amount};
use crate::contract::Law;
use crate::diagnostic::{self, Diagnostic};
use crate::rota::{Judged, Rota};
use crate::rules;
use crate::time::Moment;

pub use compare::{comparison, comparison_csv};
pub use grid::pattern_grid;
pub use leave::leave;
pub use page::comparison_page;
pub use schedule::{Schedule, schedule_page};
pub use slip::payslips;
pub use unchecked::not_checked;
pub use worked::worked;

/// Everything: heading, grid, breaches, warnings, headroom, what was not checked.
pub fn full(question: &Question<'_>, verdict: &Verdict, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    let rota = question.rota;
    heading(&mut out, question, verdict, diagnostics);
    for diagnostic in diagnostics.iter().chain(&verdict.diagnostics) {
        let _ = writeln!(out, "\n{}", diagnostic::full(diagnostic));
    }
    if let Some(grid) = pattern_grid(rota, &verdict.breaches) {
        let _ = write!(out, "\n{grid}");
    }
    breaches(&mut out, rota, verdict);
    let told_above = |w: &&Finding| {
        let same = |b: &Finding| b.told.clause == w.told.clause && b.told.roster == w.told.roster;
        w.interpretation.is_some() && verdict.breaches.iter().any(same)
    };
    let warnings: Vec<&Finding> = verdict.warnings.iter().filter(|w| !told_above(w)).collect();
    if !warnings.is_empty() {
        let _ = writeln!(out, "\nWarnings");
        for (finding, others) in grouped(&warnings) {
            let _ = write!(out, "\n{}", one(rota, finding));
            if !others.is_empty() {
                let _ = writeln!(out, "   = also: {}", people(&others));
            }
        }
    }
    readings(&mut out, verdict);
    unchecked::write(&mut out, verdict, diagnostics);
    out.push_str(
        "\nFirstline gives evidence, not legal advice. Confidence says how sure each limit is.\n",
    );
    out
}

/// One line for each finding and each message.
pub fn concise(question: &Question<'_>, verdict: &Verdict, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().chain(&verdict.diagnostics) {
        let _ = writeln!(out, "{}", diagnostic::concise(diagnostic));
    }
    for finding in &verdict.breaches {
        let _ = writeln!(out, "{}", line(question.rota, finding));
    }
    for finding in &verdict.warnings {
        let why = finding.why_warning.as_deref().unwrap_or_default();
        let _ = writeln!(out, "warning: {}; {why}", line(question.rota, finding));
    }
    for item in &verdict.not_checked {
        let _ = writeln!(out, "not checked: {} {}", item.clause, item.why);
    }
    out
}

/// `R003 england-2016:rest.between Asha, Thu 6 – Fri 7 Aug 2026: 9 h 30 min of rest, needs 11 h`.
pub fn line(rota: &Rota, finding: &Finding) -> String {
    let told = &finding.told;
    format!(
        "{} {} {}, {}: {}",
        told.code,
        told.clause,
        told.person,
        stretch(rota, told),
        told.words
    )
}

/// The working of some clauses: each value measured, with its headroom.
pub fn working(question: &Question<'_>, work: &[Work]) -> String {
    let rota = question.rota;
    let mut out = String::new();
    for work in work {
        let person = &rota.rosters[work.roster].person;
        let _ = writeln!(out, "{} in {}, {person}", work.clause, rota.title);
        let _ = writeln!(out, "  {}", work.clause_text);
        if let Some(lack) = &work.lack {
            let _ = writeln!(out, "  not checked: {lack}");
        }
        if work.told.is_empty() {
            out.push_str("  nothing to measure\n\n");
            continue;
        }
        for told in &work.told {
            let r = &told.reading;
            let headroom = headroom(told);
            let verdict = if headroom < 0 { "BREACH" } else { "kept" };
            let _ = writeln!(
                out,
                "  {verdict:<6}  {}: {}; headroom {}",
                stretch(rota, told),
                told.words,
                amount(told.unit, headroom, r.scale)
            );
        }
        out.push('\n');
    }
    out
}

/// So many breaches of one clause are told in full; the rest are counted.
const MOST_OF_A_CLAUSE: usize = 4;

/// The breaches in full, and a line a clause where there are many.
fn breaches(out: &mut String, rota: &Rota, verdict: &Verdict) {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for finding in &verdict.breaches {
        let clause = finding.told.clause.as_str();
        match counts.iter_mut().find(|(c, _)| *c == clause) {
            Some((_, n)) => *n += 1,
            None => counts.push((clause, 1)),
        }
    }
    if verdict.breaches.len() > MOST_OF_A_CLAUSE {
        out.push_str("\nBreaches by clause\n\n");
        for (clause, n) in &counts {
            let _ = writeln!(out, "  {n:>5}  {clause}");
        }
    }
    let mut told: Vec<(&str, usize)> = Vec::new();
    for finding in &verdict.breaches {
        let clause = finding.told.clause.as_str();
        let so_far = match told.iter_mut().find(|(c, _)| *c == clause) {
            Some((_, n)) => {
                *n += 1;
                *n
            }
            None => {
                told.push((clause, 1));
                1
            }
        };
        if so_far <= MOST_OF_A_CLAUSE {
            let _ = write!(out, "\n{}", one(rota, finding));
        }
    }
    let more: usize = counts
        .iter()
        .map(|(_, n)| n.saturating_sub(MOST_OF_A_CLAUSE))
        .sum();
    if more > 0 {
        let _ = writeln!(
            out,
            "\n{more} more breaches of these clauses; --format concise lists every one"
        );
    }
}

/// Warnings that say the same of several people, once, with the others' names.
fn grouped<'w>(warnings: &[&'w Finding]) -> Vec<(&'w Finding, Vec<String>)> {
    let mut groups: Vec<(&Finding, Vec<String>)> = Vec::new();
    for finding in warnings {
        let same = |f: &Finding| {
            f.told.clause == finding.told.clause
                && f.interpretation.is_some()
                && f.interpretation == finding.interpretation
                && f.told.words == finding.told.words
        };
        match groups.iter_mut().find(|(f, _)| same(f)) {
            Some((_, others)) => {
                if !others.contains(&finding.told.person) {
                    others.push(finding.told.person.clone());
                }
            }
            None => groups.push((finding, Vec::new())),
        }
    }
    groups
}

fn heading(
    out: &mut String,
    question: &Question<'_>,
    verdict: &Verdict,
    diagnostics: &[Diagnostic],
) {
    let rota = question.rota;
    let what = match rota.judged {
        Judged::Pattern { weeks } => {
            let lines = match rota.rosters.len() {
                1 => String::new(),
                n => format!(" with {n} lines"),
            };
            let weeks = if weeks == 1 {
                "1 week".to_owned()
            } else {
                format!("{weeks} weeks")
            };
            format!("a pattern of {weeks}{lines}, judged over its wrap")
        }
        Judged::Rota => dated("a rota", rota),
        Judged::Worked => dated("what was worked", rota),
    };
    let _ = writeln!(out, "{}: {what}", rota.title);
    terms(out, question);
    let left_out = diagnostics
        .iter()
        .filter(|d| d.severity == diagnostic::Severity::Error)
        .count();
    let unread = verdict.not_checked.len() + left_out;
    let rest = if unread == 0 {
        String::new()
    } else {
        let word = if unread == 1 {
            "thing was"
        } else {
            "things were"
        };
        format!("; {unread} {word} not checked, listed below")
    };
    if verdict.lawful() && left_out > 0 {
        let _ = writeln!(
            out,
            "\nNOT WHOLLY READ: no breach in what could be read{rest}"
        );
    } else if verdict.lawful() {
        let _ = writeln!(out, "\nLAWFUL in what was checked{rest}");
    } else {
        let n = verdict.breaches.len();
        let word = if n == 1 { "breach" } else { "breaches" };
        let _ = writeln!(out, "\nNOT LAWFUL: {n} {word}{rest}");
    }
}

/// Which contracts bind, and which law judges.
fn terms(out: &mut String, question: &Question<'_>) {
    for terms in &question.terms {
        let names: Vec<&str> = terms.contracts.iter().map(|c| c.id.as_str()).collect();
        let law = match terms.law {
            Law::On(day) => format!("the law of {}", day.long()),
            Law::OfEachDate => "the law of each duty's date".to_owned(),
        };
        let _ = writeln!(out, "{}, {law}", names.join(" over "));
    }
}

fn dated(what: &str, rota: &Rota) -> String {
    let people = match rota.rosters.len() {
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    let last = rota.period.to.plus(-1);
    format!(
        "{what} of {people}, {} to {}, {}",
        rota.period.from.long(),
        last.long(),
        rota.zone.name()
    )
}

/// A moment as people of this rota would say it: a date, or a week of the pattern.
pub(crate) fn when(rota: &Rota, moment: Moment, cycle_days: i32) -> String {
    let day = moment.wall.day();
    if rota.on_dates {
        return day.long();
    }
    let cycle = if cycle_days > 0 {
        cycle_days
    } else {
        rota.period.days().max(1)
    };
    let week = day.since(rota.period.from).rem_euclid(cycle) / 7 + 1;
    format!("{} of week {week}", day.weekday())
}

fn stretch(rota: &Rota, told: &Told) -> String {
    let cycle = rota.rosters[told.roster].cycle_days;
    let from = when(rota, told.from, cycle);
    // the last minute, not the one after it
    let end = crate::time::Wall(told.to.wall.0 - 1);
    let end = Moment {
        wall: end,
        instant: told.to.instant,
    };
    let to = when(rota, end, cycle);
    if from == to {
        from
    } else {
        format!("{from} – {to}")
    }
}

fn one(rota: &Rota, finding: &Finding) -> String {
    let told = &finding.told;
    let name = rules::kind(told.code).map_or("", |k| k.name);
    let mut out = format!("{} {name}: {}\n", told.code, told.words);
    let _ = writeln!(out, "  --> {}, {}", told.person, stretch(rota, told));
    for row in grid::around(rota, told) {
        let _ = writeln!(out, "   |  {row}");
    }
    let _ = writeln!(
        out,
        "   = clause: {} › {}, in force from {} ({})",
        told.clause,
        finding.citation,
        finding.in_force_from,
        told.confidence.word()
    );
    let _ = writeln!(out, "   = says: {}", finding.clause_text);
    if let Some(nominal) = &finding.nominal {
        let _ = writeln!(
            out,
            "   = clocks: the wall clock shows {nominal} {}; the clocks change in this stretch",
            told.unit.word()
        );
    }
    if !finding.decides {
        let _ = writeln!(
            out,
            "   = note: another contract that binds asks for as much or more, and decides"
        );
    }
    if let Some(interpretation) = &finding.interpretation {
        let _ = writeln!(
            out,
            "   = reading: hangs on the interpretation {interpretation}"
        );
    }
    if let Some(why) = &finding.why_warning {
        let _ = writeln!(out, "   = why: {why}");
    }
    if let Some(cure) = &finding.cure {
        let _ = writeln!(out, "   = help: {cure}");
    }
    out
}

/// The tightest person for each clause, by clause in the order of the contract.
fn readings(out: &mut String, verdict: &Verdict) {
    let mut tightest: Vec<&Told> = Vec::new();
    for told in &verdict.readings {
        match tightest.iter_mut().find(|t| t.clause == told.clause) {
            Some(other) if share(told) < share(other) => *other = told,
            Some(_) => {}
            None => tightest.push(told),
        }
    }
    if tightest.is_empty() {
        return;
    }
    let several = tightest
        .iter()
        .any(|t| t.person != tightest[0].person || t.roster != 0);
    let mut rows = vec![[
        "clause".to_owned(),
        "measured".to_owned(),
        "limit".to_owned(),
        "headroom".to_owned(),
        "confidence".to_owned(),
        if several { "tightest for" } else { "" }.to_owned(),
    ]];
    for told in tightest {
        let r = &told.reading;
        let headroom = headroom(told);
        rows.push([
            told.clause.clone(),
            amount(told.unit, r.measured, r.scale),
            amount(told.unit, r.limit, r.scale),
            amount(told.unit, headroom, r.scale),
            told.confidence.word().to_owned(),
            if several {
                told.person.clone()
            } else {
                String::new()
            },
        ]);
    }
    out.push_str("\nHow near each clause is\n\n");
    table(out, &rows);
}

fn headroom(told: &Told) -> i64 {
    let distance = (told.reading.limit - told.reading.measured).abs();
    if told.headroom.starts_with('-') {
        -distance
    } else {
        distance
    }
}

/// Headroom as a share of the limit, in millionths, to compare clauses' tightness across people.
fn share(told: &Told) -> i64 {
    let limit = told.reading.limit.abs().max(1);
    i64::try_from(i128::from(headroom(told)) * 1_000_000 / i128::from(limit)).unwrap_or(i64::MAX)
}

fn table(out: &mut String, rows: &[[String; 6]]) {
    let width = |i: usize| rows.iter().map(|r| r[i].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        let _ = writeln!(out, "  {}", cells.join("  ").trim_end());
    }
}

fn people(names: &[String]) -> String {
    match names.len() {
        0..=4 => names.join(", "),
        n => format!("{}, {} and {} more", names[0], names[1], n - 2),
    }
}
