//! What is learnt of one person's lines from one time to the next.

use super::counted::Known;
use super::counters::Hint;

/// What is known of a person.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// Counters that mattered.
    pub(super) hint: Option<Hint>,
    /// The price of a unit of length, and the counters that mattered with it.
    pub(super) rate: (f32, u32),
    /// Counts of their own.
    pub(super) known: Known,
    /// How much work the last line was.
    pub work: u64,
}
