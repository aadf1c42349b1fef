//! The list of every source that a contract file may cite.

use super::fields::Fields;
use super::tree::{Node, Source, Value};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::time::Day;

/// A published source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Id that citations use.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its version, where it has one.
    pub version: Option<String>,
    /// Its date, where known.
    pub date: Option<Day>,
    /// Its public address, where it has a stable one.
    pub address: Option<String>,
    /// SHA-256 of the copy that was read, or nothing where the full text was not held.
    pub checksum: Option<String>,
    /// How it was read.
    pub read: String,
}

/// Reads `documents.toml`; problems are told and the rest is kept.
pub fn read_documents(file: &str, text: &str) -> (Vec<Document>, Vec<Diagnostic>) {
    let mut source = Source::new(file, text);
    let root = source.parse();
    let span = 0..0;
    let mut fields = Fields::new(&mut source, &root, span, "the list of documents");
    if !matches!(
        fields.required("format"),
        None | Some(Node {
            value: Value::Integer(1),
            ..
        })
    ) {
        let span = fields.span();
        fields.problem(&span, Diagnostic::error("C004", "`format` must be 1"));
    }
    let mut documents: Vec<Document> = Vec::new();
    for (table, span) in fields.tables("document") {
        let mut f = Fields::new(fields.source, table, span.clone(), "a document");
        let own = |text: Option<&str>| text.map(str::to_owned);
        let document = Document {
            id: f.text("id").unwrap_or_default().to_owned(),
            title: f.text("title").unwrap_or_default().to_owned(),
            publisher: own(f.text_or_none("publisher")),
            version: own(f.text_or_none("version")),
            date: f.date_or_none("date"),
            address: own(f.text_or_none("address")),
            checksum: own(f.text_or_none("checksum")),
            read: f.text("read").unwrap_or_default().to_owned(),
        };
        f.finish();
        if documents.iter().any(|d| d.id == document.id) {
            let title = format!("the document `{}` is listed twice", document.id);
            fields.problem(&span, Diagnostic::error("C008", title));
        } else {
            documents.push(document);
        }
    }
    fields.finish();
    (documents, source.problems)
}

/// Tells where a document is named that the list does not have.
pub(super) fn listed<'a>(
    fields: &mut Fields<'a>,
    node: Option<&'a Node>,
    documents: &[Document],
) -> Option<&'a str> {
    let node = node?;
    let document = fields.as_text("document", node)?;
    if !documents.iter().any(|d| d.id == document) {
        let title = format!("no document `{document}` is listed in documents.toml");
        let mut diagnostic = Diagnostic::error("C005", title);
        if let Some(near) = did_you_mean(document, documents.iter().map(|d| d.id.as_str())) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        fields.problem(&node.span, diagnostic);
    }
    Some(document)
}
