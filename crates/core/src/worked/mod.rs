//! What was worked against what was planned.
//!
//! Thin: it pairs people by name and duties by overlap, has the record and the plan judged by the
//! same check, and prices breaches by the contract's own clauses about fines. Nobody is guessed and
//! nothing is dropped: what could not be matched, compared or priced is part of the answer.

mod counted;
mod duties;
mod fines;
mod overtime;
mod people;
mod words;

pub use duties::{BreaksTaken, Row, Status};
pub use people::{Match, Pair, Side, Unmatched};
pub use words::row_words;

use crate::check::{Finding, Question, Verdict, check};
use crate::contract::Confidence;
use crate::pay::{Facts, Pence};
use crate::rules::{ShareKept, Shares};
use crate::time::{Minutes, Moment};

/// What is asked.
#[derive(Clone, Debug)]
pub struct WorkedQuestion<'a> {
    /// The plan.
    pub planned: &'a Question<'a>,
    /// The record.
    pub worked: &'a Question<'a>,
    /// For each roster of the record, what pay needs to know of the person.
    pub facts: Vec<Facts>,
    /// The locum rate, where somebody gives one.
    pub locum: Option<Locum>,
    /// Whether sums may rest on derived pay points.
    pub accept_derived: bool,
}

/// A locum rate by the hour, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locum {
    /// The rate.
    pub rate: Pence,
    /// Where it comes from, in words.
    pub source: String,
}

/// One person's record beside the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Who.
    pub pair: Pair,
    /// Duty by duty, in order.
    pub rows: Vec<Row>,
}

/// Sums over one person's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Worked outside the plan: time owed.
    pub over: Minutes,
    /// Planned and not worked.
    pub under: Minutes,
    /// On-call duties whose work is not recorded in one of the files.
    pub unknown: usize,
    /// Duties for which both files record breaks.
    pub breaks_recorded: usize,
    /// Of these, with breaks shorter than planned.
    pub breaks_missed: usize,
    /// Minutes of breaks planned and not taken.
    pub breaks_short: Minutes,
}

/// A fine with its working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fined {
    /// `contract:clause` of the fine.
    pub clause: String,
    /// `contract:clause` of what was broken.
    pub on: String,
    /// Index of the roster in the record.
    pub roster: usize,
    /// First moment of the breach.
    pub from: Moment,
    /// The moment after its last.
    pub to: Moment,
    /// What was measured, in words.
    pub words: String,
    /// Hours fined, exact.
    pub hours: String,
    /// What an hour is worth to the doctor.
    pub doctor_hourly: Pence,
    /// What an hour is worth to the guardian.
    pub guardian_hourly: Pence,
    /// The doctor's sum.
    pub doctor: Pence,
    /// The guardian's sum.
    pub guardian: Pence,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
    /// The least sure of trigger, limit, rate and basic pay.
    pub confidence: Confidence,
    /// Where trigger and rate stand.
    pub citations: Vec<String>,
    /// Interpretations on which it hangs.
    pub hangs_on: Vec<String>,
    /// Whether the plan had the same breach.
    pub planned_too: bool,
}

/// A fine without a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPriced {
    /// `contract:clause` of the fine.
    pub clause: String,
    /// Index of the roster in the record; nothing where it concerns nobody in particular.
    pub roster: Option<usize>,
    /// What it is due for, in words.
    pub what: String,
    /// Why there is no sum.
    pub why: String,
}

/// On how many occasions a clause was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareTold {
    /// `contract:clause` of the share.
    pub clause: String,
    /// Index of the roster in the record.
    pub roster: usize,
    /// What is asked.
    pub share: ShareKept,
    /// What came of it; nothing where it could not be taken.
    pub judged: Option<Shares>,
    /// Why not, or why only in part.
    pub why: Option<String>,
    /// How sure the share is.
    pub confidence: Confidence,
    /// Where it stands.
    pub citation: String,
}

/// Everything that came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// People in both files.
    pub people: Vec<Compared>,
    /// People in one of them.
    pub unmatched: Vec<Unmatched>,
    /// The record, judged.
    pub verdict: Verdict,
    /// For each breach of the record, whether the plan had it.
    pub planned_too: Vec<bool>,
    /// Breaches of the plan that did not come about.
    pub spared: Vec<Finding>,
    /// Fines.
    pub fines: Vec<Fined>,
    /// Fines without a sum.
    pub not_priced: Vec<NotPriced>,
    /// Hours outside the plan for which the contract pays overtime that somebody states.
    pub overtime: Vec<NotPriced>,
    /// Shares of occasions on which a clause was kept.
    pub shares: Vec<ShareTold>,
}

impl Compared {
    /// The sums of its rows.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for row in &self.rows {
            totals.over += row.over.unwrap_or_default();
            totals.under += row.under.unwrap_or_default();
            totals.unknown += usize::from(row.over.is_none() || row.under.is_none());
            if let Some(breaks) = row.breaks {
                totals.breaks_recorded += 1;
                totals.breaks_missed += usize::from(breaks.missed() > Minutes::ZERO);
                totals.breaks_short += breaks.missed();
            }
        }
        totals
    }
}

impl Outcome {
    /// Whether no clause was broken, and every share that could be taken was enough.
    pub fn lawful(&self) -> bool {
        let short = |s: &ShareTold| s.judged.as_ref().is_some_and(|j| !j.met);
        self.verdict.lawful() && !self.shares.iter().any(short)
    }
}

/// Sets the record beside the plan.
pub fn compare(question: &WorkedQuestion<'_>) -> Outcome {
    let (planned, worked) = (question.planned.rota, question.worked.rota);
    let (pairs, unmatched) = people::pair(planned, worked);
    let people: Vec<Compared> = pairs
        .iter()
        .map(|pair| Compared {
            pair: *pair,
            rows: duties::rows(
                &planned.rosters[pair.planned],
                planned.rosters[pair.planned].days_judged(planned),
                &worked.rosters[pair.worked],
                worked.rosters[pair.worked].days_judged(worked),
            ),
        })
        .collect();
    let verdict = check(question.worked);
    let plan = check(question.planned);
    let same = |ours: &Finding, theirs: &Finding| {
        let pair = pairs
            .iter()
            .find(|pair| pair.worked == ours.told.roster && pair.planned == theirs.told.roster);
        pair.is_some()
            && ours.told.clause == theirs.told.clause
            && ours.told.from.instant < theirs.told.to.instant
            && theirs.told.from.instant < ours.told.to.instant
    };
    let planned_too: Vec<bool> = verdict
        .breaches
        .iter()
        .map(|ours| plan.breaches.iter().any(|theirs| same(ours, theirs)))
        .collect();
    let spared = plan
        .breaches
        .iter()
        .filter(|theirs| pairs.iter().any(|p| p.planned == theirs.told.roster))
        .filter(|theirs| !verdict.breaches.iter().any(|ours| same(ours, theirs)))
        .cloned()
        .collect();
    let found = fines::Fines::new(question, &verdict, &planned_too).all();
    Outcome {
        overtime: overtime::unpriced(question, &people),
        people,
        unmatched,
        planned_too,
        spared,
        fines: found.fines,
        not_priced: found.not_priced,
        shares: found.shares,
        verdict,
    }
}
