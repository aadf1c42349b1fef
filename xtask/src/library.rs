//! The contracts of the project, read from their files as the program reads them.

use firstline_core::contract::{Contract, Document, read_contract, read_documents};
use firstline_core::diagnostic::{self, Diagnostic};

use crate::shell::{Done, files_ending, read, shown};

const DOCUMENTS: &str = "contracts/documents.toml";

/// Every contract, and every document that may be cited.
pub(crate) struct Library {
    pub(crate) contracts: Vec<Contract>,
    pub(crate) documents: Vec<Document>,
}

impl Library {
    pub(crate) fn read() -> Done<Library> {
        let (documents, mut problems) = read_documents(DOCUMENTS, &read(DOCUMENTS)?);
        let mut contracts = Vec::new();
        for path in files_ending("contracts", "toml") {
            let name = shown(&path);
            if name == DOCUMENTS {
                continue;
            }
            match read_contract(&name, &read(&path)?, &documents) {
                Ok(contract) => contracts.push(contract),
                Err(more) => problems.extend(more),
            }
        }
        if problems.is_empty() {
            return Ok(Library {
                contracts,
                documents,
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
