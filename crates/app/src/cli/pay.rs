//! `firstline pay`: what a rota pays, line by line.

use std::collections::BTreeMap;

use clap::Args;
use firstline_core::check::{Question, check};
use firstline_core::contract::Law;
use firstline_core::department::Share;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::pay::{Exact, Facts, PayQuestion, Payslip, Pence, pay};
use firstline_core::report;
use firstline_core::rota::Judged;
use firstline_core::time::Day;
use firstline_core::wire::PayReport;

use super::open::{File, Opened, open};
use super::{Answer, Format, RotaArgs, say, warn_all};

/// What `pay` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline pay rotas/medicine-sho-1in8.csv --grade CT1 --on 2026-04-01\n  firstline pay rotas/medicine-sho-1in8.csv --basic 40190 --on 2026-04-01 --working\n  firstline pay rotas/surgery-fy1-1in6.csv --grade F1 --wte 0.6 --full-time-weekends 1/6 --on 2026-04-01\n\nExit code 0: priced. 1: something could not be priced, and is named. 2: nothing could."
)]
pub(super) struct PayArgs {
    /// The rota: CSV or spreadsheet
    rota: String,
    #[command(flatten)]
    rota_args: RotaArgs,
    #[command(flatten)]
    facts: FactArgs,
    /// Only this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Show the arithmetic of each line
    #[arg(long)]
    working: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What pay needs to know of people, where the department file does not say.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct FactArgs {
    /// Grade, such as F1, F2, CT1, ST3, or the name of a pay point
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// Annual basic pay for full time in pounds, in place of a grade
    #[arg(long, value_name = "POUNDS")]
    basic: Option<String>,
    /// Share of full time, such as 0.6
    #[arg(long, value_name = "SHARE")]
    wte: Option<String>,
    /// How often a full-time colleague works weekends, such as 1/4
    #[arg(long, value_name = "A/B")]
    full_time_weekends: Option<String>,
    /// Where the person works, for a weighting: fringe, outer-london, inner-london
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// A premium that the person has
    #[arg(long, value_name = "NAME")]
    premium: Option<String>,
    /// Another fact that a contract asks for, such as band=5; may be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    fact: Vec<String>,
    /// Use pay points that were derived, not published
    #[arg(long)]
    accept_derived: bool,
}

pub(super) fn run(args: &PayArgs, today: Day) -> Answer {
    let department = args.rota_args.department.as_deref().map(File::Path);
    let legend = args.rota_args.legend.as_deref().map(File::Path);
    let opened = open(
        &File::Path(&args.rota),
        legend.as_ref(),
        department.as_ref(),
        &args.rota_args,
        today,
    );
    let opened = match opened {
        Ok(opened) => opened,
        Err(refused) => {
            warn_all(&refused.diagnostics);
            return Answer::Nothing;
        }
    };
    let slips = match payslips(&opened, &args.facts) {
        Ok((slips, more)) => {
            if args.format != Format::Json {
                warn_all(&opened.diagnostics);
                warn_all(&more);
            }
            slips
        }
        Err(problems) => {
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    let chosen: Vec<Payslip> = slips
        .into_iter()
        .filter(|s| args.person.as_ref().is_none_or(|p| s.person == *p))
        .collect();
    if chosen.is_empty() {
        let name = args.person.clone().unwrap_or_default();
        let problem = Diagnostic::error("C040", format!("nobody called `{name}` is in this rota"))
            .at(Place::file("--person"));
        warn_all(&[problem]);
        return Answer::Nothing;
    }
    match args.format {
        Format::Json => say(&PayReport::all_to_json(&chosen)),
        Format::Text | Format::Concise => {
            let (id, _) = opened.main_terms();
            let on = pay_day(&opened);
            say(&report::payslips(
                &opened.rota,
                id,
                on,
                &chosen,
                args.working,
            ));
        }
    }
    if chosen.iter().all(|s| s.lines.is_empty()) {
        Answer::Nothing
    } else if chosen.iter().any(|s| !s.refused.is_empty()) {
        Answer::No
    } else {
        Answer::Yes
    }
}

/// The date whose pay scales hold: that of the law, or the first day of a rota on dates.
pub(super) fn pay_day(opened: &Opened) -> Day {
    match opened.main_terms().1 {
        Law::On(day) => day,
        Law::OfEachDate => opened.rota.period.from,
    }
}

/// Everybody's pay under the contract asked about.
pub(super) fn payslips(
    opened: &Opened,
    args: &FactArgs,
) -> Result<(Vec<Payslip>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (id, _) = opened.main_terms();
    let Some(contract) = opened.library.get(id) else {
        return Err(Vec::new());
    };
    let mut problems = Vec::new();
    let given = given(args, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let question = opened.question(false);
    let lawful = lawful_people(&question);
    let facts = opened
        .rota
        .rosters
        .iter()
        .enumerate()
        .map(|(i, roster)| {
            let person = opened.department.person(&roster.person);
            let mut facts = given.clone();
            if let Some(person) = person {
                facts.grade = facts.grade.or_else(|| person.grade.clone());
                facts.share = facts.share.or(Some(person.share));
            }
            let compliant = if lawful[i] { "yes" } else { "no" };
            let known = facts.other.entry("compliant".to_owned());
            known.or_insert_with(|| compliant.to_owned());
            facts
        })
        .collect();
    let (slips, diagnostics) = pay(&PayQuestion {
        rota: &opened.rota,
        department: &opened.department,
        contract,
        on: pay_day(opened),
        choices: question.choices.clone(),
        facts,
        accept_derived: args.accept_derived,
    });
    Ok((slips, diagnostics))
}

/// For each roster, whether no clause of the contract that pays is broken.
fn lawful_people(question: &Question<'_>) -> Vec<bool> {
    let mut alone = question.clone();
    for terms in &mut alone.terms {
        terms.contracts.truncate(1);
    }
    let verdict = check(&alone);
    // a pattern's lines are one rota: what one breaks, all share
    let pattern = matches!(question.rota.judged, Judged::Pattern { .. });
    (0..question.rota.rosters.len())
        .map(|i| {
            !verdict
                .breaches
                .iter()
                .any(|b| pattern || b.told.roster == i)
        })
        .collect()
}

fn given(args: &FactArgs, problems: &mut Vec<Diagnostic>) -> Facts {
    let mut wrong = |option: &str, text: &str, help: &str| {
        problems.push(
            Diagnostic::error("C041", format!("`{text}` cannot be used"))
                .at(Place::file(option))
                .help(help),
        );
    };
    let mut facts = Facts {
        grade: args.grade.clone(),
        location: args.location.clone(),
        premium: args.premium.clone(),
        ..Facts::default()
    };
    if let Some(text) = &args.basic {
        facts.basic = Pence::parse_pounds(text).filter(|p| p.0 > 0);
        if facts.basic.is_none() {
            wrong("--basic", text, "write pounds like 40190 or 40190.00");
        }
    }
    if let Some(text) = &args.wte {
        facts.share = Share::parse(text);
        if facts.share.is_none() {
            wrong(
                "--wte",
                text,
                "a share of full time is above 0 and up to 1, like 0.6",
            );
        }
    }
    if let Some(text) = &args.full_time_weekends {
        facts.full_time_weekends = Exact::parse(text).filter(|e| e.positive());
        if facts.full_time_weekends.is_none() {
            wrong("--full-time-weekends", text, "write a fraction like 1/4");
        }
    }
    let mut other = BTreeMap::new();
    for text in &args.fact {
        match text.split_once('=') {
            Some((name, value)) => {
                other.insert(name.trim().to_owned(), value.trim().to_owned());
            }
            None => wrong("--fact", text, "write it like band=5"),
        }
    }
    facts.other = other;
    facts
}
