//! The weekly average: one sum over the whole period, or over stretches that roll a week at a time.

use super::Rule;
use super::machine::{Lanes, View};
use super::sink::{Reading, Sink};
use super::total::{Leave, SUM, Total, WeeklyHours, average, tell};
use crate::rota::Absence;
use crate::time::{Day, Weekday};

impl Total {
    pub(super) fn finish_weekly<S: Sink>(
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
