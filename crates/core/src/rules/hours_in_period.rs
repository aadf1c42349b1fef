//! Hours of work in the whole period.

use super::duties_in_period::{Side, side};
use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Counts, Machine};
use super::total::{Limit, Sum, Total};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R019"),
    name: "hours-in-period",
    summary: "hours of work in the whole period",
    says: "{measured} of work in the period, the limit is {limit}",
    doc: include_str!("hours_in_period.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let counts = c.fields.word("counts", &Counts::WORDS);
    let clock = c.clock();
    let side = side(c)?;
    let limit = match side {
        Side::Max => Limit::AtMost(c.fields.length("max")?.0),
        Side::Min => Limit::AtLeast(c.fields.length("min")?.0),
    };
    Some(Machine::Total(Total {
        of: Sum::Hours {
            counts: counts?,
            limit,
        },
        clock: clock?,
    }))
}
