//! Patterns: `week,Mon,…,Sun` and `line,week,Mon,…,Sun`.

use std::collections::BTreeMap;

use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::{Code, PatternLine};

use super::Reader;
use crate::codes::Meaning;
use crate::layout::week_header;
use crate::times::whole;

/// A pattern of more than ten years is a slip of the pen.
const MOST_WEEKS: i32 = 520;

/// The rows of one line, by week.
#[derive(Default)]
pub(super) struct Weeks {
    name: String,
    pub(super) rows: BTreeMap<i32, usize>,
    first_row: usize,
}

impl Reader<'_> {
    /// Finds the weeks below the headings in `row`, before the row `end`.
    pub(super) fn lines(&mut self, row: usize, end: usize) -> Vec<Weeks> {
        let grid = self.grid;
        let Some(header) = week_header(grid, row) else {
            return Vec::new();
        };
        let week_column = header.week.unwrap_or(0);
        let mut lines: Vec<Weeks> = Vec::new();
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for row in row + 1..end {
            if grid.is_blank_row(row) {
                continue;
            }
            let days_blank = (0..7).all(|d| grid.text((row, header.monday + d)).is_empty());
            let week = whole(grid.text((row, week_column)).trim_end_matches(".0"));
            let Some(week) = week else {
                let why = "it has no number of a week";
                if days_blank {
                    self.not_understood(row, why);
                } else {
                    let title = format!("this row was left out: {why}");
                    let help = "number the weeks 1, 2, 3 and so on";
                    self.told(
                        Diagnostic::error("D022", title).help(help),
                        (row, week_column),
                    );
                }
                continue;
            };
            if !(1..=MOST_WEEKS).contains(&week) {
                let title = format!("there is no week {week}; weeks count from 1 to {MOST_WEEKS}");
                self.told(Diagnostic::error("D020", title), (row, week_column));
                continue;
            }
            let name = match header.line {
                None => "pattern".to_owned(),
                Some(column) if grid.text((row, column)).is_empty() => {
                    let title = "this row was left out: it does not say which line it belongs to";
                    self.told(Diagnostic::error("D022", title), (row, column));
                    continue;
                }
                Some(column) => format!("line {}", grid.text((row, column))),
            };
            let at = *by_name.entry(name.clone()).or_insert(lines.len());
            if at == lines.len() {
                lines.push(Weeks {
                    name,
                    first_row: row,
                    ..Weeks::default()
                });
            }
            if let Some(before) = lines[at].rows.get(&week) {
                let title = format!(
                    "week {week} of {} stands here for the second time; it was left out",
                    lines[at].name
                );
                let note = format!("the first is in row {}", before + 1);
                let diagnostic = Diagnostic::error("D020", title).note(note);
                self.told(
                    diagnostic.help("number every week once"),
                    (row, week_column),
                );
                continue;
            }
            lines[at].rows.insert(week, row);
        }
        lines
    }

    /// Reads the pattern below the headings in `row`.
    pub(crate) fn pattern(&mut self, row: usize) -> Vec<PatternLine> {
        let Some(header) = week_header(self.grid, row) else {
            return Vec::new();
        };
        let lines = self.lines(row, self.grid.rows.len());
        let mut read = Vec::with_capacity(lines.len());
        for line in lines {
            let last = line.rows.keys().next_back().copied().unwrap_or(0);
            let missing: Vec<String> = (1..=last)
                .filter(|week| !line.rows.contains_key(week))
                .map(|week| week.to_string())
                .collect();
            if !missing.is_empty() {
                let weeks = if missing.len() == 1 { "week" } else { "weeks" };
                let title = format!("{}: {weeks} {} missing", line.name, shown(&missing));
                let diagnostic = Diagnostic::error("D020", title)
                    .note("every day of a missing week was taken as empty")
                    .help("add the week, with blank cells if nobody works in it");
                self.told(diagnostic, (line.first_row, header.week.unwrap_or(0)));
            }
            let mut days: Vec<Option<Code>> = Vec::new();
            let mut places = Vec::new();
            for week in 1..=last {
                // a missing week still takes its seven places, at the row of the line's heading
                let row = line.rows.get(&week).copied();
                for day in 0..7 {
                    let at = (row.unwrap_or(header.row), header.monday + day);
                    let code = match row.map(|_| self.codes.read(self.grid, at, self.diagnostics)) {
                        Some(Meaning::Shift(code)) => Some(code),
                        _ => None,
                    };
                    days.push(code);
                    places.push(self.grid.place(at));
                }
            }
            read.push(PatternLine {
                vacant: false,
                name: line.name,
                days,
                places,
            });
        }
        read
    }
}

fn shown(missing: &[String]) -> String {
    let most = 12;
    if missing.len() <= most {
        let verb = if missing.len() == 1 { " is" } else { " are" };
        return format!("{}{verb}", missing.join(", "));
    }
    format!(
        "{} and {} more are",
        missing[..most].join(", "),
        missing.len() - most
    )
}
