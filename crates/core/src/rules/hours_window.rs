//! Hours of work in any window of so many hours.

use std::ops::Range;

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Counts, Lack, Lanes, Machine, View, Window, tell};
use super::memory::Outlook;
use super::sink::{Reading, Sink};
use crate::rota::OnCall;
use crate::time::{Clock, Day, Minutes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R002"),
    name: "hours-in-window",
    summary: "hours of work in any window of so many hours",
    says: "{measured} of work in the window, at most {limit}",
    doc: include_str!("hours_window.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

/// At most so many hours of work in a window; duties are cut at its edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursWindow {
    /// The greatest number of hours.
    pub max: Minutes,
    /// The length of the window.
    pub window: Minutes,
    /// Which windows are looked at.
    pub begins: Begins,
    /// What counts.
    pub counts: Counts,
    /// The clock on which both are measured.
    pub clock: Clock,
}

/// Which windows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// All of them: the window slides to any instant.
    AnyInstant,
    /// Those that begin when a duty begins.
    DutyStart,
    /// Those that begin at midnight.
    Midnight,
    /// Those that begin on Monday at midnight.
    Monday,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let max = c.fields.length("max");
    let window = c.fields.length("window");
    let words = [
        ("any-instant", Begins::AnyInstant),
        ("duty-start", Begins::DutyStart),
        ("midnight", Begins::Midnight),
        ("monday", Begins::Monday),
    ];
    let begins = c.fields.word("begins", &words);
    let counts = c.fields.word("counts", &Counts::WORDS);
    let clock = c.clock();
    Some(Machine::Window(Window::Hours(HoursWindow {
        max: max?,
        window: window?,
        begins: begins?,
        counts: counts?,
        clock: clock?,
    })))
}

/// Why hours cannot be told: some on-call duty's work is not recorded.
pub(super) fn unknown_work(
    counts: Counts,
    view: &View<'_>,
    looked_at: Range<usize>,
) -> Option<Lack> {
    if !view.on_call || counts == Counts::Presence {
        return None;
    }
    let unknown = view.duties[looked_at]
        .iter()
        .filter(|d| d.kind.on_call() != OnCall::No)
        .filter(|d| counts.of(d, Clock::Nominal).is_none())
        .count();
    (unknown > 0).then(|| {
        Lack::AtLeast(
            "the work expected in on-call duties is not recorded, so hours are unknown".into(),
        )
    })
}

// Lanes.
const LEFT: usize = 0;
const SUM: usize = 1;

impl HoursWindow {
    fn work(&self, view: &View<'_>, i: usize) -> i32 {
        self.counts.of(&view.duties[i], self.clock).unwrap_or(0)
    }

    /// Work of duty `i` in a part of it, in proportion and rounded up: exact against a whole limit
    /// because a window cuts at most one duty on each side.
    fn part(&self, view: &View<'_>, i: usize, minutes: i32) -> i32 {
        let work = i64::from(self.work(view, i));
        let length = i64::from(view.end(i, self.clock) - view.start(i, self.clock));
        if work == length {
            return minutes;
        }
        let share = work * i64::from(minutes);
        ((share + length - 1) / length.max(1)) as i32
    }

    #[inline]
    pub(super) fn step<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        i: usize,
        sink: &mut S,
    ) {
        if self.begins != Begins::AnyInstant {
            return;
        }
        let (start, end) = (view.start(i, self.clock), view.end(i, self.clock));
        if view.on_call {
            self.windows_cut_on_the_right(rule, lanes[LEFT] as usize, view, i, sink);
            if i == view.judged_from {
                // the window that holds most of what came before, and just reaches this duty
                let left = lanes[LEFT] as usize;
                self.window_from(rule, view, start + 1 - self.window.0, left, sink);
            }
        }
        lanes[SUM] += self.work(view, i);
        let from = end - self.window.0;
        while view.end(lanes[LEFT] as usize, self.clock) <= from {
            lanes[SUM] -= self.work(view, lanes[LEFT] as usize);
            lanes[LEFT] += 1;
        }
        let left = lanes[LEFT] as usize;
        let cut = (from - view.start(left, self.clock)).max(0);
        let mut sum = lanes[SUM];
        let (mut from, mut to) = (from, end);
        if cut > 0 {
            let kept = view.end(left, self.clock) - from;
            sum -= self.work(view, left) - self.part(view, left, kept);
            // the same hours in a window that begins with a duty are easier to read
            if !view.on_call && left < i && cut <= end - start {
                from -= cut;
                to -= cut;
            }
        } else {
            let later = view.start(left, self.clock) - from;
            let next = view.duties.get(i + 1).map(|d| d.start.on(self.clock));
            if next.is_none_or(|next| next >= to + later) {
                from += later;
                to += later;
            }
        }
        let reading = Reading {
            measured: i64::from(sum),
            limit: i64::from(self.max.0),
            scale: 1,
            first: left as u32,
            last: i as u32,
            from,
            to,
        };
        tell(rule, view, sink, reading);
    }

    /// Where on-call work is spread thinly, a window that begins with a duty and ends inside duty
    /// `i` can hold more than the one that ends with it.
    fn windows_cut_on_the_right<S: Sink>(
        &self,
        rule: &Rule,
        left: usize,
        view: &View<'_>,
        i: usize,
        sink: &mut S,
    ) {
        let (start, end) = (view.start(i, self.clock), view.end(i, self.clock));
        for first in left..i {
            let from = view.start(first, self.clock);
            let to = from + self.window.0;
            if to <= start || to >= end {
                continue;
            }
            let whole: i32 = (first..i).map(|k| self.work(view, k)).sum();
            let reading = Reading {
                measured: i64::from(whole + self.part(view, i, to - start)),
                limit: i64::from(self.max.0),
                scale: 1,
                first: first as u32,
                last: i as u32,
                from,
                to,
            };
            tell(rule, view, sink, reading);
        }
    }

    pub(super) fn finish<S: Sink>(&self, rule: &Rule, view: &View<'_>, sink: &mut S) {
        match self.begins {
            Begins::AnyInstant => {}
            Begins::DutyStart => {
                for i in 0..view.duties.len() {
                    self.window_from(rule, view, view.start(i, self.clock), i, sink);
                }
            }
            Begins::Midnight | Begins::Monday => {
                let (Some(one), Some(other)) = (view.duties.first(), view.duties.last()) else {
                    return;
                };
                let monday = self.begins == Begins::Monday;
                let step = if monday { 7 } else { 1 };
                // the first window that can reach the first duty, to the last duty's last day
                let mut day = one.day().plus(-self.window.0 / Minutes::DAY.0 - 2);
                if monday {
                    day = day.monday();
                }
                let end = other.end.wall.day().plus(1);
                let mut first = 0;
                while day < end {
                    let from = view.calendar.midnight(day, self.clock);
                    while first < view.duties.len() && view.end(first, self.clock) <= from {
                        first += 1;
                    }
                    self.window_from(rule, view, from, first, sink);
                    day = day.plus(step);
                }
            }
        }
    }

    /// The window from an instant; `first` is the first duty that reaches into it.
    fn window_from<S: Sink>(
        &self,
        rule: &Rule,
        view: &View<'_>,
        from: i32,
        first: usize,
        sink: &mut S,
    ) {
        let to = from + self.window.0;
        // whole duties, and what is cut as an exact fraction: rounded up once
        let mut whole = 0_i64;
        let (mut num, mut den) = (0_i64, 1_i64);
        let mut last = None;
        for i in first..view.duties.len() {
            let (start, end) = (view.start(i, self.clock), view.end(i, self.clock));
            if start >= to {
                break;
            }
            let inside = i64::from(end.min(to) - start.max(from));
            if inside <= 0 {
                continue;
            }
            let (work, length) = (i64::from(self.work(view, i)), i64::from(end - start));
            if inside == length {
                whole += work;
            } else {
                num = num * length + inside * work * den;
                den *= length;
            }
            last = Some(i);
        }
        let sum = whole + (num + den - 1).div_euclid(den);
        let Some(last) = last else { return };
        let reading = Reading {
            measured: sum,
            limit: i64::from(self.max.0),
            scale: 1,
            first: first as u32,
            last: last as u32,
            from,
            to,
        };
        tell(rule, view, sink, reading);
    }

    /// The work that still lies in a window with a duty on `day`.
    pub(super) fn memory(
        &self,
        view: &View<'_>,
        day: Day,
        outlook: Option<&Outlook>,
        into: &mut Vec<i32>,
    ) {
        let midnight = view.calendar.midnight(day, self.clock);
        if let (Some(outlook), false, Begins::AnyInstant) = (outlook, view.on_call, self.begins) {
            self.room(view, midnight, outlook, into);
            return;
        }
        let mut from = midnight - self.window.0;
        if self.reads_weekdays() {
            // the first window that ends after the day has begun
            let days = self.window.0 / Minutes::DAY.0;
            from = view
                .calendar
                .midnight(day.plus(6 - days).monday(), self.clock);
            while from + self.window.0 <= midnight {
                from += 7 * Minutes::DAY.0;
            }
        }
        let one_window = self.reads_weekdays() && from + 7 * Minutes::DAY.0 > midnight;
        if one_window && !view.on_call {
            // what was done in it is all that matters
            let inside = |i: usize| {
                let (start, end) = (view.start(i, self.clock), view.end(i, self.clock));
                (end.min(midnight) - start.max(from)).max(0)
            };
            into.push((0..view.duties.len()).map(inside).sum());
            from = midnight;
        }
        for i in 0..view.duties.len() {
            let (start, end) = (view.start(i, self.clock), view.end(i, self.clock));
            let begins_late = self.begins != Begins::DutyStart || start > from;
            if end <= from || !begins_late {
                continue;
            }
            // of work that is spread over on-call the proportion counts, so its start matters
            let seen = if view.on_call { start } else { start.max(from) };
            into.extend([seen - midnight, end - midnight]);
            if view.on_call {
                into.push(self.work(view, i));
            }
        }
    }

    /// How much of the duties to come still fits, for each window that ends when one of them may
    /// end. What every future keeps is left out, so it does not matter how it came about.
    fn room(&self, view: &View<'_>, midnight: i32, outlook: &Outlook, into: &mut Vec<i32>) {
        let mut kept = into.len();
        // the most that can have been worked by the end of the day before
        let mut most = 0;
        for number in 1.. {
            let mut any = false;
            let mut by_today = most;
            for (end, longest) in &outlook.ends {
                let left = midnight + (number as i32 - 1) * Minutes::DAY.0 + end - self.window.0;
                let inside = |i: usize| {
                    let (start, end) = (view.start(i, self.clock), view.end(i, self.clock));
                    (end - start.max(left)).max(0)
                };
                let worked: i32 = (0..view.duties.len()).map(inside).sum();
                any |= worked > 0;
                let room = outlook.fits(number, self.max.0 - worked);
                let reached = outlook.fits(number, most + longest);
                by_today = by_today.max(room.min(reached));
                // what cannot be reached cannot be too much either
                into.push(if room < reached { room } else { i32::MAX });
                if room < reached {
                    kept = into.len();
                }
            }
            most = by_today;
            if !any {
                break;
            }
        }
        into.truncate(kept);
    }

    /// Days of the past from which the memory is made.
    pub(super) fn days_back(&self) -> i32 {
        let days = (self.window.0 + Minutes::DAY.0 - 1) / Minutes::DAY.0;
        days + if self.reads_weekdays() { 8 } else { 1 }
    }

    pub(super) fn reads_weekdays(&self) -> bool {
        self.begins == Begins::Monday
    }
}
