//! From what was measured to a sum: the arithmetic of each element of pay.
//!
//! A price is data that a clause compiles to, beside the machine that measures its quantity.
//! Nothing here measures anything.

use super::money::{Exact, Pence, Rounding};
use crate::time::Minutes;

/// An element of pay: what is measured, and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The machine that measures its quantity.
    pub measure: crate::rules::Machine,
    /// How readings become the quantity.
    pub quantity: Measure,
    /// What the quantity is worth.
    pub price: Price,
}

/// How readings become a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Minutes a week: the sum over the weeks judged, with leave that colleagues cover if asked.
    WeeklyMinutes {
        /// Whether leave that colleagues cover is put in.
        prospective_cover: bool,
    },
    /// Minutes in the period.
    Minutes,
    /// Duties in the period.
    Duties,
    /// Duties a day in the period, with leave that colleagues cover if asked.
    DutiesADay {
        /// Whether leave that colleagues cover is put in.
        prospective_cover: bool,
    },
    /// A share, as the reading gives it.
    Share,
}

/// What a quantity is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// Measured for another element to use; no line of its own.
    None,
    /// The annual sum at a pay point, for a full week.
    Base {
        /// Points and their annual sums.
        points: Vec<(String, Pence)>,
        /// Grades and the point of each.
        grades: Vec<(String, String)>,
        /// Hours of a full week.
        week: Minutes,
        /// Hours are rounded up to a multiple of this.
        round_up: Minutes,
        /// For less than full time: a share of basic by average hours, in place of so much an hour.
        part_time: Vec<super::band::PartTimeBase>,
        /// Whether it only sets the rate, because hours are paid one by one.
        rate_only: bool,
    },
    /// Weekly hours at a share of the annual rate of one weekly hour.
    WeeklyHours {
        /// The share, one for plain time.
        share: Exact,
        /// Only hours above this.
        above: Minutes,
        /// Only for full time.
        full_time_only: bool,
        /// Only where this holds.
        only_if: Option<super::band::Condition>,
        /// Hours are rounded up to a multiple of this.
        round_up: Minutes,
        /// Hours of a full week.
        week: Minutes,
    },
    /// A share of basic by how often.
    Frequency {
        /// At least so often, and the share; the most frequent first.
        rows: Vec<(Exact, Exact)>,
    },
    /// A share of basic for whoever has any of the duties.
    Percent {
        /// The share.
        share: Exact,
        /// Its own rounding.
        rounding: Rounding,
    },
    /// A sum a year.
    Flat {
        /// The sums by key; one without a key is for everybody to whom the clause applies.
        sums: Vec<(String, Pence)>,
        /// What picks the sum.
        by: FlatBy,
        /// Whether it goes by the share of full time.
        pro_rata: bool,
    },
    /// Hours in the period at a share of the hourly rate.
    Hourly {
        /// The share by band; the empty band is for everybody.
        shares: Vec<(String, Exact)>,
        /// Hours of a full week.
        week: Minutes,
        /// Weeks of a year.
        weeks_a_year: Exact,
        /// How the hourly rate is rounded.
        rounding: Rounding,
        /// The fact that says how many hours, where no rota does.
        stated: Option<String>,
    },
    /// A supplement on basic by a decision flow.
    Band(super::band::Flow),
    /// Not known: said wherever there is any of it.
    Unpriced {
        /// Only where there is more of it than this.
        above: Minutes,
        /// Why.
        why: String,
    },
}

/// What picks a flat sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlatBy {
    /// Nothing: there is one sum.
    Nothing,
    /// Where the person works.
    Location,
    /// A premium that the person has.
    Premium,
}

/// What was measured for an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Minutes a week.
    MinutesAWeek(Exact),
    /// Minutes.
    Minutes(Exact),
    /// Duties.
    Duties(Exact),
    /// Duties a day.
    DutiesADay(Exact),
    /// A share.
    Share(Exact),
}

impl Quantity {
    /// The bare number.
    pub fn value(self) -> Exact {
        match self {
            Quantity::MinutesAWeek(v)
            | Quantity::Minutes(v)
            | Quantity::Duties(v)
            | Quantity::DutiesADay(v)
            | Quantity::Share(v) => v,
        }
    }

    /// Number and unit for a pay line; minutes become hours.
    pub fn told(self) -> (String, &'static str) {
        let hours = |m: Exact| m.over(Exact::whole(60)).text();
        match self {
            Quantity::MinutesAWeek(m) => (hours(m), "h a week"),
            Quantity::Minutes(m) => (hours(m), "h"),
            Quantity::Duties(n) if n == Exact::whole(1) => (n.text(), "duty"),
            Quantity::Duties(n) => (n.text(), "duties"),
            Quantity::DutiesADay(n) => (n.text(), "duties a day"),
            Quantity::Share(s) => {
                let text = match s.parts() {
                    Some((num, den)) => format!("{num}/{den}"),
                    None => s.text(),
                };
                (text, "of them")
            }
        }
    }
}
