//! Rules that a single line of a file can break.

use std::path::Path;

use super::Found;
use crate::shell::{Done, files, read, root, shown};

/// A Rust file longer than this must be divided; at the first number somebody should think of it.
const LONG: usize = 500;
const TOO_LONG: usize = 600;

/// A rule over the code of Rust files: where it holds, what it looks for, why.
struct Rule {
    below: &'static [&'static str],
    except: &'static [&'static str],
    has: fn(&str) -> bool,
    why: &'static str,
}

const PURE: &[&str] = &["crates/core/src", "crates/sheet/src"];

/// These may use floats; but what they work from is given to them, too.
const GIVEN: &[&str] = &["crates/core/src", "crates/sheet/src", "crates/plan/src"];

const RULES: [Rule; 7] = [
    Rule {
        below: &["crates"],
        except: &["crates/core/src/time/"],
        has: |code| word(code, "jiff"),
        why: "dates and zones are asked of firstline_core::time; jiff stays behind it",
    },
    Rule {
        below: GIVEN,
        except: &[],
        has: |code| code.contains("SystemTime") || code.contains("Instant::now"),
        why: "today is an argument: the same question must have the same answer tomorrow",
    },
    Rule {
        below: PURE,
        // a workbook stores dates and times as floats; they become whole minutes there
        except: &["crates/sheet/src/workbook.rs"],
        has: |code| word(code, "f32") || word(code, "f64"),
        why: "minutes and shares are whole numbers and fractions: a verdict must not hang on rounding",
    },
    Rule {
        below: GIVEN,
        except: &[],
        has: |code| {
            ["std::fs", "std::net", "std::env", "std::thread"]
                .iter()
                .any(|name| code.contains(name))
        },
        why: "bytes and values come in as arguments: no files, network, environment or threads here",
    },
    Rule {
        below: &["crates/core/src", "crates/sheet/src", "crates/app/src"],
        except: &[],
        has: |code| {
            code.replace("std::process::ExitCode", "")
                .replace("std::process::exit", "")
                .contains("std::process")
        },
        why: "only the workshop starts other programs",
    },
    Rule {
        below: &["crates", "xtask"],
        except: &[LISTS],
        has: |code| code.contains("#[ignore") || code.contains("#[should_panic"),
        why: "a test that is not run, or that any panic satisfies, proves nothing",
    },
    Rule {
        below: &["crates", "xtask"],
        except: &[LISTS],
        has: |code| code.contains("#[allow(") || code.contains("#![allow("),
        why: "write #[expect(lint, reason = \"…\")]: it tells when it is no longer needed",
    },
];

/// This file names what it looks for.
const LISTS: &str = "xtask/src/tidy/lines.rs";

/// Where what users read is written.
const SCREENS: [&str; 6] = [
    "contracts",
    "crates/app/src",
    "crates/core/src",
    "crates/plan",
    "crates/sheet/src",
    "rotas",
];

/// Folders of one machine. They would mean nothing on the next.
const MACHINE: [&str; 5] = ["/home/", "/root/", "/Users/", ":\\Users\\", "/mnt/"];

/// Endings of files that hold text.
const TEXT: [&str; 9] = [
    "rs", "toml", "md", "csv", "json", "sh", "yml", "snap", "txt",
];

pub(super) fn look(found: &mut Found) -> Done {
    let here = root().display().to_string();
    for path in files("") {
        let name = shown(&path);
        let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
        let is_text = ending.as_deref().is_some_and(|e| TEXT.contains(&e));
        if !is_text && name != ".ci/run" {
            continue;
        }
        let text = read(&path)?;
        if ending.as_deref() == Some("rs") {
            rust(&name, &text, found);
        }
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{name}:{}", number + 1);
            let machine = MACHINE.iter().any(|folder| line.contains(folder));
            if name != LISTS && (machine || line.contains(&here)) {
                found.problem(&place(), "a path of one machine");
            }
            let lower = line.to_lowercase();
            if is_screen(&path) && (lower.contains("is safe") || lower.contains("are safe")) {
                let why = "a rota is lawful or not; nothing here can tell whether it is safe";
                found.problem(&place(), why);
            }
        }
    }
    Ok(())
}

fn is_screen(path: &Path) -> bool {
    SCREENS.iter().any(|folder| path.starts_with(folder))
}

fn rust(name: &str, text: &str, found: &mut Found) {
    let length = text.lines().count();
    if length > TOO_LONG {
        found.problem(
            name,
            &format!("{length} lines; at {TOO_LONG} a file must be divided"),
        );
    } else if length > LONG {
        found.remark(
            name,
            &format!("{length} lines; at {TOO_LONG} it must be divided"),
        );
    }
    let rules: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| rule.below.iter().any(|below| name.starts_with(below)))
        .filter(|rule| !rule.except.iter().any(|except| name.starts_with(except)))
        .collect();
    for (number, line) in text.lines().enumerate() {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let place = || format!("{name}:{}", number + 1);
        for rule in &rules {
            if (rule.has)(code) {
                found.problem(&place(), rule.why);
            }
        }
        if names_a_paragraph(comment) {
            let why = "clause numbers belong to the contract files, where they have dates";
            found.problem(&place(), why);
        }
    }
}

/// Whether the text has the word on its own, not as a part of a longer one.
fn word(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next())
    })
}

fn names_a_paragraph(comment: &str) -> bool {
    let numbered = |at: usize| {
        let rest = &comment[at + "aragraph ".len()..];
        rest.starts_with(|c: char| c.is_ascii_digit())
    };
    comment.contains('\u{b6}')
        || comment
            .match_indices("aragraph ")
            .any(|(at, _)| numbered(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_within_a_word_does_not_count() {
        assert!(word("let x: f64 = 1.0;", "f64"));
        assert!(!word("of64 f640 as_f64", "f64"));
        assert!(word("jiff::civil", "jiff"));
        assert!(!word("jiffy", "jiff"));
    }

    #[test]
    fn a_numbered_paragraph_in_a_comment_is_seen() {
        assert!(names_a_paragraph(" as paragraph 14 says"));
        assert!(names_a_paragraph(" see \u{b6} 14"));
        assert!(!names_a_paragraph(" the paragraph above"));
    }
}
