//! `firstline incident`: who can be on site, minute by minute, and what it costs the week after.

use clap::Args;
use firstline_core::time::Day;
use firstline_plan::house::moment;
use firstline_plan::incident::{
    Incident, IncidentReport, Question, Strike, chart, incident, page, text,
};
use firstline_plan::to_json;

use super::Answer;
use super::plan::{Forms, HouseArgs, How, Worked, objections};

/// What `incident` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline incident rotas/district-hospital/hospital.toml rotas/district-hospital/week.csv --at 2016-01-15T22:00 --casualties 40\n  firstline incident rotas/district-hospital/hospital.toml rotas/district-hospital/week.csv --at 2016-01-12T11:00 --casualties 40 --strike full:tier1,tier2 --html target/incident.html\n\nTravel bands and own values of every assumption stand in the file beside the department: hospital.toml finds hospital.plan.toml.\n\nExit code 0: in most runs P1 never need more trauma teams than there are, in any variant by telephone tree. 1: they do. 2: nothing could be worked out."
)]
pub(super) struct IncidentArgs {
    #[command(flatten)]
    house: HouseArgs,
    /// When it is declared; with an offset in the hour that comes twice
    #[arg(long, value_name = "2016-01-15T22:00")]
    at: String,
    /// Casualties who come
    #[arg(long, value_name = "N")]
    casualties: u32,
    /// A strike then: FORM:GRADES, the forms emergency, full and christmas
    #[arg(long, value_name = "FORM:GRADES")]
    strike: Option<String>,
    /// Seed of the dice: the same seed gives the same answer
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How often it is thrown
    #[arg(long, value_name = "N", default_value_t = 1000)]
    runs: u32,
    #[command(flatten)]
    forms: Forms,
}

pub(super) fn run(args: &IncidentArgs, today: Day) -> Answer {
    let how = How {
        text,
        page,
        chart,
        report: |answer, told| to_json(&IncidentReport::new(answer, told)),
        nothing: |told| to_json(&IncidentReport::nothing(told)),
        holds: |i| i.outcomes.iter().all(|o| o.overrun.0 <= 0.5),
    };
    args.forms.answer(worked_out(args, today), &how)
}

fn worked_out(args: &IncidentArgs, today: Day) -> Worked<Incident> {
    let (opened, own) = args.house.open(today)?;
    let strike = args.strike.as_deref().map(read_strike).transpose();
    let at = moment(&args.at, &opened.rota.zone);
    let (at, strike) = match (at, strike) {
        (Ok(at), Ok(strike)) => (at, strike),
        (at, strike) => {
            let at = at.err().map(|e| e.to_string());
            return Err(objections(
                "C085",
                at.into_iter().chain(strike.err()).collect(),
            ));
        }
    };
    let check = opened.question(false);
    let question = Question {
        rota: &opened.rota,
        department: &opened.department,
        own: &own,
        check: &check,
        at,
        casualties: args.casualties,
        strike: strike.as_ref(),
        seed: args.seed,
        runs: args.runs,
    };
    let incident = incident(&question).map_err(|all| objections("C085", all))?;
    Ok((incident, opened.diagnostics.clone()))
}

/// `full:tier1,tier2`.
fn read_strike(text: &str) -> Result<Strike, String> {
    let fail = || format!("`{text}` is no strike; write it like full:tier1,tier2");
    let (form, grades) = text.split_once(':').ok_or_else(fail)?;
    let emergency = match form {
        "full" => false,
        "emergency" | "christmas" => true,
        _ => return Err(fail()),
    };
    let out: Vec<String> = grades.split(',').map(|g| g.trim().to_owned()).collect();
    if out.iter().any(String::is_empty) {
        return Err(fail());
    }
    Ok(Strike { emergency, out })
}
