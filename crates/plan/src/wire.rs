//! The JSON that this crate's answers share. What each answer adds stands beside it.

use firstline_core::diagnostic::{Diagnostic, Place, Severity};
use firstline_core::wire::DiagnosticRow;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Assumption, Basis, Grounds, Interval};

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GroundsRow {
    /// Every assumption used.
    pub assumptions: Vec<AssumptionRow>,
    /// The seed, where dice were thrown.
    pub seed: Option<u64>,
    /// Hash of everything put in, with the name of the hash before the colon.
    pub inputs: String,
}

/// Something that an answer took for granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AssumptionRow {
    /// Stable id.
    pub id: String,
    /// What is assumed.
    pub text: String,
    /// The value used, with its unit.
    pub value: String,
    /// `source`, `given` or `assumption`.
    pub basis: String,
    /// The source, or who gave it; null for an assumption.
    pub source: Option<String>,
    /// `primary`, `secondary`, `derived` or `memory`; null unless there is a source.
    pub confidence: Option<String>,
}

/// A closed interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct IntervalRow {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl From<Interval> for IntervalRow {
    fn from(interval: Interval) -> IntervalRow {
        IntervalRow {
            low: interval.low,
            high: interval.high,
        }
    }
}

impl From<&Assumption> for AssumptionRow {
    fn from(a: &Assumption) -> AssumptionRow {
        let (basis, source, confidence) = match &a.basis {
            Basis::Source { source, confidence } => (
                "source",
                Some(source.clone()),
                Some(confidence.word().to_owned()),
            ),
            Basis::Given(by) => ("given", Some(by.clone()), None),
            Basis::Assumption => ("assumption", None, None),
        };
        AssumptionRow {
            id: a.id.clone(),
            text: a.text.clone(),
            value: a.value.clone(),
            basis: basis.to_owned(),
            source,
            confidence,
        }
    }
}

impl From<&Grounds> for GroundsRow {
    fn from(grounds: &Grounds) -> GroundsRow {
        GroundsRow {
            assumptions: grounds.assumptions.iter().map(Into::into).collect(),
            seed: grounds.seed,
            inputs: grounds.inputs.to_string(),
        }
    }
}

/// A report as JSON text with a line's end.
pub fn to_json<T: Serialize>(report: &T) -> String {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// Messages about files, as every report has them.
pub(crate) fn diagnostics(all: &[Diagnostic]) -> Vec<DiagnosticRow> {
    let row = |d: &Diagnostic| DiagnosticRow {
        code: d.code.to_owned(),
        severity: match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
        .to_owned(),
        text: d.title.clone(),
        place: d.place.as_ref().map(Place::short),
        notes: d.notes.clone(),
        help: d.help.clone(),
    };
    all.iter().map(row).collect()
}

/// The JSON Schemas of this crate's reports, each with the name of its command.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        (
            "ballot",
            to_json(&schemars::schema_for!(crate::ballot::BallotReport)),
        ),
        (
            "cover",
            to_json(&schemars::schema_for!(crate::cover::CoverReport)),
        ),
        (
            "fatigue",
            to_json(&schemars::schema_for!(crate::fatigue::FatigueReport)),
        ),
        (
            "gaps",
            to_json(&schemars::schema_for!(crate::gaps::GapsReport)),
        ),
        (
            "incident",
            to_json(&schemars::schema_for!(crate::incident::IncidentReport)),
        ),
        (
            "strike",
            to_json(&schemars::schema_for!(crate::strike::StrikeReport)),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_has_a_schema_that_describes_its_fields() {
        for (command, schema) in schemas() {
            let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
            for field in ["format", "grounds", "diagnostics"] {
                let described = &schema["properties"][field]["description"];
                assert!(described.is_string(), "{command} {field}");
            }
        }
    }
}
