//! The page of commands: what the built program answers to `--help`.

use std::fmt::Write;

use super::{MADE, Pages};
use crate::shell::{Done, cargo_output};

const EXIT_CODES: &str = "\
## Exit codes

| code | meaning |
|---|---|
| 0 | yes: lawful in what was checked, or done |
| 1 | no: a clause is broken |
| 2 | nothing could be judged; the messages say why, as JSON where JSON was asked for |
";

pub(super) fn make(pages: &mut Pages) -> Done {
    let all = help(&["--help"])?;
    let mut out = MADE.to_owned();
    out.push_str("# Commands\n\n");
    section(&mut out, "firstline", &all);
    for command in commands(&all) {
        let text = help(&["help", &command])?;
        section(&mut out, &format!("firstline {command}"), &text);
    }
    out.push_str(EXIT_CODES);
    pages.insert("docs/commands.md".to_owned(), out);
    Ok(())
}

fn section(out: &mut String, name: &str, text: &str) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let _ = writeln!(
        out,
        "## {name}\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    );
}

/// The help of the program as it stands in the workspace, a hundred characters wide.
fn help(words: &[&str]) -> Done<String> {
    let mut all = vec!["run", "--quiet", "--package", "firstline", "--"];
    all.extend(words);
    cargo_output(&all, &[("COLUMNS", "100"), ("NO_COLOR", "1")])
}

/// The names listed under `Commands:`.
fn commands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}
