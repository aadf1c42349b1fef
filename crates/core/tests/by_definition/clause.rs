//! The parameters of one clause: made at random, written as a contract, read by the twin.

use crate::dice::Dice;
use crate::twin::Class;
use firstline_core::time::Clock;

/// One rule kind with its parameters; lengths in minutes.
#[derive(Clone, Debug)]
pub(crate) enum Clause {
    Average(Average),
    Window(Window),
    RestBetween(RestBetween),
    DutyLength(DutyLength),
    RunLength(RunLength),
    RestAfterRun(RestAfterRun),
    RestInPeriod(RestInPeriod),
    RestDuring(RestDuring),
    Frequency(Frequency),
    NoAdjacent(NoAdjacent),
    CountInDays(CountInDays),
    NextDay(NextDay),
    Breaks(Breaks),
    NightAverage(NightAverage),
    Recorded,
    ShortestRun(Shortest),
    ShortestRestDays(Shortest),
    DutiesInPeriod(DutiesInPeriod),
    HoursInPeriod(HoursInPeriod),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    Work,
    Presence,
    WorkLessRest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    Shortens,
    Replaced,
    CountsAsNoWork,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begins {
    AnyInstant,
    DutyStart,
    Midnight,
    Monday,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    StartDate,
    Touched,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    AfterLast,
    AtTrigger,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayAfter {
    Start,
    End,
}

#[derive(Clone, Debug)]
pub(crate) struct Average {
    pub(crate) max: i64,
    pub(crate) counts: Counts,
    /// Weeks; nothing for the whole period.
    pub(crate) reference: Option<i64>,
    pub(crate) leave: Leave,
    pub(crate) prospective_cover: bool,
    /// Days that a rota on dates must have.
    pub(crate) least: Option<i64>,
    pub(crate) round_up: Option<i64>,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub(crate) max: i64,
    pub(crate) width: i64,
    pub(crate) begins: Begins,
    pub(crate) counts: Counts,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct RestBetween {
    pub(crate) of: Class,
    pub(crate) min: i64,
    pub(crate) joined: bool,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct DutyLength {
    pub(crate) of: Class,
    pub(crate) max: i64,
    pub(crate) further: Option<(Class, i64)>,
    pub(crate) joined: bool,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct RunLength {
    pub(crate) of: Class,
    pub(crate) max: i64,
    pub(crate) days: Days,
}

#[derive(Clone, Debug)]
pub(crate) struct RestAfterRun {
    pub(crate) of: Class,
    pub(crate) after: i64,
    pub(crate) min: i64,
    pub(crate) ended_by: Class,
    pub(crate) days: Days,
    pub(crate) due: Due,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct RestInPeriod {
    pub(crate) of: Class,
    /// Days, and the rests wanted in them.
    pub(crate) any_of: Vec<(i64, Vec<i64>)>,
    pub(crate) on_mondays: bool,
    /// Whether rests that reach over an edge count whole.
    pub(crate) whole: bool,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct RestDuring {
    pub(crate) of: Class,
    pub(crate) total: i64,
    pub(crate) longest: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Frequency {
    pub(crate) of: Class,
    /// Minutes after Monday midnight.
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// Whether only the start of a duty counts.
    pub(crate) starts: bool,
    pub(crate) max: (i64, i64),
    pub(crate) rounded: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct NoAdjacent {
    pub(crate) of: Class,
    pub(crate) max: i64,
    /// The first weekday of each pair that does not join.
    pub(crate) except: Vec<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct CountInDays {
    pub(crate) of: Class,
    pub(crate) max: i64,
    pub(crate) days: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct NextDay {
    pub(crate) after: Class,
    pub(crate) again: Class,
    pub(crate) of: Class,
    pub(crate) max: i64,
    pub(crate) day: DayAfter,
    pub(crate) clock: Clock,
}

#[derive(Clone, Debug)]
pub(crate) struct Breaks {
    pub(crate) of: Class,
    pub(crate) each: i64,
    pub(crate) owed: Vec<Owed>,
}

#[derive(Clone, Debug)]
pub(crate) struct Owed {
    pub(crate) of: Option<Class>,
    pub(crate) over: Option<i64>,
    pub(crate) at_least: Option<i64>,
    pub(crate) count: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct NightAverage {
    pub(crate) of: Class,
    pub(crate) max: i64,
    pub(crate) counts: Counts,
    pub(crate) clock: Clock,
}

/// The fewest days of a run, or free between two runs.
#[derive(Clone, Debug)]
pub(crate) struct Shortest {
    pub(crate) of: Class,
    pub(crate) min: i64,
    pub(crate) days: Days,
}

/// A limit of a sum over the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Max(i64),
    Min(i64),
}

#[derive(Clone, Debug)]
pub(crate) struct DutiesInPeriod {
    pub(crate) of: Class,
    pub(crate) limit: Limit,
}

#[derive(Clone, Debug)]
pub(crate) struct HoursInPeriod {
    pub(crate) counts: Counts,
    pub(crate) limit: Limit,
    pub(crate) clock: Clock,
}

const CLOCKS: [Clock; 2] = [Clock::Elapsed, Clock::Nominal];
const COUNTS: [Counts; 3] = [Counts::Work, Counts::Presence, Counts::WorkLessRest];
const DAYS: [Days; 2] = [Days::StartDate, Days::Touched];

/// Every kind that measures something, and the one that does not.
pub(crate) const KINDS: [&str; 19] = [
    "average-weekly-hours",
    "hours-in-window",
    "rest-between-duties",
    "duty-length",
    "run-length",
    "rest-after-run",
    "rest-in-period",
    "rest-during-duty",
    "frequency",
    "no-adjacent",
    "count-in-days",
    "hours-next-day",
    "breaks",
    "night-work-average",
    "recorded",
    "shortest-run",
    "shortest-rest-days",
    "duties-in-period",
    "hours-in-period",
];

impl Clause {
    /// A clause of a kind with limits that are often broken and often met exactly.
    pub(crate) fn random(kind: &str, dice: &mut Dice) -> Clause {
        let clock = dice.of(&CLOCKS);
        let counts = dice.of(&COUNTS);
        let of = if dice.one_in(3) {
            Class::Any
        } else {
            dice.of(&Class::ALL)
        };
        match kind {
            "average-weekly-hours" => Clause::Average(Average {
                max: dice.of(&[20, 40, 48, 56]) * 60,
                counts,
                reference: dice.of(&[None, Some(1), Some(2), Some(3), Some(4), Some(26)]),
                leave: dice.of(&[Leave::Shortens, Leave::Replaced, Leave::CountsAsNoWork]),
                prospective_cover: dice.one_in(3),
                least: dice.of(&[None, None, Some(7), Some(8), Some(28)]),
                round_up: dice.of(&[None, None, Some(1), Some(15), Some(60)]),
                clock,
            }),
            "hours-in-window" => Clause::Window(Window {
                max: dice.of(&[10, 20, 36, 48, 72]) * 60,
                width: dice.of(&[
                    12 * 60,
                    1440,
                    1441,
                    48 * 60,
                    72 * 60,
                    10_080,
                    10_080,
                    20_160,
                ]),
                begins: dice.of(&[
                    Begins::AnyInstant,
                    Begins::AnyInstant,
                    Begins::DutyStart,
                    Begins::Midnight,
                    Begins::Monday,
                ]),
                counts,
                clock,
            }),
            "rest-between-duties" => Clause::RestBetween(RestBetween {
                of,
                min: dice.of(&[0, 8, 11, 12, 46, 48]) * 60,
                joined: dice.one_in(2),
                clock,
            }),
            "duty-length" => Clause::DutyLength(DutyLength {
                of,
                max: dice.of(&[8, 10, 13, 14, 24]) * 60,
                further: dice
                    .one_in(2)
                    .then(|| (dice.of(&Class::ALL), dice.of(&[5, 9, 24, 32, 56]) * 60)),
                joined: dice.one_in(2),
                clock,
            }),
            "run-length" => Clause::RunLength(RunLength {
                of,
                max: dice.range(1, 7),
                days: dice.of(&DAYS),
            }),
            "rest-after-run" => Clause::RestAfterRun(RestAfterRun {
                of,
                after: dice.range(1, 5),
                min: dice.of(&[11, 24, 46, 48]) * 60,
                ended_by: if dice.one_in(2) {
                    Class::Any
                } else {
                    dice.of(&Class::ALL)
                },
                days: dice.of(&DAYS),
                due: dice.of(&[Due::AfterLast, Due::AtTrigger]),
                clock,
            }),
            "rest-in-period" => Clause::RestInPeriod(rest_in_period(dice, clock)),
            "rest-during-duty" => Clause::RestDuring(RestDuring {
                of,
                total: dice.of(&[4, 8, 10]) * 60,
                longest: dice.of(&[2, 5, 6]) * 60,
            }),
            "frequency" => Clause::Frequency(frequency(dice, of)),
            "no-adjacent" => Clause::NoAdjacent(NoAdjacent {
                of,
                max: dice.of(&[1, 1, 1, 2, 3]),
                except: (0..7).filter(|_| dice.one_in(5)).collect(),
            }),
            "count-in-days" => Clause::CountInDays(CountInDays {
                of,
                max: dice.range(0, 5),
                days: dice.of(&[1, 2, 3, 7, 7, 8, 14, 28]),
            }),
            "hours-next-day" => Clause::NextDay(NextDay {
                after: of,
                again: dice.of(&[of, Class::OnCall, Class::Any, Class::Night, Class::Late]),
                of: dice.of(&Class::ALL),
                max: dice.of(&[0, 5, 8, 10]) * 60,
                day: dice.of(&[DayAfter::Start, DayAfter::End]),
                clock,
            }),
            "breaks" => Clause::Breaks(breaks(dice, of)),
            "night-work-average" => Clause::NightAverage(NightAverage {
                of,
                max: dice.of(&[2, 5, 8]) * 60,
                counts,
                clock,
            }),
            "shortest-run" | "shortest-rest-days" => {
                let shortest = Shortest {
                    of,
                    min: dice.range(1, 5),
                    days: dice.of(&DAYS),
                };
                if kind == "shortest-run" {
                    Clause::ShortestRun(shortest)
                } else {
                    Clause::ShortestRestDays(shortest)
                }
            }
            "duties-in-period" => Clause::DutiesInPeriod(DutiesInPeriod {
                of,
                limit: limit(dice, 1),
            }),
            "hours-in-period" => Clause::HoursInPeriod(HoursInPeriod {
                counts,
                limit: limit(dice, 600),
                clock,
            }),
            _ => Clause::Recorded,
        }
    }

    /// Whether breaches that overlap are told as one, so that only their being there compares.
    pub(crate) fn merges_breaches(&self) -> bool {
        matches!(
            self,
            Clause::Average(_)
                | Clause::Window(_)
                | Clause::CountInDays(_)
                | Clause::RestInPeriod(_)
        )
    }
}

fn limit(dice: &mut Dice, each: i64) -> Limit {
    let number = dice.range(0, 12) * each;
    if dice.one_in(2) {
        Limit::Max(number)
    } else {
        Limit::Min(number)
    }
}

fn rest_in_period(dice: &mut Dice, clock: Clock) -> RestInPeriod {
    let mut within = dice.of(&[1, 2, 3, 7, 7, 14]);
    let mut any_of = Vec::new();
    for _ in 0..dice.range(1, 3) {
        let rests = (0..dice.range(1, 3))
            .map(|_| dice.of(&[11, 24, 24, 35, 48, 62]) * 60 + dice.of(&[0, 0, 1]))
            .collect();
        any_of.push((within, rests));
        within = (within + dice.of(&[0, 1, 7, 7])).min(28);
    }
    RestInPeriod {
        of: dice.of(&[Class::Any, Class::Any, Class::Any, Class::Shift]),
        any_of,
        on_mondays: dice.one_in(2),
        whole: dice.one_in(2),
        clock,
    }
}

fn frequency(dice: &mut Dice, of: Class) -> Frequency {
    let weekend = (5 * 1440, 7 * 1440);
    let odd = (dice.range(0, 10_079), dice.range(0, 10_079));
    let (from, to) = dice.of(&[
        weekend,
        weekend,
        (6 * 1440 + 1200, 600),
        (4 * 1440 + 1080, 0),
        odd,
    ]);
    Frequency {
        of,
        from,
        to: to.rem_euclid(10_080),
        starts: dice.one_in(2),
        max: dice.of(&[(1, 2), (1, 3), (1, 4), (2, 5), (1, 1), (0, 1)]),
        rounded: dice.one_in(2),
    }
}

fn breaks(dice: &mut Dice, of: Class) -> Breaks {
    let owed = (0..dice.range(1, 3))
        .map(|_| {
            let length = dice.of(&[5, 9, 10, 12, 13]) * 60;
            let over = dice.one_in(2);
            Owed {
                of: dice.one_in(3).then(|| dice.of(&Class::ALL)),
                over: over.then_some(length),
                at_least: (!over).then_some(length),
                count: dice.range(1, 3),
            }
        })
        .collect();
    Breaks {
        of,
        each: dice.of(&[15, 20, 30]),
        owed,
    }
}
