//! One person's record beside the plan, duty by duty.
//!
//! Duties belong together where they overlap; nothing else is guessed. A duty that was moved to
//! another time is told as one that was not worked and one that was not planned.

use crate::rota::{Absence, Duty, Kind, OnCall, Period, Roster};
use crate::time::{Clock, Minutes};

/// Duties of the plan and of the record that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Duties planned, in order.
    pub planned: Vec<Duty>,
    /// Duties worked, in order.
    pub worked: Vec<Duty>,
    /// What came of the plan.
    pub status: Status,
    /// Worked outside what was planned; nothing where on-call work is not recorded.
    pub over: Option<Minutes>,
    /// Planned and not worked.
    pub under: Option<Minutes>,
    /// Breaks, where both files record them.
    pub breaks: Option<BreaksTaken>,
}

/// Breaks planned and taken, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreaksTaken {
    /// Minutes planned.
    pub planned: Minutes,
    /// Minutes taken.
    pub taken: Minutes,
}

impl BreaksTaken {
    /// Minutes planned and not taken.
    pub fn missed(&self) -> Minutes {
        (self.planned - self.taken).max(Minutes::ZERO)
    }
}

/// What came of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Worked to the minute.
    AsPlanned,
    /// Worked at other times, or for another length of work on call.
    Changed,
    /// Worked, though nothing was planned then.
    Extra,
    /// Worked on a day of which the plan says nothing.
    BeyondPlan,
    /// Planned, with leave or sickness in the record.
    Absent(Kind),
    /// Planned, and nothing in the record: not worked, or not written down.
    NoRecord,
    /// Planned for a day of which the record says nothing.
    BeyondRecord,
}

impl Status {
    /// For the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::AsPlanned => "as-planned",
            Status::Changed => "changed",
            Status::Extra => "not-planned",
            Status::BeyondPlan => "beyond-the-plan",
            Status::Absent(_) => "absent",
            Status::NoRecord => "no-record",
            Status::BeyondRecord => "beyond-the-record",
        }
    }
}

impl Row {
    /// Minutes by which the start was later than planned; negative where it was earlier.
    pub fn start_moved(&self) -> Option<Minutes> {
        let (plan, record) = (self.planned.first()?, self.worked.first()?);
        Some(record.start.instant.since(plan.start.instant))
    }

    /// Minutes by which the end was later than planned; negative where it was earlier.
    pub fn end_moved(&self) -> Option<Minutes> {
        let (plan, record) = (self.planned.last()?, self.worked.last()?);
        Some(record.end.instant.since(plan.end.instant))
    }

    /// Start of the first duty, for the order of rows.
    fn from(&self) -> i32 {
        let first = |duties: &[Duty]| duties.first().map_or(i32::MAX, |d| d.start.instant.0);
        first(&self.planned).min(first(&self.worked))
    }
}

/// Sets one person's record beside the plan.
pub(super) fn rows(
    planned: &Roster,
    plan_period: Period,
    worked: &Roster,
    record_period: Period,
) -> Vec<Row> {
    let plan = &planned.duties[planned.judged.clone()];
    let record = &worked.duties[worked.judged.clone()];
    let mut rows: Vec<Row> = Vec::new();
    let (mut p, mut w) = (0, 0);
    while p < plan.len() || w < record.len() {
        let (p_from, w_from) = (p, w);
        // a row grows as long as the next duty of either file reaches into it
        let mut end = i32::MIN;
        loop {
            let next_plan = plan.get(p).map(|d| d.start.instant.0);
            let next_record = record.get(w).map(|d| d.start.instant.0);
            let take_plan = match (next_plan, next_record) {
                (Some(a), Some(b)) => a <= b,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            let duty = if take_plan { plan[p] } else { record[w] };
            let begun = p > p_from || w > w_from;
            if begun && duty.start.instant.0 >= end {
                break;
            }
            end = end.max(duty.end.instant.0);
            if take_plan {
                p += 1;
            } else {
                w += 1;
            }
        }
        rows.push(row(
            plan[p_from..p].to_vec(),
            record[w_from..w].to_vec(),
            plan_period,
            record_period,
            &worked.absences,
        ));
    }
    rows.sort_by_key(Row::from);
    rows
}

fn row(
    planned: Vec<Duty>,
    worked: Vec<Duty>,
    plan_period: Period,
    record_period: Period,
    absences: &[Absence],
) -> Row {
    let (over, under) = beside(&planned, &worked);
    let status = match (planned.first(), worked.first()) {
        (Some(duty), None) => missing(duty, record_period, absences),
        (None, Some(duty)) if !plan_period.contains(duty.day()) => Status::BeyondPlan,
        (None, _) => Status::Extra,
        (Some(_), Some(_)) => {
            let same = planned.len() == worked.len()
                && planned.iter().zip(&worked).all(|(a, b)| {
                    a.start == b.start
                        && a.end == b.end
                        && (a.kind.on_call() == b.kind.on_call())
                        && (a.kind.on_call() != OnCall::NonResident
                            || a.expected_work() == b.expected_work())
                });
            if same {
                Status::AsPlanned
            } else {
                Status::Changed
            }
        }
    };
    let breaks = breaks(&planned, &worked);
    // nothing is owed, either way, for days of which one of the files says nothing
    let outside = matches!(status, Status::BeyondPlan | Status::BeyondRecord);
    let counted = |minutes: Option<Minutes>| {
        if outside {
            Some(Minutes::ZERO)
        } else {
            minutes
        }
    };
    Row {
        over: counted(over),
        under: counted(under),
        planned,
        worked,
        status,
        breaks,
    }
}

fn missing(duty: &Duty, record: Period, absences: &[Absence]) -> Status {
    let day = duty.day();
    if let Some(away) = absences.iter().find(|a| a.from <= day && day < a.to) {
        return Status::Absent(away.kind);
    }
    if record.contains(day) {
        Status::NoRecord
    } else {
        Status::BeyondRecord
    }
}

/// Work outside the plan, and plan without work, by the stopwatch. Of non-resident on-call only the
/// work counts, and where it is not recorded nothing can be said.
fn beside(planned: &[Duty], worked: &[Duty]) -> (Option<Minutes>, Option<Minutes>) {
    let on_call = |d: &&Duty| d.kind.on_call() == OnCall::NonResident;
    if planned.iter().chain(worked).any(|d| on_call(&d)) {
        let work = |duties: &[Duty]| -> Option<Minutes> {
            duties
                .iter()
                .map(|d| match d.kind.on_call() {
                    OnCall::NonResident => d.expected_work(),
                    OnCall::No | OnCall::Resident => Some(d.length(Clock::Elapsed)),
                })
                .sum()
        };
        let more = |a: Option<Minutes>, b: Option<Minutes>| Some((a? - b?).max(Minutes::ZERO));
        return (
            more(work(worked), work(planned)),
            more(work(planned), work(worked)),
        );
    }
    let length =
        |duties: &[Duty]| -> i32 { duties.iter().map(|d| d.length(Clock::Elapsed).0).sum() };
    let mut both = 0;
    for a in planned {
        for b in worked {
            let from = a.start.instant.0.max(b.start.instant.0);
            let to = a.end.instant.0.min(b.end.instant.0);
            both += (to - from).max(0);
        }
    }
    (
        Some(Minutes(length(worked) - both)),
        Some(Minutes(length(planned) - both)),
    )
}

fn breaks(planned: &[Duty], worked: &[Duty]) -> Option<BreaksTaken> {
    if planned.is_empty() || worked.is_empty() {
        return None;
    }
    let minutes = |duties: &[Duty]| -> Option<Minutes> {
        duties
            .iter()
            .map(|d| {
                let each = d.breaks.as_ref()?.each().iter();
                Some(Minutes(each.map(|m| i32::from(*m)).sum()))
            })
            .sum()
    };
    Some(BreaksTaken {
        planned: minutes(planned)?,
        taken: minutes(worked)?,
    })
}
