//! Clauses about leave: how much of it, how long a day of it is, and when a public holiday is owed.
//! They measure no duty by themselves.

use crate::pay::Exact;
use crate::time::{ClockTime, Minutes};

/// A clause about leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfLeave {
    /// Days a year.
    Entitlement(Entitlement),
    /// How long a day of leave is.
    Day(Minutes),
    /// When a public holiday is owed.
    InLieu(InLieu),
}

/// Days of leave a year, by years of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// From so many completed years of service, so many days a year; the shortest service first.
    pub steps: Vec<(i32, Exact)>,
    /// Less than full time is rounded up to a multiple of this.
    pub part_time_round_up: Option<Exact>,
}

/// When a day off in lieu of a public holiday is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InLieu {
    /// Work counts from this time of the holiday.
    pub from: ClockTime,
    /// Up to this time.
    pub to: ClockTime,
    /// Whether being on call counts as work does.
    pub on_call: bool,
    /// Which days without duty count as rostered rest.
    pub rest: Rest,
    /// Whether part-time people have one allowance for leave and public holidays, from which a
    /// holiday is taken only where it is not worked.
    pub part_time_combined: bool,
}

/// Which days without duty are rostered rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// None.
    Never,
    /// Those that the rota marks as rest.
    Marked,
    /// Every day without duty or leave.
    AnyDayOff,
}

impl Rest {
    /// The words for it in contract files.
    pub(super) const WORDS: [(&'static str, Rest); 3] = [
        ("never", Rest::Never),
        ("marked", Rest::Marked),
        ("any-day-off", Rest::AnyDayOff),
    ];
}
