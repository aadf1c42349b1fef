//! Counts told apart as digits of a cell, and where one step takes the cells.
//!
//! A step adds to few digits, so whole stretches of cells go to stretches alike, and are worked
//! as such.

use super::tally::Tallies;

/// One count as a digit of a day's cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digit {
    pub(super) tally: usize,
    pub(super) stride: usize,
    /// The greatest value told apart.
    pub(super) top: usize,
    /// What each one above it costs; infinite where none may be.
    pub(super) slope: f32,
}

impl Digit {
    /// The value that stands for a count, and what it costs that the count is above it.
    pub(super) fn of(&self, count: usize) -> (usize, f32) {
        if count > self.top {
            (self.top, self.slope * (count - self.top) as f32)
        } else {
            (count, 0.0)
        }
    }
}

/// Neighbouring cells that go to neighbouring cells, and what that costs each of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) length: usize,
    pub(super) cost: f32,
}

/// What one step adds.
#[derive(Clone, Debug)]
pub(super) struct Added {
    /// To each digit of the day.
    pub(super) counts: Vec<usize>,
    /// To what is left of the length.
    pub(super) left: usize,
}

/// The digits of two days, and what is known of the length beside them.
pub(super) struct Turning<'a> {
    pub(super) tallies: &'a Tallies,
    pub(super) now: &'a [Digit],
    pub(super) then: &'a [Digit],
    /// How many values of what is left of the length are told apart, outside all digits.
    pub(super) residues: usize,
    /// What is left of the length costs at the end, where the counts say it and this is the end.
    pub(super) left_costs: Option<&'a [f32]>,
}

impl Turning<'_> {
    /// Where all cells lead; those that may not go on are left out.
    pub(super) fn runs(&self, added: &Added) -> Vec<Run> {
        let (mut to, mut cost) = (0, 0.0);
        for next in self.then {
            if !self.now.iter().any(|n| n.tally == next.tally) {
                let base = self.tallies.all[next.tally].base.max(0) as usize;
                let (count, more) = next.of(base);
                to += count * next.stride;
                cost += more;
            }
        }
        let mut runs = vec![Run {
            from: 0,
            to,
            length: 1,
            cost,
        }];
        for (digit, &more) in self.now.iter().zip(&added.counts) {
            let next = self.then.iter().find(|t| t.tally == digit.tally);
            let values = (0..=digit.top).map(|count| {
                let (count, extra) = digit.of(count + more);
                match next {
                    Some(next) => (count * next.stride, extra),
                    // finished: what it costs is known
                    None => (0, extra + self.tallies.all[digit.tally].penalties[count]),
                }
            });
            runs = repeated(&runs, digit.stride, values);
        }
        let (here, there) = (size(self.now), size(self.then));
        let turned = (0..self.residues).map(|left| (left + added.left) % self.residues);
        runs = repeated(&runs, here, turned.map(|left| (left * there, 0.0)));
        match self.left_costs {
            Some(costs) => self.with_left(&runs, added, costs),
            None => runs,
        }
    }

    /// The same with what the length misses, as far as the counts of each cell say it.
    fn with_left(&self, runs: &[Run], added: &Added, costs: &[f32]) -> Vec<Run> {
        let each = |run: &Run| {
            let run = *run;
            (0..run.length).map(move |i| (run.from + i, run.to + i, run.cost))
        };
        let cells = runs.iter().flat_map(each);
        let with = cells.map(|(from, to, cost)| Run {
            from,
            to,
            length: 1,
            cost: cost
                + self
                    .left(from, added)
                    .map_or(0.0, |left| costs[left % costs.len()]),
        });
        with.collect()
    }

    /// What the counts of a cell leave of the length at the end, if they say it.
    fn left(&self, cell: usize, added: &Added) -> Option<usize> {
        let of = self.tallies.left.as_ref()?;
        let mut left = 0;
        for (digit, more) in self.now.iter().zip(&added.counts) {
            let Some((t, each)) = of.iter().find(|o| o.0 == digit.tally) else {
                continue;
            };
            let (count, _) = digit.of(cell / digit.stride % (digit.top + 1) + more);
            // beyond the last one told apart it may be any; the days outside do not matter
            let tally = &self.tallies.all[*t];
            if count == digit.top && digit.top + 1 != tally.penalties.len() {
                return None;
            }
            left += each * count.saturating_sub(tally.base.max(0) as usize);
        }
        Some(left)
    }
}

/// How many cells digits make.
pub(super) fn size(digits: &[Digit]) -> usize {
    digits.iter().map(|d| d.top + 1).product()
}

/// Runs for each value of one more digit outside all others: where that goes, and what it costs.
fn repeated(runs: &[Run], stride: usize, values: impl Iterator<Item = (usize, f32)>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::with_capacity(runs.len());
    for (count, (to, cost)) in values.enumerate() {
        for run in runs {
            let run = Run {
                from: run.from + count * stride,
                to: run.to + to,
                cost: run.cost + cost,
                ..*run
            };
            if run.cost.is_infinite() {
                continue;
            }
            match all.last_mut() {
                Some(last)
                    if last.from + last.length == run.from
                        && last.to + last.length == run.to
                        && last.cost.to_bits() == run.cost.to_bits() =>
                {
                    last.length += run.length;
                }
                _ => all.push(run),
            }
        }
    }
    all
}
