//! Clauses that speak of another clause of their contract must name one that is there.

use super::clause::{Contract, Version};
use super::tree::Source;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rules::{Machine, OfWorked};

/// Tells of each name in a compiled clause that no clause of the contract has.
pub(super) fn check(
    source: &mut Source,
    contract: &Contract,
    version: &Version,
    machine: &Machine,
) {
    let Machine::Worked(record) = machine else {
        return;
    };
    for name in record.names() {
        let Some(clause) = contract.clause(name) else {
            let title = format!("the parameters speak of the clause `{name}`, which is not here");
            let mut diagnostic = Diagnostic::error("C005", title);
            let known = contract.clauses.iter().map(|c| c.id.as_str());
            if let Some(near) = did_you_mean(name, known) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            source.problem(&version.span, diagnostic);
            continue;
        };
        if let OfWorked::Fine(fine) = record.as_ref()
            && fine.rate.as_deref() == Ok(name)
            && clause.kind.name != "fine-rate"
        {
            let title = format!("`rate` must name a clause of kind `fine-rate`, not `{name}`");
            source.problem(&version.span, Diagnostic::error("C005", title));
        }
    }
}
