//! Reads the keys of one table: each key once, every problem told, nothing unknown let through.

use std::ops::Range;

use super::tree::{Node, Source, Table, Value};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::time::{ClockTime, Day, Minutes, Weekday};

/// The keys of one table, ticked off as they are read.
pub(crate) struct Fields<'a> {
    pub(crate) source: &'a mut Source,
    table: &'a Table,
    span: Range<usize>,
    what: String,
    asked: Vec<&'static str>,
}

/// A fraction of whole numbers, such as one weekend in three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    /// Numerator.
    pub of: i64,
    /// Denominator, at least one.
    pub per: i64,
}

impl<'a> Fields<'a> {
    /// Begins to read `table`, which is `what` in messages and stands at `span`.
    pub(crate) fn new(
        source: &'a mut Source,
        table: &'a Table,
        span: Range<usize>,
        what: impl Into<String>,
    ) -> Fields<'a> {
        Fields {
            source,
            table,
            span,
            what: what.into(),
            asked: Vec::new(),
        }
    }

    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    pub(crate) fn optional(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }

    pub(crate) fn required(&mut self, key: &'static str) -> Option<&'a Node> {
        let node = self.optional(key);
        if node.is_none() {
            let title = format!("{} needs `{key}`", self.what);
            let span = self.span.clone();
            self.source.problem(&span, Diagnostic::error("C003", title));
        }
        node
    }

    pub(crate) fn wrong(&mut self, node: &Node, key: &str, wanted: &str) {
        let title = format!("`{key}` must be {wanted}, not {}", node.sort());
        let span = node.span.clone();
        self.source.problem(&span, Diagnostic::error("C004", title));
    }

    pub(crate) fn problem(&mut self, span: &Range<usize>, diagnostic: Diagnostic) {
        self.source.problem(span, diagnostic);
    }

    pub(crate) fn as_text(&mut self, key: &str, node: &'a Node) -> Option<&'a str> {
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        self.wrong(node, key, "a text in quotes");
        None
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<&'a str> {
        let node = self.required(key)?;
        self.as_text(key, node)
    }

    pub(crate) fn text_or_none(&mut self, key: &'static str) -> Option<&'a str> {
        let node = self.optional(key)?;
        self.as_text(key, node)
    }

    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<(&'a str, Range<usize>)> {
        let Some(node) = self.optional(key) else {
            return Vec::new();
        };
        match &node.value {
            Value::Text(text) => vec![(text, node.span.clone())],
            Value::List(items) => items
                .iter()
                .filter_map(|item| Some((self.as_text(key, item)?, item.span.clone())))
                .collect(),
            _ => {
                self.wrong(node, key, "a text or a list of texts");
                Vec::new()
            }
        }
    }

    pub(crate) fn as_length(&mut self, node: &'a Node, key: &str) -> Option<Minutes> {
        let text = self.as_text(key, node)?;
        match Minutes::parse(text) {
            Ok(length) => Some(length),
            Err(error) => {
                self.problem(&node.span, Diagnostic::error("C004", error.to_string()));
                None
            }
        }
    }

    pub(crate) fn length(&mut self, key: &'static str) -> Option<Minutes> {
        let node = self.required(key)?;
        self.as_length(node, key)
    }

    pub(crate) fn length_or_none(&mut self, key: &'static str) -> Option<Minutes> {
        let node = self.optional(key)?;
        self.as_length(node, key)
    }

    /// A whole number between zero and `most`, written as a number or in quotes.
    pub(crate) fn count(&mut self, key: &'static str, most: i64) -> Option<i32> {
        let node = self.required(key)?;
        let number = match &node.value {
            Value::Integer(n) => Some(*n),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(n) if (0..=most).contains(&n) => Some(n as i32),
            _ => {
                self.wrong_value(node, key, &format!("a whole number from 0 to {most}"));
                None
            }
        }
    }

    pub(crate) fn wrong_value(&mut self, node: &Node, key: &str, wanted: &str) {
        let title = format!("`{key}` must be {wanted}, not `{}`", node.plain());
        let span = node.span.clone();
        self.source.problem(&span, Diagnostic::error("C004", title));
    }

    pub(crate) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        match self.optional(key) {
            None => default,
            Some(Node {
                value: Value::Bool(b),
                ..
            }) => *b,
            Some(node) => {
                self.wrong(node, key, "true or false");
                default
            }
        }
    }

    pub(crate) fn as_date(&mut self, key: &str, node: &'a Node) -> Option<Day> {
        if let Value::Date(day) = node.value {
            return Some(day);
        }
        self.wrong(node, key, "a date without quotes, like 2026-11-02");
        None
    }

    pub(crate) fn date(&mut self, key: &'static str) -> Option<Day> {
        let node = self.required(key)?;
        self.as_date(key, node)
    }

    pub(crate) fn date_or_none(&mut self, key: &'static str) -> Option<Day> {
        let node = self.optional(key)?;
        self.as_date(key, node)
    }

    pub(crate) fn fraction(&mut self, key: &'static str) -> Option<Fraction> {
        let node = self.required(key)?;
        let text = self.as_text(key, node)?;
        let parts = text.split_once('/').and_then(|(a, b)| {
            let (of, per) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
            ((0..=1000).contains(&of) && (1..=1000).contains(&per)).then_some(Fraction { of, per })
        });
        if parts.is_none() {
            self.wrong_value(node, key, "a fraction like 1/3");
        }
        parts
    }

    pub(crate) fn clock_time(&mut self, key: &'static str) -> Option<ClockTime> {
        let node = self.required(key)?;
        self.as_clock_time(key, node)
    }

    pub(crate) fn as_clock_time(&mut self, key: &str, node: &'a Node) -> Option<ClockTime> {
        let text = self.as_text(key, node)?;
        let time = ClockTime::parse(text);
        if time.is_none() {
            self.wrong_value(node, key, "a time of day like 23:00");
        }
        time
    }

    /// `Sat 00:00` as minutes after Monday midnight.
    pub(crate) fn week_time(&mut self, key: &'static str) -> Option<i32> {
        let node = self.required(key)?;
        let text = self.as_text(key, node)?;
        let parts = text.trim().split_once(' ').and_then(|(day, time)| {
            let (day, time) = (Weekday::parse(day)?, ClockTime::parse(time)?);
            Some(day as i32 * 24 * 60 + i32::from(time.0))
        });
        if parts.is_none() {
            self.wrong_value(node, key, "a weekday and a time like Sat 00:00");
        }
        parts
    }

    /// One of a fixed set of words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let node = self.required(key)?;
        self.as_word(key, node, words)
    }

    pub(crate) fn word_or<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        default: T,
    ) -> T {
        match self.optional(key) {
            Some(node) => self.as_word(key, node, words).unwrap_or(default),
            None => default,
        }
    }

    fn as_word<T: Copy>(&mut self, key: &str, node: &'a Node, words: &[(&str, T)]) -> Option<T> {
        let text = self.as_text(key, node)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let mut diagnostic = Diagnostic::error("C004", format!("`{key}` cannot be `{text}`"))
            .note(format!("it can be: {}", all.join(", ")));
        if let Some(near) = did_you_mean(text, all) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.problem(&node.span, diagnostic);
        None
    }

    /// A table under a key, to be read with [`Fields::new`].
    pub(crate) fn table(&mut self, key: &'static str) -> Option<(&'a Table, Range<usize>)> {
        let node = self.optional(key)?;
        if let Value::Table(table) = &node.value {
            return Some((table, node.span.clone()));
        }
        self.wrong(node, key, "a table");
        None
    }

    /// A list of tables under a key (`[[key]]`).
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<(&'a Table, Range<usize>)> {
        let Some(node) = self.optional(key) else {
            return Vec::new();
        };
        let Value::List(items) = &node.value else {
            self.wrong(node, key, "a list of tables");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => tables.push((table, item.span.clone())),
                _ => self.wrong(item, key, "a list of tables"),
            }
        }
        tables
    }

    /// Tells of every key that nobody asked for.
    pub(crate) fn finish(self) {
        for entry in &self.table.entries {
            if self.asked.contains(&entry.key.as_str()) {
                continue;
            }
            let title = format!("`{}` is not known here, in {}", entry.key, self.what);
            let mut diagnostic = Diagnostic::error("C002", title);
            let near = did_you_mean(&entry.key, self.asked.iter().copied());
            diagnostic = match near {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.note(format!("it can have: {}", self.asked.join(", "))),
            };
            self.source.problem(&entry.key_span, diagnostic);
        }
    }
}
