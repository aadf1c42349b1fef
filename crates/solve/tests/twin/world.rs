//! A person's duties as the twin sees them, with the classes of which a clause speaks.

use firstline_core::rota::{self, LeadIn, Roster, Rota};
use firstline_core::rules::ProspectiveCover;
use firstline_core::time::Minutes;

use crate::classes::Sorted;
use crate::clause::Clause;
use crate::twin::{Class, Duty, World};

/// A roster on dates as the twin sees it.
pub(crate) fn world(rota: &Rota, roster: &Roster, cover: Option<ProspectiveCover>) -> World {
    assert!(roster.post.is_none(), "everybody is there all the time");
    let (from, to) = (i64::from(rota.period.from.0), i64::from(rota.period.to.0));
    let away = roster.absences.iter();
    let known_from = match roster.lead_in {
        LeadIn::Missing => from,
        LeadIn::From(day) => i64::from(day.0),
        LeadIn::Wrap => panic!("a designed rota is no pattern"),
    };
    let last = roster.duties.last().map(|duty| i64::from(duty.day().0));
    World {
        duties: roster.duties.iter().map(plain).collect(),
        judged: roster.judged.clone(),
        from,
        to,
        away: away
            .map(|a| (i64::from(a.from.0), i64::from(a.to.0)))
            .collect(),
        known: (known_from, last.map_or(to, |last| to.max(last + 1))),
        copies: None,
        zone: rota.zone.clone(),
        cover: cover.map(|c| (c.leave_weeks_milli, c.leave_week_minutes)),
    }
}

/// A duty in plain numbers.
fn plain(duty: &rota::Duty) -> Duty {
    let minutes = |m: Minutes| i64::from(m.0);
    let (start, end) = (duty.start, duty.end);
    let breaks = duty.breaks.as_ref();
    Duty {
        wall: (i64::from(start.wall.0), i64::from(end.wall.0)),
        instant: (i64::from(start.instant.0), i64::from(end.instant.0)),
        kind: duty.kind,
        breaks: breaks.map(|b| b.each().iter().map(|m| i64::from(*m)).collect()),
        work: duty.expected_work().map(minutes),
        rest: duty.expected_rest().map(minutes),
        longest: duty.expected_longest_rest().map(minutes),
        at_night: 0,
    }
}

/// A world in which the classes of one clause are classes of the twin.
///
/// The twin knows a few classes of its own and no contract's. Here a duty is in its class of nights
/// where it is in the first class that the clause names: nothing else of the twin reads how much of
/// a duty is at night. A second class that is another takes the place of on-call, which the
/// clauses that ask for two classes do not read besides.
pub(crate) struct Dressed<'s, 't> {
    /// The duties, dressed.
    pub(crate) world: World,
    /// Whether a class cannot be told of some duty judged.
    pub(crate) part_unknown: bool,
    sorted: &'s mut Sorted<'t>,
    nights: Option<Vec<bool>>,
    on_call: Option<Vec<bool>>,
}

impl<'s, 't> Dressed<'s, 't> {
    /// Before any class was named.
    pub(crate) fn new(world: &World, sorted: &'s mut Sorted<'t>) -> Dressed<'s, 't> {
        Dressed {
            world: world.clone(),
            part_unknown: false,
            sorted,
            nights: None,
            on_call: None,
        }
    }

    /// The twin's class that stands for a class of the contract.
    pub(crate) fn class(&mut self, name: &str) -> Class {
        let of_duties = self.sorted.class(name);
        self.part_unknown |= of_duties[self.world.judged.clone()].contains(&None);
        let is: Vec<bool> = of_duties.iter().map(|is| *is == Some(true)).collect();
        if is.iter().all(|is| *is) {
            return Class::Any;
        }
        if self.nights.is_none() {
            for (duty, is) in self.world.duties.iter_mut().zip(&is) {
                duty.at_night = if *is { 180 } else { 0 };
            }
        }
        if *self.nights.get_or_insert_with(|| is.clone()) == is {
            return Class::Night;
        }
        if self.on_call.is_none() {
            for (duty, is) in self.world.duties.iter_mut().zip(&is) {
                duty.kind = match is {
                    true => rota::Kind::NonResidentOnCall,
                    false => rota::Kind::Day,
                };
            }
        }
        let on_call = self.on_call.get_or_insert_with(|| is.clone());
        if *on_call == is {
            return Class::OnCall;
        }
        let other = on_call.iter().zip(&is).all(|(a, b)| a != b);
        assert!(other, "`{name}` is one class too many for the twin");
        Class::Shift
    }

    /// A break of twice the length counts as two: it is taken as two here.
    pub(crate) fn split_breaks(&mut self, each: i64) {
        for breaks in self
            .world
            .duties
            .iter_mut()
            .filter_map(|d| d.breaks.as_mut())
        {
            let pieces = |whole: &i64| (0..whole / each).map(move |_| each);
            *breaks = breaks.iter().flat_map(pieces).collect();
        }
    }

    /// Whether a clause reads kinds that stand for a class now.
    pub(crate) fn spoils(&self, clause: &Clause) -> bool {
        let reads_kinds = matches!(
            clause,
            Clause::Average(_)
                | Clause::Window(_)
                | Clause::NightAverage(_)
                | Clause::HoursInPeriod(_)
                | Clause::RestDuring(_)
        );
        reads_kinds && self.on_call.is_some()
    }
}
