//! Number of duties of a class in so many consecutive days.

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Lanes, Machine, View, Window, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::time::{Clock, Day};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R011"),
    name: "count-in-days",
    summary: "number of duties of a class in so many consecutive days",
    says: "{measured} within the days looked at, at most {limit}",
    doc: include_str!("window_count.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Duties,
    compile,
};

/// At most so many duties of a class that start within so many consecutive days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowCount {
    /// Duties of this class.
    pub of: Classes,
    /// The greatest number.
    pub max: i32,
    /// Consecutive days.
    pub days: i32,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let max = c.fields.count("max", 366);
    let days = c.fields.count("days", 366);
    Some(Machine::Window(Window::Count(WindowCount {
        of: of?,
        max: max?,
        days: days?,
    })))
}

// Lanes.
const LEFT: usize = 0;
const COUNT: usize = 1;

impl WindowCount {
    #[inline]
    pub(super) fn step<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        i: usize,
        sink: &mut S,
    ) {
        if !view.is(i, self.of) {
            return;
        }
        lanes[COUNT] += 1;
        let day = view.marks[i].day;
        loop {
            let left = lanes[LEFT] as usize;
            if view.is(left, self.of) {
                if day.since(view.marks[left].day) < self.days {
                    break;
                }
                lanes[COUNT] -= 1;
            }
            lanes[LEFT] += 1;
        }
        let left = lanes[LEFT] as usize;
        let reading = Reading {
            measured: i64::from(lanes[COUNT]),
            limit: i64::from(self.max),
            scale: 1,
            first: left as u32,
            last: i as u32,
            from: view.start(left, Clock::Nominal),
            to: view.end(i, Clock::Nominal),
        };
        tell(rule, view, sink, reading);
    }

    /// The days on which duties started that share a window with one on `day`.
    pub(super) fn memory(&self, view: &View<'_>, day: Day, into: &mut Vec<i32>) {
        for i in (0..view.duties.len()).filter(|&i| view.is(i, self.of)) {
            let ago = day.since(view.marks[i].day);
            if ago < self.days {
                into.push(ago);
            }
        }
    }
}
