//! Hours of work in any window of so many hours.

use std::ops::Range;

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Counts, Lack, Lanes, Machine, View, Window, tell};
use super::sink::{Reading, Sink};
use crate::rota::OnCall;
use crate::time::{Clock, Minutes};

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
}
