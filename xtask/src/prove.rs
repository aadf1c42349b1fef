//! `cargo xtask prove --cases N`: the rules against their slow twins, for as long as one likes.

use crate::number;
use crate::shell::{Done, cargo_step};

const CASES: usize = 10_000;

pub(crate) fn run(words: &[&str]) -> Done {
    cases(number(words, "--cases", CASES)?)
}

/// Runs the proof on so many random schedules.
pub(crate) fn cases(cases: usize) -> Done {
    cargo_step(
        &[
            "test",
            "--release",
            "--package",
            "firstline-core",
            "--test",
            "by_definition",
        ],
        &[("FIRSTLINE_CASES", &cases.to_string())],
    )
}
