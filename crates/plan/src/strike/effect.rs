//! What a strike does, thrown many times: gaps, lists stood down, patients.

use firstline_core::time::{Instant, Span};

use super::planner::{Planner, list_span};
use crate::house::{ListKind, Taking};
use crate::{Dice, quantile, real};

/// Duties cut at an edge of the period, or wholly within it, of those who may be out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Code of the duty.
    pub code: String,
    /// The whole duty.
    pub duty: Span,
    /// The part within the period.
    pub within: Span,
    /// Tier.
    pub tier: String,
    /// How many people.
    pub people: u32,
}

/// A slot without lawful cover.
#[derive(Clone, Debug, PartialEq)]
pub struct GapRow {
    /// Place in the plan's gaps.
    pub gap: usize,
    /// The chance that somebody is missing in it.
    pub chance: f64,
    /// Lists of the same specialty that still run that day: while they do, the alternatives are not
    /// exhausted.
    pub still_running: Vec<String>,
}

/// A list of planned work.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// Place in the hospital's lists.
    pub list: usize,
    /// What becomes of it if all take part.
    pub fate: Fate,
    /// The chance that it is stood down.
    pub chance: f64,
}

/// What becomes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It runs.
    Runs,
    /// Somebody whom it needs is out.
    Out,
    /// Somebody whom it needs stands in elsewhere.
    StandsIn,
    /// Time-critical, and somebody whom it needs may be out: a clinician must decide by name.
    Decide,
}

impl Fate {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Fate::Runs => "runs",
            Fate::Out => "stood down: somebody whom it needs is out",
            Fate::StandsIn => "stood down: somebody whom it needs stands in elsewhere",
            Fate::Decide => {
                "time-critical and somebody whom it needs may be out: a clinician decides, by name"
            }
        }
    }
}

/// Everything thrown.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// Gaps.
    pub gaps: Vec<GapRow>,
    /// Lists.
    pub lists: Vec<ListRow>,
    /// Patients of lists stood down: by sort, then all: if all take part, mean, three quantiles.
    pub patients: Vec<(Option<ListKind>, u32, f64, [u32; 3])>,
    /// People who are due and not there: if all take part, mean, three quantiles.
    pub absent: (u32, f64, [u32; 3]),
    /// Hours of floors unmet in all: if all take part, mean, three quantiles in hours.
    pub unmet: (f64, f64, [f64; 3]),
}

/// What a throw decides: who is out. The places are those of the people who may be.
pub(super) struct Throw<'a> {
    pub(super) taking: &'a [Taking],
    /// People who may be out: place and which of the takings.
    pub(super) people: &'a [(usize, usize)],
    pub(super) seed: u64,
    pub(super) runs: u32,
}

fn three<T: Copy + Default>(sorted: &[T]) -> [T; 3] {
    [0.1, 0.5, 0.9].map(|s| quantile(sorted, s).unwrap_or_default())
}

/// Throws it.
pub(super) fn effects(planner: &Planner<'_>, throw: &Throw<'_>, period: &[Span]) -> Effects {
    let occurrences: Vec<_> = planner
        .occurrences
        .iter()
        .filter(|o| {
            period.iter().any(|p| {
                o.span.start.instant < p.end.instant && p.start.instant < o.span.end.instant
            })
        })
        .collect();
    let lists = &planner.own.electives;
    let during = |l: &crate::house::Elective| {
        let at = list_span(planner.rota, l);
        period
            .iter()
            .any(|p| at.start.instant < p.end.instant && p.start.instant < at.end.instant)
    };
    let needs: Vec<Vec<usize>> = lists
        .iter()
        .map(|l| {
            let names = planner.house.members.iter().enumerate();
            let own = names.filter(|(_, m)| l.run_by.contains(&m.name));
            own.map(|(i, _)| i).collect()
        })
        .collect();
    let by_stand: Vec<Vec<usize>> = (0..lists.len())
        .map(|l| {
            let all = planner.stands.iter().enumerate();
            let with = all.filter(|(_, s)| s.lists.contains(&l));
            with.map(|(i, _)| i).collect()
        })
        .collect();
    let decide =
        |l: usize, out: bool| out && lists[l].time_critical && lists[l].clinician.is_none();
    let fallen = |l: usize, is_out: &dyn Fn(usize) -> bool, stands: &dyn Fn(usize) -> bool| {
        let out = needs[l].iter().any(|m| is_out(*m)) && during(&lists[l]);
        if decide(l, out) {
            Fate::Decide
        } else if out {
            Fate::Out
        } else if by_stand[l].iter().any(|s| stands(*s)) {
            Fate::StandsIn
        } else {
            Fate::Runs
        }
    };
    let everybody = |m: usize| throw.people.iter().any(|(p, _)| *p == m);
    let fates: Vec<Fate> = (0..lists.len())
        .map(|l| fallen(l, &everybody, &|_| true))
        .collect();
    let down = |fate: Fate| matches!(fate, Fate::Out | Fate::StandsIn);
    // one run: who is out, which of those who stand in are needed, what is then missing
    let runs = throw.runs.max(1) as usize;
    let mut gap_hits = vec![0_u32; planner.gaps.len()];
    let mut list_hits = vec![0_u32; lists.len()];
    let sorts = [
        Some(ListKind::Clinic),
        Some(ListKind::DayCase),
        Some(ListKind::InPatient),
        None,
    ];
    let mut patients: Vec<Vec<u32>> = vec![Vec::with_capacity(runs); sorts.len()];
    let mut absent: Vec<u32> = Vec::with_capacity(runs);
    let mut unmet: Vec<f64> = Vec::with_capacity(runs);
    let mut flags = vec![false; planner.house.members.len()];
    let bases: Vec<Base> = occurrences.iter().map(|o| Base::new(planner, o)).collect();
    for run in 0..runs {
        let mut dice = Dice::part(throw.seed, run as u64);
        let shares: Vec<f64> = throw.taking.iter().map(|t| t.throw(&mut dice)).collect();
        flags.fill(false);
        for (person, word) in throw.people {
            flags[*person] = dice.happens(shares[*word]);
        }
        absent.push(flags.iter().filter(|f| **f).count() as u32);
        let mut needed = vec![false; planner.stands.len()];
        let mut missing_slots = 0;
        let mut gone = vec![false; planner.gaps.len()];
        for (occurrence, base) in occurrences.iter().zip(&bases) {
            let least = planner.floors[occurrence.floor].least;
            for slot in &base.slots {
                let stay = slot.may_be_out.iter().filter(|m| !flags[**m]).count() as i32;
                let own = slot.stay + stay;
                let short = least - own;
                for stand in slot.stands.iter().take(short.max(0) as usize) {
                    needed[*stand] = true;
                }
                if short > slot.stands.len() as i32 {
                    missing_slots += short - slot.stands.len() as i32;
                    for (gap, hit) in planner.gaps.iter().zip(&mut gone) {
                        let within = gap.floor == occurrence.floor
                            && gap.span.start.instant.0 <= slot.at
                            && slot.at < gap.span.end.instant.0;
                        *hit |= within;
                    }
                }
            }
        }
        for (hits, hit) in gap_hits.iter_mut().zip(&gone) {
            *hits += u32::from(*hit);
        }
        unmet.push(f64::from(missing_slots) / 2.0);
        let mut counts = [0_u32; 4];
        for l in 0..lists.len() {
            let fate = fallen(l, &|m| flags[m], &|s| needed[s]);
            if down(fate) {
                list_hits[l] += 1;
                counts[lists[l].kind as usize] += lists[l].patients;
                counts[3] += lists[l].patients;
            }
        }
        for (all, count) in patients.iter_mut().zip(counts) {
            all.push(count);
        }
    }
    let mean_of = |all: &[u32]| all.iter().map(|c| f64::from(*c)).sum::<f64>() / real(runs);
    let if_all = |sort: &Option<ListKind>| -> u32 {
        let own = (0..lists.len())
            .filter(|l| down(fates[*l]) && sort.is_none_or(|s| lists[*l].kind == s));
        own.map(|l| lists[l].patients).sum()
    };
    let patients = sorts
        .iter()
        .zip(patients)
        .map(|(sort, mut all)| {
            all.sort_unstable();
            (*sort, if_all(sort), mean_of(&all), three(&all))
        })
        .collect();
    absent.sort_unstable();
    unmet.sort_by(f64::total_cmp);
    let all_unmet: f64 = planner
        .gaps
        .iter()
        .map(|g| f64::from(g.missing) * hours(g.span))
        .fold(0.0, |a, b| a + b);
    Effects {
        gaps: (0..planner.gaps.len())
            .map(|gap| GapRow {
                gap,
                chance: f64::from(gap_hits[gap]) / real(runs),
                still_running: still_running(planner, gap, &fates),
            })
            .collect(),
        lists: (0..lists.len())
            .filter(|l| during(&lists[*l]) || !by_stand[*l].is_empty())
            .map(|l| ListRow {
                list: l,
                fate: fates[l],
                chance: f64::from(list_hits[l]) / real(runs),
            })
            .collect(),
        patients,
        absent: (throw.people.len() as u32, mean_of(&absent), three(&absent)),
        unmet: (
            all_unmet,
            unmet.iter().sum::<f64>() / real(runs),
            three(&unmet),
        ),
    }
}

fn hours(span: Span) -> f64 {
    f64::from(span.end.instant.0 - span.start.instant.0) / 60.0
}

/// Lists of a specialty that a gap's floor asks as a skill, which run on one of its days.
fn still_running(planner: &Planner<'_>, gap: usize, fates: &[Fate]) -> Vec<String> {
    let gap = &planner.gaps[gap];
    let skills = &planner.floors[gap.floor].who.skills;
    let days = gap.span.start.wall.day()..=gap.span.end.wall.day();
    let lists = planner.own.electives.iter().enumerate();
    lists
        .filter(|(l, list)| {
            let same = list.specialty.as_ref().is_some_and(|s| skills.contains(s));
            same && days.contains(&list.on) && matches!(fates[*l], Fate::Runs | Fate::Decide)
        })
        .map(|(_, list)| list.id.clone())
        .collect()
}

/// A half-hour of a floor: who is there for certain, who may be out, who stands in.
struct Slot {
    at: i32,
    stay: i32,
    may_be_out: Vec<usize>,
    stands: Vec<usize>,
}

struct Base {
    slots: Vec<Slot>,
}

impl Base {
    fn new(planner: &Planner<'_>, occurrence: &crate::house::Occurrence) -> Base {
        let nobody = |_: usize, _: Instant| false;
        let certain = planner.counted(occurrence, planner.out, &|_| false);
        let all = planner.counted(occurrence, &nobody, &|_| false);
        let floor = &planner.floors[occurrence.floor];
        let slots = certain.iter().zip(&all).map(|((slot, stay), (_, all))| {
            let at = planner.laid.slots[*slot].start.instant;
            let mut may_be_out = Vec::new();
            if all > stay {
                for (m, duty) in &planner.laid.duties {
                    if floor.who.admits(planner.house, &planner.house.members[*m])
                        && (planner.out)(*m, at)
                        && crate::house::counts(planner.rota, floor, occurrence, duty, at.0)
                    {
                        may_be_out.push(*m);
                    }
                }
            }
            let stands = planner.stands.iter().enumerate().filter(|(_, s)| {
                s.span.start.instant <= at
                    && at.0 + 30 <= s.span.end.instant.0
                    && planner.helps(s, occurrence.floor)
            });
            Slot {
                at: at.0,
                stay: *stay,
                may_be_out,
                stands: stands.map(|(i, _)| i).collect(),
            }
        });
        Base {
            slots: slots.collect(),
        }
    }
}
