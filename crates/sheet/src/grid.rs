//! Cells by row and column, whatever kind of file they came from.
//!
//! Nothing here knows a layout, a code or a date format.

use firstline_core::diagnostic::{Place, shorten};
use firstline_core::time::{Day, Wall};

/// One cell: its text without blanks around it and, for a bare number in a workbook, the date and
/// time that this number would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: Box<str>,
    pub(crate) serial: Option<Wall>,
}

/// One sheet of cells. Rows may be of unequal length; trailing blanks are not kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) file: String,
    pub(crate) sheet: Option<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A row and a column, from 0.
pub(crate) type At = (usize, usize);

impl Cell {
    pub(crate) fn text(text: &str) -> Cell {
        Cell {
            text: text.trim().into(),
            serial: None,
        }
    }

    /// The date that a bare number in a workbook stands for, if it is one of the years 1955 to 2119.
    pub(crate) fn serial_day(&self) -> Option<Day> {
        let wall = self.serial?;
        let day = wall.day();
        let (from, to) = (Day::new(1955, 1, 1)?, Day::new(2119, 1, 1)?);
        (from <= day && day < to && wall == day.midnight()).then_some(day)
    }
}

impl Grid {
    /// The text of a cell; beyond the edge every cell is blank.
    pub(crate) fn text(&self, at: At) -> &str {
        self.cell(at).map_or("", |cell| &cell.text)
    }

    pub(crate) fn cell(&self, (row, column): At) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }

    /// How many columns this row has.
    pub(crate) fn row_width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, Vec::len)
    }

    pub(crate) fn is_blank_row(&self, row: usize) -> bool {
        self.rows
            .get(row)
            .is_none_or(|cells| cells.iter().all(|cell| cell.text.is_empty()))
    }

    /// Where a cell stands, for messages.
    pub(crate) fn place(&self, at: At) -> Place {
        Place::Cell {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row: at.0 as u32 + 1,
            column: at.1 as u32 + 1,
            text: shorten(self.text(at), 60),
        }
    }

    /// Empties a block of cells that have been read as something else, such as a legend.
    pub(crate) fn blank_out(
        &mut self,
        rows: std::ops::Range<usize>,
        columns: std::ops::Range<usize>,
    ) {
        for row in rows {
            for column in columns.clone() {
                if let Some(cell) = self.rows.get_mut(row).and_then(|r| r.get_mut(column)) {
                    *cell = Cell::default();
                }
            }
        }
    }

    /// The first rows as text, so that a reader sees what was seen.
    pub(crate) fn first_rows(&self, most: usize) -> Vec<String> {
        (0..self.rows.len())
            .filter(|row| !self.is_blank_row(*row))
            .take(most)
            .map(|row| {
                let cells: Vec<String> = (0..self.row_width(row).min(10))
                    .map(|column| shorten(self.text((row, column)), 20))
                    .collect();
                let more = if self.row_width(row) > 10 {
                    " | …"
                } else {
                    ""
                };
                format!("row {}: {}{more}", row + 1, cells.join(" | "))
            })
            .collect()
    }
}

/// Fills a grid cell by cell and stops it from growing beyond what a rota can be.
#[derive(Default)]
pub(crate) struct Filler {
    pub(crate) rows: Vec<Vec<Cell>>,
    cells: usize,
}

/// Which limit a sheet went over, in words.
#[derive(Debug)]
pub(crate) struct TooLarge(pub(crate) String);

/// Most columns of a sheet.
pub(crate) const MOST_COLUMNS: usize = 2_000;
/// Most rows of a sheet.
pub(crate) const MOST_ROWS: usize = 200_000;
/// Most cells of a sheet, blank ones between others included.
pub(crate) const MOST_CELLS: usize = 2_000_000;

impl Filler {
    pub(crate) fn put(&mut self, (row, column): At, cell: Cell) -> Result<(), TooLarge> {
        if cell.text.is_empty() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(TooLarge(format!(
                "row {} has more than 2,000 columns, the most that is read",
                row + 1
            )));
        }
        if row >= MOST_ROWS {
            return Err(TooLarge(
                "the sheet has more than 200,000 rows, the most that is read".to_owned(),
            ));
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > MOST_CELLS {
                return Err(TooLarge(
                    "the sheet has more than 2,000,000 cells, the most that is read".to_owned(),
                ));
            }
            cells.resize_with(column + 1, Cell::default);
        }
        cells[column] = cell;
        Ok(())
    }
}
