//! How fast rosters are judged, and how that grows.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread;
use std::time::Instant;

use firstline_core::check::{self, Context, Judge, Question, Terms};
use firstline_core::contract::{Choices, Contract, Law, Party, RuleSet, resolve};
use firstline_core::department::Department;
use firstline_core::rota::{Period, Roster, Rota};
use firstline_core::rules::Reading;
use firstline_core::time::{Calendar, Wall};
use firstline_sheet::{ReadOptions, Source, Understood, read_rota, write_tidy};

use super::clock::{Stopwatch, Took};
use super::dice::Dice;
use super::people;
use crate::library::Library;
use crate::shell::Done;

const THREADS: usize = 2;
const PARSED: usize = 2_000;
/// People in one file: a large department.
const IN_A_FILE: usize = 50;
const FLIPPED: usize = 500;
const EDITS: usize = 10_000;
const GROWN: usize = 4_000;

pub(super) fn run(people: usize, weeks: usize) -> Done {
    let library = Library::read()?;
    let contracts = [
        library.get("england-2016")?,
        library.get("working-time-regulations")?,
    ];
    println!("bench check: {people} made-up people, {weeks} weeks from 2026-08-03, Europe/London");
    let watch = Stopwatch::start();
    let rota = people::rota(people, weeks);
    let duties = count(&rota.rosters);
    println!(
        "  made in {:.1} s: {duties} duties, {:.1} a person, {} rosters distinct",
        watch.stop().wall,
        per(real(duties), people),
        distinct(&rota.rosters)
    );

    println!("\nReading (tidy CSV in memory, {IN_A_FILE} people a file, one thread)");
    read(&rota)?;

    println!("\nJudging (england-2016 over working-time-regulations, the law of each date)");
    let bench = Bench::new(&contracts, &rota);
    println!(
        "  binding the clauses to a person: {:.0} µs, once for all of whom the same is true; {} rules",
        bench.resolve_micros,
        bench.sets[0].bound.len()
    );
    let (took, kept) = bench.judge_all(THREADS);
    show("two threads", took, duties, people * weeks);
    println!(
        "  kept: {} answers with {} breaches of {} people",
        kept.answers, kept.breaches, kept.people
    );
    let (took, _) = bench.judge_all(1);
    show("one thread", took, duties, people * weeks);

    println!("\nOne person judged again after one edit ({EDITS} edits, all rules)");
    bench.edits();

    println!("\nWith interpretation flips, all words and no cures, one thread");
    flips(&contracts, people, weeks);

    println!("\nHow it grows, one thread");
    grow(&contracts, people, weeks);
    Ok(())
}

pub(super) fn count(rosters: &[Roster]) -> usize {
    rosters.iter().map(|r| r.duties.len()).sum()
}

pub(super) fn per(value: f64, n: usize) -> f64 {
    value / real(n.max(1))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts to print, far below 2^52"
)]
fn real(n: usize) -> f64 {
    n as f64
}

fn show(what: &str, took: Took, duties: usize, person_weeks: usize) {
    println!(
        "  {what}: {:.2} s wall, {:.2} s CPU; {:.0} ns CPU a duty, {:.2} µs CPU a person-week",
        took.wall,
        took.cpu,
        per(took.cpu * 1e9, duties),
        per(took.cpu * 1e6, person_weeks)
    );
}

fn distinct(rosters: &[Roster]) -> usize {
    let fingerprint = |roster: &Roster| {
        let mut hasher = DefaultHasher::new();
        for duty in &roster.duties {
            (duty.start.wall.0, duty.end.wall.0, duty.kind).hash(&mut hasher);
        }
        hasher.finish()
    };
    let all: BTreeSet<u64> = rosters.iter().map(fingerprint).collect();
    all.len()
}

fn read(rota: &Rota) -> Done {
    let sample = &rota.rosters[..rota.rosters.len().min(PARSED)];
    let files: Vec<String> = sample
        .chunks(IN_A_FILE)
        .map(|rosters| {
            write_tidy(&Rota {
                rosters: rosters.to_vec(),
                ..rota.clone_without_rosters()
            })
        })
        .collect();
    let bytes: usize = files.iter().map(String::len).sum();
    let mut entries = 0;
    let watch = Stopwatch::start();
    for text in &files {
        let source = Source {
            name: "bench.csv",
            bytes: text.as_bytes(),
        };
        let read = read_rota(&source, None, &ReadOptions::default());
        let Some(Understood::Dated(dated)) = read.rota else {
            return Err("the sample did not read back".to_owned());
        };
        entries += dated.entries.len();
    }
    let took = watch.stop();
    let mega = real(bytes) / 1e6;
    println!(
        "  {} people, {entries} rows, {mega:.1} MB: {:.2} s; {:.0} µs a person, {:.0} ns a row, {:.0} MB/s",
        sample.len(),
        took.wall,
        per(took.wall * 1e6, sample.len()),
        per(took.wall * 1e9, entries),
        mega / took.wall.max(1e-9)
    );
    Ok(())
}

/// A rota's frame, to hold other rosters.
trait Frame {
    fn clone_without_rosters(&self) -> Rota;
}

impl Frame for Rota {
    fn clone_without_rosters(&self) -> Rota {
        Rota {
            title: self.title.clone(),
            judged: self.judged,
            on_dates: self.on_dates,
            zone: self.zone.clone(),
            period: self.period,
            shift_types: self.shift_types.clone(),
            rosters: Vec::new(),
        }
    }
}

/// A rota with the rules of its people, full-time and part-time.
struct Bench<'a> {
    rota: &'a Rota,
    calendar: Calendar,
    sets: [RuleSet; 2],
    resolve_micros: f64,
}

/// What was kept of a run, so that nothing of it can be left out.
#[derive(Default)]
struct Kept {
    answers: usize,
    breaches: usize,
    people: usize,
}

/// Every answer of a part of the people: whose, which clause, what was measured.
#[derive(Default)]
struct Answers {
    people: usize,
    tightest: Vec<((u32, u32), Reading)>,
    breaches: Vec<((u32, u32), Reading)>,
    /// Clauses with nothing to measure, or not checked.
    silent: usize,
}

impl<'a> Bench<'a> {
    fn new(contracts: &[&Contract], rota: &'a Rota) -> Bench<'a> {
        let start = Instant::now();
        let sets = [false, true].map(|part_time| bind(contracts, part_time, rota.period));
        Bench {
            rota,
            calendar: check::calendar(rota),
            sets,
            resolve_micros: start.elapsed().as_secs_f64() * 1e6 / 2.0,
        }
    }

    fn set(&self, number: usize) -> &RuleSet {
        &self.sets[usize::from(people::part_time(number))]
    }

    fn context(&self) -> Context<'_> {
        Context {
            rota: self.rota,
            calendar: &self.calendar,
            cover: None,
        }
    }

    /// Judges everybody and keeps every answer.
    fn judge_all(&self, threads: usize) -> (Took, Kept) {
        let all = &self.rota.rosters;
        let each = all.len().div_ceil(threads).max(1);
        let watch = Stopwatch::start();
        let answers: Vec<Answers> = thread::scope(|scope| {
            let running: Vec<_> = all
                .chunks(each)
                .enumerate()
                .map(|(part, rosters)| scope.spawn(move || self.judge(rosters, part * each)))
                .collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_default())
                .collect()
        });
        let took = watch.stop();
        let mut kept = Kept::default();
        for part in &answers {
            kept.people += part.people;
            kept.answers += part.tightest.len() + part.silent;
            kept.breaches += part.breaches.len();
        }
        (took, kept)
    }

    fn judge(&self, rosters: &[Roster], first: usize) -> Answers {
        let context = self.context();
        let mut judge = Judge::default();
        let mut all = Answers::default();
        for (i, roster) in rosters.iter().enumerate() {
            all.people += 1;
            let person = u32::try_from(first + i).unwrap_or(u32::MAX);
            judge.each(self.set(first + i), roster, &context, |bound, said| {
                let clause = (person, bound.rule.clause as u32);
                match said.tightest {
                    Some(reading) => all.tightest.push((clause, *reading)),
                    None => all.silent += 1,
                }
                all.breaches
                    .extend(said.breaches.iter().map(|r| (clause, *r)));
            });
        }
        all
    }

    /// Moves the end of one duty, judges its person again, moves it back.
    fn edits(&self) {
        let mut dice = Dice::new(7);
        let mut judge = Judge::default();
        let context = self.context();
        let mut micros: Vec<f64> = Vec::with_capacity(EDITS);
        for _ in 0..EDITS {
            let number = dice.below(self.rota.rosters.len() as u64) as usize;
            let mut roster = self.rota.rosters[number].clone();
            if roster.duties.is_empty() {
                continue;
            }
            let at = dice.below(roster.duties.len() as u64) as usize;
            let start = Instant::now();
            let duty = &mut roster.duties[at];
            let earlier = Wall(duty.end.wall.0 - 30);
            duty.end = self.rota.zone.resolve(earlier).moment();
            let mut breaches = 0;
            judge.each(self.set(number), &roster, &context, |_, heard| {
                breaches += heard.breaches.len();
            });
            std::hint::black_box(breaches);
            micros.push(start.elapsed().as_secs_f64() * 1e6);
        }
        micros.sort_by(f64::total_cmp);
        let at = |share: usize| {
            micros
                .get(micros.len() * share / 100)
                .copied()
                .unwrap_or(0.0)
        };
        println!(
            "  median {:.1} µs, 95 of 100 within {:.1} µs, 99 within {:.1} µs",
            at(50),
            at(95),
            at(99)
        );
    }
}

fn bind(contracts: &[&Contract], part_time: bool, period: Period) -> RuleSet {
    let party = Party {
        name: "Doctor",
        part_time,
        opt_out: None,
    };
    resolve(
        contracts,
        party,
        &[],
        period,
        Law::OfEachDate,
        &Choices::new(),
    )
    .0
}

fn flips(contracts: &[&Contract], people: usize, weeks: usize) {
    let people = people.min(FLIPPED);
    let rota = people::rota(people, weeks);
    let department = Department::unknown();
    let question = Question {
        rota: &rota,
        department: &department,
        terms: vec![Terms {
            contracts: contracts.to_vec(),
            law: Law::OfEachDate,
        }],
        who: Vec::new(),
        choices: Choices::new(),
        mend: false,
    };
    let watch = Stopwatch::start();
    let verdict = check::check(&question);
    let took = watch.stop();
    show(
        &format!("{people} people"),
        took,
        count(&rota.rosters),
        people * weeks,
    );
    println!(
        "  {:.0} µs a person; {} breaches, {} warnings, {} readings",
        per(took.wall * 1e6, people),
        verdict.breaches.len(),
        verdict.warnings.len(),
        verdict.readings.len()
    );
}

fn grow(contracts: &[&Contract], people: usize, weeks: usize) {
    let people = people.min(GROWN);
    for weeks in [13, 26, 52, 104] {
        let rota = people::rota(people, weeks);
        let (took, _) = Bench::new(contracts, &rota).judge_all(1);
        let what = format!("{people} people, {weeks} weeks, all rules");
        show(&what, took, count(&rota.rosters), people * weeks);
    }
    for part in [1, 4, 16] {
        let people = people * part / 4;
        let rota = people::rota(people, weeks);
        let (took, _) = Bench::new(contracts, &rota).judge_all(1);
        let what = format!("{people} people, {weeks} weeks, all rules");
        show(&what, took, count(&rota.rosters), people * weeks);
    }
    let rota = people::rota(people, weeks);
    let all = Bench::new(contracts, &rota).sets[0].bound.len();
    for rules in [1, all / 2, all] {
        let mut bench = Bench::new(contracts, &rota);
        for set in &mut bench.sets {
            set.bound.truncate(rules);
        }
        let (took, _) = bench.judge_all(1);
        let what = format!("{people} people, {weeks} weeks, {rules} rules");
        show(&what, took, count(&rota.rosters), people * weeks);
    }
    each_rule(contracts, &rota, weeks);
}

/// Each rule alone: where the time goes.
fn each_rule(contracts: &[&Contract], rota: &Rota, weeks: usize) {
    println!("\nEach rule alone, one thread, marking of classes included");
    println!("  µs a person-week, breaches a person");
    let whole = Bench::new(contracts, rota);
    let mut rows: Vec<(f64, f64, String)> = Vec::new();
    for at in 0..whole.sets[0].bound.len() {
        let mut bench = Bench::new(contracts, rota);
        let bound = bench.sets[0].bound[at].clone();
        let contract = contracts[bound.contract];
        let name = format!("{}:{}", contract.id, contract.clauses[bound.rule.clause].id);
        bench.sets = bench.sets.map(|mut set| {
            set.bound = vec![bound.clone()];
            set
        });
        let (took, kept) = bench.judge_all(1);
        let micros = per(took.wall * 1e6, rota.rosters.len() * weeks);
        rows.push((micros, per(real(kept.breaches), kept.people), name));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (micros, breaches, name) in rows {
        println!("  {micros:6.3}  {breaches:6.2}  {name}");
    }
}
