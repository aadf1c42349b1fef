//! Money in whole pence, and exact numbers on the way to it.

use std::fmt;
use std::ops::{Add, AddAssign};

/// A sum of money in whole pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pence(pub i64);

/// An exact number: a quotient of whole numbers with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    num: i128,
    den: i128,
}

/// A named step from an exact number to whole pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest penny, half a penny up.
    Penny,
    /// Up to the next whole penny.
    PennyUp,
    /// Up to the next whole pound.
    PoundUp,
}

impl Rounding {
    /// The words for it in contract files.
    pub const WORDS: [(&'static str, Rounding); 3] = [
        ("penny", Rounding::Penny),
        ("penny-up", Rounding::PennyUp),
        ("pound-up", Rounding::PoundUp),
    ];

    /// What it does, in words.
    pub fn words(self) -> &'static str {
        match self {
            Rounding::Penny => "to the nearest penny",
            Rounding::PennyUp => "up to the next penny",
            Rounding::PoundUp => "up to the next whole pound",
        }
    }

    /// Rounds a number of pence.
    pub fn apply(self, pence: Exact) -> Pence {
        let (num, den) = (pence.num, pence.den);
        let whole = match self {
            Rounding::Penny => (2 * num + den).div_euclid(2 * den),
            Rounding::PennyUp => -(-num).div_euclid(den),
            Rounding::PoundUp => -(-num).div_euclid(den * 100) * 100,
        };
        Pence(i64::try_from(whole).unwrap_or(i64::MAX))
    }
}

impl Pence {
    /// Reads pounds such as `40190` or `263.94`.
    pub fn parse_pounds(text: &str) -> Option<Pence> {
        let text = text.trim().replace(',', "");
        let (pounds, pence) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let sound = !pounds.is_empty()
            && pounds.len() <= 12
            && digits(pounds)
            && digits(pence)
            && matches!(pence.len(), 0 | 2);
        if !sound {
            return None;
        }
        let pounds: i64 = pounds.parse().ok()?;
        let pence: i64 = if pence.is_empty() {
            0
        } else {
            pence.parse().ok()?
        };
        Some(Pence(pounds * 100 + pence))
    }

    /// The sum as an exact number of pence.
    pub fn exact(self) -> Exact {
        Exact::whole(self.0)
    }
}

/// `£54,058.06`.
impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let all = self.0.unsigned_abs();
        let digits = (all / 100).to_string();
        let mut pounds = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                pounds.push(',');
            }
            pounds.push(digit);
        }
        write!(f, "{sign}£{pounds}.{:02}", all % 100)
    }
}

impl Add for Pence {
    type Output = Pence;
    fn add(self, other: Pence) -> Pence {
        Pence(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Pence {
    fn add_assign(&mut self, other: Pence) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Pence {
    fn sum<I: Iterator<Item = Pence>>(all: I) -> Pence {
        all.fold(Pence(0), Add::add)
    }
}

impl Exact {
    /// Nothing.
    pub const ZERO: Exact = Exact { num: 0, den: 1 };

    /// A whole number.
    pub fn whole(n: i64) -> Exact {
        Exact {
            num: i128::from(n),
            den: 1,
        }
    }

    /// `num / den`; a denominator of zero counts as one.
    pub fn new(num: i64, den: i64) -> Exact {
        Exact::reduced(i128::from(num), i128::from(den))
    }

    fn reduced(num: i128, den: i128) -> Exact {
        let (num, den) = match den {
            0 => (num, 1),
            d if d < 0 => (-num, -d),
            d => (num, d),
        };
        if let (Ok(num), Ok(den)) = (i64::try_from(num), i64::try_from(den)) {
            // nearly always: long division is slow
            let g = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1) as i64;
            return Exact {
                num: i128::from(num / g),
                den: i128::from(den / g),
            };
        }
        let mut a = num.unsigned_abs();
        let mut b = den.unsigned_abs();
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let g = (a.max(1)) as i128;
        Exact {
            num: num / g,
            den: den / g,
        }
    }

    /// Reads `0.37`, `37%`, `7.5%`, `1/3`, `12`.
    pub fn parse(text: &str) -> Option<Exact> {
        let text = text.trim();
        if let Some((num, den)) = text.split_once('/') {
            let (num, den): (i64, i64) = (num.trim().parse().ok()?, den.trim().parse().ok()?);
            return (den > 0).then(|| Exact::new(num, den));
        }
        let (text, scale) = match text.strip_suffix('%') {
            Some(text) => (text.trim(), 100),
            None => (text, 1),
        };
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || part.len() > 9 || !digits(whole) || !digits(part)
        {
            return None;
        }
        let tens = 10_i64.pow(part.len() as u32);
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = if part.is_empty() {
            0
        } else {
            part.parse().ok()?
        };
        Some(Exact::new(whole * tens + part, tens * scale))
    }

    /// The product.
    pub fn times(self, other: Exact) -> Exact {
        Exact::reduced(self.num * other.num, self.den * other.den)
    }

    /// The quotient; division by nothing gives nothing.
    pub fn over(self, other: Exact) -> Exact {
        if other.num == 0 {
            return Exact::ZERO;
        }
        Exact::reduced(self.num * other.den, self.den * other.num)
    }

    /// The sum.
    pub fn plus(self, other: Exact) -> Exact {
        Exact::reduced(
            self.num * other.den + other.num * self.den,
            self.den * other.den,
        )
    }

    /// The difference.
    pub fn minus(self, other: Exact) -> Exact {
        self.plus(Exact {
            num: -other.num,
            den: other.den,
        })
    }

    /// The next multiple of `step` at or above.
    pub fn up_to_multiple(self, step: Exact) -> Exact {
        if step.num <= 0 {
            return self;
        }
        let steps = self.over(step);
        let whole = -(-steps.num).div_euclid(steps.den);
        Exact::reduced(whole * step.num, step.den)
    }

    /// Whether it is above zero.
    pub fn positive(self) -> bool {
        self.num > 0
    }

    /// Numerator and denominator, where they fit.
    pub fn parts(self) -> Option<(i64, i64)> {
        Some((i64::try_from(self.num).ok()?, i64::try_from(self.den).ok()?))
    }

    /// As a decimal where that ends within six places, else as a fraction.
    pub fn text(self) -> String {
        match self.parts() {
            Some((num, den)) => crate::time::exact(num, den),
            None => format!("{}/{}", self.num, self.den),
        }
    }

    /// As a decimal of at most three places, rounded half up.
    pub fn rounded_text(self) -> String {
        let thousandths = (2000 * self.num + self.den).div_euclid(2 * self.den);
        let (whole, part) = (thousandths.div_euclid(1000), thousandths.rem_euclid(1000));
        let text = format!("{whole}.{part:03}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// As a share: `37 %`, `7.5 %`, `1/3`.
    pub fn percent(self) -> String {
        let hundred = self.times(Exact::whole(100));
        let text = hundred.text();
        if text.contains('/') {
            self.text()
        } else {
            format!("{text} %")
        }
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> std::cmp::Ordering {
        (self.num * other.den).cmp(&(other.num * self.den))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_are_read_and_shown() {
        for (text, pence, shown) in [
            ("40190", 4_019_000, "£40,190.00"),
            ("263.94", 26_394, "£263.94"),
            ("0", 0, "£0.00"),
            ("1,234,567.89", 123_456_789, "£1,234,567.89"),
        ] {
            assert_eq!(Pence::parse_pounds(text), Some(Pence(pence)));
            assert_eq!(Pence(pence).to_string(), shown);
        }
        for text in ["", "1.5", "-3", "£3", "1.234", "x"] {
            assert_eq!(Pence::parse_pounds(text), None, "{text}");
        }
    }

    #[test]
    fn each_rounding_is_what_it_says() {
        let half = Exact::new(7, 2);
        assert_eq!(Rounding::Penny.apply(half), Pence(4));
        assert_eq!(Rounding::PennyUp.apply(Exact::new(31, 10)), Pence(4));
        assert_eq!(Rounding::PennyUp.apply(Exact::whole(3)), Pence(3));
        assert_eq!(
            Rounding::PoundUp.apply(Exact::whole(321_520)),
            Pence(321_600)
        );
        assert_eq!(
            Rounding::PoundUp.apply(Exact::whole(321_600)),
            Pence(321_600)
        );
    }

    #[test]
    fn shares_are_read_in_the_usual_spellings() {
        for (text, shown) in [
            ("37%", "37 %"),
            ("7.5%", "7.5 %"),
            ("1/3", "1/3"),
            ("0.08", "8 %"),
        ] {
            assert_eq!(
                Exact::parse(text).map(Exact::percent).as_deref(),
                Some(shown)
            );
        }
        assert_eq!(Exact::parse("x%"), None);
        assert_eq!(Exact::parse("1/0"), None);
    }
}
