//! A strike day: what is left, who may lawfully stand in, what is stood down, what follows.
//!
//! It serves both sides. Nobody is named as a striker: those of the grades that are out are counted,
//! and the plan must work if all of them are. How many take part is a distribution. Every proposal
//! is judged by the core checker; a slot for which nobody is lawful is listed as such, and nothing
//! else is a candidate for a request to recall. Nothing here is legal advice.

mod answer;
mod edges;
mod effect;
mod figures;
mod group;
mod pay;
mod planner;
mod search;
mod show;
mod wire;

pub use answer::{Question, Strike, strike};
pub use effect::{Cut, Effects, Fate, GapRow, ListRow};
pub use figures::{Form, settings};
pub use pay::{Deduction, deduction};
pub use planner::{Gap, Stand};
pub use show::{chart, onto, page, summary, text};
pub use wire::StrikeReport;
