//! One reader for each layout. All put what they find into [`Dated`] or into pattern lines.

mod allocated;
mod date_columns;
mod date_rows;
mod pattern;
mod tidy;
mod week_tables;

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Day;

use crate::codes::{Codes, Meaning};
use crate::dated::Dated;
use crate::grid::{At, Grid};

/// A sheet, and where what is read from it goes.
pub(crate) struct Reader<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) codes: &'a mut Codes,
    pub(crate) dated: &'a mut Dated,
    pub(crate) year: Option<i32>,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads the cell of a person on a day.
    fn cell(&mut self, person: usize, day: Day, at: At) {
        if let Meaning::Shift(code) = self.codes.read(self.grid, at, self.diagnostics)
            && let Some(shift) = self.codes.get(code)
        {
            self.dated.put(person, (code, shift), day, self.grid, at);
        }
    }

    fn told(&mut self, diagnostic: Diagnostic, at: At) {
        self.diagnostics.push(diagnostic.at(self.grid.place(at)));
    }

    /// A row with something in it that has no place in the layout.
    fn not_understood(&mut self, row: usize, why: &str) {
        let column = (0..self.grid.row_width(row)).find(|c| !self.grid.text((row, *c)).is_empty());
        let diagnostic = Diagnostic::warning("D022", format!("this row was not read: {why}"))
            .help("if it holds duties, give it the form of the other rows");
        self.told(diagnostic, (row, column.unwrap_or(0)));
    }
}
