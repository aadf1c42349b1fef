//! The arithmetic of a ballot, its notices and its mandate.

use firstline_core::time::{Day, exact};

use super::law::{By, Law, Life, Limit, MandateRule, Measure, Sourced, Test, TestVersion};
use crate::{Basis, Grounds, InputHash, Ledger};

/// What is known of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// People entitled to vote.
    pub entitled: u64,
    /// Votes returned, spoilt ones included.
    pub voted: u64,
    /// Votes for the action.
    pub yes: u64,
    /// Spoilt votes among those returned.
    pub invalid: u64,
    /// The day on which the ballot opened: its law judges.
    pub opened: Day,
    /// The last day of voting, where known: the mandate begins with it.
    pub closed: Option<Day>,
    /// Whether most of those entitled work in an important public service, as health is.
    pub public_service: bool,
    /// Whether the employer agreed to a shorter notice or a longer mandate.
    pub agreed: bool,
    /// The day on which the employer had notice of the ballot, where known.
    pub ballot_notice: Option<Day>,
    /// The day on which the employer had notice of the action, where known.
    pub action_notice: Option<Day>,
    /// The first day of action, where it is planned.
    pub first_action: Option<Day>,
}

/// Why a ballot cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotError {
    /// The numbers contradict each other.
    #[error("{0}")]
    Numbers(String),
    /// The days contradict each other.
    #[error("{0}")]
    Days(String),
    /// Nothing is known of the law of that day.
    #[error("the law before {0} is not known here; no ballot opened earlier is judged")]
    TooEarly(Day),
}

/// One test and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Id of the rule.
    pub rule: String,
    /// The rule in words.
    pub text: String,
    /// What was measured, exactly: a decimal or a fraction.
    pub measured: String,
    /// The limit, exactly.
    pub limit: String,
    /// What is measured in: `ratio` or `days`.
    pub unit: &'static str,
    /// In words, such as 76.2 %.
    pub words: String,
    /// Whether it is met.
    pub pass: bool,
    /// Source of the rule, with how sure it is and any note.
    pub source: String,
}

/// How long the mandate lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Such as `6 months`, or `action begun within 4 weeks`.
    pub life: String,
    /// The last day of it, where the last day of voting is known.
    pub last_day: Option<Day>,
    /// Source, with how sure it is and any note.
    pub source: String,
}

/// What came of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotAnswer {
    /// Whether every test that was run is met.
    pub lawful: bool,
    /// The tests, in the order of the law.
    pub tests: Vec<Outcome>,
    /// The mandate.
    pub mandate: Option<Mandate>,
    /// The first day on which action may begin, where notice was received.
    pub earliest_start: Option<Day>,
    /// What else held on the day of opening.
    pub facts: Vec<String>,
    /// What was not checked, and why.
    pub not_checked: Vec<String>,
    /// What it rests on.
    pub grounds: Grounds,
}

/// The first day of action when notice is received on a day and so many days of it are needed:
/// the notice must arrive on or before that many days before the first day.
pub fn earliest_start(notice_received: Day, days: i32) -> Day {
    notice_received.plus(days)
}

/// The day so many calendar months later; the last of the month where that day does not exist.
pub fn months_after(day: Day, months: i32) -> Day {
    let (year, month, date) = day.ymd();
    let all = year * 12 + i32::from(month) - 1 + months;
    let (year, month) = (all.div_euclid(12), all.rem_euclid(12) as u8 + 1);
    (1..=date)
        .rev()
        .find_map(|d| Day::new(year, month, d))
        .unwrap_or(day)
}

/// Judges a ballot by the law of its dates.
///
/// # Errors
/// When the numbers or days contradict each other, or the law of that day is not known.
pub fn judge(question: &Question, law: &Law) -> Result<BallotAnswer, BallotError> {
    objections(question, law)?;
    let mut ledger = Ledger::default();
    let mut not_checked = Vec::new();
    let mut tests = Vec::new();
    let mut earliest = None;
    for test in &law.tests {
        let decides = match test.by {
            By::BallotOpened => Some(question.opened),
            By::NoticeReceived => question.action_notice,
        };
        let Some(on) = decides else {
            not_checked.push(format!("{}: not given", plain(&test.id)));
            continue;
        };
        let Some(version) = test.versions.iter().find(|v| v.dates.hold(on)) else {
            not_checked.push(format!(
                "{}: no such rule on {}",
                plain(&test.id),
                on.long()
            ));
            continue;
        };
        if test.public_service && !question.public_service {
            let why = "only for important public services, such as health (`--public-service`)";
            not_checked.push(format!("{}: {why}", plain(&test.id)));
            continue;
        }
        let limit = match version.if_agreed {
            Some(limit) if question.agreed => limit,
            _ => version.limit,
        };
        if test.measure == Measure::ActionNoticeDays {
            earliest = Some(earliest_start(on, limit.of as i32));
            counting(&mut ledger);
        }
        match measure(question, test.measure) {
            Some((of, per)) => tests.push(outcome(test, version, limit, of, per)),
            None => not_checked.push(format!("{}: not given", plain(&test.id))),
        }
    }
    let mandate = mandate(question, law, &mut tests, &mut ledger);
    if question.invalid > 0 {
        ledger.note(
            "ballot.spoilt",
            "votes that were returned spoilt",
            "count for the turnout and not for the majority",
            Basis::Assumption,
        );
    }
    not_checked.extend(ALWAYS.iter().map(|s| (*s).to_owned()));
    let facts = law.facts.iter().filter(|f| f.dates.hold(question.opened));
    Ok(BallotAnswer {
        lawful: tests.iter().all(|t| t.pass),
        tests,
        mandate,
        earliest_start: earliest,
        facts: facts
            .map(|f| format!("{} ({})", f.text, cited(&f.source)))
            .collect(),
        not_checked,
        grounds: Grounds::new(&ledger, None, hash(question)),
    })
}

/// What arithmetic cannot see.
const ALWAYS: [&str; 4] = [
    "who was entitled, and whether everybody entitled had a paper",
    "the words on the paper, the scrutineer, how votes were sent and counted",
    "ballots of several employers or workplaces: each is judged by itself",
    "whether the dispute is one that may be balloted on",
];

fn objections(q: &Question, law: &Law) -> Result<(), BallotError> {
    let numbers = |text: String| Err(BallotError::Numbers(text));
    if q.entitled == 0 {
        return numbers("nobody was entitled to vote".to_owned());
    }
    if q.voted > q.entitled {
        return numbers(format!("{} voted, of {} entitled", q.voted, q.entitled));
    }
    if q.invalid > q.voted || q.yes > q.voted - q.invalid {
        return numbers(format!(
            "{} yes and {} spoilt are more than the {} votes returned",
            q.yes, q.invalid, q.voted
        ));
    }
    let days = |text: String| Err(BallotError::Days(text));
    if let Some(closed) = q.closed.filter(|c| *c < q.opened) {
        return days(format!(
            "the ballot closed on {closed}, before it opened on {}",
            q.opened
        ));
    }
    if let Some(first) = q.first_action.filter(|f| *f < q.closed.unwrap_or(q.opened)) {
        return days(format!(
            "the action would begin on {first}, before the vote was over"
        ));
    }
    if q.opened < law.known_from {
        return Err(BallotError::TooEarly(law.known_from));
    }
    Ok(())
}

/// The quantity as a fraction, where it is known.
fn measure(q: &Question, measure: Measure) -> Option<(i64, i64)> {
    let n = |count: u64| count as i64;
    Some(match measure {
        // of no votes at all, none are yes
        Measure::YesOfVotes => (n(q.yes), n((q.voted - q.invalid).max(1))),
        Measure::VotedOfEntitled => (n(q.voted), n(q.entitled)),
        Measure::YesOfEntitled => (n(q.yes), n(q.entitled)),
        Measure::BallotNoticeDays => (i64::from(q.opened.since(q.ballot_notice?)), 1),
        Measure::ActionNoticeDays => (i64::from(q.first_action?.since(q.action_notice?)), 1),
    })
}

fn outcome(test: &Test, version: &TestVersion, limit: Limit, of: i64, per: i64) -> Outcome {
    let in_days = matches!(
        test.measure,
        Measure::BallotNoticeDays | Measure::ActionNoticeDays
    );
    // cross-multiplied, so that half is half and no rounding decides
    let left = i128::from(of) * i128::from(limit.per);
    let right = i128::from(limit.of) * i128::from(per);
    let pass = if version.more_than {
        left > right
    } else {
        left >= right
    };
    let (limit_of, limit_per) = (limit.of as i64, limit.per as i64);
    let (words, limit_words) = if in_days {
        (format!("{of} days"), limit_of.to_string())
    } else {
        (percent(of, per, limit), percent(limit_of, limit_per, limit))
    };
    Outcome {
        rule: test.id.clone(),
        text: test.text.replace("{limit}", &limit_words),
        measured: exact(of, per),
        limit: exact(limit_of, limit_per),
        unit: if in_days { "days" } else { "ratio" },
        words,
        pass,
        source: cited(&version.source),
    }
}

/// `76.2 %`; with more places where fewer would show a limit that is not reached.
fn percent(of: i64, per: i64, limit: Limit) -> String {
    let (of, per) = (i128::from(of), i128::from(per));
    let rounded = |places: u32| {
        let scale = 10_i128.pow(places);
        let all = (of * 100 * scale * 2 + per) / (per * 2);
        let text = format!("{}.{:0w$}", all / scale, all % scale, w = places as usize);
        (
            text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            all,
            scale,
        )
    };
    for places in [1, 3, 6] {
        let (text, all, scale) = rounded(places);
        let shows_limit = all * i128::from(limit.per) == i128::from(limit.of) * 100 * scale;
        if !shows_limit || of * i128::from(limit.per) == i128::from(limit.of) * per {
            return format!("{text} %");
        }
    }
    format!("{} %", rounded(9).0)
}

fn mandate(
    q: &Question,
    law: &Law,
    tests: &mut Vec<Outcome>,
    ledger: &mut Ledger,
) -> Option<Mandate> {
    let rule = law.mandates.iter().find(|m| m.dates.hold(q.opened))?;
    let life = rule.if_agreed.filter(|_| q.agreed).unwrap_or(rule.life);
    let last_day = q.closed.map(|closed| {
        ledger.note(
            "ballot.mandate-day-one",
            "the day with which the mandate begins",
            "the last day of voting, which counts as its first day",
            Basis::Source {
                source: "reading of the Act of 1992; have a lawyer confirm".to_owned(),
                confidence: firstline_core::contract::Confidence::Memory,
            },
        );
        match life {
            Life::Weeks(weeks) => closed.plus(weeks * 7 - 1),
            Life::Months(months) => months_after(closed, months).plus(-1),
        }
    });
    if let (Some(first), Some(last)) = (q.first_action, last_day) {
        tests.push(within(rule, first, last));
    }
    Some(Mandate {
        life: rule_words(rule, life),
        last_day,
        source: cited(&rule.source),
    })
}

fn rule_words(rule: &MandateRule, life: Life) -> String {
    let life = match life {
        Life::Weeks(n) => format!("{n} weeks"),
        Life::Months(n) => format!("{n} months"),
    };
    if rule.begins {
        format!("action begun within {life}")
    } else {
        life
    }
}

/// Days of the mandate that are left on the first day of action, that day included.
fn within(rule: &MandateRule, first: Day, last: Day) -> Outcome {
    let left = last.since(first) + 1;
    Outcome {
        rule: "action.mandate".to_owned(),
        text: format!("the action begins on or before {}", last.long()),
        measured: left.to_string(),
        limit: "1".to_owned(),
        unit: "days",
        words: if left > 0 {
            format!("{left} days of it left")
        } else {
            format!("{} days too late", 1 - left)
        },
        pass: left > 0,
        source: cited(&rule.source),
    }
}

fn counting(ledger: &mut Ledger) {
    ledger.note(
        "ballot.notice-counting",
        "how days of notice are counted",
        "notice on day D with N days allows action from D + N",
        Basis::Source {
            source: "reading of the Act of 1992; have a lawyer confirm".to_owned(),
            confidence: firstline_core::contract::Confidence::Memory,
        },
    );
}

fn plain(id: &str) -> String {
    match id {
        "ballot.majority" => "majority of the votes",
        "ballot.turnout" => "turnout",
        "ballot.support" => "support of those entitled",
        "ballot.notice" => "notice of the ballot to the employer",
        "action.notice" => "notice of the action to the employer",
        other => other,
    }
    .to_owned()
}

fn cited(source: &Sourced) -> String {
    let note = source
        .note
        .as_ref()
        .map_or(String::new(), |n| format!("; {n}"));
    format!("{} ({}{note})", source.source, source.confidence.word())
}

fn hash(q: &Question) -> InputHash {
    let day = |d: Option<Day>| d.map_or(i64::MIN, |d| i64::from(d.0));
    InputHash::default()
        .text("ballot")
        .integer(q.entitled as i64)
        .integer(q.voted as i64)
        .integer(q.yes as i64)
        .integer(q.invalid as i64)
        .integer(i64::from(q.opened.0))
        .integer(day(q.closed))
        .integer(i64::from(q.public_service))
        .integer(i64::from(q.agreed))
        .integer(day(q.ballot_notice))
        .integer(day(q.action_notice))
        .integer(day(q.first_action))
}
