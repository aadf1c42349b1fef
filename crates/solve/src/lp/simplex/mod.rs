//! The master's linear programme by pivots, from where the last one ended.
//!
//! A count's slack is one variable with a convex penalty of straight pieces. Most slacks are in the
//! basis, where they cost nothing to carry, so only the rows without one are inverted: the persons'
//! and those of counts that sit on a corner of their penalty.

mod basis;
mod piece;

use piece::{Piece, pieces};

use std::sync::Arc;

use super::{Cells, Column, Slack, Solution};

/// A programme that is solved again and again with more columns.
#[derive(Clone, Debug)]
pub struct Simplex {
    persons: usize,
    /// What the rows must come to, persons first, a hair off so that corners do not coincide.
    rights: Vec<f64>,
    pieces: Vec<Piece>,
    /// Columns in the basis and their values.
    basic: Vec<usize>,
    values: Vec<f64>,
    /// Rows whose slack is not in the basis, persons first by number; the place of each row there.
    tight: Vec<usize>,
    place: Vec<usize>,
    /// Inverse of the basic columns over the tight rows: a row for each column.
    inverse: Vec<Vec<f64>>,
    since: u32,
    cells: Arc<Cells>,
}

const FREE: usize = usize::MAX;
/// Below this nothing is worth entering.
const WORTH: f64 = 1e-7;
const TINY: f64 = 1e-7;
/// Pivots until the inverse is made anew.
const FRESH: u32 = 100;
/// The cost of a column that must not be used any more.
const DEAD: f64 = 1e8;

/// What enters the basis.
#[derive(Clone, Copy, Debug)]
enum Enter {
    Column(usize),
    /// A row's slack, upwards or downwards.
    Slack(usize, f64),
}

/// What stops it.
#[derive(Clone, Copy, Debug)]
enum Leave {
    /// Place in the basis.
    Column(usize),
    /// Row, and the corner that its slack stops on.
    Slack(usize, usize),
    /// The entering slack itself stops on its next corner.
    Itself(usize),
}

impl Simplex {
    /// A programme without columns.
    pub fn new(persons: usize, targets: &[f64], slacks: &[Slack], cells: Arc<Cells>) -> Simplex {
        let rows = persons + targets.len();
        let hair = |i: usize| 1e-7 * (1.0 + (i * 7919 % 1009) as f64 / 1009.0);
        let rights = (0..rows).map(|i| {
            let right = if i < persons {
                1.0
            } else {
                targets[i - persons]
            };
            right + hair(i)
        });
        Simplex {
            persons,
            rights: rights.collect(),
            pieces: pieces(slacks, targets.len()),
            basic: Vec::new(),
            values: Vec::new(),
            tight: Vec::new(),
            place: vec![FREE; rows],
            inverse: Vec::new(),
            since: 0,
            cells,
        }
    }

    /// Changes what the steps cost; how far they reach stays.
    pub fn reslope(&mut self, slacks: &[Slack]) {
        for (old, new) in self
            .pieces
            .iter_mut()
            .zip(pieces(slacks, self.rights.len() - self.persons))
        {
            old.slopes = new.slopes;
        }
    }

    /// Whether a column is in the basis.
    pub fn holds(&self, column: usize) -> bool {
        self.basic.contains(&column)
    }

    /// Tells that columns went: `new` has the new place of each that stayed. None in the basis may go.
    pub fn moved(&mut self, new: &[Option<usize>]) {
        let moved: Option<Vec<usize>> = self.basic.iter().map(|&j| new[j]).collect();
        match moved {
            Some(basic) => self.basic = basic,
            None => self.basic.clear(),
        }
    }

    /// Rows in the inverse.
    pub fn size(&self) -> usize {
        self.tight.len()
    }

    /// Solves with these columns; `dead` ones only where there is nothing else. Nothing when some
    /// person has no column.
    pub fn solve(&mut self, columns: &[Column], dead: &[bool], most: u32) -> Option<Solution> {
        if self.basic.is_empty() && !self.crash(columns, dead) {
            return None;
        }
        let cost = |j: usize| if dead[j] { DEAD } else { columns[j].cost };
        let (mut y, mut table) = (Vec::new(), Vec::new());
        let mut steps = 0;
        let mut crashed = false;
        while steps < most {
            self.prices(columns, &cost, &mut y, &mut table);
            let Some((enter, rate)) = self.entering(columns, &cost, &y, &table) else {
                break;
            };
            steps += 1;
            if !self.pivot(columns, enter, rate) {
                break;
            }
            self.since += 1;
            if self.since >= FRESH && !self.anew(columns) {
                if crashed {
                    break;
                }
                crashed = true;
                if !self.crash(columns, dead) {
                    return None;
                }
            }
        }
        self.prices(columns, &cost, &mut y, &mut table);
        let mut shares = vec![0.0; columns.len()];
        let mut value = 0.0;
        for (&j, &x) in self.basic.iter().zip(&self.values) {
            value += cost(j) * x;
            if !dead[j] {
                shares[j] = x.max(0.0);
            }
        }
        value += self.pieces.iter().map(Piece::penalty).sum::<f64>();
        Some(Solution {
            shares,
            prices: y[self.persons..].to_vec(),
            persons: y[..self.persons].to_vec(),
            value,
            gap: 0.0,
            steps,
            settled: true,
            point: None,
        })
    }

    /// One column for each person, and every slack in the basis; false when somebody has none.
    fn crash(&mut self, columns: &[Column], dead: &[bool]) -> bool {
        let mut first = vec![FREE; self.persons];
        for (j, column) in columns.iter().enumerate() {
            let of = &mut first[column.person];
            if *of == FREE || (dead[*of] && !dead[j]) {
                *of = j;
            }
        }
        if first.contains(&FREE) {
            return false;
        }
        self.place.fill(FREE);
        self.tight = (0..self.persons).collect();
        for (at, &row) in self.tight.iter().enumerate() {
            self.place[row] = at;
        }
        self.basic = first;
        self.anew(columns)
    }

    /// The prices of all rows at this basis.
    fn prices(
        &self,
        columns: &[Column],
        cost: &impl Fn(usize) -> f64,
        y: &mut Vec<f64>,
        table: &mut Vec<f64>,
    ) {
        y.clear();
        y.resize(self.rights.len(), 0.0);
        for (r, piece) in self.pieces.iter().enumerate() {
            if self.place[self.persons + r] == FREE {
                y[self.persons + r] = piece.slopes[piece.at];
            }
        }
        table.clear();
        table.resize(self.cells.len(), 0.0);
        for (r, &price) in y[self.persons..].iter().enumerate() {
            self.over_cells(r, price, table);
        }
        let mut tight = vec![0.0; self.tight.len()];
        for (&j, row) in self.basic.iter().zip(&self.inverse) {
            let left = cost(j) - worth(&columns[j], table);
            if left != 0.0 {
                for (sum, a) in tight.iter_mut().zip(row) {
                    *sum += left * a;
                }
            }
        }
        for (&row, price) in self.tight.iter().zip(tight) {
            y[row] = price;
            if let Some(r) = row.checked_sub(self.persons) {
                self.over_cells(r, price, table);
            }
        }
    }

    /// Adds the price of a row to what its cells are worth.
    fn over_cells(&self, r: usize, price: f64, table: &mut [f64]) {
        if price != 0.0 {
            for &(cell, weight) in self.cells.in_row(r) {
                table[cell as usize] += weight * price;
            }
        }
    }

    /// What gains most by entering, and how much for each unit.
    fn entering(
        &self,
        columns: &[Column],
        cost: &impl Fn(usize) -> f64,
        y: &[f64],
        table: &[f64],
    ) -> Option<(Enter, f64)> {
        let mut best = (None, -WORTH);
        for (j, column) in columns.iter().enumerate() {
            let worth = worth(column, table);
            let rate = cost(j) - y[column.person] - worth;
            if rate < best.1 && !self.basic.contains(&j) {
                best = (Some(Enter::Column(j)), rate);
            }
        }
        for &row in &self.tight {
            let Some(r) = row.checked_sub(self.persons) else {
                continue;
            };
            let piece = &self.pieces[r];
            let up = piece.slopes[piece.at + 1] - y[row];
            let down = y[row] - piece.slopes[piece.at];
            if up < best.1 {
                best = (Some(Enter::Slack(row, 1.0)), up);
            }
            if down < best.1 {
                best = (Some(Enter::Slack(row, -1.0)), down);
            }
        }
        best.0.map(|enter| (enter, best.1))
    }

    /// Brings something into the basis, past as many corners as still gain; false when nothing stops it.
    fn pivot(&mut self, columns: &[Column], enter: Enter, mut rate: f64) -> bool {
        let k = self.basic.len();
        // how everything changes
        let mut change = vec![0.0; k];
        let mut slack = vec![0.0; self.pieces.len()];
        match enter {
            Enter::Column(q) => {
                let mut over = vec![0.0; self.tight.len()];
                over[self.place[columns[q].person]] = 1.0;
                self.each_entry(&columns[q], |r, weight| {
                    match self.place[self.persons + r] {
                        FREE => slack[r] -= weight,
                        at => over[at] += weight,
                    }
                });
                let over: Vec<(usize, f64)> = over
                    .into_iter()
                    .enumerate()
                    .filter(|o| o.1 != 0.0)
                    .collect();
                for (c, line) in change.iter_mut().zip(&self.inverse) {
                    *c = -over
                        .iter()
                        .map(|&(at, weight)| line[at] * weight)
                        .sum::<f64>();
                }
            }
            Enter::Slack(row, sign) => {
                let at = self.place[row];
                for (c, line) in change.iter_mut().zip(&self.inverse) {
                    *c = -sign * line[at];
                }
            }
        }
        let mut sums = vec![0.0; self.cells.len()];
        for (&j, &c) in self.basic.iter().zip(&change) {
            if c.abs() > TINY {
                for &(cell, times) in &columns[j].cells {
                    sums[cell as usize] += times * c;
                }
            }
        }
        for sum in &mut sums {
            *sum = -*sum;
        }
        self.cells.add_counts(&sums, &mut slack);
        for &row in &self.tight {
            if let Some(r) = row.checked_sub(self.persons) {
                slack[r] = 0.0;
            }
        }
        // where something stops, nearest first
        let mut stops: Vec<(f64, f64, Leave)> = Vec::new();
        for (i, (&c, &x)) in change.iter().zip(&self.values).enumerate() {
            if c < -TINY {
                stops.push((x.max(0.0) / -c, f64::INFINITY, Leave::Column(i)));
            }
        }
        let first = stops.iter().map(|s| s.0).fold(f64::INFINITY, f64::min);
        for (r, &c) in slack.iter().enumerate() {
            if c.abs() > TINY {
                let piece = &self.pieces[r];
                Self::corners(piece, r, c, (piece.at, first), &mut stops);
            }
        }
        if let Enter::Slack(row, sign) = enter {
            let piece = &self.pieces[row - self.persons];
            let from = if sign > 0.0 { piece.at + 1 } else { piece.at };
            let mut own = Vec::new();
            Self::corners(piece, row - self.persons, sign, (from, first), &mut own);
            stops.extend(own.into_iter().filter_map(|(t, gain, leave)| match leave {
                Leave::Slack(_, corner) => Some((t, gain, Leave::Itself(corner))),
                _ => None,
            }));
        }
        stops.retain(|s| s.0 <= first);
        stops.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut stop = None;
        for &(t, loss, leave) in &stops {
            rate += loss;
            if rate >= -TINY {
                stop = Some((t, leave));
                break;
            }
        }
        let Some((mut t, mut leave)) = stop else {
            return false;
        };
        // of those that stop at almost the same place a column with a larger change is safer
        if let Leave::Column(i) = leave {
            for &(other, _, candidate) in &stops {
                if let Leave::Column(o) = candidate
                    && other <= t + TINY
                    && change[o] < change[i] * 10.0
                    && change[i].abs() < 1e-5
                {
                    (t, leave) = (other, candidate);
                    break;
                }
            }
        }
        for (x, c) in self.values.iter_mut().zip(&change) {
            *x += t * c;
        }
        for (piece, c) in self.pieces.iter_mut().zip(&slack) {
            if *c != 0.0 {
                piece.value += t * c;
            }
        }
        for &(other, _, passed) in stops.iter().take_while(|s| s.0 <= t) {
            if let Leave::Slack(r, corner) = passed {
                // now on the far side of the corner
                self.pieces[r].at = if slack[r] > 0.0 { corner + 1 } else { corner };
            }
            debug_assert!(other <= t);
        }
        self.change_basis(columns, enter, leave, t, &change, &slack);
        true
    }

    /// The corners that a slack meets on its way up to a step, with what passing each costs.
    fn corners(
        piece: &Piece,
        r: usize,
        change: f64,
        (from, most): (usize, f64),
        stops: &mut Vec<(f64, f64, Leave)>,
    ) {
        let mut at = from;
        loop {
            let corner = if change > 0.0 { at } else { at.wrapping_sub(1) };
            let Some(place) = piece.corners.get(corner) else {
                return;
            };
            let t = ((place - piece.value) / change).max(0.0);
            if t > most {
                return;
            }
            let loss = change.abs() * (piece.slopes[corner + 1] - piece.slopes[corner]);
            stops.push((t, loss, Leave::Slack(r, corner)));
            at = if change > 0.0 { at + 1 } else { corner };
        }
    }

    /// The rows of counts of a column, cell by cell.
    fn each_entry(&self, column: &Column, mut tell: impl FnMut(usize, f64)) {
        for &(cell, times) in &column.cells {
            for &(r, weight) in self.cells.of(cell) {
                tell(r as usize, times * weight);
            }
        }
    }
}

/// What a column's cells are worth.
fn worth(column: &Column, table: &[f64]) -> f64 {
    let cells = column.cells.iter();
    cells.map(|&(c, times)| times * table[c as usize]).sum()
}
