//! `firstline cover`: who is there by half-hour, against floors and demand.

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_plan::cover::{Arrivals, Cover, CoverReport, Question, chart, cover, page, text};
use firstline_plan::{Ledger, to_json};

use super::open::File;
use super::plan::{HouseArgs, TextOrJson, objections, write_file};
use super::{Answer, say, warn_all};

/// What `cover` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline cover rotas/medicine.toml rotas/medicine-sho-1in8.csv --arrivals-a-day 10\n  firstline cover rotas/district-hospital/hospital.toml rotas/district-hospital/week.csv --weekend --plot target/cover.svg --html target/cover.html\n\nFloors come from the department file ([[cover]], [[demand]]) and, with tiers, lists, travel bands and own values of settings, from the file beside it: hospital.toml finds hospital.plan.toml.\n\nExit code 0: every floor is met. 1: one is not. 2: nothing could be worked out."
)]
pub(super) struct CoverArgs {
    #[command(flatten)]
    house: HouseArgs,
    /// Counts of arrivals, rows of date_hour,count; 28 days or more
    #[arg(long, value_name = "FILE.csv")]
    arrivals: Option<String>,
    /// Attendances a day, spread by the shipped shares
    #[arg(long, value_name = "NUMBER", conflicts_with = "arrivals")]
    arrivals_a_day: Option<f64>,
    /// Also compare weekend and weekday
    #[arg(long)]
    weekend: bool,
    /// Also write the first week as a picture
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<String>,
    /// Also write a page with everything, which prints
    #[arg(long, value_name = "FILE.html")]
    html: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

pub(super) fn run(args: &CoverArgs, today: Day) -> Answer {
    let (cover, diagnostics) = match worked_out(args, today) {
        Ok(done) => done,
        Err(problems) => {
            match args.format {
                TextOrJson::Text => warn_all(&problems),
                TextOrJson::Json => say(&to_json(&CoverReport::nothing(&problems))),
            }
            return Answer::Nothing;
        }
    };
    let written = write_file(args.plot.as_ref(), || chart(&cover).finish())
        & write_file(args.html.as_ref(), || page(&cover));
    match args.format {
        TextOrJson::Text => {
            warn_all(&diagnostics);
            say(&text(&cover));
        }
        TextOrJson::Json => say(&to_json(&CoverReport::new(&cover, &diagnostics))),
    }
    match (written, cover.holds()) {
        (false, _) => Answer::Nothing,
        (true, true) => Answer::Yes,
        (true, false) => Answer::No,
    }
}

fn worked_out(args: &CoverArgs, today: Day) -> Result<(Cover, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (opened, own) = args.house.open(today)?;
    let mut diagnostics = opened.diagnostics.clone();
    let arrivals = match &args.arrivals {
        None => None,
        Some(path) => {
            let text = String::from_utf8(File::Path(path).bytes()?).map_err(|_| {
                let problem = Diagnostic::error("C083", "counts must be UTF-8 text");
                vec![problem.at(Place::file(path))]
            })?;
            let mut ledger = Ledger::default();
            let zone = &opened.rota.zone;
            let holidays = &own.bank_holidays;
            let (arrivals, told) = Arrivals::fit(path, &text, zone, holidays, &mut ledger)?;
            diagnostics.extend(told);
            Some((arrivals, ledger))
        }
    };
    let question = Question {
        rota: &opened.rota,
        department: &opened.department,
        own: &own,
        arrivals: arrivals.as_ref(),
        a_day: args.arrivals_a_day,
        weekend: args.weekend,
    };
    let cover = cover(&question).map_err(|all| objections("C080", all))?;
    Ok((cover, diagnostics))
}
