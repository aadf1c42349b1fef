//! What a record of worked duties came to under one contract: fines, and breaks and rest achieved.

use crate::contract::Contract;
use crate::pay::Pence;
use crate::rota::Rota;
use crate::worked::{self, Outcome};

/// What the record came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Breaches in what was worked.
    pub breaches: usize,
    /// How many of them the plan already had.
    pub planned_too: usize,
    /// The fines with a sum; nothing where the contract knows no fines.
    pub fines: Option<Fines>,
    /// For each person, on how many occasions breaks and rest were achieved.
    pub shares: Vec<Share>,
    /// Whether nothing was broken and every share that could be taken was enough.
    pub lawful: bool,
    /// What was not compared or priced, with the reason.
    pub missing: Vec<String>,
}

/// Fines over everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fines {
    /// Fines with a sum.
    pub count: usize,
    /// The doctors' sum.
    pub doctor: Pence,
    /// The guardian's sum.
    pub guardian: Pence,
    /// Fines that are due and have no sum.
    pub without_sum: usize,
}

/// On how many occasions one person's breaks and rest were achieved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who.
    pub person: String,
    /// `contract:clause`.
    pub clause: String,
    /// What is asked, such as `at least 75 %`.
    pub asked: String,
    /// Occasions kept, of all, in the worst stretch, and whether every stretch has enough; nothing
    /// where it could not be judged.
    pub judged: Option<(i64, i64, bool)>,
}

impl Recorded {
    /// What an outcome says of the contract in question.
    pub fn new(contract: &Contract, planned: &Rota, record: &Rota, outcome: &Outcome) -> Recorded {
        let name = |roster: usize| record.rosters[roster].person.clone();
        let knows_fines = contract.clauses.iter().any(|c| c.kind.name == "fine");
        let due = outcome.not_priced.iter().filter(|n| n.roster.is_some());
        let fines = knows_fines.then(|| Fines {
            count: outcome.fines.len(),
            doctor: outcome.fines.iter().map(|f| f.doctor).sum(),
            guardian: outcome.fines.iter().map(|f| f.guardian).sum(),
            without_sum: due.count(),
        });
        let mut missing = Vec::new();
        for one in &outcome.unmatched {
            let (title, other) = match one.side {
                worked::Side::Planned => (&planned.title, &record.title),
                worked::Side::Worked => (&record.title, &planned.title),
            };
            let near = one
                .near
                .as_ref()
                .map_or(String::new(), |n| format!("; is it `{n}` of {other}?"));
            missing.push(format!(
                "`{}` is only in {title}, so not compared{near}",
                one.person
            ));
        }
        for item in outcome.not_priced.iter().chain(&outcome.overtime) {
            let who = item
                .roster
                .map_or(String::new(), |r| format!("{}, ", name(r)));
            missing.push(format!("{}: {who}{}; {}", item.clause, item.what, item.why));
        }
        let mut shares = Vec::new();
        for told in &outcome.shares {
            let asked = if told.share.strictly {
                "more than"
            } else {
                "at least"
            };
            if let Some(why) = &told.why {
                let line = format!("{}: {} {why}", told.clause, name(told.roster));
                missing.push(line);
            }
            shares.push(Share {
                person: name(told.roster),
                clause: told.clause.clone(),
                asked: format!("{asked} {}", told.share.least.percent()),
                judged: told
                    .judged
                    .as_ref()
                    .map(|j| (j.worst.kept, j.worst.all, j.met)),
            });
        }
        Recorded {
            breaches: outcome.verdict.breaches.len(),
            planned_too: outcome.planned_too.iter().filter(|p| **p).count(),
            fines,
            shares,
            lawful: outcome.lawful(),
            missing,
        }
    }

    /// Breaks and rest achieved, in a few words; nothing where the contract does not ask.
    pub fn achieved(&self) -> Option<String> {
        let asked = &self.shares.first()?.asked;
        let judged: Vec<&Share> = self.shares.iter().filter(|s| s.judged.is_some()).collect();
        let short: Vec<String> = judged
            .iter()
            .filter_map(|s| match s.judged {
                Some((kept, all, false)) => Some(format!("{} {kept} of {all}", s.person)),
                _ => None,
            })
            .collect();
        Some(if judged.is_empty() {
            "not judged".to_owned()
        } else if short.is_empty() {
            format!("enough, {asked}")
        } else {
            let more = short.len().saturating_sub(NAMED);
            let named = short[..short.len() - more].join(", ");
            let more = match more {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!("TOO FEW: {named}{more}, {asked}")
        })
    }
}

/// So many people are named in a cell.
const NAMED: usize = 3;
