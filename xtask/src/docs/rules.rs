//! A page for each rule kind: what its own file says, and which clauses are of the kind.

use std::fmt::Write;

use firstline_core::contract::Choices;
use firstline_core::rules::{RULES, RuleKind, Status};

use super::{MADE, Pages};
use crate::library::Library;

pub(super) fn make(library: &Library, pages: &mut Pages) {
    for kind in RULES {
        pages.insert(format!("docs/rules/{}.md", kind.name), page(library, kind));
    }
}

fn page(library: &Library, kind: &RuleKind) -> String {
    let mut out = MADE.to_owned();
    let Status::Stable { since } = kind.status;
    let _ = writeln!(out, "# {} {}\n", kind.code.0, kind.name);
    let _ = writeln!(out, "{}\n", sentence(kind.summary));
    let _ = writeln!(out, "- Counted in: `{}`", kind.unit.word());
    let _ = writeln!(
        out,
        "- Told as: {}",
        kind.says.replace('{', "`{").replace('}', "}`")
    );
    let _ = writeln!(out, "- Since: {since}\n");
    // the page of the kind begins with its name, which stands above already
    let body = kind.doc.trim();
    let body = match body.strip_prefix("# ") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, body)| body),
        None => body,
    };
    let _ = writeln!(out, "{}\n", body.trim());
    out.push_str("## Clauses of this kind\n\n");
    let before = out.len();
    for contract in &library.contracts {
        for clause in contract.clauses.iter().filter(|c| c.kind == kind) {
            let words = clause.versions.last().map_or(String::new(), |version| {
                contract.sentence(clause, version, &Choices::new())
            });
            let _ = writeln!(
                out,
                "- [`{}:{}`](../contracts/{}.md#{}): {words}",
                contract.id,
                clause.id,
                contract.id,
                anchor(&clause.id)
            );
        }
    }
    if out.len() == before {
        out.push_str("No contract that comes with Firstline has one.\n");
    }
    out
}

/// The address of a heading within its page.
pub(super) fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace('.', "").replace(' ', "-")
}

/// The words with a capital at the front and a full stop at the end.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
