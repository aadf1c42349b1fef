//! The factors of the risk index that come from time of day, length and the duties before.

use std::f64::consts::PI;

use super::index::Stint;

/// The factor of a duty's time of day and length.
pub(super) fn timing(stint: &Stint, commute: f64) -> f64 {
    // the method counts from its reference commute of forty minutes
    let more = (commute - 40.0) / 60.0;
    let begin = stint.start - more;
    let end = stint.end();
    let length = stint.length + more;
    let angle = length * PI / 12.0;
    // over no time at all the mean of the rhythm is its value there
    let rhythm = if angle.abs() < 1e-9 {
        (PI * end / 12.0).cos()
    } else {
        ((PI * end / 12.0).sin() - (PI * begin / 12.0).sin()) / angle
    };
    let by_clock = 1.0106 + 0.1057 * rhythm;
    let mut by_length = of_length(length);
    if more > 0.0 {
        by_length = (by_length * length - of_length(more) * more) / stint.length;
    }
    0.997_976 * by_clock * by_length / 1.288
}

/// How much riskier the mean hour of a duty of so many hours is than one of eight.
pub(super) fn of_length(hours: f64) -> f64 {
    if hours < 4.25 {
        1.0359 - 0.8012 * (-0.7315 * hours).exp()
    } else if hours > 8.13 {
        0.5713 + 0.1501 * (0.129 * hours).exp()
    } else {
        1.0
    }
}

/// The factor that each duty inherits from those before it.
pub(super) fn cumulative(stints: &[Stint]) -> Vec<f64> {
    let mut all = Vec::with_capacity(stints.len());
    let mut risk = 1.0;
    for (i, stint) in stints.iter().enumerate() {
        if let Some(before) = i.checked_sub(1).map(|i| &stints[i]) {
            let gap = stint.rest - 1.0;
            risk = if gap < 9.0 {
                risk + 0.06 * (9.0 - gap)
            } else if gap <= 24.0 {
                risk + f64::midpoint(step(stint), step(before))
            } else {
                1.0 + (risk - 1.0) * (-1.118 * (nights_off(before, stint, gap) - 1.0)).exp()
            };
        }
        all.push(0.98899 * risk / 1.113);
    }
    all
}

/// What one more duty adds: more at night than by day.
fn step(stint: &Stint) -> f64 {
    let middle = stint.start - 0.5 + f64::midpoint(stint.length, 1.0);
    0.0886 + 0.0359 * (PI * middle / 12.0).cos()
}

/// Nights of sleep between two duties more than a day apart; part nights count as parts.
fn nights_off(before: &Stint, next: &Stint, gap: f64) -> f64 {
    let bed = (before.end() + 0.5 + 1.0).rem_euclid(24.0);
    let up = (next.start - 0.5 + 1.0).rem_euclid(24.0);
    let after_bed = if bed < 8.0 { 8.0 - bed } else { 0.0 };
    let before_up = if up < 8.0 { up } else { 0.0 };
    let nights = (gap / 24.0).floor() + (after_bed + before_up) / 8.0;
    if after_bed > 0.0 && before_up > 0.0 && up >= bed {
        nights - 2.0
    } else {
        nights
    }
}
