//! Time on the wall, and time of the processors.

use std::fs;
use std::time::Instant;

/// Ticks a second in the kernel's files: a hundred on every Linux.
const TICKS: f64 = 100.0;

/// Begun somewhere, read later.
pub(super) struct Stopwatch {
    wall: Instant,
    cpu: Option<f64>,
}

/// What a stopwatch showed, in seconds.
#[derive(Clone, Copy)]
pub(super) struct Took {
    pub(super) wall: f64,
    /// Of all threads together; the wall's where the system does not tell.
    pub(super) cpu: f64,
}

impl Stopwatch {
    pub(super) fn start() -> Stopwatch {
        Stopwatch {
            wall: Instant::now(),
            cpu: cpu_seconds(),
        }
    }

    pub(super) fn stop(&self) -> Took {
        let wall = self.wall.elapsed().as_secs_f64();
        let cpu = self
            .cpu
            .zip(cpu_seconds())
            .map(|(before, now)| now - before);
        Took {
            wall,
            cpu: cpu.unwrap_or(wall),
        }
    }
}

/// Seconds that this process has had of the processors, in user and system mode.
fn cpu_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // the name in brackets may hold blanks
    let after = text.rsplit_once(')')?.1;
    let mut fields = after.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}
