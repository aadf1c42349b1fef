//! What stands beside a contract file when it is read, and files that build on one another.
//!
//! A file that says `extends = "other"` has every clause, class and interpretation of that contract
//! besides its own. A clause that says `replaces = true` stands in the place of the other's clause
//! of the same id.

use std::collections::BTreeSet;

use super::clause::{Clause, Contract};
use super::documents::Document;
use super::fields::Fields;
use super::read::read_contract_from;
use super::tree::{Node, Source, Value};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::time::Holidays;

/// What a contract file may speak of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shelf<'a> {
    /// The documents that it may cite.
    pub documents: &'a [Document],
    /// The calendars of public holidays that it may name.
    pub holidays: &'a [Holidays],
    /// The contracts that it may extend.
    pub contracts: &'a [Contract],
}

/// Reads contract files in an order in which each finds the one that it extends.
///
/// The contracts stand in the order of the files. `known` are contracts read before.
///
/// # Errors
/// Every problem in every file.
pub fn read_contracts(
    files: &[(&str, &str)],
    documents: &[Document],
    holidays: &[Holidays],
    known: &[Contract],
) -> Result<Vec<Contract>, Vec<Diagnostic>> {
    let bases: Vec<Option<String>> = files.iter().map(|(file, text)| base(file, text)).collect();
    let mut read: Vec<(usize, Contract)> = Vec::new();
    let mut all: Vec<Contract> = known.to_vec();
    let mut problems = Vec::new();
    let mut waiting: Vec<usize> = (0..files.len()).collect();
    while !waiting.is_empty() {
        let ready = |i: &usize| {
            let base = bases[*i].as_deref();
            base.is_none_or(|id| all.iter().any(|c| c.id == id))
        };
        let (mut now, later): (Vec<usize>, Vec<usize>) = waiting.iter().partition(|i| ready(i));
        waiting = later;
        if now.is_empty() {
            // what they extend is not here, could not be read, or is one of them
            now = std::mem::take(&mut waiting);
        }
        for index in now {
            let (file, text) = files[index];
            let shelf = Shelf {
                documents,
                holidays,
                contracts: &all,
            };
            match read_contract_from(file, text, &shelf) {
                Ok(contract) => {
                    all.retain(|c| c.id != contract.id);
                    all.push(contract.clone());
                    read.push((index, contract));
                }
                Err(more) => problems.extend(more),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    read.sort_by_key(|(index, _)| *index);
    Ok(read.into_iter().map(|(_, contract)| contract).collect())
}

/// The contract that a file extends, as far as that can be seen before it is read.
fn base(file: &str, text: &str) -> Option<String> {
    let root = Source::new(file, text).parse();
    match root.get("extends").map(|n| &n.value) {
        Some(Value::Text(id)) => Some(id.clone()),
        _ => None,
    }
}

/// The contract that this file names in `extends`.
pub(super) fn extended<'s>(
    fields: &mut Fields<'_>,
    node: Option<&Node>,
    shelf: &Shelf<'s>,
) -> Option<&'s Contract> {
    let node = node?;
    let Value::Text(id) = &node.value else {
        fields.wrong(node, "extends", "the id of a contract");
        return None;
    };
    let found = shelf.contracts.iter().find(|c| c.id == *id);
    if found.is_none() {
        let title = format!("there is no contract `{id}` to extend");
        let known = || shelf.contracts.iter().map(|c| c.id.as_str());
        let problem = Diagnostic::error("C011", title);
        let problem = match did_you_mean(id, known()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("name a contract that could be read, and not the file itself"),
        };
        fields.problem(&node.span, problem);
    }
    found
}

/// Puts what the extended contract says before what the file itself says.
pub(super) fn inherit(source: &mut Source, contract: &mut Contract, base: &Contract) {
    for own in &contract.interpretations {
        if base.interpretation(&own.id).is_some() {
            let title = format!("`{}` has the interpretation `{}` already", base.id, own.id);
            source.problem(&(0..0), Diagnostic::error("C008", title));
        }
    }
    for (name, (_, span)) in contract.class_names.iter().zip(&contract.class_tables) {
        if base.class_names.contains(name) {
            let title = format!("`{}` has the class `{name}` already", base.id);
            source.problem(span, Diagnostic::error("C008", title));
        }
    }
    let own = |mine: &mut Vec<String>, theirs: &[String]| {
        let mut all = theirs.to_vec();
        all.append(mine);
        *mine = all;
    };
    own(&mut contract.class_names, &base.class_names);
    own(&mut contract.class_texts, &base.class_texts);
    let mut tables = base.class_tables.clone();
    tables.append(&mut contract.class_tables);
    contract.class_tables = tables;
    let mut interpretations = base.interpretations.clone();
    interpretations.append(&mut contract.interpretations);
    contract.interpretations = interpretations;
    if contract.sits_on.is_empty() {
        contract.sits_on.clone_from(&base.sits_on);
    }
    if contract.holidays.is_none() {
        contract.holidays.clone_from(&base.holidays);
    }
}

/// Puts the clauses of the extended contract before the file's own, each replaced where it says so.
pub(super) fn inherit_clauses(
    source: &mut Source,
    contract: &mut Contract,
    base: Option<&Contract>,
    replacing: &BTreeSet<String>,
) {
    let theirs: &[Clause] = base.map_or(&[], |b| &b.clauses);
    let mut own = std::mem::take(&mut contract.clauses);
    for clause in &own {
        let there = theirs.iter().any(|c| c.id == clause.id);
        let replaces = replacing.contains(&clause.id);
        let span = clause.versions.first().map_or(0..0, |v| v.span.clone());
        let base = base.map_or("", |b| b.id.as_str());
        if there && !replaces {
            let title = format!("`{base}` has the clause `{}` already", clause.id);
            let help = "write `replaces = true` if this one stands in its place";
            source.problem(&span, Diagnostic::error("C008", title).help(help));
        } else if replaces && !there {
            let title = format!("there is no clause `{}` to replace", clause.id);
            let mut problem = Diagnostic::error("C011", title);
            let near = did_you_mean(&clause.id, theirs.iter().map(|c| c.id.as_str()));
            problem = match near {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("only a clause of the contract that `extends` names can be"),
            };
            source.problem(&span, problem);
        }
    }
    for clause in theirs {
        let mine = own.iter().position(|c| c.id == clause.id);
        let mine = mine.filter(|_| replacing.contains(&clause.id));
        contract.clauses.push(match mine {
            Some(index) => own.remove(index),
            None => clause.clone(),
        });
    }
    contract.clauses.append(&mut own);
}
