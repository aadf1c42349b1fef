//! The contracts of the project, read from their files as the program reads them.

use firstline_core::contract::{Contract, Document, read_contracts, read_documents, read_holidays};
use firstline_core::diagnostic::{self, Diagnostic};
use firstline_core::time::Holidays;

use crate::shell::{Done, files_ending, read, shown};

const DOCUMENTS: &str = "contracts/documents.toml";
const HOLIDAYS: &str = "contracts/holidays.toml";

/// Every contract, and every document that may be cited.
pub(crate) struct Library {
    pub(crate) contracts: Vec<Contract>,
    pub(crate) documents: Vec<Document>,
    pub(crate) holidays: Vec<Holidays>,
}

impl Library {
    pub(crate) fn read() -> Done<Library> {
        let (documents, mut problems) = read_documents(DOCUMENTS, &read(DOCUMENTS)?);
        let (holidays, more) = read_holidays(HOLIDAYS, &read(HOLIDAYS)?, &documents);
        problems.extend(more);
        let mut files = Vec::new();
        for path in files_ending("contracts", "toml") {
            let name = shown(&path);
            if name != DOCUMENTS && name != HOLIDAYS {
                files.push((name, read(&path)?));
            }
        }
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let contracts = read_contracts(&files, &documents, &holidays, &[]);
        let contracts = contracts.unwrap_or_else(|more| {
            problems.extend(more);
            Vec::new()
        });
        if problems.is_empty() {
            return Ok(Library {
                contracts,
                documents,
                holidays,
            });
        }
        Err(told(&problems))
    }

    pub(crate) fn get(&self, id: &str) -> Done<&Contract> {
        let found = self.contracts.iter().find(|c| c.id == id);
        found.ok_or_else(|| format!("there is no contract `{id}`"))
    }

    pub(crate) fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|d| d.id == id)
    }
}

/// Messages in full, one below the other.
pub(crate) fn told(problems: &[Diagnostic]) -> String {
    let full: Vec<String> = problems.iter().map(diagnostic::full).collect();
    full.join("\n\n")
}
