//! Whether somebody has a line at all, and which lengths it can have.

use crate::automaton::Automaton;
use crate::problem::Symbol;

/// The lengths that lines can have, counters aside.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    /// A bit for each length; empty where there would be too many to look at.
    bits: Vec<u64>,
    least: i64,
    most: i64,
}

impl Reached {
    /// The greatest length up to some number.
    pub(super) fn up_to(&self, length: i64) -> Option<i64> {
        if length < self.least {
            return None;
        }
        let length = length.min(self.most);
        let has = |n: &i64| self.bits[*n as usize / 64] >> (n % 64) & 1 == 1;
        if self.bits.is_empty() {
            return Some(length);
        }
        (self.least..=length).rev().find(has)
    }

    /// The least length.
    pub(super) fn least(&self) -> i64 {
        self.least
    }
}

/// One person's day by day.
pub(super) struct Ask<'a, F> {
    pub(super) automaton: &'a Automaton,
    pub(super) start: u16,
    pub(super) first_weekday: usize,
    pub(super) days: usize,
    pub(super) lengths: &'a [i32],
    pub(super) may: F,
}

/// More than this is not looked at length by length.
const MOST_WORK: usize = 6_000_000;

impl<F: Fn(usize, Symbol) -> bool> Ask<'_, F> {
    /// Whether there is a line at all.
    pub(super) fn any(&self) -> bool {
        let nothing = vec![0; self.lengths.len()];
        self.run(&nothing, 1).is_some()
    }

    /// The lengths that lines can have; nothing where there is no line.
    pub(super) fn lengths(&self) -> Option<Reached> {
        let longest = self.lengths.iter().copied().max().unwrap_or(0) as usize;
        let words = (longest * self.days) / 64 + 1;
        let states = self.automaton.layers.iter().map(|l| l.states).max();
        let work = words * self.days * states.unwrap_or(0) * self.lengths.len();
        if work > MOST_WORK {
            let any = self.any();
            return any.then_some(Reached {
                bits: Vec::new(),
                least: 0,
                most: (longest * self.days) as i64,
            });
        }
        let bits = self.run(self.lengths, words)?;
        let each = |n: &usize| bits[n / 64] >> (n % 64) & 1 == 1;
        let least = (0..words * 64).find(each)?;
        let most = (0..words * 64).rev().find(each)?;
        Some(Reached {
            bits,
            least: least as i64,
            most: most as i64,
        })
    }

    fn run(&self, lengths: &[i32], words: usize) -> Option<Vec<u64>> {
        let layers = &self.automaton.layers;
        let mut now = vec![0_u64; layers[self.first_weekday % 7].states * words];
        *now.get_mut(usize::from(self.start) * words)? = 1;
        for day in 0..self.days {
            let weekday = (self.first_weekday + day) % 7;
            let mut next = vec![0_u64; layers[(weekday + 1) % 7].states * words];
            for (state, from) in now.chunks_exact(words).enumerate() {
                if from.iter().all(|w| *w == 0) {
                    continue;
                }
                for (symbol, &length) in lengths.iter().enumerate() {
                    let symbol = symbol as Symbol;
                    if !(self.may)(day, symbol) {
                        continue;
                    }
                    if let Some(arc) = self.automaton.step(weekday, state as u16, symbol) {
                        let at = usize::from(arc.next) * words;
                        shift_into(&mut next[at..at + words], from, length as usize);
                    }
                }
            }
            now = next;
        }
        let mut all = vec![0; words];
        for state in now.chunks_exact(words) {
            for (word, more) in all.iter_mut().zip(state) {
                *word |= more;
            }
        }
        all.iter().any(|w| *w != 0).then_some(all)
    }
}

/// Adds every length of `from`, so much longer.
fn shift_into(into: &mut [u64], from: &[u64], by: usize) {
    let (words, bits) = (by / 64, by % 64);
    for (at, word) in from.iter().enumerate() {
        if let Some(there) = into.get_mut(at + words) {
            *there |= word << bits;
        }
        if bits > 0
            && let Some(there) = into.get_mut(at + words + 1)
        {
            *there |= word >> (64 - bits);
        }
    }
}
