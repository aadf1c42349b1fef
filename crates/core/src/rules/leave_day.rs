//! How long a day of leave is, for leave counted in hours.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::of_leave::OfLeave;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("L002"),
    name: "leave-day",
    summary: "how long a day of leave is",
    says: "{measured}",
    doc: include_str!("leave_day.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Leave,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let day = c.fields.length("day")?;
    Some(Machine::Leave(Box::new(OfLeave::Day(day))))
}
