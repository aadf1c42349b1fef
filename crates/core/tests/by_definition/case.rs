//! One case: a rota and a clause, put to the program and to the twin.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use firstline_core::check::{Context, Heard, Judge, calendar};
use firstline_core::contract::{Choices, Law, Party, resolve};
use firstline_core::rota::{self, LeadIn, Roster, Rota, RotaPattern};
use firstline_core::rules::{Lack, ProspectiveCover};
use firstline_core::time::{Day, Instant, Wall, Zone};

use crate::clause::Clause;
use crate::contract::{contract, params};
use crate::dice::Dice;
use crate::random::Plan;
use crate::twin::{Answer, Class, Duty, Ratio, World, answer};

/// A rota and a clause.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) clause: Clause,
    pub(crate) plan: Plan,
}

impl Case {
    pub(crate) fn random(kind: &'static str, seed: u64) -> Case {
        let mut dice = Dice::new(seed);
        Case {
            kind,
            clause: Clause::random(kind, &mut dice),
            plan: Plan::random(&mut dice),
        }
    }

    fn rota(&self) -> Rota {
        self.plan.rota()
    }

    /// How many duties are left once the rota is laid.
    pub(crate) fn duties(&self) -> usize {
        self.rota()
            .rosters
            .iter()
            .map(|roster| roster.duties.len())
            .sum()
    }

    /// What the program says of each roster.
    pub(crate) fn heard(&self) -> (Rota, Vec<Heard>) {
        let rota = self.rota();
        let contract = contract(self.kind, &self.clause);
        let party = Party {
            name: "Asha",
            part_time: false,
            opt_out: None,
        };
        let law = Law::On(rota.period.from);
        let choices = Choices::new();
        let (set, problems) = resolve(&[&contract], party, &[], rota.period, law, &choices);
        assert!(problems.is_empty(), "{problems:#?}");
        let midnights = calendar(&rota);
        let context = Context {
            rota: &rota,
            calendar: &midnights,
            cover: self.plan.cover.map(|(weeks, minutes)| ProspectiveCover {
                leave_weeks_milli: weeks,
                leave_week_minutes: minutes,
            }),
        };
        let mut judge = Judge::default();
        let mut all = Vec::new();
        for roster in &rota.rosters {
            let mut heard = judge.roster(&set, roster, &context);
            assert_eq!(heard.len(), 1, "one clause, one answer");
            all.extend(heard.pop());
        }
        (rota, all)
    }

    /// Where the program and the twin differ, and how.
    pub(crate) fn mismatch(&self) -> Option<String> {
        let Ok((rota, heard)) = catch_unwind(AssertUnwindSafe(|| self.heard())) else {
            return Some(format!("{}the program panicked\n", self.show(None)));
        };
        for (roster, heard) in rota.rosters.iter().zip(&heard) {
            let world = world(&rota, roster, self.plan.cover);
            let answer = answer(&self.clause, &world);
            if let Some(what) = differs(&self.clause, heard, &answer) {
                let mut text = self.show(Some((&rota, roster)));
                writeln!(text, "{what}\nprogram: {heard:?}").expect("a string can be written to");
                writeln!(text, "twin: {}", shown(&answer)).expect("a string can be written to");
                return Some(text);
            }
        }
        None
    }

    /// The case as a person can read it.
    fn show(&self, roster: Option<(&Rota, &Roster)>) -> String {
        let mut text = format!("{} {{ {} }}\n", self.kind, params(&self.clause));
        if let Some((weeks, minutes)) = self.plan.cover {
            let hours = minutes / 60;
            writeln!(
                text,
                "cover: {weeks}/1000 weeks of leave a year, {hours} h in a leave week"
            )
            .expect("a string can be written to");
        }
        let rota = self.rota();
        let rosters = match roster {
            Some((_, roster)) => vec![roster],
            None => rota.rosters.iter().collect(),
        };
        for roster in rosters {
            text += &table(&rota, roster);
        }
        text
    }

    /// The same case with as few duties as still show a mismatch.
    pub(crate) fn smallest(&self) -> Case {
        let mut case = self.clone();
        loop {
            let fewer = case.plan.parts_out().into_iter();
            let smaller = fewer
                .map(|plan| Case {
                    plan,
                    ..case.clone()
                })
                .find(|c| c.mismatch().is_some());
            match smaller {
                Some(smaller) => case = smaller,
                None => return case,
            }
        }
    }
}

/// A roster as the twin sees it.
pub(crate) fn world(rota: &Rota, roster: &Roster, cover: Option<(i64, i64)>) -> World {
    let away = roster.absences.iter();
    let period = (i64::from(rota.period.from.0), i64::from(rota.period.to.0));
    let mut world = World {
        duties: roster.duties.iter().map(|d| plain(d, &rota.zone)).collect(),
        judged: roster.judged.clone(),
        from: period.0,
        to: period.1,
        away: away
            .map(|a| (i64::from(a.from.0), i64::from(a.to.0)))
            .collect(),
        known: period,
        copies: None,
        zone: rota.zone.clone(),
        cover,
    };
    // duties after the period make the days up to them known too
    if let Some(last) = roster.duties.last() {
        world.known.1 = world.known.1.max(i64::from(last.day().0) + 1);
    }
    match roster.lead_in {
        LeadIn::Missing => {}
        LeadIn::From(day) => world.known.0 = i64::from(day.0),
        LeadIn::Wrap => unroll(rota, roster, &mut world),
    }
    world
}

fn plain(duty: &rota::Duty, zone: &Zone) -> Duty {
    let minutes = |m: firstline_core::time::Minutes| i64::from(m.0);
    let mut plain = Duty {
        at_night: 0,
        wall: (i64::from(duty.start.wall.0), i64::from(duty.end.wall.0)),
        instant: (
            i64::from(duty.start.instant.0),
            i64::from(duty.end.instant.0),
        ),
        kind: duty.kind,
        breaks: duty
            .breaks
            .map(|b| b.each().iter().map(|m| i64::from(*m)).collect()),
        work: duty.expected_work().map(minutes),
        rest: duty.expected_rest().map(minutes),
        longest: duty.expected_longest_rest().map(minutes),
    };
    plain.at_night = at_night(&plain, zone);
    plain
}

/// Minutes of a duty between 23:00 and 06:00, each looked up where the clocks change.
fn at_night(duty: &Duty, zone: &Zone) -> i64 {
    let (start, end) = duty.instant;
    let offset = duty.wall.0 - start;
    let changes = duty.wall.1 - end != offset;
    let night = |instant: &i64| {
        let wall = if changes {
            i64::from(zone.wall_at(Instant(*instant as i32)).wall.0)
        } else {
            instant + offset
        };
        !(6 * 60..23 * 60).contains(&wall.rem_euclid(1440))
    };
    (start..end).filter(night).count() as i64
}

/// Lays the line out for at least twelve weeks on either side of the cycle judged.
fn unroll(rota: &Rota, roster: &Roster, world: &mut World) {
    let cycle = roster.cycle_days;
    let from = rota.period.from;
    let cells = &roster.duties[roster.judged.clone()];
    let times = 84_i32.div_euclid(cycle) + 1;
    world.to = world.from + i64::from(cycle);
    world.known = (i64::MIN, i64::MAX);
    let laid = i64::from(RotaPattern::copies(cycle) * cycle);
    world.copies = Some((world.from - laid, world.to + laid));
    world.duties.clear();
    for copy in -times..=times {
        for cell in cells {
            let shift = rota.shift_type(cell.code);
            let day = cell.day().plus(copy * cycle);
            let (own, _) = shift.on(cell.day()).expect("a duty has times");
            let whole = rota.zone.resolve(own).moment().wall == cell.start.wall;
            let (mut start, mut end) = shift.on(day).expect("a duty has times");
            if !whole {
                // cut where the duty before it ends
                let later = copy * cycle * 1440;
                start = Wall(cell.start.wall.0 + later);
                end = Wall(cell.end.wall.0 + later);
            }
            let mut duty = plain(cell, &rota.zone);
            let on = |zone: &Zone, wall: Wall| i64::from(zone.resolve(wall).moment().instant.0);
            duty.wall = (i64::from(start.0), i64::from(end.0));
            duty.instant = (on(&rota.zone, start), on(&rota.zone, end));
            duty.at_night = at_night(&duty, &rota.zone);
            world.duties.push(duty);
        }
    }
    let n = cells.len();
    let before = n * times as usize;
    world.judged = before..before + n;
    assert!(
        world.duties[world.judged.clone()]
            .iter()
            .zip(cells)
            .all(|(a, b)| *a == plain(b, &rota.zone)),
        "the middle cycle is the one judged in {} from {from}",
        roster.person
    );
}

fn differs(clause: &Clause, heard: &Heard, answer: &Answer) -> Option<String> {
    let nothing_known = matches!(heard.lack, Some(Lack::All(_) | Lack::AtLeast(_)));
    if nothing_known != answer.unknown {
        return Some("they differ in whether anything could be told".to_owned());
    }
    if answer.part_unknown && !answer.unknown && !matches!(heard.lack, Some(Lack::Some(_))) {
        return Some("they differ in whether everything could be told".to_owned());
    }
    let Some(tightest) = heard.tightest else {
        return (!answer.tightest.is_empty()).then(|| "the program has no reading".to_owned());
    };
    let ratio = |n: i64| Ratio::new(i128::from(n), i128::from(tightest.scale));
    let pair = (ratio(tightest.measured), ratio(tightest.limit));
    if answer.tightest.is_empty() {
        return Some("the twin has no reading".to_owned());
    }
    if !answer.tightest.contains(&pair) {
        return Some(format!(
            "the tightest reading differs: {} against {}",
            pair.0, pair.1
        ));
    }
    let (ours, theirs) = (heard.breaches.len(), answer.breaches);
    let differ = if clause.merges_breaches() {
        (ours > 0) != (theirs > 0)
    } else {
        ours != theirs
    };
    differ.then(|| format!("{ours} breaches against {theirs}"))
}

fn shown(answer: &Answer) -> String {
    let mut values: Vec<String> = answer
        .tightest
        .iter()
        .map(|(a, b)| format!("{a} against {b}"))
        .collect();
    values.dedup();
    values.truncate(4);
    format!(
        "unknown {}, part unknown {}, tightest {values:?}, breaches {}",
        answer.unknown, answer.part_unknown, answer.breaches
    )
}

pub(crate) fn table(rota: &Rota, roster: &Roster) -> String {
    let mut text = format!(
        "{}: judged from {} ({}) to {}, {}, lead-in {:?}, cycle {}\n",
        roster.person,
        rota.period.from,
        rota.period.from.weekday(),
        rota.period.to,
        rota.zone.name(),
        roster.lead_in,
        roster.cycle_days
    );
    for away in &roster.absences {
        writeln!(text, "    {} from {} to {}", away.kind, away.from, away.to)
            .expect("a string can be written to");
    }
    for (i, duty) in roster.duties.iter().enumerate() {
        let mark = match () {
            () if roster.judged.contains(&i) => "*",
            () if i < roster.judged.start => "<",
            () => ">",
        };
        if roster.cycle_days > 0 && mark != "*" {
            continue;
        }
        let own = plain(duty, &rota.zone);
        let classes: Vec<&str> = Class::ALL
            .iter()
            .filter(|c| c.holds(&own))
            .map(|c| c.name())
            .collect();
        let said = |name: &str, value: Option<i64>| {
            value.map_or(String::new(), |minutes| format!(" {name} {minutes}"))
        };
        writeln!(
            text,
            "  {mark} {i:3} {} {} to {} {} {} breaks {:?}{}{}{}",
            Day(own.date() as i32).weekday(),
            duty.start.wall,
            duty.end.wall,
            duty.kind,
            classes.join(","),
            own.breaks,
            said("work", own.work),
            said("rest", own.rest),
            said("longest", own.longest),
        )
        .expect("a string can be written to");
    }
    text
}
