//! The shape behind hours that are paid: how many minutes of each duty an element of pay counts.

use std::sync::Arc;

use super::Rule;
use super::hours_window;
use super::machine::{Counts, Lack, View, tell};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::rota::{Duty, OnCall};
use crate::time::{Clock, Holiday, Holidays, Wall, Zone};

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
    /// What public holidays change, where they change anything.
    pub public_holidays: Option<PaidHolidays>,
}

/// What public holidays change about the minutes that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidHolidays {
    /// What they change.
    pub how: OnHolidays,
    /// Which days they are.
    pub calendar: Arc<Holidays>,
}

/// Which minutes of public holidays count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnHolidays {
    /// All of them, besides those in the windows.
    Too,
    /// None of them, even in the windows; and no duty that meets one counts whole.
    Not,
    /// Only they, as far as they lie in the windows.
    Only,
}

impl OnHolidays {
    /// The words for it in contract files.
    pub(super) const WORDS: [(&'static str, OnHolidays); 3] = [
        ("too", OnHolidays::Too),
        ("not", OnHolidays::Not),
        ("only", OnHolidays::Only),
    ];
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
        let mine = || view.judged().filter(|i| view.is(*i, self.of));
        if self.counts_all() {
            let unknown = |i: usize| self.counts.of(&view.duties[i], Clock::Nominal).is_none();
            if mine().any(unknown) {
                return hours_window::unknown_work(self.counts, view, view.judged());
            }
        } else if mine().any(|i| self.hides_hours(&view.duties[i])) {
            let why = "at which hours the calls of on-call duties come is not in a rota";
            return Some(Lack::Some(why.into()));
        }
        let mut whys: Vec<&str> = Vec::new();
        if self.less_breaks && mine().any(|i| view.duties[i].breaks.is_none()) {
            whys.push("unpaid breaks are not recorded: none were taken off");
        }
        let zone = view.calendar.zone();
        if let Some(paid) = &self.public_holidays
            && mine().any(|i| !paid.known(&view.duties[i], zone))
        {
            whys.push(if zone.has_dates() {
                "public holidays of these dates are not known: none was counted"
            } else {
                "a pattern without dates shows no public holidays: none was counted"
            });
        }
        (!whys.is_empty()).then(|| Lack::Some(whys.join("; ").into()))
    }

    /// The public holidays that duties of this element meet, each once.
    pub fn holidays_met<'s>(&'s self, view: &View<'_>) -> Vec<&'s Holiday> {
        let Some(paid) = &self.public_holidays else {
            return Vec::new();
        };
        let mut all: Vec<&Holiday> = Vec::new();
        for i in view.judged().filter(|i| view.is(*i, self.of)) {
            for midnight in days(&view.duties[i]) {
                let day = Wall(midnight).day();
                let holiday = paid
                    .calendar
                    .get(day)
                    .filter(|_| view.calendar.zone().has_dates());
                all.extend(holiday.filter(|h| all.last().is_none_or(|last| last.day < h.day)));
            }
        }
        all
    }

    /// Whether every minute of a duty counts, wherever it lies.
    fn counts_all(&self) -> bool {
        self.windows.is_empty() && self.whole.is_empty() && self.public_holidays.is_none()
    }

    /// Whether work is done at hours that a rota does not show.
    fn hides_hours(&self, duty: &Duty) -> bool {
        self.counts != Counts::Presence && duty.kind.on_call() == OnCall::NonResident
    }

    fn minutes(&self, view: &View<'_>, i: usize) -> Option<i32> {
        let duty = &view.duties[i];
        let (start, end) = (duty.start.wall.0, duty.end.wall.0);
        let length = end - start;
        if self.counts_all() {
            let worked = self.counts.of(duty, Clock::Nominal)?;
            return Some((worked - self.breaks(view, i, worked, length)).max(0));
        }
        if self.hides_hours(duty) {
            return None;
        }
        let zone = view.calendar.zone();
        let inside = self.inside(start, end, zone);
        let minority =
            self.only_with_majority.is_some_and(|of| view.is(i, of)) && 2 * inside <= length;
        let mut best = if minority { 0 } else { inside };
        let whole = match &self.public_holidays {
            Some(paid) if paid.how == OnHolidays::Only || paid.meets(duty, zone) => &[],
            _ => self.whole.as_slice(),
        };
        for whole in whole {
            if !view.is(i, whole.of) || (whole.majority && 2 * inside <= length) {
                continue;
            }
            let midnight = start - start.rem_euclid(DAY);
            let until = whole.until.map_or(end, |t| end.min(midnight + DAY + t));
            best = best.max(until - start);
        }
        Some((best - self.breaks(view, i, best, length)).max(0))
    }

    /// Minutes of `[start, end)` that count because of where they lie.
    fn inside(&self, start: i32, end: i32, zone: &Zone) -> i32 {
        let in_windows = |start: i32, end: i32| -> i32 {
            if self.windows.is_empty() && self.whole.is_empty() {
                return end - start;
            }
            self.windows.iter().map(|w| w.overlap(start, end)).sum()
        };
        let Some(paid) = &self.public_holidays else {
            return in_windows(start, end);
        };
        let mut total = 0;
        let mut from = start;
        while from < end {
            let midnight = from - from.rem_euclid(DAY);
            let to = end.min(midnight + DAY);
            let holiday = paid.is_one(from, zone);
            total += match (paid.how, holiday) {
                (OnHolidays::Too, true) => to - from,
                (OnHolidays::Not, true) | (OnHolidays::Only, false) => 0,
                (OnHolidays::Too | OnHolidays::Not, false) | (OnHolidays::Only, true) => {
                    in_windows(from, to)
                }
            };
            from = to;
        }
        total
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

impl PaidHolidays {
    /// Whether a minute lies on a day that is known to be a public holiday.
    fn is_one(&self, minute: i32, zone: &Zone) -> bool {
        self.calendar.on(Wall(minute).day(), zone) == Some(true)
    }

    fn meets(&self, duty: &Duty, zone: &Zone) -> bool {
        days(duty).any(|midnight| self.is_one(midnight, zone))
    }

    fn known(&self, duty: &Duty, zone: &Zone) -> bool {
        days(duty).all(|midnight| self.calendar.on(Wall(midnight).day(), zone).is_some())
    }
}

/// The midnight of each day that a duty reaches into.
fn days(duty: &Duty) -> impl Iterator<Item = i32> {
    let (start, end) = (duty.start.wall.0, duty.end.wall.0);
    let first = start - start.rem_euclid(DAY);
    (0..)
        .map(move |n| first + n * DAY)
        .take_while(move |m| *m < end)
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
