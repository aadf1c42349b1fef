//! Averages and windows of hours.

use firstline_core::rota::Kind;
use firstline_core::time::Clock;

use super::{Answer, DAY, Duty, Ratio, World, weekday};
use crate::clause::{Average, Begins, Counts, HoursInPeriod, Leave, Limit, NightAverage, Window};

/// Minutes of a duty that count; nothing where they hang on work that was not recorded.
fn counted(duty: &Duty, counts: Counts, clock: Clock) -> Option<i64> {
    let length = duty.length(clock);
    let expected = || duty.work.map(|work| work.min(length));
    match counts {
        Counts::Work if duty.kind == Kind::NonResidentOnCall => expected(),
        Counts::WorkLessRest if duty.on_call() => expected(),
        _ => Some(length),
    }
}

/// What counts of each duty of the roster, and whether that is known of all of them. A duty of which
/// it is not known counts for nothing.
fn all_counted(world: &World, counts: Counts, clock: Clock) -> (Vec<i64>, bool) {
    let all = || world.duties.iter().map(|duty| counted(duty, counts, clock));
    (
        all().map(|minutes| minutes.unwrap_or(0)).collect(),
        all().all(|minutes| minutes.is_some()),
    )
}

/// The same, but only what is judged need be known.
fn judged_counted(world: &World, counts: Counts, clock: Clock) -> (Vec<i64>, bool) {
    let (all, _) = all_counted(world, counts, clock);
    let known = world
        .judged()
        .all(|(_, duty)| counted(duty, counts, clock).is_some());
    (all, known)
}

/// Tells a maximum; where hours are missing only if it is broken without them.
fn tell(answer: &mut Answer, known: bool, measured: impl Into<Ratio>, max: i64) {
    let measured = measured.into();
    if known || measured > Ratio::from(max) {
        answer.tell(measured, max);
    }
    answer.unknown = !known;
}

pub(crate) fn in_period(p: &HoursInPeriod, world: &World) -> Answer {
    let (counted, known) = judged_counted(world, p.counts, p.clock);
    let sum: i64 = world.judged().map(|(i, _)| counted[i]).sum();
    match p.limit {
        Limit::Max(max) => {
            let mut answer = Answer::at_most();
            tell(&mut answer, known, sum, max);
            answer
        }
        // what is not known could make up for what is missing
        Limit::Min(_) if !known => Answer::at_least().not_known(),
        Limit::Min(min) => {
            let mut answer = Answer::at_least();
            answer.tell(sum, min);
            answer
        }
    }
}

pub(crate) fn average(p: &Average, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let days = world.to - world.from;
    if world.copies.is_none() && p.least.is_some_and(|least| days < least) {
        return answer.not_known();
    }
    let (counted, known) = judged_counted(world, p.counts, p.clock);
    let mut stretches = vec![(world.from, world.to)];
    if let Some(weeks) = p.reference
        && days > 7 * weeks
    {
        // a pattern's stretches may begin in the copy before
        let first = if world.copies.is_some() {
            world.from - 7 * weeks
        } else {
            world.from
        };
        stretches = (first..world.to)
            .step_by(7)
            .map(|from| (from, from + 7 * weeks))
            .filter(|(_, to)| world.from < *to && *to <= world.to)
            .collect();
    }
    let mut highest: Option<Ratio> = None;
    for (from, to) in stretches {
        let mut average = average_of(p, world, &counted, from, to);
        if let Some(step) = p.round_up.filter(|step| *step > 1) {
            average = average.up_to_multiple(step);
        }
        highest = Some(highest.map_or(average, |h| h.max(average)));
    }
    tell(
        &mut answer,
        known,
        highest.expect("there is a stretch"),
        p.max,
    );
    answer
}

fn average_of(p: &Average, world: &World, counted: &[i64], from: i64, to: i64) -> Ratio {
    let hours = |from: i64, to: i64| -> i64 {
        let within = |i: &usize| (from..to).contains(&world.duties[*i].date());
        (0..counted.len()).filter(within).map(|i| counted[i]).sum()
    };
    let days = to - from;
    let mut worked = Ratio::from(hours(from, to));
    let mut weeks = Ratio::new(i128::from(days), 7);
    let away: Vec<i64> = world.days_away(from, to).collect();
    if p.prospective_cover
        && world.away.is_empty()
        && let Some((leave_weeks, leave_week)) = world.cover
    {
        let gone = Ratio::new(i128::from(leave_weeks), 1000 * 52).times(weeks);
        worked = worked
            .less(gone.times(Ratio::from(leave_week)))
            .max(Ratio::ZERO);
        weeks = weeks.less(gone);
    } else if world.copies.is_none() {
        match p.leave {
            Leave::CountsAsNoWork => {}
            Leave::Shortens => {
                let weekdays = away.iter().filter(|day| weekday(**day) < 5).count();
                weeks = weeks.less(Ratio::new(weekdays as i128, 5));
            }
            Leave::Replaced if away.is_empty() => {}
            Leave::Replaced => {
                let gone = away.len() as i64;
                if world.duties.iter().any(|duty| duty.date() >= to) {
                    worked = Ratio::from(hours(from, to) + hours(to, to + gone));
                } else {
                    weeks = Ratio::new(i128::from(days - gone), 7);
                }
            }
        }
    }
    if weeks <= Ratio::ZERO {
        return Ratio::ZERO;
    }
    worked.over(weeks).expect("weeks are above zero")
}

pub(crate) fn night_average(p: &NightAverage, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    if !world.judged().any(|(_, duty)| p.of.holds(duty)) {
        return answer;
    }
    let (counted, known) = judged_counted(world, p.counts, p.clock);
    let hours: i64 = world.judged.clone().map(|i| counted[i]).sum();
    let days = Ratio::new(i128::from(world.to - world.from) * 6, 7);
    let average = Ratio::from(hours).over(days).expect("a period has a day");
    tell(&mut answer, known, average, p.max);
    answer
}

pub(crate) fn window(p: &Window, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let (counted, known) = all_counted(world, p.counts, p.clock);
    answer.unknown = !known;
    if world.judged.is_empty() {
        return answer;
    }
    let spans: Vec<(i64, i64)> = world.duties.iter().map(|d| d.on(p.clock)).collect();
    let earliest = spans[world.judged.start].0 - p.width;
    let latest = spans[world.judged.end - 1].1;
    let dates = (earliest.div_euclid(DAY) - 2)..=(latest.div_euclid(DAY) + 2);
    let starts: Vec<i64> = match p.begins {
        Begins::AnyInstant => (earliest..=latest).collect(),
        Begins::DutyStart => spans.iter().map(|(start, _)| *start).collect(),
        Begins::Midnight => dates.map(|day| world.midnight(day, p.clock)).collect(),
        Begins::Monday => dates
            .filter(|day| weekday(*day) == 0)
            .map(|day| world.midnight(day, p.clock))
            .collect(),
    };
    let mut over = 0;
    for from in starts {
        let to = from + p.width;
        let mut last = None;
        let mut sum = Ratio::ZERO;
        for (i, (start, end)) in spans.iter().enumerate() {
            let inside = to.min(*end) - from.max(*start);
            if inside <= 0 {
                continue;
            }
            last = Some(i);
            // spread evenly
            let length = end - start;
            let part = if inside == length {
                Ratio::from(counted[i])
            } else {
                Ratio::new(i128::from(counted[i] * inside), i128::from(length))
            };
            sum = sum.less(Ratio::ZERO.less(part));
        }
        // and rounded up to a whole minute
        let minutes = sum.whole_up();
        if last.is_some_and(|i| world.is_judged(i)) {
            tell(&mut answer, known, minutes, p.max);
            over += usize::from(minutes > p.max);
        }
        if over > 0 {
            answer.breaches = 1;
        }
    }
    answer
}
