//! How long one duty lasts.

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Lanes, Machine, OfDuty, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::time::{Clock, Day, Minutes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R004"),
    name: "duty-length",
    summary: "how long one duty lasts",
    says: "{measured} long, at most {limit}",
    doc: include_str!("duty_length.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

/// At most so long from start to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyLength {
    /// Duties of this class.
    pub of: Classes,
    /// The greatest length.
    pub max: Minutes,
    /// Another greatest length for duties of another class, such as weekends.
    pub other: Option<(Classes, Minutes)>,
    /// Whether duties that follow each other without a minute between count as one.
    pub joined: bool,
    /// The clock on which it is measured.
    pub clock: Clock,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let max = c.fields.length("max");
    let other = c.fields.table("where").and_then(|(table, span)| {
        let mut inner = c.inner(table, span, "`where`");
        let pair = (inner.class("of")?, inner.fields.length("max")?);
        inner.finish();
        Some(pair)
    });
    let joined = c.fields.flag("joined", false);
    let clock = c.clock();
    Some(Machine::Duty(OfDuty::Length(DutyLength {
        of: of?,
        max: max?,
        other,
        joined,
        clock: clock?,
    })))
}

/// Lanes: 0 first duty of the chain, 1 its last, 2 whether any of it is of the other class.
impl DutyLength {
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
        let other = self.other.is_some_and(|(class, _)| view.is(i, class));
        if self.joined && lanes[0] >= 0 {
            if view.end(lanes[1] as usize, self.clock) == view.start(i, self.clock) {
                lanes[1] = i as i32;
                lanes[2] = lanes[2].max(i32::from(other));
                return;
            }
            self.finish(rule, lanes, view, sink);
        }
        *lanes = [-1; 8];
        lanes[0] = i as i32;
        lanes[1] = i as i32;
        lanes[2] = i32::from(other);
        if !self.joined {
            self.finish(rule, lanes, view, sink);
        }
    }

    pub(super) fn finish<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        sink: &mut S,
    ) {
        if lanes[0] < 0 {
            return;
        }
        let (first, last) = (lanes[0] as usize, lanes[1] as usize);
        lanes[0] = -1;
        let (from, to) = (view.start(first, self.clock), view.end(last, self.clock));
        let max = match self.other {
            Some((_, max)) if lanes[2] == 1 => max,
            _ => self.max,
        };
        let reading = Reading {
            measured: i64::from(to - from),
            limit: i64::from(max.0),
            scale: 1,
            first: first as u32,
            last: last as u32,
            from,
            to,
        };
        tell(rule, view, sink, reading);
    }

    /// The duties that one on `day` may still join without a minute between.
    pub(super) fn memory(&self, lanes: &Lanes, view: &View<'_>, day: Day, into: &mut Vec<i32>) {
        if lanes[0] < 0 {
            return;
        }
        let midnight = view.calendar.midnight(day, self.clock);
        let end = view.end(lanes[1] as usize, self.clock) - midnight;
        if end >= 0 {
            let start = view.start(lanes[0] as usize, self.clock) - midnight;
            into.extend([start, end, lanes[2]]);
        }
    }
}
