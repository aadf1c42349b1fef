//! From the bytes of a file to sheets of cells: encodings, delimiters, limits.
//!
//! Knows nothing of rotas.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use firstline_core::diagnostic::{Diagnostic, Place};

use crate::Source;
use crate::grid::{At, Cell, Filler, Grid, TooLarge};
use crate::workbook;

/// Most bytes of a file.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The sheets of a file, or nothing, with a message why.
pub(crate) fn sheets(source: &Source<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Grid> {
    let place = || Place::file(source.name);
    let bytes = source.bytes;
    if bytes.len() > MOST_BYTES {
        diagnostics.push(too_large(
            source,
            &TooLarge("the file is larger than 64 MB, the most that is read".to_owned()),
        ));
        return Vec::new();
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        diagnostics.push(
            Diagnostic::error("D001", "the file is empty")
                .at(place())
                .help("save the sheet again and check that the file has a size"),
        );
        return Vec::new();
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return workbook::sheets(source, diagnostics);
    }
    let Some(text) = decode(source, diagnostics) else {
        let what = if bytes.starts_with(b"%PDF") {
            "this is a PDF, not a sheet"
        } else {
            "this is neither text nor a workbook"
        };
        diagnostics.push(
            Diagnostic::error("D001", what)
                .at(place())
                .help("save the rota as .xlsx, or as CSV (UTF-8)"),
        );
        return Vec::new();
    };
    let (rows, unclosed) = match cells(&text) {
        Ok(read) => read,
        Err(limit) => {
            diagnostics.push(too_large(source, &limit));
            return Vec::new();
        }
    };
    if rows.is_empty() {
        diagnostics.push(Diagnostic::error("D001", "the file has no filled cell").at(place()));
        return Vec::new();
    }
    let grid = Grid {
        file: source.name.to_owned(),
        sheet: None,
        rows,
    };
    if let Some(Unclosed(at)) = unclosed {
        let title =
            "a quotation mark opens this cell and never closes; all that follows is part of it";
        diagnostics.push(
            Diagnostic::error("D022", title)
                .at(grid.place(at))
                .help("close it, or double it where it is meant as a mark"),
        );
    }
    vec![grid]
}

pub(crate) fn too_large(source: &Source<'_>, TooLarge(limit): &TooLarge) -> Diagnostic {
    Diagnostic::error("D003", limit.as_str())
        .at(Place::file(source.name))
        .help("keep one rota in the sheet and remove what does not belong to it")
}

/// The text of a file, or nothing when it is not text.
fn decode<'a>(source: &Source<'a>, diagnostics: &mut Vec<Diagnostic>) -> Option<Cow<'a, str>> {
    let bytes = source.bytes;
    if bytes.starts_with(b"%PDF") {
        return None;
    }
    let (encoding, assumed) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding, false),
        None => match utf_16_by_zeros(bytes) {
            Some(encoding) => (encoding, false),
            None if bytes.contains(&0) => return None,
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, false),
            None => (WINDOWS_1252, true),
        },
    };
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{1a}' | '\u{80}'..))
        .count();
    if controls > text.len() / 200 {
        return None;
    }
    if assumed {
        diagnostics.push(
            Diagnostic::warning("D002", "the file is not UTF-8; it was read as Windows-1252")
                .at(Place::file(source.name))
                .help("if a name looks wrong, save the file as CSV (UTF-8)"),
        );
    } else if damaged {
        let title = format!(
            "some characters are not valid {}; they show as \u{fffd}",
            encoding.name()
        );
        diagnostics.push(
            Diagnostic::warning("D002", title)
                .at(Place::file(source.name))
                .help("save the file again as CSV (UTF-8)"),
        );
    }
    Some(text)
}

/// UTF-16 without a mark: in western text nearly every other byte is zero.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if half >= 2 && odd * 10 > half * 7 && even * 10 < half {
        return Some(UTF_16LE);
    }
    (half >= 2 && even * 10 > half * 7 && odd * 10 < half).then_some(UTF_16BE)
}

/// A quotation mark that opens a cell and never closes.
struct Unclosed(At);

/// Splits text into cells. Every line is a row, blank ones too, so that rows count as they do in a
/// spreadsheet program; a line break inside quotation marks is part of its cell.
fn cells(text: &str) -> Result<(Vec<Vec<Cell>>, Option<Unclosed>), TooLarge> {
    let delimiter = delimiter(text);
    let mut filler = Filler::default();
    let (mut row, mut column) = (0, 0);
    let mut cell = String::new();
    let (mut in_quotes, mut blank) = (false, true);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if in_quotes && characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            '"' if in_quotes => in_quotes = false,
            c if in_quotes => cell.push(c),
            '"' if blank => (in_quotes, blank) = (true, false),
            c if c == delimiter => {
                filler.put((row, column), Cell::text(&cell))?;
                cell.clear();
                (column, blank) = (column + 1, true);
            }
            '\r' | '\n' => {
                if c == '\r' && characters.peek() == Some(&'\n') {
                    characters.next();
                }
                filler.put((row, column), Cell::text(&cell))?;
                cell.clear();
                (row, column, blank) = (row + 1, 0, true);
            }
            c => {
                blank &= c.is_whitespace();
                cell.push(c);
            }
        }
    }
    filler.put((row, column), Cell::text(&cell))?;
    Ok((filler.rows, in_quotes.then_some(Unclosed((row, column)))))
}

/// The delimiter that stands most often outside quotes in the first lines.
fn delimiter(text: &str) -> char {
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    for line in text.lines().take(40) {
        for byte in line.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b',' if !quoted => counts[0] += 1,
                b';' if !quoted => counts[1] += 1,
                b'\t' if !quoted => counts[2] += 1,
                _ => {}
            }
        }
    }
    if counts[1] > counts[0] && counts[1] >= counts[2] {
        ';'
    } else if counts[2] > counts[0] {
        '\t'
    } else {
        ','
    }
}
