//! The roster format of the instances: a line for each person, a cell for each day.

use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use firstline_core::diagnostic::{Diagnostic, Place, shorten};

use super::Instance;
use super::lines::cells;
use crate::problem::{OFF, Symbol};

/// Writes a roster, with everybody's id before the line.
pub fn write_roster(instance: &Instance, lines: &[Vec<Symbol>]) -> String {
    let mut text = String::new();
    for (employee, line) in instance.staff.iter().zip(lines) {
        let cell = |s: &Symbol| match usize::from(*s).checked_sub(1) {
            Some(shift) => instance.shifts.get(shift).map_or("-", |s| s.id.as_str()),
            None => "-",
        };
        let cells: Vec<&str> = line.iter().map(cell).collect();
        let _ = writeln!(text, "{}:{}", employee.id, cells.join(","));
    }
    text
}

/// Reads a roster.
///
/// # Errors
/// Every problem of the file, each with its place.
pub fn read_roster(
    file: &str,
    text: &str,
    instance: &Instance,
) -> Result<Vec<Vec<Symbol>>, Vec<Diagnostic>> {
    let all: Arc<str> = Arc::from(text);
    let mut problems = Vec::new();
    let mut problem = |span: Range<usize>, code: &'static str, title: String| {
        problems.push(Diagnostic::error(code, title).at(Place::Source {
            file: file.to_owned(),
            text: all.clone(),
            span,
        }));
    };
    let mut lines: Vec<Option<Vec<Symbol>>> = vec![None; instance.staff.len()];
    let mut next = 0;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let mut line = raw.trim_end();
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let span = start..start + line.len();
        let mut person = next;
        let mut from = start;
        if let Some((id, rest)) = line.split_once(':') {
            let id = id.trim_start_matches('\u{feff}').trim();
            let Some(known) = instance.staff.iter().position(|e| e.id == id) else {
                problem(
                    span,
                    "S003",
                    format!("nobody has the id `{}`", shorten(id, 40)),
                );
                continue;
            };
            person = known;
            from += line.len() - rest.len();
            line = rest;
        }
        next += 1;
        match lines.get(person) {
            None => {
                let title = format!("more lines than the {} people", instance.staff.len());
                problem(span, "S006", title);
                break;
            }
            Some(Some(_)) => {
                let id = &instance.staff[person].id;
                problem(
                    span,
                    "S004",
                    format!("the line of `{id}` stands here a second time"),
                );
                continue;
            }
            Some(None) => {}
        }
        let cells = cells(line, from);
        if cells.len() != instance.days {
            let (has, days) = (cells.len(), instance.days);
            problem(span.clone(), "S006", format!("{has} cells for {days} days"));
        }
        let mut symbols = Vec::with_capacity(instance.days);
        for cell in cells {
            if cell.text.is_empty() || cell.text == "-" {
                symbols.push(OFF);
                continue;
            }
            match instance.shifts.iter().position(|s| s.id == cell.text) {
                Some(shift) => symbols.push(shift as Symbol + 1),
                None => {
                    let title = format!("there is no shift `{}`", shorten(&cell.text, 40));
                    problem(cell.span, "S003", title);
                    symbols.push(OFF);
                }
            }
        }
        lines[person] = Some(symbols);
    }
    let missing = lines.iter().position(Option::is_none);
    if let Some(person) = missing.filter(|_| next < instance.staff.len()) {
        let title = format!("the line of `{}` is missing", instance.staff[person].id);
        problem(text.len()..text.len(), "S006", title);
    }
    if problems.is_empty() {
        return Ok(lines.into_iter().flatten().collect());
    }
    Err(problems)
}
