//! How the search is going, on standard error: lines, or JSON events; and Ctrl-C.

use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicBool, Ordering};

use firstline_solve::engine::{Doing, Progress};
use serde_json::json;

use super::super::warn;

/// Somebody pressed Ctrl-C.
static ENOUGH: AtomicBool = AtomicBool::new(false);

/// Seconds between two events or lines that say nothing new of value or bound.
const OFTEN: f64 = 0.5;
const SELDOM: f64 = 10.0;

/// Tells how the search is going.
pub(super) struct Teller {
    events: bool,
    over: bool,
    instance: String,
    last: Option<Progress>,
}

impl Teller {
    pub(super) fn new(events: bool, instance: String) -> Teller {
        // without a handler Ctrl-C ends the program at once, so a failure here does no harm
        let _ = ctrlc::set_handler(|| ENOUGH.store(true, Ordering::Relaxed));
        Teller {
            events,
            over: !events && stderr().is_terminal(),
            instance,
            last: None,
        }
    }

    /// Whether somebody ended the search.
    pub(super) fn stopped() -> bool {
        ENOUGH.load(Ordering::Relaxed)
    }

    /// Tells it where there is something new; false when the search is to end.
    pub(super) fn tell(&mut self, now: &Progress) -> bool {
        if now.value != i64::MAX && (self.due(now) || (self.events && now.doing == Doing::Done)) {
            self.write(now);
            self.last = Some(*now);
        }
        !Teller::stopped()
    }

    fn due(&self, now: &Progress) -> bool {
        let Some(last) = &self.last else {
            return true;
        };
        let since = now.seconds - last.seconds;
        let better = now.value < last.value || now.bound > last.bound + 0.5;
        let pause = if self.events || self.over {
            OFTEN
        } else {
            SELDOM
        };
        since >= pause || (self.events && better && since >= 0.02)
    }

    fn write(&self, now: &Progress) {
        if self.events {
            let event = json!({
                "event": "progress",
                "instance": self.instance,
                "doing": now.doing.word(),
                "value": now.value,
                "bound": now.bound.is_finite().then_some(now.bound),
                "columns": now.columns,
                "moves": now.moves,
                "seconds": (now.seconds * 1000.0).round() / 1000.0,
                "work": (now.work * 1000.0).round() / 1000.0,
            });
            warn(&format!("{event}\n"));
            return;
        }
        let bound = if now.bound.is_finite() {
            format!("bound {:.1}", now.bound)
        } else {
            "no bound yet".to_owned()
        };
        let line = format!(
            "{} {:>6.1} s  value {}  {bound}  columns {}  moves {}  {}",
            self.instance,
            now.seconds,
            now.value,
            now.columns,
            now.moves,
            now.doing.word()
        );
        if self.over {
            warn(&format!("\r{line:<100}"));
        } else {
            warn(&format!("{line}\n"));
        }
    }

    /// Leaves the line clean.
    pub(super) fn end(&self) {
        if self.over && self.last.is_some() {
            warn(&format!("\r{:<100}\r", ""));
        }
    }
}
