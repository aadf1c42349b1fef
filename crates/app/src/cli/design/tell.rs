//! How the search is going: a line that is written over, or JSON events; and Ctrl-C.

use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicBool, Ordering};

use firstline_solve::engine::{Doing, Progress};
use serde_json::json;

use super::super::warn;

/// Somebody pressed Ctrl-C.
static ENOUGH: AtomicBool = AtomicBool::new(false);

/// Seconds between two lines that say the same of the rota.
const OFTEN: f64 = 0.5;
/// The same where the lines stay, as in a log.
const SELDOM: f64 = 10.0;

/// How it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Over,
    Log,
    Events,
    Silent,
}

/// Tells how the search is going.
pub(super) struct Teller {
    how: How,
    constant: i64,
    last: Option<(Progress, &'static str)>,
    /// Seconds, work and moves of searches before this one.
    before: (f64, f64, u64),
    /// What the search is for, where it is not for the rota itself.
    aside: Option<(i64, f64)>,
    /// A bound that was proved before.
    bound: f64,
}

impl Teller {
    pub(super) fn new(events: bool, constant: i64) -> Teller {
        // a second Ctrl-C ends the program at once; without a handler Ctrl-C does that anyway
        let _ = ctrlc::set_handler(|| {
            if ENOUGH.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        let how = match (events, stderr().is_terminal()) {
            (true, _) => How::Events,
            (false, true) => How::Over,
            (false, false) => How::Log,
        };
        Teller {
            how,
            constant,
            last: None,
            before: (0.0, 0.0, 0),
            aside: None,
            bound: f64::NEG_INFINITY,
        }
    }

    /// Tells nothing.
    pub(super) fn silent() -> Teller {
        Teller {
            how: How::Silent,
            constant: 0,
            last: None,
            before: (0.0, 0.0, 0),
            aside: None,
            bound: f64::NEG_INFINITY,
        }
    }

    /// Whether somebody ended the search.
    pub(super) fn stopped() -> bool {
        ENOUGH.load(Ordering::Relaxed)
    }

    /// What is told from now on comes after so much.
    pub(super) fn after(&mut self, seconds: f64, work: f64, moves: u64) {
        self.before = (seconds, work, moves);
    }

    /// From now on the least cover alone is searched, beside a rota of this value and bound.
    pub(super) fn aside(&mut self, rota: Option<(i64, f64)>) {
        self.aside = rota;
    }

    /// No rota is worth less than this: proved before the search that is told of now.
    pub(super) fn known(&mut self, bound: f64) {
        self.bound = bound;
    }

    /// Tells it where there is something new; false when the search is to end.
    pub(super) fn tell(&mut self, progress: &Progress) -> bool {
        let mut now = *progress;
        let mut doing = now.doing.word();
        now.seconds += self.before.0;
        now.work += self.before.1;
        now.moves += self.before.2;
        now.bound = now.bound.max(self.bound);
        if let Some((value, bound)) = self.aside {
            (now.value, now.bound, doing) = (value, bound, "least cover");
        }
        let pause = if self.how == How::Log { SELDOM } else { OFTEN };
        let due = self.last.is_none_or(|(last, was)| {
            let better = last.value != now.value && self.how != How::Over;
            now.seconds - last.seconds >= pause
                || was != doing
                || (better && now.seconds - last.seconds >= 0.05)
        });
        if due && now.value != i64::MAX && now.doing != Doing::Done {
            self.write(&now, doing);
            self.last = Some((now, doing));
        }
        !Teller::stopped()
    }

    #[expect(clippy::cast_precision_loss, reason = "costs are far below 2^52")]
    fn gap(&self, now: &Progress) -> Option<f64> {
        let value = (now.value - self.constant) as f64;
        let gap = (value - (now.bound - self.constant as f64)) / value.max(1.0);
        now.bound.is_finite().then_some(gap.max(0.0))
    }

    fn write(&self, now: &Progress, doing: &str) {
        if self.how == How::Silent {
            return;
        }
        let gap = self.gap(now);
        if self.how == How::Events {
            let event = json!({
                "event": "progress",
                "doing": doing,
                "value": now.value,
                "bound": now.bound.is_finite().then_some(now.bound),
                "gap": gap,
                "columns": now.columns,
                "moves": now.moves,
                "seconds": (now.seconds * 1000.0).round() / 1000.0,
                "work": (now.work * 1000.0).round() / 1000.0,
            });
            warn(&format!("{event}\n"));
            return;
        }
        let bound = match gap {
            Some(gap) => format!("bound {:.1}  gap {:.2} %", now.bound, gap * 100.0),
            None => "no bound yet".to_owned(),
        };
        let line = format!(
            "{:>6.1} s  value {}  {bound}  columns {}  moves {}  {doing}",
            now.seconds, now.value, now.columns, now.moves
        );
        if self.how == How::Over {
            warn(&format!("\r{line:<100}"));
        } else {
            warn(&format!("{line}\n"));
        }
    }

    /// Leaves the line clean.
    pub(super) fn end(&self) {
        if self.how == How::Over && self.last.is_some() {
            warn(&format!("\r{:<100}\r", ""));
        }
    }
}
