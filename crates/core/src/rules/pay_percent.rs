//! A share of basic pay for whoever has any duty of a class.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{element, hours_of_class, rounding, share};
use crate::pay::{Measure, Price};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P004"),
    name: "pay-percent",
    summary: "a share of basic pay for whoever has any duty of a class",
    says: "{measured}",
    doc: include_str!("pay_percent.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let measure = hours_of_class(c)?;
    let share = share(c, "share");
    let price = Price::Percent {
        share: share?,
        rounding: rounding(c),
    };
    Some(element(measure, Measure::Duties, price))
}
