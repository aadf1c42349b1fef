//! One person at a time: a first rota, and the best answer of each to all the others.

use crate::dp::{Ask, Pricer, own_prices};
use crate::problem::{Alike, Problem, Symbol};

/// What each symbol costs a person on each day of a window, given what everybody else does; rows
/// that are the person's own are left out.
pub fn marginal_prices(
    problem: &Problem,
    alike: &Alike,
    person: usize,
    from: usize,
    to: usize,
    counts: &[i32],
    out: &mut Vec<f32>,
) {
    own_prices(problem, person, from, to, out);
    let group = problem.people[person].group;
    for day in from..to {
        for symbol in 0..problem.symbols {
            let at = (day - from) * problem.symbols + symbol;
            if out[at].is_infinite() {
                continue;
            }
            let hits = problem.hits.of(group, day, symbol as Symbol).iter();
            for &(row, weight) in hits.filter(|h| !alike.own[h.0 as usize]) {
                let row_of = &problem.rows[row as usize];
                let count = counts[row as usize];
                out[at] += (row_of.penalty(count + weight) - row_of.penalty(count)) as f32;
            }
        }
    }
}

/// A first rota: people in turn, each with the best line for what is still missing.
///
/// Tells the people for whom no line was found; theirs are empty.
pub fn construct(
    problem: &Problem,
    alike: &Alike,
    order: &[usize],
    pricer: &mut Pricer<'_>,
) -> (Vec<Vec<Symbol>>, Vec<usize>) {
    let mut lines = vec![Vec::new(); problem.people.len()];
    let mut counts = vec![0; problem.rows.len()];
    let mut without = Vec::new();
    let mut prices = Vec::new();
    for &person in order {
        marginal_prices(
            problem,
            alike,
            person,
            0,
            problem.days,
            &counts,
            &mut prices,
        );
        let ask = Ask {
            person,
            from: 0,
            to: problem.days,
            line: &[],
            prices: &prices,
            own: &alike.of[person],
        };
        let found = pricer.best(problem, &ask);
        if found.line.is_empty() {
            without.push(person);
            continue;
        }
        problem.add(&mut counts, person, &found.line, 1);
        lines[person] = found.line;
    }
    (lines, without)
}

/// Gives each person the best answer to all the others, as long as that helps or `stop` says so, which
/// is told the work done.
///
/// Returns how much was gained.
pub fn sweep(
    problem: &Problem,
    alike: &Alike,
    lines: &mut [Vec<Symbol>],
    order: &[usize],
    pricer: &mut Pricer<'_>,
    stop: &mut dyn FnMut(u64) -> bool,
) -> i64 {
    let mut counts = vec![0; problem.rows.len()];
    for (person, line) in lines.iter().enumerate() {
        problem.add(&mut counts, person, line, 1);
    }
    let mut prices = Vec::new();
    let mut gained = 0;
    loop {
        let mut round = 0;
        for &person in order {
            if stop(pricer.work) {
                return gained + round;
            }
            let Some(old_own) = problem.line_cost(person, &lines[person]) else {
                continue;
            };
            let before = problem.penalties(&counts) + old_own;
            problem.add(&mut counts, person, &lines[person], -1);
            marginal_prices(
                problem,
                alike,
                person,
                0,
                problem.days,
                &counts,
                &mut prices,
            );
            let ask = Ask {
                person,
                from: 0,
                to: problem.days,
                line: &[],
                prices: &prices,
                own: &alike.of[person],
            };
            let found = pricer.best(problem, &ask);
            let new_own = problem.line_cost(person, &found.line);
            let fits = found.line.len() == problem.days;
            let mut next = counts.clone();
            problem.add(&mut next, person, &found.line, 1);
            let after = new_own.map(|own| problem.penalties(&next) + own);
            match after {
                Some(after) if fits && after <= before => {
                    counts = next;
                    lines[person] = found.line;
                    round += before - after;
                }
                _ => problem.add(&mut counts, person, &lines[person], 1),
            }
        }
        gained += round;
        if round == 0 {
            return gained;
        }
    }
}
