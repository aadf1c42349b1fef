//! Hours in the period at a share of the hourly rate.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{element, hours_of_class, rounding};
use crate::contract::Value;
use crate::pay::{Exact, Measure, Price};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P006"),
    name: "pay-per-hour",
    summary: "hours in the period at a share of the hourly rate",
    says: "{measured}",
    doc: include_str!("pay_per_hour.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let stated = c.fields.text_or_none("stated").map(str::to_owned);
    let measure = match &stated {
        Some(_) => Machine::Recorded("hours that are stated".into()),
        None => hours_of_class(c)?,
    };
    let mut shares = Vec::new();
    match c.fields.required("share").map(|n| (n, &n.value)) {
        Some((node, Value::Text(text))) => match Exact::parse(text) {
            Some(share) => shares.push((String::new(), share)),
            None => c.fields.wrong_value(node, "share", "a share like 30%"),
        },
        Some((_, Value::Table(table))) => {
            for entry in &table.entries {
                match Exact::parse(&entry.node.plain()) {
                    Some(share) => shares.push((entry.key.clone(), share)),
                    None => c
                        .fields
                        .wrong_value(&entry.node, "share", "a share like 30%"),
                }
            }
        }
        Some((node, _)) => c
            .fields
            .wrong(node, "share", "a share, or a table of shares by band"),
        None => {}
    }
    let week = c.fields.length("week");
    let weeks = c.fields.required("weeks-a-year").and_then(|node| {
        let weeks = Exact::parse(&node.plain()).filter(|w| w.positive());
        if weeks.is_none() {
            c.fields
                .wrong_value(node, "weeks-a-year", "a number like 365/7");
        }
        weeks
    });
    let price = Price::Hourly {
        shares,
        week: week?,
        weeks_a_year: weeks?,
        rounding: rounding(c),
        stated,
    };
    Some(element(measure, Measure::Minutes, price))
}
