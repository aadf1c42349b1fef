//! `firstline worked`: what was worked against what was planned, and what follows.

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::pay::{Facts, Pence};
use firstline_core::report;
use firstline_core::rota::{Duty, Judged, Rota};
use firstline_core::time::Day;
use firstline_core::wire::WorkedReport;
use firstline_core::worked::{Locum, WorkedQuestion, compare};

use super::objections::overridden;
use super::open::{File, Opened, Refused, open};
use super::{Answer, Format, RotaArgs, say, warn_all};

/// What `worked` understands.
#[derive(Debug, Args)]
#[command(
    mut_arg("worked", |flag| flag.hide(true)),
    after_help = "Examples:\n  firstline worked rotas/worked-planned.csv rotas/worked-done.csv\n  firstline worked rotas/worked-planned.csv rotas/worked-done.csv --grade F1 --working\n  firstline worked rotas/worked-planned.csv rotas/worked-done.csv --basic 26350 --format json\n\nExit code 0: no limit that could be checked was broken. 1: one was. 2: nothing could be compared."
)]
pub(super) struct WorkedArgs {
    /// What was planned: people on dates, CSV or spreadsheet
    planned: String,
    /// What was worked: the same people on the same dates
    #[arg(value_name = "WORKED")]
    record: String,
    #[command(flatten)]
    rota_args: RotaArgs,
    /// Grade of everybody, in place of what the department file says, for fines
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// Annual basic pay for full time in pounds, in place of a grade
    #[arg(long, value_name = "POUNDS")]
    basic: Option<String>,
    /// National locum rate by the hour in pounds, for fines that go by it
    #[arg(long, value_name = "POUNDS")]
    locum_rate: Option<String>,
    /// Where that locum rate comes from, to be shown with it
    #[arg(long, value_name = "TEXT", requires = "locum_rate")]
    locum_source: Option<String>,
    /// Use pay points that were derived, not published
    #[arg(long)]
    accept_derived: bool,
    /// Show the arithmetic of each fine
    #[arg(long)]
    working: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &WorkedArgs, today: Day) -> Answer {
    match answer(args, today) {
        Ok(answer) => answer,
        Err(refused) => {
            if args.format == Format::Json {
                let report = WorkedReport::nothing(&refused.contract, &refused.diagnostics);
                say(&report.to_json());
            } else {
                warn_all(&refused.diagnostics);
            }
            Answer::Nothing
        }
    }
}

fn answer(args: &WorkedArgs, today: Day) -> Result<Answer, Refused> {
    let mut problems = Vec::new();
    let basic = pounds("--basic", args.basic.as_deref(), &mut problems);
    let locum = pounds("--locum-rate", args.locum_rate.as_deref(), &mut problems);
    let read = |path: &str, worked: bool| {
        let department = args.rota_args.department.as_deref().map(File::Path);
        let legend = args.rota_args.legend.as_deref().map(File::Path);
        let mut rota_args = args.rota_args.clone();
        rota_args.worked = worked;
        let file = File::Path(path);
        open(
            &file,
            legend.as_ref(),
            department.as_ref(),
            &rota_args,
            today,
        )
    };
    let (planned, worked) = match (read(&args.planned, false), read(&args.record, true)) {
        (Ok(planned), Ok(worked)) => (planned, worked),
        (planned, worked) => {
            let mut contract = String::new();
            for refused in [planned.err(), worked.err()].into_iter().flatten() {
                contract = refused.contract;
                add_new(&mut problems, refused.diagnostics);
            }
            return Err(Refused {
                contract,
                diagnostics: problems,
            });
        }
    };
    for opened in [&planned, &worked] {
        problems.extend(comparable(opened));
    }
    let (id, law) = worked.main_terms();
    if !problems.is_empty() {
        return Err(Refused {
            contract: id.to_owned(),
            diagnostics: problems,
        });
    }
    let mut diagnostics = planned.diagnostics.clone();
    add_new(&mut diagnostics, worked.diagnostics.clone());
    diagnostics.extend(swapped(&planned.rota, &worked.rota));
    let given = Facts {
        grade: args.grade.clone(),
        ..Facts::default()
    };
    diagnostics.extend(overridden(&given, &worked.rota, &worked.department));
    let (plan, record) = (planned.question(false), worked.question(false));
    let question = WorkedQuestion {
        planned: &plan,
        worked: &record,
        facts: facts(args, basic, &worked),
        locum: locum.map(|rate| Locum {
            rate,
            source: match &args.locum_source {
                Some(source) => format!("given with --locum-rate, source: {source}"),
                None => "given with --locum-rate, without a source".to_owned(),
            },
        }),
        accept_derived: args.accept_derived,
    };
    let outcome = compare(&question);
    if outcome.people.is_empty() {
        let title = "nobody is in both files by the same name";
        let mut problem = Diagnostic::error("C061", title).at(Place::file(&args.record));
        for one in &outcome.unmatched {
            let near = one
                .near
                .as_ref()
                .map_or(String::new(), |n| format!(": did you mean `{n}`?"));
            problem = problem.note(format!(
                "`{}` is {} only{near}",
                one.person,
                one.side.word()
            ));
        }
        diagnostics.push(problem.help("write the names of one file as in the other"));
        return Err(Refused {
            contract: id.to_owned(),
            diagnostics,
        });
    }
    match args.format {
        Format::Json => {
            let report =
                WorkedReport::new(&planned.rota, &worked.rota, id, law, &outcome, &diagnostics);
            say(&report.to_json());
        }
        Format::Text | Format::Concise => {
            say(&report::worked(
                &question,
                &outcome,
                &diagnostics,
                args.working,
            ));
        }
    }
    Ok(if outcome.lawful() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// A message that both files raise is told once.
pub(super) fn add_new(all: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    for diagnostic in more {
        if !all.contains(&diagnostic) {
            all.push(diagnostic);
        }
    }
}

pub(super) fn pounds(
    option: &str,
    text: Option<&str>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Pence> {
    let text = text?;
    let sum = Pence::parse_pounds(text).filter(|p| p.0 > 0);
    if sum.is_none() {
        problems.push(
            Diagnostic::error("C041", format!("`{text}` cannot be used"))
                .at(Place::file(option))
                .help("write pounds like 45 or 45.50"),
        );
    }
    sum
}

/// What stands in the way of comparing a file: names on dates are needed, and at least one duty.
pub(super) fn comparable(opened: &Opened) -> Option<Diagnostic> {
    let rota = &opened.rota;
    if matches!(rota.judged, Judged::Pattern { .. }) {
        let title = "this is a pattern; what was worked is compared with people on dates";
        let problem = Diagnostic::error("C060", title).at(Place::file(&rota.title));
        return Some(problem.help(
            "give one row for each duty with person, start and end, as `firstline convert` writes them",
        ));
    }
    let duties: usize = rota.rosters.iter().map(|r| r.judged.len()).sum();
    (duties == 0).then(|| {
        let title = format!(
            "no duty from {} to {} was understood",
            rota.period.from,
            rota.period.to.plus(-1)
        );
        Diagnostic::error("D030", title)
            .at(Place::file(&rota.title))
            .help("look at the file, or at --from and --to")
    })
}

/// Plans have round times and records often not: where only the first file has odd minutes, the
/// two may stand in the wrong order.
pub(super) fn swapped(planned: &Rota, worked: &Rota) -> Option<Diagnostic> {
    let odd = |rota: &Rota| {
        let odd = |duty: &Duty| {
            [duty.start, duty.end]
                .iter()
                .any(|moment| moment.wall.0 % 15 != 0)
        };
        rota.rosters.iter().flat_map(|r| &r.duties).any(odd)
    };
    (odd(planned) && !odd(worked)).then(|| {
        let title = format!(
            "{} has odd minutes and {} has none: is the plan really the first of the two files?",
            planned.title, worked.title
        );
        Diagnostic::warning("C062", title).help("the order is: firstline worked PLANNED WORKED")
    })
}

/// What fines need to know of each person of the record.
fn facts(args: &WorkedArgs, basic: Option<Pence>, worked: &Opened) -> Vec<Facts> {
    let of = |name: &str| {
        let person = worked.department.person(name);
        let own = person.and_then(|p| p.grade.clone());
        Facts {
            grade: args.grade.clone().or(own),
            basic,
            share: person.map(|p| p.share),
            ..Facts::default()
        }
    };
    worked.rota.rosters.iter().map(|r| of(&r.person)).collect()
}
