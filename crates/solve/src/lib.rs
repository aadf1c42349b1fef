//! The engine: designs rotas over the checker's machines, and proves how good they are.
//!
//! `compile` turns clauses into automata, `department` and `read` turn files into a [`problem`],
//! and `engine` searches it: `dp` finds one person's best line, `master` and `lp` tie the lines
//! together, `generate` proves the bound, `dive` makes whole rotas of shares, `local` and
//! `engine::improve` make them better.

#![expect(
    clippy::cast_precision_loss,
    reason = "prices are floats on purpose; what is promised is summed in whole numbers"
)]
#![expect(
    clippy::needless_range_loop,
    reason = "several tables are read at the same index"
)]
#![expect(
    clippy::many_single_char_names,
    reason = "the linear programme keeps the letters of its textbooks"
)]

pub mod anneal;
pub mod automaton;
pub mod compile;
pub mod department;
pub mod designed;
pub mod dive;
pub mod dp;
pub mod engine;
pub mod generate;
mod joined;
pub mod local;
pub mod lp;
pub mod master;
pub mod problem;
pub mod random;
pub mod read;
