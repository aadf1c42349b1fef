//! `cargo xtask extra`: what is slow or needs tools that not everybody has. What is missing is
//! said in a line of its own, so that a skip is never taken for a pass.

use std::fs;
use std::process::Command;

use crate::prove;
use crate::shell::{Done, cargo_step, is_there, root, step};

/// Seconds that each fuzz target runs.
const FUZZ_SECONDS: u32 = 30;

/// Random schedules of the long proof.
const LONG: usize = 100_000;

/// Each fuzz target with a folder of good files to begin from.
const TARGETS: [(&str, &str); 6] = [
    ("read_rota", "rotas"),
    ("read_legend", "rotas"),
    ("read_figures", "rotas/district-hospital"),
    ("read_xlsx", "fuzz/seeds/read_xlsx"),
    ("read_contract", "contracts"),
    ("read_department", "rotas"),
];

const WASM: &str = "wasm32-unknown-unknown";

pub(crate) fn run() -> Done {
    let mut skipped = Vec::new();
    if is_there("cargo", &["deny", "--version"]) {
        cargo_step(&["deny", "check"], &[])?;
    } else {
        skip(
            &mut skipped,
            "licences and advisories",
            "cargo-deny is not installed",
        );
    }
    if is_there("typos", &["--version"]) {
        step(in_root("typos", &[]), "typos", &[])?;
    } else {
        skip(&mut skipped, "spelling", "typos is not installed");
    }
    if has_target(WASM) {
        cargo_step(
            &["build", "--package", "firstline-core", "--target", WASM],
            &[],
        )?;
    } else {
        skip(
            &mut skipped,
            "WASM",
            &format!("the target {WASM} is not installed"),
        );
    }
    fuzz(&mut skipped)?;
    prove::cases(LONG)?;
    println!("\nextra: done; {} skipped", skipped.len());
    for line in &skipped {
        println!("  {line}");
    }
    Ok(())
}

fn fuzz(skipped: &mut Vec<String>) -> Done {
    if !is_there("cargo", &["+nightly", "fuzz", "--version"]) {
        skip(
            skipped,
            "fuzzing",
            "a nightly toolchain with cargo-fuzz is not installed",
        );
        return Ok(());
    }
    step(
        in_root("cargo", &["+nightly", "fuzz", "build"]),
        "cargo +nightly fuzz build",
        &[],
    )?;
    for (target, seeds) in TARGETS {
        // new findings go to the first folder, the second is only read
        let corpus = format!("fuzz/corpus/{target}");
        let fail = |error: std::io::Error| format!("{corpus}: {error}");
        fs::create_dir_all(root().join(&corpus)).map_err(fail)?;
        let time = format!("-max_total_time={FUZZ_SECONDS}");
        let words = [
            "+nightly", "fuzz", "run", target, &corpus, seeds, "--", &time,
        ];
        // through rustup's own `cargo`, which alone understands `+nightly`
        step(
            in_root("cargo", &words),
            &format!("cargo {}", words.join(" ")),
            &[],
        )?;
    }
    Ok(())
}

fn in_root(program: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(words)
        .current_dir(root())
        // these would pin the toolchain that runs this
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    command
}

fn has_target(target: &str) -> bool {
    Command::new("rustup")
        .args(["target", "list", "--installed"])
        .current_dir(root())
        .output()
        .is_ok_and(|output| {
            String::from_utf8_lossy(&output.stdout)
                .lines()
                .any(|l| l == target)
        })
}

fn skip(skipped: &mut Vec<String>, what: &str, why: &str) {
    let line = format!("SKIPPED {what}: {why}");
    println!("\n==> {line}");
    skipped.push(line);
}
