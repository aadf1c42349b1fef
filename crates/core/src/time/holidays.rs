//! Public holidays: dates of one nation, and the years of which they are known.
//!
//! Knows nothing of contracts or rotas. A day outside the years known is neither a holiday nor a
//! working day, so every answer can be "not known".

use super::{Day, Zone};
use crate::confidence::Confidence;

/// A public holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its date.
    pub day: Day,
    /// What it is called.
    pub name: String,
    /// How sure the date is.
    pub confidence: Confidence,
    /// The document in which it was read.
    pub document: String,
}

/// The public holidays of one nation over the years for which they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    id: String,
    title: String,
    from: Day,
    until: Day,
    days: Vec<Holiday>,
}

impl Holidays {
    /// Some holidays of a nation; those outside the days known are left out.
    pub fn new(id: &str, title: &str, from: Day, until: Day, mut days: Vec<Holiday>) -> Holidays {
        days.retain(|h| from <= h.day && h.day < until);
        days.sort_by_key(|h| h.day);
        days.dedup_by_key(|h| h.day);
        Holidays {
            id: id.to_owned(),
            title: title.to_owned(),
            from,
            until,
            days,
        }
    }

    /// Its name in contract files, such as `england-and-wales`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What people call the place.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether the day is a public holiday; nothing where that year is not known.
    pub fn contains(&self, day: Day) -> Option<bool> {
        let known = self.from <= day && day < self.until;
        known.then(|| self.find(day).is_some())
    }

    /// The holiday on this day, where there is one.
    pub fn get(&self, day: Day) -> Option<&Holiday> {
        self.find(day)
    }

    /// Whether every day from `from` up to `until` is within the years known.
    pub fn knows(&self, from: Day, until: Day) -> bool {
        self.from <= from && until <= self.until
    }

    /// Every holiday known, by date.
    pub fn all(&self) -> &[Holiday] {
        &self.days
    }

    /// The holidays from `from` on that come before `until`, by date.
    pub fn between(&self, from: Day, until: Day) -> &[Holiday] {
        let first = self.days.partition_point(|h| h.day < from);
        let last = self.days.partition_point(|h| h.day < until);
        &self.days[first..last.max(first)]
    }

    /// Whether a day of a rota is a public holiday: nothing in the pattern that stands on no dates.
    pub fn on(&self, day: Day, zone: &Zone) -> Option<bool> {
        zone.has_dates().then(|| self.contains(day)).flatten()
    }

    fn find(&self, day: Day) -> Option<&Holiday> {
        let index = self.days.binary_search_by_key(&day, |h| h.day).ok()?;
        self.days.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    fn some() -> Holidays {
        let holiday = |text: &str| Holiday {
            day: day(text),
            name: format!("holiday of {text}"),
            confidence: Confidence::Primary,
            document: "made-up".to_owned(),
        };
        Holidays::new(
            "here",
            "Here",
            day("2026-01-01"),
            day("2027-01-01"),
            vec![
                holiday("2026-12-28"),
                holiday("2026-05-04"),
                holiday("2030-01-01"),
            ],
        )
    }

    #[test]
    fn a_day_outside_the_years_known_is_neither_holiday_nor_working_day() {
        let holidays = some();
        assert_eq!(holidays.contains(day("2026-05-04")), Some(true));
        assert_eq!(holidays.contains(day("2026-05-05")), Some(false));
        assert_eq!(holidays.contains(day("2025-12-31")), None);
        assert_eq!(holidays.contains(day("2027-01-01")), None);
        assert_eq!(holidays.contains(day("2030-01-01")), None);
    }

    #[test]
    fn a_pattern_without_dates_has_no_known_holidays() {
        let holidays = some();
        assert_eq!(holidays.on(day("2026-05-04"), &Zone::unchanging()), None);
        assert_eq!(holidays.on(day("2026-05-04"), &Zone::london()), Some(true));
    }

    #[test]
    fn holidays_between_two_days_leave_the_second_out() {
        let holidays = some();
        let found = |from: &str, until: &str| holidays.between(day(from), day(until)).len();
        assert_eq!(found("2026-05-04", "2026-12-28"), 1);
        assert_eq!(found("2026-05-04", "2026-12-29"), 2);
        assert_eq!(found("2026-12-29", "2026-05-04"), 0);
    }
}
