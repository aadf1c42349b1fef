//! Any text as a department file.
#![no_main]

use firstline_core::department::Department;
use firstline_core::diagnostic::full;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(problems) = Department::read("fuzz", text) {
        for problem in &problems {
            let _ = full(problem);
        }
    }
});
