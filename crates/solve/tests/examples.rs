//! The examples are worth designing: nobody in them could go without loss.

mod library;

use std::collections::BTreeSet;

use firstline_core::department::Department;
use firstline_solve::compile::Bounds;
use firstline_solve::department::{Built, Meaning, Options, bind, build};

fn built(department: &Department) -> Built {
    let contracts = library::contracts();
    let bound = bind(department, &contracts, Bounds::default());
    let bound = bound.unwrap_or_else(|e| panic!("{}", library::told(&e)));
    let built = build(department, &bound.law, &Options::default());
    built.unwrap_or_else(|e| panic!("{}", library::told(&e)))
}

/// Minutes that rows ask of some people and of nobody else. Narrower rows on the same shift types
/// ask for the same duties, so they are left out.
fn asked(department: &Department, built: &Built, of: &BTreeSet<usize>, least: bool) -> i64 {
    let needs = &department.needs;
    let mut minutes = 0;
    for (row, meaning) in built.layout.meanings.iter().enumerate() {
        let (who, asked, each) = match *meaning {
            Meaning::Cover { need, .. } => {
                let cover = &needs.cover[need];
                if !cover.who.skills.is_empty() {
                    continue;
                }
                let symbol = built
                    .layout
                    .shifts
                    .iter()
                    .position(|s| cover.shifts.contains(s));
                let each = built.problem.lengths[symbol.map_or(0, |s| s + 1)] * built.problem.unit;
                (&cover.who, cover.asked, each)
            }
            Meaning::Demand {
                need, half_hours, ..
            } => (
                &needs.demand[need].who,
                needs.demand[need].asked,
                30 * half_hours,
            ),
            _ => continue,
        };
        let people = department.people.iter().enumerate();
        let mut those = people.filter(|(p, who_is)| who.admits(who_is, &needs.person(*p).skills));
        if those.all(|(p, _)| of.contains(&p)) {
            let count = if least {
                asked.least
            } else {
                built.problem.rows[row].target
            };
            minutes += i64::from(count) * i64::from(each);
        }
    }
    minutes
}

fn can_give(built: &Built, of: &BTreeSet<usize>) -> i64 {
    let most = of.iter().map(|&p| i64::from(built.problem.people[p].most));
    most.sum::<i64>() * i64::from(built.problem.unit)
}

#[test]
fn whoever_went_would_be_missed() {
    for (name, department) in library::examples() {
        let built = built(&department);
        let all: BTreeSet<usize> = (0..department.people.len()).collect();
        // everybody, or those of the same grades as cover names them
        let mut sets = vec![all.clone()];
        for cover in &department.needs.cover {
            let of = |p: &usize| {
                cover
                    .who
                    .admits(&department.people[*p], &department.needs.person(*p).skills)
            };
            sets.push(all.iter().copied().filter(of).collect());
        }
        for &person in &all {
            let needed = sets.iter().filter(|s| s.contains(&person)).any(|set| {
                let without: BTreeSet<usize> =
                    set.iter().copied().filter(|p| *p != person).collect();
                asked(&department, &built, set, false) > can_give(&built, &without)
            });
            assert!(needed, "{name}: {}", department.people[person].name);
        }
    }
}

#[test]
fn one_department_asks_for_more_than_its_people_may_work() {
    for (name, department) in library::examples() {
        let built = built(&department);
        let all: BTreeSet<usize> = (0..department.people.len()).collect();
        let short = asked(&department, &built, &all, true) > can_give(&built, &all);
        assert_eq!(short, name == "short-of-people", "{name}");
    }
}
