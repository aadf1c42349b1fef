//! Basic pay at a point of a scale.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{
    element, part_time_base, pounds_table, round_up, texts_table, weekly_hours,
};
use crate::pay::Price;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P001"),
    name: "pay-base",
    summary: "basic pay at a point of a scale",
    says: "{measured}",
    doc: include_str!("pay_base.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let (measure, quantity) = weekly_hours(c)?;
    let points = pounds_table(c, "points");
    let grades = texts_table(c, "grades");
    let week = c.fields.length("week");
    let price = Price::Base {
        points,
        grades,
        week: week?,
        round_up: round_up(c),
        part_time: part_time_base(c),
        rate_only: c.fields.flag("rate-only", false),
    };
    Some(element(measure, quantity, price))
}
