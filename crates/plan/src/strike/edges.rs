//! The edges of the period: which duties it cuts, for how many, and what that costs them.

use std::collections::BTreeMap;

use firstline_core::rota::Kind;
use firstline_core::time::{Day, Instant, Span};

use super::answer::Question;
use super::effect::Cut;
use super::pay::{Deduction, deduction};
use crate::Ledger;
use crate::house::{House, Laid, Taking};

/// Duties of those who may be out, cut at the edges, counted and never named.
pub(super) fn cuts(
    question: &Question<'_>,
    house: &House,
    laid: &Laid,
    out: &dyn Fn(usize, Instant) -> bool,
) -> Vec<Cut> {
    let mut all: BTreeMap<(i32, i32, String, String, i32, i32), Cut> = BTreeMap::new();
    for (m, duty) in &laid.duties {
        for p in question.periods {
            let start = if duty.start.instant < p.start.instant {
                p.start
            } else {
                duty.start
            };
            let end = if duty.end.instant > p.end.instant {
                p.end
            } else {
                duty.end
            };
            let missed = (start.instant.0..end.instant.0)
                .step_by(30)
                .any(|at| out(*m, Instant(at)));
            if !missed {
                continue;
            }
            let code = question.rota.shift_type(duty.code).code.clone();
            let tier = house.tier_word(house.members[*m].tier).to_owned();
            let key = (
                start.instant.0,
                duty.start.instant.0,
                code.clone(),
                tier.clone(),
                end.instant.0,
                duty.end.instant.0,
            );
            let cut = all.entry(key).or_insert(Cut {
                code,
                duty: duty.span(),
                within: Span { start, end },
                tier,
                people: 0,
            });
            cut.people += 1;
        }
    }
    all.into_values().collect()
}

/// Pay deducted, by grade.
pub(super) fn deductions(
    question: &Question<'_>,
    house: &House,
    laid: &Laid,
    people: &[(usize, usize)],
    takings: &[Taking],
    out: &dyn Fn(usize, Instant) -> bool,
    ledger: &mut Ledger,
) -> Vec<Deduction> {
    // of each grade: which participation, people, strike days, pence if all take part
    let mut by_grade: BTreeMap<String, (usize, u32, u32, Option<u64>)> = BTreeMap::new();
    for (m, word) in people {
        let member = &house.members[*m];
        let grade = member.grade.clone().unwrap_or_default();
        let mut days: Vec<Day> = Vec::new();
        let mut minutes = 0_u64;
        for (other, duty) in &laid.duties {
            if other != m || duty.kind == Kind::Off {
                continue;
            }
            let missed: Vec<i32> = (duty.start.instant.0..duty.end.instant.0)
                .step_by(30)
                .filter(|at| out(*m, Instant(*at)))
                .collect();
            if let Some(first) = missed.first() {
                minutes += 30 * missed.len() as u64;
                let day = question.rota.zone.wall_at(Instant(*first)).wall.day();
                if !days.contains(&day) {
                    days.push(day);
                }
            }
        }
        let pay = question.own.pay.iter().find(|p| p.grade == grade);
        let pence = pay.map(|p| {
            let id = format!("strike.pay.{grade}");
            let value = format!("{} p a year", p.annual_pence);
            ledger.note(&id, "pay of the grade", &value, p.basis.clone());
            deduction(
                p.annual_pence,
                days.len() as u64,
                p.hourly_pence.map(|h| (h, minutes)),
            )
        });
        let entry = by_grade.entry(grade).or_insert((*word, 0, 0, Some(0)));
        entry.1 += 1;
        entry.2 += days.len() as u32;
        entry.3 = entry.3.zip(pence).map(|(a, b)| a + b);
    }
    let row = |(grade, (word, people, days, pence)): (String, (usize, u32, u32, Option<u64>))| {
        let at = |q: f64| takings.get(word).map_or(1.0, |t| t.quantile(q));
        Deduction {
            grade,
            people,
            days,
            pence,
            range: pence
                .map(|p| [0.1, 0.5, 0.9].map(|q| (crate::float(p as i64) * at(q)).round() as u64)),
        }
    };
    by_grade.into_iter().map(row).collect()
}
