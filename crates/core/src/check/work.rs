//! The working of a clause: every value that it measured, passes included.

use super::{Checker, Judge, Question, Told};
use crate::contract::{Clause, Contract, Role};

/// What one rule measured of one roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Index of the roster.
    pub roster: usize,
    /// `contract:clause`.
    pub clause: String,
    /// The clause's own sentence.
    pub clause_text: String,
    /// Every reading, in the order of time.
    pub told: Vec<Told>,
    /// What the input does not show.
    pub lack: Option<String>,
    /// How many of the readings are outside the limit.
    pub outside: usize,
}

impl Work {
    /// Whether any reading is outside its limit.
    pub fn broken(&self) -> bool {
        self.outside > 0
    }
}

/// The working of the clauses chosen, roster by roster.
pub fn working(question: &Question<'_>, chosen: impl Fn(&Contract, &Clause) -> bool) -> Vec<Work> {
    let mut checker = Checker::new(question);
    let answers = question.answers();
    let mut all = Vec::new();
    for index in 0..question.rota.rosters.len() {
        let roster = &question.rota.rosters[index];
        let set = checker.rules(index, &answers);
        let contracts = checker.terms(index).1.contracts.clone();
        for bound in &set.bound {
            let contract = contracts[bound.contract];
            let clause = &contract.clauses[bound.rule.clause];
            if bound.role != Role::InForce || !chosen(contract, clause) {
                continue;
            }
            let context = checker.context(roster);
            let lack = Judge::default().one(&set, bound, roster, &context).lack;
            let readings = Judge::default()
                .working(&set, bound, roster, &context)
                .readings;
            let outside = readings
                .iter()
                .filter(|r| bound.rule.headroom(r) < 0)
                .count();
            let version = &clause.versions[bound.rule.version];
            all.push(Work {
                roster: index,
                clause: format!("{}:{}", contract.id, clause.id),
                clause_text: contract.sentence(clause, version, &answers),
                told: readings
                    .into_iter()
                    .map(|r| checker.told(index, bound, r))
                    .collect(),
                lack: lack.map(|lack| lack.why().to_owned()),
                outside,
            });
        }
    }
    all
}
