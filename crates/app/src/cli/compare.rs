//! `firstline compare`: rotas under several contracts, side by side.

use std::fs;

use clap::{Args, ValueEnum};
use firstline_core::check::{Verdict, check};
use firstline_core::compare::{Comparison, Side, compare, nights};
use firstline_core::contract::{Contract, Law};
use firstline_core::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use firstline_core::pay::Facts;
use firstline_core::report;
use firstline_core::time::Day;
use firstline_core::wire::CompareReport;
use firstline_core::worked::Locum;

use super::open::{Opened, Refused, open_path};
use super::pay::{FactArgs, given, payslips};
use super::record::{RecordArgs, recorded};
use super::worked::{add_new, pounds};
use super::{Answer, RotaArgs, say, warn_all};

/// What `compare` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline compare rotas/medicine-sho-1in8.csv --contract new-deal-2002@2015-11-02 --contract offer-2015-11 --contract england-2016@2026-11-02 --basic 40190\n  firstline compare rotas/icu-1in8.csv rotas/surgery-fy1-1in6.csv --contract england-2016@2017-03-06 --contract england-2016@2026-11-02 --basic 40190 --format csv\n  firstline compare rotas/worked-planned.csv --worked rotas/worked-done.csv --contract new-deal-2002 --contract england-2016 --basic 26350\n\nExit code 0: lawful under every contract in what was checked, the worked duties included. 1: not. 2: nothing could be compared."
)]
pub(super) struct CompareArgs {
    /// The rotas: CSV or spreadsheets
    #[arg(required = true)]
    rotas: Vec<String>,
    /// A contract as ID, ID@DATE or the path of a contract file; give it once for each
    #[arg(long, value_name = "ID", required = true)]
    contract: Vec<String>,
    /// What was worked, beside one rota: people on dates; for fines, and breaks and rest achieved
    #[arg(long, value_name = "FILE")]
    worked: Option<String>,
    /// Department file: people, shift types, agreements, leave
    #[arg(long, value_name = "FILE")]
    department: Option<String>,
    /// Legend of the codes, where it is not beside the rota as NAME.legend.csv
    #[arg(long, value_name = "FILE")]
    legend: Option<String>,
    /// Date of the law that judges a pattern, for contracts named without one (default: today)
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// A Monday on which a pattern is laid
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// First day judged, of a rota on dates
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The day after the last day judged
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Answer to an interpretation; may be given several times
    #[arg(long, value_name = "ID=VALUE")]
    interpret: Vec<String>,
    /// Year of dates that are written without one
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    #[command(flatten)]
    facts: FactArgs,
    /// Basic pay under one of the contracts, where it is not the same under all; once for each
    #[arg(long, value_name = "ID=POUNDS")]
    basic_under: Vec<String>,
    /// National locum rate by the hour in pounds, for fines that go by it
    #[arg(long, value_name = "POUNDS", requires = "worked")]
    locum_rate: Option<String>,
    /// Where that locum rate comes from, to be shown with it
    #[arg(long, value_name = "TEXT", requires = "locum_rate")]
    locum_source: Option<String>,
    /// How the comparison is written; csv has a line for each rota and contract
    #[arg(long, value_enum, default_value_t)]
    format: CompareFormat,
    /// Also write a page with the tables and plots, which prints
    #[arg(short, long, value_name = "FILE.html")]
    output: Option<String>,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// For people.
    #[default]
    Text,
    /// A line for each rota and contract.
    Csv,
    /// For programs.
    Json,
}

/// What is asked of every rota alike.
struct Asked {
    /// For each contract in the order asked.
    facts: Vec<(FactArgs, Facts)>,
    locum: Option<Locum>,
}

pub(super) fn run(args: &CompareArgs, today: Day) -> Answer {
    let asked = match asked(args) {
        Ok(asked) => asked,
        Err(problems) => {
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    let mut all = Vec::new();
    let mut told = Vec::new();
    for rota in &args.rotas {
        let (comparison, more) = one(args, &asked, rota, today);
        add_new(&mut told, more);
        all.extend(comparison);
    }
    warn_all(&told);
    let judged = |s: &Side| s.verdict.is_some();
    let recorded = |s: &Side| s.record.is_some();
    let mut sides = all.iter().flat_map(|c| &c.sides);
    if !sides.clone().any(judged) || args.worked.is_some() && !sides.any(recorded) {
        return Answer::Nothing;
    }
    match args.format {
        CompareFormat::Text => {
            let texts: Vec<String> = all.iter().map(report::comparison).collect();
            say(&texts.join("\n"));
        }
        CompareFormat::Csv => say(&report::comparison_csv(&all)),
        CompareFormat::Json => say(&CompareReport::all_to_json(&all)),
    }
    if let Some(path) = &args.output
        && let Err(error) = fs::write(path, report::comparison_page(&all))
    {
        let problem = Diagnostic::error("C029", format!("this file cannot be written: {error}"))
            .at(Place::file(path));
        warn_all(&[problem]);
        return Answer::Nothing;
    }
    let lawful = |s: &Side| {
        s.verdict.as_ref().is_some_and(Verdict::lawful)
            && s.record.as_ref().is_none_or(|r| r.lawful)
            && recorded(s) == args.worked.is_some()
    };
    if all.len() == args.rotas.len() && all.iter().flat_map(|c| &c.sides).all(lawful) {
        Answer::Yes
    } else {
        Answer::No
    }
}

fn asked(args: &CompareArgs) -> Result<Asked, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let own = basics(args, &mut problems);
    let facts = own.into_iter().map(|basic| {
        let mut of_contract = args.facts.clone();
        of_contract.basic = basic.or(of_contract.basic);
        let mut more = Vec::new();
        let facts = given(&of_contract, &mut more);
        add_new(&mut problems, more);
        (of_contract, facts)
    });
    let facts = facts.collect();
    let rate = pounds("--locum-rate", args.locum_rate.as_deref(), &mut problems);
    if args.worked.is_some() && args.rotas.len() > 1 {
        let title = "worked duties stand beside one rota, and several were given";
        let problem = Diagnostic::error("C063", title).at(Place::file("--worked"));
        problems.push(problem.help("compare the rotas one by one"));
    }
    let locum = rate.map(|rate| Locum {
        rate,
        source: match &args.locum_source {
            Some(source) => format!("given with --locum-rate, source: {source}"),
            None => "given with --locum-rate, without a source".to_owned(),
        },
    });
    if problems.is_empty() {
        Ok(Asked { facts, locum })
    } else {
        Err(problems)
    }
}

/// For each contract the basic pay that is given for it alone.
fn basics(args: &CompareArgs, problems: &mut Vec<Diagnostic>) -> Vec<Option<String>> {
    let mut all = vec![None; args.contract.len()];
    for text in &args.basic_under {
        let Some((name, pounds)) = text.split_once('=') else {
            let title = format!("`{text}` cannot be used");
            let problem = Diagnostic::error("C041", title).at(Place::file("--basic-under"));
            problems.push(problem.help("write it like offer-2015-11=33635"));
            continue;
        };
        let name = name.trim();
        let id = |asked: &str| asked.split_once('@').map_or(asked, |(id, _)| id).to_owned();
        let mut found = false;
        for (asked, basic) in args.contract.iter().zip(&mut all) {
            if asked == name || id(asked) == name {
                *basic = Some(pounds.trim().to_owned());
                found = true;
            }
        }
        if !found {
            let title = format!("`{name}` is none of the contracts compared");
            let mut problem = Diagnostic::error("C041", title).at(Place::file("--basic-under"));
            if let Some(near) = did_you_mean(name, args.contract.iter().map(String::as_str)) {
                problem = problem.help(format!("did you mean `{near}`?"));
            }
            problems.push(problem);
        }
    }
    all
}

/// One rota under each contract, unless none of them could be asked, and what there is to tell.
fn one(
    args: &CompareArgs,
    asked: &Asked,
    rota: &str,
    today: Day,
) -> (Option<Comparison>, Vec<Diagnostic>) {
    let mut sides = Vec::new();
    let mut laid = None;
    let mut told = Vec::new();
    for (name, facts) in args.contract.iter().zip(&asked.facts) {
        let rota_args = RotaArgs {
            department: args.department.clone(),
            legend: args.legend.clone(),
            contract: Some(name.clone()),
            on: args.on.clone(),
            start: args.start.clone(),
            from: args.from.clone(),
            to: args.to.clone(),
            interpret: args.interpret.clone(),
            year: args.year,
            worked: false,
        };
        match open_path(rota, &rota_args, today).and_then(with_duties) {
            Ok(opened) => {
                let (side, more) = side(args, (asked, facts), name, &opened, rota_args, today);
                sides.push(side);
                add_new(&mut told, more);
                laid = Some(opened.rota);
            }
            Err(refused) => {
                sides.push(Side {
                    name: name.clone(),
                    missing: titles(&refused.diagnostics),
                    ..Side::default()
                });
                add_new(&mut told, refused.diagnostics);
            }
        }
    }
    let comparison = laid.map(|rota| compare(rota, sides, args.worked.is_some()));
    (comparison, told)
}

/// A rota in which not one duty could be read keeps every limit, and so shows nothing.
fn with_duties(opened: Opened) -> Result<Opened, Refused> {
    let duties: usize = opened.rota.rosters.iter().map(|r| r.judged.len()).sum();
    if duties > 0 {
        return Ok(opened);
    }
    let period = opened.rota.period;
    let title = format!(
        "no duty from {} to {} was understood",
        period.from,
        period.to.plus(-1)
    );
    let problem = Diagnostic::error("D030", title)
        .at(Place::file(&opened.rota.title))
        .help("look at the messages before this one, or at --from and --to");
    let mut diagnostics = opened.diagnostics;
    diagnostics.push(problem);
    Err(Refused {
        contract: String::new(),
        diagnostics,
    })
}

fn titles(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|d| d.title.clone()).collect()
}

/// One contract's side, and what there is to tell.
fn side(
    args: &CompareArgs,
    (asked, (fact_args, facts)): (&Asked, &(FactArgs, Facts)),
    name: &str,
    opened: &Opened,
    rota_args: RotaArgs,
    today: Day,
) -> (Side, Vec<Diagnostic>) {
    let mut told = opened.diagnostics.clone();
    let unread: Vec<Diagnostic> = opened
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .cloned()
        .collect();
    let mut missing = titles(&unread);
    let slips = if unread.is_empty() {
        match payslips(opened, fact_args) {
            Ok((slips, more)) => {
                add_new(&mut told, more);
                slips
            }
            Err(problems) => {
                missing.extend(titles(&problems));
                Vec::new()
            }
        }
    } else {
        // a sum from half a rota would be a wrong sum
        missing.push("part of this rota could not be read, so nothing was priced".to_owned());
        Vec::new()
    };
    let record = args.worked.as_ref().and_then(|path| {
        let record_args = RecordArgs {
            path,
            rota_args,
            facts,
            locum: asked.locum.clone(),
            accept_derived: args.facts.accept_derived,
        };
        match recorded(opened, &record_args, today) {
            Ok((record, more)) => {
                add_new(&mut told, more);
                Some(record)
            }
            Err(problems) => {
                let titles = titles(&problems);
                missing.extend(titles.iter().map(|t| format!("worked duties: {t}")));
                add_new(&mut told, problems);
                None
            }
        }
    });
    let question = opened.question(false);
    let verdict = check(&question);
    add_new(&mut told, verdict.diagnostics.clone());
    let (id, law) = opened.main_terms();
    let contract = opened.library.get(id);
    let side = Side {
        name: name.to_owned(),
        contract: id.to_owned(),
        title: contract.map_or(String::new(), |c| c.title.clone()),
        on: match law {
            Law::On(day) => Some(day),
            Law::OfEachDate => None,
        },
        nights: nights(&question),
        base: contract.map_or(Vec::new(), basic_clauses),
        verdict: Some(verdict),
        slips,
        record,
        missing,
    };
    (side, told)
}

/// The clauses about basic pay, as `contract:clause`.
fn basic_clauses(contract: &Contract) -> Vec<String> {
    let base = contract
        .clauses
        .iter()
        .filter(|c| c.kind.name == "pay-base");
    base.map(|c| format!("{}:{}", contract.id, c.id)).collect()
}
