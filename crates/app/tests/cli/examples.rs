//! Every example in the help and in the README is run.

use crate::{firstline, project};

fn run_lines(text: &str, prefix: &str) -> usize {
    let mut count = 0;
    for line in text.lines() {
        let line = line.trim();
        let Some(words) = line.strip_prefix(prefix) else {
            continue;
        };
        let words = words.split('#').next().unwrap_or_default();
        let args: Vec<&str> = words.split_whitespace().collect();
        let ran = firstline(&args);
        assert!(
            ran.code == 0 || ran.code == 1,
            "`{line}` gave {}:\n{}",
            ran.code,
            ran.err
        );
        count += 1;
    }
    count
}

#[test]
fn the_examples_in_the_help_run() {
    let _ = std::fs::create_dir_all(project().join("target"));
    for command in [
        "check",
        "compare",
        "pay",
        "leave",
        "explain",
        "contracts",
        "convert",
        "worked",
        "schedule",
        "fatigue",
        "ballot",
        "bench",
        "gaps",
        "design",
        "cover",
        "demo",
        "incident",
        "strike",
    ] {
        let help = firstline(&[command, "--help"]);
        let examples = help.out.split("Examples:").nth(1).unwrap_or_default();
        let mut joined = examples.replace("\n          ", " ");
        // the help may be wrapped: an example goes on where a line does not begin with the program
        joined = joined
            .lines()
            .fold(String::new(), |all, line| {
                if line.trim().starts_with("firstline") || line.trim().is_empty() {
                    format!("{all}\n{line}")
                } else {
                    format!("{all} {line}")
                }
            })
            .replace("Exit code", "\nExit code");
        assert!(
            run_lines(&joined, "firstline ") > 0,
            "{command} has no example"
        );
    }
}

#[test]
fn the_examples_in_the_readme_run() {
    let readme = std::fs::read_to_string(project().join("README.md")).expect("there is a README");
    assert!(run_lines(&readme, "cargo run --release -- ") > 3);
}

#[test]
fn the_picture_in_the_readme_is_a_real_verdict() {
    let readme = std::fs::read_to_string(project().join("README.md")).expect("there is a README");
    let out = firstline(&["check", "rotas/medicine-sho-1in8.csv", "--on", "2026-11-02"]).out;
    let picture = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("the README has a picture");
    for block in picture.split("[…]") {
        assert!(
            out.contains(block.trim()),
            "not in the verdict:\n{block}\n\n{out}"
        );
    }
}
