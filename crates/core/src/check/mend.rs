//! What would mend a breach: the least change of a start, an end or a duty that removes it and
//! makes no new one. Found by trying: each candidate is judged by every rule again.

use super::{Checker, Judge};
use crate::contract::{Bound, RuleSet};
use crate::rota::{Judged, Roster};
use crate::rules::Reading;
use crate::time::{Clock, Minutes, Moment, Wall};

/// The words for a breach for which nothing was found.
const NONE_FOUND: &str =
    "no change of one start, one end or one duty was found that mends it and breaks nothing else";

/// Of a long stretch only so many of its last duties are tried.
const MOST_TRIED: usize = 40;

/// One thing that could be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Start so many minutes later.
    Later(usize, i32),
    /// End so many minutes earlier.
    Earlier(usize, i32),
    /// Do not work it.
    Remove(usize),
}

impl Checker<'_> {
    /// The least changes that mend a breach, in words.
    pub(super) fn cure(
        &mut self,
        index: usize,
        set: &RuleSet,
        bound: &Bound,
        reading: &Reading,
    ) -> String {
        let roster = &self.question.rota.rosters[index];
        let before = self.all_breaches(set, roster);
        let short = Minutes(
            (bound.rule.headroom(reading).abs() / reading.scale.max(1))
                .clamp(1, i64::from(Minutes::DAY.0)) as i32,
        );
        // a long reference period is not searched duty by duty
        let last = (reading.last as usize).min(roster.duties.len().saturating_sub(1));
        let first = (reading.first as usize).max(last.saturating_sub(MOST_TRIED));
        let this = set.bound.iter().position(|b| std::ptr::eq(b, bound));
        let Some(this) = this else {
            return NONE_FOUND.to_owned();
        };
        let try_all = |checker: &mut Self, changes: Vec<Change>| -> Vec<Change> {
            let mut found = Vec::new();
            for change in changes {
                if found.len() == 2 {
                    break;
                }
                let Some(changed) = checker.changed(roster, change) else {
                    continue;
                };
                let after = checker.all_breaches(set, &changed);
                let no_worse = after.iter().zip(&before).all(|(a, b)| a.len() <= b.len());
                // not one breach fewer somewhere: this one must be gone
                let gone = !after[this]
                    .iter()
                    .any(|a| a.from < reading.to && reading.from < a.to);
                if gone && no_worse {
                    found.push(change);
                }
            }
            found
        };
        // changing a time is less than taking a duty away; the ends of the stretch come first
        let mut ends: Vec<usize> = (first..=last).collect();
        ends.sort_by_key(|i| (i - first).min(last - i));
        let times = ends
            .iter()
            .flat_map(|&i| [Change::Earlier(i, short.0), Change::Later(i, short.0)]);
        let mut found = try_all(self, times.collect());
        if found.is_empty() {
            found = try_all(self, ends.iter().map(|&i| Change::Remove(i)).collect());
        }
        let words: Vec<String> = found
            .iter()
            .map(|c| self.change_words(roster, *c))
            .collect();
        if words.is_empty() {
            NONE_FOUND.to_owned()
        } else {
            words.join(", or ")
        }
    }

    fn all_breaches(&self, set: &RuleSet, roster: &Roster) -> Vec<Vec<Reading>> {
        Judge::default()
            .roster(set, roster, &self.context(roster))
            .into_iter()
            .map(|h| h.breaches)
            .collect()
    }

    /// The roster with a change made, in every copy of a pattern.
    fn changed(&self, roster: &Roster, change: Change) -> Option<Roster> {
        let (Change::Later(at, _) | Change::Earlier(at, _) | Change::Remove(at)) = change;
        let wraps = matches!(self.question.rota.judged, Judged::Pattern { .. });
        let cycle = roster.judged.len();
        if !wraps && !roster.judged.contains(&at) {
            // what was worked before the period cannot be changed
            return None;
        }
        let same = |i: usize| {
            if wraps && cycle > 0 {
                i % cycle == at % cycle
            } else {
                i == at
            }
        };
        let zone = &self.question.rota.zone;
        let moved = |m: Moment, by: i32| zone.resolve(Wall(m.wall.0 + by)).moment();
        let mut out = roster.clone();
        if let Change::Remove(_) = change {
            let mut i = 0;
            out.duties.retain(|_| {
                i += 1;
                !same(i - 1)
            });
            let removed = |to: usize| (0..to).filter(|&i| same(i)).count();
            out.judged = roster.judged.start - removed(roster.judged.start)
                ..roster.judged.end - removed(roster.judged.end);
            return Some(out);
        }
        for (i, duty) in out.duties.iter_mut().enumerate() {
            if !same(i) {
                continue;
            }
            match change {
                Change::Later(_, by) => duty.start = moved(duty.start, by),
                Change::Earlier(_, by) => duty.end = moved(duty.end, -by),
                Change::Remove(_) => {}
            }
            // what is left of less than half a duty is another duty, and its date is its own
            let was = &roster.duties[i];
            let length = duty.length(Clock::Elapsed);
            if length * 2 < was.length(Clock::Elapsed) || duty.day() != was.day() {
                return None;
            }
        }
        Some(out)
    }

    fn change_words(&self, roster: &Roster, change: Change) -> String {
        let (Change::Later(at, _) | Change::Earlier(at, _) | Change::Remove(at)) = change;
        let duty = &roster.duties[at];
        let code = &self.question.rota.shift_type(duty.code).code;
        let day = self.day_words(roster, at);
        match change {
            Change::Later(_, by) => {
                let time = Wall(duty.start.wall.0 + by).time();
                format!("start {code} of {day} at {time} or later")
            }
            Change::Earlier(_, by) => {
                let end = Wall(duty.end.wall.0 - by);
                let next = if end.day() > duty.day() {
                    " the next morning"
                } else {
                    ""
                };
                format!("finish {code} of {day} by {}{next}", end.time())
            }
            Change::Remove(_) => format!("leave out {code} of {day}"),
        }
    }

    /// `Thu 6 Aug 2026`, or `Sun of week 6` in a pattern without dates.
    fn day_words(&self, roster: &Roster, at: usize) -> String {
        let day = roster.duties[at].day();
        let rota = self.question.rota;
        if rota.on_dates {
            return day.long();
        }
        let cycle = roster.cycle_days.max(7);
        let week = day.since(rota.period.from).rem_euclid(cycle) / 7 + 1;
        format!("{} of week {week}", day.weekday())
    }
}
