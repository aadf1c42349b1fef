//! The JSON of `firstline incident`.

use firstline_core::diagnostic::Diagnostic;
use firstline_core::wire::DiagnosticRow;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Incident, Outcome};
use super::call::State;
use super::show::{NOT_KNOWN, sentences};
use crate::GroundsRow;

/// The answer of `firstline incident --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct IncidentReport {
    /// Version of this form.
    pub format: u32,
    /// The department's name; null when nothing could be worked out.
    pub department: Option<String>,
    /// The declaration, ISO 8601 with offset.
    pub at: Option<String>,
    /// Casualties.
    pub casualties: Option<u32>,
    /// The findings in words.
    pub text: Vec<String>,
    /// Outcomes: no strike in three ways of telling, then strikes.
    pub outcomes: Vec<OutcomeRow>,
    /// The exact chance of each number of those called from home to be there after an hour (no
    /// strike, telephone tree), from none upwards.
    pub exact_after_an_hour: Vec<f64>,
    /// How often the dice gave each number.
    pub thrown_after_an_hour: Vec<f64>,
    /// Everybody, with their place in the call order.
    pub people: Vec<PersonRow>,
    /// The relief wave.
    pub relief: Option<ReliefRow>,
    /// The week after, for those called in from rest.
    pub after: Vec<AfterRow>,
    /// The days after as the engine mends them.
    pub repair: Vec<RepairRow>,
    /// Whether no repair that it could choose from is nearer to the old rota.
    pub repair_proved: Option<bool>,
    /// Floors that the duties given up would leave unmet.
    pub floors_after: Vec<String>,
    /// What the answer cannot tell.
    pub not_known: Vec<String>,
    /// What it rests on.
    pub grounds: Option<GroundsRow>,
    /// Messages about the files.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// One strike and one way of telling. Each list of three holds a tenth, half and nine tenths.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutcomeRow {
    /// Which strike.
    pub variant: String,
    /// How people are told.
    pub way: String,
    /// Of those called from home, how many came.
    pub came: Vec<CameRow>,
    /// Share of runs in which P1 need more trauma teams than there are.
    pub overrun_share: f64,
    /// The first such minute.
    pub overrun_first_minute: Option<[u32; 3]>,
    /// Every quarter of an hour.
    pub marks: Vec<MarkRow>,
}

/// How many came by a minute.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CameRow {
    /// Minutes after the declaration.
    pub minutes: usize,
    /// Mean.
    pub mean: f64,
    /// Three quantiles.
    pub people: [u32; 3],
}

/// A quarter of an hour.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MarkRow {
    /// Minutes after the declaration.
    pub minutes: usize,
    /// Doctors on site beyond the floors.
    pub doctors: [u32; 3],
    /// Doctors needed.
    pub doctors_needed: [u32; 3],
    /// Trauma teams.
    pub teams: [u32; 3],
    /// Trauma teams needed.
    pub teams_needed: [u32; 3],
    /// Theatre teams; null where nobody has their skills.
    pub theatres: Option<[u32; 3]>,
    /// Theatre teams needed.
    pub theatres_needed: [u32; 3],
}

/// One person at the declaration.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PersonRow {
    /// Name.
    pub person: String,
    /// Tier.
    pub tier: String,
    /// `on-site`, `due`, `from-home`, `rested`, `not-called`.
    pub state: String,
    /// Why not called.
    pub why: Option<String>,
    /// Place in the call order of the first wave, from 1.
    pub place: Option<usize>,
    /// Whether kept back for the relief wave.
    pub kept_back: bool,
}

/// The relief wave.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReliefRow {
    /// From, ISO 8601 with offset.
    pub from: String,
    /// To.
    pub to: String,
    /// Rostered and not in the first wave.
    pub rostered: u32,
    /// Kept back and lawful.
    pub people: Vec<String>,
}

/// The week after of one person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AfterRow {
    /// Name.
    pub person: String,
    /// Broken if all is worked as planned.
    pub breaches: Vec<String>,
    /// Duties to be given up.
    pub released: Vec<String>,
    /// Fatigue index of the work called in for.
    pub fi: Option<f64>,
}

/// A change of the days after.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RepairRow {
    /// Name.
    pub person: String,
    /// A duty given up or taken over.
    pub duty: String,
}

fn outcome(o: &Outcome, theatres: bool) -> OutcomeRow {
    let came = o.came.iter().map(|(minutes, mean, people)| CameRow {
        minutes: *minutes,
        mean: *mean,
        people: *people,
    });
    let marks = o.marks.iter().map(|m| MarkRow {
        minutes: m.minute,
        doctors: m.doctors,
        doctors_needed: m.doctors_needed,
        teams: m.teams,
        teams_needed: m.teams_needed,
        theatres: theatres.then_some(m.theatres),
        theatres_needed: m.theatres_needed,
    });
    OutcomeRow {
        variant: o.variant.words().to_owned(),
        way: o.way.words().to_owned(),
        came: came.collect(),
        overrun_share: o.overrun.0,
        overrun_first_minute: o.overrun.1,
        marks: marks.collect(),
    }
}

impl IncidentReport {
    /// The report of an answer.
    pub fn new(i: &Incident, diagnostics: &[Diagnostic]) -> IncidentReport {
        let people = i.calls.iter().map(|c| {
            let member = &i.house.members[c.member];
            let (state, why) = match &c.state {
                State::OnSite(_) => ("on-site", None),
                State::Due(_) => ("due", None),
                State::FromHome => ("from-home", None),
                State::Rested => ("rested", None),
                State::NotCalled(why) => ("not-called", Some(why.clone())),
            };
            PersonRow {
                person: member.name.clone(),
                tier: i.house.tier_word(member.tier).to_owned(),
                state: state.to_owned(),
                why,
                place: c.place.map(|p| p + 1),
                kept_back: c.kept_back,
            }
        });
        let after = i.knocks.iter().map(|k| AfterRow {
            person: i.house.members[k.member].name.clone(),
            breaches: k.breaches.clone(),
            released: k.released.clone(),
            fi: k.fi,
        });
        IncidentReport {
            department: Some(i.department.clone()),
            at: Some(i.at.rfc3339()),
            casualties: Some(i.casualties),
            text: sentences(i),
            outcomes: i
                .outcomes
                .iter()
                .map(|o| outcome(o, i.theatre_known))
                .collect(),
            exact_after_an_hour: i.exact.clone(),
            thrown_after_an_hour: i.thrown.clone(),
            people: people.collect(),
            relief: Some(ReliefRow {
                from: i.relief.span.start.rfc3339(),
                to: i.relief.span.end.rfc3339(),
                rostered: i.relief.rostered.iter().sum(),
                people: i.relief.names.clone(),
            }),
            after: after.collect(),
            repair: i
                .repair
                .iter()
                .map(|(person, duty)| RepairRow {
                    person: person.clone(),
                    duty: duty.clone(),
                })
                .collect(),
            repair_proved: Some(i.proved),
            floors_after: i.floors_after.clone(),
            not_known: NOT_KNOWN.iter().map(|s| (*s).to_owned()).collect(),
            grounds: Some((&i.grounds).into()),
            ..IncidentReport::nothing(diagnostics)
        }
    }

    /// The report when nothing could be worked out.
    pub fn nothing(diagnostics: &[Diagnostic]) -> IncidentReport {
        IncidentReport {
            format: 1,
            diagnostics: crate::wire::diagnostics(diagnostics),
            ..IncidentReport::default()
        }
    }
}
