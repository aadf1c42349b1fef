//! Rest between duties, within periods of days, and on call.

use super::{Answer, Ratio, World, weekday};
use crate::clause::{RestBetween, RestDuring, RestInPeriod};

pub(crate) fn between(p: &RestBetween, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    for (i, later) in world.judged() {
        if i == 0 {
            continue;
        }
        let earlier = &world.duties[i - 1];
        if !p.of.holds(earlier) || !p.of.holds(later) {
            continue;
        }
        let together = earlier.instant.1 == later.instant.0;
        if p.joined && together {
            continue;
        }
        answer.tell(later.on(p.clock).0 - earlier.on(p.clock).1, p.min);
    }
    answer
}

pub(crate) fn during(p: &RestDuring, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    for (_, duty) in world.judged() {
        if !duty.on_call() || !p.of.holds(duty) {
            continue;
        }
        let total = duty.rest.map(|rest| (rest, p.total));
        let longest = duty.longest.map(|rest| (rest, p.longest));
        let mut all: Vec<(i64, i64)> = total.into_iter().chain(longest).collect();
        let Some(spare) = all.iter().map(|(rest, min)| rest - min).min() else {
            answer.part_unknown = true;
            continue;
        };
        if all.len() < 2 && spare >= 0 {
            answer.part_unknown = true;
            continue;
        }
        all.retain(|(rest, min)| rest - min == spare);
        let all: Vec<_> = all
            .iter()
            .map(|(a, b)| (Ratio::from(*a), Ratio::from(*b)))
            .collect();
        answer.tell_any(&all);
    }
    answer.settled()
}

pub(crate) fn in_period(p: &RestInPeriod, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    let base = p.any_of[0].0;
    let outside = world.duties.iter().any(|duty| !p.of.holds(duty));
    if outside || world.known.1.saturating_sub(world.known.0) < base {
        return answer.not_known();
    }
    let begins = |day: &i64| !p.on_mondays || weekday(*day) == 0;
    let known = |from: i64, to: i64| world.known.0 <= from && to <= world.known.1;
    for day in ((world.from - base)..world.to).filter(begins) {
        let end = day + base;
        if !known(day, end) || end <= world.from || end > world.to {
            continue;
        }
        let mut best: Vec<(i64, i64)> = Vec::new();
        for (within, lengths) in &p.any_of {
            for first in ((end - within)..=day).filter(begins) {
                if known(first, first + within) {
                    let shortest = shortest(&rests(p, world, first, first + within), lengths);
                    better(&mut best, shortest);
                }
            }
        }
        let best: Vec<_> = best
            .iter()
            .map(|(a, b)| (Ratio::from(*a), Ratio::from(*b)))
            .collect();
        answer.tell_any(&best);
    }
    answer
}

/// Keeps what has most to spare.
fn better(best: &mut Vec<(i64, i64)>, other: Vec<(i64, i64)>) {
    let spare = |all: &[(i64, i64)]| all.first().map(|(rest, min)| rest - min);
    if spare(best) < spare(&other) {
        *best = other;
    } else if spare(best) == spare(&other) {
        best.extend(other);
    }
}

/// The lengths, longest first, each dealt from the longest rest left: what falls shortest.
fn shortest(rests: &[i64], lengths: &[i64]) -> Vec<(i64, i64)> {
    let (mut rests, mut lengths) = (rests.to_vec(), lengths.to_vec());
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let mut all = Vec::new();
    for length in lengths {
        rests.sort_unstable();
        let longest = rests.pop().unwrap_or(0);
        all.push((longest, length));
        rests.push((longest - length).max(0));
    }
    let least = all.iter().map(|(rest, min)| rest - min).min();
    all.retain(|(rest, min)| Some(rest - min) == least);
    all
}

/// Lengths of time off within some days, found minute by minute: cut at their edges, or whole.
fn rests(p: &RestInPeriod, world: &World, from: i64, to: i64) -> Vec<i64> {
    let (from, to) = (world.midnight(from, p.clock), world.midnight(to, p.clock));
    let (mut first, mut last) = (from, to);
    if p.whole {
        // nothing lasts longer than from the duty before to the duty after
        let ends = world.duties.iter().map(|d| d.on(p.clock).1);
        let starts = world.duties.iter().map(|d| d.on(p.clock).0);
        let before = ends.filter(|end| *end <= from).max();
        let after = starts.filter(|start| *start >= to).min();
        let days = world.copies.unwrap_or(world.known);
        let known = (
            world.midnight(days.0, p.clock),
            world.midnight(days.1, p.clock),
        );
        first = before.map_or(known.0, |end| end.max(known.0));
        last = after.map_or(known.1, |start| start.min(known.1));
    }
    let mut on_duty = vec![false; (last - first) as usize];
    for duty in &world.duties {
        let (start, end) = duty.on(p.clock);
        for minute in start.max(first)..end.min(last) {
            on_duty[(minute - first) as usize] = true;
        }
    }
    let mut lengths = Vec::new();
    let mut at = first;
    for off in on_duty.split(|busy| *busy) {
        let end = at + off.len() as i64;
        if end > from && at < to && end > at {
            lengths.push(end - at);
        }
        at = end + 1;
    }
    lengths
}
