//! Judges a finished line on the real calendar, with the checker's own walk.

use firstline_core::check;
use firstline_core::contract::{Force, Role};
use firstline_core::rota::{Duty, Judged, LeadIn, Roster, Rota};
use firstline_core::rules::Reading;
use firstline_core::time::{Calendar, Day};

use super::table::duty_of;
use super::{Asked, Ground};
use crate::problem::{OFF, Symbol};

/// A breach in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Index of the rule in the rule set; nothing where two duties overlap.
    pub rule: Option<usize>,
    /// Whether the clause binds; otherwise it is advice.
    pub must: bool,
    /// What it costs where it is advice.
    pub weight: i32,
    /// First day of the evidence.
    pub first: Day,
    /// Last day of the evidence.
    pub last: Day,
    /// What was measured; nothing where two duties overlap.
    pub reading: Option<Reading>,
}

/// Judges lines, with the memory for it.
#[derive(Debug)]
pub struct Judge<'a> {
    ground: Ground<'a>,
    rota: Rota,
    calendar: Calendar,
    checker: check::Judge,
    /// The duty of each shift type on each day of the period, by day.
    duties: Vec<Option<Duty>>,
}

impl<'a> Judge<'a> {
    /// A judge for the period and zone of a department.
    pub fn new(ground: &Ground<'a>) -> Judge<'a> {
        let rota = Rota {
            title: String::new(),
            judged: Judged::Rota,
            on_dates: true,
            zone: ground.zone.clone(),
            period: ground.period,
            shift_types: ground.shift_types.to_vec(),
            rosters: Vec::new(),
        };
        let (from, to) = (ground.period.from, ground.period.to);
        let days = (from.0..to.0).map(Day);
        let duties = days.flat_map(|day| {
            let shifts = ground.shift_types.iter().enumerate();
            shifts.map(move |(code, shift)| {
                let (start, end) = shift.on(day)?;
                Some(duty_of(shift, code, ground.zone.span(start, end)))
            })
        });
        Judge {
            duties: duties.collect(),
            ground: *ground,
            rota,
            calendar: Calendar::new(ground.zone, from.plus(-60), to.plus(60)),
            checker: check::Judge::default(),
        }
    }

    /// The roster that a line means for a person.
    pub fn roster(&self, asked: &Asked<'_>, line: &[Symbol]) -> Roster {
        let from = self.ground.period.from;
        let mut duties: Vec<Duty> = asked.history.to_vec();
        let before = duties.len();
        let shifts = self.ground.shift_types.len();
        for (day, &symbol) in line.iter().enumerate().filter(|(_, s)| **s != OFF) {
            let code = usize::from(symbol) - 1;
            if code < shifts {
                duties.extend(self.duties.get(day * shifts + code).copied().flatten());
            }
        }
        let lead_in = match asked.known_from.filter(|day| *day < from) {
            Some(day) => LeadIn::From(day),
            None => LeadIn::Missing,
        };
        Roster {
            person: String::new(),
            judged: before..duties.len(),
            duties,
            absences: asked.absences.to_vec(),
            lead_in,
            cycle_days: 0,
            post: None,
            rest_days: Vec::new(),
            vacant: false,
        }
    }

    /// Every breach of a line that is more than advice.
    pub fn binding(&mut self, asked: &Asked<'_>, line: &[Symbol]) -> Vec<Broken> {
        let mut all = self.lawful(asked, line);
        all.retain(|b| b.must);
        all
    }

    /// Every breach of a line, clause by clause; an empty list means that it is lawful in all that
    /// a rota can show.
    pub fn lawful(&mut self, asked: &Asked<'_>, line: &[Symbol]) -> Vec<Broken> {
        let roster = self.roster(asked, line);
        let mut broken = Vec::new();
        for pair in roster.duties.windows(2) {
            if pair[1].start.instant < pair[0].end.instant {
                broken.push(Broken {
                    rule: None,
                    must: true,
                    weight: 0,
                    first: pair[0].day(),
                    last: pair[1].day(),
                    reading: None,
                });
            }
        }
        let context = check::Context {
            rota: &self.rota,
            calendar: &self.calendar,
            cover: asked.cover.or(self.ground.cover),
        };
        let day_of = |index: u32, otherwise: Day| {
            let duty = roster.duties.get(index as usize);
            duty.map_or(otherwise, Duty::day)
        };
        let period = self.ground.period;
        let mut index = 0;
        self.checker
            .each(asked.set, &roster, &context, |bound, said| {
                let clause = &asked.contracts[bound.contract].clauses[bound.rule.clause];
                let asks = bound.role == Role::InForce && clause.force != Force::Aim;
                for reading in said.breaches.iter().filter(|_| asks) {
                    broken.push(Broken {
                        rule: Some(index),
                        must: clause.force == Force::Must,
                        weight: clause.weight.unwrap_or(1),
                        first: day_of(reading.first, period.from),
                        last: day_of(reading.last, period.to.plus(-1)),
                        reading: Some(*reading),
                    });
                }
                index += 1;
            });
        broken
    }
}
