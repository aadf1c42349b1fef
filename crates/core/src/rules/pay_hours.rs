//! The shape behind hours that are paid: how many minutes of each duty an element of pay counts.

use super::Rule;
use super::hours_window;
use super::machine::{Counts, Lack, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::rota::{Duty, OnCall};
use crate::time::Clock;

/// Minutes of each duty that an element of pay counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayHours {
    /// Duties of this class.
    pub of: Classes,
    /// What counts as worked.
    pub counts: Counts,
    /// Clock windows whose minutes count; with none, and no whole duties, every minute does.
    pub windows: Vec<PayWindow>,
    /// Duties that count whole, or as far as a time of day.
    pub whole: Vec<WholeDuty>,
    /// Duties of this class count in the windows only where more than half of them lies there.
    pub only_with_majority: Option<Classes>,
    /// Whether unpaid breaks are taken off, in proportion where only part of the duty counts.
    pub less_breaks: bool,
}

/// A window of the week, or of every day, in minutes after Monday midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayWindow {
    /// Its first minute.
    pub from: i32,
    /// The minute after its last; may reach into the next week.
    pub to: i32,
}

/// A duty that counts whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeDuty {
    /// Duties of this class.
    pub of: Classes,
    /// Only as far as this time of the day after the start, in minutes after that day's midnight.
    pub until: Option<i32>,
    /// Only where more than half of the duty lies in the windows.
    pub majority: bool,
}

const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;

impl PayHours {
    #[inline]
    pub(super) fn step<S: Sink>(&self, rule: &Rule, view: &View<'_>, i: usize, sink: &mut S) {
        if !view.is(i, self.of) {
            return;
        }
        let Some(minutes) = self.minutes(view, i) else {
            return;
        };
        if minutes == 0 {
            return;
        }
        // pay goes by the rota: the wall clock
        let reading = Reading {
            measured: i64::from(minutes),
            limit: 0,
            scale: 1,
            first: i as u32,
            last: i as u32,
            from: view.start(i, Clock::Nominal),
            to: view.end(i, Clock::Nominal),
        };
        tell(rule, view, sink, reading);
    }

    pub(super) fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        let mut mine = view.judged().filter(|i| view.is(*i, self.of));
        if self.windows.is_empty() && self.whole.is_empty() {
            let unknown = |i: usize| self.counts.of(&view.duties[i], Clock::Nominal).is_none();
            if mine.clone().any(unknown) {
                return hours_window::unknown_work(self.counts, view, view.judged());
            }
        } else if mine.clone().any(|i| self.hides_hours(&view.duties[i])) {
            let why = "at which hours the calls of on-call duties come is not in a rota";
            return Some(Lack::Some(why.into()));
        }
        let unrecorded = self.less_breaks && mine.any(|i| view.duties[i].breaks.is_none());
        unrecorded.then(|| Lack::Some("unpaid breaks are not recorded: none were taken off".into()))
    }

    /// Whether work is done at hours that a rota does not show.
    fn hides_hours(&self, duty: &Duty) -> bool {
        self.counts != Counts::Presence && duty.kind.on_call() == OnCall::NonResident
    }

    fn minutes(&self, view: &View<'_>, i: usize) -> Option<i32> {
        let duty = &view.duties[i];
        let (start, end) = (duty.start.wall.0, duty.end.wall.0);
        let length = end - start;
        if self.windows.is_empty() && self.whole.is_empty() {
            let worked = self.counts.of(duty, Clock::Nominal)?;
            return Some((worked - self.breaks(view, i, worked, length)).max(0));
        }
        if self.hides_hours(duty) {
            return None;
        }
        let inside: i32 = self.windows.iter().map(|w| w.overlap(start, end)).sum();
        let minority =
            self.only_with_majority.is_some_and(|of| view.is(i, of)) && 2 * inside <= length;
        let mut best = if minority { 0 } else { inside };
        for whole in &self.whole {
            if !view.is(i, whole.of) || (whole.majority && 2 * inside <= length) {
                continue;
            }
            let midnight = start - start.rem_euclid(DAY);
            let until = whole.until.map_or(end, |t| end.min(midnight + DAY + t));
            best = best.max(until - start);
        }
        Some((best - self.breaks(view, i, best, length)).max(0))
    }

    /// Unpaid breaks that fall to `part` of a duty of `length`, in proportion.
    fn breaks(&self, view: &View<'_>, i: usize, part: i32, length: i32) -> i32 {
        if !self.less_breaks || length == 0 {
            return 0;
        }
        let Some(breaks) = view.duties[i].breaks else {
            return 0;
        };
        let all: i32 = breaks.each().iter().map(|m| i32::from(*m)).sum();
        (all * part + length / 2) / length
    }
}

impl PayWindow {
    /// Minutes of `[start, end)` in the window, over all weeks.
    fn overlap(self, start: i32, end: i32) -> i32 {
        // 1970-01-05 was a Monday
        let mut week = start - (start - 4 * DAY).rem_euclid(WEEK) - WEEK;
        let mut total = 0;
        while week < end {
            let from = (week + self.from).max(start);
            let to = (week + self.to).min(end);
            total += (to - from).max(0);
            week += WEEK;
        }
        total
    }
}
