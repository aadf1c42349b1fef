//! How long, with how many threads and from which seed a search runs, for every command that searches.

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_solve::engine::{Limits, Until};

/// What commands that search understand.
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// How long to search; a proof ends it sooner [default: 60 for a department, 600 for an instance]
    #[arg(long, value_name = "S", conflicts_with = "work")]
    seconds: Option<f64>,
    /// Search by work instead, in millions of elementary steps: the same rota on any machine
    #[arg(long, value_name = "N")]
    work: Option<f64>,
    /// Threads
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: usize,
    /// Seed of the random choices
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Tell the progress as JSON, a line each, on standard error
    #[arg(long)]
    pub(super) events: bool,
}

/// An option whose value cannot be used.
pub(super) fn wrong(option: &str, help: &str) -> Box<Diagnostic> {
    let title = format!("`{option}` is not in range");
    let problem = Diagnostic::error("C024", title);
    Box::new(problem.at(Place::file(option)).help(help))
}

impl SearchArgs {
    /// The limits; `seconds` where nothing is said.
    ///
    /// # Errors
    /// When a number is not in range.
    pub(super) fn limits(&self, seconds: f64) -> Result<Limits, Box<Diagnostic>> {
        let seconds = self.seconds.unwrap_or(seconds);
        let until = match self.work {
            Some(work) if work.is_finite() && work > 0.0 => Until::Work(work),
            Some(_) => return Err(wrong("--work", "write a number above zero")),
            None if seconds > 0.0 && seconds <= 1e6 => Until::Seconds(seconds),
            None => {
                let help = "write a number above zero, up to a million";
                return Err(wrong("--seconds", help));
            }
        };
        if !(1..=256).contains(&self.threads) {
            return Err(wrong("--threads", "write a number from 1 to 256"));
        }
        Ok(Limits {
            until,
            threads: self.threads,
            seed: self.seed,
        })
    }
}
