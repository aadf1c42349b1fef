//! Who is in the house, when, and what must never be missing: shared by cover, strike and incident.
//!
//! Grades become tiers, duties become half-hours, and what a department asks becomes floors. It
//! reads figures of the hospital's own from a file beside the department file (`hospital.toml`
//! finds `hospital.plan.toml`). Nothing here knows a contract.

mod clock;
mod floors;
mod lawful;
mod own;
mod people;
mod present;
mod taking;

pub use clock::{ClockError, Day24, moment, night_minutes, slots_between, span_words};
pub use floors::{Floor, Hours, Occurrence, Whom, counts, floors, occurrences};
pub use lawful::{Bench, Fit};
pub use own::{Elective, ListKind, Own, OwnFloor, OwnTier, Participation, PayFigure};
pub use people::{House, Member, Tier};
pub use present::Laid;
pub use taking::Taking;

/// The settings that a hospital may give its own values.
pub fn settings() -> Vec<crate::Setting> {
    vec![lawful::STRETCH]
}
