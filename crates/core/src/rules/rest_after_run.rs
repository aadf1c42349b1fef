//! Rest after a run of duties of a class.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::run::{Ask, Days, Due, Run};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R006"),
    name: "rest-after-run",
    summary: "rest due once a run of duties has reached a length",
    says: "{measured} of rest after the run, needs {limit}",
    doc: include_str!("rest_after_run.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let trigger = c.fields.count("after", 366);
    let min = c.fields.length("min");
    let ended_by = c.class("ended-by");
    let days = c.fields.word("days", &Days::WORDS);
    let due = c.fields.word("due", &Due::WORDS);
    let clock = c.clock();
    Some(Machine::Run(Run {
        of: of?,
        days: days?,
        ask: Ask::Rest {
            trigger: trigger?,
            min: min?,
            ended_by: ended_by?,
            due: due?,
        },
        clock: clock?,
    }))
}
