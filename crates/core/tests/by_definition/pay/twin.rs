//! The kinds of pay a second time, minute by minute and straight from their pages.

use firstline_core::rota::Kind;
use firstline_core::time::Clock;

use super::terms::{
    Band, Base, Condition, Flat, Hours, Measure, PerHour, Percent, Rounding, Row, Rows, Terms,
    WeeklyHours, ratio,
};
use super::{Person, Said};
use crate::clause::Counts;
use crate::twin::{DAY, Duty, Ratio, World, weekday, windows};

/// What a clause counted.
#[derive(Clone, Copy, Debug)]
struct Counted {
    minutes: i64,
    duties: i64,
    /// The work of some duty is not known.
    hidden: bool,
    /// Something is to be said, but the rest can be counted.
    partly: bool,
}

/// What the page of the kind says of a clause, a person and a roster.
pub(crate) fn answer(terms: &Terms, person: &Person, world: &World) -> Said {
    match terms {
        Terms::Base(p) => base(p, person, world),
        Terms::WeeklyHours(p) => weekly_hours(p, person, world),
        Terms::Frequency(p) => frequency(p, person, world),
        Terms::Percent(p) => percent(p, person, world),
        Terms::Flat(p) => flat(p, person),
        Terms::PerHour(p) => per_hour(p, person, world),
        Terms::Measure(p) => {
            let (value, hidden, partly) = measure(p, world);
            Said {
                quantity: value.filter(|_| !hidden),
                refused: hidden || partly || value.is_none(),
                ..Said::default()
            }
        }
        Terms::Band(p) => band(p, person, world),
        Terms::Unpriced(hours) => {
            let c = counted(hours, world);
            Said {
                refused: c.hidden || c.partly || c.duties > 0,
                ..Said::default()
            }
        }
    }
}

fn in_windows(hours: &Hours, minute: i64) -> bool {
    let on = |day: i64, from: i64, to: i64| {
        let start = day * DAY + from;
        let end = if to <= from {
            (day + 1) * DAY + to
        } else {
            day * DAY + to
        };
        start <= minute && minute < end
    };
    let day = minute.div_euclid(DAY);
    hours.windows.iter().any(|w| {
        [day - 1, day].into_iter().any(|begins| {
            let chosen = w.days.is_empty() || w.days.contains(&(weekday(begins) as usize));
            chosen && on(begins, w.from, w.to)
        })
    })
}

fn work(duty: &Duty, counts: Counts) -> Option<i64> {
    let length = duty.length(Clock::Nominal);
    match counts {
        Counts::Work if duty.kind == Kind::NonResidentOnCall => duty.work.map(|w| w.min(length)),
        Counts::WorkLessRest if duty.on_call() => duty.work.map(|w| w.min(length)),
        _ => Some(length),
    }
}

fn counted(hours: &Hours, world: &World) -> Counted {
    let mut all = Counted {
        minutes: 0,
        duties: 0,
        hidden: false,
        partly: false,
    };
    for (_, duty) in world.judged().filter(|(_, duty)| hours.of.holds(duty)) {
        let length = duty.length(Clock::Nominal);
        let (start, end) = duty.wall;
        let part = if hours.windows.is_empty() && hours.whole.is_empty() {
            match work(duty, hours.counts) {
                Some(minutes) => minutes,
                None => {
                    all.hidden = true;
                    continue;
                }
            }
        } else {
            if hours.counts != Counts::Presence && duty.kind == Kind::NonResidentOnCall {
                all.partly = true;
                continue;
            }
            let inside = (start..end).filter(|m| in_windows(hours, *m)).count() as i64;
            let most = 2 * inside > length;
            let bound = hours.only_with_majority.is_some_and(|c| c.holds(duty));
            let mut part = if bound && !most { 0 } else { inside };
            for whole in &hours.whole {
                if whole.of.holds(duty) && (most || !whole.majority) {
                    let until = whole.until.map_or(end, |t| (duty.date() + 1) * DAY + t);
                    part = part.max((start..end).filter(|m| *m < until).count() as i64);
                }
            }
            part
        };
        let off = match &duty.breaks {
            Some(breaks) if hours.less_breaks => {
                let all: i64 = breaks.iter().sum();
                Ratio::new(i128::from(all * part), i128::from(length)).nearest()
            }
            Some(_) => 0,
            None => {
                all.partly |= hours.less_breaks;
                0
            }
        };
        let minutes = (part - off).max(0);
        all.minutes += minutes;
        all.duties += i64::from(minutes > 0);
    }
    all
}

/// Weeks of leave within the days judged, and the minutes of them that nobody need cover.
fn leave(world: &World) -> (Ratio, Ratio) {
    let weeks = Ratio::new(i128::from(world.to - world.from), 7);
    if world.copies.is_none() && !world.away.is_empty() {
        let weekdays = world
            .days_away(world.from, world.to)
            .filter(|day| weekday(*day) < 5)
            .count();
        return (Ratio::new(weekdays as i128, 5), Ratio::ZERO);
    }
    match world.cover {
        None => (Ratio::ZERO, Ratio::ZERO),
        Some((milli, minutes)) => {
            let gone = Ratio::new(i128::from(milli), 52_000).times(weeks);
            (gone, gone.times(Ratio::from(minutes)))
        }
    }
}

fn average(minutes: i64, cover: bool, world: &World) -> Ratio {
    let mut weeks = Ratio::new(i128::from(world.to - world.from), 7);
    let mut minutes = Ratio::from(minutes);
    if cover {
        let (gone, uncovered) = leave(world);
        minutes = minutes.less(uncovered).max(Ratio::ZERO);
        weeks = weeks.less(gone);
    }
    if weeks <= Ratio::ZERO {
        return Ratio::ZERO;
    }
    minutes.over(weeks).unwrap_or(Ratio::ZERO)
}

fn rounded_up(value: Ratio, step: Option<i64>) -> Ratio {
    step.map_or(value, |step| value.up_to_multiple(step))
}

fn pence(rounding: Rounding, value: Ratio) -> i64 {
    match rounding {
        Rounding::Penny => value.nearest(),
        Rounding::PennyUp => value.whole_up(),
        Rounding::PoundUp => value.up_to_multiple(100).whole_up(),
    }
}

fn base(p: &Base, person: &Person, world: &World) -> Said {
    let counted = counted(&p.hours, world);
    let average = average(counted.minutes, p.cover, world);
    let quantity = Some(average);
    // full-time basic pay hangs on no hours
    if !person.part_time() {
        return Said::paid(quantity, p.point, false);
    }
    if counted.hidden {
        return Said::refused(quantity);
    }
    let minutes = rounded_up(average, p.round_up);
    let (basic, week) = (Ratio::from(p.point), Ratio::from(p.week));
    if p.steps.is_empty() {
        let paid = minutes.min(week);
        let sum = basic.times(paid).over(week).map_or(0, Ratio::nearest);
        return Said::paid(quantity, sum, counted.partly);
    }
    let reached = p
        .steps
        .iter()
        .rev()
        .find(|(from, _)| minutes >= Ratio::from(*from));
    match reached {
        Some((_, share)) if minutes < week => {
            let sum = basic.times(Ratio::new(i128::from(*share), 100)).nearest();
            Said::paid(quantity, sum, counted.partly)
        }
        _ => Said::refused(quantity),
    }
}

fn weekly_hours(p: &WeeklyHours, person: &Person, world: &World) -> Said {
    let counted = counted(&p.hours, world);
    let average = average(counted.minutes, p.cover, world);
    let quantity = Some(average);
    if counted.hidden {
        return Said::refused(quantity);
    }
    if p.full_time_only && person.part_time() {
        return Said::nothing(quantity, counted.partly);
    }
    let above = Ratio::from(p.above.unwrap_or(0));
    let minutes = rounded_up(average, p.round_up).less(above);
    if minutes <= Ratio::ZERO {
        return Said::nothing(quantity, counted.partly);
    }
    let rate = Ratio::from(person.basic).over(Ratio::from(p.week));
    let sum = rate.map_or(0, |r| r.times(minutes).times(ratio(p.share)).nearest());
    Said::paid(quantity, sum, counted.partly)
}

fn frequency(p: &Rows, person: &Person, world: &World) -> Said {
    let (worked, all) = windows(&p.window, world);
    if all == 0 {
        return Said::refused(None);
    }
    let own = Ratio::new(i128::from(worked), i128::from(all));
    let quantity = Some(own);
    if worked == 0 {
        return Said::nothing(quantity, false);
    }
    let often = match (person.part_time(), person.full_time_weekends) {
        (false, _) => own,
        (true, Some(often)) => ratio(often),
        (true, None) => return Said::refused(quantity),
    };
    let Some((_, milli)) = p.rows.iter().find(|(least, _)| often >= ratio(*least)) else {
        return Said::nothing(quantity, false);
    };
    let full = Ratio::from(person.basic)
        .times(Ratio::new(i128::from(*milli), 1000))
        .nearest();
    let sum = if person.part_time() {
        let part = own.over(often).expect("a row asks for more than never");
        Ratio::from(full).times(part).nearest()
    } else {
        full
    };
    Said::paid(quantity, sum, false)
}

fn percent(p: &Percent, person: &Person, world: &World) -> Said {
    let counted = counted(&p.hours, world);
    let quantity = Some(Ratio::from(counted.duties));
    if counted.hidden {
        return Said::refused(quantity);
    }
    if counted.duties == 0 {
        return Said::nothing(quantity, counted.partly);
    }
    let full = pence(p.rounding, Ratio::from(person.basic).times(ratio(p.share)));
    let sum = person.of_full_time(full);
    Said::paid(quantity, sum, counted.partly)
}

fn flat(p: &Flat, person: &Person) -> Said {
    let place = match p.by {
        "location" => person.location,
        "premium" => person.premium,
        _ => Some("here"),
    };
    match place {
        None => Said::nothing(None, false),
        Some("here") if p.pro_rata => Said::paid(None, person.of_full_time(p.sum), false),
        Some("here") => Said::paid(None, p.sum, false),
        Some(_) => Said::refused(None),
    }
}

fn per_hour(p: &PerHour, person: &Person, world: &World) -> Said {
    let counted = counted(&p.hours, world);
    let quantity = Some(Ratio::from(counted.minutes));
    if counted.hidden {
        return Said::refused(quantity);
    }
    if counted.minutes == 0 {
        return Said::nothing(quantity, counted.partly);
    }
    let mut shares = p.shares.iter();
    let Some((_, share)) = shares.find(|(band, _)| band.is_empty() || Some(*band) == person.band)
    else {
        return Said::refused(quantity);
    };
    let hours = |minutes: i64| Ratio::new(i128::from(minutes), 60);
    let rate = Ratio::from(person.basic)
        .over(ratio(p.weeks_a_year))
        .and_then(|year| year.over(hours(p.week)))
        .expect("a week and a year are not nothing");
    let rate = Ratio::from(pence(p.rounding, rate));
    let sum = rate
        .times(hours(counted.minutes))
        .times(ratio(*share))
        .nearest();
    Said::paid(quantity, sum, counted.partly)
}

/// What a measure comes to, whether it is hidden, and whether something is to be said of it.
fn measure(p: &Measure, world: &World) -> (Option<Ratio>, bool, bool) {
    match p {
        Measure::WeeklyHours(hours, cover) => {
            let c = counted(hours, world);
            (Some(average(c.minutes, *cover, world)), c.hidden, c.partly)
        }
        Measure::DutiesADay(hours, cover) => {
            let c = counted(hours, world);
            let gone = if *cover { leave(world).0 } else { Ratio::ZERO };
            let days = Ratio::from(world.to - world.from).less(gone.times(Ratio::from(7_i64)));
            let per = if days > Ratio::ZERO {
                Ratio::from(c.duties).over(days)
            } else {
                Some(Ratio::ZERO)
            };
            (per, c.hidden, c.partly)
        }
        Measure::Frequency(p) => {
            let (worked, all) = windows(p, world);
            let share = (all > 0).then(|| Ratio::new(i128::from(worked), i128::from(all)));
            (share, false, false)
        }
    }
}

fn band(p: &Band, person: &Person, world: &World) -> Said {
    let measures: Vec<Option<Ratio>> = p
        .measures
        .iter()
        .map(|m| {
            let (value, hidden, _) = measure(m, world);
            value.filter(|_| !hidden)
        })
        .collect();
    let condition = |c: &Condition| match c {
        Condition::Fact("part-time", is, _) => Some(person.part_time() == *is),
        Condition::Fact(name, is, otherwise) => person
            .facts
            .get(name)
            .copied()
            .or(*otherwise)
            .map(|f| f == *is),
        Condition::Measure(which, over, compare, value) => {
            let mut measured = measures[*which]?;
            if *over {
                measured = measured.over(measures[1 - which]?).unwrap_or(Ratio::ZERO);
            }
            let value = ratio(*value);
            Some(match *compare {
                "more-than" => measured > value,
                "at-least" => measured >= value,
                "less-than" => measured < value,
                _ => measured <= value,
            })
        }
    };
    for (i, Row { all, any }) in p.rows.iter().enumerate() {
        let all: Vec<Option<bool>> = all.iter().map(condition).collect();
        let any: Vec<Option<bool>> = any.iter().map(condition).collect();
        let one = any.is_empty() || any.contains(&Some(true));
        let perhaps = any.contains(&None);
        if all.contains(&Some(false)) || (!one && !perhaps) {
            continue;
        }
        if all.contains(&None) || !one {
            return Said::refused(None);
        }
        let share = Ratio::new(i128::from(10 * i as i64), 100);
        // a supplement on basic pay as it is paid
        return match base(&p.base, person, world).pence {
            Some(base) => Said::paid(None, Ratio::from(base).times(share).nearest(), false),
            None => Said::refused(None),
        };
    }
    Said::refused(None)
}
