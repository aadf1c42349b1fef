//! The true optimum of small departments, by trying every rota, and such departments at random.
//!
//! Shares nothing with the engine but [`Problem::line_cost`] and the rows. `mod oracle;` in another
//! test brings it in.

use std::fmt::Write;

use firstline_core::department::Department;
use firstline_solve::automaton::{Automaton, Layer, NONE};
use firstline_solve::department::{Built, Law, Options, Terms, build};
use firstline_solve::problem::{Hits, Person, Problem, Row, Symbol};

/// Seeded dice.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }

    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A line that a person may have, with what it costs.
type Allowed = (Vec<Symbol>, i64);

/// Every line that a person may have.
pub(crate) fn lines(problem: &Problem, person: usize) -> Vec<Allowed> {
    let mut all = Vec::new();
    let mut line = vec![0; problem.days];
    loop {
        if let Some(cost) = problem.line_cost(person, &line) {
            all.push((line.clone(), cost));
        }
        let carry = line
            .iter()
            .position(|&s| usize::from(s) + 1 < problem.symbols);
        let Some(at) = carry else { return all };
        line[..at].fill(0);
        line[at] += 1;
    }
}

/// How many rotas there are to try.
pub(crate) fn size(problem: &Problem) -> usize {
    (0..problem.people.len())
        .map(|p| lines(problem, p).len())
        .fold(1, usize::saturating_mul)
}

/// The least value that any rota has, and one that has it; nothing where somebody has no line.
pub(crate) fn optimum(problem: &Problem) -> Option<(i64, Vec<Vec<Symbol>>)> {
    let all: Vec<Vec<Allowed>> = (0..problem.people.len())
        .map(|p| lines(problem, p))
        .collect();
    if all.iter().any(Vec::is_empty) {
        return None;
    }
    let mut best: Option<(i64, Vec<usize>)> = None;
    let mut chosen = Vec::new();
    let mut counts = vec![0; problem.rows.len()];
    try_each(problem, &all, &mut chosen, &mut counts, 0, &mut best);
    let (value, chosen) = best?;
    let lines = chosen
        .iter()
        .zip(&all)
        .map(|(&at, lines)| lines[at].0.clone());
    Some((value + problem.constant, lines.collect()))
}

fn try_each(
    problem: &Problem,
    all: &[Vec<Allowed>],
    chosen: &mut Vec<usize>,
    counts: &mut Vec<i32>,
    cost: i64,
    best: &mut Option<(i64, Vec<usize>)>,
) {
    let person = chosen.len();
    let Some(lines) = all.get(person) else {
        let value = cost + problem.penalties(counts);
        if best.as_ref().is_none_or(|(b, _)| value < *b) {
            *best = Some((value, chosen.clone()));
        }
        return;
    };
    for (at, (line, own)) in lines.iter().enumerate() {
        problem.add(counts, person, line, 1);
        chosen.push(at);
        try_each(problem, all, chosen, counts, cost + own, best);
        chosen.pop();
        problem.add(counts, person, line, -1);
    }
}

/// A small random department with its law, small enough to try every rota.
pub(crate) fn small(seed: u64) -> (Department, Built) {
    let mut dice = Dice::new(seed);
    loop {
        let people = 2 + dice.below(3) as usize;
        let days = 3 + dice.below(5) as usize;
        let shifts = 2 + dice.below(2) as usize;
        let text = text(&mut dice, people, days, shifts);
        let department = Department::read("small.toml", &text);
        let department = department.unwrap_or_else(|e| panic!("{e:?}\n{text}"));
        let law = law(&mut dice, people, shifts + 1);
        let built = build(&department, &law, &Options::default());
        let built = built.unwrap_or_else(|e| panic!("{e:?}\n{text}"));
        if (1..300_000).contains(&size(&built.problem)) {
            return (department, built);
        }
    }
}

const CODES: [&str; 3] = ["D", "L", "N"];

/// A small department file.
pub(crate) fn text(dice: &mut Dice, people: usize, days: usize, shifts: usize) -> String {
    let mut out = String::from("format = 1\nname = \"small\"\n[period]\n");
    let first = 2 + dice.below(7);
    let _ = writeln!(
        out,
        "from = 2026-11-{first:02}\nto = 2026-11-{:02}",
        first + days as u64
    );
    let _ = writeln!(
        out,
        "[aims]\nbelow-least = {}\nbelow-wanted = 20\nabove-most = {}\nwishes = 7\nfairness = {}\n\
         broken-weekends = {}\npairings = 11\nunsupervised = 90\nspread = 3\npay = {}\n\
         half-hour-below-least = 9\nhalf-hour-below-wanted = 2\nhalf-hour-above-most = 1",
        [0, 100, 1000][dice.below(3) as usize].max(20),
        dice.below(3) * 15,
        dice.below(3) * 9,
        dice.below(3) * 6,
        dice.below(2),
    );
    let times = [("08:00", "16:00"), ("14:00", "22:00"), ("22:00", "08:00")];
    for (code, (start, end)) in CODES.iter().zip(times).take(shifts) {
        let _ = writeln!(
            out,
            "[[shift]]\ncode = \"{code}\"\nstart = \"{start}\"\nend = \"{end}\"\nkind = \"day\""
        );
    }
    for person in 0..people {
        let grade = if person == 0 || dice.percent(40) {
            "R"
        } else {
            "F"
        };
        let _ = writeln!(
            out,
            "[[person]]\nname = \"P{person}\"\ngrade = \"{grade}\"\nshare = {}",
            ["1", "0.6"][dice.below(2) as usize]
        );
        if dice.percent(30) {
            let _ = writeln!(out, "skills = [\"airway\"]");
        }
    }
    for code in &CODES[..shifts] {
        let least = dice.below(3);
        let wanted = least + dice.below(2);
        let _ = writeln!(
            out,
            "[[cover]]\nshifts = \"{code}\"\nleast = {least}\nwanted = {wanted}"
        );
        if dice.percent(50) {
            let _ = writeln!(out, "most = {}", wanted + dice.below(2));
        }
    }
    if dice.percent(40) {
        let _ = writeln!(
            out,
            "[[demand]]\nfrom = \"10:00\"\nto = \"15:30\"\nwanted = 2\nmost = 3"
        );
    }
    if dice.percent(40) {
        let _ = writeln!(
            out,
            "[[supervision]]\nof = {{ grades = [\"F\"] }}\nby = {{ grades = [\"R\"] }}"
        );
    }
    if dice.percent(40) {
        let want = ["together", "apart"][dice.below(2) as usize];
        let _ = writeln!(
            out,
            "[[pairing]]\npeople = [\"P0\", \"P1\"]\nwant = \"{want}\""
        );
    }
    let _ = writeln!(
        out,
        "[[fairness]]\ncount = \"lates\"\nshifts = \"L\"\nspread-weeks = 1"
    );
    let _ = writeln!(out, "[[pay]]\nshifts = \"L\"\npounds = 4");
    for _ in 0..dice.below(4) {
        let person = dice.below(people as u64);
        let day = first + dice.below(days as u64);
        let what = ["want = \"off\"", "avoid = \"L\"", "want = [\"D\", \"L\"]"];
        let _ = writeln!(
            out,
            "[[wish]]\nperson = \"P{person}\"\ndates = 2026-11-{day:02}\n{}\nweight = {}",
            what[dice.below(3) as usize],
            1 + dice.below(4)
        );
    }
    out
}

/// A made-up law: no more than so many duties in a row, some shift not after another, and a
/// greatest count of the last shift.
pub(crate) fn law(dice: &mut Dice, people: usize, symbols: usize) -> Law {
    let run = 2 + dice.below(4) as usize;
    let forbidden = dice.percent(60);
    let mut layer = Layer {
        states: 1 + (symbols - 1) * run,
        ..Layer::default()
    };
    for state in 0..layer.states {
        let (last, length) = match state {
            0 => (0, 0),
            n => ((n - 1) / run + 1, (n - 1) % run + 1),
        };
        for symbol in 0..symbols {
            let after = forbidden && last == symbols - 1 && symbol == 1;
            let next = match symbol {
                0 => 0,
                _ if length == run || after => NONE,
                s => ((s - 1) * run + length + 1) as u16,
            };
            layer.next.push(next);
            layer
                .cost
                .push(if symbol > 0 && length == 0 { 2 } else { 0 });
            layer.counts.push(u32::from(symbol == symbols - 1));
        }
    }
    let automaton = Automaton {
        layers: std::array::from_fn(|_| layer.clone()),
        symbols,
        counters: 1,
    };
    let terms = |dice: &mut Dice| Terms {
        limits: vec![1 + dice.below(3) as i32],
        least: dice.below(3) as i32 * 480,
        most: 480 * (3 + dice.below(4) as i32),
        ..Terms::default()
    };
    Law {
        automata: vec![automaton],
        people: (0..people).map(|_| terms(dice)).collect(),
        markers: Vec::new(),
    }
}

/// People of these groups who work every one of four nights or none; each night counts in what
/// `counts` says of the group and the day.
pub(crate) fn every_night_or_none(
    groups: &[usize],
    rows: Vec<Row>,
    counts: impl Fn(usize, usize, &mut Vec<(u32, i32)>),
) -> Problem {
    let (days, symbols) = (4, 2);
    let first = Layer {
        states: 2,
        next: vec![0, 1, NONE, 1],
        cost: vec![0; 4],
        counts: vec![0; 4],
    };
    let rest = Layer {
        next: vec![0, NONE, NONE, 1],
        ..first.clone()
    };
    let person = |&group: &usize| Person {
        automaton: 0,
        start: 0,
        least: 0,
        most: 4,
        limits: Vec::new(),
        cost: vec![0; days * symbols],
        group,
    };
    let every = groups.iter().max().map_or(0, |most| most + 1);
    Problem {
        days,
        first_weekday: 0,
        symbols,
        lengths: vec![0, 1],
        unit: 60,
        automata: vec![Automaton {
            layers: std::array::from_fn(|weekday| match weekday {
                0 => first.clone(),
                _ => rest.clone(),
            }),
            symbols,
            counters: 0,
        }],
        people: groups.iter().map(person).collect(),
        rows,
        hits: Hits::build(every, days, symbols, |group, day, symbol, into| {
            if symbol == 1 {
                counts(group, day, into);
            }
        }),
        constant: 0,
    }
}
