//! Hours worked outside the plan where the contract pays overtime for hours that somebody states.
//!
//! A record shows that somebody stayed, not whether it was agreed as overtime or is given back as
//! time. So nothing is priced here: the hours are named, with what `pay` would be asked.

use std::fmt::Write;

use super::{Compared, NotPriced, WorkedQuestion};
use crate::contract::{Contract, Law};
use crate::time::{Day, Minutes};

/// For everybody with hours outside the plan, that these are not priced.
pub(super) fn unpriced(question: &WorkedQuestion<'_>, people: &[Compared]) -> Vec<NotPriced> {
    let asked = question.worked;
    let mut all = Vec::new();
    for person in people {
        let over = person.totals().over;
        if over <= Minutes::ZERO {
            continue;
        }
        let roster = person.pair.worked;
        let terms = &asked.terms[asked.who.get(roster).copied().unwrap_or(0)];
        let day = match terms.law {
            Law::On(day) => day,
            Law::OfEachDate => asked.rota.period.from,
        };
        for contract in &terms.contracts {
            let stated = stated(contract, day);
            let Some((clause, first)) = stated.first() else {
                continue;
            };
            let mut how = format!(
                "`firstline pay` prices them with --fact {first}={}",
                short(over)
            );
            for (_, other) in &stated[1..] {
                let _ = write!(how, ", or in part with --fact {other}=…");
            }
            all.push(NotPriced {
                clause: format!("{}:{clause}", contract.id),
                roster: Some(roster),
                what: format!("{over} outside the plan"),
                why: format!(
                    "a record does not show whether they are paid or given back as time; {how}"
                ),
            });
        }
    }
    all
}

/// The clauses in force that pay hours which somebody states, with the name of the fact.
fn stated(contract: &Contract, day: Day) -> Vec<(&str, String)> {
    let mut all = Vec::new();
    for clause in &contract.clauses {
        let mut versions = clause.versions.iter().rev();
        let version = versions.find(|v| v.from <= day);
        if let Some(fact) = version.and_then(|v| v.param("stated")) {
            all.push((clause.id.as_str(), fact));
        }
    }
    all
}

/// A length as options take it: `9h05`, `40min`.
fn short(length: Minutes) -> String {
    match (length.0 / 60, length.0 % 60) {
        (0, minutes) => format!("{minutes}min"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}
