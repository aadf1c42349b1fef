//! `firstline pay`: what a rota pays, line by line.

use std::collections::BTreeMap;

use clap::Args;
use firstline_core::check::{Question, Terms};
use firstline_core::contract::{Contract, Law};
use firstline_core::department::Share;
use firstline_core::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use firstline_core::pay::{
    Detail, Exact, Facts, PayQuestion, Payer, Payslip, Pence, compliant, pays,
};
use firstline_core::report;
use firstline_core::time::Day;
use firstline_core::wire::PayReport;

use super::objections::overridden;
use super::open::{Opened, open_or_tell};
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

/// What pay needs to know of people; it stands in place of what the department file says.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct FactArgs {
    /// Grade of everybody, such as F1, F2, CT1, ST3, or the name of a pay point
    #[arg(long, value_name = "GRADE")]
    pub(super) grade: Option<String>,
    /// Annual basic pay for full time in pounds, in place of a grade
    #[arg(long, value_name = "POUNDS", allow_hyphen_values = true)]
    pub(super) basic: Option<String>,
    /// Share of full time, such as 0.6
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    wte: Option<String>,
    /// How often a full-time colleague works weekends, such as 1/4
    #[arg(long, value_name = "A/B", allow_hyphen_values = true)]
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
    pub(super) accept_derived: bool,
}

pub(super) fn run(args: &PayArgs, today: Day) -> Answer {
    let Some(opened) = open_or_tell(&args.rota, &args.rota_args, today) else {
        return Answer::Nothing;
    };
    let detail = if args.working || args.format == Format::Json {
        Detail::Working
    } else {
        Detail::Sums
    };
    if let Some(name) = &args.person
        && let Some(problem) = stranger(&opened, name)
    {
        warn_all(&[problem]);
        return Answer::Nothing;
    }
    if let Some(problem) = not_wholly_read(&opened) {
        warn_all(&opened.diagnostics);
        warn_all(&[problem]);
        return Answer::Nothing;
    }
    let (paid, more) = match priced(&opened, &args.facts, args.person.as_deref(), detail) {
        Ok(priced) => priced,
        Err(problems) => {
            warn_all(&opened.diagnostics);
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    if args.format != Format::Json {
        warn_all(&opened.diagnostics);
        warn_all(&more);
    }
    let slips: Vec<&Payslip> = paid.iter().flat_map(|p| &p.slips).collect();
    match args.format {
        Format::Json => say(&PayReport::all_to_json(slips.iter().copied())),
        Format::Text | Format::Concise => {
            for one in &paid {
                let text = report::payslips(
                    &opened.rota,
                    &one.contract,
                    one.on,
                    &one.slips,
                    args.working,
                );
                say(&text);
            }
        }
    }
    if slips.iter().all(|s| s.lines.is_empty()) {
        Answer::Nothing
    } else if slips.iter().any(|s| !s.vacant && !s.refused.is_empty()) {
        Answer::No
    } else {
        Answer::Yes
    }
}

/// A sum from half a rota would be a wrong sum.
fn not_wholly_read(opened: &Opened) -> Option<Diagnostic> {
    let mut errors = opened.diagnostics.iter();
    errors.any(|d| d.severity == Severity::Error).then(|| {
        let title = "part of this rota could not be read, so nothing was priced";
        Diagnostic::error("C044", title).help("mend what is told above, then ask again")
    })
}

/// Says so where the rota has nobody of a name.
fn stranger(opened: &Opened, name: &str) -> Option<Diagnostic> {
    let names = || opened.rota.rosters.iter().map(|r| r.person.as_str());
    if names().any(|n| n == name) {
        return None;
    }
    let title = format!("nobody called `{name}` is in this rota");
    let near = did_you_mean(name, names());
    let help = near.map_or_else(
        || "names are written as in the rota".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let problem = Diagnostic::error("C040", title).at(Place::file("--person"));
    Some(problem.help(help))
}

/// The payslips of everybody whom one contract pays.
pub(super) struct Paid {
    pub(super) contract: String,
    /// The date whose pay scales hold.
    pub(super) on: Day,
    pub(super) slips: Vec<Payslip>,
}

/// Everybody's pay under the contract that pays them, in the order of the rota.
pub(super) fn payslips(
    opened: &Opened,
    args: &FactArgs,
) -> Result<(Vec<Payslip>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (paid, diagnostics) = priced(opened, args, None, Detail::Working)?;
    let order = |slip: &Payslip| {
        let mut rosters = opened.rota.rosters.iter();
        rosters.position(|r| r.person == slip.person)
    };
    let mut slips: Vec<Payslip> = paid.into_iter().flat_map(|p| p.slips).collect();
    slips.sort_by_key(order);
    Ok((slips, diagnostics))
}

/// Pay, contract by contract, of everybody or of one person.
fn priced(
    opened: &Opened,
    args: &FactArgs,
    only: Option<&str>,
    detail: Detail,
) -> Result<(Vec<Paid>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let given = given(args, &mut problems);
    let question = opened.question(false);
    let mut payers = Vec::new();
    for terms in &question.terms {
        match payer_of(terms) {
            Ok(contract) => payers.push((contract, scales(terms, opened.rota.period.from))),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let facts = facts(opened, &question, &payers, &given);
    let mut all = Vec::new();
    let mut diagnostics = Vec::new();
    diagnostics.extend(overridden(&given, &opened.rota, &opened.department));
    for (index, (contract, on)) in payers.into_iter().enumerate() {
        let asked = PayQuestion {
            rota: &opened.rota,
            department: &opened.department,
            contract,
            on,
            choices: question.choices.clone(),
            facts: facts.clone(),
            accept_derived: args.accept_derived,
            detail,
        };
        let mut payer = Payer::new(&asked);
        let rosters = opened.rota.rosters.iter().enumerate();
        let theirs = rosters.filter(|(i, roster)| {
            let bound_by = question.who.get(*i).copied().unwrap_or(0);
            bound_by == index && only.is_none_or(|name| roster.person == name)
        });
        let slips: Vec<Payslip> = theirs.map(|(i, _)| payer.slip(i)).collect();
        for diagnostic in payer.diagnostics() {
            if !diagnostics.contains(&diagnostic) {
                diagnostics.push(diagnostic);
            }
        }
        if !slips.is_empty() {
            all.push(Paid {
                contract: contract.id.clone(),
                on,
                slips,
            });
        }
    }
    Ok((all, diagnostics))
}

/// The one contract of some terms that pays.
fn payer_of<'q>(terms: &Terms<'q>) -> Result<&'q Contract, Box<Diagnostic>> {
    let paying: Vec<&Contract> = terms
        .contracts
        .iter()
        .copied()
        .filter(|c| pays(c))
        .collect();
    match paying.as_slice() {
        [one] => Ok(one),
        [] => {
            let ids: Vec<&str> = terms.contracts.iter().map(|c| c.id.as_str()).collect();
            let title = format!("{} says nothing of pay", ids.join(" with "));
            let problem = Diagnostic::error("C043", title);
            Err(Box::new(
                problem.help("name a contract that pays with --contract"),
            ))
        }
        [one, other, ..] => {
            let title = format!(
                "{} and {} both pay, and bind together: nobody is paid twice for one day",
                one.id, other.id
            );
            let help =
                "name the one that pays with --contract, or give people contracts of their own";
            Err(Box::new(Diagnostic::error("C042", title).help(help)))
        }
    }
}

/// The date whose pay scales hold: that of the law, or the first day of a rota on dates.
fn scales(terms: &Terms<'_>, first: Day) -> Day {
    match terms.law {
        Law::On(day) => day,
        Law::OfEachDate => first,
    }
}

/// What pay needs to know of each roster's person.
fn facts(
    opened: &Opened,
    question: &Question<'_>,
    payers: &[(&Contract, Day)],
    given: &Facts,
) -> Vec<Facts> {
    // only bands ask whether the rota keeps its limits
    let bands = |c: &Contract| c.clauses.iter().any(|c| c.kind.name == "pay-band");
    let lawful = payers
        .iter()
        .any(|(contract, _)| bands(contract))
        .then(|| compliant(question));
    let rosters = opened.rota.rosters.iter().enumerate();
    rosters
        .map(|(i, roster)| {
            let mut facts = given.clone();
            if let Some(person) = opened.department.person(&roster.person) {
                facts.grade = facts.grade.or_else(|| person.grade.clone());
                facts.share = facts.share.or(Some(person.share));
                facts.full_time_weekends = facts.full_time_weekends.or(person.full_time_weekends);
            }
            if let Some(lawful) = &lawful {
                let word = if lawful[i].kept { "yes" } else { "no" };
                if !facts.other.contains_key("compliant") {
                    facts.other.insert("compliant".to_owned(), word.to_owned());
                    facts.notes.extend(lawful[i].notes.iter().cloned());
                }
            }
            facts
        })
        .collect()
}

/// The facts of the command line; what cannot be used is told.
pub(super) fn given(args: &FactArgs, problems: &mut Vec<Diagnostic>) -> Facts {
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
