//! `firstline design`: the best lawful rota for a department, and how good it is.
//!
//! Thin: the department is read and bound as for a check, the engine searches, and what it found
//! goes through the checker like anybody's file before it is shown or written.

mod again;
mod carried;
mod ready;
mod search;
mod tell;
mod write;

use clap::Args;
use firstline_core::check::{Verdict, check};
use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Day;
use firstline_plan::fatigue;
use firstline_solve::department::{Judged, breakdown};
use firstline_solve::designed::{DesignReport, Designed, FatigueRow, full};

use super::open::File;
use super::plan::TextOrJson;
use super::search_args::SearchArgs;
use super::{Answer, say, warn_all};
pub(super) use carried::{Carried, Side, carried};
use ready::{Ready, Refused};
use search::Found;
use tell::Teller;

/// What `design` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline design rotas/design/surgery-on-call.toml --seconds 2\n  firstline design rotas/design/short-of-people.toml --work 40 --seed 7 -o target/surgery.csv\n  firstline design rotas/design/short-of-people.toml --seconds 2 --from target/surgery.csv --format json\n\nCtrl-C ends the search and keeps the best rota.\n\nExit code 0: a lawful rota with full least cover. 1: gaps in cover, or a fixed duty that breaks a clause. 2: nothing could be designed."
)]
pub(super) struct DesignArgs {
    /// Department file: people, shift types, cover, wishes, aims
    department: String,
    /// Where the rota goes: .csv for tidy CSV, .json for JSON
    #[arg(short, long, value_name = "FILE")]
    out: Option<String>,
    /// A contract in place of the department's, for everybody: ID, ID@DATE or a contract file
    #[arg(long, value_name = "ID")]
    contract: Option<String>,
    /// A rota to go on from, such as one that you edited; what breaks a rule is told and changed
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// A rota to stay close to, weighed by the aim `changes`
    #[arg(long, value_name = "FILE")]
    old: Option<String>,
    /// Give up fixed duties that break a clause, instead of keeping them with the breach
    #[arg(long)]
    free_fixed: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
    #[command(flatten)]
    search: SearchArgs,
}

/// How long a department is searched where nothing is said.
const SECONDS: f64 = 60.0;

pub(super) fn run(args: &DesignArgs, today: Day) -> Answer {
    match design(args, today) {
        Ok(answer) => answer,
        Err(refused) => {
            if args.format == TextOrJson::Json {
                let report =
                    DesignReport::nothing(&args.department, &refused.contract, &refused.told);
                say_json(&report);
            } else {
                warn_all(&refused.told);
            }
            Answer::Nothing
        }
    }
}

fn design(args: &DesignArgs, today: Day) -> Result<Answer, Refused> {
    let limits = args.search.limits(SECONDS);
    let limits = limits.map_err(|problem| Refused::one(*problem))?;
    let ending = write::Ending::of(args.out.as_deref())?;
    let contract = args.contract.as_deref();
    let house = File::Path(&args.department);
    let Ready {
        library,
        department,
        mut told,
    } = ready::read(&args.department, contract)?;
    let bound = ready::bind(&department, &library)?;
    told.extend(bound.told.iter().cloned());
    told.extend(ready::two_versions(&bound, &department));
    let mut built = ready::build(args, &department, &bound, today, &mut told)?;
    // what stands in the way of a check is told before anybody waits for the search
    let empty = vec![vec![0; built.problem.days]; built.problem.people.len()];
    write::opened(&house, contract, &department, &built.layout, &empty, today)?;

    let start = match &args.from {
        Some(path) => {
            let edited = again::read(path, &args.department, today)?;
            let judged = Judged::new(&bound, &built);
            Some(again::lawful_start(
                path,
                &edited,
                &department,
                &built,
                &judged,
                &mut told,
            ))
        }
        None => None,
    };
    let mut teller = Teller::new(args.search.events, built.problem.constant);
    let before = super::machine::processor_seconds();
    let Found {
        outcome,
        least,
        stopped,
    } = search::run(
        &department,
        &bound,
        &mut built,
        &limits,
        start,
        &mut teller,
        &mut told,
    );
    teller.end();
    if outcome.lines.is_empty() {
        return Err(Refused::with(&department, told));
    }
    let cpu_seconds = super::machine::processor_seconds()
        .zip(before)
        .map(|(now, then)| now - then);
    let lines = &outcome.lines;
    let opened = write::opened(&house, contract, &department, &built.layout, lines, today)?;
    told.extend(opened.diagnostics.iter().cloned());
    let verdict = check(&opened.question(false));
    if let Some(wrong) = unexpected(&verdict, &built, &department) {
        told.push(wrong);
        return Err(Refused::with(&department, told));
    }
    if let (Some(path), Some(ending)) = (&args.out, ending) {
        write::file(path, ending, &opened.rota)?;
    }
    let breakdown = breakdown(&department, &built, lines);
    let designed = Designed {
        department: &department,
        built: &built,
        outcome: &outcome,
        breakdown: &breakdown,
        least,
        limits,
        cpu_seconds,
        stopped,
        rota: &opened.rota,
        verdict: &verdict,
        told: &told,
    };
    let tired = (department.needs.aims.fatigue > 0)
        .then(|| tired(&opened.rota))
        .flatten();
    match args.format {
        TextOrJson::Text => {
            say(&full(&designed));
            if let Some(t) = tired {
                say(&format!(
                    "\nFatigue index of this rota, worked out in full as `firstline fatigue` does: {:.1} on average, {:.1} at most;\nthe part that comes from the duties before: {:.1} on average. For comparing rotas only.\n",
                    t.mean, t.highest, t.from_before
                ));
            }
        }
        TextOrJson::Json => {
            let mut report = DesignReport::new(&args.department, &designed, opened.main_terms());
            report.fatigue_index = tired;
            say_json(&report);
        }
    }
    Ok(if designed.all_well() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// The true index of a rota: the search goes by steps of it.
fn tired(rota: &firstline_core::rota::Rota) -> Option<FatigueRow> {
    let scored = fatigue::score(&fatigue::Question {
        rota,
        person: None,
        set: fatigue::Set::Hospital,
        given: &fatigue::Given::default(),
        patients: None,
    });
    let people = scored.ok()?.people;
    let all: Vec<(f64, f64)> = people
        .iter()
        .flat_map(|p| p.scored().map(|(_, i)| (i.fi, i.fi_cumulative)))
        .collect();
    let count = f64::from(u32::try_from(all.len()).ok()?.max(1));
    Some(FatigueRow {
        mean: all.iter().map(|i| i.0).sum::<f64>() / count,
        highest: all.iter().map(|i| i.0).fold(0.0, f64::max),
        from_before: all.iter().map(|i| i.1).sum::<f64>() / count,
    })
}

/// A breach that neither a fixed duty nor the days before can have brought: the engine is wrong.
fn unexpected(
    verdict: &Verdict,
    built: &firstline_solve::department::Built,
    department: &firstline_core::department::Department,
) -> Option<Diagnostic> {
    let excused = |name: &str| {
        let person = department.people.iter().position(|p| p.name == name);
        person.is_some_and(|p| built.may_break(p))
    };
    let finding = verdict.breaches.iter().find(|f| !excused(&f.told.person))?;
    let title = format!(
        "internal error: the rota found breaks {}: {}",
        finding.told.clause, finding.text
    );
    Some(
        Diagnostic::error("S008", title)
            .note("the rota was not written, for it is not lawful")
            .help("please report this with the department file"),
    )
}

fn say_json(report: &DesignReport) {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    say(&text);
}
