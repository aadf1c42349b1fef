//! Hours rostered on the day after a duty of a class.

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Lanes, Machine, View};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::time::{Clock, Day, Minutes, Wall};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R012"),
    name: "hours-next-day",
    summary: "hours rostered on the day after a duty of a class",
    says: "{measured} rostered on the day after, at most {limit}",
    doc: include_str!("next_day.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

/// At most so many hours on the day after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextDay {
    /// The duty that is followed.
    pub after: Classes,
    /// Another such duty on that day moves the question to the day after it.
    pub unless: Classes,
    /// The duties whose hours are added up.
    pub of: Classes,
    /// The greatest number of hours.
    pub max: Minutes,
    /// Which day is meant.
    pub day: DayAfter,
    /// The clock on which hours are measured.
    pub clock: Clock,
}

/// Which day is the day after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayAfter {
    /// The day after the one on which the duty started.
    Start,
    /// The day after the one on which it ended.
    End,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let after = c.class("after");
    let unless = c.class("unless-again");
    let of = c.class("of");
    let max = c.fields.length("max");
    let words = [
        ("after-start", DayAfter::Start),
        ("after-end", DayAfter::End),
    ];
    let day = c.fields.word("day", &words);
    let clock = c.clock();
    Some(Machine::Pattern(NextDay {
        after: after?,
        unless: unless?,
        of: of?,
        max: max?,
        day: day?,
        clock: clock?,
    }))
}

/// Lane 0: the first duty whose day after has not been looked at yet; -1 stands for the first.
const NEXT: usize = 0;

impl NextDay {
    #[inline]
    pub(super) fn step<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        i: usize,
        sink: &mut S,
    ) {
        let day = view.marks[i].day.0;
        let mut next = lanes[NEXT].max(0) as usize;
        while next < i && (!view.is(next, self.after) || self.target(view, next) < day) {
            self.look(rule, view, next, i, sink);
            next += 1;
        }
        lanes[NEXT] = next as i32;
    }

    /// The day after that is meant.
    fn target(&self, view: &View<'_>, i: usize) -> i32 {
        let duty = &view.duties[i];
        1 + match self.day {
            DayAfter::Start => duty.day().0,
            DayAfter::End => Wall(duty.end.wall.0 - 1).day().0,
        }
    }

    /// Adds up the day after duty `i`; duties before `known` have been seen.
    fn look<S: Sink>(&self, rule: &Rule, view: &View<'_>, i: usize, known: usize, sink: &mut S) {
        if !view.is(i, self.after) {
            return;
        }
        let target = self.target(view, i);
        let mut sum = 0;
        let mut to = view.end(i, self.clock);
        for next in i + 1..known {
            let day = view.marks[next].day.0;
            if day > target {
                break;
            }
            if view.is(next, self.unless) {
                return;
            }
            if day == target && view.is(next, self.of) {
                sum += view.duties[next].length(self.clock).0;
                to = view.end(next, self.clock);
            }
        }
        // the reading belongs to the day after, so that on-call before day one is not forgotten
        let day = Day(target);
        let ours = view.from <= day && day < view.to;
        if !ours || rule.in_force.is_some_and(|p| !p.contains(day)) {
            return;
        }
        let reading = Reading {
            measured: i64::from(sum),
            limit: i64::from(self.max.0),
            scale: 1,
            first: i as u32,
            last: i as u32,
            from: view.start(i, self.clock),
            to,
        };
        sink.reading(rule, reading);
    }

    pub(super) fn finish<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        sink: &mut S,
    ) {
        for next in lanes[NEXT].max(0) as usize..view.duties.len() {
            self.look(rule, view, next, view.duties.len(), sink);
        }
    }

    /// The days, from `day` on, that are the day after some duty and not moved further yet.
    pub(super) fn memory(&self, lanes: &Lanes, view: &View<'_>, day: Day, into: &mut Vec<i32>) {
        let first = into.len();
        for i in lanes[NEXT].max(0) as usize..view.duties.len() {
            let target = self.target(view, i);
            let moved = (i + 1..view.duties.len())
                .any(|next| view.marks[next].day.0 <= target && view.is(next, self.unless));
            if view.is(i, self.after) && target >= day.0 && !moved {
                into.push(target - day.0);
            }
        }
        into[first..].sort_unstable();
        into.dedup();
    }
}
