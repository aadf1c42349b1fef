//! Classes of duty: named predicates that a contract file defines (night, long, on-call, …).
//!
//! A class reads the duty alone: its kind, its wall-clock times and what the rota expects of it.
//! Whether a rota has not said enough to tell is part of the answer.

use std::ops::Range;

use super::fields::Fields;
use super::tree::{Source, Table};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rota::{Duty, Kind};
use crate::time::Minutes;

/// Some classes of one contract, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u32);

/// Which classes a duty is in, and for which of them the rota does not say enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Classes that the duty is in.
    pub is: Classes,
    /// Classes that cannot be told: something that they read was not recorded.
    pub unknown: Classes,
}

impl Classes {
    /// No class at all.
    pub const NONE: Classes = Classes(0);

    /// Whether the two sets share a class.
    pub fn meets(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn one(index: usize) -> Classes {
        Classes(1 << index)
    }

    pub(super) fn with(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// A class is told by bit, so a contract has at most this many.
pub(super) const MOST_CLASSES: usize = 32;

/// One compiled class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    kinds: Option<u16>,
    longer_than: Option<Minutes>,
    at_least: Option<Minutes>,
    starts_before: Option<i32>,
    starts_from: Option<i32>,
    ends_after: Option<i32>,
    ends_from: Option<i32>,
    within: Option<Within>,
    touches: Option<(i32, i32)>,
    starts_in: Option<(i32, i32)>,
    expected_work_at_most: Option<Minutes>,
    rest_short: Option<(Minutes, Minutes)>,
    all_of: Classes,
    any_of: Option<Classes>,
    none_of: Classes,
}

/// At least so much of the duty within a clock window that recurs every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Within {
    from: i32,
    to: i32,
    at_least: Minutes,
}

const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;

impl Class {
    /// Reads one class. `earlier` names the classes defined before it, which it may refer to.
    pub(super) fn read(
        source: &mut Source,
        table: &Table,
        span: Range<usize>,
        name: &str,
        earlier: &[String],
    ) -> Class {
        let mut fields = Fields::new(source, table, span, format!("class `{name}`"));
        fields.optional("text");
        let kind_words: Vec<(&str, Kind)> = Kind::WORDS.to_vec();
        let kinds = fields.texts("kind");
        let kinds = (!kinds.is_empty()).then(|| {
            let mut mask = 0_u16;
            for (word, span) in kinds {
                match Kind::parse(word) {
                    Some(kind) => mask |= 1 << kind as u16,
                    None => {
                        let mut d = Diagnostic::error("C004", format!("there is no kind `{word}`"));
                        let near = did_you_mean(word, kind_words.iter().map(|(w, _)| *w));
                        if let Some(near) = near {
                            d = d.help(format!("did you mean `{near}`?"));
                        }
                        fields.problem(&span, d);
                    }
                }
            }
            mask
        });
        let mut class = Class {
            kinds,
            ..Class::default()
        };
        if let Some((table, span)) = fields.table("length") {
            let mut f = Fields::new(fields.source, table, span, "`length`");
            class.longer_than = f.length_or_none("more-than");
            class.at_least = f.length_or_none("at-least");
            f.finish();
        }
        if let Some((table, span)) = fields.table("starts") {
            let mut f = Fields::new(fields.source, table, span, "`starts`");
            class.starts_before = optional_time(&mut f, "before");
            class.starts_from = optional_time(&mut f, "from");
            f.finish();
        }
        if let Some((table, span)) = fields.table("ends") {
            let mut f = Fields::new(fields.source, table, span, "`ends`");
            class.ends_after = optional_time(&mut f, "after");
            class.ends_from = optional_time(&mut f, "from");
            f.finish();
        }
        if let Some((table, span)) = fields.table("within") {
            let mut f = Fields::new(fields.source, table, span, "`within`");
            let (from, to) = (f.clock_time("from"), f.clock_time("to"));
            let at_least = f.length("at-least");
            if let (Some(from), Some(to), Some(at_least)) = (from, to, at_least) {
                let (from, mut to) = (i32::from(from.0), i32::from(to.0));
                if to <= from {
                    to += DAY;
                }
                class.within = Some(Within { from, to, at_least });
            }
            f.finish();
        }
        class.touches = week_window(&mut fields, "touches");
        class.starts_in = week_window(&mut fields, "starts-in");
        class.expected_work_at_most = fields.length_or_none("expected-work-at-most");
        if let Some((table, span)) = fields.table("expected-rest-short-of") {
            let mut f = Fields::new(fields.source, table, span, "`expected-rest-short-of`");
            if let (Some(total), Some(longest)) = (f.length("total"), f.length("longest")) {
                class.rest_short = Some((total, longest));
            }
            f.finish();
        }
        let mut classes = |key: &'static str| -> Option<Classes> {
            let names = fields.texts(key);
            if fields.optional(key).is_none() {
                return None;
            }
            let mut all = Classes::NONE;
            for (name, span) in names {
                match earlier.iter().position(|e| e == name) {
                    Some(index) => all = all.with(Classes::one(index)),
                    None => {
                        let title = format!("no class `{name}` is defined before this one");
                        let mut d = Diagnostic::error("C005", title);
                        if let Some(near) = did_you_mean(name, earlier.iter().map(String::as_str)) {
                            d = d.help(format!("did you mean `{near}`?"));
                        }
                        fields.problem(&span, d);
                    }
                }
            }
            Some(all)
        };
        class.all_of = classes("all-of").unwrap_or_default();
        class.any_of = classes("any-of");
        class.none_of = classes("none-of").unwrap_or_default();
        fields.finish();
        class
    }

    /// Whether the duty is in the class; nothing when the rota does not say enough.
    fn holds(&self, duty: &Duty, so_far: Marks) -> Option<bool> {
        let start = duty.start.wall.0;
        let end = duty.end.wall.0;
        let midnight = start - start.rem_euclid(DAY);
        let length = Minutes(end - start);
        let plain = self.kinds.is_none_or(|k| k & (1 << duty.kind as u16) != 0)
            && self.longer_than.is_none_or(|m| length > m)
            && self.at_least.is_none_or(|m| length >= m)
            && self.starts_before.is_none_or(|m| start - midnight < m)
            && self.starts_from.is_none_or(|m| start - midnight >= m)
            && self.ends_after.is_none_or(|m| end - midnight > m)
            && self.ends_from.is_none_or(|m| end - midnight >= m)
            && self
                .within
                .is_none_or(|w| w.overlap(start, end) >= w.at_least.0)
            && self.touches.is_none_or(|w| touches(w, start, end))
            && self.starts_in.is_none_or(|w| touches(w, start, start + 1));
        if !plain || so_far.is.meets(self.none_of) {
            return Some(false);
        }
        let mut known = true;
        let mut need = |answer: Option<bool>| match answer {
            Some(true) => true,
            Some(false) => false,
            None => {
                known = false;
                true
            }
        };
        if let Some(most) = self.expected_work_at_most
            && !need(duty.expected_work().map(|w| w <= most))
        {
            return Some(false);
        }
        if let Some((total, longest)) = self.rest_short {
            let short = match (duty.expected_rest(), duty.expected_longest_rest()) {
                (Some(r), _) if r < total => Some(true),
                (_, Some(l)) if l < longest => Some(true),
                (Some(_), Some(_)) => Some(false),
                _ => None,
            };
            if !need(short) {
                return Some(false);
            }
        }
        if so_far.unknown.meets(self.none_of) {
            known = false;
        }
        let missing = Classes(self.all_of.0 & !so_far.is.0);
        if missing != Classes::NONE {
            if Classes(missing.0 & !so_far.unknown.0) != Classes::NONE {
                return Some(false);
            }
            known = false;
        }
        if let Some(any) = self.any_of
            && !so_far.is.meets(any)
        {
            if !so_far.unknown.meets(any) {
                return Some(false);
            }
            known = false;
        }
        known.then_some(true)
    }
}

/// The classes of one duty.
pub(super) fn classify(classes: &[Class], duty: &Duty) -> Marks {
    let mut marks = Marks::default();
    for (index, class) in classes.iter().enumerate() {
        match class.holds(duty, marks) {
            Some(true) => marks.is = marks.is.with(Classes::one(index)),
            Some(false) => {}
            None => marks.unknown = marks.unknown.with(Classes::one(index)),
        }
    }
    marks
}

impl Within {
    /// Minutes of `[start, end)` in the window, over all days.
    fn overlap(self, start: i32, end: i32) -> i32 {
        let mut total = 0;
        let mut midnight = start - start.rem_euclid(DAY) - DAY;
        while midnight < end {
            let from = (midnight + self.from).max(start);
            let to = (midnight + self.to).min(end);
            total += (to - from).max(0);
            midnight += DAY;
        }
        total
    }
}

/// Whether `[start, end)` overlaps a window that recurs every week.
fn touches((from, to): (i32, i32), start: i32, end: i32) -> bool {
    // 1970-01-05 was a Monday
    let monday = start - (start - 4 * DAY).rem_euclid(WEEK);
    let mut week = monday - WEEK;
    while week < end {
        if week + from < end && start < week + to {
            return true;
        }
        week += WEEK;
    }
    false
}

fn optional_time(fields: &mut Fields<'_>, key: &'static str) -> Option<i32> {
    let node = fields.optional(key)?;
    fields.as_clock_time(key, node).map(|t| i32::from(t.0))
}

/// A window of the week, in minutes after Monday midnight; an end before the start is next week.
pub(crate) fn week_window(fields: &mut Fields<'_>, key: &'static str) -> Option<(i32, i32)> {
    let (table, span) = fields.table(key)?;
    let mut f = Fields::new(fields.source, table, span, format!("`{key}`"));
    let window = match (f.week_time("from"), f.week_time("to")) {
        (Some(from), Some(to)) if to <= from => Some((from, to + WEEK)),
        (Some(from), Some(to)) => Some((from, to)),
        _ => None,
    };
    f.finish();
    window
}
