//! Moments as people write them, half-hours, and the parts of a day.

use firstline_core::time::{Day, Instant, Moment, Resolved, Span, Wall, Zone};

/// A half-hour of the rota's days, by the clock that passes: the day on which clocks go forward
/// has two fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day24 {
    /// Its first moment.
    pub start: Moment,
    /// Hour of the week, from Monday 00:00.
    pub hour_of_week: usize,
}

/// Why a text is no moment of this zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Not a date with a time.
    #[error("`{0}` is not a date with a time; write it like 2016-01-15T22:00")]
    Unclear(String),
    /// It comes twice.
    #[error("{0} comes twice on that night; write {0}{1} for the first or {0}{2} for the second")]
    Twice(String, String, String),
    /// It never comes.
    #[error("{0} does not exist on that night: the clocks go forward then")]
    Never(String),
    /// The zone has no such offset then.
    #[error("{0}: the zone has no such offset then")]
    Offset(String),
}

fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Reads `2016-01-15T22:00`, with an offset where the hour comes twice.
///
/// # Errors
/// Where it is no moment, or two.
pub fn moment(text: &str, zone: &Zone) -> Result<Moment, ClockError> {
    let unclear = || ClockError::Unclear(text.to_owned());
    if !text.is_ascii() || text.len() < 16 {
        return Err(unclear());
    }
    let wall = Wall::parse(&text[..16]).ok_or_else(unclear)?;
    let rest = text[16..].trim();
    if !rest.is_empty() {
        let offset = match rest.strip_prefix(['+', '-']) {
            Some(clock) => firstline_core::time::ClockTime::parse(clock)
                .map(|t| i32::from(t.0) * if rest.starts_with('-') { -1 } else { 1 }),
            None if rest == "Z" => Some(0),
            None => None,
        };
        let offset = offset.ok_or_else(unclear)?;
        return zone
            .with_offset(wall, offset)
            .ok_or_else(|| ClockError::Offset(text.to_owned()));
    }
    match zone.resolve(wall) {
        Resolved::Plain(moment) => Ok(moment),
        Resolved::Skipped(_) => Err(ClockError::Never(text.to_owned())),
        Resolved::Repeated(first) => {
            let after = zone.offset_at(Instant(first.instant.0 + 24 * 60));
            Err(ClockError::Twice(
                text.to_owned(),
                offset_words(first.wall.0 - first.instant.0),
                offset_words(after),
            ))
        }
    }
}

/// The half-hours of a span, each with its hour of the week.
pub fn slots_between(zone: &Zone, span: Span) -> Vec<Day24> {
    let mut at = span.start.instant.0;
    let mut all = Vec::new();
    while at < span.end.instant.0 {
        let start = zone.wall_at(Instant(at));
        let day = start.wall.day().weekday() as usize;
        let hour_of_week = day * 24 + usize::from(start.wall.time().0) / 60;
        all.push(Day24 {
            start,
            hour_of_week,
        });
        at += 30;
    }
    all
}

/// Minutes of a span between 23:00 and 06:00 by the wall clock, of its longest such stretch.
pub fn night_minutes(span: Span) -> i32 {
    let mut most = 0;
    for day in span.start.wall.day().0 - 1..=span.end.wall.day().0 {
        let from = Day(day).midnight().0 + 23 * 60;
        most = most.max(span.end.wall.0.min(from + 7 * 60) - span.start.wall.0.max(from));
    }
    most
}

/// `Tue 12 Jan 08:00–17:00`.
pub fn span_words(span: Span) -> String {
    let (start, end) = (span.start.wall, span.end.wall);
    if start.day() == end.day() {
        format!("{} {}–{}", start.day().short(), start.time(), end.time())
    } else {
        format!(
            "{} {} – {} {}",
            start.day().short(),
            start.time(),
            end.day().short(),
            end.time()
        )
    }
}
