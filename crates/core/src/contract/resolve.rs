//! Which version of which clause binds a person, and when.

use std::collections::BTreeSet;

use super::class::{Classes, Marks};
use super::clause::{ClassSet, Clause, Contract, Relax, Relief, Version};
use super::interpretation::Choices;
use super::tree::{Node, Table};
use crate::diagnostic::{Diagnostic, Place};
use crate::rota::{Duty, OnCall, Period};
use crate::rules::{Purpose, Rule, Sense};
use crate::time::{Day, Zone};

/// A local agreement, as a department records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// `contract:clause`.
    pub clause: String,
    /// The limit agreed, in the clause's own spelling; nothing where the clause is waived.
    pub limit: Option<String>,
    /// Who agreed.
    pub agreed_by: Vec<String>,
    /// When.
    pub on: Day,
    /// For whom; everybody when empty.
    pub people: Vec<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// What binding needs to know of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party<'a> {
    /// Name as in the rota.
    pub name: &'a str,
    /// Whether the person works less than full time.
    pub part_time: bool,
    /// When the person opted out of the average, if ever.
    pub opt_out: Option<Day>,
}

/// Which law judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// That of one day, for patterns and comparisons.
    On(Day),
    /// That of each duty's date.
    OfEachDate,
}

/// Why a rule is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is the law.
    InForce,
    /// It is the version before, which an employer could still keep inside an adoption window.
    BeforeAdoption,
}

/// A rule with where it came from.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Which of the contracts given.
    pub contract: usize,
    /// The rule; its `clause` and `version` are indices into that contract.
    pub rule: Rule,
    /// Why it is run.
    pub role: Role,
    /// Which of the agreements given relaxed it.
    pub agreement: Option<usize>,
    /// Whether the person's own opt-out relaxed it.
    pub opted_out: bool,
    /// Whether breaking it is allowed against compensatory rest.
    pub compensatory_rest: bool,
    /// The interpretations that it hangs on.
    pub hangs_on: BTreeSet<String>,
    /// Whether the version is inside its adoption window during the days judged.
    pub being_adopted: bool,
}

/// A clause that was not bound, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbound {
    /// Which of the contracts given.
    pub contract: usize,
    /// Index of the clause.
    pub clause: usize,
    /// Why.
    pub why: String,
}

/// Every rule for one person over one period.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The rules, contract by contract and clause by clause.
    pub bound: Vec<Bound>,
    /// Clauses that do not apply for a reason worth telling.
    pub unbound: Vec<Unbound>,
    classes: Vec<ClassSet>,
    /// For each contract, the classes that its rules need.
    needed: Vec<Classes>,
}

impl RuleSet {
    /// Some of the rules alone, by their places in [`RuleSet::bound`].
    pub fn only(&self, rules: &[usize]) -> RuleSet {
        let bound: Vec<Bound> = rules.iter().map(|&r| self.bound[r].clone()).collect();
        let mut needed = vec![Classes::NONE; self.needed.len()];
        for one in &bound {
            let asked = one.rule.machine.all_classes();
            let asked = self.classes[one.contract].with_references(asked);
            needed[one.contract] = needed[one.contract].with(asked);
        }
        RuleSet {
            bound,
            unbound: Vec::new(),
            classes: self.classes.clone(),
            needed,
        }
    }

    /// The classes of each duty under one of the contracts.
    pub fn mark(&self, contract: usize, duties: &[Duty], zone: &Zone, into: &mut Vec<Marks>) {
        into.clear();
        let (classes, needed) = (&self.classes[contract], self.needed[contract]);
        // within one roster the same shift on the same weekday comes again and again
        let nothing = Marks {
            day: Day(0),
            is: Classes::NONE,
            unknown: Classes::NONE,
        };
        let mut seen = [(u64::MAX, nothing); 64];
        let dates = classes.ask_for_dates(needed);
        into.extend(duties.iter().map(|duty| {
            let Some((key, day)) = shape(duty).filter(|_| !dates) else {
                return classes.marks(needed, duty, zone);
            };
            let slot = &mut seen[(key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize];
            if slot.0 != key {
                *slot = (key, classes.marks(needed, duty, zone));
            }
            Marks { day, ..slot.1 }
        }));
    }
}

/// Everything that a class can read of a duty, packed, and the date on which it starts; nothing
/// where a clock change or what is expected of an on-call duty comes in besides.
#[inline]
fn shape(duty: &Duty) -> Option<(u64, Day)> {
    let (start, end) = (duty.start, duty.end);
    let plain = start.wall.0 - start.instant.0 == end.wall.0 - end.instant.0
        && duty.kind.on_call() == OnCall::No;
    plain.then(|| {
        let day = start.wall.day();
        let time = (start.wall.0 - day.midnight().0) as u64;
        let weekday = day.weekday() as u64;
        let length = (end.wall.0 - start.wall.0) as u64;
        let key = weekday << 56 | time << 40 | length << 8 | duty.kind as u64;
        (key, day)
    })
}

/// Binds every clause that can be broken, of some contracts, to a person over a period.
///
/// Agreements that do not hold (nobody entitled agreed, the limit goes too far, the date is later)
/// are told, and the stricter limit stays.
pub fn resolve(
    contracts: &[&Contract],
    party: Party<'_>,
    agreements: &[Agreement],
    period: Period,
    law: Law,
    choices: &Choices,
) -> (RuleSet, Vec<Diagnostic>) {
    resolve_for(
        Purpose::Judge,
        contracts,
        party,
        agreements,
        period,
        law,
        choices,
    )
}

/// Binds every clause of some contracts that serves a purpose.
pub fn resolve_for(
    purpose: Purpose,
    contracts: &[&Contract],
    party: Party<'_>,
    agreements: &[Agreement],
    period: Period,
    law: Law,
    choices: &Choices,
) -> (RuleSet, Vec<Diagnostic>) {
    let mut set = RuleSet {
        bound: Vec::new(),
        unbound: Vec::new(),
        classes: contracts.iter().map(|c| c.class_set(choices)).collect(),
        needed: vec![Classes::NONE; contracts.len()],
    };
    let mut diagnostics = Vec::new();
    for (index, contract) in contracts.iter().enumerate() {
        let mut binder = Binder {
            purpose,
            contract,
            index,
            party,
            agreements,
            period,
            law,
            choices,
            diagnostics: &mut diagnostics,
        };
        binder.bind(&mut set);
    }
    (set, diagnostics)
}

struct Binder<'a, 'd> {
    purpose: Purpose,
    contract: &'a Contract,
    index: usize,
    party: Party<'a>,
    agreements: &'a [Agreement],
    period: Period,
    law: Law,
    choices: &'a Choices,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// What holds for one clause.
#[derive(Clone, Copy)]
struct Held {
    agreement: Option<usize>,
}

impl Binder<'_, '_> {
    fn bind(&mut self, set: &mut RuleSet) {
        let held: Vec<Option<Held>> = self
            .contract
            .clauses
            .iter()
            .map(|clause| self.held(clause))
            .collect();
        let relaxed: Vec<&str> = self
            .contract
            .clauses
            .iter()
            .zip(&held)
            .filter(|(_, h)| h.is_some())
            .map(|(c, _)| c.id.as_str())
            .collect();
        for (i, clause) in self.contract.clauses.iter().enumerate() {
            if clause.kind.purpose != self.purpose {
                continue;
            }
            if clause.when.part_time && !self.party.part_time {
                continue;
            }
            let agreed = |id: &Option<String>| id.as_deref().map(|id| relaxed.contains(&id));
            if agreed(&clause.when.with_agreement) == Some(false) {
                continue;
            }
            if agreed(&clause.when.without_agreement) == Some(true) {
                let other = clause.when.without_agreement.as_deref().unwrap_or_default();
                let why = format!("not asked where `{other}` is relaxed by agreement");
                set.unbound.push(self.unbound(i, why));
                continue;
            }
            self.bind_clause(set, i, clause, held[i], &relaxed);
        }
    }

    fn unbound(&self, clause: usize, why: String) -> Unbound {
        Unbound {
            contract: self.index,
            clause,
            why,
        }
    }

    fn bind_clause(
        &mut self,
        set: &mut RuleSet,
        index: usize,
        clause: &Clause,
        held: Option<Held>,
        relaxed: &[&str],
    ) {
        let relief = clause.relax.as_ref().filter(|_| held.is_some());
        if let Some(Relax {
            relief: Relief::Waived,
            ..
        }) = relief
        {
            set.unbound
                .push(self.unbound(index, "waived by agreement".to_owned()));
            return;
        }
        let versions = self.versions(clause);
        if versions.is_empty() {
            let why = match self.law {
                Law::On(day) => format!("not in force on {day}"),
                Law::OfEachDate => format!(
                    "not in force between {} and {}",
                    self.period.from, self.period.to
                ),
            };
            set.unbound.push(self.unbound(index, why));
        }
        for (version_index, in_force, role) in versions {
            let version = &clause.versions[version_index];
            let mut changes = Table::default();
            for agreed in &clause.agreed {
                if relaxed.contains(&agreed.clause.as_str()) {
                    for entry in &agreed.params.entries {
                        changes.set(&entry.key, entry.node.clone());
                    }
                }
            }
            let mut agreement = held.and_then(|h| h.agreement);
            if let Some(Relax {
                relief: Relief::Limit { param, up_to },
                ..
            }) = relief
            {
                let limit = agreement.and_then(|a| self.agreements[a].limit.clone());
                let limit = limit.unwrap_or_else(|| up_to.clone());
                changes.set(param, Node::text(&limit, version.span.clone()));
            }
            let mut source = self.contract.source();
            let classes = &set.classes[self.index];
            let mut compiled = self.contract.compile(
                &mut source,
                clause,
                version,
                classes,
                self.choices,
                &changes,
            );
            if compiled.is_none() && relief.is_some() {
                // the limit written in the agreement is not one that the clause can have
                self.tell_bad_limit(agreement, clause);
                agreement = None;
                let plain = Table::default();
                compiled = self.contract.compile(
                    &mut source,
                    clause,
                    version,
                    classes,
                    self.choices,
                    &plain,
                );
            }
            let Some(compiled) = compiled else { continue };
            let needed = set.classes[self.index].with_references(compiled.classes);
            set.needed[self.index] = set.needed[self.index].with(needed);
            set.bound.push(Bound {
                contract: self.index,
                rule: Rule {
                    clause: index,
                    version: version_index,
                    machine: compiled.machine,
                    in_force,
                },
                role,
                agreement,
                opted_out: held.is_some() && agreement.is_none(),
                compensatory_rest: relief.is_some_and(|r| r.relief == Relief::CompensatoryRest),
                hangs_on: compiled.hangs_on,
                being_adopted: role == Role::InForce && self.adopting(version),
            });
        }
    }

    fn adopting(&self, version: &Version) -> bool {
        match self.law {
            Law::On(day) => version.being_adopted(day),
            Law::OfEachDate => version
                .adopt_by
                .is_some_and(|by| version.from < self.period.to && self.period.from < by),
        }
    }

    /// The versions that decide, and those that an employer could still have kept.
    fn versions(&self, clause: &Clause) -> Vec<(usize, Option<Period>, Role)> {
        let mut all = Vec::new();
        match self.law {
            Law::On(day) => {
                if let Some((i, version)) = clause.version_on(day) {
                    all.push((i, None, Role::InForce));
                    if i > 0 && version.being_adopted(day) {
                        all.push((i - 1, None, Role::BeforeAdoption));
                    }
                }
            }
            Law::OfEachDate => {
                for (i, version) in clause.versions.iter().enumerate() {
                    let until = version.until.unwrap_or(self.period.to);
                    if let Some(stretch) = self.stretch(version.from, until) {
                        all.push((i, stretch, Role::InForce));
                    }
                    if i > 0
                        && let Some(by) = version.adopt_by
                        && let Some(stretch) = self.stretch(version.from, by)
                    {
                        all.push((i - 1, stretch, Role::BeforeAdoption));
                    }
                }
            }
        }
        all
    }

    /// The part of the period within two days; `None` inside when that is all of it.
    #[expect(
        clippy::option_option,
        reason = "outer: whether at all; inner: whether a part"
    )]
    fn stretch(&self, from: Day, until: Day) -> Option<Option<Period>> {
        if until <= self.period.from || from >= self.period.to {
            return None;
        }
        if from <= self.period.from && until >= self.period.to {
            return Some(None);
        }
        Some(Some(Period { from, to: until }))
    }

    fn law_day(&self) -> Day {
        match self.law {
            Law::On(day) => day,
            Law::OfEachDate => self.period.from,
        }
    }

    /// Whether an agreement, or the person's opt-out, relaxes the clause.
    fn held(&mut self, clause: &Clause) -> Option<Held> {
        let name = format!("{}:{}", self.contract.id, clause.id);
        for (i, agreement) in self.agreements.iter().enumerate() {
            let for_us = agreement.people.is_empty()
                || agreement.people.iter().any(|p| p == self.party.name);
            if agreement.clause != name || !for_us {
                continue;
            }
            if self.holds(agreement, clause, &name) {
                return Some(Held { agreement: Some(i) });
            }
        }
        let opt_out = clause.relax.as_ref().is_some_and(|r| r.opt_out)
            && self.party.opt_out.is_some_and(|on| on <= self.law_day());
        opt_out.then_some(Held { agreement: None })
    }

    fn holds(&mut self, agreement: &Agreement, clause: &Clause, name: &str) -> bool {
        let mut refuse = |code: &'static str, title: String, help: &str| {
            let mut diagnostic = Diagnostic::warning(code, title).help(help);
            if let Some(place) = &agreement.place {
                diagnostic = diagnostic.at(place.clone());
            }
            self.diagnostics.push(diagnostic);
            false
        };
        let Some(relax) = &clause.relax else {
            let title = format!("{name} cannot be relaxed by agreement; its limit stays");
            return refuse(
                "C030",
                title,
                "remove the agreement, or name the clause meant",
            );
        };
        let missing: Vec<&str> = relax
            .agreed_by
            .iter()
            .filter(|who| {
                !agreement
                    .agreed_by
                    .iter()
                    .any(|a| a.trim().eq_ignore_ascii_case(who))
            })
            .map(String::as_str)
            .collect();
        if !missing.is_empty() || agreement.agreed_by.is_empty() {
            let who = if missing.is_empty() {
                "somebody".to_owned()
            } else {
                missing.join(" and ")
            };
            let title = format!(
                "the agreement on {name} does not hold: {who} must have agreed; the stricter limit stays"
            );
            return refuse(
                "C031",
                title,
                "add them to `agreed-by` once they have agreed",
            );
        }
        let day = match self.law {
            Law::On(day) => day,
            Law::OfEachDate => self.period.from,
        };
        if agreement.on > day {
            let title = format!(
                "the agreement on {name} is of {}, after {day}; the stricter limit stays",
                agreement.on
            );
            return refuse("C032", title, "an agreement holds from its date on");
        }
        if let Relief::Limit { param, up_to } = &relax.relief
            && let Some(limit) = &agreement.limit
            && !self.within_ceiling(clause, param, limit, up_to)
        {
            let title = format!(
                "the agreement on {name} goes to {limit}, the furthest allowed is {up_to}; the stricter limit stays"
            );
            let mut diagnostic =
                Diagnostic::warning("C033", title).help("agree on a limit that is allowed");
            if let Some(place) = &agreement.place {
                diagnostic = diagnostic.at(place.clone());
            }
            self.diagnostics.push(diagnostic);
            return false;
        }
        true
    }

    fn within_ceiling(&self, clause: &Clause, param: &str, limit: &str, up_to: &str) -> bool {
        let classes = self.contract.class_set(self.choices);
        let Some(version) = clause.versions.last() else {
            return false;
        };
        let machine = |value: &str| {
            let mut changes = Table::default();
            changes.set(param, Node::text(value, version.span.clone()));
            let mut source = self.contract.source();
            let compiled = self.contract.compile(
                &mut source,
                clause,
                version,
                &classes,
                self.choices,
                &changes,
            );
            compiled.map(|c| c.machine)
        };
        match (machine(limit), machine(up_to)) {
            (Some(agreed), Some(furthest)) => match furthest.sense() {
                Sense::AtMost => agreed.limit() <= furthest.limit(),
                Sense::AtLeast => agreed.limit() >= furthest.limit(),
            },
            _ => false,
        }
    }

    fn tell_bad_limit(&mut self, agreement: Option<usize>, clause: &Clause) {
        let title = format!(
            "the limit agreed for {}:{} is not one that the clause can have; the stricter limit stays",
            self.contract.id, clause.id
        );
        let mut diagnostic = Diagnostic::warning("C033", title);
        if let Some(place) = agreement.and_then(|a| self.agreements[a].place.clone()) {
            diagnostic = diagnostic.at(place);
        }
        self.diagnostics.push(diagnostic);
    }
}
