//! The shape behind runs: consecutive days of a class of duty, and the rest after them.

use super::Rule;
use super::machine::{Lanes, Sense, View, tell, tell_at};
use super::sink::{Reading, Sink};
use crate::contract::Classes;
use crate::time::{Clock, Day, Minutes, Wall, Weekday};

/// Consecutive days with duties of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Duties of this class make the run.
    pub of: Classes,
    /// Which days a duty stands for.
    pub days: Days,
    /// What is asked of the run.
    pub ask: Ask,
    /// The clock on which rest is measured.
    pub clock: Clock,
}

/// What is asked of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// At most so many days.
    Length {
        /// The greatest number.
        max: i32,
        /// Neighbouring weekdays that may follow each other all the same.
        except: Vec<(Weekday, Weekday)>,
    },
    /// At least so many days, unless the run may have begun or gone on where nothing is known.
    AtLeast {
        /// The least number.
        min: i32,
    },
    /// At least so many days without a duty of the class before the next run begins.
    DaysFree {
        /// The least number.
        min: i32,
    },
    /// At least so much rest once the run has reached its trigger.
    Rest {
        /// The run length from which rest is due.
        trigger: i32,
        /// The least rest.
        min: Minutes,
        /// Any duty of this class ends the rest.
        ended_by: Classes,
        /// After which duty the rest is due.
        due: Due,
    },
}

/// Which day a duty must reach for the next day's duty to follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// The date on which it starts.
    Start,
    /// The last date that it touches: after a night that is the next morning's.
    Touched,
}

impl Days {
    /// The words for it in contract files.
    pub(super) const WORDS: [(&'static str, Days); 2] =
        [("start-date", Days::Start), ("touched", Days::Touched)];
}

/// After which duty of a run the rest is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// After the run's last duty, however long it grew.
    AfterLast,
    /// At once after the duty that reaches the trigger.
    AtTrigger,
}

impl Due {
    /// The words for it in contract files.
    pub(super) const WORDS: [(&'static str, Due); 2] = [
        ("after-last", Due::AfterLast),
        ("at-trigger", Due::AtTrigger),
    ];
}

// Lanes.
const FIRST: usize = 0;
const LAST: usize = 1;
/// The last day that the run reaches: a duty on the day after it goes on with the run.
const REACH: usize = 2;
const COUNT: usize = 3;
/// A duty outside the class that ended the rest, if the run does not go on.
const PENDING: usize = 4;
/// The date on which the run's last duty starts.
const LAST_DAY: usize = 5;

impl Run {
    pub(super) fn sense(&self) -> Sense {
        match self.ask {
            Ask::Length { .. } => Sense::AtMost,
            Ask::AtLeast { .. } | Ask::DaysFree { .. } | Ask::Rest { .. } => Sense::AtLeast,
        }
    }

    pub(super) fn limit(&self) -> i64 {
        match &self.ask {
            Ask::Length { max, .. } => i64::from(*max),
            Ask::AtLeast { min } | Ask::DaysFree { min } => i64::from(*min),
            Ask::Rest { min, .. } => i64::from(min.0),
        }
    }

    /// The last day that a duty reaches.
    fn reach(&self, view: &View<'_>, i: usize) -> i32 {
        match self.days {
            Days::Start => view.marks[i].day.0,
            // a duty that ends at midnight does not touch the day that begins then
            Days::Touched => Wall(view.duties[i].end.wall.0 - 1).day().0,
        }
    }

    fn follows(&self, lanes: &Lanes, day: i32) -> bool {
        if lanes[COUNT] <= 0 || day > lanes[REACH] + 1 {
            return false;
        }
        let Ask::Length { except, .. } = &self.ask else {
            return true;
        };
        except.is_empty() || day == lanes[LAST_DAY] || {
            let pair = (Day(lanes[LAST_DAY]).weekday(), Day(day).weekday());
            !except.contains(&pair)
        }
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
        if view.is(i, self.of) {
            self.member(rule, lanes, view, i, sink);
        } else if lanes[COUNT] > 0 && matches!(self.ask, Ask::Rest { .. }) {
            self.rest_ends(rule, lanes, view, i, sink);
        }
    }

    /// A duty of the class goes on with the run, or begins another.
    fn member<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        i: usize,
        sink: &mut S,
    ) {
        let day = view.marks[i].day.0;
        if self.follows(lanes, day) && !self.already_due(lanes) {
            lanes[PENDING] = -1;
            lanes[COUNT] += i32::from(day > lanes[LAST_DAY]);
        } else {
            self.close(rule, lanes, view, Some(i), sink);
            lanes[FIRST] = i as i32;
            lanes[COUNT] = 1;
            lanes[PENDING] = -1;
            lanes[REACH] = day;
        }
        lanes[LAST] = i as i32;
        lanes[LAST_DAY] = day;
        lanes[REACH] = lanes[REACH].max(self.reach(view, i));
    }

    /// With rest due at the trigger, whatever comes next ends it, the run's own class included.
    fn already_due(&self, lanes: &Lanes) -> bool {
        matches!(self.ask, Ask::Rest { trigger, due: Due::AtTrigger, .. } if lanes[COUNT] >= trigger)
    }

    /// A duty outside the class: it may end a rest that is due.
    fn rest_ends<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        i: usize,
        sink: &mut S,
    ) {
        let Ask::Rest { ended_by, .. } = self.ask else {
            return;
        };
        if !view.is(i, ended_by) {
            return;
        }
        if lanes[PENDING] < 0 {
            lanes[PENDING] = i as i32;
        }
        // the run can go on until the day after its last
        if self.already_due(lanes) || view.marks[i].day.0 > lanes[REACH] + 1 {
            self.close(rule, lanes, view, None, sink);
        }
    }

    /// The run is over: tell its length, or the rest until the duty that ended it.
    fn close<S: Sink>(
        &self,
        rule: &Rule,
        lanes: &mut Lanes,
        view: &View<'_>,
        next: Option<usize>,
        sink: &mut S,
    ) {
        if lanes[COUNT] <= 0 {
            return;
        }
        let (first, last, reach) = (lanes[FIRST], lanes[LAST], lanes[REACH]);
        let pending = (lanes[PENDING] >= 0).then_some(lanes[PENDING] as usize);
        let count = lanes[COUNT];
        *lanes = [-1; 8];
        match &self.ask {
            Ask::AtLeast { .. }
                if view.marks[first as usize].day <= view.known_from
                    || reach + 1 >= view.known_to.0 => {}
            Ask::Length { max: limit, .. } | Ask::AtLeast { min: limit } => {
                let reading = Reading {
                    measured: i64::from(count),
                    limit: i64::from(*limit),
                    scale: 1,
                    first: first as u32,
                    last: last as u32,
                    from: view.start(first as usize, self.clock),
                    to: view.end(last as usize, self.clock),
                };
                // on dates a run that goes on after the period is told where it can be seen
                let mut anchor = last as usize;
                if !view.wraps && (first as usize) < view.judged_to {
                    anchor = anchor.min(view.judged_to.saturating_sub(1));
                }
                tell_at(rule, view, sink, anchor, reading);
            }
            Ask::DaysFree { min } => {
                // before the first run and after the last nobody knows how long the rest was
                let Some(next) = next else { return };
                let reading = Reading {
                    measured: i64::from(view.marks[next].day.0 - reach - 1),
                    limit: i64::from(*min),
                    scale: 1,
                    first: last as u32,
                    last: next as u32,
                    from: view.end(last as usize, self.clock),
                    to: view.start(next, self.clock),
                };
                tell(rule, view, sink, reading);
            }
            Ask::Rest {
                trigger,
                min,
                ended_by,
                ..
            } => {
                let ends = pending.or(next.filter(|&i| view.is(i, *ended_by)));
                let Some(ends) = ends else { return };
                if count < *trigger {
                    return;
                }
                let from = view.end(last as usize, self.clock);
                let to = view.start(ends, self.clock);
                let reading = Reading {
                    measured: i64::from(to - from),
                    limit: i64::from(min.0),
                    scale: 1,
                    first: first as u32,
                    last: ends as u32,
                    from,
                    to,
                };
                tell(rule, view, sink, reading);
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
        if lanes[COUNT] <= 0 {
            return;
        }
        let endless = view.wraps
            && lanes[FIRST] as usize <= view.judged_from
            && lanes[LAST] as usize >= view.judged_to
            && view.judged_from < view.judged_to;
        if let (true, Ask::Length { .. }) = (endless, &self.ask) {
            // a pattern without a day off never closes its run: tell it for the weeks judged
            lanes[LAST] = view.judged_to as i32 - 1;
        }
        self.close(rule, lanes, view, None, sink);
    }

    /// Whether a duty of the class on `day` would go on with the run.
    fn goes_on(&self, lanes: &Lanes, day: Day) -> bool {
        lanes[COUNT] > 0 && day.0 <= lanes[REACH] + 1 && !self.already_due(lanes)
    }

    /// Whether the run is over before `day`, or its end would change nothing that is told.
    pub(super) fn settled(&self, lanes: &Lanes, day: Day) -> bool {
        let due = matches!(self.ask, Ask::Rest { .. }) && lanes[PENDING] >= 0;
        !due || !self.goes_on(lanes, day)
    }

    /// How long the run is that a duty on `day` would go on with, or what is due after it.
    pub(super) fn memory(
        &self,
        rule: &Rule,
        lanes: &Lanes,
        view: &View<'_>,
        day: Day,
        into: &mut Vec<i32>,
    ) {
        if matches!(self.ask, Ask::AtLeast { .. }) && day <= view.known_from {
            // a run that begins on the first day known may have begun before
            into.push(i32::MIN);
        }
        if lanes[COUNT] <= 0 {
            return;
        }
        let goes_on = self.goes_on(lanes, day);
        let count = lanes[COUNT];
        let reach = lanes[REACH] - day.0;
        match &self.ask {
            Ask::Length { max, except } if goes_on => {
                into.extend([count.min(max + 1), reach]);
                if !except.is_empty() {
                    into.push(lanes[LAST_DAY] - day.0);
                }
            }
            Ask::AtLeast { min } if goes_on => {
                let edge = view.marks[lanes[FIRST] as usize].day <= view.known_from;
                let ours = lanes[LAST] as usize >= view.judged_from;
                let count = if edge { *min } else { count.min(*min) };
                // of a run that ended before the first day judged nothing is told
                let told = i32::from(ours && count < *min);
                into.extend([count, reach, told]);
            }
            Ask::DaysFree { min } if -reach - 1 < *min => into.push(reach),
            Ask::Rest { trigger, min, .. } => {
                let midnight = view.calendar.midnight(day, self.clock);
                let end = view.end(lanes[LAST] as usize, self.clock);
                // once it has lasted long enough it does not matter how long
                let since = (midnight - end).min(min.0);
                let due = count >= *trigger;
                if goes_on {
                    into.extend([count.min(*trigger), reach]);
                    if due {
                        into.extend([since, self.ended(rule, lanes, view, end + min.0)]);
                    }
                } else if due && lanes[PENDING] < 0 && since < min.0 {
                    into.push(since);
                }
            }
            Ask::Length { .. } | Ask::AtLeast { .. } | Ask::DaysFree { .. } => {}
        }
    }

    /// Whether a duty has ended the rest, should the run not go on: 0 no, 1 yes, 2 too early.
    fn ended(&self, rule: &Rule, lanes: &Lanes, view: &View<'_>, from: i32) -> i32 {
        let Ok(pending) = usize::try_from(lanes[PENDING]) else {
            return 0;
        };
        let in_force = rule
            .in_force
            .is_none_or(|p| p.contains(view.marks[pending].day));
        let told = pending >= view.judged_from && in_force;
        1 + i32::from(told && view.start(pending, self.clock) < from)
    }

    /// Days of the past from which the memory is made, where no duty touches more dates than
    /// `span` after the one it starts on.
    pub(super) fn days_back(&self, span: i32) -> i32 {
        let step = match self.days {
            Days::Start => 1,
            Days::Touched => 1 + span,
        };
        match &self.ask {
            Ask::Length { max, .. } => (max + 2) * step,
            Ask::AtLeast { min } => (min + 2) * step,
            Ask::DaysFree { min } => min + 2 + span,
            Ask::Rest { trigger, min, .. } => {
                (trigger + 2) * step + min.0 / Minutes::DAY.0 + 2 + span
            }
        }
    }

    pub(super) fn reads_times(&self) -> bool {
        self.days == Days::Touched || matches!(self.ask, Ask::Rest { .. })
    }

    pub(super) fn reads_weekdays(&self) -> bool {
        matches!(&self.ask, Ask::Length { except, .. } if !except.is_empty())
    }

    pub(super) fn all_classes(&self) -> Classes {
        match self.ask {
            Ask::Rest { ended_by, .. } => self.of.with(ended_by),
            _ => self.of,
        }
    }
}
