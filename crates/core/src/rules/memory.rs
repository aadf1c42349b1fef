//! What a rule still remembers at the start of a day, for those who lay duties day by day.
//!
//! A checker has the whole roster. Whoever designs one has to know when two pasts are the same to
//! a rule: whether five days were worked or three, when the last duty ended, which rests the
//! windows still hold. Each machine's memory is a few numbers relative to the day; of two lawful
//! pasts with equal memories on the same weekday, every continuation is lawful after both or after
//! neither. Sums over the whole period are not memory: see [`counted`] and [`furthest`].

use super::machine::{Lanes, Machine, OfDuty, View, Window, finish};
use super::sink::{Reading, Sink};
use super::total::{Sum, Total};
use super::{Rule, Sense};
use crate::contract::Classes;
use crate::time::{Day, Minutes};

/// How far a machine looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Days of the past that its memory is made from.
    pub back: i32,
    /// Days after one by which what it says of that day is settled.
    pub ahead: i32,
}

/// The duties that can still come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Minutes after the midnight of the day on which it starts at which a duty may end, each
    /// with the length of the longest that ends then.
    pub ends: Vec<(i32, i32)>,
    /// For each number of duties the minutes that so many, or fewer, can add up to; ascending.
    pub sums: Vec<Vec<i32>>,
}

impl Outlook {
    /// For duties of these ends and lengths, none of them on call, over so many days.
    pub fn new(duties: &[(i32, i32)], days: usize) -> Outlook {
        let mut ends: Vec<(i32, i32)> = duties.to_vec();
        ends.sort_unstable_by_key(|(end, length)| (*end, -length));
        ends.dedup_by_key(|(end, _)| *end);
        let mut sums: Vec<Vec<i32>> = vec![vec![0]];
        for number in 1..=days {
            let before = &sums[number - 1];
            let longer = duties
                .iter()
                .flat_map(|d| before.iter().map(|sum| sum + d.1));
            let mut all: Vec<i32> = before.iter().copied().chain(longer).collect();
            all.sort_unstable();
            all.dedup();
            sums.push(all);
        }
        Outlook { ends, sums }
    }

    /// The most that so many duties can add up to without going over `room`; -1 where nothing fits.
    pub(super) fn fits(&self, number: usize, room: i32) -> i32 {
        let sums = &self.sums[number.min(self.sums.len() - 1)];
        match sums.partition_point(|s| *s <= room) {
            0 => -1,
            n => sums[n - 1],
        }
    }
}

impl Machine {
    /// How far it looks, where no duty touches more dates than `span` after the one it starts on.
    pub fn reach(&self, span: i32) -> Reach {
        let days = |m: Minutes| (m.0 + Minutes::DAY.0 - 1) / Minutes::DAY.0;
        let mut ahead = 0;
        let back = match self {
            Machine::Duty(OfDuty::Length(m)) if m.joined => days(m.max) + 2 + span,
            Machine::Succession(m) => days(m.min) + 1 + span,
            Machine::Run(m) => m.days_back(span),
            Machine::Pattern(_) => 2 + 2 * span,
            Machine::Window(Window::Count(m)) => m.days,
            Machine::Window(Window::Hours(m)) => m.days_back() + span,
            Machine::Window(Window::Rest(m)) => {
                ahead = m.days_ahead();
                m.days_back() + span
            }
            Machine::Total(Total {
                of: Sum::Frequency { .. },
                ..
            }) => 8 + span,
            Machine::Duty(_)
            | Machine::Total(_)
            | Machine::Recorded(_)
            | Machine::Pay(_)
            | Machine::Worked(_)
            | Machine::Leave(_) => 0,
        };
        Reach { back, ahead }
    }

    /// Whether it asks at what times duties start and end, and not only on which dates they start
    /// and of which classes they are.
    pub fn reads_times(&self) -> bool {
        match self {
            Machine::Run(m) => m.reads_times(),
            Machine::Window(Window::Count(_)) => false,
            _ => true,
        }
    }

    /// Whether it asks which day of the week it is, apart from the classes of duties.
    pub fn reads_weekdays(&self) -> bool {
        match self {
            Machine::Run(m) => m.reads_weekdays(),
            Machine::Total(m) => matches!(m.of, Sum::Frequency { .. }),
            Machine::Window(Window::Hours(m)) => m.reads_weekdays(),
            Machine::Window(Window::Rest(m)) => m.reads_weekdays(),
            _ => false,
        }
    }

    /// Every class whose members it must be able to tell.
    pub fn all_classes(&self) -> Classes {
        match self {
            Machine::Duty(OfDuty::Length(m)) => m.other.map_or(m.of, |(class, _)| m.of.with(class)),
            Machine::Duty(OfDuty::Breaks(m)) => m
                .steps
                .iter()
                .filter_map(|s| s.of)
                .fold(m.of, Classes::with),
            Machine::Run(m) => m.all_classes(),
            Machine::Pattern(m) => m.after.with(m.unless).with(m.of),
            Machine::Window(Window::Rest(m)) => m.of,
            Machine::Total(m) => match m.of {
                Sum::Frequency { of, .. } | Sum::Duties { of, .. } | Sum::NightWork { of, .. } => {
                    of
                }
                Sum::WeeklyHours(_) | Sum::Hours { .. } => Classes::NONE,
            },
            _ => self.classes(),
        }
    }
}

/// What the rule remembers at the start of `day`, after the steps of all duties before it.
///
/// `lanes` are those after the last step and before [`finish`].
/// With an `outlook` the duties to come are of the sorts that it lists, one a day at most, and
/// pasts that such futures cannot tell apart are told apart less.
pub fn memory(
    rule: &Rule,
    lanes: &Lanes,
    view: &View<'_>,
    day: Day,
    outlook: Option<&Outlook>,
    into: &mut Vec<i32>,
) {
    match &rule.machine {
        Machine::Duty(OfDuty::Length(m)) => m.memory(lanes, view, day, into),
        Machine::Succession(m) => m.memory(view, day, into),
        Machine::Run(m) => m.memory(rule, lanes, view, day, into),
        Machine::Pattern(m) => m.memory(lanes, view, day, into),
        Machine::Window(Window::Count(m)) => m.memory(view, day, into),
        Machine::Window(Window::Hours(m)) => m.memory(view, day, outlook, into),
        Machine::Window(Window::Rest(m)) => m.memory(view, day, into),
        Machine::Total(m) => m.memory(lanes, view, day, into),
        Machine::Duty(_)
        | Machine::Recorded(_)
        | Machine::Pay(_)
        | Machine::Worked(_)
        | Machine::Leave(_) => {}
    }
}

/// Whether [`finish`] would now tell only what no later duty can take back.
///
/// A late shift on the morning after a night ends the rest, unless the run goes on the next night.
pub fn settled(rule: &Rule, lanes: &Lanes, view: &View<'_>) -> bool {
    match &rule.machine {
        Machine::Run(m) => m.settled(lanes, view.known_to),
        _ => true,
    }
}

/// What a sum over the whole period stands at: windows worked, duties, or minutes.
pub fn counted(rule: &Rule, lanes: &Lanes) -> i32 {
    match &rule.machine {
        Machine::Total(_) => Total::counted(lanes),
        _ => 0,
    }
}

/// The furthest that a sum over the whole period may go: the greatest lawful one under a maximum,
/// the least lawful one under a minimum, between nothing and `most`; nothing where none is lawful.
///
/// Asked of the rule's own [`finish`], for a roster of which only leave is known yet.
pub fn furthest(rule: &Rule, view: &View<'_>, most: i32) -> Option<i32> {
    if !matches!(rule.machine, Machine::Total(_)) {
        return None;
    }
    let lawful = |sum: i32| {
        let mut lanes = rule.machine.begin();
        Total::set_counted(&mut lanes, sum);
        let mut sink = Broken(false);
        finish(rule, &mut lanes, view, &mut sink);
        !sink.0
    };
    let upwards = rule.machine.sense() == Sense::AtMost;
    // the one end that is kept if any is, and then ever nearer to the last that is
    let (mut kept, mut other) = if upwards { (0, most) } else { (most, 0) };
    if !lawful(kept) {
        return None;
    }
    if lawful(other) {
        return Some(other);
    }
    while (other - kept).abs() > 1 {
        let middle = kept + (other - kept) / 2;
        if lawful(middle) {
            kept = middle;
        } else {
            other = middle;
        }
    }
    Some(kept)
}

/// Listens only for whether anything is outside its limit.
struct Broken(bool);

impl Sink for Broken {
    fn reading(&mut self, rule: &Rule, reading: Reading) {
        self.0 |= rule.headroom(&reading) < 0;
    }
}
