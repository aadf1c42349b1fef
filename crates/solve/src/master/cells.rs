//! What assignments of the scope count in, for the programme.

use std::collections::HashMap;

use super::{Scope, UNTOUCHED};
use crate::lp::Cells;
use crate::problem::{Alike, Problem, Symbol};

/// Which cell each assignment is: for each class of people, free day and symbol.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Where those of a class begin.
    first: Vec<usize>,
    /// The cell of each; `UNTOUCHED` where nothing counts.
    cell: Vec<u32>,
    symbols: usize,
}

impl Places {
    /// The cell of what somebody of a class does on a free day, if it counts anywhere.
    pub(super) fn of(&self, class: usize, day: usize, symbol: Symbol) -> Option<u32> {
        let cell = self.cell[self.first[class] + day * self.symbols + usize::from(symbol)];
        (cell != UNTOUCHED).then_some(cell)
    }
}

/// The cells of the scope's assignments; those that count in the same rows are one.
pub(super) fn cells(
    problem: &Problem,
    alike: &Alike,
    scope: &Scope,
    (local, rows): (&[u32], usize),
) -> (Places, Cells) {
    let classes = alike.class.iter().max().map_or(0, |most| most + 1);
    let mut places = Places {
        first: vec![usize::MAX; classes],
        cell: Vec::new(),
        symbols: problem.symbols,
    };
    let mut entries: Vec<Vec<(u32, f64)>> = Vec::new();
    let mut known: HashMap<Vec<(u32, i32)>, u32> = HashMap::new();
    for &person in &scope.people {
        let group = problem.people[person].group;
        let first = &mut places.first[alike.class[group]];
        if *first != usize::MAX {
            continue;
        }
        *first = places.cell.len();
        for day in scope.from..scope.to {
            for symbol in 0..problem.symbols {
                let hits = problem.hits.of(group, day, symbol as Symbol).iter();
                let hits = hits.filter(|h| local[h.0 as usize] != UNTOUCHED);
                let mut hits: Vec<(u32, i32)> =
                    hits.map(|&(row, n)| (local[row as usize], n)).collect();
                hits.sort_unstable();
                hits.dedup_by(|next, hit| {
                    let same = next.0 == hit.0;
                    if same {
                        hit.1 += next.1;
                    }
                    same
                });
                if hits.is_empty() {
                    places.cell.push(UNTOUCHED);
                    continue;
                }
                let next = entries.len() as u32;
                let cell = *known.entry(hits).or_insert_with_key(|hits| {
                    entries.push(hits.iter().map(|&(r, n)| (r, f64::from(n))).collect());
                    next
                });
                places.cell.push(cell);
            }
        }
    }
    (places, Cells::new(entries, rows))
}
