//! The workshop: everything that keeps the project in order, as commands of `cargo xtask`.
//!
//! Nothing here is part of the program that users run, and nothing in `crates/` may need it. This
//! is the only crate that starts other programs.

#![expect(
    clippy::print_stdout,
    reason = "these commands talk to whoever works on the project"
)]

mod bench;
mod cite;
mod docs;
mod extra;
mod generate;
mod library;
mod prove;
mod shell;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  test                  everything that a change must pass, in order
  tidy                  the project's own rules, as tests
  docs [--check]        write the generated pages of the book, or see whether they are stale
  cite                  what the contracts cite, and which limits rest on how much
  bench check|pay [--people N] [--weeks N]
                        how fast a rota is judged (release build)
  bench plan            how fast a trust of forty departments is answered for a year beside the law, and an
                        incident of 500 people thrown a thousand times (release build)
  bench design [--set small|all] [--seconds N] [--threads N] [--seed N]
                        how good the rotas are that the engine finds, and a picture of the gap over time
  bench peers [--set small|all] [--seconds N] [--threads N] [--seed N]
                        the engine beside two general solvers; needs Python with ortools and highspy
  generate [--people N] [--weeks N] [--leave PERCENT] [--wishes PERCENT] [--demand PERCENT]
           [--hours N] [--seed N] [--to FILE]
                        a made-up department to design; the same for the same numbers
  prove --cases N       the rules against their slow twins on N random schedules (release build)
  extra                 what is slow or needs more tools: deny, typos, fuzz, WASM, long proof";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test::run(),
        ["tidy"] => tidy::run(),
        ["docs"] => docs::write(),
        ["docs", "--check"] => docs::check(),
        ["cite"] => cite::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["generate", rest @ ..] => generate::run(rest),
        ["prove", rest @ ..] => prove::run(rest),
        ["extra"] => extra::run(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("this command is not known\n\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("\nxtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The number after an option, or `otherwise` where the option is not given.
fn number(words: &[&str], option: &str, otherwise: usize) -> shell::Done<usize> {
    let Some(at) = words.iter().position(|w| *w == option) else {
        return Ok(otherwise);
    };
    words
        .get(at + 1)
        .and_then(|text| text.replace('_', "").parse().ok())
        .filter(|n| *n > 0)
        .ok_or_else(|| format!("{option} needs a whole number above zero"))
}
