//! The master's linear programme: an interior point method made for its shape.
//!
//! Rows: one for each person (choose one line), one for each count with its penalty. Columns:
//! lines, and the steps of the penalties. The persons' rows are eliminated by hand, so the dense
//! system that is left is as large as the number of counts. Interior duals price better than the
//! corners that a simplex would give, and the early rounds need few digits.

mod cells;
mod cholesky;
mod normal;
mod simplex;

pub use cells::Cells;
use normal::Normal;
pub use simplex::Simplex;

/// A line of one person as the master sees it.
#[derive(Clone, Debug)]
pub struct Column {
    /// Index of the person's row.
    pub person: usize,
    /// What the line costs by itself.
    pub cost: f64,
    /// The cells that it has, and how often; no cell twice.
    pub cells: Vec<(u32, f64)>,
}

/// A step of a penalty.
#[derive(Clone, Copy, Debug)]
pub struct Slack {
    /// The row of counts.
    pub row: u32,
    /// 1 for what is missing, -1 for what is too much.
    pub sign: f64,
    /// The penalty for each one.
    pub cost: f64,
    /// How far the step reaches; infinite for ever.
    pub width: f64,
    /// Later rows in which each one counts once as well: totals of many steps.
    pub totals: [Option<u32>; MOST_TOTALS],
}

/// A step may count in so many totals.
pub const MOST_TOTALS: usize = 5;

impl Slack {
    /// The totals in which each one counts.
    pub fn totals(&self) -> impl Iterator<Item = usize> + use<> {
        self.totals.into_iter().flatten().map(|t| t as usize)
    }

    /// What the totals add to what each one is worth.
    pub fn in_totals(&self, prices: &[f64]) -> f64 {
        self.totals().map(|t| prices[t]).sum()
    }
}

/// A point on the way, to begin from once columns have come or gone.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Share and reduced cost of each column.
    pub columns: Vec<(f64, f64)>,
    /// The same of each step, and the room left with its price.
    steps: Vec<[f64; 4]>,
    prices: Vec<f64>,
    persons: Vec<f64>,
    /// How far from the end it is: share times reduced cost on the mean.
    mu: f64,
    value: f64,
}

/// What the interior point method found.
#[derive(Clone, Debug, Default)]
pub struct Solution {
    /// Share of each column.
    pub shares: Vec<f64>,
    /// Price of each row of counts.
    pub prices: Vec<f64>,
    /// Price of each person's row.
    pub persons: Vec<f64>,
    /// Value of the primal point.
    pub value: f64,
    /// Relative distance between primal and dual.
    pub gap: f64,
    /// Steps taken.
    pub steps: u32,
    /// Whether it came to its end.
    pub settled: bool,
    /// A point to go on from, where there is one.
    pub point: Option<Point>,
}

/// What is solved: `min Σ cost` with one line for each person and every count on its target up to
/// the steps.
#[derive(Clone, Copy, Debug)]
pub struct Programme<'a> {
    /// How many choose one line each.
    pub persons: usize,
    /// One number for each row of counts.
    pub targets: &'a [f64],
    /// What the columns' cells count in.
    pub cells: &'a Cells,
    /// The lines.
    pub columns: &'a [Column],
    /// The steps of the penalties.
    pub slacks: &'a [Slack],
    /// Prices to keep near to.
    pub near: Option<Near<'a>>,
}

/// Prices to keep near to, and how strongly: a price that is one away lets its row miss its target
/// by so much.
#[derive(Clone, Copy, Debug)]
pub struct Near<'a> {
    /// One price for each row of counts.
    pub prices: &'a [f64],
    /// How much a row may miss its target for one of price.
    pub slope: f64,
}

impl Programme<'_> {
    /// A programme of one person whose cells are the rows themselves, solved to so many digits.
    pub(crate) fn of_one(
        targets: &[f64],
        columns: &[Column],
        slacks: &[Slack],
        tolerance: f64,
    ) -> Solution {
        Programme {
            persons: 1,
            targets,
            cells: &Cells::plain(targets.len()),
            columns,
            slacks,
            near: None,
        }
        .solve(tolerance, 1, None)
    }

    /// Solves it to so many digits. It begins from a point of a programme with the same rows, when
    /// it is given one: its columns are those that stand first.
    pub fn solve(self, tolerance: f64, threads: usize, from: Option<&Point>) -> Solution {
        if let Some(point) = from {
            let mut interior = Interior::new(self, threads);
            if interior.go_on_from(point) {
                let solution = interior.run(tolerance, MOST_WARM);
                if solution.settled {
                    return solution;
                }
            }
        }
        Interior::new(self, threads).run(tolerance, MOST_STEPS)
    }
}

/// Steps at most.
const MOST_STEPS: u32 = 60;
/// Steps at most from a point that may be a bad one.
const MOST_WARM: u32 = 25;
/// A point is of no use where new columns promise more than this part of its value.
const FAR: f64 = 3.0;
/// The share that a new column begins with at most.
const NEWCOMER: f64 = 0.02;
/// A point to begin from is as near to the end as this.
const MIDWAY: f64 = 0.1;

struct Interior<'a> {
    persons: usize,
    targets: &'a [f64],
    cells: &'a Cells,
    columns: &'a [Column],
    slacks: &'a [Slack],
    near: Option<Near<'a>>,
    threads: usize,
    x: Vec<f64>,
    z: Vec<f64>,
    /// Room below the upper bound, for slacks that have one.
    s: Vec<f64>,
    w: Vec<f64>,
    y: Vec<f64>,
    pi: Vec<f64>,
    normal: Normal,
}

impl<'a> Interior<'a> {
    fn new(programme: Programme<'a>, threads: usize) -> Interior<'a> {
        let Programme {
            persons,
            targets,
            cells,
            columns,
            slacks,
            near,
        } = programme;
        let rows = targets.len();
        let n = columns.len() + slacks.len();
        let mut of_person = vec![0_usize; persons];
        for column in columns {
            of_person[column.person] += 1;
        }
        let mut x = vec![1.0; n];
        let mut table = vec![0.0; cells.len()];
        for (j, column) in columns.iter().enumerate() {
            x[j] = 1.0 / of_person[column.person].max(1) as f64;
            for &(cell, times) in &column.cells {
                table[cell as usize] -= times * x[j];
            }
        }
        let mut left = targets.to_vec();
        cells.add_counts(&table, &mut left);
        let mut s = vec![f64::INFINITY; n];
        for (k, slack) in slacks.iter().enumerate() {
            let wanted = (left[slack.row as usize] * slack.sign).max(0.0) + 0.5;
            let j = columns.len() + k;
            if slack.width.is_finite() {
                x[j] = wanted.min(slack.width * 0.5);
                s[j] = slack.width - x[j];
            } else {
                x[j] = wanted;
            }
        }
        let costs = columns
            .iter()
            .map(|c| c.cost)
            .chain(slacks.iter().map(|s| s.cost));
        let mean = (costs.clone().map(f64::abs).sum::<f64>() / n.max(1) as f64).max(1.0);
        let z = costs.map(|c| c.max(mean)).collect();
        let w = s
            .iter()
            .map(|s| if s.is_finite() { mean } else { 0.0 })
            .collect();
        Interior {
            persons,
            targets,
            cells,
            columns,
            slacks,
            near,
            threads,
            x,
            z,
            s,
            w,
            y: vec![0.0; rows],
            pi: vec![0.0; persons],
            normal: Normal::new(persons, rows, cells),
        }
    }

    /// Begins from a point of a programme whose columns are the first of these; false where it is
    /// of no use.
    ///
    /// Each person's price goes down until no new column costs less than it, which moves the point
    /// away from the end by as much as the new columns promise.
    fn go_on_from(&mut self, point: &Point) -> bool {
        let known = point.columns.len();
        let columns = self.columns.len();
        if known > columns || point.steps.len() != self.slacks.len() {
            return false;
        }
        self.y.clone_from(&point.prices);
        self.pi.clone_from(&point.persons);
        let mut table = vec![0.0; self.cells.len()];
        self.cells.worth(&self.y, &mut table);
        let reduced = |j: usize| self.cost(j) - self.price_of(j, &table, &self.pi, &self.y);
        let new: Vec<f64> = (known..columns).map(reduced).collect();
        let mut lower = vec![0.0_f64; self.persons];
        for (column, reduced) in self.columns[known..].iter().zip(&new) {
            let lower = &mut lower[column.person];
            *lower = lower.max(-reduced);
        }
        if lower.iter().sum::<f64>() > FAR * point.value.abs().max(1.0) {
            return false;
        }
        for (pi, lower) in self.pi.iter_mut().zip(&lower) {
            *pi -= lower;
        }
        let shifted = |j: usize| lower[self.columns[j].person];
        for (j, &(x, z)) in point.columns.iter().enumerate() {
            (self.x[j], self.z[j]) = (x, z + shifted(j));
        }
        for (j, reduced) in (known..columns).zip(new) {
            let z = (reduced + shifted(j)).max(point.mu / NEWCOMER);
            (self.x[j], self.z[j]) = ((point.mu / z).min(0.1 * NEWCOMER), z);
        }
        for (k, &[x, z, s, w]) in point.steps.iter().enumerate() {
            let j = columns + k;
            (self.x[j], self.z[j]) = (x, z);
            if self.s[j].is_finite() {
                (self.s[j], self.w[j]) = (s, w);
            }
        }
        true
    }

    /// Where it stands, to begin from another time.
    fn point(&self, mu: f64, value: f64) -> Point {
        let columns = self.columns.len();
        let pairs = self.x.iter().copied().zip(self.z.iter().copied());
        let steps = (columns..self.x.len()).map(|j| [self.x[j], self.z[j], self.s[j], self.w[j]]);
        Point {
            columns: pairs.take(columns).collect(),
            steps: steps.collect(),
            prices: self.y.clone(),
            persons: self.pi.clone(),
            mu,
            value,
        }
    }

    fn cost(&self, j: usize) -> f64 {
        match self.columns.get(j) {
            Some(column) => column.cost,
            None => self.slacks[j - self.columns.len()].cost,
        }
    }

    /// `A^T (pi, y)` for one variable; `table` is what the cells are worth at `y`.
    fn price_of(&self, j: usize, table: &[f64], pi: &[f64], y: &[f64]) -> f64 {
        match self.columns.get(j) {
            Some(c) => {
                let cells = c.cells.iter();
                pi[c.person] + cells.map(|&(k, n)| n * table[k as usize]).sum::<f64>()
            }
            None => {
                let slack = &self.slacks[j - self.columns.len()];
                slack.sign * y[slack.row as usize] + slack.in_totals(y)
            }
        }
    }

    /// `A v`, split into persons and counts.
    fn product(&self, v: &[f64], person: &mut [f64], count: &mut [f64]) {
        person.fill(0.0);
        count.fill(0.0);
        let mut amounts = vec![0.0; self.cells.len()];
        for (column, &value) in self.columns.iter().zip(v) {
            person[column.person] += value;
            for &(cell, times) in &column.cells {
                amounts[cell as usize] += times * value;
            }
        }
        self.cells.add_counts(&amounts, count);
        for (slack, &value) in self.slacks.iter().zip(&v[self.columns.len()..]) {
            count[slack.row as usize] += slack.sign * value;
            for total in slack.totals() {
                count[total] += value;
            }
        }
    }

    fn run(mut self, tolerance: f64, most: u32) -> Solution {
        let (rows, n) = (self.targets.len(), self.x.len());
        let columns = self.columns.len();
        let bounded = self.s.iter().filter(|s| s.is_finite()).count();
        let (mut person, mut count) = (vec![0.0; self.persons], vec![0.0; rows]);
        let (mut d_pi, mut d_y) = (vec![0.0; self.persons], vec![0.0; rows]);
        let mut theta = vec![0.0; n];
        let mut rd = vec![0.0; n];
        let mut target = vec![0.0; n];
        let mut dx = vec![0.0; n];
        let mut rcz = vec![0.0; n];
        let mut rcw = vec![0.0; n];
        let mut dz = vec![0.0; n];
        let mut dw = vec![0.0; n];
        let mut table = vec![0.0; self.cells.len()];
        let mut solution = Solution::default();
        for step in 0..most {
            solution.steps = step;
            // where it stands
            self.product(&self.x, &mut person, &mut count);
            let mut rp_norm = 0.0_f64;
            for p in &mut person {
                *p = 1.0 - *p;
                rp_norm = rp_norm.max(p.abs());
            }
            let (mut missed, mut pulled) = (0.0, 0.0);
            for (r, (c, t)) in count.iter_mut().zip(self.targets).enumerate() {
                *c = t - *c;
                if let Some(near) = self.near {
                    let away = self.y[r] - near.prices[r];
                    *c -= near.slope * away;
                    missed += near.prices[r] * near.slope * away;
                    pulled += near.slope * away * away;
                }
                rp_norm = rp_norm.max(c.abs());
            }
            let mut mu = 0.0;
            let mut rd_norm = 0.0_f64;
            let mut value = 0.0;
            let mut dual: f64 = self.pi.iter().sum::<f64>()
                + self
                    .y
                    .iter()
                    .zip(self.targets)
                    .map(|(y, t)| y * t)
                    .sum::<f64>();
            self.cells.worth(&self.y, &mut table);
            for j in 0..n {
                let cost = self.cost(j);
                rd[j] = cost - self.price_of(j, &table, &self.pi, &self.y) - self.z[j] + self.w[j];
                rd_norm = rd_norm.max(rd[j].abs());
                mu += self.x[j] * self.z[j];
                value += cost * self.x[j];
                if self.s[j].is_finite() {
                    mu += self.s[j] * self.w[j];
                    dual -= self.w[j] * (self.s[j] + self.x[j]);
                }
            }
            mu /= (n + bounded) as f64;
            // what keeps the prices near is no part of the programme
            let (above, below) = (value + missed + 0.5 * pulled, dual - 0.5 * pulled);
            solution.value = above + 0.5 * pulled;
            solution.gap = (above - below).abs() / above.abs().max(1.0);
            let near = (0.1 * tolerance).clamp(1e-6, 1e-2);
            let settled = rp_norm < near && rd_norm < 1e-5 * (1.0 + value.abs() / n as f64);
            let feasible = rp_norm < 0.1;
            if feasible && solution.gap < MIDWAY && solution.point.is_none() {
                solution.point = Some(self.point(mu, value));
            }
            if settled && solution.gap < tolerance {
                solution.settled = true;
                break;
            }
            for j in 0..n {
                let mut inverse = self.z[j] / self.x[j];
                if self.s[j].is_finite() {
                    inverse += self.w[j] / self.s[j];
                }
                theta[j] = 1.0 / (inverse + 1e-14);
            }
            self.normal.factor(
                self.cells,
                self.columns,
                self.slacks,
                &theta,
                self.near,
                self.threads,
            );
            let rp = (person.clone(), count.clone());
            let mut sigma_mu = 0.0;
            for corrector in [false, true] {
                for j in 0..n {
                    let (affine_z, affine_w) = if corrector {
                        (dx[j] * dz[j], -dx[j] * dw[j])
                    } else {
                        (0.0, 0.0)
                    };
                    rcz[j] = sigma_mu - self.x[j] * self.z[j] - affine_z;
                    target[j] = rd[j] - rcz[j] / self.x[j];
                    if self.s[j].is_finite() {
                        rcw[j] = sigma_mu - self.s[j] * self.w[j] - affine_w;
                        target[j] += rcw[j] / self.s[j];
                    }
                    target[j] *= theta[j];
                }
                self.product(&target, &mut person, &mut count);
                for (p, r) in person.iter_mut().zip(&rp.0) {
                    *p += r;
                }
                for (c, r) in count.iter_mut().zip(&rp.1) {
                    *c += r;
                }
                self.normal.back(&person, &count, &mut d_pi, &mut d_y);
                self.cells.worth(&d_y, &mut table);
                let mut primal = 1.0_f64;
                let mut dual_step = 1.0_f64;
                for j in 0..n {
                    dx[j] = theta[j] * self.price_of(j, &table, &d_pi, &d_y) - target[j];
                    dz[j] = (rcz[j] - self.z[j] * dx[j]) / self.x[j];
                    if dx[j] < 0.0 {
                        primal = primal.min(-self.x[j] / dx[j]);
                    }
                    if dz[j] < 0.0 {
                        dual_step = dual_step.min(-self.z[j] / dz[j]);
                    }
                    if self.s[j].is_finite() {
                        dw[j] = (rcw[j] + self.w[j] * dx[j]) / self.s[j];
                        if dx[j] > 0.0 {
                            primal = primal.min(self.s[j] / dx[j]);
                        }
                        if dw[j] < 0.0 {
                            dual_step = dual_step.min(-self.w[j] / dw[j]);
                        }
                    }
                }
                if corrector {
                    let (mut a, mut b) = ((primal * 0.995).min(1.0), (dual_step * 0.995).min(1.0));
                    if self.near.is_some() {
                        // a row misses its target by what its price is away: both move alike
                        (a, b) = (a.min(b), a.min(b));
                    }
                    for j in 0..n {
                        self.x[j] += a * dx[j];
                        self.z[j] += b * dz[j];
                        if self.s[j].is_finite() {
                            self.s[j] -= a * dx[j];
                            self.w[j] += b * dw[j];
                        }
                    }
                    for (v, d) in self.pi.iter_mut().zip(&d_pi) {
                        *v += b * d;
                    }
                    for (v, d) in self.y.iter_mut().zip(&d_y) {
                        *v += b * d;
                    }
                } else {
                    let mut after = 0.0;
                    for j in 0..n {
                        after += (self.x[j] + primal * dx[j]) * (self.z[j] + dual_step * dz[j]);
                        if self.s[j].is_finite() {
                            after += (self.s[j] - primal * dx[j]) * (self.w[j] + dual_step * dw[j]);
                        }
                    }
                    after /= (n + bounded) as f64;
                    sigma_mu = mu * (after / mu).powi(3).clamp(1e-8, 1.0);
                }
            }
        }
        solution.shares = self.x[..columns].to_vec();
        solution.prices = self.y;
        solution.persons = self.pi;
        solution
    }
}
