//! On which days something holds, and for whom.

use std::ops::Range;

use crate::contract::{Fields, Node, Value};
use crate::department::{Department, Person};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::time::{Day, Weekday};

/// Some days: those named by date, or else those of some weekdays within a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// A bit for each weekday, Monday first.
    weekdays: u8,
    dates: Vec<Day>,
    stretch: Option<(Day, Day)>,
}

/// Some people: of one of these grades, with every one of these skills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Grades; any where empty.
    pub grades: Vec<String>,
    /// Skills, all of which are needed.
    pub skills: Vec<String>,
}

const EVERY_DAY: u8 = 0b111_1111;

impl Default for When {
    fn default() -> When {
        When::ALWAYS
    }
}

impl When {
    /// Every day.
    pub const ALWAYS: When = When {
        weekdays: EVERY_DAY,
        dates: Vec::new(),
        stretch: None,
    };

    /// Whether the day is one of them.
    pub fn holds(&self, day: Day) -> bool {
        if !self.dates.is_empty() {
            return self.dates.contains(&day);
        }
        let within = self
            .stretch
            .is_none_or(|(from, to)| from <= day && day < to);
        within && self.weekdays >> day.weekday() as u8 & 1 == 1
    }

    /// Whether the days are named by date. What holds on a date stands in place of what holds on
    /// its weekday, as Christmas Day does.
    pub fn by_date(&self) -> bool {
        !self.dates.is_empty()
    }

    /// Whether the two share a day.
    pub(super) fn meets(&self, other: &When) -> bool {
        let common = |a: &When, b: &When| a.dates.iter().any(|d| b.holds(*d));
        if self.by_date() || other.by_date() {
            return common(self, other) || common(other, self);
        }
        let apart = match (self.stretch, other.stretch) {
            (Some((a, b)), Some((c, d))) => b <= c || d <= a,
            _ => false,
        };
        !apart && self.weekdays & other.weekdays != 0
    }

    /// Reads `days` (weekdays).
    fn read_days(f: &mut Fields<'_>) -> When {
        When {
            weekdays: weekdays(f),
            ..When::ALWAYS
        }
    }

    /// Reads `days` and `dates`.
    pub(super) fn read(f: &mut Fields<'_>) -> When {
        let mut when = When::read_days(f);
        when.dates = dates(f, "dates");
        if when.by_date() && f.optional("days").is_some() {
            let title = "`days` and `dates` cannot stand together";
            let help = "write one table for the weekdays and one for the dates";
            f.problem(&f.span(), Diagnostic::error("C091", title).help(help));
        }
        when
    }

    /// Reads `days`, `dates`, or `from` and `to`.
    pub(super) fn read_with_stretch(f: &mut Fields<'_>) -> When {
        let mut when = When::read(f);
        let (from, to) = (f.date_or_none("from"), f.date_or_none("to"));
        match (from, to) {
            (Some(from), Some(to)) if from < to => when.stretch = Some((from, to)),
            (None, None) => {}
            _ => {
                let title = "`from` and a later `to` belong together";
                let help = "`to` is the day after the last";
                f.problem(&f.span(), Diagnostic::error("C091", title).help(help));
            }
        }
        if when.stretch.is_some() && when.by_date() {
            let title = "`from` and `dates` cannot stand together";
            let help = "name the days, or say from when to when";
            f.problem(&f.span(), Diagnostic::error("C091", title).help(help));
        }
        when
    }
}

impl Who {
    /// Everybody.
    pub const ANYBODY: Who = Who {
        grades: Vec::new(),
        skills: Vec::new(),
    };

    /// Reads `grades` and `skills`.
    pub(super) fn read(f: &mut Fields<'_>) -> Who {
        Who {
            grades: names(f, "grades"),
            skills: names(f, "skills"),
        }
    }

    /// Whether a person with these skills is one of them.
    pub fn admits(&self, person: &Person, skills: &[String]) -> bool {
        let grade = person.grade.as_ref();
        let graded = self.grades.is_empty() || grade.is_some_and(|g| self.grades.contains(g));
        graded && self.skills.iter().all(|s| skills.contains(s))
    }

    /// The words for them: `ST3 or ST4 with airway`; nothing for everybody.
    pub fn words(&self) -> Option<String> {
        let grades = self.grades.join(" or ");
        let skills = self.skills.join(" and ");
        match (grades.is_empty(), skills.is_empty()) {
            (true, true) => None,
            (false, true) => Some(grades),
            (true, false) => Some(format!("with {skills}")),
            (false, false) => Some(format!("{grades} with {skills}")),
        }
    }
}

/// One name or a list of them.
pub(super) fn names(f: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    let texts = f.texts(key);
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

fn weekdays(f: &mut Fields<'_>) -> u8 {
    let mut mask = 0;
    let texts = f.texts("days");
    if texts.is_empty() {
        if let Some(node) = f.optional("days")
            && matches!(&node.value, Value::List(items) if items.is_empty())
        {
            f.wrong_value(node, "days", "at least one weekday");
        }
        return EVERY_DAY;
    }
    for (text, span) in texts {
        match text {
            "weekday" => mask |= 0b001_1111,
            "weekend" => mask |= 0b110_0000,
            _ => match Weekday::parse(text) {
                Some(day) => mask |= 1 << day as u8,
                None => {
                    let title = format!("`{text}` is not a weekday");
                    let help = "write Mon to Sun, or `weekday` or `weekend`";
                    f.problem(&span, Diagnostic::error("C004", title).help(help));
                }
            },
        }
    }
    mask
}

/// One date or a list of them.
pub(super) fn dates(f: &mut Fields<'_>, key: &'static str) -> Vec<Day> {
    let Some(node) = f.optional(key) else {
        return Vec::new();
    };
    let one = |node: &Node| match node.value {
        Value::Date(day) => Some(day),
        _ => None,
    };
    let days: Option<Vec<Day>> = match &node.value {
        Value::List(items) => items.iter().map(one).collect(),
        _ => one(node).map(|day| vec![day]),
    };
    match days {
        Some(days) if !days.is_empty() => days,
        _ => {
            f.wrong_value(node, key, "dates without quotes, like [2026-12-25]");
            Vec::new()
        }
    }
}

/// Shift types by code, as places in the department's list; those not on duty are refused.
pub(super) fn shifts(f: &mut Fields<'_>, key: &'static str, department: &Department) -> Vec<usize> {
    let texts = f.texts(key);
    texts
        .into_iter()
        .filter_map(|(code, span)| shift(f, code, &span, department))
        .collect()
}

/// The shift type of a code.
pub(super) fn shift(
    f: &mut Fields<'_>,
    code: &str,
    span: &Range<usize>,
    department: &Department,
) -> Option<usize> {
    let types = &department.shift_types;
    let duties = || types.iter().filter(|s| s.kind.is_duty());
    let found = types
        .iter()
        .position(|s| s.code == code && s.kind.is_duty());
    if found.is_none() {
        let title = format!("there is no shift `{code}` in this department");
        let mut diagnostic = Diagnostic::error("C005", title);
        let codes: Vec<&str> = duties().map(|s| s.code.as_str()).collect();
        diagnostic = match did_you_mean(code, codes.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None if codes.is_empty() => diagnostic.help("describe it with `[[shift]]`"),
            None => diagnostic.help(format!("there are: {}", codes.join(", "))),
        };
        f.problem(span, diagnostic);
    }
    found
}

/// People by name, as places in the department's list.
pub(super) fn people(f: &mut Fields<'_>, key: &'static str, department: &Department) -> Vec<usize> {
    let texts = f.texts(key);
    texts
        .into_iter()
        .filter_map(|(name, span)| {
            let found = department.people.iter().position(|p| p.name == name);
            if found.is_none() {
                let title = format!("there is no person `{name}` in this department");
                let names = department.people.iter().map(|p| p.name.as_str());
                let diagnostic =
                    Diagnostic::error("C005", title).help(match did_you_mean(name, names) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "names stand in `[[person]]`, letter for letter".to_owned(),
                    });
                f.problem(&span, diagnostic);
            }
            found
        })
        .collect()
}
