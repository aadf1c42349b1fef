//! Average daily hours of those who work nights.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Counts, Machine};
use super::total::{Sum, Total};
use crate::time::Minutes;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R014"),
    name: "night-work-average",
    summary: "average daily hours of those who work nights",
    says: "{measured} a day on average, at most {limit}",
    doc: include_str!("night_average.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let max = c.fields.length("max");
    let counts = c.fields.word("counts", &Counts::WORDS);
    let least = c.fields.length_or_none("least").unwrap_or(Minutes::ZERO);
    let clock = c.clock();
    Some(Machine::Total(Total {
        of: Sum::NightWork {
            counts: counts?,
            of: of?,
            max: max?,
            least,
        },
        clock: clock?,
    }))
}
