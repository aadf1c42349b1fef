//! The specification: Markdown pages that a rota coordinator can read, run as tests.
//!
//! A page holds pairs of blocks, a `rota` and what is expected of it:
//!
//! ````markdown
//! ```rota from=2026-08-03
//! L = 13:00–21:30
//! E = 07:00–15:00
//! Asha   .  .  .  L  E
//! ```
//! ```expect
//! R003 Asha, Thu 6 – Fri 7 Aug: 9 h 30 min of rest, needs 11 h
//! ```
//! ````
//!
//! The module `block` says what may stand in a rota. On the fence line: `from=`, `to=` (the day
//! after the last judged), `begins=` (the first cell's date, where days before are known),
//! `pattern` with `on=` and `start=`, `contract=ID[@DATE]`, `floor` (the contracts beneath it too),
//! `show=CLAUSE,CLAUSE`, `interpret=ID=VALUE`, `cover=WEEKS/HOURS`, `readings`, `not-checked`.
//! On a rule page the last `toml` block before a rota is the parameters of a made-up clause.
//!
//! A `pay` block asks what a rota pays, or what quantities given in its place do; the module `pay`
//! says what may stand in it.
//!
//! `lawful` stands where nothing is broken; warnings, readings and what was not checked follow.
//! `FIRSTLINE_UPDATE=1 cargo test -p firstline-core --test spec` writes the answers into the pages.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read their pages and settings; the core itself must not"
)]

mod block;
mod fines;
mod page;
mod pay;
mod verdict;

use std::path::{Path, PathBuf};

use firstline_core::rules::{Purpose, RULES};

use page::{Asks, Page};
use verdict::{Library, answer};

fn core() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rule_pages() -> Vec<Page> {
    Page::all_in(&core().join("src/rules"))
}

/// The pages of kinds of pay: sums, not verdicts.
fn pay_pages() -> Vec<Page> {
    let of_pay = |page: &Page| {
        let kind = RULES.iter().find(|kind| kind.name == page.title());
        kind.is_some_and(|kind| kind.purpose == Purpose::Pay)
    };
    rule_pages().into_iter().filter(of_pay).collect()
}

/// The pages of kinds that judge.
fn judging_pages() -> Vec<Page> {
    let judges = |page: &Page| {
        let kind = RULES.iter().find(|kind| kind.name == page.title());
        kind.is_none_or(|kind| kind.purpose == Purpose::Judge)
    };
    rule_pages().into_iter().filter(judges).collect()
}

fn contract_pages() -> Vec<Page> {
    Page::all_in(&core().join("tests/spec/contracts"))
}

fn contracts() -> PathBuf {
    core().join("../../contracts")
}

/// Runs every example of some pages and shows all that came out otherwise.
fn run(pages: &[Page]) {
    let library = Library::open(&contracts());
    let update = std::env::var_os("FIRSTLINE_UPDATE").is_some_and(|v| v == "1");
    let mut problems = Vec::new();
    for page in pages {
        let (examples, misplaced) = page.examples();
        problems.extend(misplaced);
        if examples.is_empty() {
            problems.push(format!("{} has no example", page.name()));
        }
        let mut answers = Vec::new();
        for example in &examples {
            let place = format!("{}:{} ({})", page.name(), example.line, example.heading);
            let answer = match example.asks {
                Asks::Verdict => answer(&library, page, example),
                Asks::Pay => pay::answer(&library, page, example),
            };
            match answer {
                Err(why) => problems.push(format!("{place}: {why}")),
                Ok(answer) if update => answers.push((example.place.clone(), answer)),
                Ok(answer) if answer != example.expected => problems.push(format!(
                    "{place}\n--- expected\n{}\n--- answer\n{answer}\n",
                    example.expected
                )),
                Ok(_) => {}
            }
        }
        page.rewrite(&answers);
    }
    assert!(
        problems.is_empty(),
        "{} examples came out otherwise; look, then FIRSTLINE_UPDATE=1 writes the answers\n\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[test]
fn every_rule_page_holds() {
    run(&judging_pages());
}

#[test]
fn every_page_of_a_kind_of_pay_holds() {
    run(&pay_pages());
}

#[test]
fn every_page_of_a_contract_s_pay_holds() {
    run(&Page::all_in(&core().join("tests/spec/pay")));
}

#[test]
fn every_contract_page_holds() {
    run(&contract_pages());
}

#[test]
fn every_rule_kind_has_a_page_and_every_page_a_kind() {
    let pages = rule_pages();
    for kind in RULES {
        let page = pages.iter().find(|page| page.text == kind.doc);
        let page = page.unwrap_or_else(|| panic!("{} has no page", kind.name));
        assert_eq!(page.title(), kind.name, "{}", page.name());
    }
    assert_eq!(pages.len(), RULES.len(), "a page belongs to no kind");
}

#[test]
fn every_rule_page_has_its_sections_in_order() {
    for page in judging_pages().into_iter().chain(pay_pages()) {
        let sections: Vec<&str> = page
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        let wanted = [
            "What it measures",
            "Why",
            "Parameters",
            "Example",
            "Sources",
        ];
        assert_eq!(sections, wanted, "{}", page.name());
        assert!(!page.text.contains("TODO"), "{}", page.name());
    }
}

/// A kind that measures on a clock shows what it says of both nights on which the clocks change.
#[test]
fn every_rule_page_with_a_clock_crosses_both_clock_changes() {
    for page in judging_pages() {
        if !page.text.contains("| `clock` |") {
            continue;
        }
        for night in ["25 October 2026", "28 March 2027"] {
            assert!(page.text.contains(night), "{}: {night}", page.name());
        }
    }
}

#[test]
fn every_contract_has_a_page() {
    let pages = contract_pages();
    for contract in ["england-2016", "working-time-regulations", "new-deal-2002"] {
        let name = format!("{contract}.md");
        assert!(pages.iter().any(|page| page.name() == name), "{name}");
    }
}

/// Where checkers disagree there is a case in which the other answer turns the verdict, or, for a
/// fact that a rota does not show, a verdict that lists what was taken.
#[test]
fn every_interpretation_of_a_limit_has_an_example() {
    let library = Library::open(&contracts());
    let pages: String = contract_pages().into_iter().map(|page| page.text).collect();
    for (contract, id) in library.interpretations_of_limits() {
        let named = pages.contains(&format!("(--interpret {id}="));
        assert!(named, "{contract}: no example shows {id}");
    }
}
