//! The comparison as text and as CSV.

use std::fmt::Write;

use crate::check::{Verdict, amount};
use crate::compare::{Cell, Comparison, Figures};
use crate::pay::Pence;
use crate::time::Minutes;

/// The whole comparison of one rota.
pub fn comparison(c: &Comparison) -> String {
    let mut out = format!("{}\n\n", c.title);
    for line in figures(&c.figures) {
        let _ = writeln!(out, "  {line}");
    }
    let names: Vec<String> = c.sides.iter().map(|s| s.name.clone()).collect();
    let mut rows = vec![header("", &names)];
    rows.push(row(
        "verdict",
        c.sides.iter().map(|s| match &s.verdict {
            Some(v) if v.lawful() => "lawful in what was checked".to_owned(),
            Some(v) => not_lawful(v),
            None => "not judged".to_owned(),
        }),
    ));
    for clause in &c.rows {
        rows.push(row(
            &clause.clause,
            clause
                .cells
                .iter()
                .map(|cell| cell.as_ref().map_or("·".to_owned(), clause_cell)),
        ));
    }
    out.push_str("\nLaw: the tightest of everybody, against its limit; ! marks a breach\n\n");
    table(&mut out, &rows);

    let mut rows = vec![header("", &names)];
    rows[0].push("last less first".to_owned());
    for element in &c.pay {
        let mut cells = row(&element.clause, element.sums.iter().map(|s| sum(*s)));
        cells.push(difference(element.sums.first(), element.sums.last()));
        rows.push(cells);
    }
    let totals: Vec<Option<Pence>> = c.sides.iter().map(crate::compare::Side::total).collect();
    let mut cells = row("total", totals.iter().map(|s| sum(*s)));
    cells.push(difference(totals.first(), totals.last()));
    rows.push(cells);
    let spans: Vec<&str> = c
        .sides
        .iter()
        .filter_map(|s| s.slips.first())
        .map(|s| s.per.as_str())
        .collect();
    let _ = writeln!(
        out,
        "\nPay of everybody, {}\n",
        spans.first().copied().unwrap_or("not priced")
    );
    table(&mut out, &rows);
    for side in &c.sides {
        if let Some((band, _)) = side.slips.iter().find_map(|s| s.band.as_ref()) {
            let _ = writeln!(out, "\n  {}: band {band}", side.name);
        }
    }
    if !c.not_compared.is_empty() {
        out.push_str("\nNot compared\n\n");
        for line in &c.not_compared {
            let _ = writeln!(out, "  {line}");
        }
    }
    out.push_str(
        "\nPercentages apply to the basic pay of their own version. Firstline gives evidence, not legal advice.\n",
    );
    out
}

/// A line a rota and contract, for spreadsheets; no cell is a formula.
pub fn comparison_csv(all: &[Comparison]) -> String {
    let mut out = String::from(
        "rota,contract,people,weeks,verdict,breaches,tightest_clause,headroom,weekly_hours,longest_hours,nights_a_week,weekends,pay_total\n",
    );
    for c in all {
        let f = &c.figures;
        for side in &c.sides {
            let tightest = side.verdict.as_ref().and_then(|v| {
                v.readings.iter().min_by_key(|t| {
                    let sign = if t.headroom.starts_with('-') { -1 } else { 1 };
                    let distance = (t.reading.limit - t.reading.measured).abs();
                    i128::from(distance) * sign * 1_000_000
                        / i128::from(t.reading.limit.abs().max(1))
                })
            });
            let (verdict, breaches) = match &side.verdict {
                Some(v) if v.lawful() => ("lawful", 0),
                Some(v) => ("breached", v.breaches.len()),
                None => ("not judged", 0),
            };
            let cells = [
                c.title.clone(),
                side.name.clone(),
                f.people.to_string(),
                f.weeks.to_string(),
                verdict.to_owned(),
                breaches.to_string(),
                tightest.map_or(String::new(), |t| t.clause.clone()),
                tightest.map_or(String::new(), |t| {
                    format!("{} {}", t.headroom, t.unit.word())
                }),
                decimal(f.weekly_minutes, 60),
                decimal(i64::from(f.longest_minutes), 60),
                decimal(f.nights_milli, 1000),
                format!("{}/{}", f.weekends.0, f.weekends.1),
                side.total().map_or(String::new(), |p| decimal(p.0, 100)),
            ];
            let line: Vec<String> = cells.iter().map(|c| cell_text(c)).collect();
            let _ = writeln!(out, "{}", line.join(","));
        }
    }
    out
}

/// A CSV cell that no spreadsheet takes for a formula.
fn cell_text(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && !text[1..].starts_with(|c: char| c.is_ascii_digit()));
    let text = if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Two decimals, rounded half up.
pub(super) fn decimal(value: i64, per: i64) -> String {
    let hundredths = (value * 200 + per).div_euclid(2 * per);
    let sign = if hundredths < 0 { "-" } else { "" };
    let all = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", all / 100, all % 100)
}

pub(super) fn not_lawful(verdict: &Verdict) -> String {
    match verdict.breaches.len() {
        1 => "not lawful: 1 breach".to_owned(),
        n => format!("not lawful: {n} breaches"),
    }
}

/// The plain figures in words.
pub(super) fn figures(f: &Figures) -> Vec<String> {
    let people = match f.people {
        1 => "1 person or line".to_owned(),
        n => format!("{n} people or lines"),
    };
    vec![
        format!("{people}, {} weeks, {} duties", f.weeks, f.duties),
        format!(
            "{} h on duty a week, longest duty {}",
            decimal(f.weekly_minutes, 60),
            Minutes(f.longest_minutes)
        ),
        format!(
            "{} nights a week, {} of {} weekends",
            decimal(f.nights_milli, 1000),
            f.weekends.0,
            f.weekends.1
        ),
    ]
}

pub(super) fn clause_cell(cell: &Cell) -> String {
    let told = &cell.told;
    let r = &told.reading;
    let mark = if cell.breaches > 0 { " !" } else { "" };
    format!(
        "{} of {}{mark}",
        amount(told.unit, r.measured, r.scale),
        amount(told.unit, r.limit, r.scale)
    )
}

pub(super) fn sum(pence: Option<Pence>) -> String {
    pence.map_or("·".to_owned(), |p| p.to_string())
}

pub(super) fn difference(first: Option<&Option<Pence>>, last: Option<&Option<Pence>>) -> String {
    match (first, last) {
        (Some(Some(first)), Some(Some(last))) => Pence(last.0 - first.0).to_string(),
        _ => "·".to_owned(),
    }
}

fn header(first: &str, names: &[String]) -> Vec<String> {
    let mut cells = vec![first.to_owned()];
    cells.extend(names.iter().cloned());
    cells
}

fn row(first: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    let mut all = vec![first.to_owned()];
    all.extend(cells);
    all
}

fn table(out: &mut String, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|i| {
            rows.iter()
                .filter_map(|r| r.get(i))
                .map(|c| c.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        let _ = writeln!(out, "  {}", cells.join("  ").trim_end());
    }
}
