//! The plan of a strike day: people tied together by a floor are searched together, what was found is
//! taken over, and what is left is told.

use std::collections::BTreeSet;

use firstline_core::check;
use firstline_core::time::{Instant, Span};

use super::group::{Found, Group};
use super::planner::{COULD, Gap, Planner, Stand};

/// Longer gaps are shown in parts.
const GAP_HOURS: i32 = 8;
/// What stays the same through the search.
pub(super) struct Around<'a> {
    pub(super) question: &'a check::Question<'a>,
    pub(super) periods: &'a [Span],
    pub(super) seed: u64,
    /// Millions of steps for each group of people.
    pub(super) work: f64,
}

/// Missing people by half-hour, for each floor.
pub(super) type Short = Vec<Vec<i32>>;

impl Planner<'_> {
    fn short(&self, within: &dyn Fn(Instant) -> bool) -> Short {
        let mut all = vec![vec![0; self.laid.slots.len()]; self.floors.len()];
        for occurrence in self.occurrences {
            let least = self.floors[occurrence.floor].least;
            for (slot, there) in self.counted(occurrence, self.out, &|_| true) {
                if within(self.laid.slots[slot].start.instant) {
                    let short = &mut all[occurrence.floor][slot];
                    *short = (least - there).max(*short);
                }
            }
        }
        all
    }

    pub(super) fn slot_span(&self, from: usize, to: usize) -> Span {
        let end = self.laid.slots.get(to);
        Span {
            start: self.laid.slots[from].start,
            end: end.map_or(self.laid.span.end, |s| s.start),
        }
    }

    /// Searches, and takes over what was found.
    pub(super) fn search(&mut self, around: &Around<'_>) {
        let during = |at: Instant| {
            let within = |p: &Span| p.start.instant <= at && at < p.end.instant;
            around.periods.iter().any(within)
        };
        let short = self.short(&during);
        self.proved = true;
        for (members, floors) in self.groups(&short) {
            let found = Group::new(self, around, &short, members, &floors).solve();
            match found {
                Some(found) => self.take(found, &short),
                None => self.proved = false,
            }
        }
        self.stands
            .sort_by_key(|s| (s.span.start.instant, s.parts.first().map(|p| p.0), s.member));
        self.find_gaps(&during);
    }

    /// People who may stand in, and the floors that tie them together.
    fn groups(&self, short: &Short) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut all: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
        for floor in (0..self.floors.len()).filter(|f| short[*f].iter().any(|s| *s > 0)) {
            let who = &self.floors[floor].who;
            let may = |m: &usize| {
                !(self.of_grades)(*m) && who.stands_in(self.house, &self.house.members[*m])
            };
            let mut group = (
                (0..self.house.members.len())
                    .filter(may)
                    .collect::<BTreeSet<_>>(),
                BTreeSet::from([floor]),
            );
            let (tied, apart): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|g| !g.0.is_disjoint(&group.0));
            for other in tied {
                group.0.extend(other.0);
                group.1.extend(other.1);
            }
            all = apart;
            all.push(group);
        }
        let lists = all.into_iter().filter(|g| !g.0.is_empty());
        let mut lists: Vec<(Vec<usize>, Vec<usize>)> = lists
            .map(|(m, f)| (m.into_iter().collect(), f.into_iter().collect()))
            .collect();
        lists.sort();
        lists
    }

    fn take(&mut self, found: Found, short: &Short) {
        self.proved &= found.proved;
        for (member, own) in found.changes {
            let roster = self.bench.roster(member);
            let mut stands = Vec::new();
            for (span, floor) in own.stands {
                let mut stand = Stand {
                    member,
                    span,
                    floor,
                    parts: Vec::new(),
                    released: Vec::new(),
                    lists: Vec::new(),
                };
                stand.parts = self.parts(&stand, short);
                stands.push(stand);
            }
            for i in &own.released {
                // given up for the one that stands nearest
                let at = roster.duties[*i].start.instant.0;
                let near = stands
                    .iter_mut()
                    .min_by_key(|s| (s.span.start.instant.0 - at).abs());
                if let Some(stand) = near {
                    stand.released.push(*i);
                }
                self.gone.insert((member, *i));
            }
            for stand in &mut stands {
                let mut spans = vec![stand.span];
                spans.extend(stand.released.iter().map(|i| roster.duties[*i].span()));
                stand.lists = self
                    .lists(member, &spans)
                    .into_iter()
                    .map(|l| l.0)
                    .collect();
            }
            self.stands.extend(stands);
            self.taken
                .extend(own.taken.into_iter().map(|d| (member, d)));
            self.changed.insert(member, own.duties);
        }
    }

    /// The floors that would be short while somebody stands in, and when.
    fn parts(&self, stand: &Stand, short: &Short) -> Vec<(usize, Span)> {
        let within = |slot: &usize| {
            let at = self.laid.slots[*slot].start.instant.0;
            stand.span.start.instant.0 <= at && at < stand.span.end.instant.0
        };
        let mut parts = Vec::new();
        for floor in (0..self.floors.len()).filter(|f| self.helps(stand, *f)) {
            let slots: Vec<usize> = (0..short[floor].len())
                .filter(|s| short[floor][*s] > 0 && within(s))
                .collect();
            for run in slots.chunk_by(|a, b| a + 1 == *b) {
                parts.push((floor, self.slot_span(run[0], run[run.len() - 1] + 1)));
            }
        }
        parts.sort_by_key(|(floor, span)| (span.start.instant, *floor));
        parts
    }

    fn find_gaps(&mut self, during: &dyn Fn(Instant) -> bool) {
        let left = self.short(during);
        let mut gaps = Vec::new();
        for (floor, short) in left.iter().enumerate() {
            let slots: Vec<usize> = (0..short.len()).filter(|s| short[*s] > 0).collect();
            for run in slots.chunk_by(|a, b| a + 1 == *b && short[*a] == short[*b]) {
                let parts = run.len().div_ceil((2 * GAP_HOURS) as usize);
                for part in run.chunks(run.len().div_ceil(parts)) {
                    let span = self.slot_span(part[0], part[part.len() - 1] + 1);
                    let refused = self.refusals(floor, span);
                    gaps.push(Gap {
                        floor,
                        span,
                        missing: short[part[0]],
                        could: refused.iter().any(|(_, why)| why == COULD),
                        refused,
                    });
                }
            }
        }
        gaps.sort_by_key(|g| (g.span.start.instant, g.floor));
        self.gaps = gaps;
    }
}
