//! What the pay kinds' parameters have in common.

use std::sync::Arc;

use super::frequency::windows_worked;
use super::kind::Compile;
use super::machine::{Counts, Machine, OfDuty};
use super::pay_hours::{OnHolidays, PaidHolidays, PayHours, PayWindow, WholeDuty};
use super::total::Compare;
use crate::contract::{Fraction, Table, Value, no_holidays};
use crate::diagnostic::Diagnostic;
use crate::pay::{
    Compare as PayCompare, Condition, Element, Exact, Measure, PartTimeBase, Pence, Price, Rounding,
};
use crate::time::{ClockTime, Minutes, Weekday};

const DAY: i32 = 24 * 60;

pub(super) fn element(measure: Machine, quantity: Measure, price: Price) -> Machine {
    Machine::Pay(Box::new(Element {
        measure,
        quantity,
        price,
    }))
}

/// Hours a week of a class, in clock windows where there are any.
pub(super) fn weekly_hours(c: &mut Compile<'_, '_>) -> Option<(Machine, Measure)> {
    let prospective_cover = c.fields.flag("prospective-cover", false);
    let measure = hours_of_class(c)?;
    Some((measure, Measure::WeeklyMinutes { prospective_cover }))
}

/// Minutes of each duty of a class that count.
pub(super) fn hours_of_class(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let counts = c.fields.word_or("counts", &Counts::WORDS, Counts::Work);
    let windows = windows(c);
    let mut whole = Vec::new();
    for (table, span) in c.fields.tables("whole-duty") {
        let mut inner = c.inner(table, span, "`whole-duty`");
        let of = inner.class("of");
        let until = match inner.fields.optional("until") {
            Some(node) => inner
                .fields
                .as_clock_time("until", node)
                .map(|t| i32::from(t.0)),
            None => None,
        };
        let majority = inner.fields.flag("majority", false);
        inner.finish();
        whole.extend(of.map(|of| WholeDuty {
            of,
            until,
            majority,
        }));
    }
    let only_with_majority = c.class_or_none("windows-only-with-majority");
    let less_breaks = c.fields.flag("less-breaks", false);
    let public_holidays = public_holidays(c);
    Some(Machine::Duty(OfDuty::Paid(PayHours {
        of: of?,
        counts,
        windows,
        whole,
        only_with_majority,
        less_breaks,
        public_holidays,
    })))
}

/// `public-holidays = "too"`: which minutes of public holidays count.
fn public_holidays(c: &mut Compile<'_, '_>) -> Option<PaidHolidays> {
    let node = c.fields.optional("public-holidays")?;
    let how = c.fields.word("public-holidays", &OnHolidays::WORDS)?;
    let Some(calendar) = c.holidays else {
        c.fields.problem(&node.span, no_holidays());
        return None;
    };
    Some(PaidHolidays {
        how,
        calendar: Arc::clone(calendar),
    })
}

/// `windows = [{ days = ["Mon", "Tue"], from = "21:00", to = "07:00" }]`; without `days`, all.
fn windows(c: &mut Compile<'_, '_>) -> Vec<PayWindow> {
    let mut all = Vec::new();
    for (table, span) in c.fields.tables("windows") {
        let mut w = c.inner(table, span, "`windows`");
        let days = w.fields.texts("days");
        let from = w.fields.clock_time("from");
        let to = w.fields.clock_time("to");
        let mut chosen = Vec::new();
        for (name, span) in &days {
            match Weekday::parse(name) {
                Some(day) => chosen.push(day),
                None => {
                    let title = format!("`{name}` is not a day of the week");
                    w.fields.problem(span, Diagnostic::error("C004", title));
                }
            }
        }
        w.finish();
        if days.is_empty() {
            chosen = Weekday::ALL.to_vec();
        }
        let (Some(ClockTime(from)), Some(ClockTime(to))) = (from, to) else {
            continue;
        };
        for day in chosen {
            let midnight = day as i32 * DAY;
            let (from, mut to) = (i32::from(from), i32::from(to));
            if to <= from {
                to += DAY;
            }
            all.push(PayWindow {
                from: midnight + from,
                to: midnight + to,
            });
        }
    }
    all
}

/// How often a window of the week is worked.
pub(super) fn frequency(c: &mut Compile<'_, '_>) -> Option<Machine> {
    windows_worked(c, Fraction { of: 1, per: 1 }, Compare::Exact)
}

pub(super) fn share(c: &mut Compile<'_, '_>, key: &'static str) -> Option<Exact> {
    let node = c.fields.required(key)?;
    let share = Exact::parse(&node.plain());
    if share.is_none() {
        c.fields.wrong_value(node, key, "a share like 37%");
    }
    share
}

pub(super) fn rounding(c: &mut Compile<'_, '_>) -> Rounding {
    c.fields
        .word_or("rounding", &Rounding::WORDS, Rounding::Penny)
}

pub(super) fn round_up(c: &mut Compile<'_, '_>) -> Minutes {
    c.fields.length_or_none("round-up").unwrap_or(Minutes(1))
}

/// `{ NP1 = "40190", … }`.
pub(super) fn pounds_table(c: &mut Compile<'_, '_>, key: &'static str) -> Vec<(String, Pence)> {
    let mut all = Vec::new();
    let Some(node) = c.fields.required(key) else {
        return all;
    };
    let Value::Table(table) = &node.value else {
        c.fields.wrong(node, key, "a table of sums in pounds");
        return all;
    };
    for entry in &table.entries {
        match Pence::parse_pounds(&entry.node.plain()) {
            Some(sum) => all.push((entry.key.clone(), sum)),
            None => c
                .fields
                .wrong_value(&entry.node, &entry.key, "pounds like \"40190\""),
        }
    }
    all
}

/// `{ F1 = "NP1", … }`.
pub(super) fn texts_table(c: &mut Compile<'_, '_>, key: &'static str) -> Vec<(String, String)> {
    let Some((table, _)) = c.fields.table(key) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for entry in &table.entries {
        match &entry.node.value {
            Value::Text(text) => all.push((entry.key.clone(), text.clone())),
            _ => c.fields.wrong(&entry.node, &entry.key, "a text in quotes"),
        }
    }
    all
}

/// Conditions on measures and facts, under a key.
pub(super) fn conditions(row: &mut Compile<'_, '_>, key: &'static str) -> Vec<Condition> {
    let mut all = Vec::new();
    for (table, span) in row.fields.tables(key) {
        let mut c = row.inner(table, span.clone(), "a condition");
        let condition = one(&mut c, table);
        c.finish();
        match condition {
            Some(condition) => all.push(condition),
            None => row.fields.problem(
                &span,
                Diagnostic::error(
                    "C004",
                    "a condition is `{ fact, is }` or `{ measure, over?, at-least|more-than|at-most|less-than }`",
                ),
            ),
        }
    }
    all
}

fn one(c: &mut Compile<'_, '_>, table: &Table) -> Option<Condition> {
    if table.get("fact").is_some() {
        let name = c.fields.text("fact")?.to_owned();
        let is = c.fields.text("is")?.to_owned();
        let otherwise = c.fields.text_or_none("otherwise").map(str::to_owned);
        return Some(Condition::Fact {
            name,
            is,
            otherwise,
        });
    }
    let measure = c.fields.text("measure")?.to_owned();
    let over = c.fields.text_or_none("over").map(str::to_owned);
    let compares = [
        ("more-than", PayCompare::MoreThan),
        ("at-least", PayCompare::AtLeast),
        ("less-than", PayCompare::LessThan),
        ("at-most", PayCompare::AtMost),
    ];
    for (key, compare) in compares {
        if let Some(node) = c.fields.optional(key) {
            let Value::Text(text) = &node.value else {
                return None;
            };
            let value = match Minutes::parse(text) {
                Ok(length) => Exact::whole(i64::from(length.0)),
                Err(_) => Exact::parse(text)?,
            };
            return Some(Condition::Measure {
                measure,
                over,
                compare,
                value,
            });
        }
    }
    None
}

/// Shares of basic for less than full time, by average hours.
pub(super) fn part_time_base(c: &mut Compile<'_, '_>) -> Vec<PartTimeBase> {
    let mut steps = Vec::new();
    for (table, span) in c.fields.tables("part-time-base") {
        let mut step = c.inner(table, span, "`part-time-base`");
        let name = step.fields.text("name").map(str::to_owned);
        let from = step.fields.length("from");
        let share = step.fields.text("share").and_then(Exact::parse);
        step.finish();
        if let (Some(name), Some(from), Some(share)) = (name, from, share) {
            steps.push(PartTimeBase {
                name,
                from: i64::from(from.0),
                share,
            });
        }
    }
    steps.sort_by_key(|s| s.from);
    steps
}
