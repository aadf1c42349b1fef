//! A slot that several people share: who they are, and who works which days of it.

use std::ops::Range;

use super::{Department, Share, owned};
use crate::contract::{Fields, Node, Table, Value};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::time::{Day, Weekday};

/// People who share one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobShare {
    /// The column or line of the rota that holds them all; nothing where each has their own.
    pub slot: Option<String>,
    /// Who they are.
    pub people: Vec<String>,
    /// How much of full time the slot is.
    pub size: Share,
    /// Whether two of them may stand on one duty.
    pub together: bool,
    /// Who works what of a shared column or line.
    pub split: Split,
    /// Where it stands.
    pub place: Option<Place>,
}

/// How the days of a shared column or line are divided, person by person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// Each has a column or line of their own.
    Own,
    /// By days of the week.
    Days(Vec<Vec<Weekday>>),
    /// By weeks, counted from the first Monday of the rota or from week 1 of the pattern.
    Weeks(Vec<Vec<i32>>),
}

impl JobShare {
    /// Which of the people work a day in a week of so much, as indices.
    pub fn on(&self, day: Day, week: i32) -> Vec<usize> {
        let holds = |index: &usize| match &self.split {
            Split::Own => false,
            Split::Days(days) => days[*index].contains(&day.weekday()),
            Split::Weeks(weeks) => weeks[*index].contains(&week),
        };
        (0..self.people.len()).filter(holds).collect()
    }

    /// The people in words: `Asha and Ben`.
    pub fn named(&self) -> String {
        match self.people.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, before)) => format!("{} and {last}", before.join(", ")),
            None => String::new(),
        }
    }
}

/// Reads one, and says where its people and shares do not fit the department.
pub(super) fn read(
    f: &mut Fields<'_>,
    table: &Table,
    span: Range<usize>,
    department: &Department,
) -> Option<JobShare> {
    let place = f.source.place(&span);
    let mut s = Fields::new(f.source, table, span.clone(), "a job share");
    let slot = s.optional("slot").map(Node::plain);
    let named = s.texts("people");
    let size = match s.optional("size") {
        None => Some(Share::FULL),
        Some(node) => {
            let size = Share::parse(&node.plain());
            if size.is_none() {
                s.wrong_value(node, "size", "above 0 and up to 1, like 0.8");
            }
            size
        }
    };
    let together = s.flag("together", false);
    for (name, at) in &named {
        if department.person(name).is_some() {
            continue;
        }
        let title = format!("there is no person `{name}` in this department");
        let mut problem = Diagnostic::error("C005", title);
        let known = department.people.iter().map(|p| p.name.as_str());
        if let Some(near) = did_you_mean(name, known) {
            problem = problem.help(format!("did you mean `{near}`?"));
        }
        s.problem(at, problem);
    }
    let people = owned(named);
    let days = parts(&mut s, "days", &people, |node| match &node.value {
        Value::Text(text) => Weekday::parse(text),
        _ => None,
    });
    let weeks = parts(&mut s, "weeks", &people, |node| match node.value {
        Value::Integer(n @ 1..=520) => i32::try_from(n).ok(),
        _ => None,
    });
    let split = match (days, weeks) {
        (None, None) => Split::Own,
        (Some(days), None) => Split::Days(days),
        (None, Some(weeks)) => Split::Weeks(weeks),
        (Some(_), Some(_)) => {
            let title = "a job share is divided by `days` or by `weeks`, not by both";
            s.problem(&span, Diagnostic::error("C004", title));
            return None;
        }
    };
    s.finish();
    let share = JobShare {
        slot,
        people,
        size: size?,
        together,
        split,
        place: Some(place),
    };
    for problem in unfit(&share, department) {
        f.problem(&span, problem);
    }
    Some(share)
}

/// Lists by person under a key: `days = { Asha = ["Mon"], Ben = ["Tue"] }`.
fn parts<T>(
    s: &mut Fields<'_>,
    key: &'static str,
    people: &[String],
    one: impl Fn(&Node) -> Option<T>,
) -> Option<Vec<Vec<T>>> {
    let (table, _) = s.table(key)?;
    let mut all: Vec<Vec<T>> = people.iter().map(|_| Vec::new()).collect();
    for entry in &table.entries {
        let Some(index) = people.iter().position(|p| *p == entry.key) else {
            let title = format!("`{}` is not one of those who share the slot", entry.key);
            s.problem(&entry.key_span, Diagnostic::error("C005", title));
            continue;
        };
        let Value::List(items) = &entry.node.value else {
            s.wrong(&entry.node, &entry.key, "a list");
            continue;
        };
        for item in items {
            match one(item) {
                Some(part) => all[index].push(part),
                None => s.wrong_value(item, key, "days like \"Mon\", or numbers of weeks"),
            }
        }
    }
    Some(all)
}

/// What cannot be, whatever the rota says.
fn unfit(share: &JobShare, department: &Department) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    if share.people.len() < 2 {
        let title = "a job share needs two people or more";
        all.push(Diagnostic::error("C004", title));
    }
    if (share.slot.is_some()) == (share.split == Split::Own) {
        let title = "a job share says both which column or line it is (`slot`) and who works what of it (`days` or `weeks`), or neither where each has their own";
        all.push(Diagnostic::error("C003", title));
    }
    let of = |name: &String| department.person(name).map(|p| p.share.ten_thousandths());
    let sum: u32 = share.people.iter().filter_map(of).map(u32::from).sum();
    if sum > u32::from(share.size.ten_thousandths()) {
        let parts: Vec<String> = share.people.iter().filter_map(of).map(hundredths).collect();
        let title = format!(
            "{} have {} of full time, together more than their slot of {}",
            share.named(),
            parts.join(" and "),
            hundredths(share.size.ten_thousandths())
        );
        let help = "correct a `share`, or the `size` of the slot";
        all.push(Diagnostic::error("C074", title).help(help));
    }
    let twice = |a: usize, b: usize| match &share.split {
        Split::Own => false,
        Split::Days(days) => days[a].iter().any(|d| days[b].contains(d)),
        Split::Weeks(weeks) => weeks[a].iter().any(|w| weeks[b].contains(w)),
    };
    for b in 1..share.people.len() {
        for a in 0..b {
            if !share.together && twice(a, b) {
                let (one, other) = (&share.people[a], &share.people[b]);
                let title = format!(
                    "{one} and {other} both work the same part of the slot that they share"
                );
                let help = "give each day or week to one of them, or write `together = true`";
                all.push(Diagnostic::error("C075", title).help(help));
            }
        }
    }
    all
}

/// A share of full time in words: `60 %`, `62.5 %`.
pub(super) fn hundredths(share: u16) -> String {
    match (share / 100, share % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, part) => format!("{whole}.{} %", format!("{part:02}").trim_end_matches('0')),
    }
}
