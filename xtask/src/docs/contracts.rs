//! A page for each contract: every clause with every dated version, its source and how sure it is.

use std::fmt::Write;

use firstline_core::contract::{Choices, Clause, Contract, Force, Relief, Version};

use super::params::Params;
use super::rules::anchor;
use super::{MADE, Pages};
use crate::library::Library;
use crate::shell::Done;

pub(super) fn make(library: &Library, pages: &mut Pages) -> Done {
    let params = Params::read()?;
    for contract in &library.contracts {
        let path = format!("docs/contracts/{}.md", contract.id);
        pages.insert(path, page(library, &params, contract));
    }
    Ok(())
}

fn page(library: &Library, params: &Params, contract: &Contract) -> String {
    let mut out = MADE.to_owned();
    let _ = writeln!(out, "# {}\n", contract.title);
    let _ = writeln!(out, "- Id: `{}`", contract.id);
    let until = contract
        .until
        .map_or(String::new(), |day| format!(" until {day}"));
    let _ = writeln!(out, "- In force: from {}{until}", contract.from);
    for floor in &contract.sits_on {
        let _ = writeln!(
            out,
            "- Sits on: [`{floor}`]({floor}.md); the stricter of the two decides"
        );
    }
    for note in &contract.notes {
        let _ = writeln!(out, "- Note: {note}");
    }
    out.push_str("\n## Clauses\n\n");
    for clause in &contract.clauses {
        describe(&mut out, library, params, contract, clause);
    }
    interpretations(&mut out, contract);
    if !contract.class_names.is_empty() {
        out.push_str("## Classes of duty\n\n");
    }
    for (name, text) in contract.class_names.iter().zip(&contract.class_texts) {
        let _ = writeln!(out, "- `{name}`: {text}");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn describe(
    out: &mut String,
    library: &Library,
    params: &Params,
    contract: &Contract,
    clause: &Clause,
) {
    let _ = writeln!(out, "### {}\n", clause.id);
    let kind = clause.kind;
    let _ = writeln!(
        out,
        "[{} {}](../rules/{}.md){}\n",
        kind.code.0,
        kind.name,
        kind.name,
        force(clause)
    );
    for condition in conditions(clause) {
        let _ = writeln!(out, "- {condition}");
    }
    for version in clause.versions.iter().rev() {
        describe_version(out, library, contract, clause, version);
        let shown = params.of(&contract.id, &clause.id, &version.from.to_string());
        if !shown.is_empty() {
            let _ = writeln!(out, "  - Parameters: {shown}");
        }
    }
    if let Some(relax) = &clause.relax {
        let what = match &relax.relief {
            Relief::Limit { up_to, .. } => format!("up to {up_to}"),
            Relief::Waived => "so that it no longer applies".to_owned(),
            Relief::CompensatoryRest => "against equal compensatory rest".to_owned(),
        };
        let mut who = relax.agreed_by.join(" and ");
        if who.is_empty() {
            "local agreement".clone_into(&mut who);
        }
        let opt_out = if relax.opt_out {
            " (a person's own opt-out counts)"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "- May be relaxed {what}, agreed by {who}{opt_out}. {} Confidence: {}.",
            source(library, &relax.cite.document, &relax.cite.at),
            relax.confidence.word()
        );
    }
    let hangs_on = contract.hangs_on(clause);
    if !hangs_on.is_empty() {
        let links: Vec<String> = hangs_on
            .iter()
            .map(|id| format!("[`{id}`](#{})", anchor(id)))
            .collect();
        let _ = writeln!(out, "- Hangs on: {}", links.join(", "));
    }
    out.push('\n');
}

fn force(clause: &Clause) -> &'static str {
    match clause.force {
        Force::Must => "",
        Force::Should => " · advice: told as a warning",
        Force::Aim => " · reported only",
    }
}

fn conditions(clause: &Clause) -> Vec<String> {
    let when = &clause.when;
    let mut all = Vec::new();
    if when.part_time {
        all.push("Only for those who work less than full time".to_owned());
    }
    if let Some(other) = &when.with_agreement {
        all.push(format!("Only where `{other}` is relaxed by agreement"));
    }
    if let Some(other) = &when.without_agreement {
        all.push(format!("Only where `{other}` is not relaxed by agreement"));
    }
    for agreed in &clause.agreed {
        all.push(format!(
            "Counts otherwise where `{}` is relaxed by agreement",
            agreed.clause
        ));
    }
    all
}

fn describe_version(
    out: &mut String,
    library: &Library,
    contract: &Contract,
    clause: &Clause,
    version: &Version,
) {
    let until = version
        .until
        .map_or(String::new(), |day| format!(" until {day}"));
    let words = contract.sentence(clause, version, &Choices::new());
    let _ = writeln!(out, "- **From {}{until}:** {words}", version.from);
    let _ = writeln!(
        out,
        "  - {} Confidence: {}.",
        source(library, &version.cite.document, &version.cite.at),
        version.confidence.word()
    );
    if let Some(by) = version.adopt_by {
        let _ = writeln!(
            out,
            "  - Employers could keep the version before until {by}."
        );
    }
    if let Some(note) = &version.note {
        let _ = writeln!(out, "  - Note: {}.", note.trim_end_matches('.'));
    }
}

fn source(library: &Library, id: &str, at: &str) -> String {
    let Some(document) = library.document(id) else {
        return format!("Source: {id}, {at}.");
    };
    match &document.address {
        Some(address) => format!("Source: [{}]({address}), {at}.", document.title),
        None => format!("Source: {}, {at}.", document.title),
    }
}

fn interpretations(out: &mut String, contract: &Contract) {
    if contract.interpretations.is_empty() {
        return;
    }
    out.push_str("## Interpretations\n\nThe wording leaves these open. The answer taken is marked; `--interpret ID=VALUE` takes another.\n\n");
    for i in &contract.interpretations {
        let _ = writeln!(out, "### {}\n\n{}\n", i.id, i.question);
        if i.fact {
            out.push_str("This asks for a fact that a rota does not show.\n\n");
        }
        for (value, meaning) in &i.values {
            let taken = if *value == i.default {
                " **(taken)**"
            } else {
                ""
            };
            let _ = writeln!(out, "- `{value}`: {meaning}{taken}");
        }
        let _ = writeln!(
            out,
            "\nDecided by {} on {}: {}\n",
            i.decided_by, i.decided_on, i.why
        );
    }
}
