//! How long to search, what is told on the way, and what comes out.

use crate::problem::Symbol;

/// How long, with how many threads, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// When to stop.
    pub until: Until,
    /// Threads.
    pub threads: usize,
    /// Seed of the random choices.
    pub seed: u64,
}

/// When to stop, unless a proof comes first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Until {
    /// After so many seconds; the rota then depends on the machine.
    Seconds(f64),
    /// After so much work, in millions of elementary steps: the same rota for the same seed and
    /// threads, on any machine.
    Work(f64),
}

/// What the engine is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A first rota.
    First,
    /// Many small changes, at first almost any.
    Anneal,
    /// The bound over everybody.
    Bound,
    /// Fixing assignments, most agreed first.
    Dive,
    /// Small masters, some people in some weeks.
    Improve,
    /// It has ended.
    Done,
}

impl Doing {
    /// One word for it.
    pub fn word(self) -> &'static str {
        match self {
            Doing::First => "first",
            Doing::Anneal => "anneal",
            Doing::Bound => "bound",
            Doing::Dive => "dive",
            Doing::Improve => "improve",
            Doing::Done => "done",
        }
    }
}

/// Where the search stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Value of the best rota, constants included.
    pub value: i64,
    /// No rota is worth less; minus infinity while nothing is proved.
    pub bound: f64,
    /// Seconds since it began.
    pub seconds: f64,
    /// Work so far, in millions of elementary steps.
    pub work: f64,
    /// Columns of the last master.
    pub columns: u64,
    /// Small masters solved.
    pub moves: u64,
    /// What it is doing.
    pub doing: Doing,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The best rota: a line for each person; empty when somebody has none.
    pub lines: Vec<Vec<Symbol>>,
    /// Its value, constants included.
    pub value: i64,
    /// No rota is worth less; minus infinity when nothing was proved.
    pub bound: f64,
    /// Whether the value is proved to be the best.
    pub proved: bool,
    /// People for whom no line keeps every rule.
    pub without: Vec<usize>,
    /// Seconds it took.
    pub seconds: f64,
    /// Work done, in millions of elementary steps.
    pub work: f64,
    /// Columns of the last master.
    pub columns: u64,
    /// Small masters solved.
    pub moves: u64,
}

impl Outcome {
    /// `(value - bound) / max(1, value)` without constants.
    pub fn gap(&self, constant: i64) -> f64 {
        let value = (self.value - constant) as f64;
        ((value - (self.bound - constant as f64)) / value.max(1.0)).max(0.0)
    }
}
