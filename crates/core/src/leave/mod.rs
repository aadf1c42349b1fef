//! How much leave somebody has in a period, and which public holidays they are owed.
//!
//! Thin: the contract's clauses say how many days, how long a day is and when a day in lieu is
//! owed. Each sum keeps its working, so that a person can follow how many days became hours.

mod entitled;
mod holidays;

pub use holidays::{HolidayLine, How, Owed};

use crate::contract::{Choices, Clause, Confidence, Contract, Law, Party, Version, resolve_for};
use crate::department::Share;
use crate::pay::Exact;
use crate::rota::{Period, Rota};
use crate::rules::{InLieu, Machine, OfLeave, Purpose};
use crate::time::{Day, Holidays, Minutes};

/// How long somebody has served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Nobody says; the least is taken.
    Unknown,
    /// So many completed years, on every day of the period.
    Years(i32),
    /// Since a day.
    Since(Day),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct LeaveQuestion<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// Answers to interpretations.
    pub choices: &'a Choices,
    /// Whose leave.
    pub person: &'a str,
    /// Their share of full time.
    pub share: Share,
    /// The days asked about.
    pub period: Period,
    /// Those of them in post; nothing where there is none.
    pub post: Option<Period>,
    /// How long they have served.
    pub service: Service,
    /// The rota and the person's place in it, where one is given.
    pub rota: Option<(&'a Rota, usize)>,
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `contract:clause`.
    pub clause: String,
    /// Its sentence.
    pub text: String,
    /// Where it stands.
    pub citation: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What the version says of itself.
    pub note: Option<String>,
}

/// Days by one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitled {
    /// The clause.
    pub by: Told,
    /// Days, exact.
    pub days: Exact,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
}

/// Somebody's leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Whose.
    pub person: String,
    /// The days asked about.
    pub period: Period,
    /// Those of them in post.
    pub post: Option<Period>,
    /// Their share of full time.
    pub share: Share,
    /// How long they have served.
    pub service: Service,
    /// Days, clause by clause.
    pub entitled: Vec<Entitled>,
    /// How long a day is, and who says so.
    pub day: Option<(Minutes, Told)>,
    /// The clause that says when a public holiday is owed, with its parameters.
    pub in_lieu: Option<(InLieu, Told)>,
    /// Public holidays of the days in post, and what came of each.
    pub holidays: Vec<HolidayLine>,
    /// Why there is no list of public holidays, where there is none.
    pub no_holidays: Option<String>,
    /// Weekdays of annual leave that the rota shows in these days; nothing without a rota.
    pub booked: Option<i32>,
}

impl Leave {
    /// All days, exact.
    pub fn days(&self) -> Exact {
        let all = self.entitled.iter();
        all.fold(Exact::ZERO, |sum, e| sum.plus(e.days))
    }

    /// Minutes that some days of leave stand for, exact.
    pub fn minutes(&self, days: Exact) -> Option<Exact> {
        let (day, _) = self.day.as_ref()?;
        Some(days.times(Exact::whole(i64::from(day.0))))
    }

    /// Days in lieu that are owed for certain.
    pub fn owed(&self) -> usize {
        let owed = |h: &&HolidayLine| h.owed == Owed::Yes;
        self.holidays.iter().filter(owed).count()
    }

    /// The least sure of everything that the days and hours rest on.
    pub fn confidence(&self) -> Option<Confidence> {
        let of_days = self.entitled.iter().map(|e| e.by.confidence);
        of_days
            .chain(self.day.iter().map(|(_, t)| t.confidence))
            .max()
    }
}

/// Whether a contract says how much leave there is.
pub fn speaks_of_leave(contract: &Contract) -> bool {
    let mut clauses = contract.clauses.iter();
    clauses.any(|clause| clause.kind.name == "leave-entitlement")
}

/// Works out somebody's leave.
pub fn leave(question: &LeaveQuestion<'_>) -> Leave {
    let contract = question.contract;
    let party = Party {
        name: question.person,
        part_time: question.share.part_time(),
        opt_out: None,
    };
    let (set, _) = resolve_for(
        Purpose::Leave,
        &[contract],
        party,
        &[],
        question.period,
        Law::On(question.period.from),
        question.choices,
    );
    let mut found = Leave {
        person: question.person.to_owned(),
        period: question.period,
        post: question.post,
        share: question.share,
        service: question.service,
        entitled: Vec::new(),
        day: None,
        in_lieu: None,
        holidays: Vec::new(),
        no_holidays: None,
        booked: holidays::booked(question),
    };
    for bound in &set.bound {
        let Machine::Leave(of) = &bound.rule.machine else {
            continue;
        };
        let clause = &contract.clauses[bound.rule.clause];
        let told = told(
            contract,
            clause,
            &clause.versions[bound.rule.version],
            question,
        );
        match of.as_ref() {
            OfLeave::Entitlement(terms) => {
                let asked = entitled::Asked {
                    share: question.share,
                    period: question.period,
                    post: question.post,
                    service: question.service,
                };
                let (days, working) = entitled::days(terms, &asked);
                found.entitled.push(Entitled {
                    by: told,
                    days,
                    working,
                });
            }
            OfLeave::Day(day) => found.day = Some((*day, told)),
            OfLeave::InLieu(terms) => found.in_lieu = Some((terms.clone(), told)),
        }
    }
    match known(contract.holidays.as_deref(), question) {
        Ok(calendar) => {
            let terms = found.in_lieu.as_ref().map(|(terms, _)| terms);
            found.holidays = holidays::lines(calendar, terms, question);
        }
        Err(why) => found.no_holidays = Some(why),
    }
    found
}

fn told(
    contract: &Contract,
    clause: &Clause,
    version: &Version,
    question: &LeaveQuestion<'_>,
) -> Told {
    Told {
        clause: format!("{}:{}", contract.id, clause.id),
        text: contract.sentence(clause, version, question.choices),
        citation: format!("{} › {}", version.cite.document, version.cite.at),
        confidence: version.confidence,
        note: version.note.clone(),
    }
}

/// The public holidays, if every day in post lies in the years of which they are known.
fn known<'h>(
    calendar: Option<&'h Holidays>,
    question: &LeaveQuestion<'_>,
) -> Result<&'h Holidays, String> {
    let Some(calendar) = calendar else {
        return Err(format!(
            "{} does not say whose public holidays are meant",
            question.contract.id
        ));
    };
    let Some(post) = question.post else {
        return Ok(calendar);
    };
    if calendar.knows(post.from, post.to) {
        Ok(calendar)
    } else {
        Err(format!(
            "the public holidays of {} are not known for every day from {} to {}",
            calendar.title(),
            post.from,
            post.to.plus(-1)
        ))
    }
}
