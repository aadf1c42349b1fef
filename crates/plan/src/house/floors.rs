//! What must never be missing, and when it applies.

use firstline_core::department::Department;
use firstline_core::department::needs::{When, Who};
use firstline_core::rota::{Duty, Kind, Rota};
use firstline_core::time::{ClockTime, Day, Span};

use super::own::Own;
use super::people::{House, Member};
use crate::{Basis, Ledger};

/// Who counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whom {
    /// Grades; any where empty.
    pub grades: Vec<String>,
    /// Tiers; any where empty.
    pub tiers: Vec<String>,
    /// Skills, all of which are needed.
    pub skills: Vec<String>,
}

impl Whom {
    /// Whether this member counts.
    pub fn admits(&self, house: &House, member: &Member) -> bool {
        let graded = self.grades.is_empty()
            || member
                .grade
                .as_ref()
                .is_some_and(|g| self.grades.contains(g));
        let tiered = self.tiers.is_empty()
            || member
                .tier
                .is_some_and(|t| self.tiers.contains(&house.tiers[t].id));
        graded && tiered && self.skilled(member)
    }

    fn skilled(&self, member: &Member) -> bool {
        self.skills.iter().all(|s| member.skills.contains(s))
    }

    /// The lowest rank of those who count; 0 where anybody does.
    pub fn rank(&self, house: &House) -> u8 {
        let tiers = house.tiers.iter().filter(|t| {
            self.tiers.contains(&t.id) || t.grades.iter().any(|g| self.grades.contains(g))
        });
        tiers.map(|t| t.rank).min().unwrap_or(0)
    }

    /// Whether this member may stand in: counts, or is of a higher rank with the same skills.
    pub fn stands_in(&self, house: &House, member: &Member) -> bool {
        self.admits(house, member)
            || (self.skilled(member)
                && self.rank(house) > 0
                && house.rank(member) >= self.rank(house))
    }

    /// In words.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if !self.tiers.is_empty() {
            parts.push(self.tiers.join(" or "));
        }
        if !self.grades.is_empty() {
            parts.push(self.grades.join(" or "));
        }
        if !self.skills.is_empty() {
            parts.push(format!("with {}", self.skills.join(" and ")));
        }
        if parts.is_empty() {
            "anybody".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// By shift types or by the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hours {
    /// So many on these shift types, counted together, by code.
    Shifts(Vec<String>, (ClockTime, ClockTime)),
    /// So many present from the first time to the second, each half-hour.
    Clock(ClockTime, ClockTime),
}

#[derive(Clone, Debug)]
enum Days {
    When(When),
    Mask(u8),
}

/// A floor.
#[derive(Clone, Debug)]
pub struct Floor {
    /// Its id.
    pub id: String,
    /// In words.
    pub text: String,
    /// Who counts.
    pub who: Whom,
    /// By shift types or by the clock.
    pub hours: Hours,
    /// Fewer are a gap.
    pub least: i32,
    /// As many as one would like.
    pub wanted: i32,
    days: Days,
}

/// A floor on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Place in the list of floors.
    pub floor: usize,
    /// The day on which it begins.
    pub day: Day,
    /// From when to when.
    pub span: Span,
}

fn from_core(who: &Who) -> Whom {
    Whom {
        grades: who.grades.clone(),
        tiers: Vec::new(),
        skills: who.skills.clone(),
    }
}

/// The floors of the department file, then those of the hospital's own. All are listed.
pub fn floors(department: &Department, own: &Own, ledger: &mut Ledger) -> Vec<Floor> {
    let mut all = Vec::new();
    let types = &department.shift_types;
    for (i, cover) in department.needs.cover.iter().enumerate() {
        let codes: Vec<String> = cover
            .shifts
            .iter()
            .map(|s| types[*s].code.clone())
            .collect();
        let times: Vec<_> = cover
            .shifts
            .iter()
            .filter_map(|s| types[*s].times)
            .collect();
        let Some(first) = times.first() else { continue };
        // several types counted together are shown by the hours of the first
        let hours = Hours::Shifts(codes.clone(), *first);
        all.push(Floor {
            id: format!("cover.{}", i + 1),
            text: format!("on {}", codes.join(" or ")),
            who: from_core(&cover.who),
            hours,
            least: cover.asked.least,
            wanted: cover.asked.wanted,
            days: Days::When(cover.when.clone()),
        });
    }
    for (i, demand) in department.needs.demand.iter().enumerate() {
        all.push(Floor {
            id: format!("demand.{}", i + 1),
            text: format!("from {} to {}", demand.from, demand.to),
            who: from_core(&demand.who),
            hours: Hours::Clock(demand.from, demand.to),
            least: demand.asked.least,
            wanted: demand.asked.wanted,
            days: Days::When(demand.when.clone()),
        });
    }
    if !all.is_empty() {
        let value = format!("{} of cover and demand", all.len());
        let by = Basis::Given("the department file".to_owned());
        ledger.note("house.floors", "floors asked for", &value, by);
    }
    for floor in &own.floors {
        let value = format!("{} {}", floor.least, floor.text);
        let id = format!("house.floor.{}", floor.id);
        ledger.note(&id, "a floor", &value, floor.basis.clone());
        all.push(Floor {
            id: floor.id.clone(),
            text: floor.text.clone(),
            who: Whom {
                grades: floor.grades.clone(),
                tiers: floor.tiers.clone(),
                skills: floor.skills.clone(),
            },
            hours: Hours::Clock(floor.hours.0, floor.hours.1),
            least: floor.least,
            wanted: floor.least,
            days: Days::Mask(floor.weekdays),
        });
    }
    all
}

impl Floor {
    fn by_date(&self) -> bool {
        matches!(&self.days, Days::When(when) if when.by_date())
    }

    fn holds(&self, day: Day) -> bool {
        match &self.days {
            Days::When(when) => when.holds(day),
            Days::Mask(mask) => mask >> day.weekday() as u8 & 1 == 1,
        }
    }

    fn same_sort(&self, other: &Floor) -> bool {
        let sort = |f: &Floor| matches!(f.hours, Hours::Shifts(..));
        sort(self) == sort(other)
    }
}

/// Every occurrence that begins on days from the first up to the second.
pub fn occurrences(rota: &Rota, floors: &[Floor], from: Day, to: Day) -> Vec<Occurrence> {
    let mut all = Vec::new();
    for day in (from.0..to.0).map(Day) {
        for (i, floor) in floors.iter().enumerate() {
            // what is asked on a date stands in place of what is asked on its weekday
            let instead = !floor.by_date()
                && floors
                    .iter()
                    .any(|o| o.by_date() && o.holds(day) && o.same_sort(floor));
            if !floor.holds(day) || instead {
                continue;
            }
            let (start, end) = match floor.hours {
                Hours::Shifts(_, times) => times,
                Hours::Clock(from, to) => (from, to),
            };
            let last = if end <= start { day.plus(1) } else { day };
            all.push(Occurrence {
                floor: i,
                day,
                span: rota.zone.span(day.at(start), last.at(end)),
            });
        }
    }
    all
}

/// Whether a duty counts for an occurrence at its half-hour that begins at this instant. On call
/// from home counts for a floor of shift types alone: that person is not in the house.
pub fn counts(rota: &Rota, floor: &Floor, occurrence: &Occurrence, duty: &Duty, at: i32) -> bool {
    match &floor.hours {
        Hours::Shifts(codes, _) => {
            duty.day() == occurrence.day && codes.contains(&rota.shift_type(duty.code).code)
        }
        Hours::Clock(..) => {
            duty.kind != Kind::NonResidentOnCall
                && duty.start.instant.0 <= at
                && duty.end.instant.0 >= at + 30
        }
    }
}
