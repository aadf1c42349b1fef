//! The JSON of `firstline worked`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    ContractRef, DiagnosticRow, FindingRow, NotCheckedRow, PeriodRef, diagnostic, finding, unread,
};
use crate::contract::Law;
use crate::diagnostic::Diagnostic;
use crate::rota::{Duty, Rota};
use crate::worked::{Compared, Match, Outcome, Row, ShareTold, row_words};

/// What `firstline worked --format json` writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorkedReport {
    /// Version of this form.
    pub format: u32,
    /// Always `worked`; null when nothing could be compared.
    pub judged: Option<String>,
    /// The contract asked about and the date of its law.
    pub contract: ContractRef,
    /// The days of the record, half-open.
    pub period: Option<PeriodRef>,
    /// The days of the plan, half-open.
    pub planned_period: Option<PeriodRef>,
    /// People in both files.
    pub people: Vec<PersonRow>,
    /// People in one of them.
    pub unmatched: Vec<UnmatchedRow>,
    /// Every duty of the people in both files.
    pub duties: Vec<DutyPairRow>,
    /// Clauses broken in what was worked.
    pub breaches: Vec<WorkedBreachRow>,
    /// Breaches of the plan that did not come about.
    pub planned_only: Vec<FindingRow>,
    /// What another interpretation would turn, and advice, on what was worked.
    pub warnings: Vec<FindingRow>,
    /// Shares of occasions on which a clause was kept.
    pub shares: Vec<ShareRow>,
    /// Fines with their sums.
    pub fines: Vec<FineRow>,
    /// Fines without a sum, and hours that may be overtime.
    pub not_priced: Vec<NotPricedRow>,
    /// What could not be judged, or not wholly.
    pub not_checked: Vec<NotCheckedRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// One person in both files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonRow {
    /// Name as in the plan.
    pub planned: String,
    /// Name as in the record.
    pub worked: String,
    /// `exact`, or `alike` where capitals or blanks differ.
    pub matched: String,
    /// Worked outside the plan: time owed.
    pub over_minutes: i32,
    /// Planned and not worked.
    pub under_minutes: i32,
    /// On-call duties whose work is not recorded in one of the files.
    pub on_call_unknown: usize,
    /// Duties for which both files record breaks.
    pub breaks_recorded: usize,
    /// Of these, with breaks shorter than planned.
    pub breaks_missed: usize,
    /// Minutes of breaks planned and not taken.
    pub breaks_missed_minutes: i32,
}

/// Somebody whom only one of the files has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnmatchedRow {
    /// The name.
    pub person: String,
    /// The file that has it: `planned` or `worked`.
    pub file: String,
    /// Duties in the days judged.
    pub duties: usize,
    /// Their length together, in minutes.
    pub minutes: i32,
    /// A name of the other file that is close.
    pub did_you_mean: Option<String>,
}

/// Duties of plan and record that belong together; mostly one of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DutyPairRow {
    /// Name as in the record.
    pub person: String,
    /// `as-planned`, `changed`, `not-planned`, `beyond-the-plan`, `absent`, `no-record` or
    /// `beyond-the-record`.
    pub status: String,
    /// Planned, local with offset.
    pub planned: Vec<SpanRow>,
    /// Worked, local with offset.
    pub worked: Vec<SpanRow>,
    /// Minutes by which the start was later than planned; negative where earlier.
    pub start_late_minutes: Option<i32>,
    /// Minutes by which the end was later than planned; negative where earlier.
    pub finish_late_minutes: Option<i32>,
    /// Worked outside the plan; null where on-call work is not recorded.
    pub over_minutes: Option<i32>,
    /// Planned and not worked.
    pub under_minutes: Option<i32>,
    /// Breaks planned, in minutes, where both files record them.
    pub breaks_planned_minutes: Option<i32>,
    /// Breaks taken.
    pub breaks_taken_minutes: Option<i32>,
    /// In words.
    pub text: String,
}

/// Start and end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SpanRow {
    /// Start, local with offset.
    pub start: String,
    /// End, local with offset.
    pub end: String,
}

/// A clause broken in what was worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorkedBreachRow {
    /// The breach.
    #[serde(flatten)]
    pub breach: FindingRow,
    /// Whether the plan already had it.
    pub planned_too: bool,
}

/// On how many occasions a clause was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShareRow {
    /// `contract:clause` of the share.
    pub clause: String,
    /// Name as in the record.
    pub person: String,
    /// First day of the stretch with the lowest share.
    pub from: Option<String>,
    /// The day after its last.
    pub to: Option<String>,
    /// Occasions on which the clause was kept.
    pub kept: Option<i64>,
    /// All occasions of that stretch.
    pub occasions: Option<i64>,
    /// The share asked for.
    pub limit: String,
    /// Whether that share itself is too little.
    pub more_than: bool,
    /// Whether it is enough; null where it could not be taken.
    pub met: Option<bool>,
    /// Why it could not be taken, or only in part.
    pub why: Option<String>,
    /// `primary`, `secondary`, `derived` or `memory`.
    pub confidence: String,
}

/// A fine with its sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FineRow {
    /// `contract:clause` of the fine.
    pub clause: String,
    /// `contract:clause` of what was broken.
    pub on: String,
    /// Name as in the record.
    pub person: String,
    /// Start of the breach, local with offset.
    pub from: String,
    /// Its end.
    pub to: String,
    /// Hours fined: a decimal or a fraction `a/b`.
    pub hours: String,
    /// What an hour is worth to the doctor.
    pub doctor_hourly_pence: i64,
    /// What an hour is worth to the guardian.
    pub guardian_hourly_pence: i64,
    /// The doctor's sum.
    pub doctor_pence: i64,
    /// The guardian's sum.
    pub guardian_pence: i64,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
    /// The least sure of trigger, limit, rate and basic pay.
    pub confidence: String,
    /// Interpretations on which it hangs.
    pub interpretations: Vec<String>,
    /// Where trigger and rate stand.
    pub sources: Vec<String>,
    /// Whether the plan already had the breach.
    pub planned_too: bool,
}

/// A fine without a sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotPricedRow {
    /// `contract:clause` of the fine.
    pub clause: String,
    /// Name as in the record; null where it concerns nobody in particular.
    pub person: Option<String>,
    /// What it is due for.
    pub text: String,
    /// Why there is no sum.
    pub why: String,
}

impl WorkedReport {
    /// The report of a comparison.
    pub fn new(
        planned: &Rota,
        worked: &Rota,
        contract: &str,
        law: Law,
        outcome: &Outcome,
        diagnostics: &[Diagnostic],
    ) -> WorkedReport {
        let mut report = WorkedReport::nothing(contract, diagnostics);
        let name = |roster: usize| worked.rosters[roster].person.clone();
        report.judged = Some("worked".to_owned());
        report.contract.on = match law {
            Law::On(day) => day.to_string(),
            Law::OfEachDate => "each-date".to_owned(),
        };
        report.period = Some(period(worked));
        report.planned_period = Some(period(planned));
        for one in &outcome.people {
            report.people.push(person(planned, worked, one));
            let who = name(one.pair.worked);
            report
                .duties
                .extend(one.rows.iter().map(|row| duty_pair(&who, row)));
        }
        report.unmatched = outcome
            .unmatched
            .iter()
            .map(|u| UnmatchedRow {
                person: u.person.clone(),
                file: u.side.word().to_owned(),
                duties: u.duties,
                minutes: u.length.0,
                did_you_mean: u.near.clone(),
            })
            .collect();
        report.breaches = outcome
            .verdict
            .breaches
            .iter()
            .zip(&outcome.planned_too)
            .map(|(breach, planned_too)| WorkedBreachRow {
                breach: finding(breach),
                planned_too: *planned_too,
            })
            .collect();
        report.planned_only = outcome.spared.iter().map(finding).collect();
        report.warnings = outcome.verdict.warnings.iter().map(finding).collect();
        report.shares = outcome
            .shares
            .iter()
            .map(|s| share(&name(s.roster), s))
            .collect();
        report.fines = outcome
            .fines
            .iter()
            .map(|f| FineRow {
                clause: f.clause.clone(),
                on: f.on.clone(),
                person: name(f.roster),
                from: f.from.rfc3339(),
                to: f.to.rfc3339(),
                hours: f.hours.clone(),
                doctor_hourly_pence: f.doctor_hourly.0,
                guardian_hourly_pence: f.guardian_hourly.0,
                doctor_pence: f.doctor.0,
                guardian_pence: f.guardian.0,
                working: f.working.clone(),
                confidence: f.confidence.word().to_owned(),
                interpretations: f.hangs_on.clone(),
                sources: f.citations.clone(),
                planned_too: f.planned_too,
            })
            .collect();
        report.not_priced = outcome
            .not_priced
            .iter()
            .chain(&outcome.overtime)
            .map(|n| NotPricedRow {
                clause: n.clause.clone(),
                person: n.roster.map(name),
                text: n.what.clone(),
                why: n.why.clone(),
            })
            .collect();
        for item in &outcome.verdict.not_checked {
            report.not_checked.push(NotCheckedRow {
                clause: item.clause.clone(),
                why: if item.people.is_empty() {
                    item.why.clone()
                } else {
                    format!("{} ({})", item.why, item.people.join(", "))
                },
            });
        }
        let more = outcome.verdict.diagnostics.iter().map(diagnostic);
        report.diagnostics.extend(more);
        report
    }

    /// The report where nothing could be compared.
    pub fn nothing(contract: &str, diagnostics: &[Diagnostic]) -> WorkedReport {
        WorkedReport {
            format: 1,
            judged: None,
            contract: ContractRef {
                id: contract.to_owned(),
                on: String::new(),
            },
            period: None,
            planned_period: None,
            people: Vec::new(),
            unmatched: Vec::new(),
            duties: Vec::new(),
            breaches: Vec::new(),
            planned_only: Vec::new(),
            warnings: Vec::new(),
            shares: Vec::new(),
            fines: Vec::new(),
            not_priced: Vec::new(),
            not_checked: unread(diagnostics),
            diagnostics: diagnostics.iter().map(diagnostic).collect(),
        }
    }

    /// The report as JSON text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn period(rota: &Rota) -> PeriodRef {
    PeriodRef {
        from: rota.period.from.to_string(),
        to: rota.period.to.to_string(),
    }
}

fn person(planned: &Rota, worked: &Rota, one: &Compared) -> PersonRow {
    let totals = one.totals();
    PersonRow {
        planned: planned.rosters[one.pair.planned].person.clone(),
        worked: worked.rosters[one.pair.worked].person.clone(),
        matched: match one.pair.how {
            Match::Exact => "exact",
            Match::Alike => "alike",
        }
        .to_owned(),
        over_minutes: totals.over.0,
        under_minutes: totals.under.0,
        on_call_unknown: totals.unknown,
        breaks_recorded: totals.breaks_recorded,
        breaks_missed: totals.breaks_missed,
        breaks_missed_minutes: totals.breaks_short.0,
    }
}

fn duty_pair(person: &str, row: &Row) -> DutyPairRow {
    let spans = |duties: &[Duty]| {
        duties
            .iter()
            .map(|d| SpanRow {
                start: d.start.rfc3339(),
                end: d.end.rfc3339(),
            })
            .collect()
    };
    DutyPairRow {
        person: person.to_owned(),
        status: row.status.word().to_owned(),
        planned: spans(&row.planned),
        worked: spans(&row.worked),
        start_late_minutes: row.start_moved().map(|m| m.0),
        finish_late_minutes: row.end_moved().map(|m| m.0),
        over_minutes: row.over.map(|m| m.0),
        under_minutes: row.under.map(|m| m.0),
        breaks_planned_minutes: row.breaks.map(|b| b.planned.0),
        breaks_taken_minutes: row.breaks.map(|b| b.taken.0),
        text: row_words(row),
    }
}

fn share(person: &str, told: &ShareTold) -> ShareRow {
    let worst = told.judged.as_ref().map(|j| j.worst);
    ShareRow {
        clause: told.clause.clone(),
        person: person.to_owned(),
        from: worst.map(|w| w.from.to_string()),
        to: worst.map(|w| w.to.to_string()),
        kept: worst.map(|w| w.kept),
        occasions: worst.map(|w| w.all),
        limit: told.share.least.percent(),
        more_than: told.share.strictly,
        met: told.judged.as_ref().map(|j| j.met),
        why: told.why.clone(),
        confidence: told.confidence.word().to_owned(),
    }
}
