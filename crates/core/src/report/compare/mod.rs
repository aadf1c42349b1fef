//! The comparison as text and as CSV.

mod csv;
pub(super) mod rows;

use std::fmt::Write;

pub use csv::comparison_csv;

use self::rows::{NOTHING, Row};
use crate::compare::Comparison;

/// So many people are told in text; the JSON has every one.
const MOST_PEOPLE: usize = 60;

/// So many of the tightest clauses are told.
pub(super) const MOST_TIGHT: usize = 3;

/// The whole comparison of one rota.
pub fn comparison(c: &Comparison) -> String {
    let mut out = format!("{}\n\n  {}\n", c.rota.title, rows::figures(c));
    let names: Vec<String> = c.sides.iter().map(|s| s.name.clone()).collect();
    let header = |last: &str| {
        let mut cells = vec![String::new()];
        cells.extend(names.iter().cloned());
        if !last.is_empty() && names.len() > 1 {
            cells.push(last.to_owned());
        }
        cells
    };
    let more = "last less first";

    out.push_str(
        "\nHours, nights and weekends: averages as the contract takes them, nights as the law of each counts them\n\n",
    );
    let mut lines = vec![header(more)];
    lines.extend(rows::hours(c).iter().map(|r| cells(r, names.len())));
    table(&mut out, &lines);

    out.push_str("\nLaw: the tightest of everybody, against its limit; ! marks a breach\n\n");
    let mut lines = vec![header("")];
    let mut verdict = vec!["verdict".to_owned()];
    verdict.extend(rows::verdicts(c));
    lines.push(verdict);
    for clause in &c.rows {
        let mut line = vec![clause.clause.clone()];
        line.extend(clause.cells.iter().map(|cell| {
            cell.as_ref()
                .map_or(NOTHING.to_owned(), |cell| rows::clause_cell(cell, " !"))
        }));
        lines.push(line);
    }
    table(&mut out, &lines);

    let tight = rows::tightest(c, MOST_TIGHT, " !");
    if !tight.is_empty() {
        out.push_str("\nTightest clauses: the least room, as a share of the limit, first\n\n");
        let mut lines = vec![header("")];
        lines.extend(tight.iter().map(|r| cells(r, 1)));
        table(&mut out, &lines);
    }

    let _ = writeln!(out, "\nPay of everybody, {}\n", rows::per(c));
    let mut lines = vec![header(more)];
    lines.extend(rows::pay(c).iter().map(|r| cells(r, names.len())));
    table(&mut out, &lines);
    for side in &c.sides {
        let mut told: Vec<(String, usize)> = Vec::new();
        for (band, _) in side.slips.iter().filter_map(|s| s.band.as_ref()) {
            match told.iter_mut().find(|(b, _)| b == band) {
                Some((_, count)) => *count += 1,
                None => told.push((band.clone(), 1)),
            }
        }
        match told.as_slice() {
            [] => {}
            [(band, _)] => {
                let _ = writeln!(out, "\n  {}: band {band}", side.name);
            }
            several => {
                let all: Vec<String> = several
                    .iter()
                    .map(|(band, n)| format!("{band} for {n}"))
                    .collect();
                let _ = writeln!(out, "\n  {}: bands {}", side.name, all.join(", "));
            }
        }
    }
    if c.people.len() > 1 && c.people.iter().any(|p| p.sums.iter().any(Option::is_some)) {
        let _ = writeln!(out, "\nPay of each, {}\n", rows::per(c));
        let mut lines = vec![header(more)];
        let people = rows::people(c, MOST_PEOPLE);
        lines.extend(people.iter().map(|r| cells(r, names.len())));
        table(&mut out, &lines);
        if c.people.len() > MOST_PEOPLE {
            let left = c.people.len() - MOST_PEOPLE;
            let _ = writeln!(out, "  {left} more; --format json has every one");
        }
    }
    if rows::any_part(c) {
        out.push_str(
            "\n  (part): something that belongs in it could not be priced, and is named below\n",
        );
    }

    let worked = rows::worked(c);
    if !worked.is_empty() {
        out.push_str("\nWorked: limits judged on the record, fines, breaks and rest achieved\n\n");
        let mut lines = vec![header(more)];
        lines.extend(worked.iter().map(|r| cells(r, names.len())));
        table(&mut out, &lines);
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

/// A row as cells; the difference only where there is more than one contract.
fn cells(row: &Row, contracts: usize) -> Vec<String> {
    let mut all = vec![row.name.clone()];
    all.extend(row.cells.iter().cloned());
    if contracts > 1 {
        all.push(row.difference.clone());
    }
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
