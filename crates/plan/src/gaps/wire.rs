//! The JSON of `firstline gaps`.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::DiagnosticRow;
use schemars::JsonSchema;
use serde::Serialize;

use super::project::Projection;
use super::show::{NOT_KNOWN, floor_words};
use crate::{GroundsRow, IntervalRow};

/// The answer of `firstline gaps --format json`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GapsReport {
    /// Version of this form.
    pub format: u32,
    /// The department's name; null when nothing could be projected.
    pub department: Option<String>,
    /// Whole-time posts.
    pub establishment: Option<f64>,
    /// Whether every floor is met in every month with the assurance; null without floors.
    pub holds: Option<bool>,
    /// The chance with which floors shall be met.
    pub assurance: Option<f64>,
    /// The floors.
    pub floors: Vec<FloorRow>,
    /// The first days of the months.
    pub months: Vec<MonthRow>,
    /// What the projection cannot tell.
    pub not_known: Vec<String>,
    /// What it rests on.
    pub grounds: Option<GroundsRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// What becomes of a floor.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FloorRow {
    /// Its id.
    pub id: String,
    /// Whole-time people that it takes.
    pub people_needed: f64,
    /// The share of runs in which it is not met on the first day of some month.
    pub share_failing: f64,
    /// The first day not met in the earliest twentieth of runs, ISO 8601; null for later than the
    /// months looked at.
    pub first_early: Option<String>,
    /// The same in half of the runs.
    pub first_median: Option<String>,
    /// The same in nineteen of twenty.
    pub first_late: Option<String>,
    /// In words.
    pub text: String,
}

/// The first day of a month.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MonthRow {
    /// That day, ISO 8601.
    pub on: String,
    /// Mean of the people in post.
    pub people: f64,
    /// Where nine runs in ten lie.
    pub people_interval: IntervalRow,
    /// Mean of whole-time people available.
    pub available: f64,
    /// Where nine runs in ten lie.
    pub available_interval: IntervalRow,
    /// Establishment less the mean available.
    pub gap: f64,
    /// The chance of each floor to be met, in the order of `floors`.
    pub met: Vec<f64>,
    /// Least whole-time posts more.
    pub extra_posts: u32,
}

impl GapsReport {
    /// The report of a projection.
    pub fn new(p: &Projection, diagnostics: &[Diagnostic]) -> GapsReport {
        let iso = |d: Option<firstline_core::time::Day>| d.map(|d| d.to_string());
        let floors = p.floors.iter().map(|f| FloorRow {
            id: f.id.clone(),
            people_needed: f.need,
            share_failing: f.fails,
            first_early: iso(f.first[0]),
            first_median: iso(f.first[1]),
            first_late: iso(f.first[2]),
            text: floor_words(f, p),
        });
        let months = p.months.iter().map(|m| MonthRow {
            on: m.on.to_string(),
            people: m.headcount.0,
            people_interval: m.headcount.1.into(),
            available: m.available.0,
            available_interval: m.available.1.into(),
            gap: m.gap,
            met: m.met.clone(),
            extra_posts: m.extra_posts,
        });
        GapsReport {
            department: Some(p.name.clone()),
            establishment: Some(p.establishment),
            holds: (!p.floors.is_empty()).then(|| p.holds()),
            assurance: Some(p.assurance),
            floors: floors.collect(),
            months: months.collect(),
            not_known: NOT_KNOWN.iter().map(|s| (*s).to_owned()).collect(),
            grounds: Some((&p.grounds).into()),
            ..GapsReport::nothing(diagnostics)
        }
    }

    /// The report when nothing could be projected.
    pub fn nothing(diagnostics: &[Diagnostic]) -> GapsReport {
        GapsReport {
            format: 1,
            department: None,
            establishment: None,
            holds: None,
            assurance: None,
            floors: Vec::new(),
            months: Vec::new(),
            not_known: Vec::new(),
            grounds: None,
            diagnostics: crate::wire::diagnostics(diagnostics),
        }
    }
}
