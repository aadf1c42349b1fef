//! Weekly hours at a share of the annual rate of one weekly hour: additional and enhanced hours.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{conditions, element, round_up, share, weekly_hours};
use crate::pay::Price;
use crate::time::Minutes;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P002"),
    name: "pay-weekly-hours",
    summary: "weekly hours at a share of the rate of one weekly hour",
    says: "{measured}",
    doc: include_str!("pay_weekly_hours.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let (measure, quantity) = weekly_hours(c)?;
    let share = share(c, "share");
    let above = c.fields.length_or_none("above").unwrap_or(Minutes::ZERO);
    let full_time_only = c.fields.flag("full-time-only", false);
    let week = c.fields.length("week");
    let only_if = conditions(c, "only-if").into_iter().next();
    let price = Price::WeeklyHours {
        share: share?,
        above,
        full_time_only,
        only_if,
        round_up: round_up(c),
        week: week?,
    };
    Some(element(measure, quantity, price))
}
