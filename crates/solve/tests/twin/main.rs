//! Every rota that the engine designs is judged a second time, clause by clause.
//!
//! The checker's rules have a twin, written slowly from each rule's page, that is held against
//! them on random rotas with random clauses. Here the twin judges what the engine designs for the
//! example departments under the contracts as they are, and what becomes of it when days are
//! moved. What it is asked comes from the contracts' files, read here a second time: limits,
//! classes of duty and the answers to open questions.

mod classes;
#[path = "../../../core/tests/by_definition/clause.rs"]
#[expect(dead_code, reason = "no clause is made at random here")]
mod clause;
mod compare;
#[path = "../../../core/tests/by_definition/dice.rs"]
#[expect(dead_code, reason = "no clause is made at random here")]
mod dice;
#[path = "../library/mod.rs"]
mod library;
mod params;
mod text;
#[path = "../../../core/tests/by_definition/twin/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the twin is asked to judge alone")]
mod twin;
mod world;

use compare::{Tally, compare};
use firstline_core::contract::Contract;
use firstline_core::department::Department;
use firstline_core::rota::{Breaks, Entry, LayOptions, OnCall, Rota};
use firstline_core::time::Minutes;
use firstline_solve::compile::Bounds;
use firstline_solve::department::{Bound, Judged, Layout, Options, bind, build, rota_of};
use firstline_solve::engine::{Limits, Until, design};
use firstline_solve::problem::{OFF, Symbol};
use firstline_solve::random::Random;

/// So much work, in millions of elementary steps, goes into each rota.
const WORK: f64 = 30.0;

/// So much where it does not matter how good a rota is.
const LITTLE_WORK: f64 = 1.0;

/// So often each of them is made worse.
const TIMES: usize = 2;
/// Of so many days in a line one changes its place,
const MOVED: usize = 6;
/// and so many days on end have the same duty.
const ROW: usize = 9;

/// Every kind of clause that binds anybody in the examples.
const KINDS: [&str; 15] = [
    "average-weekly-hours",
    "breaks",
    "count-in-days",
    "duty-length",
    "frequency",
    "hours-in-window",
    "hours-next-day",
    "night-work-average",
    "no-adjacent",
    "recorded",
    "rest-after-run",
    "rest-between-duties",
    "rest-during-duty",
    "rest-in-period",
    "run-length",
];

/// A department with its contracts, and a rota that the engine designed for it.
struct Example<'a> {
    department: Department,
    bound: Bound<'a>,
    layout: Layout,
    lines: Vec<Vec<Symbol>>,
}

impl<'a> Example<'a> {
    /// Has a department designed.
    fn of(department: Department, contracts: &'a [Contract], work: f64) -> Example<'a> {
        let bound = bind(&department, contracts, Bounds::default());
        let bound = bound.unwrap_or_else(|e| panic!("{}", library::told(&e)));
        let built = build(&department, &bound.law, &Options::default());
        let built = built.unwrap_or_else(|e| panic!("{}", library::told(&e)));
        let judged = Judged::new(&bound, &built);
        let limits = Limits {
            until: Until::Work(work),
            threads: 1,
            seed: 1,
        };
        let outcome = design(&built.problem, Some(&judged), &limits, None, &mut |_| true);
        assert!(!outcome.lines.is_empty(), "{} has a rota", department.name);
        Example {
            department,
            layout: built.layout,
            lines: outcome.lines,
            bound,
        }
    }

    /// Some lines laid out on the calendar, with changes to single duties.
    fn laid(&self, lines: &[Vec<Symbol>], change: impl FnMut(&mut Entry)) -> Rota {
        let options = LayOptions {
            zone: self.department.zone.clone(),
            on: self.layout.from,
            start: None,
            from: self.department.from,
            to: self.department.to,
        };
        let mut dated = rota_of(&self.department, &self.layout, lines);
        let first = self.layout.from;
        let duties = dated.entries.iter_mut().filter(|e| e.kind.is_duty());
        duties.filter(|e| e.start.day() >= first).for_each(change);
        // a duty that begins before the last has ended is left out
        dated.lay(&self.department.name, &options).0
    }

    /// Puts the rota to the checker and to the twin, as it was designed.
    fn as_designed(&self, tally: &mut Tally) {
        let rota = self.laid(&self.lines, |_| ());
        compare(&self.department, &self.bound, &rota, tally);
    }

    /// The same for the rota made worse.
    fn made_worse(&self, random: &mut Random, tally: &mut Tally) {
        let lines = moved(&self.lines, random);
        let rota = self.laid(&lines, |duty| otherwise(duty, random));
        compare(&self.department, &self.bound, &rota, tally);
    }
}

/// The lines with some days in other places and a row of equal duties in each.
fn moved(lines: &[Vec<Symbol>], random: &mut Random) -> Vec<Vec<Symbol>> {
    let mut lines = lines.to_vec();
    for line in &mut lines {
        let days = line.len();
        for _ in 0..days / MOVED {
            line.swap(random.below(days), random.below(days));
        }
        let mut worked: Vec<Symbol> = line.iter().copied().filter(|s| *s != OFF).collect();
        // what is rare is as likely as what is not
        worked.sort_unstable();
        worked.dedup();
        if worked.is_empty() {
            continue;
        }
        let from = random.below(days - ROW);
        line[from..from + ROW].fill(worked[random.below(worked.len())]);
    }
    lines
}

/// Some duties last longer, have other breaks or less rest on call, or do not say.
fn otherwise(duty: &mut Entry, random: &mut Random) {
    let hours = |n: usize| Minutes(60 * n as i32);
    if random.below(8) == 0 {
        duty.end.0 += hours(1 + random.below(3)).0;
    }
    if random.below(8) == 0 {
        duty.breaks = Breaks::parse("30+15").ok();
    }
    if random.below(80) == 0 {
        duty.breaks = None;
    }
    if duty.kind.on_call() == OnCall::No {
        return;
    }
    if random.below(4) == 0 {
        duty.rest = Some(hours(random.below(10)));
        duty.longest_rest = Some(hours(random.below(7)));
    }
    match random.below(24) {
        0 => duty.rest = None,
        1 => duty.longest_rest = None,
        2 => duty.work = None,
        _ => {}
    }
}

/// Nothing may differ, and the twin must have been asked about every clause that binds anybody.
fn agreed(tally: &Tally) {
    let (differ, first) = (tally.differ.len(), tally.differ.first());
    let first = first.map_or("", String::as_str);
    assert!(differ == 0, "{differ} differ, the first:\n{first}");
    assert!(tally.left_out.is_empty(), "left out: {:?}", tally.left_out);
    let asked: Vec<&str> = tally.asked.keys().copied().collect();
    assert_eq!(asked, KINDS);
}

/// The kinds that measure anything.
fn measuring() -> Vec<&'static str> {
    let mut kinds = KINDS.to_vec();
    kinds.retain(|kind| *kind != "recorded");
    kinds
}

#[test]
fn what_the_engine_designs_is_lawful_by_the_page_of_every_clause_too() {
    let contracts = library::contracts();
    let (mut designed, mut worse) = (Tally::default(), Tally::default());
    let mut random = Random::new(1);
    for (_, department) in library::examples() {
        let example = Example::of(department, &contracts, WORK);
        example.as_designed(&mut designed);
        for _ in 0..TIMES {
            example.made_worse(&mut random, &mut worse);
        }
    }
    agreed(&designed);
    let told: Vec<&str> = designed.told.keys().copied().collect();
    assert_eq!(told, measuring(), "each kind has a reading");
    assert_eq!(designed.binding, 0, "broken: {:?}", designed.broken);
    agreed(&worse);
    let broken: Vec<&str> = worse.broken.keys().copied().collect();
    assert_eq!(broken, measuring(), "each kind is broken somewhere");
    assert!(worse.rosters == TIMES * designed.rosters && worse.breaches > 500);
    assert!(worse.lacking.len() > 3, "lacking: {:?}", worse.lacking);
}

#[test]
fn a_limit_or_a_class_that_is_not_the_files_is_noticed() {
    let others = [
        ("min = \"11h\"", "min = \"12h\"", "rest.between"),
        ("at-least = \"3h\"", "at-least = \"9h\"", "run.night"),
    ];
    let mut examples = library::examples().into_iter();
    let department = examples.find(|(name, _)| name == "short-of-people");
    let (_, department) = department.expect("it is among the examples");
    for (in_the_file, other, clause) in others {
        let contracts = library::contracts_with(|text| text.replace(in_the_file, other));
        let example = Example::of(department.clone(), &contracts, LITTLE_WORK);
        let mut tally = Tally::default();
        example.as_designed(&mut tally);
        let noticed = tally.differ.iter().any(|why| why.contains(clause));
        assert!(noticed, "{clause} is not noticed in {:?}", tally.differ);
    }
}
