//! Ballots for industrial action, judged by the law of their date.
//!
//! The law is dated data with sources (`data/industrial-action.toml`); the code knows what can be
//! measured and nothing of how much. Not legal advice: what a ballot needs beyond arithmetic is
//! listed as not checked, and "lawful" never stands without that list. No names, no membership:
//! participation is numbers.

mod judge;
mod law;
mod show;
mod wire;

pub use judge::{
    BallotAnswer, BallotError, Mandate, Outcome, Question, earliest_start, judge, months_after,
};
pub use law::{Law, LawError, Sourced};
pub use show::text;
pub use wire::BallotReport;
