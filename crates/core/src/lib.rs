//! Rotas, contracts and the rule machines.
//!
//! Pure: no files, no network, no clock, no threads, no randomness. The data's way is
//! file → [`rota`] → [`contract`] → [`rules`] → verdict → JSON or text.

#![deny(clippy::float_arithmetic)]

pub mod check;
pub mod compare;
mod confidence;
pub mod contract;
pub mod department;
pub mod diagnostic;
pub mod leave;
pub mod pay;
pub mod report;
pub mod rota;
pub mod rules;
pub mod time;
pub mod wire;
pub mod worked;
