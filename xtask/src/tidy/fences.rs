//! Which crate may need which. A crate exists only if it gives a fence, and here the fences stand.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use crate::shell::{Done, cargo_output, files_ending, read, shown};

/// What a crate may name in its `[dependencies]`, each with what it is for. A new line here is a
/// decision, so it cannot slip in with something else.
const DIRECT: [(&str, &[(&str, &str)]); 5] = [
    (
        "firstline-core",
        &[
            ("annotate-snippets", "messages that point into a file"),
            ("jiff", "time zones, from bundled data"),
            ("schemars", "the schema of the JSON that goes out"),
            ("serde", "the JSON that goes out"),
            ("serde_json", "the JSON that goes out"),
            ("thiserror", "errors in words"),
            ("toml", "contract and department files, with places"),
        ],
    ),
    (
        "firstline-sheet",
        &[
            ("firstline-core", "what a rota is"),
            ("calamine", "reads workbooks"),
            ("csv", "writes CSV"),
            ("encoding_rs", "old encodings of CSV files"),
        ],
    ),
    (
        "firstline-solve",
        &[
            ("firstline-core", "the machines, and what a rota is"),
            ("foldhash", "finds labels of the same counts quickly"),
            ("ndarray", "rows of numbers in the linear programme"),
            ("pulp", "the instructions of the machine at hand, safely"),
            ("schemars", "the schema of the JSON that goes out"),
            ("serde", "the JSON that goes out"),
            ("serde_json", "the JSON that goes out"),
        ],
    ),
    (
        "firstline-plan",
        &[
            ("firstline-core", "what a rota is, dates, messages"),
            (
                "firstline-solve",
                "mends the rota of a strike day and of the days after an incident",
            ),
            ("schemars", "the schema of the JSON that goes out"),
            ("serde", "the JSON that goes out, data files that come in"),
            ("serde_json", "the JSON that goes out"),
            ("thiserror", "errors in words"),
            ("toml", "figures of a department and dated law"),
        ],
    ),
    (
        "firstline",
        &[
            ("firstline-core", "judges"),
            (
                "firstline-plan",
                "fatigue, ballots, gaps: what stands beside the law",
            ),
            ("firstline-sheet", "reads and writes rotas"),
            ("firstline-solve", "designs rotas"),
            ("clap", "the command line"),
            (
                "ctrlc",
                "Ctrl-C ends a search and keeps its rota; std has no signals",
            ),
            ("serde_json", "writes reports"),
        ],
    ),
];

/// What must not be reached even through something else: files of users, networks, threads, luck.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    (
        "firstline-core",
        &[
            "firstline",
            "firstline-sheet",
            "calamine",
            "clap",
            "crossbeam",
            "csv",
            "fastrand",
            "getrandom",
            "hyper",
            "mio",
            "rand",
            "rayon",
            "reqwest",
            "rusqlite",
            "sqlx",
            "tempfile",
            "tokio",
            "ureq",
            "zip",
        ],
    ),
    (
        "firstline-sheet",
        &[
            "firstline",
            "clap",
            "hyper",
            "mio",
            "rand",
            "reqwest",
            "rusqlite",
            "sqlx",
            "tokio",
            "ureq",
        ],
    ),
    (
        "firstline-plan",
        &[
            "firstline",
            "firstline-sheet",
            "clap",
            "getrandom",
            "hyper",
            "mio",
            "rand",
            "rayon",
            "reqwest",
            "rusqlite",
            "sqlx",
            "tokio",
            "ureq",
        ],
    ),
];

pub(super) fn look(found: &mut Found) -> Done {
    for (package, allowed) in DIRECT {
        let tree = tree(package)?;
        let allowed: BTreeMap<&str, &str> = allowed.iter().copied().collect();
        for (depth, name) in &tree {
            if *depth == 1 && !allowed.contains_key(name.as_str()) {
                let what = format!(
                    "needs `{name}`, which is not on its list; give the reason in xtask/src/tidy/fences.rs, or do without"
                );
                found.problem(package, &what);
            }
        }
        let reached: BTreeSet<&str> = tree
            .iter()
            .filter(|(depth, _)| *depth > 0)
            .map(|(_, name)| name.as_str())
            .collect();
        let forbidden = FORBIDDEN.iter().find(|(p, _)| *p == package);
        for name in forbidden.iter().flat_map(|(_, names)| names.iter()) {
            if reached.contains(name) {
                found.problem(
                    package,
                    &format!("must not reach `{name}`; see `cargo tree -p {package} -i {name}`"),
                );
            }
        }
    }
    for manifest in files_ending("crates", "toml") {
        if manifest.file_name().is_some_and(|n| n == "Cargo.toml")
            && !read(&manifest)?.contains("[lints]\nworkspace = true")
        {
            found.problem(&shown(&manifest), "must take the lints of the workspace");
        }
    }
    Ok(())
}

/// What a package needs when it is built for users, on any system, with how deep it stands.
fn tree(package: &str) -> Done<Vec<(usize, String)>> {
    let words = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--target",
        "all",
        "--prefix",
        "depth",
        "--no-dedupe",
    ];
    let text = cargo_output(&words, &[])?;
    let line = |line: &str| -> Option<(usize, String)> {
        let digits = line.find(|c: char| !c.is_ascii_digit())?;
        let name = line[digits..].split_whitespace().next()?;
        Some((line[..digits].parse().ok()?, name.to_owned()))
    };
    Ok(text.lines().filter_map(line).collect())
}
