//! The JSON of `firstline ballot`.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::DiagnosticRow;
use schemars::JsonSchema;
use serde::Serialize;

use super::judge::BallotAnswer;
use crate::GroundsRow;

/// The answer of `firstline ballot --format json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BallotReport {
    /// Version of this form.
    pub format: u32,
    /// Whether every test that was run is met; null when nothing could be judged.
    pub lawful: Option<bool>,
    /// The tests.
    pub tests: Vec<TestRow>,
    /// The mandate.
    pub mandate: Option<MandateRow>,
    /// The first day on which action may begin, ISO 8601, where notice was received.
    pub earliest_start: Option<String>,
    /// What else was law on the day of opening.
    pub also: Vec<String>,
    /// What was not checked, and why.
    pub not_checked: Vec<String>,
    /// What it rests on.
    pub grounds: Option<GroundsRow>,
    /// Messages about the options.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TestRow {
    /// Id of the rule.
    pub rule: String,
    /// A decimal or a fraction `a/b`.
    pub measured: String,
    /// A decimal or a fraction `a/b`.
    pub limit: String,
    /// `ratio` or `days`.
    pub unit: String,
    /// Whether it is met.
    pub pass: bool,
    /// Source of the rule, with how sure it is.
    pub source: String,
    /// The rule and the measure in words.
    pub text: String,
}

/// How long a mandate lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MandateRow {
    /// Such as `6 months`.
    pub life: String,
    /// Its last day, ISO 8601, where the last day of voting is known.
    pub last_day: Option<String>,
    /// Source, with how sure it is.
    pub source: String,
}

impl BallotReport {
    /// The report of an answer.
    pub fn new(answer: &BallotAnswer) -> BallotReport {
        let tests = answer.tests.iter().map(|t| TestRow {
            rule: t.rule.clone(),
            measured: t.measured.clone(),
            limit: t.limit.clone(),
            unit: t.unit.to_owned(),
            pass: t.pass,
            source: t.source.clone(),
            text: format!("{}: {}", t.words, t.text),
        });
        let mandate = answer.mandate.as_ref().map(|m| MandateRow {
            life: m.life.clone(),
            last_day: m.last_day.map(|d| d.to_string()),
            source: m.source.clone(),
        });
        BallotReport {
            format: 1,
            lawful: Some(answer.lawful),
            tests: tests.collect(),
            mandate,
            earliest_start: answer.earliest_start.map(|d| d.to_string()),
            also: answer.facts.clone(),
            not_checked: answer.not_checked.clone(),
            grounds: Some((&answer.grounds).into()),
            diagnostics: Vec::new(),
        }
    }

    /// The report when nothing could be judged.
    pub fn nothing(diagnostics: &[Diagnostic]) -> BallotReport {
        BallotReport {
            format: 1,
            lawful: None,
            tests: Vec::new(),
            mandate: None,
            earliest_start: None,
            also: Vec::new(),
            not_checked: Vec::new(),
            grounds: None,
            diagnostics: crate::wire::diagnostics(diagnostics),
        }
    }
}
