//! Firstline: safe, lawful rotas that both sides can check.

mod cli;
mod library;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
