//! Numbered weeks by weekdays, and below them who works which week: people by dates of Mondays.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Day;

use super::Reader;
use super::date_columns::name_column;
use crate::dates::{Dates, is_date, no_monday};
use crate::grid::At;
use crate::layout::{is_week_dates, week_header};
use crate::times::whole;

impl Reader<'_> {
    /// Reads the weeks below the headings in `row` and gives them out by the table whose dates
    /// stand in `dates_row`. Says whether the dates could be relied on.
    pub(crate) fn allocated(&mut self, row: usize, dates_row: usize) -> bool {
        let grid = self.grid;
        let Some(header) = week_header(grid, row) else {
            return false;
        };
        let mut end = dates_row;
        while end > row + 1 && !grid.is_blank_row(end - 1) {
            end -= 1;
        }
        let weeks = self
            .lines(row, end)
            .into_iter()
            .next()
            .unwrap_or_default()
            .rows;
        let mut last_dates = dates_row;
        // a second row of dates goes through the same weeks again
        while is_week_dates(grid, last_dates + 1) {
            last_dates += 1;
        }
        let days = self.mondays(dates_row..last_dates + 1);
        let Some((days, first)) = days else {
            return false;
        };
        for (_, day) in &days {
            self.dated.day(*day);
            self.dated.day(day.plus(6));
        }
        // without a single name nobody is read, which is told when the rota is put together
        let names = name_column(grid, dates_row, grid.rows.len(), first).unwrap_or(0);
        let mut rows: Vec<At> = Vec::new();
        for row in last_dates + 1..grid.rows.len() {
            if !grid.text((row, names)).is_empty() {
                rows.push((row, names));
            } else if !grid.is_blank_row(row) {
                self.not_understood(row, "no name stands before its weeks");
            }
        }
        let people = self.dated.people(grid, &rows, self.diagnostics);
        for (person, (row, _)) in people.into_iter().zip(rows) {
            for (column, monday) in &days {
                let at = (row, *column);
                if grid.text(at).is_empty() {
                    continue;
                }
                let Some(week) = whole(grid.text(at)).and_then(|week| weeks.get(&week)) else {
                    let title = format!(
                        "there is no week `{}` in the table above; it was left out",
                        grid.text(at)
                    );
                    let help = "give the number of one of the weeks";
                    self.told(Diagnostic::error("D020", title).help(help), at);
                    continue;
                };
                for day in 0..7 {
                    self.cell(
                        person,
                        monday.plus(day),
                        (*week, header.monday + day as usize),
                    );
                }
            }
        }
        true
    }

    /// The Mondays in rows of dates with their columns, and the first of these columns.
    fn mondays(&mut self, rows: std::ops::Range<usize>) -> Option<(Vec<(usize, Day)>, usize)> {
        let grid = self.grid;
        let cells: Vec<At> = rows
            .flat_map(|row| (0..grid.row_width(row)).map(move |column| (row, column)))
            .filter(|at| is_date(grid, *at))
            .collect();
        let mut dates = Dates::over(grid, cells.iter().copied(), self.year);
        let mut days = Vec::new();
        for at in &cells {
            let Some(day) = dates.read(grid, *at, self.diagnostics) else {
                continue;
            };
            if day == day.monday() {
                days.push((at.1, day));
                continue;
            }
            self.told(no_monday(day), *at);
        }
        let first = cells.iter().map(|at| at.1).min()?;
        (!dates.in_doubt(grid, self.diagnostics)).then_some((days, first))
    }
}
