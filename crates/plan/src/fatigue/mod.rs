//! Fatigue and risk of duties, for comparing one rota with another.
//!
//! Two published indices are worked out for each duty, with their parts, and shown beside the
//! hours. They compare; they do not judge, and nothing here says that a rota is good enough. The
//! body that published the method withdrew its spreadsheet in 2021, because it had been used to
//! justify patterns that it could not justify.

mod conditions;
mod cumulative;
mod draw;
mod index;
mod risk;
mod score;
mod show;
mod tracker;
mod wire;

pub use conditions::{Conditions, Given, RailLines, Set};
pub use draw::calendar;
pub use index::{Index, Stint, indices};
pub use score::{DutyScore, Fatigue, PersonScore, Question, Why, score};
pub use show::{page, text};
pub use tracker::tracker;
pub use wire::FatigueReport;
