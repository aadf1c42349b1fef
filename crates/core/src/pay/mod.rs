//! What a rota pays: the pay clauses run over every roster, and what their readings are worth.
//!
//! Thin: it binds, walks with the [`PayLines`] sink and prices what it heard. Every line keeps its
//! clause, its quantity, its rate and its rounding, so that each pound opens into its working.

mod band;
mod given;
mod lines;
mod measure;
mod money;
mod price;
mod pricer;
mod steps;
mod sums;

pub use band::{Compare, Condition, Flow, PartTimeBase, Row};
pub use given::{GivenQuestion, pay_given};
pub use lines::{Detail, Facts, InPost, Line, Measured, Payslip, Refusal, Span};
pub use measure::Payer;
pub use money::{Exact, Pence, Rounding};
pub use price::{Element, FlatBy, Measure, Price, Quantity};
pub use pricer::price;

use crate::check::{Finding, Question, check};
use crate::contract::{Choices, Contract, taken};
use crate::department::Department;
use crate::diagnostic::Diagnostic;
use crate::rota::{Judged, Rota};
use crate::rules::{Purpose, Reading, Rule, Sink};
use crate::time::Day;

/// What is asked.
#[derive(Clone, Debug)]
pub struct PayQuestion<'a> {
    /// The rota.
    pub rota: &'a Rota,
    /// Its department, or [`Department::unknown`].
    pub department: &'a Department,
    /// The contract that pays.
    pub contract: &'a Contract,
    /// The date whose pay scales and clauses hold.
    pub on: Day,
    /// Answers to interpretations.
    pub choices: Choices,
    /// For each roster, what pay needs to know of the person.
    pub facts: Vec<Facts>,
    /// Whether sums may rest on derived pay points.
    pub accept_derived: bool,
    /// How much of each sum is kept.
    pub detail: Detail,
}

/// Adds up what a pay machine measured, and keeps each reading for the working if asked.
#[derive(Clone, Debug, Default)]
pub struct PayLines {
    sum: i64,
    count: i64,
    share: Option<(i64, i64)>,
    keep: Option<Vec<Reading>>,
}

impl PayLines {
    /// A sink that keeps every reading, for the working.
    pub fn keeping() -> PayLines {
        PayLines {
            keep: Some(Vec::new()),
            ..PayLines::default()
        }
    }
}

impl Sink for PayLines {
    #[inline]
    fn reading(&mut self, _: &Rule, reading: Reading) {
        self.sum += reading.measured;
        self.count += 1;
        self.share = Some((reading.measured, reading.scale));
        if let Some(keep) = &mut self.keep {
            keep.push(reading);
        }
    }
}

/// Works out everybody's pay. Clauses that cannot be priced are refused by name, with the reason.
pub fn pay(question: &PayQuestion<'_>) -> (Vec<Payslip>, Vec<Diagnostic>) {
    let mut payer = Payer::new(question);
    let slips = (0..question.rota.rosters.len())
        .map(|index| payer.slip(index))
        .collect();
    (slips, payer.diagnostics())
}

/// Whether a contract says anything of pay.
pub fn pays(contract: &Contract) -> bool {
    let mut clauses = contract.clauses.iter();
    clauses.any(|clause| clause.kind.purpose == Purpose::Pay)
}

/// Whether a rota keeps its limits, for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compliance {
    /// Whether no clause of the first of the person's contracts is broken.
    pub kept: bool,
    /// What was taken for granted, which limits are broken, and what another reading would turn.
    pub notes: Vec<String>,
}

/// For each roster, whether no clause of the first of its contracts is broken: a band asks for it.
pub fn compliant(question: &Question<'_>) -> Vec<Compliance> {
    let mut alone = question.clone();
    for terms in &mut alone.terms {
        terms.contracts.truncate(1);
    }
    alone.mend = false;
    let verdict = check(&alone);
    // a pattern's lines are one rota: what one breaks, all share
    let pattern = matches!(question.rota.judged, Judged::Pattern { .. });
    let of = |index: usize| {
        let theirs = |b: &&Finding| pattern || b.told.roster == index;
        let terms = &alone.terms[alone.who.get(index).copied().unwrap_or(0)];
        let mut notes = taken(
            terms.contracts.iter().copied(),
            question.rota,
            &question.choices,
        );
        let mut broken: Vec<&Finding> = Vec::new();
        for breach in verdict.breaches.iter().filter(theirs) {
            if broken.iter().all(|b| b.told.clause != breach.told.clause) {
                broken.push(breach);
            }
        }
        for breach in &broken {
            notes.push(format!(
                "{} is broken: {}",
                breach.told.clause, breach.told.words
            ));
        }
        for warning in verdict.warnings.iter().filter(theirs) {
            let why = warning
                .why_warning
                .as_ref()
                .filter(|_| warning.interpretation.is_some());
            let Some(why) = why else { continue };
            let note = format!("{}: {why}", warning.told.clause);
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        Compliance {
            kept: broken.is_empty(),
            notes,
        }
    };
    (0..question.rota.rosters.len()).map(of).collect()
}
