//! The fewest consecutive days without a class of duty between two runs of it.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::run::{Ask, Days, Run};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R017"),
    name: "shortest-rest-days",
    summary: "the fewest consecutive days without a class of duty between two runs of it",
    says: "{measured} free, at least {limit}",
    doc: include_str!("shortest_rest_days.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Days,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let min = c.fields.count("min", 366);
    let days = c.fields.word("days", &Days::WORDS);
    Some(Machine::Run(Run {
        of: of?,
        days: days?,
        ask: Ask::DaysFree { min: min? },
        clock: crate::time::Clock::Nominal,
    }))
}
