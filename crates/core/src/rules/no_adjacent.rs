//! No two duties of a class on neighbouring days, with exceptions.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::run::{Ask, Days, Run};
use crate::contract::Value;
use crate::diagnostic::Diagnostic;
use crate::time::{Clock, Weekday};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("R010"),
    name: "no-adjacent",
    summary: "no two duties of a class on neighbouring days, with exceptions",
    says: "{measured} on neighbouring days, at most {limit}",
    doc: include_str!("no_adjacent.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Judge,
    unit: Unit::Duties,
    compile,
};

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let of = c.class("of");
    let max = c.fields.count("max", 366);
    let mut except = Vec::new();
    if let Some(node) = c.fields.optional("except") {
        let Value::List(items) = &node.value else {
            c.fields.wrong(node, "except", "a list like [\"Sat+Sun\"]");
            return None;
        };
        for item in items {
            let text = c.fields.as_text("except", item)?;
            let pair = text
                .split_once('+')
                .and_then(|(a, b)| Some((Weekday::parse(a)?, Weekday::parse(b)?)));
            match pair {
                Some(pair) => except.push(pair),
                None => c.fields.problem(
                    &item.span,
                    Diagnostic::error("C004", format!("`{text}` is not a pair like Sat+Sun")),
                ),
            }
        }
    }
    let max = max?;
    if max > 1 {
        // an agreement for longer runs counts every neighbour
        except.clear();
    }
    Some(Machine::Run(Run {
        of: of?,
        days: Days::Start,
        ask: Ask::Length { max, except },
        clock: Clock::Nominal,
    }))
}
