//! Cover by those not out: what the engine found, and how much of it counts where.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::rota::{Duty, Rota};
use firstline_core::time::{Instant, Span};

use crate::house::{Bench, Elective, Floor, House, Laid, Occurrence, Own, counts, span_words};

/// Somebody who stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// Place among the members.
    pub member: usize,
    /// From when to when.
    pub span: Span,
    /// The floor for which somebody acts down; nothing where they count by their own grade.
    pub floor: Option<usize>,
    /// The floors that would be short otherwise, and when.
    pub parts: Vec<(usize, Span)>,
    /// Duties of theirs given up: at the same time, or for their rest.
    pub released: Vec<usize>,
    /// Lists of theirs that are stood down for it, as places in the hospital's.
    pub lists: Vec<usize>,
}

/// A slot for which nobody is lawful.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Which floor.
    pub floor: usize,
    /// From when to when.
    pub span: Span,
    /// How many are missing.
    pub missing: i32,
    /// Why each who could stand in may not.
    pub refused: Vec<(String, String)>,
    /// Whether somebody lawfully could, and the search ended before it found how.
    pub could: bool,
}

/// The plan, and what it rests on.
pub(super) struct Planner<'a> {
    pub(super) rota: &'a Rota,
    pub(super) house: &'a House,
    pub(super) own: &'a Own,
    pub(super) floors: &'a [Floor],
    pub(super) occurrences: &'a [Occurrence],
    pub(super) laid: &'a Laid,
    pub(super) bench: &'a Bench<'a>,
    /// Whether somebody is out at an instant, if all who may be are.
    pub(super) out: &'a dyn Fn(usize, Instant) -> bool,
    /// Whether somebody belongs to those who may be out, and so never stands in.
    pub(super) of_grades: &'a dyn Fn(usize) -> bool,
    pub(super) longest: i32,
    pub(super) stands: Vec<Stand>,
    pub(super) gaps: Vec<Gap>,
    /// Duties given up: the member, and the place in their roster.
    pub(super) gone: BTreeSet<(usize, usize)>,
    /// Duties of colleagues taken over in the days after.
    pub(super) taken: Vec<(usize, Duty)>,
    /// Everything that those whose rota changes work.
    pub(super) changed: BTreeMap<usize, Vec<Duty>>,
    /// Whether the engine proved that nothing of what it could choose from is better.
    pub(super) proved: bool,
}

impl Planner<'_> {
    fn released(&self, member: usize, start: Instant) -> bool {
        let duties = &self.bench.roster(member).duties;
        let gone = self.gone.range((member, 0)..=(member, usize::MAX));
        gone.into_iter()
            .any(|(_, i)| duties[*i].start.instant == start)
    }

    /// How many count for an occurrence by half-hour, those who stand in included.
    pub(super) fn counted(
        &self,
        occurrence: &Occurrence,
        out: &dyn Fn(usize, Instant) -> bool,
        stands: &dyn Fn(usize) -> bool,
    ) -> Vec<(usize, i32)> {
        let floor = &self.floors[occurrence.floor];
        let first = self.laid.span.start.instant.0;
        let place = |i: Instant| (i.0 - first).div_euclid(30).max(0) as usize;
        let from = place(occurrence.span.start.instant);
        let to = place(occurrence.span.end.instant).min(self.laid.slots.len());
        let near: Vec<&(usize, Duty)> = self
            .laid
            .near(occurrence.span)
            .iter()
            .chain(&self.taken)
            .filter(|(m, d)| {
                d.end.instant > occurrence.span.start.instant
                    && d.start.instant < occurrence.span.end.instant
                    && floor.who.admits(self.house, &self.house.members[*m])
                    && !self.released(*m, d.start.instant)
            })
            .collect();
        (from..to)
            .map(|slot| {
                let at = self.laid.slots[slot].start.instant;
                let there = near
                    .iter()
                    .filter(|(m, d)| counts(self.rota, floor, occurrence, d, at.0) && !out(*m, at))
                    .count();
                let standing = self.stands.iter().enumerate().filter(|(i, s)| {
                    stands(*i)
                        && s.span.start.instant <= at
                        && at.0 + 30 <= s.span.end.instant.0
                        && self.helps(s, occurrence.floor)
                });
                (slot, (there + standing.count()) as i32)
            })
            .collect()
    }

    /// Whether somebody who stands in counts for a floor: the one that they stand in for, and others
    /// for which their own grade counts. Nobody acts down for two floors at once.
    pub(super) fn helps(&self, stand: &Stand, floor: usize) -> bool {
        stand.floor == Some(floor)
            || self.floors[floor]
                .who
                .admits(self.house, &self.house.members[stand.member])
    }

    /// Why each who could stand in does not, for a slot that is left.
    pub(super) fn refusals(&self, floor: usize, span: Span) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (member, m) in self.house.members.iter().enumerate() {
            if (self.of_grades)(member) || !self.floors[floor].who.stands_in(self.house, m) {
                continue;
            }
            all.push((m.name.clone(), self.refusal(member, span)));
        }
        all
    }

    fn refusal(&self, member: usize, span: Span) -> String {
        let own: Vec<Span> = self
            .stands
            .iter()
            .filter(|s| s.member == member)
            .map(|s| s.span)
            .collect();
        let gone: Vec<usize> = self
            .gone
            .iter()
            .filter(|g| g.0 == member)
            .map(|g| g.1)
            .collect();
        let duties = &self.bench.roster(member).duties;
        let fit = self
            .bench
            .fits(member, (&own, &gone), span, &|d| !self.needed(member, d));
        let fit = match fit {
            Err(why) => return why,
            Ok(fit) => fit,
        };
        if let Some(i) = fit
            .released
            .iter()
            .find(|i| self.needed(member, &duties[**i]))
        {
            return format!(
                "the rest afterwards would cost a duty that a floor needs ({})",
                span_words(duties[*i].span())
            );
        }
        let spans: Vec<Span> = fit
            .released
            .iter()
            .map(|i| duties[*i].span())
            .chain([span])
            .collect();
        match self.critical(member, &spans) {
            Some(id) => critical_words(id),
            None => COULD.to_owned(),
        }
    }

    /// Whether a floor that is just met, or short, counts on this duty.
    fn needed(&self, member: usize, duty: &Duty) -> bool {
        let near = self.occurrences.iter().filter(|o| {
            o.span.start.instant < duty.end.instant && duty.start.instant < o.span.end.instant
        });
        for occurrence in near {
            let floor = &self.floors[occurrence.floor];
            if !floor.who.admits(self.house, &self.house.members[member]) {
                continue;
            }
            for (slot, there) in self.counted(occurrence, self.out, &|_| true) {
                let at = self.laid.slots[slot].start.instant;
                if counts(self.rota, floor, occurrence, duty, at.0) && there <= floor.least {
                    return true;
                }
            }
        }
        false
    }

    /// The lists of somebody that meet any of some spans.
    pub(super) fn lists(&self, member: usize, spans: &[Span]) -> Vec<(usize, &Elective)> {
        let name = &self.house.members[member].name;
        let own = self.own.electives.iter().enumerate();
        own.filter(|(_, list)| {
            let at = list_span(self.rota, list);
            let meets =
                |s: &Span| at.start.instant < s.end.instant && s.start.instant < at.end.instant;
            list.run_by.contains(name) && spans.iter().any(meets)
        })
        .collect()
    }

    /// A list of somebody's that may not be stood down for them to be elsewhere.
    pub(super) fn critical(&self, member: usize, spans: &[Span]) -> Option<&str> {
        let all = self.lists(member, spans);
        let mut held = all
            .into_iter()
            .filter(|(_, l)| l.time_critical && l.clinician.is_none());
        held.next().map(|(_, l)| l.id.as_str())
    }
}

/// Nothing stands in the way of somebody.
pub(super) const COULD: &str = "lawfully could, beside the plan as it stands";

fn critical_words(id: &str) -> String {
    format!(
        "runs {id}, which is time-critical, and no clinician is named who agreed to stand it down"
    )
}

/// When a list runs.
pub(super) fn list_span(rota: &Rota, list: &Elective) -> Span {
    rota.zone
        .span(list.on.at(list.hours.0), list.on.at(list.hours.1))
}
