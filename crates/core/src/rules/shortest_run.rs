//! The shortest run of consecutive days with a class of duty.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::run::{Ask, Days, Run};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R016"),
    name: "shortest-run",
    summary: "the shortest run of consecutive days with a class of duty",
    says: "{measured} in a row, at least {limit}",
    doc: include_str!("shortest_run.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let min = c.fields.count("min", 366);
    let days = c.fields.word("days", &Days::WORDS);
    Some(Machine::Run(Run {
        of: of?,
        days: days?,
        ask: Ask::AtLeast { min: min? },
        clock: crate::time::Clock::Nominal,
    }))
}
