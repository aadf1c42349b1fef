//! What the machine was doing meanwhile, where its system tells.

use std::fs;

/// Ticks a second in the kernel's files: a hundred on every Linux.
const TICKS: f64 = 100.0;

/// Seconds that this process has had of the processors, in user and system mode.
pub(super) fn processor_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // the name in brackets may hold blanks
    let after = text.rsplit_once(')')?.1;
    let mut fields = after.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

/// The load average over the last minute.
pub(super) fn load() -> Option<f64> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
