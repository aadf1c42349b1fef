//! Which of the known layouts a sheet has: seen from its headings and dates, never guessed.

use std::fmt;

use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Weekday;

use crate::dates::{follows, is_date};
use crate::grid::Grid;

/// How a rota stands on its sheet. Rows and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// Weeks by weekdays that everybody rotates through.
    Pattern {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the headings.
        row: u32,
    },
    /// Weeks by weekdays, a set of weeks for each line.
    Lines {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the headings.
        row: u32,
    },
    /// A date in each row, a person in each column.
    DateRows {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the first date.
        row: u32,
        /// Column of the dates.
        column: u32,
    },
    /// A person in each row, a date in each column.
    DateColumns {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the dates.
        row: u32,
    },
    /// A table for each person: weeks with the date of their Monday, by weekdays.
    WeekTables {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the headings of the first table.
        row: u32,
    },
    /// Numbered weeks by weekdays, and who works which of them from which Monday.
    AllocatedWeeks {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the headings of the weeks.
        row: u32,
        /// Row of the dates.
        dates: u32,
    },
    /// One row for each duty.
    Tidy {
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row of the headings.
        row: u32,
    },
    /// None of these.
    Unknown,
}

impl Layout {
    /// Whether it repeats, without names and dates.
    pub fn is_pattern(&self) -> bool {
        matches!(self, Layout::Pattern { .. } | Layout::Lines { .. })
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sheet, words) = match self {
            Layout::Pattern { sheet, row } => (
                sheet,
                format!("a pattern of weeks by weekdays: row {row} has `week` and Mon to Sun"),
            ),
            Layout::Lines { sheet, row } => (
                sheet,
                format!(
                    "a pattern with several lines: row {row} has `line`, `week` and Mon to Sun"
                ),
            ),
            Layout::DateRows { sheet, row, column } => (
                sheet,
                format!(
                    "dates in rows by people in columns: the dates begin at {}{row}, the names stand above",
                    firstline_core::diagnostic::column_letters(*column)
                ),
            ),
            Layout::DateColumns { sheet, row } => (
                sheet,
                format!("people in rows by dates in columns: row {row} has the dates"),
            ),
            Layout::WeekTables { sheet, row } => (
                sheet,
                format!(
                    "a table of dated weeks for each person: row {row} has Mon to Sun, with dates below"
                ),
            ),
            Layout::AllocatedWeeks { sheet, row, dates } => (
                sheet,
                format!(
                    "numbered weeks, and who works them: row {row} has `week` and Mon to Sun, row {dates} the dates"
                ),
            ),
            Layout::Tidy { sheet, row } => (
                sheet,
                format!("one duty in each row: row {row} has `person`, `start` and `end`"),
            ),
            Layout::Unknown => return f.write_str("none of the known layouts"),
        };
        if let Some(sheet) = sheet {
            write!(f, "sheet `{sheet}`, ")?;
        }
        f.write_str(&words)
    }
}

/// A row that holds Monday to Sunday side by side.
pub(crate) struct WeekHeader {
    pub(crate) row: usize,
    /// Column of Monday.
    pub(crate) monday: usize,
    pub(crate) line: Option<usize>,
    pub(crate) week: Option<usize>,
}

/// Looks for Monday to Sunday in a row.
pub(crate) fn week_header(grid: &Grid, row: usize) -> Option<WeekHeader> {
    let width = grid.row_width(row);
    let monday = (0..width.checked_sub(6)?).find(|monday| {
        Weekday::ALL
            .iter()
            .enumerate()
            .all(|(i, day)| Weekday::parse(grid.text((row, monday + i))) == Some(*day))
    })?;
    let headed = |words: &[&str]| {
        (0..monday).find(|column| {
            let text = grid.text((row, *column)).to_lowercase();
            words.contains(&text.trim_end_matches('.'))
        })
    };
    Some(WeekHeader {
        row,
        monday,
        line: headed(&["line"]),
        week: headed(&["week", "wk", "week no", "week number"]),
    })
}

/// The column before Monday that holds the dates of the weeks.
pub(crate) fn week_dates(grid: &Grid, header: &WeekHeader) -> Option<usize> {
    let below = (header.row + 1..grid.rows.len()).find(|row| !grid.is_blank_row(*row))?;
    (0..header.monday).find(|column| is_date(grid, (below, *column)))
}

/// Whether a row is the heading of people by dates: one date follows another by a day. Two dates
/// that only say from when to when a rota runs do not, nor do weeks side by side.
pub(crate) fn is_date_header(grid: &Grid, row: usize) -> bool {
    (1..grid.row_width(row)).any(|column| follows(grid, (row, column - 1), (row, column), 1))
}

/// Whether a row has dates of one week after another.
pub(crate) fn is_week_dates(grid: &Grid, row: usize) -> bool {
    (1..grid.row_width(row)).any(|column| follows(grid, (row, column - 1), (row, column), 7))
}

/// How many filled rows of titles and notes may stand above a rota.
const MOST_ABOVE: usize = 20;

/// The layout of a sheet, if it is one of those known.
pub(crate) fn recognise(grid: &Grid) -> Option<Layout> {
    let sheet = || grid.sheet.clone();
    let at = |row: usize| row as u32 + 1;
    let tidy = (0..grid.rows.len().min(50)).find(|row| {
        ["person", "start", "end"].iter().all(|word| {
            (0..grid.row_width(*row)).any(|c| grid.text((*row, c)).eq_ignore_ascii_case(word))
        })
    });
    if let Some(row) = tidy {
        return Some(Layout::Tidy {
            sheet: sheet(),
            row: at(row),
        });
    }
    // far down it would be an accident, and what stands above would be lost
    let mut above = 0;
    for row in (0..grid.rows.len()).filter(|row| !grid.is_blank_row(*row)) {
        above += 1;
        if above > MOST_ABOVE {
            return None;
        }
        if let Some(header) = week_header(grid, row) {
            if week_dates(grid, &header).is_some() {
                return Some(Layout::WeekTables {
                    sheet: sheet(),
                    row: at(row),
                });
            }
            match (header.line, header.week) {
                (Some(_), Some(_)) => {
                    return Some(Layout::Lines {
                        sheet: sheet(),
                        row: at(row),
                    });
                }
                (None, Some(_)) => {
                    if let Some(dates) =
                        (row + 1..grid.rows.len()).find(|row| is_week_dates(grid, *row))
                    {
                        return Some(Layout::AllocatedWeeks {
                            sheet: sheet(),
                            row: at(row),
                            dates: at(dates),
                        });
                    }
                    return Some(Layout::Pattern {
                        sheet: sheet(),
                        row: at(row),
                    });
                }
                _ => {}
            }
        }
        if is_date_header(grid, row) {
            return Some(Layout::DateColumns {
                sheet: sheet(),
                row: at(row),
            });
        }
        if let Some(column) = date_rows_from(grid, row) {
            return Some(Layout::DateRows {
                sheet: sheet(),
                row: at(row),
                column: column as u32 + 1,
            });
        }
    }
    None
}

/// The column of dates that begins in this row: a date below it too, or the heading `date` above,
/// and names above to the right.
fn date_rows_from(grid: &Grid, row: usize) -> Option<usize> {
    let column = (0..grid.row_width(row).min(8)).find(|column| is_date(grid, (row, *column)))?;
    let next = (row + 1..grid.rows.len()).find(|r| !grid.is_blank_row(*r));
    let above = (0..row).rev().find(|r| !grid.is_blank_row(*r))?;
    let goes_on = next.is_some_and(|next| is_date(grid, (next, column)));
    let headed = grid.text((above, column)).eq_ignore_ascii_case("date");
    let named = (column + 1..grid.row_width(above)).any(|c| !grid.text((above, c)).is_empty());
    ((goes_on || headed) && named).then_some(column)
}

/// The message for sheets that are none of the known layouts, with what they look like.
pub(crate) fn not_recognised(grids: &[Grid], has_legend: bool) -> Diagnostic {
    let file = grids.first().map_or("", |grid| grid.file.as_str());
    let title = if has_legend {
        "there is a legend here, but no rota in a layout that is known"
    } else {
        "the layout of this sheet is not one that is known"
    };
    let mut diagnostic = Diagnostic::error("D014", title).at(Place::file(file));
    for grid in grids.iter().take(4) {
        for row in grid.first_rows(3) {
            let sheet = grid
                .sheet
                .as_ref()
                .map_or(String::new(), |s| format!("sheet `{s}` "));
            diagnostic = diagnostic.note(format!("{sheet}{row}"));
        }
    }
    diagnostic
        .note("known: a pattern with the headings week,Mon,…,Sun or line,week,Mon,…,Sun")
        .note("known: dates down the first columns and people across, or people down and dates across")
        .note("known: a table for each person, with his or her name above W/C,Mon,…,Sun")
        .note("known: numbered weeks, and below them people down and the dates of Mondays across")
        .note("known: one row a duty, with the headings person,start,end,code,kind")
        .help("give the sheet one of these headings; weeks begin on Monday")
}
