//! A major incident: who can be on site, minute by minute, and for whom they are needed.
//!
//! Every parameter of a callback is an assumption: no measured times or reach rates of British
//! doctors were found. So each is listed, each can be replaced by the hospital's own, and the
//! answer is a distribution. A person's travel is a band of minutes, never an address.

mod answer;
mod call;
mod casualties;
mod chance;
mod draw;
mod figures;
mod mend;
mod model;
mod next;
mod show;
mod wire;

pub use answer::{Incident, Question, Strike, Variant, Way, incident};
pub use call::{Call, State};
pub use casualties::{Need, casualties};
pub use chance::{arrives, at_least, lognormal_below, people_for, poisson_binomial};
pub use draw::chart;
pub use figures::{Figures, cascade, settings};
pub use next::{Knock, Relief};
pub use show::{onto, page, summary, text};
pub use wire::IncidentReport;
