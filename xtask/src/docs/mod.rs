//! `cargo xtask docs`: the pages of the book that are made from the program itself.
//!
//! What a rule measures is said in its own file, what a clause says in the contract file, what a
//! command understands in its help. The book repeats them; it is never the first to say anything.

mod commands;
mod contents;
mod contracts;
mod figures;
mod params;
mod rules;

#[cfg(test)]
mod examples;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use firstline_core::wire;

use crate::library::Library;
use crate::shell::{Done, files, read, root, shown};

/// Stands at the head of every page that is made, so that nobody mends it by hand.
const MADE: &str =
    "<!-- Made by `cargo xtask docs`. Change what it is made from, not this page. -->\n\n";

/// Folders in which every page is made.
const WHOLLY_MADE: [&str; 4] = [
    "docs/rules",
    "docs/contracts",
    "docs/schema",
    "docs/figures",
];

/// Every page that is made, by its path from the root.
type Pages = BTreeMap<String, String>;

fn pages() -> Done<Pages> {
    let library = Library::read()?;
    let mut pages = Pages::new();
    rules::make(&library, &mut pages);
    contracts::make(&library, &mut pages)?;
    commands::make(&mut pages)?;
    contents::make(&library, &mut pages);
    contents::messages(&mut pages)?;
    figures::make(&mut pages);
    pages.insert("docs/settings.md".to_owned(), settings());
    for (command, schema) in schemas() {
        pages.insert(format!("docs/schema/{command}.json"), schema);
    }
    Ok(pages)
}

/// Every assumption that a hospital may replace by a value of its own.
fn settings() -> String {
    let mut out = MADE.to_owned();
    out.push_str("# Settings\n\nWhat `cover`, `strike` and `incident` take for granted. A hospital gives its own value as a `[[setting]]` of its\n[figures](files.md#a-hospitals-own-figures); every answer lists those that it used.\n\n| id | what | value | from |\n|---|---|---|---|\n");
    for s in firstline_plan::settings() {
        let value = format!("{} {}", s.default, s.unit);
        let from = s
            .source
            .map_or("assumption".to_owned(), |(source, confidence)| {
                format!("{}: {source}", confidence.word())
            });
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {from} |",
            s.id,
            s.text,
            value.trim()
        );
    }
    out
}

/// The JSON Schema of every command that writes JSON, by command.
fn schemas() -> BTreeMap<&'static str, String> {
    let mut all: BTreeMap<&str, String> = wire::schemas().into_iter().collect();
    all.insert("design", firstline_solve::designed::design_schema());
    all.extend(firstline_plan::schemas());
    all
}

/// Writes what is stale and takes away what is no longer made.
pub(crate) fn write() -> Done {
    let pages = pages()?;
    let mut changed = 0;
    for (path, text) in &pages {
        if read(path).is_ok_and(|old| old == *text) {
            continue;
        }
        let full = root().join(path);
        let fail = |error: std::io::Error| format!("{path}: {error}");
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder).map_err(fail)?;
        }
        fs::write(&full, text).map_err(fail)?;
        println!("wrote {path}");
        changed += 1;
    }
    for path in left_over(&pages) {
        fs::remove_file(root().join(&path)).map_err(|error| format!("{path}: {error}"))?;
        println!("removed {path}");
        changed += 1;
    }
    println!("docs: {} pages are made, {changed} changed", pages.len());
    Ok(())
}

/// Tells which pages are stale; writes nothing.
pub(crate) fn check() -> Done {
    let pages = pages()?;
    let stale = pages
        .iter()
        .filter(|(path, text)| read(path).map_or(true, |old| old != **text))
        .map(|(path, _)| path.clone());
    let stale: Vec<String> = stale.chain(left_over(&pages)).collect();
    if stale.is_empty() {
        println!("docs: all {} pages that are made are fresh", pages.len());
        return Ok(());
    }
    Err(format!(
        "these pages are stale: {}\nrun `cargo xtask docs` and look at what changed",
        stale.join(", ")
    ))
}

/// Pages in folders that are wholly made, which nothing makes any more.
fn left_over(pages: &Pages) -> Vec<String> {
    WHOLLY_MADE
        .iter()
        .flat_map(|folder| files(folder))
        .map(|path| shown(&path))
        .filter(|path| !pages.contains_key(path))
        .collect()
}
