//! The JSON of `firstline fatigue`.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::{DiagnosticRow, PeriodRef};
use schemars::JsonSchema;
use serde::Serialize;

use super::score::{DutyScore, Fatigue, PersonScore};
use super::show::{not_known, sentences};
use crate::GroundsRow;

/// The answer of `firstline fatigue --format json`. Indices have six decimals.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FatigueReport {
    /// Version of this form.
    pub format: u32,
    /// `pattern`, `rota` or `worked`; null when no rota could be read.
    pub judged: Option<String>,
    /// The days shown; those of a pattern without a start stand for its weeks.
    pub period: Option<PeriodRef>,
    /// Everybody, in the order of the rota.
    pub people: Vec<PersonRow>,
    /// Every duty shown.
    pub duties: Vec<FatigueRow>,
    /// Patients for each doctor on duty, where given.
    pub patients_per_doctor: Option<f64>,
    /// What the indices cannot tell.
    pub not_known: Vec<String>,
    /// What it rests on; null when nothing was scored.
    pub grounds: Option<GroundsRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// One person, or a line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PersonRow {
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// Hours a week on site, as rostered.
    pub hours_a_week: f64,
    /// Duties shown.
    pub duties: usize,
    /// Duties that have indices.
    pub scored: usize,
    /// Nights among those scored.
    pub nights: usize,
    /// Nights above the line of rail practice.
    pub nights_above_rail: usize,
    /// Mean fatigue index.
    pub fi_mean: Option<f64>,
    /// Highest fatigue index by day.
    pub fi_day_max: Option<f64>,
    /// Highest fatigue index by night.
    pub fi_night_max: Option<f64>,
    /// Mean risk index.
    pub ri_mean: Option<f64>,
    /// Highest risk index.
    pub ri_max: Option<f64>,
    /// What stands out, in words.
    pub stands_out: Vec<String>,
}

/// A duty with its indices.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FatigueRow {
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// Code as in the sheet.
    pub code: String,
    /// Start, local with offset.
    pub start: String,
    /// End, local with offset.
    pub end: String,
    /// Length in hours that pass.
    pub hours: f64,
    /// Hours since the duty before, null before the first known.
    pub rest_hours: Option<f64>,
    /// Whether it is called a night.
    pub night: bool,
    /// The how-manieth of its sort in a row.
    pub in_a_row: u32,
    /// Fatigue index, 0 to 100.
    pub fi: Option<f64>,
    /// Its part from the duties before.
    pub fi_cumulative: Option<f64>,
    /// Its part from the time of day and the length.
    pub fi_timing: Option<f64>,
    /// Its part from demand and breaks.
    pub fi_job: Option<f64>,
    /// Risk index, a ratio.
    pub ri: Option<f64>,
    /// Its factor from the duties before.
    pub ri_cumulative: Option<f64>,
    /// Its factor from the time of day and the length.
    pub ri_timing: Option<f64>,
    /// Its factor from demand and breaks.
    pub ri_job: Option<f64>,
    /// Why there are no indices, where there are none.
    pub why_not: Option<String>,
}

fn six(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl FatigueReport {
    /// The report of scores.
    pub fn new(fatigue: &Fatigue, diagnostics: &[Diagnostic]) -> FatigueReport {
        FatigueReport {
            judged: Some(fatigue.judged.word().to_owned()),
            period: Some(PeriodRef {
                from: fatigue.period.from.to_string(),
                to: fatigue.period.to.to_string(),
            }),
            people: fatigue.people.iter().map(|p| person(fatigue, p)).collect(),
            duties: fatigue
                .people
                .iter()
                .flat_map(|p| p.duties.iter().map(|d| duty(p, d)))
                .collect(),
            patients_per_doctor: fatigue.patients,
            not_known: not_known(fatigue),
            grounds: Some((&fatigue.grounds).into()),
            ..FatigueReport::nothing(diagnostics)
        }
    }

    /// The report when nothing could be scored.
    pub fn nothing(diagnostics: &[Diagnostic]) -> FatigueReport {
        FatigueReport {
            format: 1,
            judged: None,
            period: None,
            people: Vec::new(),
            duties: Vec::new(),
            patients_per_doctor: None,
            not_known: Vec::new(),
            grounds: None,
            diagnostics: crate::wire::diagnostics(diagnostics),
        }
    }
}

fn person(fatigue: &Fatigue, p: &PersonScore) -> PersonRow {
    let (nights, above) = p.nights_above(fatigue.rail.night);
    PersonRow {
        person: p.person.clone(),
        hours_a_week: six(p.hours_a_week()),
        duties: p.duties.len(),
        scored: p.scored().count(),
        nights,
        nights_above_rail: above,
        fi_mean: p.mean(|i| i.fi).map(six),
        fi_day_max: p.most_fi(false).map(six),
        fi_night_max: p.most_fi(true).map(six),
        ri_mean: p.mean(|i| i.ri).map(six),
        ri_max: p.worst(|i| i.ri).map(|(_, v)| six(v)),
        stands_out: sentences(fatigue, p),
    }
}

fn duty(person: &PersonScore, duty: &DutyScore) -> FatigueRow {
    let of = |f: fn(&super::Index) -> f64| duty.index.as_ref().ok().map(|i| six(f(i)));
    FatigueRow {
        person: person.person.clone(),
        code: duty.code.clone(),
        start: duty.start.rfc3339(),
        end: duty.end.rfc3339(),
        hours: six(f64::from(duty.length.0) / 60.0),
        rest_hours: duty.rest.map(|r| six(f64::from(r.0) / 60.0)),
        night: duty.night,
        in_a_row: duty.nth,
        fi: of(|i| i.fi),
        fi_cumulative: of(|i| i.fi_cumulative),
        fi_timing: of(|i| i.fi_timing),
        fi_job: of(|i| i.fi_job),
        ri: of(|i| i.ri),
        ri_cumulative: of(|i| i.ri_cumulative),
        ri_timing: of(|i| i.ri_timing),
        ri_job: of(|i| i.ri_job),
        why_not: duty.index.as_ref().err().map(|w| w.words().to_owned()),
    }
}
