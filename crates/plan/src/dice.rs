//! Seeded dice: the same seed gives the same throws on every machine.
//!
//! The generator is xoshiro256++ by Blackman and Vigna, seeded through SplitMix64 as its authors
//! advise. Forty lines that never change are easier to vouch for than a crate whose next version
//! may throw differently: a figure from last year must come out again.

/// A seeded generator.
#[derive(Clone, Debug)]
pub struct Dice([u64; 4]);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Dice {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        Dice([next(), next(), next(), next()])
    }

    /// Dice of their own for one part of a simulation, so that another part may throw more or less
    /// often without changing this one.
    pub fn part(seed: u64, part: u64) -> Dice {
        Dice::new(seed ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(32))
    }

    /// The next sixty-four bits.
    pub fn bits(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number from 0 up to, and never, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact in a float")]
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that happens with this probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// How many of `n` happen, each on its own with this probability.
    ///
    /// Few that happen are counted off with a single throw; many with a throw each. Both are exact,
    /// and use nothing but sums and products, so every machine counts alike.
    pub fn binomial(&mut self, n: u32, probability: f64) -> u32 {
        if probability <= 0.0 || n == 0 {
            return 0;
        }
        if probability >= 1.0 || f64::from(n) * probability > 30.0 {
            return (0..n).map(|_| u32::from(self.happens(probability))).sum();
        }
        let odds = probability / (1.0 - probability);
        let mut left = self.share();
        let mut term = power(1.0 - probability, n);
        let mut count = 0;
        while left >= term && count < n {
            left -= term;
            term *= odds * f64::from(n - count) / f64::from(count + 1);
            count += 1;
        }
        count
    }
}

/// `base` to the power of `n`, by squaring.
fn power(mut base: f64, mut n: u32) -> f64 {
    let mut product = 1.0;
    while n > 0 {
        if n & 1 == 1 {
            product *= base;
        }
        base *= base;
        n >>= 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real;

    #[test]
    fn the_generator_is_the_published_one() {
        // first results of the authors' C program for the state 1, 2, 3, 4
        let mut dice = Dice([1, 2, 3, 4]);
        assert_eq!(dice.bits(), 41_943_041);
        assert_eq!(dice.bits(), 58_720_359);
        assert_eq!(dice.bits(), 3_588_806_011_781_223);
    }

    #[test]
    fn the_same_seed_gives_the_same_throws_and_another_part_others() {
        let throw = |mut dice: Dice| (0..8).map(|_| dice.bits()).collect::<Vec<_>>();
        assert_eq!(throw(Dice::new(7)), throw(Dice::new(7)));
        assert_ne!(throw(Dice::part(7, 1)), throw(Dice::part(7, 2)));
    }

    #[test]
    fn throws_have_the_mean_and_spread_of_a_binomial() {
        let mut dice = Dice::new(2016);
        let throws: Vec<f64> = (0..40_000)
            .map(|_| f64::from(dice.binomial(20, 0.3)))
            .collect();
        let mean = throws.iter().sum::<f64>() / real(throws.len());
        let spread = throws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / real(throws.len());
        assert!((mean - 6.0).abs() < 0.05, "{mean}");
        assert!((spread - 4.2).abs() < 0.15, "{spread}");
    }

    #[test]
    fn a_few_counted_off_are_as_likely_as_the_formula_says() {
        let mut dice = Dice::new(1);
        let mut seen = [0_u32; 6];
        for _ in 0..100_000 {
            seen[dice.binomial(5, 0.2) as usize] += 1;
        }
        for (count, times) in seen.iter().enumerate() {
            let below = |k: usize| crate::binomial_at_most(5, k as u64, 0.2);
            let p = below(count) - count.checked_sub(1).map_or(0.0, below);
            let within = 5.0 * (p * (1.0 - p) / 100_000.0).sqrt();
            assert!(
                (f64::from(*times) / 100_000.0 - p).abs() < within,
                "{count}: {times}"
            );
        }
        assert_eq!(dice.binomial(9, 1.0), 9);
        assert_eq!(dice.binomial(9, 0.0), 0);
    }
}
