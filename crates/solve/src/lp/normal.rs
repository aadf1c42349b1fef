//! The system that each step of the interior point method solves.
//!
//! It is put together over cells, where a column has one entry a day however many rows that day
//! counts in, and only then spread over the rows.

use super::cholesky::Cholesky;
use super::{Cells, Column, Near, Slack};

/// So many pairs of cells are added by one thread before another helps.
const MOST_PAIRS: usize = 1_000_000;

#[derive(Debug)]
pub(super) struct Normal {
    rows: usize,
    /// How many cells; their square, lower half, row by row.
    cells: usize,
    square: Vec<f64>,
    /// The square spread over the rows on one side: a line for each cell.
    half: Vec<f64>,
    cholesky: Cholesky,
    /// Diagonal of the persons' rows, and their coupling with the counts.
    diagonal: Vec<f64>,
    coupling: Vec<f64>,
}

impl Normal {
    pub(super) fn new(persons: usize, rows: usize, cells: &Cells) -> Normal {
        let cells = cells.len();
        Normal {
            rows,
            cells,
            square: vec![0.0; cells * cells],
            half: vec![0.0; cells * rows],
            cholesky: Cholesky::new(rows),
            diagonal: vec![0.0; persons],
            coupling: vec![0.0; persons * rows],
        }
    }

    /// Puts the system together for these weights, columns first, and factors it.
    pub(super) fn factor(
        &mut self,
        cells: &Cells,
        columns: &[Column],
        slacks: &[Slack],
        theta: &[f64],
        near: Option<Near<'_>>,
        threads: usize,
    ) {
        self.diagonal.fill(1e-12);
        self.coupling.fill(0.0);
        self.square.fill(0.0);
        self.cholesky.clear();
        let rows = self.rows;
        for (column, &d) in columns.iter().zip(theta) {
            self.diagonal[column.person] += d;
            let coupling = &mut self.coupling[column.person * rows..][..rows];
            for &(cell, times) in &column.cells {
                let weight = times * d;
                for &(row, a) in cells.of(cell) {
                    coupling[row as usize] += a * weight;
                }
            }
        }
        self.add_squares(columns, theta, threads);
        self.spread(cells);
        if let Some(near) = near {
            for r in 0..rows {
                self.cholesky.row(r)[r] += near.slope;
            }
        }
        for (slack, &d) in slacks.iter().zip(&theta[columns.len()..]) {
            let r = slack.row as usize;
            self.cholesky.row(r)[r] += d;
            for total in slack.totals() {
                let into = self.cholesky.row(total);
                into[r] += slack.sign * d;
                for other in slack.totals().filter(|other| *other <= total) {
                    into[other] += d;
                }
            }
        }
        self.cholesky
            .subtract(&self.coupling, &self.diagonal, threads);
        self.cholesky.factor(threads);
    }

    /// Adds `d v v^T` over cells for each column, on several threads where that pays.
    fn add_squares(&mut self, columns: &[Column], theta: &[f64], threads: usize) {
        let n = self.cells;
        let pairs: usize = columns.iter().map(|c| c.cells.len().pow(2)).sum();
        let threads = threads.clamp(1, pairs / MOST_PAIRS.max(4 * n * n) + 1);
        let each = columns.len().div_ceil(threads).max(1);
        let mut shares = columns.chunks(each).zip(theta.chunks(each));
        let first = shares.next();
        let mut others = vec![Vec::new(); threads - 1];
        std::thread::scope(|scope| {
            for ((columns, theta), other) in shares.zip(&mut others) {
                scope.spawn(move || {
                    other.resize(n * n, 0.0);
                    add_squares(other, n, columns, theta);
                });
            }
            if let Some((columns, theta)) = first {
                add_squares(&mut self.square, n, columns, theta);
            }
        });
        for other in others {
            for (sum, value) in self.square.iter_mut().zip(other) {
                *sum += value;
            }
        }
    }

    /// From the square over cells to the one over rows.
    fn spread(&mut self, cells: &Cells) {
        let (n, rows) = (self.cells, self.rows);
        self.half.fill(0.0);
        for k in 0..n {
            for other in 0..=k {
                let value = self.square[k * n + other];
                if value == 0.0 {
                    continue;
                }
                for &(row, a) in cells.of(other as u32) {
                    self.half[k * rows + row as usize] += a * value;
                }
                if other != k {
                    for &(row, a) in cells.of(k as u32) {
                        self.half[other * rows + row as usize] += a * value;
                    }
                }
            }
        }
        for k in 0..n {
            let half = &self.half[k * rows..][..rows];
            for &(row, a) in cells.of(k as u32) {
                let into = &mut self.cholesky.row(row as usize)[..=row as usize];
                for (sum, value) in into.iter_mut().zip(half) {
                    *sum += a * value;
                }
            }
        }
    }

    /// Solves the system for a right-hand side.
    pub(super) fn back(&self, person: &[f64], count: &[f64], d_pi: &mut [f64], d_y: &mut [f64]) {
        d_y.copy_from_slice(count);
        let couplings = || self.coupling.chunks_exact(self.rows.max(1));
        for ((coupling, p), diagonal) in couplings().zip(person).zip(&self.diagonal) {
            let f = p / diagonal;
            for (d, c) in d_y.iter_mut().zip(coupling) {
                *d -= f * c;
            }
        }
        self.cholesky.solve(d_y);
        for (p, d) in d_pi.iter_mut().enumerate() {
            let coupling = &self.coupling[p * self.rows..][..self.rows];
            let sum: f64 = coupling.iter().zip(d_y.iter()).map(|(c, y)| c * y).sum();
            *d = (person[p] - sum) / self.diagonal[p];
        }
    }
}

/// Adds `d v v^T` over cells for each column; the lower half, as each column's cells are in order.
fn add_squares(square: &mut [f64], n: usize, columns: &[Column], theta: &[f64]) {
    for (column, &d) in columns.iter().zip(theta) {
        for (i, &(cell, times)) in column.cells.iter().enumerate() {
            let weight = times * d;
            let into = &mut square[cell as usize * n..][..n];
            for &(other, times) in &column.cells[..=i] {
                into[other as usize] += weight * times;
            }
        }
    }
}
