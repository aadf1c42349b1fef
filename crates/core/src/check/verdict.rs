//! What is asked of a check, and what comes of it.

use crate::contract::{Choices, Confidence, Contract, Law, answers};
use crate::department::Department;
use crate::diagnostic::Diagnostic;
use crate::rota::Rota;
use crate::rules::{Reading, Sense, Unit};
use crate::time::Moment;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The rota.
    pub rota: &'a Rota,
    /// Its department, or [`Department::unknown`].
    pub department: &'a Department,
    /// Which contracts bind which of its people.
    pub terms: Vec<Terms<'a>>,
    /// For each roster, which of the terms; all the first where this is shorter.
    pub who: Vec<usize>,
    /// Answers to interpretations that differ from the default.
    pub choices: Choices,
    /// Whether a cure is looked for.
    pub mend: bool,
}

impl Question<'_> {
    /// The answers given, and those that the rota suggests where nobody gave one.
    pub fn answers(&self) -> Choices {
        let contracts = self.terms.iter().flat_map(|t| t.contracts.iter().copied());
        answers(contracts, self.rota, &self.choices)
    }
}

/// The contracts that bind somebody together, the one agreed first, the floor under it after.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The contracts.
    pub contracts: Vec<&'a Contract>,
    /// The law that judges.
    pub law: Law,
}

/// Everything that came of a check.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Clauses broken.
    pub breaches: Vec<Finding>,
    /// What another interpretation would flip, adoption windows, and advice.
    pub warnings: Vec<Finding>,
    /// One for each clause and person, the tightest.
    pub readings: Vec<Told>,
    /// What could not be judged, or not wholly.
    pub not_checked: Vec<NotChecked>,
    /// Messages about agreements and the like.
    pub diagnostics: Vec<Diagnostic>,
}

/// One reading, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `contract:clause`.
    pub clause: String,
    /// Code of the rule kind.
    pub code: &'static str,
    /// Index of the roster.
    pub roster: usize,
    /// The person, line or `pattern`.
    pub person: String,
    /// What was measured.
    pub reading: Reading,
    /// What it is counted in.
    pub unit: Unit,
    /// Exact text of what was measured.
    pub measured: String,
    /// Exact text of the limit.
    pub limit: String,
    /// Exact distance to the limit, positive when lawful.
    pub headroom: String,
    /// How sure the limit is.
    pub confidence: Confidence,
    /// First moment of the stretch measured.
    pub from: Moment,
    /// The moment after its last.
    pub to: Moment,
    /// In words: `9 h 30 min of rest, needs 11 h`.
    pub words: String,
}

/// A breach or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was measured, where, against what.
    pub told: Told,
    /// What the wall clock would have said, where the clock change makes it differ.
    pub nominal: Option<String>,
    /// The interpretation on which it hangs, as `id=value`.
    pub interpretation: Option<String>,
    /// Whether this is the stricter of two contracts.
    pub decides: bool,
    /// What the clause is about, to set it beside a clause of another contract.
    pub topic: Option<String>,
    /// Which of the contracts that bind together.
    pub contract: usize,
    /// On which side of the limit a reading is lawful.
    pub sense: Sense,
    /// The whole of it in one or two sentences.
    pub text: String,
    /// The clause's own sentence.
    pub clause_text: String,
    /// Where the clause stands.
    pub citation: String,
    /// Since when this version has been in force.
    pub in_force_from: crate::time::Day,
    /// What would mend it.
    pub cure: Option<String>,
    /// Why it is a warning and not a breach; nothing for breaches.
    pub why_warning: Option<String>,
}

/// Something that was not judged, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotChecked {
    /// `contract:clause`.
    pub clause: String,
    /// Why.
    pub why: String,
    /// For whom.
    pub people: Vec<String>,
}

impl Verdict {
    /// Whether no clause that binds was broken.
    pub fn lawful(&self) -> bool {
        self.breaches.is_empty()
    }
}

/// Of breaches of two contracts on one topic only the stricter decides; the contract agreed does
/// where both ask for the same.
pub(super) fn settle(breaches: &mut [Finding]) {
    let stricter = |a: &Finding, b: &Finding| {
        let (ra, rb) = (&a.told.reading, &b.told.reading);
        let left = i128::from(ra.limit) * i128::from(rb.scale);
        let right = i128::from(rb.limit) * i128::from(ra.scale);
        match a.sense {
            Sense::AtMost => (left < right, left == right),
            Sense::AtLeast => (left > right, left == right),
        }
    };
    let decided: Vec<bool> = breaches
        .iter()
        .map(|ours| {
            !breaches.iter().any(|theirs| {
                let rivals = ours.topic.is_some()
                    && ours.topic == theirs.topic
                    && ours.told.roster == theirs.told.roster
                    && ours.told.code == theirs.told.code
                    && ours.contract != theirs.contract
                    && ours.told.from.instant < theirs.told.to.instant
                    && theirs.told.from.instant < ours.told.to.instant;
                let (more, same) = stricter(theirs, ours);
                rivals && (more || (same && theirs.contract < ours.contract))
            })
        })
        .collect();
    for (finding, decides) in breaches.iter_mut().zip(decided) {
        finding.decides = decides;
    }
}
