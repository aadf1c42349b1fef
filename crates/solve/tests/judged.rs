//! The judge of lines that the search uses says what the checker's walk says.

mod library;

use firstline_core::department::Department;
use firstline_core::diagnostic::Diagnostic;
use firstline_solve::compile::Bounds;
use firstline_solve::department::{Judged, Options, bind, build, scaled};
use firstline_solve::dp::Lawful;
use firstline_solve::problem::{NEVER, OFF, Problem, Symbol};
use firstline_solve::random::Random;

const TEXT: &str = "format = 1
name = \"test\"
contract = [\"england-2016\"]
[period]
from = 2026-11-02
to = 2026-11-30
[[shift]]
code = \"D\"
start = \"09:00\"
end = \"17:00\"
kind = \"day\"
breaks = \"30\"
[[shift]]
code = \"N\"
start = \"21:00\"
end = \"09:00\"
kind = \"night\"
breaks = \"30+30+30\"
[[person]]
name = \"Asha\"
[[person]]
name = \"Ben\"
[[cover]]
shifts = \"D\"
least = 1
";

fn department(more: &str) -> Department {
    let read = Department::read("department.toml", &[TEXT, more].concat());
    read.unwrap_or_else(|e| panic!("{}", library::told(&e)))
}

/// First and last day of what nights on some days break, for Asha.
fn broken(more: &str, nights: &[usize]) -> Option<(usize, usize)> {
    let (contracts, department) = (library::contracts(), department(more));
    let told = |e: Vec<Diagnostic>| -> String { library::told(&e) };
    let bound =
        bind(&department, &contracts, Bounds::default()).unwrap_or_else(|e| panic!("{}", told(e)));
    let built = build(&department, &bound.law, &Options::default())
        .unwrap_or_else(|e| panic!("{}", told(e)));
    let judged = Judged::new(&bound, &built);
    let mut line: Vec<Symbol> = vec![OFF; 28];
    for &day in nights {
        line[day] = 2;
    }
    let alone = judged.broken(0, &line);
    // any thread gets the same answer
    let both = std::thread::scope(|scope| {
        let asked = [0, 1].map(|_| scope.spawn(|| judged.broken(0, &line)));
        asked.map(|answer| answer.join().unwrap_or_default())
    });
    assert_eq!(both, [alone, alone]);
    alone
}

#[test]
fn a_line_within_every_limit_is_lawful() {
    assert_eq!(broken("", &[]), None);
    assert_eq!(broken("", &[3, 4, 5]), None);
}

#[test]
fn a_line_that_breaks_a_clause_is_told_with_the_days_of_it() {
    let (first, last) = broken("", &[3, 4, 5, 6, 7, 8]).unwrap_or_default();
    assert!(first >= 3 && last <= 8 && first < last, "{first} {last}");
}

const FIXED: &str =
    "[[fixed]]\nperson = \"Asha\"\nfrom = 2026-11-02\nto = 2026-11-10\nwork = \"N\"\n";

#[test]
fn what_is_fixed_against_a_clause_is_not_held_against_the_rest_of_the_line() {
    assert_eq!(broken(FIXED, &[0, 1, 2]), None);
    // but a breach of its own is
    assert!(broken(FIXED, &[15, 16, 17, 18, 19, 20]).is_some());
}

#[test]
fn weights_too_far_apart_are_divided_alike_and_none_becomes_nothing() {
    assert!(scaled(&department("")).is_none());
    let more = "[aims]\nbelow-least = 1000000000\nfairness = 20\nspread = 0\n[[fairness]]\ncount = \"nights\"\nshifts = \"N\"\n";
    let (small, told) = scaled(&department(more)).expect("too great");
    let aims = &small.needs.aims;
    assert_eq!(
        (aims.duty.below_least, aims.fairness, aims.spread),
        (100_000, 1, 0)
    );
    assert_eq!(told.code, "S022");
}

/// Some line that the automaton allows, mostly at work for some days and off for some.
fn some_line(problem: &Problem, person: usize, random: &mut Random) -> Vec<Symbol> {
    let of = &problem.people[person];
    let automaton = &problem.automata[of.automaton];
    let (mut line, mut state, mut wanted) = (Vec::new(), of.start, OFF);
    for day in 0..problem.days {
        if random.below(4) == 0 {
            wanted = random.below(problem.symbols) as Symbol;
        }
        let mut may = vec![wanted, OFF];
        may.extend((1..problem.symbols).map(|s| s as Symbol));
        let step = may.into_iter().find_map(|symbol| {
            let cost = of.cost[day * problem.symbols + usize::from(symbol)];
            let arc = automaton.step(problem.weekday(day), state, symbol);
            arc.filter(|_| cost != NEVER).map(|arc| (symbol, arc.next))
        });
        let Some((symbol, next)) = step else { break };
        line.push(symbol);
        state = next;
    }
    line
}

#[test]
fn what_the_automaton_leaves_out_is_all_that_the_judge_knows_besides() {
    let contracts = library::contracts();
    let (mut kept, mut broken) = (0, 0);
    for (name, department) in library::examples() {
        let told = |e: Vec<Diagnostic>| -> String { library::told(&e) };
        let bound = bind(&department, &contracts, Bounds::default());
        let bound = bound.unwrap_or_else(|e| panic!("{}", told(e)));
        let built = build(&department, &bound.law, &Options::default());
        let built = built.unwrap_or_else(|e| panic!("{}", told(e)));
        let (problem, judged) = (&built.problem, Judged::new(&bound, &built));
        let mut random = Random::new(1);
        for tries in 0..600 {
            let person = tries % problem.people.len();
            let line = some_line(problem, person, &mut random);
            if line.len() < problem.days || problem.line_cost(person, &line).is_none() {
                continue;
            }
            let lawful = judged.broken(person, &line).is_none();
            let rest = judged.keeps_the_rest(person, &line, 0..line.len());
            assert_eq!(rest, lawful, "{name} {person} {line:?}");
            if lawful {
                kept += 1;
            } else {
                broken += 1;
            }
        }
    }
    assert!(kept > 20 && broken > 0, "{kept} kept, {broken} broken");
}

#[test]
fn where_days_changed_the_days_around_them_tell_what_the_whole_line_does() {
    // rests so long that many a line breaks it
    let contracts = library::contracts_with(|text| {
        text.replace("\"35h\"", "\"60h\"")
            .replace("\"59h\"", "\"90h\"")
    });
    let (mut kept, mut broken) = (0, 0);
    for (name, mut department) in library::examples() {
        // long enough that most of it is left out
        department.to = department.from.map(|from| from.plus(26 * 7));
        let told = |e: Vec<Diagnostic>| -> String { library::told(&e) };
        let bound = bind(&department, &contracts, Bounds::default());
        let bound = bound.unwrap_or_else(|e| panic!("{}", told(e)));
        let built = build(&department, &bound.law, &Options::default());
        let built = built.unwrap_or_else(|e| panic!("{}", told(e)));
        let (problem, judged) = (&built.problem, Judged::new(&bound, &built));
        let mut random = Random::new(1);
        for person in 0..problem.people.len() {
            let mut line = vec![OFF; problem.days];
            for _ in 0..200 {
                let from = random.below(problem.days);
                let to = (from + 1 + random.below(28)).min(problem.days);
                let donor = some_line(problem, person, &mut random);
                if donor.len() < problem.days {
                    continue;
                }
                let mut other = line.clone();
                other[from..to].copy_from_slice(&donor[from..to]);
                if problem.line_cost(person, &other).is_none() {
                    continue;
                }
                let keeps = judged.keeps_the_rest(person, &other, from..to);
                let whole = judged.keeps_the_rest(person, &other, 0..other.len());
                assert_eq!(keeps, whole, "{name} {person} {from} {to} {other:?}");
                if whole {
                    (line, kept) = (other, kept + 1);
                } else {
                    broken += 1;
                }
            }
        }
    }
    assert!(kept > 100 && broken > 10, "{kept} kept, {broken} broken");
}

#[test]
fn days_off_break_nothing_in_the_examples() {
    let contracts = library::contracts();
    for (name, department) in library::examples() {
        let told = |e: Vec<Diagnostic>| -> String { library::told(&e) };
        let bound = bind(&department, &contracts, Bounds::default());
        let bound = bound.unwrap_or_else(|e| panic!("{}", told(e)));
        let built = build(&department, &bound.law, &Options::default());
        let built = built.unwrap_or_else(|e| panic!("{}", told(e)));
        let judged = Judged::new(&bound, &built);
        let off = vec![OFF; built.problem.days];
        for person in 0..department.people.len() {
            assert_eq!(judged.broken(person, &off), None, "{name} {person}");
        }
    }
}
