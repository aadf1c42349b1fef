//! Chances: of one person to be there by a minute, and of so many of several people.

use crate::numbers::normal_below;
use crate::{Dice, real};

/// The chance that a lognormal time with this median and sigma is at most `minutes`.
pub fn lognormal_below(minutes: f64, median: f64, sigma: f64) -> f64 {
    if minutes <= 0.0 || median <= 0.0 {
        return 0.0;
    }
    normal_below((minutes / median).ln() / sigma)
}

/// The chance that somebody called is there `minutes` after the declaration: reached and willing,
/// able to work, told after `cascade` minutes, ready after `prep`, and arrived.
pub fn arrives(minutes: f64, reach: f64, able: f64, delay: f64, travel: f64, sigma: f64) -> f64 {
    reach * able * lognormal_below(minutes - delay, travel, sigma)
}

/// The exact chances that 0, 1, 2 … of these people are there, each with a chance of their own.
pub fn poisson_binomial(chances: &[f64]) -> Vec<f64> {
    let mut all = vec![0.0; chances.len() + 1];
    all[0] = 1.0;
    for (n, p) in chances.iter().enumerate() {
        for k in (0..=n).rev() {
            all[k + 1] += all[k] * p;
            all[k] *= 1.0 - p;
        }
    }
    all
}

/// The chance of at least so many.
pub fn at_least(distribution: &[f64], k: usize) -> f64 {
    distribution.iter().skip(k).sum()
}

/// How many people, each there with the same chance, a list needs so that at least `k` come with
/// this confidence; nothing where nobody ever comes.
pub fn people_for(k: usize, chance: f64, confidence: f64) -> Option<usize> {
    if !(chance > 0.0 && chance <= 1.0 && confidence < 1.0) {
        return None;
    }
    (k..10_000).find(|n| at_least(&poisson_binomial(&vec![chance; *n]), k) >= confidence)
}

/// A throw of the standard normal (Box and Muller).
fn normal(dice: &mut Dice) -> f64 {
    let u = 1.0 - dice.share();
    let v = dice.share();
    (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
}

/// A throw of a lognormal time.
pub(super) fn lognormal(dice: &mut Dice, median: f64, sigma: f64) -> f64 {
    median * (sigma * normal(dice)).exp()
}

/// The tenth, half and nine tenths of sorted counts.
pub(super) fn three(sorted: &[u32]) -> [u32; 3] {
    [0.1, 0.5, 0.9].map(|s| crate::quantile(sorted, s).unwrap_or(0))
}

/// The mean of counts.
pub(super) fn mean(counts: &[u32]) -> f64 {
    counts.iter().map(|c| f64::from(*c)).sum::<f64>() / real(counts.len().max(1))
}
