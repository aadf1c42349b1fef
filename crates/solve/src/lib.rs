//! The engine: designs rotas over the checker's machines, and proves how good they are.
//!
//! `compile` turns clauses into automata, `department` and `read` turn files into a [`problem`],
//! and `engine` searches it: `dp` finds one person's best line, `master` and `lp` tie the lines
//! together and prove the bound, `dive` makes whole rotas of shares, `local` and
//! `engine::improve` make them better.

pub mod automaton;
pub mod compile;
pub mod department;
pub mod designed;
pub mod dive;
pub mod dp;
pub mod engine;
pub mod local;
pub mod lp;
pub mod master;
pub mod problem;
pub mod random;
pub mod read;
