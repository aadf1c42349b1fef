//! The contracts that the program carries, and those that a user brings as files.

use std::fs;
use std::path::Path;

use firstline_core::contract::{Contract, Document, read_contracts, read_documents, read_holidays};
use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::time::{Day, Holidays};

const CARRIED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
const DOCUMENTS: &str = include_str!("../../../contracts/documents.toml");
const HOLIDAYS: &str = include_str!("../../../contracts/holidays.toml");

/// Every contract at hand.
pub(crate) struct Library {
    pub(crate) contracts: Vec<Contract>,
    pub(crate) documents: Vec<Document>,
    pub(crate) holidays: Vec<Holidays>,
}

/// A contract and, where the user fixed it, the date of its law.
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) on: Option<Day>,
}

impl Library {
    /// Reads the contracts that the program carries.
    ///
    /// # Errors
    /// Every problem in any of them; a test sees to it that there is none.
    pub(crate) fn carried() -> Result<Library, Vec<Diagnostic>> {
        let (documents, mut problems) = read_documents("contracts/documents.toml", DOCUMENTS);
        let (holidays, more) = read_holidays("contracts/holidays.toml", HOLIDAYS, &documents);
        problems.extend(more);
        let contracts = match read_contracts(CARRIED, &documents, &holidays, &[]) {
            Ok(contracts) => contracts,
            Err(more) => {
                problems.extend(more);
                Vec::new()
            }
        };
        if problems.is_empty() {
            Ok(Library {
                contracts,
                documents,
                holidays,
            })
        } else {
            Err(problems)
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Contract> {
        self.contracts.iter().find(|c| c.id == id)
    }

    /// Understands `ID`, `ID@DATE` or the path of a contract file (`FILE.toml`, `FILE.toml@DATE`),
    /// and takes the file in.
    pub(crate) fn name(&mut self, text: &str) -> Result<Named, Vec<Diagnostic>> {
        let (id, date) = match text.rsplit_once('@') {
            Some((id, date)) => (id, Some(date)),
            None => (text, None),
        };
        let place = || Place::file(format!("--contract {text}"));
        let on = match date {
            None => None,
            Some(date) => Some(Day::parse(date).ok_or_else(|| {
                vec![
                    Diagnostic::error("C021", format!("`{date}` is not a date"))
                        .at(place())
                        .help("write it like england-2016@2026-11-02"),
                ]
            })?),
        };
        let path = Path::new(id);
        if path.extension().is_some_and(|e| e == "toml") {
            let id = self.take_in(path)?;
            return Ok(Named { id, on });
        }
        if self.get(id).is_none() {
            let known: Vec<&str> = self.contracts.iter().map(|c| c.id.as_str()).collect();
            let mut diagnostic =
                Diagnostic::error("C022", format!("there is no contract `{id}`")).at(place());
            diagnostic = match did_you_mean(id, known.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!(
                    "there are: {}; or give the path of a contract file",
                    known.join(", ")
                )),
            };
            return Err(vec![diagnostic]);
        }
        Ok(Named {
            id: id.to_owned(),
            on,
        })
    }

    fn take_in(&mut self, path: &Path) -> Result<String, Vec<Diagnostic>> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            vec![
                Diagnostic::error("C023", format!("this file cannot be read: {error}"))
                    .at(Place::file(&file)),
            ]
        })?;
        // a contract brought as a file may bring the documents that it cites
        let beside = path.with_file_name("documents.toml");
        if let Ok(more) = fs::read_to_string(&beside) {
            let (more, problems) = read_documents(&beside.display().to_string(), &more);
            if !problems.is_empty() {
                return Err(problems);
            }
            for document in more {
                if !self.documents.iter().any(|d| d.id == document.id) {
                    self.documents.push(document);
                }
            }
        }
        // and public holidays of its own
        let beside = path.with_file_name("holidays.toml");
        if let Ok(more) = fs::read_to_string(&beside) {
            let (more, problems) =
                read_holidays(&beside.display().to_string(), &more, &self.documents);
            if !problems.is_empty() {
                return Err(problems);
            }
            for calendar in more {
                if !self.holidays.iter().any(|h| h.id() == calendar.id()) {
                    self.holidays.push(calendar);
                }
            }
        }
        let files = [(file.as_str(), text.as_str())];
        let read = read_contracts(&files, &self.documents, &self.holidays, &self.contracts)?;
        let mut id = String::new();
        for contract in read {
            id.clone_from(&contract.id);
            self.contracts.retain(|c| c.id != id);
            self.contracts.push(contract);
        }
        Ok(id)
    }

    /// Some contracts with everything that they sit on, themselves first.
    pub(crate) fn with_floor(&self, ids: &[String]) -> Vec<&Contract> {
        let mut all: Vec<&Contract> = ids.iter().filter_map(|id| self.get(id)).collect();
        let mut next = 0;
        while next < all.len() {
            for floor in &all[next].sits_on {
                if let Some(contract) = self.get(floor)
                    && !all.iter().any(|c| c.id == contract.id)
                {
                    all.push(contract);
                }
            }
            next += 1;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_carried_are_sound() {
        let problems = Library::carried().err().unwrap_or_default();
        let told: Vec<String> = problems
            .iter()
            .map(firstline_core::diagnostic::full)
            .collect();
        assert!(told.is_empty(), "{}", told.join("\n\n"));
    }

    #[test]
    fn contracts_share_an_interpretation_only_where_one_extends_the_other() {
        let library = Library::carried().unwrap_or_else(|_| panic!("sound"));
        let mut seen = std::collections::BTreeSet::new();
        for contract in &library.contracts {
            let base = contract.extends.as_deref().and_then(|id| library.get(id));
            let own = |id: &str| base.is_none_or(|b| b.interpretation(id).is_none());
            for interpretation in contract.interpretations.iter().filter(|i| own(&i.id)) {
                assert!(seen.insert(&interpretation.id), "{}", interpretation.id);
            }
        }
    }
}
