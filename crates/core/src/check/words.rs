//! Amounts and sentences, for people and for machines.

use crate::rules::{Reading, RuleKind, Unit};
use crate::time::{Minutes, exact, gcd};

/// An amount for people: `47 h 30 min`, `47.857 h`, `3 in 8`, `7 duties`.
pub fn amount(unit: Unit, value: i64, scale: i64) -> String {
    match unit {
        Unit::Hours => {
            if value % scale == 0
                && let Ok(minutes) = i32::try_from(value / scale)
            {
                return Minutes(minutes).to_string();
            }
            format!("{} h", rounded(value, scale * 60))
        }
        Unit::Ratio => {
            let g = gcd(value.unsigned_abs(), scale.unsigned_abs()).max(1) as i64;
            let sign = if value < 0 { "−" } else { "" };
            format!("{sign}{} in {}", (value / g).abs(), scale / g)
        }
        Unit::Days => counted(value, scale, "day", "days"),
        Unit::Duties => counted(value, scale, "duty", "duties"),
        Unit::Breaks => counted(value, scale, "break", "breaks"),
    }
}

fn counted(value: i64, scale: i64, one: &str, many: &str) -> String {
    let number = exact(value, scale).replace('-', "−");
    let word = if number == "1" { one } else { many };
    format!("{number} {word}")
}

/// Three decimals, rounded half up, for averages that never end.
fn rounded(value: i64, scale: i64) -> String {
    let thousandths =
        (i128::from(value) * 2000 + i128::from(scale)).div_euclid(i128::from(scale) * 2);
    let sign = if thousandths < 0 { "−" } else { "" };
    let all = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", all / 1000, all % 1000)
}

/// An amount for machines: hours as a decimal or `a/b`, shares always as `a/b`.
pub fn exact_amount(unit: Unit, value: i64, scale: i64) -> String {
    match unit {
        Unit::Hours => exact(value, scale * 60),
        Unit::Ratio => {
            let g = gcd(value.unsigned_abs(), scale.unsigned_abs()).max(1) as i64;
            format!("{}/{}", value / g, scale / g)
        }
        Unit::Days | Unit::Duties | Unit::Breaks => exact(value, scale),
    }
}

/// The distance to a limit, for machines.
pub fn exact_headroom(unit: Unit, headroom: i64, scale: i64) -> String {
    exact_amount(unit, headroom, scale)
}

/// A reading in words: `9 h 30 min of rest, needs 11 h`.
pub fn sentence(kind: &RuleKind, unit: Unit, reading: &Reading) -> String {
    kind.says
        .replace("{measured}", &amount(unit, reading.measured, reading.scale))
        .replace("{limit}", &amount(unit, reading.limit, reading.scale))
}
