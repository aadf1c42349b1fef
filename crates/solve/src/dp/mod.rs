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
mod rest;
mod tally;

use std::collections::BTreeMap;

pub use ask::{Ask, Effort, Found};
use compact::Compact;
use counted::Known;
pub use counted::Sizes;
use counters::{Hint, Met, combinations, count, model};
use edges::Edges;
use labels::Labels;
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
/// Combinations of counters that are told apart while the length is priced.
const MOST_COMBINED: usize = 64;
/// What the price of all the length may come to at most.
const DEAREST_LENGTH: f32 = 65_536.0;
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
    /// Counters that mattered for a person before.
    hints: BTreeMap<usize, Hint>,
    arc_cost: Vec<Vec<f32>>,
    /// For each person the price of a unit of length, and the counters that mattered.
    rates: BTreeMap<usize, (f32, u32)>,
    /// What is known of people with counts of their own.
    known: BTreeMap<usize, Known>,
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
            hints: BTreeMap::new(),
            arc_cost: Vec::new(),
            rates: BTreeMap::new(),
            known: BTreeMap::new(),
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
        self.hints.clear();
        self.rates.clear();
        self.known.clear();
    }

    /// The best line of a window.
    ///
    /// Where the automaton leaves a rule out, the bound is that of the line without the rule, and
    /// the line is the best that was found once an assignment of what broke it was ruled out.
    pub fn best(&mut self, problem: &Problem, ask: &Ask<'_>) -> Found {
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

    /// Looks for the best line within the limits of the counters.
    ///
    /// A counter of few values becomes part of the state, exactly. One of many values is given a
    /// price: the lines met so far say which, as a small programme, and each try proves a bound.
    /// The best line that keeps every limit is taken.
    fn within(&mut self, problem: &Problem, ask: &Ask<'_>, edges: &Edges) -> Found {
        let counters = edges.caps.len();
        let mut hint = self.hints.remove(&ask.person).unwrap_or_else(|| Hint {
            active: 0,
            prices: vec![0.0; counters],
            loose: vec![0; counters],
            met: Vec::new(),
        });
        let mut best = nothing();
        let mut bound = f64::NEG_INFINITY;
        let mut lines: Vec<(f64, Met)> = hint
            .met
            .drain(..)
            .map(|met| (worth(problem, ask, edges, &met.line), met))
            .filter(|(value, _)| value.is_finite())
            .collect();
        let unsure = rounding(problem, ask, 0.0);
        let dearest = dearest(ask);
        let step = GRAIN * (dearest / DEAREST) as f32;
        let mut pushed = 0;
        for attempt in 0..80 {
            if attempt >= 20 && best.value < f64::INFINITY {
                break;
            }
            let expected = if pushed == 0 {
                model(&lines, edges, dearest, &mut hint)
            } else {
                f64::INFINITY
            };
            let (line, value) = self.exact(problem, ask, edges, &hint, None);
            if line.is_empty() {
                return nothing();
            }
            let allowance: f64 = (0..counters)
                .map(|k| f64::from(hint.prices[k]) * f64::from(edges.caps[k]))
                .sum();
            bound = bound.max(value - allowance - unsure);
            let counts = count(problem, ask, edges, &line);
            let own = worth(problem, ask, edges, &line);
            let fits = counts.iter().zip(&edges.caps).all(|(c, cap)| c <= cap);
            if fits && own < best.value {
                best.value = own;
                best.line.clone_from(&line);
            }
            let mut told_apart = false;
            for k in 0..counters {
                let added = hint.active | 1 << k;
                if counts[k] > edges.caps[k]
                    && hint.active >> k & 1 == 0
                    && Pricer::affordable(problem, ask, edges, added)
                {
                    hint.active = added;
                    hint.prices[k] = 0.0;
                    told_apart = true;
                }
            }
            let near = f64::from(GRAIN) * 4.0;
            if best.value - bound <= near {
                break;
            }
            let met = Met {
                line,
                counts: counts.clone(),
                used: 0,
            };
            let learnt = value - allowance < expected - near;
            if !lines.iter().any(|(_, m)| m.line == met.line) {
                lines.push((own, met));
            }
            if told_apart || (learnt && attempt < 8) {
                continue;
            }
            // the prices are right; now a little more than right, until the limits are kept
            // a price that leaves a gap: where memory allows, the counter is told apart after all
            let dear = (0..counters).find(|&k| {
                let added = hint.active | 1 << k;
                let inactive = hint.active >> k & 1 == 0;
                let fitting = Pricer::affordable(problem, ask, edges, added);
                inactive && hint.prices[k] > 0.0 && fitting
            });
            if let Some(k) = dear {
                hint.active |= 1 << k;
                hint.prices[k] = 0.0;
                continue;
            }
            if fits || (best.value < f64::INFINITY && pushed >= 2) {
                break;
            }
            pushed += 1;
            for k in 0..counters {
                if counts[k] > edges.caps[k] && hint.active >> k & 1 == 0 {
                    let more = step * (1 << (2 * pushed).min(14)) as f32;
                    hint.prices[k] += (more / GRAIN).round() * GRAIN;
                }
            }
        }
        best.bound = bound;
        let counts = count(problem, ask, edges, &best.line);
        for k in 0..counters {
            let clear = !best.line.is_empty() && counts[k] < edges.caps[k];
            hint.loose[k] = if clear { hint.loose[k] + 1 } else { 0 };
            if hint.loose[k] >= 3 {
                hint.active &= !(1 << k);
                hint.loose[k] = 0;
            }
        }
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.truncate(MOST_MET);
        lines.retain_mut(|(_, m)| {
            m.used += 1;
            m.used < 30
        });
        hint.met = lines.into_iter().map(|(_, m)| m).collect();
        self.hints.insert(ask.person, hint);
        best
    }

    /// A good line, with the length priced instead of told apart: nothing when none was met.
    ///
    /// Each try proves a bound; the price is moved until the length keeps its limits.
    fn near(&mut self, problem: &Problem, ask: &Ask<'_>, edges: &Edges) -> Option<Found> {
        let counters = edges.caps.len();
        let key = ask.person;
        let known = self.rates.get(&key).copied();
        let (mut rate, mut active) = known.unwrap_or((0.0, 0));
        let mut hint = Hint {
            active,
            prices: vec![0.0; counters],
            ..Hint::default()
        };
        let unsure = rounding(problem, ask, 0.0);
        let mut best = nothing();
        let mut bound = f64::NEG_INFINITY;
        // rates known to give too long a line, and too short a one
        let (mut low, mut high) = (f32::NEG_INFINITY, f32::INFINITY);
        let mut step = (rate.abs() / 4.0).max(1.0);
        for _ in 0..TRIES {
            let (line, value) = self.exact(problem, ask, edges, &hint, Some(rate));
            if line.is_empty() {
                return None;
            }
            let counts = count(problem, ask, edges, &line);
            let mut more = 0;
            for k in 0..counters {
                if counts[k] > edges.caps[k] && active >> k & 1 == 0 {
                    more |= 1 << k;
                }
            }
            let free = if rate > 0.0 { edges.most } else { edges.least };
            bound = bound.max(value - f64::from(rate) * f64::from(free) - unsure);
            if more != 0 {
                if combinations(edges, active | more) > MOST_COMBINED {
                    return None;
                }
                active |= more;
                hint.active = active;
                continue;
            }
            let length: i32 = line.iter().map(|&s| problem.lengths[s as usize]).sum();
            let own = worth(problem, ask, edges, &line);
            let fits = edges.least <= length && length <= edges.most;
            if fits && own < best.value {
                best.value = own;
                best.line = line;
            }
            if best.value - bound <= f64::from(GRAIN) * 4.0 {
                break;
            }
            // too long asks for a higher rate, too short for a lower one; what fits goes towards none
            let up = match length {
                _ if length > edges.most => true,
                _ if length < edges.least => false,
                _ => rate < 0.0,
            };
            if up {
                low = rate;
            } else {
                high = rate;
            }
            let next = match (low.is_finite(), high.is_finite()) {
                (true, true) => f32::midpoint(low, high),
                _ if up => rate + step,
                _ => rate - step,
            };
            // the sign changes only through none
            let next = if rate * next < 0.0 && rate != 0.0 {
                0.0
            } else {
                next
            };
            let next = (next / GRAIN).round() * GRAIN;
            // beyond this a float would not hold the sums exactly
            let too_dear = next.abs() * edges.most.max(1) as f32 > DEAREST_LENGTH;
            if (next - rate).abs() < GRAIN || next <= low || next >= high || too_dear {
                break;
            }
            step *= 3.0;
            rate = next;
        }
        self.rates.insert(key, (rate, active));
        if best.line.is_empty() {
            return None;
        }
        best.bound = bound;
        Some(best)
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
