//! The tree: the master over everybody divided in two by a total, and again, lowest bound first.

use std::time::Instant;

use super::{Doing, Search};
use crate::dp::Effort;
use crate::generate::{Care, generate};
use crate::master::{Master, Pricers};

/// How strongly prices are pulled towards those that proved most, in the halves of a master.
const PULL: f64 = 0.02;

/// A master farther than this part of a rota's value from its bound has totals that say little.
const SETTLED: f64 = 0.3;

/// The share of the time for dividing that the choice of one total may take.
const MOST_CHOOSING: f64 = 0.15;

/// So near to its bound a half is worked, and what has no halves.
const GAP: f64 = 5e-4;
const LAST_GAP: f64 = 1e-6;

/// So many masters are kept at most.
const MOST_LEAVES: usize = 400;
/// Lines of a kept master that had no share for so many rounds are forgotten.
const MOST_IDLE: u32 = 4;

/// A master that is not divided yet.
struct Leaf<'p> {
    master: Master<'p>,
    /// Whether it was worked as far as it goes, rather than cut off.
    worked: bool,
}

/// Masters that are not divided yet. No rota is worth less than the lowest of their bounds, or
/// than what was ruled out.
pub(super) struct Tree<'p> {
    leaves: Vec<Leaf<'p>>,
    /// The lowest bound of what was ruled out only because no better rota was wanted.
    out: f64,
}

impl<'p> Tree<'p> {
    pub(super) fn new(root: Master<'p>) -> Tree<'p> {
        Tree {
            leaves: vec![Leaf {
                master: root,
                worked: true,
            }],
            out: f64::INFINITY,
        }
    }

    fn lowest(&self) -> Option<usize> {
        let leaves = 0..self.leaves.len();
        let bound = |at: &usize| self.leaves[*at].master.bound;
        leaves.min_by(|a, b| bound(a).total_cmp(&bound(b)))
    }

    /// What is proved for all.
    fn bound(&self) -> f64 {
        let leaves = self.leaves.iter().map(|l| l.master.bound);
        leaves.fold(self.out, f64::min)
    }

    /// The lowest value of a master; its bound may come near that.
    fn least_value(&self) -> f64 {
        let leaves = self.leaves.iter().map(|l| l.master.solution.value);
        leaves.fold(f64::INFINITY, f64::min)
    }

    /// The master with the lowest value, to look for rotas in.
    pub(super) fn best(&self) -> Option<&Master<'p>> {
        let leaves = self.leaves.iter().map(|l| &l.master);
        leaves.min_by(|a, b| a.solution.value.total_cmp(&b.solution.value))
    }
}

impl<'p> Search<'p, '_> {
    /// Divides masters for a share of what is left, and takes over what that proves.
    pub(super) fn divide(&mut self, tree: &mut Tree<'p>, pricers: &mut Pricers<'_>, share: f64) {
        let most = self.work + self.patience() * share;
        let seconds = self.seconds_left() * share;
        let began = Instant::now();
        while !self.proved() && !self.over() && tree.leaves.len() < MOST_LEAVES {
            let left = seconds - began.elapsed().as_secs_f64();
            if self.work > most || left <= 0.0 {
                break;
            }
            let Some(lowest) = tree.lowest() else { break };
            let leaf = &tree.leaves[lowest];
            let value = leaf.master.solution.value;
            let whole = value + self.fixed_of(&leaf.master);
            if value - leaf.master.bound > SETTLED * whole.abs().max(1.0) {
                break;
            }
            let choose = began.elapsed().as_secs_f64() + MOST_CHOOSING * left;
            let late = || began.elapsed().as_secs_f64() > choose;
            // one that was cut off is gone on with first
            let halves = leaf
                .worked
                .then(|| leaf.master.halves(pricers.len(), &late));
            let Leaf { master, worked } = tree.leaves.swap_remove(lowest);
            let (before, fixed) = (master.bound, self.fixed_of(&master));
            // where there is nothing to divide by, its last digits may tell as much
            let (halves, gap) = match halves {
                Some(Some(halves)) => (Vec::from(halves), GAP),
                Some(None) => (vec![master], LAST_GAP),
                None => (vec![master], GAP),
            };
            let undivided = worked && halves.len() == 1;
            let mut stuck = false;
            let values: Vec<f64> = halves.iter().map(|h| h.solution.value).collect();
            for (at, mut half) in halves.into_iter().enumerate() {
                // what lies above another's value is not what keeps the bound of all low
                let waiting = values[at + 1..]
                    .iter()
                    .copied()
                    .fold(f64::INFINITY, f64::min);
                let beyond = tree.least_value().min(waiting);
                // the last of them may take what is left
                let part = 1.0 / (values.len() - at) as f64;
                let now = began.elapsed().as_secs_f64();
                let until = now + part * (seconds - now);
                let enough = self.work + part * (most - self.work);
                let cut_off = self.worked(&mut half, gap, pricers, &|work, bound| {
                    work > enough || bound > beyond || began.elapsed().as_secs_f64() > until
                });
                stuck |= undivided && half.bound <= before;
                half.prune(MOST_IDLE);
                // nothing better than the rota at hand is there
                if half.bound + fixed > self.value as f64 - 1.0 + 1e-6 {
                    tree.out = tree.out.min(half.bound);
                } else {
                    tree.leaves.push(Leaf {
                        master: half,
                        worked: !cut_off,
                    });
                }
            }
            self.bound = self.bound.max(tree.bound() + fixed);
            self.say(Doing::Bound);
            if stuck {
                break;
            }
        }
    }

    fn fixed_of(&self, master: &Master<'_>) -> f64 {
        (master.outside() + self.problem.constant) as f64
    }

    /// Works one half, or a whole that has none, until it is done, ruled out, or `enough` says so of
    /// the work and the bound; whether that was so.
    fn worked(
        &mut self,
        half: &mut Master<'p>,
        gap: f64,
        pricers: &mut Pricers<'_>,
        enough: &dyn Fn(f64, f64) -> bool,
    ) -> bool {
        let care = Care {
            rounds: 100,
            gap,
            loose: 1e-3,
            most: Effort::Full,
            pull: PULL,
        };
        let before = self.work - half.work;
        let fixed = self.fixed_of(half);
        let mut cut_off = false;
        generate(half, pricers, care, &mut |m| {
            self.work = before + m.work;
            self.columns = m.size() as u64;
            self.say(Doing::Bound);
            let none = m.bound + fixed > self.value as f64 - 1.0 + 1e-6;
            cut_off = self.enough || enough(self.work, m.bound);
            none || cut_off
        });
        self.work = before + half.work;
        cut_off
    }
}
