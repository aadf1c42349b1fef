//! From a contract file to a [`Contract`], or to every problem that it has.

use std::collections::BTreeSet;
use std::ops::Range;

use super::class::MOST_CLASSES;
use super::clause::{
    AgreedParams, Citation, Clause, Contract, Force, Relax, Relief, Version, When,
};
use super::documents::{Document, listed};
use super::fields::Fields;
use super::holidays;
use super::interpretation::{Choices, Interpretation, read_interpretations};
use super::shelf::{Shelf, extended, inherit, inherit_clauses};
use super::tree::{Node, Source, Table, Value};
use crate::confidence::Confidence;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rules::{self, RULES, Unit};

/// Reads one contract file that stands for itself.
///
/// # Errors
/// Every problem in the file, in its order. Nothing is half-loaded.
pub fn read_contract(
    file: &str,
    text: &str,
    documents: &[Document],
) -> Result<Contract, Vec<Diagnostic>> {
    let shelf = Shelf {
        documents,
        ..Shelf::default()
    };
    read_contract_from(file, text, &shelf)
}

/// Reads one contract file beside others.
///
/// # Errors
/// Every problem in the file, in its order. Nothing is half-loaded.
pub fn read_contract_from(
    file: &str,
    text: &str,
    shelf: &Shelf<'_>,
) -> Result<Contract, Vec<Diagnostic>> {
    let mut source = Source::new(file, text);
    let root = source.parse();
    let mut fields = Fields::new(&mut source, &root, 0..0, "a contract");
    if let Some(node) = fields.required("format")
        && node.value != Value::Integer(1)
    {
        fields.wrong_value(node, "format", "1");
    }
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let id = own(fields.text("id"));
    let title = own(fields.text("title"));
    let from = fields.date("from");
    let until = fields.date_or_none("until");
    let extends = fields.optional("extends");
    let base = extended(&mut fields, extends, shelf);
    let calendar = fields.optional("holidays");
    let calendar = calendar.and_then(|n| holidays::named(&mut fields, n, shelf.holidays));
    let sits_on = texts(&mut fields, "sits-on");
    let notes = texts(&mut fields, "notes");
    let interpretations = read_interpretations(&mut fields);
    let (class_names, class_texts, class_tables) = read_class_tables(&mut fields);
    let mut contract = Contract {
        id,
        title,
        from: from.unwrap_or(crate::time::Day(0)),
        until,
        extends: base.map(|b| b.id.clone()),
        holidays: calendar.map(std::sync::Arc::new),
        sits_on,
        notes,
        interpretations,
        class_names,
        class_texts,
        clauses: Vec::new(),
        class_tables,
        file: file.to_owned(),
        text: std::sync::Arc::from(text),
    };
    if let Some(base) = base {
        inherit(fields.source, &mut contract, base);
    }
    let mut replacing = BTreeSet::new();
    for (table, span) in fields.tables("clause") {
        let clause = read_clause(fields.source, table, &span, shelf.documents);
        let Some((clause, replaces)) = clause else {
            continue;
        };
        if replaces {
            replacing.insert(clause.id.clone());
        }
        if contract.clauses.iter().any(|c| c.id == clause.id) {
            let title = format!("the clause `{}` stands here a second time", clause.id);
            fields.problem(&span, Diagnostic::error("C008", title));
        } else {
            contract.clauses.push(clause);
        }
    }
    fields.finish();
    // what the extended contract says was checked with its own file
    let own: BTreeSet<String> = contract.clauses.iter().map(|c| c.id.clone()).collect();
    inherit_clauses(&mut source, &mut contract, base, &replacing);
    check_class_count(&mut source, &mut contract);
    check_references(&mut source, &contract, &root, &own);
    compile_all(&mut source, &contract, &own);
    let mut problems = source.problems;
    if problems.is_empty() {
        return Ok(contract);
    }
    problems.sort_by_key(place_in_file);
    problems.dedup();
    Err(problems)
}

fn place_in_file(diagnostic: &Diagnostic) -> usize {
    match &diagnostic.place {
        Some(crate::diagnostic::Place::Source { span, .. }) => span.start,
        _ => 0,
    }
}

fn texts(fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    fields
        .texts(key)
        .into_iter()
        .map(|(text, _)| text.to_owned())
        .collect()
}

type ClassTables = (Vec<String>, Vec<String>, Vec<(Table, Range<usize>)>);

fn read_class_tables(fields: &mut Fields<'_>) -> ClassTables {
    let (mut names, mut meanings, mut tables) = (Vec::new(), Vec::new(), Vec::new());
    let Some((all, _)) = fields.table("class") else {
        return (names, meanings, tables);
    };
    for entry in &all.entries {
        let Value::Table(table) = &entry.node.value else {
            fields.wrong(&entry.node, &entry.key, "a table");
            continue;
        };
        let meaning = match table.get("text").map(|n| &n.value) {
            Some(Value::Text(text)) => text.clone(),
            _ => {
                let title = format!(
                    "class `{}` needs `text`: what it means, in words",
                    entry.key
                );
                fields.problem(&entry.key_span, Diagnostic::error("C003", title));
                String::new()
            }
        };
        names.push(entry.key.clone());
        meanings.push(meaning);
        tables.push((table.clone(), entry.key_span.clone()));
    }
    (names, meanings, tables)
}

/// A class is told by bit, so those beyond the last bit are told and left out.
fn check_class_count(source: &mut Source, contract: &mut Contract) {
    let count = contract.class_names.len();
    let Some((_, span)) = contract.class_tables.get(MOST_CLASSES) else {
        return;
    };
    let title = format!("a contract can have {MOST_CLASSES} classes, this one has {count}");
    source.problem(&span.clone(), Diagnostic::error("C007", title));
    contract.class_names.truncate(MOST_CLASSES);
    contract.class_texts.truncate(MOST_CLASSES);
    contract.class_tables.truncate(MOST_CLASSES);
}

fn read_clause(
    source: &mut Source,
    table: &Table,
    span: &Range<usize>,
    documents: &[Document],
) -> Option<(Clause, bool)> {
    let mut f = Fields::new(source, table, span.clone(), "a clause");
    let id = f.text("id").map(str::to_owned);
    let kind = read_kind(&mut f);
    let forces = [
        ("must", Force::Must),
        ("should", Force::Should),
        ("aim", Force::Aim),
    ];
    let force = f.word("force", &forces);
    let weight = f
        .optional("weight")
        .is_some()
        .then(|| f.count("weight", 1_000_000))
        .flatten();
    let text = f.text("text").map(str::to_owned);
    let topic = f.text_or_none("topic").map(str::to_owned);
    let replaces = f.flag("replaces", false);
    let units = [("days", Unit::Days), ("duties", Unit::Duties)];
    let unit = f
        .optional("counted-in")
        .is_some()
        .then(|| f.word("counted-in", &units))
        .flatten();
    let mut when = When::default();
    if let Some((table, span)) = f.table("when") {
        let mut w = Fields::new(f.source, table, span, "`when`");
        when.part_time = w.flag("part-time", false);
        when.with_agreement = w.text_or_none("with-agreement").map(str::to_owned);
        when.without_agreement = w.text_or_none("without-agreement").map(str::to_owned);
        w.finish();
    }
    let relax = f
        .table("relax")
        .and_then(|(table, span)| read_relax(f.source, table, span, documents));
    let mut agreed = Vec::new();
    for (table, span) in f.tables("agreed") {
        let mut a = Fields::new(f.source, table, span, "`agreed`");
        let clause = a.text("clause").map(str::to_owned);
        a.required("params");
        let params = a.table("params").map(|(t, _)| t.clone());
        a.finish();
        if let (Some(clause), Some(params)) = (clause, params) {
            agreed.push(AgreedParams { clause, params });
        }
    }
    let mut versions: Vec<Version> = Vec::new();
    f.required("version");
    for (table, span) in f.tables("version") {
        versions.extend(read_version(f.source, table, &span, documents));
    }
    f.finish();
    order_versions(
        source,
        &mut versions,
        id.as_deref().unwrap_or("this clause"),
    );
    check_placeholders(source, span, text.as_deref().unwrap_or(""), &versions);
    let kind = kind?;
    let clause = Clause {
        id: id?,
        kind,
        force: force?,
        weight,
        text: text?,
        unit: unit.unwrap_or(kind.unit),
        topic,
        when,
        relax,
        agreed,
        versions,
    };
    Some((clause, replaces))
}

fn read_kind(f: &mut Fields<'_>) -> Option<&'static rules::RuleKind> {
    let node = f.required("kind")?;
    let name = f.as_text("kind", node)?;
    if let Some(kind) = RULES.iter().find(|k| k.name == name) {
        return Some(kind);
    }
    let mut diagnostic = Diagnostic::error("C005", format!("there is no rule kind `{name}`"));
    let names = || RULES.iter().map(|k| k.name);
    diagnostic = match did_you_mean(name, names()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.note(format!(
            "there are: {}",
            names().collect::<Vec<_>>().join(", ")
        )),
    };
    f.problem(&node.span, diagnostic);
    None
}

fn read_relax(
    source: &mut Source,
    table: &Table,
    span: Range<usize>,
    documents: &[Document],
) -> Option<Relax> {
    let mut f = Fields::new(source, table, span.clone(), "`relax`");
    let param = f.text_or_none("param").map(str::to_owned);
    let up_to = f.text_or_none("up-to").map(str::to_owned);
    let waived = f.flag("waived", false);
    let compensatory = f.flag("compensatory-rest", false);
    let agreed_by = texts(&mut f, "agreed-by");
    let opt_out = f.flag("opt-out", false);
    let cite = read_cite(&mut f, documents);
    let confidence = f.word("confidence", &Confidence::WORDS);
    let relief = match (param, up_to, waived, compensatory) {
        (Some(param), Some(up_to), false, false) => Some(Relief::Limit { param, up_to }),
        (None, None, true, false) => Some(Relief::Waived),
        (None, None, false, true) => Some(Relief::CompensatoryRest),
        _ => {
            let title = "`relax` needs either `param` with `up-to`, or `waived = true`, or \
                         `compensatory-rest = true`";
            f.problem(&span, Diagnostic::error("C003", title));
            None
        }
    };
    f.finish();
    Some(Relax {
        relief: relief?,
        agreed_by,
        opt_out,
        cite: cite?,
        confidence: confidence?,
    })
}

fn read_cite(f: &mut Fields<'_>, documents: &[Document]) -> Option<Citation> {
    f.required("cite")?;
    let (table, span) = f.table("cite")?;
    let mut c = Fields::new(f.source, table, span, "`cite`");
    let node = c.required("document");
    let document = listed(&mut c, node, documents);
    let at = c.text("at");
    c.finish();
    Some(Citation {
        document: document?.to_owned(),
        at: at?.to_owned(),
    })
}

fn read_version(
    source: &mut Source,
    table: &Table,
    span: &Range<usize>,
    documents: &[Document],
) -> Option<Version> {
    let mut f = Fields::new(source, table, span.clone(), "a version");
    let from = f.date("from");
    let until = f.date_or_none("until");
    let adopt_by = f.date_or_none("adopt-by");
    let cite = read_cite(&mut f, documents);
    let confidence = f.word("confidence", &Confidence::WORDS);
    let note = f.text_or_none("note").map(str::to_owned);
    if f.required("checked").is_some()
        && let Some((table, span)) = f.table("checked")
    {
        let mut c = Fields::new(f.source, table, span, "`checked`");
        c.date("on");
        c.text("by");
        c.finish();
    }
    let params = match f.required("params") {
        Some(Node {
            value: Value::Table(table),
            ..
        }) => Some(table.clone()),
        Some(node) => {
            f.wrong(node, "params", "a table");
            None
        }
        None => None,
    };
    f.finish();
    Some(Version {
        from: from?,
        until,
        adopt_by,
        cite: cite?,
        confidence: confidence?,
        note,
        params: params?,
        span: span.clone(),
    })
}

/// Sorts by date, ends each version where the next begins, and tells of overlaps.
fn order_versions(source: &mut Source, versions: &mut [Version], id: &str) {
    versions.sort_by_key(|v| v.from);
    for i in 1..versions.len() {
        let next = versions[i].from;
        let span = versions[i].span.clone();
        let before = &mut versions[i - 1];
        let overlap = before.from == next || before.until.is_some_and(|until| until > next);
        if overlap {
            let title = format!(
                "two versions of `{id}` overlap: one from {}{}, the next from {next}",
                before.from,
                before
                    .until
                    .map_or(String::new(), |u| format!(" until {u}")),
            );
            let help = "end the older version where the newer begins";
            source.problem(&span, Diagnostic::error("C009", title).help(help));
        }
        before.until = Some(before.until.map_or(next, |u| u.min(next)));
    }
    for version in versions.iter() {
        let backwards = version.until.is_some_and(|u| u <= version.from)
            || version.adopt_by.is_some_and(|a| a <= version.from);
        if backwards {
            let title = format!("this version of `{id}` ends before it begins");
            source.problem(&version.span, Diagnostic::error("C009", title));
        }
    }
}

fn check_placeholders(source: &mut Source, span: &Range<usize>, text: &str, versions: &[Version]) {
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else {
            break;
        };
        let name = &rest[start + 1..start + length];
        if versions.iter().any(|v| v.params.get(name).is_none()) {
            let title =
                format!("`text` speaks of {{{name}}}, which not every version's params have");
            source.problem(span, Diagnostic::error("C010", title));
        }
        rest = &rest[start + length + 1..];
    }
}

/// Interpretations and clause names that are spoken of must exist.
fn check_references(
    source: &mut Source,
    contract: &Contract,
    root: &Table,
    own: &BTreeSet<String>,
) {
    for entry in &root.entries {
        check_interpret(source, contract, &entry.node);
    }
    let ids: Vec<&str> = contract.clauses.iter().map(|c| c.id.as_str()).collect();
    for clause in contract.clauses.iter().filter(|c| own.contains(&c.id)) {
        let agreed = clause.agreed.iter().map(|a| &a.clause);
        let when = [&clause.when.with_agreement, &clause.when.without_agreement];
        for name in agreed.chain(when.into_iter().flatten()) {
            if !ids.contains(&name.as_str()) {
                let title = format!(
                    "`{}` speaks of the clause `{name}`, which is not here",
                    clause.id
                );
                let mut diagnostic = Diagnostic::error("C005", title);
                if let Some(near) = did_you_mean(name, ids.iter().copied()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                let span = clause.versions.first().map_or(0..0, |v| v.span.clone());
                source.problem(&span, diagnostic);
            }
        }
    }
}

fn check_interpret(source: &mut Source, contract: &Contract, node: &Node) {
    match &node.value {
        Value::List(items) => {
            for item in items {
                check_interpret(source, contract, item);
            }
        }
        Value::Table(table) => {
            if let Some(Node {
                value: Value::Text(id),
                span,
            }) = table.get("interpret")
            {
                match contract.interpretation(id) {
                    None => {
                        let title = format!("there is no interpretation `{id}`");
                        let known = contract.interpretations.iter().map(|i| i.id.as_str());
                        let mut diagnostic = Diagnostic::error("C006", title);
                        if let Some(near) = did_you_mean(id, known) {
                            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                        }
                        source.problem(span, diagnostic);
                    }
                    Some(known) => check_answers(source, known, table, span),
                }
            }
            for entry in &table.entries {
                check_interpret(source, contract, &entry.node);
            }
        }
        _ => {}
    }
}

fn check_answers(source: &mut Source, known: &Interpretation, table: &Table, span: &Range<usize>) {
    for (value, _) in &known.values {
        if table.get(value).is_none() {
            let title = format!("`{}` has no answer for `{value}` here", known.id);
            source.problem(span, Diagnostic::error("C006", title));
        }
    }
    for entry in &table.entries {
        let name = entry.key.as_str();
        if name != "interpret" && !known.values.iter().any(|(v, _)| v == name) {
            let title = format!("`{name}` is not one of the values of `{}`", known.id);
            source.problem(&entry.key_span, Diagnostic::error("C006", title));
        }
    }
}

/// Compiles every version under the defaults and under each other answer, so that nothing can go
/// wrong later.
fn compile_all(source: &mut Source, contract: &Contract, own: &BTreeSet<String>) {
    let mut all = vec![Choices::new()];
    for interpretation in &contract.interpretations {
        for (value, _) in &interpretation.values {
            if *value != interpretation.default {
                all.push(Choices::from([(interpretation.id.clone(), value.clone())]));
            }
        }
    }
    for choices in &all {
        let classes = contract.class_set_into(source, choices);
        for clause in contract.clauses.iter().filter(|c| own.contains(&c.id)) {
            let mut changes = vec![Table::default()];
            changes.extend(clause.agreed.iter().map(|a| a.params.clone()));
            if let Some(Relax {
                relief: Relief::Limit { param, up_to },
                ..
            }) = &clause.relax
            {
                let mut table = Table::default();
                let span = clause.versions.first().map_or(0..0, |v| v.span.clone());
                table.set(param, Node::text(up_to, span));
                changes.push(table);
            }
            for version in &clause.versions {
                for changes in &changes {
                    let compiled =
                        contract.compile(source, clause, version, &classes, choices, changes);
                    if let Some(compiled) = compiled {
                        super::named::check(source, contract, version, &compiled.machine);
                    }
                }
            }
        }
    }
    let mut seen = BTreeSet::new();
    source
        .problems
        .retain(|p| seen.insert(format!("{}{}{}", p.code, p.title, place_in_file(p))));
}
