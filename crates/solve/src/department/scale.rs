//! Weights brought down to what the search can add up: it counts in single precision, and a sum of
//! weights of 10^9 would drown the small ones.

use firstline_core::department::Department;
use firstline_core::department::needs::{Aims, Short};
use firstline_core::diagnostic::Diagnostic;

/// The greatest cost of one thing that the search adds up well.
const MOST: i64 = 100_000;

/// Half-hours of a day that can cost together.
const HALF_HOURS: i64 = 48;

/// The department with its weights divided alike, where some of them are too great; nothing where
/// none is. No weight above zero becomes zero, so what counted still counts.
pub fn scaled(department: &Department) -> Option<(Department, Diagnostic)> {
    let by = (dearest(department) + MOST - 1) / MOST;
    if by <= 1 {
        return None;
    }
    let down = |weight: i64| -> i32 {
        let nearest = (weight + by / 2) / by;
        nearest.clamp(i64::from(weight > 0), MOST) as i32
    };
    let one = |weight: i32| down(i64::from(weight));
    let mut out = department.clone();
    let needs = &mut out.needs;
    for wish in &mut needs.wishes {
        wish.weight = down(i64::from(wish.weight) * i64::from(needs.aims.wishes));
    }
    for pay in &mut needs.pay {
        pay.pounds = down(i64::from(pay.pounds) * i64::from(needs.aims.pay));
    }
    for pairing in &mut needs.pairings {
        pairing.weight = pairing.weight.map(one);
    }
    for fairness in &mut needs.fairness {
        fairness.weight = fairness.weight.map(one);
    }
    let short = |s: Short| Short {
        below_least: one(s.below_least),
        below_wanted: one(s.below_wanted),
        above_most: one(s.above_most),
    };
    let aims = needs.aims.clone();
    needs.aims = Aims {
        duty: short(aims.duty),
        half_hour: short(aims.half_hour),
        unsupervised: one(aims.unsupervised),
        pairings: one(aims.pairings),
        // these are in the wishes and the pay themselves now
        wishes: aims.wishes.min(1),
        fairness: one(aims.fairness),
        spread: one(aims.spread),
        pay: aims.pay.min(1),
        broken_weekends: one(aims.broken_weekends),
        changes: one(aims.changes),
        fatigue: one(aims.fatigue),
    };
    let title = format!("these weights are too far apart: all were divided by {by}");
    let told = Diagnostic::warning("S022", title)
        .note("costs are told in the new weights; the smallest of them count as 1")
        .help("a weight of a hundred times the next smaller aim is as good as any greater one");
    Some((out, told))
}

/// The most that one thing not as it should be can cost.
fn dearest(department: &Department) -> i64 {
    let needs = &department.needs;
    let aims = &needs.aims;
    let short = |s: &Short, times: i64| {
        let all = [s.below_least, s.below_wanted, s.above_most];
        all.map(|w| i64::from(w) * times)
    };
    let mut all = vec![0];
    if !needs.cover.is_empty() {
        all.extend(short(&aims.duty, 1));
    }
    if !needs.demand.is_empty() {
        all.extend(short(&aims.half_hour, HALF_HOURS));
    }
    if !needs.supervision.is_empty() {
        all.push(i64::from(aims.unsupervised));
    }
    let pairings = needs.pairings.iter();
    all.extend(pairings.map(|p| i64::from(p.weight.unwrap_or(aims.pairings))));
    let wishes = needs.wishes.iter();
    all.extend(wishes.map(|w| i64::from(w.weight) * i64::from(aims.wishes)));
    let pay = needs.pay.iter();
    all.extend(pay.map(|p| i64::from(p.pounds) * i64::from(aims.pay)));
    for fairness in &needs.fairness {
        all.push(i64::from(fairness.weight.unwrap_or(aims.fairness)) * 3);
        all.push(i64::from(aims.spread));
    }
    all.push(i64::from(aims.broken_weekends));
    all.push(i64::from(aims.changes));
    // of a hundred points a duty seldom gains more than thirty
    all.push(i64::from(aims.fatigue) * 30);
    all.into_iter().max().unwrap_or(0)
}
