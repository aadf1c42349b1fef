//! Civil dates, wall clocks and instants, in whole minutes.
//!
//! This is the only place that uses jiff. It knows nothing of rotas or rules. A wall-clock time
//! becomes an instant once, in [`Zone::resolve`]; from then on everybody reads the result, so that
//! the night on which the clocks change has one length in the whole program.

mod calendar;
mod holidays;
mod length;
mod wall;
mod zone;

pub use calendar::Calendar;
pub use holidays::{Holiday, Holidays};
pub use length::{LengthError, Minutes, exact, gcd};
pub use wall::{ClockTime, Day, Wall, Weekday};
pub use zone::{Moment, Resolved, Span, Zone, ZoneError};

/// A point in time: whole minutes since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i32);

impl Instant {
    /// The length from `earlier` to this instant; negative when `earlier` is later.
    pub fn since(self, earlier: Instant) -> Minutes {
        Minutes(self.0 - earlier.0)
    }
}

/// Which of a duty's two lengths a rule reads.
///
/// A night from 20:00 to 08:30 over the autumn clock change is 12 h 30 on the rota and 13 h 30 in
/// the life of the doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Time that really passes, as a stopwatch would show it.
    Elapsed,
    /// Time as the rota's wall clock shows it, as if clocks never changed.
    Nominal,
}
