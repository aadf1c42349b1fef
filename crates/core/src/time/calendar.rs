//! The instants of many midnights, worked out once for a whole rota.

use super::{Clock, Day, Zone};

/// Midnights of a run of days in one zone.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: Zone,
    first: Day,
    midnights: Vec<i32>,
}

impl Calendar {
    /// Midnights from `first` up to and with `last`.
    pub fn new(zone: &Zone, first: Day, last: Day) -> Calendar {
        let days = last.since(first).clamp(0, 200_000);
        Calendar {
            zone: zone.clone(),
            first,
            midnights: (0..=days)
                .map(|n| zone.midnight(first.plus(n)).instant.0)
                .collect(),
        }
    }

    /// Midnight at the start of a day, on one of the two clocks.
    pub fn midnight(&self, day: Day, clock: Clock) -> i32 {
        match clock {
            Clock::Nominal => day.midnight().0,
            Clock::Elapsed => {
                let index = day.since(self.first);
                match usize::try_from(index)
                    .ok()
                    .and_then(|i| self.midnights.get(i))
                {
                    Some(instant) => *instant,
                    None => self.zone.midnight(day).instant.0,
                }
            }
        }
    }

    /// The zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }
}
