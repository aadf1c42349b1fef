//! A provision that the contract file states and the program does not judge.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R015"),
    name: "recorded",
    summary: "stated by the contract, not judged here, always listed as not checked",
    says: "not judged",
    doc: include_str!("recorded.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let why = c.fields.text("why")?;
    Some(Machine::Recorded(why.to_owned().into()))
}
