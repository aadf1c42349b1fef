//! Any text as a file of a hospital's own figures, and as a department's figures of posts and people.
#![no_main]

use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, full};
use firstline_core::time::Day;
use firstline_plan::Ledger;
use firstline_plan::gaps::Figures;
use firstline_plan::house::Own;
use libfuzzer_sys::fuzz_target;

fn told(problems: &[Diagnostic]) {
    for problem in problems {
        let _ = full(problem);
    }
}

fuzz_target!(|text: &str| {
    if let Err(problems) = Own::read("fuzz", text, &firstline_plan::settings()) {
        told(&problems);
    }
    let department = Department::unknown();
    let mut ledger = Ledger::default();
    if let Err(problems) = Figures::read("fuzz", text, &department, Day(16_800), &mut ledger) {
        told(&problems);
    }
});
