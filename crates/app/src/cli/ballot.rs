//! `firstline ballot`: a vote for industrial action, by the law of its date.

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_plan::ballot::{BallotError, BallotReport, Law, Question, judge, text};
use firstline_plan::to_json;

use super::plan::TextOrJson;
use super::{Answer, say, warn_all};

/// What `ballot` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline ballot --entitled 37155 --voted 28316 --yes 27741 --opened 2015-11-05 --public-service\n  firstline ballot --entitled 1000 --voted 520 --yes 390 --opened 2026-02-17 --public-service --format json\n  firstline ballot --entitled 1000 --voted 800 --yes 700 --opened 2026-05-01 --closed 2026-06-01 --notice 2026-06-02 --action 2026-06-12\n\nNot legal advice. What arithmetic cannot see is listed as not checked.\n\nExit code 0: lawful in what was checked. 1: a test is not met. 2: nothing could be judged."
)]
pub(super) struct BallotArgs {
    /// People entitled to vote
    #[arg(long, value_name = "N")]
    entitled: u64,
    /// Votes returned, spoilt ones included
    #[arg(long, value_name = "N")]
    voted: u64,
    /// Votes for the action
    #[arg(long, value_name = "N")]
    yes: u64,
    /// Spoilt votes among those returned
    #[arg(long, value_name = "N", default_value_t = 0)]
    invalid: u64,
    /// The day on which the ballot opened: its law judges
    #[arg(long, value_name = "DATE")]
    opened: String,
    /// The last day of voting: the mandate begins with it
    #[arg(long, value_name = "DATE")]
    closed: Option<String>,
    /// Most of those entitled work in an important public service, as health is
    #[arg(long)]
    public_service: bool,
    /// The employer agreed to a shorter notice or a longer mandate, where the law allows it
    #[arg(long)]
    agreed: bool,
    /// The day on which the employer had notice of the ballot
    #[arg(long, value_name = "DATE")]
    ballot_notice: Option<String>,
    /// The day on which the employer had notice of the action
    #[arg(long, value_name = "DATE")]
    notice: Option<String>,
    /// The first day of action
    #[arg(long, value_name = "DATE")]
    action: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

pub(super) fn run(args: &BallotArgs, _today: Day) -> Answer {
    let answer = question(args).and_then(|question| {
        let answer = judge(&question, &Law::carried()).map_err(|e| vec![told(&e)])?;
        Ok((question, answer))
    });
    match answer {
        Ok((question, answer)) => {
            match args.format {
                TextOrJson::Text => say(&text(&question, &answer)),
                TextOrJson::Json => say(&to_json(&BallotReport::new(&answer))),
            }
            if answer.lawful {
                Answer::Yes
            } else {
                Answer::No
            }
        }
        Err(problems) => {
            match args.format {
                TextOrJson::Text => warn_all(&problems),
                TextOrJson::Json => say(&to_json(&BallotReport::nothing(&problems))),
            }
            Answer::Nothing
        }
    }
}

fn told(error: &BallotError) -> Diagnostic {
    let diagnostic = Diagnostic::error("C081", error.to_string());
    match error {
        BallotError::Numbers(_) => diagnostic.help("give counts of people, not percentages"),
        BallotError::Days(_) => diagnostic.help("look at --opened, --closed and --action"),
        BallotError::TooEarly(_) => diagnostic,
    }
}

fn question(args: &BallotArgs) -> Result<Question, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut day = |option: &str, text: Option<&String>| {
        let text = text?;
        let day = Day::parse(text);
        if day.is_none() {
            problems.push(
                Diagnostic::error("C021", format!("`{text}` is not a date"))
                    .at(Place::file(option))
                    .help("write it like 2026-11-02"),
            );
        }
        day
    };
    let opened = day("--opened", Some(&args.opened));
    let closed = day("--closed", args.closed.as_ref());
    let ballot_notice = day("--ballot-notice", args.ballot_notice.as_ref());
    let action_notice = day("--notice", args.notice.as_ref());
    let first_action = day("--action", args.action.as_ref());
    match opened {
        Some(opened) if problems.is_empty() => Ok(Question {
            entitled: args.entitled,
            voted: args.voted,
            yes: args.yes,
            invalid: args.invalid,
            opened,
            closed,
            public_service: args.public_service,
            agreed: args.agreed,
            ballot_notice,
            action_notice,
            first_action,
        }),
        _ => Err(problems),
    }
}
