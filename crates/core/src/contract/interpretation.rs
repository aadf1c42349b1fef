//! Questions that a contract file leaves open: how its wording is read, and facts that a rota does
//! not show.

use std::collections::BTreeMap;
use std::ops::Range;

use super::clause::Contract;
use super::fields::Fields;
use super::tree::{Source, Table, Value};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rota::{Kind, Rota};
use crate::time::Day;

/// A question that the wording leaves open, with the answer taken and the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpretation {
    /// Stable id.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer taken unless the user says otherwise.
    pub default: String,
    /// Whether it asks for a fact that the rota does not show, rather than for a reading of the
    /// wording: such a question is not turned around to look for flips, but always listed where
    /// nobody has answered it.
    pub fact: bool,
    /// For a fact: an answer that a rota itself suggests, and when.
    pub shown: Option<Shown>,
    /// Each answer with what it means.
    pub values: Vec<(String, String)>,
    /// Who took the default.
    pub decided_by: String,
    /// When.
    pub decided_on: Day,
    /// Why.
    pub why: String,
}

/// Answers to interpretations, where they are not the default.
pub type Choices = BTreeMap<String, String>;

/// An answer that a rota suggests by having duties of some kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Any duty of these kinds.
    pub kinds: Vec<Kind>,
    /// The answer.
    pub take: String,
    /// Why, in words.
    pub because: String,
}

impl Interpretation {
    /// What is told where nobody has answered: the answer taken and, where the rota suggested it, why.
    pub fn taken(&self, answer: &str) -> String {
        let meaning = self.values.iter().find(|(v, _)| v == answer);
        let meaning = meaning.map_or("", |(_, meaning)| meaning.as_str());
        let shown = self.shown.as_ref().filter(|s| s.take == answer);
        let because = shown.map_or(String::new(), |s| format!(", because {}", s.because));
        format!(
            "nobody has said, so it was taken that {meaning}{because} (--interpret {}=…)",
            self.id
        )
    }
}

/// The answers given, and those that the rota suggests where nobody gave one.
pub fn answers<'c>(
    contracts: impl IntoIterator<Item = &'c Contract>,
    rota: &Rota,
    given: &Choices,
) -> Choices {
    let mut all = given.clone();
    for interpretation in contracts.into_iter().flat_map(|c| &c.interpretations) {
        let Some(shown) = &interpretation.shown else {
            continue;
        };
        let mut duties = rota
            .rosters
            .iter()
            .flat_map(|r| &r.duties[r.judged.clone()]);
        if !all.contains_key(&interpretation.id) && duties.any(|d| shown.kinds.contains(&d.kind)) {
            all.insert(interpretation.id.clone(), shown.take.clone());
        }
    }
    all
}

/// The facts that nobody has given, each with what was taken for it.
pub fn taken<'c>(
    contracts: impl IntoIterator<Item = &'c Contract>,
    rota: &Rota,
    given: &Choices,
) -> Vec<String> {
    let contracts: Vec<&Contract> = contracts.into_iter().collect();
    let answers = answers(contracts.iter().copied(), rota, given);
    let facts = contracts.iter().flat_map(|c| &c.interpretations);
    facts
        .filter(|i| i.fact && !given.contains_key(&i.id))
        .map(|i| i.taken(answers.get(&i.id).unwrap_or(&i.default)))
        .collect()
}

pub(super) fn read_interpretations(fields: &mut Fields<'_>) -> Vec<Interpretation> {
    let mut all: Vec<Interpretation> = Vec::new();
    for (table, span) in fields.tables("interpretation") {
        let mut f = Fields::new(fields.source, table, span.clone(), "an interpretation");
        let id = f.text("id").unwrap_or_default().to_owned();
        let question = f.text("question").unwrap_or_default().to_owned();
        let default = f.text("default").unwrap_or_default().to_owned();
        let why = f.text("why").unwrap_or_default().to_owned();
        let fact = f.flag("fact", false);
        let shown = f
            .table("where-any")
            .and_then(|(table, span)| shown(f.source, table, span));
        let mut values = Vec::new();
        if f.required("values").is_some()
            && let Some((table, _)) = f.table("values")
        {
            for entry in &table.entries {
                if let Value::Text(meaning) = &entry.node.value {
                    values.push((entry.key.clone(), meaning.clone()));
                } else {
                    f.wrong(&entry.node, &entry.key, "a text in quotes");
                }
            }
        }
        let (mut by, mut on) = (String::new(), None);
        if f.required("decided").is_some()
            && let Some((table, span)) = f.table("decided")
        {
            let mut d = Fields::new(f.source, table, span, "`decided`");
            d.text("by").unwrap_or_default().clone_into(&mut by);
            on = d.date("on");
            d.finish();
        }
        if !values.is_empty() && !values.iter().any(|(v, _)| *v == default) {
            let known: Vec<&str> = values.iter().map(|(v, _)| v.as_str()).collect();
            let title = format!("`{default}` is not one of the values of `{id}`");
            let note = format!("they are: {}", known.join(", "));
            f.problem(&span, Diagnostic::error("C006", title).note(note));
        }
        let answer = shown.as_ref().map(|s: &Shown| s.take.as_str());
        if let Some(answer) = answer.filter(|a| !values.iter().any(|(v, _)| v == a)) {
            let title = format!("`{answer}` is not one of the values of `{id}`");
            f.problem(&span, Diagnostic::error("C006", title));
        }
        f.finish();
        if all.iter().any(|i| i.id == id) {
            let title = format!("the interpretation `{id}` stands here a second time");
            fields.problem(&span, Diagnostic::error("C008", title));
            continue;
        }
        all.push(Interpretation {
            id,
            question,
            default,
            fact,
            shown,
            values,
            decided_by: by,
            decided_on: on.unwrap_or(crate::time::Day(0)),
            why,
        });
    }
    all
}

fn shown(source: &mut Source, table: &Table, span: Range<usize>) -> Option<Shown> {
    let mut f = Fields::new(source, table, span, "`where-any`");
    let take = f.text("take").unwrap_or_default().to_owned();
    let because = f.text("because").unwrap_or_default().to_owned();
    let mut kinds = Vec::new();
    for (word, span) in f.texts("kind") {
        if let Some(kind) = Kind::parse(word) {
            kinds.push(kind);
            continue;
        }
        let mut problem = Diagnostic::error("C004", format!("there is no kind `{word}`"));
        if let Some(near) = did_you_mean(word, Kind::WORDS.iter().map(|(w, _)| *w)) {
            problem = problem.help(format!("did you mean `{near}`?"));
        }
        f.problem(&span, problem);
    }
    f.finish();
    (!kinds.is_empty()).then_some(Shown {
        kinds,
        take,
        because,
    })
}
