//! Pay lines: one amount with its working, and one person's payslip.

use std::collections::BTreeMap;

use super::money::{Exact, Pence, Rounding};
use super::price::{Price, Quantity};
use crate::contract::Confidence;
use crate::department::Share;
use crate::rota::Period;
use crate::rules::{Lack, Reading};
use crate::time::Holiday;

/// What pay needs to know of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Grade such as `F1`, or the name of a pay point.
    pub grade: Option<String>,
    /// Annual basic pay for full time, where it is given in place of a grade.
    pub basic: Option<Pence>,
    /// Share of full time; nothing for full time.
    pub share: Option<Share>,
    /// How often a full-time colleague works weekends, for part-time allowances.
    pub full_time_weekends: Option<Exact>,
    /// Where the person works, for weightings.
    pub location: Option<String>,
    /// A premium that the person has.
    pub premium: Option<String>,
    /// Other facts that a decision flow asks for.
    pub other: BTreeMap<String, String>,
    /// What a reader should know of how these facts were found.
    pub notes: Vec<String>,
}

impl Facts {
    /// Whether the person works less than full time.
    pub fn part_time(&self) -> bool {
        self.share.is_some_and(Share::part_time)
    }

    pub(super) fn share(&self) -> Exact {
        let share = self.share.unwrap_or(Share::FULL);
        Exact::new(i64::from(share.ten_thousandths()), 10_000)
    }
}

/// How much of each sum is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Its quantity, rate and sum.
    #[default]
    Sums,
    /// The arithmetic step by step too, and every reading behind it.
    Working,
}

/// What an element measured of one roster.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// Index of the clause.
    pub clause: usize,
    /// Index of its version.
    pub version: usize,
    /// Id of the clause.
    pub clause_id: &'a str,
    /// What it is worth.
    pub price: &'a Price,
    /// How much was measured.
    pub quantity: Quantity,
    /// Each reading behind it, where they are kept.
    pub readings: Vec<Reading>,
    /// What the input does not show.
    pub lack: Option<Lack>,
    /// Public holidays that decide which minutes are in it.
    pub holidays: Vec<&'a Holiday>,
}

/// What the sums are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A cycle of so many weeks that repeats.
    Cycle(Exact),
    /// A period of so many weeks.
    Period(Exact),
}

/// One amount with its working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `contract:clause`.
    pub clause: String,
    /// Its sentence.
    pub text: String,
    /// Exact quantity.
    pub quantity: String,
    /// What the quantity is counted in.
    pub unit: String,
    /// The rate, in words.
    pub rate: String,
    /// The sum.
    pub pence: Pence,
    /// Each rounding, named.
    pub rounding: String,
    /// How sure the rate is.
    pub confidence: Confidence,
    /// The arithmetic, step by step, where it is kept.
    pub working: Vec<String>,
    /// Where the rate stands.
    pub citation: String,
    /// The readings behind the quantity, where they are kept.
    pub readings: Vec<Reading>,
}

/// An element that could not be priced, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `contract:clause`.
    pub clause: String,
    /// Why.
    pub why: String,
}

/// One person's pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payslip {
    /// The person, line or `pattern`.
    pub person: String,
    /// `a year`, or `for the period` where the contract pays by the hour.
    pub per: String,
    /// The annual rate that hourly sums go by, where it is not a line itself.
    pub rate: Option<String>,
    /// The amounts.
    pub lines: Vec<Line>,
    /// Their sum.
    pub total: Pence,
    /// Whether basic pay is known; without it there is no total to rely on.
    pub basic_known: bool,
    /// What could not be priced.
    pub refused: Vec<Refusal>,
    /// The band and the questions that led to it, where the contract has bands.
    pub band: Option<(String, Vec<String>)>,
    /// The days in post, where they are not all days of the rota.
    pub in_post: Option<InPost>,
    /// Whether nobody stands on this line, so that the sums are nobody's.
    pub vacant: bool,
    /// How the facts were found that the sums rest on, such as what was taken for granted.
    pub rests_on: Vec<String>,
    /// What else a reader of the sums should know.
    pub notes: Vec<String>,
}

impl Payslip {
    /// The sum, unless basic pay or everything is missing from it.
    pub fn sum(&self) -> Option<Pence> {
        let nothing = self.lines.is_empty() && !self.refused.is_empty();
        (self.basic_known && !nothing).then_some(self.total)
    }
}

/// What somebody's pay comes to who joined or left within the rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InPost {
    /// The days in post; averages are over these.
    pub days: Period,
    /// Days of the twelve months that begin with them.
    pub of: i32,
    /// For sums a year, the part of the total that falls to these days: derived, by days.
    pub part: Option<Pence>,
}

impl InPost {
    /// The part of a payslip that falls to some days.
    pub(super) fn new(days: Period, slip: &Payslip, a_year: bool) -> InPost {
        let of = days.from.years_later(1).since(days.from);
        let share = Exact::new(i64::from(days.days()), i64::from(of));
        let part = Rounding::Penny.apply(slip.total.exact().times(share));
        InPost {
            days,
            of,
            part: Some(part).filter(|_| a_year && slip.sum().is_some()),
        }
    }
}
