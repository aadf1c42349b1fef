//! Could it be better, and what would it be worth: the emergency department designed anew, under the
//! contract of the day and under those on the table.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::Rota;
use firstline_core::time::Day;
use firstline_plan::{Table, fatigue};

use super::super::design::{Carried, Side, carried};
use super::super::open::{File, Opened};
use super::super::plan::objections;
use super::{CONTRACTS, EMERGENCY, Section, section};

/// Work of each search, in millions of steps: short, and the same rota on any machine.
const WORK: f64 = 1500.0;

/// Those of the contracts under which a rota is designed: of the day, offered, in force since.
const DESIGNED: [usize; 3] = [0, 1, 4];

fn command(contract: &str) -> String {
    format!(
        "firstline design rotas/district-hospital/emergency.toml --from rotas/district-hospital/week.csv --contract {contract} --work {WORK} --threads 1"
    )
}

/// Mean and highest fatigue index.
type Tired = (f64, f64);

fn tired(rota: &Rota, names: &[String]) -> Result<Tired, Vec<Diagnostic>> {
    let scored = fatigue::score(&fatigue::Question {
        rota,
        person: None,
        set: fatigue::Set::Hospital,
        given: &fatigue::Given::default(),
        patients: None,
    })
    .map_err(|all| objections("C080", all))?;
    let people = scored.people.iter().filter(|p| names.contains(&p.person));
    let all: Vec<f64> = people.flat_map(|p| p.scored().map(|(_, i)| i.fi)).collect();
    let mean = all.iter().sum::<f64>() / f64::from(all.len().max(1) as u32);
    Ok((mean, all.into_iter().fold(0.0, f64::max)))
}

fn words(side: &Side) -> String {
    let counts = side.counts.iter();
    let counts: Vec<String> = counts
        .map(|(n, a, b)| format!("{n} {a} to {b} each"))
        .collect();
    format!(
        "{} breaches, {} duties of the cover missing, {}, {} half weekends",
        side.breaches,
        side.missing,
        counts.join(", "),
        side.half_weekends
    )
}

/// The answers to S4 and S10.
pub(super) fn answers(opened: &Opened, today: Day) -> Result<(Section, Section), Vec<Diagnostic>> {
    let house = File::Carried(EMERGENCY.0, EMERGENCY.1);
    let mut table = Table::new(
        "The same twelve doctors, the same days and the same cover under each",
        &[
            "contract",
            "what it was",
            "the rota as it stands",
            "as designed",
            "#mean FI",
            "#highest FI",
        ],
    );
    let mut rotas: Vec<Table> = Vec::new();
    let mut first: Option<(Carried, Tired, Tired)> = None;
    let mut points = Vec::new();
    for place in DESIGNED {
        let (contract, what) = CONTRACTS[place];
        let found = carried(&house, &opened.rota, contract, WORK, today)?;
        let names: Vec<String> = found
            .rota
            .rosters
            .iter()
            .map(|r| r.person.clone())
            .collect();
        let old = tired(&opened.rota, &names)?;
        let new = tired(&found.rota, &names)?;
        table.row(vec![
            contract.to_owned(),
            what.to_owned(),
            words(&found.before),
            words(&found.after),
            format!("{:.1}, was {:.1}", new.0, old.0),
            format!("{:.1}, was {:.1}", new.1, old.1),
        ]);
        rotas.push(grid(&found.rota, contract));
        points.push(format!(
            "{contract} ({what}): as it stands the rota has {}. Designed for it: {}; fatigue index {:.1} on average, {:.1} at most. $ {}",
            words(&found.before),
            words(&found.after),
            new.0,
            new.1,
            command(contract)
        ));
        first.get_or_insert((found, old, new));
    }
    let Some((found, old, new)) = first else {
        return Err(Vec::new());
    };
    let contract = CONTRACTS[DESIGNED[0]].0;
    let better = vec![
        "For the twelve doctors in training of the emergency department, on the same days and with the same cover, under the contract of the day:".to_owned(),
        format!("as it stands: {}; fatigue index {:.1} on average, {:.1} at most", words(&found.before), old.0, old.1),
        format!("as designed: {}; fatigue index {:.1} on average, {:.1} at most", words(&found.after), new.0, new.1),
        "A short search, begun from the rota as it stands; its command tells how much better one could be at most.".to_owned(),
    ];
    let mut clauses = vec![
        "What the contracts on the table ask of the same department: each point is a rota that the checker has passed. What each single clause costs is for `firstline negotiate`, which is not built yet.".to_owned(),
    ];
    clauses.extend(points);
    let own = rotas.remove(0);
    let question = "Could the same cover be given by a better rota?";
    let better = section("S4", question, better, command(contract)).with(move |page| {
        page.table(&own);
    });
    let last = command(CONTRACTS[DESIGNED[2]].0);
    let clauses = section("S10", "What could be negotiated?", clauses, last).with(move |page| {
        page.table(&table);
        for rota in &rotas {
            page.table(rota);
        }
    });
    Ok((better, clauses))
}

/// A rota as a table, a row for each person and a column for each day.
fn grid(rota: &Rota, contract: &str) -> Table {
    let days: Vec<Day> = (rota.period.from.0..rota.period.to.0).map(Day).collect();
    let heads: Vec<String> = days.iter().map(|d| d.short()).collect();
    let mut columns = vec!["who"];
    columns.extend(heads.iter().map(String::as_str));
    let mut table = Table::new(&format!("The rota designed under {contract}"), &columns);
    for roster in &rota.rosters {
        let mut row = vec![roster.person.clone()];
        for day in &days {
            let duty = roster.duties.iter().find(|d| d.day() == *day);
            row.push(duty.map_or("·".to_owned(), |d| rota.shift_type(d.code).code.clone()));
        }
        table.row(row);
    }
    table
}
