//! Column generation, and the dive: assignments are fixed a few at a time, most agreed first.

use crate::dp::Pricer;
use crate::master::{Master, Pricers};
use crate::problem::Symbol;

/// How carefully a master is worked.
#[derive(Clone, Copy, Debug)]
pub struct Care {
    /// Rounds of pricing at most.
    pub rounds: u32,
    /// Stop when the distance between master and bound is below this share.
    pub gap: f64,
    /// Digits of the first programmes.
    pub loose: f64,
}

/// Generates columns until the bound meets the master, or the care runs out, or `stop` says so.
pub fn generate(
    master: &mut Master<'_>,
    pricers: &mut Pricers<'_>,
    care: Care,
    stop: &mut dyn FnMut(&Master<'_>) -> bool,
) {
    let mut tolerance = care.loose;
    let threads = pricers.len();
    let mut mark = f64::INFINITY;
    for round in 1..=care.rounds {
        master.solve(tolerance, threads);
        let value = master.solution.value;
        let away = (value - master.bound) / value.abs().max(1.0);
        let smoothing = if away > 0.05 { 0.3 } else { 0.0 };
        let added = master.price(pricers, smoothing);
        let away = (value - master.bound) / value.abs().max(1.0);
        if away < care.gap || stop(master) {
            break;
        }
        if round % 12 == 0 {
            // the last digits come slowly, and a dive does not need them
            if away > mark * 0.8 && away < 0.02 {
                break;
            }
            mark = away;
        }
        if added == 0 && smoothing == 0.0 {
            if tolerance <= 1e-7 {
                break;
            }
            tolerance *= 0.01;
        } else {
            tolerance = (away * 0.1).clamp(1e-7, tolerance.max(1e-3));
        }
        if master.size() > 6 * master.scope.people.len().max(100) {
            master.prune(12);
        }
    }
}

/// Fixes assignments round after round, with new columns in between, to a whole rota.
///
/// `noise` is added to each share before the largest are taken. `at_once` assignments are fixed in the first round, fewer later. Returns the lines of the window, or nothing when it was stopped.
pub fn dive(
    master: &mut Master<'_>,
    pricers: &mut Pricers<'_>,
    care: Care,
    at_once: usize,
    noise: &mut dyn FnMut() -> f64,
    stop: &mut dyn FnMut(&Master<'_>) -> bool,
) -> Option<Vec<Vec<Symbol>>> {
    let people = master.scope.people.len();
    let days = master.scope.to - master.scope.from;
    let mut at_least = at_once.max(1);
    loop {
        if stop(master) {
            return None;
        }
        let shares = master.assignment_shares();
        let symbols = shares.len() / (people * days).max(1);
        let mut open: Vec<(f64, usize, usize, Symbol)> = Vec::new();
        for index in 0..people {
            for day in 0..days {
                if master.fixed(index, day).is_some() {
                    continue;
                }
                let of_day = &shares[(index * days + day) * symbols..][..symbols];
                for (symbol, &share) in of_day.iter().enumerate() {
                    if share > 0.5 {
                        open.push((share + noise(), index, day, symbol as Symbol));
                    }
                }
            }
        }
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let sure = open.iter().take_while(|o| o.0 > 0.95).count();
        let take = sure.max(at_least).min(open.len());
        let mut touched = vec![false; people];
        for &(_, index, day, symbol) in &open[..take] {
            master.fix(index, day, symbol);
            touched[index] = true;
        }
        if open.is_empty() {
            // nothing is agreed by half: the person nearest to one line takes it
            let lines = master.rounded();
            let unfixed = |i: usize| master.fixings(i).iter().filter(|f| f.is_none()).count();
            let Some(index) = (0..people)
                .filter(|&i| unfixed(i) > 0)
                .min_by_key(|&i| unfixed(i))
            else {
                return Some(lines);
            };
            for (day, &symbol) in lines[index].iter().enumerate() {
                master.fix(index, day, symbol);
            }
        }
        at_least = (at_least * 9 / 10).max(people * days / 80).max(1);
        master.drop_broken();
        for index in 0..people {
            if touched[index] && !master.has_column(index) {
                mend(master, index, &mut pricers[0]);
            }
        }
        if master.all_fixed() {
            return Some(master.rounded());
        }
        generate(master, pricers, care, stop);
    }
}

/// Two fixings of a person may have no line between them: the later ones are taken back.
fn mend(master: &mut Master<'_>, index: usize, pricer: &mut Pricer<'_>) {
    loop {
        if let Some(line) = master.has_line(index, pricer) {
            master.add(index, line);
            return;
        }
        let mut fixings = master.fixings(index).to_vec();
        let Some(last) = fixings.iter().rposition(Option::is_some) else {
            return;
        };
        // every second one is freed, from the end
        let mut free = true;
        for fixing in fixings[..=last].iter_mut().rev() {
            if fixing.is_some() {
                if free {
                    *fixing = None;
                }
                free = !free;
            }
        }
        master.refix(index, &fixings);
    }
}
