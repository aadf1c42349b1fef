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
            Ask::Rest { .. } => Sense::AtLeast,
        }
    }

    pub(super) fn limit(&self) -> i64 {
        match &self.ask {
            Ask::Length { max, .. } => i64::from(*max),
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
        let (first, last) = (lanes[FIRST], lanes[LAST]);
        let pending = (lanes[PENDING] >= 0).then_some(lanes[PENDING] as usize);
        let count = lanes[COUNT];
        *lanes = [-1; 8];
        match &self.ask {
            Ask::Length { max, .. } => {
                let reading = Reading {
                    measured: i64::from(count),
                    limit: i64::from(*max),
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
}
