//! The JSON of `firstline cover`.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::DiagnosticRow;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::Cover;
use super::show::{NOT_KNOWN, group_word, run_words, sentences};
use crate::GroundsRow;
use crate::weekend::FAIR_USE;

/// The answer of `firstline cover --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct CoverReport {
    /// Version of this form.
    pub format: u32,
    /// The department's name; null when nothing could be worked out.
    pub department: Option<String>,
    /// Whether every floor is met; null without floors.
    pub holds: Option<bool>,
    /// Hours in which a floor is not met.
    pub floor_short_hours: Option<f64>,
    /// Hours in which one sick call breaks a floor.
    pub floor_fragile_hours: Option<f64>,
    /// The findings in words.
    pub text: Vec<String>,
    /// Names of the tiers, in the order of `on_site_by_tier`; the last are those without one.
    pub tiers: Vec<String>,
    /// Names of the skills, in the order of `on_site_by_skill`.
    pub skills: Vec<String>,
    /// Half-hours.
    pub slots: Vec<SlotRow>,
    /// Floors not met, or hanging on one person.
    pub floors: Vec<FloorRow>,
    /// Demand.
    pub streams: Vec<StreamRow>,
    /// Weekdays compared; empty unless asked for.
    pub days: Vec<DayRowOut>,
    /// Weekend against Wednesday; empty unless asked for.
    pub ratios: Vec<RatioRow>,
    /// What must be said with a comparison of days; empty unless asked for.
    pub fair_use: Vec<String>,
    /// What the answer cannot tell.
    pub not_known: Vec<String>,
    /// What it rests on.
    pub grounds: Option<GroundsRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// A half-hour.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SlotRow {
    /// Its first moment, ISO 8601 with offset.
    pub from: String,
    /// People on site by tier.
    pub on_site_by_tier: Vec<u32>,
    /// People on site by skill.
    pub on_site_by_skill: Vec<u32>,
    /// People on call from home.
    pub from_home: u32,
    /// Arrivals an hour; null where unknown.
    pub arrivals_an_hour: Option<f64>,
    /// Whether a floor is not met.
    pub floor_short: bool,
    /// Whether one sick call breaks a floor.
    pub floor_fragile: bool,
    /// Of each stream, in the order of `streams`.
    pub demand: Vec<DemandRow>,
}

/// Demand in a half-hour.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DemandRow {
    /// People there.
    pub there: u32,
    /// Doctors busy if there were always enough.
    pub load: f64,
    /// Doctors wanted.
    pub wanted: u32,
    /// Mean wait for the first assessment, in minutes.
    pub wait_minutes: Option<f64>,
    /// The same on a quiet day.
    pub wait_minutes_quiet: Option<f64>,
    /// The same on a busy day.
    pub wait_minutes_busy: Option<f64>,
    /// The chance to wait over an hour.
    pub over_an_hour: Option<f64>,
}

/// A floor over a stretch.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FloorRow {
    /// Its id.
    pub floor: String,
    /// From, ISO 8601 with offset.
    pub from: String,
    /// To.
    pub to: String,
    /// Fewest there.
    pub there: i32,
    /// Needed.
    pub least: i32,
    /// Wanted.
    pub wanted: i32,
    /// True where it is not met; false where one sick call breaks it.
    pub short: bool,
    /// In words.
    pub text: String,
}

/// Demand on some people.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StreamRow {
    /// On whom.
    pub name: String,
    /// Patients an hour that one sees.
    pub patients_an_hour: f64,
    /// Doctor-hours wanted.
    pub wanted_hours: f64,
    /// Doctor-hours there.
    pub there_hours: f64,
    /// Doctor-hours missing.
    pub missing_hours: f64,
    /// The same weighted by the chance to wait over an hour.
    pub missing_hours_weighted: Option<f64>,
}

/// A weekday.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DayRowOut {
    /// Which.
    pub day: String,
    /// How many such days.
    pub days: usize,
    /// Emergency admissions a day.
    pub admissions: Option<f64>,
    /// Hours on site from 08:00 to 20:00, by tier.
    pub care_hours_by_tier: Vec<f64>,
    /// Duties that begin.
    pub duties_begin: f64,
    /// Longest stretch without anybody of tier 2 or above, in hours.
    pub longest_without_senior_hours: f64,
    /// Mean fatigue index.
    pub mean_fi: Option<f64>,
    /// Mean risk index.
    pub mean_ri: Option<f64>,
}

/// A weekend day against Wednesday.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RatioRow {
    /// Day and tier.
    pub who: String,
    /// Hours for ten admissions over those of Wednesday; null where unknown.
    pub ratio: Option<f64>,
    /// In words, with hours and admissions.
    pub text: String,
}

impl CoverReport {
    /// The report of an answer.
    pub fn new(cover: &Cover, diagnostics: &[Diagnostic]) -> CoverReport {
        let (short, fragile) = cover.floor_hours();
        let tiers = cover.house.tiers.iter().map(|t| t.id.clone());
        let slots = (0..cover.laid.slots.len()).map(|i| SlotRow {
            from: cover.laid.slots[i].start.rfc3339(),
            on_site_by_tier: cover.present[i].0.clone(),
            on_site_by_skill: cover.present[i].1.clone(),
            from_home: cover.present[i].2,
            arrivals_an_hour: cover.arrivals.as_ref().map(|a| a.1[i]),
            floor_short: cover.marks[i].0,
            floor_fragile: cover.marks[i].1,
            demand: cover
                .streams
                .iter()
                .map(|s| {
                    let wait = s.waits.as_ref().map(|w| w[i]);
                    DemandRow {
                        there: s.slots[i].0,
                        load: s.slots[i].1,
                        wanted: s.slots[i].2,
                        wait_minutes: wait.map(|w| w.0.mean_minutes),
                        wait_minutes_quiet: wait.map(|w| w.1),
                        wait_minutes_busy: wait.map(|w| w.2),
                        over_an_hour: wait.map(|w| w.0.over_an_hour),
                    }
                })
                .collect(),
        });
        let floors = cover.runs.iter().map(|r| FloorRow {
            floor: cover.floors[r.floor].id.clone(),
            from: r.span.start.rfc3339(),
            to: r.span.end.rfc3339(),
            there: r.there,
            least: r.least,
            wanted: r.wanted,
            short: r.short,
            text: run_words(cover, r),
        });
        let streams = cover.streams.iter().map(|s| {
            let (wanted, there, missing, weighted) = s.hours();
            StreamRow {
                name: s.name.clone(),
                patients_an_hour: s.rate,
                wanted_hours: wanted,
                there_hours: there,
                missing_hours: missing,
                missing_hours_weighted: weighted,
            }
        });
        let week = cover.week.as_ref();
        let days = week.iter().flat_map(|w| &w.rows).map(|r| DayRowOut {
            day: group_word(r.group),
            days: r.days,
            admissions: r.admissions,
            care_hours_by_tier: r.hours.iter().map(|h| h.0).collect(),
            duties_begin: r.handovers,
            longest_without_senior_hours: r.longest_without_senior,
            mean_fi: r.indices.map(|i| i.0),
            mean_ri: r.indices.map(|i| i.1),
        });
        let ratios = week
            .iter()
            .flat_map(|w| &w.ratios)
            .map(|(who, ratio, text)| RatioRow {
                who: who.clone(),
                ratio: *ratio,
                text: text.clone(),
            });
        let owned = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect();
        CoverReport {
            department: Some(cover.department.clone()),
            holds: (!cover.floors.is_empty()).then(|| cover.holds()),
            floor_short_hours: Some(short),
            floor_fragile_hours: Some(fragile),
            text: sentences(cover),
            tiers: tiers.chain(["no tier".to_owned()]).collect(),
            skills: cover.house.skills.clone(),
            slots: slots.collect(),
            floors: floors.collect(),
            streams: streams.collect(),
            days: days.collect(),
            ratios: ratios.collect(),
            fair_use: if week.is_some() {
                owned(&FAIR_USE)
            } else {
                Vec::new()
            },
            not_known: owned(&NOT_KNOWN),
            grounds: Some((&cover.grounds).into()),
            ..CoverReport::nothing(diagnostics)
        }
    }

    /// The report when nothing could be worked out.
    pub fn nothing(diagnostics: &[Diagnostic]) -> CoverReport {
        CoverReport {
            format: 1,
            diagnostics: crate::wire::diagnostics(diagnostics),
            ..CoverReport::default()
        }
    }
}
