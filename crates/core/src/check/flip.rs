//! Results that another interpretation would flip.

use std::collections::BTreeSet;

use super::{Checker, Heard, Judge};
use crate::contract::{Bound, Interpretation, Role, RuleSet};
use crate::rules::Lack;

impl Checker<'_> {
    /// Asks each question the other way and warns where a clause's answer turns.
    pub(super) fn flips(&mut self, index: usize, set: &RuleSet, heard: &[Heard]) {
        let roster = &self.question.rota.rosters[index];
        let ids: BTreeSet<String> = set
            .bound
            .iter()
            .flat_map(|b| b.hangs_on.iter().cloned())
            .collect();
        for id in ids {
            let contracts = self.terms(index).1.contracts.clone();
            let Some(interpretation) = contracts.iter().find_map(|c| c.interpretation(&id)) else {
                continue;
            };
            let chosen = self
                .answers
                .get(&id)
                .unwrap_or(&interpretation.default)
                .clone();
            if interpretation.fact {
                self.assumed(index, set, interpretation);
                continue;
            }
            for (value, meaning) in &interpretation.values {
                if *value == chosen {
                    continue;
                }
                let mut choices = self.answers.clone();
                choices.insert(id.clone(), value.clone());
                let other_set = self.rules(index, &choices);
                for (bound, heard) in set.bound.iter().zip(heard) {
                    if bound.role != Role::InForce
                        || !bound.hangs_on.contains(&id)
                        || heard.lack.as_ref().is_some_and(Lack::hides_passes)
                    {
                        continue;
                    }
                    let Some(other) = twin(&other_set, bound) else {
                        continue;
                    };
                    let mut judge = Judge::default();
                    let other_heard = judge.one(&other_set, other, roster, &self.context(roster));
                    let (broken, other_broken) =
                        (!heard.breaches.is_empty(), !other_heard.breaches.is_empty());
                    if broken == other_broken {
                        continue;
                    }
                    let answer = format!("{id}={value}");
                    if other_broken {
                        let worst = other_heard.tightest.unwrap_or(other_heard.breaches[0]);
                        let mut finding = self.finding(index, &other_set, other, worst);
                        finding.why_warning = Some(format!(
                            "kept as read here, broken if {meaning} (--interpret {answer})"
                        ));
                        finding.interpretation = Some(answer);
                        self.verdict.warnings.push(finding);
                    } else {
                        let worst = heard.tightest.unwrap_or(heard.breaches[0]);
                        let mut finding = self.finding(index, set, bound, worst);
                        finding.why_warning = Some(format!(
                            "broken as read here, kept if {meaning} (--interpret {answer})"
                        ));
                        finding.interpretation = Some(answer);
                        let clause = finding.told.clause.clone();
                        for breach in &mut self.verdict.breaches {
                            if breach.told.clause == clause && breach.told.roster == index {
                                breach.interpretation = Some(format!("{id}={chosen}"));
                            }
                        }
                        self.verdict.warnings.push(finding);
                    }
                }
            }
        }
    }
}

impl Checker<'_> {
    /// Lists a fact that nobody has given, with what was taken for it.
    fn assumed(&mut self, index: usize, set: &RuleSet, fact: &Interpretation) {
        if self.question.choices.contains_key(&fact.id) {
            return;
        }
        let why = fact.taken(self.answers.get(&fact.id).unwrap_or(&fact.default));
        let person = &self.question.rota.rosters[index].person;
        let contracts = self.terms(index).1.contracts.clone();
        for bound in &set.bound {
            if bound.role == Role::InForce && bound.hangs_on.contains(&fact.id) {
                let contract = contracts[bound.contract];
                let clause = &contract.clauses[bound.rule.clause].id;
                self.skip(contract, clause, &why, person);
            }
        }
    }
}

/// The same version of the same clause in another set.
fn twin<'s>(set: &'s RuleSet, bound: &Bound) -> Option<&'s Bound> {
    set.bound.iter().find(|b| {
        b.contract == bound.contract
            && b.rule.clause == bound.rule.clause
            && b.rule.version == bound.rule.version
            && b.role == bound.role
    })
}
