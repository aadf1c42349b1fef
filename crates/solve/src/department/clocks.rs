//! Duties that only the turn of the clocks makes unlawful: a night of twelve and a half hours lasts
//! thirteen and a half when the clocks go back.
//!
//! The automata know weekdays and no dates. So on the one or two nights of a year on which a duty
//! is longer or shorter than usual, the checker itself is asked about the duty alone.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::{Clock, Day, Minutes};

use super::bound::Bound;
use crate::compile::{Broken, Judge};
use crate::problem::{OFF, Symbol};

/// What nobody may do on one date, though it is lawful a week before or after.
pub(super) struct Turned {
    /// For each person the dates and symbols that are out.
    pub(super) never_on: Vec<Vec<(Day, Symbol)>>,
    pub(super) told: Vec<Diagnostic>,
}

/// A shift type on a date on which it does not last as long as usual.
struct Odd {
    day: Day,
    /// A day of the same name on which it does.
    usual: Day,
    symbol: Symbol,
    length: Minutes,
    nominal: Minutes,
}

/// Asks the checker about each such duty, for everybody.
pub(super) fn turned(bound: &Bound<'_>) -> Turned {
    let mut turned = Turned {
        never_on: vec![Vec::new(); bound.people.len()],
        told: Vec::new(),
    };
    let odd = odd(bound);
    if odd.is_empty() {
        return turned;
    }
    let mut judge = Judge::new(&bound.ground());
    for odd in odd {
        let mut clause = String::new();
        for (person, never_on) in turned.never_on.iter_mut().enumerate() {
            let asked = bound.asked(person);
            let mut alone = |day: Day| {
                let mut line = vec![OFF; bound.period.to.since(bound.period.from) as usize];
                line[day.since(bound.period.from) as usize] = odd.symbol;
                let mut broken = judge.binding(&asked, &line);
                broken.retain(|b: &Broken| b.first <= day && day <= b.last);
                broken
            };
            let usual = alone(odd.usual);
            let known = |b: &Broken| usual.iter().any(|u| u.rule == b.rule);
            if let Some(broken) = alone(odd.day).iter().find(|b| !known(b)) {
                never_on.push((odd.day, odd.symbol));
                if let Some(rule) = broken.rule.and_then(|r| asked.set.bound.get(r)) {
                    let contract = asked.contracts[rule.contract];
                    let id = &contract.clauses[rule.rule.clause].id;
                    clause = format!("{}:{id}", contract.id);
                }
            }
        }
        let out = |never: &Vec<(Day, Symbol)>| never.contains(&(odd.day, odd.symbol));
        if !turned.never_on.is_empty() && turned.never_on.iter().all(out) {
            turned.told.push(told(bound, &odd, &clause));
        }
    }
    turned
}

fn told(bound: &Bound<'_>, odd: &Odd, clause: &str) -> Diagnostic {
    let code = &bound.shift_types[usize::from(odd.symbol) - 1].code;
    let title = format!(
        "nobody here may work `{code}` from {}: the clocks change, it lasts {} and not {}, and {clause} forbids that",
        odd.day.long(),
        odd.length,
        odd.nominal,
    );
    let help = "give that night a shift type of its own with `dates`, begun later or ended \
                earlier, and let its cover count both; without one the rota has a gap there";
    Diagnostic::warning("S023", title).help(help)
}

fn odd(bound: &Bound<'_>) -> Vec<Odd> {
    let (from, to) = (bound.period.from, bound.period.to);
    let mut all = Vec::new();
    for (symbol, shift) in (1..).zip(&bound.shift_types) {
        let span = |day: Day| {
            let (start, end) = shift.on(day)?;
            let span = bound.zone.span(start, end);
            Some((span.length(Clock::Elapsed), span.length(Clock::Nominal)))
        };
        let is_usual = |day: &Day| {
            from <= *day && *day < to && span(*day).is_some_and(|(length, usual)| length == usual)
        };
        for day in (from.0..to.0).map(Day) {
            let Some((length, nominal)) = span(day) else {
                continue;
            };
            let usual = [day.plus(-7), day.plus(7)].into_iter().find(is_usual);
            if let Some(usual) = usual.filter(|_| length != nominal) {
                all.push(Odd {
                    day,
                    usual,
                    symbol,
                    length,
                    nominal,
                });
            }
        }
    }
    all
}
