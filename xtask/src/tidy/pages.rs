//! Rules about pages: every rule kind has a whole one, every message is listed.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::rules::RULES;

use super::Found;
use crate::shell::{Done, files_ending, read, shown};

const KINDS: &str = "crates/core/src/rules";
const MESSAGES: &str = "docs/messages.md";

/// Every rule page has these, in this order.
const SECTIONS: [&str; 5] = [
    "What it measures",
    "Why",
    "Parameters",
    "Example",
    "Sources",
];

pub(super) fn look(found: &mut Found) -> Done {
    rule_pages(found)?;
    messages(found)
}

fn rule_pages(found: &mut Found) -> Done {
    let pages = files_ending(KINDS, "md");
    for path in pages.iter().chain(&files_ending(KINDS, "rs")) {
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned());
        if stem.is_some_and(|s| s.contains(|c: char| c.is_ascii_digit())) {
            let why = "a kind is named after what it measures; its number is in the contract";
            found.problem(&shown(path), why);
        }
    }
    for path in &pages {
        let text = read(path)?;
        let name = shown(path);
        let headings: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("## ")).collect();
        if headings != SECTIONS {
            let what = format!("must have the sections {}", SECTIONS.join(", "));
            found.problem(&name, &what);
        }
        for (heading, body) in sections(&text) {
            if body.trim().is_empty() || body.trim() == "TODO" {
                found.problem(&name, &format!("nothing stands under `{heading}`"));
            }
        }
    }
    let mut codes = BTreeSet::new();
    for kind in RULES {
        if !codes.insert(kind.code.0) {
            found.problem(kind.code.0, "a code means one thing for ever");
        }
    }
    if pages.len() != RULES.len() {
        let what = format!("{} pages for {} kinds", pages.len(), RULES.len());
        found.problem(KINDS, &what);
    }
    Ok(())
}

fn sections(text: &str) -> Vec<(&str, &str)> {
    text.split("\n## ")
        .skip(1)
        .filter_map(|part| part.split_once('\n'))
        .collect()
}

/// Every code that the program can show is listed, and no other.
fn messages(found: &mut Found) -> Done {
    let mut used: BTreeMap<String, String> = BTreeMap::new();
    for path in files_ending("crates", "rs") {
        let name = shown(&path);
        if !name.contains("/src/") {
            continue;
        }
        for code in quoted_codes(&read(&path)?) {
            used.entry(code).or_insert_with(|| name.clone());
        }
    }
    let page = read(MESSAGES)?;
    let mut listed = BTreeSet::new();
    for line in page.lines() {
        let Some(code) = line.strip_prefix("| ").and_then(|l| l.split(" |").next()) else {
            continue;
        };
        let code = code.trim_matches(['[', ']', '`']).to_owned();
        if is_code(&code) && !listed.insert(code.clone()) {
            found.problem(MESSAGES, &format!("lists {code} twice"));
        }
    }
    for (code, file) in &used {
        if !listed.contains(code) {
            found.problem(
                MESSAGES,
                &format!("does not list {code}, which {file} uses"),
            );
        }
    }
    for code in listed.iter().filter(|code| !used.contains_key(*code)) {
        found.problem(MESSAGES, &format!("lists {code}, which nothing uses"));
    }
    Ok(())
}

/// A letter of a family of messages and three digits. Rule kinds have theirs listed by `docs`.
fn is_code(text: &str) -> bool {
    let mut letters = text.chars();
    text.len() == 4
        && letters.next().is_some_and(|c| "CDS".contains(c))
        && letters.all(|c| c.is_ascii_digit())
}

fn quoted_codes(text: &str) -> Vec<String> {
    text.split('"')
        .filter(|part| is_code(part))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_quoted_codes_count() {
        let text = r#"Diagnostic::error("D004", "see D005") Code("R003") "X001""#;
        assert_eq!(quoted_codes(text), ["D004"]);
    }
}
