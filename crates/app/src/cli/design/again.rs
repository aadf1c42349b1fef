//! Rotas that are there already: one to stay close to, one to go on from.

use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::rota::Rota;
use firstline_core::time::Day;
use firstline_solve::department::{Built, Judged, lines_of};
use firstline_solve::dp::{Ask, Pricer, own_prices};
use firstline_solve::problem::{OFF, Symbol};

use super::super::RotaArgs;
use super::super::open::open_path;
use super::ready::Refused;

/// Reads a rota of the department.
pub(super) fn read(path: &str, department: &str, today: Day) -> Result<Rota, Refused> {
    let args = RotaArgs {
        department: Some(department.to_owned()),
        ..RotaArgs::default()
    };
    let opened = open_path(path, &args, today).map_err(|r| Refused {
        contract: r.contract,
        told: r.diagnostics,
    })?;
    Ok(opened.rota)
}

/// What a day that differs from the rota to go on from costs, in looking for the nearest line.
const FAR: f32 = 1024.0;

/// The rota to go on from, each line as near to it as the clauses, leave and skills let it be. What
/// had to be changed is told.
pub(super) fn lawful_start(
    path: &str,
    rota: &Rota,
    department: &Department,
    built: &Built,
    judged: &Judged<'_>,
    told: &mut Vec<Diagnostic>,
) -> Vec<Vec<Symbol>> {
    let edited = lines_of(department, &built.layout, rota);
    let mut pricer = Pricer::judged(Some(judged));
    let lines = edited.iter().enumerate().map(|(person, days)| {
        let mut line: Vec<Symbol> = days.iter().map(|d| d.unwrap_or(OFF)).collect();
        // what stands outside the search is added again at the end
        for pin in built.layout.pinned.iter().filter(|p| p.person == person) {
            line[pin.day] = OFF;
        }
        let problem = &built.problem;
        let breaches = judged.breaches(person, &line);
        if problem.line_cost(person, &line).is_some() && breaches.is_empty() {
            return line;
        }
        let mut prices = Vec::new();
        own_prices(problem, person, 0, problem.days, &mut prices);
        for (at, price) in prices.iter_mut().enumerate().filter(|(_, p)| p.is_finite()) {
            let same = line[at / problem.symbols] == (at % problem.symbols) as Symbol;
            *price = if same { 0.0 } else { FAR };
        }
        let ask = Ask {
            person,
            from: 0,
            to: problem.days,
            line: &[],
            prices: &prices,
            own: &[],
        };
        let nearest = pricer.best(problem, &ask).line;
        told.push(changed(
            path, department, built, judged, person, &line, &nearest,
        ));
        nearest
    });
    lines.collect()
}

fn changed(
    path: &str,
    department: &Department,
    built: &Built,
    judged: &Judged<'_>,
    person: usize,
    line: &[Symbol],
    nearest: &[Symbol],
) -> Diagnostic {
    let name = &department.people[person].name;
    let days = line.iter().zip(nearest).enumerate();
    let days: Vec<String> = days
        .filter(|(_, (a, b))| a != b)
        .map(|(day, _)| built.layout.from.plus(day as i32).short())
        .collect();
    let title = if nearest.is_empty() {
        format!("{name}: this line cannot be kept, and no lawful line near it was found")
    } else {
        format!(
            "{name}: this line cannot be kept as it is; the search begins from the nearest lawful one, which differs on {}",
            days.join(", ")
        )
    };
    let mut diagnostic =
        Diagnostic::warning("S019", title).at(Place::file(format!("--from {path}")));
    for (clause, first, last) in judged.clauses(person, line).into_iter().take(4) {
        let when = if first == last {
            first.short()
        } else {
            format!("{} to {}", first.short(), last.short())
        };
        diagnostic = diagnostic.note(format!("{when}: breaks {clause}"));
    }
    if diagnostic.notes.is_empty() {
        diagnostic = diagnostic.note("a day of leave, a shift that is not for them or not for that day, or their hours stand against it");
    }
    diagnostic.help("what must stay as it is belongs into the department file as [[fixed]]")
}
