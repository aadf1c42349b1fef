//! The JSON of `firstline strike`.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::DiagnosticRow;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::Strike;
use super::show::{NOT_KNOWN, gap_words, sentences};
use crate::GroundsRow;

/// The answer of `firstline strike --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct StrikeReport {
    /// Version of this form.
    pub format: u32,
    /// The department's name; null when nothing could be worked out.
    pub department: Option<String>,
    /// Whether every floor has lawful cover if all take part.
    pub covered: Option<bool>,
    /// Whether the engine proved that nothing else it could choose from leaves less uncovered.
    pub proved: Option<bool>,
    /// The findings in words.
    pub text: Vec<String>,
    /// Who stands in.
    pub cover: Vec<CoverRow>,
    /// Slots without lawful cover.
    pub gaps: Vec<GapOut>,
    /// Planned work.
    pub lists: Vec<ListOut>,
    /// Patients of lists stood down, by sort and in all.
    pub patients: Vec<PatientsRow>,
    /// Duties given up, and taken over from colleagues.
    pub recovery: Vec<RecoveryRow>,
    /// Duties within the strike, cut at its edges.
    pub cuts: Vec<CutRow>,
    /// Pay.
    pub pay: Vec<PayRow>,
    /// The last day for a notice of the action, ISO 8601.
    pub notice_by: Option<String>,
    /// Days of notice.
    pub notice_days: Option<i32>,
    /// What the answer cannot tell.
    pub not_known: Vec<String>,
    /// What it rests on.
    pub grounds: Option<GroundsRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// Somebody who stands in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoverRow {
    /// From, ISO 8601 with offset.
    pub from: String,
    /// To.
    pub to: String,
    /// For which floors.
    pub floors: Vec<String>,
    /// Who.
    pub person: String,
    /// Lists stood down for it.
    pub lists: Vec<String>,
}

/// A slot without lawful cover.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GapOut {
    /// From, ISO 8601 with offset.
    pub from: String,
    /// To.
    pub to: String,
    /// Which floor.
    pub floor: String,
    /// Whether somebody lawfully could, and the search ended before it found how: then it is no
    /// candidate for a recall.
    pub could: bool,
    /// The chance that somebody is missing in it.
    pub chance: f64,
    /// Lists of the same specialty still running: while there are some, alternatives are not
    /// exhausted.
    pub still_running: Vec<String>,
    /// Why each who could stand in may not.
    pub refused: Vec<RefusedRow>,
    /// In words.
    pub text: String,
}

/// Why somebody may not stand in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RefusedRow {
    /// Who.
    pub person: String,
    /// Why.
    pub why: String,
}

/// A list of planned work.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ListOut {
    /// Its name.
    pub id: String,
    /// Its sort.
    pub kind: String,
    /// Patients booked.
    pub patients: u32,
    /// What becomes of it if all take part.
    pub fate: String,
    /// The chance that it is stood down.
    pub chance: f64,
}

/// Patients of lists stood down.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PatientsRow {
    /// `clinic`, `day case`, `in-patient` or `all`.
    pub kind: String,
    /// If all take part.
    pub if_all: u32,
    /// Mean.
    pub mean: f64,
    /// A tenth, half and nine tenths of the runs.
    pub people: [u32; 3],
}

/// A duty given up.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RecoveryRow {
    /// Who.
    pub person: String,
    /// Which, and why.
    pub duty: String,
}

/// A duty cut at the edges, counted over people.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CutRow {
    /// Its code.
    pub code: String,
    /// Tier.
    pub tier: String,
    /// First moment within the strike, ISO 8601 with offset.
    pub from: String,
    /// The moment after its last.
    pub to: String,
    /// How many people.
    pub people: u32,
}

/// Pay deducted from a grade.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PayRow {
    /// The grade.
    pub grade: String,
    /// People rostered within the strike.
    pub people: u32,
    /// Their strike days in all.
    pub days: u32,
    /// Pence if all take part.
    pub pence: Option<u64>,
    /// Pence at a tenth, half and nine tenths of the participation.
    pub pence_range: Option<[u64; 3]>,
}

fn floors_of(s: &Strike, stand: &super::planner::Stand) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (floor, _) in &stand.parts {
        let id = &s.floors[*floor].id;
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

impl StrikeReport {
    /// The report of an answer.
    pub fn new(s: &Strike, diagnostics: &[Diagnostic]) -> StrikeReport {
        let list = |l: usize| s.own.electives[l].id.clone();
        let cover = s.stands.iter().map(|c| CoverRow {
            from: c.span.start.rfc3339(),
            to: c.span.end.rfc3339(),
            floors: floors_of(s, c),
            person: s.house.members[c.member].name.clone(),
            lists: c.lists.iter().map(|l| list(*l)).collect(),
        });
        let gaps = s.effects.gaps.iter().map(|row| {
            let gap = &s.gaps[row.gap];
            let refused = gap.refused.iter().map(|(person, why)| RefusedRow {
                person: person.clone(),
                why: why.clone(),
            });
            GapOut {
                from: gap.span.start.rfc3339(),
                to: gap.span.end.rfc3339(),
                floor: s.floors[gap.floor].id.clone(),
                could: gap.could,
                chance: row.chance,
                still_running: row.still_running.clone(),
                refused: refused.collect(),
                text: gap_words(s, gap),
            }
        });
        let lists = s.effects.lists.iter().map(|row| ListOut {
            id: list(row.list),
            kind: s.own.electives[row.list].kind.word().to_owned(),
            patients: s.own.electives[row.list].patients,
            fate: row.fate.words().to_owned(),
            chance: row.chance,
        });
        let patients = s
            .effects
            .patients
            .iter()
            .map(|(kind, if_all, mean, people)| PatientsRow {
                kind: kind.map_or("all", crate::house::ListKind::word).to_owned(),
                if_all: *if_all,
                mean: *mean,
                people: *people,
            });
        let recovery = s.recovery.iter().map(|(person, duty)| RecoveryRow {
            person: person.clone(),
            duty: duty.clone(),
        });
        let cuts = s.cuts.iter().map(|c| CutRow {
            code: c.code.clone(),
            tier: c.tier.clone(),
            from: c.within.start.rfc3339(),
            to: c.within.end.rfc3339(),
            people: c.people,
        });
        let pay = s.deductions.iter().map(|d| PayRow {
            grade: d.grade.clone(),
            people: d.people,
            days: d.days,
            pence: d.pence,
            pence_range: d.range,
        });
        StrikeReport {
            department: Some(s.department.clone()),
            covered: Some(s.gaps.is_empty()),
            text: sentences(s),
            proved: Some(s.proved),
            cover: cover.collect(),
            gaps: gaps.collect(),
            lists: lists.collect(),
            patients: patients.collect(),
            recovery: recovery.collect(),
            cuts: cuts.collect(),
            pay: pay.collect(),
            notice_by: s.notice.as_ref().map(|n| n.0.to_string()),
            notice_days: s.notice.as_ref().map(|n| n.1),
            not_known: NOT_KNOWN.iter().map(|s| (*s).to_owned()).collect(),
            grounds: Some((&s.grounds).into()),
            ..StrikeReport::nothing(diagnostics)
        }
    }

    /// The report when nothing could be worked out.
    pub fn nothing(diagnostics: &[Diagnostic]) -> StrikeReport {
        StrikeReport {
            format: 1,
            diagnostics: crate::wire::diagnostics(diagnostics),
            ..StrikeReport::default()
        }
    }
}
