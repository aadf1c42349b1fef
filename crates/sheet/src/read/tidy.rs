//! One row for each duty: `person,start,end[,code][,kind][,breaks][,work][,rest][,longest_rest]`.

use std::collections::BTreeMap;

use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::{Breaks, Code, Entry, Kind, ShiftType};
use firstline_core::time::{Day, Minutes, Wall};

use super::Reader;
use crate::dates;
use crate::grid::At;
use crate::legend::{minutes_of, unknown_kind};
use crate::times;
use crate::write::unescaped;

/// Where each column stands.
struct Columns(BTreeMap<&'static str, usize>);

const NAMES: [&str; 9] = [
    "person",
    "start",
    "end",
    "code",
    "kind",
    "breaks",
    "work",
    "rest",
    "longest_rest",
];

/// Start and end with their offsets.
type Times = ((Wall, Option<i32>), (Wall, Option<i32>));

impl Reader<'_> {
    /// Reads the duties below the headings in `header`.
    pub(crate) fn tidy(&mut self, header: usize) {
        let grid = self.grid;
        let mut columns = BTreeMap::new();
        for column in 0..grid.row_width(header) {
            let word = grid
                .text((header, column))
                .to_lowercase()
                .replace([' ', '-'], "_");
            if let Some(name) = NAMES.iter().find(|name| **name == word) {
                columns.entry(*name).or_insert(column);
            }
        }
        let columns = Columns(columns);
        let mut labels: BTreeMap<(String, Kind), Code> = BTreeMap::new();
        for row in header + 1..grid.rows.len() {
            if grid.is_blank_row(row) {
                continue;
            }
            if let Err((diagnostic, at)) = self.duty(row, &columns, &mut labels) {
                self.told(diagnostic, at);
            }
        }
    }

    fn duty(
        &mut self,
        row: usize,
        columns: &Columns,
        labels: &mut BTreeMap<(String, Kind), Code>,
    ) -> Result<(), (Diagnostic, At)> {
        let grid = self.grid;
        let column = |name: &str| columns.0.get(name).copied();
        let at = |name: &str| (row, column(name).unwrap_or(0));
        let text = |name: &str| column(name).map_or("", |c| unescaped(grid.text((row, c))));
        if text("person").is_empty() {
            let title = "this row names no person; it was left out";
            return Err((Diagnostic::error("D022", title), at("person")));
        }
        let code_text = text("code");
        let known = self.codes.find(code_text).filter(|_| !code_text.is_empty());
        let kind = match (text("kind"), known.and_then(|code| self.codes.get(code))) {
            // a kind decides only on-call and absence, so a duty without one is a `day`
            ("", Some(shift)) => shift.kind,
            ("", None) if code_text.eq_ignore_ascii_case("OFF") => Kind::Off,
            ("", None) => Kind::Day,
            (word, _) => Kind::parse(word).ok_or_else(|| (unknown_kind(word), at("kind")))?,
        };
        let name = self.dated.spelling(text("person"));
        let ((start, start_offset), (end, end_offset)) = if kind.is_duty() {
            (
                moment(text("start")).map_err(|d| (d, at("start")))?,
                moment(text("end")).map_err(|d| (d, at("end")))?,
            )
        } else {
            whole_days(text("start"), text("end")).map_err(|(d, name)| (d, at(name)))?
        };
        let minutes = |name: &str| -> Result<Option<Minutes>, (Diagnostic, At)> {
            minutes_of(text(name)).map_err(|diagnostic| (diagnostic, at(name)))
        };
        let breaks = match text("breaks") {
            "" => None,
            text => Some(Breaks::parse(text).map_err(|error| {
                (
                    Diagnostic::error("D019", format!("{error}; the row was left out")),
                    at("breaks"),
                )
            })?),
        };
        let (work, rest, longest_rest) =
            (minutes("work")?, minutes("rest")?, minutes("longest_rest")?);
        let person = self.dated.person(&name);
        self.dated.day(start.day());
        self.dated.day(last_day(start, end));
        if kind == Kind::Off {
            return Ok(());
        }
        let code = self.label(code_text, kind, (start, end), known, labels);
        let code = code.ok_or_else(|| {
            let title = "there are more than 65,000 different codes; the row was left out";
            (Diagnostic::error("D003", title), at("code"))
        })?;
        let shift = self
            .codes
            .get(code)
            .filter(|shift| shift.kind == kind && known == Some(code));
        self.dated.push(Entry {
            person,
            start,
            start_offset,
            end,
            end_offset,
            code,
            kind,
            breaks: breaks.or(shift.and_then(|s| s.breaks)),
            work: work.or(shift.and_then(|s| s.work)),
            rest: rest.or(shift.and_then(|s| s.rest)),
            longest_rest: longest_rest.or(shift.and_then(|s| s.longest_rest)),
            place: Some(grid.place(at("start"))),
        });
        Ok(())
    }

    /// The shift type that a row is shown under: that of the legend where kind and code agree, else
    /// one made from the row. A row without a code is shown by its times.
    fn label(
        &mut self,
        text: &str,
        kind: Kind,
        (start, end): (Wall, Wall),
        known: Option<Code>,
        labels: &mut BTreeMap<(String, Kind), Code>,
    ) -> Option<Code> {
        if let Some(code) = known
            && self.codes.get(code).is_some_and(|shift| shift.kind == kind)
        {
            return Some(code);
        }
        let pair = (start.time(), end.time());
        let text = match text {
            "" if kind.is_duty() => times::normal("", pair),
            "" => kind.word().to_owned(),
            text => text.to_owned(),
        };
        if let Some(code) = labels.get(&(text.clone(), kind)) {
            return Some(*code);
        }
        let shift = ShiftType::plain(&text, kind, kind.is_duty().then_some(pair));
        let code = self.codes.add(shift)?;
        labels.insert((text, kind), code);
        Some(code)
    }
}

fn last_day(start: Wall, end: Wall) -> Day {
    Wall(end.0 - 1).day().max(start.day())
}

fn moment(text: &str) -> Result<(Wall, Option<i32>), Diagnostic> {
    if let Some(stamp) = times::stamp(text) {
        return Ok(stamp);
    }
    // a date that does not exist deserves to be told as such
    if let Some(Err(diagnostic)) = text.get(..10).map(dates::full) {
        return Err(diagnostic);
    }
    let title = match dates::full(text) {
        Err(diagnostic) => return Err(diagnostic),
        Ok(Some(_)) => format!("`{text}` has no time of day; the duty was left out"),
        Ok(None) if text.is_empty() => {
            "a duty needs a start and an end; it was left out".to_owned()
        }
        Ok(None) => format!("`{text}` is not a date and time; the duty was left out"),
    };
    let help =
        "write it like 2026-11-02T20:30; only leave, study, sick, rest and off are whole days";
    Err(Diagnostic::error("D007", title).help(help))
}

/// Whole days: from midnight of the start to the end exclusive, or to the next midnight without one.
/// An end in the middle of a day takes that day in.
fn whole_days(start: &str, end: &str) -> Result<Times, (Diagnostic, &'static str)> {
    let wall = |text: &str| -> Result<Wall, Diagnostic> {
        match (times::stamp(text), dates::full(text)) {
            (Some((wall, _)), _) => Ok(wall),
            (None, Ok(Some(day))) => Ok(day.midnight()),
            (None, Err(diagnostic)) => Err(diagnostic),
            (None, Ok(None)) => Err(Diagnostic::error(
                "D007",
                format!("`{text}` is not a date; the row was left out"),
            )
            .help("write it like 2026-11-02")),
        }
    };
    let first = wall(start).map_err(|d| (d, "start"))?.day();
    let end = match end {
        "" => first.plus(1).midnight(),
        end => wall(end).map_err(|d| (d, "end"))?,
    };
    let end = if end == end.day().midnight() {
        end
    } else {
        end.day().plus(1).midnight()
    };
    if end <= first.midnight() {
        let title = "whole days that end before they begin; the row was left out";
        let help = "the end is the day after the last; leave it blank for a single day";
        return Err((Diagnostic::error("D007", title).help(help), "end"));
    }
    Ok(((first.midnight(), None), (end, None)))
}
