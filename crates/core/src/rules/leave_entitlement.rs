//! Days of leave a year, by years of service.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::of_leave::{Entitlement, OfLeave};
use crate::diagnostic::Diagnostic;
use crate::pay::Exact;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("L001"),
    name: "leave-entitlement",
    summary: "days of leave a year, by years of service",
    says: "{measured}",
    doc: include_str!("leave_entitlement.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Leave,
    unit: Unit::Days,
    compile,
};

/// Nobody serves longer.
const MOST_YEARS: i64 = 80;

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    c.fields.required("steps")?;
    let mut steps = Vec::new();
    for (table, span) in c.fields.tables("steps") {
        let mut step = c.inner(table, span, "`steps`");
        let years = step.fields.count("after-years", MOST_YEARS);
        let days = match step.fields.required("days") {
            Some(node) => {
                let days = Exact::parse(&node.plain()).filter(|d| d.positive());
                if days.is_none() {
                    step.fields
                        .wrong_value(node, "days", "days a year, like 27");
                }
                days
            }
            None => None,
        };
        step.finish();
        steps.extend(years.zip(days));
    }
    steps.sort_by_key(|(years, _)| *years);
    let part_time_round_up = match c.fields.optional("part-time-round-up") {
        Some(node) => {
            let step = Exact::parse(&node.plain()).filter(|e| e.positive());
            if step.is_none() {
                c.fields
                    .wrong_value(node, "part-time-round-up", "part of a day, like \"1/2\"");
            }
            step
        }
        None => None,
    };
    if steps.first().is_none_or(|(years, _)| *years > 0) {
        let span = c.fields.span();
        let title = "`steps` must say what holds from the first day: one with `after-years = 0`";
        c.fields.problem(&span, Diagnostic::error("C003", title));
        return None;
    }
    Some(Machine::Leave(Box::new(OfLeave::Entitlement(
        Entitlement {
            steps,
            part_time_round_up,
        },
    ))))
}
