//! A measure that other elements of pay use, with no line of its own.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{element, frequency, hours_of_class, weekly_hours};
use crate::pay::{Measure, Price};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P007"),
    name: "pay-measure",
    summary: "a measure that other elements of pay use",
    says: "{measured}",
    doc: include_str!("pay_measure.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Hours,
    compile,
};

#[derive(Clone, Copy)]
enum What {
    WeeklyHours,
    Frequency,
    DutiesADay,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let words = [
        ("weekly-hours", What::WeeklyHours),
        ("frequency", What::Frequency),
        ("duties-a-day", What::DutiesADay),
    ];
    let (measure, quantity) = match c.fields.word("what", &words)? {
        What::WeeklyHours => weekly_hours(c)?,
        What::Frequency => (frequency(c)?, Measure::Share),
        What::DutiesADay => {
            let prospective_cover = c.fields.flag("prospective-cover", false);
            (
                hours_of_class(c)?,
                Measure::DutiesADay { prospective_cover },
            )
        }
    };
    Some(element(measure, quantity, Price::None))
}
