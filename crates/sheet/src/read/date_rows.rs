//! A date in each row, a person in each column.

use std::collections::BTreeSet;

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Weekday;

use super::Reader;
use crate::dates::{Dates, is_date, wrong_weekday};
use crate::grid::{At, Grid};

/// Headings of columns that hold no person.
const NOT_PEOPLE: [&str; 17] = [
    "slot",
    "grade",
    "name",
    "names",
    "doctor",
    "post",
    "team",
    "level",
    "role",
    "initials",
    "notes",
    "note",
    "comments",
    "comment",
    "remarks",
    "bank holiday",
    "week",
];

/// Headings of rows that hold grades and the like, which may stand below the names.
const GRADES: [&str; 5] = ["grade", "level", "team", "role", "post"];

impl Reader<'_> {
    /// Reads the table whose first date stands in `first_row` and `column`. Says whether the dates
    /// could be relied on.
    pub(crate) fn date_rows(&mut self, first_row: usize, column: usize) -> bool {
        let grid = self.grid;
        let rows = first_row..grid.rows.len();
        let mut dates = Dates::over(grid, rows.clone().map(|row| (row, column)), self.year);
        let heading = first_row
            .checked_sub(1)
            .map_or("", |above| grid.text((above, column)));
        let names = self.names_above(first_row, column);
        let mut people = self.dated.people(grid, &names, self.diagnostics);
        let mut columns: Vec<usize> = names.iter().map(|(_, column)| *column).collect();
        // columns that hold a person or a remark, or of which it was said that they have no name
        let mut settled: BTreeSet<usize> = columns.iter().copied().collect();
        for row in rows {
            if grid.is_blank_row(row) {
                continue;
            }
            if !is_date(grid, (row, column)) {
                let again = !heading.is_empty() && grid.text((row, column)) == heading;
                if again {
                    // the headings are repeated, as at the top of a printed page
                    let names = self.names_above(row + 1, column);
                    people = self.dated.people(grid, &names, self.diagnostics);
                    columns = names.iter().map(|(_, column)| *column).collect();
                    settled.extend(&columns);
                } else {
                    self.not_understood(row, "it has no date");
                }
                continue;
            }
            let Some(day) = dates.read(grid, (row, column), self.diagnostics) else {
                continue;
            };
            self.dated.day(day);
            for left in 0..column {
                if let Some(weekday) = Weekday::parse(grid.text((row, left)))
                    && weekday != day.weekday()
                {
                    self.told(wrong_weekday(weekday, day), (row, left));
                }
            }
            for (person, column) in people.iter().zip(&columns) {
                self.cell(*person, day, (row, *column));
            }
            for other in column + 1..grid.row_width(row) {
                let blank = grid.text((row, other)).is_empty();
                if !blank && settled.insert(other) && !is_remark(grid, first_row, other) {
                    let title = "no name stands above this column; its duties were left out";
                    let diagnostic = Diagnostic::error("D022", title);
                    self.told(
                        diagnostic.help("write the person's name above it"),
                        (row, other),
                    );
                }
            }
        }
        !dates.in_doubt(grid, self.diagnostics)
    }
}

fn is_remark(grid: &Grid, first_row: usize, column: usize) -> bool {
    (first_row.saturating_sub(12)..first_row).any(|row| is_label(grid.text((row, column))))
}

fn is_label(text: &str) -> bool {
    NOT_PEOPLE.contains(&text.to_lowercase().trim_end_matches(':'))
}

impl Reader<'_> {
    /// The cells that name the people. Of the rows above the dates that is the one with most names
    /// that the department knows. Without such a row it is the last that is not headed as grades,
    /// names as many columns as any and no name twice; otherwise the one next to the dates.
    fn names_above(&self, first_row: usize, column: usize) -> Vec<At> {
        let grid = self.grid;
        let mut rows: Vec<Vec<At>> = Vec::new();
        for row in (first_row.saturating_sub(12)..first_row).rev() {
            if is_date(grid, (row, column)) {
                break;
            }
            let cells = || (column + 1..grid.row_width(row)).map(|column| (row, column));
            // a row with dates says from when to when the rota runs
            if cells().all(|at| !is_date(grid, at)) {
                let named =
                    |at: &At| !grid.text(*at).is_empty() && !is_remark(grid, first_row, at.1);
                rows.push(cells().filter(named).collect());
            }
        }
        let known = |cells: &Vec<At>| {
            cells
                .iter()
                .filter(|at| self.dated.is_known(grid.text(**at)))
                .count()
        };
        if let Some(best) = rows
            .iter()
            .rev()
            .max_by_key(|cells| known(cells))
            .filter(|cells| known(cells) > 0)
        {
            return best.clone();
        }
        let most = rows.iter().map(Vec::len).max().unwrap_or(0);
        let is_grades = |cells: &Vec<At>| {
            let row = cells.first().map_or(0, |at| at.0);
            (0..grid.row_width(row))
                .any(|c| GRADES.contains(&grid.text((row, c)).to_lowercase().as_str()))
        };
        if rows
            .iter()
            .any(|cells| cells.len() == most && !is_grades(cells))
        {
            rows.retain(|cells| cells.len() == most && !is_grades(cells));
        } else {
            rows.retain(|cells| cells.len() == most);
        }
        let distinct = rows.iter().position(|cells| {
            let names: BTreeSet<String> = cells
                .iter()
                .map(|at| grid.text(*at).to_lowercase())
                .collect();
            names.len() == cells.len()
        });
        rows.into_iter()
            .nth(distinct.unwrap_or(0))
            .unwrap_or_default()
    }
}
