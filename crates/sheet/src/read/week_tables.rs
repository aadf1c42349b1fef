//! A table for each person: weeks with the date of their Monday, by weekdays, the name above.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Day;

use super::Reader;
use crate::dated::twice;
use crate::dates::{Dates, is_date, no_monday};
use crate::grid::At;
use crate::layout::{WeekHeader, week_dates, week_header};

/// After so many tables of one name the last takes what follows; laying tells what overlaps.
const MOST_ALIKE: usize = 50;

/// One table: its headings, and where its dates stand.
struct Table {
    header: WeekHeader,
    dates: usize,
    /// The rows that may hold weeks.
    end: usize,
    /// Rows of text right above the headings, in which the name stands.
    above: std::ops::Range<usize>,
}

impl Reader<'_> {
    /// Reads all tables of the sheet. Says whether the dates could be relied on.
    pub(crate) fn week_tables(&mut self) -> bool {
        let grid = self.grid;
        let tables = self.tables();
        let cells = tables
            .iter()
            .flat_map(|table| (table.header.row + 1..table.end).map(|row| (row, table.dates)));
        let mut dates = Dates::over(grid, cells, self.year);
        // the days of each person on which something stands, to tell a table that goes on from one
        // that is of somebody else with the same name
        let mut filled: BTreeMap<String, BTreeSet<Day>> = BTreeMap::new();
        for table in &tables {
            dates.restart();
            let days = self.days(table, &mut dates);
            let (name, name_at) = self.name(table);
            let own: BTreeSet<Day> = days
                .iter()
                .filter(|(_, at)| self.says(*at))
                .map(|(day, _)| *day)
                .collect();
            let mut kept = name.clone();
            let mut times = 1;
            while times < MOST_ALIKE
                && filled
                    .get(&kept)
                    .is_some_and(|days| !days.is_disjoint(&own))
            {
                times += 1;
                kept = format!("{name} ({times})");
            }
            if times > 1 {
                self.told(twice(&name, &kept), name_at);
            }
            let person = self.dated.person(&kept);
            filled.entry(kept).or_default().extend(own);
            for (day, at) in days {
                self.dated.day(day);
                self.cell(person, day, at);
            }
        }
        !dates.in_doubt(grid, self.diagnostics)
    }

    fn says(&self, at: At) -> bool {
        !matches!(self.grid.text(at), "" | "-")
    }

    fn tables(&self) -> Vec<Table> {
        let grid = self.grid;
        let mut tables: Vec<Table> = Vec::new();
        for row in 0..grid.rows.len() {
            let Some(header) = week_header(grid, row) else {
                continue;
            };
            let Some(dates) = week_dates(grid, &header) else {
                continue;
            };
            let is_name_row = |row: usize| !grid.is_blank_row(row) && !is_date(grid, (row, dates));
            let floor = tables.last().map_or(0, |table| table.header.row + 1);
            let mut last = row;
            while last > floor && grid.is_blank_row(last - 1) {
                last -= 1;
            }
            let mut first = last;
            while first > floor && is_name_row(first - 1) {
                first -= 1;
            }
            if let Some(before) = tables.last_mut() {
                before.end = first;
            }
            tables.push(Table {
                header,
                dates,
                end: grid.rows.len(),
                above: first..last,
            });
        }
        tables
    }

    /// Every day of a table with its cell.
    fn days(&mut self, table: &Table, dates: &mut Dates) -> Vec<(Day, At)> {
        let grid = self.grid;
        let mut days = Vec::new();
        let mut weeks: BTreeMap<Day, usize> = BTreeMap::new();
        for row in table.header.row + 1..table.end {
            if grid.is_blank_row(row) {
                continue;
            }
            let at = (row, table.dates);
            if !is_date(grid, at) {
                self.not_understood(row, "it has no date");
                continue;
            }
            let Some(monday) = dates.read(grid, at, self.diagnostics) else {
                continue;
            };
            if monday != monday.monday() {
                let wrong = no_monday(monday);
                self.told(wrong, at);
                continue;
            }
            if let Some(before) = weeks.insert(monday, row) {
                let title = format!(
                    "the week of {} stands here for the second time; it was left out",
                    monday.long()
                );
                let note = format!("the first is in row {}", before + 1);
                self.told(Diagnostic::error("D020", title).note(note), at);
                weeks.insert(monday, before);
                continue;
            }
            let columns = table.header.monday..table.header.monday + 7;
            days.extend(
                columns
                    .enumerate()
                    .map(|(i, column)| (monday.plus(i as i32), (row, column))),
            );
        }
        days
    }

    /// The name above a table: one that the department knows, else one with its grade behind it
    /// (`Dr Name, Grade: FY1`), else the nearest line.
    fn name(&mut self, table: &Table) -> (String, At) {
        let grid = self.grid;
        let lines: Vec<At> = table
            .above
            .clone()
            .filter_map(|row| {
                Some((
                    row,
                    (0..grid.row_width(row)).find(|c| !grid.text((row, *c)).is_empty())?,
                ))
            })
            .collect();
        let known = lines
            .iter()
            .find(|at| self.dated.is_known(bare(grid.text(**at))));
        let graded = lines
            .iter()
            .find(|at| bare(grid.text(**at)) != grid.text(**at));
        if let Some(at) = known.or(graded).or(lines.last()) {
            return (self.dated.spelling(bare(grid.text(*at))), *at);
        }
        let at = (table.header.row, table.dates);
        let title = "no name stands above this table; it was taken as `unnamed`";
        let diagnostic = Diagnostic::warning("D022", title);
        self.told(diagnostic.help("write the person's name above it"), at);
        ("unnamed".to_owned(), at)
    }
}

/// `Dr Name` of `Dr Name, Grade: FY1, Ward: 4`.
fn bare(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    match lower.find(", grade:") {
        Some(end) => text.get(..end).unwrap_or(text),
        None => text,
    }
}
