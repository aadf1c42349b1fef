//! What must hold of any rota, whatever the numbers are.

use firstline_core::check::Heard;
use firstline_core::rota::Kind;
use firstline_core::time::Wall;

use crate::case::Case;
use crate::clause::{Clause, KINDS, Limit};
use crate::dice::Dice;
use crate::random::{Plan, Sheet};
use crate::seeds;

fn plain_case(kind: &'static str, seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    Case {
        kind,
        clause: Clause::random(kind, &mut dice),
        plan: Plan::plain(&mut dice),
    }
}

fn only(case: &Case) -> Heard {
    let (_, mut heard) = case.heard();
    heard.pop().expect("there is one person")
}

/// Measured, limit and scale.
type Values = (i64, i64, i64);

/// What is left of an answer when its dates are taken away.
fn undated(heard: &Heard) -> (Option<Values>, Vec<Values>, bool) {
    let values = |r: &firstline_core::rules::Reading| (r.measured, r.limit, r.scale);
    (
        heard.tightest.as_ref().map(values),
        heard.breaches.iter().map(values).collect(),
        heard.lack.is_some(),
    )
}

#[test]
fn shifting_by_whole_weeks_changes_nothing() {
    for seed in seeds() {
        for kind in KINDS {
            let case = plain_case(kind, seed);
            let mut later = case.clone();
            let weeks = 1 + (seed % 8) as i32;
            let Sheet::Dated(rota) = &mut later.plan.sheet else {
                panic!("a plain case is on dates");
            };
            for entry in &mut rota.entries {
                entry.start = Wall(entry.start.0 + weeks * 10_080);
                entry.end = Wall(entry.end.0 + weeks * 10_080);
            }
            for day in [&mut later.plan.options.from, &mut later.plan.options.to] {
                *day = day.map(|day| day.plus(7 * weeks));
            }
            assert_eq!(
                undated(&only(&case)),
                undated(&only(&later)),
                "seed {seed}, {weeks} weeks later: {kind} {:?}",
                case.clause
            );
        }
    }
}

/// Whether the clause is a maximum that fewer duties can only keep better.
fn is_plain_maximum(clause: &Clause) -> bool {
    match clause {
        Clause::Window(_)
        | Clause::RunLength(_)
        | Clause::CountInDays(_)
        | Clause::Average(_)
        | Clause::Frequency(_) => true,
        // without the duty at the weekend, the greater limit of the weekend falls away
        Clause::DutyLength(p) => p.further.is_none(),
        Clause::DutiesInPeriod(p) => matches!(p.limit, Limit::Max(_)),
        Clause::HoursInPeriod(p) => matches!(p.limit, Limit::Max(_)),
        _ => false,
    }
}

#[test]
fn removing_a_duty_never_breaks_a_maximum_that_held() {
    for seed in seeds() {
        for kind in KINDS {
            let mut case = plain_case(kind, seed);
            if !is_plain_maximum(&case.clause) {
                continue;
            }
            let from = case.plan.options.from.expect("a plain case says so");
            let Sheet::Dated(rota) = &mut case.plan.sheet else {
                panic!("a plain case is on dates");
            };
            rota.entries.retain(|entry| entry.kind.is_duty());
            rota.entries
                .retain(|entry| entry.kind != Kind::NonResidentOnCall || entry.work.is_some());
            // a duty that another one kept out would come in when that one goes
            let entries = rota.entries.clone();
            if case.duties() != entries.len() {
                continue;
            }
            let held = only(&case);
            if !held.breaches.is_empty() || held.lack.is_some() {
                continue;
            }
            for (i, entry) in entries
                .iter()
                .enumerate()
                .filter(|(_, e)| e.start.day() >= from)
            {
                let mut fewer = case.clone();
                if let Sheet::Dated(rota) = &mut fewer.plan.sheet {
                    rota.entries.remove(i);
                }
                let heard = only(&fewer);
                assert!(
                    heard.breaches.is_empty() && heard.lack.is_none(),
                    "seed {seed}: {kind} {:?} is broken without the duty from {}: {heard:?}",
                    case.clause,
                    entry.start
                );
            }
        }
    }
}
