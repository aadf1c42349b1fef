//! Rest between one duty and the next.

use super::gap::Gap;
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R003"),
    name: "rest-between-duties",
    summary: "the gap between one duty and the next",
    says: "{measured} of rest, needs {limit}",
    doc: include_str!("rest_between_duties.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let min = c.fields.length("min");
    let joined = c.fields.flag("joined", false);
    let clock = c.clock();
    Some(Machine::Succession(Gap {
        of: of?,
        min: min?,
        joined,
        clock: clock?,
    }))
}
