//! Number of duties of a class in the whole period.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::total::{Limit, Sum, Total};
use crate::diagnostic::Diagnostic;
use crate::time::Clock;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R018"),
    name: "duties-in-period",
    summary: "number of duties of a class in the whole period",
    says: "{measured} in the period, the limit is {limit}",
    doc: include_str!("duties_in_period.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let side = side(c)?;
    let limit = match side {
        Side::Max => Limit::AtMost(c.fields.count("max", 100_000)?),
        Side::Min => Limit::AtLeast(c.fields.count("min", 100_000)?),
    };
    Some(Machine::Total(Total {
        of: Sum::Duties { of: of?, limit },
        clock: Clock::Nominal,
    }))
}

/// On which side a clause has its limit.
pub(super) enum Side {
    /// `max` is given.
    Max,
    /// `min` is given.
    Min,
}

/// Exactly one of `max` and `min`: a clause with two limits would need two headrooms.
pub(super) fn side(c: &mut Compile<'_, '_>) -> Option<Side> {
    match (
        c.fields.optional("max").is_some(),
        c.fields.optional("min").is_some(),
    ) {
        (true, false) => Some(Side::Max),
        (false, true) => Some(Side::Min),
        _ => {
            let span = c.fields.span();
            let title = "either `max` or `min` must be given, and not both";
            let help = "write a clause for each of the two limits";
            let diagnostic = Diagnostic::error("C003", title).help(help);
            c.fields.problem(&span, diagnostic);
            None
        }
    }
}
