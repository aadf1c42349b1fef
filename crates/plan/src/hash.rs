//! A hash of inputs, so that two people can tell whether they put in the same things.

use std::fmt;

use firstline_core::rota::Rota;
use firstline_core::time::Day;

/// The 64-bit FNV-1a hash of what an answer was made from.
///
/// It tells slips of the hand, not forgeries: whoever wants to can make two inputs with one hash.
/// Every part goes in with its length, so that `ab` + `c` and `a` + `bc` differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputHash(u64);

impl Default for InputHash {
    fn default() -> InputHash {
        InputHash(0xcbf2_9ce4_8422_2325)
    }
}

impl InputHash {
    fn bytes(mut self, bytes: &[u8]) -> InputHash {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    /// With a whole number.
    pub fn integer(self, number: i64) -> InputHash {
        self.bytes(&number.to_le_bytes())
    }

    /// With a number; every bit counts, so 0.1 + 0.2 is not 0.3.
    pub fn number(self, number: f64) -> InputHash {
        self.bytes(&number.to_bits().to_le_bytes())
    }

    /// With a text.
    pub fn text(self, text: &str) -> InputHash {
        self.integer(text.len() as i64).bytes(text.as_bytes())
    }

    /// With a rota: who is on duty when, as what. The name of its file does not count, nor does
    /// whatever was not understood in it. A pattern that stands on no dates has the same hash in
    /// every week in which it is looked at.
    pub fn rota(self, rota: &Rota) -> InputHash {
        let from = if rota.on_dates { 0 } else { rota.period.from.0 };
        let day = |day: Day| i64::from(day.0 - from);
        let minute = |minutes: i32| i64::from(minutes) - i64::from(from) * 24 * 60;
        let mut hash = self
            .text(rota.judged.word())
            .text(rota.zone.name())
            .integer(day(rota.period.from))
            .integer(day(rota.period.to))
            .integer(rota.rosters.len() as i64);
        for roster in &rota.rosters {
            hash = hash
                .text(&roster.person)
                .integer(roster.duties.len() as i64);
            for duty in &roster.duties {
                hash = hash
                    .integer(minute(duty.start.instant.0))
                    .integer(minute(duty.end.instant.0))
                    .integer(minute(duty.start.wall.0))
                    .text(duty.kind.word())
                    .text(&rota.shift_type(duty.code).code);
            }
            for absence in &roster.absences {
                hash = hash
                    .integer(day(absence.from))
                    .integer(day(absence.to))
                    .text(absence.kind.word());
            }
        }
        hash
    }
}

/// `fnv1a64:af63dc4c8601ec8c`.
impl fmt::Display for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fnv1a64:{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_published_examples() {
        // Fowler, Noll and Vo's own test values
        let of = |text: &str| InputHash::default().bytes(text.as_bytes()).0;
        assert_eq!(of(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(of("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(of("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn where_one_text_ends_and_the_next_begins_counts() {
        let hash = InputHash::default();
        assert_ne!(hash.text("ab").text("c"), hash.text("a").text("bc"));
    }
}
