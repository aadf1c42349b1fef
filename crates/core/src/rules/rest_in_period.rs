//! Long rests that every so many days must hold.

use super::Rule;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Lack, Machine, View, Window};
use super::sink::{Reading, Sink};
use crate::contract::{Classes, Value};
use crate::diagnostic::Diagnostic;
use crate::time::{Clock, Day, Minutes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R007"),
    name: "rest-in-period",
    summary: "long rests that every so many days must hold",
    says: "unbroken rest of {measured} where {limit} is due",
    doc: include_str!("rest_in_period.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

/// Every period of so many days holds the rests of at least one of the options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestInPeriod {
    /// Duties of this class interrupt rest.
    pub of: Classes,
    /// Any one of these is enough.
    pub options: Vec<Rests>,
    /// Where periods begin.
    pub begins: Begins,
    /// What becomes of a rest that reaches over the edge of a period.
    pub edges: Edges,
    /// The clock on which rest is measured.
    pub clock: Clock,
}

/// Unbroken rests, longest first, within so many days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rests {
    /// Days.
    pub days: i32,
    /// The least length of each, longest first.
    pub rests: Vec<Minutes>,
}

/// Where periods begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// On every day at midnight.
    Day,
    /// On Mondays at midnight.
    Monday,
}

/// What becomes of a rest that reaches over the edge of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    /// It is cut there.
    Cut,
    /// It counts whole, as far as it is known.
    Whole,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let mut options = Vec::new();
    for (table, span) in c.fields.tables("any-of") {
        let mut inner = c.inner(table, span.clone(), "`any-of`");
        let within = inner.fields.length("within");
        let mut rests = Vec::new();
        if let Some(node) = inner.fields.required("rests") {
            match &node.value {
                Value::List(items) => {
                    for item in items {
                        rests.extend(inner.fields.as_length(item, "rests"));
                    }
                }
                _ => inner.fields.wrong(node, "rests", "a list of lengths"),
            }
        }
        inner.finish();
        rests.sort_unstable_by(|a, b| b.cmp(a));
        let Some(within) = within else { continue };
        if within.0 % Minutes::DAY.0 != 0 || within.0 == 0 || rests.is_empty() {
            let title = "`within` must be whole days and `rests` must hold a length";
            c.fields.problem(&span, Diagnostic::error("C004", title));
            continue;
        }
        options.push(Rests {
            days: within.0 / Minutes::DAY.0,
            rests,
        });
    }
    let words = [("any-day", Begins::Day), ("monday", Begins::Monday)];
    let begins = c.fields.word("begins", &words);
    let edges = [("cut", Edges::Cut), ("whole", Edges::Whole)];
    let edges = c.fields.word_or("edges", &edges, Edges::Cut);
    let clock = c.clock();
    if options.is_empty() {
        let span = c.fields.span();
        let title = "`any-of` needs at least one way to rest";
        c.fields.problem(&span, Diagnostic::error("C003", title));
        return None;
    }
    Some(Machine::Window(Window::Rest(RestInPeriod {
        of: of?,
        options,
        begins: begins?,
        edges,
        clock: clock?,
    })))
}

impl RestInPeriod {
    pub(super) fn limit(&self) -> i64 {
        i64::from(self.options[0].rests[0].0)
    }

    fn step_days(&self) -> i32 {
        match self.begins {
            Begins::Day => 1,
            Begins::Monday => 7,
        }
    }

    pub(super) fn lacks(&self, view: &View<'_>) -> Option<Lack> {
        if (0..view.duties.len()).any(|i| !view.is(i, self.of)) {
            return Some(Lack::All(
                "calls interrupt rest on call, and a rota does not say when they come".into(),
            ));
        }
        let days = self.options[0].days;
        (view.known_to.since(view.known_from) < days).then(|| {
            Lack::All(format!("the rota is shorter than the {days} days that are looked at").into())
        })
    }

    /// Looks at each base period that ends among the days judged. A longer option may begin with
    /// the base period or end with it.
    pub(super) fn finish<S: Sink>(&self, rule: &Rule, view: &View<'_>, sink: &mut S) {
        let base = self.options[0].days;
        let mut day = match self.begins {
            Begins::Day => view.known_from,
            Begins::Monday if view.known_from.monday() == view.known_from => view.known_from,
            Begins::Monday => view.known_from.monday().plus(7),
        };
        // periods that end before the first judged day belong to somebody else's verdict
        while day.plus(base) <= view.from {
            day = day.plus(self.step_days());
        }
        let mut tightest = i64::MAX;
        while day.plus(base) <= view.to {
            let in_force = rule.in_force.is_none_or(|p| p.contains(day.plus(base - 1)));
            let skip = sink.only_tightest().then_some(tightest);
            if in_force && let Some(reading) = self.best(view, day, base, skip) {
                tightest = tightest.min(reading.measured - reading.limit);
                sink.reading(rule, reading);
            }
            day = day.plus(self.step_days());
        }
    }

    /// The option that comes out best for the base period from `day`. Nothing where one is already
    /// kept with at least `skip` to spare: more would only be more.
    fn best(&self, view: &View<'_>, day: Day, base: i32, skip: Option<i64>) -> Option<Reading> {
        let mut best: Option<Reading> = None;
        for option in &self.options {
            let mut from = day;
            while from >= day.plus(base - option.days) {
                let to = from.plus(option.days);
                if from >= view.known_from && to <= view.known_to {
                    let reading = self.rests(view, option, from, to);
                    let headroom = reading.measured - reading.limit;
                    if skip.is_some_and(|skip| headroom >= skip.max(0)) {
                        return None;
                    }
                    if best.is_none_or(|b| headroom > b.measured - b.limit) {
                        best = Some(reading);
                    }
                }
                from = from.plus(-self.step_days());
            }
        }
        best
    }

    /// The longest rests in a stretch of days against those that an option asks for.
    fn rests(&self, view: &View<'_>, option: &Rests, from: Day, to: Day) -> Reading {
        let midnight = |day: Day| view.calendar.midnight(day, self.clock);
        let (from, to) = (midnight(from), midnight(to));
        let (known_from, known_to) = match self.edges {
            Edges::Cut => (from, to),
            Edges::Whole => (midnight(view.known_from), midnight(view.known_to)),
        };
        let mut left = Left::new(option.rests.len());
        let first = view
            .duties
            .partition_point(|d| d.end.on(self.clock) <= from);
        let before = first
            .checked_sub(1)
            .map(|i| view.duties[i].end.on(self.clock));
        let mut free_from = before.map_or(known_from, |end| end.max(known_from));
        let mut last = first;
        let mut free_to = known_to;
        for (i, duty) in view.duties.iter().enumerate().skip(first) {
            let start = duty.start.on(self.clock);
            if start >= to {
                free_to = start.min(known_to);
                break;
            }
            // a duty from before the period ends a rest that is not of it
            if start > from {
                left.keep(start - free_from);
            }
            free_from = duty.end.on(self.clock);
            last = i;
        }
        if free_from < to {
            left.keep(free_to - free_from);
        }
        let (measured, limit) = option
            .rests
            .iter()
            .map(|least| (left.deal(least.0), least.0))
            .min_by_key(|(rest, least)| rest - least)
            .unwrap_or((0, 0));
        let most = view.duties.len().saturating_sub(1);
        Reading {
            measured: i64::from(measured),
            limit: i64::from(limit),
            scale: 1,
            first: first.min(most) as u32,
            last: last.min(most) as u32,
            from,
            to,
        }
    }

    fn longest_days(&self) -> i32 {
        self.options.iter().map(|o| o.days).max().unwrap_or(0)
    }

    /// Days after a base period by which the last option that begins with it has ended.
    pub(super) fn days_ahead(&self) -> i32 {
        self.longest_days() - self.options[0].days
    }

    /// Days of the past from which the memory is made.
    pub(super) fn days_back(&self) -> i32 {
        self.days_ahead() + self.longest_days() + self.step_days() + self.over_the_edge()
    }

    /// Days by which a rest may begin before the period that it counts in.
    fn over_the_edge(&self) -> i32 {
        let lengths = self.options.iter().flat_map(|o| &o.rests);
        let longest = lengths.map(|m| m.0).max().unwrap_or(0);
        match self.edges {
            Edges::Cut => 0,
            Edges::Whole => longest / Minutes::DAY.0 + 2,
        }
    }

    pub(super) fn reads_weekdays(&self) -> bool {
        self.begins == Begins::Monday
    }

    /// The rests that a period which is not settled yet can still hold: for each length asked,
    /// by which day a period must begin, and until which it must last, to have that much of it.
    pub(super) fn memory(&self, view: &View<'_>, day: Day, into: &mut Vec<i32>) {
        let midnight = view.calendar.midnight(day, self.clock);
        if self.edges == Edges::Whole {
            // rests count beyond the period's edges: every duty near enough is remembered
            let oldest = -self.days_back();
            into.push(view.known_from.since(day).max(oldest));
            for duty in view.duties {
                let end = duty.end.on(self.clock) - midnight;
                if end > oldest * Minutes::DAY.0 {
                    into.extend([duty.start.on(self.clock) - midnight, end]);
                }
            }
            return;
        }
        let oldest = -(self.days_ahead() + self.longest_days() - 1);
        let known = view.known_from.since(day).max(oldest);
        into.push(known);
        let mut lengths: Vec<i32> = self
            .options
            .iter()
            .flat_map(|o| o.rests.iter().map(|m| m.0))
            .collect();
        lengths.sort_unstable();
        lengths.dedup();
        let longest = lengths.last().copied().unwrap_or(0);
        let mut free_from = known * Minutes::DAY.0;
        let first = into.len();
        for duty in view.duties {
            let start = duty.start.on(self.clock) - midnight;
            for length in lengths.iter().filter(|l| start - free_from >= **l) {
                let begins = self.begin_by(day, (start - length).div_euclid(Minutes::DAY.0));
                let ends = self.last_until(day, free_from + length);
                if begins >= known {
                    into.extend([*length, begins, ends]);
                }
            }
            free_from = free_from.max(duty.end.on(self.clock) - midnight);
        }
        // pairs in any order hold the same rests
        let mut rests: Vec<[i32; 3]> = into[first..]
            .chunks(3)
            .map(|c| [c[0], c[1], c[2]])
            .collect();
        rests.sort_unstable();
        into.truncate(first);
        into.extend(rests.into_iter().flatten());
        // the rest that goes on: once it is longer than any that is asked, only days matter
        into.push(i32::MIN);
        if -free_from >= longest {
            into.extend(lengths.iter().map(|l| self.last_until(day, free_from + l)));
        } else {
            into.push(free_from);
        }
    }

    /// Whether periods begin and end on Mondays only.
    fn whole_weeks(&self) -> bool {
        self.begins == Begins::Monday && self.options.iter().all(|o| o.days % 7 == 0)
    }

    /// The last day, relative to `day`, on which a period may begin to hold what begins then.
    fn begin_by(&self, day: Day, begins: i32) -> i32 {
        if self.whole_weeks() {
            return day.plus(begins).monday().since(day);
        }
        begins
    }

    /// The first day, relative to `day`, before which a period may end to hold so many minutes.
    fn last_until(&self, day: Day, minutes: i32) -> i32 {
        let ends = (minutes + Minutes::DAY.0 - 1).div_euclid(Minutes::DAY.0);
        if self.whole_weeks() {
            return day.plus(ends + 6).monday().since(day);
        }
        ends
    }
}

/// The longest rests of a period, from which the lengths asked for are dealt.
struct Left {
    longest: [i32; 8],
    wanted: usize,
}

impl Left {
    fn new(wanted: usize) -> Left {
        let longest = [0; 8];
        Left {
            wanted: wanted.min(longest.len()),
            longest,
        }
    }

    fn keep(&mut self, mut rest: i32) {
        for slot in &mut self.longest[..self.wanted] {
            if rest > *slot {
                std::mem::swap(&mut rest, slot);
            }
        }
    }

    /// The longest rest left for a length; what that length does not use of it serves another.
    fn deal(&mut self, least: i32) -> i32 {
        let longest = self.longest[..self.wanted].iter_mut().max();
        let Some(longest) = longest else { return 0 };
        let rest = *longest;
        *longest = (rest - least).max(0);
        rest
    }
}
