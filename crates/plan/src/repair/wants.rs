//! Floors as rows of the search: by half-hour, those that are alike put together.

use std::collections::BTreeMap;

use firstline_core::rota::{Duty, Rota};
use firstline_core::time::{Instant, Span};
use firstline_solve::problem::Symbol;

use super::Want;
use crate::house::{Floor, House, Laid, Occurrence, counts};

/// Floors go before everything else that may be lost.
const HALF_HOUR_UNMET: i32 = 1000;

/// What counts, whoever is searched for.
pub(crate) struct Wants<'a> {
    pub(crate) rota: &'a Rota,
    pub(crate) house: &'a House,
    pub(crate) floors: &'a [Floor],
    pub(crate) laid: &'a Laid,
    /// Duties that stay as they are.
    pub(crate) others: Vec<(usize, Duty)>,
    /// Whether somebody is out then.
    pub(crate) out: &'a dyn Fn(usize, Instant) -> bool,
    /// Whether a floor must be met then however it was before; otherwise it must not grow worse.
    pub(crate) in_full: &'a dyn Fn(Instant) -> bool,
    /// Everything that may be done.
    pub(crate) could: Vec<Could>,
}

/// Something that one of those searched for may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Could {
    /// Place among those searched for, and among the members.
    pub(crate) person: usize,
    pub(crate) member: usize,
    pub(crate) day: usize,
    pub(crate) symbol: Symbol,
    /// As the rota stands.
    pub(crate) old: bool,
    /// The duty that counts by the person's own grade, where one does.
    pub(crate) duty: Option<Duty>,
    /// The stretch in somebody's place, and the floor for which they act down.
    pub(crate) stands: Option<(Option<usize>, Span)>,
}

/// How many are needed, and the people, days and symbols that count.
type Alike = (i32, Vec<(usize, usize, Symbol)>);

impl Wants<'_> {
    pub(crate) fn rows(&self, occurrences: &[Occurrence]) -> Vec<Want> {
        let mut all: BTreeMap<Alike, i32> = BTreeMap::new();
        for occurrence in occurrences {
            for row in self.of(occurrence) {
                *all.entry(row).or_default() += 1;
            }
        }
        let rows = all
            .into_iter()
            .filter(|((least, hits), _)| *least > 0 && !hits.is_empty());
        rows.map(|((least, hits), half_hours)| Want {
            least,
            cost: HALF_HOUR_UNMET * half_hours.min(48),
            hits,
        })
        .collect()
    }

    fn of(&self, occurrence: &Occurrence) -> Vec<Alike> {
        let floor = &self.floors[occurrence.floor];
        let meets = |s: &Span| {
            s.end.instant > occurrence.span.start.instant
                && s.start.instant < occurrence.span.end.instant
        };
        let admits = |m: usize| floor.who.admits(self.house, &self.house.members[m]);
        let others: Vec<&(usize, Duty)> = self
            .others
            .iter()
            .filter(|(m, d)| meets(&d.span()) && admits(*m))
            .collect();
        let could: Vec<&Could> = self
            .could
            .iter()
            .filter(|c| {
                let by_grade = admits(c.member);
                let own = c.duty.is_some_and(|d| meets(&d.span()));
                let stands = c.stands.is_some_and(|(f, span)| {
                    meets(&span) && (by_grade || f == Some(occurrence.floor))
                });
                own && by_grade || stands
            })
            .collect();
        let first = self.laid.span.start.instant.0;
        let place = |i: Instant| (i.0 - first).div_euclid(30).max(0) as usize;
        let end = place(occurrence.span.end.instant).min(self.laid.slots.len());
        let mut all = Vec::new();
        for slot in place(occurrence.span.start.instant)..end {
            let at = self.laid.slots[slot].start.instant;
            let counted = |d: &Duty| counts(self.rota, floor, occurrence, d, at.0);
            let there = others
                .iter()
                .filter(|(m, d)| counted(d) && !(self.out)(*m, at))
                .count() as i32;
            let hits: Vec<&Could> = could
                .iter()
                .copied()
                .filter(|c| {
                    let by_grade = admits(c.member);
                    let stands = c.stands.is_some_and(|(f, span)| {
                        let within = span.start.instant <= at && at.0 + 30 <= span.end.instant.0;
                        within && (by_grade || f == Some(occurrence.floor))
                    });
                    stands || by_grade && c.duty.is_some_and(|d| counted(&d))
                })
                .collect();
            let mut least = floor.least - there;
            if !(self.in_full)(at) {
                least = least.min(hits.iter().filter(|c| c.old).count() as i32);
            }
            let mut places: Vec<_> = hits.iter().map(|c| (c.person, c.day, c.symbol)).collect();
            places.sort_unstable();
            places.dedup();
            all.push((least, places));
        }
        all
    }
}
