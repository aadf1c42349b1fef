//! The verdict on a rota: every clause run over every roster, and what came of it.
//!
//! Thin: it binds, walks with the [`Breaches`](crate::rules::Breaches) sink and sorts what it
//! heard. What a clause means is said nowhere here.

mod flip;
mod judge;
mod mend;
mod verdict;
mod words;
mod work;

use std::collections::BTreeMap;

pub use judge::{Context, Heard, Judge, Saying, view};
pub use verdict::{Finding, NotChecked, Question, Terms, Told, Verdict};
pub use words::{amount, exact_amount, exact_headroom, sentence};
pub use work::{Work, working};

use verdict::settle;

use crate::contract::{Bound, Choices, Contract, Force, Party, Role, RuleSet, resolve};
use crate::rota::{Judged, LeadIn, Roster, Rota};
use crate::rules::{Lack, Reading, Unit};
use crate::time::{Calendar, Clock, Instant, Moment, Wall};

/// Judges a rota.
pub fn check(question: &Question<'_>) -> Verdict {
    let mut checker = Checker::new(question);
    for index in 0..question.rota.rosters.len() {
        checker.roster(index);
    }
    checker.finish()
}

/// A person's rules can be shared by everybody of whom the same is true.
type Facts = (usize, bool, Option<crate::time::Day>, Vec<usize>, Choices);

pub(super) struct Checker<'q> {
    question: &'q Question<'q>,
    /// The answers given, and those that the rota suggests.
    answers: Choices,
    calendar: Calendar,
    sets: BTreeMap<Facts, std::rc::Rc<RuleSet>>,
    judge: Judge,
    verdict: Verdict,
    not_checked: BTreeMap<(String, String), Vec<String>>,
}

impl<'q> Checker<'q> {
    fn new(question: &'q Question<'q>) -> Checker<'q> {
        Checker {
            question,
            answers: question.answers(),
            calendar: calendar(question.rota),
            sets: BTreeMap::new(),
            judge: Judge::default(),
            verdict: Verdict {
                breaches: Vec::new(),
                warnings: Vec::new(),
                readings: Vec::new(),
                not_checked: Vec::new(),
                diagnostics: Vec::new(),
            },
            not_checked: BTreeMap::new(),
        }
    }

    fn terms(&self, roster: usize) -> (usize, &'q Terms<'q>) {
        let index = self.question.who.get(roster).copied().unwrap_or(0);
        (index, &self.question.terms[index])
    }

    /// The rules of one roster's person under some choices.
    fn rules(&mut self, roster: usize, choices: &Choices) -> std::rc::Rc<RuleSet> {
        let name = &self.question.rota.rosters[roster].person;
        let (index, terms) = self.terms(roster);
        let person = self.question.department.person(name);
        let party = Party {
            name,
            part_time: person.is_some_and(|p| p.share.part_time()),
            opt_out: person.and_then(|p| p.opt_out),
        };
        let agreements = &self.question.department.agreements;
        let named: Vec<usize> = agreements
            .iter()
            .enumerate()
            .filter(|(_, a)| a.people.contains(name))
            .map(|(i, _)| i)
            .collect();
        let facts = (
            index,
            party.part_time,
            party.opt_out,
            named,
            choices.clone(),
        );
        if let Some(set) = self.sets.get(&facts) {
            return std::rc::Rc::clone(set);
        }
        let (set, diagnostics) = resolve(
            &terms.contracts,
            party,
            agreements,
            self.question.rota.period,
            terms.law,
            choices,
        );
        for diagnostic in diagnostics {
            if !self.verdict.diagnostics.contains(&diagnostic) {
                self.verdict.diagnostics.push(diagnostic);
            }
        }
        let set = std::rc::Rc::new(set);
        self.sets.insert(facts, std::rc::Rc::clone(&set));
        set
    }

    fn context(&self, roster: &Roster) -> Context<'_> {
        Context {
            rota: self.question.rota,
            calendar: &self.calendar,
            cover: self.question.department.cover_of(&roster.person),
        }
    }

    fn roster(&mut self, index: usize) {
        let roster = &self.question.rota.rosters[index];
        let choices = self.answers.clone();
        let set = self.rules(index, &choices);
        let mut judge = std::mem::take(&mut self.judge);
        let heard = judge.roster(&set, roster, &self.context(roster));
        self.judge = judge;
        for (bound, heard) in set.bound.iter().zip(&heard) {
            self.hear(index, &set, bound, heard);
        }
        for unbound in &set.unbound {
            let (_, terms) = self.terms(index);
            let contract = terms.contracts[unbound.contract];
            let clause = &contract.clauses[unbound.clause];
            self.skip(contract, &clause.id, &unbound.why, &roster.person);
        }
        self.flips(index, &set, &heard);
    }

    fn skip(&mut self, contract: &Contract, clause: &str, why: &str, person: &str) {
        let key = (format!("{}:{clause}", contract.id), why.to_owned());
        self.not_checked
            .entry(key)
            .or_default()
            .push(person.to_owned());
    }

    fn hear(&mut self, index: usize, set: &RuleSet, bound: &Bound, heard: &Heard) {
        let roster = &self.question.rota.rosters[index];
        let (_, terms) = self.terms(index);
        let contract = terms.contracts[bound.contract];
        let clause = &contract.clauses[bound.rule.clause];
        if bound.role == Role::InForce {
            if let Some(lack) = &heard.lack {
                self.skip(contract, &clause.id, lack.why(), &roster.person);
            }
            if let Some(why) = self.edges(roster, bound) {
                self.skip(contract, &clause.id, &why, &roster.person);
            }
            if let Some(reading) = heard.tightest {
                let told = self.told(index, bound, reading);
                let same = |t: &Told| t.clause == told.clause && t.roster == index;
                match self.verdict.readings.iter_mut().rev().find(|t| same(t)) {
                    // two dated versions of one clause: the tighter is shown
                    Some(other) if bound.rule.tighter(&reading, &other.reading) => *other = told,
                    Some(_) => {}
                    None => self.verdict.readings.push(told),
                }
            }
            for reading in &heard.breaches {
                let mut finding = self.finding(index, set, bound, *reading);
                if matches!(heard.lack, Some(Lack::AtLeast(_))) {
                    finding
                        .text
                        .push_str("; on-call work, not recorded, comes on top");
                }
                if bound.compensatory_rest {
                    let short = amount(
                        finding.told.unit,
                        bound.rule.headroom(reading).abs(),
                        reading.scale,
                    );
                    finding.why_warning = Some(format!(
                        "the law lets an agreement relax this; compensatory rest of {short} is due at once"
                    ));
                    self.verdict.warnings.push(finding);
                } else if clause.force == Force::Must {
                    if bound.being_adopted {
                        let mut warning = finding.clone();
                        warning.why_warning = Some(self.adoption_words(set, bound, index));
                        self.verdict.warnings.push(warning);
                    }
                    if self.question.mend {
                        finding.cure = Some(self.cure(index, set, bound, reading));
                    }
                    self.verdict.breaches.push(finding);
                } else {
                    finding.why_warning = Some("advice, not a limit".to_owned());
                    self.verdict.warnings.push(finding);
                }
            }
        }
    }

    /// What lies beyond the duties known, for a rule that looks over the edge.
    fn edges(&self, roster: &Roster, bound: &Bound) -> Option<String> {
        let period = roster.days_judged(self.question.rota);
        if roster.duties.is_empty() || !bound.rule.machine.looks_back() {
            return None;
        }
        let before = roster.lead_in == LeadIn::Missing;
        let known_after = roster.duties.len() > roster.judged.end;
        let after = !known_after && !matches!(self.question.rota.judged, Judged::Pattern { .. });
        let why = match (before, after) {
            (true, true) => format!(
                "duties before {} and after {} are not known, so what reaches over these days is not seen",
                period.from,
                period.to.plus(-1)
            ),
            (true, false) => format!(
                "duties before {} are not known, so what began before is not seen",
                period.from
            ),
            (false, true) => format!(
                "duties after {} are not known, so what ends later is not seen",
                period.to.plus(-1)
            ),
            (false, false) => return None,
        };
        Some(why)
    }

    /// What the version before would have said, inside an adoption window.
    fn adoption_words(&mut self, set: &RuleSet, bound: &Bound, index: usize) -> String {
        let (_, terms) = self.terms(index);
        let contract = terms.contracts[bound.contract];
        let clause = &contract.clauses[bound.rule.clause];
        let version = &clause.versions[bound.rule.version];
        let by = version.adopt_by.unwrap_or(version.from);
        let before = set.bound.iter().find(|b| {
            b.role == Role::BeforeAdoption
                && b.contract == bound.contract
                && b.rule.clause == bound.rule.clause
        });
        let passes = before.is_some_and(|before| {
            let roster = &self.question.rota.rosters[index];
            let mut judge = Judge::default();
            judge
                .one(set, before, roster, &self.context(roster))
                .breaches
                .is_empty()
        });
        let older = if passes {
            "the older limit would have been kept"
        } else {
            "the older limit would have been broken too"
        };
        format!("employers had until {by} to adopt this limit; the newer one decides here; {older}")
    }

    pub(super) fn told(&self, index: usize, bound: &Bound, reading: Reading) -> Told {
        let (_, terms) = self.terms(index);
        let contract = terms.contracts[bound.contract];
        let clause = &contract.clauses[bound.rule.clause];
        let version = &clause.versions[bound.rule.version];
        let confidence = if bound.agreement.is_some() || bound.opted_out {
            clause
                .relax
                .as_ref()
                .map_or(version.confidence, |r| r.confidence)
        } else {
            version.confidence
        };
        let clock = bound.rule.machine.clock();
        Told {
            clause: format!("{}:{}", contract.id, clause.id),
            code: clause.kind.code.0,
            roster: index,
            person: self.question.rota.rosters[index].person.clone(),
            reading,
            unit: clause.unit,
            measured: exact_amount(clause.unit, reading.measured, reading.scale),
            limit: exact_amount(clause.unit, reading.limit, reading.scale),
            headroom: exact_headroom(clause.unit, bound.rule.headroom(&reading), reading.scale),
            confidence,
            from: self.moment(reading.from, clock),
            to: self.moment(reading.to, clock),
            words: sentence(clause.kind, clause.unit, &reading),
        }
    }

    fn moment(&self, minutes: i32, clock: Clock) -> Moment {
        let zone = &self.question.rota.zone;
        match clock {
            Clock::Elapsed => zone.wall_at(Instant(minutes)),
            Clock::Nominal => zone.resolve(Wall(minutes)).moment(),
        }
    }

    pub(super) fn finding(
        &self,
        index: usize,
        set: &RuleSet,
        bound: &Bound,
        reading: Reading,
    ) -> Finding {
        let (_, terms) = self.terms(index);
        let contract = terms.contracts[bound.contract];
        let clause = &contract.clauses[bound.rule.clause];
        let version = &clause.versions[bound.rule.version];
        let told = self.told(index, bound, reading);
        let nominal = self.nominal(index, set, bound, &reading);
        let text = format!("{}: {}", told.person, told.words);
        Finding {
            nominal,
            interpretation: None,
            decides: true,
            topic: clause.topic.clone(),
            contract: bound.contract,
            sense: bound.rule.machine.sense(),
            text,
            clause_text: contract.sentence(clause, version, &self.answers),
            citation: format!("{} › {}", version.cite.document, version.cite.at),
            in_force_from: version.from,
            cure: None,
            why_warning: None,
            told,
        }
    }

    /// What the wall clock would have measured, where that differs.
    fn nominal(
        &self,
        index: usize,
        set: &RuleSet,
        bound: &Bound,
        reading: &Reading,
    ) -> Option<String> {
        if bound.rule.machine.clock() == Clock::Nominal {
            return None;
        }
        let roster = &self.question.rota.rosters[index];
        let offset = |m: Moment| m.wall.0 - m.instant.0;
        let evidence = roster
            .duties
            .get(reading.first as usize..=reading.last as usize)?;
        let clock = bound.rule.machine.clock();
        let first = offset(evidence.first()?.start);
        let same_edges = [reading.from, reading.to]
            .iter()
            .all(|edge| offset(self.moment(*edge, clock)) == first);
        if same_edges
            && evidence
                .iter()
                .all(|d| offset(d.start) == first && offset(d.end) == first)
        {
            return None;
        }
        let mut other = bound.clone();
        other.rule.machine = bound.rule.machine.on_clock(Clock::Nominal);
        let all = Judge::default().working(set, &other, roster, &self.context(roster));
        let same = all
            .readings
            .iter()
            .filter(|r| r.last == reading.last)
            .min_by_key(|r| {
                (
                    r.first.abs_diff(reading.first),
                    (r.from - reading.from).abs(),
                )
            })?;
        let text = exact_amount(self.unit_of(index, bound), same.measured, same.scale);
        let measured = exact_amount(self.unit_of(index, bound), reading.measured, reading.scale);
        (text != measured).then_some(text)
    }

    fn unit_of(&self, index: usize, bound: &Bound) -> Unit {
        let (_, terms) = self.terms(index);
        terms.contracts[bound.contract].clauses[bound.rule.clause].unit
    }

    fn finish(mut self) -> Verdict {
        let everybody = self.question.rota.rosters.len();
        self.verdict.not_checked = self
            .not_checked
            .into_iter()
            .map(|((clause, why), mut people)| {
                people.dedup();
                NotChecked {
                    clause,
                    why,
                    people: if people.len() == everybody {
                        Vec::new()
                    } else {
                        people
                    },
                }
            })
            .collect();
        let order = |f: &Finding| (f.told.roster, f.told.from.instant, f.told.to.instant);
        self.verdict.breaches.sort_by_key(order);
        settle(&mut self.verdict.breaches);
        self.verdict.warnings.sort_by_key(order);
        self.verdict
    }
}

/// Midnights for everything that a rota's rules look at.
pub fn calendar(rota: &Rota) -> Calendar {
    let days = |r: &Roster| {
        let first = r.duties.first().map(crate::rota::Duty::day);
        let last = r.duties.last().map(|d| d.end.wall.day());
        first.zip(last)
    };
    let mut from = rota.period.from;
    let mut to = rota.period.to;
    for (first, last) in rota.rosters.iter().filter_map(days) {
        from = from.min(first);
        to = to.max(last);
    }
    Calendar::new(&rota.zone, from.plus(-40), to.plus(40))
}
