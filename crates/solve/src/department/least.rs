//! The least cover alone: whether any lawful rota meets it, whatever else it costs.

use std::collections::BTreeMap;

use firstline_core::department::Department;

use super::built::Built;
use super::rows::Meaning;
use crate::problem::{Hits, NEVER, Problem, Row, Step, Symbol};

/// How much of the least cover a row asks for, where it asks: the least, and how many times one
/// below it counts.
pub(super) fn least_of(department: &Department, meaning: &Meaning) -> Option<(i32, i32)> {
    let needs = &department.needs;
    match *meaning {
        Meaning::Cover { need, .. } => Some((needs.cover[need].asked.least, 1)),
        Meaning::Demand {
            need, half_hours, ..
        } => Some((needs.demand[need].asked.least, half_hours)),
        _ => None,
    }
}

/// The same people under the same clauses, of whom nothing is asked but the least cover: one duty
/// or one half-hour of a person below it costs one, and nothing else costs anything.
///
/// Where its bound is above zero, no lawful rota has full least cover.
pub fn least_cover(department: &Department, built: &Built) -> Problem {
    let old = &built.problem;
    let mut place = vec![None; old.rows.len()];
    let mut rows = Vec::new();
    for (row, meaning) in built.layout.meanings.iter().enumerate() {
        let wanted = match *meaning {
            Meaning::Cover { need, .. } => department.needs.cover[need].asked.wanted,
            Meaning::Demand { need, .. } => department.needs.demand[need].asked.wanted,
            _ => continue,
        };
        let Some((least, each)) = least_of(department, meaning) else {
            continue;
        };
        // duties outside the search were taken off the target
        let target = old.rows[row].target - (wanted - least);
        if target <= 0 {
            continue;
        }
        let all = |slope| {
            vec![Step {
                width: i32::MAX,
                slope,
            }]
        };
        place[row] = Some(rows.len() as u32);
        rows.push(Row {
            target,
            short: all(each),
            over: all(0),
        });
    }
    let groups = old.people.iter().map(|p| p.group + 1).max().unwrap_or(0);
    let hits = Hits::build(groups, old.days, old.symbols, |group, day, symbol, into| {
        let before = old.hits.of(group, day, symbol).iter();
        into.extend(before.filter_map(|&(row, weight)| Some((place[row as usize]?, weight))));
    });
    let mut problem = Problem {
        rows,
        hits,
        constant: 0,
        ..old.clone()
    };
    let costs = problem.people.iter_mut().flat_map(|p| &mut p.cost);
    for cost in costs.filter(|c| **c != NEVER) {
        *cost = 0;
    }
    let layers = problem.automata.iter_mut().flat_map(|a| &mut a.layers);
    for layer in layers {
        layer.cost.fill(0);
    }
    problem
}

/// What is open of some cover whatever the rota: duties for which too few people may be given them at
/// all, whatever else they do.
pub fn never_met(problem: &Problem) -> i64 {
    let mut most = vec![0; problem.rows.len()];
    for person in &problem.people {
        for (day, costs) in person.cost.chunks_exact(problem.symbols).enumerate() {
            // the most that any step of this day counts in each row
            let mut of_day: BTreeMap<u32, i32> = BTreeMap::new();
            for (symbol, _) in costs.iter().enumerate().filter(|(_, c)| **c != NEVER) {
                let hits = problem.hits.of(person.group, day, symbol as Symbol);
                for &(row, weight) in hits {
                    let of_row = of_day.entry(row).or_default();
                    *of_row = weight.max(*of_row);
                }
            }
            for (row, weight) in of_day {
                most[row as usize] += weight;
            }
        }
    }
    let rows = problem.rows.iter().zip(most);
    rows.map(|(row, most)| row.penalty(most.min(row.target)))
        .sum()
}
