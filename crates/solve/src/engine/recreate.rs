//! People taken out and put back one by one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::jobs::{Answer, Job};
use crate::dp::{Ask, Effort, Pricer};
use crate::local::marginal_prices;
use crate::master::Scope;
use crate::problem::Symbol;
use crate::random::Random;

/// Takes a few people out and puts them back one by one, each with the best answer to all the
/// others, again and again. What is a little worse is gone on from for a while.
pub(super) fn recreate<'p>(
    job: Job<'p>,
    most: f64,
    pricer: &mut Pricer<'_>,
    enough: &AtomicBool,
) -> Answer<'p> {
    let problem = job.problem;
    let Scope { from, to, .. } = job.scope;
    let mut random = Random::new(job.seed);
    pricer.effort = Effort::Quick;
    let mut counts = vec![0; problem.rows.len()];
    let mut lines: Vec<Vec<Symbol>> = Vec::new();
    for (person, line) in job.rota.iter().enumerate() {
        problem.add(&mut counts, person, line, 1);
    }
    let mut value = problem.penalties(&counts);
    for &person in &job.scope.people {
        let line = job.rota[person].clone();
        value += problem.line_cost(person, &line).unwrap_or(0);
        lines.push(line);
    }
    let began = pricer.work;
    let mut best = value;
    let mut windows = None;
    let mut prices = Vec::new();
    let mut extra = 0.0;
    let worked = |pricer: &Pricer<'_>| (pricer.work - began) as f64 * 1e-6;
    while worked(pricer) + extra < most.min(job.most_work)
        && !enough.load(Ordering::Relaxed)
        && Instant::now() < job.deadline
    {
        let mut some: Vec<usize> = (0..lines.len()).collect();
        random.shuffle(&mut some);
        some.truncate(1 + random.below(4));
        let loud = [0, 0, 4, 16][random.below(4)];
        let (old_counts, mut next) = (counts.clone(), value - problem.penalties(&counts));
        let old: Vec<Vec<Symbol>> = some.iter().map(|&i| lines[i].clone()).collect();
        for &i in &some {
            let person = job.scope.people[i];
            next -= problem.line_cost(person, &lines[i]).unwrap_or(0);
            problem.add_from(&mut counts, person, from, &lines[i][from..to], -1);
        }
        let mut whole = true;
        for &i in &some {
            let person = job.scope.people[i];
            marginal_prices(problem, job.alike, person, from, to, &counts, &mut prices);
            if loud > 0 {
                for price in &mut prices {
                    *price += random.below(loud) as f32;
                }
            }
            extra += prices.len() as f64 * 4e-6;
            let ask = Ask {
                person,
                from,
                to,
                line: &lines[i],
                prices: &prices,
                own: &job.alike.of[person],
            };
            let found = pricer.best(problem, &ask);
            if found.line.is_empty() {
                whole = false;
                break;
            }
            lines[i][from..to].copy_from_slice(&found.line);
            next += problem.line_cost(person, &lines[i]).unwrap_or(i64::MAX / 4);
            problem.add_from(&mut counts, person, from, &found.line, 1);
        }
        next += problem.penalties(&counts);
        let room = random.below(2 + (value - best).unsigned_abs().min(8) as usize) as i64;
        if whole && next <= value.min(best + 40) + i64::from(random.below(8) == 0) * room {
            value = next;
            if value < best {
                best = value;
                windows = Some(lines.iter().map(|l| l[from..to].to_vec()).collect());
            }
        } else {
            counts = old_counts;
            for (&i, line) in some.iter().zip(old) {
                lines[i] = line;
            }
        }
    }
    Answer::of(job, windows, worked(pricer) + extra)
}
