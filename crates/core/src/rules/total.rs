//! The shape behind averages and frequencies: one sum over a reference period.

use super::Rule;
use super::hours_window::unknown_work;
use super::machine::{Counts, Lack, Lanes, View};
use super::sink::{Reading, Sink};
use crate::contract::{Classes, Fraction};
use crate::rota::Absence;
use crate::time::{Clock, Day, Minutes, Weekday};

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
const SUM: usize = 0;
const LAST_WINDOW: usize = 1;
const NIGHTS: usize = 2;

const WEEK: i32 = 7 * 24 * 60;

impl Total {
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

    fn finish_weekly<S: Sink>(
        &self,
        w: WeeklyHours,
        rule: &Rule,
        lanes: &Lanes,
        view: &View<'_>,
        sink: &mut S,
    ) {
        let days = view.to.since(view.from);
        match w.weeks {
            Some(weeks) if days > weeks * 7 => {
                // the reference rolls a week at a time; over the wrap of a pattern it begins in
                // the copy before
                let mut from = view.from;
                if view.wraps {
                    from = from.plus(7 - weeks * 7);
                }
                while from.plus(weeks * 7) <= view.to {
                    let to = from.plus(weeks * 7);
                    let sum = self.sum_between(w, view, from, to);
                    let reading = self.weekly(w, view, sum, from, to);
                    tell(rule, view, sink, reading, from, to, self.clock);
                    from = from.plus(7);
                }
            }
            _ => {
                let reading = self.weekly(w, view, i64::from(lanes[SUM]), view.from, view.to);
                tell(rule, view, sink, reading, view.from, view.to, self.clock);
            }
        }
    }

    fn sum_between(&self, w: WeeklyHours, view: &View<'_>, from: Day, to: Day) -> i64 {
        let first = view.duties.partition_point(|d| d.day() < from);
        view.duties[first..]
            .iter()
            .take_while(|d| d.day() < to)
            .map(|d| i64::from(w.counts.of(d, self.clock).unwrap_or(0)))
            .sum()
    }

    /// The average for `sum` minutes between two days, leave or cover taken into account.
    fn weekly(&self, w: WeeklyHours, view: &View<'_>, sum: i64, from: Day, to: Day) -> Reading {
        let days = i64::from(to.since(from));
        let (minutes, weeks) = if let Some(cover) = view
            .cover
            .filter(|_| w.prospective_cover && view.absences.is_empty())
        {
            // (D − E×C) / (B − E) with E = leave weeks a year × B / 52, all times 364,000
            let b = days * 52_000;
            let e = cover.leave_weeks_milli * days;
            ((sum * 364_000 - e * cover.leave_week_minutes).max(0), b - e)
        } else {
            let leave = |weekdays_only| absent_days(view.absences, from, to, weekdays_only);
            match w.leave {
                Leave::Counts => (sum * 7, days),
                Leave::Shortens => {
                    // a weekday of leave is a fifth of a week
                    (sum * 35, 5 * days - 7 * leave(true))
                }
                Leave::Replaced => {
                    let away = leave(false);
                    let known_after = view.duties.last().is_some_and(|d| d.day() >= to);
                    if known_after && away > 0 {
                        let after = self.sum_between(w, view, to, to.plus(away as i32));
                        ((sum + after) * 7, days)
                    } else {
                        (sum * 7, days - away)
                    }
                }
            }
        };
        if weeks <= 0 {
            // nothing but leave: no week in which to average
            return average(0, 1, i64::from(w.max.0));
        }
        let step = i64::from(w.round_up.0).max(1);
        if step > 1 {
            let rounded = (minutes + weeks * step - 1).div_euclid(weeks * step) * step;
            return average(rounded, 1, i64::from(w.max.0));
        }
        average(minutes, weeks, i64::from(w.max.0))
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

fn average(sum: i64, over: i64, limit: i64) -> Reading {
    let over = over.max(1);
    Reading {
        measured: sum,
        limit: limit * over,
        scale: over,
        ..EMPTY
    }
}

fn tell<S: Sink>(
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

fn absent_days(absences: &[Absence], from: Day, to: Day, weekdays_only: bool) -> i64 {
    let mut counted_to = from;
    let mut count = 0;
    for absence in absences {
        let mut day = absence.from.max(counted_to);
        let end = absence.to.min(to);
        while day < end {
            let weekday = day.weekday() < Weekday::Sat;
            count += i64::from(weekday || !weekdays_only);
            day = day.plus(1);
        }
        counted_to = counted_to.max(end);
    }
    count
}
