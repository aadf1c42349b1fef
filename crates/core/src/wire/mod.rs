//! The versioned JSON that goes out. Domain types do not derive serde: what is promised to other
//! programs stands here and nowhere else, and its schema is made from these types.

mod compare;
mod leave;
mod pay;
mod worked;

pub use compare::CompareReport;
pub use leave::LeaveReport;
pub use pay::PayReport;
pub use worked::WorkedReport;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Finding, Told, Verdict};
use crate::contract::Law;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rota::Rota;

/// The answer of `firstline check --format json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckReport {
    /// Version of this form.
    pub format: u32,
    /// `pattern`, `rota` or `worked`; nothing when no rota could be read.
    pub judged: Option<String>,
    /// The contract, and the date of the law.
    pub contract: ContractRef,
    /// The days judged, half-open.
    pub period: Option<PeriodRef>,
    /// `lawful` or `breached`; nothing when nothing could be judged.
    pub verdict: Option<String>,
    /// Clauses broken.
    pub breaches: Vec<FindingRow>,
    /// What another interpretation would flip, adoption windows, advice.
    pub warnings: Vec<FindingRow>,
    /// One for each clause and person, the tightest.
    pub readings: Vec<ReadingRow>,
    /// What could not be judged, or not wholly.
    pub not_checked: Vec<NotCheckedRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// A contract and the date of the law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContractRef {
    /// Contract id.
    pub id: String,
    /// Date of the law, or `each-date` where each duty's own date decides.
    pub on: String,
}

/// Half-open days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeriodRef {
    /// First day, ISO 8601.
    pub from: String,
    /// The day after the last.
    pub to: String,
}

/// A breach or a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingRow {
    /// Code of the rule kind.
    pub code: String,
    /// `contract:clause`.
    pub clause: String,
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// Start of the stretch, local with offset.
    pub from: String,
    /// End of the stretch, local with offset.
    pub to: String,
    /// A decimal or a fraction `a/b`.
    pub measured: String,
    /// What the wall clock would have said; absent where it says the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nominal: Option<String>,
    /// A decimal or a fraction `a/b`.
    pub limit: String,
    /// `h`, `days`, `duties`, `ratio` or `breaks`.
    pub unit: String,
    /// `primary`, `secondary`, `derived` or `memory`.
    pub confidence: String,
    /// Id of the interpretation on which it hangs, whose value stands in `text`; null for none.
    pub interpretation: Option<String>,
    /// Whether this is the stricter of two contracts.
    pub decides: bool,
    /// In words, with the cure where one was looked for.
    pub text: String,
}

/// The tightest reading of a clause for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReadingRow {
    /// `contract:clause`.
    pub clause: String,
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// A decimal or a fraction `a/b`.
    pub measured: String,
    /// A decimal or a fraction `a/b`.
    pub limit: String,
    /// `h`, `days`, `duties`, `ratio` or `breaks`.
    pub unit: String,
    /// Positive when lawful.
    pub headroom: String,
}

/// Something that was not judged, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotCheckedRow {
    /// `contract:clause`, or the place of an unreadable cell.
    pub clause: String,
    /// Why, and for whom where not for everybody.
    pub why: String,
}

/// A message about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticRow {
    /// Stable code.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is wrong.
    pub text: String,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// More.
    pub notes: Vec<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl CheckReport {
    /// The report of a verdict.
    pub fn new(
        rota: &Rota,
        contract: &str,
        law: Law,
        verdict: &Verdict,
        diagnostics: &[Diagnostic],
    ) -> CheckReport {
        let mut report = CheckReport::nothing(contract, diagnostics);
        report.judged = Some(rota.judged.word().to_owned());
        report.contract.on = match law {
            Law::On(day) => day.to_string(),
            Law::OfEachDate => "each-date".to_owned(),
        };
        report.period = Some(PeriodRef {
            from: rota.period.from.to_string(),
            to: rota.period.to.to_string(),
        });
        let word = if verdict.lawful() {
            "lawful"
        } else {
            "breached"
        };
        report.verdict = Some(word.to_owned());
        report.breaches = verdict.breaches.iter().map(finding).collect();
        report.warnings = verdict.warnings.iter().map(finding).collect();
        report.readings = verdict.readings.iter().map(reading).collect();
        for item in &verdict.not_checked {
            report.not_checked.push(NotCheckedRow {
                clause: item.clause.clone(),
                why: if item.people.is_empty() {
                    item.why.clone()
                } else {
                    format!("{} ({})", item.why, item.people.join(", "))
                },
            });
        }
        report
            .diagnostics
            .extend(verdict.diagnostics.iter().map(diagnostic));
        report
    }

    /// The report where no rota could be read.
    pub fn nothing(contract: &str, diagnostics: &[Diagnostic]) -> CheckReport {
        CheckReport {
            format: 1,
            judged: None,
            contract: ContractRef {
                id: contract.to_owned(),
                on: String::new(),
            },
            period: None,
            verdict: None,
            breaches: Vec::new(),
            warnings: Vec::new(),
            readings: Vec::new(),
            not_checked: unread(diagnostics),
            diagnostics: diagnostics.iter().map(self::diagnostic).collect(),
        }
    }
}

/// Cells that could not be read were not judged.
fn unread(diagnostics: &[Diagnostic]) -> Vec<NotCheckedRow> {
    diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .filter_map(|d| {
            Some(NotCheckedRow {
                clause: d.place.as_ref()?.short(),
                why: d.title.clone(),
            })
        })
        .collect()
}

fn finding(finding: &Finding) -> FindingRow {
    let told = &finding.told;
    let mut text = finding.text.clone();
    if let (Some(interpretation), None) = (&finding.interpretation, &finding.why_warning) {
        text.push_str("; hangs on the interpretation ");
        text.push_str(interpretation);
    }
    for more in [&finding.why_warning, &finding.cure].into_iter().flatten() {
        text.push_str("; ");
        text.push_str(more);
    }
    FindingRow {
        code: told.code.to_owned(),
        clause: told.clause.clone(),
        person: told.person.clone(),
        from: told.from.rfc3339(),
        to: told.to.rfc3339(),
        measured: told.measured.clone(),
        nominal: finding.nominal.clone(),
        limit: told.limit.clone(),
        unit: told.unit.word().to_owned(),
        confidence: told.confidence.word().to_owned(),
        interpretation: finding
            .interpretation
            .as_deref()
            .and_then(|i| i.split('=').next())
            .map(str::to_owned),
        decides: finding.decides,
        text,
    }
}

fn reading(told: &Told) -> ReadingRow {
    ReadingRow {
        clause: told.clause.clone(),
        person: told.person.clone(),
        measured: told.measured.clone(),
        limit: told.limit.clone(),
        unit: told.unit.word().to_owned(),
        headroom: told.headroom.clone(),
    }
}

fn diagnostic(diagnostic: &Diagnostic) -> DiagnosticRow {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    DiagnosticRow {
        code: diagnostic.code.to_owned(),
        severity: severity.to_owned(),
        text: diagnostic.title.clone(),
        place: diagnostic
            .place
            .as_ref()
            .map(crate::diagnostic::Place::short),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
    }
}

/// A rota as `firstline convert` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RotaReport {
    /// Version of this form.
    pub format: u32,
    /// `pattern`, `rota` or `worked`.
    pub judged: String,
    /// Time zone of the local times.
    pub zone: String,
    /// The days spoken of, half-open.
    pub period: PeriodRef,
    /// What the codes stand for.
    pub shift_types: Vec<ShiftTypeRow>,
    /// Every duty, by person and start.
    pub duties: Vec<DutyRow>,
    /// Leave, study leave and sickness.
    pub absences: Vec<AbsenceRow>,
}

/// A shift type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShiftTypeRow {
    /// Its code.
    pub code: String,
    /// What it stands for.
    pub kind: String,
    /// Start on the wall clock.
    pub start: Option<String>,
    /// End on the wall clock; at or before the start means the next day.
    pub end: Option<String>,
}

/// A duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DutyRow {
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// Its code.
    pub code: String,
    /// What it stands for.
    pub kind: String,
    /// Start, local with offset.
    pub start: String,
    /// End, local with offset.
    pub end: String,
    /// Length by the stopwatch, in minutes.
    pub elapsed_minutes: i32,
    /// Length by the wall clock, in minutes.
    pub nominal_minutes: i32,
    /// Work expected within an on-call duty, in minutes.
    pub expected_work_minutes: Option<i32>,
}

/// Whole days away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AbsenceRow {
    /// Person.
    pub person: String,
    /// First day.
    pub from: String,
    /// The day after the last.
    pub to: String,
    /// `leave`, `study` or `sick`.
    pub kind: String,
}

impl RotaReport {
    /// The report of a rota; the copies that let a pattern wrap are left out.
    pub fn new(rota: &Rota) -> RotaReport {
        use crate::time::Clock;
        let mut duties = Vec::new();
        let mut absences = Vec::new();
        for roster in &rota.rosters {
            for duty in &roster.duties[roster.judged.clone()] {
                duties.push(DutyRow {
                    person: roster.person.clone(),
                    code: rota.shift_type(duty.code).code.clone(),
                    kind: duty.kind.word().to_owned(),
                    start: duty.start.rfc3339(),
                    end: duty.end.rfc3339(),
                    elapsed_minutes: duty.length(Clock::Elapsed).0,
                    nominal_minutes: duty.length(Clock::Nominal).0,
                    expected_work_minutes: duty.expected_work().map(|m| m.0),
                });
            }
            absences.extend(roster.absences.iter().map(|a| AbsenceRow {
                person: roster.person.clone(),
                from: a.from.to_string(),
                to: a.to.to_string(),
                kind: a.kind.word().to_owned(),
            }));
        }
        RotaReport {
            format: 1,
            judged: rota.judged.word().to_owned(),
            zone: rota.zone.name().to_owned(),
            period: PeriodRef {
                from: rota.period.from.to_string(),
                to: rota.period.to.to_string(),
            },
            shift_types: rota
                .shift_types
                .iter()
                .map(|s| ShiftTypeRow {
                    code: s.code.clone(),
                    kind: s.kind.word().to_owned(),
                    start: s.times.map(|(start, _)| start.to_string()),
                    end: s.times.map(|(_, end)| end.to_string()),
                })
                .collect(),
            duties,
            absences,
        }
    }

    /// The report as JSON text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The JSON Schema of each command's report, made from its types.
pub fn schemas() -> Vec<(&'static str, String)> {
    fn written<T: JsonSchema>() -> String {
        // what may be left out of a report is not required of it
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<T>();
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        text
    }
    vec![
        ("check", written::<CheckReport>()),
        ("compare", written::<Vec<CompareReport>>()),
        ("leave", written::<Vec<LeaveReport>>()),
        ("pay", written::<Vec<PayReport>>()),
        ("worked", written::<WorkedReport>()),
    ]
}
