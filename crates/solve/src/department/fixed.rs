//! Duties that are settled before the design: they narrow what may be, or stand outside it where
//! no lawful line has them.

use firstline_core::department::needs::Work;
use firstline_core::diagnostic::Diagnostic;

use super::built::{Build, FixedDuties, Pinned};
use super::reach::Ask;
use crate::problem::{OFF, Symbol};

/// One fixed day of one person.
struct Settled {
    day: usize,
    symbol: Symbol,
    need: usize,
}

/// Fixes what is fixed; tells of what no lawful line has, and gives back what stays all the same.
pub(super) fn settle(build: &mut Build<'_>) -> Vec<Pinned> {
    let mut pinned = Vec::new();
    for person in 0..build.department.people.len() {
        let mut kept = Vec::new();
        let mut odd = Vec::new();
        let asked = asked(build, person);
        if lawful(build, person, &asked.iter().collect::<Vec<_>>()) {
            kept.extend(&asked);
        } else {
            for one in &asked {
                kept.push(one);
                if !lawful(build, person, &kept) {
                    kept.pop();
                    odd.push(one);
                }
            }
        }
        let settled: Vec<usize> = kept.iter().chain(&odd).map(|d| d.day).collect();
        for one in &kept {
            build.only(person, one.day, one.symbol);
        }
        for one in odd {
            tell(build, person, one);
            if build.options.fixed == FixedDuties::Freed || one.symbol == OFF {
                continue;
            }
            pinned.push(Pinned {
                person,
                day: one.day,
                symbol: one.symbol,
            });
            // rest around it, so that the search does not make the breach worse
            for day in one.day.saturating_sub(1)..(one.day + 2).min(build.days) {
                if day == one.day || !settled.contains(&day) {
                    build.only(person, day, OFF);
                }
            }
        }
    }
    pinned
}

/// What is fixed for a person, by day.
fn asked(build: &Build<'_>, person: usize) -> Vec<Settled> {
    let mut days: Vec<Settled> = Vec::new();
    for (need, fixed) in build.department.needs.fixed.iter().enumerate() {
        if fixed.person != person {
            continue;
        }
        let symbol = match fixed.work {
            Work::Off => Some(OFF),
            Work::Shift(index) => build.symbol_of(index),
        };
        let Some(symbol) = symbol else { continue };
        for day in (0..build.days).filter(|&d| fixed.when.holds(build.day(d))) {
            if !days.iter().any(|d| d.day == day) {
                days.push(Settled { day, symbol, need });
            }
        }
    }
    days.sort_by_key(|d| d.day);
    days
}

/// Whether a lawful line has all of these.
fn lawful(build: &Build<'_>, person: usize, fixed: &[&Settled]) -> bool {
    let mut only = vec![None; build.days];
    for one in fixed {
        // a duty while the person is away, or of a skill that they do not have
        if !build.may(person, one.day, one.symbol) {
            return false;
        }
        only[one.day] = Some(one.symbol);
    }
    let may = |day: usize, symbol: Symbol| match only[day] {
        Some(fixed) => fixed == symbol,
        None => build.may(person, day, symbol),
    };
    let terms = &build.law.people[person];
    let automaton = &build.law.automata[terms.automaton];
    let ask = Ask {
        automaton,
        start: terms.start,
        first_weekday: build.from.weekday() as usize,
        days: build.days,
        lengths: &vec![0; build.symbols()],
        may,
    };
    ask.any()
}

fn tell(build: &mut Build<'_>, person: usize, one: &Settled) {
    let department = build.department;
    let name = &department.people[person].name;
    let what = match one.symbol {
        OFF => "the day off",
        symbol => &department.shift_types[build.shifts[usize::from(symbol) - 1].index].code,
    };
    let date = build.day(one.day).short();
    let why = if build.may(person, one.day, one.symbol) {
        "a clause forbids it beside what was worked before and what is fixed otherwise"
    } else {
        "the person is away, or the shift is not for them or not for this day"
    };
    let becomes = match build.options.fixed {
        FixedDuties::Kept => "it stays in the rota, and so does the breach",
        FixedDuties::Freed => "it was given up",
    };
    let title = format!("{name}, {date}: {what} is fixed, but {why}");
    let diagnostic = Diagnostic::warning("S012", title)
        .note(becomes)
        .help("change or remove this [[fixed]], or have such duties freed")
        .at(department.needs.fixed[one.need].place.clone());
    build.told.push(diagnostic);
}
