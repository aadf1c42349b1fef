//! The command line: a file per command.
//!
//! Exit codes: 0 for yes, 1 for no, 2 when nothing could be judged.

mod ballot;
mod bench;
mod check;
mod compare;
mod contracts;
mod convert;
mod cover;
mod demo;
mod design;
mod explain;
mod fatigue;
mod gaps;
mod incident;
mod leave;
mod machine;
mod objections;
mod open;
mod pay;
mod plan;
mod record;
mod schedule;
mod search_args;
mod strike;
mod worked;

use std::io::Write;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand, ValueEnum};
use firstline_core::diagnostic::{self, Diagnostic};
use firstline_core::time::{Day, Instant, Zone};

/// Safe, lawful rotas that both sides can check.
///
/// Takes a department's rota and its contract and says whether the rota is lawful, clause by
/// clause, with the source. Without a command it checks the demo department.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Examples:\n  firstline\n  firstline check rotas/surgery-fy1-1in6.csv"
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Is this rota lawful? Verdict, headroom, breaches with clause and cure
    Check(check::CheckArgs),
    /// What this rota pays, line by line, with its working
    Pay(pay::PayArgs),
    /// Leave in days and hours, and public holidays owed, of a person over a period
    Leave(leave::LeaveArgs),
    /// Rotas under several contracts, side by side: law, hours, pay
    Compare(compare::CompareArgs),
    /// What was worked against what was planned: time owed, limits, fines
    Worked(worked::WorkedArgs),
    /// The work schedule document of a post, as a page that prints
    Schedule(schedule::ScheduleArgs),
    /// Fatigue and risk indices of each duty, for comparing, beside the hours
    Fatigue(fatigue::FatigueArgs),
    /// Who is there by half-hour, what is asked of them, and floors that hang on one person
    Cover(cover::CoverArgs),
    /// What is left on a strike day, who may lawfully stand in, what is stood down
    Strike(strike::StrikeArgs),
    /// Who can be on site for a major incident, minute by minute, and what it costs after
    Incident(incident::IncidentArgs),
    /// The best lawful rota for a department, and how good it is
    Design(design::DesignArgs),
    /// The engine on published problems, beside the best values known
    Bench(bench::BenchArgs),
    /// The questions of 12 January 2016, answered on a made-up hospital
    Demo(demo::DemoArgs),
    /// A vote for industrial action, by the law of its date
    Ballot(ballot::BallotArgs),
    /// How many people there will be, and what then cannot be met
    Gaps(gaps::GapsArgs),
    /// A rule kind, or a clause with its source, and with a rota its working
    Explain(explain::ExplainArgs),
    /// The contracts known, what is in force on a date, sources and confidence
    Contracts(contracts::ContractsArgs),
    /// A rota in another format: tidy CSV or JSON
    Convert(convert::ConvertArgs),
}

/// How the answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with grids and carets.
    #[default]
    Text,
    /// For people, one line a finding.
    Concise,
    /// For programs.
    Json,
}

/// What every command that reads a rota understands.
#[derive(Clone, Debug, Default, Args)]
struct RotaArgs {
    /// Department file: people, shift types, agreements, leave
    #[arg(long, value_name = "FILE")]
    department: Option<String>,
    /// Legend of the codes, where it is not beside the rota as NAME.legend.csv
    #[arg(long, value_name = "FILE")]
    legend: Option<String>,
    /// Contract as ID, ID@DATE or the path of a contract file
    #[arg(long, value_name = "ID")]
    contract: Option<String>,
    /// Date of the law that judges a pattern (default: today)
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// A Monday on which a pattern is laid
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// First day judged (default: the Monday of the first duty's week)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The day after the last day judged (default: the Monday after the last duty's week)
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Answer to an interpretation; may be given several times
    #[arg(long, value_name = "ID=VALUE")]
    interpret: Vec<String>,
    /// Year of dates that are written without one
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// The duties are what was worked, not what was planned
    #[arg(long)]
    worked: bool,
}

/// Yes, no, or nothing could be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Nothing,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> ExitCode {
        match answer {
            Answer::Yes => ExitCode::SUCCESS,
            Answer::No => ExitCode::from(1),
            Answer::Nothing => ExitCode::from(2),
        }
    }
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let today = today();
    let answer = match Cli::parse().command {
        None => check::demo(today),
        Some(Command::Check(args)) => check::run(&args, today),
        Some(Command::Pay(args)) => pay::run(&args, today),
        Some(Command::Leave(args)) => leave::run(&args, today),
        Some(Command::Compare(args)) => compare::run(&args, today),
        Some(Command::Worked(args)) => worked::run(&args, today),
        Some(Command::Schedule(args)) => schedule::run(&args, today),
        Some(Command::Fatigue(args)) => fatigue::run(&args, today),
        Some(Command::Cover(args)) => cover::run(&args, today),
        Some(Command::Incident(args)) => incident::run(&args, today),
        Some(Command::Strike(args)) => strike::run(&args, today),
        Some(Command::Design(args)) => design::run(&args, today),
        Some(Command::Bench(args)) => bench::run(&args, today),
        Some(Command::Demo(args)) => demo::run(&args, today),
        Some(Command::Ballot(args)) => ballot::run(&args, today),
        Some(Command::Gaps(args)) => gaps::run(&args, today),
        Some(Command::Explain(args)) => explain::run(&args, today),
        Some(Command::Contracts(args)) => contracts::run(&args, today),
        Some(Command::Convert(args)) => convert::run(&args, today),
    };
    answer.into()
}

/// The only place where the clock is read.
fn today() -> Day {
    let minutes = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs() / 60);
    let now = Instant(i32::try_from(minutes).unwrap_or(0));
    Zone::london().wall_at(now).wall.day()
}

/// Writes to standard output; a reader that has gone away is no error.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Writes to standard error.
fn warn(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// All messages in full, for when there is no verdict to put them in.
fn warn_all(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        warn(&format!("{}\n\n", diagnostic::full(diagnostic)));
    }
}
