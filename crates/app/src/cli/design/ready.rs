//! From a department file to a problem: contracts by name, clauses bound, needs built.

use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, Place, Severity};
use firstline_core::time::Day;
use firstline_solve::compile::Bounds;
use firstline_solve::department::{self as solve, Bound, Built, FixedDuties, Options};

use super::super::open::{DEFAULT_CONTRACT, File, read_department};
use super::{DesignArgs, again};
use crate::library::Library;

/// A department with its contracts at hand.
pub(super) struct Ready {
    pub(super) library: Library,
    pub(super) department: Department,
    pub(super) told: Vec<Diagnostic>,
}

/// What stood in the way of a design.
pub(super) struct Refused {
    pub(super) contract: String,
    pub(super) told: Vec<Diagnostic>,
}

impl Refused {
    pub(super) fn one(problem: Diagnostic) -> Refused {
        Refused::all(vec![problem])
    }

    pub(super) fn all(told: Vec<Diagnostic>) -> Refused {
        Refused {
            contract: DEFAULT_CONTRACT.to_owned(),
            told,
        }
    }

    pub(super) fn with(department: &Department, told: Vec<Diagnostic>) -> Refused {
        let own = department.contracts.first();
        Refused {
            contract: own.cloned().unwrap_or_else(|| DEFAULT_CONTRACT.to_owned()),
            told,
        }
    }
}

/// Reads the department, and the contracts that it names as files, or the one given in their place.
pub(super) fn read(path: &str, contract: Option<&str>) -> Result<Ready, Refused> {
    prepare(&File::Path(path), path, contract)
}

/// The same of a department that may be carried by the program.
pub(super) fn prepare(
    file: &File<'_>,
    path: &str,
    contract: Option<&str>,
) -> Result<Ready, Refused> {
    let mut library = Library::carried().map_err(Refused::all)?;
    let mut department = read_department(file).map_err(Refused::all)?;
    if let Some(contract) = contract {
        department.contracts = vec![contract.to_owned()];
        for person in &mut department.people {
            person.contracts.clear();
        }
    }
    let mut problems = Vec::new();
    if department.contracts.is_empty() {
        department.contracts = vec![DEFAULT_CONTRACT.to_owned()];
    }
    let people = department.people.iter_mut().map(|p| &mut p.contracts);
    for name in people.chain([&mut department.contracts]).flatten() {
        match library.name(name) {
            Ok(named) => {
                *name = match named.on {
                    Some(day) => format!("{}@{day}", named.id),
                    None => named.id,
                }
            }
            Err(more) => problems.extend(
                more.into_iter()
                    .filter(|d| !problems.contains(d))
                    .collect::<Vec<_>>(),
            ),
        }
    }
    if !problems.is_empty() {
        return Err(Refused::with(&department, problems));
    }
    let mut told = Vec::new();
    if let Some((scaled, why)) = solve::scaled(&department) {
        department = scaled;
        told.push(why.at(Place::file(path)));
    }
    Ok(Ready {
        library,
        department,
        told,
    })
}

/// Binds and compiles the clauses.
pub(super) fn bind<'a>(
    department: &Department,
    library: &'a Library,
) -> Result<Bound<'a>, Refused> {
    solve::bind(department, &library.contracts, Bounds::default())
        .map_err(|told| Refused::with(department, told))
}

/// What fatigue costs from day to day, where it is an aim.
pub(super) fn tracker(department: &Department, bound: &Bound<'_>) -> Option<solve::Tracker> {
    let layers = bound.law.automata.iter().flat_map(|a| &a.layers);
    let states = layers.map(|l| l.states).max().unwrap_or(1);
    firstline_plan::fatigue::tracker(department, states)
}

/// Builds the problem; twice where an old rota is to be kept near, for that is read by its layout.
pub(super) fn build(
    args: &DesignArgs,
    department: &Department,
    bound: &Bound<'_>,
    today: Day,
    told: &mut Vec<Diagnostic>,
) -> Result<Built, Refused> {
    let mut options = Options {
        fixed: if args.free_fixed {
            FixedDuties::Freed
        } else {
            FixedDuties::Kept
        },
        old: None,
        tracker: tracker(department, bound),
    };
    let refused = |told| Refused::with(department, told);
    let mut built = solve::build(department, &bound.law, &options).map_err(refused)?;
    if let Some(path) = &args.old {
        let rota = again::read(path, &args.department, today)?;
        options.old = Some(solve::lines_of(department, &built.layout, &rota));
        built = solve::build(department, &bound.law, &options).map_err(refused)?;
        if department.needs.aims.changes == 0 {
            let title = "the old rota makes no difference: the aim `changes` weighs nothing";
            let help = "give [aims] a `changes` above 0: what a day that differs costs";
            let place = Place::file(format!("--old {path}"));
            told.push(Diagnostic::warning("S020", title).at(place).help(help));
        }
    }
    told.append(&mut built.told);
    Ok(built)
}

/// Clauses that change on a day of the period: each version is kept over its own days.
pub(super) fn two_versions(bound: &Bound<'_>, department: &Department) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::new();
    for person in 0..department.people.len() {
        let asked = bound.asked(person);
        for rule in &asked.set.bound {
            let Some(days) = rule.rule.in_force else {
                continue;
            };
            let contract = asked.contracts[rule.contract];
            let clause = &contract.clauses[rule.rule.clause];
            let title = format!(
                "{}:{} changes within the period: one version is kept from {} to {}",
                contract.id,
                clause.id,
                days.from,
                days.to.plus(-1)
            );
            let mut note = Diagnostic::warning("S021", title);
            note.severity = Severity::Note;
            if !all.contains(&note) {
                all.push(note);
            }
        }
    }
    all
}
