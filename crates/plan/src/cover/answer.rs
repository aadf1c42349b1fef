//! Presence, floors and demand of a rota, by half-hour.

use firstline_core::contract::Confidence;
use firstline_core::department::Department;
use firstline_core::rota::{Judged, Kind, LeadIn, Rota};
use firstline_core::time::{Moment, Span};

use super::arrivals::Arrivals;
use super::demand::{assumed, demand};
use super::queue::Wait;
use super::week::{Week, week};
use crate::house::{Floor, House, Laid, Own, floors, occurrences};
use crate::{Basis, Grounds, InputHash, Ledger, Setting, real};

const A_DAY: Setting = assumed(
    "cover.arrivals-a-day",
    "emergency attendances a day, mean of the week",
    0.0,
    "",
);
pub(super) const ADMITTED: Setting = Setting {
    id: "cover.admitted",
    text: "share of attendances that are admitted; direct admissions are not in it",
    default: 0.29,
    unit: "",
    source: Some((
        "3,715,727 of 12,670,788 attendances, England 2013/14 (docksci.com); other settings: assumed",
        Confidence::Primary,
    )),
};

/// The settings that a hospital may give its own values.
pub fn settings() -> Vec<Setting> {
    let mut all = vec![A_DAY, ADMITTED];
    all.extend(super::demand::settings());
    all
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The rota, laid on its days.
    pub rota: &'a Rota,
    /// Its department.
    pub department: &'a Department,
    /// The hospital's own figures.
    pub own: &'a Own,
    /// Arrivals from counts, with the ledger in which they are listed.
    pub arrivals: Option<&'a (Arrivals, Ledger)>,
    /// Attendances a day, given with the question.
    pub a_day: Option<f64>,
    /// Whether weekend and weekday are compared.
    pub weekend: bool,
}

/// A floor that is not met, or that one sick call would break, over a run of half-hours.
#[derive(Clone, Debug, PartialEq)]
pub struct FloorRun {
    /// Place in the list of floors.
    pub floor: usize,
    /// From when to when.
    pub span: Span,
    /// Fewest there.
    pub there: i32,
    /// How many are asked at least.
    pub least: i32,
    /// How many are wanted.
    pub wanted: i32,
    /// Whether it is not met.
    pub short: bool,
}

/// Demand on some people and how they meet it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Whose work it is.
    pub name: String,
    /// Patients an hour that one of them sees.
    pub rate: f64,
    /// By half-hour: people there, doctors busy if there were enough, doctors wanted.
    pub slots: Vec<(u32, f64, u32)>,
    /// The expected wait, and its mean minutes on a quiet and on a busy day; nothing where work is
    /// shared between tiers, because then no one wait is the first.
    pub waits: Option<Vec<(Wait, f64, f64)>>,
}

/// Everything that came of it.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Where the rota came from.
    pub title: String,
    /// The department's name.
    pub department: String,
    /// Whether a pattern was shown as one week.
    pub pattern: bool,
    /// Whether the days are real.
    pub on_dates: bool,
    /// Whether nothing is known of duties that began before the days shown.
    pub before_unknown: bool,
    /// Who is who.
    pub house: House,
    /// The days shown, and their half-hours.
    pub laid: Laid,
    /// By half-hour: on site by tier, the last those without one; by skill; on call from home.
    pub present: Vec<(Vec<u32>, Vec<u32>, u32)>,
    /// The floors.
    pub floors: Vec<Floor>,
    /// Where they are not met or hang on one person.
    pub runs: Vec<FloorRun>,
    /// By half-hour: whether a floor is not met, whether one sick call breaks one.
    pub marks: Vec<(bool, bool)>,
    /// Arrivals an hour by half-hour, where known.
    pub arrivals: Option<(String, Vec<f64>)>,
    /// Demand.
    pub streams: Vec<Stream>,
    /// Weekend against weekday.
    pub week: Option<Week>,
    /// What it rests on.
    pub grounds: Grounds,
}

/// Works it all out.
///
/// # Errors
/// What cannot be, in words.
pub fn cover(question: &Question<'_>) -> Result<Cover, Vec<String>> {
    let Question {
        rota,
        department,
        own,
        ..
    } = *question;
    let mut ledger = Ledger::default();
    let house = House::new(rota, department, own, &mut ledger);
    let floors = floors(department, own, &mut ledger);
    let laid = Laid::new(rota);
    let present = present(&house, &laid);
    let (runs, marks) = floor_runs(rota, &house, &laid, &floors);
    let arrivals = arrivals(question, &laid, &mut ledger)?;
    let mut streams = Vec::new();
    if let Some((_, by_slot)) = &arrivals {
        streams = demand(question, &house, &laid, by_slot, &mut ledger);
    }
    if laid
        .duties
        .iter()
        .any(|(_, d)| d.kind == Kind::NonResidentOnCall)
    {
        ledger.note(
            "cover.from-home",
            "how on-call from home is counted",
            "apart: not on site, met by no demand; for floors of a shift type it counts",
            Basis::Assumption,
        );
    }
    ledger.note(
        "cover.presence",
        "who is there in a half-hour",
        "whoever is on duty through all of it; breaks are not taken off",
        Basis::Assumption,
    );
    let week = if question.weekend {
        Some(week(
            rota,
            &house,
            &laid,
            own,
            arrivals.as_ref().map(|a| a.1.as_slice()),
            &mut ledger,
        )?)
    } else {
        None
    };
    let mut inputs = InputHash::default().text("cover").rota(rota);
    for member in &house.members {
        inputs = inputs.text(member.grade.as_deref().unwrap_or_default());
        inputs = inputs.text(&member.skills.join(" "));
    }
    for floor in &floors {
        inputs = inputs
            .text(&floor.id)
            .text(&floor.text)
            .text(&floor.who.words())
            .integer(i64::from(floor.least));
    }
    for a in arrivals.iter().flat_map(|a| &a.1) {
        inputs = inputs.number(*a);
    }
    Ok(Cover {
        title: rota.title.clone(),
        department: department.name.clone(),
        pattern: matches!(rota.judged, Judged::Pattern { .. }),
        on_dates: rota.on_dates,
        before_unknown: rota.rosters.iter().all(|r| r.lead_in == LeadIn::Missing),
        house,
        laid,
        present,
        floors,
        runs,
        marks,
        arrivals,
        streams,
        week,
        grounds: Grounds::new(&ledger, None, inputs),
    })
}

fn present(house: &House, laid: &Laid) -> Vec<(Vec<u32>, Vec<u32>, u32)> {
    let (on_site, home) = laid.there();
    on_site
        .iter()
        .zip(&home)
        .map(|(there, home)| {
            let mut tiers = vec![0; house.tiers.len() + 1];
            let mut skills = vec![0; house.skills.len()];
            for m in there {
                let member = &house.members[*m];
                tiers[member.tier.unwrap_or(house.tiers.len())] += 1;
                for (count, skill) in skills.iter_mut().zip(&house.skills) {
                    *count += u32::from(member.skills.contains(skill));
                }
            }
            (tiers, skills, home.len() as u32)
        })
        .collect()
}

fn floor_runs(
    rota: &Rota,
    house: &House,
    laid: &Laid,
    floors: &[Floor],
) -> (Vec<FloorRun>, Vec<(bool, bool)>) {
    let mut marks = vec![(false, false); laid.slots.len()];
    let mut runs: Vec<FloorRun> = Vec::new();
    let (from, to) = (laid.span.start.wall.day(), laid.span.end.wall.day());
    let end_of =
        |slot: usize| -> Moment { laid.slots.get(slot + 1).map_or(laid.span.end, |s| s.start) };
    let mut all = occurrences(rota, floors, from.plus(-1), to);
    all.sort_by_key(|o| (o.floor, o.span.start.instant));
    for occurrence in &all {
        let floor = &floors[occurrence.floor];
        if floor.least == 0 {
            continue;
        }
        // a floor of shift types on the day before the first is about duties that are not shown
        if matches!(floor.hours, crate::house::Hours::Shifts(..)) && occurrence.day < from {
            continue;
        }
        for (slot, there) in laid.counted(rota, house, floor, occurrence, &|_, _| false) {
            let short = there < floor.least;
            if there > floor.least {
                continue;
            }
            marks[slot].0 |= short;
            marks[slot].1 |= !short;
            let start = laid.slots[slot].start;
            match runs.last_mut() {
                Some(run)
                    if run.floor == occurrence.floor
                        && run.short == short
                        && run.span.end.instant == start.instant =>
                {
                    run.span.end = end_of(slot);
                    run.there = run.there.min(there);
                }
                _ => runs.push(FloorRun {
                    floor: occurrence.floor,
                    span: Span {
                        start,
                        end: end_of(slot),
                    },
                    there,
                    least: floor.least,
                    wanted: floor.wanted,
                    short,
                }),
            }
        }
    }
    runs.sort_by_key(|r| (r.span.start.instant, r.floor));
    (runs, marks)
}

/// A sentence about the arrivals, and arrivals an hour by half-hour.
type BySlot = Option<(String, Vec<f64>)>;

fn arrivals(
    question: &Question<'_>,
    laid: &Laid,
    ledger: &mut Ledger,
) -> Result<BySlot, Vec<String>> {
    let holidays = &question.own.bank_holidays;
    let arrivals = match question.arrivals {
        Some((arrivals, listed)) => {
            for a in listed.all() {
                ledger.enter(a.clone());
            }
            arrivals.clone()
        }
        None => {
            let mut listed = Ledger::default();
            let own = question.own.given(&A_DAY, &mut listed);
            let by = match question.a_day {
                Some(_) => Basis::Given("--arrivals-a-day".to_owned()),
                None => listed
                    .all()
                    .first()
                    .map_or(Basis::Assumption, |a| a.basis.clone()),
            };
            let Some(a_day) = question.a_day.or(own) else {
                return Ok(None);
            };
            if !(a_day.is_finite() && a_day > 0.0 && a_day <= 5000.0) {
                return Err(vec![format!(
                    "attendances a day must be above 0 and up to 5000, not {a_day}"
                )]);
            }
            Arrivals::shipped(a_day, by, ledger)
        }
    };
    let slot = |s: &crate::house::Day24| arrivals.at(s.start.wall.day(), s.hour_of_week, holidays);
    Ok(Some((
        arrivals.words.clone(),
        laid.slots.iter().map(slot).collect(),
    )))
}

impl Stream {
    /// Doctor-hours wanted, there and missing; the missing also weighted by the chance to wait over
    /// an hour in their half-hours, where that is known.
    pub fn hours(&self) -> (f64, f64, f64, Option<f64>) {
        let wanted = self.slots.iter().map(|s| f64::from(s.2)).sum::<f64>() / 2.0;
        let there = self.slots.iter().map(|s| f64::from(s.0)).sum::<f64>() / 2.0;
        let missing = |s: &(u32, f64, u32)| f64::from(s.2.saturating_sub(s.0)) / 2.0;
        let unmet = self.slots.iter().map(missing).sum();
        let weighted = self.waits.as_ref().map(|waits| {
            let pairs = self.slots.iter().zip(waits);
            pairs.map(|(s, w)| missing(s) * w.0.over_an_hour).sum()
        });
        (wanted, there, unmet, weighted)
    }
}

impl Cover {
    /// Hours in which a floor is not met, and hours in which one sick call breaks one.
    pub fn floor_hours(&self) -> (f64, f64) {
        let count = |f: &dyn Fn(&(bool, bool)) -> bool| {
            real(self.marks.iter().filter(|m| f(m)).count()) / 2.0
        };
        (count(&|m| m.0), count(&|m| m.1))
    }

    /// Whether every floor is met.
    pub fn holds(&self) -> bool {
        self.runs.iter().all(|r| !r.short)
    }
}
