//! The JSON of `firstline leave`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::contract::Confidence;
use crate::leave::{How, Leave, Service, Told};
use crate::pay::Exact;

/// One person's leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeaveReport {
    /// Whose.
    pub person: String,
    /// First day asked about.
    pub from: String,
    /// The day after the last.
    pub to: String,
    /// First day in post, and the day after the last; nothing where no day is.
    pub post: Option<(String, String)>,
    /// Share of full time, in ten-thousandths.
    pub share: u16,
    /// `unknown`, `5 years` or `since 2021-08-04`.
    pub service: String,
    /// Days, clause by clause.
    pub entitled: Vec<EntitledRow>,
    /// All days, exact.
    pub days: String,
    /// All days in minutes, exact, where the contract says how long a day is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<String>,
    /// The clause that says how long a day is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<ClauseRow>,
    /// The least sure of everything that the days and hours rest on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// The clause that says when a public holiday is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_lieu: Option<ClauseRow>,
    /// Public holidays of the days in post.
    pub holidays: Vec<HolidayRow>,
    /// Why there is no list of public holidays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_holidays: Option<String>,
    /// How many days in lieu are owed.
    pub owed: usize,
    /// Weekdays of annual leave that the rota shows; nothing without a rota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booked: Option<i32>,
}

/// Days by one clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntitledRow {
    /// The clause.
    #[serde(flatten)]
    pub by: ClauseRow,
    /// Days, exact.
    pub days: String,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
}

/// A clause with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseRow {
    /// `contract:clause`.
    pub clause: String,
    /// Its sentence.
    pub text: String,
    /// Where it stands.
    pub citation: String,
    /// `primary`, `secondary`, `derived` or `memory`.
    pub confidence: String,
}

/// One public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HolidayRow {
    /// Its date.
    pub date: String,
    /// What it is called.
    pub name: String,
    /// How sure its date is.
    pub confidence: String,
    /// `worked`, `on-call`, `rest`, `leave`, `study`, `sick`, `off` or `not-shown`.
    pub how: String,
    /// The shift, or why nothing is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// `yes`, `no`, `taken` or `not-taken` (from a combined allowance), `unknown`.
    pub owed: String,
}

impl ClauseRow {
    fn new(told: &Told) -> ClauseRow {
        ClauseRow {
            clause: told.clause.clone(),
            text: told.text.clone(),
            citation: told.citation.clone(),
            confidence: told.confidence.word().to_owned(),
        }
    }
}

impl LeaveReport {
    /// The report of somebody's leave.
    pub fn new(leave: &Leave) -> LeaveReport {
        LeaveReport {
            person: leave.person.clone(),
            from: leave.period.from.to_string(),
            to: leave.period.to.to_string(),
            post: leave.post.map(|p| (p.from.to_string(), p.to.to_string())),
            share: leave.share.ten_thousandths(),
            service: match leave.service {
                Service::Unknown => "unknown".to_owned(),
                Service::Years(years) => format!("{years} years"),
                Service::Since(day) => format!("since {day}"),
            },
            entitled: leave
                .entitled
                .iter()
                .map(|e| EntitledRow {
                    by: ClauseRow::new(&e.by),
                    days: e.days.text(),
                    working: e.working.clone(),
                })
                .collect(),
            days: leave.days().text(),
            minutes: leave.minutes(leave.days()).map(Exact::text),
            day: leave.day.as_ref().map(|(_, told)| ClauseRow::new(told)),
            confidence: leave.confidence().map(Confidence::word).map(str::to_owned),
            in_lieu: leave.in_lieu.as_ref().map(|(_, told)| ClauseRow::new(told)),
            holidays: leave
                .holidays
                .iter()
                .map(|h| {
                    let (how, what) = how(&h.how);
                    HolidayRow {
                        date: h.day.to_string(),
                        name: h.name.clone(),
                        confidence: h.confidence.word().to_owned(),
                        how: how.to_owned(),
                        what,
                        owed: h.owed.word().to_owned(),
                    }
                })
                .collect(),
            no_holidays: leave.no_holidays.clone(),
            owed: leave.owed(),
            booked: leave.booked,
        }
    }

    /// Everybody's leave as JSON text.
    pub fn all_to_json(all: &[Leave]) -> String {
        let all: Vec<LeaveReport> = all.iter().map(LeaveReport::new).collect();
        let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn how(how: &How) -> (&'static str, Option<String>) {
    match how {
        How::Worked(shift) => ("worked", Some(shift.clone())),
        How::OnCall(shift) => ("on-call", Some(shift.clone())),
        How::RestDay => ("rest", None),
        How::Away(kind) => (kind.word(), None),
        How::Off => ("off", None),
        How::NotShown(why) => ("not-shown", Some((*why).to_owned())),
    }
}
