//! How fast the questions beside the law are answered: a trust for a year, an incident many times.

use firstline_core::check::{Question, Terms, check};
use firstline_core::contract::{Choices, Contract, Law};
use firstline_core::department::{Department, Person};
use firstline_core::rota::Rota;
use firstline_plan::house::{Own, moment};
use firstline_plan::{cover, fatigue, incident};
use firstline_sheet::{ReadOptions, Source, Understood, read_rota, write_tidy};

use super::clock::{Stopwatch, Took};
use super::people;
use crate::library::Library;
use crate::shell::Done;

const DEPARTMENTS: usize = 40;
/// People of one department: a tier of doctors in training and those above them.
const EACH: usize = 12;
const WEEKS: usize = 52;
/// Seconds in which a trust is to be answered for a year.
const TRUST: f64 = 2.0;

const PEOPLE: usize = 500;
const RUNS: u32 = 1000;
/// Seconds in which an incident is to be thrown a thousand times.
const THROWN: f64 = 1.0;

/// Grades by turn, so that every department has three tiers.
const GRADES: [&str; 6] = ["F2", "ST1", "F2", "ST4", "ST1", "Consultant"];

const FIGURES: &str = "\
format = 1
[[floor]]
id = \"ward\"
text = \"somebody on the wards\"
least = 1
[[floor]]
id = \"senior\"
text = \"a registrar or above by day\"
tiers = [\"tier2\", \"tier3\"]
from = \"09:00\"
to = \"17:00\"
least = 1
";

/// Prints one line of the table.
fn row(what: &str, took: Took, target: Option<f64>) {
    let target = target.map_or("–".to_owned(), |t| format!("{t:.0} s"));
    println!(
        "  {what:<58} {:>8.2} {:>8.2}   {target}",
        took.wall, took.cpu
    );
}

pub(super) fn run() -> Done {
    let library = Library::read()?;
    let contracts = vec![
        library.get("england-2016")?,
        library.get("working-time-regulations")?,
    ];
    println!("bench plan: made-up people, in memory, one thread, seed 1");
    println!("  {:<58} {:>8} {:>8}   target", "what", "seconds", "CPU s");
    trust(&contracts)?;
    happened(&contracts)
}

/// A department of made-up people, and its rota.
fn house(number: usize, people: usize, weeks: usize) -> (Department, Rota) {
    let mut rota = people::rota(people * (number + 1), weeks);
    rota.rosters.drain(..people * number);
    let mut department = Department::unknown();
    department.name = format!("department {}", number + 1);
    department.shift_types.clone_from(&rota.shift_types);
    for (i, roster) in rota.rosters.iter().enumerate() {
        let mut person = Person::named(&roster.person);
        person.grade = Some(GRADES[i % GRADES.len()].to_owned());
        department.people.push(person);
    }
    (department, rota)
}

fn own() -> Result<Own, String> {
    let read = Own::read("bench.plan.toml", FIGURES, &firstline_plan::settings());
    read.map_err(|all| {
        all.into_iter()
            .map(|d| d.title)
            .collect::<Vec<_>>()
            .join("; ")
    })
}

fn question<'a>(
    department: &'a Department,
    rota: &'a Rota,
    contracts: &[&'a Contract],
) -> Question<'a> {
    Question {
        rota,
        department,
        terms: vec![Terms {
            contracts: contracts.to_vec(),
            law: Law::OfEachDate,
        }],
        who: Vec::new(),
        choices: Choices::new(),
        mend: false,
    }
}

fn trust(contracts: &[&Contract]) -> Done {
    let houses: Vec<_> = (0..DEPARTMENTS).map(|n| house(n, EACH, WEEKS)).collect();
    let own = own()?;
    let texts: Vec<String> = houses.iter().map(|(_, rota)| write_tidy(rota)).collect();
    let whole = Stopwatch::start();

    let watch = Stopwatch::start();
    let mut entries = 0;
    for text in &texts {
        let source = Source {
            name: "bench.csv",
            bytes: text.as_bytes(),
        };
        let read = read_rota(&source, None, &ReadOptions::default());
        let Some(Understood::Dated(dated)) = read.rota else {
            return Err("a department did not read back".to_owned());
        };
        entries += dated.entries.len();
    }
    row(
        &format!("{DEPARTMENTS} departments of {EACH} for {WEEKS} weeks: read, {entries} rows"),
        watch.stop(),
        None,
    );

    let watch = Stopwatch::start();
    let mut breaches = 0;
    for (department, rota) in &houses {
        breaches += check(&question(department, rota, contracts)).breaches.len();
    }
    row(
        &format!("  checked, {breaches} breaches"),
        watch.stop(),
        None,
    );

    let watch = Stopwatch::start();
    let mut short = 0;
    for (department, rota) in &houses {
        let answer = cover::cover(&cover::Question {
            rota,
            department,
            own: &own,
            arrivals: None,
            a_day: Some(10.0),
            weekend: true,
        })
        .map_err(|all| all.join("; "))?;
        short += usize::from(!answer.holds());
    }
    row(
        &format!("  cover against floors and demand, {short} short"),
        watch.stop(),
        None,
    );

    let watch = Stopwatch::start();
    let mut scored = 0;
    for (_, rota) in &houses {
        let answer = fatigue::score(&fatigue::Question {
            rota,
            person: None,
            set: fatigue::Set::Hospital,
            given: &fatigue::Given::default(),
            patients: None,
        })
        .map_err(|all| all.join("; "))?;
        scored += answer
            .people
            .iter()
            .map(|p| p.scored().count())
            .sum::<usize>();
    }
    row(&format!("  fatigue, {scored} duties"), watch.stop(), None);
    row("  the whole trust for a year", whole.stop(), Some(TRUST));
    Ok(())
}

fn happened(contracts: &[&Contract]) -> Done {
    let (department, rota) = house(0, PEOPLE, 4);
    let own = own()?;
    let check = question(&department, &rota, contracts);
    let day = rota.period.from.plus(11);
    let at = moment(&format!("{day}T22:00"), &rota.zone).map_err(|e| e.to_string())?;
    let ask = |runs: u32| {
        let watch = Stopwatch::start();
        let answer = incident::incident(&incident::Question {
            rota: &rota,
            department: &department,
            own: &own,
            check: &check,
            at,
            casualties: 40,
            strike: None,
            seed: 1,
            runs,
        });
        let took = watch.stop();
        answer.map(|a| (took, a)).map_err(|all| all.join("; "))
    };
    let (fixed, _) = ask(1)?;
    let (all, answer) = ask(RUNS)?;
    let ways = f64::from(answer.outcomes.len().max(1) as u32);
    let one = Took {
        wall: (all.wall - fixed.wall).max(0.0) / ways,
        cpu: (all.cpu - fixed.cpu).max(0.0) / ways,
    };
    row(
        &format!("{RUNS} simulations of an incident, {PEOPLE} people, six hours"),
        one,
        Some(THROWN),
    );
    row(
        "  who may lawfully be called, and the week after mended",
        fixed,
        None,
    );
    row(
        "  the whole answer, three ways of telling people",
        all,
        None,
    );
    Ok(())
}
