//! Any text as a contract file; a contract that reads must also bind and be told.
#![no_main]

use firstline_core::contract::{Choices, Law, Party, read_contract, read_documents, resolve};
use firstline_core::diagnostic::{Diagnostic, full};
use firstline_core::rota::Period;
use firstline_core::time::Day;
use libfuzzer_sys::fuzz_target;

const DOCUMENTS: &str = "format = 1\n[[document]]\nid = \"d\"\ntitle = \"A document\"\nread = \"whole\"\n[[document]]\nid = \"wtr-1998\"\ntitle = \"Regulations\"\nread = \"whole\"\n";

/// Draws the first few; drawing hundreds would leave no time for fuzzing.
fn tell(problems: &[Diagnostic]) {
    for problem in problems.iter().take(3) {
        let _ = full(problem);
    }
}

fuzz_target!(|text: &str| {
    let (more, problems) = read_documents("fuzz", text);
    tell(&problems);
    drop(more);
    let (documents, _) = read_documents("documents.toml", DOCUMENTS);
    let contract = match read_contract("fuzz", text, &documents) {
        Ok(contract) => contract,
        Err(problems) => {
            tell(&problems);
            return;
        }
    };
    let day = |month, day| Day::new(2026, month, day).expect("a date");
    let party = Party {
        name: "Asha",
        part_time: true,
        opt_out: Some(day(1, 1)),
    };
    let period = Period {
        from: day(8, 3),
        to: day(11, 2),
    };
    for law in [Law::On(day(8, 3)), Law::OfEachDate] {
        let _ = resolve(&[&contract], party, &[], period, law, &Choices::new());
    }
    for clause in &contract.clauses {
        let _ = contract.hangs_on(clause);
        for version in &clause.versions {
            let _ = contract.sentence(clause, version, &Choices::new());
        }
    }
});
