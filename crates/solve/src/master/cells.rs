//! The entries of a column, and the parts of it that many columns share.

use super::{Scope, UNTOUCHED};
use crate::problem::{Alike, Problem, Symbol};

/// The same rows put together, in order.
pub(super) fn summed(mut entries: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    entries.sort_unstable_by_key(|e| e.0);
    entries.dedup_by(|next, entry| {
        let same = next.0 == entry.0;
        if same {
            entry.1 += next.1;
        }
        same
    });
    entries
}

/// Entries for each class of people, free day and symbol, and where those of a class begin.
pub(super) fn shared_cells(
    problem: &Problem,
    alike: &Alike,
    scope: &Scope,
    local: &[u32],
    wanted: bool,
) -> (Vec<u32>, Vec<Vec<(u32, f64)>>) {
    let classes = alike.class.iter().max().map_or(0, |most| most + 1);
    let mut cells_of = vec![UNTOUCHED; classes];
    let mut cells = Vec::new();
    for &person in &scope.people {
        let group = problem.people[person].group;
        let class = alike.class[group];
        if cells_of[class] != UNTOUCHED {
            continue;
        }
        cells_of[class] = cells.len() as u32;
        if !wanted {
            continue;
        }
        for day in scope.from..scope.to {
            for symbol in 0..problem.symbols {
                let hits = problem.hits.of(group, day, symbol as Symbol).iter();
                let known = hits.filter(|h| local[h.0 as usize] != UNTOUCHED);
                cells.push(
                    known
                        .map(|&(row, a)| (local[row as usize], f64::from(a)))
                        .collect(),
                );
            }
        }
    }
    (cells_of, cells)
}
