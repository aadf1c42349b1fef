//! The best line for one person under given prices: exact, over the person's automaton.
//!
//! Works backwards from the last free day: `values[day][state][counters][length so far]` is the
//! least cost of the rest. Days outside the window stay as they are. Counters are taken in one by
//! one, when the best line without them would overrun their limit.

mod ask;
mod compact;
mod counted;
mod counters;
mod edges;
mod exact;
mod labels;
mod learnt;
mod plain;
mod rest;
mod tally;
mod turns;

use std::collections::BTreeMap;
use std::ops::Range;

pub use ask::{Ask, Effort, Found};
use compact::Compact;
pub use counted::Sizes;
use counters::combinations;
use edges::Edges;
use labels::Labels;
pub use learnt::Learnt;
use rest::Rest;

use crate::automaton::Automaton;
use crate::problem::{NEVER, OFF, Problem, Symbol};

/// Prices are kept as multiples of this, so that their sums are exact.
pub const GRAIN: f32 = 1.0 / 64.0;

/// Rounds a price to the grain.
#[inline]
pub fn grained(price: f64) -> f32 {
    ((price * 64.0).round() / 64.0) as f32
}

/// How many cells a table may have before prices take the place of counting.
const MOST_CELLS: usize = 4_000_000;
/// A table of so many cells takes long: lengths are better priced than told apart.
const WIDE: usize = 400_000;
/// How often a line that breaks a rule is tried again.
const TRIES: usize = 12;
/// How many lines are remembered for each person.
const MOST_MET: usize = 40;
/// The least of what a counter's price may rise to, in units of cost.
const DEAREST: f64 = 400.0;

/// A window and what lies around it.
#[derive(Clone, Copy)]
struct Window<'a> {
    problem: &'a Problem,
    ask: &'a Ask<'a>,
    edges: &'a Edges,
}

impl Window<'_> {
    fn days(&self) -> usize {
        self.ask.to - self.ask.from
    }

    fn automaton(&self) -> &Automaton {
        &self.problem.automata[self.problem.people[self.ask.person].automaton]
    }

    /// Weekday of a day of the window.
    fn weekday(&self, day: usize) -> usize {
        self.problem.weekday(self.ask.from + day)
    }

    /// In how many states each day can begin.
    fn states(&self) -> Vec<usize> {
        let layers = &self.automaton().layers;
        let days = 0..self.days();
        days.map(|day| layers[self.weekday(day)].states).collect()
    }

    /// The price of a symbol; nothing where it may not be.
    fn price(&self, day: usize, symbol: usize) -> Option<f32> {
        let price = self.ask.prices[day * self.problem.symbols + symbol];
        price.is_finite().then_some(price)
    }

    /// What a line costs at the prices asked, without what it counts.
    fn worth(&self, line: &[Symbol]) -> f64 {
        worth(self.problem, self.ask, self.edges, line)
    }
}

/// Tells whether a whole line keeps every rule, those included that the automaton leaves out.
pub trait Lawful: Sync {
    /// First and last day of something that the line breaks.
    fn broken(&self, person: usize, line: &[Symbol]) -> Option<(usize, usize)>;

    /// Whether a line that the automaton allows keeps what the automaton leaves out, where it did
    /// before some days of it `changed`: soon told, and right but for rare days such as those on which
    /// the clocks change.
    fn keeps_the_rest(&self, person: usize, line: &[Symbol], changed: Range<usize>) -> bool {
        let _ = changed;
        self.broken(person, line).is_none()
    }
}

/// Finds best lines; keeps its memory from one to the next.
pub struct Pricer<'j> {
    judge: Option<&'j dyn Lawful>,
    compact: BTreeMap<(usize, u32), Compact>,
    values: Vec<f32>,
    class_cost: Vec<f32>,
    class_best: Vec<Symbol>,
    reached: Vec<bool>,
    edges: Edges,
    arc_cost: Vec<Vec<f32>>,
    /// What was learnt of each person.
    learnt: BTreeMap<usize, Learnt>,
    labels: Labels,
    rest: Rest,
    /// Prices with those of counts taken off.
    priced: Vec<f32>,
    /// Labels looked at, as a measure of work.
    pub work: u64,
    /// How much is done for each line.
    pub effort: Effort,
    /// From so many cells on a table is large, and filled only where no good line will do.
    pub wide: usize,
    /// How large tables and labels may grow where counts cost by themselves.
    pub sizes: Sizes,
}

impl Default for Pricer<'_> {
    fn default() -> Self {
        Pricer::judged(None)
    }
}

impl<'j> Pricer<'j> {
    /// A pricer whose lines keep every rule that the judge knows.
    pub fn judged(judge: Option<&'j dyn Lawful>) -> Pricer<'j> {
        Pricer {
            judge,
            compact: BTreeMap::new(),
            values: Vec::new(),
            class_cost: Vec::new(),
            class_best: Vec::new(),
            reached: Vec::new(),
            edges: Edges::default(),
            arc_cost: Vec::new(),
            learnt: BTreeMap::new(),
            labels: Labels::default(),
            rest: Rest::default(),
            priced: Vec::new(),
            work: 0,
            effort: Effort::Full,
            wide: WIDE,
            sizes: Sizes::default(),
        }
    }

    /// Forgets what was learnt about people, because something else is free to change now.
    pub fn forget(&mut self) {
        self.learnt.clear();
    }

    /// What was learnt of a person, for another pricer to go on with.
    pub fn take(&mut self, person: usize) -> Option<Learnt> {
        self.learnt.remove(&person)
    }

    /// Goes on with what another pricer learnt of a person.
    pub fn give(&mut self, person: usize, learnt: Learnt) {
        self.learnt.insert(person, learnt);
    }

    /// The best line of a window.
    ///
    /// Where the automaton leaves a rule out, the bound is that of the line without the rule, and
    /// the line is the best that was found once an assignment of what broke it was ruled out.
    pub fn best(&mut self, problem: &Problem, ask: &Ask<'_>) -> Found {
        let before = self.work;
        let found = self.judged_best(problem, ask);
        self.of(ask.person).work = self.work - before;
        found
    }

    /// What was learnt of a person.
    fn of(&mut self, person: usize) -> &mut Learnt {
        self.learnt.entry(person).or_default()
    }

    fn judged_best(&mut self, problem: &Problem, ask: &Ask<'_>) -> Found {
        let mut found = self.unjudged(problem, ask);
        let Some(judge) = self.judge else {
            return found;
        };
        let bound = found.bound;
        let mut prices = Vec::new();
        let mut whole = ask.line.to_vec();
        for attempt in 0..TRIES {
            if found.line.is_empty() {
                break;
            }
            if ask.line.is_empty() {
                whole.clone_from(&found.line);
            } else {
                whole[ask.from..ask.to].copy_from_slice(&found.line);
            }
            let Some((first, last)) = judge.broken(ask.person, &whole) else {
                found.bound = bound;
                return found;
            };
            if prices.is_empty() {
                prices.extend_from_slice(ask.prices);
            }
            let (first, last) = (first.max(ask.from), last.min(ask.to.saturating_sub(1)));
            if !rule_out(
                problem,
                ask,
                &found.line,
                &mut prices,
                (first, last),
                attempt,
            ) {
                break;
            }
            found = self.unjudged(
                problem,
                &Ask {
                    prices: &prices,
                    ..ask.clone()
                },
            );
        }
        Found { bound, ..nothing() }
    }

    fn unjudged(&mut self, problem: &Problem, ask: &Ask<'_>) -> Found {
        let mut edges = std::mem::take(&mut self.edges);
        let possible = edges.fill(problem, ask) && edges.least <= edges.most;
        let found = if possible {
            let states = &problem.automata[problem.people[ask.person].automaton].layers;
            let states = states.iter().map(|l| l.states).max().unwrap_or(0);
            let cells = (ask.to - ask.from) * states * edges.most.max(0) as usize;
            if ask.own.is_empty() {
                let quick = self.effort == Effort::Quick && cells >= self.wide;
                let near = quick.then(|| self.near(problem, ask, &edges)).flatten();
                near.unwrap_or_else(|| self.within(problem, ask, &edges))
            } else {
                self.counted(problem, ask, &edges)
            }
        } else {
            nothing()
        };
        self.edges = edges;
        found
    }

    /// Whether so many counters can be told apart in the memory that there is.
    fn affordable(problem: &Problem, ask: &Ask<'_>, edges: &Edges, active: u32) -> bool {
        let automaton = &problem.automata[problem.people[ask.person].automaton];
        let states = automaton.layers.iter().map(|l| l.states).max().unwrap_or(0);
        let cells = (ask.to - ask.from) * states * (edges.most + 1).max(1) as usize;
        let combinations = combinations(edges, active);
        // a counter with nothing left costs no memory at all
        combinations == 1 || cells * combinations <= MOST_CELLS
    }
}

/// The highest price of a counter: dear enough to outweigh any assignment.
fn dearest(ask: &Ask<'_>) -> f64 {
    let known = ask.prices.iter().filter(|p| p.is_finite());
    let most = known.fold(0.0_f32, |most, p| most.max(p.abs()));
    f64::from(most).mul_add(4.0, DEAREST)
}

/// How far the table's sums may be off, with so much more than the prices in them: nothing, as long
/// as they are multiples of the grain that a float holds exactly.
fn rounding(problem: &Problem, ask: &Ask<'_>, more: f64) -> f64 {
    let days = ask.prices.chunks_exact(problem.symbols);
    let most = days.map(greatest).sum::<f64>() + more;
    if most < f64::from(GRAIN) * f64::from(1 << 23) {
        return 0.0;
    }
    most * (problem.days + 4) as f64 * f64::from(f32::EPSILON)
}

/// The greatest of some costs on either side of nothing, those that may not be left out.
fn greatest(of: &[f32]) -> f64 {
    let known = of.iter().filter(|p| p.is_finite());
    f64::from(known.fold(0.0_f32, |most, p| most.max(p.abs())))
}

/// Forbids the dearest assignment of what was broken; false when there is none to forbid.
fn rule_out(
    problem: &Problem,
    ask: &Ask<'_>,
    line: &[Symbol],
    prices: &mut [f32],
    (first, last): (usize, usize),
    attempt: usize,
) -> bool {
    let at = |day: usize| (day - ask.from) * problem.symbols + line[day - ask.from] as usize;
    let mut worked: Vec<usize> = (first..=last)
        .filter(|&day| day >= ask.from && day < ask.to && line[day - ask.from] != OFF)
        .collect();
    if worked.is_empty() {
        // rest in the wrong place: one of the days off becomes something else
        worked = (first..=last)
            .filter(|&d| d >= ask.from && d < ask.to)
            .collect();
    }
    worked.sort_by(|&a, &b| prices[at(b)].total_cmp(&prices[at(a)]));
    let Some(&day) = worked.get(attempt % 2).or(worked.first()) else {
        return false;
    };
    prices[at(day)] = f32::INFINITY;
    true
}

fn nothing() -> Found {
    Found {
        line: Vec::new(),
        bound: f64::INFINITY,
        value: f64::INFINITY,
        others: Vec::new(),
    }
}

/// What a line of the window costs at the prices asked.
fn worth(problem: &Problem, ask: &Ask<'_>, edges: &Edges, line: &[Symbol]) -> f64 {
    let automaton = &problem.automata[problem.people[ask.person].automaton];
    let mut state = edges.start;
    let mut sum = 0.0;
    for (day, &symbol) in line.iter().enumerate() {
        let Some(arc) = automaton.step(problem.weekday(ask.from + day), state, symbol) else {
            return f64::INFINITY;
        };
        sum += f64::from(ask.prices[day * problem.symbols + symbol as usize]);
        sum += f64::from(arc.cost);
        state = arc.next;
    }
    sum + f64::from(edges.end_cost[state as usize])
}

/// A person's own costs as prices, infinite where a symbol may not be.
pub fn own_prices(problem: &Problem, person: usize, from: usize, to: usize, out: &mut Vec<f32>) {
    let cost = &problem.people[person].cost;
    out.clear();
    out.extend(
        cost[from * problem.symbols..to * problem.symbols]
            .iter()
            .map(|&c| if c == NEVER { f32::INFINITY } else { c as f32 }),
    );
}
