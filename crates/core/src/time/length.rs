//! Lengths of time in whole minutes, and how they are read and written.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A length of time in whole minutes. Negative lengths occur only as differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(pub i32);

/// Why a text is not a length of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a length of time; write it like 11h, 12h30, 30min or 7d")]
pub struct LengthError {
    /// The text as it stood.
    pub text: String,
}

impl Minutes {
    /// No time at all.
    pub const ZERO: Minutes = Minutes(0);
    /// One hour.
    pub const HOUR: Minutes = Minutes(60);
    /// Twenty-four hours.
    pub const DAY: Minutes = Minutes(24 * 60);

    /// Reads `11h`, `12h30`, `12h30min`, `30min`, `7d`, `26w`.
    ///
    /// # Errors
    /// When the text is none of these, or the length does not fit.
    pub fn parse(text: &str) -> Result<Minutes, LengthError> {
        let fail = || LengthError {
            text: text.to_owned(),
        };
        let mut rest = text.trim();
        if rest.is_empty() || rest.len() > 24 {
            return Err(fail());
        }
        let mut total: i64 = 0;
        let mut last_unit = i64::MAX;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, tail) = rest.split_at(digits);
            let number: i64 = number.parse().map_err(|_| fail())?;
            let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (unit, tail) = tail.split_at(letters);
            let unit = match unit {
                "w" => 7 * 24 * 60,
                "d" => 24 * 60,
                "h" => 60,
                "min" | "m" => 1,
                // `12h30`: bare minutes may only follow hours
                "" if last_unit == 60 => 1,
                _ => return Err(fail()),
            };
            if unit >= last_unit {
                return Err(fail());
            }
            last_unit = unit;
            total = number
                .checked_mul(unit)
                .and_then(|n| total.checked_add(n))
                .ok_or_else(fail)?;
            rest = tail.trim_start();
        }
        i32::try_from(total).map(Minutes).map_err(|_| fail())
    }

    /// The length in hours as an exact decimal or, where that has no end, a fraction `a/b`.
    pub fn hours_exact(self) -> String {
        exact(i64::from(self.0), 60)
    }

    /// The absolute value.
    pub fn abs(self) -> Minutes {
        Minutes(self.0.abs())
    }
}

/// `num / den` as a decimal of at most six places when that is exact, else as a reduced fraction.
pub fn exact(num: i64, den: i64) -> String {
    let g = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1) as i64;
    let (mut num, mut den) = (num / g, den / g);
    if den < 0 {
        (num, den) = (-num, -den);
    }
    for places in 0..=6_u32 {
        let scale = 10_i64.pow(places);
        if scale % den == 0 {
            let scaled = num * (scale / den);
            let sign = if scaled < 0 { "-" } else { "" };
            let scaled = scaled.unsigned_abs();
            let scale = scale.unsigned_abs();
            if places == 0 {
                return format!("{sign}{scaled}");
            }
            return format!(
                "{sign}{}.{:0width$}",
                scaled / scale,
                scaled % scale,
                width = places as usize
            );
        }
    }
    format!("{num}/{den}")
}

/// The greatest common divisor; `gcd(0, n)` is `n`.
pub fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Written for people: `47 h 30 min`, `11 h`, `45 min`.
impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let all = self.0.unsigned_abs();
        let (hours, minutes) = (all / 60, all % 60);
        match (hours, minutes) {
            (0, m) => write!(f, "{sign}{m} min"),
            (h, 0) => write!(f, "{sign}{h} h"),
            (h, m) => write!(f, "{sign}{h} h {m:02} min"),
        }
    }
}

impl Add for Minutes {
    type Output = Minutes;
    fn add(self, other: Minutes) -> Minutes {
        Minutes(self.0 + other.0)
    }
}

impl AddAssign for Minutes {
    fn add_assign(&mut self, other: Minutes) {
        self.0 += other.0;
    }
}

impl Sub for Minutes {
    type Output = Minutes;
    fn sub(self, other: Minutes) -> Minutes {
        Minutes(self.0 - other.0)
    }
}

impl Neg for Minutes {
    type Output = Minutes;
    fn neg(self) -> Minutes {
        Minutes(-self.0)
    }
}

impl Mul<i32> for Minutes {
    type Output = Minutes;
    fn mul(self, times: i32) -> Minutes {
        Minutes(self.0 * times)
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(all: I) -> Minutes {
        all.fold(Minutes::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_back_as_written() {
        let cases = [
            ("11h", 660),
            ("12h30", 750),
            ("12h30min", 750),
            ("30min", 30),
            ("7d", 10_080),
            ("26w", 262_080),
            ("0h", 0),
        ];
        for (text, minutes) in cases {
            assert_eq!(Minutes::parse(text), Ok(Minutes(minutes)), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_length_is_refused() {
        for text in [
            "",
            "11",
            "h",
            "11x",
            "30min2h",
            "-3h",
            "99999999999w",
            "3h 4h",
            "é",
        ] {
            assert!(Minutes::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn exact_numbers_keep_their_value() {
        let cases = [
            ((2850, 60), "47.5"),
            ((1, 3), "1/3"),
            ((-30, 60), "-0.5"),
            ((335, 7), "335/7"),
            ((48, 1), "48"),
            ((3, 8), "0.375"),
            ((-1, 24), "-1/24"),
        ];
        for ((num, den), text) in cases {
            assert_eq!(exact(num, den), text);
        }
    }
}
