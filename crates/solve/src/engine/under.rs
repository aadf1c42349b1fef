//! What the small masters of one search have between them.

use std::collections::VecDeque;
use std::sync::Arc;

use super::arms::Arms;
use crate::dive::Dive;
use crate::master::{Master, Scope};
use crate::problem::{Problem, Symbol};

/// What the small masters have between them.
pub(super) struct Under<'p> {
    pub(super) arms: Arms,
    /// The arm of the dive over everybody, and the master that it begins from.
    pub(super) root: Option<(usize, Master<'p>)>,
    /// A dive under way that no thread holds.
    pub(super) dive: Option<Box<Dive<'p>>>,
    /// Whether some thread holds it.
    pub(super) away: bool,
    /// How many dives must come first.
    pub(super) first: u32,
    /// How many dives were begun.
    pub(super) begun: u32,
    /// Scopes of the jobs given out.
    pub(super) flying: VecDeque<Scope>,
    /// Work of the dives.
    pub(super) dived: f64,
    /// How hot a rota becomes worse than the best by a good part; 0 where it is not known.
    pub(super) hot: f64,
    /// Answers since the best rota.
    pub(super) since_best: u32,
    pub(super) rota: Arc<Vec<Vec<Symbol>>>,
    /// What the counts are worth, as far as it is known.
    pub(super) prices: Arc<Vec<f32>>,
    /// Lines worth trying.
    pub(super) pool: Arc<Pool>,
}

/// Lines for each person, the newest last.
pub(super) type Pool = Vec<VecDeque<Vec<Symbol>>>;

/// So many are kept for each person.
const MOST_POOLED: usize = 40;

impl<'p> Under<'p> {
    pub(super) fn new(problem: &Problem) -> Under<'p> {
        Under {
            arms: Arms::new(problem),
            root: None,
            dive: None,
            away: false,
            first: 0,
            begun: 0,
            hot: 0.0,
            dived: 0.0,
            flying: VecDeque::new(),
            since_best: 0,
            rota: Arc::default(),
            prices: Arc::new(vec![0.0; problem.rows.len()]),
            pool: Arc::new(vec![VecDeque::new(); problem.people.len()]),
        }
    }

    /// A master over everybody, worked as far as it was: dives begin from it.
    pub(super) fn found(&mut self, problem: &Problem, root: Master<'p>) {
        self.learn(root.told());
        self.keep(root.lines().map(|(person, line)| (person, line.to_vec())));
        self.root = Some((self.arms.with_dive(problem), root));
        self.first = 1;
    }

    /// Takes over what counts were worth.
    pub(super) fn learn(&mut self, prices: impl Iterator<Item = (u32, f32)>) {
        let known = Arc::make_mut(&mut self.prices);
        for (row, price) in prices {
            let old = &mut known[row as usize];
            *old = match *old {
                0.0 => price,
                known => f32::midpoint(known, price),
            };
        }
    }

    /// Takes over lines that had a share somewhere.
    pub(super) fn keep(&mut self, lines: impl Iterator<Item = (usize, Vec<Symbol>)>) {
        let pool = Arc::make_mut(&mut self.pool);
        for (person, line) in lines {
            let of = &mut pool[person];
            if !of.contains(&line) {
                of.push_back(line);
                if of.len() > MOST_POOLED {
                    of.pop_front();
                }
            }
        }
    }
}
