//! What the duties before leave behind: sleep lost night by night, and how it is slept off.
//!
//! The commute counts half an hour each side here, whatever it is. Days run to 15:00: a night duty
//! and the evening before it belong to the night between.

#![expect(
    clippy::unreadable_literal,
    reason = "the method's own constants, as its description writes them"
)]

use std::collections::BTreeMap;
use std::f64::consts::PI;

use super::index::{Stint, very_sleepy};

/// A stint with its commute, seen from the nights around it.
struct Seen {
    /// The night that follows a day duty, or the one within a night duty: its number.
    night: i32,
    /// Start in hours, from 15 up to 39, on the scale of its night.
    begin: f64,
    /// End on that scale.
    end: f64,
    /// Hours until the next duty's commute; 24 after the last.
    gap: f64,
}

impl Seen {
    fn all(stints: &[Stint]) -> Vec<Seen> {
        let Some(first) = stints.first() else {
            return Vec::new();
        };
        let gaps = stints[1..].iter().map(|next| next.rest - 1.0);
        let see = |(stint, gap): (&Stint, f64)| {
            let day = stint.day - first.day + 1;
            let a = stint.start - 0.5;
            let night = if a < 15.0 { day } else { day + 1 };
            let begin = a + 24.0 * f64::from(day - night + 1);
            Seen {
                night,
                begin,
                end: begin + stint.length + 1.0,
                gap,
            }
        };
        stints
            .iter()
            .zip(gaps.chain(std::iter::once(24.0)))
            .map(see)
            .collect()
    }

    /// Hours of sleep lost in the night that this duty falls in.
    fn loss_within(&self) -> f64 {
        let general = self.loss_after(self.end);
        if (15.0..=22.67).contains(&self.begin) {
            return general;
        }
        let q = 37.5 - self.begin;
        let early = if self.begin > 22.76 {
            (0.03501 * q + 0.01928) * q
        } else {
            0.0
        };
        early.min(general)
    }

    /// Hours of sleep lost in the night after it.
    fn loss_next(&self) -> f64 {
        self.loss_after(self.end - 24.0)
    }

    fn loss_after(&self, end: f64) -> f64 {
        late(end).max(9.0 - self.gap)
    }
}

/// Hours of sleep lost when work ends this late.
fn late(end: f64) -> f64 {
    let bed = if end < 24.25 {
        16.3 + 0.367 * end
    } else {
        end + 1.0
    };
    let by_clock = if end < 18.5 {
        8.13
    } else {
        -2.28827436527851
            + 11.7995318577367
                / (1.0
                    + 0.472949055173571
                        * (-1.77393493516727 + 0.16244804759197 * (bed - 20.0)).exp())
    };
    let actual = (8.0 - 0.285 * (end - 18.5)).min(8.0);
    (8.07 - f64::midpoint(by_clock, actual)).min(8.0)
}

/// A duty far from any other, as the nights around it see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alone {
    /// Whether it lies in the night after its day, and not in the one before.
    pub(super) by_night: bool,
    begin: f64,
    /// Hours of sleep lost in its own night.
    pub(super) within: f64,
    /// Hours of sleep lost in the night after that.
    pub(super) after: f64,
}

impl Alone {
    pub(super) fn new(stint: &Stint) -> Alone {
        let seen = &Seen::all(&[*stint])[0];
        Alone {
            by_night: stint.start - 0.5 >= 15.0,
            begin: seen.begin,
            within: seen.loss_within(),
            after: seen.loss_next(),
        }
    }

    /// The part of its fatigue that it inherits, from how rested somebody is before its night and
    /// after it.
    pub(super) fn share(&self, now: f64, next: f64) -> f64 {
        share(self.begin, f64::INFINITY, now, next)
    }
}

/// How rested somebody is who has slept as long as they like.
pub(super) const RESTED: f64 = 3.87;

/// How rested somebody is after a night in which so many hours of sleep are lost.
pub(super) fn after_night(before: f64, loss: f64) -> f64 {
    let towards = 3.9 - 0.441596758431994 * loss.min(8.0);
    let rate = if before > towards {
        0.136934833451947_f64
    } else {
        0.686825862760272
    };
    towards + (before - towards) * (-rate).exp()
}

/// How rested somebody is at the end of each night up to the last, from night 1.
fn nights(seen: &[Seen]) -> Vec<f64> {
    let mut within: BTreeMap<i32, f64> = BTreeMap::new();
    let mut after: BTreeMap<i32, f64> = BTreeMap::new();
    for duty in seen {
        // the first duty of a night speaks for it
        within
            .entry(duty.night)
            .or_insert_with(|| duty.loss_within());
        after
            .entry(duty.night + 1)
            .or_insert_with(|| duty.loss_next());
    }
    let last = seen.last().map_or(0, |duty| duty.night);
    let mut rested = Vec::new();
    let mut before = RESTED;
    for night in 1..=last {
        let mut loss = within.get(&night).copied().unwrap_or(0.0);
        if night > 1 {
            loss += after.get(&night).copied().unwrap_or(0.0);
        }
        before = after_night(before, loss);
        rested.push(before);
    }
    rested
}

/// The part of fatigue, 0 to 1, that each duty inherits from those before it.
pub(super) fn shares(stints: &[Stint]) -> Vec<f64> {
    let seen = Seen::all(stints);
    let rested = nights(&seen);
    let at = |night: i32| -> Option<f64> {
        let index = usize::try_from(night).ok()?.checked_sub(1)?;
        rested.get(index).copied()
    };
    let mut all = Vec::with_capacity(seen.len());
    for (i, duty) in seen.iter().enumerate() {
        // a duty that shares its night with the next is taken as fresh
        let alone = seen.get(i + 1).is_none_or(|next| next.night != duty.night);
        let night = if alone { duty.night } else { 0 };
        let (now, next) = match at(night - 1) {
            Some(now) if i > 0 => (now, at(night).unwrap_or(0.0)),
            _ => (3.9, 3.9),
        };
        let gap_before = if i == 0 {
            f64::INFINITY
        } else {
            seen[i - 1].gap
        };
        all.push(share(duty.begin, gap_before, now, next));
    }
    all
}

fn share(begin: f64, gap_before: f64, now: f64, next: f64) -> f64 {
    let y = if begin > 27.0 && begin < 39.0 {
        now + (next - now) * f64::midpoint(1.0, (PI * (begin - 33.0) / 12.0).sin())
    } else {
        now
    };
    let z = y * 4.44 / 3.9;
    let x = if gap_before > 9.0 {
        1.0
    } else {
        ((gap_before - 1.0) / 8.0).max(0.0)
    };
    let rested = if next > 0.0 {
        x * z + (1.0 - x) * next
    } else {
        z
    };
    // the rested end of the scale is 4.44; the argument stays above nothing for every real duty
    let drowsy = ((1.001 - rested / 4.44).max(1e-9) / 0.00189).ln() / 0.801;
    very_sleepy(drowsy.max(1.0)) / 3.0
}
