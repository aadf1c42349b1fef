//! The same design for files that the program carries: a rota made better, and what is better in it.

use firstline_core::check::check;
use firstline_core::department::Department;
use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::Rota;
use firstline_core::time::Day;
use firstline_solve::department::{Breakdown, Built, Judged, Options, breakdown, build, lines_of};
use firstline_solve::designed::{Lack, missing};
use firstline_solve::engine::{Limits, Until};
use firstline_solve::problem::{OFF, Symbol};

use super::super::open::File;
use super::ready::Ready;
use super::search::{self, Found};
use super::tell::Teller;
use super::{again, ready, write};

/// A rota as it stands and as it was made better, under one contract.
pub(in super::super) struct Carried {
    /// As it stands.
    pub(in super::super) before: Side,
    /// As the engine made it.
    pub(in super::super) after: Side,
    /// The rota found.
    pub(in super::super) rota: Rota,
}

/// What can be counted of a rota.
#[derive(Clone, Debug)]
pub(in super::super) struct Side {
    /// Duties missing below the least.
    pub(in super::super) missing: i32,
    /// Breaches of clauses.
    pub(in super::super) breaches: usize,
    /// Fewest and most of each count, by its name.
    pub(in super::super) counts: Vec<(String, i64, i64)>,
    /// Weekends of which one day is worked.
    pub(in super::super) half_weekends: i64,
}

fn side(department: &Department, built: &Built, found: &Breakdown, breaches: usize) -> Side {
    let gaps = missing(department, &built.layout, found);
    let below = gaps.iter().filter(|m| m.lack == Lack::BelowLeast);
    let of = |count: usize| {
        found
            .counts
            .iter()
            .filter(move |c| c.count == count)
            .map(|c| c.here)
    };
    let counts = department.needs.fairness.iter().enumerate();
    let counts = counts.map(|(i, f)| {
        let (least, most) = (of(i).min(), of(i).max());
        (f.name.clone(), least.unwrap_or(0), most.unwrap_or(0))
    });
    Side {
        missing: below.map(|m| m.asked - m.count).sum(),
        breaches,
        counts: counts.collect(),
        half_weekends: found.broken_weekends.iter().sum(),
    }
}

/// Designs from a rota on, as `firstline design --from ROTA --contract ID --work N --threads 1` does.
pub(in super::super) fn carried(
    house: &File<'_>,
    rota: &Rota,
    contract: &str,
    work: f64,
    today: Day,
) -> Result<Carried, Vec<Diagnostic>> {
    let told = |r: ready::Refused| r.told;
    let Ready {
        library,
        department,
        ..
    } = ready::prepare(house, house.name(), Some(contract)).map_err(told)?;
    let bound = ready::bind(&department, &library).map_err(told)?;
    let options = Options {
        tracker: ready::tracker(&department, &bound),
        ..Options::default()
    };
    let mut built = build(&department, &bound.law, &options)?;
    let lines = lines_of(&department, &built.layout, rota);
    let old: Vec<Vec<Symbol>> = lines
        .iter()
        .map(|line| line.iter().map(|s| s.unwrap_or(OFF)).collect())
        .collect();
    let start = {
        let judged = Judged::new(&bound, &built);
        again::lawful_start("", rota, &department, &built, &judged, &mut Vec::new())
    };
    let limits = Limits {
        until: Until::Work(work),
        threads: 1,
        seed: 1,
    };
    let Found { outcome, .. } = search::run(
        &department,
        &bound,
        &mut built,
        &limits,
        Some(start),
        &mut Teller::silent(),
        &mut Vec::new(),
    );
    let judged = |lines: &[Vec<Symbol>]| {
        let contract = Some(contract);
        let opened = write::opened(house, contract, &department, &built.layout, lines, today);
        let opened = opened.map_err(told)?;
        let breaches = check(&opened.question(false)).breaches.len();
        let found = breakdown(&department, &built, lines);
        let side = side(&department, &built, &found, breaches);
        Ok::<_, Vec<Diagnostic>>((side, opened.rota))
    };
    let (before, _) = judged(&old)?;
    let (after, rota) = judged(&outcome.lines)?;
    Ok(Carried {
        before,
        after,
        rota,
    })
}
