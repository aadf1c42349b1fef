//! The relief wave, and what the days after owe to those who came.

use firstline_core::rota::{Kind, Rota};
use firstline_core::time::{ClockTime, Moment, Span};

use super::call::{Call, State, work};
use super::figures::Figures;
use super::mend::Mended;
use crate::fatigue;
use crate::house::{Bench, Floor, House, Laid, occurrences, span_words};

/// Somebody of the first wave, and the days after.
#[derive(Clone, Debug, PartialEq)]
pub struct Knock {
    /// Place among the members.
    pub member: usize,
    /// What is newly broken if every later duty is worked as planned, in words.
    pub breaches: Vec<String>,
    /// Duties to be given up so that nothing is broken, in words.
    pub released: Vec<String>,
    /// Fatigue index of the work called in for.
    pub fi: Option<f64>,
}

/// Who covers the next day.
#[derive(Clone, Debug, PartialEq)]
pub struct Relief {
    /// From when to when.
    pub span: Span,
    /// Rostered on site through some of it and not in the first wave, by tier.
    pub rostered: Vec<u32>,
    /// Kept back, and lawful for all of it, by tier.
    pub kept_back: Vec<u32>,
    /// Names of those kept back who are lawful.
    pub names: Vec<String>,
    /// Why others kept back are not.
    pub not: Vec<(String, String)>,
}

/// The first 08:00 to 20:00 that begins at least six hours later.
pub(super) fn relief(
    house: &House,
    bench: &Bench<'_>,
    rota: &Rota,
    at: Moment,
    calls: &[Call],
) -> Relief {
    let earliest = at.instant.0 + 6 * 60;
    let mut day = at.wall.day();
    let begin =
        |day: firstline_core::time::Day| rota.zone.resolve(day.at(ClockTime(8 * 60))).moment();
    while begin(day).instant.0 < earliest {
        day = day.plus(1);
    }
    let span = rota
        .zone
        .span(day.at(ClockTime(8 * 60)), day.at(ClockTime(20 * 60)));
    let tiers = house.tiers.len() + 1;
    let mut relief = Relief {
        span,
        rostered: vec![0; tiers],
        kept_back: vec![0; tiers],
        names: Vec::new(),
        not: Vec::new(),
    };
    for call in calls {
        let member = &house.members[call.member];
        let tier = member.tier.unwrap_or(tiers - 1);
        let there = bench.roster(call.member).duties.iter().any(|d| {
            d.kind != Kind::NonResidentOnCall
                && d.start.instant < span.end.instant
                && span.start.instant < d.end.instant
        });
        if there && call.place.is_none() && !matches!(call.state, State::OnSite(_)) {
            relief.rostered[tier] += 1;
        } else if call.kept_back {
            match bench.fits(call.member, (&[], &[]), span, &|_| false) {
                Ok(_) => {
                    relief.kept_back[tier] += 1;
                    relief.names.push(member.name.clone());
                }
                Err(why) => relief.not.push((member.name.clone(), why)),
            }
        }
    }
    relief
}

/// Checks the week after for everybody of the first wave who was off.
pub(super) fn knocks(
    house: &House,
    bench: &Bench<'_>,
    rota: &Rota,
    at: Moment,
    calls: &[Call],
    figures: &Figures,
) -> Vec<Knock> {
    let mut all = Vec::new();
    for call in calls
        .iter()
        .filter(|c| c.place.is_some() && c.state == State::Rested)
    {
        let span = work(&rota.zone, at, 60, figures);
        let found = bench.new_breaches(call.member, &[span], &[]);
        let breaches = found
            .iter()
            .map(|f| format!("{} ({})", f.told.words, f.told.clause))
            .collect();
        let duties = &bench.roster(call.member).duties;
        let released = call
            .released
            .iter()
            .map(|i| {
                let duty = &duties[*i];
                format!(
                    "{} {}",
                    rota.shift_type(duty.code).code,
                    span_words(duty.span())
                )
            })
            .collect();
        let with = bench.with(call.member, &[span], &call.released);
        let scored = fatigue::score(&fatigue::Question {
            rota: &with,
            person: Some(&house.members[call.member].name),
            set: fatigue::Set::Hospital,
            given: &fatigue::Given::default(),
            patients: None,
        });
        let fi = scored.ok().and_then(|s| {
            let person = s.people.first()?.clone();
            let found = person
                .scored()
                .find(|(d, _)| d.start.instant == span.start.instant);
            found.map(|(_, index)| index.fi)
        });
        all.push(Knock {
            member: call.member,
            breaches,
            released,
            fi,
        });
    }
    all
}

/// Floors of the next seven days that the repair leaves unmet though they were met, in words.
pub(super) fn floors_after(
    house: &House,
    rota: &Rota,
    bench: &Bench<'_>,
    floors: &[Floor],
    at: Moment,
    mended: &Mended,
) -> Vec<String> {
    let laid = Laid::new(rota);
    let mut without = laid.clone();
    for (member, i) in &mended.released {
        let gone = bench.roster(*member).duties[*i];
        without
            .duties
            .retain(|(m, d)| m != member || d.start.instant != gone.start.instant);
    }
    without.duties.extend(&mended.taken);
    without
        .duties
        .sort_by_key(|(member, d)| (d.start.instant, *member));
    let from = at.wall.day();
    let mut all = Vec::new();
    for occurrence in occurrences(rota, floors, from, from.plus(8)) {
        let floor = &floors[occurrence.floor];
        let fewest = |l: &Laid| {
            let counted = l.counted(rota, house, floor, &occurrence, &|_, _| false);
            counted.into_iter().map(|c| c.1).min()
        };
        let (Some(before), Some(after)) = (fewest(&laid), fewest(&without)) else {
            continue;
        };
        if after < floor.least && after < before {
            all.push(format!(
                "{}: {}, {after} left, {} needed",
                span_words(occurrence.span),
                floor.text,
                floor.least
            ));
        }
    }
    all
}
