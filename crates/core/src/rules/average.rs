//! Average weekly hours over a reference period.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::{Counts, Machine};
use super::total::{Leave, Sum, Total, WeeklyHours};
use crate::time::Minutes;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R001"),
    name: "average-weekly-hours",
    summary: "average weekly hours over a reference period",
    says: "{measured} a week on average, at most {limit}",
    doc: include_str!("average.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Hours,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let max = c.fields.length("max");
    let counts = c.fields.word("counts", &Counts::WORDS);
    let reference = c.fields.text("reference").map(str::to_owned);
    let weeks = match reference.as_deref() {
        None => None,
        Some("whole-period") => Some(None),
        Some(text) => match Minutes::parse(text) {
            Ok(m) if m.0 > 0 && m.0 % Minutes::DAY.0 == 0 && (m.0 / Minutes::DAY.0) % 7 == 0 => {
                Some(Some(m.0 / Minutes::DAY.0 / 7))
            }
            _ => {
                if let Some(node) = c.fields.optional("reference") {
                    c.fields
                        .wrong_value(node, "reference", "`whole-period` or weeks like 26w");
                }
                None
            }
        },
    };
    let words = [
        ("shortens", Leave::Shortens),
        ("replaced", Leave::Replaced),
        ("counts-as-no-work", Leave::Counts),
    ];
    let leave = c.fields.word("leave", &words);
    let round_up = c.fields.length_or_none("round-up").unwrap_or(Minutes(1));
    let prospective_cover = c.fields.flag("prospective-cover", false);
    let least = c.fields.length_or_none("least").unwrap_or(Minutes::ZERO);
    let clock = c.clock();
    Some(Machine::Total(Total {
        of: Sum::WeeklyHours(WeeklyHours {
            counts: counts?,
            max: max?,
            weeks: weeks?,
            leave: leave?,
            round_up,
            prospective_cover,
            least,
        }),
        clock: clock?,
    }))
}
