//! The engine on instances: a made-up one, and those of the published set whose best value is
//! proved. Every rota goes through the checker's walk, and through the rules of the benchmark's
//! page written out slowly a second time.
//!
//! The published files lie in a shared folder beside the project, or where `FIRSTLINE_SHARED` says.

#![expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers become weights and prices"
)]

use std::fs;
use std::path::{Path, PathBuf};

use firstline_solve::compile::{Bounds, Judge};
use firstline_solve::engine::{Limits, Outcome, Until, design};
use firstline_solve::problem::{OFF, Problem, Symbol};
use firstline_solve::read::curtois24::{Case, Instance, read};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn case(path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let instance = read("instance", &text).expect("the instance is understood");
    Case::new(instance).expect("an instance can be said as contracts")
}

fn published(number: u32) -> Option<Case> {
    let shared = std::env::var_os("FIRSTLINE_SHARED");
    let shared = shared.map_or_else(|| project().join("../shared"), PathBuf::from);
    let path = shared.join(format!("benchmarks/curtois24/Instance{number}.txt"));
    if path.is_file() {
        return Some(case(&path));
    }
    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    {
        eprintln!("skipped: {} is not there", path.display());
    }
    None
}

fn tiny() -> Case {
    case(&project().join("rotas/bench/tiny.txt"))
}

fn limits(work: f64, threads: usize, seed: u64) -> Limits {
    Limits {
        until: Until::Work(work),
        threads,
        seed,
    }
}

/// Runs of equal days: first day, the day after the last, and whether they are worked.
fn runs(line: &[Symbol]) -> Vec<(usize, usize, bool)> {
    let mut runs: Vec<(usize, usize, bool)> = Vec::new();
    for (day, &symbol) in line.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.2 == (symbol != OFF) => run.1 = day + 1,
            _ => runs.push((day, day + 1, symbol != OFF)),
        }
    }
    runs
}

/// What a line breaks by the page of the benchmark, in its words.
fn broken_by_the_page(instance: &Instance, person: usize, line: &[Symbol]) -> Vec<&'static str> {
    let e = &instance.staff[person];
    let shift = |day: usize| usize::from(line[day]).checked_sub(1);
    let mut broken = Vec::new();
    let mut say = |so: bool, what| {
        if so {
            broken.push(what);
        }
    };
    for &day in &e.days_off {
        say(shift(day).is_some(), "a fixed day off");
    }
    for day in 1..line.len() {
        let after = shift(day - 1).zip(shift(day));
        let may = after.is_none_or(|(a, b)| !instance.shifts[a].not_before.contains(&b));
        say(!may, "a forbidden succession");
    }
    let of = |t: usize| (0..line.len()).filter(|d| shift(*d) == Some(t)).count() as i32;
    let mut minutes = 0;
    for (t, kind) in instance.shifts.iter().enumerate() {
        say(of(t) > e.most[t], "the maximum of a shift");
        minutes += of(t) * kind.minutes;
    }
    say(minutes > e.most_minutes, "most minutes");
    say(minutes < e.least_minutes, "least minutes");
    for (from, to, work) in runs(line) {
        let days = (to - from) as i32;
        let inside = from > 0 && to < line.len();
        say(work && days > e.longest_run, "the longest run of work");
        say(
            work && inside && days < e.shortest_run,
            "the shortest run of work",
        );
        say(
            !work && inside && days < e.shortest_rest,
            "the shortest rest",
        );
    }
    let weekends = line
        .chunks(7)
        .filter(|week| week[5] != OFF || week[6] != OFF);
    say(weekends.count() as i32 > e.weekends, "weekends");
    broken
}

/// What a rota is worth by the page.
fn worth_by_the_page(instance: &Instance, lines: &[Vec<Symbol>]) -> i64 {
    let mut sum = 0;
    for wish in &instance.on {
        let given = usize::from(lines[wish.person][wish.day]) == wish.shift + 1;
        sum += if given { 0 } else { i64::from(wish.weight) };
    }
    for wish in &instance.off {
        let given = usize::from(lines[wish.person][wish.day]) == wish.shift + 1;
        sum += if given { i64::from(wish.weight) } else { 0 };
    }
    for cover in &instance.cover {
        let here = |l: &&Vec<Symbol>| usize::from(l[cover.day]) == cover.shift + 1;
        let count = lines.iter().filter(here).count() as i32;
        sum += i64::from((cover.wanted - count).max(0) * cover.short);
        sum += i64::from((count - cover.wanted).max(0) * cover.over);
    }
    sum
}

/// Every line by the walk and by the page, and the value by the page.
fn sound(case: &Case, problem: &Problem, outcome: &Outcome, what: &str) {
    let ground = case.ground();
    let contracts = case.contracts();
    let mut judge = Judge::new(&ground);
    assert_eq!(outcome.lines.len(), problem.people.len(), "{what}");
    for (person, line) in outcome.lines.iter().enumerate() {
        let asked = case.asked(&contracts, person);
        assert_eq!(judge.lawful(&asked, line), [], "{what}: {person}");
        let broken = broken_by_the_page(&case.instance, person, line);
        assert!(broken.is_empty(), "{what}: {person} breaks {broken:?}");
    }
    assert_eq!(problem.value(&outcome.lines), Some(outcome.value), "{what}");
    assert_eq!(
        worth_by_the_page(&case.instance, &outcome.lines),
        outcome.value,
        "{what}"
    );
}

/// The best value, which others have proved, is found with so much work, and no bound is above it.
fn comes_to(case: &Case, best: i64, work: f64, proved: bool) {
    let problem = case.problem(case.compile(Bounds::default()));
    let outcome = design(&problem, None, &limits(work, 2, 1), None, &mut |_| true);
    sound(case, &problem, &outcome, "the best");
    assert_eq!(outcome.value, best);
    assert!(
        outcome.bound <= best as f64,
        "bound {} over {best}",
        outcome.bound
    );
    assert!(outcome.proved || !proved, "bound {}", outcome.bound);
}

#[test]
fn the_made_up_instance_is_solved() {
    comes_to(&tiny(), 1, 20.0, true);
}

#[test]
fn instance_1_comes_to_607() {
    if let Some(case) = published(1) {
        comes_to(&case, 607, 100.0, false);
    }
}

#[test]
fn instance_2_comes_to_828() {
    if let Some(case) = published(2) {
        comes_to(&case, 828, 100.0, true);
    }
}

#[test]
fn instance_3_comes_to_1001() {
    if let Some(case) = published(3) {
        comes_to(&case, 1001, 200.0, true);
    }
}

#[test]
fn instance_4_comes_to_1716() {
    if let Some(case) = published(4) {
        comes_to(&case, 1716, 100.0, true);
    }
}

#[test]
fn stopped_at_any_moment_there_is_a_rota_that_the_walk_lets_pass() {
    let published = [1, 2].into_iter().filter_map(published);
    for case in std::iter::once(tiny()).chain(published) {
        let problem = case.problem(case.compile(Bounds::default()));
        for patience in 0..14_u32 {
            let mut told = Vec::new();
            let limits = limits(20.0, 1 + patience as usize % 2, u64::from(patience));
            let outcome = design(&problem, None, &limits, None, &mut |now| {
                told.push(now.value);
                told.len() <= patience as usize
            });
            sound(&case, &problem, &outcome, &format!("after {patience}"));
            assert_eq!(told.last(), Some(&outcome.value), "after {patience}");
            assert!(told.is_sorted_by(|a, b| a >= b), "{told:?}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_rota_on_an_instance() {
    let Some(case) = published(2) else { return };
    let problem = case.problem(case.compile(Bounds::default()));
    for threads in [1, 2] {
        let once = || {
            design(&problem, None, &limits(12.0, threads, 9), None, &mut |_| {
                true
            })
        };
        let (a, b) = (once(), once());
        assert_eq!(a.lines, b.lines);
        let of = |o: &Outcome| (o.value, o.bound.to_bits(), o.work.to_bits(), o.moves);
        assert_eq!(of(&a), of(&b), "{threads} threads");
    }
}
