//! Some days of duties on a clock that never changes, and what a rule says when a day is added.

use firstline_core::contract::{Classes, Marks};
use firstline_core::rota::{Duty, OnCall};
use firstline_core::rules::{
    Breaches, Lanes, Outlook, Reach, Rule, View, counted, finish, memory, settled, step,
};
use firstline_core::time::{Calendar, Clock, Day, Instant, Moment, Span};

/// The Monday on which layer 0 stands. Any will do; far from the year 0 of the clock.
pub(super) const MONDAY: Day = Day(4 + 7 * 1500);

/// Duties of one past, each with its classes under the rule's contract.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) duties: Vec<Duty>,
    pub(super) marks: Vec<Marks>,
    /// First day of which the duties are known.
    pub(super) known_from: Day,
    /// First day judged.
    pub(super) from: Day,
}

/// What a rule says of a past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Breaches told.
    pub(super) breaches: usize,
    /// Where its sum over the period stands.
    pub(super) counted: i32,
    /// What it remembers.
    pub(super) memory: Vec<i32>,
}

impl Past {
    /// The past after `day` was added: forgets what lies more than `back` days before the next.
    pub(super) fn with(&self, duty: Option<(Duty, Marks)>, day: Day, back: i32) -> Past {
        let mut past = self.clone();
        if let Some((duty, marks)) = duty {
            past.duties.push(duty);
            past.marks.push(marks);
        }
        let oldest = day.plus(1 - back);
        let gone = past.marks.partition_point(|m| m.day < oldest);
        past.duties.drain(..gone);
        past.marks.drain(..gone);
        past.known_from = past.known_from.max(oldest.min(day.plus(1)));
        past.from = past.from.max(past.known_from);
        past
    }

    /// The same so many days earlier.
    pub(super) fn earlier(mut self, days: i32) -> Past {
        for duty in &mut self.duties {
            *duty = moved(duty, -days);
        }
        for marks in &mut self.marks {
            marks.day = marks.day.plus(-days);
        }
        self.known_from = self.known_from.plus(-days);
        self.from = self.from.plus(-days);
        self
    }
}

/// The duty so many days later on a clock that never changes, with all that it records.
pub(super) fn moved(duty: &Duty, days: i32) -> Duty {
    let at = |m: Moment| {
        let wall = firstline_core::time::Wall(m.wall.0 + days * 24 * 60);
        Moment {
            wall,
            instant: Instant(wall.0),
        }
    };
    let span = Span {
        start: at(duty.start),
        end: at(duty.end),
    };
    let mut out = Duty::new(span, duty.kind, duty.code).expecting(
        duty.expected_work(),
        duty.expected_rest(),
        duty.expected_longest_rest(),
    );
    out.breaks = duty.breaks;
    out
}

/// One rule that listens to pasts.
pub(super) struct Listener<'a> {
    pub(super) rule: &'a Rule,
    pub(super) reach: Reach,
    pub(super) calendar: &'a Calendar,
    outlook: Option<&'a Outlook>,
    sink: Breaches,
    duties: Vec<Duty>,
    marks: Vec<Marks>,
}

impl<'a> Listener<'a> {
    pub(super) fn new(
        rule: &'a Rule,
        reach: Reach,
        calendar: &'a Calendar,
        outlook: Option<&'a Outlook>,
    ) -> Listener<'a> {
        Listener {
            rule,
            reach,
            calendar,
            outlook,
            sink: Breaches::default(),
            duties: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// What the rule says of a past with one more duty, of which the days before `to` are known.
    pub(super) fn hear(&mut self, past: &Past, more: Option<(Duty, Marks)>, to: Day) -> Said {
        self.duties.clear();
        self.duties.extend(&past.duties);
        self.duties.extend(more.map(|(d, _)| d));
        self.marks.clear();
        self.marks.extend(&past.marks);
        self.marks.extend(more.map(|(_, m)| m));
        // what can still be mended by the days to come is told when they have come
        let settled_to = to.plus(-self.reach.ahead).max(past.from);
        let from = if self.reach.ahead > 0 {
            settled_to.plus(-1).max(past.from)
        } else {
            past.from
        };
        let all =
            |of: fn(&Marks) -> Classes| Classes(self.marks.iter().fold(0, |a, m| a | of(m).0));
        let view = View {
            duties: &self.duties,
            marks: &self.marks,
            judged_from: self.marks.partition_point(|m| m.day < past.from),
            judged_to: self.duties.len(),
            from,
            to: settled_to,
            known_from: past.known_from,
            known_to: to,
            absences: &[],
            calendar: self.calendar,
            wraps: false,
            on_call: self.duties.iter().any(|d| d.kind.on_call() != OnCall::No),
            present: all(|m| m.is),
            unknown: all(|m| m.unknown),
            breaks_recorded: self.duties.iter().all(|d| d.breaks.is_some()),
            cover: None,
        };
        self.sink.begin(self.rule);
        let mut lanes: Lanes = self.rule.machine.begin();
        for i in 0..view.duties.len() {
            step(self.rule, &mut lanes, &view, i, &mut self.sink);
        }
        let mut said = Said {
            counted: counted(self.rule, &lanes),
            ..Said::default()
        };
        let into = &mut said.memory;
        memory(self.rule, &lanes, &view, to, self.outlook, into);
        if settled(self.rule, &lanes, &view) {
            finish(self.rule, &mut lanes, &view, &mut self.sink);
        }
        said.breaches = self.sink.breaches.len();
        said
    }
}

/// Minutes by which the last duty reaches into a day.
pub(super) fn overhang(past: &Past, day: Day) -> i32 {
    let end = past
        .duties
        .last()
        .map_or(i32::MIN, |d| d.end.on(Clock::Elapsed));
    end.saturating_sub(day.midnight().0).max(0)
}
