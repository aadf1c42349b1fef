//! The work schedule of a post as one HTML page: who, when, how many hours, what pay, and what was
//! not checked. Nothing on it is worked out here; it comes from check and pay. It prints on A4,
//! asks nothing of a network, runs no script, and every text that comes from a file is escaped.

mod figures;
mod hours;
mod sources;

use std::fmt::Write;

use super::html::escape;
use super::{unchecked, when};
use crate::check::{Finding, Question, Told, Verdict};
use crate::contract::{Clause, Contract, Document, Law, Version};
use crate::diagnostic::Diagnostic;
use crate::pay::Payslip;
use crate::rota::{Judged, Roster, Rota};
use crate::time::Day;

const STYLE: &str = include_str!("page.css");

/// What the page is made from.
#[derive(Clone, Copy, Debug)]
pub struct Schedule<'a> {
    /// The rota with its contracts.
    pub question: &'a Question<'a>,
    /// What came of its check.
    pub verdict: &'a Verdict,
    /// Whose schedule, by index of the roster.
    pub roster: usize,
    /// The name at the head of the page.
    pub name: &'a str,
    /// Grade, where known.
    pub grade: Option<&'a str>,
    /// Pay, or why there is none.
    pub pay: Result<&'a Payslip, &'a str>,
    /// Titles and addresses of the documents cited.
    pub documents: &'a [Document],
    /// Messages about the files.
    pub diagnostics: &'a [Diagnostic],
}

impl<'a> Schedule<'a> {
    fn rota(&self) -> &'a Rota {
        self.question.rota
    }

    fn person(&self) -> &'a Roster {
        &self.rota().rosters[self.roster]
    }

    fn terms(&self) -> &'a crate::check::Terms<'a> {
        let which = self.question.who.get(self.roster).copied().unwrap_or(0);
        &self.question.terms[which]
    }

    /// Readings of this person, one a clause.
    fn readings(&self) -> impl Iterator<Item = &'a Told> {
        let roster = self.roster;
        self.verdict
            .readings
            .iter()
            .filter(move |t| t.roster == roster)
    }

    fn breaches(&self) -> impl Iterator<Item = &'a Finding> {
        let roster = self.roster;
        self.verdict
            .breaches
            .iter()
            .filter(move |f| f.told.roster == roster)
    }

    /// The clause of a reading, in the version that judged it.
    fn clause(&self, name: &str, day: Day) -> Option<(&'a Contract, &'a Clause, &'a Version)> {
        let (contract, id) = name.split_once(':')?;
        let contract = self.terms().contracts.iter().find(|c| c.id == contract)?;
        let clause = contract.clause(id)?;
        let day = match self.terms().law {
            Law::On(day) => day,
            Law::OfEachDate => day,
        };
        let version = clause.version_on(day).map(|(_, v)| v);
        Some((contract, clause, version.or(clause.versions.last())?))
    }

    /// Reasons why something was not checked, without those that concern others.
    fn unchecked(&self) -> Vec<(String, Vec<String>)> {
        let name = &self.person().person;
        let mut mine = self.verdict.clone();
        mine.not_checked
            .retain(|n| n.people.is_empty() || n.people.contains(name));
        for item in &mut mine.not_checked {
            item.people.clear();
        }
        unchecked::reasons(&mine, self.diagnostics)
    }
}

/// The page.
pub fn schedule_page(schedule: &Schedule<'_>) -> String {
    let mut out =
        String::from("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    let _ = writeln!(
        out,
        "<title>Work schedule: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>",
        escape(schedule.name)
    );
    head(&mut out, schedule);
    out.push_str("</header>\n<main>\n");
    breaches(&mut out, schedule);
    hours::pattern(&mut out, schedule);
    hours::summary(&mut out, schedule);
    hours::limits(&mut out, schedule);
    figures::pay(&mut out, schedule);
    out.push_str("<h2>Training time</h2>\n<p>Not stated: a rota does not say which of its hours are for training, clinics, theatre or teaching. The employer adds them here.</p>\n");
    not_checked(&mut out, schedule);
    sources::table(&mut out, schedule);
    sign_off(&mut out);
    let _ = writeln!(
        out,
        "</main>\n<footer><p>Made by Firstline from <code>{}</code>. It gives evidence, not legal advice. A schedule without breach in what was checked is lawful as far as it was checked; it says nothing of how tiring it is.</p></footer>\n</body>\n</html>",
        escape(&schedule.rota().title)
    );
    out
}

fn head(out: &mut String, schedule: &Schedule<'_>) {
    let (rota, terms) = (schedule.rota(), schedule.terms());
    out.push_str("<h1>Work schedule</h1>\n<dl>\n");
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    };
    row("Doctor", schedule.name);
    row("Grade", schedule.grade.unwrap_or("not stated"));
    let person = schedule.question.department.person(schedule.name);
    let person = person.or(schedule
        .question
        .department
        .person(&schedule.person().person));
    let share = person.map(|p| p.share);
    row(
        "Share of full time",
        &share.map_or_else(
            || "not stated, taken as full time".to_owned(),
            |s| crate::time::exact(i64::from(s.ten_thousandths()), 10_000),
        ),
    );
    let department = schedule.question.department.name.as_str();
    let known = !department.is_empty();
    row("Department", if known { department } else { "not stated" });
    row("Rota", &kind_of(schedule));
    let zone = if rota.on_dates {
        rota.zone.name().to_owned()
    } else {
        "the wall clock; the weeks stand on no dates, so clock changes are not judged".to_owned()
    };
    row("Times", &zone);
    for (i, contract) in terms.contracts.iter().enumerate() {
        let name = if i == 0 { "Contract" } else { "With it" };
        row(name, &format!("{} ({})", contract.title, contract.id));
    }
    row(
        "Law",
        &match terms.law {
            Law::On(day) => format!("as on {}", day.long()),
            Law::OfEachDate => "as on each duty's own date".to_owned(),
        },
    );
    out.push_str("</dl>\n");
    let (n, unread) = (schedule.breaches().count(), schedule.unchecked().len());
    let rest = match unread {
        0 => String::new(),
        1 => " One thing was not checked; it is listed below.".to_owned(),
        n => format!(" {n} things were not checked; they are listed below."),
    };
    let verdict = match n {
        0 => "No breach in what was checked.".to_owned(),
        1 => "NOT LAWFUL: 1 breach, below.".to_owned(),
        n => format!("NOT LAWFUL: {n} breaches, below."),
    };
    let _ = writeln!(out, "<p class=\"verdict\">{verdict}{rest}</p>");
}

fn kind_of(schedule: &Schedule<'_>) -> String {
    let rota = schedule.rota();
    let weeks = schedule.person().cycle_days / 7;
    let weeks = match weeks {
        1 => "1 week".to_owned(),
        n => format!("{n} weeks"),
    };
    match rota.judged {
        Judged::Pattern { .. } if rota.on_dates => {
            format!("a pattern of {weeks} from {}", rota.period.from.long())
        }
        Judged::Pattern { .. } => format!("a pattern of {weeks}, which repeats"),
        Judged::Rota | Judged::Worked => format!(
            "{}, {} to {}",
            if rota.judged == Judged::Worked {
                "what was worked"
            } else {
                "planned duties"
            },
            rota.period.from.long(),
            rota.period.to.plus(-1).long()
        ),
    }
}

fn breaches(out: &mut String, schedule: &Schedule<'_>) {
    if schedule.breaches().next().is_none() {
        return;
    }
    out.push_str("<h2>Breaches</h2>\n<ol>\n");
    let cycle = schedule.person().cycle_days;
    for finding in schedule.breaches() {
        let told = &finding.told;
        let _ = writeln!(
            out,
            "<li><strong>{}</strong>, {} to {}: {}<span class=\"small\">{} <code>{}</code> ({})</span></li>",
            escape(&told.words),
            escape(&when(schedule.rota(), told.from, cycle)),
            escape(&when(schedule.rota(), told.to, cycle)),
            finding.cure.as_ref().map_or(String::new(), |c| format!(
                "what would mend it: {}",
                escape(c)
            )),
            escape(&finding.clause_text),
            escape(&told.clause),
            told.confidence.word()
        );
    }
    out.push_str("</ol>\n");
}

fn not_checked(out: &mut String, schedule: &Schedule<'_>) {
    out.push_str("<h2>What was not checked</h2>\n");
    let reasons = schedule.unchecked();
    if reasons.is_empty() {
        out.push_str("<p>Nothing was left out.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for (why, clauses) in reasons {
        let clauses: Vec<String> = clauses
            .iter()
            .map(|c| format!("<code>{}</code>", escape(c)))
            .collect();
        let _ = writeln!(
            out,
            "<li>{}<span class=\"small\">{}</span></li>",
            escape(&why),
            clauses.join(", ")
        );
    }
    out.push_str("</ul>\n");
}

fn sign_off(out: &mut String) {
    out.push_str("<h2>Agreed</h2>\n<div class=\"sign\">\n");
    for who in ["For the employer", "Doctor"] {
        let _ = writeln!(
            out,
            "<div>\n<h3>{who}</h3>\n<p>Name</p>\n<p>Signature</p>\n<p>Date</p>\n</div>"
        );
    }
    out.push_str("</div>\n");
}
