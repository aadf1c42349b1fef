//! Numbers that look random and are the same for the same seed.

/// Marsaglia's xorshift with 64 bits.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        // neighbouring seeds are spread out, and zero is not allowed
        let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Dice((mixed ^ (mixed >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From `least` to `most`, both included.
    pub(crate) fn range(&mut self, least: i64, most: i64) -> i64 {
        assert!(least <= most, "a range has a number in it");
        let wide = (most - least + 1) as u64;
        least + ((self.next() >> 11) % wide) as i64
    }

    pub(crate) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.range(0, all.len() as i64 - 1) as usize].clone()
    }

    pub(crate) fn one_in(&mut self, n: i64) -> bool {
        self.range(1, n) == 1
    }

    pub(crate) fn percent(&mut self, share: i64) -> bool {
        self.range(1, 100) <= share
    }
}
