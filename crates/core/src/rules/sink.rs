//! What machines tell, and who listens.

use super::{Rule, Sense};

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

    /// Whether passes that are not the tightest may be left out, because nobody listens to them.
    fn only_tightest(&self) -> bool {
        false
    }
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
    /// 1 for a maximum, -1 for a minimum: asked of the rule once, not at every reading.
    sign: i64,
}

impl Breaches {
    /// Forgets everything, keeps the memory, and listens to this rule next.
    pub fn begin(&mut self, rule: &Rule) {
        self.tightest = None;
        self.breaches.clear();
        self.group_to = i32::MIN;
        self.sign = match rule.machine.sense() {
            Sense::AtMost => 1,
            Sense::AtLeast => -1,
        };
    }

    #[cold]
    fn broken(&mut self, rule: &Rule, reading: Reading) {
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
}

impl Sink for Breaches {
    fn only_tightest(&self) -> bool {
        true
    }

    #[inline]
    fn reading(&mut self, rule: &Rule, reading: Reading) {
        let headroom = |r: &Reading| (r.limit - r.measured) * self.sign;
        let this = headroom(&reading);
        let tighter = match &self.tightest {
            None => true,
            Some(t) if t.scale == reading.scale => this < headroom(t),
            Some(t) => rule.tighter(&reading, t),
        };
        if tighter {
            self.tightest = Some(reading);
        }
        if this < 0 {
            self.broken(rule, reading);
        }
    }
}
