//! The list of public holidays that contracts may speak of.

use super::documents::{Document, listed};
use super::fields::Fields;
use super::tree::{Node, Source, Value};
use crate::confidence::Confidence;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::time::{Day, Holiday, Holidays};

/// A calendar on its way.
struct Draft {
    id: String,
    title: String,
    from: Day,
    until: Day,
    days: Vec<Holiday>,
}

/// Reads `holidays.toml`; problems are told and the rest is kept.
///
/// Each list of holidays names the document in which it was read and how sure that is.
pub fn read_holidays(
    file: &str,
    text: &str,
    documents: &[Document],
) -> (Vec<Holidays>, Vec<Diagnostic>) {
    let mut source = Source::new(file, text);
    let root = source.parse();
    let mut fields = Fields::new(&mut source, &root, 0..0, "the list of holidays");
    if let Some(node) = fields.required("format")
        && node.value != Value::Integer(1)
    {
        fields.wrong_value(node, "format", "1");
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for (table, span) in fields.tables("calendar") {
        let mut f = Fields::new(fields.source, table, span.clone(), "a calendar");
        let id = f.text("id").unwrap_or_default().to_owned();
        let title = f.text("title").unwrap_or_default().to_owned();
        let (from, until) = (f.date("from"), f.date("until"));
        f.finish();
        if drafts.iter().any(|d| d.id == id) {
            let title = format!("the calendar `{id}` stands here a second time");
            fields.problem(&span, Diagnostic::error("C008", title));
        } else if let (Some(from), Some(until)) = (from, until) {
            let days = Vec::new();
            drafts.push(Draft {
                id,
                title,
                from,
                until,
                days,
            });
        }
    }
    for (table, span) in fields.tables("published") {
        let mut f = Fields::new(fields.source, table, span, "a list of holidays");
        let node = f.required("document");
        listed(&mut f, node, documents);
        let document = match node.map(|n| &n.value) {
            Some(Value::Text(id)) => id.clone(),
            _ => String::new(),
        };
        let confidence = f.word("confidence", &Confidence::WORDS);
        let confidence = confidence.unwrap_or(Confidence::Memory);
        f.required("holidays");
        for (table, span) in f.tables("holidays") {
            let mut h = Fields::new(f.source, table, span, "a holiday");
            let day = h.date("date");
            let name = h.text("name").unwrap_or_default().to_owned();
            h.required("in");
            let places = h.texts("in");
            for (place, span) in places {
                let Some(draft) = drafts.iter_mut().find(|d| d.id == place) else {
                    let known = drafts.iter().map(|d| d.id.as_str());
                    let problem = no_calendar(place, known);
                    h.problem(&span, problem);
                    continue;
                };
                let Some(day) = day else { continue };
                if draft.days.iter().any(|h| h.day == day) {
                    let title = format!("{day} stands in `{place}` a second time");
                    h.problem(&span, Diagnostic::error("C008", title));
                } else if day < draft.from || draft.until <= day {
                    let title = format!("{day} lies outside the years of `{place}`");
                    h.problem(&span, Diagnostic::error("C004", title));
                } else {
                    draft.days.push(Holiday {
                        day,
                        name: name.clone(),
                        confidence,
                        document: document.clone(),
                    });
                }
            }
            h.finish();
        }
        f.finish();
    }
    fields.finish();
    let calendars = drafts
        .into_iter()
        .map(|d| Holidays::new(&d.id, &d.title, d.from, d.until, d.days))
        .collect();
    (calendars, source.problems)
}

/// The calendar that a contract names.
pub(super) fn named(
    fields: &mut Fields<'_>,
    node: &Node,
    holidays: &[Holidays],
) -> Option<Holidays> {
    let Value::Text(name) = &node.value else {
        fields.wrong(node, "holidays", "the name of a calendar");
        return None;
    };
    let found = holidays.iter().find(|h| h.id() == name).cloned();
    if found.is_none() {
        let problem = no_calendar(name, holidays.iter().map(Holidays::id));
        fields.problem(&node.span, problem);
    }
    found
}

fn no_calendar<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let title = format!("there is no calendar of public holidays called `{name}`");
    let problem = Diagnostic::error("C005", title);
    match did_you_mean(name, known.clone()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.note(format!(
            "there are: {}",
            known.collect::<Vec<_>>().join(", ")
        )),
    }
}
