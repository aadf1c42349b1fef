//! The one machine behind every rule: `step` takes a duty, `finish` closes the period.
//!
//! Checking, solving, pay and explaining all run these two and differ only in the [`Sink`].
//! A machine keeps its state in a few integer lanes and reads the duties so far; it knows nothing
//! of files, contracts or money.

use std::borrow::Cow;
use std::ops::Range;

use super::sink::{Reading, Sink};
use super::{
    Rule, breaks, duty_length, gap, hours_window, next_day, pay_hours, rest_during, rest_in_period,
    run, total, window_count,
};
use crate::contract::{Classes, Marks};
use crate::pay::Element;
use crate::rota::{Absence, Duty};
use crate::time::{Calendar, Clock, Day};

/// State of a machine between two duties.
pub type Lanes = [i32; 8];

/// What a clause compiles to: one of a closed set of shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Machine {
    /// One duty at a time.
    Duty(OfDuty),
    /// Two neighbouring duties.
    Succession(gap::Gap),
    /// Consecutive days of a class of duty, and the rest after them.
    Run(run::Run),
    /// A short sequence: a duty and what follows on the next day.
    Pattern(next_day::NextDay),
    /// A reference period.
    Total(total::Total),
    /// Any so many consecutive hours or days.
    Window(Window),
    /// Stated by the contract, not judged by this program; always listed as not checked.
    Recorded(Cow<'static, str>),
    /// An element of pay: the machine that measures its quantity, and what that is worth.
    Pay(Box<Element>),
    /// Reads what another clause measured of what was worked; has no steps of its own.
    Worked(Box<super::of_worked::OfWorked>),
    /// Says how much leave there is; has no steps of its own.
    Leave(Box<super::of_leave::OfLeave>),
}

/// Machines that look at one duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfDuty {
    /// Its length.
    Length(duty_length::DutyLength),
    /// Its breaks.
    Breaks(breaks::BreaksOwed),
    /// The rest expected within it.
    Rest(rest_during::RestDuring),
    /// The minutes of it that an element of pay counts.
    Paid(pay_hours::PayHours),
}

/// Machines that slide a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// Hours of work.
    Hours(hours_window::HoursWindow),
    /// Number of duties.
    Count(window_count::WindowCount),
    /// Long rests.
    Rest(rest_in_period::RestInPeriod),
}

/// On which side of the limit a reading is lawful. Equality is lawful on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// The limit is a maximum.
    AtMost,
    /// The limit is a minimum.
    AtLeast,
}

/// Which part of a duty counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// From start to end.
    Presence,
    /// Shifts and resident on-call whole; non-resident on-call as far as work is expected.
    Work,
    /// Shifts whole; any on-call as far as work is expected.
    WorkLessRest,
}

impl Counts {
    /// The words for it in contract files.
    pub(super) const WORDS: [(&'static str, Counts); 3] = [
        ("presence", Counts::Presence),
        ("work", Counts::Work),
        ("work-less-rest", Counts::WorkLessRest),
    ];

    /// Minutes that count, or nothing when the rota does not say.
    pub fn of(self, duty: &Duty, clock: Clock) -> Option<i32> {
        use crate::rota::OnCall;
        let length = duty.length(clock).0;
        match (self, duty.kind.on_call()) {
            (Counts::Presence, _) | (_, OnCall::No) | (Counts::Work, OnCall::Resident) => {
                Some(length)
            }
            _ => duty.expected_work().map(|w| w.0.min(length)),
        }
    }
}

/// Leave that colleagues cover within the rota, for averages over a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProspectiveCover {
    /// Weeks of leave a year, in thousandths.
    pub leave_weeks_milli: i64,
    /// Minutes of work in a week of leave that colleagues need not cover.
    pub leave_week_minutes: i64,
}

/// Everything that a machine may look at: one roster on one calendar.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The duties in order, those before and after the period included.
    pub duties: &'a [Duty],
    /// Their classes under the rule's contract.
    pub marks: &'a [Marks],
    /// Index of the first duty judged.
    pub judged_from: usize,
    /// Index after the last duty judged.
    pub judged_to: usize,
    /// First day judged.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// First day of which the duties are known.
    pub known_from: Day,
    /// The day after the last of which the duties are known.
    pub known_to: Day,
    /// Leave, study leave and sickness.
    pub absences: &'a [Absence],
    /// Midnights.
    pub calendar: &'a Calendar,
    /// Whether the period repeats for ever.
    pub wraps: bool,
    /// Whether any duty is non-resident on-call, so that not every minute of presence is work.
    pub on_call: bool,
    /// Classes that some duty is in.
    pub present: Classes,
    /// Classes that cannot be told for some duty judged.
    pub unknown: Classes,
    /// Whether breaks are recorded for every duty judged.
    pub breaks_recorded: bool,
    /// Leave that colleagues cover, where the department says.
    pub cover: Option<ProspectiveCover>,
}

impl View<'_> {
    /// The duties judged, by index.
    pub fn judged(&self) -> Range<usize> {
        self.judged_from..self.judged_to
    }

    pub(super) fn start(&self, i: usize, clock: Clock) -> i32 {
        self.duties[i].start.on(clock)
    }

    pub(super) fn end(&self, i: usize, clock: Clock) -> i32 {
        self.duties[i].end.on(clock)
    }

    pub(super) fn is(&self, i: usize, of: Classes) -> bool {
        self.marks[i].is.meets(of)
    }
}

/// Tells a reading, if the duty that it hangs on is judged and the clause was in force on its day.
#[inline]
pub(super) fn tell<S: Sink>(rule: &Rule, view: &View<'_>, sink: &mut S, reading: Reading) {
    tell_at(rule, view, sink, reading.last as usize, reading);
}

/// Tells a reading that hangs on the duty at `anchor`.
#[inline]
pub(super) fn tell_at<S: Sink>(
    rule: &Rule,
    view: &View<'_>,
    sink: &mut S,
    anchor: usize,
    reading: Reading,
) {
    if anchor < view.judged_from || anchor >= view.judged_to {
        return;
    }
    if let Some(period) = rule.in_force
        && !period.contains(view.marks[anchor].day)
    {
        return;
    }
    sink.reading(rule, reading);
}

/// The one definition of every rule: takes the duty at `i`; everything else listens.
#[inline]
pub fn step<S: Sink>(rule: &Rule, lanes: &mut Lanes, view: &View<'_>, i: usize, sink: &mut S) {
    match &rule.machine {
        Machine::Duty(OfDuty::Length(m)) => m.step(rule, lanes, view, i, sink),
        Machine::Duty(OfDuty::Breaks(m)) => m.step(rule, view, i, sink),
        Machine::Duty(OfDuty::Rest(m)) => m.step(rule, view, i, sink),
        Machine::Duty(OfDuty::Paid(m)) => m.step(rule, view, i, sink),
        Machine::Succession(m) => m.step(rule, view, i, sink),
        Machine::Run(m) => m.step(rule, lanes, view, i, sink),
        Machine::Pattern(m) => m.step(rule, lanes, view, i, sink),
        Machine::Total(m) => m.step(rule, lanes, view, i),
        Machine::Window(Window::Hours(m)) => m.step(rule, lanes, view, i, sink),
        Machine::Window(Window::Count(m)) => m.step(rule, lanes, view, i, sink),
        Machine::Window(Window::Rest(_))
        | Machine::Recorded(_)
        | Machine::Pay(_)
        | Machine::Worked(_)
        | Machine::Leave(_) => {}
    }
}

/// Closes the period: open runs, averages, frequencies, rests in fixed periods.
pub fn finish<S: Sink>(rule: &Rule, lanes: &mut Lanes, view: &View<'_>, sink: &mut S) {
    match &rule.machine {
        Machine::Duty(OfDuty::Length(m)) => m.finish(rule, lanes, view, sink),
        Machine::Run(m) => m.finish(rule, lanes, view, sink),
        Machine::Pattern(m) => m.finish(rule, lanes, view, sink),
        Machine::Total(m) => m.finish(rule, lanes, view, sink),
        Machine::Window(Window::Hours(m)) => m.finish(rule, view, sink),
        Machine::Window(Window::Rest(m)) => m.finish(rule, view, sink),
        Machine::Duty(OfDuty::Breaks(_) | OfDuty::Rest(_) | OfDuty::Paid(_))
        | Machine::Succession(_)
        | Machine::Window(Window::Count(_))
        | Machine::Recorded(_)
        | Machine::Pay(_)
        | Machine::Worked(_)
        | Machine::Leave(_) => {}
    }
}

/// Runs a rule over a finished roster.
///
/// The same steps as [`step`], with the shape chosen once and not at every duty.
pub fn walk<S: Sink>(rule: &Rule, view: &View<'_>, sink: &mut S) {
    let mut lanes = rule.machine.begin();
    let all = 0..view.duties.len();
    match &rule.machine {
        Machine::Duty(OfDuty::Length(m)) => {
            all.for_each(|i| m.step(rule, &mut lanes, view, i, sink));
        }
        Machine::Duty(OfDuty::Breaks(m)) => all.for_each(|i| m.step(rule, view, i, sink)),
        Machine::Succession(m) => all.for_each(|i| m.step(rule, view, i, sink)),
        Machine::Run(m) => all.for_each(|i| m.step(rule, &mut lanes, view, i, sink)),
        Machine::Total(m) => all.for_each(|i| m.step(rule, &mut lanes, view, i)),
        Machine::Window(Window::Hours(m)) => {
            all.for_each(|i| m.step(rule, &mut lanes, view, i, sink));
        }
        _ => all.for_each(|i| step(rule, &mut lanes, view, i, sink)),
    }
    finish(rule, &mut lanes, view, sink);
}

impl Machine {
    /// The lanes before the first duty.
    pub fn begin(&self) -> Lanes {
        // -1 stands for "no duty yet" wherever a lane holds an index
        match self {
            Machine::Total(_) | Machine::Window(_) => [0; 8],
            _ => [-1; 8],
        }
    }

    /// On which side of the limit a reading is lawful.
    pub fn sense(&self) -> Sense {
        match self {
            Machine::Duty(OfDuty::Length(_))
            | Machine::Pattern(_)
            | Machine::Window(Window::Hours(_) | Window::Count(_)) => Sense::AtMost,
            Machine::Total(total) => total.sense(),
            Machine::Run(run) => run.sense(),
            Machine::Duty(OfDuty::Breaks(_) | OfDuty::Rest(_) | OfDuty::Paid(_))
            | Machine::Succession(_)
            | Machine::Window(Window::Rest(_))
            | Machine::Recorded(_)
            | Machine::Pay(_)
            | Machine::Worked(_)
            | Machine::Leave(_) => Sense::AtLeast,
        }
    }

    /// The clock on which it measures.
    pub fn clock(&self) -> Clock {
        match self {
            Machine::Duty(OfDuty::Length(m)) => m.clock,
            Machine::Succession(m) => m.clock,
            Machine::Run(m) => m.clock,
            Machine::Pattern(m) => m.clock,
            Machine::Total(m) => m.clock,
            Machine::Window(Window::Hours(m)) => m.clock,
            Machine::Window(Window::Rest(m)) => m.clock,
            Machine::Duty(OfDuty::Breaks(_) | OfDuty::Rest(_) | OfDuty::Paid(_))
            | Machine::Window(Window::Count(_))
            | Machine::Recorded(_)
            | Machine::Pay(_)
            | Machine::Worked(_)
            | Machine::Leave(_) => Clock::Nominal,
        }
    }

    /// The same machine on the other clock, to show what the wall clock would have said.
    pub fn on_clock(&self, clock: Clock) -> Machine {
        let mut other = self.clone();
        match &mut other {
            Machine::Duty(OfDuty::Length(m)) => m.clock = clock,
            Machine::Succession(m) => m.clock = clock,
            Machine::Run(m) => m.clock = clock,
            Machine::Pattern(m) => m.clock = clock,
            Machine::Total(m) => m.clock = clock,
            Machine::Window(Window::Hours(m)) => m.clock = clock,
            Machine::Window(Window::Rest(m)) => m.clock = clock,
            _ => {}
        }
        other
    }

    /// Whether its readings overlap in time, so that neighbours tell of one and the same thing.
    pub fn slides(&self) -> bool {
        matches!(self, Machine::Window(_)) || matches!(self, Machine::Total(t) if t.rolls())
    }

    /// Whether it looks at what came before a duty, so that missing history matters.
    pub fn looks_back(&self) -> bool {
        matches!(
            self,
            Machine::Succession(_) | Machine::Run(_) | Machine::Pattern(_) | Machine::Window(_)
        )
    }

    /// The classes whose members it must be able to tell.
    pub fn classes(&self) -> Classes {
        match self {
            Machine::Duty(OfDuty::Length(m)) => m.of,
            Machine::Duty(OfDuty::Breaks(m)) => m.of,
            Machine::Duty(OfDuty::Rest(m)) => m.of,
            Machine::Duty(OfDuty::Paid(m)) => m.of,
            Machine::Succession(m) => m.of,
            Machine::Run(m) => m.of,
            Machine::Pattern(m) => m.after,
            Machine::Window(Window::Count(m)) => m.of,
            Machine::Total(_)
            | Machine::Window(_)
            | Machine::Recorded(_)
            | Machine::Pay(_)
            | Machine::Worked(_)
            | Machine::Leave(_) => Classes::NONE,
        }
    }

    /// Whether any duty is of a class that it measures; without one there is nothing to tell.
    pub fn concerns(&self, view: &View<'_>) -> bool {
        let of = self.classes();
        of == Classes::NONE || view.present.meets(of)
    }

    /// The one number that a local agreement may move, in the machine's own unit.
    pub fn limit(&self) -> i64 {
        match self {
            Machine::Duty(OfDuty::Length(m)) => i64::from(m.max.0),
            Machine::Duty(OfDuty::Breaks(_) | OfDuty::Paid(_))
            | Machine::Recorded(_)
            | Machine::Pay(_)
            | Machine::Worked(_)
            | Machine::Leave(_) => 0,
            Machine::Duty(OfDuty::Rest(m)) => i64::from(m.total.0),
            Machine::Succession(m) => i64::from(m.min.0),
            Machine::Run(m) => m.limit(),
            Machine::Pattern(m) => i64::from(m.max.0),
            Machine::Total(m) => m.limit(),
            Machine::Window(Window::Hours(m)) => i64::from(m.max.0),
            Machine::Window(Window::Count(m)) => i64::from(m.max),
            Machine::Window(Window::Rest(m)) => m.limit(),
        }
    }

    /// What the input does not show, and this machine would need; with whether that stops it.
    pub fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        match self {
            Machine::Recorded(why) => Some(Lack::All(why.clone())),
            Machine::Duty(OfDuty::Breaks(m)) => m.lacks(view),
            Machine::Duty(OfDuty::Rest(m)) => m.lacks(view),
            Machine::Duty(OfDuty::Paid(m)) => m.lacks(view),
            Machine::Succession(m) => m.lacks(view),
            Machine::Total(m) => m.lacks(view),
            Machine::Window(Window::Hours(m)) => {
                hours_window::unknown_work(m.counts, view, 0..view.duties.len())
            }
            Machine::Window(Window::Rest(m)) => m.lacks(view),
            _ => view.unknown.meets(self.classes()).then(|| {
                Lack::Some("the rest or work expected in on-call duties is not recorded".into())
            }),
        }
    }
}

/// What the input does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nothing can be measured.
    All(Cow<'static, str>),
    /// What is measured can only grow: it can show that a maximum is broken, never that it is kept.
    AtLeast(Cow<'static, str>),
    /// Some of it can.
    Some(Cow<'static, str>),
}

impl Lack {
    /// What is missing, in words.
    pub fn why(&self) -> &str {
        let (Lack::All(why) | Lack::AtLeast(why) | Lack::Some(why)) = self;
        why
    }

    /// Whether a pass cannot be told.
    pub fn hides_passes(&self) -> bool {
        !matches!(self, Lack::Some(_))
    }
}
