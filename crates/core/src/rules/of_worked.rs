//! Clauses about what was worked: they read what another clause measured, and measure no duty
//! themselves.

use super::fine::Fine;
use super::fine_rate::FineRate;
use super::share_kept::ShareKept;

/// A clause about what was worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfWorked {
    /// On how many occasions another clause was kept.
    Share(ShareKept),
    /// What breaking another clause costs.
    Fine(Fine),
    /// What an hour of a fine is worth.
    Rate(FineRate),
}

impl OfWorked {
    /// The clauses of the same contract that it names.
    pub fn names(&self) -> Vec<&str> {
        match self {
            OfWorked::Share(share) => vec![&share.on],
            OfWorked::Fine(fine) => fine
                .on
                .as_deref()
                .into_iter()
                .chain(fine.rate.as_deref().ok())
                .collect(),
            OfWorked::Rate(_) => Vec::new(),
        }
    }
}
