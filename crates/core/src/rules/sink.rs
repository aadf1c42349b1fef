//! What machines tell, and who listens.

use super::Rule;

/// A value that a rule measured, with its evidence.
///
/// `measured / scale` and `limit / scale` are the two sides, in minutes for hours and in whole
/// things otherwise; the scale keeps averages and frequencies exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What was measured, times `scale`.
    pub measured: i64,
    /// The clause's limit, times `scale`.
    pub limit: i64,
    /// At least one.
    pub scale: i64,
    /// First duty of the evidence, by index; equal to `last` when there is only one.
    pub first: u32,
    /// Last duty of the evidence.
    pub last: u32,
    /// Start of the stretch measured, in minutes on the rule's clock.
    pub from: i32,
    /// End of the stretch measured.
    pub to: i32,
}

/// Listens to a walk: the checker keeps breaches, the solver adds up cost, pay collects lines.
pub trait Sink {
    /// Called for every value that the rule measured, passes included, in the order of time.
    fn reading(&mut self, rule: &Rule, reading: Reading);
}

/// Keeps everything: for explaining, and for tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// Every reading, in order.
    pub readings: Vec<Reading>,
}

impl Sink for Working {
    fn reading(&mut self, _: &Rule, reading: Reading) {
        self.readings.push(reading);
    }
}

/// Keeps the tightest reading and every breach of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaches {
    /// The reading with the least headroom.
    pub tightest: Option<Reading>,
    /// Readings outside the limit, one per run, gap, duty or group of overlapping windows.
    pub breaches: Vec<Reading>,
    /// Where the last group of overlapping windows ends.
    group_to: i32,
}

impl Breaches {
    /// Forgets everything, and keeps the memory for the next rule.
    pub fn clear(&mut self) {
        self.tightest = None;
        self.breaches.clear();
        self.group_to = i32::MIN;
    }
}

impl Sink for Breaches {
    #[inline]
    fn reading(&mut self, rule: &Rule, reading: Reading) {
        if rule.headroom(&reading) < 0 {
            // overlapping windows tell of one and the same overload: the worst stands for them
            let same = rule.machine.slides() && reading.from < self.group_to;
            self.group_to = self.group_to.max(reading.to);
            match self.breaches.last_mut() {
                Some(last) if same => {
                    if rule.tighter(&reading, last) {
                        *last = reading;
                    }
                }
                _ => self.breaches.push(reading),
            }
        }
        if self.tightest.is_none_or(|t| rule.tighter(&reading, &t)) {
            self.tightest = Some(reading);
        }
    }
}
