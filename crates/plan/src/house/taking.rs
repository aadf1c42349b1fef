//! How many take part in a strike: always a distribution, never one number, and never by name.

use super::own::Own;
use crate::{Basis, Dice, Ledger, real};

/// A distribution of shares between 0 and 1, by its quantiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Taking {
    quantiles: Vec<f64>,
}

const STEPS: usize = 1000;

impl Taking {
    /// Everybody, for a plan that must work then.
    pub fn everybody() -> Taking {
        Taking {
            quantiles: vec![1.0; STEPS + 1],
        }
    }

    /// Of a tier or grade: fitted to the hospital's own history, or by the quantiles that are fallen
    /// back on. Either way it is listed.
    pub fn of(word: &str, own: &Own, ledger: &mut Ledger) -> Taking {
        let id = format!("strike.participation.{word}");
        let text = "share of those due to work who take part";
        let Some(history) = own.participation.iter().find(|p| p.of == word) else {
            let value = "0.30, 0.60 and 0.78 at one tenth, half and nine tenths, straight between and beyond; from the national counts of 2016 and local reports";
            ledger.note(&id, text, value, Basis::Assumption);
            return Taking::fallback();
        };
        let (a, b) = beta_by_moments(&history.shares);
        let value = format!(
            "Beta({a:.2}, {b:.2}), fitted to {} shares by mean and spread",
            history.shares.len()
        );
        ledger.note(&id, text, &value, history.basis.clone());
        Taking::beta(a, b)
    }

    fn fallback() -> Taking {
        let points = [
            (0.0, 0.225),
            (0.1, 0.3),
            (0.5, 0.6),
            (0.9, 0.78),
            (1.0, 0.825),
        ];
        let at = |q: f64| {
            let i = points.windows(2).position(|w| q <= w[1].0).unwrap_or(3);
            let ((x0, y0), (x1, y1)) = (points[i], points[i + 1]);
            y0 + (y1 - y0) * (q - x0) / (x1 - x0)
        };
        Taking {
            quantiles: (0..=STEPS).map(|i| at(real(i) / real(STEPS))).collect(),
        }
    }

    /// A beta distribution, by adding up its density.
    fn beta(a: f64, b: f64) -> Taking {
        const GRID: usize = 4000;
        let x = |i: usize| (real(i) + 0.5) / real(GRID);
        let log = |i: usize| (a - 1.0) * x(i).ln() + (b - 1.0) * (1.0 - x(i)).ln();
        let most = (0..GRID).map(log).fold(f64::NEG_INFINITY, f64::max);
        let density: Vec<f64> = (0..GRID).map(|i| (log(i) - most).exp()).collect();
        let sum: f64 = density.iter().sum();
        let mut quantiles = Vec::with_capacity(STEPS + 1);
        let (mut i, mut below) = (0, 0.0);
        for step in 0..=STEPS {
            let wanted = real(step) / real(STEPS) * sum;
            while i + 1 < GRID && below + density[i] < wanted {
                below += density[i];
                i += 1;
            }
            quantiles.push(x(i));
        }
        Taking { quantiles }
    }

    /// The share at a quantile between 0 and 1.
    pub fn quantile(&self, q: f64) -> f64 {
        let at = q.clamp(0.0, 1.0) * real(STEPS);
        let (low, part) = (at.floor() as usize, at.fract());
        let high = (low + 1).min(STEPS);
        self.quantiles[low] * (1.0 - part) + self.quantiles[high] * part
    }

    /// A throw.
    pub fn throw(&self, dice: &mut Dice) -> f64 {
        self.quantile(dice.share())
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        self.quantiles.iter().sum::<f64>() / real(self.quantiles.len())
    }
}

/// One share alone says nothing of how far shares lie apart: then a spread of 0.1 is taken.
fn beta_by_moments(shares: &[f64]) -> (f64, f64) {
    let n = real(shares.len());
    let mean = (shares.iter().sum::<f64>() / n).clamp(0.01, 0.99);
    let squares: f64 = shares.iter().map(|s| (s - mean).powi(2)).sum();
    let spread = if shares.len() > 1 {
        squares / (n - 1.0)
    } else {
        0.01
    };
    let spread = spread.clamp(1e-4, mean * (1.0 - mean) * 0.9);
    let size = mean * (1.0 - mean) / spread - 1.0;
    (mean * size, (1.0 - mean) * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantiles_fallen_back_on_are_those_of_2016() {
        let taking = Taking::fallback();
        for (q, share) in [(0.1, 0.3), (0.5, 0.6), (0.9, 0.78)] {
            assert!((taking.quantile(q) - share).abs() < 1e-9);
        }
    }

    #[test]
    fn a_beta_has_the_mean_and_spread_of_the_shares_that_it_was_fitted_to() {
        let shares = [0.61, 0.78, 0.7, 0.4];
        let (a, b) = beta_by_moments(&shares);
        let taking = Taking::beta(a, b);
        assert!((taking.mean() - 0.6225).abs() < 0.002, "{}", taking.mean());
        let mut dice = Dice::new(1);
        let throws: Vec<f64> = (0..20_000).map(|_| taking.throw(&mut dice)).collect();
        let mean = throws.iter().sum::<f64>() / 20_000.0;
        let spread = throws.iter().map(|t| (t - mean).powi(2)).sum::<f64>() / 20_000.0;
        let wanted = a * b / ((a + b).powi(2) * (a + b + 1.0));
        assert!((spread - wanted).abs() < 0.001, "{spread} {wanted}");
    }
}
