//! `firstline compare`: rotas under several contracts, side by side.

use std::fs;

use clap::{Args, ValueEnum};
use firstline_core::check::check;
use firstline_core::compare::{Comparison, Side, compare};
use firstline_core::contract::Law;
use firstline_core::diagnostic::{Diagnostic, Place, Severity};
use firstline_core::report;
use firstline_core::time::Day;
use firstline_core::wire::CompareReport;

use super::open::open_path;
use super::pay::{FactArgs, payslips};
use super::{Answer, RotaArgs, say, warn_all};

/// What `compare` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline compare rotas/medicine-sho-1in8.csv --contract new-deal-2002@2015-11-02 --contract offer-2015-11 --contract england-2016@2026-11-02 --basic 40190\n  firstline compare rotas/icu-1in8.csv rotas/surgery-fy1-1in6.csv --contract england-2016@2017-03-06 --contract england-2016@2026-11-02 --basic 40190 --format csv\n\nExit code 0: lawful under every contract in what was checked. 1: not. 2: nothing could be compared."
)]
pub(super) struct CompareArgs {
    /// The rotas: CSV or spreadsheets
    #[arg(required = true)]
    rotas: Vec<String>,
    /// A contract as ID, ID@DATE or the path of a contract file; give two or more
    #[arg(long, value_name = "ID", required = true)]
    contract: Vec<String>,
    /// Department file: people, shift types, agreements, leave
    #[arg(long, value_name = "FILE")]
    department: Option<String>,
    /// Legend of the codes, where it is not beside the rota as NAME.legend.csv
    #[arg(long, value_name = "FILE")]
    legend: Option<String>,
    /// First day judged, of a rota on dates
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The day after the last day judged
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[command(flatten)]
    facts: FactArgs,
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

pub(super) fn run(args: &CompareArgs, today: Day) -> Answer {
    let mut all = Vec::new();
    for rota in &args.rotas {
        match one(args, rota, today) {
            Ok(comparison) => all.push(comparison),
            Err(problems) => warn_all(&problems),
        }
    }
    if all.is_empty() {
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
        s.verdict
            .as_ref()
            .is_some_and(firstline_core::check::Verdict::lawful)
    };
    let judged = all
        .iter()
        .flat_map(|c| &c.sides)
        .any(|s| s.verdict.is_some());
    if !judged {
        Answer::Nothing
    } else if all.len() == args.rotas.len() && all.iter().flat_map(|c| &c.sides).all(lawful) {
        Answer::Yes
    } else {
        Answer::No
    }
}

/// One rota under each contract.
fn one(args: &CompareArgs, rota: &str, today: Day) -> Result<Comparison, Vec<Diagnostic>> {
    let mut sides = Vec::new();
    let mut laid = None;
    let mut problems = Vec::new();
    for name in &args.contract {
        let rota_args = RotaArgs {
            department: args.department.clone(),
            legend: args.legend.clone(),
            contract: Some(name.clone()),
            from: args.from.clone(),
            to: args.to.clone(),
            ..RotaArgs::default()
        };
        let opened = match open_path(rota, &rota_args, today) {
            Ok(opened) => opened,
            Err(refused) => {
                let missing = refused.diagnostics.iter().map(|d| d.title.clone());
                sides.push(Side {
                    name: name.clone(),
                    title: String::new(),
                    on: None,
                    verdict: None,
                    slips: Vec::new(),
                    missing: missing.collect(),
                });
                problems.extend(refused.diagnostics);
                continue;
            }
        };
        let question = opened.question(false);
        let (id, law) = opened.main_terms();
        let (slips, missing) = match payslips(&opened, &args.facts) {
            Ok((slips, _)) => (slips, Vec::new()),
            Err(more) => return Err(more),
        };
        let unread = opened
            .diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(|d| d.title.clone());
        sides.push(Side {
            name: name.clone(),
            title: opened
                .library
                .get(id)
                .map_or(String::new(), |c| c.title.clone()),
            on: match law {
                Law::On(day) => Some(day),
                Law::OfEachDate => None,
            },
            verdict: Some(check(&question)),
            slips,
            missing: unread.chain(missing).collect(),
        });
        laid = Some(opened.rota);
    }
    match laid {
        Some(rota) => Ok(compare(&rota, sides)),
        None => Err(problems),
    }
}
