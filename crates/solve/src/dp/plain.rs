//! The best line of somebody who has no counts of their own.

use super::counters::{Hint, Met, combinations, count, model};
use super::edges::Edges;
use super::{
    Ask, DEAREST, Found, GRAIN, MOST_MET, Pricer, TRIES, dearest, nothing, rounding, worth,
};
use crate::problem::Problem;

/// Combinations of counters that are told apart while the length is priced.
const MOST_COMBINED: usize = 64;
/// What the price of all the length may come to at most.
const DEAREST_LENGTH: f32 = 65_536.0;

impl Pricer<'_> {
    /// Looks for the best line within the limits of the counters.
    ///
    /// A counter of few values becomes part of the state, exactly. One of many values is given a
    /// price: the lines met so far say which, as a small programme, and each try proves a bound.
    /// The best line that keeps every limit is taken.
    pub(super) fn within(&mut self, problem: &Problem, ask: &Ask<'_>, edges: &Edges) -> Found {
        let counters = edges.caps.len();
        let mut hint = self.of(ask.person).hint.take().unwrap_or_else(|| Hint {
            active: 0,
            prices: vec![0.0; counters],
            loose: vec![0; counters],
            met: Vec::new(),
        });
        let mut best = nothing();
        let mut bound = f64::NEG_INFINITY;
        let mut lines: Vec<(f64, Met)> = hint
            .met
            .drain(..)
            .map(|met| (worth(problem, ask, edges, &met.line), met))
            .filter(|(value, _)| value.is_finite())
            .collect();
        let unsure = rounding(problem, ask, 0.0);
        let dearest = dearest(ask);
        let step = GRAIN * (dearest / DEAREST) as f32;
        let mut pushed = 0;
        for attempt in 0..80 {
            if attempt >= 20 && best.value < f64::INFINITY {
                break;
            }
            let expected = if pushed == 0 {
                model(&lines, edges, dearest, &mut hint)
            } else {
                f64::INFINITY
            };
            let (line, value) = self.exact(problem, ask, edges, &hint, None);
            if line.is_empty() {
                return nothing();
            }
            let allowance: f64 = (0..counters)
                .map(|k| f64::from(hint.prices[k]) * f64::from(edges.caps[k]))
                .sum();
            bound = bound.max(value - allowance - unsure);
            let counts = count(problem, ask, edges, &line);
            let own = worth(problem, ask, edges, &line);
            let fits = counts.iter().zip(&edges.caps).all(|(c, cap)| c <= cap);
            if fits && own < best.value {
                best.value = own;
                best.line.clone_from(&line);
            }
            let mut told_apart = false;
            for k in 0..counters {
                let added = hint.active | 1 << k;
                if counts[k] > edges.caps[k]
                    && hint.active >> k & 1 == 0
                    && Pricer::affordable(problem, ask, edges, added)
                {
                    hint.active = added;
                    hint.prices[k] = 0.0;
                    told_apart = true;
                }
            }
            let near = f64::from(GRAIN) * 4.0;
            if best.value - bound <= near {
                break;
            }
            let met = Met {
                line,
                counts: counts.clone(),
                used: 0,
            };
            let learnt = value - allowance < expected - near;
            if !lines.iter().any(|(_, m)| m.line == met.line) {
                lines.push((own, met));
            }
            if told_apart || (learnt && attempt < 8) {
                continue;
            }
            // the prices are right; now a little more than right, until the limits are kept
            // a price that leaves a gap: where memory allows, the counter is told apart after all
            let dear = (0..counters).find(|&k| {
                let added = hint.active | 1 << k;
                let inactive = hint.active >> k & 1 == 0;
                let fitting = Pricer::affordable(problem, ask, edges, added);
                inactive && hint.prices[k] > 0.0 && fitting
            });
            if let Some(k) = dear {
                hint.active |= 1 << k;
                hint.prices[k] = 0.0;
                continue;
            }
            if fits || (best.value < f64::INFINITY && pushed >= 2) {
                break;
            }
            pushed += 1;
            for k in 0..counters {
                if counts[k] > edges.caps[k] && hint.active >> k & 1 == 0 {
                    let more = step * (1 << (2 * pushed).min(14)) as f32;
                    hint.prices[k] += (more / GRAIN).round() * GRAIN;
                }
            }
        }
        best.bound = bound;
        let counts = count(problem, ask, edges, &best.line);
        for k in 0..counters {
            let clear = !best.line.is_empty() && counts[k] < edges.caps[k];
            hint.loose[k] = if clear { hint.loose[k] + 1 } else { 0 };
            if hint.loose[k] >= 3 {
                hint.active &= !(1 << k);
                hint.loose[k] = 0;
            }
        }
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.truncate(MOST_MET);
        lines.retain_mut(|(_, m)| {
            m.used += 1;
            m.used < 30
        });
        hint.met = lines.into_iter().map(|(_, m)| m).collect();
        self.of(ask.person).hint = Some(hint);
        best
    }

    /// A good line, with the length priced instead of told apart: nothing when none was met.
    ///
    /// Each try proves a bound; the price is moved until the length keeps its limits.
    pub(super) fn near(
        &mut self,
        problem: &Problem,
        ask: &Ask<'_>,
        edges: &Edges,
    ) -> Option<Found> {
        let counters = edges.caps.len();
        let (mut rate, mut active) = self.of(ask.person).rate;
        let mut hint = Hint {
            active,
            prices: vec![0.0; counters],
            ..Hint::default()
        };
        let unsure = rounding(problem, ask, 0.0);
        let mut best = nothing();
        let mut bound = f64::NEG_INFINITY;
        // rates known to give too long a line, and too short a one
        let (mut low, mut high) = (f32::NEG_INFINITY, f32::INFINITY);
        let mut step = (rate.abs() / 4.0).max(1.0);
        for _ in 0..TRIES {
            let (line, value) = self.exact(problem, ask, edges, &hint, Some(rate));
            if line.is_empty() {
                return None;
            }
            let counts = count(problem, ask, edges, &line);
            let mut more = 0;
            for k in 0..counters {
                if counts[k] > edges.caps[k] && active >> k & 1 == 0 {
                    more |= 1 << k;
                }
            }
            let free = if rate > 0.0 { edges.most } else { edges.least };
            bound = bound.max(value - f64::from(rate) * f64::from(free) - unsure);
            if more != 0 {
                if combinations(edges, active | more) > MOST_COMBINED {
                    return None;
                }
                active |= more;
                hint.active = active;
                continue;
            }
            let length: i32 = line.iter().map(|&s| problem.lengths[s as usize]).sum();
            let own = worth(problem, ask, edges, &line);
            let fits = edges.least <= length && length <= edges.most;
            if fits && own < best.value {
                best.value = own;
                best.line = line;
            }
            if best.value - bound <= f64::from(GRAIN) * 4.0 {
                break;
            }
            // too long asks for a higher rate, too short for a lower one; what fits goes towards none
            let up = match length {
                _ if length > edges.most => true,
                _ if length < edges.least => false,
                _ => rate < 0.0,
            };
            if up {
                low = rate;
            } else {
                high = rate;
            }
            let next = match (low.is_finite(), high.is_finite()) {
                (true, true) => f32::midpoint(low, high),
                _ if up => rate + step,
                _ => rate - step,
            };
            // the sign changes only through none
            let next = if rate * next < 0.0 && rate != 0.0 {
                0.0
            } else {
                next
            };
            let next = (next / GRAIN).round() * GRAIN;
            // beyond this a float would not hold the sums exactly
            let too_dear = next.abs() * edges.most.max(1) as f32 > DEAREST_LENGTH;
            if (next - rate).abs() < GRAIN || next <= low || next >= high || too_dear {
                break;
            }
            step *= 3.0;
            rate = next;
        }
        self.of(ask.person).rate = (rate, active);
        if best.line.is_empty() {
            return None;
        }
        best.bound = bound;
        Some(best)
    }
}
