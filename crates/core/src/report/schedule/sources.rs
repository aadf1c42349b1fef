//! Where every limit and sum of the page stands, and how sure that is.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Schedule;
use crate::contract::Confidence;
use crate::report::html::{escape, link};

/// Clauses that rest on one document with one confidence.
struct Source<'a> {
    document: &'a str,
    confidence: Confidence,
    clauses: BTreeSet<String>,
}

pub(super) fn table(out: &mut String, schedule: &Schedule<'_>) {
    let mut sources: Vec<Source<'_>> = Vec::new();
    let mut add = |document, confidence, clause: &str| {
        let same = |s: &&mut Source<'_>| s.document == document && s.confidence == confidence;
        if let Some(source) = sources.iter_mut().find(same) {
            source.clauses.insert(clause.to_owned());
            return;
        }
        sources.push(Source {
            document,
            confidence,
            clauses: BTreeSet::from([clause.to_owned()]),
        });
    };
    for told in schedule.readings() {
        if let Some((_, _, version)) = schedule.clause(&told.clause, told.to.wall.day()) {
            add(
                version.cite.document.as_str(),
                told.confidence,
                &told.clause,
            );
        }
    }
    if let Ok(slip) = schedule.pay {
        for line in &slip.lines {
            let document = line.citation.split(" › ").next().unwrap_or_default();
            add(document, line.confidence, &line.clause);
        }
    }
    sources.sort_by_key(|s| (s.confidence, s.document));
    out.push_str("<h2>Sources</h2>\n<p>Primary: the wording itself was read. Secondary: a guide, checker or newspaper was read. Derived: worked out from other values. Memory: recalled, not verified.</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Sources\">\n<table class=\"fixed\">\n<thead><tr><th scope=\"col\" class=\"first\">Source</th><th scope=\"col\">Confidence</th><th scope=\"col\">Used for</th></tr></thead>\n<tbody>\n");
    for source in &sources {
        let known = schedule.documents.iter().find(|d| d.id == source.document);
        let title = known.map_or(source.document, |d| d.title.as_str());
        let address = known.and_then(|d| d.address.as_deref());
        let clauses: Vec<String> = source
            .clauses
            .iter()
            .map(|c| format!("<code>{}</code>", escape(c)))
            .collect();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            link(address, title),
            source.confidence.word(),
            clauses.join(", ")
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
