//! Judges a finished line on the real calendar, with the checker's own walk.

use std::ops::Range;

use firstline_core::check;
use firstline_core::contract::{Force, Role};
use firstline_core::rota::{Duty, Judged, LeadIn, Period, Roster, Rota};
use firstline_core::rules::{Reach, Reading};
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
        let mut duties: Vec<Duty> = asked.history.to_vec();
        let before = duties.len();
        duties.extend(self.duties_of(line, 0..line.len()));
        let from = self.ground.period.from;
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

    /// The roster of some days of a line: those are judged of which something is said in another
    /// way when days that `changed` are others, and those are known that this depends on.
    fn part(
        &self,
        asked: &Asked<'_>,
        line: &[Symbol],
        changed: Range<usize>,
        reach: Reach,
    ) -> Roster {
        let (back, ahead) = (reach.back as usize, reach.ahead as usize);
        let wider = |days: &Range<usize>, before: usize, after: usize| {
            days.start.saturating_sub(before)..(days.end + after).min(line.len())
        };
        let mut judged = wider(&changed, ahead, back);
        let mut known = wider(&judged, back, ahead);
        // days off are known where a duty follows them, or where they are judged
        let off = |line: &[Symbol]| line.iter().take_while(|s| **s == OFF).count();
        known.end += match off(&line[known.end..]) {
            off if known.end + off < line.len() => off + 1,
            off => {
                judged.end = line.len();
                off
            }
        };
        let day = |at: usize| self.ground.period.from.plus(at as i32);
        let mut roster = self.roster(asked, &[]);
        if known.start > 0 {
            roster.duties.clear();
        }
        if known.start > 0 || judged.start > 0 && roster.lead_in == LeadIn::Missing {
            roster.lead_in = LeadIn::From(day(known.start));
        }
        let before = |duties: &[Duty], at: usize| duties.partition_point(|d| d.day() < day(at));
        roster.duties.extend(self.duties_of(line, known));
        roster.judged = before(&roster.duties, judged.start)..before(&roster.duties, judged.end);
        roster.post = Some(Period {
            from: day(judged.start),
            to: day(judged.end),
        });
        roster
    }

    /// The duties of some days of a line.
    fn duties_of<'l>(
        &'l self,
        line: &'l [Symbol],
        days: Range<usize>,
    ) -> impl Iterator<Item = Duty> + 'l {
        let shifts = self.ground.shift_types.len();
        let work = days.filter(|day| line[*day] != OFF);
        work.filter_map(move |day| {
            let code = usize::from(line[day]) - 1;
            // another symbol is no duty of the department
            let known = code < shifts;
            *known.then(|| self.duties.get(day * shifts + code))??
        })
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
        self.judged(asked, &roster)
    }

    /// Whether a line keeps clauses that look no farther than so many days, where it kept them before
    /// some days of it `changed`.
    pub fn keeps_near(
        &mut self,
        asked: &Asked<'_>,
        line: &[Symbol],
        changed: Range<usize>,
        reach: Reach,
    ) -> bool {
        let roster = self.part(asked, line, changed, reach);
        self.judged(asked, &roster).iter().all(|b| !b.must)
    }

    fn judged(&mut self, asked: &Asked<'_>, roster: &Roster) -> Vec<Broken> {
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
            .each(asked.set, roster, &context, |bound, said| {
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
