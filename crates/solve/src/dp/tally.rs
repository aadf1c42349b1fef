//! What is counted along one person's line: rows that are theirs alone, and counters with a limit.
//!
//! In the table a count has a price; along labels it is told apart. How much the rest of a line
//! can still make of a count at its price is known for each day, and closes what lies between.

use super::edges::Edges;
use super::{Window, grained};
use crate::lp::{Column, MOST_TOTALS, Programme, Slack};
use crate::problem::Symbol;
use firstline_core::time::gcd;

/// Where a count is kept in a label's key: so many fit.
pub(super) const SLOTS: usize = 16;
/// The greatest count that fits.
const MOST_COUNT: i32 = 255;
/// What exceeding a limit costs in the programme, for each unit of what lines cost.
const DEAR: f64 = 1000.0;

/// What a tally counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A row of the problem.
    Row(u32),
    /// A counter of the automaton.
    Counter(usize),
}

/// One count along a line.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) what: What,
    /// What the days outside the window count.
    pub(super) base: i32,
    /// What the table takes off for each one.
    pub(super) price: f32,
    /// The byte of a label's key that holds it, when labels tell it apart.
    pub(super) slot: Option<usize>,
    /// Whether the table tells it apart; else it has a price there.
    pub(super) apart: bool,
    /// First and last day of the window that can count.
    pub(super) days: (usize, usize),
    /// The most that each day can count.
    most_of: Vec<i32>,
    /// What each count costs at the end; infinite over a limit.
    pub(super) penalties: Vec<f32>,
    /// For each day and count, the least that the rest can make of it at the price.
    pub(super) ahead: Vec<Vec<f32>>,
}

impl Tally {
    /// What a count costs; infinite over a limit.
    fn cost(&self, window: &Window<'_>, count: i32) -> f64 {
        match self.what {
            What::Row(row) => window.problem.rows[row as usize].penalty(count) as f64,
            What::Counter(k) if count <= window.edges.caps[k] => 0.0,
            What::Counter(_) => f64::INFINITY,
        }
    }

    /// Whether anything in the window counts.
    fn may_change(&self) -> bool {
        self.most_of.iter().any(|m| *m > 0)
    }

    /// The count from which on each one more costs the same, and what it costs.
    pub(super) fn top(&self) -> (usize, f32) {
        let last = self.penalties.len() - 1;
        if let Some(over) = self.penalties.iter().position(|p| p.is_infinite()) {
            return (over.saturating_sub(1), f32::INFINITY);
        }
        if last == 0 {
            return (0, 0.0);
        }
        let slope = |c: usize| self.penalties[c + 1] - self.penalties[c];
        let end = slope(last - 1);
        let top = (0..last).rev().take_while(|&c| slope(c) >= end).last();
        (top.unwrap_or(last), end)
    }
}

/// A line met before, with what it counts.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) line: Vec<Symbol>,
    /// Counts, in the order of the tallies, those outside the window included.
    pub(super) counts: Vec<i32>,
    /// The total length in the window.
    pub(super) length: i32,
    /// Whether it keeps all that the judge knows, once that was asked.
    pub(super) lawful: Option<bool>,
    /// Rounds since it was of use.
    pub(super) idle: u32,
}

/// All that is counted along the lines of one window.
#[derive(Clone, Debug, Default)]
pub(super) struct Tallies {
    pub(super) all: Vec<Tally>,
    /// For each day of the window and symbol: tally and weight.
    pub(super) hits: Vec<Vec<(u32, i32)>>,
    /// The tally of each counter of the automaton.
    pub(super) of_counter: Vec<Option<usize>>,
    /// Where counts say what is left of a line's length over the shortest shift, those counts and
    /// what each one adds: with so many nights and long days, the standard days leave nothing.
    pub(super) left: Option<Vec<(usize, usize)>>,
    symbols: usize,
}

impl Tallies {
    /// What is counted in a window.
    pub(super) fn new(window: &Window<'_>) -> Tallies {
        let Window {
            problem,
            ask,
            edges,
        } = *window;
        let days = window.days();
        let symbols = problem.symbols;
        let group = problem.people[ask.person].group;
        let mut tallies = Tallies {
            hits: vec![Vec::new(); days * symbols],
            of_counter: vec![None; edges.caps.len()],
            symbols,
            ..Tallies::default()
        };
        let own = |row: u32| ask.own.binary_search(&row).ok();
        let mut base = vec![0; ask.own.len()];
        for (day, &symbol) in ask.line.iter().enumerate() {
            if (ask.from..ask.to).contains(&day) {
                continue;
            }
            for &(row, weight) in problem.hits.of(group, day, symbol) {
                if let Some(t) = own(row) {
                    base[t] += weight;
                }
            }
        }
        let mut most_of = vec![vec![0; days]; ask.own.len()];
        for day in 0..days {
            for symbol in 0..symbols {
                if window.price(day, symbol).is_none() {
                    continue;
                }
                let of = problem.hits.of(group, ask.from + day, symbol as Symbol);
                for &(row, weight) in of {
                    let Some(t) = own(row) else { continue };
                    let hits = &mut tallies.hits[day * symbols + symbol];
                    match hits.iter_mut().find(|h| h.0 as usize == t) {
                        Some(hit) => hit.1 += weight,
                        None => hits.push((t as u32, weight)),
                    }
                }
                for &(t, weight) in &tallies.hits[day * symbols + symbol] {
                    let most = &mut most_of[t as usize][day];
                    *most = weight.max(*most);
                }
            }
        }
        for ((&row, base), most_of) in ask.own.iter().zip(base).zip(most_of) {
            let of = &problem.rows[row as usize];
            let cost = |count| of.penalty(count) as f32;
            tallies.push(What::Row(row), base, most_of, cost);
        }
        for k in 0..edges.caps.len() {
            // one that cannot be overrun is not counted
            let after = edges.end_counts.iter().flatten();
            let after = after
                .filter(|more| usize::from(more.0) == k)
                .map(|more| more.1);
            let size = edges.size(k) as i32;
            if edges.caps[k] >= days as i32 + after.fold(0, i32::max) {
                continue;
            }
            tallies.of_counter[k] = Some(tallies.all.len());
            let over = size - 1;
            tallies.push(What::Counter(k), 0, vec![1; days], |count| {
                if count <= over { 0.0 } else { f32::INFINITY }
            });
        }
        tallies.left = tallies.left_over(window);
        if let Some(left) = &tallies.left {
            // these are needed to the end
            for &(t, _) in left {
                tallies.all[t].days.1 = days.saturating_sub(1);
            }
        }
        tallies.place();
        tallies
    }

    /// Which counts say what is left of the length, if they do.
    fn left_over(&self, window: &Window<'_>) -> Option<Vec<(usize, usize)>> {
        let lengths = &window.problem.lengths;
        let (unit, over) = unit_and_shortest(lengths)?;
        // what each step leaves, where any may be taken
        let mut open: Vec<Option<usize>> = (0..self.hits.len())
            .map(|at| {
                let (day, symbol) = (at / self.symbols, at % self.symbols);
                let left = (lengths[symbol] / unit) as usize % over;
                window.price(day, symbol).map(|_| left)
            })
            .collect();
        // those that count most steps first; each must leave the same wherever it counts
        let mut order: Vec<(usize, Vec<usize>)> = (0..self.all.len())
            .filter(|&t| matches!(self.all[t].what, What::Row(_)))
            .map(|t| {
                let once = (t as u32, 1);
                let at = (0..self.hits.len()).filter(|&at| self.hits[at].contains(&once));
                (t, at.collect())
            })
            .collect();
        order.sort_by_key(|(t, at)| (std::cmp::Reverse(at.len()), *t));
        let mut of = Vec::new();
        for (t, at) in order {
            let each = at.first().and_then(|&at| open[at]).unwrap_or(0);
            let whole = |hits: &[(u32, i32)]| hits.iter().all(|h| h.0 as usize != t || h.1 == 1);
            if each == 0
                || at
                    .iter()
                    .any(|&at| open[at].is_some_and(|left| left != each))
                || !self.hits.iter().all(|hits| whole(hits))
            {
                continue;
            }
            for at in at {
                open[at] = open[at].map(|_| 0);
            }
            of.push((t, each));
        }
        let said = open.iter().all(|left| left.is_none_or(|left| left == 0));
        said.then_some(of)
    }

    /// Whether the table can say what is left of the length.
    pub(super) fn tells_left(&self) -> bool {
        let left = self.left.as_ref();
        left.is_some_and(|left| left.iter().all(|&(t, _)| self.all[t].apart))
    }

    fn push(&mut self, what: What, base: i32, most_of: Vec<i32>, cost: impl Fn(i32) -> f32) {
        let most = base + most_of.iter().sum::<i32>();
        let first = most_of.iter().position(|m| *m > 0).unwrap_or(0);
        let last = most_of.iter().rposition(|m| *m > 0).unwrap_or(0);
        self.all.push(Tally {
            what,
            base,
            price: 0.0,
            slot: None,
            apart: false,
            days: (first, last),
            penalties: (0..=most.max(base)).map(cost).collect(),
            most_of,
            ahead: Vec::new(),
        });
    }

    /// Gives each tally a slot of the key for as long as it counts, as far as they go.
    fn place(&mut self) {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&t| self.all[t].days);
        let mut free_from = [0_usize; SLOTS];
        for t in order {
            let tally = &mut self.all[t];
            let fits = tally.penalties.len() as i32 <= MOST_COUNT && tally.may_change();
            let (first, last) = tally.days;
            let slot = (0..SLOTS).find(|&s| free_from[s] <= first);
            if let Some(slot) = slot.filter(|_| fits) {
                tally.slot = Some(slot);
                free_from[slot] = last + 1;
            }
        }
    }

    /// Whether a counter is over its limit at an end state, with what the days after it count; `at`
    /// reads a byte of a label's key.
    pub(super) fn overrun(&self, edges: &Edges, state: u16, at: impl Fn(usize) -> u8) -> bool {
        self.all.iter().any(|tally| {
            let (What::Counter(k), Some(slot)) = (tally.what, tally.slot) else {
                return false;
            };
            let after = edges.end_counts[usize::from(state)].iter();
            let more: i32 = after.filter(|m| usize::from(m.0) == k).map(|m| m.1).sum();
            i32::from(at(8 * slot)) + more > edges.caps[k]
        })
    }

    /// What a step adds to a tally.
    pub(super) fn step(&self, tally: usize, day: usize, symbol: usize, counts: u32) -> i32 {
        match self.all[tally].what {
            What::Row(_) => {
                let hits = self.hits[day * self.symbols + symbol].iter();
                hits.filter(|h| h.0 as usize == tally).map(|h| h.1).sum()
            }
            What::Counter(k) => (counts >> k & 1) as i32,
        }
    }

    /// What the prices of counters add to an arc.
    pub(super) fn arc_price(&self, mut counts: u32) -> f32 {
        let mut sum = 0.0;
        while counts != 0 {
            let k = counts.trailing_zeros() as usize;
            if let Some(Some(t)) = self.of_counter.get(k) {
                let tally = &self.all[*t];
                sum -= if tally.apart { 0.0 } else { tally.price };
            }
            counts &= counts - 1;
        }
        sum
    }

    /// Tells more counts apart in the table, the steepest first, while it has no more than so many
    /// cells; `states` are those of each day.
    pub(super) fn tell_apart(&mut self, states: &[usize], most: usize) {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by(|&a, &b| self.all[b].top().1.total_cmp(&self.all[a].top().1));
        let mut cells = states.to_vec();
        let whole = states.len().saturating_sub(1);
        for already in [true, false] {
            for &t in &order {
                let tally = &mut self.all[t];
                if tally.apart != already || tally.slot.is_none() {
                    continue;
                }
                let (first, last) = match tally.what {
                    What::Row(_) => tally.days,
                    What::Counter(_) => (0, whole),
                };
                let size = tally.top().0 + 1;
                let more: usize = cells[first..=last].iter().map(|c| c * (size - 1)).sum();
                if already || cells.iter().sum::<usize>() + more <= most {
                    tally.apart = true;
                    cells[first..=last].iter_mut().for_each(|c| *c *= size);
                }
            }
        }
    }

    /// What a line of the window counts, and how long it is.
    pub(super) fn count(&self, window: &Window<'_>, line: &[Symbol]) -> Option<(Vec<i32>, i32)> {
        let (automaton, edges) = (window.automaton(), window.edges);
        let mut counts: Vec<i32> = self.all.iter().map(|t| t.base).collect();
        let mut state = edges.start;
        let mut length = 0;
        for (day, &symbol) in line.iter().enumerate() {
            for &(t, weight) in &self.hits[day * self.symbols + usize::from(symbol)] {
                counts[t as usize] += weight;
            }
            let arc = automaton.step(window.weekday(day), state, symbol)?;
            let mut bits = arc.counts;
            while bits != 0 {
                let k = bits.trailing_zeros() as usize;
                if let Some(Some(t)) = self.of_counter.get(k) {
                    counts[*t] += 1;
                }
                bits &= bits - 1;
            }
            length += window.problem.lengths[usize::from(symbol)];
            state = arc.next;
        }
        for &(k, more) in &edges.end_counts[usize::from(state)] {
            if let Some(Some(t)) = self.of_counter.get(usize::from(k)) {
                counts[*t] += more;
            }
        }
        Some((counts, length))
    }

    /// What counts cost; infinite over a limit.
    pub(super) fn penalty(&self, window: &Window<'_>, counts: &[i32]) -> f64 {
        let all = self.all.iter().zip(counts);
        all.map(|(tally, &count)| tally.cost(window, count)).sum()
    }

    /// Works out what the rest of a line can make of each count at the present prices.
    pub(super) fn look_ahead(&mut self) {
        for tally in &mut self.all {
            if tally.apart {
                continue;
            }
            let days = tally.most_of.len();
            tally.ahead.resize(days + 1, Vec::new());
            tally.ahead[days].clone_from(&tally.penalties);
            for day in (0..days).rev() {
                let (before, after) = tally.ahead.split_at_mut(day + 1);
                let (now, then) = (&mut before[day], &after[0]);
                now.clone_from(then);
                let most = tally.most_of[day];
                if most == 0 {
                    continue;
                }
                for count in 0..now.len() {
                    for more in 1..=most as usize {
                        let Some(there) = then.get(count + more) else {
                            break;
                        };
                        now[count] = now[count].min(there + tally.price * more as f32);
                    }
                }
            }
        }
    }

    /// The prices at which the lines seen so far say most, and what they say; `rate` is that of a
    /// unit of length.
    pub(super) fn model(
        &mut self,
        window: &Window<'_>,
        seen: &[(f64, Seen)],
        rate: &mut f32,
    ) -> f64 {
        // what the table tells apart is part of what a line costs
        let apart = |s: &Seen| -> f64 {
            let all = self.all.iter().zip(&s.counts).filter(|(t, _)| t.apart);
            all.map(|(t, &n)| t.cost(window, n)).sum()
        };
        let costs: Vec<f64> = seen.iter().map(|(value, s)| value + apart(s)).collect();
        let seen: Vec<(f64, &Seen)> = costs
            .iter()
            .zip(seen)
            .filter(|(cost, _)| cost.is_finite())
            .map(|(cost, (_, s))| (*cost, s))
            .collect();
        let least = seen.iter().map(|l| l.0).fold(f64::INFINITY, f64::min);
        let most = seen
            .iter()
            .map(|l| l.0)
            .fold(0.0_f64, |m, v| m.max(v.abs()));
        let dear = DEAR.max(2.0 * most);
        let mut targets = Vec::new();
        let mut slacks = Vec::new();
        let mut step = |row: usize, sign: f64, cost: f64, width: f64| {
            slacks.push(Slack {
                row: row as u32,
                sign,
                cost,
                width,
                totals: [None; MOST_TOTALS],
            });
        };
        for (t, tally) in self.all.iter().enumerate() {
            match tally.what {
                _ if tally.apart => {
                    targets.push(0.0);
                    step(t, -1.0, 0.0, f64::INFINITY);
                }
                What::Row(row) => {
                    let row = &window.problem.rows[row as usize];
                    targets.push(f64::from(row.target));
                    for (steps, sign) in [(&row.short, 1.0), (&row.over, -1.0)] {
                        for s in steps {
                            let width = match s.width {
                                i32::MAX => f64::INFINITY,
                                width => f64::from(width),
                            };
                            step(t, sign, f64::from(s.slope), width);
                        }
                    }
                }
                What::Counter(k) => {
                    targets.push(f64::from(window.edges.caps[k]));
                    step(t, 1.0, 0.0, f64::INFINITY);
                    step(t, -1.0, dear, f64::INFINITY);
                }
            }
        }
        let lengths = self.all.len();
        let edges = window.edges;
        targets.push(f64::from(edges.least));
        let room = f64::from((edges.most - edges.least).max(0));
        step(lengths, 1.0, dear, f64::INFINITY);
        if room > 0.0 {
            step(lengths, -1.0, 0.0, room);
        }
        step(lengths, -1.0, dear, f64::INFINITY);
        let columns: Vec<Column> = seen
            .iter()
            .map(|(value, seen)| {
                let entries = seen.counts.iter().enumerate();
                let mut entries: Vec<(u32, f64)> = entries
                    .filter(|(_, n)| **n != 0)
                    .map(|(t, &n)| (t as u32, f64::from(n)))
                    .collect();
                if seen.length != 0 {
                    entries.push((lengths as u32, f64::from(seen.length)));
                }
                Column {
                    person: 0,
                    cost: value - least,
                    cells: entries,
                }
            })
            .collect();
        if columns.is_empty() {
            return f64::INFINITY;
        }
        let solution = Programme::of_one(&targets, &columns, &slacks, 1e-5);
        for (tally, price) in self.all.iter_mut().zip(&solution.prices) {
            let price = if price.is_finite() {
                grained(*price)
            } else {
                0.0
            };
            tally.price = if tally.apart { 0.0 } else { price };
        }
        let price = solution.prices[lengths];
        *rate = if price.is_finite() {
            -grained(price)
        } else {
            0.0
        };
        least + solution.value
    }

    /// Takes over prices, one for each tally.
    pub(super) fn set_prices(&mut self, prices: &[f32]) {
        for (tally, price) in self.all.iter_mut().zip(prices) {
            tally.price = *price;
        }
    }

    /// What all counts come to at least, those apart that the table knows.
    pub(super) fn loosely(&self) -> f64 {
        let priced = self.all.iter().filter(|t| !t.apart);
        priced.map(|t| f64::from(t.ahead[0][t.base as usize])).sum()
    }

    /// Prices for the table: those asked, less what counts are worth.
    pub(super) fn priced(&self, asked: &[f32], out: &mut Vec<f32>) {
        out.clear();
        out.extend_from_slice(asked);
        for (price, hits) in out.iter_mut().zip(&self.hits) {
            for &(t, weight) in hits {
                let tally = &self.all[t as usize];
                if !tally.apart {
                    *price -= tally.price * weight as f32;
                }
            }
        }
    }
}

/// The greatest unit that divides all lengths, and the shortest length above nothing in it.
pub(super) fn unit_and_shortest(lengths: &[i32]) -> Option<(i32, usize)> {
    let lengths = lengths.iter().copied().filter(|l| *l > 0);
    let unit = lengths.clone().map(i32::unsigned_abs).map(u64::from);
    let unit = (unit.fold(0, gcd) as i32).max(1);
    lengths.min().map(|least| (unit, (least / unit) as usize))
}
