//! What a rule kind is, and the help that its `compile` gets.

use std::ops::Range;
use std::sync::Arc;

use super::machine::Machine;
use crate::contract::{Classes, Fields, Table};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::time::{Clock, Holidays};

/// A stable code such as `R003`, never used for anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(pub &'static str);

/// Whether a kind may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its parameters and meaning stay.
    Stable {
        /// The version that brought it.
        since: &'static str,
    },
}

/// What a kind's clauses are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// They can be broken.
    Judge,
    /// They are worth money, or measure what others are worth.
    Pay,
    /// They speak of what was worked, and read what other clauses measured.
    Worked,
    /// They say how much leave there is, and when a public holiday is owed.
    Leave,
}

/// What a kind's readings are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours; inside, whole minutes.
    Hours,
    /// Days.
    Days,
    /// Duties.
    Duties,
    /// A share, such as weekends worked of all weekends.
    Ratio,
    /// Breaks.
    Breaks,
}

impl Unit {
    /// As in the JSON: `h`, `days`, `duties`, `ratio`, `breaks`.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Hours => "h",
            Unit::Days => "days",
            Unit::Duties => "duties",
            Unit::Ratio => "ratio",
            Unit::Breaks => "breaks",
        }
    }
}

/// What a clause can say. One file each, one line in [`super::RULES`].
pub struct RuleKind {
    /// Stable code.
    pub code: Code,
    /// The quantity measured, in words joined by hyphens.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// How a reading is told, with `{measured}` and `{limit}`.
    pub says: &'static str,
    /// The page for readers: Markdown that runs as a specification.
    pub doc: &'static str,
    /// Whether it may be relied on.
    pub status: Status,
    /// What its clauses are for.
    pub purpose: Purpose,
    /// What its readings are counted in.
    pub unit: Unit,
    pub(crate) compile: fn(&mut Compile<'_, '_>) -> Option<Machine>,
}

impl std::fmt::Debug for RuleKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code.0, self.name)
    }
}

impl PartialEq for RuleKind {
    fn eq(&self, other: &RuleKind) -> bool {
        self.code == other.code
    }
}

/// A clause's parameters on their way to a machine.
pub(crate) struct Compile<'f, 'c> {
    /// The parameters.
    pub(crate) fields: Fields<'f>,
    /// Names of the contract's classes, in order.
    pub(crate) classes: &'c [String],
    /// The public holidays that the contract names.
    pub(crate) holidays: Option<&'c Arc<Holidays>>,
    /// Classes that the machine uses, by index.
    pub(crate) used: Vec<usize>,
}

impl<'c> Compile<'_, 'c> {
    /// A class named by a parameter.
    pub(crate) fn class(&mut self, key: &'static str) -> Option<Classes> {
        self.fields.required(key)?;
        self.class_or_none(key)
    }

    /// A class named by a parameter, if there is one.
    pub(crate) fn class_or_none(&mut self, key: &'static str) -> Option<Classes> {
        let names = self.fields.texts(key);
        let mut all = None;
        for (name, span) in names {
            match self.classes.iter().position(|c| c == name) {
                Some(index) => {
                    self.used.push(index);
                    let bits = all.unwrap_or(Classes::NONE).0 | (1 << index);
                    all = Some(Classes(bits));
                }
                None => {
                    let title = format!("this contract has no class `{name}`");
                    let mut diagnostic = Diagnostic::error("C005", title);
                    let known = self.classes.iter().map(String::as_str);
                    if let Some(near) = did_you_mean(name, known) {
                        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                    }
                    self.fields.problem(&span, diagnostic);
                }
            }
        }
        all
    }

    /// The clock on which the clause measures.
    pub(crate) fn clock(&mut self) -> Option<Clock> {
        let words = [("elapsed", Clock::Elapsed), ("nominal", Clock::Nominal)];
        self.fields.word("clock", &words)
    }

    /// A table within the parameters.
    pub(crate) fn inner<'s>(
        &'s mut self,
        table: &'s Table,
        span: Range<usize>,
        what: &str,
    ) -> Inner<'s, 'c> {
        Inner {
            used: &mut self.used,
            compile: Compile {
                fields: Fields::new(self.fields.source, table, span, what),
                classes: self.classes,
                holidays: self.holidays,
                used: Vec::new(),
            },
        }
    }
}

/// A table within the parameters; classes that it uses count for the whole clause.
pub(crate) struct Inner<'s, 'c> {
    used: &'s mut Vec<usize>,
    compile: Compile<'s, 'c>,
}

impl<'s, 'c> std::ops::Deref for Inner<'s, 'c> {
    type Target = Compile<'s, 'c>;
    fn deref(&self) -> &Self::Target {
        &self.compile
    }
}

impl std::ops::DerefMut for Inner<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.compile
    }
}

impl Inner<'_, '_> {
    /// Tells of unknown keys.
    pub(crate) fn finish(self) {
        self.used.extend(self.compile.used);
        self.compile.fields.finish();
    }
}
