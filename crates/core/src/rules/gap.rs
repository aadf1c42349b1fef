//! The shape behind rest between duties: two neighbours and the time between them.

use super::Rule;
use super::machine::{Lack, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::rota::OnCall;
use crate::time::{Clock, Day, Minutes};

/// At least so much time between one duty and the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Both duties must be of this class.
    pub of: Classes,
    /// The least time between them.
    pub min: Minutes,
    /// Whether duties that follow each other without a minute between count as one.
    pub joined: bool,
    /// The clock on which the time is measured.
    pub clock: Clock,
}

impl Gap {
    pub(super) fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        if !view.on_call {
            return None;
        }
        let beside = view
            .judged()
            .filter(|&i| view.duties[i].kind.on_call() == OnCall::NonResident)
            .any(|i| !view.is(i, self.of));
        beside.then(|| Lack::Some("no rest is asked beside on-call duties".into()))
    }

    #[inline]
    pub(super) fn step<S: Sink>(&self, rule: &Rule, view: &View<'_>, i: usize, sink: &mut S) {
        if i == 0 || !view.is(i, self.of) || !view.is(i - 1, self.of) {
            return;
        }
        let (from, to) = (view.end(i - 1, self.clock), view.start(i, self.clock));
        if self.joined && to == from {
            return;
        }
        let reading = Reading {
            measured: i64::from(to - from),
            limit: i64::from(self.min.0),
            scale: 1,
            first: (i - 1) as u32,
            last: i as u32,
            from,
            to,
        };
        tell(rule, view, sink, reading);
    }

    /// When the last duty ended, as long as that can be too near to a duty on `day`.
    pub(super) fn memory(&self, view: &View<'_>, day: Day, into: &mut Vec<i32>) {
        let Some(last) = view.duties.len().checked_sub(1) else {
            return;
        };
        let ago = view.calendar.midnight(day, self.clock) - view.end(last, self.clock);
        if view.is(last, self.of) && ago < self.min.0 {
            into.push(ago);
        }
    }
}
