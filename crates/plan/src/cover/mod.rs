//! Supply and demand: who is there by half-hour, what must never be missing, what is asked of them.
//!
//! Floors come from the department file (`[[cover]]`, `[[demand]]`) and from the hospital's own
//! figures beside it. Demand comes from counts, or from shipped shares that say they are made up;
//! how many come is never invented. Only the wait for the first assessment is worked out: how long
//! people stay in a department hangs on beds more than on doctors.

mod answer;
mod arrivals;
mod demand;
mod draw;
mod queue;
mod show;
mod week;
mod wire;

pub use answer::{Cover, FloorRun, Question, Stream, cover, settings};
pub use arrivals::{Arrivals, a_day, day_shares, hour_shares};
pub use draw::chart;
pub use queue::{Erlang, Wait, beta_for, doctors_for, offered_load, waits};
pub use show::{onto, page, summary, text};
pub use week::{DayRow, Week};
pub use wire::CoverReport;
