//! The rules: one file per kind, a closed set of shapes, one machine.
//!
//! A contract's clause compiles to a [`Machine`]; bound to a person and a calendar it is a
//! [`Rule`]. [`walk`] runs it over a roster and tells a [`Sink`]. Checking, solving, pay and
//! explaining differ in the sink alone. Nothing here knows a contract's numbers.

mod average;
mod breaks;
mod duties_in_period;
mod duty_length;
mod fine;
mod fine_rate;
mod frequency;
mod gap;
mod holiday_in_lieu;
mod hours_in_period;
mod hours_window;
mod kind;
mod leave_day;
mod leave_entitlement;
mod machine;
mod memory;
mod next_day;
mod night_average;
mod no_adjacent;
mod of_leave;
mod of_worked;
mod pay_band;
mod pay_base;
mod pay_flat;
mod pay_frequency;
mod pay_hours;
mod pay_measure;
mod pay_parts;
mod pay_per_hour;
mod pay_percent;
mod pay_unpriced;
mod pay_weekly_hours;
mod recorded;
mod rest_after_run;
mod rest_between_duties;
mod rest_during;
mod rest_in_period;
mod run;
mod run_length;
mod share_kept;
mod shortest_rest_days;
mod shortest_run;
mod sink;
mod total;
mod weekly;
mod window_count;

pub use fine::{Fine, Per};
pub use fine_rate::{FineRate, FromBasic, HourWorth};
pub(crate) use kind::Compile;
pub use kind::{Code, Purpose, RuleKind, Status, Unit};
pub use machine::{
    Counts, Lack, Lanes, Machine, OfDuty, ProspectiveCover, Sense, View, Window, finish, step, walk,
};
pub use memory::{Outlook, Reach, counted, furthest, memory, settled};
pub use of_leave::{Entitlement, InLieu, OfLeave, Rest};
pub use of_worked::OfWorked;
pub use share_kept::{Occasion, ShareKept, Shares, Stretch};
pub use sink::{Breaches, Reading, Sink, Working};
pub use total::{Limit, Sum, Total};

use crate::rota::Period;

/// Every rule kind.
pub static RULES: [&RuleKind; 34] = [
    &average::KIND,
    &hours_window::KIND,
    &rest_between_duties::KIND,
    &duty_length::KIND,
    &run_length::KIND,
    &rest_after_run::KIND,
    &rest_in_period::KIND,
    &rest_during::KIND,
    &frequency::KIND,
    &no_adjacent::KIND,
    &window_count::KIND,
    &next_day::KIND,
    &breaks::KIND,
    &night_average::KIND,
    &recorded::KIND,
    &pay_base::KIND,
    &pay_weekly_hours::KIND,
    &pay_frequency::KIND,
    &pay_percent::KIND,
    &pay_flat::KIND,
    &pay_per_hour::KIND,
    &pay_measure::KIND,
    &pay_band::KIND,
    &pay_unpriced::KIND,
    &share_kept::KIND,
    &fine::KIND,
    &fine_rate::KIND,
    &leave_entitlement::KIND,
    &leave_day::KIND,
    &holiday_in_lieu::KIND,
    &shortest_run::KIND,
    &shortest_rest_days::KIND,
    &duties_in_period::KIND,
    &hours_in_period::KIND,
];

/// The kind of this name or code.
pub fn kind(name: &str) -> Option<&'static RuleKind> {
    RULES
        .iter()
        .copied()
        .find(|k| k.name == name || k.code.0.eq_ignore_ascii_case(name))
}

/// A clause bound to a person and a calendar, ready to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which clause it is, as the caller numbers clauses.
    pub clause: usize,
    /// Which of the clause's dated versions.
    pub version: usize,
    /// What it measures.
    pub machine: Machine,
    /// The days on which this version decides; nothing when it always does.
    pub in_force: Option<Period>,
}

impl Rule {
    /// Distance to the limit times the scale: negative when the reading breaks the clause.
    #[inline]
    pub fn headroom(&self, reading: &Reading) -> i64 {
        match self.machine.sense() {
            Sense::AtMost => reading.limit - reading.measured,
            Sense::AtLeast => reading.measured - reading.limit,
        }
    }

    /// Whether `a` has less headroom than `b`.
    #[inline]
    pub fn tighter(&self, a: &Reading, b: &Reading) -> bool {
        let (ha, hb) = (self.headroom(a), self.headroom(b));
        if a.scale == b.scale {
            return ha < hb;
        }
        i128::from(ha) * i128::from(b.scale) < i128::from(hb) * i128::from(a.scale)
    }
}
