//! The two indices: the fatigue index (FI) and the risk index (RI) of the RR446 method.
//!
//! Rebuilt from its published description and checked against every published row at hand; the
//! numbers below are the method's own and carry no meaning apart from it. Hours are hours since
//! midnight on the wall clock at the start of the duty; lengths and rests are hours that really
//! pass, so the night on which clocks change is as long as it was.

#![expect(
    clippy::unreadable_literal,
    clippy::many_single_char_names,
    reason = "the method's own constants and letters, as its description writes them"
)]

use std::collections::BTreeMap;
use std::f64::consts::PI;

use super::conditions::Conditions;
use super::cumulative;
use super::risk;

/// A duty as the indices see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stint {
    /// Civil day on which it starts, counted in days from any day at or before the first duty.
    pub day: i32,
    /// Start on the wall clock, in hours from 0 up to, not with, 24.
    pub start: f64,
    /// Length in hours that really pass, above 0 and up to 24.
    pub length: f64,
    /// Hours since the end of the stint before; meaningless for the first.
    pub rest: f64,
}

impl Stint {
    /// Stints of days, starts and ends as a clock shows them, on a clock that never changes; an
    /// end at or before the start is on the next day.
    pub fn from_clock(duties: &[(i32, f64, f64)]) -> Vec<Stint> {
        let mut all: Vec<Stint> = Vec::with_capacity(duties.len());
        for (day, start, end) in duties {
            let length = if end > start {
                end - start
            } else {
                end - start + 24.0
            };
            let rest = all.last().map_or(0.0, |before: &Stint| {
                24.0 * f64::from(day - before.day) + start - before.start - before.length
            });
            all.push(Stint {
                day: *day,
                start: *start,
                length,
                rest,
            });
        }
        all
    }

    /// Where it ends, in hours after the midnight before it began.
    pub(super) fn end(&self) -> f64 {
        self.start + self.length
    }
}

/// Both indices of one duty, with their parts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Index {
    /// Fatigue index, 0 to 100: the mean chance, in a hundred, of being very sleepy on the duty.
    pub fi: f64,
    /// The part of FI that comes from the duties before, 0 to 100.
    pub fi_cumulative: f64,
    /// The part of FI that comes from the time of day and the length, 0 to 100.
    pub fi_timing: f64,
    /// The part of FI that comes from demand and breaks, 0 to 100.
    pub fi_job: f64,
    /// Risk index: 1 is the mean of two 12 h days, two 12 h nights and four days off.
    pub ri: f64,
    /// The factor of RI that comes from the duties before.
    pub ri_cumulative: f64,
    /// The factor of RI that comes from the time of day and the length.
    pub ri_timing: f64,
    /// The factor of RI that comes from demand and breaks.
    pub ri_job: f64,
}

/// The indices of one person's duties, in time order. The person begins rested, so a pattern is
/// scored with at least one cycle before the one that is shown.
pub fn indices(stints: &[Stint], conditions: &Conditions) -> Vec<Index> {
    let slope = slope(conditions);
    let tired = cumulative::shares(stints);
    let risky = risk::cumulative(stints);
    // a rota has few shift types, so most duties share their times with one seen before
    let mut known: BTreeMap<(u64, u64), Index> = BTreeMap::new();
    stints
        .iter()
        .zip(tired.iter().zip(&risky))
        .map(|(stint, (cumulative, ri_cumulative))| {
            let times = (stint.start.to_bits(), stint.length.to_bits());
            let mut index = *known
                .entry(times)
                .or_insert_with(|| of_its_times(stint, conditions, slope));
            let own = (index.fi_timing + index.fi_job) / 100.0;
            index.fi_cumulative = 100.0 * cumulative;
            index.fi = 100.0 * (1.0 - (1.0 - cumulative) * (1.0 - own));
            index.ri_cumulative = *ri_cumulative;
            index.ri = ri_cumulative * index.ri_timing * index.ri_job;
            index
        })
        .collect()
}

/// The parts that depend on a duty's own times alone.
pub(super) fn of_its_times(stint: &Stint, conditions: &Conditions, slope: f64) -> Index {
    let light = sleepiness(stint, conditions.commute, 0.14);
    let all = sleepiness(stint, conditions.commute, slope);
    let timing = light.min(all);
    Index {
        fi_timing: 100.0 * timing,
        fi_job: 100.0 * (all - timing),
        ri_timing: risk::timing(stint, conditions.commute),
        ri_job: job_risk(stint.length, conditions),
        ..Index::default()
    }
}

/// Work and break, in minutes: the mean of the usual and the longest.
fn work_and_break(c: &Conditions) -> (f64, f64) {
    (
        f64::midpoint(c.break_every, c.longest_spell),
        f64::midpoint(c.break_length, c.break_after),
    )
}

/// How fast fatigue rises over a duty.
pub(super) fn slope(c: &Conditions) -> f64 {
    let (work, rest) = work_and_break(c);
    let share = if work + rest > 0.0 {
        work / (work + rest)
    } else {
        1.0
    };
    relief(work, rest) + 1.2 * (0.125 + 0.015 * c.demand) * share
}

/// How much the breaks leave of the rise of fatigue: straight lines between known lengths.
fn relief(work: f64, rest: f64) -> f64 {
    let five = 0.172731235 - 0.200918653 * 0.04 + 0.03552264 * 0.0016;
    let fifteen = 0.000442 * work;
    let thirty = 0.000206 - 0.0000138433 * work + 0.00000096491 * work * work;
    let points = [
        (0.0, 0.174),
        (5.0, five),
        (15.0, fifteen),
        (30.0, thirty),
        (60.0, 0.0),
    ];
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if rest < x1 {
            return y0 + (y1 - y0) * (rest - x0) / (x1 - x0);
        }
    }
    0.0
}

/// Risk within spells of work: it rises by the quarter of an hour, and a break takes most of the
/// rise back.
fn job_risk(length: f64, c: &Conditions) -> f64 {
    let (work, rest) = work_and_break(c);
    let spells = 1.0 + (60.0 * length / (work + rest) - 0.01).floor();
    // halves go to the even neighbour, as in the macro language of the tool
    let quarters = (work / 15.0).round_ties_even();
    let e = (-0.395 * (rest - 13.3)).exp();
    let left = (0.24 / 0.2388) * e / (1.0 + e);
    let (high, rate) = (1.826297414_f64, 1.146457295_f64);
    let (mut n, mut j, mut r, mut sum) = (0.0, -1.0, 1.0, 0.0);
    while n <= spells * quarters {
        j = if j < quarters { j + 1.0 } else { 0.0 };
        r = if j < 0.5 {
            1.0 + (r - 1.0) * left
        } else {
            high + (r - high) * (-rate / 4.0).exp()
        };
        sum += r;
        n += 1.0;
    }
    let raw = sum / n / 1.4858 + 0.0232 * (c.demand - 3.0);
    raw / 1.032 / 1.0286182
}

/// The mean chance of being very sleepy, over a duty, where fatigue rises by `slope` an hour.
fn sleepiness(stint: &Stint, commute: f64, slope: f64) -> f64 {
    // two daily rhythms, of which the method adds the squares and does not take the root
    let (a, p, ca, cp) = (0.5_f64, 1.25_f64, 0.74_f64, 5.23_f64);
    let amplitude = a * a + ca * ca - a * ca * (PI * (p - cp) / 12.0).cos();
    let phase = 12.0 / PI
        * (a * (PI * p / 12.0).sin() - ca * (PI * cp / 12.0).sin())
            .atan2(a * (PI * p / 12.0).cos() - ca * (PI * cp / 12.0).cos());
    let at_start = amplitude * (PI * (stint.start - phase) / 12.0).cos();
    let mut sum = 0.0;
    let mut count = 0.0;
    let mut quarter = 0;
    loop {
        let d = 0.25 * f64::from(quarter);
        if d > stint.length + 0.001 {
            return sum / count;
        }
        let clock = stint.start + d;
        let x = (d + (commute - 30.0) / 60.0) * slope
            + at_start
            + ca * (PI * (clock - cp) / 12.0).cos();
        sum += very_sleepy(x + 2.45);
        count += 1.0;
        quarter += 1;
    }
}

/// From the method's inner scale to the chance of a rating of 8 or 9 on the nine-point scale.
pub(super) fn very_sleepy(sp: f64) -> f64 {
    let scale = 1.0 + 6.0 / (1.0 + (3.057 - 0.764 * sp).exp());
    let kss = -0.6 + 1.436 * scale;
    1.26 / (1.0 + 3670.0 * (-1.06 * kss).exp())
}
