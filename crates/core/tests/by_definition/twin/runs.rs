//! Runs of days, and the rest after them.

use std::collections::BTreeSet;

use super::{Answer, World, weekday};
use crate::clause::{Days, Due, NoAdjacent, RestAfterRun, RunLength};
use super::Class;

/// A maximal row of days with a duty of the class.
struct Run {
    days: i64,
    /// The last duty in it.
    last: usize,
}

/// Dates for which a duty stands.
fn dates(world: &World, index: usize, days: Days) -> std::ops::RangeInclusive<i64> {
    let duty = &world.duties[index];
    match days {
        Days::StartDate => duty.date()..=duty.date(),
        Days::Touched => duty.date()..=duty.last_date(),
    }
}

/// Whether the duty starts on a day on which the program lays a copy, for a pattern.
fn within_copies(world: &World, index: usize) -> bool {
    world
        .copies
        .is_none_or(|(from, to)| (from..to).contains(&world.duties[index].date()))
}

/// Every run there is, told day by day. `parts` says whether a day and the next are kept apart.
fn runs(world: &World, of: Class, days: Days, parts: impl Fn(i64) -> bool) -> Vec<Run> {
    let of_class: Vec<usize> = (0..world.duties.len())
        .filter(|i| of.holds(&world.duties[*i]))
        .collect();
    let marked: BTreeSet<i64> = of_class.iter().flat_map(|i| dates(world, *i, days)).collect();
    let mut all = Vec::new();
    for first in &marked {
        if marked.contains(&(first - 1)) && !parts(first - 1) {
            continue;
        }
        let mut last = *first;
        while marked.contains(&(last + 1)) && !parts(last) {
            last += 1;
        }
        let within = |i: &&usize| {
            let dates = dates(world, **i, days);
            *first <= *dates.start() && *dates.end() <= last
        };
        all.push(Run {
            days: last - first + 1,
            last: *of_class.iter().rfind(within).expect("a marked day has a duty"),
        });
    }
    all
}

/// Whether a pattern's run has neither beginning nor end, and how long it is over the copies.
fn endless(world: &World, of: Class, days: Days, runs: &[Run]) -> Option<i64> {
    let (first, last) = (world.duties.first()?, world.duties.last()?);
    world.copies?;
    let all = last.date() - first.date() + 1;
    let endless = runs.len() == 1 && runs[0].days >= all && all > 7;
    let seen: BTreeSet<i64> = (0..world.duties.len())
        .filter(|i| within_copies(world, *i) && of.holds(&world.duties[*i]))
        .flat_map(|i| dates(world, i, days))
        .collect();
    endless.then_some(seen.len() as i64)
}

fn tell_runs(
    max: i64,
    world: &World,
    of: Class,
    days: Days,
    parts: impl Fn(i64) -> bool,
) -> Answer {
    let mut answer = Answer::at_most();
    let runs = runs(world, of, days, parts);
    if let Some(seen) = endless(world, of, days, &runs) {
        answer.tell(seen, max);
        return answer;
    }
    for run in runs {
        if world.is_judged(run.last) {
            answer.tell(run.days, max);
        }
    }
    answer
}

pub(crate) fn length(p: &RunLength, world: &World) -> Answer {
    tell_runs(p.max, world, p.of, p.days, |_| false)
}

pub(crate) fn no_adjacent(p: &NoAdjacent, world: &World) -> Answer {
    let parts = |day: i64| p.max <= 1 && p.except.contains(&weekday(day));
    tell_runs(p.max, world, p.of, Days::StartDate, parts)
}

/// The rest that begins when a duty ends, told if the duty that ends it is judged.
fn rest_from(p: &RestAfterRun, world: &World, last: usize, answer: &mut Answer) {
    let next = (last + 1..world.duties.len()).find(|i| p.ended_by.holds(&world.duties[*i]));
    if let Some(next) = next
        && world.is_judged(next)
    {
        let begins = world.duties[last].on(p.clock).1;
        answer.tell(world.duties[next].on(p.clock).0 - begins, p.min);
    }
}

pub(crate) fn rest_after(p: &RestAfterRun, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    let runs = runs(world, p.of, p.days, |_| false);
    let endless = endless(world, p.of, p.days, &runs).is_some();
    match p.due {
        Due::AfterLast => {
            for run in runs {
                if run.days >= p.after && !endless {
                    rest_from(p, world, run.last, &mut answer);
                }
            }
        }
        Due::AtTrigger => {
            let mut row: BTreeSet<i64> = BTreeSet::new();
            for i in 0..world.duties.len() {
                // without a day off, where the count begins is where the copies begin
                if !p.of.holds(&world.duties[i]) || (endless && !within_copies(world, i)) {
                    continue;
                }
                let dates = dates(world, i, p.days);
                if row.last().is_some_and(|last| *dates.start() > last + 1) {
                    row.clear();
                }
                row.extend(dates);
                if row.len() as i64 >= p.after {
                    rest_from(p, world, i, &mut answer);
                    row.clear();
                }
            }
        }
    }
    answer
}
