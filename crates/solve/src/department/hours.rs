//! Least and greatest hours of each person, from the law and from what is contracted.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Minutes;

use super::built::{Build, away};
use super::reach::Ask;

/// Least and greatest length of a person's line in units; nothing where there is no line.
pub(super) fn bounds(
    build: &mut Build<'_>,
    person: usize,
    lengths: &[i32],
    unit: i32,
) -> Option<(i32, i32)> {
    let terms = build.law.people[person].clone();
    let (mut least, mut most) = (i64::from(terms.least), i64::from(terms.most));
    if let Some((own_least, own_most)) = contracted(build, person) {
        least = least.max(own_least);
        most = most.min(own_most);
    }
    let settled: i64 = build
        .pinned
        .iter()
        .filter(|p| p.person == person)
        .map(|p| i64::from(lengths[usize::from(p.symbol)]) * i64::from(unit))
        .sum();
    let unit = i64::from(unit);
    let mut least = (least - settled).max(0);
    least = (least + unit - 1) / unit;
    let mut most = (most - settled).max(0) / unit;
    let width = (most - least).max(0);
    let automaton = &build.law.automata[terms.automaton];
    let ask = Ask {
        automaton,
        start: terms.start,
        first_weekday: build.from.weekday() as usize,
        days: build.days,
        lengths,
        may: |day, symbol| build.may(person, day, symbol),
    };
    let found = ask.lengths();
    let name = build.department.people[person].name.clone();
    let Some(found) = found else {
        let title =
            format!("{name} has no lawful line in this period, not even with every day off");
        let help = "look at the duties before the period (`history`) with `firstline check`";
        build.told.push(Diagnostic::error("S015", title).help(help));
        return None;
    };
    let nearest = found.up_to(most).filter(|near| *near >= least);
    most = nearest.unwrap_or(most);
    if nearest.is_none() {
        // nearest to what is asked, with as much room as was given
        let asked = least * unit;
        most = found.up_to(most).unwrap_or(found.least());
        least = (most - width).clamp(0, most);
        let hours = |minutes: i64| Minutes(minutes.min(i64::from(i32::MAX)) as i32).to_string();
        let title = format!(
            "{name} should work at least {} in this period, but no lawful line comes near; up to {} was taken",
            hours(asked),
            hours(most * unit)
        );
        let help = "lower `hours` or `least-percent`, or add a shift type that fits";
        build
            .told
            .push(Diagnostic::warning("S013", title).help(help));
    }
    Some((least as i32, most as i32))
}

/// Least and greatest minutes that the contracted week comes to; a weekday away counts a fifth of a
/// week as worked.
fn contracted(build: &Build<'_>, person: usize) -> Option<(i64, i64)> {
    let hours = build.department.needs.hours?;
    let who = &build.department.people[person];
    let week = match build.department.needs.person(person).week {
        Some(own) => i64::from(own.0) * 10_000,
        None => i64::from(hours.week.0) * i64::from(who.share.ten_thousandths()),
    };
    let away = (0..build.days)
        .map(|d| build.day(d))
        .filter(|day| (day.weekday() as u8) < 5)
        .filter(|day| away(who, *day))
        .count();
    // in thirty-fifths of a week
    let present = (5 * build.days as i64 - 7 * away as i64).max(0);
    let of = |percent: i32| week * i64::from(percent) * present / (35 * 1_000_000);
    Some((of(hours.least_percent), of(hours.most_percent)))
}
