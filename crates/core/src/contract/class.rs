//! Classes of duty: named predicates that a contract file defines (night, long, on-call, …).
//!
//! A class reads the duty alone: its kind, its wall-clock times and what the rota expects of it.
//! Whether a rota has not said enough to tell is part of the answer.

use std::ops::Range;

use super::fields::Fields;
use super::tree::{Source, Table};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rota::{Duty, Kind};
use crate::time::{Day, Holidays, Minutes, Wall, Zone};

/// Some classes of one contract, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u64);

/// Which classes a duty is in, and for which of them the rota does not say enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The date on which the duty starts, worked out once for all rules.
    pub day: Day,
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

    pub(crate) fn with(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// A class is told by bit, so a contract has at most this many.
pub(super) const MOST_CLASSES: usize = 64;

/// One compiled class: every test must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    tests: Vec<Test>,
    all_of: Classes,
    any_of: Option<Classes>,
    none_of: Classes,
}

/// One condition on a duty alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    Kinds(u16),
    LongerThan(Minutes),
    AtLeast(Minutes),
    /// Minutes after midnight of the start's day, here and below.
    StartsBefore(i32),
    StartsFrom(i32),
    EndsAfter(i32),
    EndsFrom(i32),
    EndsBy(i32),
    Within(Within),
    Touches((i32, i32)),
    StartsIn((i32, i32)),
    ExpectedWorkAtMost(Minutes),
    RestShort(Minutes, Minutes),
    PublicHoliday(OnHoliday),
}

/// How a duty meets a public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnHoliday {
    /// With at least a minute.
    Touched,
    /// With its start.
    Starts,
}

/// What tests read of a duty, worked out once.
struct Facts<'d> {
    duty: &'d Duty,
    start: i32,
    end: i32,
    midnight: i32,
    holidays: Option<&'d Holidays>,
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
        has_holidays: bool,
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
        let mut tests: Vec<Test> = kinds.into_iter().map(Test::Kinds).collect();
        if let Some((table, span)) = fields.table("length") {
            let mut f = Fields::new(fields.source, table, span, "`length`");
            tests.extend(f.length_or_none("more-than").map(Test::LongerThan));
            tests.extend(f.length_or_none("at-least").map(Test::AtLeast));
            f.finish();
        }
        if let Some((table, span)) = fields.table("starts") {
            let mut f = Fields::new(fields.source, table, span, "`starts`");
            tests.extend(optional_time(&mut f, "before").map(Test::StartsBefore));
            tests.extend(optional_time(&mut f, "from").map(Test::StartsFrom));
            f.finish();
        }
        if let Some((table, span)) = fields.table("ends") {
            let mut f = Fields::new(fields.source, table, span, "`ends`");
            tests.extend(optional_time(&mut f, "after").map(Test::EndsAfter));
            tests.extend(optional_time(&mut f, "from").map(Test::EndsFrom));
            // on the day after the start
            let next_day = |time: Option<i32>| time.map(|t| t + DAY);
            let after = next_day(optional_time(&mut f, "next-day-after"));
            tests.extend(after.map(Test::EndsAfter));
            let from = next_day(optional_time(&mut f, "next-day-from"));
            tests.extend(from.map(Test::EndsFrom));
            let by = next_day(optional_time(&mut f, "next-day-by"));
            tests.extend(by.map(Test::EndsBy));
            f.finish();
        }
        tests.extend(week_window(&mut fields, "touches").map(Test::Touches));
        tests.extend(week_window(&mut fields, "starts-in").map(Test::StartsIn));
        if let Some((table, span)) = fields.table("within") {
            let mut f = Fields::new(fields.source, table, span, "`within`");
            let (from, to) = (f.clock_time("from"), f.clock_time("to"));
            let at_least = f.length("at-least");
            if let (Some(from), Some(to), Some(at_least)) = (from, to, at_least) {
                let (from, mut to) = (i32::from(from.0), i32::from(to.0));
                if to <= from {
                    to += DAY;
                }
                tests.push(Test::Within(Within { from, to, at_least }));
            }
            f.finish();
        }
        let work = fields.length_or_none("expected-work-at-most");
        tests.extend(work.map(Test::ExpectedWorkAtMost));
        if let Some((table, span)) = fields.table("expected-rest-short-of") {
            let mut f = Fields::new(fields.source, table, span, "`expected-rest-short-of`");
            if let (Some(total), Some(longest)) = (f.length("total"), f.length("longest")) {
                tests.push(Test::RestShort(total, longest));
            }
            f.finish();
        }
        if let Some(node) = fields.optional("public-holiday") {
            let words = [
                ("touched", OnHoliday::Touched),
                ("starts", OnHoliday::Starts),
            ];
            let how = fields.word("public-holiday", &words);
            tests.extend(how.map(Test::PublicHoliday));
            if !has_holidays {
                fields.problem(&node.span, no_holidays());
            }
        }
        let mut classes = |key: &'static str| -> Option<Classes> {
            let names = fields.texts(key);
            fields.optional(key)?;
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
        let all_of = classes("all-of").unwrap_or_default();
        let any_of = classes("any-of");
        let none_of = classes("none-of").unwrap_or_default();
        fields.finish();
        Class {
            tests,
            all_of,
            any_of,
            none_of,
        }
    }

    /// Whether it asks for the date of a duty.
    pub(super) fn asks_for_dates(&self) -> bool {
        let asks = |test: &Test| matches!(test, Test::PublicHoliday(_));
        self.tests.iter().any(asks)
    }

    /// The classes that it refers to.
    pub(super) fn refers_to(&self) -> Classes {
        self.all_of
            .with(self.any_of.unwrap_or_default())
            .with(self.none_of)
    }

    /// Whether the duty is in the class; nothing when the rota does not say enough.
    #[inline]
    fn holds(&self, facts: &Facts<'_>, so_far: Marks, zone: &Zone) -> Option<bool> {
        // what other classes say is the cheapest to ask
        let missing = Classes(self.all_of.0 & !so_far.is.0);
        let surely_missing = Classes(missing.0 & !so_far.unknown.0);
        if so_far.is.meets(self.none_of) || surely_missing != Classes::NONE {
            return Some(false);
        }
        let mut known = missing == Classes::NONE && !so_far.unknown.meets(self.none_of);
        if let Some(any) = self.any_of
            && !so_far.is.meets(any)
        {
            if !so_far.unknown.meets(any) {
                return Some(false);
            }
            known = false;
        }
        for test in &self.tests {
            match test.holds(facts, zone) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => known = false,
            }
        }
        known.then_some(true)
    }
}

impl Test {
    #[inline]
    fn holds(self, facts: &Facts<'_>, zone: &Zone) -> Option<bool> {
        let Facts {
            duty,
            start,
            end,
            midnight,
            holidays,
        } = *facts;
        let length = Minutes(end - start);
        Some(match self {
            Test::Kinds(kinds) => kinds & (1 << duty.kind as u16) != 0,
            Test::LongerThan(m) => length > m,
            Test::AtLeast(m) => length >= m,
            Test::StartsBefore(m) => start - midnight < m,
            Test::StartsFrom(m) => start - midnight >= m,
            Test::EndsAfter(m) => end - midnight > m,
            Test::EndsFrom(m) => end - midnight >= m,
            Test::EndsBy(m) => end - midnight <= m,
            Test::Within(w) => w.overlap(duty, zone) >= w.at_least.0,
            Test::Touches(w) => touches(w, start, end),
            Test::StartsIn(w) => touches(w, start, start + 1),
            Test::ExpectedWorkAtMost(most) => return duty.expected_work().map(|w| w <= most),
            Test::PublicHoliday(how) => {
                let last = match how {
                    OnHoliday::Touched => Wall(end - 1).day(),
                    OnHoliday::Starts => Wall(start).day(),
                };
                return meets_holiday(holidays?, Wall(start).day(), last, zone);
            }
            Test::RestShort(total, longest) => {
                return match (duty.expected_rest(), duty.expected_longest_rest()) {
                    (Some(r), _) if r < total => Some(true),
                    (_, Some(l)) if l < longest => Some(true),
                    (Some(_), Some(_)) => Some(false),
                    _ => None,
                };
            }
        })
    }
}

/// Whether any day from the first to the last is a public holiday; nothing where that is not known.
fn meets_holiday(holidays: &Holidays, first: Day, last: Day, zone: &Zone) -> Option<bool> {
    let mut known = true;
    for n in 0..=last.since(first).max(0) {
        match holidays.on(first.plus(n), zone) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = false,
        }
    }
    known.then_some(false)
}

/// A contract that speaks of public holidays must name whose.
pub(crate) fn no_holidays() -> Diagnostic {
    Diagnostic::error(
        "C003",
        "public holidays need `holidays` at the top of the file",
    )
    .help("name a calendar, as in holidays = \"england-and-wales\"")
}

/// The classes of one duty, as far as they are `needed`.
#[inline]
pub(super) fn classify(
    classes: &[Class],
    needed: Classes,
    duty: &Duty,
    zone: &Zone,
    holidays: Option<&Holidays>,
) -> Marks {
    let (start, end) = (duty.start.wall.0, duty.end.wall.0);
    let day = start.div_euclid(DAY);
    let facts = Facts {
        duty,
        start,
        end,
        midnight: day * DAY,
        holidays,
    };
    let mut marks = Marks {
        day: Day(day),
        is: Classes::NONE,
        unknown: Classes::NONE,
    };
    for (index, class) in classes.iter().enumerate() {
        let one = Classes::one(index);
        if !needed.meets(one) {
            continue;
        }
        match class.holds(&facts, marks, zone) {
            Some(true) => marks.is = marks.is.with(one),
            Some(false) => {}
            None => marks.unknown = marks.unknown.with(one),
        }
    }
    marks
}

impl Within {
    /// Minutes of the duty in the window, over all days, as a stopwatch would show them: a night on
    /// which the clocks change has an hour more, or less, between the same two clock times.
    fn overlap(self, duty: &Duty, zone: &Zone) -> i32 {
        let (start, end) = (duty.start.wall.0, duty.end.wall.0);
        let changes = start - duty.start.instant.0 != end - duty.end.instant.0;
        let mut total = 0;
        let mut midnight = start - start.rem_euclid(DAY);
        if self.to > DAY {
            midnight -= DAY;
        }
        while midnight < end {
            let (from, to) = (midnight + self.from, midnight + self.to);
            total += if changes {
                let at = |wall: i32| zone.resolve(Wall(wall)).moment().instant.0;
                (at(to).min(duty.end.instant.0) - at(from).max(duty.start.instant.0)).max(0)
            } else {
                (to.min(end) - from.max(start)).max(0)
            };
            midnight += DAY;
        }
        total
    }
}

/// Whether `[start, end)` overlaps a window that recurs every week.
fn touches((from, to): (i32, i32), start: i32, end: i32) -> bool {
    // 1970-01-05 was a Monday
    let since_monday = (start - 4 * DAY).rem_euclid(WEEK);
    let length = end - start;
    // the window of this week, of the one before where it reaches over, and of those after
    let mut offset = -WEEK;
    while offset < since_monday + length {
        if offset + from < since_monday + length && since_monday < offset + to {
            return true;
        }
        offset += WEEK;
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
