//! `firstline strike`: what is left on a strike day, who may stand in, what is stood down.

use clap::{Args, ValueEnum};
use firstline_core::time::{Day, Span, Zone};
use firstline_plan::ballot::Law;
use firstline_plan::house::moment;
use firstline_plan::strike::{Form, Question, Strike, StrikeReport, chart, page, strike, text};
use firstline_plan::to_json;

use super::Answer;
use super::plan::{Forms, HouseArgs, How, Worked, objections};

/// What `strike` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline strike rotas/district-hospital/hospital.toml rotas/district-hospital/week.csv --period 2016-01-12T08:00/2016-01-13T08:00 --form emergency --out-grades tier1,tier2\n  firstline strike rotas/district-hospital/hospital.toml rotas/district-hospital/week.csv --period 2016-01-12T08:00/2016-01-13T08:00 --form full --out-grades tier1,tier2 --html target/strike.html\n\nLists of planned work, earlier participation and pay stand in the file beside the department: hospital.toml finds hospital.plan.toml. Nobody is named as a striker. This is no legal advice.\n\nExit code 0: every floor has lawful cover if all take part. 1: one has not. 2: nothing could be worked out."
)]
pub(super) struct StrikeArgs {
    #[command(flatten)]
    house: HouseArgs,
    /// From when to when; may be given several times
    #[arg(long, value_name = "FROM/TO", required = true)]
    period: Vec<String>,
    /// Who stays
    #[arg(long, value_enum)]
    form: FormName,
    /// Tiers or grades that are out
    #[arg(long, value_name = "GRADES", value_delimiter = ',', required = true)]
    out_grades: Vec<String>,
    /// Seed of the dice: the same seed gives the same answer
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How often it is thrown
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: u32,
    #[command(flatten)]
    forms: Forms,
}

/// Who stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormName {
    /// Those out staff emergencies as on a public holiday.
    Emergency,
    /// Nobody of the grades.
    Full,
    /// Those out supply their Christmas Day rota.
    Christmas,
}

pub(super) fn run(args: &StrikeArgs, today: Day) -> Answer {
    let how = How {
        text,
        page,
        chart,
        report: |answer, told| to_json(&StrikeReport::new(answer, told)),
        nothing: |told| to_json(&StrikeReport::nothing(told)),
        holds: |s| s.gaps.is_empty(),
    };
    args.forms.answer(worked_out(args, today), &how)
}

fn worked_out(args: &StrikeArgs, today: Day) -> Worked<Strike> {
    let (opened, own) = args.house.open(today)?;
    let mut periods = Vec::new();
    let mut wrong = Vec::new();
    for text in &args.period {
        match period(text, &opened.rota.zone) {
            Ok(span) => periods.push(span),
            Err(why) => wrong.push(why),
        }
    }
    if !wrong.is_empty() {
        return Err(objections("C084", wrong));
    }
    let check = opened.question(false);
    let law = Law::carried();
    let question = Question {
        rota: &opened.rota,
        department: &opened.department,
        own: &own,
        check: &check,
        periods: &periods,
        form: match args.form {
            FormName::Emergency => Form::Emergency,
            FormName::Full => Form::Full,
            FormName::Christmas => Form::Christmas,
        },
        out: &args.out_grades,
        law: &law,
        seed: args.seed,
        runs: args.runs,
    };
    let strike = strike(&question).map_err(|all| objections("C084", all))?;
    Ok((strike, opened.diagnostics.clone()))
}

fn period(text: &str, zone: &Zone) -> Result<Span, String> {
    let (from, to) = text.split_once('/').ok_or_else(|| {
        format!("`{text}` is no period; write it like 2016-01-12T08:00/2016-01-13T08:00")
    })?;
    let end = |t: &str| moment(t, zone).map_err(|e| e.to_string());
    Ok(Span {
        start: end(from)?,
        end: end(to)?,
    })
}
