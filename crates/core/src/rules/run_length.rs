//! The longest run of consecutive days with a class of duty.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::run::{Ask, Days, Run};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R005"),
    name: "run-length",
    summary: "the longest run of consecutive days with a class of duty",
    says: "{measured} in a row, at most {limit}",
    doc: include_str!("run_length.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let max = c.fields.count("max", 366);
    let days = c.fields.word("days", &Days::WORDS);
    Some(Machine::Run(Run {
        of: of?,
        days: days?,
        ask: Ask::Length {
            max: max?,
            except: Vec::new(),
        },
        clock: crate::time::Clock::Nominal,
    }))
}
