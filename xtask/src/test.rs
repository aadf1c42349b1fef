//! `cargo xtask test`: everything that a change must pass. The first failure stops it.

use crate::shell::{Done, cargo_step};
use crate::{docs, tidy};

pub(crate) fn run() -> Done {
    cargo_step(&["fmt", "--all", "--check"], &[])
        .map_err(|why| format!("{why}\nrun `cargo fmt --all`"))?;
    cargo_step(
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
        &[],
    )?;
    cargo_step(&["test", "--workspace"], &[])?;
    cargo_step(
        &["doc", "--workspace", "--no-deps"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    println!("\n==> tidy");
    tidy::run()?;
    println!("\n==> docs --check");
    docs::check()?;
    println!("\nAll is well: formatting, lints, tests, API pages, tidy and the book.");
    Ok(())
}
