//! What was not judged: part of every verdict.

use std::fmt::Write;

use super::people;
use crate::check::Verdict;
use crate::diagnostic::{Diagnostic, Severity};

/// Each reason once, with the clauses and places that it concerns.
pub(super) fn reasons(verdict: &Verdict, diagnostics: &[Diagnostic]) -> Vec<(String, Vec<String>)> {
    let unread = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .filter_map(|d| Some((d.place.as_ref()?.short(), d.title.clone())));
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for item in &verdict.not_checked {
        let why = if item.people.is_empty() {
            item.why.clone()
        } else {
            format!("{} ({})", item.why, people(&item.people))
        };
        match reasons.iter_mut().find(|(w, _)| *w == why) {
            Some((_, clauses)) => clauses.push(item.clause.clone()),
            None => reasons.push((why, vec![item.clause.clone()])),
        }
    }
    for (place, why) in unread {
        reasons.push((why, vec![place]));
    }
    reasons
}

/// The list of what was not checked, as text; empty where everything was.
pub fn not_checked(verdict: &Verdict, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    write(&mut out, verdict, diagnostics);
    out
}

/// The list at the end of a report.
pub(super) fn write(out: &mut String, verdict: &Verdict, diagnostics: &[Diagnostic]) {
    let reasons = reasons(verdict, diagnostics);
    if reasons.is_empty() {
        return;
    }
    out.push_str("\nNot checked\n\n");
    for (why, clauses) in reasons {
        let _ = writeln!(out, "  {why}:\n      {}", clauses.join(", "));
    }
}
