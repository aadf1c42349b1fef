//! Single duties, days and weekends.

use firstline_core::time::Clock;

use super::{Answer, DAY, Duty, Ratio, World};
use crate::clause::{
    Breaks, CountInDays, DayAfter, DutiesInPeriod, DutyLength, Frequency, Limit, NextDay,
};

pub(crate) fn length(p: &DutyLength, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let together = |a: &Duty, b: &Duty| {
        p.joined && p.of.holds(a) && p.of.holds(b) && a.instant.1 == b.instant.0
    };
    for (last, duty) in world.judged() {
        if !p.of.holds(duty) {
            continue;
        }
        // a stretch belongs to its last duty
        let next = world.duties.get(last + 1);
        if next.is_some_and(|next| together(duty, next)) {
            continue;
        }
        let mut first = last;
        while first > 0 && together(&world.duties[first - 1], &world.duties[first]) {
            first -= 1;
        }
        let stretch = &world.duties[first..=last];
        let max = match p.further {
            Some((class, max)) if stretch.iter().any(|d| class.holds(d)) => max,
            _ => p.max,
        };
        answer.tell(duty.on(p.clock).1 - stretch[0].on(p.clock).0, max);
    }
    answer
}

/// Windows in which a duty of a class falls, and windows that begin on the days judged.
pub(crate) fn windows(p: &Frequency, world: &World) -> (i64, i64) {
    let (mut all, mut worked) = (0_i64, 0_i64);
    // windows begun outside the period are worked too where a judged duty reaches into them
    for day in (world.from - 8)..(world.to + 8) {
        for minute in (day * DAY)..((day + 1) * DAY) {
            // 1970-01-05 was a Monday
            if (minute - 4 * DAY).rem_euclid(7 * DAY) != p.from {
                continue;
            }
            let length = match p.to - p.from {
                length if length <= 0 => length + 7 * DAY,
                length => length,
            };
            all += i64::from(world.from <= day && day < world.to);
            let touched = world.judged().any(|(_, duty)| {
                let (start, end) = duty.wall;
                let end = if p.starts { start + 1 } else { end };
                p.of.holds(duty) && start < minute + length && minute < end
            });
            worked += i64::from(touched);
        }
    }
    (worked, all)
}

pub(crate) fn frequency(p: &Frequency, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let (worked, all) = windows(p, world);
    if world.copies.is_none() && all < p.max.1 {
        return answer.not_known();
    }
    let mut share = Ratio::new(i128::from(worked), i128::from(all));
    if p.rounded && worked > 0 {
        let n = (2 * all + worked).div_euclid(2 * worked);
        share = Ratio::new(1, i128::from(n));
    }
    answer.tell(share, Ratio::new(i128::from(p.max.0), i128::from(p.max.1)));
    answer
}

pub(crate) fn count_in_days(p: &CountInDays, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    for (last, duty) in world.judged() {
        if !p.of.holds(duty) {
            continue;
        }
        let within = |d: &&Duty| p.of.holds(d) && d.date() > duty.date() - p.days;
        let count = world.duties[..=last].iter().filter(within).count();
        answer.tell(count as i64, p.max);
    }
    answer
}

pub(crate) fn in_period(p: &DutiesInPeriod, world: &World) -> Answer {
    let count = world.judged().filter(|(_, d)| p.of.holds(d)).count() as i64;
    let (mut answer, limit) = match p.limit {
        Limit::Max(limit) => (Answer::at_most(), limit),
        Limit::Min(limit) => (Answer::at_least(), limit),
    };
    answer.tell(count, limit);
    answer
}

pub(crate) fn next_day(p: &NextDay, world: &World) -> Answer {
    let mut answer = Answer::at_most();
    let day_after = |duty: &Duty| match p.day {
        DayAfter::Start => duty.date() + 1,
        DayAfter::End => duty.last_date() + 1,
    };
    for (i, duty) in world.duties.iter().enumerate() {
        if !p.after.holds(duty) {
            continue;
        }
        let day = day_after(duty);
        if day < world.from || day >= world.to {
            continue;
        }
        let again = (i + 1..world.duties.len())
            .any(|j| p.again.holds(&world.duties[j]) && world.duties[j].date() <= day);
        if again {
            continue;
        }
        let on_the_day = |d: &&Duty| d.date() == day && p.of.holds(d);
        let hours: i64 = world
            .duties
            .iter()
            .filter(on_the_day)
            .map(|d| d.length(p.clock))
            .sum();
        answer.tell(hours, p.max);
    }
    answer
}

pub(crate) fn breaks(p: &Breaks, world: &World) -> Answer {
    let mut answer = Answer::at_least();
    for (_, duty) in world.judged() {
        if !p.of.holds(duty) {
            continue;
        }
        let length = duty.length(Clock::Nominal);
        let owed = p
            .owed
            .iter()
            .filter(|row| row.of.is_none_or(|class| class.holds(duty)))
            .filter(|row| row.over.is_none_or(|over| length > over))
            .filter(|row| row.at_least.is_none_or(|least| length >= least))
            .map(|row| row.count)
            .max()
            .unwrap_or(0);
        if owed == 0 {
            continue;
        }
        match &duty.breaks {
            None => answer.part_unknown = true,
            Some(taken) => {
                let enough = taken.iter().filter(|minutes| **minutes >= p.each).count();
                answer.tell(enough as i64, owed);
            }
        }
    }
    answer.settled()
}
