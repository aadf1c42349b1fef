//! How much of a breach is fined.

use std::fmt::Write;

use crate::check::{Finding, amount};
use crate::pay::Exact;
use crate::rota::{Absence, Roster};
use crate::rules::{Fine, Per, Unit};
use crate::time::{Day, Weekday};

/// How much of a breach is fined, in minutes or occurrences, with the working.
pub(super) fn quantity(fine: &Fine, finding: &Finding, roster: &Roster) -> Option<(Exact, String)> {
    let reading = &finding.told.reading;
    let minutes = |n: i64, scale: i64| Exact::new(n, scale);
    let measured = minutes(reading.measured, reading.scale);
    let limit = fine
        .limit
        .map_or(minutes(reading.limit, reading.scale), |m| {
            Exact::whole(i64::from(m.0))
        });
    if fine.per == Per::Occurrence {
        return Some((Exact::whole(1), "once".to_owned()));
    }
    if finding.told.unit != Unit::Hours {
        return None;
    }
    let short = fine.per == Per::HourShort;
    let beyond = if short {
        limit.minus(measured)
    } else {
        measured.minus(limit)
    };
    if !beyond.positive() {
        return None;
    }
    let hours = |m: Exact| m.over(Exact::whole(60)).text();
    let side = if short { "short of" } else { "over" };
    let mut counted = format!(
        "{} h measured, {} h {side} {} h",
        hours(measured),
        hours(beyond),
        hours(limit)
    );
    if fine.per != Per::HourOverEachWeek {
        return Some((beyond, counted));
    }
    let told = &finding.told;
    let (from, to) = (told.from.wall.day(), told.to.wall.day());
    let away = weekdays_away(&roster.absences, from, to);
    // a weekday of leave is a fifth of a week, as in the average itself
    let weeks = Exact::new(i64::from(to.since(from)), 7).minus(Exact::new(away, 5));
    let all = beyond.times(weeks);
    let _ = write!(
        counted,
        " a week × {} weeks = {} h",
        weeks.text(),
        hours(all)
    );
    Some((all, counted))
}

fn weekdays_away(absences: &[Absence], from: Day, to: Day) -> i64 {
    let mut day = from;
    let mut count = 0;
    while day < to {
        let away = absences.iter().any(|a| a.from <= day && day < a.to);
        count += i64::from(away && day.weekday() < Weekday::Sat);
        day = day.plus(1);
    }
    count
}

/// The amount in words.
pub(super) fn told(quantity: Exact, per: Per) -> String {
    match (per, quantity.parts()) {
        (Per::Occurrence, _) => times(1),
        (_, Some((minutes, scale))) => amount(Unit::Hours, minutes, scale),
        (_, None) => quantity.text(),
    }
}

pub(super) fn times(n: usize) -> String {
    if n == 1 {
        "1 occasion".to_owned()
    } else {
        format!("{n} occasions")
    }
}
