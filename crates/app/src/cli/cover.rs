//! `firstline cover`: who is there by half-hour, against floors and demand.

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_plan::cover::{Arrivals, Cover, CoverReport, Question, chart, cover, page, text};
use firstline_plan::{Ledger, to_json};

use super::Answer;
use super::open::File;
use super::plan::{Forms, HouseArgs, How, Worked, objections};

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
    #[command(flatten)]
    forms: Forms,
}

pub(super) fn run(args: &CoverArgs, today: Day) -> Answer {
    let how = How {
        text,
        page,
        chart,
        report: |answer, told| to_json(&CoverReport::new(answer, told)),
        nothing: |told| to_json(&CoverReport::nothing(told)),
        holds: Cover::holds,
    };
    args.forms.answer(worked_out(args, today), &how)
}

fn worked_out(args: &CoverArgs, today: Day) -> Worked<Cover> {
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
