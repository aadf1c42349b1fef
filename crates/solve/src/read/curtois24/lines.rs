//! Sections, rows and cells of an instance file, each with its place.

use std::ops::Range;
use std::sync::Arc;

use firstline_core::diagnostic::{Diagnostic, Place, shorten};

/// A line of cells.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Bytes of the file.
    pub(super) span: Range<usize>,
}

/// A cell without the blanks around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Bytes of the file.
    pub(super) span: Range<usize>,
}

/// The rows of a file by section, and every problem found so far.
pub(super) struct Lines<'a> {
    file: &'a str,
    text: Arc<str>,
    sections: Vec<(String, Range<usize>, Vec<Row>)>,
    problems: Vec<Diagnostic>,
}

/// Problems told of one file; a file that is something else altogether has one in every line.
const MOST_PROBLEMS: usize = 50;

impl<'a> Lines<'a> {
    pub(super) fn new(file: &'a str, text: &str) -> Lines<'a> {
        let mut lines = Lines {
            file,
            text: Arc::from(text),
            sections: Vec::new(),
            problems: Vec::new(),
        };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let trimmed = line.trim_start_matches('\u{feff}').trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let from = start + line.find(trimmed).unwrap_or(0);
            let span = from..from + trimmed.len();
            if trimmed.starts_with("SECTION_") {
                let name = trimmed.to_owned();
                if lines.sections.iter().any(|(n, _, _)| *n == name) {
                    let title = format!(
                        "the section `{}` stands here a second time",
                        shorten(&name, 40)
                    );
                    lines.problem(span.clone(), Diagnostic::error("S004", title));
                }
                lines.sections.push((name, span, Vec::new()));
                continue;
            }
            let row = Row {
                cells: cells(trimmed, from),
                span: span.clone(),
            };
            match lines.sections.last_mut() {
                Some((_, _, rows)) => rows.push(row),
                None => {
                    let title =
                        "a row before the first section; an instance begins with SECTION_HORIZON";
                    lines.problem(span, Diagnostic::error("S001", title));
                    break;
                }
            }
        }
        lines
    }

    /// The rows of a section; a section that must be there and is not, or is empty, is told.
    pub(super) fn section(&mut self, name: &str) -> Vec<Row> {
        let found = self.sections.iter().find(|(n, _, _)| n == name);
        let may_be_empty = name.contains("DAYS_OFF") || name.contains("REQUESTS");
        match found {
            Some((_, _, rows)) if !rows.is_empty() || may_be_empty => rows.clone(),
            Some((_, span, _)) => {
                let title = format!("the section `{name}` is empty");
                self.problem(span.clone(), Diagnostic::error("S001", title));
                Vec::new()
            }
            None => {
                let title =
                    format!("the section `{name}` is missing; the file may have been cut off");
                let end = self.text.len();
                self.problem(end..end, Diagnostic::error("S001", title));
                Vec::new()
            }
        }
    }

    pub(super) fn id(&mut self, row: &Row, what: &str) -> String {
        let id = row
            .cells
            .first()
            .map(|c| c.text.clone())
            .unwrap_or_default();
        if id.is_empty() || id == "-" || id.contains([':', '|', '=']) {
            let title = format!("`{}` cannot be the id of {what}", shorten(&id, 40));
            self.problem(row.span.clone(), Diagnostic::error("S002", title));
        }
        id
    }

    /// A whole number in a cell.
    pub(super) fn number(
        &mut self,
        row: &Row,
        at: usize,
        what: &str,
        least: i32,
        most: i32,
    ) -> Option<i32> {
        let Some(cell) = row.cells.get(at) else {
            let title = format!("{what} is missing in this row; the file may have been cut off");
            self.problem(row.span.clone(), Diagnostic::error("S002", title));
            return None;
        };
        self.parse(&cell.text, &cell.span, what, least, most)
    }

    pub(super) fn parse(
        &mut self,
        text: &str,
        span: &Range<usize>,
        what: &str,
        least: i32,
        most: i32,
    ) -> Option<i32> {
        let number = text.trim().parse().ok();
        let number = number.filter(|n: &i32| (least..=most).contains(n));
        if number.is_none() {
            let title = format!(
                "`{}` is not {what} from {least} to {most}",
                shorten(text, 40)
            );
            self.problem(span.clone(), Diagnostic::error("S002", title));
        }
        number
    }

    pub(super) fn twice(&mut self, row: &Row, what: &str, id: &str) {
        let title = format!("{what} `{}` stands here a second time", shorten(id, 40));
        self.problem(row.span.clone(), Diagnostic::error("S004", title));
    }

    pub(super) fn problem(&mut self, span: Range<usize>, diagnostic: Diagnostic) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(diagnostic.at(Place::Source {
                file: self.file.to_owned(),
                text: self.text.clone(),
                span,
            }));
        }
    }

    pub(super) fn finish(self) -> Result<(), Vec<Diagnostic>> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(self.problems)
    }
}

/// The cells of a line that begins at a byte of the file.
pub(super) fn cells(line: &str, mut at: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    for cell in line.split(',') {
        let text = cell.trim();
        let from = at + (cell.len() - cell.trim_start().len());
        cells.push(Cell {
            text: text.to_owned(),
            span: from..from + text.len(),
        });
        at += cell.len() + 1;
    }
    cells
}
