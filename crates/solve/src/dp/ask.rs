//! What is asked about one person, and what is found.

use crate::problem::Symbol;

/// How much is done for a best line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// A good line, and a bound somewhere near it.
    Quick,
    /// A good line, and a bound nearer to it.
    Sound,
    /// The best line.
    Full,
}

impl Effort {
    /// The next.
    pub fn more(self) -> Effort {
        match self {
            Effort::Quick => Effort::Sound,
            _ => Effort::Full,
        }
    }
}

/// A best line, or part of one.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What the person does on each day of the window; empty when nothing was found.
    pub line: Vec<Symbol>,
    /// No line costs less than this.
    pub bound: f64,
    /// What the line costs; infinite when there is none.
    pub value: f64,
    /// Others that were met on the way, with what they cost, when they too keep every rule.
    pub others: Vec<(f64, Vec<Symbol>)>,
}

impl Found {
    /// The same where something besides costs so much more.
    pub fn dearer(&mut self, by: f64) {
        self.bound += by;
        self.value += by;
        for other in &mut self.others {
            other.0 += by;
        }
    }
}

/// What is asked of the days from `from` up to `to` of one person.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The person.
    pub person: usize,
    /// First free day.
    pub from: usize,
    /// The day after the last free one.
    pub to: usize,
    /// The line of which the window is a part; empty when the window is the whole period.
    pub line: &'a [Symbol],
    /// Price of each symbol on each free day; infinite where it may not be.
    pub prices: &'a [f32],
    /// Rows that nobody else counts in: their penalties are part of what a line costs, and not in
    /// the prices.
    pub own: &'a [u32],
}
