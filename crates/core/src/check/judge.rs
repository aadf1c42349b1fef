//! Runs the rules over a roster: the hot path of every check.

use crate::contract::{Bound, Classes, Marks, RuleSet};
use crate::rota::{Judged, LeadIn, OnCall, Roster, Rota, RotaPattern};
use crate::rules::{Breaches, Lack, ProspectiveCover, Reading, View, Working, walk};
use crate::time::Calendar;

/// What all rosters of a rota share.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The rota.
    pub rota: &'a Rota,
    /// Its midnights.
    pub calendar: &'a Calendar,
    /// Leave that colleagues cover.
    pub cover: Option<ProspectiveCover>,
}

/// What one rule had to say of one roster, lent to whoever listens.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'j> {
    /// The reading with the least headroom.
    pub tightest: Option<&'j Reading>,
    /// Readings outside the limit.
    pub breaches: &'j [Reading],
    /// What the input does not show.
    pub lack: Option<&'j Lack>,
}

/// What one rule had to say of one roster, kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The reading with the least headroom.
    pub tightest: Option<Reading>,
    /// Readings outside the limit.
    pub breaches: Vec<Reading>,
    /// What the input does not show.
    pub lack: Option<Lack>,
}

impl Saying<'_> {
    /// A copy to keep.
    pub fn keep(self) -> Heard {
        Heard {
            tightest: self.tightest.copied(),
            breaches: self.breaches.to_vec(),
            lack: self.lack.cloned(),
        }
    }
}

/// Memory that is used again from roster to roster.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    marks: Vec<Marks>,
    sink: Breaches,
}

impl Judge {
    /// Runs every rule of a set; one answer for each, in order.
    pub fn roster(&mut self, set: &RuleSet, roster: &Roster, context: &Context<'_>) -> Vec<Heard> {
        let mut heard = Vec::with_capacity(set.bound.len());
        self.each(set, roster, context, |_, said| heard.push(said.keep()));
        heard
    }

    /// Runs every rule of a set and hands over what each had to say.
    pub fn each(
        &mut self,
        set: &RuleSet,
        roster: &Roster,
        context: &Context<'_>,
        mut tell: impl FnMut(&Bound, Saying<'_>),
    ) {
        let mut marks = std::mem::take(&mut self.marks);
        let mut next = 0;
        while let Some(first) = set.bound.get(next) {
            // the rules of one contract stand together and share its classes
            let contract = first.contract;
            set.mark(contract, &roster.duties, &context.rota.zone, &mut marks);
            let view = view(roster, &marks, context);
            while let Some(bound) = set.bound.get(next).filter(|b| b.contract == contract) {
                let lack = self.run(bound, &view);
                tell(bound, self.said(lack.as_ref()));
                next += 1;
            }
        }
        self.marks = marks;
    }

    /// Runs one rule.
    pub fn one(
        &mut self,
        set: &RuleSet,
        bound: &Bound,
        roster: &Roster,
        context: &Context<'_>,
    ) -> Heard {
        let mut marks = std::mem::take(&mut self.marks);
        set.mark(
            bound.contract,
            &roster.duties,
            &context.rota.zone,
            &mut marks,
        );
        let lack = self.run(bound, &view(roster, &marks, context));
        self.marks = marks;
        self.said(lack.as_ref()).keep()
    }

    /// Runs one rule into the sink, and says what the input does not show.
    fn run(&mut self, bound: &Bound, view: &View<'_>) -> Option<Lack> {
        let machine = &bound.rule.machine;
        let lack = machine.lacks(view);
        self.sink.begin(&bound.rule);
        if !matches!(lack, Some(Lack::All(_))) && machine.concerns(view) {
            walk(&bound.rule, view, &mut self.sink);
        }
        if matches!(lack, Some(Lack::AtLeast(_))) && self.sink.breaches.is_empty() {
            self.sink.begin(&bound.rule);
        }
        lack
    }

    fn said<'j>(&'j self, lack: Option<&'j Lack>) -> Saying<'j> {
        Saying {
            tightest: self.sink.tightest.as_ref(),
            breaches: &self.sink.breaches,
            lack,
        }
    }

    /// Everything that one rule measured, for explaining.
    pub fn working(
        &mut self,
        set: &RuleSet,
        bound: &Bound,
        roster: &Roster,
        context: &Context<'_>,
    ) -> Working {
        set.mark(
            bound.contract,
            &roster.duties,
            &context.rota.zone,
            &mut self.marks,
        );
        let view = view(roster, &self.marks, context);
        let mut sink = Working::default();
        if !matches!(bound.rule.machine.lacks(&view), Some(Lack::All(_))) {
            walk(&bound.rule, &view, &mut sink);
        }
        sink
    }
}

/// One roster as machines see it.
pub fn view<'a>(roster: &'a Roster, marks: &'a [Marks], context: &Context<'a>) -> View<'a> {
    let rota = context.rota;
    let wraps = matches!(rota.judged, Judged::Pattern { .. });
    let days = roster.days_judged(rota);
    let (from, mut to) = (days.from, days.to);
    let (mut known_from, mut known_to) = (from, to);
    match roster.lead_in {
        LeadIn::Wrap => {
            // lines of a pattern may be shorter than the longest; the copies reach both ways
            let cycle = roster.cycle_days.max(1);
            let copies = RotaPattern::copies(cycle);
            to = from.plus(cycle);
            known_from = from.plus(-cycle * copies);
            known_to = to.plus(cycle * copies);
        }
        LeadIn::From(day) => known_from = day,
        LeadIn::Missing => {}
    }
    if let (LeadIn::From(_) | LeadIn::Missing, Some(last)) = (roster.lead_in, roster.duties.last())
    {
        known_to = known_to.max(last.day().plus(1));
    }
    View {
        duties: &roster.duties,
        marks,
        judged_from: roster.judged.start,
        judged_to: roster.judged.end,
        from,
        to,
        known_from,
        known_to,
        absences: &roster.absences,
        calendar: context.calendar,
        wraps,
        on_call: roster.duties.iter().any(|d| d.kind.on_call() != OnCall::No),
        unknown: Classes(
            marks
                .get(roster.judged.clone())
                .unwrap_or_default()
                .iter()
                .fold(0, |all, m| all | m.unknown.0),
        ),
        present: Classes(marks.iter().fold(0, |all, m| all | m.is.0)),
        breaks_recorded: roster.duties[roster.judged.clone()]
            .iter()
            .all(|d| d.breaks.is_some()),
        cover: context.cover,
    }
}
