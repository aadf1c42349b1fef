//! Averages and windows of hours.

use firstline_core::time::Clock;
use firstline_core::rota::Kind;

use super::{Answer, DAY, Duty, Ratio, World, weekday};
use crate::clause::{Average, Begins, Counts, Leave, NightAverage, Window};

/// Minutes of a duty that count; nothing where they hang on work that was not recorded.
fn counted(duty: &Duty, counts: Counts, clock: Clock) -> Option<i64> {
    let length = duty.length(clock);
    let expected = || duty.work.map(|work| work.min(length));
    match counts {
        Counts::Presence => Some(length),
        Counts::Work if duty.kind == Kind::NonResidentOnCall => expected(),
        Counts::WorkLessRest if duty.on_call() => expected(),
        Counts::Work | Counts::WorkLessRest => Some(length),
    }
}

/// What counts of each duty of the roster; nothing where that is not known of one of them.
fn all_counted(world: &World, counts: Counts, clock: Clock) -> Option<Vec<i64>> {
    world.duties.iter().map(|duty| counted(duty, counts, clock)).collect()
}

pub(crate) fn average(p: &Average, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let Some(counted) = all_counted(world, p.counts, p.clock) else {
        return answer.not_known();
    };
    let mut stretches = vec![(world.from, world.to)];
    if let Some(weeks) = p.reference
        && world.copies.is_none()
        && world.to - world.from > 7 * weeks
    {
        stretches = (0..)
            .map(|k| world.from + 7 * k)
            .map(|from| (from, from + 7 * weeks))
            .take_while(|(_, to)| *to <= world.to)
            .collect();
    }
    let mut highest: Option<Ratio> = None;
    for (from, to) in stretches {
        let mut average = average_of(p, world, &counted, from, to);
        if let Some(step) = p.round_up {
            average = average.up_to_multiple(step);
        }
        highest = Some(highest.map_or(average, |h| h.max(average)));
    }
    if let Some(highest) = highest {
        answer.tell(highest, p.max);
    }
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
        worked = worked.less(gone.times(Ratio::from(leave_week)));
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
    if weeks <= Ratio::from(0) {
        return Ratio::from(0);
    }
    worked.over(weeks).expect("weeks are above zero")
}

pub(crate) fn night_average(p: &NightAverage, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    if !world.judged().any(|(_, duty)| p.of.holds(duty)) {
        return answer;
    }
    let Some(counted) = all_counted(world, p.counts, p.clock) else {
        return answer.not_known();
    };
    let hours: i64 = world.judged.clone().map(|i| counted[i]).sum();
    let days = Ratio::new(i128::from(world.to - world.from) * 6, 7);
    let average = Ratio::from(hours).over(days).expect("a period has a day");
    answer.tell(average, p.max);
    answer
}

pub(crate) fn window(p: &Window, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let Some(counted) = all_counted(world, p.counts, p.clock) else {
        return answer.not_known();
    };
    if world.judged.is_empty() {
        return answer;
    }
    let spans: Vec<(i64, i64)> = world.duties.iter().map(|d| d.on(p.clock)).collect();
    let earliest = spans[world.judged.start].0 - p.window;
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
        let to = from + p.window;
        let mut last = None;
        let mut minutes = 0;
        for (i, (start, end)) in spans.iter().enumerate() {
            let inside = to.min(*end) - from.max(*start);
            if inside <= 0 {
                continue;
            }
            last = Some(i);
            // spread evenly, and the part rounded up to a whole minute
            let part = counted[i] * inside;
            let length = end - start;
            minutes += part.div_euclid(length) + i64::from(part.rem_euclid(length) > 0);
        }
        if last.is_some_and(|i| world.is_judged(i)) {
            answer.tell(minutes, p.max);
            over += usize::from(minutes > p.max);
        }
        if over > 0 {
            answer.breaches = 1;
        }
    }
    answer
}
