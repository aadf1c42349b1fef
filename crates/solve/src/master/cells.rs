//! What assignments of the scope count in, for the programme.

use std::collections::HashMap;

use super::{Scope, UNTOUCHED};
use crate::lp::Cells;
use crate::problem::{Alike, Problem, Symbol};

/// Which cells each assignment has: for each class of people, free day and symbol.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Where those of a class begin.
    first: Vec<usize>,
    /// The cells of each, and how much.
    cells: Vec<Vec<(u32, f64)>>,
    symbols: usize,
}

impl Places {
    /// The cells of what somebody of a class does on a free day.
    pub(super) fn of(&self, class: usize, day: usize, symbol: Symbol) -> &[(u32, f64)] {
        &self.cells[self.first[class] + day * self.symbols + usize::from(symbol)]
    }
}

/// Rows in which no more classes than this count are cells of their own.
const NARROW: u32 = 2;

/// The cells of the scope's assignments.
///
/// Assignments that count in the same rows share a cell. Rows where hardly anybody counts, as for
/// a pairing, are left out of that, or everybody's cells would differ.
pub(super) fn cells(
    problem: &Problem,
    alike: &Alike,
    scope: &Scope,
    (local, rows): (&[u32], usize),
) -> (Places, Cells) {
    let classes = alike.class.iter().max().map_or(0, |most| most + 1);
    let mut places = Places {
        first: vec![usize::MAX; classes],
        cells: Vec::new(),
        symbols: problem.symbols,
    };
    // somebody of each class in the scope
    let mut groups: Vec<usize> = Vec::new();
    let mut met = vec![false; classes];
    for &person in &scope.people {
        let group = problem.people[person].group;
        if !std::mem::replace(&mut met[alike.class[group]], true) {
            groups.push(group);
        }
    }
    let hits = |group: usize, day: usize, symbol: usize| -> Vec<(u32, i32)> {
        let hits = problem.hits.of(group, day, symbol as Symbol).iter();
        let hits = hits.filter(|h| local[h.0 as usize] != UNTOUCHED);
        summed(hits.map(|&(row, n)| (local[row as usize], n)).collect())
    };
    let mut counting = vec![0_u32; rows];
    for &group in &groups {
        let mut counts = vec![false; rows];
        for (day, symbol) in each(scope, problem) {
            for (row, _) in hits(group, day, symbol) {
                counts[row as usize] = true;
            }
        }
        for (sum, counts) in counting.iter_mut().zip(counts) {
            *sum += u32::from(counts);
        }
    }
    let mut entries: Vec<Vec<(u32, f64)>> = Vec::new();
    let mut known: HashMap<Vec<(u32, i32)>, u32> = HashMap::new();
    let mut cell_of = |wide: Vec<(u32, i32)>| -> u32 {
        let next = entries.len() as u32;
        *known.entry(wide).or_insert_with_key(|rows| {
            entries.push(rows.iter().map(|&(r, n)| (r, f64::from(n))).collect());
            next
        })
    };
    for &group in &groups {
        places.first[alike.class[group]] = places.cells.len();
        for (day, symbol) in each(scope, problem) {
            let (narrow, wide): (Vec<_>, Vec<_>) = hits(group, day, symbol)
                .into_iter()
                .partition(|h| counting[h.0 as usize] <= NARROW && groups.len() > 2);
            let mut of: Vec<(u32, f64)> = Vec::new();
            if !wide.is_empty() {
                of.push((cell_of(wide), 1.0));
            }
            for (row, n) in narrow {
                of.push((cell_of(vec![(row, 1)]), f64::from(n)));
            }
            places.cells.push(of);
        }
    }
    (places, Cells::new(entries, rows))
}

/// Every free day with every symbol.
fn each(scope: &Scope, problem: &Problem) -> impl Iterator<Item = (usize, usize)> {
    let (days, symbols) = (scope.from..scope.to, problem.symbols);
    days.flat_map(move |day| (0..symbols).map(move |symbol| (day, symbol)))
}

/// The same rows, or cells, put together, in order.
pub(super) fn summed<N: std::ops::AddAssign + Copy>(mut list: Vec<(u32, N)>) -> Vec<(u32, N)> {
    list.sort_unstable_by_key(|e| e.0);
    list.dedup_by(|next, entry| {
        let same = next.0 == entry.0;
        if same {
            entry.1 += next.1;
        }
        same
    });
    list
}
