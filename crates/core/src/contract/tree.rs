//! A TOML file as a tree of values that each know where they stand.
//!
//! Contracts and departments are both read from this tree, so that every problem in a file can be
//! told at once, with its line.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place};
use crate::time::Day;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// The values that a file can hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    /// Kept as written: no floats in this crate.
    Decimal(String),
    Bool(bool),
    Date(Day),
    List(Vec<Node>),
    Table(Table),
}

/// Keys in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) node: Node,
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.key == key).map(|e| &e.node)
    }

    /// Puts a value under a key, in place of what stood there.
    pub(crate) fn set(&mut self, key: &str, node: Node) {
        match self.entries.iter_mut().find(|e| e.key == key) {
            Some(entry) => entry.node = node,
            None => self.entries.push(Entry {
                key: key.to_owned(),
                key_span: node.span.clone(),
                node,
            }),
        }
    }
}

impl Node {
    pub(crate) fn text(text: &str, span: Range<usize>) -> Node {
        Node {
            value: Value::Text(text.to_owned()),
            span,
        }
    }

    /// What sort of value it is, for messages.
    pub(crate) fn sort(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Decimal(_) => "a decimal number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value as a reader would say it, for placeholders in a clause's text.
    pub(crate) fn plain(&self) -> String {
        match &self.value {
            Value::Text(text) | Value::Decimal(text) => text.clone(),
            Value::Integer(n) => n.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::Date(day) => day.to_string(),
            Value::List(items) => items
                .iter()
                .map(Node::plain)
                .collect::<Vec<_>>()
                .join(" and "),
            Value::Table(table) => table
                .entries
                .iter()
                .map(|e| format!("{} {}", e.key, e.node.plain()))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

/// A file being read: its name, its text and the problems found so far.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: String,
    pub(crate) text: Arc<str>,
    pub(crate) problems: Vec<Diagnostic>,
}

impl Source {
    pub(crate) fn new(file: &str, text: &str) -> Source {
        Source {
            file: file.to_owned(),
            text: Arc::from(text),
            problems: Vec::new(),
        }
    }

    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        Place::Source {
            file: self.file.clone(),
            text: Arc::clone(&self.text),
            span: span.clone(),
        }
    }

    /// Notes a problem at a place; reading goes on.
    pub(crate) fn problem(&mut self, span: &Range<usize>, diagnostic: Diagnostic) {
        let place = self.place(span);
        self.problems.push(diagnostic.at(place));
    }

    /// The whole file as a table; what cannot be parsed is noted and left out.
    pub(crate) fn parse(&mut self) -> Table {
        let text = Arc::clone(&self.text);
        let (root, errors) = DeTable::parse_recoverable(&text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let title = error.message().trim().replace('\n', ", ");
            self.problem(&span, Diagnostic::error("C001", title));
        }
        self.table(root.get_ref(), 0)
    }

    fn table(&mut self, table: &DeTable<'_>, depth: usize) -> Table {
        let mut entries: Vec<Entry> = table
            .iter()
            .filter_map(|(key, value)| {
                Some(Entry {
                    key: key.get_ref().to_string(),
                    key_span: key.span(),
                    node: self.node(value, depth + 1)?,
                })
            })
            .collect();
        entries.sort_by_key(|e| e.key_span.start);
        Table { entries }
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Node> {
        let span = value.span();
        if depth > 32 {
            self.problem(&span, Diagnostic::error("C001", "nested too deep"));
            return None;
        }
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(n) => Value::Integer(n),
                    Err(_) => {
                        let title = "this number is too large";
                        self.problem(&span, Diagnostic::error("C001", title));
                        return None;
                    }
                }
            }
            DeValue::Float(number) => Value::Decimal(number.as_str().to_owned()),
            DeValue::Boolean(b) => Value::Bool(*b),
            DeValue::Datetime(date) => {
                let day = date
                    .date
                    .filter(|_| date.time.is_none())
                    .and_then(|d| Day::new(i32::from(d.year), d.month, d.day));
                match day {
                    Some(day) => Value::Date(day),
                    None => {
                        let title = "a date without a time is wanted, like 2026-11-02";
                        self.problem(&span, Diagnostic::error("C004", title));
                        return None;
                    }
                }
            }
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .filter_map(|item| self.node(item, depth + 1))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
        };
        Some(Node { value, span })
    }
}
