//! The parameters of clauses as they stand in the contract file.
//!
//! The program keeps them only in compiled form, so the file is read once more, for showing alone.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::shell::{Done, files_ending, read};

/// For contract, clause and first day of the version: each parameter as `name = value`.
pub(super) struct Params(BTreeMap<(String, String, String), Vec<String>>);

impl Params {
    pub(super) fn read() -> Done<Params> {
        let mut all = BTreeMap::new();
        for path in files_ending("contracts", "toml") {
            let fail = |error: toml::de::Error| format!("{}: {error}", path.display());
            let root: Table = read(&path)?.parse().map_err(fail)?;
            let contract = text(&root, "id");
            for clause in tables(&root, "clause") {
                for version in tables(clause, "version") {
                    let from = version.get("from").map(plain).unwrap_or_default();
                    let key = (contract.clone(), text(clause, "id"), from);
                    let params = version.get("params").and_then(Value::as_table);
                    let shown = params.into_iter().flatten();
                    all.insert(
                        key,
                        shown.map(|(k, v)| format!("{k} = {}", plain(v))).collect(),
                    );
                }
            }
        }
        Ok(Params(all))
    }

    /// The parameters of a version, in code spans.
    pub(super) fn of(&self, contract: &str, clause: &str, from: &str) -> String {
        let key = (contract.to_owned(), clause.to_owned(), from.to_owned());
        let spans = self.0.get(&key).into_iter().flatten();
        spans
            .map(|p| format!("`{p}`"))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn tables<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

fn text(table: &Table, key: &str) -> String {
    table
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A value without quotation marks, in one line.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Datetime(at) => at.to_string(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            if let Some(id) = table.get("interpret") {
                let answers = table.iter().filter(|(key, _)| *key != "interpret");
                let answers = answers.map(|(key, value)| format!("{key}: {}", plain(value)));
                let answers: Vec<String> = answers.collect();
                return format!("by {} ({})", plain(id), answers.join(", "));
            }
            let entries = table
                .iter()
                .map(|(key, value)| format!("{key} = {}", plain(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
