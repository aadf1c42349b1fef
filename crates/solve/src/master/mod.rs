//! The master: whole lines as columns, counts with their penalties as rows, and the bound.
//!
//! A master may be about everybody and the whole period, or about some people in a window of days
//! while the rest of the rota stays as it is.

mod awake;
mod cells;
mod fixings;
mod held;
mod pricing;
mod totals;

use std::collections::BTreeSet;
use std::sync::Arc;

use awake::Awake;
use cells::{Places, cells, summed};
use held::Held;
use totals::Total;

use crate::dp::Pricer;
use crate::lp::{Cells, Column, MOST_TOTALS, Simplex, Slack, Solution};
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
    /// What each person's days outside the window cost by themselves; those after it only as far as
    /// the state at its end has no part in that.
    beyond: Vec<f64>,
    /// Rows that the scope can touch.
    rows: Vec<u32>,
    local: Vec<u32>,
    targets: Vec<f64>,
    slacks: Vec<Slack>,
    /// What the steps cost in truth; `slacks` may say less, so that prices stay small.
    full: Vec<f64>,
    /// The prices that each row may have in the programme for now.
    held: Vec<Held>,
    /// What the boxes' rows cost apart from the programme.
    apart: f64,
    /// What is held of totals; their rows follow those of the problem.
    totals: Vec<Total>,
    columns: Vec<Column>,
    lines: Vec<Line>,
    /// Columns that what is fixed forbids, but that the programme still stands on.
    dead: Vec<bool>,
    /// What the programme from the inside is about for now.
    awake: Option<Arc<Awake>>,
    /// The programme by pivots, where that is the faster way.
    simplex: Option<Simplex>,
    /// The symbol that a person is held to on a day of the window.
    fixed: Vec<Option<Symbol>>,
    /// Assignments ruled out: index, day of the window, symbol.
    barred: BTreeSet<(usize, usize, Symbol)>,
    /// Prices that gave the best bound.
    centre: Vec<f64>,
    /// How strongly the programme's prices are kept near those; 0 for not at all.
    slope: f64,
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
                        totals: [None; MOST_TOTALS],
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
        let beyond = scope.people.iter();
        let beyond = beyond.map(|&p| beyond_window(problem, &scope, p, rota.get(p)));
        let beyond = beyond.collect();
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
            beyond,
            centre: vec![0.0; rows.len()],
            slope: 0.0,
            warm: false,
            rows,
            local,
            targets,
            slacks,
            full,
            held,
            apart: 0.0,
            totals: Vec::new(),
            awake: None,
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
            self.solve_inside(tolerance, threads);
        }
        self.solution.value += self.apart;
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

    /// Pulls the programme's prices towards those that proved most: with a strength of 1 each few
    /// of the least penalties let a row miss its target by one.
    pub fn pull(&mut self, strength: f64) {
        self.slope = strength / self.alike.cap;
    }

    /// How strongly they are pulled: the more, the less the programme's value says.
    pub fn pulled(&self) -> f64 {
        self.slope * self.alike.cap
    }

    /// Number of rows of counts.
    pub fn height(&self) -> usize {
        self.targets.len()
    }

    /// How far its value lies above its bound, as a share of the value.
    pub fn away(&self) -> f64 {
        let value = self.solution.value;
        (value - self.bound) / value.abs().max(1.0)
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

/// What a person's days outside the window cost, without the automaton's share of those after it.
fn beyond_window(
    problem: &Problem,
    scope: &Scope,
    person: usize,
    line: Option<&Vec<Symbol>>,
) -> f64 {
    let Some(line) = line.filter(|line| !line.is_empty()) else {
        return 0.0;
    };
    let of = &problem.people[person];
    let own = |day: usize| of.cost[day * problem.symbols + usize::from(line[day])];
    let outside = (0..scope.from).chain(scope.to..problem.days);
    let mut sum: i64 = outside.map(|day| i64::from(own(day))).sum();
    let mut state = of.start;
    for day in 0..scope.from {
        let automaton = &problem.automata[of.automaton];
        // a line that may not be costs whatever it likes
        let Some(arc) = automaton.step(problem.weekday(day), state, line[day]) else {
            break;
        };
        sum += i64::from(arc.cost);
        state = arc.next;
    }
    sum as f64
}

/// Keeps the entries that are marked.
fn sift<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    list.retain(|_| marks.next().copied().unwrap_or(false));
}
