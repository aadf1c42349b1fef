//! `firstline check`: is this rota lawful?

use clap::Args;
use firstline_core::check::check;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::report;
use firstline_core::time::Day;
use firstline_core::wire::CheckReport;

use super::open::{File, Opened, Refused, open, open_path};
use super::{Answer, Format, RotaArgs, say, warn_all};

/// What `check` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline check rotas/medicine-sho-1in8.csv\n  firstline check rotas/medicine-sho-1in8.csv --contract england-2016 --on 2026-11-02 --start 2026-11-02 --format json\n  firstline check rotas/medicine-sho-1in8.csv --department rotas/medicine.toml\n\nExit code 0: lawful in what was checked. 1: a clause is broken. 2: nothing could be judged."
)]
pub(super) struct CheckArgs {
    /// The rota: CSV or spreadsheet
    rota: String,
    #[command(flatten)]
    rota_args: RotaArgs,
    /// How the verdict is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Do not look for what would mend a breach
    #[arg(long)]
    no_cure: bool,
}

pub(super) fn run(args: &CheckArgs, today: Day) -> Answer {
    let opened = open_path(&args.rota, &args.rota_args, today);
    judge(opened, args.format, !args.no_cure)
}

/// The demo department, which the program carries.
pub(super) fn demo(today: Day) -> Answer {
    let opened = open(
        &File::Carried(
            "rotas/medicine-sho-1in8.csv",
            include_str!("../../../../rotas/medicine-sho-1in8.csv"),
        ),
        Some(&File::Carried(
            "rotas/medicine-sho-1in8.legend.csv",
            include_str!("../../../../rotas/medicine-sho-1in8.legend.csv"),
        )),
        Some(&File::Carried(
            "rotas/medicine.toml",
            include_str!("../../../../rotas/medicine.toml"),
        )),
        &RotaArgs::default(),
        today,
    );
    // the demo has done its job whatever its verdict
    match judge(opened, Format::Text, true) {
        Answer::Nothing => Answer::Nothing,
        Answer::Yes | Answer::No => Answer::Yes,
    }
}

fn judge(opened: Result<Opened, Refused>, format: Format, mend: bool) -> Answer {
    let opened = match opened {
        Ok(opened) => opened,
        Err(refused) => {
            if format == Format::Json {
                let report = CheckReport::nothing(&refused.contract, &refused.diagnostics);
                say_json(&report);
            } else {
                warn_all(&refused.diagnostics);
            }
            return Answer::Nothing;
        }
    };
    let duties = |r: &firstline_core::rota::Roster| r.judged.len();
    if opened.rota.rosters.iter().map(duties).sum::<usize>() == 0 {
        return nothing_to_judge(&opened, format);
    }
    let question = opened.question(mend);
    let verdict = check(&question);
    match format {
        Format::Text => say(&report::full(&question, &verdict, &opened.diagnostics)),
        Format::Concise => say(&report::concise(&question, &verdict, &opened.diagnostics)),
        Format::Json => {
            let (id, law) = opened.main_terms();
            say_json(&CheckReport::new(
                &opened.rota,
                id,
                law,
                &verdict,
                &opened.diagnostics,
            ));
        }
    }
    if verdict.lawful() {
        Answer::Yes
    } else {
        Answer::No
    }
}

/// A rota in which not one duty could be read, or none falls in the period.
fn nothing_to_judge(opened: &Opened, format: Format) -> Answer {
    let mut diagnostics = opened.diagnostics.clone();
    let period = opened.rota.period;
    diagnostics.push(
        Diagnostic::error(
            "D030",
            format!(
                "no duty from {} to {} was understood",
                period.from,
                period.to.plus(-1)
            ),
        )
        .at(Place::file(&opened.rota.title))
        .help("look at the messages before this one, or at --from and --to"),
    );
    if format == Format::Json {
        say_json(&CheckReport::nothing(opened.main_terms().0, &diagnostics));
    } else {
        warn_all(&diagnostics);
    }
    Answer::Nothing
}

fn say_json(report: &CheckReport) {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    say(&text);
}
