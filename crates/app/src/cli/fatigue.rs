//! `firstline fatigue`: the fatigue and risk indices of each duty, for comparing.

use clap::{Args, ValueEnum};
use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::time::Day;
use firstline_plan::fatigue::{
    Fatigue, FatigueReport, Given, Question, Set, calendar, page, score, text,
};
use firstline_plan::to_json;

use super::open::{Opened, open_path};
use super::plan::{Forms, How, Worked};
use super::{Answer, RotaArgs};

/// What `fatigue` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline fatigue rotas/medicine-sho-1in8.csv\n  firstline fatigue rotas/medicine-sho-1in8.csv --set reference --commute 20 --format json\n  firstline fatigue rotas/worked-planned.csv --person Asha --plot target/fatigue.svg --html target/fatigue.html\n\nThe indices compare duties and rotas. They judge nothing, and stand beside the hours and the contract.\n\nExit code 0: worked out. 2: nothing could be worked out."
)]
pub(super) struct FatigueArgs {
    /// The rota: CSV or spreadsheet
    rota: String,
    /// Only this person, or line
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Where conditions that are not given come from
    #[arg(long, value_enum, default_value_t)]
    set: SetName,
    /// Travel of the whole day, there and back, in minutes
    #[arg(long, value_name = "MINUTES")]
    commute: Option<f64>,
    /// Workload 0 to 3 plus attention 0 to 3; higher is more demanding
    #[arg(long, value_name = "0-6")]
    demand: Option<f64>,
    /// Usual minutes between breaks
    #[arg(long, value_name = "MINUTES")]
    break_every: Option<f64>,
    /// Usual minutes of a break
    #[arg(long, value_name = "MINUTES")]
    break_length: Option<f64>,
    /// The longest spell without a break, in minutes
    #[arg(long, value_name = "MINUTES")]
    longest_spell: Option<f64>,
    /// Minutes of the break after the longest spell
    #[arg(long, value_name = "MINUTES")]
    break_after: Option<f64>,
    /// Patients for each doctor on duty, to stand beside the indices
    #[arg(long, value_name = "NUMBER")]
    patients: Option<f64>,
    #[command(flatten)]
    rota_args: RotaArgs,
    #[command(flatten)]
    forms: Forms,
}

/// A set of conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum SetName {
    /// Assumed for a hospital.
    #[default]
    Hospital,
    /// Those of the index's own reference.
    Reference,
}

pub(super) fn run(args: &FatigueArgs, today: Day) -> Answer {
    let how = How {
        text,
        page,
        chart: calendar,
        report: |answer, told| to_json(&FatigueReport::new(answer, told)),
        nothing: |told| to_json(&FatigueReport::nothing(told)),
        holds: |_| true,
    };
    args.forms.answer(worked_out(args, today), &how)
}

fn worked_out(args: &FatigueArgs, today: Day) -> Worked<Fatigue> {
    let opened = open_path(&args.rota, &args.rota_args, today).map_err(|r| r.diagnostics)?;
    match scored(args, &opened) {
        Ok(fatigue) => Ok((fatigue, opened.diagnostics)),
        Err(problems) => Err(opened.diagnostics.into_iter().chain(problems).collect()),
    }
}

fn scored(args: &FatigueArgs, opened: &Opened) -> Result<Fatigue, Vec<Diagnostic>> {
    let rota = &opened.rota;
    let names = || rota.rosters.iter().map(|r| r.person.as_str());
    if let Some(name) = args.person.as_deref()
        && !names().any(|n| n == name)
    {
        let title = format!("nobody called `{name}` is in this rota");
        let help = match did_you_mean(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "it has: {}",
                names().take(12).collect::<Vec<_>>().join(", ")
            ),
        };
        let problem = Diagnostic::error("C040", title).at(Place::file("--person"));
        return Err(vec![problem.help(help)]);
    }
    let given = Given {
        commute: args.commute,
        demand: args.demand,
        break_every: args.break_every,
        break_length: args.break_length,
        longest_spell: args.longest_spell,
        break_after: args.break_after,
    };
    let patients = args.patients;
    if patients.is_some_and(|p| !(p.is_finite() && p >= 0.0)) {
        let title = "--patients must be a number from 0";
        return Err(vec![Diagnostic::error("C080", title)]);
    }
    let question = Question {
        rota,
        person: args.person.as_deref(),
        set: match args.set {
            SetName::Hospital => Set::Hospital,
            SetName::Reference => Set::Reference,
        },
        given: &given,
        patients,
    };
    let fatigue = score(&question).map_err(|objections| {
        let told = |o: String| Diagnostic::error("C080", o).at(Place::file("the command line"));
        objections.into_iter().map(told).collect::<Vec<_>>()
    })?;
    if fatigue.people.iter().all(|p| p.scored().next().is_none()) {
        let title = "no duty was understood for which the indices are made";
        let problem = Diagnostic::error("D030", title).at(Place::file(&rota.title));
        return Err(vec![problem.help(
            "look at the messages before this one, at --from and --to, or at the kinds: on call from home has no index",
        )]);
    }
    Ok(fatigue)
}
