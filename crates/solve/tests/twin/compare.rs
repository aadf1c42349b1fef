//! What the checker and the twin say of one person, clause by clause.

use std::collections::BTreeMap;
use std::fmt::Write;

use firstline_core::check::{Context, Heard, Judge, calendar};
use firstline_core::contract::{Bound, Contract, Force};
use firstline_core::department::Department;
use firstline_core::rota::{Roster, Rota};
use firstline_core::rules::Lack;
use firstline_solve::department;
use toml::{Table, Value};

use crate::classes::Sorted;
use crate::clause::Clause;
use crate::params;
use crate::text::Text;
use crate::twin::{Answer, Ratio, World, answer};
use crate::world::{Dressed, world};

/// How much was compared, by kind of clause.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Rosters of which every clause was put to both.
    pub(crate) rosters: usize,
    /// Clauses that both answered.
    pub(crate) asked: BTreeMap<&'static str, usize>,
    /// Those of which both had a reading.
    pub(crate) told: BTreeMap<&'static str, usize>,
    /// Those of which something, or everything, cannot be told.
    pub(crate) lacking: BTreeMap<&'static str, usize>,
    /// Those that both found broken.
    pub(crate) broken: BTreeMap<&'static str, usize>,
    /// Breaches of these, by the checker.
    pub(crate) breaches: usize,
    /// Of these the ones that bind.
    pub(crate) binding: usize,
    /// Clauses that the twin was not asked about.
    pub(crate) left_out: BTreeMap<&'static str, usize>,
    /// Where the two differ.
    pub(crate) differ: Vec<String>,
}

/// Puts every clause that binds anybody of a rota to the checker and to the twin.
pub(crate) fn compare(
    department: &Department,
    bound: &department::Bound<'_>,
    rota: &Rota,
    tally: &mut Tally,
) {
    let midnights = calendar(rota);
    let mut judge = Judge::default();
    let mut texts: BTreeMap<&str, Text> = BTreeMap::new();
    for (person, roster) in rota.rosters.iter().enumerate() {
        assert_eq!(roster.person, department.people[person].name);
        let asked = bound.asked(person);
        let cover = department.cover_of(&roster.person);
        let context = Context {
            rota,
            calendar: &midnights,
            cover,
        };
        let heard = judge.roster(asked.set, roster, &context);
        assert_eq!(heard.len(), asked.set.bound.len(), "one answer for each");
        let plain = world(rota, roster, cover);
        for (index, contract) in asked.contracts.iter().enumerate() {
            let text = texts
                .entry(&contract.id)
                .or_insert_with(|| Text::read(&contract.id, &department.choices));
            let mut sorted = Sorted::new(text, &rota.zone, &plain.duties);
            let said = asked.set.bound.iter().zip(&heard);
            for (rule, heard) in said.filter(|(rule, _)| rule.contract == index) {
                let kind = contract.clauses[rule.rule.clause].kind.name;
                let params = params_of(text, contract, rule, department);
                let what = one(kind, text, &params, &plain, &mut sorted, heard);
                tally.count(contract, rule, heard, &what);
                if let What::Differ(why) = what {
                    let clause = &contract.clauses[rule.rule.clause].id;
                    let name = format!("{} {}:{clause}", department.name, contract.id);
                    let duties = shown(roster);
                    tally
                        .differ
                        .push(format!("{name} {params:?}\n{why}\n{duties}"));
                }
            }
        }
        tally.rosters += 1;
    }
}

/// What came of one clause.
enum What {
    Agree,
    Differ(String),
    LeftOut,
}

impl Tally {
    fn count(&mut self, contract: &Contract, rule: &Bound, heard: &Heard, what: &What) {
        let clause = &contract.clauses[rule.rule.clause];
        let kind = clause.kind.name;
        if matches!(what, What::LeftOut) {
            *self.left_out.entry(kind).or_default() += 1;
            return;
        }
        *self.asked.entry(kind).or_default() += 1;
        if heard.tightest.is_some() {
            *self.told.entry(kind).or_default() += 1;
        }
        if heard.lack.is_some() {
            *self.lacking.entry(kind).or_default() += 1;
        }
        if !heard.breaches.is_empty() {
            *self.broken.entry(kind).or_default() += 1;
            self.breaches += heard.breaches.len();
            if clause.force == Force::Must {
                self.binding += heard.breaches.len();
            }
        }
    }
}

/// Puts one clause to the twin, and holds its answer against the checker's.
fn one(
    kind: &str,
    text: &Text,
    params: &Table,
    plain: &World,
    sorted: &mut Sorted<'_>,
    heard: &Heard,
) -> What {
    let mut fields = text.fields(params);
    let mut dressed = Dressed::new(plain, sorted);
    let Some(clause) = params::clause(kind, &mut fields, &mut dressed) else {
        return What::LeftOut;
    };
    fields.done();
    assert!(!dressed.spoils(&clause), "{kind} reads kinds of duty");
    let answer = answer(&clause, &dressed.world);
    match differs(&clause, heard, &answer, dressed.part_unknown) {
        Some(why) => What::Differ(format!("{why}\nchecker: {heard:?}\ntwin: {answer:?}")),
        None => What::Agree,
    }
}

/// The parameters of the version of a clause that binds, with what was agreed of it.
fn params_of(text: &Text, contract: &Contract, rule: &Bound, department: &Department) -> Table {
    let clause = &contract.clauses[rule.rule.clause];
    let version = &clause.versions[rule.rule.version];
    assert!(rule.rule.in_force.is_none(), "it binds on every day");
    let table = text.clause(&clause.id);
    let row = &table["version"][rule.rule.version];
    let from = row["from"].as_datetime().expect("a version has a date");
    assert_eq!(from.to_string(), version.from.to_string());
    let mut params = row["params"].as_table().expect("parameters").clone();
    // what an agreement on one clause changes in another is not read here
    let rows = table.get("agreed").and_then(Value::as_array);
    for agreed in rows.into_iter().flatten() {
        let of = agreed["clause"].as_str().expect("a clause has a name");
        let of = format!("{}:{of}", contract.id);
        let held = department.agreements.iter().any(|a| a.clause == of);
        assert!(!held, "an agreement on {of} changes {} too", clause.id);
    }
    let relax = table
        .get("relax")
        .filter(|relax| relax.get("param").is_some());
    if let Some(relax) = relax.filter(|_| rule.agreement.is_some() || rule.opted_out) {
        let agreed = rule.agreement.map(|a| &department.agreements[a]);
        let limit = agreed.and_then(|a| a.limit.clone());
        let limit = limit.map_or_else(|| relax["up-to"].clone(), Value::String);
        let param = relax["param"].as_str().expect("a parameter has a name");
        params.insert(param.to_owned(), limit);
    }
    params
}

/// In what the two differ: whether anything can be told, the tightest reading, or the breaches.
fn differs(clause: &Clause, heard: &Heard, answer: &Answer, class_unknown: bool) -> Option<String> {
    let nothing_known = matches!(heard.lack, Some(Lack::All(_) | Lack::AtLeast(_)));
    if nothing_known != answer.unknown {
        return Some("they differ in whether anything can be told".to_owned());
    }
    let part_unknown = class_unknown || (answer.part_unknown && !answer.unknown);
    if part_unknown && heard.lack.is_none() {
        return Some("they differ in whether everything can be told".to_owned());
    }
    let Some(tightest) = heard.tightest else {
        let none = answer.tightest.is_empty();
        return (!none).then(|| "the checker has no reading".to_owned());
    };
    let ratio = |n: i64| Ratio::new(i128::from(n), i128::from(tightest.scale));
    let (measured, limit) = (ratio(tightest.measured), ratio(tightest.limit));
    if !answer.tightest.contains(&(measured, limit)) {
        return Some(format!(
            "the twin has no tightest reading of {measured} against {limit}"
        ));
    }
    let (ours, theirs) = (heard.breaches.len(), answer.breaches);
    let differ = if clause.merges_breaches() {
        (ours > 0) != (theirs > 0)
    } else {
        ours != theirs
    };
    differ.then(|| format!("{ours} breaches against {theirs}"))
}

/// The duties of one person, for a message.
fn shown(roster: &Roster) -> String {
    let mut text = format!("{}, {:?}\n", roster.person, roster.lead_in);
    for (i, duty) in roster.duties.iter().enumerate() {
        let mark = if roster.judged.contains(&i) { "*" } else { " " };
        let (weekday, kind) = (duty.day().weekday(), duty.kind);
        let (start, end) = (duty.start.wall, duty.end.wall);
        writeln!(text, "{mark} {i:3} {weekday} {start} to {end} {kind}")
            .expect("a string can be written to");
    }
    text
}
