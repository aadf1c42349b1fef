//! Who is there by half-hour.

use firstline_core::rota::{Duty, Judged, Kind, Rota};
use firstline_core::time::{Instant, Span, Wall};

use super::clock::{Day24, slots_between};
use super::floors::{Floor, Occurrence, counts};
use super::people::House;

/// The duties of a rota over the days shown. A pattern that rolls is shown as the one week in which
/// each of its weeks is worked by somebody.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Place of the person and the duty.
    pub duties: Vec<(usize, Duty)>,
    /// The days shown.
    pub span: Span,
    /// Their half-hours.
    pub slots: Vec<Day24>,
    /// Minutes of the longest duty.
    longest: i32,
}

impl Laid {
    /// Lays a rota.
    pub fn new(rota: &Rota) -> Laid {
        let zone = &rota.zone;
        let from = rota.period.from;
        let mut days = rota.period.days();
        let mut duties = Vec::new();
        let rolling = matches!(rota.judged, Judged::Pattern { .. });
        if rolling && rota.rosters.len() == 1 {
            days = 7;
        }
        for (member, roster) in rota.rosters.iter().enumerate() {
            if !rolling {
                duties.extend(roster.duties.iter().map(|d| (member, *d)));
                continue;
            }
            for duty in &roster.duties[roster.judged.clone()] {
                let offset = duty.day().since(from);
                let home = offset.rem_euclid(days);
                // and the copy before: a night of the last Sunday ends on the first Monday
                for day in [home, home - days] {
                    let shift = (day - offset) * 24 * 60;
                    let mut laid = *duty;
                    let wall = |w: Wall| zone.resolve(Wall(w.0 + shift)).moment();
                    laid.start = wall(duty.start.wall);
                    laid.end = wall(duty.end.wall);
                    duties.push((member, laid));
                }
            }
        }
        let span = Span {
            start: zone.midnight(from),
            end: zone.midnight(from.plus(days)),
        };
        duties.retain(|(_, d)| {
            d.end.instant > span.start.instant && d.start.instant < span.end.instant
        });
        duties.sort_by_key(|(member, d)| (d.start.instant, *member));
        let lengths = duties
            .iter()
            .map(|(_, d)| d.end.instant.0 - d.start.instant.0);
        Laid {
            longest: lengths.max().unwrap_or(0),
            slots: slots_between(zone, span),
            duties,
            span,
        }
    }

    /// The duties that meet a span are among these, by start.
    pub fn near(&self, span: Span) -> &[(usize, Duty)] {
        let begins = |at: i32| self.duties.partition_point(|(_, d)| d.start.instant.0 < at);
        let from = begins(span.start.instant.0 - self.longest);
        &self.duties[from..begins(span.end.instant.0).max(from)]
    }

    /// Who is there through each half-hour: on site, and on call from home.
    pub fn there(&self) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let mut on_site = vec![Vec::new(); self.slots.len()];
        let mut from_home = vec![Vec::new(); self.slots.len()];
        let first = self.span.start.instant.0;
        for (member, duty) in &self.duties {
            let list = if duty.kind == Kind::NonResidentOnCall {
                &mut from_home
            } else {
                &mut on_site
            };
            let from = (duty.start.instant.0 - first + 29).div_euclid(30).max(0) as usize;
            let to = (duty.end.instant.0 - first).div_euclid(30).max(0) as usize;
            let to = to.min(self.slots.len());
            // the weeks of a rolling pattern are several people of one name
            for slot in list.iter_mut().take(to).skip(from) {
                slot.push(*member);
            }
        }
        (on_site, from_home)
    }

    /// How many count for an occurrence in each of its half-hours that are shown, with the place of
    /// the half-hour. People for whom `out` says so do not count.
    pub fn counted(
        &self,
        rota: &Rota,
        house: &House,
        floor: &Floor,
        occurrence: &Occurrence,
        out: &dyn Fn(usize, Instant) -> bool,
    ) -> Vec<(usize, i32)> {
        let first = self.span.start.instant.0;
        let place = |i: Instant| (i.0 - first).div_euclid(30).max(0) as usize;
        let from = place(occurrence.span.start.instant);
        let to = place(occurrence.span.end.instant).min(self.slots.len());
        let near: Vec<&(usize, Duty)> = self
            .near(occurrence.span)
            .iter()
            .filter(|(m, d)| {
                d.end.instant > occurrence.span.start.instant
                    && d.start.instant < occurrence.span.end.instant
                    && floor.who.admits(house, &house.members[*m])
            })
            .collect();
        (from..to)
            .map(|slot| {
                let at = self.slots[slot].start.instant;
                let there = near
                    .iter()
                    .filter(|(m, d)| counts(rota, floor, occurrence, d, at.0) && !out(*m, at))
                    .count();
                (slot, there as i32)
            })
            .collect()
    }
}
