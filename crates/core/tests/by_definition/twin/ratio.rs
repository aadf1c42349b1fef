//! Exact fractions, without the care that speed would ask for.

use std::cmp::Ordering;
use std::fmt;

/// A fraction of whole numbers; the denominator is above zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    pub(crate) const ZERO: Ratio = Ratio { num: 0, den: 1 };

    pub(crate) fn new(num: i128, den: i128) -> Ratio {
        assert!(den != 0, "a fraction of nothing");
        Ratio {
            num: num * den.signum(),
            den: den.abs(),
        }
    }

    pub(crate) fn less(self, other: Ratio) -> Ratio {
        Ratio::new(
            self.num * other.den - other.num * self.den,
            self.den * other.den,
        )
    }

    pub(crate) fn times(self, other: Ratio) -> Ratio {
        Ratio::new(self.num * other.num, self.den * other.den)
    }

    /// Nothing when `other` is zero.
    pub(crate) fn over(self, other: Ratio) -> Option<Ratio> {
        (other.num != 0).then(|| Ratio::new(self.num * other.den, self.den * other.num))
    }

    /// The least multiple of `step` that is not below.
    pub(crate) fn up_to_multiple(self, step: i64) -> Ratio {
        let step = i128::from(step);
        let all = self.den * step;
        let times = -(-self.num).div_euclid(all);
        Ratio::from(times * step)
    }
}

impl Ratio {
    /// The nearest whole number, halves up.
    pub(crate) fn nearest(self) -> i64 {
        -Ratio::ZERO.less(self).less(Ratio::new(1, 2)).whole_up()
    }

    /// The least whole number that is not below.
    pub(crate) fn whole_up(self) -> i64 {
        let whole = -(-self.num).div_euclid(self.den);
        i64::try_from(whole).expect("minutes fit")
    }
}

impl From<i64> for Ratio {
    fn from(whole: i64) -> Ratio {
        Ratio::from(i128::from(whole))
    }
}

impl From<i128> for Ratio {
    fn from(whole: i128) -> Ratio {
        Ratio { num: whole, den: 1 }
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        (self.num * other.den).cmp(&(other.num * self.den))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut a, mut b) = (self.num.abs(), self.den);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let a = a.max(1);
        match self.den / a {
            1 => write!(f, "{}", self.num / a),
            den => write!(f, "{}/{den}", self.num / a),
        }
    }
}
