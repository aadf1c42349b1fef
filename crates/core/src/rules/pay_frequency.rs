//! A share of basic pay by how often a window of the week is worked.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{element, frequency};
use crate::diagnostic::Diagnostic;
use crate::pay::{Exact, Measure, Price};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P003"),
    name: "pay-frequency",
    summary: "a share of basic pay by how often a window of the week is worked",
    says: "{measured}",
    doc: include_str!("pay_frequency.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Pay,
    unit: Unit::Ratio,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let measure = frequency(c)?;
    let mut rows: Vec<(Exact, Exact)> = Vec::new();
    for (table, span) in c.fields.tables("rows") {
        let mut row = c.inner(table, span.clone(), "`rows`");
        let often = row.fields.text("at-least").and_then(Exact::parse);
        let share = row.fields.text("share").and_then(Exact::parse);
        row.finish();
        match (often, share) {
            (Some(often), Some(share)) => rows.push((often, share)),
            _ => c.fields.problem(
                &span,
                Diagnostic::error(
                    "C004",
                    "a row needs `at-least` like 1/3 and `share` like 7.5%",
                ),
            ),
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    Some(element(measure, Measure::Share, Price::Frequency { rows }))
}
