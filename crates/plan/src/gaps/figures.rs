//! The file of a department's own figures.

use std::ops::Range;

use firstline_core::contract::Confidence;
use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::{Assumption, Basis, Ledger, Setting, real};

/// What is known of a department's posts and people.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The department's name.
    pub name: String,
    /// First day of the projection.
    pub from: Day,
    /// Whole-time posts.
    pub establishment: f64,
    /// People in post on the first day.
    pub headcount: u32,
    /// Mean share of full time, above 0 and up to 1.
    pub participation: f64,
    /// The share of people who leave in a year, from 0 up to, not with, 1.
    pub leaving: f64,
    /// The share of time lost to sickness.
    pub sickness: f64,
    /// The share of time lost to parental and like leave.
    pub other_leave: f64,
    /// People expected to join.
    pub joiners: Vec<People>,
    /// People known to leave.
    pub leavers: Vec<People>,
    /// What must be met.
    pub floors: Vec<Floor>,
}

/// Some people who come or go on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// When.
    pub on: Day,
    /// How many.
    pub people: u32,
    /// The chance of each, 0 to 1.
    pub chance: f64,
}

/// Something that takes so many people.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: String,
    /// What it takes.
    pub need: Need,
}

/// How many whole-time people on average available a floor takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// So many.
    People(f64),
    /// So many that nobody works more than a contract lets them.
    Hours {
        /// Hours of duties in a week.
        a_week: f64,
        /// The most hours a week of each, by the contract.
        each: f64,
    },
}

impl Need {
    /// Whole-time people.
    pub fn people(&self) -> f64 {
        match self {
            Need::People(people) => *people,
            Need::Hours { a_week, each } => a_week / each,
        }
    }
}

const LEAVING: Setting = Setting {
    id: "gaps.leaving",
    text: "share of people who leave in a year, each alike and on their own",
    default: 0.04,
    unit: "a year",
    source: Some((
        "regulator's report for 2022, all licensed doctors: just under 4 %; no rate of one hospital or grade",
        Confidence::Secondary,
    )),
};
const SICKNESS: Setting = Setting {
    id: "gaps.sickness",
    text: "share of time lost to sickness",
    default: 0.02,
    unit: "",
    source: None,
};
const OTHER_LEAVE: Setting = Setting {
    id: "gaps.other-leave",
    text: "share of time lost to parental and like leave",
    default: 0.04,
    unit: "",
    source: None,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    format: Spanned<u32>,
    from: Option<Spanned<Datetime>>,
    establishment: Spanned<Figure>,
    headcount: Option<Spanned<Figure>>,
    participation: Option<Spanned<Figure>>,
    leaving: Option<Spanned<Figure>>,
    sickness: Option<Spanned<Figure>>,
    other_leave: Option<Spanned<Figure>>,
    #[serde(default)]
    joiner: Vec<Mover>,
    #[serde(default)]
    leaver: Vec<Mover>,
    #[serde(default)]
    floor: Vec<RawFloor>,
}

/// A number, alone or with its source.
#[derive(Deserialize)]
#[serde(untagged)]
enum Figure {
    Alone(f64),
    Sourced(WithSource),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WithSource {
    value: f64,
    source: String,
}

impl Figure {
    fn value(&self) -> f64 {
        match self {
            Figure::Alone(value) | Figure::Sourced(WithSource { value, .. }) => *value,
        }
    }

    /// A number that the file gives without saying from where is an assumption of its writer.
    fn basis(&self, file: &str) -> Basis {
        match self {
            Figure::Sourced(WithSource { source, .. }) if !source.trim().is_empty() => {
                Basis::Given(format!("{file}, from: {source}"))
            }
            _ => Basis::Assumption,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Mover {
    on: Spanned<Datetime>,
    people: Spanned<f64>,
    chance: Option<Spanned<f64>>,
    text: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawFloor {
    id: Spanned<String>,
    text: Option<String>,
    people: Option<Spanned<f64>>,
    duty_hours_a_week: Option<Spanned<f64>>,
    hours_a_week_each: Option<Spanned<f64>>,
    source: Option<String>,
}

/// Reads one file, and collects what is wrong with it.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn problem(&mut self, code: &'static str, span: Range<usize>, title: &str) {
        let place = Place::Source {
            file: self.file.to_owned(),
            text: self.text.into(),
            span,
        };
        self.problems.push(Diagnostic::error(code, title).at(place));
    }

    fn within(&mut self, value: f64, span: Range<usize>, what: &str, range: (f64, f64)) -> f64 {
        if !(range.0..=range.1).contains(&value) {
            let title = format!(
                "{what} must be from {} to {}, not {value}",
                range.0, range.1
            );
            self.problem("C004", span, &title);
        }
        value
    }

    fn whole(&mut self, value: f64, span: Range<usize>, what: &str) -> u32 {
        let value = self.within(value, span.clone(), what, (0.0, 10_000.0));
        if value.fract() > 0.0 {
            self.problem("C004", span, &format!("{what} must be a whole number"));
        }
        value.clamp(0.0, 10_000.0) as u32
    }

    fn day(&mut self, date: &Spanned<Datetime>) -> Option<Day> {
        let day = Day::parse(&date.get_ref().to_string());
        if day.is_none() {
            let title = format!("`{}` must be a date, like 2026-11-02", date.get_ref());
            self.problem("C004", date.span(), &title);
        }
        day
    }

    /// A figure of the file, or the default of the setting.
    fn share(
        &mut self,
        figure: Option<&Spanned<Figure>>,
        setting: &Setting,
        key: &str,
        ledger: &mut Ledger,
    ) -> f64 {
        let Some(figure) = figure else {
            return ledger.take(setting);
        };
        let value = figure.get_ref().value();
        ledger.enter(Assumption {
            id: setting.id.to_owned(),
            text: setting.text.to_owned(),
            value: format!("{value} {}", setting.unit).trim_end().to_owned(),
            basis: figure.get_ref().basis(self.file),
        });
        self.within(value, figure.span(), &format!("`{key}`"), (0.0, 0.99))
    }

    fn movers(&mut self, all: &[Mover], what: &str, from: Day, ledger: &mut Ledger) -> Vec<People> {
        let mut found = Vec::new();
        for (i, mover) in all.iter().enumerate() {
            let Some(on) = self.day(&mover.on) else {
                continue;
            };
            if on <= from {
                let title = format!(
                    "this {what} moves on {on}, which is not after {from}, the first day; whoever moved by then is in `headcount`"
                );
                self.problem("C004", mover.on.span(), &title);
            }
            let people = self.whole(*mover.people.get_ref(), mover.people.span(), "`people`");
            let chance = match &mover.chance {
                Some(c) => self.within(*c.get_ref(), c.span(), "`chance`", (0.0, 1.0)),
                None => 1.0,
            };
            let basis = match mover.source.as_ref().filter(|s| !s.trim().is_empty()) {
                Some(source) => Basis::Given(format!("{}, from: {source}", self.file)),
                None => Basis::Assumption,
            };
            let text = mover
                .text
                .as_deref()
                .unwrap_or("people who move on a known day");
            let value = format!("{people} on {on}, each with a chance of {chance}");
            ledger.note(&format!("gaps.{what}.{}", i + 1), text, &value, basis);
            found.push(People { on, people, chance });
        }
        found
    }

    fn floor(&mut self, raw: &RawFloor, ledger: &mut Ledger) -> Option<Floor> {
        let mut positive = |v: &Spanned<f64>, what: &str| {
            if *v.get_ref() <= 0.0 || !v.get_ref().is_finite() {
                self.problem("C004", v.span(), &format!("{what} must be above 0"));
            }
            *v.get_ref()
        };
        let need = match (&raw.people, &raw.duty_hours_a_week, &raw.hours_a_week_each) {
            (Some(people), None, None) => Need::People(positive(people, "`people`")),
            (None, Some(hours), Some(each)) => Need::Hours {
                a_week: positive(hours, "`duty-hours-a-week`"),
                each: positive(each, "`hours-a-week-each`"),
            },
            _ => {
                let title =
                    "a floor needs either `people`, or `duty-hours-a-week` and `hours-a-week-each`";
                self.problem("C003", raw.id.span(), title);
                return None;
            }
        };
        let id = raw.id.get_ref().clone();
        let text = raw.text.clone().unwrap_or_else(|| id.clone());
        let value = match need {
            Need::People(people) => format!("{people} whole-time people available"),
            Need::Hours { a_week, each } => format!(
                "{a_week} h of duties a week, at most {each} h each: {:.2} whole-time people available",
                need.people()
            ),
        };
        let basis = match raw.source.as_ref().filter(|s| !s.trim().is_empty()) {
            Some(source) => Basis::Given(format!("{}, from: {source}", self.file)),
            None => Basis::Assumption,
        };
        ledger.note(&format!("gaps.floor.{id}"), &text, &value, basis);
        Some(Floor { id, text, need })
    }
}

impl Figures {
    /// Reads the figures of a department. What they use is listed in the ledger.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read(
        file: &str,
        text: &str,
        department: &Department,
        today: Day,
        ledger: &mut Ledger,
    ) -> Result<Figures, Vec<Diagnostic>> {
        let mut reader = Reader {
            file,
            text,
            problems: Vec::new(),
        };
        let raw: File = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let title = error.message().lines().next().unwrap_or("not understood");
                reader.problem("C004", span, title);
                return Err(reader.problems);
            }
        };
        if *raw.format.get_ref() != 1 {
            reader.problem("C004", raw.format.span(), "`format` must be 1");
        }
        let from = raw
            .from
            .as_ref()
            .and_then(|d| reader.day(d))
            .unwrap_or(today);
        let establishment = raw.establishment.get_ref().value();
        reader.within(
            establishment,
            raw.establishment.span(),
            "`establishment`",
            (0.0, 10_000.0),
        );
        ledger.note(
            "gaps.establishment",
            "whole-time posts",
            &establishment.to_string(),
            raw.establishment.get_ref().basis(file),
        );
        let headcount = headcount(&mut reader, raw.headcount.as_ref(), department, ledger);
        let participation =
            participation(&mut reader, raw.participation.as_ref(), department, ledger);
        let leaving = reader.share(raw.leaving.as_ref(), &LEAVING, "leaving", ledger);
        let sickness = reader.share(raw.sickness.as_ref(), &SICKNESS, "sickness", ledger);
        let other_leave = reader.share(
            raw.other_leave.as_ref(),
            &OTHER_LEAVE,
            "other-leave",
            ledger,
        );
        let joiners = reader.movers(&raw.joiner, "joiner", from, ledger);
        let leavers = reader.movers(&raw.leaver, "leaver", from, ledger);
        let mut floors: Vec<Floor> = Vec::new();
        for raw in &raw.floor {
            if floors.iter().any(|f| f.id == *raw.id.get_ref()) {
                let title = format!("the floor `{}` stands here a second time", raw.id.get_ref());
                reader.problem("C008", raw.id.span(), &title);
            }
            floors.extend(reader.floor(raw, ledger));
        }
        if !reader.problems.is_empty() {
            return Err(reader.problems);
        }
        Ok(Figures {
            name: department.name.clone(),
            from,
            establishment,
            headcount,
            participation,
            leaving,
            sickness,
            other_leave,
            joiners,
            leavers,
            floors,
        })
    }

    /// The share of a person's week that is worked, on average: participation, less sickness, less
    /// other leave.
    pub fn availability(&self) -> f64 {
        self.participation * self.of_a_post()
    }

    /// The same for a whole-time post.
    pub fn of_a_post(&self) -> f64 {
        (1.0 - self.sickness) * (1.0 - self.other_leave)
    }
}

fn headcount(
    reader: &mut Reader<'_>,
    figure: Option<&Spanned<Figure>>,
    department: &Department,
    ledger: &mut Ledger,
) -> u32 {
    let (value, basis) = match figure {
        Some(figure) => {
            let value = reader.whole(figure.get_ref().value(), figure.span(), "`headcount`");
            (value, figure.get_ref().basis(reader.file))
        }
        None => {
            if department.people.is_empty() {
                let title = "the department file names nobody, so `headcount` is needed";
                reader.problem("C003", 0..0, title);
            }
            let value = department.people.len() as u32;
            (
                value,
                Basis::Given("people of the department file".to_owned()),
            )
        }
    };
    ledger.note(
        "gaps.headcount",
        "people in post on the first day",
        &value.to_string(),
        basis,
    );
    value
}

fn participation(
    reader: &mut Reader<'_>,
    figure: Option<&Spanned<Figure>>,
    department: &Department,
    ledger: &mut Ledger,
) -> f64 {
    let (value, basis) = match figure {
        Some(figure) => {
            let value = figure.get_ref().value();
            reader.within(value, figure.span(), "`participation`", (0.01, 1.0));
            (value, figure.get_ref().basis(reader.file))
        }
        None if department.people.is_empty() => (1.0, Basis::Assumption),
        None => {
            let shares = department.people.iter().map(|p| p.share.ten_thousandths());
            let sum: f64 = shares.map(|s| f64::from(s) / 10_000.0).sum();
            let by = Basis::Given("people of the department file".to_owned());
            (sum / real(department.people.len()), by)
        }
    };
    ledger.note(
        "gaps.participation",
        "mean share of full time; those who join and leave have the same",
        &format!("{value:.4}"),
        basis,
    );
    value
}
