//! A row of the comparison in words.

use super::duties::{Row, Status};
use crate::rota::{Duty, OnCall};
use crate::time::{Clock, Minutes};

/// `Mon 6 Mar 2017 09:00–17:00: finished 45 min late (17:45)`.
pub fn row_words(row: &Row) -> String {
    let day = row.planned.first().or(row.worked.first());
    let day = day.map_or(String::new(), |d| d.day().long());
    let planned = times(&row.planned);
    let worked = times(&row.worked);
    match row.status {
        Status::AsPlanned => format!("{day} {planned}: as planned"),
        Status::Changed => format!("{day} {planned}: {}", changed(row)),
        Status::Extra => format!("{day}: worked {worked}, not planned"),
        Status::BeyondPlan => {
            format!("{day}: worked {worked}; the plan says nothing of these days")
        }
        Status::Absent(kind) => {
            let why = match kind {
                crate::rota::Kind::Sick => "sick",
                crate::rota::Kind::Study => "study leave",
                _ => "leave",
            };
            format!("{day} {planned}: not worked, {why}")
        }
        Status::NoRecord => format!("{day} {planned}: no record; not worked, or not written down"),
        Status::BeyondRecord => {
            format!("{day} {planned}: the record says nothing of these days")
        }
    }
}

fn changed(row: &Row) -> String {
    let mut parts = Vec::new();
    let moved = |by: Option<Minutes>, verb: &str, at: Option<&Duty>, end: bool| {
        let (by, at) = by.zip(at)?;
        if by == Minutes::ZERO {
            return None;
        }
        let side = if by > Minutes::ZERO { "late" } else { "early" };
        let moment = if end { at.end } else { at.start };
        Some(format!(
            "{verb} {} {side} ({})",
            by.abs(),
            moment.wall.time()
        ))
    };
    parts.extend(moved(
        row.start_moved(),
        "started",
        row.worked.first(),
        false,
    ));
    parts.extend(moved(row.end_moved(), "finished", row.worked.last(), true));
    match (row.planned.len(), row.worked.len()) {
        (1, 1) => {}
        (1, n) => parts.push(format!("worked in {n} parts: {}", times(&row.worked))),
        (n, 1) => parts.push(format!("{n} duties worked as one")),
        (n, m) => parts.push(format!("{n} duties planned, {m} worked")),
    }
    let on_call = |duties: &[Duty]| duties.first().map(|d| d.kind.on_call());
    if on_call(&row.planned) != on_call(&row.worked) {
        let kind = |duties: &[Duty]| duties.first().map_or("", |d| d.kind.word());
        parts.push(format!(
            "planned as {}, recorded as {}",
            kind(&row.planned),
            kind(&row.worked)
        ));
    }
    if on_call(&row.worked) == Some(OnCall::NonResident) {
        parts.push(match (row.over, row.under) {
            (Some(Minutes::ZERO), Some(Minutes::ZERO)) => "as much work on call as planned".into(),
            (Some(Minutes::ZERO), Some(less)) => format!("{less} less work on call than planned"),
            (Some(more), _) => format!("{more} more work on call than planned"),
            _ => "work on call is not in both files".to_owned(),
        });
    }
    if parts.is_empty() {
        "as planned".to_owned()
    } else {
        parts.join(", ")
    }
}

/// `09:00–17:00`, with the days where a duty lasts into the day after next.
fn times(duties: &[Duty]) -> String {
    let one = |duty: &Duty| {
        let days = duty.end.wall.day().since(duty.start.wall.day());
        let further = if duty.length(Clock::Nominal) > Minutes::DAY {
            format!(" {days} days later")
        } else {
            String::new()
        };
        format!(
            "{}–{}{further}",
            duty.start.wall.time(),
            duty.end.wall.time()
        )
    };
    duties.iter().map(one).collect::<Vec<_>>().join(" and ")
}
