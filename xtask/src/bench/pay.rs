//! How fast people are paid, and how that grows.

use std::thread;

use firstline_core::contract::{Choices, Contract};
use firstline_core::department::{Department, Share};
use firstline_core::pay::{Detail, Exact, Facts, PayQuestion, Payer, Pence};
use firstline_core::rota::Rota;

use super::check::{count, per};
use super::clock::{Stopwatch, Took};
use super::people;
use crate::library::Library;
use crate::shell::Done;

const THREADS: usize = 2;
const GROWN: usize = 4_000;
const GRADES: [&str; 5] = ["F1", "F2", "CT1", "ST3", "ST6"];
/// The contracts that pay the same people, with what each needs besides a grade.
const CONTRACTS: [&str; 6] = [
    "england-2016",
    "offer-2015-11",
    "imposed-2016-02",
    "acas-2016-05",
    "new-deal-2002",
    "agenda-for-change",
];

pub(super) fn run(people: usize, weeks: usize) -> Done {
    let library = Library::read()?;
    let england = library.get("england-2016")?;
    println!("bench pay: {people} made-up people, {weeks} weeks from 2026-08-03, england-2016");
    let rota = people::rota(people, weeks);
    println!(
        "  {} duties; grades {}, one in ten at 60 % of full time",
        count(&rota.rosters),
        GRADES.join(", ")
    );
    let bench = Bench::new(england, &rota, false);
    for detail in [Detail::Sums, Detail::Working] {
        for threads in [THREADS, 1] {
            let (took, kept) = bench.pay_all(threads, detail);
            let what = match detail {
                Detail::Sums => "sums",
                Detail::Working => "with working and readings",
            };
            show(&format!("{what}, {threads} at a time"), took, people, weeks);
            println!(
                "    kept: {} payslips, {} lines, {} refusals, {} in all",
                kept.slips, kept.lines, kept.refused, kept.total
            );
        }
    }
    println!("\nHow it grows, one at a time");
    let some = people.min(GROWN);
    for weeks in [13, 26, 52, 104] {
        let rota = people::rota(some, weeks);
        let (took, _) = Bench::new(england, &rota, false).pay_all(1, Detail::Sums);
        show(&format!("{some} people, {weeks} weeks"), took, some, weeks);
    }
    println!("\nEach contract, {some} people, {weeks} weeks, one at a time");
    let rota = people::rota(some, weeks);
    for id in CONTRACTS {
        let bench = Bench::new(library.get(id)?, &rota, true);
        let (took, kept) = bench.pay_all(1, Detail::Sums);
        show(id, took, some, weeks);
        println!("    {} lines, {} refusals", kept.lines, kept.refused);
    }
    Ok(())
}

fn show(what: &str, took: Took, people: usize, weeks: usize) {
    println!(
        "  {what}: {:.2} s wall, {:.2} s CPU; {:.1} µs CPU a person, {:.2} µs a person-week",
        took.wall,
        took.cpu,
        per(took.cpu * 1e6, people),
        per(took.cpu * 1e6, people * weeks)
    );
}

/// What was kept of a run, so that nothing of it can be left out.
#[derive(Default)]
struct Kept {
    slips: usize,
    lines: usize,
    refused: usize,
    total: Pence,
}

struct Bench<'a> {
    contract: &'a Contract,
    rota: &'a Rota,
    department: Department,
    facts: Vec<Facts>,
}

impl<'a> Bench<'a> {
    fn new(contract: &'a Contract, rota: &'a Rota, basic: bool) -> Bench<'a> {
        Bench {
            contract,
            rota,
            department: Department::unknown(),
            facts: (0..rota.rosters.len()).map(|n| facts(n, basic)).collect(),
        }
    }

    /// Pays everybody and keeps every payslip until the last is done.
    fn pay_all(&self, threads: usize, detail: Detail) -> (Took, Kept) {
        let question = PayQuestion {
            rota: self.rota,
            department: &self.department,
            contract: self.contract,
            on: self.rota.period.from,
            choices: Choices::new(),
            facts: self.facts.clone(),
            accept_derived: true,
            detail,
        };
        let people = self.rota.rosters.len();
        let each = people.div_ceil(threads).max(1);
        let watch = Stopwatch::start();
        let question = &question;
        let parts: Vec<_> = thread::scope(|scope| {
            let running: Vec<_> = (0..threads)
                .map(|part| {
                    let these = part * each..((part + 1) * each).min(people);
                    scope.spawn(move || {
                        let mut payer = Payer::new(question);
                        these.map(|i| payer.slip(i)).collect::<Vec<_>>()
                    })
                })
                .collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_default())
                .collect()
        });
        let took = watch.stop();
        let mut kept = Kept::default();
        for slip in parts.iter().flatten() {
            kept.slips += 1;
            kept.lines += slip.lines.len();
            kept.refused += slip.refused.len();
            kept.total += slip.total;
        }
        (took, kept)
    }
}

fn facts(number: usize, basic: bool) -> Facts {
    let mut facts = Facts {
        grade: Some(GRADES[number % GRADES.len()].to_owned()),
        basic: basic.then_some(Pence(4_019_000)),
        ..Facts::default()
    };
    if people::part_time(number) {
        facts.share = Share::parse("0.6");
        facts.full_time_weekends = Some(Exact::new(1, 4));
    }
    for (name, value) in [("band", "5"), ("compliant", "yes"), ("criterion-r", "no")] {
        if basic {
            facts.other.insert(name.to_owned(), value.to_owned());
        }
    }
    facts
}
