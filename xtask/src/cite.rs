//! `cargo xtask cite`: on what every limit rests.
//!
//! That a cited document is listed is an error of the contract file and stops here. That a
//! document was never held in full, or a limit rests on recollection, is told.

use std::collections::BTreeMap;

use firstline_core::contract::Confidence;

use crate::library::Library;
use crate::shell::Done;

/// A limit, or the ceiling of its relaxation, and on what it rests.
struct Value {
    name: String,
    document: String,
    at: String,
    confidence: Confidence,
    note: Option<String>,
}

pub(crate) fn run() -> Done {
    // reading refuses a citation of a document that is not listed
    let library = Library::read()?;
    let values = values(&library);
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    for value in &values {
        *cited.entry(&value.document).or_default() += 1;
    }
    if let Some(value) = values
        .iter()
        .find(|v| library.document(&v.document).is_none())
    {
        return Err(format!(
            "{} cites `{}`, which is not listed",
            value.name, value.document
        ));
    }

    for calendar in &library.holidays {
        for holiday in calendar.all() {
            *cited.entry(holiday.document.as_str()).or_insert(0) += 1;
        }
    }

    println!("Documents, how often each is cited, and how it was read\n");
    for document in &library.documents {
        let times = cited.get(document.id.as_str()).copied().unwrap_or(0);
        println!("{:>4}  {}: {}", times, document.id, document.title);
        println!("      read: {}", document.read);
        match &document.checksum {
            Some(sum) => println!("      checksum: {sum}"),
            None => println!("      no checksum: the full text was not held"),
        }
    }

    println!("\nLimits by confidence\n");
    let all = [
        Confidence::Primary,
        Confidence::Secondary,
        Confidence::Derived,
        Confidence::Memory,
    ];
    for confidence in all {
        let n = values.iter().filter(|v| v.confidence == confidence).count();
        println!("{n:>4}  {}", confidence.word());
    }
    println!("\nLimits that rest on derivation or memory\n");
    for value in &values {
        if value.confidence < Confidence::Derived {
            continue;
        }
        println!("  {} ({})", value.name, value.confidence.word());
        println!("      {}, {}", value.document, value.at);
        if let Some(note) = &value.note {
            println!("      note: {note}");
        }
    }
    let unused = library
        .documents
        .iter()
        .filter(|d| !cited.contains_key(d.id.as_str()));
    for document in unused {
        println!("\nremark: nothing cites `{}`", document.id);
    }
    Ok(())
}

fn values(library: &Library) -> Vec<Value> {
    let mut all = Vec::new();
    for contract in &library.contracts {
        for clause in &contract.clauses {
            let name = format!("{}:{}", contract.id, clause.id);
            all.extend(clause.versions.iter().map(|version| Value {
                name: format!("{name} from {}", version.from),
                document: version.cite.document.clone(),
                at: version.cite.at.clone(),
                confidence: version.confidence,
                note: version.note.clone(),
            }));
            all.extend(clause.relax.iter().map(|relax| Value {
                name: format!("{name}, relaxed"),
                document: relax.cite.document.clone(),
                at: relax.cite.at.clone(),
                confidence: relax.confidence,
                note: None,
            }));
        }
    }
    all
}
