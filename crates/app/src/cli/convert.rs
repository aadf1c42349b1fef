//! `firstline convert`: a rota in another format.

use std::fs;
use std::path::Path;

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_core::wire::RotaReport;
use firstline_sheet::write_tidy;

use super::open::open_or_tell;
use super::{Answer, RotaArgs, say, warn_all};

/// What `convert` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline convert rotas/surgery-fy1-1in6.csv target/surgery.csv --start 2026-11-02\n  firstline convert rotas/surgery-fy1-1in6.csv target/surgery.json"
)]
pub(super) struct ConvertArgs {
    /// The rota: CSV or spreadsheet
    rota: String,
    /// The file to write: .csv for tidy CSV, .json for JSON, - for tidy CSV on standard output
    out: String,
    #[command(flatten)]
    rota_args: RotaArgs,
}

pub(super) fn run(args: &ConvertArgs, today: Day) -> Answer {
    let Some(opened) = open_or_tell(&args.rota, &args.rota_args, today) else {
        return Answer::Nothing;
    };
    warn_all(&opened.diagnostics);
    let ending = Path::new(&args.out)
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase());
    let text = match ending.as_deref() {
        _ if args.out == "-" => write_tidy(&opened.rota),
        Some("csv") => write_tidy(&opened.rota),
        Some("json") => RotaReport::new(&opened.rota).to_json(),
        _ => {
            let problem = Diagnostic::error("C029", "this ending is not known")
                .at(Place::file(&args.out))
                .help("end the name in .csv or .json");
            warn_all(&[problem]);
            return Answer::Nothing;
        }
    };
    if args.out == "-" {
        say(&text);
        return Answer::Yes;
    }
    if let Err(error) = fs::write(&args.out, text) {
        let problem = Diagnostic::error("C029", format!("this file cannot be written: {error}"))
            .at(Place::file(&args.out));
        warn_all(&[problem]);
        return Answer::Nothing;
    }
    Answer::Yes
}
