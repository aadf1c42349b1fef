//! Dates as people write them in sheets, and what is done when one is in doubt.
//!
//! `03/08/2026` is 3 August. When a file holds a date that can only be month first, nothing is
//! guessed: the reader asks for ISO dates.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::{Day, Weekday};

use crate::grid::{At, Grid};
use crate::times::whole;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a cell says when it has the shape of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) year: Option<i32>,
    pub(crate) month: i32,
    pub(crate) day: i32,
    /// Whether two numbers with a slash or point between them said which is the month.
    pub(crate) by_numbers: bool,
    pub(crate) weekday: Option<Weekday>,
}

impl Written {
    fn only_month_first(self) -> bool {
        self.by_numbers && self.month > 12 && (1..=12).contains(&self.day)
    }

    fn only_day_first(self) -> bool {
        self.by_numbers && self.day > 12 && (1..=12).contains(&self.month)
    }

    /// `31 February 2026`, or `31/14/2026` where there is no such month.
    fn words(self, year: i32) -> String {
        let index = usize::try_from(self.month - 1).unwrap_or(12);
        match MONTHS.get(index) {
            Some(month) => {
                let (first, rest) = month.split_at(1);
                format!("{} {}{rest} {year}", self.day, first.to_uppercase())
            }
            None => format!("{:02}/{:02}/{year}", self.day, self.month),
        }
    }
}

/// Reads the shape of a date: ISO, `03/08/2026`, `3.8.26`, `03-Aug-26`, `3 August`, `Mon 3 Aug`,
/// with or without a weekday before it.
pub(crate) fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    if text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // midnight after a date is how some programs export one
    let text = ["T00:00:00", "T00:00", " 00:00:00", " 00:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .unwrap_or(text);
    let separators = |c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '\u{2013}');
    if text.chars().any(|c| !c.is_alphanumeric() && !separators(c)) {
        return None;
    }
    let mut parts: Vec<&str> = text.split(separators).filter(|p| !p.is_empty()).collect();
    let weekday = parts.first().and_then(|first| Weekday::parse(first));
    if weekday.is_some() {
        parts.remove(0);
    }
    let dense = !text.contains(char::is_whitespace);
    let made = |year: Option<i32>, month: i32, day: i32, by_numbers: bool| {
        Some(Written {
            year,
            month,
            day,
            by_numbers,
            weekday,
        })
    };
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && whole(year).is_some() => {
            match month_named(month) {
                Some(month) => made(whole(year), month, whole(day)?, false),
                None if month.len() <= 2 && day.len() <= 2 => {
                    made(whole(year), whole(month)?, whole(day)?, false)
                }
                None => None,
            }
        }
        [day, month, year] => {
            let year = Some(full_year(year)?);
            if let Some(named) = month_named(month) {
                made(year, named, ordinal(day)?, false)
            } else if let Some(named) = month_named(day) {
                made(year, named, ordinal(month)?, false)
            } else if day.len() <= 2 && month.len() <= 2 {
                made(year, whole(month)?, whole(day)?, true)
            } else {
                None
            }
        }
        [day, month] => {
            if let Some(named) = month_named(month) {
                made(None, named, ordinal(day)?, false)
            } else if let Some(named) = month_named(day) {
                made(None, named, ordinal(month)?, false)
            } else if (dense || weekday.is_some())
                && text.contains('/')
                && day.len() <= 2
                && month.len() <= 2
            {
                made(None, whole(month)?, whole(day)?, true)
            } else {
                None
            }
        }
        _ => None,
    }
}

fn month_named(text: &str) -> Option<i32> {
    let text = text.to_lowercase();
    if text.len() < 3 {
        return None;
    }
    let sept = text == "sept";
    let at = MONTHS.iter().position(|month| month.starts_with(&text));
    at.or(sept.then_some(8)).map(|at| at as i32 + 1)
}

fn ordinal(text: &str) -> Option<i32> {
    let lower = text.to_lowercase();
    let bare = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))
        .unwrap_or(&lower);
    whole(bare).filter(|_| bare.len() <= 2)
}

fn full_year(text: &str) -> Option<i32> {
    match text.len() {
        2 => whole(text).map(|year| 2000 + year),
        4 => whole(text),
        _ => None,
    }
}

/// Turns the dates of one table into days, and collects what is wrong with them.
pub(crate) struct Dates {
    year: Option<i32>,
    /// The date before, when its year came from the options: after December comes January.
    rolling: Option<(i32, i32)>,
    without_year: Option<(At, usize)>,
    month_first: Option<At>,
}

impl Dates {
    /// Looks over all cells of a table that may hold dates, before one is read.
    pub(crate) fn over(grid: &Grid, cells: impl Iterator<Item = At>, year: Option<i32>) -> Dates {
        let (mut month_first, mut day_first) = (None, false);
        for at in cells {
            if let Some(written) = written(grid.text(at)) {
                day_first |= written.only_day_first();
                if written.only_month_first() && month_first.is_none() {
                    month_first = Some(at);
                }
            }
        }
        Dates {
            year,
            rolling: None,
            without_year: None,
            // one month above twelve among dates that are day first is a slip, told at its cell
            month_first: month_first.filter(|_| !day_first),
        }
    }

    /// Whether the file must say more before a single date can be relied on.
    pub(crate) fn in_doubt(&self, grid: &Grid, diagnostics: &mut Vec<Diagnostic>) -> bool {
        if let Some(at) = self.month_first {
            diagnostics.push(
                Diagnostic::error(
                    "D005",
                    "the dates seem to have the month first; none was read",
                )
                .at(grid.place(at))
                .note("03/08/2026 is read as 3 August, and this date cannot be read so")
                .help("write the dates as 2026-08-03, or with the name of the month"),
            );
        }
        if let Some((at, count)) = self.without_year {
            let title = match count {
                1 => "the year is missing from a date".to_owned(),
                n => format!("the year is missing from {n} dates"),
            };
            diagnostics.push(
                Diagnostic::error("D006", title)
                    .at(grid.place(at))
                    .help("give the year of the first date with --year, or write it in the sheet"),
            );
        }
        self.month_first.is_some() || self.without_year.is_some()
    }

    /// A new run of dates begins, as at the top of a block: the year starts anew.
    pub(crate) fn restart(&mut self) {
        self.rolling = None;
    }

    /// The day that a cell holds; nothing when it has no date, or one that does not exist.
    pub(crate) fn read(
        &mut self,
        grid: &Grid,
        at: At,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Day> {
        if let Some(day) = grid.cell(at)?.serial_day() {
            return Some(day);
        }
        let written = written(grid.text(at))?;
        if self.month_first.is_some() {
            return None;
        }
        let year = written.year.or_else(|| self.year_for(written));
        let Some(year) = year else {
            match &mut self.without_year {
                Some((_, count)) => *count += 1,
                first => *first = Some((at, 1)),
            }
            return None;
        };
        let Some(day) = day_of(year, written) else {
            diagnostics.push(no_such_day(written, year).at(grid.place(at)));
            return None;
        };
        if let Some(weekday) = written.weekday
            && weekday != day.weekday()
        {
            diagnostics.push(wrong_weekday(weekday, day).at(grid.place(at)));
        }
        Some(day)
    }

    fn year_for(&mut self, written: Written) -> Option<i32> {
        let first = self.year?;
        let year = match self.rolling {
            Some((year, month)) if month - written.month > 6 => year + 1,
            Some((year, month)) if written.month - month > 6 => year - 1,
            Some((year, _)) => year,
            None => first,
        };
        self.rolling = Some((year, written.month));
        Some(year)
    }
}

fn day_of(year: i32, written: Written) -> Option<Day> {
    let month = u8::try_from(written.month).ok()?;
    Day::new(year, month, u8::try_from(written.day).ok()?)
}

/// `there is no 31 February 2026`.
pub(crate) fn no_such_day(written: Written, year: i32) -> Diagnostic {
    let words = written.words(year);
    Diagnostic::error(
        "D005",
        format!("there is no {words}; what stands there was left out"),
    )
    .help("correct the date")
}

/// The message for a weekday that is not the one of its date. The date was used.
pub(crate) fn wrong_weekday(weekday: Weekday, day: Day) -> Diagnostic {
    let title = format!(
        "this says {weekday}, but the date is {}; the date was used",
        day.long()
    );
    Diagnostic::error("D021", title).help("correct the date or the weekday")
}

/// The message for the date of a week that is not its Monday. The week was not read.
pub(crate) fn no_monday(day: Day) -> Diagnostic {
    let title = format!(
        "weeks begin on Monday, but this is {}; the week was left out",
        day.long()
    );
    Diagnostic::error("D021", title).help("give the date of the Monday")
}

/// Whether a cell can be taken for a date at all.
pub(crate) fn is_date(grid: &Grid, at: At) -> bool {
    grid.cell(at)
        .is_some_and(|cell| cell.serial_day().is_some())
        || written(grid.text(at)).is_some()
}

/// Whether both cells are dates and the second is so many days after the first, as far as can be
/// told without a year.
pub(crate) fn follows(grid: &Grid, first: At, second: At, days: i32) -> bool {
    let day = |at: At| -> Option<Option<Day>> {
        if let Some(day) = grid.cell(at)?.serial_day() {
            return Some(Some(day));
        }
        let written = written(grid.text(at))?;
        // any leap year will do where none is written
        Some(day_of(written.year.unwrap_or(2024), written))
    };
    match (day(first), day(second)) {
        (Some(Some(first)), Some(Some(second))) => {
            let over_new_year = second.ymd().1 == 1 && first.ymd().1 == 12;
            second == first.plus(days) || over_new_year && second.plus(366) == first.plus(days)
        }
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// The day of an ISO or other full date in running text, or what is wrong with it.
pub(crate) fn full(text: &str) -> Result<Option<Day>, Diagnostic> {
    let Some((written, year)) = written(text).and_then(|w| Some((w, w.year?))) else {
        return Ok(None);
    };
    if written.only_month_first() {
        let title = format!("`{text}` seems to have the month first; it was left out");
        return Err(Diagnostic::error("D005", title).help("write the date as 2026-08-03"));
    }
    day_of(year, written)
        .map(Some)
        .ok_or_else(|| no_such_day(written, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_spellings_of_real_sheets() {
        let third = Day::new(2026, 8, 3);
        for text in [
            "2026-08-03",
            "2026/08/03",
            "03/08/2026",
            "3/8/26",
            "03.08.2026",
            "03-Aug-26",
            "3 August 2026",
            "Mon 3 Aug 2026",
            "Monday, 3rd August 2026",
            "Aug 3, 2026",
            "2026-08-03T00:00:00",
            "03-08-2026",
            "Mon 03/08/2026",
        ] {
            assert_eq!(full(text), Ok(third), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_left_alone() {
        for text in [
            "",
            "N1",
            "12",
            "L 1",
            "SA 01",
            "08:00-17:00",
            "60% LTFT",
            "0900-1700",
            "1.5",
            "é",
            "2-10",
        ] {
            assert_eq!(written(text), None, "{text}");
        }
    }
}
