//! A supplement on basic pay by a decision flow over measures of the rota.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::pay_parts::{conditions, element};
use crate::diagnostic::Diagnostic;
use crate::pay::{Exact, Flow, Measure, Price, Row};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("P008"),
    name: "pay-band",
    summary: "a supplement on basic pay by a decision flow",
    says: "{measured}",
    doc: include_str!("pay_band.md"),
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
    let mut rows = Vec::new();
    for (table, span) in c.fields.tables("rows") {
        let mut row = c.inner(table, span, "`rows`");
        let all = conditions(&mut row, "all");
        let any = conditions(&mut row, "any");
        let band = row.fields.text("band").map(str::to_owned);
        let asks = row.fields.text("asks").map(str::to_owned);
        row.finish();
        if let (Some(band), Some(asks)) = (band, asks) {
            rows.push(Row {
                all,
                any,
                band,
                asks,
            });
        }
    }
    let mut supplements = Vec::new();
    if let Some((table, _)) = c.fields.table("supplements") {
        for entry in &table.entries {
            match Exact::parse(&entry.node.plain()) {
                Some(share) => supplements.push((entry.key.clone(), share)),
                None => c
                    .fields
                    .wrong_value(&entry.node, &entry.key, "a share like 50%"),
            }
        }
    }
    for row in &rows {
        if !supplements.iter().any(|(band, _)| *band == row.band) {
            let title = format!("the band `{}` has no supplement", row.band);
            let span = c.fields.span();
            c.fields.problem(&span, Diagnostic::error("C005", title));
        }
    }
    let flow = Flow { rows, supplements };
    Some(element(
        Machine::Recorded("a decision flow".into()),
        Measure::Duties,
        Price::Band(flow),
    ))
}
