//! Weekend against weekday, for each patient admitted.

use std::collections::BTreeMap;

use firstline_core::rota::{Kind, Rota};
use firstline_core::time::{ClockTime, Day, Span, Weekday};

use super::answer::ADMITTED;
use crate::fatigue;
use crate::house::{House, Laid, Own};
use crate::weekend::{DayGroup, Intensity, IntensityRatio};
use crate::{Basis, Ledger, real};

/// One weekday of the rota, as the mean of its days.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRow {
    /// Which.
    pub group: DayGroup,
    /// How many such days there are.
    pub days: usize,
    /// Emergency admissions a day, where arrivals are known.
    pub admissions: Option<f64>,
    /// By tier, the last those without one: hours on site from 08:00 to 20:00, and of the whole day.
    pub hours: Vec<(f64, f64)>,
    /// Duties that begin.
    pub handovers: f64,
    /// The longest stretch of that day without anybody of tier 2 or above on site, in hours.
    pub longest_without_senior: f64,
    /// Mean fatigue and risk index of the duties that begin.
    pub indices: Option<(f64, f64)>,
}

/// The comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// Seven weekdays, and bank holidays where there are some.
    pub rows: Vec<DayRow>,
    /// Sentences: Saturday and Sunday against Wednesday, for each tier.
    pub ratios: Vec<(String, Option<f64>, String)>,
}

/// Compares the days of a rota.
pub(super) fn week(
    rota: &Rota,
    house: &House,
    laid: &Laid,
    own: &Own,
    arrivals: Option<&[f64]>,
    ledger: &mut Ledger,
) -> Result<Week, Vec<String>> {
    let admitted = arrivals.map(|_| own.take(&ADMITTED, ledger));
    ledger.note(
        "cover.weekend-care",
        "what counts as hours of care",
        "presence on site from 08:00 to 20:00; how much of it went to emergency patients a rota does not say",
        Basis::Assumption,
    );
    let scored = fatigue::score(&fatigue::Question {
        rota,
        person: None,
        set: fatigue::Set::Hospital,
        given: &fatigue::Given::default(),
        patients: None,
    })?;
    for a in &scored.grounds.assumptions {
        ledger.enter(a.clone());
    }
    let from = laid.span.start.wall.day();
    let days: Vec<Day> = (from.0..laid.span.end.wall.day().0).map(Day).collect();
    let scores = by_day(rota, &scored);
    let mut rows = Vec::new();
    for group in DayGroup::all() {
        let own_days: Vec<Day> = days
            .iter()
            .copied()
            .filter(|d| DayGroup::of(*d, &own.bank_holidays) == group)
            .collect();
        if own_days.is_empty() {
            continue;
        }
        let n = real(own_days.len());
        let mut row = DayRow {
            group,
            days: own_days.len(),
            admissions: None,
            hours: vec![(0.0, 0.0); house.tiers.len() + 1],
            handovers: 0.0,
            longest_without_senior: 0.0,
            indices: None,
        };
        let (mut fi, mut ri, mut scores_seen) = (0.0, 0.0, 0.0);
        let mut admissions = 0.0;
        for day in &own_days {
            one_day(rota, house, laid, *day, &mut row, n);
            if let (Some(share), Some(arrivals)) = (admitted, arrivals) {
                let begins = |d: Day| laid.slots.partition_point(|s| s.start.wall.day() < d);
                let own = &arrivals[begins(*day)..begins(day.plus(1))];
                admissions += own.iter().map(|a| a / 2.0 * share).sum::<f64>() / n;
            }
            if let Some((own_fi, own_ri, own)) = scores.get(&key(rota, *day)) {
                fi += own_fi;
                ri += own_ri;
                scores_seen += own;
            }
        }
        row.admissions = admitted.map(|_| admissions);
        row.indices = (scores_seen > 0.0).then(|| (fi / scores_seen, ri / scores_seen));
        rows.push(row);
    }
    let ratios = ratios(house, &rows);
    Ok(Week { rows, ratios })
}

/// A day of a rota on dates, a weekday of a pattern.
fn key(rota: &Rota, day: Day) -> i32 {
    if rota.on_dates {
        day.0
    } else {
        day.weekday() as i32
    }
}

/// Sums of both indices, and how many duties, by the day on which they begin.
fn by_day(rota: &Rota, scored: &fatigue::Fatigue) -> BTreeMap<i32, (f64, f64, f64)> {
    let mut all: BTreeMap<i32, (f64, f64, f64)> = BTreeMap::new();
    for person in &scored.people {
        for (duty, index) in person.scored() {
            let sums = all.entry(key(rota, duty.start.wall.day())).or_default();
            *sums = (sums.0 + index.fi, sums.1 + index.ri, sums.2 + 1.0);
        }
    }
    all
}

fn one_day(rota: &Rota, house: &House, laid: &Laid, day: Day, row: &mut DayRow, n: f64) {
    let midnight = rota.zone.midnight(day).instant.0;
    let next = rota.zone.midnight(day.plus(1)).instant.0;
    let at = |hour: u16| {
        rota.zone
            .resolve(day.at(ClockTime(hour * 60)))
            .moment()
            .instant
            .0
    };
    let (eight, twenty) = (at(8), at(20));
    let mut senior: Vec<(i32, i32)> = Vec::new();
    let today = Span {
        start: rota.zone.midnight(day),
        end: rota.zone.midnight(day.plus(1)),
    };
    for (m, duty) in laid.near(today) {
        let (start, end) = (duty.start.instant.0, duty.end.instant.0);
        if duty.day() == day && duty.start.instant.0 >= laid.span.start.instant.0 {
            row.handovers += 1.0 / n;
        }
        if duty.kind == Kind::NonResidentOnCall {
            continue;
        }
        let member = &house.members[*m];
        let within = |a: i32, b: i32| f64::from((end.min(b) - start.max(a)).max(0)) / 60.0 / n;
        let hours = &mut row.hours[member.tier.unwrap_or(house.tiers.len())];
        hours.0 += within(eight, twenty);
        hours.1 += within(midnight, next);
        if house.rank(member) >= 2 && end > midnight && start < next {
            senior.push((start, end));
        }
    }
    senior.sort_unstable();
    let mut covered = midnight;
    let mut longest = 0;
    for (start, end) in senior {
        longest = longest.max(start - covered);
        covered = covered.max(end);
    }
    longest = longest.max(next - covered);
    row.longest_without_senior = row.longest_without_senior.max(f64::from(longest) / 60.0);
}

fn ratios(house: &House, rows: &[DayRow]) -> Vec<(String, Option<f64>, String)> {
    let of = |day: Weekday| rows.iter().find(|r| r.group == DayGroup::Weekday(day));
    let Some(wednesday) = of(Weekday::Wed) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (day, name) in [(Weekday::Sat, "Saturday"), (Weekday::Sun, "Sunday")] {
        let Some(row) = of(day) else { continue };
        for tier in 0..=house.tiers.len() {
            let known = (tier < house.tiers.len()).then_some(tier);
            let (hours, other) = (row.hours[tier].0, wednesday.hours[tier].0);
            if hours + other == 0.0 {
                continue;
            }
            let word = format!("{name}, {}", house.tier_word(known));
            let pair = row.admissions.zip(wednesday.admissions);
            let ratio = pair.and_then(|(a, b)| {
                IntensityRatio::new(Intensity::new(hours, a)?, Intensity::new(other, b)?)
            });
            let words = match ratio {
                Some(ratio) => ratio.words(name, "Wednesday"),
                None if pair.is_none() => format!(
                    "{name}: {hours:.1} h of care; Wednesday: {other:.1} h. Without arrivals there is no care for each patient."
                ),
                None => format!("{name}: {hours:.1} h of care; Wednesday: {other:.1} h. No ratio."),
            };
            all.push((word, ratio.map(|r| r.ratio()), words));
        }
    }
    all
}
