//! One person of the department file.

use super::owned;
use crate::contract::{Fields, Node};
use crate::diagnostic::Diagnostic;
use crate::pay::Exact;
use crate::rota::{Absence, Kind, Period};
use crate::rules::ProspectiveCover;
use crate::time::{Day, Minutes, Wall};

/// Somebody who works in the department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name as in the rota.
    pub name: String,
    /// Share of full time.
    pub share: Share,
    /// Grade such as `ST3`, where given.
    pub grade: Option<String>,
    /// Contracts of their own, where given.
    pub contracts: Vec<String>,
    /// When the person opted out of the weekly average.
    pub opt_out: Option<Day>,
    /// Leave, study leave and sickness.
    pub absences: Vec<Absence>,
    /// Duties before the period.
    pub history: Vec<PastDuty>,
    /// Leave that colleagues cover, where the person's own is given.
    pub cover: Option<ProspectiveCover>,
    /// First day in post, where it matters.
    pub joins: Option<Day>,
    /// The day after the last in post, where it matters.
    pub leaves: Option<Day>,
    /// The line of a pattern on which the person stands.
    pub line: Option<String>,
    /// Since when the person has been in service, for leave.
    pub service_from: Option<Day>,
    /// How often a full-time colleague works weekends, for part-time allowances.
    pub full_time_weekends: Option<Exact>,
}

impl Person {
    /// Somebody of whom nothing but the name is known: full time, always in post.
    pub fn named(name: &str) -> Person {
        Person {
            name: name.to_owned(),
            share: Share::FULL,
            grade: None,
            contracts: Vec::new(),
            opt_out: None,
            absences: Vec::new(),
            history: Vec::new(),
            cover: None,
            joins: None,
            leaves: None,
            line: None,
            service_from: None,
            full_time_weekends: None,
        }
    }

    /// The days in post within a period; nothing where there is none.
    pub fn in_post(&self, period: Period) -> Option<Period> {
        let from = self.joins.map_or(period.from, |day| day.max(period.from));
        let to = self.leaves.map_or(period.to, |day| day.min(period.to));
        (from < to).then_some(Period { from, to })
    }
}

/// A duty before the period, as the file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastDuty {
    /// Wall-clock start.
    pub start: Wall,
    /// Wall-clock end.
    pub end: Wall,
    /// What sort of duty.
    pub kind: Kind,
    /// Work expected within an on-call duty.
    pub work: Option<Minutes>,
    /// Rest expected within it.
    pub rest: Option<Minutes>,
    /// The longest unbroken rest expected within it.
    pub longest_rest: Option<Minutes>,
}

/// A share of full time in ten-thousandths, above zero and up to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// Full time.
    pub const FULL: Share = Share(10_000);

    /// Reads `0.6`, `1`, `1.0`.
    pub fn parse(text: &str) -> Option<Share> {
        let milli = thousandths(text)?;
        (1..=1000)
            .contains(&milli)
            .then(|| Share(milli as u16 * 10))
    }

    /// Whether the person works less than full time.
    pub fn part_time(self) -> bool {
        self < Share::FULL
    }

    /// The share in ten-thousandths.
    pub fn ten_thousandths(self) -> u16 {
        self.0
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = format!("{:04}", self.0 % 10_000);
        match (self.0 / 10_000, part.trim_end_matches('0')) {
            (whole, "") => write!(f, "{whole}"),
            (whole, part) => write!(f, "{whole}.{part}"),
        }
    }
}

/// A decimal with at most three places, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    Some(whole * 1000 + part)
}

pub(super) fn leave_weeks(f: &mut Fields<'_>, node: &Node) -> Option<i64> {
    let weeks = thousandths(&node.plain()).filter(|w| (0..52_000).contains(w));
    if weeks.is_none() {
        f.wrong_value(node, "leave-weeks-a-year", "weeks below 52, like 6.5");
    }
    weeks
}

/// A person's own leave; what they do not say is the department's.
fn own_cover(f: &mut Fields<'_>, of_all: Option<ProspectiveCover>) -> Option<ProspectiveCover> {
    let weeks = f.optional("leave-weeks-a-year");
    let hours = f.length_or_none("hours-in-a-leave-week");
    if weeks.is_none() && hours.is_none() {
        return None;
    }
    let given = weeks.is_some();
    let weeks = match weeks {
        Some(node) => leave_weeks(f, node),
        None => of_all.map(|c| c.leave_weeks_milli),
    };
    let minutes = hours
        .map(|h| i64::from(h.0))
        .or(of_all.map(|c| c.leave_week_minutes));
    if minutes.is_none() || (weeks.is_none() && !given) {
        let span = f.span();
        let title = "a person's own leave needs `leave-weeks-a-year` and `hours-in-a-leave-week`, unless `prospective-cover` of the department says the other";
        f.problem(&span, Diagnostic::error("C003", title));
    }
    Some(ProspectiveCover {
        leave_weeks_milli: weeks?,
        leave_week_minutes: minutes?,
    })
}

pub(super) fn read_absence(f: &mut Fields<'_>) -> Option<Absence> {
    let from = f.date("from");
    let to = f.date("to");
    let words = [
        ("leave", Kind::Leave),
        ("study", Kind::Study),
        ("sick", Kind::Sick),
    ];
    let kind = f.word_or("kind", &words, Kind::Leave);
    let (from, to) = (from?, to?);
    if to <= from || to.since(from) > 3660 {
        let span = f.span();
        let title =
            "leave ends before it begins, or lasts over ten years; `to` is the day after the last";
        f.problem(&span, Diagnostic::error("C004", title));
        return None;
    }
    Some(Absence { from, to, kind })
}

pub(super) fn read_person(f: &mut Fields<'_>, of_all: Option<ProspectiveCover>) -> Option<Person> {
    let name = f.text("name").map(str::to_owned);
    let share = match f.optional("share") {
        None => Some(Share::FULL),
        Some(node) => {
            let share = Share::parse(&node.plain());
            if share.is_none() {
                f.wrong_value(node, "share", "above 0 and up to 1, like 0.6");
            }
            share
        }
    };
    let grade = f.text_or_none("grade").map(str::to_owned);
    let contracts = owned(f.texts("contract"));
    let opt_out = f.date_or_none("opt-out");
    let cover = own_cover(f, of_all);
    let (joins, leaves) = post(f);
    let line = f.optional("line").map(Node::plain);
    let service_from = f.date_or_none("service-from");
    let full_time_weekends = full_time_weekends(f);
    let mut history = Vec::new();
    for (table, span) in f.tables("history") {
        let mut h = Fields::new(f.source, table, span.clone(), "`history`");
        let start = h.text("start").map(Wall::parse);
        let end = h.text("end").map(Wall::parse);
        let kind = h.word_or("kind", &Kind::WORDS, Kind::Day);
        let work = h.length_or_none("work");
        let rest = h.length_or_none("rest");
        let longest_rest = h.length_or_none("longest-rest");
        h.finish();
        match (start, end) {
            (Some(Some(start)), Some(Some(end))) if start < end => {
                history.push(PastDuty {
                    start,
                    end,
                    kind,
                    work,
                    rest,
                    longest_rest,
                });
            }
            _ => {
                let title = "`history` needs `start` and a later `end`, like 2026-11-01T20:30";
                f.problem(&span, Diagnostic::error("C004", title));
            }
        }
    }
    Some(Person {
        name: name?,
        share: share?,
        grade,
        contracts,
        opt_out,
        absences: Vec::new(),
        history,
        cover,
        joins,
        leaves,
        line,
        service_from,
        full_time_weekends,
    })
}

/// First day in post and the day after the last.
fn post(f: &mut Fields<'_>) -> (Option<Day>, Option<Day>) {
    let joins = f.date_or_none("joins");
    let leaves = f.date_or_none("leaves");
    if let (Some(first), Some(after)) = (joins, leaves)
        && after <= first
    {
        let span = f.span();
        let title = format!("this person leaves on {after}, before a first day on {first}");
        let help = "`leaves` is the day after the last in post";
        f.problem(&span, Diagnostic::error("C004", title).help(help));
        return (None, None);
    }
    (joins, leaves)
}

fn full_time_weekends(f: &mut Fields<'_>) -> Option<Exact> {
    let node = f.optional("full-time-weekends")?;
    let often = Exact::parse(&node.plain()).filter(|e| e.positive());
    if often.is_none() {
        f.wrong_value(node, "full-time-weekends", "a fraction like \"1/4\"");
    }
    often
}
