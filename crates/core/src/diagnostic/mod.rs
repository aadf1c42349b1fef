//! Anything shown to a user about their files: one value, several renderers.
//!
//! Families of codes: `C` contract and department files, `D` imported rotas, `R` rota rules,
//! `S` solver. A code means one thing for ever.

mod render;

use std::ops::Range;
use std::sync::Arc;

pub use render::{concise, full};

/// How much a message weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something could not be used as it stands.
    Error,
    /// Used, but look at it.
    Warning,
    /// For information.
    Note,
}

/// Where a message points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole file, or an option of the command line.
    File {
        /// Path or option as the user wrote it.
        file: String,
    },
    /// A byte range of a text file.
    Source {
        /// Path as the user wrote it.
        file: String,
        /// The whole text.
        text: Arc<str>,
        /// Byte range into the text.
        span: Range<usize>,
    },
    /// A cell of a sheet.
    Cell {
        /// Path as the user wrote it.
        file: String,
        /// Name of the sheet, where the file has several.
        sheet: Option<String>,
        /// Row, from 1.
        row: u32,
        /// Column, from 1.
        column: u32,
        /// What the cell holds.
        text: String,
    },
}

/// A message with its place and, where one is known, its cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code such as `D004`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub title: String,
    /// Where.
    pub place: Option<Place>,
    /// What a reader needs to know besides.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with no place yet.
    pub fn error(code: &'static str, title: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            title: title.into(),
            place: None,
            notes: Vec::new(),
            help: None,
        }
    }

    /// A warning with no place yet.
    pub fn warning(code: &'static str, title: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, title)
        }
    }

    /// The same message at a place.
    pub fn at(mut self, place: Place) -> Diagnostic {
        self.place = Some(place);
        self
    }

    /// The same message with a further note.
    pub fn note(mut self, note: impl Into<String>) -> Diagnostic {
        self.notes.push(note.into());
        self
    }

    /// The same message with a cure.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

impl Place {
    /// The place of a whole file.
    pub fn file(file: impl Into<String>) -> Place {
        Place::File { file: file.into() }
    }

    /// `rota.csv row 4, column C (“LDD”)`, `contract.toml:12:3`, or the file alone.
    pub fn short(&self) -> String {
        match self {
            Place::File { file } => file.clone(),
            Place::Source { file, text, span } => {
                let (line, column) = line_column(text, span.start);
                format!("{file}:{line}:{column}")
            }
            Place::Cell {
                file,
                sheet,
                row,
                column,
                text,
            } => {
                let sheet = sheet
                    .as_ref()
                    .map_or(String::new(), |s| format!(" sheet `{s}`"));
                let cell = format!("{}{row}", column_letters(*column));
                if text.is_empty() {
                    format!("{file}{sheet} cell {cell}")
                } else {
                    format!("{file}{sheet} cell {cell} (`{}`)", shorten(text, 40))
                }
            }
        }
    }
}

/// The closest of `known` to `given`, when it is close enough to be worth naming.
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    let most = (given.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| (distance(&given, &name.to_lowercase()), name))
        .filter(|(d, name)| *d <= most && *d < name.chars().count())
        .min_by_key(|(d, _)| *d)
        .map(|(_, name)| name)
}

/// At most `most` characters, with `…` where something was cut.
pub fn shorten(text: &str, most: usize) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut out: String = clean.take(most).collect();
    if text.chars().count() > most {
        out.push('…');
    }
    out
}

/// Spreadsheet letters of a column, from 1: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// Edits (insert, delete, replace, swap neighbours) from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_named_and_a_far_one_is_not() {
        let known = ["LD", "N", "OFF", "rest-between-duties"];
        assert_eq!(did_you_mean("LDD", known), Some("LD"));
        assert_eq!(
            did_you_mean("rest-betwen-duties", known),
            Some("rest-between-duties")
        );
        assert_eq!(did_you_mean("OFX", known), Some("OFF"));
        assert_eq!(did_you_mean("zzzz", known), None);
    }

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        assert_eq!(column_letters(1), "A");
        assert_eq!(column_letters(26), "Z");
        assert_eq!(column_letters(27), "AA");
        assert_eq!(column_letters(703), "AAA");
    }
}
