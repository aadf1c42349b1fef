//! The master: whole lines as columns, counts with their penalties as rows, and the bound.
//!
//! A master may be about everybody and the whole period, or about some people in a window of days
//! while the rest of the rota stays as it is.

mod cells;
mod held;
mod pricing;

use std::collections::BTreeSet;
use std::sync::Arc;

use cells::{Places, cells, summed};
use held::Held;

use crate::dp::Pricer;
use crate::lp::{Cells, Column, Programme, Simplex, Slack, Solution};
use crate::problem::{Alike, NEVER, Problem, Symbol};

/// What is free to change: some people, from one day up to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The people, by index.
    pub people: Vec<usize>,
    /// First free day.
    pub from: usize,
    /// The day after the last free one.
    pub to: usize,
}

impl Scope {
    /// Everybody, the whole period.
    pub fn all(problem: &Problem) -> Scope {
        Scope {
            people: (0..problem.people.len()).collect(),
            from: 0,
            to: problem.days,
        }
    }
}

/// A line of the window that the master may choose.
#[derive(Clone, Debug)]
pub struct Line {
    /// What the person does on the free days.
    pub symbols: Vec<Symbol>,
    /// Rounds since it last had a share.
    pub idle: u32,
}

/// Threads' worth of memory for pricing.
pub type Pricers<'j> = Vec<Pricer<'j>>;

/// Restricted master over a scope.
#[derive(Clone, Debug)]
pub struct Master<'p> {
    problem: &'p Problem,
    alike: &'p Alike,
    /// What assignments count in, and which cell each is.
    cells: Arc<Cells>,
    places: Arc<Places>,
    /// What is free.
    pub scope: Scope,
    /// The rota around the scope; lines may be empty when the scope is everything.
    rota: &'p [Vec<Symbol>],
    /// Rows that the scope can touch.
    rows: Vec<u32>,
    local: Vec<u32>,
    targets: Vec<f64>,
    slacks: Vec<Slack>,
    /// What the steps cost in truth; `slacks` may say less, so that prices stay small.
    full: Vec<f64>,
    /// The prices that each row may have in the programme for now.
    held: Vec<Held>,
    columns: Vec<Column>,
    lines: Vec<Line>,
    /// Columns that what is fixed forbids, but that the programme still stands on.
    dead: Vec<bool>,
    /// The programme by pivots, where that is the faster way.
    simplex: Option<Simplex>,
    /// The symbol that a person is held to on a day of the window.
    fixed: Vec<Option<Symbol>>,
    /// Assignments ruled out: index, day of the window, symbol.
    barred: BTreeSet<(usize, usize, Symbol)>,
    /// Prices that gave the best bound.
    centre: Vec<f64>,
    /// Whether the centre is a guess that nothing was priced at yet.
    warm: bool,
    /// Small costs that break ties, `(index * days + day) * symbols + symbol`; empty for none.
    jitter: Vec<f32>,
    /// The last solution.
    pub solution: Solution,
    /// No rota of the scope costs less than this, as far as nothing is fixed; without what the
    /// rows outside the scope cost.
    pub bound: f64,
    /// What the last round of pricing proved, and how far everybody's lines were above what was
    /// proved of them.
    pub proved: f64,
    /// See `proved`.
    pub open: f64,
    /// Rounds of pricing so far.
    pub rounds: u32,
    /// Work so far, in millions of elementary steps; the same on every machine.
    pub work: f64,
    outside: i64,
}

const UNTOUCHED: u32 = u32::MAX;
/// Where assignments count in few rows, a programme of so many rows is soon solved from the inside.
const MOST_INSIDE: usize = 700;
/// One with more rows than this is not solved by pivots.
const MOST_PIVOTED: usize = 1200;
/// Where assignments count in many rows, one of so many is solved by pivots.
const FEW_DENSE: usize = 400;
/// Pivots in one go at most.
const MOST_STEPS: u32 = 20_000;

impl<'p> Master<'p> {
    /// A master whose first columns are the lines of the rota.
    pub fn new(
        problem: &'p Problem,
        alike: &'p Alike,
        scope: Scope,
        rota: &'p [Vec<Symbol>],
    ) -> Master<'p> {
        let mut base = vec![0; problem.rows.len()];
        for (person, line) in rota.iter().enumerate() {
            problem.add(&mut base, person, line, 1);
        }
        let mut local = vec![UNTOUCHED; problem.rows.len()];
        let mut rows = Vec::new();
        for &person in &scope.people {
            let group = problem.people[person].group;
            for day in scope.from..scope.to {
                for symbol in 0..problem.symbols {
                    if problem.people[person].cost[day * problem.symbols + symbol] == NEVER {
                        continue;
                    }
                    for &(row, _) in problem.hits.of(group, day, symbol as Symbol) {
                        if local[row as usize] == UNTOUCHED && !alike.own[row as usize] {
                            local[row as usize] = 0;
                            rows.push(row);
                        }
                    }
                }
                if let Some(line) = rota.get(person).filter(|l| !l.is_empty()) {
                    for &(row, weight) in problem.hits.of(group, day, line[day]) {
                        base[row as usize] -= weight;
                    }
                }
            }
        }
        rows.sort_unstable();
        let mut targets = Vec::with_capacity(rows.len());
        let mut slacks = Vec::new();
        for (i, &row) in rows.iter().enumerate() {
            local[row as usize] = i as u32;
            let r = &problem.rows[row as usize];
            targets.push(f64::from(r.target - base[row as usize]));
            for (steps, sign) in [(&r.short, 1.0), (&r.over, -1.0)] {
                for step in steps {
                    slacks.push(Slack {
                        row: i as u32,
                        sign,
                        cost: f64::from(step.slope),
                        width: if step.width == i32::MAX {
                            f64::INFINITY
                        } else {
                            f64::from(step.width)
                        },
                    });
                }
            }
        }
        // what is one person's own is in the cost of their lines
        let mut inside = vec![false; problem.rows.len()];
        for &row in scope.people.iter().flat_map(|&p| &alike.of[p]) {
            inside[row as usize] = true;
        }
        let outside = problem
            .rows
            .iter()
            .enumerate()
            .filter(|(i, _)| local[*i] == UNTOUCHED && !inside[*i])
            .map(|(i, row)| row.penalty(base[i]))
            .sum();
        let persons = scope.people.len();
        let height = persons + rows.len();
        let pivoted = if alike.dense {
            height <= FEW_DENSE
        } else {
            (MOST_INSIDE..MOST_PIVOTED).contains(&height)
        };
        let full: Vec<f64> = slacks.iter().map(|s| s.cost).collect();
        // prices from the inside keep to the middle of what they may be
        let cap = if pivoted { alike.cap } else { f64::INFINITY };
        let held = vec![
            Held {
                centre: 0.0,
                far: cap
            };
            rows.len()
        ];
        for slack in &mut slacks {
            slack.cost = slack.cost.min(cap);
        }
        let (places, cells) = cells(problem, alike, &scope, (&local, rows.len()));
        let cells = Arc::new(cells);
        let simplex = pivoted.then(|| Simplex::new(persons, &targets, &slacks, Arc::clone(&cells)));
        let free = scope.people.len() * (scope.to - scope.from);
        let mut master = Master {
            problem,
            alike,
            cells,
            places: Arc::new(places),
            rota,
            centre: vec![0.0; rows.len()],
            warm: false,
            rows,
            local,
            targets,
            slacks,
            full,
            held,
            columns: Vec::new(),
            lines: Vec::new(),
            dead: Vec::new(),
            simplex,
            fixed: vec![None; free],
            barred: BTreeSet::new(),
            jitter: Vec::new(),
            solution: Solution::default(),
            bound: f64::NEG_INFINITY,
            proved: f64::NEG_INFINITY,
            open: 0.0,
            rounds: 0,
            work: 0.0,
            outside,
            scope,
        };
        for index in 0..master.scope.people.len() {
            let person = master.scope.people[index];
            if let Some(line) = rota.get(person).filter(|l| !l.is_empty()) {
                let window = line[master.scope.from..master.scope.to].to_vec();
                master.add(index, window);
            }
        }
        master
    }

    /// Whether it begins from prices that nothing was priced at yet.
    pub fn is_warm(&self) -> bool {
        self.warm
    }

    /// Prices that gave the best bound, with the row of the problem that each is of.
    pub fn told(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        let prices = self.rows.iter().zip(&self.centre);
        prices.map(|(&row, &price)| (row, price as f32))
    }

    /// Lines with a share, for each person of the scope.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &[Symbol])> {
        let lines = self
            .columns
            .iter()
            .zip(&self.lines)
            .zip(&self.solution.shares);
        let used = lines.filter(|(_, share)| **share > 1e-4).map(|(l, _)| l);
        used.map(|(column, line)| (self.scope.people[column.person], line.symbols.as_slice()))
    }

    /// What the rows outside the scope cost.
    pub fn outside(&self) -> i64 {
        self.outside
    }

    /// Adds a line of a person, unless it is there already.
    pub fn add(&mut self, index: usize, symbols: Vec<Symbol>) -> bool {
        let known = self
            .columns
            .iter()
            .zip(&self.lines)
            .any(|(c, l)| c.person == index && l.symbols == symbols);
        if known || !self.keeps(index, &symbols) {
            return false;
        }
        let person = self.scope.people[index];
        let Some(mut cost) = self.own_cost(person, &symbols) else {
            return false;
        };
        cost += self.jitter_of(index, &symbols);
        let group = self.problem.people[person].group;
        let class = self.alike.class[group];
        let cells = symbols.iter().enumerate();
        let cells = cells.flat_map(|(day, &symbol)| self.places.of(class, day, symbol));
        let cells = summed(cells.copied().collect());
        self.columns.push(Column {
            person: index,
            cost,
            cells,
        });
        self.lines.push(Line { symbols, idle: 0 });
        self.dead.push(false);
        true
    }

    /// What the person's whole line costs with the window put in.
    fn own_cost(&self, person: usize, window: &[Symbol]) -> Option<f64> {
        if self.scope.from == 0 && self.scope.to == self.problem.days {
            let cost = self.alike.line_cost(self.problem, person, window);
            return cost.map(|c| c as f64);
        }
        let mut line = self.rota[person].clone();
        line[self.scope.from..self.scope.to].copy_from_slice(window);
        let cost = self.alike.line_cost(self.problem, person, &line);
        cost.map(|c| c as f64)
    }

    fn jitter_of(&self, index: usize, symbols: &[Symbol]) -> f64 {
        if self.jitter.is_empty() {
            return 0.0;
        }
        let first = index * symbols.len();
        let at = |(day, &symbol): (usize, &Symbol)| {
            let cell = (first + day) * self.problem.symbols + symbol as usize;
            f64::from(self.jitter[cell])
        };
        symbols.iter().enumerate().map(at).sum()
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

    fn keeps(&self, index: usize, symbols: &[Symbol]) -> bool {
        let days = symbols.len();
        self.fixed[index * days..(index + 1) * days]
            .iter()
            .zip(symbols)
            .all(|(f, s)| f.is_none_or(|f| f == *s))
            && self
                .barred_of(index)
                .all(|&(_, day, symbol)| symbols[day] != symbol)
    }

    fn barred_of(&self, index: usize) -> impl Iterator<Item = &(usize, usize, Symbol)> {
        self.barred.range((index, 0, 0)..(index + 1, 0, 0))
    }

    /// Solves the restricted master.
    pub fn solve(&mut self, tolerance: f64, threads: usize) {
        let pivoted = self
            .simplex
            .as_mut()
            .and_then(|s| Some((s.solve(&self.columns, &self.dead, MOST_STEPS)?, s.size())));
        if let Some((solution, size)) = pivoted {
            let each = 4 * size * size + 40 * self.columns.len() + 10 * self.targets.len();
            self.work += each as f64 * 1e-6 * f64::from(solution.steps + 1);
            self.solution = solution;
        } else {
            let from = self.solution.point.take();
            let programme = Programme {
                persons: self.scope.people.len(),
                targets: &self.targets,
                cells: &self.cells,
                columns: &self.columns,
                slacks: &self.slacks,
            };
            self.solution = programme.solve(tolerance, threads, from.as_ref());
            let rows = self.targets.len() as f64;
            self.work += rows * rows * rows / 24e6 * f64::from(self.solution.steps + 1);
        }
        for (line, &share) in self.lines.iter_mut().zip(&self.solution.shares) {
            line.idle = if share > 1e-4 { 0 } else { line.idle + 1 };
        }
    }

    /// Forgets columns without a share for a while, so that the programme stays small.
    pub fn prune(&mut self, most_idle: u32) {
        let keep: Vec<bool> = self.lines.iter().map(|l| l.idle <= most_idle).collect();
        self.retain(&keep);
    }

    /// Whether the programme is solved to its end, not to some digits.
    pub fn pivots(&self) -> bool {
        self.simplex.is_some()
    }

    /// Drops columns; one that the programme stands on stays as long as it does.
    fn retain(&mut self, keep: &[bool]) {
        let mut keep = keep.to_vec();
        if let Some(simplex) = &mut self.simplex {
            for (j, keep) in keep.iter_mut().enumerate() {
                *keep |= simplex.holds(j);
            }
            let mut next = 0;
            let new: Vec<Option<usize>> = keep
                .iter()
                .map(|keep| {
                    next += usize::from(*keep);
                    keep.then(|| next - 1)
                })
                .collect();
            simplex.moved(&new);
        }
        sift(&mut self.columns, &keep);
        sift(&mut self.lines, &keep);
        sift(&mut self.dead, &keep);
        sift(&mut self.solution.shares, &keep);
        if let Some(point) = &mut self.solution.point {
            sift(&mut point.columns, &keep);
        }
    }

    /// Number of columns.
    pub fn size(&self) -> usize {
        self.columns.len()
    }

    /// Number of rows of counts.
    pub fn height(&self) -> usize {
        self.targets.len()
    }

    /// Share of each symbol for each person on each free day.
    pub fn assignment_shares(&self) -> Vec<f64> {
        let days = self.scope.to - self.scope.from;
        let symbols = self.problem.symbols;
        let mut shares = vec![0.0; self.scope.people.len() * days * symbols];
        for ((column, line), share) in self
            .columns
            .iter()
            .zip(&self.lines)
            .zip(&self.solution.shares)
        {
            let base = column.person * days * symbols;
            for (day, &symbol) in line.symbols.iter().enumerate() {
                shares[base + day * symbols + symbol as usize] += share;
            }
        }
        shares
    }

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

    /// Drops the columns that what is fixed forbids.
    pub fn drop_broken(&mut self) {
        let keep: Vec<bool> = self
            .columns
            .iter()
            .zip(&self.lines)
            .map(|(c, l)| self.keeps(c.person, &l.symbols))
            .collect();
        for (dead, keep) in self.dead.iter_mut().zip(&keep) {
            *dead = !keep;
        }
        self.retain(&keep);
    }

    /// Whether a person has any column.
    pub fn has_column(&self, index: usize) -> bool {
        self.columns
            .iter()
            .zip(&self.dead)
            .any(|(c, dead)| c.person == index && !dead)
    }

    /// Each person's line with the largest share.
    pub fn rounded(&self) -> Vec<Vec<Symbol>> {
        let mut best = vec![(-1.0, Vec::new()); self.scope.people.len()];
        for (((column, line), &share), dead) in self
            .columns
            .iter()
            .zip(&self.lines)
            .zip(&self.solution.shares)
            .zip(&self.dead)
        {
            if !dead && share > best[column.person].0 {
                best[column.person] = (share, line.symbols.clone());
            }
        }
        best.into_iter().map(|b| b.1).collect()
    }
}

/// Keeps the entries that are marked.
fn sift<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    list.retain(|_| marks.next().copied().unwrap_or(false));
}
