//! `firstline leave`: leave in days and hours, and public holidays owed, of a person over a period.

use clap::Args;
use firstline_core::contract::{Choices, Contract};
use firstline_core::department::{Department, Person, Share};
use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::leave::{Leave, LeaveQuestion, Service, leave, speaks_of_leave};
use firstline_core::report;
use firstline_core::rota::{Judged, Period, Rota};
use firstline_core::time::Day;
use firstline_core::wire::LeaveReport;

use super::objections::choices;
use super::open::{DEFAULT_CONTRACT, File, Opened, date, open_path, read_department};
use super::{Answer, Format, RotaArgs, say, warn_all};
use crate::library::Library;

/// What `leave` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline leave --from 2026-08-05 --to 2027-02-03 --service-years 5\n  firstline leave --from 2026-08-05 --to 2027-08-04 --wte 0.6 --started 2022-08-03\n  firstline leave rotas/leave.csv --department rotas/leave.toml --person Asha\n  firstline leave rotas/leave.csv --department rotas/leave.toml --format json\n\n--to is the day after the last. Days go by the days in post, over the twelve months that begin with --from, and by the share of full time.\n\nExit code 0: worked out. 2: it could not be."
)]
pub(super) struct LeaveArgs {
    /// The rota, for public holidays worked and owed: CSV or spreadsheet
    rota: Option<String>,
    #[command(flatten)]
    rota_args: RotaArgs,
    /// Only this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Share of full time, such as 0.6, where the department file does not say
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    wte: Option<String>,
    /// Completed years of service, the same on every day asked about
    #[arg(long, value_name = "YEARS", conflicts_with = "started")]
    service_years: Option<u8>,
    /// The day on which service began
    #[arg(long, value_name = "DATE")]
    started: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Somebody whose leave is asked, with the contracts that bind them.
struct Asked<'a> {
    person: String,
    contracts: Vec<&'a Contract>,
    rota: Option<(&'a Rota, usize)>,
}

/// The command line, understood.
struct Given {
    period: Option<Period>,
    share: Option<Share>,
    service: Option<Service>,
}

pub(super) fn run(args: &LeaveArgs, today: Day) -> Answer {
    match answer(args, today) {
        Ok(()) => Answer::Yes,
        Err(problems) => {
            warn_all(&problems);
            Answer::Nothing
        }
    }
}

fn answer(args: &LeaveArgs, today: Day) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let given = given(args, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut rota_args = args.rota_args.clone();
    let Some(path) = &args.rota else {
        let department = match &rota_args.department {
            Some(path) => read_department(&File::Path(path))?,
            None => Department::unknown(),
        };
        return without_rota(args, &given, &department);
    };
    // the rota is read whole: leave is asked of days that it may not reach
    rota_args.from = None;
    rota_args.to = None;
    let opened = open_path(path, &rota_args, today).map_err(|refused| refused.diagnostics)?;
    let everybody = on_rota(&opened, args.person.as_deref())?;
    let choices = opened.question(false).choices;
    if args.format != Format::Json {
        warn_all(&opened.diagnostics);
    }
    let period = given.period;
    let period = period.or_else(|| opened.rota.on_dates.then_some(opened.rota.period));
    tell(
        args,
        &Given { period, ..given },
        &opened.department,
        &choices,
        everybody,
    )
}

fn without_rota(
    args: &LeaveArgs,
    given: &Given,
    department: &Department,
) -> Result<(), Vec<Diagnostic>> {
    let mut library = Library::carried()?;
    let mut problems = Vec::new();
    let mut names: Vec<&str> = department.people.iter().map(|p| p.name.as_str()).collect();
    if let Some(person) = &args.person {
        if !names.is_empty() && !names.contains(&person.as_str()) {
            let title = format!("nobody called `{person}` is in this department");
            return Err(vec![stranger(title, person, names.iter().copied())]);
        }
        names = vec![person];
    }
    if names.is_empty() {
        names.push("Somebody");
    }
    let mut ids = Vec::new();
    for name in &names {
        let own = department.person(name).map(|p| p.contracts.clone());
        let own = own.filter(|own| !own.is_empty());
        let mut named = own.unwrap_or_else(|| department.contracts.clone());
        if let Some(asked) = &args.rota_args.contract {
            named = vec![asked.clone()];
        }
        if named.is_empty() {
            named.push(DEFAULT_CONTRACT.to_owned());
        }
        let mut theirs = Vec::new();
        for name in &named {
            match library.name(name) {
                Ok(known) => theirs.push(known.id),
                Err(more) => problems.extend(more),
            }
        }
        ids.push(theirs);
    }
    let choices = choices(&args.rota_args, department, &library, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let everybody = names
        .iter()
        .zip(&ids)
        .map(|(name, ids)| Asked {
            person: (*name).to_owned(),
            contracts: library.with_floor(ids),
            rota: None,
        })
        .collect();
    let period = department.from.zip(department.to);
    let period = period.map(|(from, to)| Period { from, to });
    let given = Given {
        period: given.period.or(period),
        ..*given
    };
    tell(args, &given, department, &choices, everybody)
}

/// The people of a rota; a pattern without lines is everybody's.
fn on_rota<'a>(opened: &'a Opened, only: Option<&str>) -> Result<Vec<Asked<'a>>, Vec<Diagnostic>> {
    let rota = &opened.rota;
    let question = opened.question(false);
    let bound = |index: usize| {
        let terms = question.who.get(index).copied().unwrap_or(0);
        question.terms[terms].contracts.clone()
    };
    let asked = |index: usize, person: &str| Asked {
        person: person.to_owned(),
        contracts: bound(index),
        rota: Some((rota, index)),
    };
    let Some(name) = only else {
        let all = rota.rosters.iter().enumerate();
        return Ok(all.map(|(i, r)| asked(i, &r.person)).collect());
    };
    if let Some(index) = rota.rosters.iter().position(|r| r.person == name) {
        return Ok(vec![asked(index, name)]);
    }
    if matches!(rota.judged, Judged::Pattern { .. }) && rota.rosters.len() == 1 {
        return Ok(vec![asked(0, name)]);
    }
    let title = format!("nobody called `{name}` is in this rota");
    let names = rota.rosters.iter().map(|r| r.person.as_str());
    Err(vec![stranger(title, name, names)])
}

fn stranger<'a>(title: String, name: &str, names: impl Iterator<Item = &'a str>) -> Diagnostic {
    let near = did_you_mean(name, names);
    let help = near.map_or_else(
        || "names are written as in the file".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let problem = Diagnostic::error("C040", title).at(Place::file("--person"));
    problem.help(help)
}

fn tell(
    args: &LeaveArgs,
    given: &Given,
    department: &Department,
    choices: &Choices,
    everybody: Vec<Asked<'_>>,
) -> Result<(), Vec<Diagnostic>> {
    let Some(period) = given.period else {
        let title = "nobody says which days are meant";
        let problem = Diagnostic::error("C068", title);
        return Err(vec![problem.help(
            "write --from 2026-08-05 --to 2027-08-04; --to is the day after the last",
        )]);
    };
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let mut all: Vec<(String, Leave)> = Vec::new();
    for asked in everybody {
        let speaking = asked.contracts.iter().find(|c| speaks_of_leave(c));
        let Some(contract) = speaking else {
            let ids: Vec<&str> = asked.contracts.iter().map(|c| c.id.as_str()).collect();
            problems.push(silent(&asked.person, &ids.join(" with ")));
            continue;
        };
        let person = department.person(&asked.person);
        let service = given.service.or_else(|| served(person));
        if service.is_none() {
            warnings.push(unknown_service(&asked.person));
        }
        let own = person.map_or(Share::FULL, |p| p.share);
        let found = leave(&LeaveQuestion {
            contract,
            choices,
            person: &asked.person,
            share: given.share.unwrap_or(own),
            period,
            post: person.map_or(Some(period), |p| p.in_post(period)),
            service: service.unwrap_or(Service::Unknown),
            rota: asked.rota,
        });
        if found.entitled.is_empty() {
            let when = format!("{} on {}", contract.id, period.from);
            problems.push(silent(&asked.person, &when));
            continue;
        }
        all.push((contract.id.clone(), found));
    }
    if all.is_empty() {
        return Err(problems);
    }
    warn_all(&problems);
    if args.format == Format::Json {
        let all: Vec<Leave> = all.into_iter().map(|(_, leave)| leave).collect();
        say(&LeaveReport::all_to_json(&all));
        return Ok(());
    }
    warn_all(&warnings);
    say(&report::leave(&all));
    Ok(())
}

fn served(person: Option<&Person>) -> Option<Service> {
    person.and_then(|p| p.service_from).map(Service::Since)
}

fn silent(person: &str, contract: &str) -> Diagnostic {
    let title = format!("{contract} says nothing of leave, so none was worked out for {person}");
    Diagnostic::error("C079", title)
        .help("`firstline contracts` lists the contracts; --contract names another")
}

fn unknown_service(person: &str) -> Diagnostic {
    let title = format!("how long {person} has served is not given; the least leave was taken");
    Diagnostic::warning("C069", title).help(
        "write --service-years 5, --started 2021-08-04, or `service-from` in the department file",
    )
}

fn given(args: &LeaveArgs, problems: &mut Vec<Diagnostic>) -> Given {
    let from = date("--from", args.rota_args.from.as_deref(), problems);
    let to = date("--to", args.rota_args.to.as_deref(), problems);
    let started = date("--started", args.started.as_deref(), problems);
    let share = args.wte.as_deref().and_then(|text| {
        let share = Share::parse(text);
        if share.is_none() {
            let title = format!("`{text}` cannot be used");
            let problem = Diagnostic::error("C041", title).at(Place::file("--wte"));
            problems.push(problem.help("a share of full time is above 0 and up to 1, like 0.6"));
        }
        share
    });
    let period = match (from, to) {
        (Some(from), Some(to)) if from < to && to.since(from) <= LONGEST => {
            Some(Period { from, to })
        }
        (Some(from), Some(to)) => {
            let title = format!("the period from {from} to {to} holds no day, or over ten years");
            let problem = Diagnostic::error("C024", title);
            problems.push(problem.help("`to` is the day after the last"));
            None
        }
        (None, None) => None,
        _ if !problems.is_empty() => None,
        _ => {
            let title = "leave is asked of some days: --from and --to belong together";
            problems.push(Diagnostic::error("C068", title));
            None
        }
    };
    let service = args
        .service_years
        .map(|years| Service::Years(i32::from(years)));
    Given {
        period,
        share,
        service: service.or(started.map(Service::Since)),
    }
}

/// Nobody asks for more than ten years of leave.
const LONGEST: i32 = 3660;
