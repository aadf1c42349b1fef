//! A person in each row, a date in each column.

use firstline_core::time::{Day, Weekday};

use super::Reader;
use crate::dates::{Dates, is_date, wrong_weekday};
use crate::grid::{At, Grid};
use crate::layout::is_date_header;

/// Headings of the column with the names.
const NAMES: [&str; 8] = [
    "name", "names", "person", "doctor", "doctors", "staff", "employee", "who",
];

impl Reader<'_> {
    /// Reads the tables from the dates in `first_row` on. Says whether the dates could be relied on.
    pub(crate) fn date_columns(&mut self, first_row: usize) -> bool {
        let grid = self.grid;
        let headers: Vec<usize> = (first_row..grid.rows.len())
            .filter(|row| is_date_header(grid, *row))
            .collect();
        let cells = headers.iter().flat_map(|row| {
            let row = *row;
            (0..grid.row_width(row)).map(move |column| (row, column))
        });
        let mut dates = Dates::over(grid, cells, self.year);
        for (i, header) in headers.iter().enumerate() {
            let end = headers.get(i + 1).copied().unwrap_or(grid.rows.len());
            self.table(*header, end, &mut dates);
        }
        !dates.in_doubt(grid, self.diagnostics)
    }

    fn table(&mut self, header: usize, end: usize, dates: &mut Dates) {
        let grid = self.grid;
        dates.restart();
        let Some(first) = (0..grid.row_width(header)).find(|c| is_date(grid, (header, *c))) else {
            return;
        };
        let mut days: Vec<(usize, Day)> = Vec::new();
        for column in first..grid.row_width(header) {
            if let Some(day) = dates.read(grid, (header, column), self.diagnostics) {
                self.dated.day(day);
                days.push((column, day));
            }
        }
        let names = name_column(grid, header, end, first);
        self.check_weekdays(header.wrapping_sub(1), &days);
        let mut rows: Vec<At> = Vec::new();
        for row in header + 1..end {
            if grid.is_blank_row(row) || self.check_weekdays(row, &days) {
                continue;
            }
            let blank = days
                .iter()
                .all(|(column, _)| grid.text((row, *column)).is_empty());
            match names {
                Some(column) if !grid.text((row, column)).is_empty() => rows.push((row, column)),
                _ if blank => {}
                _ => self.not_understood(row, "no name stands before its duties"),
            }
        }
        let people = self.dated.people(grid, &rows, self.diagnostics);
        for (person, (row, _)) in people.into_iter().zip(rows) {
            for (column, day) in &days {
                self.cell(person, *day, (row, *column));
            }
        }
    }

    /// Whether a row holds nothing but weekdays over the dates; if so, they are compared.
    fn check_weekdays(&mut self, row: usize, days: &[(usize, Day)]) -> bool {
        let grid = self.grid;
        let weekday = |column: usize| Weekday::parse(grid.text((row, column)));
        if days.is_empty() || !days.iter().all(|(column, _)| weekday(*column).is_some()) {
            return false;
        }
        for (column, day) in days {
            if let Some(weekday) = weekday(*column).filter(|weekday| *weekday != day.weekday()) {
                self.told(wrong_weekday(weekday, *day), (row, *column));
            }
        }
        true
    }
}

/// The column with the names: so headed, else the first before the dates that holds anything.
pub(super) fn name_column(grid: &Grid, header: usize, end: usize, first: usize) -> Option<usize> {
    let is_heading = |at: At| NAMES.contains(&grid.text(at).to_lowercase().as_str());
    // the heading may stand a row or two above the dates
    let headed = (0..first)
        .find(|column| (header.saturating_sub(2)..=header).any(|row| is_heading((row, *column))));
    headed.or_else(|| {
        (0..first).find(|column| (header + 1..end).any(|row| !grid.text((row, *column)).is_empty()))
    })
}
