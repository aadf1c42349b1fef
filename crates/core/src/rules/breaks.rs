//! Breaks owed by the length of a duty.

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Lack, Machine, OfDuty, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::rota::Duty;
use crate::time::{Clock, Minutes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R013"),
    name: "breaks",
    summary: "breaks owed by the length of a duty",
    says: "{measured} long enough, needs {limit}",
    doc: include_str!("breaks.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Breaks,
    compile,
};

/// So many breaks of at least so long, by the length of the duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreaksOwed {
    /// Duties of this class.
    pub of: Classes,
    /// The least length of a break that counts.
    pub each: Minutes,
    /// Whether a break of twice the length counts as two.
    pub joined: bool,
    /// What is owed; the greatest that applies decides.
    pub steps: Vec<Step>,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Only for duties of this class too.
    pub of: Option<Classes>,
    /// The duty is longer than this…
    pub over: Option<Minutes>,
    /// … or at least this long.
    pub at_least: Option<Minutes>,
    /// Breaks owed.
    pub count: i32,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let each = c.fields.length("each");
    let joined = c.fields.flag("joined", false);
    let mut steps = Vec::new();
    for (table, span) in c.fields.tables("owed") {
        let mut inner = c.inner(table, span, "`owed`");
        let of = inner.class_or_none("of");
        let over = inner.fields.length_or_none("over");
        let at_least = inner.fields.length_or_none("at-least");
        let count = inner.fields.count("count", 20);
        inner.finish();
        if let Some(count) = count {
            steps.push(Step {
                of,
                over,
                at_least,
                count,
            });
        }
    }
    Some(Machine::Duty(OfDuty::Breaks(BreaksOwed {
        of: of?,
        each: each?,
        joined,
        steps,
    })))
}

impl BreaksOwed {
    fn owed(&self, view: &View<'_>, i: usize) -> i32 {
        // breaks go by what the rota says: the wall clock
        let length = view.duties[i].length(Clock::Nominal);
        let mut owed = 0;
        for step in &self.steps {
            let applies = step.over.is_none_or(|m| length > m)
                && step.at_least.is_none_or(|m| length >= m)
                && step.of.is_none_or(|class| view.is(i, class));
            if applies && step.count > owed {
                owed = step.count;
            }
        }
        owed
    }

    fn taken(&self, duty: &Duty) -> Option<i32> {
        let breaks = duty.breaks?;
        let counted = |minutes: &u8| {
            let whole = i32::from(*minutes) / self.each.0.max(1);
            if self.joined { whole } else { whole.min(1) }
        };
        Some(breaks.each().iter().map(counted).sum())
    }

    #[inline]
    pub(super) fn step<S: Sink>(&self, rule: &Rule, view: &View<'_>, i: usize, sink: &mut S) {
        if !view.is(i, self.of) {
            return;
        }
        let Some(taken) = self.taken(&view.duties[i]) else {
            return;
        };
        let owed = self.owed(view, i);
        if owed == 0 {
            return;
        }
        let reading = Reading {
            measured: i64::from(taken),
            limit: i64::from(owed),
            scale: 1,
            first: i as u32,
            last: i as u32,
            from: view.start(i, Clock::Nominal),
            to: view.end(i, Clock::Nominal),
        };
        tell(rule, view, sink, reading);
    }

    pub(super) fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        if view.breaks_recorded {
            return None;
        }
        let owing = view
            .judged()
            .filter(|&i| view.is(i, self.of) && self.owed(view, i) > 0);
        let (mut all, mut silent) = (0, 0);
        for i in owing {
            all += 1;
            silent += i32::from(view.duties[i].breaks.is_none());
        }
        match silent {
            0 => None,
            n if n == all => Some(Lack::All("breaks are not recorded".into())),
            _ => Some(Lack::Some("breaks are not recorded for some duties".into())),
        }
    }
}
