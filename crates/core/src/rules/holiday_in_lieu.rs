//! When a day off is owed in lieu of a public holiday.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::of_leave::{InLieu, OfLeave, Rest};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("L003"),
    name: "holiday-in-lieu",
    summary: "when a day off is owed in lieu of a public holiday",
    says: "{measured}",
    doc: include_str!("holiday_in_lieu.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Leave,
    unit: Unit::Days,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let from = c.fields.clock_time("from");
    let to = c.fields.clock_time("to");
    let on_call = c.fields.flag("on-call", false);
    let rest = c.fields.word("rest", &Rest::WORDS);
    let part_time_combined = c.fields.flag("part-time-combined", false);
    Some(Machine::Leave(Box::new(OfLeave::InLieu(InLieu {
        from: from?,
        to: to?,
        on_call,
        rest: rest?,
        part_time_combined,
    }))))
}
