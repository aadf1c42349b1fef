//! Demand: whose work the arrivals are, how many are wanted, how long is waited.

use firstline_core::contract::Confidence;

use super::answer::{Question, Stream};
use super::queue::{Wait, beta_for, doctors_for, offered_load, waits};
use crate::house::{House, Laid, Whom};
use crate::{Basis, Ledger, Setting};

const RCP: &str = "Royal College of Physicians 2018, as reported by hospitaldr.co.uk: 10 patients take 15, 9.5 and 4.25 hours";

/// A setting without a source.
pub(super) const fn assumed(
    id: &'static str,
    text: &'static str,
    default: f64,
    unit: &'static str,
) -> Setting {
    Setting {
        id,
        text,
        default,
        unit,
        source: None,
    }
}

const fn clerking(id: &'static str, text: &'static str, default: f64) -> Setting {
    Setting {
        id,
        text,
        default,
        unit: "h a patient",
        source: Some((RCP, Confidence::Secondary)),
    }
}

const RATES: [Setting; 3] = [
    assumed(
        "cover.rate.tier1",
        "new patients an hour seen by a doctor of tier 1",
        1.1,
        "an hour",
    ),
    assumed(
        "cover.rate.tier2",
        "new patients an hour seen by a doctor of tier 2",
        1.4,
        "an hour",
    ),
    assumed(
        "cover.rate.tier3",
        "new patients an hour seen by a consultant who sees patients",
        1.5,
        "an hour",
    ),
];
const INTAKE: [Setting; 3] = [
    clerking(
        "cover.intake.tier1",
        "work of tier 1 for each patient admitted",
        1.5,
    ),
    clerking(
        "cover.intake.tier2",
        "work of tier 2 for each patient admitted",
        0.95,
    ),
    clerking(
        "cover.intake.tier3",
        "work of tier 3 for each patient admitted",
        0.425,
    ),
];
const CHANCE: Setting = assumed(
    "cover.chance-of-waiting",
    "the chance to wait at all for which doctors are asked (square-root rule)",
    0.5,
    "",
);
const NOISE: Setting = assumed(
    "cover.day-noise",
    "how far a whole day's arrivals are from their mean (coefficient of variation)",
    0.07,
    "",
);
/// The settings of demand.
pub(super) fn settings() -> Vec<Setting> {
    let mut all = vec![CHANCE, NOISE];
    all.extend(RATES);
    all.extend(INTAKE);
    all
}

/// Streams of demand through the half-hours.
pub(super) fn demand(
    question: &Question<'_>,
    house: &House,
    laid: &Laid,
    by_slot: &[f64],
    ledger: &mut Ledger,
) -> Vec<Stream> {
    let own = question.own;
    let beta = beta_for(own.take(&CHANCE, ledger).clamp(0.01, 0.99));
    let (grades, tiers, skills) = &own.seen_by;
    let who = Whom {
        grades: grades.clone(),
        tiers: tiers.clone(),
        skills: skills.clone(),
    };
    let by = if own.file.is_empty() {
        Basis::Assumption
    } else {
        Basis::Given(own.file.clone())
    };
    ledger.note("cover.seen-by", "who meets the demand", &who.words(), by);
    let (on_site, _) = laid.there();
    let there = |who: &Whom| -> Vec<u32> {
        let count = |slot: &Vec<usize>| {
            let admitted = |m: &&usize| who.admits(house, &house.members[**m]);
            slot.iter().filter(admitted).count() as u32
        };
        on_site.iter().map(count).collect()
    };
    let load = |rate: f64| -> Vec<f64> {
        // half-hours as their hours; the week repeats
        let mut hours = vec![0.0; 168];
        let mut seen = vec![0.0; 168];
        for (slot, a) in laid.slots.iter().zip(by_slot) {
            hours[slot.hour_of_week] += a;
            seen[slot.hour_of_week] += 1.0;
        }
        let mean = hours.iter().sum::<f64>() / seen.iter().sum::<f64>().max(1.0);
        for (hour, seen) in hours.iter_mut().zip(&seen) {
            *hour = if *seen > 0.0 { *hour / seen } else { mean };
        }
        let minutes = offered_load(&hours, rate);
        let at = |s: &crate::house::Day24| {
            let half = usize::from(s.start.wall.time().0) % 60 / 30;
            minutes[s.hour_of_week * 60 + half * 30 + 29]
        };
        laid.slots.iter().map(at).collect()
    };
    let stream = |name: String, rate: f64, there: Vec<u32>| {
        let slots = there
            .into_iter()
            .zip(load(rate))
            .map(|(there, m)| (there, m, doctors_for(m, beta)))
            .collect();
        Stream {
            name,
            rate,
            slots,
            waits: None,
        }
    };
    if own.intake {
        let mut all = Vec::new();
        for (i, setting) in INTAKE.iter().enumerate().take(house.tiers.len()) {
            let own_tier = Whom {
                tiers: vec![house.tiers[i].id.clone()],
                ..who.clone()
            };
            let hours = own.take(setting, ledger).max(0.01);
            let counts = there(&own_tier);
            all.push(stream(house.tiers[i].id.clone(), 1.0 / hours, counts));
        }
        return all;
    }
    let rates: Vec<f64> = RATES.iter().map(|s| own.take(s, ledger)).collect();
    let (mut sum, mut count) = (0.0, 0.0);
    for m in on_site.iter().flatten() {
        let member = &house.members[*m];
        if who.admits(house, member) {
            let tier = member.tier.unwrap_or(0).min(2);
            sum += rates[tier];
            count += 1.0;
        }
    }
    let rate: f64 = if count > 0.0 { sum / count } else { rates[0] };
    let rate = rate.max(0.01);
    ledger.note(
        "cover.rate",
        "patients an hour seen by one doctor: the mean of those there, weighted by their hours",
        &format!("{rate:.3} an hour"),
        Basis::Assumption,
    );
    let mut stream = stream(who.words(), rate, there(&who));
    let noise = own.take(&NOISE, ledger).min(0.5);
    let doctors: Vec<u32> = stream.slots.iter().map(|s| s.0).collect();
    let first = doctors.len().min(7 * 48);
    let run = |factor: f64| {
        let scaled: Vec<f64> = by_slot.iter().map(|a| a * factor).collect();
        waits(&scaled, &doctors, rate, first)
    };
    // three points stand for the spread of days: their weights give mean and spread exactly
    let far = noise * 3.0_f64.sqrt();
    let (quiet, usual, busy) = (run(1.0 - far), run(1.0), run(1.0 + far));
    let mixed = (0..usual.len()).map(|i| {
        let mean =
            |f: &dyn Fn(&Wait) -> f64| (f(&quiet[i]) + 4.0 * f(&usual[i]) + f(&busy[i])) / 6.0;
        let wait = Wait {
            mean_minutes: mean(&|w| w.mean_minutes),
            over_an_hour: mean(&|w| w.over_an_hour),
            waiting: mean(&|w| w.waiting),
        };
        (wait, quiet[i].mean_minutes, busy[i].mean_minutes)
    });
    stream.waits = Some(mixed.collect());
    vec![stream]
}
