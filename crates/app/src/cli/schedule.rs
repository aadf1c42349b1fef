//! `firstline schedule`: the work schedule document of a post, as one HTML page.

use std::fs;

use clap::Args;
use firstline_core::check::{Question, check};
use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::pay::Payslip;
use firstline_core::report::{Schedule, schedule_page};
use firstline_core::rota::Judged;
use firstline_core::time::Day;

use super::open::{Opened, open_or_tell};
use super::pay::{FactArgs, payslips};
use super::{Answer, RotaArgs, say, warn_all};

/// What `schedule` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline schedule rotas/medicine-sho-1in8.csv --person Asha --grade CT1 --on 2026-04-01 -o target/schedule.html\n  firstline schedule rotas/worked-planned.csv --person Ben -o target/schedule-dated.html\n\nThe page prints on A4, runs no script and fetches nothing. A pattern without lines is everybody's, so any name may be put on it.\n\nExit code 0: written, no breach in what was checked. 1: written, with a breach that it shows. 2: nothing was written."
)]
pub(super) struct ScheduleArgs {
    /// The rota: CSV or spreadsheet
    rota: String,
    /// Whose schedule: a name or line of the rota
    #[arg(long, value_name = "NAME")]
    person: String,
    /// The file to write (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    out: Option<String>,
    #[command(flatten)]
    rota_args: RotaArgs,
    #[command(flatten)]
    facts: FactArgs,
}

pub(super) fn run(args: &ScheduleArgs, today: Day) -> Answer {
    let Some(mut opened) = open_or_tell(&args.rota, &args.rota_args, today) else {
        return Answer::Nothing;
    };
    let index = match whose(&mut opened, &args.person) {
        Ok(index) => index,
        Err(problems) => {
            warn_all(&opened.diagnostics);
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    let (page, lawful) = page(&opened, index, args);
    if let Some(out) = args.out.as_deref().filter(|out| *out != "-") {
        if let Err(error) = fs::write(out, page) {
            let problem =
                Diagnostic::error("C029", format!("this file cannot be written: {error}"))
                    .at(Place::file(out));
            warn_all(&[problem]);
            return Answer::Nothing;
        }
    } else {
        say(&page);
    }
    if lawful { Answer::Yes } else { Answer::No }
}

/// The roster meant. A pattern that everybody rotates through takes any name.
fn whose(opened: &mut Opened, name: &str) -> Result<usize, Vec<Diagnostic>> {
    let place = Place::file("--person");
    let rota = &mut opened.rota;
    let found: Vec<usize> = (0..rota.rosters.len())
        .filter(|i| rota.rosters[*i].person == name)
        .collect();
    match found.as_slice() {
        [one] if !rota.rosters[*one].duties.is_empty() => return Ok(*one),
        [_] => {
            let title = format!("`{name}` has no duty in this rota that was understood");
            return Err(vec![
                Diagnostic::error("D030", title).at(Place::file(&rota.title)),
            ]);
        }
        [] => {}
        [_, _, ..] => {
            let title = format!("several people of this rota are called `{name}`");
            let problem = Diagnostic::error("C040", title).at(place);
            return Err(vec![problem.help("tell them apart in the file")]);
        }
    }
    let one_for_all = matches!(rota.judged, Judged::Pattern { .. }) && rota.rosters.len() == 1;
    if one_for_all && !name.trim().is_empty() && !rota.rosters[0].duties.is_empty() {
        // the department's facts about the person apply to the pattern from here on
        name.clone_into(&mut rota.rosters[0].person);
        return Ok(0);
    }
    let names = || rota.rosters.iter().map(|r| r.person.as_str());
    let title = format!("nobody called `{name}` is in this rota");
    let help = match did_you_mean(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "it has: {}",
            names().take(12).collect::<Vec<_>>().join(", ")
        ),
    };
    Err(vec![Diagnostic::error("C040", title).at(place).help(help)])
}

fn page(opened: &Opened, index: usize, args: &ScheduleArgs) -> (String, bool) {
    // the others of the rota are nobody's business here, and need not be judged
    let mut rota = opened.rota.clone();
    rota.rosters = vec![rota.rosters.swap_remove(index)];
    let all = opened.question(true);
    let question = Question {
        rota: &rota,
        who: vec![all.who.get(index).copied().unwrap_or(0)],
        ..all
    };
    let verdict = check(&question);
    let name = opened.rota.rosters[index].person.as_str();
    let person = opened.department.person(name);
    let own = person.and_then(|p| p.grade.as_deref());
    let (pay, mut diagnostics) = slip(opened, name, args);
    diagnostics.splice(0..0, opened.diagnostics.iter().cloned());
    let page = schedule_page(&Schedule {
        question: &question,
        verdict: &verdict,
        roster: 0,
        name,
        grade: args.facts.grade.as_deref().or(own),
        pay: pay.as_ref().map_err(String::as_str),
        documents: &opened.library.documents,
        diagnostics: &diagnostics,
    });
    // what was left out of the file must be seen by whoever makes the page
    warn_all(&diagnostics);
    (page, verdict.lawful())
}

/// The person's payslip, or why there is none.
fn slip(
    opened: &Opened,
    name: &str,
    args: &ScheduleArgs,
) -> (Result<Payslip, String>, Vec<Diagnostic>) {
    match payslips(opened, &args.facts) {
        Ok((slips, diagnostics)) => {
            let own = slips.into_iter().find(|s| s.person == name);
            (
                own.ok_or_else(|| "no contract here pays this person".to_owned()),
                diagnostics,
            )
        }
        Err(problems) => {
            let why: Vec<&str> = problems.iter().map(|p| p.title.as_str()).collect();
            (Err(why.join("; ")), problems)
        }
    }
}
