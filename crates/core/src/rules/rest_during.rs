//! Rest expected within an on-call duty.

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Lack, Machine, OfDuty, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::rota::OnCall;
use crate::time::{Clock, Minutes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R008"),
    name: "rest-during-duty",
    summary: "rest expected within an on-call duty, in total and unbroken",
    says: "{measured} of rest expected on call, needs {limit}",
    doc: include_str!("rest_during.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

/// At least so much rest within a duty, in total and in its longest stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestDuring {
    /// Duties of this class.
    pub of: Classes,
    /// The least total.
    pub total: Minutes,
    /// The least unbroken stretch.
    pub longest: Minutes,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let total = c.fields.length("total");
    let longest = c.fields.length("longest");
    // the clock window is a fact for readers: the rota records the longest rest inside it
    c.fields.text_or_none("between");
    Some(Machine::Duty(OfDuty::Rest(RestDuring {
        of: of?,
        total: total?,
        longest: longest?,
    })))
}

impl RestDuring {
    #[inline]
    pub(super) fn step<S: Sink>(&self, rule: &Rule, view: &View<'_>, i: usize, sink: &mut S) {
        let duty = &view.duties[i];
        if !view.is(i, self.of) || duty.kind.on_call() == OnCall::No {
            return;
        }
        let sides = [
            (duty.expected_rest(), self.total),
            (duty.expected_longest_rest(), self.longest),
        ];
        let worst = sides
            .into_iter()
            .filter_map(|(rest, least)| Some((rest?.0, least.0)))
            .min_by_key(|(rest, least)| rest - least);
        let Some((measured, limit)) = worst else {
            return;
        };
        // half an answer can show a breach, never a pass
        let whole = sides.iter().all(|(rest, _)| rest.is_some());
        if !whole && measured >= limit {
            return;
        }
        let reading = Reading {
            measured: i64::from(measured),
            limit: i64::from(limit),
            scale: 1,
            first: i as u32,
            last: i as u32,
            from: view.start(i, Clock::Nominal),
            to: view.end(i, Clock::Nominal),
        };
        tell(rule, view, sink, reading);
    }

    pub(super) fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        let (mut all, mut whole, mut told) = (0, 0, 0);
        for i in view.judged().filter(|&i| view.is(i, self.of)) {
            let duty = &view.duties[i];
            if duty.kind.on_call() == OnCall::No {
                continue;
            }
            let (total, longest) = (duty.expected_rest(), duty.expected_longest_rest());
            let known = total.is_some() && longest.is_some();
            let short =
                total.is_some_and(|r| r < self.total) || longest.is_some_and(|r| r < self.longest);
            all += 1;
            whole += i32::from(known);
            told += i32::from(known || short);
        }
        if whole == all {
            return None;
        }
        if told == 0 {
            return Some(Lack::All("expected rest on call is not recorded".into()));
        }
        Some(Lack::Some(
            "expected rest is not wholly recorded for some on-call duties".into(),
        ))
    }
}
