//! Gaps ahead: how many people a department will have, month by month, and what then cannot be met.
//!
//! The department's own figures come from a file beside its department file
//! (`medicine.toml` finds `medicine.gaps.toml`). What it does not say is a default with its source
//! or the mark "assumption"; no rate is invented, and what people say they intend is never used as
//! a rate. Leavers are thrown with seeded dice, so the same seed gives the same answer.

mod figures;
mod project;
mod show;
mod wire;

pub use figures::{Figures, Floor, Need, People};
pub use project::{FloorAnswer, Month, Options, Projection, project};
pub use show::{chart, page, text};
pub use wire::GapsReport;
