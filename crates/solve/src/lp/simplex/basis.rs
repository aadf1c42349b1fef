//! The inverse of the basis, and how it changes with one pivot.

use super::{Column, Enter, FREE, Leave, Simplex, worth};

impl Simplex {
    /// Makes the inverse and all values anew; false when the basis is none.
    pub(super) fn anew(&mut self, columns: &[Column]) -> bool {
        let k = self.tight.len();
        self.since = 0;
        if self.basic.len() != k {
            return false;
        }
        // the columns over the tight rows, beside the identity
        let mut a = vec![vec![0.0; 2 * k]; k];
        for (i, &j) in self.basic.iter().enumerate() {
            a[self.place[columns[j].person]][i] = 1.0;
            self.each_entry(&columns[j], |r, weight| {
                let at = self.place[self.persons + r];
                if at != FREE {
                    a[at][i] += weight;
                }
            });
        }
        for (i, row) in a.iter_mut().enumerate() {
            row[k + i] = 1.0;
        }
        for i in 0..k {
            let best = (i..k).max_by(|&p, &q| a[p][i].abs().total_cmp(&a[q][i].abs()));
            let Some(best) = best.filter(|&p| a[p][i].abs() > 1e-8) else {
                return false;
            };
            a.swap(i, best);
            let by = 1.0 / a[i][i];
            for v in &mut a[i][i..] {
                *v *= by;
            }
            let pivot = std::mem::take(&mut a[i]);
            for (other, row) in a.iter_mut().enumerate() {
                if other != i && row[i] != 0.0 {
                    let by = row[i];
                    for (v, p) in row[i..].iter_mut().zip(&pivot[i..]) {
                        *v -= by * p;
                    }
                }
            }
            a[i] = pivot;
        }
        self.inverse = a.into_iter().map(|row| row[k..].to_vec()).collect();
        // values: what the tight rows leave, then the free slacks
        let right: Vec<f64> = self
            .tight
            .iter()
            .map(|&row| {
                let sits = row
                    .checked_sub(self.persons)
                    .map_or(0.0, |r| self.pieces[r].value);
                self.rights[row] - sits
            })
            .collect();
        self.values = self
            .inverse
            .iter()
            .map(|row| row.iter().zip(&right).map(|(a, b)| a * b).sum())
            .collect();
        if self
            .values
            .iter()
            .any(|v: &f64| !v.is_finite() || *v < -1e-6)
        {
            return false;
        }
        let mut sums = vec![0.0; self.cells.len()];
        for (&j, &x) in self.basic.iter().zip(&self.values) {
            for &(cell, times) in &columns[j].cells {
                sums[cell as usize] -= times * x;
            }
        }
        let mut left = self.rights[self.persons..].to_vec();
        self.cells.add_counts(&sums, &mut left);
        for (r, piece) in self.pieces.iter_mut().enumerate() {
            if self.place[self.persons + r] == FREE {
                piece.value = left[r];
                piece.at = piece.corners.partition_point(|c| *c < piece.value);
            }
        }
        true
    }

    /// Something entered and something left, `t` on the way.
    pub(super) fn change_basis(
        &mut self,
        columns: &[Column],
        enter: Enter,
        leave: Leave,
        t: f64,
        change: &[f64],
        slack: &[f64],
    ) {
        match (enter, leave) {
            (Enter::Column(q), Leave::Column(i)) => {
                let by = -1.0 / change[i];
                let mut pivot = std::mem::take(&mut self.inverse[i]);
                for v in &mut pivot {
                    *v *= by;
                }
                for (line, c) in self.inverse.iter_mut().zip(change) {
                    if *c != 0.0 && !line.is_empty() {
                        for (v, p) in line.iter_mut().zip(&pivot) {
                            *v += c * p;
                        }
                    }
                }
                self.inverse[i] = pivot;
                self.basic[i] = q;
                self.values[i] = t;
            }
            (Enter::Column(q), Leave::Slack(r, corner)) => {
                let row = self.persons + r;
                let w = self.over_basis(columns, row);
                let by = -1.0 / slack[r];
                for (line, c) in self.inverse.iter_mut().zip(change) {
                    let d = -c * by;
                    for (v, w) in line.iter_mut().zip(&w) {
                        *v += d * w;
                    }
                    line.push(-d);
                }
                let mut last: Vec<f64> = w.iter().map(|w| -w * by).collect();
                last.push(by);
                self.inverse.push(last);
                self.basic.push(q);
                self.values.push(t);
                self.sit(r, corner);
                self.place[row] = self.tight.len();
                self.tight.push(row);
            }
            (Enter::Slack(row, sign), Leave::Column(i)) => {
                let at = self.place[row];
                let pivot = self.inverse.swap_remove(i);
                let by = 1.0 / pivot[at];
                for line in &mut self.inverse {
                    let d = line[at] * by;
                    if d != 0.0 {
                        for (v, p) in line.iter_mut().zip(&pivot) {
                            *v -= d * p;
                        }
                    }
                    line.swap_remove(at);
                }
                self.basic.swap_remove(i);
                self.values.swap_remove(i);
                self.rise(row, sign, t);
                self.place[row] = FREE;
                self.tight.swap_remove(at);
                if let Some(&moved) = self.tight.get(at) {
                    self.place[moved] = at;
                }
            }
            (Enter::Slack(row, sign), Leave::Slack(r, corner)) => {
                let at = self.place[row];
                let w = self.over_basis(columns, self.persons + r);
                let by = 1.0 / w[at];
                for line in &mut self.inverse {
                    let d = line[at] * by;
                    if d != 0.0 {
                        for (v, w) in line.iter_mut().zip(&w) {
                            *v -= d * w;
                        }
                    }
                    line[at] = d;
                }
                self.rise(row, sign, t);
                self.sit(r, corner);
                self.place[row] = FREE;
                self.place[self.persons + r] = at;
                self.tight[at] = self.persons + r;
            }
            (Enter::Slack(row, _), Leave::Itself(corner)) => self.sit(row - self.persons, corner),
            (Enter::Column(_), Leave::Itself(_)) => {}
        }
    }

    /// A row over the basic columns, through the inverse.
    fn over_basis(&self, columns: &[Column], row: usize) -> Vec<f64> {
        let mut sum = vec![0.0; self.tight.len()];
        let mut table = vec![0.0; self.cells.len()];
        self.over_cells(row - self.persons, 1.0, &mut table);
        for (&j, line) in self.basic.iter().zip(&self.inverse) {
            let weight = worth(&columns[j], &table);
            if weight != 0.0 {
                for (s, v) in sum.iter_mut().zip(line) {
                    *s += weight * v;
                }
            }
        }
        sum
    }

    /// A slack stops on a corner.
    fn sit(&mut self, r: usize, corner: usize) {
        let piece = &mut self.pieces[r];
        piece.at = corner;
        piece.value = piece.corners[corner];
    }

    /// A slack comes into the basis.
    fn rise(&mut self, row: usize, sign: f64, t: f64) {
        let piece = &mut self.pieces[row - self.persons];
        let corner = piece.corners[piece.at];
        piece.value = corner + sign * t;
        piece.at = piece.corners.partition_point(|c| *c < piece.value);
        if t == 0.0 && sign > 0.0 {
            piece.at += 1;
        }
    }
}
