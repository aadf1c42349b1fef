//! A sum a year.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{element, pounds_table};
use crate::pay::{FlatBy, Measure, Price};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P005"),
    name: "pay-flat",
    summary: "a sum a year",
    says: "{measured}",
    doc: include_str!("pay_flat.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Duties,
    compile,
};

#[expect(
    clippy::unnecessary_wraps,
    reason = "every kind compiles with this signature"
)]
fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let sums = pounds_table(c, "sums");
    let words = [
        ("nothing", FlatBy::Nothing),
        ("location", FlatBy::Location),
        ("premium", FlatBy::Premium),
    ];
    let by = c.fields.word_or("by", &words, FlatBy::Nothing);
    let pro_rata = c.fields.flag("pro-rata", false);
    let price = Price::Flat { sums, by, pro_rata };
    Some(element(
        Machine::Recorded("a flat sum".into()),
        Measure::Duties,
        price,
    ))
}
