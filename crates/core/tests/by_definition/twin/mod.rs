//! The rule kinds a second time, slowly and straight from their pages.
//!
//! Nothing here calls the rules that it is held against; it knows duties as plain numbers, counts
//! minute by minute or day by day, and lays a pattern out for months where the program lays copies.

mod class;
mod duties;
mod hours;
mod ratio;
mod rests;
mod runs;

pub(crate) use class::Class;
pub(crate) use duties::windows;
pub(crate) use ratio::Ratio;

use std::cmp::Ordering;
use std::ops::Range;

use firstline_core::rota::Kind;
use firstline_core::time::{Clock, Day, Zone};

use crate::clause::Clause;

/// Minutes in a day of the wall clock.
pub(crate) const DAY: i64 = 1440;

/// A duty as plain numbers: minutes since 1970 on either clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duty {
    pub(crate) wall: (i64, i64),
    pub(crate) instant: (i64, i64),
    pub(crate) kind: Kind,
    pub(crate) breaks: Option<Vec<i64>>,
    pub(crate) work: Option<i64>,
    pub(crate) rest: Option<i64>,
    pub(crate) longest: Option<i64>,
    /// Minutes of it between 23:00 and 06:00, as a stopwatch would show them.
    pub(crate) at_night: i64,
}

impl Duty {
    /// Start and end on one of the clocks.
    fn on(&self, clock: Clock) -> (i64, i64) {
        match clock {
            Clock::Nominal => self.wall,
            Clock::Elapsed => self.instant,
        }
    }

    pub(crate) fn length(&self, clock: Clock) -> i64 {
        let (start, end) = self.on(clock);
        end - start
    }

    /// The date on which it starts.
    pub(crate) fn date(&self) -> i64 {
        self.wall.0.div_euclid(DAY)
    }

    /// The last date on which it has a minute.
    fn last_date(&self) -> i64 {
        (self.wall.1 - 1).div_euclid(DAY)
    }

    pub(crate) fn on_call(&self) -> bool {
        matches!(self.kind, Kind::NonResidentOnCall | Kind::ResidentOnCall)
    }
}

/// One person, or one line of a pattern laid out for months.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// In order, never overlapping.
    pub(crate) duties: Vec<Duty>,
    /// Those that start on the days judged, or within the middle cycle.
    pub(crate) judged: Range<usize>,
    /// First day judged.
    pub(crate) from: i64,
    /// The day after the last.
    pub(crate) to: i64,
    /// Leave and the like, as first day and day after the last.
    pub(crate) away: Vec<(i64, i64)>,
    /// Days of which something is known.
    pub(crate) known: (i64, i64),
    /// For a pattern, the days on which the program lays copies.
    pub(crate) copies: Option<(i64, i64)>,
    pub(crate) zone: Zone,
    /// Leave that colleagues cover: thousandths of weeks a year, minutes of a leave week.
    pub(crate) cover: Option<(i64, i64)>,
}

impl World {
    pub(crate) fn judged(&self) -> impl Iterator<Item = (usize, &Duty)> {
        self.judged.clone().map(|i| (i, &self.duties[i]))
    }

    fn is_judged(&self, index: usize) -> bool {
        self.judged.contains(&index)
    }

    /// Midnight at the start of a day on one of the clocks.
    fn midnight(&self, day: i64, clock: Clock) -> i64 {
        match clock {
            Clock::Nominal => day * DAY,
            Clock::Elapsed => i64::from(self.zone.midnight(Day(day as i32)).instant.0),
        }
    }

    /// Days away between two days, each once.
    pub(crate) fn days_away(&self, from: i64, to: i64) -> impl Iterator<Item = i64> {
        (from..to).filter(|day| self.away.iter().any(|(a, b)| a <= day && day < b))
    }
}

/// 0 is Monday. The first of January 1970 was a Thursday.
pub(crate) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    AtMost,
    AtLeast,
}

/// What the twin has to say of a clause and a person.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    sense: Sense,
    /// Nothing can be told because the rota does not say enough.
    pub(crate) unknown: bool,
    /// Of some duty nothing can be told.
    pub(crate) part_unknown: bool,
    /// Measured and limit of every reading that has the least to spare.
    pub(crate) tightest: Vec<(Ratio, Ratio)>,
    pub(crate) breaches: usize,
}

impl Answer {
    fn new(sense: Sense) -> Answer {
        Answer {
            sense,
            unknown: false,
            part_unknown: false,
            tightest: Vec::new(),
            breaches: 0,
        }
    }

    fn at_most() -> Answer {
        Answer::new(Sense::AtMost)
    }

    fn at_least() -> Answer {
        Answer::new(Sense::AtLeast)
    }

    fn not_known(mut self) -> Answer {
        self.unknown = true;
        self
    }

    fn spare(&self, (measured, limit): (Ratio, Ratio)) -> Ratio {
        match self.sense {
            Sense::AtMost => limit.less(measured),
            Sense::AtLeast => measured.less(limit),
        }
    }

    fn tell(&mut self, measured: impl Into<Ratio>, limit: impl Into<Ratio>) {
        let (measured, limit) = (measured.into(), limit.into());
        self.tell_any(&[(measured, limit)]);
    }

    /// One reading that any of several values with the same to spare may speak for.
    fn tell_any(&mut self, values: &[(Ratio, Ratio)]) {
        let spare = self.spare(values[0]);
        if spare < Ratio::ZERO {
            self.breaches += 1;
        }
        let order = match self.tightest.first() {
            Some(least) => spare.cmp(&self.spare(*least)),
            None => Ordering::Less,
        };
        match order {
            Ordering::Less => self.tightest = values.to_vec(),
            Ordering::Equal => self.tightest.extend(values),
            Ordering::Greater => {}
        }
    }

    /// Once every duty was looked at: nothing told of anybody, although there was something to tell.
    fn settled(mut self) -> Answer {
        self.unknown = self.part_unknown && self.tightest.is_empty();
        self
    }
}

/// The answer of a clause's page.
pub(crate) fn answer(clause: &Clause, world: &World) -> Answer {
    match clause {
        Clause::Average(p) => hours::average(p, world),
        Clause::Window(p) => hours::window(p, world),
        Clause::NightAverage(p) => hours::night_average(p, world),
        Clause::RestBetween(p) => rests::between(p, world),
        Clause::RestInPeriod(p) => rests::in_period(p, world),
        Clause::RestDuring(p) => rests::during(p, world),
        Clause::DutyLength(p) => duties::length(p, world),
        Clause::Frequency(p) => duties::frequency(p, world),
        Clause::NextDay(p) => duties::next_day(p, world),
        Clause::Breaks(p) => duties::breaks(p, world),
        Clause::CountInDays(p) => duties::count_in_days(p, world),
        Clause::RunLength(p) => runs::length(p, world),
        Clause::NoAdjacent(p) => runs::no_adjacent(p, world),
        Clause::RestAfterRun(p) => runs::rest_after(p, world),
        Clause::Recorded => Answer::at_most().not_known(),
        Clause::ShortestRun(p) => runs::shortest(p, world),
        Clause::ShortestRestDays(p) => runs::days_free(p, world),
        Clause::DutiesInPeriod(p) => duties::in_period(p, world),
        Clause::HoursInPeriod(p) => hours::in_period(p, world),
    }
}
