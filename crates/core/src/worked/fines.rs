//! What breaches in the record cost, under the contract's own clauses about fines.

use std::collections::BTreeMap;

use super::counted::{quantity, times, told};
use super::{Fined, Locum, NotPriced, ShareTold, WorkedQuestion};
use crate::check::{Finding, Verdict, Work, working};
use crate::contract::{Bound, Confidence, Contract, Party, Role, resolve_for};
use crate::pay::{Exact, Facts, GivenQuestion, Pence, Rounding, pay_given};
use crate::rules::{Fine, FineRate, HourWorth, Machine, Occasion, OfWorked, Purpose, ShareKept};
use crate::time::Day;

/// What was found of fines and shares.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) fines: Vec<Fined>,
    pub(super) not_priced: Vec<NotPriced>,
    pub(super) shares: Vec<ShareTold>,
}

/// A clause about what was worked, bound to one person.
struct Clause<'a> {
    contract: &'a Contract,
    bound: &'a Bound,
    of: &'a OfWorked,
}

impl Clause<'_> {
    fn id(&self) -> String {
        let clause = &self.contract.clauses[self.bound.rule.clause];
        format!("{}:{}", self.contract.id, clause.id)
    }

    fn holds_on(&self, day: Day) -> bool {
        self.bound.rule.in_force.is_none_or(|p| p.contains(day))
    }

    fn confidence(&self) -> Confidence {
        let clause = &self.contract.clauses[self.bound.rule.clause];
        clause.versions[self.bound.rule.version].confidence
    }

    fn citation(&self) -> String {
        let clause = &self.contract.clauses[self.bound.rule.clause];
        let cite = &clause.versions[self.bound.rule.version].cite;
        format!("{} › {}", cite.document, cite.at)
    }
}

pub(super) struct Fines<'q> {
    question: &'q WorkedQuestion<'q>,
    verdict: &'q Verdict,
    planned_too: &'q [bool],
    work: Vec<Work>,
    found: Found,
}

impl<'q> Fines<'q> {
    pub(super) fn new(
        question: &'q WorkedQuestion<'q>,
        verdict: &'q Verdict,
        planned_too: &'q [bool],
    ) -> Fines<'q> {
        let named = |contract: &Contract, id: &str| {
            contract.clauses.iter().any(|c| {
                c.kind.name == "share-kept"
                    && c.versions
                        .iter()
                        .any(|v| v.param("on").is_some_and(|on| on == id))
            })
        };
        let work = working(question.worked, |contract, clause| {
            named(contract, &clause.id)
        });
        Fines {
            question,
            verdict,
            planned_too,
            work,
            found: Found::default(),
        }
    }

    pub(super) fn all(mut self) -> Found {
        let asked = self.question.worked;
        let answers = asked.answers();
        for (index, roster) in asked.rota.rosters.iter().enumerate() {
            let which = asked.who.get(index).copied().unwrap_or(0);
            let terms = &asked.terms[which];
            let person = asked.department.person(&roster.person);
            let party = Party {
                name: &roster.person,
                part_time: person.is_some_and(|p| p.share.part_time()),
                opt_out: person.and_then(|p| p.opt_out),
            };
            let (set, _) = resolve_for(
                Purpose::Worked,
                &terms.contracts,
                party,
                &asked.department.agreements,
                asked.rota.period,
                terms.law,
                &answers,
            );
            let clauses: Vec<Clause<'_>> = set
                .bound
                .iter()
                .filter(|bound| bound.role == Role::InForce)
                .filter_map(|bound| match &bound.rule.machine {
                    Machine::Worked(of) => Some(Clause {
                        contract: terms.contracts[bound.contract],
                        bound,
                        of: of.as_ref(),
                    }),
                    _ => None,
                })
                .collect();
            for clause in &clauses {
                match clause.of {
                    OfWorked::Share(share) => self.share(index, clause, share, &clauses),
                    OfWorked::Fine(fine) => self.fine(index, clause, fine, &clauses),
                    OfWorked::Rate(_) => {}
                }
            }
        }
        self.found
    }

    /// Occasions of another clause, the share kept, and the fine for what was missed.
    fn share(
        &mut self,
        index: usize,
        clause: &Clause<'_>,
        share: &ShareKept,
        clauses: &[Clause<'_>],
    ) {
        let rota = self.question.worked.rota;
        let roster = &rota.rosters[index];
        let on = format!("{}:{}", clause.contract.id, share.on);
        let mut occasions = Vec::new();
        let mut lack = None;
        for work in self
            .work
            .iter()
            .filter(|w| w.roster == index && w.clause == on)
        {
            lack = lack.or(work.lack.clone());
            occasions.extend(work.told.iter().filter_map(|told| {
                let duty = roster.duties.get(told.reading.first as usize)?;
                clause.holds_on(duty.day()).then_some(Occasion {
                    day: duty.day(),
                    kept: !told.headroom.starts_with('-'),
                })
            }));
        }
        occasions.sort_by_key(|o| o.day);
        let period = clause
            .bound
            .rule
            .in_force
            .unwrap_or(roster.days_judged(rota));
        let judged = share.judge(&occasions, period.from, period.to);
        let mut why = lack;
        if judged.is_none() && !occasions.is_empty() {
            let weeks = share.days.unwrap_or_default() / 7;
            why = Some(format!(
                "the record is shorter than the {weeks} weeks over which the share is taken"
            ));
        } else if judged.is_none() && why.is_none() {
            return;
        }
        if let Some(shares) = &judged
            && !shares.met
        {
            let id = clause.contract.clauses[clause.bound.rule.clause]
                .id
                .as_str();
            for other in clauses {
                let OfWorked::Fine(fine) = other.of else {
                    continue;
                };
                if fine.on.as_deref() == Some(id)
                    && let Err(reason) = &fine.rate
                    && other.contract.id == clause.contract.id
                {
                    self.found.not_priced.push(NotPriced {
                        clause: other.id(),
                        roster: Some(index),
                        what: format!("due for {}", times(shares.missed.len())),
                        why: reason.clone(),
                    });
                }
            }
        }
        self.found.shares.push(ShareTold {
            clause: clause.id(),
            roster: index,
            share: share.clone(),
            judged,
            why,
            confidence: clause.confidence(),
            citation: clause.citation(),
        });
    }

    fn fine(&mut self, index: usize, clause: &Clause<'_>, fine: &Fine, clauses: &[Clause<'_>]) {
        let Some(on) = &fine.on else {
            let Err(why) = &fine.rate else { return };
            let listed = NotPriced {
                clause: clause.id(),
                roster: None,
                what: "cannot be looked for".to_owned(),
                why: why.clone(),
            };
            if !self.found.not_priced.contains(&listed) {
                self.found.not_priced.push(listed);
            }
            return;
        };
        let on = format!("{}:{on}", clause.contract.id);
        let verdict = self.verdict;
        for (number, finding) in verdict.breaches.iter().enumerate() {
            if finding.told.roster != index || finding.told.clause != on {
                continue;
            }
            let roster = &self.question.worked.rota.rosters[index];
            let last = finding.told.reading.last as usize;
            let Some(day) = roster.duties.get(last).map(crate::rota::Duty::day) else {
                continue;
            };
            if !clause.holds_on(day) {
                continue;
            }
            let Some((quantity, counted)) = quantity(fine, finding, roster) else {
                continue;
            };
            match self.worth(index, clause, fine, clauses, day) {
                Ok((worth, rate_confidence, rate_citation)) => {
                    let fined = fined(
                        clause,
                        finding,
                        self.planned_too[number],
                        quantity,
                        counted,
                        worth,
                        (rate_confidence, rate_citation),
                    );
                    self.found.fines.push(fined);
                }
                Err(why) => self.found.not_priced.push(NotPriced {
                    clause: clause.id(),
                    roster: Some(index),
                    what: format!(
                        "due for {}: {}",
                        told(quantity, fine.per),
                        finding.told.words
                    ),
                    why,
                }),
            }
        }
    }

    /// What an hour is worth on a day, how sure that is, and where it stands.
    fn worth(
        &self,
        index: usize,
        clause: &Clause<'_>,
        fine: &Fine,
        clauses: &[Clause<'_>],
        day: Day,
    ) -> Result<(HourWorth, Confidence, String), String> {
        let name = fine.rate.as_ref().map_err(String::clone)?;
        let rate = clauses.iter().find(|c| {
            c.contract.id == clause.contract.id
                && c.contract.clauses[c.bound.rule.clause].id == *name
                && c.holds_on(day)
        });
        let Some((rate, OfWorked::Rate(terms))) = rate.map(|r| (r, r.of)) else {
            return Err(format!("`{name}` was not in force on {day}"));
        };
        let (worth, basis) = self.hour(index, clause.contract, terms, day)?;
        Ok((worth, rate.confidence().max(basis), rate.citation()))
    }

    fn hour(
        &self,
        index: usize,
        contract: &Contract,
        terms: &FineRate,
        day: Day,
    ) -> Result<(HourWorth, Confidence), String> {
        if terms.locum.is_none() {
            let Some(Locum { rate, source }) = &self.question.locum else {
                return Err(
                    "the national locum rate is not known; give one with --locum-rate".to_owned(),
                );
            };
            return Ok((terms.at_locum_rate(*rate, source), Confidence::Primary));
        }
        let (basic, confidence) = self.basic(index, contract, day)?;
        terms
            .from_basic(basic)
            .map(|worth| (worth, confidence))
            .ok_or_else(|| "its rate does not follow from basic pay".to_owned())
    }

    /// The doctor's own annual basic pay for full time on a day.
    fn basic(
        &self,
        index: usize,
        contract: &Contract,
        day: Day,
    ) -> Result<(Pence, Confidence), String> {
        let (slip, _) = pay_given(&GivenQuestion {
            contract,
            on: day,
            choices: self.question.worked.answers(),
            // a fine goes by the hourly rate of full time
            facts: Facts {
                share: None,
                ..self.question.facts.get(index).cloned().unwrap_or_default()
            },
            cover: None,
            accept_derived: self.question.accept_derived,
            values: BTreeMap::new(),
        })?;
        let is_base = |name: &str| {
            let id = name.split_once(':').map_or(name, |(_, id)| id);
            contract
                .clause(id)
                .is_some_and(|c| c.kind.name == "pay-base")
        };
        if let Some(line) = slip.lines.iter().find(|l| is_base(&l.clause)) {
            return Ok((line.pence, line.confidence));
        }
        let refused = slip.refused.iter().find(|r| is_base(&r.clause));
        Err(refused.map_or_else(|| "basic pay is not known".to_owned(), |r| r.why.clone()))
    }
}

fn fined(
    clause: &Clause<'_>,
    finding: &Finding,
    planned_too: bool,
    quantity: Exact,
    counted: String,
    worth: HourWorth,
    (rate_confidence, rate_citation): (Confidence, String),
) -> Fined {
    let hours = quantity.over(Exact::whole(60));
    let sum = |hourly: Pence| Rounding::Penny.apply(hourly.exact().times(hours));
    let (doctor, guardian) = (sum(worth.doctor), sum(worth.guardian));
    let mut steps = vec![counted];
    steps.extend(worth.working);
    let hours_text = hours.text();
    steps.push(format!(
        "doctor: {hours_text} h × {} = {doctor}",
        worth.doctor
    ));
    steps.push(format!(
        "guardian: {hours_text} h × {} = {guardian}",
        worth.guardian
    ));
    let told = &finding.told;
    let confidence = clause
        .confidence()
        .max(rate_confidence)
        .max(told.confidence);
    let mut readings: Vec<String> = clause.bound.hangs_on.iter().cloned().collect();
    readings.extend(finding.interpretation.clone());
    Fined {
        clause: clause.id(),
        on: told.clause.clone(),
        roster: told.roster,
        from: told.from,
        to: told.to,
        words: told.words.clone(),
        hours: hours_text,
        doctor_hourly: worth.doctor,
        guardian_hourly: worth.guardian,
        doctor,
        guardian,
        working: steps,
        confidence,
        citations: vec![clause.citation(), rate_citation],
        hangs_on: readings,
        planned_too,
    }
}
