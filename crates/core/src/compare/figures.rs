//! Plain figures of a rota: hours on duty, the longest duty, weekends, nights.

use crate::check::Question;
use crate::contract::{Party, RuleSet, resolve};
use crate::rota::{Judged, Period, Roster, Rota};
use crate::rules::{Machine, Sum, Total};
use crate::time::{Clock, Day};

/// Plain figures of a rota, the same under every contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// People or lines.
    pub people: usize,
    /// Whole weeks judged.
    pub weeks: i32,
    /// Days judged.
    pub days: i32,
    /// Duties of one cycle or period, of everybody.
    pub duties: usize,
    /// Minutes on duty.
    pub on_duty: Often,
    /// The longest duty in minutes by the wall clock.
    pub longest_minutes: i32,
    /// Weekends with a duty that starts or lies on them, of all weekends, as worked and all.
    pub weekends: (usize, usize),
}

/// So many times or minutes, of so many days of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Often {
    /// How many.
    pub times: i64,
    /// Days of everybody together.
    pub person_days: i64,
}

impl Often {
    /// Minutes a week and person, rounded to the minute.
    pub fn weekly_minutes(self) -> i64 {
        let days = self.person_days.max(1);
        (2 * self.times * 7 + days) / (2 * days)
    }

    /// Times a week and person, in thousandths, rounded half up.
    pub fn weekly_milli(self) -> i64 {
        let days = self.person_days.max(1);
        (2 * self.times * 7000 + days) / (2 * days)
    }
}

/// The days of one roster: a cycle, or those on which the person is in post.
fn days_of(rota: &Rota, roster: &Roster) -> Period {
    let judged = roster.days_judged(rota);
    if roster.cycle_days > 0 {
        return Period {
            from: judged.from,
            to: judged.from.plus(roster.cycle_days),
        };
    }
    judged
}

/// The plain figures of a rota.
pub fn figures(rota: &Rota) -> Figures {
    let (mut minutes, mut longest, mut duties) = (0_i64, 0_i32, 0_usize);
    let (mut weekends, mut all_weekends, mut person_days) = (0_usize, 0_usize, 0_i64);
    for roster in &rota.rosters {
        let days = days_of(rota, roster);
        let (from, to) = (days.from, days.to);
        person_days += i64::from(days.days());
        all_weekends += weekends_between(from, to);
        let mut worked: Vec<Day> = Vec::new();
        for duty in &roster.duties[roster.judged.clone()] {
            let length = duty.length(Clock::Nominal).0;
            minutes += i64::from(length);
            longest = longest.max(length);
            duties += 1;
            let saturday = duty.day().monday().plus(5);
            // a weekend that only the end of the last night reaches is not among those counted
            if duty.end.wall > saturday.midnight() && saturday < to {
                worked.push(saturday);
            }
        }
        worked.dedup();
        weekends += worked.len();
    }
    let judged = match rota.judged {
        Judged::Pattern { weeks } => i32::from(weeks) * 7,
        Judged::Rota | Judged::Worked => rota.period.days(),
    };
    Figures {
        people: rota.rosters.len(),
        weeks: judged / 7,
        days: judged,
        duties,
        on_duty: Often {
            times: minutes,
            person_days,
        },
        longest_minutes: longest,
        weekends: (weekends, all_weekends),
    }
}

/// Weekends of which at least one day lies between two days.
fn weekends_between(from: Day, to: Day) -> usize {
    let mut monday = from.monday();
    let mut count = 0;
    while monday < to {
        let touched = monday.plus(5) < to && from < monday.plus(7);
        count += usize::from(touched);
        monday = monday.plus(7);
    }
    count
}

/// What makes one person's clause on night work differ from another's.
type Key = (usize, bool, Option<Day>);

/// How often anybody is on duty at night, as the clause on night work that binds them counts it;
/// nothing where none does.
pub fn nights(question: &Question<'_>) -> Option<Often> {
    let mut all = Often {
        times: 0,
        person_days: 0,
    };
    let mut marks = Vec::new();
    let mut sets: Vec<(Key, RuleSet)> = Vec::new();
    let answers = question.answers();
    for (index, roster) in question.rota.rosters.iter().enumerate() {
        let which = question.who.get(index).copied().unwrap_or(0);
        let terms = &question.terms[which];
        let person = question.department.person(&roster.person);
        let party = Party {
            name: &roster.person,
            part_time: person.is_some_and(|p| p.share.part_time()),
            opt_out: person.and_then(|p| p.opt_out),
        };
        let key = (which, party.part_time, party.opt_out);
        let known = sets.iter().position(|(k, _)| *k == key);
        let at = known.unwrap_or_else(|| {
            let (set, _) = resolve(
                &terms.contracts,
                party,
                &question.department.agreements,
                question.rota.period,
                terms.law,
                &answers,
            );
            sets.push((key, set));
            sets.len() - 1
        });
        let set = &sets[at].1;
        let (contract, night) = set.bound.iter().find_map(|b| match &b.rule.machine {
            Machine::Total(Total {
                of: Sum::NightWork { of, .. },
                ..
            }) => Some((b.contract, *of)),
            _ => None,
        })?;
        set.mark(contract, &roster.duties, &question.rota.zone, &mut marks);
        let judged = marks.get(roster.judged.clone()).unwrap_or_default();
        let at_night = judged.iter().filter(|m| m.is.meets(night)).count();
        all.times += at_night as i64;
        all.person_days += i64::from(days_of(question.rota, roster).days());
    }
    Some(all)
}
