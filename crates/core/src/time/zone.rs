//! From wall clock to instant: the one place where gaps and repeated hours are decided.

use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, civil};

use super::{Clock, Day, Instant, Minutes, Wall};

/// A time zone from the bundled data, or none at all for a pattern that stands on no real dates.
#[derive(Clone, Debug)]
pub struct Zone {
    tz: TimeZone,
    name: String,
}

/// No IANA name has a blank.
const NO_DATES: &str = "no clock changes";

/// Why a zone cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone called `{name}`; names look like Europe/London")]
pub struct ZoneError {
    /// The name as given.
    pub name: String,
}

/// One moment on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What the clock on the wall shows.
    pub wall: Wall,
    /// When it really is.
    pub instant: Instant,
}

/// A half-open period, known on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first minute.
    pub start: Moment,
    /// The minute after its last.
    pub end: Moment,
}

/// A wall-clock time turned into an instant, and whether the clock change had a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The usual case.
    Plain(Moment),
    /// The clock shows this time twice that night; the first of the two was taken.
    Repeated(Moment),
    /// The clock skips this time that night; the moment it jumps to was taken, shifted by the gap.
    Skipped(Moment),
}

impl Resolved {
    /// The moment taken, whatever the case.
    pub fn moment(self) -> Moment {
        match self {
            Resolved::Plain(m) | Resolved::Repeated(m) | Resolved::Skipped(m) => m,
        }
    }
}

impl Zone {
    /// The zone of this IANA name.
    ///
    /// # Errors
    /// When the bundled time-zone data have no such name.
    pub fn named(name: &str) -> Result<Zone, ZoneError> {
        let fail = || ZoneError {
            name: name.to_owned(),
        };
        if name.is_empty() || name.len() > 64 {
            return Err(fail());
        }
        let tz = jiff::tz::db().get(name).map_err(|_| fail())?;
        Ok(Zone {
            tz,
            name: name.to_owned(),
        })
    }

    /// London, where the contracts that ship with Firstline apply.
    pub fn london() -> Zone {
        Zone::named("Europe/London").expect("Europe/London is in the bundled data")
    }

    /// A clock that never changes, for patterns that stand on no real dates.
    pub fn unchanging() -> Zone {
        Zone {
            tz: TimeZone::UTC,
            name: NO_DATES.to_owned(),
        }
    }

    /// Whether its days are real dates, and not only those of a pattern that stands on none.
    pub fn has_dates(&self) -> bool {
        self.name != NO_DATES
    }

    /// The IANA name, or `no clock changes`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Turns a wall-clock time into an instant.
    ///
    /// In the repeated hour the first of the two moments is taken; a time that the clock skips is
    /// moved on by the length of the gap. Both are told, so that a reader can say so.
    pub fn resolve(&self, wall: Wall) -> Resolved {
        let ambiguous = self.tz.to_ambiguous_timestamp(civil_of(wall));
        let at = |offset: Offset, wall: Wall| Moment {
            wall,
            instant: Instant(wall.0 - offset.seconds() / 60),
        };
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => Resolved::Plain(at(offset, wall)),
            AmbiguousOffset::Fold { before, .. } => Resolved::Repeated(at(before, wall)),
            AmbiguousOffset::Gap { before, after } => {
                let instant = Instant(wall.0 - before.seconds() / 60);
                let gap = (after.seconds() - before.seconds()) / 60;
                Resolved::Skipped(Moment {
                    wall: Wall(wall.0 + gap),
                    instant,
                })
            }
        }
    }

    /// The moment that a wall-clock time with an explicit offset (minutes east of UTC) names, or
    /// nothing when this zone does not have that offset then.
    pub fn with_offset(&self, wall: Wall, offset: i32) -> Option<Moment> {
        let instant = Instant(wall.0 - offset);
        (self.offset_at(instant) == offset).then_some(Moment { wall, instant })
    }

    /// Minutes east of UTC at an instant.
    pub fn offset_at(&self, instant: Instant) -> i32 {
        let timestamp =
            Timestamp::from_second(i64::from(instant.0) * 60).unwrap_or(Timestamp::UNIX_EPOCH);
        self.tz.to_offset(timestamp).seconds() / 60
    }

    /// The wall clock at an instant.
    pub fn wall_at(&self, instant: Instant) -> Moment {
        Moment {
            wall: Wall(instant.0 + self.offset_at(instant)),
            instant,
        }
    }

    /// The period between two wall-clock times.
    pub fn span(&self, start: Wall, end: Wall) -> Span {
        Span {
            start: self.resolve(start).moment(),
            end: self.resolve(end).moment(),
        }
    }

    /// Midnight at the start of a day.
    pub fn midnight(&self, day: Day) -> Moment {
        self.resolve(day.midnight()).moment()
    }
}

impl Moment {
    /// The reading of one of the two clocks, in minutes since 1970 on that clock.
    pub fn on(self, clock: Clock) -> i32 {
        match clock {
            Clock::Elapsed => self.instant.0,
            Clock::Nominal => self.wall.0,
        }
    }

    /// Local date and time with its offset, as in `2026-10-25T01:30:00+01:00`.
    pub fn rfc3339(self) -> String {
        let offset = self.wall.0 - self.instant.0;
        let sign = if offset < 0 { '-' } else { '+' };
        let offset = offset.unsigned_abs();
        format!(
            "{}:00{sign}{:02}:{:02}",
            self.wall,
            offset / 60,
            offset % 60
        )
    }
}

impl Span {
    /// The length on one of the two clocks.
    pub fn length(&self, clock: Clock) -> Minutes {
        Minutes(self.end.on(clock) - self.start.on(clock))
    }
}

fn civil_of(wall: Wall) -> civil::DateTime {
    let date = wall.day().civil();
    let time = wall.time();
    date.at((time.0 / 60) as i8, (time.0 % 60) as i8, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> Wall {
        Wall::parse(text).expect(text)
    }

    fn check(start: &str, end: &str, elapsed: &str, nominal: &str) {
        let span = Zone::london().span(wall(start), wall(end));
        assert_eq!(span.length(Clock::Elapsed).to_string(), elapsed);
        assert_eq!(span.length(Clock::Nominal).to_string(), nominal);
    }

    #[test]
    fn a_night_over_the_autumn_change_is_an_hour_longer_than_it_looks() {
        check(
            "2026-10-24T20:30",
            "2026-10-25T09:00",
            "13 h 30 min",
            "12 h 30 min",
        );
    }

    #[test]
    fn a_night_over_the_spring_change_is_an_hour_shorter_than_it_looks() {
        check(
            "2027-03-27T20:30",
            "2027-03-28T09:00",
            "11 h 30 min",
            "12 h 30 min",
        );
    }

    #[test]
    fn the_repeated_hour_takes_its_first_pass_and_says_so() {
        let resolved = Zone::london().resolve(wall("2026-10-25T01:30"));
        assert!(matches!(resolved, Resolved::Repeated(_)));
        assert_eq!(resolved.moment().rfc3339(), "2026-10-25T01:30:00+01:00");
    }

    #[test]
    fn a_skipped_time_moves_on_and_says_so() {
        let resolved = Zone::london().resolve(wall("2027-03-28T01:30"));
        assert!(matches!(resolved, Resolved::Skipped(_)));
        assert_eq!(resolved.moment().rfc3339(), "2027-03-28T02:30:00+01:00");
    }

    #[test]
    fn an_explicit_offset_picks_the_second_pass() {
        let zone = Zone::london();
        let second = zone
            .with_offset(wall("2026-10-25T01:30"), 0)
            .expect("valid");
        assert_eq!(second.rfc3339(), "2026-10-25T01:30:00+00:00");
        assert_eq!(zone.with_offset(wall("2026-07-25T01:30"), 0), None);
    }
}
