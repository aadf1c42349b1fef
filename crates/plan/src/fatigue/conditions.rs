//! What the indices want to know about the work besides its times.

use firstline_core::contract::Confidence;

use crate::{Basis, Ledger, Setting};

/// Commute, demand and breaks: the same for every duty of a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// Travel of the whole day, there and back, in minutes.
    pub commute: f64,
    /// Workload 0 to 3 plus attention 0 to 3; higher is more demanding.
    pub demand: f64,
    /// Usual minutes between breaks.
    pub break_every: f64,
    /// Usual length of a break, in minutes.
    pub break_length: f64,
    /// The longest spell without a break, in minutes.
    pub longest_spell: f64,
    /// The break after that spell, in minutes.
    pub break_after: f64,
}

/// From which set the conditions that nobody gave are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Set {
    /// Assumed for a hospital: longer way, more demand, fewer breaks.
    #[default]
    Hospital,
    /// Those of the index's own reference, under which its risk is 1.
    Reference,
}

/// What somebody gave in place of a default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Given {
    /// Travel of the whole day, in minutes.
    pub commute: Option<f64>,
    /// Workload plus attention, 0 to 6.
    pub demand: Option<f64>,
    /// Usual minutes between breaks.
    pub break_every: Option<f64>,
    /// Usual length of a break, in minutes.
    pub break_length: Option<f64>,
    /// The longest spell without a break, in minutes.
    pub longest_spell: Option<f64>,
    /// The break after that spell, in minutes.
    pub break_after: Option<f64>,
}

const REFERENCE: &str = "the tool's own reference, recomputed: its mean risk over two 12 h days, two 12 h nights and four days off is 1.000";

const fn hospital(
    id: &'static str,
    text: &'static str,
    default: f64,
    unit: &'static str,
) -> Setting {
    Setting {
        id,
        text,
        default,
        unit,
        source: None,
    }
}

const fn reference(setting: &Setting, default: f64) -> Setting {
    Setting {
        id: setting.id,
        text: setting.text,
        default,
        unit: setting.unit,
        source: Some((REFERENCE, Confidence::Derived)),
    }
}

const COMMUTE: Setting = hospital(
    "fatigue.commute",
    "travel of the whole day, there and back",
    60.0,
    "min",
);
const DEMAND: Setting = hospital(
    "fatigue.demand",
    "workload (0 to 3) plus attention (0 to 3); higher is more demanding",
    4.0,
    "of 6",
);
const BREAK_EVERY: Setting = hospital(
    "fatigue.break-every",
    "usual time between breaks",
    240.0,
    "min",
);
const BREAK_LENGTH: Setting = hospital(
    "fatigue.break-length",
    "usual length of a break",
    30.0,
    "min",
);
const LONGEST_SPELL: Setting = hospital(
    "fatigue.longest-spell",
    "longest spell without a break",
    300.0,
    "min",
);
const BREAK_AFTER: Setting = hospital(
    "fatigue.break-after",
    "break after the longest spell",
    30.0,
    "min",
);

impl Conditions {
    /// The reference of the index: with it the mean risk of its reference pattern is 1.
    pub const REFERENCE: Conditions = Conditions {
        commute: 40.0,
        demand: 3.0,
        break_every: 120.0,
        break_length: 15.0,
        longest_spell: 240.0,
        break_after: 30.0,
    };

    /// The conditions of a set, with what was given in place of its own; all six are listed.
    pub fn take(set: Set, given: &Given, ledger: &mut Ledger) -> Conditions {
        let r = Conditions::REFERENCE;
        let mut one = |setting: &Setting, of_reference: f64, given: Option<f64>| {
            let setting = match set {
                Set::Hospital => *setting,
                Set::Reference => reference(setting, of_reference),
            };
            ledger.take_or(&setting, given, "on the command line")
        };
        Conditions {
            commute: one(&COMMUTE, r.commute, given.commute),
            demand: one(&DEMAND, r.demand, given.demand),
            break_every: one(&BREAK_EVERY, r.break_every, given.break_every),
            break_length: one(&BREAK_LENGTH, r.break_length, given.break_length),
            longest_spell: one(&LONGEST_SPELL, r.longest_spell, given.longest_spell),
            break_after: one(&BREAK_AFTER, r.break_after, given.break_after),
        }
    }

    /// What of the conditions cannot be, in words.
    pub fn objections(&self) -> Vec<String> {
        let all = [
            ("--commute", self.commute, 0.0, 600.0),
            ("--demand", self.demand, 0.0, 6.0),
            ("--break-every", self.break_every, 1.0, 1440.0),
            ("--break-length", self.break_length, 0.0, 240.0),
            ("--longest-spell", self.longest_spell, 1.0, 1440.0),
            ("--break-after", self.break_after, 0.0, 240.0),
        ];
        let outside = |(name, value, low, high): &(&str, f64, f64, f64)| {
            (!(*low..=*high).contains(value))
                .then(|| format!("{name} must be from {low} to {high}, not {value}"))
        };
        all.iter().filter_map(outside).collect()
    }
}

/// The words of a night duty, for those who count nights.
pub(super) fn night_rule(ledger: &mut Ledger) {
    ledger.note(
        "fatigue.night",
        "a duty is called a night here when at least three hours of it lie between",
        "23:00 and 06:00",
        Basis::Source {
            source: "Working Time Regulations 1998, the words for night time and night worker"
                .to_owned(),
            confidence: Confidence::Memory,
        },
    );
}

/// Lines drawn in rail practice: for comparing, no law, and not made for hospitals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RailLines {
    /// Fatigue index of a day duty.
    pub day: f64,
    /// Fatigue index of a night duty.
    pub night: f64,
    /// Risk index of any duty.
    pub risk: f64,
}

const RAIL: &str = "rail infrastructure standard NR/L2/OHS/003, as coded in a public tool; not law, not made for hospitals";

impl RailLines {
    /// The lines, listed as used.
    pub fn take(ledger: &mut Ledger) -> RailLines {
        let line = |id, text, default| Setting {
            id,
            text,
            default,
            unit: "",
            source: Some((RAIL, Confidence::Secondary)),
        };
        RailLines {
            day: ledger.take(&line("fatigue.rail-day", "rail line for FI by day", 35.0)),
            night: ledger.take(&line(
                "fatigue.rail-night",
                "rail line for FI by night",
                45.0,
            )),
            risk: ledger.take(&line("fatigue.rail-risk", "rail line for RI", 1.6)),
        }
    }
}
