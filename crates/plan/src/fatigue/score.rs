//! From a rota to the indices of each duty, and what stands out among them.

use firstline_core::rota::{Judged, Kind, LeadIn, Period, Roster, Rota};
use firstline_core::time::{Clock, Day, Minutes, Moment};

use super::conditions::{Conditions, Given, RailLines, Set, night_rule};
use super::index::{Index, Stint, indices};
use crate::{Basis, Grounds, InputHash, Ledger};

/// What is asked about a rota.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The rota, laid on its days.
    pub rota: &'a Rota,
    /// Only this person or line, where one was named.
    pub person: Option<&'a str>,
    /// Where conditions that nobody gave come from.
    pub set: Set,
    /// Conditions given.
    pub given: &'a Given,
    /// Patients for each doctor on duty, to stand beside the indices, where given.
    pub patients: Option<f64>,
}

/// Why a duty has no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// On call from home: the method knows no sleep with calls.
    FromHome,
    /// Longer than the day that the method is made for.
    TooLong,
}

impl Why {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Why::FromHome => {
                "on call from home: the method has no state for sleep with calls, so it counts as time off"
            }
            Why::TooLong => {
                "longer than 24 h, for which the method is not made; it still tires for the duties after it"
            }
        }
    }
}

/// A duty with its indices.
#[derive(Clone, Debug, PartialEq)]
pub struct DutyScore {
    /// Its first minute.
    pub start: Moment,
    /// The minute after its last.
    pub end: Moment,
    /// Code as in the sheet.
    pub code: String,
    /// Its length, in time that passes.
    pub length: Minutes,
    /// Time since the duty before, on-call from home not counted; nothing before the first known.
    pub rest: Option<Minutes>,
    /// Whether it is called a night.
    pub night: bool,
    /// The how-manieth of its sort (night or not) on days that follow each other.
    pub nth: u32,
    /// The indices of the first of them, where this is a later one; it may stand before the days
    /// shown, in the copy of the pattern that came before.
    pub first_of_run: Option<Index>,
    /// Its indices, or why there are none.
    pub index: Result<Index, Why>,
}

/// One person's duties, or a line's.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonScore {
    /// Name, `line 3` or `pattern`.
    pub person: String,
    /// The duties judged, in order.
    pub duties: Vec<DutyScore>,
    /// The days over which the hours are averaged.
    pub days: i32,
    /// Hours of duties on site, as rostered.
    pub hours: Minutes,
    /// Hours on call from home, as rostered.
    pub from_home: Minutes,
    /// What was known of the days before.
    pub lead_in: LeadIn,
}

/// Everybody's duties with their indices, and what the answer rests on.
#[derive(Clone, Debug)]
pub struct Fatigue {
    /// Where the rota came from.
    pub title: String,
    /// Pattern, rota or worked.
    pub judged: Judged,
    /// Whether the days are real ones.
    pub on_dates: bool,
    /// The days shown.
    pub period: Period,
    /// One for each person or line, in the order of the rota.
    pub people: Vec<PersonScore>,
    /// Lines drawn elsewhere, for comparing.
    pub rail: RailLines,
    /// Patients for each doctor on duty, where given.
    pub patients: Option<f64>,
    /// What it rests on.
    pub grounds: Grounds,
}

/// Scores a rota.
///
/// # Errors
/// What of the conditions given cannot be, in words.
pub fn score(question: &Question<'_>) -> Result<Fatigue, Vec<String>> {
    let rota = question.rota;
    let mut ledger = Ledger::default();
    let conditions = Conditions::take(question.set, question.given, &mut ledger);
    let objections = conditions.objections();
    if !objections.is_empty() {
        return Err(objections);
    }
    night_rule(&mut ledger);
    let rail = RailLines::take(&mut ledger);
    let people: Vec<PersonScore> = rota
        .rosters
        .iter()
        .filter(|r| question.person.is_none_or(|p| p == r.person))
        .map(|roster| person(rota, roster, &conditions))
        .collect();
    rested(&people, &mut ledger);
    if let Some(patients) = question.patients {
        let by = Basis::Given("on the command line".to_owned());
        ledger.note(
            "fatigue.patients",
            "patients for each doctor on duty",
            &patients.to_string(),
            by,
        );
    }
    let inputs = InputHash::default()
        .text("fatigue")
        .rota(rota)
        .text(question.person.unwrap_or_default());
    Ok(Fatigue {
        title: rota.title.clone(),
        judged: rota.judged,
        on_dates: rota.on_dates,
        period: rota.period,
        people,
        rail,
        patients: question.patients,
        grounds: Grounds::new(&ledger, None, inputs),
    })
}

/// The method begins with a rested person; whom it begins with is an assumption.
fn rested(people: &[PersonScore], ledger: &mut Ledger) {
    let value = if people.iter().any(|p| p.lead_in == LeadIn::Missing) {
        "rested before the first duty; nothing is known of the days before"
    } else if people.iter().any(|p| p.lead_in == LeadIn::Wrap) {
        "rested before the cycles that come before the one shown"
    } else {
        "rested before the first duty known"
    };
    ledger.note(
        "fatigue.begin",
        "how everybody begins",
        value,
        Basis::Assumption,
    );
}

fn person(rota: &Rota, roster: &Roster, conditions: &Conditions) -> PersonScore {
    let at_home = |kind: Kind| kind == Kind::NonResidentOnCall;
    // duties on call from home leave no trace in the method, so it sees the rest alone
    let seen: Vec<usize> = (0..roster.duties.len())
        .filter(|i| !at_home(roster.duties[*i].kind))
        .collect();
    let mut stints: Vec<Stint> = Vec::with_capacity(seen.len());
    for (i, index) in seen.iter().enumerate() {
        let duty = &roster.duties[*index];
        let rest = i.checked_sub(1).map_or(0.0, |before| {
            let before = &roster.duties[seen[before]];
            hours(duty.start.instant.since(before.end.instant))
        });
        stints.push(Stint {
            day: duty.day().0,
            start: f64::from(duty.start.wall.time().0) / 60.0,
            length: hours(duty.length(Clock::Elapsed)),
            rest,
        });
    }
    let scores = indices(&stints, conditions);
    let mut next = 0;
    let mut all: Vec<DutyScore> = Vec::with_capacity(roster.duties.len());
    let mut end_before: Option<Moment> = None;
    for duty in &roster.duties {
        let length = duty.length(Clock::Elapsed);
        let index = if at_home(duty.kind) {
            Err(Why::FromHome)
        } else {
            let index = scores[next];
            next += 1;
            if length > Minutes::DAY {
                Err(Why::TooLong)
            } else {
                Ok(index)
            }
        };
        let night = index != Err(Why::FromHome) && is_night(duty.start, duty.end);
        let (nth, first_of_run) = match all.last() {
            Some(before)
                if index != Err(Why::FromHome)
                    && before.index != Err(Why::FromHome)
                    && before.night == night
                    && duty.day().since(before.start.wall.day()) == 1 =>
            {
                let first = before.first_of_run.or(before.index.ok());
                (before.nth + 1, first)
            }
            _ => (1, None),
        };
        all.push(DutyScore {
            start: duty.start,
            end: duty.end,
            code: rota.shift_type(duty.code).code.clone(),
            length,
            rest: end_before.map(|end| duty.start.instant.since(end.instant)),
            night,
            nth,
            first_of_run,
            index,
        });
        if !at_home(duty.kind) {
            end_before = Some(duty.end);
        }
    }
    let judged = &roster.duties[roster.judged.clone()];
    let sum = |home: bool| {
        judged
            .iter()
            .filter(|d| at_home(d.kind) == home)
            .map(|d| d.length(Clock::Nominal))
            .sum()
    };
    PersonScore {
        person: roster.person.clone(),
        duties: all.drain(roster.judged.clone()).collect(),
        days: if roster.cycle_days > 0 {
            roster.cycle_days
        } else {
            rota.period.days()
        },
        hours: sum(false),
        from_home: sum(true),
        lead_in: roster.lead_in,
    }
}

fn hours(minutes: Minutes) -> f64 {
    f64::from(minutes.0) / 60.0
}

/// Whether at least three hours of the wall clock lie between 23:00 and 06:00.
fn is_night(start: Moment, end: Moment) -> bool {
    let mut most = 0;
    for day in start.wall.day().0 - 1..=end.wall.day().0 {
        let from = Day(day).midnight().0 + 23 * 60;
        let to = from + 7 * 60;
        most = most.max(end.wall.0.min(to) - start.wall.0.max(from));
    }
    most >= 180
}

impl PersonScore {
    /// Duties that have indices.
    pub fn scored(&self) -> impl Iterator<Item = (&DutyScore, &Index)> {
        self.duties
            .iter()
            .filter_map(|d| d.index.as_ref().ok().map(|index| (d, index)))
    }

    /// The duty with the highest value, the first of equals.
    pub fn worst(&self, of: impl Fn(&Index) -> f64) -> Option<(&DutyScore, f64)> {
        let mut worst: Option<(&DutyScore, f64)> = None;
        for (duty, index) in self.scored() {
            let value = of(index);
            if worst.is_none_or(|(_, most)| value > most) {
                worst = Some((duty, value));
            }
        }
        worst
    }

    /// The highest fatigue index of days (`false`) or nights (`true`), where there are any.
    pub fn most_fi(&self, night: bool) -> Option<f64> {
        self.scored()
            .filter(|(d, _)| d.night == night)
            .map(|(_, index)| index.fi)
            .reduce(f64::max)
    }

    /// The mean of a value over the duties scored.
    pub fn mean(&self, of: impl Fn(&Index) -> f64) -> Option<f64> {
        let all: Vec<f64> = self.scored().map(|(_, index)| of(index)).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / crate::real(all.len()))
    }

    /// Nights scored, and how many of them are above a fatigue index.
    pub fn nights_above(&self, line: f64) -> (usize, usize) {
        let nights: Vec<f64> = self
            .scored()
            .filter(|(d, _)| d.night)
            .map(|(_, index)| index.fi)
            .collect();
        (nights.len(), nights.iter().filter(|fi| **fi > line).count())
    }

    /// Hours a week on site, as rostered.
    pub fn hours_a_week(&self) -> f64 {
        hours(self.hours) * 7.0 / f64::from(self.days.max(1))
    }
}
