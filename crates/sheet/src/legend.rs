//! Legends: what each code stands for, in a file of its own, on another sheet or beside the rota.
//!
//! Two forms. `code,start,end,kind` with optional further columns; and the key of a rota tool,
//! `Code,Shift,Start,Hours,Work,Resident`, in which the times decide everything but on-call.

use firstline_core::diagnostic::{Diagnostic, did_you_mean};
use firstline_core::rota::{Breaks, Kind, ShiftType};
use firstline_core::time::{ClockTime, Minutes};

use crate::codes::{Codes, meaning};
use crate::grid::{At, Grid};
use crate::times;

/// Where a legend stands in a sheet.
struct Block {
    header: usize,
    columns: Columns,
}

#[derive(Default)]
struct Columns {
    code: usize,
    start: Option<usize>,
    end: Option<usize>,
    hours: Option<usize>,
    kind: Option<usize>,
    name: Option<usize>,
    breaks: Option<usize>,
    work: Option<usize>,
    rest: Option<usize>,
    longest_rest: Option<usize>,
    resident: Option<usize>,
    last: usize,
}

/// Reads every legend in the sheet into `codes` and blanks it out, so that what remains is the
/// rota. Returns how many there were.
pub(crate) fn take(grid: &mut Grid, codes: &mut Codes, diagnostics: &mut Vec<Diagnostic>) -> usize {
    let mut found = 0;
    let mut row = 0;
    while row < grid.rows.len() {
        let Some(block) = header(grid, row) else {
            row += 1;
            continue;
        };
        found += 1;
        let columns = &block.columns;
        let mut end = block.header + 1;
        while end < grid.rows.len() && !blank_between(grid, end, columns) {
            read_row(grid, end, columns, codes, diagnostics);
            end += 1;
        }
        grid.blank_out(block.header..end, columns.code..columns.last + 1);
        row += 1;
    }
    found
}

/// Whether a row is the heading of a table of duties, which has code, start and end as well.
fn header(grid: &Grid, row: usize) -> Option<Block> {
    let words: Vec<String> = (0..grid.row_width(row))
        .map(|column| grid.text((row, column)).to_lowercase().replace('_', " "))
        .collect();
    if words.iter().any(|w| w == "person") {
        return None;
    }
    let code = words
        .iter()
        .position(|w| w == "code" || w == "shift code")?;
    let mut columns = Columns {
        code,
        last: code,
        ..Columns::default()
    };
    for (column, word) in words.iter().enumerate().skip(code + 1) {
        let slot = match word.as_str() {
            "start" | "start time" | "from" => &mut columns.start,
            "end" | "end time" | "finish" | "finish time" | "to" => &mut columns.end,
            "hours" | "length" | "duration" => &mut columns.hours,
            "kind" => &mut columns.kind,
            "name" | "shift" | "description" => &mut columns.name,
            "breaks" => &mut columns.breaks,
            "work" => &mut columns.work,
            "rest" => &mut columns.rest,
            "longest rest" => &mut columns.longest_rest,
            "resident" => &mut columns.resident,
            "" => break,
            _ => {
                columns.last = column;
                continue;
            }
        };
        if slot.is_some() {
            break;
        }
        *slot = Some(column);
        columns.last = column;
    }
    let usable = columns.start.is_some() && (columns.end.is_some() || columns.hours.is_some());
    usable.then_some(Block {
        header: row,
        columns,
    })
}

fn blank_between(grid: &Grid, row: usize, columns: &Columns) -> bool {
    (columns.code..=columns.last).all(|column| grid.text((row, column)).is_empty())
}

fn read_row(
    grid: &Grid,
    row: usize,
    columns: &Columns,
    codes: &mut Codes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let at: At = (row, columns.code);
    if grid.text(at).is_empty() {
        let first = (columns.code..=columns.last).find(|c| !grid.text((row, *c)).is_empty());
        diagnostics.push(
            Diagnostic::error(
                "D022",
                "this row of the legend has no code; it was left out",
            )
            .at(grid.place((row, first.unwrap_or(columns.code))))
            .help("give the code that stands in the rota, or remove the row"),
        );
        return;
    }
    match shift_type(grid, row, columns) {
        Ok(shift) => {
            let words = meaning(&shift);
            if let Err(known) = codes.define(shift) {
                let title = format!(
                    "`{}` is {words}, and elsewhere in the legend {}",
                    known.code,
                    meaning(&known)
                );
                diagnostics.push(
                    Diagnostic::error("D016", title)
                        .at(grid.place(at))
                        .note("neither was used")
                        .help("give each code one meaning; a department file counts as legend too"),
                );
            }
        }
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
}

fn shift_type(grid: &Grid, row: usize, columns: &Columns) -> Result<ShiftType, Diagnostic> {
    let text = |column: Option<usize>| column.map_or("", |c| grid.text((row, c)));
    let code = text(Some(columns.code));
    let is_key = columns.kind.is_none() && columns.hours.is_some() && columns.end.is_none();
    let kind = if is_key {
        key_kind(grid, row, columns)?
    } else {
        kind(grid, row, columns, code)?
    };
    let mut shift = ShiftType::plain(code, kind, None);
    let name = text(columns.name);
    shift.name = (!name.is_empty()).then(|| name.to_owned());
    if !kind.is_duty() {
        return Ok(shift);
    }
    let start = clock(grid, row, columns.start, code)?;
    let end = match (columns.end, columns.hours) {
        (Some(_), _) if !text(columns.end).is_empty() || columns.hours.is_none() => {
            clock(grid, row, columns.end, code)?
        }
        (_, hours) => after(start, grid, row, hours)?,
    };
    shift.times = Some((start, end));
    if let Some(column) = columns.breaks.filter(|c| !grid.text((row, *c)).is_empty()) {
        let breaks = Breaks::parse(grid.text((row, column)));
        shift.breaks = Some(breaks.map_err(|error| {
            Diagnostic::error("D019", error.to_string()).at(grid.place((row, column)))
        })?);
    }
    if !is_key {
        shift.work = minutes(grid, row, columns.work)?;
        shift.rest = minutes(grid, row, columns.rest)?;
        shift.longest_rest = minutes(grid, row, columns.longest_rest)?;
    }
    Ok(shift)
}

/// The kind in words. Without one, a code with times is a `day` (a kind decides only on-call and
/// absence) and `OFF` is off.
fn kind(grid: &Grid, row: usize, columns: &Columns, code: &str) -> Result<Kind, Diagnostic> {
    let text = |column: Option<usize>| column.map_or("", |c| grid.text((row, c)));
    let word = text(columns.kind);
    if !word.is_empty() {
        let at = (row, columns.kind.unwrap_or(columns.code));
        return Kind::parse(word).ok_or_else(|| unknown_kind(word).at(grid.place(at)));
    }
    if !text(columns.start).is_empty() {
        return Ok(Kind::Day);
    }
    if code.eq_ignore_ascii_case("OFF") {
        return Ok(Kind::Off);
    }
    let title = format!("`{code}` has neither a kind nor times; it was left out");
    Err(Diagnostic::error("D018", title)
        .at(grid.place((row, columns.code)))
        .help(format!("give a kind, one of {}", kinds())))
}

fn key_kind(grid: &Grid, row: usize, columns: &Columns) -> Result<Kind, Diagnostic> {
    let answer = |column: Option<usize>| -> Result<Option<bool>, Diagnostic> {
        let Some(column) = column else {
            return Ok(Some(true));
        };
        match grid.text((row, column)).to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Ok(Some(true)),
            "no" | "n" | "false" | "0" => Ok(Some(false)),
            "" => Ok(None),
            other => Err(Diagnostic::error(
                "D022",
                format!("`{other}` is neither yes nor no; the code was left out"),
            )
            .at(grid.place((row, column)))),
        }
    };
    match (answer(columns.work)?, answer(columns.resident)?) {
        (Some(false), _) => Ok(Kind::Off),
        (Some(true), Some(true)) => Ok(Kind::Day),
        (Some(true), Some(false)) => Ok(Kind::NonResidentOnCall),
        _ => Err(Diagnostic::error(
            "D022",
            "the legend does not say whether this is work and on site; it was left out",
        )
        .at(grid.place((row, columns.code)))
        .help("write yes or no under Work and Resident")),
    }
}

/// A message for a word that is no kind.
pub(crate) fn unknown_kind(word: &str) -> Diagnostic {
    let title = format!("there is no kind of duty called `{word}`; it was left out");
    let known = Kind::WORDS.iter().map(|(word, _)| *word);
    let help = match did_you_mean(word, known) {
        Some(near) => format!("did you mean `{near}`? The kinds are {}", kinds()),
        None => format!("the kinds are {}", kinds()),
    };
    Diagnostic::error("D018", title).help(help)
}

fn kinds() -> String {
    let words: Vec<&str> = Kind::WORDS.iter().map(|(word, _)| *word).collect();
    words.join(", ")
}

fn clock(
    grid: &Grid,
    row: usize,
    column: Option<usize>,
    code: &str,
) -> Result<ClockTime, Diagnostic> {
    let at = (row, column.unwrap_or(0));
    let text = grid.text(at);
    // a bare fraction of a day in a workbook
    let fraction = grid
        .cell(at)
        .and_then(|cell| cell.serial)
        .filter(|_| text == "0" || text.starts_with("0."));
    if let Some(time) = times::clock(text).or(fraction.map(firstline_core::time::Wall::time)) {
        return Ok(time);
    }
    let title = if text.is_empty() {
        format!("`{code}` is a duty without times; it was left out")
    } else {
        format!("`{text}` is not a time of day; `{code}` was left out")
    };
    Err(Diagnostic::error("D007", title)
        .at(grid.place(at))
        .help("write times as in 20:30; a duty that ends at 09:00 ends on the next day"))
}

fn after(
    start: ClockTime,
    grid: &Grid,
    row: usize,
    hours: Option<usize>,
) -> Result<ClockTime, Diagnostic> {
    let at = (row, hours.unwrap_or(0));
    match times::hours(grid.text(at)) {
        Some(length @ 1..=1440) => Ok(ClockTime(((i32::from(start.0) + length) % 1440) as u16)),
        _ => Err(Diagnostic::error(
            "D007",
            format!(
                "`{}` is not a length of up to 24 hours; the code was left out",
                grid.text(at)
            ),
        )
        .at(grid.place(at))
        .help("write hours as in 12.5 or 12:30")),
    }
}

fn minutes(grid: &Grid, row: usize, column: Option<usize>) -> Result<Option<Minutes>, Diagnostic> {
    let Some(column) = column else {
        return Ok(None);
    };
    minutes_of(grid.text((row, column)))
        .map_err(|diagnostic| diagnostic.at(grid.place((row, column))))
}

/// Reads whole minutes of up to 45 days; blank is nothing.
pub(crate) fn minutes_of(text: &str) -> Result<Option<Minutes>, Diagnostic> {
    if text.is_empty() {
        return Ok(None);
    }
    match times::whole(text) {
        Some(minutes @ 0..=64_800) => Ok(Some(Minutes(minutes))),
        _ => Err(Diagnostic::error(
            "D019",
            format!("`{text}` is not a number of minutes; it was left out"),
        )
        .help("write whole minutes, as in 90")),
    }
}
