//! Cover by those not out: a search that never proposes what the checker refuses.

use std::collections::BTreeSet;

use firstline_core::rota::{Duty, Kind, Rota};
use firstline_core::time::{Instant, Span};

use crate::house::{
    Bench, Elective, Floor, House, Laid, ListKind, Occurrence, Own, counts, span_words,
};

/// Somebody who stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// Place among the members.
    pub member: usize,
    /// From when to when.
    pub span: Span,
    /// For which floor.
    pub floor: usize,
    /// Duties of theirs given up: at the same time, or afterwards for their rest.
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
}

/// The state of the search.
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
}

/// A slot to be filled.
#[derive(Clone, Copy, Debug)]
struct Block {
    floor: usize,
    from: usize,
    to: usize,
}

impl Planner<'_> {
    fn released(&self, member: usize, start: Instant) -> bool {
        let duties = &self.bench.roster(member).duties;
        self.stands.iter().any(|s| {
            s.member == member && s.released.iter().any(|i| duties[*i].start.instant == start)
        })
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
            .duties
            .iter()
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
        stand.floor == floor
            || self.floors[floor]
                .who
                .admits(self.house, &self.house.members[stand.member])
    }

    /// The slots of an occurrence that are short, where nobody has yet said that nothing helps.
    fn short(&self, occurrence: &Occurrence) -> Vec<Block> {
        let least = self.floors[occurrence.floor].least;
        let mut all: Vec<Block> = Vec::new();
        for (slot, there) in self.counted(occurrence, self.out, &|_| true) {
            let at = self.laid.slots[slot].start.instant;
            let known: i32 = self
                .gaps
                .iter()
                .filter(|g| {
                    g.floor == occurrence.floor
                        && g.span.start.instant <= at
                        && at < g.span.end.instant
                })
                .map(|g| g.missing)
                .sum();
            if there + known >= least {
                continue;
            }
            match all.last_mut() {
                Some(block) if block.to == slot => block.to = slot + 1,
                _ => all.push(Block {
                    floor: occurrence.floor,
                    from: slot,
                    to: slot + 1,
                }),
            }
        }
        all
    }

    fn span(&self, block: &Block) -> Span {
        let end = self
            .laid
            .slots
            .get(block.to)
            .map_or(self.laid.span.end, |s| s.start);
        Span {
            start: self.laid.slots[block.from].start,
            end,
        }
    }

    /// Fills what can be filled; what cannot becomes a gap.
    pub(super) fn fill(&mut self, within: &dyn Fn(&Occurrence) -> bool) {
        // each round fills or gives up one block, and blocks are halved at most a few times
        for _ in 0..5000 {
            let mut blocks: Vec<Block> = self
                .occurrences
                .iter()
                .filter(|o| within(o))
                .flat_map(|o| self.short(o))
                .collect();
            // the rarest skill first: fewest who may stand in
            let may = |b: &Block| {
                let who = &self.floors[b.floor].who;
                let may = |m: &usize| who.stands_in(self.house, &self.house.members[*m]);
                (0..self.house.members.len())
                    .filter(|m| may(m) && !(self.of_grades)(*m))
                    .count()
            };
            blocks.sort_by_key(|b| (may(b), b.from, b.floor));
            let Some(block) = blocks.first().copied() else {
                return;
            };
            self.fill_one(block);
        }
    }

    fn fill_one(&mut self, block: Block) {
        let length = (block.to - block.from) as i32 * 30;
        if length > self.longest {
            // as many equal parts as are needed, each on a half-hour
            let parts = (length + self.longest - 1) / self.longest;
            let each = ((block.to - block.from) as i32 + parts - 1) / parts;
            self.fill_one(Block {
                to: block.from + each as usize,
                ..block
            });
            return;
        }
        let refused = match self.best(&block) {
            Ok(stand) => {
                self.stands.push(stand);
                return;
            }
            Err(refused) => refused,
        };
        if length >= 8 * 60 {
            let middle = block.from.midpoint(block.to);
            let first = Block {
                to: middle,
                ..block
            };
            let second = Block {
                from: middle,
                ..block
            };
            if let Ok(stand) = self.best(&first) {
                self.stands.push(stand);
                return;
            }
            if let Ok(stand) = self.best(&second) {
                self.stands.push(stand);
                return;
            }
        }
        self.gaps.push(Gap {
            floor: block.floor,
            span: self.span(&block),
            missing: 1,
            refused,
        });
    }

    /// The person who loses least: nothing, then duties, then lists in their order.
    fn best(&self, block: &Block) -> Result<Stand, Vec<(String, String)>> {
        let floor = &self.floors[block.floor];
        let span = self.span(block);
        let mut refused = Vec::new();
        let mut found: Option<(Cost, Stand)> = None;
        for (member, m) in self.house.members.iter().enumerate() {
            if (self.of_grades)(member) || !floor.who.stands_in(self.house, m) {
                continue;
            }
            let proposed: Vec<Span> = self
                .stands
                .iter()
                .filter(|s| s.member == member)
                .map(|s| s.span)
                .collect();
            let gone: Vec<usize> = self
                .stands
                .iter()
                .filter(|s| s.member == member)
                .flat_map(|s| s.released.clone())
                .collect();
            let needed = |d: &Duty| self.needed(member, d);
            let fit = self
                .bench
                .fits(member, (&proposed, &gone), span, &|d| !needed(d));
            let duties = &self.bench.roster(member).duties;
            let fit = fit.and_then(|fit| {
                let lost = fit.released.iter().map(|i| &duties[*i]);
                match lost.clone().find(|d| needed(d)) {
                    Some(duty) => Err(format!(
                        "the rest afterwards would cost a duty that a floor needs ({})",
                        span_words(duty.span())
                    )),
                    None => Ok(fit),
                }
            });
            let lists =
                fit.and_then(|fit| self.lists(member, span, &fit.released).map(|l| (fit, l)));
            match lists {
                Err(why) => refused.push((m.name.clone(), why)),
                Ok((fit, lists)) => {
                    let cost = Cost {
                        lists: lists.iter().map(|l| self.own.electives[*l].kind).max(),
                        patients: lists.iter().map(|l| self.own.electives[*l].patients).sum(),
                        released: fit.released.len(),
                        rank: self.house.rank(m),
                        proposed: proposed.len(),
                    };
                    let stand = Stand {
                        member,
                        span,
                        floor: block.floor,
                        released: fit.released,
                        lists,
                    };
                    if found.as_ref().is_none_or(|(least, _)| cost < *least) {
                        found = Some((cost, stand));
                    }
                }
            }
        }
        found.map(|(_, stand)| stand).ok_or(refused)
    }

    /// Whether a floor that is just met, or short, counts on this duty.
    fn needed(&self, member: usize, duty: &Duty) -> bool {
        if duty.kind == Kind::NonResidentOnCall && !self.laid.duties.is_empty() {
            return false;
        }
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

    /// The lists that fall when somebody gives up these duties and works this span.
    fn lists(&self, member: usize, span: Span, released: &[usize]) -> Result<Vec<usize>, String> {
        let name = &self.house.members[member].name;
        let duties = &self.bench.roster(member).duties;
        let mut all = Vec::new();
        let taken: BTreeSet<usize> = self.stands.iter().flat_map(|s| s.lists.clone()).collect();
        for (i, list) in self.own.electives.iter().enumerate() {
            if taken.contains(&i) || !list.run_by.contains(name) {
                continue;
            }
            let at = list_span(self.rota, list);
            let meets =
                |s: &Span| at.start.instant < s.end.instant && s.start.instant < at.end.instant;
            if !meets(&span) && !released.iter().any(|d| meets(&duties[*d].span())) {
                continue;
            }
            if list.time_critical && list.clinician.is_none() {
                return Err(format!(
                    "runs {}, which is time-critical, and no clinician is named who agreed to stand it down",
                    list.id
                ));
            }
            all.push(i);
        }
        Ok(all)
    }
}

/// What it costs to let somebody stand in; less is better, the first field decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    lists: Option<ListKind>,
    patients: u32,
    released: usize,
    rank: u8,
    proposed: usize,
}

/// When a list runs.
pub(super) fn list_span(rota: &Rota, list: &Elective) -> Span {
    rota.zone
        .span(list.on.at(list.hours.0), list.on.at(list.hours.1))
}
