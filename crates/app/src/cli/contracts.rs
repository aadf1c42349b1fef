//! `firstline contracts`: what is known, what is in force, and how sure it is.

use std::fmt::Write;

use clap::Args;
use firstline_core::contract::{Choices, Contract, Version};
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;

use super::{Answer, say, warn_all};
use crate::library::Library;

/// What `contracts` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline contracts\n  firstline contracts england-2016 --on 2018-06-01"
)]
pub(super) struct ContractsArgs {
    /// A contract as ID or the path of a contract file
    id: Option<String>,
    /// Show what was in force on this date (default: today)
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

pub(super) fn run(args: &ContractsArgs, today: Day) -> Answer {
    let mut library = match Library::carried() {
        Ok(library) => library,
        Err(problems) => {
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    let on = match args.on.as_deref().map(|text| (text, Day::parse(text))) {
        None => today,
        Some((_, Some(day))) => day,
        Some((text, None)) => {
            let problem = Diagnostic::error("C021", format!("`{text}` is not a date"))
                .at(Place::file("--on"))
                .help("write it like 2026-11-02");
            warn_all(&[problem]);
            return Answer::Nothing;
        }
    };
    let Some(id) = &args.id else {
        say(&list(&library, on));
        return Answer::Yes;
    };
    match library.name(id) {
        Ok(named) => {
            let on = named.on.unwrap_or(on);
            if let Some(contract) = library.get(&named.id) {
                say(&describe(&library, contract, on));
            }
            Answer::Yes
        }
        Err(problems) => {
            warn_all(&problems);
            Answer::Nothing
        }
    }
}

fn list(library: &Library, on: Day) -> String {
    let mut out = format!("Contracts known, as on {}\n\n", on.long());
    for contract in &library.contracts {
        let in_force = contract
            .clauses
            .iter()
            .filter(|c| c.version_on(on).is_some())
            .count();
        let _ = writeln!(out, "{}\n    {}", contract.id, contract.title);
        let _ = writeln!(
            out,
            "    from {}; {in_force} of {} clauses in force{}",
            contract.from,
            contract.clauses.len(),
            match contract.sits_on.as_slice() {
                [] => String::new(),
                floors => format!("; sits on {}", floors.join(", ")),
            }
        );
    }
    out
}

fn describe(library: &Library, contract: &Contract, on: Day) -> String {
    let mut out = format!("{}: {}\n", contract.id, contract.title);
    let _ = writeln!(
        out,
        "in force from {}, shown as on {}\n",
        contract.from,
        on.long()
    );
    for note in &contract.notes {
        let _ = writeln!(out, "  note: {note}");
    }
    if !contract.notes.is_empty() {
        out.push('\n');
    }
    for clause in &contract.clauses {
        match clause.version_on(on) {
            Some((_, version)) => {
                let _ = writeln!(
                    out,
                    "{} ({} {})\n    {}",
                    clause.id,
                    clause.kind.code.0,
                    clause.kind.name,
                    contract.sentence(clause, version, &Choices::new())
                );
                describe_version(&mut out, library, version, on);
            }
            None => {
                let _ = writeln!(
                    out,
                    "{} ({} {})\n    not in force on {on}",
                    clause.id, clause.kind.code.0, clause.kind.name
                );
            }
        }
        for other in &clause.versions {
            if other.from > on {
                let _ = writeln!(out, "    changes on {}", other.from);
            }
        }
    }
    if !contract.interpretations.is_empty() {
        out.push_str("\nInterpretations\n\n");
    }
    for i in &contract.interpretations {
        let _ = writeln!(out, "{}: {}", i.id, i.question);
        for (value, meaning) in &i.values {
            let mark = if *value == i.default { "*" } else { " " };
            let _ = writeln!(out, "  {mark} {value}: {meaning}");
        }
        let _ = writeln!(
            out,
            "    decided by {} on {}: {}",
            i.decided_by, i.decided_on, i.why
        );
    }
    out
}

/// Source and confidence of a version.
pub(super) fn describe_version(out: &mut String, library: &Library, version: &Version, on: Day) {
    let document = library
        .documents
        .iter()
        .find(|d| d.id == version.cite.document);
    let title = document.map_or(version.cite.document.as_str(), |d| d.title.as_str());
    let until = version
        .until
        .map_or(String::new(), |u| format!(" until {u}"));
    let _ = writeln!(
        out,
        "    from {}{until}; confidence {}",
        version.from,
        version.confidence.word()
    );
    let _ = writeln!(out, "    source: {title}, {}", version.cite.at);
    if let Some(document) = document
        && let Some(address) = &document.address
    {
        let _ = writeln!(out, "            {address}");
    }
    if version.being_adopted(on)
        && let Some(by) = version.adopt_by
    {
        let _ = writeln!(out, "    employers had until {by} to adopt it");
    }
    if let Some(note) = &version.note {
        let _ = writeln!(out, "    note: {note}");
    }
}
