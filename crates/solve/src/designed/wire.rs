//! The JSON of a design, promised to other programs.

use firstline_core::contract::Law;
use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::{CheckReport, RotaReport};
use schemars::JsonSchema;
use serde::Serialize;

use super::gaps::missing;
use super::{Designed, Least, answer};

/// What `firstline design` answers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DesignReport {
    /// Version of this form.
    pub format: u32,
    /// The department file.
    pub instance: String,
    /// What the rota costs; null when nothing could be designed.
    pub value: Option<i64>,
    /// No lawful rota costs less; null while nothing is proved.
    pub bound: Option<f64>,
    /// `(value − bound) / max(1, value)`; null while nothing is proved.
    pub gap: Option<f64>,
    /// Whether every binding clause is kept and the least cover is met.
    pub feasible: bool,
    /// Whether the value is proved to be the best.
    pub proved: bool,
    /// Seconds that the search took.
    pub seconds: f64,
    /// Seconds that the processors were at work; null where the system does not tell.
    pub cpu_seconds: Option<f64>,
    /// Work done, in millions of elementary steps.
    pub work: f64,
    /// Threads.
    pub threads: usize,
    /// Seed.
    pub seed: u64,
    /// Whether somebody ended the search early.
    pub stopped: bool,
    /// `met`, `impossible` (proved), `dearer` (possible, but it costs more by the weights given) or
    /// `not-found`; null when nothing could be designed.
    pub least_cover: Option<String>,
    /// Where impossible: duties and half-hours that stay open in every lawful rota, at least.
    pub least_open: Option<i64>,
    /// The answer in plain words.
    pub text: String,
    /// What each aim costs.
    pub aims: Vec<AimRow>,
    /// Where cover, supervision and pairings are not as asked, by date.
    pub missing: Vec<MissingRow>,
    /// Who does how much.
    pub people: Vec<PersonRow>,
    /// Wishes that were not granted.
    pub wishes_denied: Vec<DeniedRow>,
    /// The fatigue index of the rota, worked out in full; null where fatigue is no aim.
    pub fatigue_index: Option<FatigueRow>,
    /// The rota; null when nothing could be designed.
    pub rota: Option<RotaReport>,
    /// The check of the rota, with what was not checked and every message.
    pub check: CheckReport,
}

/// How tiring a rota is, by the fatigue index: for comparing rotas only.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FatigueRow {
    /// Mean of the duties, 0 to 100.
    pub mean: f64,
    /// The highest.
    pub highest: f64,
    /// Mean of the part that comes from the duties before.
    pub from_before: f64,
}

/// What one aim costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AimRow {
    /// Its name.
    pub aim: String,
    /// What it costs.
    pub cost: i64,
}

/// Something that is not as asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingRow {
    /// `below-least`, `below-wanted`, `above-most`, `unsupervised` or `pairing`.
    pub lack: String,
    /// The day, ISO 8601.
    pub date: String,
    /// Of what.
    pub what: String,
    /// How many there are.
    pub count: i32,
    /// How many were asked for.
    pub asked: i32,
    /// Half-hours of which it is so; 1 for duties.
    pub times: i32,
    /// What it costs.
    pub cost: i64,
}

/// What one person does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonRow {
    /// Name.
    pub person: String,
    /// Share of full time, a decimal.
    pub share: String,
    /// Minutes of work over the period.
    pub minutes: i64,
    /// Weekends of which one day is worked and one is not.
    pub broken_weekends: i64,
    /// Counts of what is shared fairly.
    pub counts: Vec<CountRow>,
}

/// One count of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountRow {
    /// What is counted.
    pub count: String,
    /// In this rota.
    pub here: i64,
    /// Before it.
    pub before: i64,
    /// The fair share of this rota in thousandths, what came before evened out.
    pub fair_milli: i64,
}

/// A wish not granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeniedRow {
    /// Whose.
    pub person: String,
    /// The day, ISO 8601.
    pub date: String,
    /// Which of the file's wishes, from 1.
    pub wish: usize,
}

impl DesignReport {
    /// The report of a design; `contract` and its law are those shown in the check.
    pub fn new(instance: &str, designed: &Designed<'_>, contract: (&str, Law)) -> DesignReport {
        let (outcome, breakdown) = (designed.outcome, designed.breakdown);
        let (department, layout) = (designed.department, &designed.built.layout);
        let missing = missing(department, layout, breakdown);
        let denied = breakdown.denied.iter().map(|d| DeniedRow {
            person: department.people[d.person].name.clone(),
            date: layout.from.plus(d.day as i32).to_string(),
            wish: d.wish + 1,
        });
        let nothing = DesignReport::nothing(instance, contract.0, &[]);
        DesignReport {
            value: Some(outcome.value),
            bound: outcome.bound.is_finite().then_some(outcome.bound),
            gap: designed.gap(),
            feasible: designed.all_well(),
            proved: outcome.proved,
            seconds: outcome.seconds,
            cpu_seconds: designed.cpu_seconds,
            work: outcome.work,
            threads: designed.limits.threads,
            seed: designed.limits.seed,
            stopped: designed.stopped,
            least_cover: Some(
                match designed.least {
                    Least::Met => "met",
                    Least::Impossible(_) => "impossible",
                    Least::Dearer => "dearer",
                    Least::NotFound => "not-found",
                }
                .to_owned(),
            ),
            least_open: match designed.least {
                Least::Impossible(open) => Some(open),
                Least::Met | Least::Dearer | Least::NotFound => None,
            },
            text: answer(designed),
            aims: breakdown
                .aims
                .iter()
                .map(|(aim, cost)| AimRow {
                    aim: aim.word().to_owned(),
                    cost: *cost,
                })
                .collect(),
            missing: missing
                .into_iter()
                .map(|m| MissingRow {
                    lack: m.lack.word().to_owned(),
                    date: m.day.to_string(),
                    what: m.what,
                    count: m.count,
                    asked: m.asked,
                    times: m.times,
                    cost: m.cost,
                })
                .collect(),
            people: (0..department.people.len())
                .map(|p| person(designed, p))
                .collect(),
            wishes_denied: denied.collect(),
            fatigue_index: None,
            rota: Some(RotaReport::new(designed.rota)),
            check: CheckReport::new(
                designed.rota,
                contract.0,
                contract.1,
                designed.verdict,
                designed.told,
            ),
            ..nothing
        }
    }

    /// The report where nothing could be designed.
    pub fn nothing(instance: &str, contract: &str, told: &[Diagnostic]) -> DesignReport {
        DesignReport {
            format: 1,
            instance: instance.to_owned(),
            value: None,
            bound: None,
            gap: None,
            feasible: false,
            proved: false,
            seconds: 0.0,
            cpu_seconds: None,
            work: 0.0,
            threads: 0,
            seed: 0,
            stopped: false,
            least_cover: None,
            least_open: None,
            text: "nothing could be designed".to_owned(),
            aims: Vec::new(),
            missing: Vec::new(),
            people: Vec::new(),
            wishes_denied: Vec::new(),
            fatigue_index: None,
            rota: None,
            check: CheckReport::nothing(contract, told),
        }
    }
}

fn person(designed: &Designed<'_>, index: usize) -> PersonRow {
    let person = &designed.department.people[index];
    let breakdown = designed.breakdown;
    let counts = breakdown.counts.iter().filter(|c| c.person == index);
    PersonRow {
        person: person.name.clone(),
        share: firstline_core::time::exact(i64::from(person.share.ten_thousandths()), 10_000),
        minutes: breakdown.minutes[index],
        broken_weekends: breakdown.broken_weekends[index],
        counts: counts
            .map(|c| CountRow {
                count: designed.department.needs.fairness[c.count].name.clone(),
                here: c.here,
                before: c.before,
                fair_milli: c.fair_milli,
            })
            .collect(),
    }
}

/// The JSON Schema of [`DesignReport`], made from its types.
pub fn design_schema() -> String {
    let schema = schemars::schema_for!(DesignReport);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
