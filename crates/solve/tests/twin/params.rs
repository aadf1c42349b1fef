//! The parameters of a clause, from the contract's file to the twin.

use firstline_core::time::Clock;

use crate::clause::{
    Average, Begins, Breaks, Clause, CountInDays, Counts, DayAfter, Days, Due, DutyLength,
    Frequency, Leave, NextDay, NightAverage, NoAdjacent, Owed, RestAfterRun, RestBetween,
    RestDuring, RestInPeriod, RunLength, Window,
};
use crate::text::{Fields, minutes, weekday};
use crate::twin::DAY;
use crate::world::Dressed;

/// A clause as the twin reads it; nothing for a kind of which no contract here has a clause.
pub(crate) fn clause(
    kind: &str,
    f: &mut Fields<'_>,
    dressed: &mut Dressed<'_, '_>,
) -> Option<Clause> {
    Some(match kind {
        "average-weekly-hours" => Clause::Average(Average {
            max: f.length("max"),
            counts: counts(f),
            reference: match f.word("reference") {
                "whole-period" => None,
                weeks => Some(minutes(weeks) / (7 * DAY)),
            },
            leave: match f.word("leave") {
                "shortens" => Leave::Shortens,
                "replaced" => Leave::Replaced,
                "counts-as-no-work" => Leave::CountsAsNoWork,
                other => panic!("leave {other}"),
            },
            prospective_cover: f.flag("prospective-cover"),
            least: f.length_or_none("least").map(|least| least / DAY),
            round_up: f.length_or_none("round-up"),
            clock: clock(f),
        }),
        "hours-in-window" => Clause::Window(Window {
            max: f.length("max"),
            width: f.length("window"),
            begins: match f.word("begins") {
                "any-instant" => Begins::AnyInstant,
                "duty-start" => Begins::DutyStart,
                "midnight" => Begins::Midnight,
                "monday" => Begins::Monday,
                other => panic!("begins {other}"),
            },
            counts: counts(f),
            clock: clock(f),
        }),
        "night-work-average" => {
            let days = dressed.world.to - dressed.world.from;
            let least = f.length_or_none("least").unwrap_or(0);
            assert!(days * DAY >= least, "the twin has no least of its own");
            Clause::NightAverage(NightAverage {
                of: dressed.class(f.word("of")),
                max: f.length("max"),
                counts: counts(f),
                clock: clock(f),
            })
        }
        "recorded" => {
            f.word_or_none("why");
            Clause::Recorded
        }
        "breaks" => Clause::Breaks(breaks(f, dressed)),
        "frequency" => Clause::Frequency(frequency(f, dressed)),
        "rest-in-period" => Clause::RestInPeriod(rest_in_period(f, dressed)),
        _ => return of_duties(kind, f, dressed),
    })
}

/// The kinds that look at single duties, at neighbours and at runs.
fn of_duties(kind: &str, f: &mut Fields<'_>, dressed: &mut Dressed<'_, '_>) -> Option<Clause> {
    Some(match kind {
        "rest-between-duties" => Clause::RestBetween(RestBetween {
            of: dressed.class(f.word("of")),
            min: f.length("min"),
            joined: f.flag("joined"),
            clock: clock(f),
        }),
        "duty-length" => Clause::DutyLength(DutyLength {
            of: dressed.class(f.word("of")),
            max: f.length("max"),
            further: f.inner("where").map(|mut other| {
                let pair = (dressed.class(other.word("of")), other.length("max"));
                other.done();
                pair
            }),
            joined: f.flag("joined"),
            clock: clock(f),
        }),
        "rest-during-duty" => {
            // for readers; what a rota records is the longest rest within it
            f.word_or_none("between");
            Clause::RestDuring(RestDuring {
                of: dressed.class(f.word("of")),
                total: f.length("total"),
                longest: f.length("longest"),
            })
        }
        "run-length" => Clause::RunLength(RunLength {
            of: dressed.class(f.word("of")),
            max: f.number("max"),
            days: days(f),
        }),
        "rest-after-run" => Clause::RestAfterRun(RestAfterRun {
            of: dressed.class(f.word("of")),
            after: f.number("after"),
            min: f.length("min"),
            ended_by: dressed.class(f.word("ended-by")),
            days: days(f),
            due: match f.word("due") {
                "after-last" => Due::AfterLast,
                "at-trigger" => Due::AtTrigger,
                other => panic!("due {other}"),
            },
            clock: clock(f),
        }),
        "no-adjacent" => {
            let except = f.words("except").unwrap_or_default();
            let first = |pair: &&str| weekday(&pair[..3]);
            Clause::NoAdjacent(NoAdjacent {
                of: dressed.class(f.word("of")),
                max: f.number("max"),
                except: except.iter().map(first).collect(),
            })
        }
        "count-in-days" => Clause::CountInDays(CountInDays {
            of: dressed.class(f.word("of")),
            max: f.number("max"),
            days: f.number("days"),
        }),
        "hours-next-day" => Clause::NextDay(NextDay {
            after: dressed.class(f.word("after")),
            again: dressed.class(f.word("unless-again")),
            of: dressed.class(f.word("of")),
            max: f.length("max"),
            day: match f.word("day") {
                "after-start" => DayAfter::Start,
                "after-end" => DayAfter::End,
                other => panic!("day {other}"),
            },
            clock: clock(f),
        }),
        _ => return None,
    })
}

fn breaks(f: &mut Fields<'_>, dressed: &mut Dressed<'_, '_>) -> Breaks {
    let of = dressed.class(f.word("of"));
    let each = f.length("each");
    if f.flag("joined") {
        dressed.split_breaks(each);
    }
    let mut owed = Vec::new();
    for mut row in f.rows("owed") {
        owed.push(Owed {
            of: row.word_or_none("of").map(|class| dressed.class(class)),
            over: row.length_or_none("over"),
            at_least: row.length_or_none("at-least"),
            count: row.number("count"),
        });
        row.done();
    }
    Breaks { of, each, owed }
}

fn frequency(f: &mut Fields<'_>, dressed: &mut Dressed<'_, '_>) -> Frequency {
    let (from, to) = f.window("window").expect("a window of the week");
    let (of_windows, windows) = f.word("max").split_once('/').expect("a share");
    let number = |text: &str| -> i64 { text.parse().expect("a share is of whole numbers") };
    Frequency {
        of: dressed.class(f.word("of")),
        from,
        to,
        starts: match f.word("touch") {
            "start" => true,
            "overlap" => false,
            other => panic!("touch {other}"),
        },
        max: (number(of_windows), number(windows)),
        rounded: match f.word("compare") {
            "rounded-reciprocal" => true,
            "exact" => false,
            other => panic!("compare {other}"),
        },
    }
}

fn rest_in_period(f: &mut Fields<'_>, dressed: &mut Dressed<'_, '_>) -> RestInPeriod {
    let mut any_of = Vec::new();
    for mut row in f.rows("any-of") {
        let rests = row.words("rests").expect("rests that are due");
        let rests = rests.into_iter().map(minutes).collect();
        any_of.push((row.length("within") / DAY, rests));
        row.done();
    }
    RestInPeriod {
        of: dressed.class(f.word("of")),
        any_of,
        on_mondays: match f.word("begins") {
            "monday" => true,
            "any-day" => false,
            other => panic!("begins {other}"),
        },
        whole: match f.word_or_none("edges") {
            Some("whole") => true,
            Some("cut") | None => false,
            Some(other) => panic!("edges {other}"),
        },
        clock: clock(f),
    }
}

fn counts(f: &mut Fields<'_>) -> Counts {
    match f.word("counts") {
        "work" => Counts::Work,
        "presence" => Counts::Presence,
        "work-less-rest" => Counts::WorkLessRest,
        other => panic!("counts {other}"),
    }
}

fn days(f: &mut Fields<'_>) -> Days {
    match f.word("days") {
        "start-date" => Days::StartDate,
        "touched" => Days::Touched,
        other => panic!("days {other}"),
    }
}

fn clock(f: &mut Fields<'_>) -> Clock {
    match f.word("clock") {
        "elapsed" => Clock::Elapsed,
        "nominal" => Clock::Nominal,
        other => panic!("clock {other}"),
    }
}
