//! The published shift-scheduling instances: what the automata say of a line is what the checker's
//! walk says of it, and what the problem says of a rota is what an independent evaluator says.
//!
//! The files lie in a shared folder beside the project, or where `FIRSTLINE_SHARED` says. With
//! `FIRSTLINE_ROSTERS` the rosters tried are written to that folder with their values, for
//! `nrp_eval.py`.

use std::fs;
use std::path::{Path, PathBuf};

use firstline_core::diagnostic::concise;
use firstline_solve::compile::{Bounds, Judge};
use firstline_solve::problem::{NEVER, OFF, Problem, Symbol};
use firstline_solve::read::curtois24::{Case, Instance, read, read_roster, write_roster};

fn folder() -> Option<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = match std::env::var_os("FIRSTLINE_SHARED") {
        Some(path) => PathBuf::from(path),
        None => project.join("../shared"),
    };
    let found = shared.join("benchmarks/curtois24");
    if found.is_dir() {
        return Some(found);
    }
    tell(&format!("skipped: {} is not there", found.display()));
    None
}

#[expect(
    clippy::print_stderr,
    reason = "what was tried, or skipped, must be seen"
)]
fn tell(text: &str) {
    eprintln!("{text}");
}

fn case(folder: &Path, number: u32) -> Case {
    let file = folder.join(format!("Instance{number}.txt"));
    let text = fs::read_to_string(&file).expect("the instance can be read");
    let instance = read("instance", &text).expect("the instance is understood");
    Case::new(instance).expect("an instance can be said as contracts")
}

/// Small numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }
}

/// For each day and state the total lengths that can still be reached from there.
fn totals(problem: &Problem, person: usize) -> Vec<Vec<u128>> {
    let p = &problem.people[person];
    let automaton = &problem.automata[p.automaton];
    let states = |day: usize| automaton.layers[problem.weekday(day)].states;
    let mut all = vec![vec![1_u128; states(problem.days)]];
    for day in (0..problem.days).rev() {
        let after = all.last().expect("the last day was put in first");
        let here = (0..states(day)).map(|state| {
            let symbols = 0..problem.symbols as Symbol;
            let may = symbols.filter(|s| p.cost[day * problem.symbols + usize::from(*s)] != NEVER);
            let steps = may.filter_map(|s| {
                let arc = automaton.step(problem.weekday(day), state as u16, s)?;
                Some(after[usize::from(arc.next)] << problem.lengths[usize::from(s)])
            });
            steps.fold(0, |sum, one| sum | one)
        });
        let here = here.collect();
        all.push(here);
    }
    all.reverse();
    all
}

/// A line that keeps every rule but those of the counters, by luck.
fn nearly(problem: &Problem, person: usize, totals: &[Vec<u128>], dice: &mut Dice) -> Vec<Symbol> {
    let p = &problem.people[person];
    let automaton = &problem.automata[p.automaton];
    let fits = |sums: u128, so_far: i32| {
        (p.least..=p.most).any(|t| t >= so_far && sums >> (t - so_far) & 1 == 1)
    };
    let (mut state, mut so_far) = (p.start, 0);
    let mut counts = vec![0; p.limits.len()];
    let mut line = Vec::new();
    for day in 0..problem.days {
        let mut steps: Vec<(Symbol, u16, u32)> = Vec::new();
        for s in 0..problem.symbols as Symbol {
            let own = p.cost[day * problem.symbols + usize::from(s)];
            let Some(arc) = automaton.step(problem.weekday(day), state, s) else {
                continue;
            };
            let length = so_far + problem.lengths[usize::from(s)];
            if own != NEVER && fits(totals[day + 1][usize::from(arc.next)], length) {
                steps.push((s, arc.next, arc.counts));
            }
        }
        // what is counted is done when nothing else is left, or now and then
        let free: Vec<_> = steps.iter().filter(|s| s.2 == 0).copied().collect();
        let spare = |c: u32| (0..counts.len()).all(|k| c >> k & 1 == 0 || counts[k] < p.limits[k]);
        let within: Vec<_> = steps.iter().filter(|s| spare(s.2)).copied().collect();
        let from = match dice.below(4) {
            0 if !within.is_empty() => &within,
            _ if !free.is_empty() => &free,
            _ if !within.is_empty() => &within,
            _ => &steps,
        };
        let (symbol, next, up) = from[dice.below(from.len())];
        for (k, count) in counts.iter_mut().enumerate() {
            *count += (up >> k & 1) as i32;
        }
        line.push(symbol);
        so_far += problem.lengths[usize::from(symbol)];
        state = next;
    }
    line
}

/// A line of which the automaton forbids no step, by luck; days off are kept, now and then not.
fn lucky(problem: &Problem, person: usize, dice: &mut Dice, strict: bool) -> Vec<Symbol> {
    let p = &problem.people[person];
    let automaton = &problem.automata[p.automaton];
    let mut state = Some(p.start);
    let mut line = Vec::new();
    let mut before = OFF;
    for day in 0..problem.days {
        let may = |s: Symbol| p.cost[day * problem.symbols + usize::from(s)] != NEVER || !strict;
        let steps: Vec<(Symbol, u16)> = (0..problem.symbols as Symbol)
            .filter(|s| may(*s))
            .filter_map(|s| Some((s, automaton.step(problem.weekday(day), state?, s)?.next)))
            .collect();
        if steps.is_empty() {
            // a dead end: go on anyhow, so that broken lines are tried too
            line.push(dice.below(problem.symbols) as Symbol);
            state = None;
            continue;
        }
        let again = steps.iter().find(|(s, _)| (*s == OFF) == (before == OFF));
        let pick = match again {
            Some(same) if dice.below(3) > 0 && *same != steps[0] => *same,
            _ => steps[dice.below(steps.len())],
        };
        before = pick.0;
        line.push(pick.0);
        state = Some(pick.1);
    }
    line
}

fn check_lines(number: u32, tries: usize) {
    let Some(folder) = folder() else { return };
    let case = case(&folder, number);
    let problem = case.problem(case.compile(Bounds::default()));
    let ground = case.ground();
    let contracts = case.contracts();
    let mut judge = Judge::new(&ground);
    let mut dice = Dice(u64::from(number) + 7);
    let (mut lawful, mut unlawful) = (0, 0);
    for person in 0..problem.people.len() {
        let asked = case.asked(&contracts, person);
        let employee = &case.instance.staff[person];
        for turn in 0..tries {
            let mut line = lucky(&problem, person, &mut dice, turn % 4 > 0);
            if turn % 3 == 0 {
                // a change somewhere, so that lines are nearly lawful
                let day = dice.below(line.len());
                line[day] = dice.below(problem.symbols) as Symbol;
            }
            let broken = judge.lawful(&asked, &line);
            let on_a_day_off = employee.days_off.iter().any(|d| line[*d] != OFF);
            let expected = broken.is_empty() && !on_a_day_off;
            let said = problem.line_cost(person, &line);
            assert_eq!(
                said.is_some(),
                expected,
                "Instance{number}, {}: {line:?}\n{broken:?}",
                employee.id
            );
            if expected {
                lawful += 1;
            } else {
                unlawful += 1;
            }
        }
    }
    tell(&format!(
        "Instance{number}: {lawful} lawful lines, {unlawful} that are not"
    ));
    assert!(lawful > 0 && unlawful > 0);
}

#[test]
fn lines_of_instance_1_are_lawful_to_the_automaton_when_they_are_to_the_checker() {
    check_lines(1, 400);
}

#[test]
fn lines_of_instance_2_are_lawful_to_the_automaton_when_they_are_to_the_checker() {
    check_lines(2, 400);
}

#[test]
fn lines_of_instance_3_are_lawful_to_the_automaton_when_they_are_to_the_checker() {
    check_lines(3, 400);
}

#[test]
fn lines_of_instance_5_are_lawful_to_the_automaton_when_they_are_to_the_checker() {
    check_lines(5, 1000);
}

#[test]
fn lines_of_instance_9_are_lawful_to_the_automaton_when_they_are_to_the_checker() {
    check_lines(9, 1000);
}

#[test]
fn lines_of_instance_13_are_lawful_to_the_automaton_when_they_are_to_the_checker() {
    check_lines(13, 400);
}

/// What the page of the benchmark says of a rota, written out from its words.
fn value_by_the_page(instance: &Instance, lines: &[Vec<Symbol>]) -> i64 {
    let given = |w: &firstline_solve::read::curtois24::Wish| {
        usize::from(lines[w.person][w.day]) == w.shift + 1
    };
    let on = instance.on.iter().filter(|w| !given(w)).map(|w| w.weight);
    let off = instance.off.iter().filter(|w| given(w)).map(|w| w.weight);
    let cover = instance.cover.iter().map(|c| {
        let here = lines
            .iter()
            .filter(|l| usize::from(l[c.day]) == c.shift + 1);
        let count = here.count() as i32;
        (c.wanted - count).max(0) * c.short + (count - c.wanted).max(0) * c.over
    });
    on.chain(off).chain(cover).map(i64::from).sum()
}

#[test]
fn the_value_of_a_rota_is_that_of_the_page_and_rosters_read_back_as_written() {
    let Some(folder) = folder() else { return };
    let out = std::env::var_os("FIRSTLINE_ROSTERS").map(PathBuf::from);
    for number in [1, 2, 3, 5, 9, 13] {
        let case = case(&folder, number);
        let problem = case.problem(case.compile(Bounds::default()));
        let mut dice = Dice(u64::from(number) + 99);
        let totals: Vec<Vec<Vec<u128>>> = (0..problem.people.len())
            .map(|person| totals(&problem, person))
            .collect();
        let (mut whole, mut told) = (0, String::new());
        for turn in 0..24 {
            let line = |person: usize| {
                let totals = &totals[person];
                let mut line = nearly(&problem, person, totals, &mut dice);
                for _ in 0..2000 {
                    if turn % 4 == 3 || problem.line_cost(person, &line).is_some() {
                        break;
                    }
                    line = nearly(&problem, person, totals, &mut dice);
                }
                line
            };
            let lines: Vec<Vec<Symbol>> = (0..problem.people.len()).map(line).collect();
            let value = problem.value(&lines);
            if let Some(value) = value {
                whole += 1;
                assert_eq!(value, value_by_the_page(&case.instance, &lines));
            }
            let text = write_roster(&case.instance, &lines);
            assert_eq!(read_roster("roster", &text, &case.instance), Ok(lines));
            if let Some(out) = &out {
                let name = format!("{number}-{turn}.txt");
                fs::write(out.join(&name), text).expect("the roster can be written");
                let value = value.map_or("infeasible".to_owned(), |v| v.to_string());
                told += &[&number.to_string(), " ", &name, " ", &value, "\n"].concat();
            }
        }
        tell(&format!("Instance{number}: {whole} whole rotas of 24"));
        if let Some(out) = &out {
            fs::write(out.join(format!("{number}.values")), told).expect("written");
        }
    }
}

fn check_refused(text: &str, expected: &[&str]) {
    let told = read("x.txt", text).expect_err("it is refused");
    let told: Vec<String> = told.iter().map(concise).collect();
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.contains(expected), "{told}\n{expected}");
    }
    assert!(told.len() >= expected.len(), "{told:?}");
}

const SMALL: &str = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nE,480,\nL,480,E\nSECTION_STAFF\n\
A,E=7|L=7,2400,960,5,1,1,1\nSECTION_DAYS_OFF\nA,2\nSECTION_SHIFT_ON_REQUESTS\nA,0,E,3\n\
SECTION_SHIFT_OFF_REQUESTS\nA,1,L,2\nSECTION_COVER\n";

fn small() -> String {
    let rows = (0..7).flat_map(|day| ["E", "L"].map(|s| (day, s)));
    rows.fold(SMALL.to_owned(), |text, (day, shift)| {
        text + &format!("{day},{shift},1,100,1\n")
    })
}

#[test]
fn a_small_instance_is_understood() {
    let case = Case::new(read("x.txt", &small()).expect("understood")).expect("a contract");
    let problem = case.problem(case.compile(Bounds::default()));
    assert_eq!(problem.value(&[vec![1, 1, 0, 1, 1, 0, 0]]), Some(10 * 100));
    assert_eq!(
        problem.value(&[vec![0, 2, 0, 1, 1, 0, 0]]),
        Some(3 + 2 + 11 * 100)
    );
    // a day off, a late before an early, too little and too much work
    for line in [
        [1, 1, 1, 1, 0, 0, 0],
        [2, 1, 0, 1, 1, 0, 0],
        [1, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 1, 1, 1, 1],
    ] {
        assert_eq!(problem.value(&[line.to_vec()]), None, "{line:?}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_or_whole_and_never_a_panic() {
    let text = small();
    for end in 0..text.len() - 10 {
        let told = read("x.txt", &text[..end]).expect_err("half a file is no instance");
        assert!(
            told.iter()
                .all(|d| d.place.is_some() && d.code.starts_with('S'))
        );
    }
}

#[test]
fn what_cannot_be_is_told_with_its_place() {
    let with = |from: &str, to: &str| small().replace(from, to);
    check_refused("", &["the section `SECTION_HORIZON` is missing"]);
    check_refused("hello\n", &["x.txt:1:1: a row before"]);
    check_refused(
        &with("\n7\n", "\n-7\n"),
        &["`-7` is not the number of days"],
    );
    check_refused(&with("\n7\n", "\n8\n"), &["whole weeks"]);
    check_refused(&with("L,480,E", "L,480,EE"), &["there is no shift `EE`"]);
    check_refused(
        &with("L,480,E", "L,99999999999,E"),
        &["not a length in minutes"],
    );
    check_refused(
        &with("E,480,", "L,480,"),
        &["the shift `L` stands here a second time"],
    );
    check_refused(&with("A,2\n", "B,2\n"), &["nobody has the id `B`"]);
    check_refused(&with("A,2\n", "A,7\n"), &["`7` is not a day from 0 to 6"]);
    check_refused(&with("A,0,E,3", "A,0,E,-3"), &["`-3` is not a weight"]);
    check_refused(
        &with("E=7|L=7", "E7"),
        &["`E7` is not a shift and its greatest number"],
    );
    check_refused(
        &with("3,L,1,100,1\n", ""),
        &["how many are wanted for L on day 3"],
    );
    check_refused(
        &with("3,L,1,100,1\n", "3,E,1,100,1\n"),
        &["stands here a second time"],
    );
}

#[test]
fn a_roster_that_cannot_be_is_told_with_its_place() {
    let instance = read("x.txt", &small()).expect("understood");
    let check = |text: &str, expected: &str| {
        let told = read_roster("r.txt", text, &instance).expect_err("it is refused");
        let told = concise(&told[0]);
        assert!(told.contains(expected), "{told}");
    };
    check("", "the line of `A` is missing");
    check("A:E,E,-,,L", "5 cells for 7 days");
    check("A:E,E,-,,L,X,-", "there is no shift `X`");
    check("B:E,E,-,,L,-,-", "nobody has the id `B`");
    check("A:E,E,-,,L,-,-\nA:E,E,-,,L,-,-", "a second time");
    check("E,E,-,,L,-,-\nE,E,-,,L,-,-", "more lines than the 1 people");
    let lines = read_roster("r.txt", "# mine\nE,E,-,,L,-,-\n", &instance);
    assert_eq!(lines, Ok(vec![vec![1, 1, 0, 0, 2, 0, 0]]));
}
