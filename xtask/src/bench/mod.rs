//! `cargo xtask bench`: how fast. Figures are printed, never asserted: a slow machine is no bug.

mod check;
mod clock;
pub(crate) mod dice;
mod pay;
mod people;
mod plan;
mod plot;
mod search;

use crate::number;
use crate::shell::{Done, cargo_step};

/// Doctors in training in England, more or less.
const PEOPLE: usize = 75_000;

/// Half a year, the usual length of a placement.
const WEEKS: usize = 26;

pub(crate) fn run(words: &[&str]) -> Done {
    match words {
        ["design", rest @ ..] => return search::design(rest),
        ["peers", rest @ ..] => return search::peers(rest),
        _ => {}
    }
    let [what @ ("check" | "pay" | "plan"), rest @ ..] = words else {
        return Err("say what to measure: bench check|pay|plan|design|peers".to_owned());
    };
    let people = number(rest, "--people", PEOPLE)?;
    let weeks = number(rest, "--weeks", WEEKS)?;
    if cfg!(debug_assertions) {
        // figures of a build for tests mean nothing
        let mut again = vec![
            "run",
            "--quiet",
            "--release",
            "--package",
            "xtask",
            "--",
            "bench",
        ];
        again.extend(words);
        return cargo_step(&again, &[]);
    }
    match *what {
        "pay" => pay::run(people, weeks),
        "plan" => plan::run(),
        _ => check::run(people, weeks),
    }
}
