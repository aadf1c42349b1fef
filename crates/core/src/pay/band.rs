//! The decision flow that turns measures of a rota into a band and its supplement.

use super::money::Exact;

/// Questions in order; the first row whose conditions all hold gives the band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The rows.
    pub rows: Vec<Row>,
    /// The supplement of each band.
    pub supplements: Vec<(String, Exact)>,
}

/// A step of the part-time base scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartTimeBase {
    /// Its name, such as `F7`.
    pub name: String,
    /// From this many minutes a week.
    pub from: i64,
    /// The share of basic.
    pub share: Exact,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// All of these must hold.
    pub all: Vec<Condition>,
    /// And, where there are any, one of these.
    pub any: Vec<Condition>,
    /// The band.
    pub band: String,
    /// The question in words.
    pub asks: String,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A fact that the department gives, or that the check finds.
    Fact {
        /// Its name.
        name: String,
        /// The value that it must have.
        is: String,
        /// The value taken where nobody gives one; without it, not knowing is a refusal.
        otherwise: Option<String>,
    },
    /// A measure, or a measure over another.
    Measure {
        /// Clause id of the measure.
        measure: String,
        /// Clause id of the measure that it is set against.
        over: Option<String>,
        /// How it is compared.
        compare: Compare,
        /// With what; minutes for hours.
        value: Exact,
    },
}

/// How a measure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Strictly more.
    MoreThan,
    /// That or more.
    AtLeast,
    /// Strictly less.
    LessThan,
    /// That or less.
    AtMost,
}

impl Compare {
    /// Whether `measured` stands so to `value`.
    pub fn holds(self, measured: Exact, value: Exact) -> bool {
        match self {
            Compare::MoreThan => measured > value,
            Compare::AtLeast => measured >= value,
            Compare::LessThan => measured < value,
            Compare::AtMost => measured <= value,
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Compare::MoreThan => "more than",
            Compare::AtLeast => "at least",
            Compare::LessThan => "less than",
            Compare::AtMost => "at most",
        }
    }
}
