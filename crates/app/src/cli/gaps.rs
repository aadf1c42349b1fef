//! `firstline gaps`: how many people there will be, and what then cannot be met.

use std::path::Path;

use clap::Args;
use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_plan::gaps::{Figures, GapsReport, Options, Projection, chart, page, project, text};
use firstline_plan::{Ledger, to_json};

use super::Answer;
use super::open::{File, read_department};
use super::plan::{Forms, How};

/// What `gaps` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline gaps rotas/medicine.toml --months 12\n  firstline gaps rotas/medicine.toml --months 6 --seed 7 --assurance 0.95 --format json\n  firstline gaps rotas/medicine.toml --plot target/gaps.svg --html target/gaps.html\n\nThe department's own figures stand beside its file: medicine.toml finds medicine.gaps.toml. What they do not say is a default with its source, or marked as an assumption.\n\nExit code 0: every floor is met with the chance asked for. 1: one is not. 2: nothing could be projected."
)]
pub(super) struct GapsArgs {
    /// Department file
    department: String,
    /// Its figures, where they are not beside it as NAME.gaps.toml
    #[arg(long, value_name = "FILE")]
    figures: Option<String>,
    /// How many months ahead
    #[arg(long, value_name = "N", default_value_t = 12)]
    months: u32,
    /// Seed of the dice: the same seed gives the same answer
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How often the months are thrown (default: 10000)
    #[arg(long, value_name = "N")]
    runs: Option<u32>,
    /// The chance with which floors shall be met (default: 0.9)
    #[arg(long, value_name = "0-1")]
    assurance: Option<f64>,
    #[command(flatten)]
    forms: Forms,
}

pub(super) fn run(args: &GapsArgs, today: Day) -> Answer {
    let how = How {
        text,
        page,
        chart,
        report: |answer, told| to_json(&GapsReport::new(answer, told)),
        nothing: |told| to_json(&GapsReport::nothing(told)),
        holds: Projection::holds,
    };
    args.forms.answer(
        projection(args, today).map(|projection| (projection, Vec::new())),
        &how,
    )
}

fn projection(args: &GapsArgs, today: Day) -> Result<Projection, Vec<Diagnostic>> {
    let department: Department = read_department(&File::Path(&args.department))?;
    let path = match &args.figures {
        Some(path) => path.clone(),
        None => beside(&args.department)?,
    };
    let bytes = File::Path(&path).bytes()?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let title = "a file of figures must be UTF-8 text";
        let problem = Diagnostic::error("C001", title).at(Place::file(&path));
        vec![problem.help("save it again as UTF-8")]
    })?;
    let mut ledger = Ledger::default();
    let figures = Figures::read(&path, &text, &department, today, &mut ledger)?;
    let options = Options {
        months: args.months,
        seed: args.seed,
        runs: args.runs,
        assurance: args.assurance,
    };
    project(&figures, &options, ledger).map_err(|objections| {
        let told = |o: String| Diagnostic::error("C080", o).at(Place::file("the command line"));
        objections.into_iter().map(told).collect()
    })
}

/// `medicine.toml` finds `medicine.gaps.toml`.
fn beside(department: &str) -> Result<String, Vec<Diagnostic>> {
    let path = Path::new(department).with_extension("gaps.toml");
    if path.is_file() {
        return Ok(path.display().to_string());
    }
    let title = format!(
        "the figures of this department are missing: there is no {}",
        path.display()
    );
    let problem = Diagnostic::error("C082", title).at(Place::file(department));
    Err(vec![problem.help(
        "write its posts, people and floors there, or name another file with --figures; rotas/medicine.gaps.toml is an example",
    )])
}
