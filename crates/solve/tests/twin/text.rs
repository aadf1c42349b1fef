//! A contract's file as it stands there: clauses and classes, with its open questions answered.
//!
//! Read a second time, so that what the program made of the file is held against the file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firstline_core::contract::Choices;
use toml::{Table, Value};

/// A contract file, and the answers that a department gave to its questions.
pub(crate) struct Text {
    file: Table,
    choices: Choices,
}

impl Text {
    /// Reads the file of a contract.
    pub(crate) fn read(contract: &str, choices: &Choices) -> Text {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts");
        let path = folder.join(format!("{contract}.toml"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let file: Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{contract}: {e}"));
        assert!(
            !file.contains_key("extends"),
            "{contract} is read without the contract that it extends"
        );
        Text {
            file,
            choices: choices.clone(),
        }
    }

    /// The row of a list of tables that has this id.
    fn row(&self, list: &str, id: &str) -> &Table {
        let rows = self.file[list].as_array().expect("a list of tables");
        let row = rows.iter().find(|row| row["id"].as_str() == Some(id));
        let row = row.and_then(Value::as_table);
        row.unwrap_or_else(|| panic!("there is a {list} `{id}`"))
    }

    /// A clause by its id.
    pub(crate) fn clause(&self, id: &str) -> &Table {
        self.row("clause", id)
    }

    /// The fields of a class.
    pub(crate) fn class(&self, name: &str) -> Fields<'_> {
        let class = self.file["class"].get(name).and_then(Value::as_table);
        self.fields(class.unwrap_or_else(|| panic!("there is a class `{name}`")))
    }

    /// Fields of which some may hang on a question.
    pub(crate) fn fields<'t>(&'t self, table: &'t Table) -> Fields<'t> {
        Fields {
            text: self,
            table,
            asked_for: BTreeSet::new(),
        }
    }

    /// What a field says: of answers to a question, what stands under the answer taken.
    fn meant<'t>(&'t self, value: &'t Value) -> &'t Value {
        let Some(question) = value.get("interpret") else {
            return value;
        };
        let question = question.as_str().expect("a question has a name");
        let default = self.row("interpretation", question)["default"].as_str();
        let chosen = self.choices.get(question).map(String::as_str);
        let answer = chosen.or(default).expect("a question has a default");
        let meant = value.get(answer);
        meant.unwrap_or_else(|| panic!("`{question}` has an answer `{answer}`"))
    }
}

/// The fields of one table, each of which must be asked for.
pub(crate) struct Fields<'t> {
    text: &'t Text,
    table: &'t Table,
    asked_for: BTreeSet<&'t str>,
}

impl<'t> Fields<'t> {
    fn value(&mut self, key: &'t str) -> Option<&'t Value> {
        self.asked_for.insert(key);
        self.table.get(key).map(|value| self.text.meant(value))
    }

    fn must<T>(&self, key: &str, value: Option<T>) -> T {
        value.unwrap_or_else(|| panic!("`{key}` is wanted in {:?}", self.table))
    }

    /// A word, where it is there.
    pub(crate) fn word_or_none(&mut self, key: &'t str) -> Option<&'t str> {
        self.value(key).and_then(Value::as_str)
    }

    /// A word.
    pub(crate) fn word(&mut self, key: &'t str) -> &'t str {
        let word = self.word_or_none(key);
        self.must(key, word)
    }

    /// A list of words, where it is there.
    pub(crate) fn words(&mut self, key: &'t str) -> Option<Vec<&'t str>> {
        let list = self.value(key)?.as_array().expect("a list");
        Some(list.iter().filter_map(Value::as_str).collect())
    }

    /// A length in minutes, where it is there.
    pub(crate) fn length_or_none(&mut self, key: &'t str) -> Option<i64> {
        self.word_or_none(key).map(minutes)
    }

    /// A length in minutes.
    pub(crate) fn length(&mut self, key: &'t str) -> i64 {
        let length = self.length_or_none(key);
        self.must(key, length)
    }

    /// A whole number; what was agreed is written as text.
    pub(crate) fn number(&mut self, key: &'t str) -> i64 {
        let number = match self.value(key) {
            Some(Value::String(text)) => text.parse().ok(),
            other => other.and_then(Value::as_integer),
        };
        self.must(key, number)
    }

    /// Whether something is so; not where nothing is said.
    pub(crate) fn flag(&mut self, key: &'t str) -> bool {
        self.value(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The fields of a table within, where it is there.
    pub(crate) fn inner(&mut self, key: &'t str) -> Option<Fields<'t>> {
        let table = self.value(key)?.as_table().expect("a table");
        Some(self.text.fields(table))
    }

    /// The fields of each table of a list.
    pub(crate) fn rows(&mut self, key: &'t str) -> Vec<Fields<'t>> {
        let list = self.value(key).and_then(Value::as_array);
        let tables = self.must(key, list).iter().filter_map(Value::as_table);
        tables.map(|table| self.text.fields(table)).collect()
    }

    /// Minutes after midnight, where a time of the day is there.
    pub(crate) fn time(&mut self, key: &'t str) -> Option<i64> {
        self.word_or_none(key).map(of_the_day)
    }

    /// First minute of the week and the one after the last, counted from Monday midnight.
    pub(crate) fn window(&mut self, key: &'t str) -> Option<(i64, i64)> {
        let mut inner = self.inner(key)?;
        let window = (
            of_the_week(inner.word("from")),
            of_the_week(inner.word("to")),
        );
        inner.done();
        Some(window)
    }

    /// Nothing may be left that nobody asked for.
    pub(crate) fn done(self) {
        let left = self.table.keys().find(|k| !self.asked_for.contains(&***k));
        assert!(left.is_none(), "{left:?} of {:?} was not read", self.table);
    }
}

/// Minutes of a length such as `48h`, `7h30`, `30min`, `7d` or `26w`.
pub(crate) fn minutes(length: &str) -> i64 {
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = length.split_at(digits);
    let number: i64 = number.parse().expect("a length begins with a number");
    match unit {
        "min" => number,
        "h" => number * 60,
        "d" => number * 1440,
        "w" => number * 7 * 1440,
        _ => {
            let rest: Option<i64> = unit.strip_prefix('h').and_then(|rest| rest.parse().ok());
            number * 60 + rest.unwrap_or_else(|| panic!("`{length}` is no length"))
        }
    }
}

/// Minutes after midnight of a time such as `23:00`.
fn of_the_day(time: &str) -> i64 {
    let (hours, minutes) = time.split_once(':').expect("a time has a colon");
    let number = |text: &str| -> i64 { text.parse().expect("a time is in numbers") };
    number(hours) * 60 + number(minutes)
}

/// The weekday by its name, 0 for Monday.
pub(crate) fn weekday(name: &str) -> i64 {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = days.iter().position(|day| *day == name);
    day.expect("a weekday has three letters") as i64
}

/// Minutes after Monday midnight of a time such as `Sat 00:00`.
fn of_the_week(time: &str) -> i64 {
    let (day, time) = time.split_once(' ').expect("a weekday and a time");
    weekday(day) * 1440 + of_the_day(time)
}
