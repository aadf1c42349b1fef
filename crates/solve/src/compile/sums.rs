//! Which rules are sums over the whole period, and how far each sum may go for a person.

use firstline_core::contract::Classes;
use firstline_core::rota::Duty;
use firstline_core::rules::{Lack, Limit, Machine, Rule, Sense, Sum, Total, View, furthest};
use firstline_core::time::{Calendar, Clock, Minutes};

use super::{Asked, Ground};

/// What becomes of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// States and steps.
    Local,
    /// A counter with a greatest value; the machine without its own limit.
    Counter(Box<Machine>, i32),
    /// A greatest total of minutes.
    Most(i32),
    /// A least total of minutes.
    Least(i32),
    /// Only the final check judges it.
    Relaxed,
    /// The final check cannot either, and why.
    Unjudged(String),
}

/// What becomes of a rule for one person; `offered` are the duties that can be laid in the period.
pub(super) fn part(ground: &Ground<'_>, asked: &Asked<'_>, rule: &Rule, offered: &[Duty]) -> Part {
    if rule.in_force.is_some() {
        // a law that changes on the way would need an automaton for each side of the day
        return Part::Relaxed;
    }
    let Machine::Total(total) = &rule.machine else {
        return match rule.machine {
            Machine::Pay(_) | Machine::Worked(_) => Part::Relaxed,
            Machine::Recorded(ref why) => Part::Unjudged(why.to_string()),
            _ => Part::Local,
        };
    };
    let period = ground.period;
    let calendar = Calendar::new(ground.zone, period.from, period.to);
    let view = View {
        duties: &[],
        marks: &[],
        judged_from: 0,
        judged_to: 0,
        from: period.from,
        to: period.to,
        known_from: asked.known_from.unwrap_or(period.from),
        known_to: period.to,
        absences: asked.absences,
        calendar: &calendar,
        wraps: false,
        on_call: false,
        present: Classes::NONE,
        unknown: Classes::NONE,
        breaks_recorded: true,
        cover: asked.cover.or(ground.cover),
    };
    if let Some(Lack::All(why)) = rule.machine.lacks(&view) {
        return Part::Unjudged(why.to_string());
    }
    let minutes = period.days().saturating_mul(Minutes::DAY.0);
    match &total.of {
        Sum::Frequency { .. }
        | Sum::Duties {
            limit: Limit::AtMost(_),
            ..
        } => match furthest(rule, &view, period.days()) {
            Some(limit) => Part::Counter(Box::new(without_limit(total)), limit),
            None => Part::Relaxed,
        },
        Sum::Hours { counts, .. } if plain(offered, |d| counts.of(d, Clock::Nominal)) => {
            hours(rule, &view, minutes)
        }
        Sum::WeeklyHours(w) if w.weeks.is_none_or(|weeks| period.days() <= weeks * 7) => {
            if plain(offered, |d| w.counts.of(d, Clock::Nominal)) {
                hours(rule, &view, minutes)
            } else {
                Part::Relaxed
            }
        }
        _ => Part::Relaxed,
    }
}

fn hours(rule: &Rule, view: &View<'_>, most: i32) -> Part {
    match (furthest(rule, view, most), rule.machine.sense()) {
        (Some(minutes), Sense::AtMost) => Part::Most(minutes),
        (Some(minutes), Sense::AtLeast) => Part::Least(minutes),
        (None, _) => Part::Relaxed,
    }
}

/// Whether all of every duty counts, from start to end.
fn plain(offered: &[Duty], counts: impl Fn(&Duty) -> Option<i32>) -> bool {
    let whole = |d: &Duty| counts(d) == Some(d.length(Clock::Nominal).0);
    offered.iter().all(whole)
}

/// The same machine with the limit that everybody has: people who differ in it share a counter.
fn without_limit(total: &Total) -> Machine {
    let mut total = total.clone();
    match &mut total.of {
        Sum::Frequency { max, .. } => (max.of, max.per) = (1, 1),
        Sum::Duties { limit, .. } => *limit = Limit::AtMost(0),
        _ => {}
    }
    Machine::Total(total)
}
