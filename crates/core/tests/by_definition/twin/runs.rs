//! Runs of days, and the rest after them.

use std::collections::BTreeSet;

use super::Class;
use super::{Answer, World, weekday};
use crate::clause::{Days, Due, NoAdjacent, RestAfterRun, RunLength, Shortest};

/// A maximal row of days with a duty of the class.
struct Run {
    /// Dates on which its duties start, each once.
    length: i64,
    /// The last duty in it.
    last: usize,
    /// All of them.
    duties: Vec<usize>,
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

/// Dates on which duties start, each once.
fn starts(world: &World, duties: &[usize]) -> i64 {
    let dates: BTreeSet<i64> = duties.iter().map(|i| world.duties[*i].date()).collect();
    dates.len() as i64
}

/// Every run there is, told day by day. `parts` says whether a day and the next are kept apart.
fn runs(world: &World, of: Class, days: Days, parts: impl Fn(i64) -> bool) -> Vec<Run> {
    let of_class: Vec<usize> = (0..world.duties.len())
        .filter(|i| of.holds(&world.duties[*i]))
        .collect();
    let marked: BTreeSet<i64> = of_class
        .iter()
        .flat_map(|i| dates(world, *i, days))
        .collect();
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
        let duties: Vec<usize> = of_class.iter().filter(within).copied().collect();
        all.push(Run {
            length: starts(world, &duties),
            last: *duties.last().expect("a marked day has a duty"),
            duties,
        });
    }
    all
}

/// Whether a pattern's run has neither beginning nor end, and how long it is over the copies.
fn endless(world: &World, of: Class, days: Days, runs: &[Run]) -> Option<i64> {
    world.copies?;
    let covered = |day: i64| {
        let on = |i: usize| of.holds(&world.duties[i]) && dates(world, i, days).contains(&day);
        (0..world.duties.len()).any(on)
    };
    let endless = runs.len() == 1 && (world.from..world.to).all(covered);
    let seen: Vec<usize> = (0..world.duties.len())
        .filter(|i| within_copies(world, *i) && of.holds(&world.duties[*i]))
        .collect();
    endless.then(|| starts(world, &seen))
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
        // on dates a run that goes on after the period is told where it can be seen
        let seen = run.duties.iter().any(|i| world.is_judged(*i));
        let goes_on = world.copies.is_none() && world.duties[run.last].date() >= world.to;
        if world.is_judged(run.last) || (goes_on && seen) {
            answer.tell(run.length, max);
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

pub(crate) fn shortest(p: &Shortest, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    let runs = runs(world, p.of, p.days, |_| false);
    if endless(world, p.of, p.days, &runs).is_some() {
        // a run that never ends is never too short
        return answer;
    }
    for run in runs {
        let days = || run.duties.iter().map(|i| dates(world, *i, p.days));
        let first = days().map(|d| *d.start()).min();
        let last = days().map(|d| *d.end()).max();
        // it may have begun before the days known, or go on after them
        let (from, to) = world.known;
        if first <= Some(from) || last >= Some(to.saturating_sub(1)) {
            continue;
        }
        let seen = run.duties.iter().any(|i| world.is_judged(*i));
        let goes_on = world.copies.is_none() && world.duties[run.last].date() >= world.to;
        if world.is_judged(run.last) || (goes_on && seen) {
            answer.tell(run.length, p.min);
        }
    }
    answer
}

pub(crate) fn days_free(p: &Shortest, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    let covers =
        |i: usize, day: i64| p.of.holds(&world.duties[i]) && dates(world, i, p.days).contains(&day);
    let covered = |day: i64| (0..world.duties.len()).any(|i| covers(i, day));
    for (first, duty) in world.judged() {
        // the duty that ends the days free: the day before it is one, and no other came first
        let day = duty.date();
        let earlier = (0..first).any(|i| covers(i, day));
        if !p.of.holds(duty) || covered(day - 1) || earlier {
            continue;
        }
        let Some(before) = (0..first).rev().find(|i| p.of.holds(&world.duties[*i])) else {
            continue;
        };
        let until = (0..=before)
            .filter(|i| p.of.holds(&world.duties[*i]))
            .map(|i| *dates(world, i, p.days).end())
            .max();
        let free = (until.expect("one came before") + 1..day).count();
        answer.tell(free as i64, p.min);
    }
    answer
}

/// The rest that begins when a duty ends, told if the duty that ends it is judged.
fn rest_from(p: &RestAfterRun, world: &World, last: usize, answer: &mut Answer) {
    let ends = |i: &usize| p.ended_by.holds(&world.duties[*i]);
    let next = (last + 1..world.duties.len()).find(ends);
    // a new run that begins before takes the rest over
    let overtaken = next.is_some_and(|next| (last + 1..next).any(|i| p.of.holds(&world.duties[i])));
    if let Some(next) = next
        && !overtaken
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
                if run.length >= p.after && !endless {
                    rest_from(p, world, run.last, &mut answer);
                }
            }
        }
        Due::AtTrigger => {
            let mut row: Vec<usize> = Vec::new();
            for i in 0..world.duties.len() {
                // without a day off, where the count begins is where the copies begin
                if !p.of.holds(&world.duties[i]) || (endless && !within_copies(world, i)) {
                    continue;
                }
                let covered = row.iter().map(|i| *dates(world, *i, p.days).end()).max();
                if covered.is_some_and(|last| world.duties[i].date() > last + 1) {
                    row.clear();
                }
                row.push(i);
                if starts(world, &row) >= p.after {
                    rest_from(p, world, i, &mut answer);
                    row.clear();
                }
            }
        }
    }
    answer
}
