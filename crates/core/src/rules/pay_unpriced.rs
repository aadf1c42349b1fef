//! Pay for a class of duty that a contract speaks of, and for which no sum is known.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{element, hours_of_class};
use crate::pay::{Measure, Price};
use crate::time::Minutes;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P009"),
    name: "pay-unpriced",
    summary: "pay for a class of duty for which no sum is known",
    says: "{measured}",
    doc: include_str!("pay_unpriced.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let measure = hours_of_class(c)?;
    let above = c.fields.length_or_none("above");
    let why = c.fields.text("why")?.to_owned();
    let quantity = match above {
        Some(_) => Measure::WeeklyMinutes {
            prospective_cover: false,
        },
        None => Measure::Duties,
    };
    let above = above.unwrap_or(Minutes::ZERO);
    Some(element(measure, quantity, Price::Unpriced { why, above }))
}
