//! What was worked against what was planned, as text for people.

use std::fmt::Write;

use super::{line, unchecked};
use crate::check::Finding;
use crate::diagnostic::{self, Diagnostic};
use crate::rota::Rota;
use crate::time::Minutes;
use crate::worked::{
    Compared, Fined, Match, Outcome, ShareTold, Side, Status, WorkedQuestion, row_words,
};

/// So many rows of one person are told; the JSON has every one.
const MOST_ROWS: usize = 60;

/// Everything: who, duty by duty, limits, shares, fines, what was not checked.
pub fn worked(
    question: &WorkedQuestion<'_>,
    outcome: &Outcome,
    diagnostics: &[Diagnostic],
    arithmetic: bool,
) -> String {
    let (planned, record) = (question.planned.rota, question.worked.rota);
    let mut out = format!(
        "{} against {}: what was worked, {} to {}\n",
        record.title,
        planned.title,
        record.period.from.long(),
        record.period.to.plus(-1).long()
    );
    super::terms(&mut out, question.worked);
    summary(&mut out, outcome);
    for diagnostic in diagnostics.iter().chain(&outcome.verdict.diagnostics) {
        let _ = writeln!(out, "\n{}", diagnostic::full(diagnostic));
    }
    matched(&mut out, planned, record, outcome);
    for one in &outcome.people {
        person(&mut out, planned, record, one);
    }
    limits(&mut out, record, planned, outcome);
    shares(&mut out, record, &outcome.shares);
    fines(&mut out, record, outcome, arithmetic);
    unchecked::write(&mut out, &outcome.verdict, diagnostics);
    out.push_str(
        "\nFirstline gives evidence, not legal advice. Confidence says how sure each limit and rate is.\n",
    );
    out
}

fn summary(out: &mut String, outcome: &Outcome) {
    let breaches = outcome.verdict.breaches.len();
    let already = outcome.planned_too.iter().filter(|p| **p).count();
    let over: Minutes = outcome.people.iter().map(|p| p.totals().over).sum();
    let _ = writeln!(
        out,
        "\n{}; {over} worked outside the plan; {}, {}",
        match breaches {
            0 => "no breach in what was worked and checked".to_owned(),
            1 => "1 breach in what was worked".to_owned(),
            n => format!("{n} breaches in what was worked"),
        },
        match outcome.fines.len() {
            0 => "no fine with a sum".to_owned(),
            1 => "1 fine".to_owned(),
            n => format!("{n} fines"),
        },
        match outcome
            .not_priced
            .iter()
            .filter(|n| n.roster.is_some())
            .count()
        {
            0 => "none without".to_owned(),
            n => format!("{n} without a sum"),
        }
    );
    if already > 0 {
        let of = if already == breaches {
            "the plan already had all of them".to_owned()
        } else {
            format!("the plan already had {already} of them")
        };
        let _ = writeln!(out, "{of}");
    }
}

fn matched(out: &mut String, planned: &Rota, record: &Rota, outcome: &Outcome) {
    out.push_str("\nPeople\n\n");
    let exact = outcome.people.iter().filter(|p| p.pair.how == Match::Exact);
    let names: Vec<&str> = exact
        .map(|p| planned.rosters[p.pair.planned].person.as_str())
        .collect();
    if !names.is_empty() {
        let _ = writeln!(out, "  in both files: {}", names.join(", "));
    }
    for one in &outcome.people {
        if one.pair.how == Match::Alike {
            let _ = writeln!(
                out,
                "  in both files: `{}` of the plan is `{}` of the record, but for capitals and blanks",
                planned.rosters[one.pair.planned].person, record.rosters[one.pair.worked].person
            );
        }
    }
    for one in &outcome.unmatched {
        let where_ = match one.side {
            Side::Planned => "only in the plan",
            Side::Worked => "only in the record",
        };
        let duties = counted(one.duties, "duty", "duties");
        let _ = write!(out, "  {where_}: {}, {duties}, {}", one.person, one.length);
        match (&one.near, one.side) {
            (Some(near), Side::Planned) => {
                let _ = write!(
                    out,
                    "; not matched with `{near}` of the record: is it the same?"
                );
            }
            (Some(near), Side::Worked) => {
                let _ = write!(out, "; not matched; did you mean `{near}` of the plan?");
            }
            (None, _) => out.push_str("; not compared"),
        }
        out.push('\n');
    }
}

fn person(out: &mut String, planned: &Rota, record: &Rota, one: &Compared) {
    let _ = writeln!(out, "\n{}\n", record.rosters[one.pair.worked].person);
    let told = |status: Status| !matches!(status, Status::AsPlanned | Status::BeyondRecord);
    let rows: Vec<_> = one.rows.iter().filter(|r| told(r.status)).collect();
    for row in rows.iter().take(MOST_ROWS) {
        let _ = writeln!(out, "  {}", row_words(row));
    }
    if rows.len() > MOST_ROWS {
        let more = rows.len() - MOST_ROWS;
        let _ = writeln!(out, "  {more} more; --format json lists every one");
    }
    let count = |status: Status| one.rows.iter().filter(|r| r.status == status).count();
    let same = count(Status::AsPlanned);
    if same > 0 {
        let _ = writeln!(
            out,
            "  {} worked to the minute",
            counted(same, "duty", "duties")
        );
    }
    let beyond: Vec<_> = one
        .rows
        .iter()
        .filter(|r| r.status == Status::BeyondRecord)
        .filter_map(|r| r.planned.first())
        .collect();
    if let (Some(first), Some(last)) = (beyond.first(), beyond.last()) {
        let _ = writeln!(
            out,
            "  {} planned from {} to {}, outside the days of the record: not compared",
            counted(beyond.len(), "duty", "duties"),
            first.day().long(),
            last.day().long()
        );
    }
    if one.rows.is_empty() {
        let _ = writeln!(
            out,
            "  no duty in either file between {} and {}",
            planned.period.from.long(),
            record.period.to.plus(-1).long()
        );
    }
    let totals = one.totals();
    let _ = writeln!(
        out,
        "  time owed: {} worked outside the plan; {} planned and not worked",
        totals.over, totals.under
    );
    if totals.unknown > 0 {
        let _ = writeln!(
            out,
            "  {} on call not counted: the work is not recorded in both files",
            counted(totals.unknown, "duty", "duties")
        );
    }
    if totals.breaks_recorded > 0 {
        let _ = writeln!(
            out,
            "  breaks: recorded for {} in both files; {}",
            counted(totals.breaks_recorded, "duty", "duties"),
            match totals.breaks_missed {
                0 => "none shorter than planned".to_owned(),
                n => format!(
                    "shorter than planned on {n}, by {} in all",
                    totals.breaks_short
                ),
            }
        );
    } else {
        out.push_str("  breaks: not recorded in both files\n");
    }
}

fn limits(out: &mut String, record: &Rota, planned: &Rota, outcome: &Outcome) {
    out.push_str("\nLimits, judged on what was worked\n\n");
    if outcome.verdict.breaches.is_empty() {
        out.push_str("  no clause that could be checked was broken\n");
    }
    for group in groups(outcome) {
        let [(finding, too), more @ ..] = group.as_slice() else {
            continue;
        };
        let whence = if *too {
            "the plan already had it"
        } else {
            "not in the plan"
        };
        let _ = writeln!(out, "  {}", line(record, finding));
        let _ = writeln!(
            out,
            "      {whence}; {} ({})",
            finding.citation,
            finding.told.confidence.word()
        );
        if !more.is_empty() {
            let days: Vec<String> = more
                .iter()
                .map(|(f, too)| {
                    let day = f.told.from.wall.day().short();
                    let planned = if *too { " (planned so)" } else { "" };
                    format!("{day}{planned}")
                })
                .collect();
            let _ = writeln!(out, "      and again from {}", days.join(", "));
        }
    }
    let warnings = outcome.verdict.warnings.len();
    if warnings > 0 {
        let _ = writeln!(
            out,
            "  {} about how clauses may be read; `firstline check {} --worked` tells them",
            counted(warnings, "warning", "warnings"),
            record.title
        );
    }
    if !outcome.spared.is_empty() {
        out.push_str("\nIn the plan only\n\n");
        for finding in &outcome.spared {
            let _ = writeln!(out, "  {}", line(planned, finding));
        }
    }
}

/// Breaches of one clause by one person stand together, in the order of the first.
fn groups(outcome: &Outcome) -> Vec<Vec<(&Finding, bool)>> {
    let mut groups: Vec<Vec<(&Finding, bool)>> = Vec::new();
    for (finding, too) in outcome.verdict.breaches.iter().zip(&outcome.planned_too) {
        let same = |group: &&mut Vec<(&Finding, bool)>| {
            group.first().is_some_and(|(first, _)| {
                first.told.clause == finding.told.clause && first.told.roster == finding.told.roster
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push((finding, *too)),
            None => groups.push(vec![(finding, *too)]),
        }
    }
    groups
}

fn shares(out: &mut String, record: &Rota, shares: &[ShareTold]) {
    if shares.is_empty() {
        return;
    }
    out.push_str("\nBreaks and rest achieved\n\n");
    for told in shares {
        let person = &record.rosters[told.roster].person;
        let asked = if told.share.strictly {
            "more than"
        } else {
            "at least"
        };
        let limit = told.share.least.percent();
        if let Some(judged) = &told.judged {
            let worst = judged.worst;
            let verdict = if judged.met { "enough" } else { "TOO FEW" };
            let _ = writeln!(
                out,
                "  {person}: kept on {} of {} occasions from {} to {}, {asked} {limit} is asked: {verdict} ({}, {})",
                worst.kept,
                worst.all,
                worst.from.long(),
                worst.to.plus(-1).long(),
                told.clause,
                told.confidence.word()
            );
        }
        if let Some(why) = &told.why {
            let judged = if told.judged.is_some() {
                "in part"
            } else {
                "not judged"
            };
            let _ = writeln!(out, "  {person}: {} {judged}: {why}", told.clause);
        }
    }
}

fn fines(out: &mut String, record: &Rota, outcome: &Outcome, arithmetic: bool) {
    if !outcome.fines.is_empty() {
        out.push_str("\nFines\n\n");
    }
    for fine in &outcome.fines {
        one_fine(out, record, fine, arithmetic);
    }
    if outcome.fines.len() > 1 {
        let doctor: crate::pay::Pence = outcome.fines.iter().map(|f| f.doctor).sum();
        let guardian: crate::pay::Pence = outcome.fines.iter().map(|f| f.guardian).sum();
        let _ = writeln!(
            out,
            "  together {doctor} to doctors and {guardian} to the guardian"
        );
    }
    let lists = [
        ("Fines not priced", &outcome.not_priced),
        ("Overtime not priced", &outcome.overtime),
    ];
    for (title, list) in lists {
        if !list.is_empty() {
            let _ = writeln!(out, "\n{title}\n");
        }
        for item in list {
            let who = item
                .roster
                .map_or(String::new(), |r| format!("{}, ", record.rosters[r].person));
            let _ = writeln!(out, "  {}: {who}{}; {}", item.clause, item.what, item.why);
        }
    }
}

fn one_fine(out: &mut String, record: &Rota, fine: &Fined, arithmetic: bool) {
    let _ = writeln!(
        out,
        "  {}: {}, {} h at {} = {} to the doctor; at {} = {} to the guardian ({})",
        fine.clause,
        record.rosters[fine.roster].person,
        fine.hours,
        fine.doctor_hourly,
        fine.doctor,
        fine.guardian_hourly,
        fine.guardian,
        fine.confidence.word()
    );
    let whence = if fine.planned_too {
        "; the plan already had it"
    } else {
        ""
    };
    let _ = writeln!(out, "      for {}: {}{whence}", fine.on, fine.words);
    if !fine.hangs_on.is_empty() {
        let ids = fine.hangs_on.join(", ");
        let _ = writeln!(out, "      hangs on the interpretation of {ids}");
    }
    if arithmetic {
        for step in &fine.working {
            let _ = writeln!(out, "      {step}");
        }
    }
    let _ = writeln!(out, "      sources: {}", fine.citations.join("; "));
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}
