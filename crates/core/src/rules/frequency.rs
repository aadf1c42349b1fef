//! How often a window of the week, such as the weekend, is worked.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::total::{Compare, Sum, Total, Touch};
use crate::contract::{Fraction, week_window};
use crate::diagnostic::Diagnostic;
use crate::time::Clock;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R009"),
    name: "frequency",
    summary: "how often a window of the week, such as the weekend, is worked",
    says: "{measured} worked, at most {limit}",
    doc: include_str!("frequency.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Ratio,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let max = c.fields.fraction("max");
    let words = [
        ("exact", Compare::Exact),
        ("rounded-reciprocal", Compare::RoundedReciprocal),
    ];
    let compare = c.fields.word("compare", &words);
    // every parameter is read before one that is missing ends it, so that all are told
    let unlimited = Fraction { of: 1, per: 1 };
    let measured = windows_worked(
        c,
        max.unwrap_or(unlimited),
        compare.unwrap_or(Compare::Exact),
    );
    measured.filter(|_| max.is_some() && compare.is_some())
}

/// The share of windows worked, against a limit: a clause that judges has one of its own, pay none.
pub(super) fn windows_worked(
    c: &mut Compile<'_, '_>,
    max: Fraction,
    compare: Compare,
) -> Option<Machine> {
    let of = c.class("of");
    let window = week_window(&mut c.fields, "window");
    if window.is_none() {
        let span = c.fields.span();
        let title = "`window` must say which part of the week is meant";
        c.fields.problem(&span, Diagnostic::error("C003", title));
    }
    let touches = [("overlap", Touch::Overlap), ("start", Touch::Start)];
    let touch = c.fields.word("touch", &touches);
    Some(Machine::Total(Total {
        of: Sum::Frequency {
            of: of?,
            window: window?,
            touch: touch?,
            max,
            compare,
        },
        clock: Clock::Nominal,
    }))
}
