//! Who is there, and how tired: what a rota means for the day that it is worked on.
//!
//! Everything here stands beside the law and never decides it. Floats and a seeded generator are
//! allowed, files, clocks and the environment are not: what is read comes in as an argument, and
//! the same inputs with the same seed give the same answer everywhere.
//!
//! Each answer carries its [`Grounds`]: every assumption that it used, its seed, and a hash of its
//! inputs.

#![deny(clippy::unwrap_used)]

pub mod ballot;
pub mod cover;
pub mod fatigue;
pub mod gaps;
pub mod house;
pub mod incident;
pub mod strike;
pub mod weekend;

mod dice;
mod grounds;
mod hash;
mod numbers;
mod page;
mod repair;
mod svg;
mod wire;

pub use dice::Dice;
pub use grounds::{Assumption, Basis, Grounds, Ledger, Setting};
pub use hash::InputHash;
use numbers::float;

pub use numbers::{
    Interval, binomial_at_least, binomial_at_most, clopper_pearson, normal_quantile, quantile,
    real, wilson,
};
pub use page::{Page, Table, escape};
pub use svg::{Anchor, Svg, Weight};
pub use wire::{AssumptionRow, GroundsRow, IntervalRow, schemas, to_json};

/// Every setting that a hospital may give its own value in its plan file.
pub fn settings() -> Vec<Setting> {
    let mut all = cover::settings();
    all.extend(house::settings());
    all.extend(incident::settings());
    all.extend(strike::settings());
    all
}
