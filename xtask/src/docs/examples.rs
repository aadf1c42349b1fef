//! The examples of `docs/files.md`, read as users' files are.

use firstline_core::contract::{read_contract, read_documents};
use firstline_core::department::Department;
use firstline_core::diagnostic::Diagnostic;
use firstline_sheet::{ReadOptions, Source, read_rota};

use crate::library::told;
use crate::shell::read;

const PAGE: &str = "docs/files.md";

/// Each fenced block with the words behind its fence.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("\n```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.split_once('\n'))
        .collect()
}

fn problems_of(what: &str, text: &str, legend: &str) -> Vec<Diagnostic> {
    let source = |text| Source {
        name: what,
        bytes: str::as_bytes(text),
    };
    match what {
        "csv legend" => {
            let probe = "person,start,end,code\nAsha,2026-11-02T09:00,2026-11-02T17:00,D\n";
            let read = read_rota(&source(probe), Some(&source(text)), &ReadOptions::default());
            read.diagnostics
        }
        "csv rota" | "csv tidy" => {
            let read = read_rota(
                &source(text),
                Some(&source(legend)),
                &ReadOptions::default(),
            );
            assert!(read.rota.is_some(), "nothing was read of\n{text}");
            read.diagnostics
        }
        "toml department" => Department::read(what, text).err().unwrap_or_default(),
        "toml contract" => {
            let documents =
                read("contracts/documents.toml").expect("the project has its documents");
            let (documents, _) = read_documents("documents.toml", &documents);
            read_contract(what, text, &documents)
                .err()
                .unwrap_or_default()
        }
        other => panic!("no test knows blocks of `{other}`"),
    }
}

#[test]
fn every_example_reads_without_a_message() {
    let page = read(PAGE).expect("the page is part of the project");
    let blocks = blocks(&page);
    let legend = blocks.iter().find(|(what, _)| *what == "csv legend");
    let legend = legend.map_or("", |(_, text)| *text);
    for (what, text) in &blocks {
        let problems = problems_of(what, text, legend);
        assert!(problems.is_empty(), "{text}\n{}", told(&problems));
    }
    let tested = |what: &str| blocks.iter().filter(|(w, _)| *w == what).count();
    assert_eq!(tested("csv rota"), 6);
    assert_eq!(tested("csv tidy"), 1);
    assert_eq!(tested("toml department"), 2);
    assert_eq!(tested("toml contract"), 1);
}
