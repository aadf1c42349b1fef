//! A finished design told to people and to programs: the rota as a grid, what each aim costs, who
//! does how much, where cover is missing, and how good it is.
//!
//! Judges nothing and searches nothing. The rota that it tells of went through the checker as any
//! rota does, and comes with that verdict.

mod gaps;
mod grid;
mod wire;
mod words;

use firstline_core::check::Verdict;
use firstline_core::department::Department;
use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::Rota;

use crate::department::{Breakdown, Built};
use crate::engine::{Limits, Outcome};

pub use gaps::{Lack, Missing, missing};
pub use wire::{DesignReport, FatigueRow, design_schema};
pub use words::{answer, full};

/// What is known of the least cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// The rota meets all of it.
    Met,
    /// No lawful rota does: proved. At least so many duties and half-hours stay open.
    Impossible(i64),
    /// Some lawful rota meets it, but by the weights given it costs more.
    Dearer,
    /// The rota does not, and whether another would is not known.
    NotFound,
}

/// A finished design.
#[derive(Clone, Debug)]
pub struct Designed<'a> {
    /// The department, as its file describes it.
    pub department: &'a Department,
    /// What was searched.
    pub built: &'a Built,
    /// What came out.
    pub outcome: &'a Outcome,
    /// What each aim costs.
    pub breakdown: &'a Breakdown,
    /// What is known of the least cover.
    pub least: Least,
    /// How long it was to search, with how many threads, from which seed.
    pub limits: Limits,
    /// Seconds that the processors were at work, where the system tells.
    pub cpu_seconds: Option<f64>,
    /// Whether somebody ended the search.
    pub stopped: bool,
    /// The rota, as the checker saw it.
    pub rota: &'a Rota,
    /// What the checker said.
    pub verdict: &'a Verdict,
    /// What a user should know besides.
    pub told: &'a [Diagnostic],
}

impl Designed<'_> {
    /// Whether every binding clause is kept and the least cover is met.
    pub fn all_well(&self) -> bool {
        self.verdict.lawful() && self.least == Least::Met
    }

    /// `(value - bound) / max(1, value)`; nothing while no bound is proved.
    pub fn gap(&self) -> Option<f64> {
        let gap = self.outcome.gap(self.built.problem.constant);
        self.outcome.bound.is_finite().then_some(gap)
    }
}
