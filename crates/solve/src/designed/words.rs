//! A design in words: the answer first, then the rota, and then what stands behind it.

use std::fmt::Write;

use firstline_core::diagnostic::full as drawn;
use firstline_core::report;
use firstline_core::time::{Minutes, exact};

use super::gaps::{Lack, Missing, missing};
use super::{Designed, Least, grid};
use crate::engine::Until;

/// So many lines of one sort are shown; the rest are counted.
const MOST_LINES: usize = 40;

/// One or two plain sentences: is it lawful, is there full cover, and how good is it?
#[expect(clippy::cast_precision_loss, reason = "costs are far below 2^52")]
pub fn answer(designed: &Designed<'_>) -> String {
    let all = missing(
        designed.department,
        &designed.built.layout,
        designed.breakdown,
    );
    // each duty and half-hour of a person counts, as in the proof
    let gaps = all.iter().filter(|m| m.lack == Lack::BelowLeast);
    let gaps = gaps.map(|m| (m.asked - m.count) * m.times).sum::<i32>() as usize;
    let gaps = some(gaps, "gap");
    let mut words = match (designed.verdict.lawful(), designed.least) {
        (true, Least::Met) => {
            "This rota is lawful in what was checked and meets the least cover.".to_owned()
        }
        (false, Least::Met) => "This rota meets the least cover.".to_owned(),
        (_, Least::Impossible(open)) => format!(
            "No lawful rota meets the least cover; this is the best found, with {gaps}. At least {open} of the duties and half-hours asked for must stay open in any."
        ),
        (_, Least::Dearer) => format!(
            "A lawful rota with the least cover exists, but by the weights given it costs more; this one has {gaps}."
        ),
        (_, Least::NotFound) => format!(
            "No lawful rota with the least cover was found, and whether there is one is not proved; this is the best found, with {gaps}."
        ),
    };
    if !designed.verdict.lawful() {
        let breaches = some(designed.verdict.breaches.len(), "breach");
        let _ = write!(
            words,
            " It is not lawful: {breaches}, from duties that were fixed or worked before."
        );
    }
    let outcome = designed.outcome;
    let _ = match designed.gap() {
        _ if outcome.proved => write!(words, " Proved: no lawful rota is better."),
        Some(gap) => write!(
            words,
            " A better one could cost {} less at most ({:.2} %).",
            (outcome.value as f64 - outcome.bound).max(0.0).floor(),
            gap * 100.0
        ),
        None => write!(words, " How much better another could be is not known."),
    };
    words
}

/// Everything, for people.
pub fn full(designed: &Designed<'_>) -> String {
    let mut out = String::new();
    let (department, rota) = (designed.department, designed.rota);
    let _ = writeln!(
        out,
        "{}: {} to {}, {}",
        department.name,
        rota.period.from.long(),
        rota.period.to.plus(-1).long(),
        some(department.people.len(), "person")
    );
    let _ = writeln!(out, "{}\n", answer(designed));
    for told in designed.told.iter().chain(&designed.verdict.diagnostics) {
        let _ = writeln!(out, "{}\n", drawn(told));
    }
    grid::write(&mut out, designed);
    cover(&mut out, designed);
    people(&mut out, designed);
    wishes(&mut out, designed);
    costs(&mut out, designed);
    breaches(&mut out, designed);
    out.push_str(&report::not_checked(designed.verdict, designed.told));
    out.push_str(
        "\nEvery clause was checked again on the rota above, as `firstline check` does.\nFirstline gives evidence, not legal advice.\n",
    );
    out
}

/// `1 gap`, `2 gaps`, `2 people`.
fn some(n: usize, what: &str) -> String {
    let many = match what {
        "person" => "people".to_owned(),
        "breach" => "breaches".to_owned(),
        other => format!("{other}s"),
    };
    format!("{n} {}", if n == 1 { what } else { &many })
}

fn cover(out: &mut String, designed: &Designed<'_>) {
    let all = missing(
        designed.department,
        &designed.built.layout,
        designed.breakdown,
    );
    let sorts = [
        (Lack::BelowLeast, "Gaps in cover"),
        (Lack::BelowWanted, "Cover below what is wanted"),
        (Lack::AboveMost, "More than the most"),
        (Lack::Unsupervised, "Without supervision"),
        (Lack::Pairing, "Pairings not as asked"),
    ];
    for (lack, heading) in sorts {
        let these: Vec<&Missing> = all.iter().filter(|m| m.lack == lack).collect();
        if these.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{heading}\n");
        for one in these.iter().take(MOST_LINES) {
            let half_hours = match one.times {
                1 => String::new(),
                n => format!(", {n} half-hours"),
            };
            let counts = match one.lack {
                Lack::Unsupervised | Lack::Pairing => String::new(),
                Lack::BelowLeast => format!(": {} of at least {}", one.count, one.asked),
                Lack::BelowWanted => format!(": {} of {} wanted", one.count, one.asked),
                Lack::AboveMost => format!(": {}, at most {}", one.count, one.asked),
            };
            let _ = writeln!(
                out,
                "  {}  {}{counts}{half_hours}",
                one.day.short(),
                one.what
            );
        }
        if these.len() > MOST_LINES {
            let _ = writeln!(out, "  and {} more", these.len() - MOST_LINES);
        }
    }
}

/// Who does how much: counts, each beside the fair share.
fn people(out: &mut String, designed: &Designed<'_>) {
    let (department, breakdown) = (designed.department, designed.breakdown);
    let days = i64::from(designed.rota.period.days()).max(1);
    let fairness = &department.needs.fairness;
    let mut rows = vec![vec![String::new(), "share".to_owned(), "a week".to_owned()]];
    rows[0].extend(fairness.iter().map(|f| f.name.clone()));
    rows[0].push("half weekends".to_owned());
    for (index, person) in department.people.iter().enumerate() {
        let week = breakdown.minutes[index] * 7 / days;
        let mut row = vec![
            person.name.clone(),
            exact(i64::from(person.share.ten_thousandths()), 10_000),
            Minutes(week as i32).to_string(),
        ];
        for count in 0..fairness.len() {
            let counts = &mut breakdown.counts.iter();
            let own = counts.find(|c| c.count == count && c.person == index);
            row.push(own.map_or("·".to_owned(), |c| {
                let tenths = (c.fair_milli + 50).div_euclid(100);
                let sign = if tenths < 0 { "−" } else { "" };
                let tenths = tenths.abs();
                format!("{} ({sign}{}.{})", c.here, tenths / 10, tenths % 10)
            }));
        }
        row.push(breakdown.broken_weekends[index].to_string());
        rows.push(row);
    }
    out.push_str("\nWho does how much (fair share in brackets)\n\n");
    table(out, &rows);
}

fn table(out: &mut String, rows: &[Vec<String>]) {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |c: usize| rows.iter().map(|r| r[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, &width) in row.iter().zip(&widths) {
            let _ = write!(line, " {cell:<width$} ");
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn wishes(out: &mut String, designed: &Designed<'_>) {
    let (department, breakdown) = (designed.department, designed.breakdown);
    if department.needs.wishes.is_empty() {
        return;
    }
    if breakdown.denied.is_empty() {
        out.push_str("\nEvery wish was granted.\n");
        return;
    }
    out.push_str("\nWishes not granted\n\n");
    for (index, person) in department.people.iter().enumerate() {
        let own = breakdown.denied.iter().filter(|d| d.person == index);
        let days: Vec<String> = own
            .map(|d| designed.built.layout.from.plus(d.day as i32).short())
            .collect();
        if !days.is_empty() {
            let _ = writeln!(out, "  {}: {}", person.name, days.join(", "));
        }
    }
}

fn costs(out: &mut String, designed: &Designed<'_>) {
    let outcome = designed.outcome;
    out.push_str("\nWhat it costs, by aim\n\n");
    let mut rows: Vec<Vec<String>> = designed
        .breakdown
        .aims
        .iter()
        .filter(|(_, cost)| *cost != 0)
        .map(|(aim, cost)| vec![aim.word().to_owned(), cost.to_string()])
        .collect();
    rows.push(vec!["in all".to_owned(), outcome.value.to_string()]);
    let bound = if outcome.bound.is_finite() {
        format!("{:.1}", outcome.bound)
    } else {
        "not known".to_owned()
    };
    rows.push(vec!["no lawful rota costs less than".to_owned(), bound]);
    table(out, &rows);
    let limit = match designed.limits.until {
        Until::Seconds(_) => "",
        Until::Work(_) => "; the same work gives the same rota",
    };
    let cpu = match designed.cpu_seconds {
        Some(cpu) => format!(", {cpu:.1} s of the processors"),
        None => String::new(),
    };
    let stopped = if designed.stopped {
        ", ended early"
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "\n  {:.1} s{cpu}{stopped}, work {:.1}, {}, seed {}{limit}",
        outcome.seconds,
        outcome.work,
        some(designed.limits.threads, "thread"),
        designed.limits.seed,
    );
}

fn breaches(out: &mut String, designed: &Designed<'_>) {
    if designed.verdict.lawful() {
        return;
    }
    out.push_str("\nBreaches that what is fixed, or what was worked before, brings with it\n\n");
    for finding in &designed.verdict.breaches {
        let _ = writeln!(out, "  {}", report::line(designed.rota, finding));
    }
}
