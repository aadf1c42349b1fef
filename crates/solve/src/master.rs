//! The master: whole lines as columns, counts with their penalties as rows, and the bound.
//!
//! A master may be about everybody and the whole period, or about some people in a window of days
//! while the rest of the rota stays as it is.

use crate::dp::{Ask, Found, Pricer, grained, own_prices};
use crate::lp::{self, Column, Slack, Solution};
use crate::problem::{NEVER, Problem, Symbol};

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
    /// What is free.
    pub scope: Scope,
    /// The rota around the scope; lines may be empty when the scope is everything.
    rota: &'p [Vec<Symbol>],
    /// Rows that the scope can touch.
    rows: Vec<u32>,
    local: Vec<u32>,
    targets: Vec<f64>,
    slacks: Vec<Slack>,
    columns: Vec<Column>,
    lines: Vec<Line>,
    /// The symbol that a person is held to on a day of the window.
    fixed: Vec<Option<Symbol>>,
    /// Prices that gave the best bound.
    centre: Vec<f64>,
    /// Small costs that break ties, `(index * days + day) * symbols + symbol`; empty for none.
    jitter: Vec<f32>,
    /// The last solution.
    pub solution: Solution,
    /// No rota of the scope costs less than this, as far as nothing is fixed; without what the
    /// rows outside the scope cost.
    pub bound: f64,
    /// Rounds of pricing so far.
    pub rounds: u32,
    /// Work so far, in millions of elementary steps; the same on every machine.
    pub work: f64,
    outside: i64,
}

const UNTOUCHED: u32 = u32::MAX;

impl<'p> Master<'p> {
    /// A master whose first columns are the lines of the rota.
    pub fn new(problem: &'p Problem, scope: Scope, rota: &'p [Vec<Symbol>]) -> Master<'p> {
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
                        if local[row as usize] == UNTOUCHED {
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
        let outside = problem
            .rows
            .iter()
            .enumerate()
            .filter(|(i, _)| local[*i] == UNTOUCHED)
            .map(|(i, row)| row.penalty(base[i]))
            .sum();
        let free = scope.people.len() * (scope.to - scope.from);
        let mut master = Master {
            problem,
            rota,
            centre: vec![0.0; rows.len()],
            rows,
            local,
            targets,
            slacks,
            columns: Vec::new(),
            lines: Vec::new(),
            fixed: vec![None; free],
            jitter: Vec::new(),
            solution: Solution::default(),
            bound: f64::NEG_INFINITY,
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
        let mut entries: Vec<(u32, f64)> = Vec::new();
        for (day, &symbol) in symbols.iter().enumerate() {
            for &(row, weight) in self.problem.hits.of(group, self.scope.from + day, symbol) {
                let row = self.local[row as usize];
                match entries.iter_mut().find(|e| e.0 == row) {
                    Some(entry) => entry.1 += f64::from(weight),
                    None => entries.push((row, f64::from(weight))),
                }
            }
        }
        entries.sort_unstable_by_key(|e| e.0);
        self.columns.push(Column {
            person: index,
            cost,
            entries,
        });
        self.lines.push(Line { symbols, idle: 0 });
        true
    }

    /// What the person's whole line costs with the window put in.
    fn own_cost(&self, person: usize, window: &[Symbol]) -> Option<f64> {
        if self.scope.from == 0 && self.scope.to == self.problem.days {
            return self.problem.line_cost(person, window).map(|c| c as f64);
        }
        let mut line = self.rota[person].clone();
        line[self.scope.from..self.scope.to].copy_from_slice(window);
        self.problem.line_cost(person, &line).map(|c| c as f64)
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

    fn keeps(&self, index: usize, symbols: &[Symbol]) -> bool {
        let days = symbols.len();
        self.fixed[index * days..(index + 1) * days]
            .iter()
            .zip(symbols)
            .all(|(f, s)| f.is_none_or(|f| f == *s))
    }

    /// Solves the restricted master.
    pub fn solve(&mut self, tolerance: f64, threads: usize) {
        self.solution = lp::solve(
            self.scope.people.len(),
            &self.targets,
            &self.columns,
            &self.slacks,
            tolerance,
            threads,
        );
        let rows = self.targets.len() as f64;
        self.work += rows * rows * rows / 24e6 * f64::from(self.solution.steps + 1);
        for (line, &share) in self.lines.iter_mut().zip(&self.solution.shares) {
            line.idle = if share > 1e-4 { 0 } else { line.idle + 1 };
        }
    }

    /// Prices everybody at smoothed duals, adds what is worth having, and raises the bound.
    ///
    /// Returns how many columns came in.
    pub fn price(&mut self, pricers: &mut Pricers<'_>, smoothing: f64) -> usize {
        self.rounds += 1;
        let mut prices: Vec<f64> = self
            .solution
            .prices
            .iter()
            .zip(&self.centre)
            .map(|(y, c)| smoothing * c + (1.0 - smoothing) * y)
            .collect();
        let mut bound = 0.0;
        for (i, price) in prices.iter_mut().enumerate() {
            let row = &self.problem.rows[self.rows[i] as usize];
            let most = row.short.last().map_or(0, |s| s.slope);
            let least = row.over.last().map_or(0, |s| s.slope);
            *price = f64::from(grained(price.clamp(-f64::from(least), f64::from(most))));
            bound += *price * self.targets[i];
        }
        for slack in &self.slacks {
            if slack.width.is_finite() {
                let reduced = slack.cost - slack.sign * prices[slack.row as usize];
                bound += reduced.min(0.0) * slack.width;
            }
        }
        let before: u64 = pricers.iter().map(|p| p.work).sum();
        let found = self.lines_at(&prices, pricers);
        let after: u64 = pricers.iter().map(|p| p.work).sum();
        self.work += (after - before) as f64 * 1e-6;
        let mut added = 0;
        for (index, found) in found.into_iter().enumerate() {
            bound += found.bound;
            let worth = self.solution.persons.get(index).copied().unwrap_or(0.0);
            if found.line.is_empty() || (smoothing == 0.0 && found.value > worth - 1e-6) {
                continue;
            }
            added += usize::from(self.add(index, found.line));
        }
        if bound > self.bound || self.rounds == 1 {
            self.bound = bound;
            self.centre = prices;
        }
        added
    }

    /// Everybody's best line at some prices of the rows.
    fn lines_at(&self, prices: &[f64], pricers: &mut Pricers<'_>) -> Vec<Found> {
        let count = self.scope.people.len();
        let threads = pricers.len().max(1);
        let mut found = vec![Found::default(); count];
        let size = count.div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for ((part, out), pricer) in found.chunks_mut(size).enumerate().zip(pricers.iter_mut())
            {
                let mut work = move || {
                    let mut table = Vec::new();
                    for (offset, slot) in out.iter_mut().enumerate() {
                        let index = part * size + offset;
                        self.table(index, prices, &mut table);
                        *slot = pricer.best(self.problem, &self.ask(index, &table));
                    }
                };
                if threads > 1 {
                    scope.spawn(work);
                } else {
                    work();
                }
            }
        });
        found
    }

    fn ask<'a>(&'a self, index: usize, table: &'a [f32]) -> Ask<'a> {
        let person = self.scope.people[index];
        Ask {
            person,
            from: self.scope.from,
            to: self.scope.to,
            line: self.rota.get(person).map_or(&[], Vec::as_slice),
            prices: table,
        }
    }

    /// What each symbol costs a person on each free day at these prices.
    fn table(&self, index: usize, prices: &[f64], out: &mut Vec<f32>) {
        let person = self.scope.people[index];
        let group = self.problem.people[person].group;
        let symbols = self.problem.symbols;
        own_prices(self.problem, person, self.scope.from, self.scope.to, out);
        let days = self.scope.to - self.scope.from;
        for day in 0..days {
            let fixed = self.fixed[index * days + day];
            for symbol in 0..symbols {
                let at = day * symbols + symbol;
                if fixed.is_some_and(|f| f as usize != symbol) {
                    out[at] = f32::INFINITY;
                }
                if out[at].is_infinite() {
                    continue;
                }
                if let Some(jitter) = self.jitter.get(index * days * symbols + at) {
                    out[at] += jitter;
                }
                for &(row, weight) in
                    self.problem
                        .hits
                        .of(group, self.scope.from + day, symbol as Symbol)
                {
                    let price = prices[self.local[row as usize] as usize];
                    debug_assert!(price.is_finite());
                    out[at] -= (price * f64::from(weight)) as f32;
                }
            }
        }
    }

    /// Forgets columns without a share for a while, so that the programme stays small.
    pub fn prune(&mut self, most_idle: u32) {
        let keep: Vec<bool> = self.lines.iter().map(|l| l.idle <= most_idle).collect();
        self.retain(&keep);
    }

    fn retain(&mut self, keep: &[bool]) {
        let mut i = 0;
        self.columns.retain(|_| {
            i += 1;
            keep[i - 1]
        });
        i = 0;
        self.lines.retain(|_| {
            i += 1;
            keep[i - 1]
        });
        i = 0;
        self.solution.shares.retain(|_| {
            i += 1;
            keep.get(i - 1).copied().unwrap_or(false)
        });
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
        self.retain(&keep);
    }

    /// Whether a person has any column.
    pub fn has_column(&self, index: usize) -> bool {
        self.columns.iter().any(|c| c.person == index)
    }

    /// Each person's line with the largest share.
    pub fn rounded(&self) -> Vec<Vec<Symbol>> {
        let mut best = vec![(-1.0, Vec::new()); self.scope.people.len()];
        for ((column, line), &share) in self
            .columns
            .iter()
            .zip(&self.lines)
            .zip(&self.solution.shares)
        {
            if share > best[column.person].0 {
                best[column.person] = (share, line.symbols.clone());
            }
        }
        best.into_iter().map(|b| b.1).collect()
    }
}
