//! The little statistics that the other modules share. No crate is needed for it: tails of a
//! binomial are sums, and an exact interval is where such a sum crosses a level.

/// A whole number as a float; exact up to 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts here stay far below 2^53"
)]
pub fn real(count: usize) -> f64 {
    count as f64
}

/// A signed whole number as a float; exact up to 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "minutes and their multiples stay far below 2^53"
)]
pub(crate) fn float(number: i64) -> f64 {
    number as f64
}

/// A closed interval of plausible values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The logarithm of `n!` (`n` as a float), by Stirling's series; exact to 1e-12 and better.
fn ln_factorial(n: f64) -> f64 {
    if n < 16.0 {
        let mut product = 1.0;
        let mut k = 2.0;
        while k <= n {
            product *= k;
            k += 1.0;
        }
        return f64::ln(product);
    }
    let x = n + 1.0;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0) / (x * x)) / (x * x)) / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

/// The probability of exactly `k` of `n`.
fn binomial(n: u64, k: u64, p: f64) -> f64 {
    if p <= 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    if p >= 1.0 {
        return if k == n { 1.0 } else { 0.0 };
    }
    let (n, k) = (real(n as usize), real(k as usize));
    let ways = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    (ways + k * p.ln() + (n - k) * (-p).ln_1p()).exp()
}

/// The probability that at most `k` of `n` happen, each with probability `p`.
pub fn binomial_at_most(n: u64, k: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    // always away from the peak, where the terms fall fast and the first is the largest
    if real(k as usize) < p * real(n as usize) {
        tail(n, k, p)
    } else {
        1.0 - tail(n, n - k - 1, 1.0 - p)
    }
}

/// The terms from `k` downwards, where `k` is no higher than the peak.
fn tail(n: u64, k: u64, p: f64) -> f64 {
    let mut term = binomial(n, k, p);
    let mut sum = term;
    let odds = (1.0 - p) / p;
    for j in (1..=k).rev() {
        term *= real(j as usize) / real((n - j + 1) as usize) * odds;
        if term <= sum * 1e-17 {
            break;
        }
        sum += term;
    }
    sum.min(1.0)
}

/// The probability that at least `k` of `n` happen, each with probability `p`.
pub fn binomial_at_least(n: u64, k: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    // of those that do not happen, at most n - k
    binomial_at_most(n, n.saturating_sub(k), 1.0 - p)
}

/// The share of `n` below which nobody need believe, exactly (Clopper and Pearson), at the level
/// given, such as 0.95. Nothing where `n` is zero or smaller than `k`.
pub fn clopper_pearson(k: u64, n: u64, level: f64) -> Option<Interval> {
    if n == 0 || k > n {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    let low = if k == 0 {
        0.0
    } else {
        bisect(|p| binomial_at_least(n, k, p) < tail)
    };
    let high = if k == n {
        1.0
    } else {
        bisect(|p| binomial_at_most(n, k, p) > tail)
    };
    Some(Interval { low, high })
}

/// Where a condition that holds from 0 upwards stops holding.
fn bisect(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Wilson's interval of a share, at the level given. Nothing where `n` is zero or smaller than `k`.
pub fn wilson(k: u64, n: u64, level: f64) -> Option<Interval> {
    if n == 0 || k > n {
        return None;
    }
    let z = normal_quantile(f64::midpoint(1.0, level));
    let n = real(n as usize);
    let p = real(k as usize) / n;
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let over = 1.0 + z * z / n;
    Some(Interval {
        low: ((middle - half) / over).max(0.0),
        high: ((middle + half) / over).min(1.0),
    })
}

/// Where the standard normal distribution reaches a probability between 0 and 1, to 1e-9.
pub fn normal_quantile(probability: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if normal_below(middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The standard normal distribution function, by its series around zero and, far out, by the
/// continued fraction of its tail.
pub(crate) fn normal_below(x: f64) -> f64 {
    let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if x.abs() < 4.0 {
        let (mut term, mut sum, mut k) = (x, x, 1.0);
        while term.abs() > 1e-17 {
            k += 2.0;
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + sum * density;
    }
    let mut fraction = x.abs();
    for k in (1..60).rev() {
        fraction = x.abs() + f64::from(k) / fraction;
    }
    let tail = density / fraction;
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// The value below which a share of the sorted values lies: the smallest value such that at least
/// that share is no larger. Nothing of nothing.
pub fn quantile<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let last = sorted.len().checked_sub(1)?;
    let rank = (share * real(sorted.len())).ceil().max(1.0) as usize - 1;
    sorted.get(rank.min(last)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, within: f64) {
        assert!((a - b).abs() < within, "{a} is not {b}");
    }

    #[test]
    fn quantiles_of_the_normal_are_those_of_the_tables() {
        close(normal_quantile(0.975), 1.959_963_985, 1e-8);
        close(normal_quantile(0.8), 0.841_621_234, 1e-8);
        close(normal_quantile(0.5), 0.0, 1e-8);
        close(normal_quantile(1e-6), -4.753_424_309, 1e-6);
    }

    #[test]
    fn tails_of_small_binomials_are_those_worked_by_hand() {
        // three tosses: 1/8, 3/8, 3/8, 1/8
        close(binomial_at_most(3, 1, 0.5), 0.5, 1e-12);
        close(binomial_at_least(3, 3, 0.5), 0.125, 1e-12);
        close(binomial_at_most(3, 3, 0.2), 1.0, 1e-12);
        close(binomial_at_least(5, 0, 0.2), 1.0, 1e-12);
        close(binomial_at_most(2, 0, 0.0), 1.0, 1e-12);
        close(binomial_at_most(2, 1, 1.0), 0.0, 1e-12);
        close(binomial_at_least(2, 2, 1.0), 1.0, 1e-12);
    }

    #[test]
    fn tails_agree_with_summing_every_term() {
        for n in [1_u64, 7, 40, 200] {
            for k in 0..=n {
                for p in [0.01, 0.3, 0.5, 0.97] {
                    let slow: f64 = (0..=k).map(|j| binomial(n, j, p)).sum();
                    close(binomial_at_most(n, k, p), slow, 1e-10);
                }
            }
        }
    }

    #[test]
    fn exact_intervals_hold_what_they_promise() {
        // none of ten: the upper end solves (1 - p)^10 = 0.025
        let none = clopper_pearson(0, 10, 0.95).expect("ten is enough");
        close(none.high, 1.0 - 0.025_f64.powf(0.1), 1e-9);
        close(none.low, 0.0, 1e-12);
        // two of three: the ends solve the cubic tails
        let some = clopper_pearson(2, 3, 0.95).expect("three is enough");
        close(binomial_at_least(3, 2, some.low), 0.025, 1e-9);
        close(binomial_at_most(3, 2, some.high), 0.025, 1e-9);
        assert_eq!(clopper_pearson(1, 0, 0.95), None);
        assert_eq!(clopper_pearson(2, 1, 0.95), None);
    }

    #[test]
    fn wilson_is_where_the_score_test_stops() {
        let interval = wilson(81, 263, 0.95).expect("there is somebody");
        let z = normal_quantile(0.975);
        for end in [interval.low, interval.high] {
            let p: f64 = 81.0 / 263.0;
            close(
                (p - end).abs() / (end * (1.0 - end) / 263.0).sqrt(),
                z,
                1e-9,
            );
        }
    }

    #[test]
    fn a_quantile_is_one_of_the_values() {
        assert_eq!(quantile(&[1, 2, 3, 4], 0.5), Some(2));
        assert_eq!(quantile(&[1, 2, 3, 4], 0.95), Some(4));
        assert_eq!(quantile(&[1, 2, 3, 4], 0.0), Some(1));
        assert_eq!(quantile::<i32>(&[], 0.5), None);
    }
}
