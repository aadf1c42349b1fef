//! What a contract file says, once read.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::class::{self, Class, Classes, Marks};
use super::fields::Fields;
use super::interpretation::{Choices, Interpretation};
use super::tree::{Node, Source, Table, Value};
use crate::confidence::Confidence;
use crate::rota::Duty;
use crate::rules::{Compile, Machine, RuleKind, Unit};
use crate::time::{Day, Holidays, Minutes, Zone};

/// A dated set of clauses that binds a person.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Stable id such as `england-2016`.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// First day on which it could bind anybody.
    pub from: Day,
    /// The day after the last, where it has ended.
    pub until: Option<Day>,
    /// The contract whose clauses it has besides its own.
    pub extends: Option<String>,
    /// The public holidays that its clauses speak of.
    pub holidays: Option<Arc<Holidays>>,
    /// Contracts that apply besides, such as the statutory floor.
    pub sits_on: Vec<String>,
    /// What a reader should know of the file as a whole.
    pub notes: Vec<String>,
    /// Questions on which real checkers disagree.
    pub interpretations: Vec<Interpretation>,
    /// Names of its classes of duty.
    pub class_names: Vec<String>,
    /// What each class means, in words.
    pub class_texts: Vec<String>,
    /// Its provisions.
    pub clauses: Vec<Clause>,
    pub(super) class_tables: Vec<(Table, Range<usize>)>,
    pub(super) file: String,
    pub(super) text: Arc<str>,
}

/// One provision as data.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Id within its contract, such as `rest.after-night`.
    pub id: String,
    /// What it measures.
    pub kind: &'static RuleKind,
    /// Whether it binds.
    pub force: Force,
    /// What one breach costs a rota that is being designed, where the clause is advice.
    pub weight: Option<i32>,
    /// One sentence with placeholders for its parameters.
    pub text: String,
    /// What its readings are counted in.
    pub unit: Unit,
    /// What it is about, to pair it with a clause of another contract.
    pub topic: Option<String>,
    /// To whom it applies.
    pub when: When,
    /// How an agreement may relax it.
    pub relax: Option<Relax>,
    /// Parameters that change where another clause is relaxed by agreement.
    pub agreed: Vec<AgreedParams>,
    /// Its dated versions, oldest first.
    pub versions: Vec<Version>,
}

/// How hard a clause binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// Breaking it makes the rota unlawful.
    Must,
    /// Advice: told as a warning.
    Should,
    /// Reported only.
    Aim,
}

/// To whom, and under which agreements, a clause applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Only to those who work less than full time.
    pub part_time: bool,
    /// Only where the clause of this id is relaxed by agreement.
    pub with_agreement: Option<String>,
    /// Only where the clause of this id is not relaxed by agreement.
    pub without_agreement: Option<String>,
}

/// How an agreement may relax a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relax {
    /// What the agreement brings about.
    pub relief: Relief,
    /// Everybody who must have agreed.
    pub agreed_by: Vec<String>,
    /// Whether a person's own opt-out is such an agreement.
    pub opt_out: bool,
    /// Where this stands.
    pub cite: Citation,
    /// How sure that is.
    pub confidence: Confidence,
}

/// What an agreement brings about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relief {
    /// Another value of a parameter, up to a ceiling.
    Limit {
        /// The parameter.
        param: String,
        /// The furthest that it may go.
        up_to: String,
    },
    /// The clause no longer applies.
    Waived,
    /// The clause may be broken where equal compensatory rest follows.
    CompensatoryRest,
}

/// Parameters that change where another clause is relaxed.
#[derive(Clone, Debug)]
pub struct AgreedParams {
    /// The other clause.
    pub clause: String,
    pub(super) params: Table,
}

/// A clause as it stood from one date on.
#[derive(Clone, Debug)]
pub struct Version {
    /// First day.
    pub from: Day,
    /// The day after the last, where it has ended.
    pub until: Option<Day>,
    /// Until this day employers could still keep the version before.
    pub adopt_by: Option<Day>,
    /// Where it stands.
    pub cite: Citation,
    /// How sure its limit is.
    pub confidence: Confidence,
    /// What else a reader should know, such as which part of it rests on what.
    pub note: Option<String>,
    pub(super) params: Table,
    pub(super) span: Range<usize>,
}

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Id of a document in `documents.toml`.
    pub document: String,
    /// Paragraph, page or section.
    pub at: String,
}

/// A clause's parameters turned into a machine, and the interpretations that it hangs on.
pub(super) struct Compiled {
    pub(super) machine: Machine,
    pub(super) hangs_on: BTreeSet<String>,
    /// Every class that its parameters name.
    pub(super) classes: Classes,
}

/// The classes of a contract under some choices.
#[derive(Clone, Debug)]
pub(super) struct ClassSet {
    classes: Vec<Class>,
    /// For each class, the interpretations that it hangs on.
    hangs_on: Vec<BTreeSet<String>>,
    holidays: Option<Arc<Holidays>>,
}

impl ClassSet {
    /// Some classes and all that they refer to.
    pub(super) fn with_references(&self, mut needed: Classes) -> Classes {
        // a class refers only to earlier ones
        for (index, class) in self.classes.iter().enumerate().rev() {
            if needed.meets(Classes::one(index)) {
                needed = needed.with(class.refers_to());
            }
        }
        needed
    }

    pub(super) fn marks(&self, needed: Classes, duty: &Duty, zone: &Zone) -> Marks {
        class::classify(&self.classes, needed, duty, zone, self.holidays.as_deref())
    }

    /// Whether any of these classes asks for the date, and not only for the weekday.
    pub(super) fn ask_for_dates(&self, needed: Classes) -> bool {
        let mut classes = self.classes.iter().enumerate();
        classes.any(|(index, class)| needed.meets(Classes::one(index)) && class.asks_for_dates())
    }
}

impl Contract {
    /// The clause of this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|c| c.id == id)
    }

    /// The interpretation of this id.
    pub fn interpretation(&self, id: &str) -> Option<&Interpretation> {
        self.interpretations.iter().find(|i| i.id == id)
    }

    /// The classes under some choices. Problems were told when the file was read.
    pub(super) fn class_set(&self, choices: &Choices) -> ClassSet {
        let mut source = Source::new(&self.file, &self.text);
        self.class_set_into(&mut source, choices)
    }

    pub(super) fn class_set_into(&self, source: &mut Source, choices: &Choices) -> ClassSet {
        let mut classes = Vec::new();
        let mut hangs_on: Vec<BTreeSet<String>> = Vec::new();
        for (i, (table, span)) in self.class_tables.iter().enumerate() {
            let mut used = BTreeSet::new();
            let table = self.choose(table, choices, &mut used);
            let earlier = &self.class_names[..i];
            for key in ["all-of", "any-of", "none-of"] {
                for name in names_in(table.get(key)) {
                    if let Some(other) = earlier.iter().position(|e| e == name) {
                        used.extend(hangs_on[other].iter().cloned());
                    }
                }
            }
            classes.push(Class::read(
                source,
                &table,
                span.clone(),
                &self.class_names[i],
                earlier,
                self.holidays.is_some(),
            ));
            hangs_on.push(used);
        }
        ClassSet {
            classes,
            hangs_on,
            holidays: self.holidays.clone(),
        }
    }

    /// Compiles one version of a clause. `changes` are parameters moved by agreements.
    pub(super) fn compile(
        &self,
        source: &mut Source,
        clause: &Clause,
        version: &Version,
        classes: &ClassSet,
        choices: &Choices,
        changes: &Table,
    ) -> Option<Compiled> {
        let mut hangs_on = BTreeSet::new();
        let mut params = version.params.clone();
        for entry in &changes.entries {
            params.set(&entry.key, entry.node.clone());
        }
        let params = self.choose(&params, choices, &mut hangs_on);
        let before = source.problems.len();
        let mut compile = Compile {
            fields: Fields::new(
                source,
                &params,
                version.span.clone(),
                format!("`params` of kind `{}`", clause.kind.name),
            ),
            classes: &self.class_names,
            holidays: self.holidays.as_ref(),
            used: Vec::new(),
        };
        let machine = (clause.kind.compile)(&mut compile);
        let mut used = Classes::NONE;
        for index in &compile.used {
            used = used.with(Classes::one(*index));
            hangs_on.extend(classes.hangs_on[*index].iter().cloned());
        }
        compile.fields.finish();
        let clean = source.problems.len() == before;
        machine.filter(|_| clean).map(|machine| Compiled {
            machine,
            hangs_on,
            classes: used,
        })
    }

    /// Replaces each `{ interpret = "id", … }` by the answer chosen.
    pub(super) fn choose(
        &self,
        table: &Table,
        choices: &Choices,
        used: &mut BTreeSet<String>,
    ) -> Table {
        let mut out = table.clone();
        for entry in &mut out.entries {
            self.choose_node(&mut entry.node, choices, used);
        }
        out
    }

    fn choose_node(&self, node: &mut Node, choices: &Choices, used: &mut BTreeSet<String>) {
        let Value::Table(table) = &mut node.value else {
            if let Value::List(items) = &mut node.value {
                for item in items {
                    self.choose_node(item, choices, used);
                }
            }
            return;
        };
        if let Some(Node {
            value: Value::Text(id),
            ..
        }) = table.get("interpret")
        {
            let default = self.interpretation(id).map(|i| i.default.as_str());
            let chosen = choices
                .get(id)
                .map(String::as_str)
                .or(default)
                .unwrap_or("");
            used.insert(id.clone());
            if let Some(answer) = table.get(chosen) {
                let mut answer = answer.clone();
                self.choose_node(&mut answer, choices, used);
                *node = answer;
            }
            return;
        }
        for entry in &mut table.entries {
            self.choose_node(&mut entry.node, choices, used);
        }
    }

    /// The clause's sentence with its parameters put in; `changes` are those that an agreement moved.
    pub fn sentence(&self, clause: &Clause, version: &Version, choices: &Choices) -> String {
        let params = self.choose(&version.params, choices, &mut BTreeSet::new());
        let mut text = clause.text.clone();
        for entry in &params.entries {
            text = text.replace(&format!("{{{}}}", entry.key), &spoken(&entry.node.plain()));
        }
        text
    }

    /// The interpretations that any version of a clause hangs on.
    pub fn hangs_on(&self, clause: &Clause) -> BTreeSet<String> {
        let choices = Choices::new();
        let mut source = self.source();
        let classes = self.class_set(&choices);
        let plain = Table::default();
        let of = |version: &Version| {
            self.compile(&mut source, clause, version, &classes, &choices, &plain)
        };
        clause
            .versions
            .iter()
            .filter_map(of)
            .flat_map(|compiled| compiled.hangs_on)
            .collect()
    }

    /// A fresh [`Source`] for messages about this contract's file.
    pub(super) fn source(&self) -> Source {
        Source::new(&self.file, &self.text)
    }
}

/// A parameter as a reader would say it: `46h` is `46 h`, `26w` is `26 weeks`.
fn spoken(text: &str) -> String {
    let Ok(length) = Minutes::parse(text) else {
        return text.to_owned();
    };
    let whole = |unit: char, one: &str, many: &str| {
        let number = text.strip_suffix(unit)?;
        let word = if number == "1" { one } else { many };
        Some(format!("{number} {word}"))
    };
    whole('w', "week", "weeks")
        .or_else(|| whole('d', "day", "days"))
        .unwrap_or_else(|| length.to_string())
}

fn names_in(node: Option<&Node>) -> Vec<&str> {
    match node.map(|n| &n.value) {
        Some(Value::Text(text)) => vec![text],
        Some(Value::List(items)) => items
            .iter()
            .filter_map(|n| match &n.value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl Clause {
    /// The version in force on a day.
    pub fn version_on(&self, day: Day) -> Option<(usize, &Version)> {
        self.versions
            .iter()
            .enumerate()
            .find(|(_, v)| v.from <= day && v.until.is_none_or(|until| day < until))
    }
}

impl Version {
    /// Its parameters of this name as written, for tests and documents.
    pub fn param(&self, name: &str) -> Option<String> {
        self.params.get(name).map(Node::plain)
    }

    /// Whether employers could still keep the version before on this day.
    pub fn being_adopted(&self, day: Day) -> bool {
        self.adopt_by.is_some_and(|by| self.from <= day && day < by)
    }
}
