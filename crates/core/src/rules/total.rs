//! The shape behind averages and frequencies: one sum over a reference period.

use super::Rule;
use super::hours_window::unknown_work;
use super::machine::{Counts, Lack, Lanes, Sense, View};
use super::sink::{Reading, Sink};
use crate::contract::{Classes, Fraction};
use crate::time::{Clock, Day, Minutes};

/// A sum over a reference period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// What is summed, and against what.
    pub of: Sum,
    /// The clock on which hours are measured.
    pub clock: Clock,
}

/// What is summed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Hours of work a week.
    WeeklyHours(WeeklyHours),
    /// Hours of work a day for those who work nights.
    NightWork {
        /// What counts.
        counts: Counts,
        /// Who works one such duty is a night worker.
        of: Classes,
        /// The greatest average a day.
        max: Minutes,
        /// A rota on dates must be at least so long.
        least: Minutes,
    },
    /// Weekends, or other windows of the week, that are worked.
    Frequency {
        /// Duties of this class.
        of: Classes,
        /// The window in minutes after Monday midnight.
        window: (i32, i32),
        /// Whether a duty must start in the window, or only reach into it.
        touch: Touch,
        /// The greatest share.
        max: Fraction,
        /// How the share is compared.
        compare: Compare,
    },
    /// Duties in the whole period.
    Duties {
        /// Duties of this class.
        of: Classes,
        /// How many.
        limit: Limit,
    },
    /// Hours of work in the whole period.
    Hours {
        /// What counts.
        counts: Counts,
        /// How many minutes.
        limit: Limit,
    },
}

/// A limit of a sum over the whole period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// At most so many.
    AtMost(i32),
    /// At least so many.
    AtLeast(i32),
}

impl Limit {
    fn number(self) -> i32 {
        let (Limit::AtMost(number) | Limit::AtLeast(number)) = self;
        number
    }
}

/// The parameters of a weekly average.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeeklyHours {
    /// What counts.
    pub counts: Counts,
    /// The greatest average.
    pub max: Minutes,
    /// Weeks of the rolling reference; nothing for the whole period.
    pub weeks: Option<i32>,
    /// What leave does to the average.
    pub leave: Leave,
    /// The average is rounded up to a multiple of this; one minute leaves it as it is.
    pub round_up: Minutes,
    /// Whether the leave that colleagues cover is put into the average of a pattern.
    pub prospective_cover: bool,
    /// A rota on dates must be at least so long.
    pub least: Minutes,
}

/// What leave does to an average.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Each weekday of leave shortens the reference by a fifth of a week.
    Shortens,
    /// As many days after the period take the place of the days of leave.
    Replaced,
    /// Nothing: a week of leave is a week without work.
    Counts,
}

/// When a duty makes a window of the week worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// When it has a minute in it.
    Overlap,
    /// When it starts in it.
    Start,
}

/// How a share is compared with its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// As exact fractions.
    Exact,
    /// As "1 in n" with n rounded to a whole number.
    RoundedReciprocal,
}

// Lanes.
pub(super) const SUM: usize = 0;
const LAST_WINDOW: usize = 1;
const NIGHTS: usize = 2;

const WEEK: i32 = 7 * 24 * 60;

impl Total {
    pub(super) fn sense(&self) -> Sense {
        match &self.of {
            Sum::Duties {
                limit: Limit::AtLeast(_),
                ..
            }
            | Sum::Hours {
                limit: Limit::AtLeast(_),
                ..
            } => Sense::AtLeast,
            _ => Sense::AtMost,
        }
    }

    /// Whether it looks at several periods that overlap.
    pub(super) fn rolls(&self) -> bool {
        matches!(
            self.of,
            Sum::WeeklyHours(WeeklyHours { weeks: Some(_), .. })
        )
    }

    pub(super) fn limit(&self) -> i64 {
        match &self.of {
            Sum::WeeklyHours(w) => i64::from(w.max.0),
            Sum::NightWork { max, .. } => i64::from(max.0),
            // comparable between two limits; the fraction itself stands in the reading
            Sum::Frequency { max, .. } => max.of * 1_000_000 / max.per,
            Sum::Duties { limit, .. } | Sum::Hours { limit, .. } => i64::from(limit.number()),
        }
    }

    #[inline]
    pub(super) fn step(&self, _: &Rule, lanes: &mut Lanes, view: &View<'_>, i: usize) {
        if i < view.judged_from || i >= view.judged_to {
            return;
        }
        match &self.of {
            Sum::WeeklyHours(w) => {
                lanes[SUM] += w.counts.of(&view.duties[i], self.clock).unwrap_or(0);
            }
            Sum::NightWork { counts, of, .. } => {
                lanes[SUM] += counts.of(&view.duties[i], self.clock).unwrap_or(0);
                lanes[NIGHTS] += i32::from(view.is(i, *of));
            }
            Sum::Duties { of, .. } => lanes[SUM] += i32::from(view.is(i, *of)),
            Sum::Hours { counts, .. } => {
                lanes[SUM] += counts.of(&view.duties[i], self.clock).unwrap_or(0);
            }
            Sum::Frequency {
                of, window, touch, ..
            } => {
                if !view.is(i, *of) {
                    return;
                }
                let start = view.duties[i].start.wall.0;
                let end = match touch {
                    Touch::Overlap => view.duties[i].end.wall.0,
                    Touch::Start => start + 1,
                };
                let monday = Day(view.marks[i].day.monday().0).midnight().0;
                let mut week = monday - WEEK;
                while week + window.0 < end {
                    let number = (week + window.0).div_euclid(WEEK);
                    let touched = start < week + window.1;
                    if touched && (lanes[SUM] == 0 || number > lanes[LAST_WINDOW]) {
                        lanes[SUM] += 1;
                        lanes[LAST_WINDOW] = number;
                    }
                    week += WEEK;
                }
            }
        }
    }

    pub(super) fn finish<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        sink: &mut S,
    ) {
        match &self.of {
            Sum::WeeklyHours(w) => self.finish_weekly(*w, rule, lanes, view, sink),
            Sum::Duties { limit, .. } | Sum::Hours { limit, .. } => {
                let reading = average(i64::from(lanes[SUM]), 1, i64::from(limit.number()));
                tell(rule, view, sink, reading, view.from, view.to, self.clock);
            }
            Sum::NightWork { max, .. } => {
                if lanes[NIGHTS] > 0 {
                    // days less one day of weekly rest in seven
                    let days = i64::from(view.to.since(view.from));
                    let reading = average(i64::from(lanes[SUM]) * 7, days * 6, i64::from(max.0));
                    tell(rule, view, sink, reading, view.from, view.to, self.clock);
                }
            }
            Sum::Frequency {
                window,
                max,
                compare,
                ..
            } => {
                let windows = windows_begun(view.from, view.to, window.0);
                if windows == 0 {
                    return;
                }
                let worked = i64::from(lanes[SUM]);
                let reading = match compare {
                    Compare::Exact => Reading {
                        measured: worked * max.per,
                        limit: max.of * windows,
                        scale: windows * max.per,
                        ..EMPTY
                    },
                    Compare::RoundedReciprocal => {
                        // no window worked is none in any number
                        let one_in = if worked == 0 {
                            1
                        } else {
                            ((2 * windows + worked) / (2 * worked)).max(1)
                        };
                        let share = i64::from(worked > 0) * max.per;
                        Reading {
                            measured: share,
                            limit: max.of * one_in,
                            scale: one_in * max.per,
                            ..EMPTY
                        }
                    }
                };
                tell(rule, view, sink, reading, view.from, view.to, self.clock);
            }
        }
    }

    /// The window of the week that was counted last, as long as a duty on `day` can lie in it.
    pub(super) fn memory(&self, lanes: &Lanes, view: &View<'_>, day: Day, into: &mut Vec<i32>) {
        let Sum::Frequency { window, .. } = &self.of else {
            return;
        };
        if lanes[SUM] == 0 {
            return;
        }
        let midnight = view.calendar.midnight(day, Clock::Nominal);
        let of_week = (day.monday().midnight().0 + window.0).rem_euclid(WEEK);
        let start = lanes[LAST_WINDOW] * WEEK + of_week;
        if start + window.1 - window.0 > midnight {
            into.push(start - midnight);
        }
    }

    pub(super) fn counted(lanes: &Lanes) -> i32 {
        lanes[SUM]
    }

    pub(super) fn set_counted(lanes: &mut Lanes, sum: i32) {
        lanes[SUM] = sum;
        // where nights decide whether anything is asked, they are taken to be worked
        lanes[NIGHTS] = 1;
    }

    pub(super) fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        match &self.of {
            Sum::WeeklyHours(w) if !view.wraps && shorter(view, w.least) => {
                Some(too_short(w.least))
            }
            Sum::WeeklyHours(w) => unknown_work(w.counts, view, view.judged()).or_else(|| {
                let wanted = w.prospective_cover && view.wraps && view.cover.is_none();
                wanted.then(|| {
                    Lack::Some(
                        "leave that colleagues cover is not given, so the average is before leave"
                            .into(),
                    )
                })
            }),
            Sum::NightWork { least, .. } if !view.wraps && shorter(view, *least) => {
                Some(too_short(*least))
            }
            Sum::NightWork { counts, of, .. } => {
                let works_nights = view.judged().any(|i| view.is(i, *of));
                unknown_work(*counts, view, view.judged()).filter(|_| works_nights)
            }
            Sum::Duties { of, limit } => view.unknown.meets(*of).then(|| {
                let why = "the rest or work expected in on-call duties is not recorded".into();
                match limit {
                    Limit::AtMost(_) => Lack::AtLeast(why),
                    Limit::AtLeast(_) => Lack::All(why),
                }
            }),
            Sum::Hours { counts, limit } => {
                let lack = unknown_work(*counts, view, view.judged());
                match (lack, limit) {
                    // hours that are not known could still make up what is missing
                    (Some(Lack::AtLeast(why)), Limit::AtLeast(_)) => Some(Lack::All(why)),
                    (lack, _) => lack,
                }
            }
            Sum::Frequency { window, max, .. } => {
                let windows = windows_begun(view.from, view.to, window.0);
                // one in three says nothing of a fortnight: any one would be too many
                (!view.wraps && windows < max.per).then(|| {
                    Lack::All(
                        format!(
                            "the rota is too short to tell how often: it holds {windows} of the {} \
                         that the limit speaks of",
                            max.per
                        )
                        .into(),
                    )
                })
            }
        }
    }
}

impl Total {
    /// The least length of a rota on dates that shows enough of it for a weekly average.
    pub fn least(&self) -> Option<Minutes> {
        match &self.of {
            Sum::WeeklyHours(w) => Some(w.least),
            _ => None,
        }
    }
}

fn too_short(least: Minutes) -> Lack {
    Lack::All(
        format!(
            "the rota is shorter than {} weeks, too short for an average",
            least.0 / WEEK
        )
        .into(),
    )
}

fn shorter(view: &View<'_>, least: Minutes) -> bool {
    view.to.since(view.from) * 24 * 60 < least.0
}

const EMPTY: Reading = Reading {
    measured: 0,
    limit: 0,
    scale: 1,
    first: 0,
    last: 0,
    from: 0,
    to: 0,
};

pub(super) fn average(sum: i64, over: i64, limit: i64) -> Reading {
    let over = over.max(1);
    Reading {
        measured: sum,
        limit: limit * over,
        scale: over,
        ..EMPTY
    }
}

pub(super) fn tell<S: Sink>(
    rule: &Rule,
    view: &View<'_>,
    sink: &mut S,
    mut reading: Reading,
    from: Day,
    to: Day,
    clock: Clock,
) {
    // a period is judged by the law of its last day
    if rule.in_force.is_some_and(|p| !p.contains(to.plus(-1))) {
        return;
    }
    let most = view.duties.len().saturating_sub(1);
    let index = |day: Day| view.duties.partition_point(|d| d.day() < day);
    reading.first = index(from).min(most) as u32;
    reading.last = index(to).saturating_sub(1).min(most) as u32;
    reading.from = view.calendar.midnight(from, clock);
    reading.to = view.calendar.midnight(to, clock);
    sink.reading(rule, reading);
}

/// Windows of the week that begin between two days; `offset` is minutes after Monday midnight.
fn windows_begun(from: Day, to: Day, offset: i32) -> i64 {
    let (start, end) = (from.midnight().0, to.midnight().0);
    let mut at = from.monday().midnight().0 + offset.rem_euclid(WEEK) - WEEK;
    let mut count = 0;
    while at < end {
        count += i64::from(at >= start);
        at += WEEK;
    }
    count
}
