//! A dense symmetric system, factored in blocks.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, Axis, Slice};

/// Columns factored at a time.
const BLOCK: usize = 64;
/// Rows updated at a time.
const ROWS: usize = 128;

/// The lower triangle, row by row.
#[derive(Debug)]
pub(super) struct Cholesky {
    n: usize,
    a: Vec<f64>,
    panel: Vec<f64>,
    /// The inverse of the block on the diagonal, turned.
    inverse: Vec<f64>,
}

impl Cholesky {
    pub(super) fn new(n: usize) -> Cholesky {
        Cholesky {
            n,
            a: vec![0.0; n * n],
            panel: Vec::new(),
            inverse: Vec::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.a.fill(0.0);
    }

    pub(super) fn row(&mut self, r: usize) -> &mut [f64] {
        &mut self.a[r * self.n..(r + 1) * self.n]
    }

    /// Takes `Σ v v^T / d` away, one `v` for each person.
    pub(super) fn subtract(&mut self, vectors: &[f64], d: &[f64], threads: usize) {
        let n = self.n;
        if n == 0 {
            return;
        }
        self.panel.clear();
        self.panel.extend(
            vectors
                .chunks_exact(n)
                .zip(d)
                .flat_map(|(v, d)| v.iter().map(move |x| *x / d)),
        );
        let (Some(plain), Some(scaled)) = (
            view(vectors, d.len(), n, n),
            view(&self.panel, d.len(), n, n),
        ) else {
            return;
        };
        by_rows(&mut self.a, n, 0, threads, |first, rows, mut part| {
            let last = first + rows;
            general_mat_mul(
                -1.0,
                &scaled.slice_axis(Axis(1), Slice::from(first..last)).t(),
                &plain.slice_axis(Axis(1), Slice::from(..last)),
                1.0,
                &mut part.slice_axis_mut(Axis(1), Slice::from(..last)),
            );
        });
    }

    pub(super) fn factor(&mut self, threads: usize) {
        let n = self.n;
        let scale = (0..n).map(|i| self.a[i * n + i]).fold(0.0_f64, f64::max);
        let tiny = (scale * 1e-14).max(1e-300);
        let mut from = 0;
        while from < n {
            let to = (from + BLOCK).min(n);
            let size = to - from;
            self.diagonal(from, to, tiny);
            if to == n {
                break;
            }
            // the rows below times the inverse of the diagonal block, turned
            let rest = n - to;
            self.invert(from, to);
            self.panel.clear();
            self.panel.resize(rest * size, 0.0);
            let below = &mut self.a[to * n..];
            {
                let (Some(block), Some(inverse)) = (
                    view(&below[from..], rest, size, n),
                    view(&self.inverse, size, size, size),
                ) else {
                    return;
                };
                by_rows(
                    &mut self.panel,
                    size,
                    0,
                    threads,
                    |first, rows, mut part| {
                        let source = block.slice_axis(Axis(0), Slice::from(first..first + rows));
                        general_mat_mul(1.0, &source, &inverse, 0.0, &mut part);
                    },
                );
            }
            let Some(panel) = view(&self.panel, rest, size, size) else {
                return;
            };
            by_rows(below, n, to, threads, |first, rows, mut part| {
                let (i, j) = (first - to, first - to + rows);
                let own = panel.slice_axis(Axis(0), Slice::from(i..j));
                part.slice_axis_mut(Axis(1), Slice::from(from..to))
                    .assign(&own);
                let across = panel.slice_axis(Axis(0), Slice::from(..j));
                let mut out = part.slice_axis_mut(Axis(1), Slice::from(to..to + j));
                general_mat_mul(-1.0, &own, &across.t(), 1.0, &mut out);
            });
            from = to;
        }
    }

    /// Factors the block on the diagonal.
    fn diagonal(&mut self, from: usize, to: usize, tiny: f64) {
        let n = self.n;
        for j in from..to {
            let own = &self.a[j * n + from..j * n + j];
            let diagonal = self.a[j * n + j] - dot(own, own);
            // a row that says nothing new is kept out of the way
            let pivot = if diagonal > tiny {
                diagonal.sqrt()
            } else {
                1e64
            };
            self.a[j * n + j] = pivot;
            for i in j + 1..to {
                let (above, below) = self.a.split_at(i * n);
                let sum = dot(&below[from..j], &above[j * n + from..j * n + j]);
                self.a[i * n + j] = (self.a[i * n + j] - sum) / pivot;
            }
        }
    }

    /// Inverts the factor of a diagonal block; the result is upper triangular.
    fn invert(&mut self, from: usize, to: usize) {
        let (n, size) = (self.n, to - from);
        self.inverse.clear();
        self.inverse.resize(size * size, 0.0);
        for c in 0..size {
            // column c of the inverse is row c of its transpose
            for i in c..size {
                let row = &self.a[(from + i) * n + from..][..=i];
                let known = &self.inverse[c * size..][..i];
                let sum = f64::from(u8::from(i == c)) - dot(&row[c..i], &known[c..]);
                self.inverse[c * size + i] = sum / row[i];
            }
        }
    }

    /// Both halves of the inverse.
    pub(super) fn solve(&self, b: &mut [f64]) {
        self.forward(b);
        self.backward(b);
    }

    /// The first half.
    pub(super) fn forward(&self, b: &mut [f64]) {
        let n = self.n;
        let first = b.iter().position(|x| *x != 0.0).unwrap_or(n);
        for i in first..n {
            let row = &self.a[i * n + first..i * n + i];
            b[i] = (b[i] - dot(row, &b[first..i])) / self.a[i * n + i];
        }
    }

    /// The second half.
    pub(super) fn backward(&self, b: &mut [f64]) {
        let n = self.n;
        for i in (0..n).rev() {
            let x = b[i] / self.a[i * n + i];
            b[i] = x;
            let row = &self.a[i * n..i * n + i];
            for (b, l) in b[..i].iter_mut().zip(row) {
                *b -= x * l;
            }
        }
    }
}

/// The inner product, in four sums so that it can be done four at a time.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (whole_a, whole_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = whole_a
        .remainder()
        .iter()
        .zip(whole_b.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in whole_a.zip(whole_b) {
        for k in 0..4 {
            sums[k] += a[k] * b[k];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// A matrix over a slice whose rows lie `stride` apart.
fn view(data: &[f64], rows: usize, columns: usize, stride: usize) -> Option<ArrayView2<'_, f64>> {
    use ndarray::ShapeBuilder;
    ArrayView2::from_shape((rows, columns).strides((stride, 1)), data).ok()
}

/// Runs over parts of a matrix, some rows at a time, on several threads where that pays.
fn by_rows(
    data: &mut [f64],
    width: usize,
    first: usize,
    threads: usize,
    work: impl Fn(usize, usize, ArrayViewMut2<'_, f64>) + Sync,
) {
    let run = |i: usize, part: &mut [f64]| {
        let rows = part.len() / width;
        if let Ok(part) = ArrayViewMut2::from_shape((rows, width), part) {
            work(first + i * ROWS, rows, part);
        }
    };
    let parts = data.chunks_mut(ROWS * width);
    if threads < 2 || parts.len() < 3 {
        parts.enumerate().for_each(|(i, part)| run(i, part));
        return;
    }
    let mut shares: Vec<Vec<(usize, &mut [f64])>> = (0..threads).map(|_| Vec::new()).collect();
    for (i, part) in parts.enumerate() {
        shares[i % threads].push((i, part));
    }
    std::thread::scope(|scope| {
        for share in shares {
            scope.spawn(|| share.into_iter().for_each(|(i, part)| run(i, part)));
        }
    });
}
