//! Counters with a limit over the period: told apart where they are small, priced where not.

use super::edges::Edges;
use super::{Ask, grained};
use crate::lp::{Column, MOST_TOTALS, Programme, Slack};
use crate::problem::{Problem, Symbol};

/// Counters that are told apart, and prices of others.
#[derive(Clone, Debug, Default)]
pub(super) struct Hint {
    pub(super) active: u32,
    pub(super) prices: Vec<f32>,
    /// How often in a row each counter told apart kept clear of its limit.
    pub(super) loose: Vec<u8>,
    /// Lines met before, those over a limit included.
    pub(super) met: Vec<Met>,
}

/// A line met before.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub(super) line: Vec<Symbol>,
    pub(super) counts: Vec<i32>,
    pub(super) used: u32,
}

/// Combinations of the values of some counters.
pub(super) fn combinations(edges: &Edges, active: u32) -> usize {
    (0..edges.caps.len())
        .filter(|k| active >> k & 1 == 1)
        .map(|k| edges.size(k))
        .product()
}

/// How far each counter goes up on a line of the window.
pub(super) fn count(problem: &Problem, ask: &Ask<'_>, edges: &Edges, line: &[Symbol]) -> Vec<i32> {
    let automaton = &problem.automata[problem.people[ask.person].automaton];
    let mut counts = vec![0_i32; edges.caps.len()];
    let mut state = edges.start;
    for (day, &symbol) in line.iter().enumerate() {
        let Some(arc) = automaton.step(problem.weekday(ask.from + day), state, symbol) else {
            break;
        };
        let mut bits = arc.counts;
        while bits != 0 {
            let k = bits.trailing_zeros() as usize;
            if k < counts.len() {
                counts[k] += 1;
            }
            bits &= bits - 1;
        }
        state = arc.next;
    }
    for &(k, more) in &edges.end_counts[state as usize] {
        counts[k as usize] += more;
    }
    counts
}

/// The prices of counters at which the lines met so far say most; tells what they say.
pub(super) fn model(lines: &[(f64, Met)], edges: &Edges, dearest: f64, hint: &mut Hint) -> f64 {
    hint.prices.fill(0.0);
    let mut rows: Vec<usize> = Vec::new();
    for k in 0..edges.caps.len() {
        let over = |m: &Met| m.counts[k] > edges.caps[k];
        if hint.active >> k & 1 == 0 && lines.iter().any(|(_, m)| over(m)) {
            rows.push(k);
        }
    }
    if rows.is_empty() {
        return f64::INFINITY;
    }
    let least = lines.iter().map(|l| l.0).fold(f64::INFINITY, f64::min);
    let columns: Vec<Column> = lines
        .iter()
        .filter(|(_, m)| {
            (0..edges.caps.len()).all(|k| hint.active >> k & 1 == 0 || m.counts[k] <= edges.caps[k])
        })
        .map(|(value, met)| {
            let entries = rows.iter().enumerate();
            let entries = entries.map(|(r, &k)| (r as u32, f64::from(met.counts[k])));
            Column {
                person: 0,
                cost: value - least,
                cells: entries.collect(),
            }
        })
        .collect();
    if columns.is_empty() {
        return f64::INFINITY;
    }
    let targets: Vec<f64> = rows.iter().map(|&k| f64::from(edges.caps[k])).collect();
    let slacks: Vec<Slack> = (0..rows.len() as u32)
        .flat_map(|row| {
            [(1.0, 0.0), (-1.0, dearest)].map(|(sign, cost)| Slack {
                row,
                sign,
                cost,
                width: f64::INFINITY,
                totals: [None; MOST_TOTALS],
            })
        })
        .collect();
    let solution = Programme::of_one(&targets, &columns, &slacks, 1e-4);
    for (r, &k) in rows.iter().enumerate() {
        hint.prices[k] = grained((-solution.prices[r]).clamp(0.0, dearest));
    }
    let at_prices = columns.iter().map(|c| {
        let over: f64 = c
            .cells
            .iter()
            .map(|&(r, n)| f64::from(hint.prices[rows[r as usize]]) * (n - targets[r as usize]))
            .sum();
        c.cost + over
    });
    least + at_prices.fold(f64::INFINITY, f64::min)
}
