//! Like with like: the groups within which days may be compared.

use firstline_core::time::{Day, Weekday};

/// How somebody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// Through the emergency department.
    Emergency,
    /// Directly, such as from a general practitioner.
    Direct,
}

/// Whether the admission was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Planned.
    Elective,
    /// Not planned.
    Emergency,
}

/// Ages from the first, in whole years, up to and without the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgeBand {
    /// Youngest.
    pub from: u8,
    /// The age above the oldest.
    pub to: u8,
}

/// The eight groups of days: each weekday by itself, because Friday and Monday are neither
/// weekend nor like Wednesday, and bank holidays whatever weekday they fall on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayGroup {
    /// A day of the week that is no bank holiday.
    Weekday(Weekday),
    /// A bank holiday.
    BankHoliday,
}

impl DayGroup {
    /// The group of a day, where somebody knows the bank holidays.
    pub fn of(day: Day, bank_holidays: &[Day]) -> DayGroup {
        if bank_holidays.contains(&day) {
            DayGroup::BankHoliday
        } else {
            DayGroup::Weekday(day.weekday())
        }
    }

    /// All eight, from Monday.
    pub fn all() -> impl Iterator<Item = DayGroup> {
        let days = Weekday::ALL.into_iter().map(DayGroup::Weekday);
        days.chain(std::iter::once(DayGroup::BankHoliday))
    }
}

/// Admissions that are alike but for the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum {
    /// How they came in.
    pub route: Route,
    /// Planned or not.
    pub urgency: Urgency,
    /// How old they were.
    pub age: AgeBand,
}
