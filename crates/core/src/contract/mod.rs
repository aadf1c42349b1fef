//! Contracts as data: clauses with dates, citations, confidence and interpretations.
//!
//! [`read`](read::read_contract) turns a file into a [`Contract`] or into every problem that the
//! file has. [`resolve`] says which version of which clause binds a person, and when. Nothing
//! here measures anything: that is `rules`.

mod class;
mod clause;
mod documents;
mod fields;
mod holidays;
mod interpretation;
mod marker;
mod named;
mod read;
mod resolve;
mod shelf;
mod tree;

pub use crate::confidence::Confidence;
pub use class::{Classes, Marks};
pub use clause::{AgreedParams, Citation, Clause, Contract, Force, Relax, Relief, Version, When};
pub use documents::{Document, read_documents};
pub use fields::Fraction;
pub use holidays::read_holidays;
pub use interpretation::{Choices, Interpretation, Shown, answers, taken};
pub use marker::Marker;
pub use read::{read_contract, read_contract_from};
pub use resolve::{Agreement, Bound, Law, Party, Role, RuleSet, Unbound, resolve, resolve_for};
pub use shelf::{Shelf, read_contracts};

pub(crate) use class::{no_holidays, week_window};
pub(crate) use fields::Fields;
pub(crate) use tree::{Node, Source, Table, Value};
