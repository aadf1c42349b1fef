//! Hours rostered on the day after a duty of a class.

use super::Rule;
use super::kind::{Code, Compile, RuleKind, Status, Unit};
use super::machine::{Lanes, Machine, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::time::{Clock, Minutes, Wall};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R012"),
    name: "hours-next-day",
    summary: "hours rostered on the day after a duty of a class",
    says: "{measured} rostered on the day after, at most {limit}",
    doc: include_str!("next_day.md"),
    status: Status::Stable { since: "0.1.0" },
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

// Lanes.
const AFTER: usize = 0;
const TARGET: usize = 1;
const SUM: usize = 2;
const TO: usize = 3;

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
        if lanes[AFTER] >= 0 {
            let day = view.duties[i].day().0;
            if day > lanes[TARGET] {
                self.close(rule, lanes, view, sink);
            } else if view.is(i, self.unless) {
                lanes[AFTER] = -1;
            } else if day == lanes[TARGET] && view.is(i, self.of) {
                lanes[SUM] += view.duties[i].length(self.clock).0;
                lanes[TO] = view.end(i, self.clock);
            }
        }
        if view.is(i, self.after) {
            let duty = &view.duties[i];
            lanes[AFTER] = i as i32;
            lanes[SUM] = 0;
            lanes[TO] = view.end(i, self.clock);
            lanes[TARGET] = 1 + match self.day {
                DayAfter::Start => duty.day().0,
                DayAfter::End => Wall(duty.end.wall.0 - 1).day().0,
            };
        }
    }

    fn close<S: Sink>(&self, rule: &Rule, lanes: &mut Lanes, view: &View<'_>, sink: &mut S) {
        let i = lanes[AFTER] as usize;
        lanes[AFTER] = -1;
        let reading = Reading {
            measured: i64::from(lanes[SUM]),
            limit: i64::from(self.max.0),
            scale: 1,
            first: i as u32,
            last: i as u32,
            from: view.start(i, self.clock),
            to: lanes[TO],
        };
        tell(rule, view, sink, reading);
    }

    pub(super) fn finish<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        sink: &mut S,
    ) {
        // a day beyond those known shows nothing
        if lanes[AFTER] >= 0 && (lanes[TARGET] < view.known_to.0 || lanes[SUM] > 0) {
            self.close(rule, lanes, view, sink);
        }
    }
}
