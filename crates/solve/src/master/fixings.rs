//! What a dive has settled in a master: assignments held, ruled out, or made a little dearer.

use super::Master;
use crate::dp::Pricer;
use crate::problem::Symbol;

impl Master<'_> {
    /// Whether every free day of everybody is fixed.
    pub fn all_fixed(&self) -> bool {
        self.fixed.iter().all(Option::is_some)
    }

    /// Holds a person to a symbol on a free day.
    pub fn fix(&mut self, index: usize, day: usize, symbol: Symbol) {
        let days = self.scope.to - self.scope.from;
        self.fixed[index * days + day] = Some(symbol);
    }

    /// Rules a symbol out for a person on a free day.
    pub fn bar(&mut self, index: usize, day: usize, symbol: Symbol) {
        self.barred.insert((index, day, symbol));
    }

    /// The symbol a person is held to on a free day.
    pub fn fixed(&self, index: usize, day: usize) -> Option<Symbol> {
        let days = self.scope.to - self.scope.from;
        self.fixed[index * days + day]
    }

    /// Whether a person has a line with what is fixed, one more assignment included.
    pub fn has_line(&self, index: usize, pricer: &mut Pricer<'_>) -> Option<Vec<Symbol>> {
        let mut table = Vec::new();
        let prices = self.solution.prices.clone();
        self.table(index, &prices, &mut table);
        let found = pricer.best(self.problem, &self.ask(index, &table));
        (!found.line.is_empty()).then_some(found.line)
    }

    /// Takes back every fixing of a person from a copy.
    pub fn refix(&mut self, index: usize, from: &[Option<Symbol>]) {
        let days = self.scope.to - self.scope.from;
        self.fixed[index * days..(index + 1) * days].copy_from_slice(from);
    }

    /// The fixings of a person.
    pub fn fixings(&self, index: usize) -> &[Option<Symbol>] {
        let days = self.scope.to - self.scope.from;
        &self.fixed[index * days..(index + 1) * days]
    }

    pub(super) fn keeps(&self, index: usize, symbols: &[Symbol]) -> bool {
        let days = symbols.len();
        self.fixed[index * days..(index + 1) * days]
            .iter()
            .zip(symbols)
            .all(|(f, s)| f.is_none_or(|f| f == *s))
            && self
                .barred_of(index)
                .all(|&(_, day, symbol)| symbols[day] != symbol)
    }

    pub(super) fn barred_of(&self, index: usize) -> impl Iterator<Item = &(usize, usize, Symbol)> {
        self.barred.range((index, 0, 0)..(index + 1, 0, 0))
    }

    /// Gives every assignment a small cost of its own, so that one answer is the best.
    ///
    /// The bound is void from here on.
    pub fn break_ties(&mut self, jitter: Vec<f32>) {
        self.jitter = jitter;
        for i in 0..self.columns.len() {
            let extra = self.jitter_of(self.columns[i].person, &self.lines[i].symbols);
            self.columns[i].cost += extra;
        }
    }

    /// The most that breaking ties may cost.
    pub fn most_jitter(&self) -> f64 {
        let days = self.jitter.chunks_exact(self.problem.symbols);
        let most = |day: &[f32]| f64::from(day.iter().copied().fold(0.0, f32::max));
        days.map(most).sum()
    }
}
