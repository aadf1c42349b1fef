//! Who works when: shift types, duties, rosters, patterns and dated rotas.
//!
//! Three things are called a rota and never mixed up here: the [`RotaPattern`] repeats and has no
//! names, a dated rota is planned for named people, and worked duties are what happened. All three
//! become a [`Rota`], which says which of them it was. Nothing in this module knows a contract.

mod build;
mod duty;
mod pattern;
mod roster;

pub use build::{DatedRota, Entry, LayOptions, WorkedOrPlanned};
pub use duty::{Breaks, BreaksError, Code, Duty, Kind, OnCall, ShiftType};
pub use pattern::{PatternLine, RotaPattern};
pub use roster::{Absence, Judged, LeadIn, Period, Roster, Rota};
