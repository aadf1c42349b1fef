//! How many people, of whom, when: by shift type, by the clock, and who must not be there alone.

use super::when::{When, Who, shifts};
use crate::contract::{Fields, Value};
use crate::department::Department;
use crate::diagnostic::{Diagnostic, Place};
use crate::time::ClockTime;

/// How many are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Fewer are a gap.
    pub least: i32,
    /// As many as one would like.
    pub wanted: i32,
    /// More are too many, where there is such a number.
    pub most: Option<i32>,
}

/// So many people on a shift type, or on several counted together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// Places in the list of shift types.
    pub shifts: Vec<usize>,
    /// On which days they begin.
    pub when: When,
    /// Who counts.
    pub who: Who,
    /// How many.
    pub asked: Asked,
    /// Where it stands.
    pub place: Place,
}

/// So many people present between two clock times.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// First minute.
    pub from: ClockTime,
    /// The minute after the last; at or before the first it is on the next day.
    pub to: ClockTime,
    /// On which days it begins.
    pub when: When,
    /// Who counts.
    pub who: Who,
    /// How many.
    pub asked: Asked,
    /// Where it stands.
    pub place: Place,
}

/// Nobody of some without somebody of others.
#[derive(Clone, Debug, PartialEq)]
pub struct Supervision {
    /// Who must not be there alone.
    pub of: Who,
    /// Who must be there then.
    pub by: Who,
    /// For how many one of them suffices; for any number where nothing is said.
    pub each: Option<i32>,
    /// On which days.
    pub when: When,
    /// Shift types that it is asked of; where empty, whoever is in the house at any time.
    pub shifts: Vec<usize>,
    /// Where it stands.
    pub place: Place,
}

/// More people than this are a slip of the pen.
const MOST_PEOPLE: i64 = 1000;

fn read_asked(f: &mut Fields<'_>) -> Option<Asked> {
    let mut count = |key: &'static str| {
        let node = f.optional(key)?;
        match node.value {
            Value::Integer(n @ 0..=MOST_PEOPLE) => Some(n as i32),
            _ => {
                let what = format!("a whole number from 0 to {MOST_PEOPLE}");
                f.wrong_value(node, key, &what);
                None
            }
        }
    };
    let (least, wanted, most) = (count("least"), count("wanted"), count("most"));
    if least.is_none() && wanted.is_none() && most.is_none() {
        let title = "this asks for nothing: one of `least`, `wanted` and `most` is needed";
        let help = "`least = 1` asks for one; fewer are then a gap";
        f.problem(&f.span(), Diagnostic::error("C003", title).help(help));
        return None;
    }
    let least = least.unwrap_or(0);
    let wanted = wanted.unwrap_or(least);
    let top = most.unwrap_or(i32::MAX);
    if !(least <= wanted && wanted <= top) {
        let title = "`least`, `wanted` and `most` must not fall";
        let help =
            format!("here they are {least}, {wanted}, {top}; what is left out is the one before");
        f.problem(&f.span(), Diagnostic::error("C093", title).help(help));
        return None;
    }
    Some(Asked {
        least,
        wanted,
        most,
    })
}

pub(super) fn read_cover(f: &mut Fields<'_>, department: &Department) -> Option<Cover> {
    let place = f.source.place(&f.span());
    f.required("shifts");
    let shifts = shifts(f, "shifts", department);
    let when = When::read(f);
    let who = Who::read(f);
    let asked = read_asked(f)?;
    (!shifts.is_empty()).then_some(Cover {
        shifts,
        when,
        who,
        asked,
        place,
    })
}

pub(super) fn read_demand(f: &mut Fields<'_>) -> Option<Demand> {
    let place = f.source.place(&f.span());
    let (from, to) = (half_hour(f, "from"), half_hour(f, "to"));
    let when = When::read(f);
    let who = Who::read(f);
    let asked = read_asked(f)?;
    Some(Demand {
        from: from?,
        to: to?,
        when,
        who,
        asked,
        place,
    })
}

/// Demand is counted by half-hours.
fn half_hour(f: &mut Fields<'_>, key: &'static str) -> Option<ClockTime> {
    let node = f.required(key)?;
    let time = f.as_clock_time(key, node)?;
    if time.0 % 30 != 0 {
        f.wrong_value(node, key, "a whole or a half hour, like 13:30");
        return None;
    }
    Some(time)
}

pub(super) fn read_supervision(f: &mut Fields<'_>, department: &Department) -> Option<Supervision> {
    let place = f.source.place(&f.span());
    let (of, by) = (who(f, "of"), who(f, "by"));
    let each = f.optional("each").and_then(|node| match node.value {
        Value::Integer(n @ 1..=MOST_PEOPLE) => Some(n as i32),
        _ => {
            f.wrong_value(node, "each", "a whole number from 1 to 1000");
            None
        }
    });
    let when = When::read(f);
    let shifts = shifts(f, "shifts", department);
    Some(Supervision {
        of: of?,
        by: by?,
        each,
        when,
        shifts,
        place,
    })
}

/// `{ grades = …, skills = … }`; everybody would make no sense here.
fn who(f: &mut Fields<'_>, key: &'static str) -> Option<Who> {
    let node = f.required(key)?;
    let (table, span) = f.table(key)?;
    let mut w = Fields::new(f.source, table, span, format!("`{key}`"));
    let who = Who::read(&mut w);
    w.finish();
    if who == Who::ANYBODY {
        f.wrong_value(
            node,
            key,
            "some grades or skills, like { grades = [\"F1\"] }",
        );
        return None;
    }
    Some(who)
}
