//! The wall clock and the civil calendar, without time zones.

use std::fmt;

use jiff::civil;

/// A civil date: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A wall-clock date and time: civil minutes since 1970-01-01T00:00, in whatever zone the rota has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wall(pub i32);

/// A time of day in minutes after midnight, 0 to 1440 (`24:00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(pub u16);

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

const MINUTES_IN_DAY: i32 = 24 * 60;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];

    /// The first three letters of the English name.
    pub fn short(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self as usize]
    }

    /// Reads `Mon`, `monday`, `Weds`, `Thurs` and the like: any three or more letters that begin
    /// the English name, and the usual short forms.
    pub fn parse(text: &str) -> Option<Weekday> {
        let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
        const NAMES: [&str; 7] = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        if text == "weds" {
            return Some(Weekday::Wed);
        }
        if text.len() < 3 {
            return None;
        }
        NAMES
            .iter()
            .position(|name| name.starts_with(&text))
            .map(|i| Weekday::ALL[i])
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.short())
    }
}

impl Day {
    /// The date, or nothing when there is no such day in the years 1900 to 2200.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Day> {
        if !(1900..=2200).contains(&year) {
            return None;
        }
        let date = civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        Some(Day::of(date))
    }

    /// Reads `2026-11-02`.
    pub fn parse(text: &str) -> Option<Day> {
        let text = text.trim();
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return None;
        }
        Day::new(
            text[..4].parse().ok()?,
            text[5..7].parse().ok()?,
            text[8..].parse().ok()?,
        )
    }

    pub(super) fn of(date: civil::Date) -> Day {
        let epoch = civil::date(1970, 1, 1);
        let span = date - epoch;
        Day(span.get_days())
    }

    pub(super) fn civil(self) -> civil::Date {
        let epoch = civil::date(1970, 1, 1);
        epoch
            .checked_add(jiff::Span::new().days(self.0.clamp(-4_000_000, 2_900_000)))
            .unwrap_or(epoch)
    }

    /// Year, month 1–12 and day 1–31.
    pub fn ymd(self) -> (i32, u8, u8) {
        let date = self.civil();
        (i32::from(date.year()), date.month() as u8, date.day() as u8)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The Monday of this day's week.
    pub fn monday(self) -> Day {
        Day(self.0 - self.weekday() as i32)
    }

    /// `n` days later, or earlier when negative.
    pub fn plus(self, n: i32) -> Day {
        Day(self.0 + n)
    }

    /// The same date so many years later; what begins on 29 February goes on to 1 March.
    pub fn years_later(self, years: i32) -> Day {
        let (year, month, date) = self.ymd();
        let same = Day::new(year.saturating_add(years), month, date);
        // the calendar ends with the year 2200; no rota and no leave reaches it
        same.or_else(|| Day::new(year.saturating_add(years), 3, 1))
            .unwrap_or(Day(i32::MAX / 2))
    }

    /// Days from `earlier` to this day.
    pub fn since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// Midnight at the start of the day.
    pub fn midnight(self) -> Wall {
        Wall(self.0 * MINUTES_IN_DAY)
    }

    /// A time on this day.
    pub fn at(self, time: ClockTime) -> Wall {
        Wall(self.0 * MINUTES_IN_DAY + i32::from(time.0))
    }

    /// `Thu 6 Aug`, for running text.
    pub fn short(self) -> String {
        let (_, month, day) = self.ymd();
        format!(
            "{} {day} {}",
            self.weekday(),
            MONTHS[usize::from(month) - 1]
        )
    }

    /// `Thu 6 Aug 2026`.
    pub fn long(self) -> String {
        format!("{} {}", self.short(), self.ymd().0)
    }
}

/// ISO 8601: `2026-11-02`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Wall {
    /// The civil date.
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(MINUTES_IN_DAY))
    }

    /// The time of day.
    pub fn time(self) -> ClockTime {
        ClockTime(self.0.rem_euclid(MINUTES_IN_DAY) as u16)
    }

    /// Reads `2026-11-02T20:30` (a blank may stand for the `T`, seconds of `:00` are allowed).
    pub fn parse(text: &str) -> Option<Wall> {
        let text = text.trim();
        if !text.is_ascii() || text.len() < 15 {
            return None;
        }
        let day = Day::parse(&text[..10])?;
        let rest = text[10..].strip_prefix(['T', 't', ' '])?;
        let rest = match rest.len() {
            8 => rest.strip_suffix(":00")?,
            _ => rest,
        };
        Some(day.at(ClockTime::parse(rest)?))
    }
}

/// ISO 8601 without offset: `2026-11-02T20:30`.
impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day(), self.time())
    }
}

impl ClockTime {
    /// Reads `09:00`, `9:00`, `24:00`. Nothing looser: readers of sheets have their own forms.
    pub fn parse(text: &str) -> Option<ClockTime> {
        let (hours, minutes) = text.trim().split_once(':')?;
        let plain = |s: &str, max: usize| {
            !s.is_empty() && s.len() <= max && s.bytes().all(|b| b.is_ascii_digit())
        };
        if !plain(hours, 2) || minutes.len() != 2 || !plain(minutes, 2) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        if minutes > 59 || hours > 24 || (hours == 24 && minutes > 0) {
            return None;
        }
        Some(ClockTime(hours * 60 + minutes))
    }
}

/// `09:00`.
impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_back_as_written_and_know_their_weekday() {
        for (text, weekday) in [
            ("2016-01-12", Weekday::Tue),
            ("2026-11-22", Weekday::Sun),
            ("1970-01-01", Weekday::Thu),
            ("1969-12-29", Weekday::Mon),
            ("2024-02-29", Weekday::Thu),
        ] {
            let day = Day::parse(text).expect(text);
            assert_eq!(day.to_string(), text);
            assert_eq!(day.weekday(), weekday);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-31",
            "2026-13-01",
            "0000-01-01",
            "2026-1-1",
            "26-01-01",
            "2026-02-3é",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn anniversaries_of_a_leap_day_are_on_the_first_of_march() {
        let later = |text: &str, years| Day::parse(text).expect(text).years_later(years);
        assert_eq!(later("2024-02-29", 1).to_string(), "2025-03-01");
        assert_eq!(later("2024-02-29", 4).to_string(), "2028-02-29");
        assert_eq!(later("2026-08-05", 1).to_string(), "2027-08-05");
    }

    #[test]
    fn times_of_day_run_from_midnight_to_midnight() {
        assert_eq!(ClockTime::parse("24:00"), Some(ClockTime(1440)));
        assert_eq!(ClockTime::parse("9:05"), Some(ClockTime(545)));
        for text in ["24:01", "9:5", "9", "-1:00", "09:60", "+9:00"] {
            assert_eq!(ClockTime::parse(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_are_read_in_the_usual_spellings() {
        assert_eq!(Weekday::parse("Thurs"), Some(Weekday::Thu));
        assert_eq!(Weekday::parse("SUN."), Some(Weekday::Sun));
        assert_eq!(Weekday::parse("Weds"), Some(Weekday::Wed));
        assert_eq!(Weekday::parse("T"), None);
        assert_eq!(Weekday::parse("Monat"), None);
    }
}
