//! Workbooks: `.xlsx` cell by cell, so that limits hold while reading; `.xls` in one piece.
//!
//! The only place where floating point occurs: a workbook keeps dates and times as days and
//! fractions of a day. They become whole minutes here.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xls, XlsError, Xlsx, XlsxError, open_workbook_from_rs};
use firstline_core::diagnostic::{Diagnostic, Place, shorten};
use firstline_core::time::{Day, Minutes, Wall};

use crate::Source;
use crate::bytes::too_large;
use crate::grid::{Cell, Filler, Grid, TooLarge};

/// Most bytes that the parts of a workbook may unpack to.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;

enum Failure {
    Unreadable(String),
    TooLarge(TooLarge),
}

impl From<TooLarge> for Failure {
    fn from(limit: TooLarge) -> Failure {
        Failure::TooLarge(limit)
    }
}

impl From<XlsxError> for Failure {
    fn from(error: XlsxError) -> Failure {
        Failure::Unreadable(error.to_string())
    }
}

impl From<XlsError> for Failure {
    fn from(error: XlsError) -> Failure {
        Failure::Unreadable(error.to_string())
    }
}

/// The sheets of a workbook that hold anything.
pub(crate) fn sheets(source: &Source<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Grid> {
    // The workbook reader is not ours; a broken file must not end the program.
    let read = catch_unwind(AssertUnwindSafe(|| {
        if source.bytes.starts_with(b"PK") {
            xlsx(source)
        } else {
            xls(source)
        }
    }))
    .unwrap_or_else(|_| {
        Err(Failure::Unreadable(
            "its parts do not fit together".to_owned(),
        ))
    });
    match read {
        Ok(grids) if grids.is_empty() => {
            let empty = Diagnostic::error("D001", "the workbook has no filled cell");
            diagnostics.push(empty.at(Place::file(source.name)));
            Vec::new()
        }
        Ok(grids) => grids,
        Err(Failure::TooLarge(limit)) => {
            diagnostics.push(too_large(source, &limit));
            Vec::new()
        }
        Err(Failure::Unreadable(why)) => {
            diagnostics.push(
                Diagnostic::error("D001", "the workbook cannot be read")
                    .at(Place::file(source.name))
                    .note(shorten(&why, 200))
                    .help("open it in a spreadsheet program and save it again as .xlsx or CSV"),
            );
            Vec::new()
        }
    }
}

fn xlsx(source: &Source<'_>) -> Result<Vec<Grid>, Failure> {
    if unpacked_size(source.bytes) > MOST_UNPACKED {
        let limit = "the workbook unpacks to more than 512 MB, the most that is read";
        return Err(Failure::TooLarge(TooLarge(limit.to_owned())));
    }
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(source.bytes))?;
    let since_1904 = book.has_1904_epoch();
    let names = book.sheet_names();
    let mut grids = Vec::new();
    for name in &names {
        let mut reader = match book.worksheet_cells_reader(name) {
            Ok(reader) => reader,
            // a chart has a sheet of its own, without cells
            Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let mut filler = Filler::default();
        while let Some(cell) = reader.next_cell()? {
            let (row, column) = cell.get_position();
            let at = (row as usize, column as usize);
            filler.put(at, cell_of(cell.get_value(), since_1904))?;
        }
        push(&mut grids, source, name, names.len(), filler);
    }
    Ok(grids)
}

fn xls(source: &Source<'_>) -> Result<Vec<Grid>, Failure> {
    if !crate::xls::is_sound(source.bytes) {
        let why = "its parts do not fit together, or it claims more cells than a rota has";
        return Err(Failure::Unreadable(why.to_owned()));
    }
    let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(source.bytes))?;
    let since_1904 = book.has_1904_epoch();
    let names = book.sheet_names();
    let mut grids = Vec::new();
    for name in &names {
        let range = book.worksheet_range(name)?;
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let mut filler = Filler::default();
        for (row, column, value) in range.used_cells() {
            let at = (row + first_row as usize, column + first_column as usize);
            filler.put(at, cell_of(&borrowed(value), since_1904))?;
        }
        push(&mut grids, source, name, names.len(), filler);
    }
    Ok(grids)
}

fn push(grids: &mut Vec<Grid>, source: &Source<'_>, name: &str, sheets: usize, filler: Filler) {
    if !filler.rows.is_empty() {
        grids.push(Grid {
            file: source.name.to_owned(),
            sheet: (sheets > 1).then(|| name.to_owned()),
            rows: filler.rows,
        });
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            DataRef::SharedString(text)
        }
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn cell_of(value: &DataRef<'_>, since_1904: bool) -> Cell {
    match value {
        // a whole number that is beyond all dates keeps its digits
        DataRef::Int(n) => match i32::try_from(*n) {
            Ok(n) => number(f64::from(n), since_1904),
            Err(_) => Cell::text(&n.to_string()),
        },
        DataRef::Float(n) => number(*n, since_1904),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::text(text)
        }
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(b) => Cell::text(if *b { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(at) => {
            let days = at.as_f64();
            Cell::text(&stamp(days, at.is_duration(), since_1904).unwrap_or(days.to_string()))
        }
        DataRef::Error(error) => Cell::text(&error.to_string()),
        DataRef::Empty => Cell::default(),
    }
}

fn number(value: f64, since_1904: bool) -> Cell {
    Cell {
        text: value.to_string().into(),
        serial: minutes(value).map(|all| serial(all, since_1904)),
    }
}

/// A cell that the workbook shows as a date, a time of day or a length.
fn stamp(days: f64, is_length: bool, since_1904: bool) -> Option<String> {
    let all = minutes(days)?;
    if is_length || all < Minutes::DAY {
        return Some(format!("{:02}:{:02}", all.0 / 60, all.0 % 60));
    }
    let wall = serial(all, since_1904);
    Some(if wall == wall.day().midnight() {
        wall.day().to_string()
    } else {
        wall.to_string()
    })
}

/// Days and a fraction as whole minutes, for dates up to the year 2400.
fn minutes(days: f64) -> Option<Minutes> {
    let fits = (0.0..182_000.0).contains(&days);
    fits.then(|| Minutes((days * 1440.0).round() as i32))
}

/// Day 1 is 1 January 1900 (and a 29 February 1900 is counted that never was), or day 0 is
/// 1 January 1904.
fn serial(all: Minutes, since_1904: bool) -> Wall {
    let before_1970 = match (since_1904, all.0 / Minutes::DAY.0) {
        (true, _) => 24_107,
        (false, 60..) => 25_569,
        (false, _) => 25_568,
    };
    Wall(Day(-before_1970).midnight().0.saturating_add(all.0))
}

/// What the parts of a zip archive say they unpack to, from its directory at the end.
fn unpacked_size(bytes: &[u8]) -> u64 {
    let word = |at: usize| -> Option<u64> {
        let four = bytes.get(at..at.checked_add(4)?)?;
        Some(u64::from(u32::from_le_bytes(four.try_into().ok()?)))
    };
    let half = |at: usize| word(at).map(|w| (w & 0xFFFF) as usize);
    let tail = bytes.len().saturating_sub(66_000);
    let Some(end) = bytes[tail..].windows(4).rposition(|w| w == b"PK\x05\x06") else {
        return 0;
    };
    let mut at = word(tail + end + 16).map_or(usize::MAX, |w| w as usize);
    let mut total = 0;
    while bytes
        .get(at..)
        .is_some_and(|b| b.starts_with(b"PK\x01\x02"))
    {
        let (Some(size), Some(name), Some(extra), Some(comment)) =
            (word(at + 24), half(at + 28), half(at + 30), half(at + 32))
        else {
            break;
        };
        total += size;
        at += 46 + name + extra + comment;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: f64, since_1904: bool, expected: &str) {
        assert_eq!(
            stamp(days, false, since_1904).as_deref(),
            Some(expected),
            "{days}"
        );
    }

    #[test]
    fn both_epochs_and_the_leap_day_that_never_was_are_known() {
        check(46_237.0, false, "2026-08-03");
        check(46_237.0 - 1_462.0, true, "2026-08-03");
        check(46_237.354_166_666_664, false, "2026-08-03T08:30");
        check(59.0, false, "1900-02-28");
        check(61.0, false, "1900-03-01");
        check(0.875, false, "21:00");
        check(0.0, true, "00:00");
    }

    #[test]
    fn numbers_beyond_all_dates_are_none() {
        for days in [-1.0, 1e9, f64::NAN, f64::INFINITY] {
            assert_eq!(minutes(days), None, "{days}");
        }
    }

    #[test]
    fn a_directory_that_lies_does_not_mislead() {
        let mut bytes = vec![b'x'; 100];
        assert_eq!(unpacked_size(&bytes), 0);
        bytes.extend(b"PK\x05\x06");
        assert_eq!(unpacked_size(&bytes), 0);
        bytes.extend([0xFF; 18]);
        assert_eq!(unpacked_size(&bytes), 0);
    }
}
