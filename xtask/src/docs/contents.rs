//! The contents of the book.

use std::fmt::Write;

use firstline_core::rules::RULES;

use super::rules::sentence;
use super::{MADE, Pages};
use crate::library::Library;
use crate::shell::{Done, read};

const MESSAGES: &str = "docs/messages.md";

/// Ends the part of the page of messages that is written by hand.
const MARK: &str = "<!-- From here on made by `cargo xtask docs`. -->\n";

const BY_HAND: &str = "\
# The Firstline book

## For everybody

- [Files](files.md): every file that people touch, with examples that are tested
- [Settings](settings.md): what is taken for granted of a hospital, and may be replaced by its own value
- [Commands](commands.md): what each command understands, and its exit codes
- [Messages](messages.md): what the codes of messages mean

## For those who want to know why

- [The engine](engine.md): how rotas are designed, what is proved, what was tried
- [Decisions](decisions.md): short questions and answers about the design
";

pub(super) fn make(library: &Library, pages: &mut Pages) {
    let mut out = MADE.to_owned();
    out.push_str(BY_HAND);
    out.push_str("## For programs\n\n");
    out.push_str("The JSON Schema of what each command writes with `--format json`:\n\n");
    for command in super::schemas().keys() {
        let _ = writeln!(out, "- [`{command}`](schema/{command}.json)");
    }
    out.push('\n');
    out.push_str("## Contracts\n\n");
    for contract in &library.contracts {
        let _ = writeln!(
            out,
            "- [{}](contracts/{}.md): `{}`, {} clauses, from {}",
            contract.title,
            contract.id,
            contract.id,
            contract.clauses.len(),
            contract.from
        );
    }
    out.push_str("\n## Rule kinds\n\nWhat a clause can say.\n\n");
    for kind in RULES {
        let _ = writeln!(
            out,
            "- [{} {}](rules/{}.md): {}",
            kind.code.0,
            kind.name,
            kind.name,
            sentence(kind.summary)
        );
    }
    pages.insert("docs/README.md".to_owned(), out);
}

/// The page of messages is written by hand down to a mark; the rule kinds below it are made.
pub(super) fn messages(pages: &mut Pages) -> Done {
    let page = read(MESSAGES)?;
    let Some((by_hand, _)) = page.split_once(MARK) else {
        return Err(format!("{MESSAGES} has lost the line {MARK}"));
    };
    let mut out = format!("{by_hand}{MARK}\n## Rule kinds\n\n| code | rule kind |\n|---|---|\n");
    for kind in RULES {
        let _ = writeln!(
            out,
            "| {} | [{}](rules/{}.md) |",
            kind.code.0, kind.name, kind.name
        );
    }
    pages.insert(MESSAGES.to_owned(), out);
    Ok(())
}
