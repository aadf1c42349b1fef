//! Pay from quantities that are known without a rota: of a work schedule, or a published example.

use std::collections::BTreeMap;

use super::lines::{Detail, Facts, Measured, Payslip, Span};
use super::measure::{Stretch, Total, rules};
use super::money::Exact;
use super::pricer::price;
use crate::contract::{Choices, Contract, Law, Party, resolve_for};
use crate::diagnostic::did_you_mean;
use crate::rota::Period;
use crate::rules::{Machine, ProspectiveCover, Purpose};
use crate::time::Day;

/// What is asked.
#[derive(Clone, Debug)]
pub struct GivenQuestion<'a> {
    /// The contract that pays.
    pub contract: &'a Contract,
    /// The date whose pay scales and clauses hold.
    pub on: Day,
    /// Answers to interpretations.
    pub choices: Choices,
    /// What pay needs to know of the person.
    pub facts: Facts,
    /// Leave that colleagues cover, not yet in the quantities.
    pub cover: Option<ProspectiveCover>,
    /// Whether sums may rest on derived pay points.
    pub accept_derived: bool,
    /// By clause id: minutes a week, duties a week, a share of weekends; what is not here is nothing.
    pub values: BTreeMap<String, Exact>,
}

/// Works out the pay of one person, with what each clause came to.
///
/// # Errors
/// A clause that the contract does not have, or that is not of pay.
pub fn pay_given(
    question: &GivenQuestion<'_>,
) -> Result<(Payslip, Vec<(String, super::Quantity)>), String> {
    let contract = question.contract;
    let ids = || {
        let clauses = contract.clauses.iter();
        let of_pay = clauses.filter(|c| c.kind.purpose == Purpose::Pay);
        of_pay.map(|c| c.id.as_str())
    };
    if let Some(id) = question.values.keys().find(|id| ids().all(|i| i != *id)) {
        let near = did_you_mean(id, ids());
        let hint = near.map_or(String::new(), |n| format!(" (did you mean {n}?)"));
        return Err(format!("{} has no pay clause `{id}`{hint}", contract.id));
    }
    let party = Party {
        name: "",
        part_time: question.facts.part_time(),
        opt_out: None,
    };
    let week = Period {
        from: question.on,
        to: question.on.plus(7),
    };
    let (set, _) = resolve_for(
        Purpose::Pay,
        &[contract],
        party,
        &[],
        week,
        Law::On(question.on),
        &question.choices,
    );
    // a week stands for every week: averages and shares do not hang on how many there are
    let span = Stretch {
        days: 7,
        cover: question.cover,
        weekdays_away: 0,
    };
    let mut measured = Vec::new();
    for (at, rule) in rules(&set) {
        let Machine::Pay(element) = &set.bound[at].rule.machine else {
            continue;
        };
        let clause_id = contract.clauses[rule.clause].id.as_str();
        let given = question.values.get(clause_id).copied();
        let given = given.unwrap_or(Exact::ZERO);
        let total = Total {
            sum: given,
            count: given,
            share: given,
        };
        measured.push(Measured {
            clause: rule.clause,
            version: rule.version,
            clause_id,
            price: &element.price,
            quantity: span.quantity(element.quantity, &total),
            readings: Vec::new(),
            lack: None,
            holidays: Vec::new(),
        });
    }
    let slip = price(
        contract,
        "",
        &question.facts,
        &measured,
        Span::Period(Exact::whole(1)),
        question.accept_derived,
        Detail::Working,
    );
    let quantities = measured
        .iter()
        .map(|m| (m.clause_id.to_owned(), m.quantity))
        .collect();
    Ok((slip, quantities))
}
