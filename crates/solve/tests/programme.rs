//! The linear programme: every answer brings its own proof. The shares give a value that some
//! mixture has, the prices a bound that none goes below, and the two must meet.

#![expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers become weights and prices"
)]

#[expect(dead_code, reason = "only the dice are used here")]
mod oracle;

#[path = "../src/lp/cholesky.rs"]
mod cholesky;

use std::sync::Arc;

use cholesky::Cholesky;
use firstline_solve::lp::{Cells, Column, MOST_TOTALS, Programme, Simplex, Slack, Solution};
use oracle::Dice;

/// A small master at random.
struct Small {
    persons: usize,
    targets: Vec<f64>,
    cells: Arc<Cells>,
    columns: Vec<Column>,
    slacks: Vec<Slack>,
}

impl Small {
    fn programme(&self) -> Programme<'_> {
        Programme {
            persons: self.persons,
            targets: &self.targets,
            cells: &self.cells,
            columns: &self.columns,
            slacks: &self.slacks,
            near: None,
        }
    }

    /// What a column counts in the rows.
    fn entries<'a>(&'a self, column: &'a Column) -> impl Iterator<Item = (usize, f64)> + 'a {
        column.cells.iter().flat_map(|&(cell, times)| {
            let rows = self.cells.of(cell).iter();
            rows.map(move |&(row, weight)| (row as usize, times * weight))
        })
    }
}

fn small(dice: &mut Dice) -> Small {
    let persons = 1 + dice.below(4) as usize;
    let rows = dice.below(5) as usize;
    // one for each row, or several rows together
    let more = dice.below(6);
    let cells = if dice.percent(50) {
        Cells::plain(rows)
    } else {
        let cell = |_| -> Vec<(u32, f64)> {
            let of = (0..rows as u32).map(|r| (r, dice.below(4)));
            let of = of.filter(|(_, n)| (1..3).contains(n));
            of.map(|(r, n)| (r, n as f64)).collect()
        };
        let of = (0..=more).map(cell).collect();
        Cells::new(of, rows)
    };
    let mut columns = Vec::new();
    for person in 0..persons {
        for _ in 0..=dice.below(4) {
            let cells = (0..cells.len() as u32)
                .map(|c| (c, dice.below(6)))
                .filter(|(_, n)| *n < 3)
                .map(|(c, n)| (c, 1.0 + n as f64));
            let cells = cells.collect();
            let cost = dice.below(40) as f64 - 10.0;
            columns.push(Column {
                person,
                cost,
                cells,
            });
        }
    }
    let mut slacks = Vec::new();
    for row in 0..rows as u32 {
        for sign in [1.0, -1.0] {
            let mut cost = dice.below(30) as f64;
            if dice.percent(40) {
                let width = 1.0 + dice.below(2) as f64;
                slacks.push(Slack {
                    row,
                    sign,
                    cost,
                    width,
                    totals: [None; MOST_TOTALS],
                });
                cost += 1.0 + dice.below(50) as f64;
            }
            slacks.push(Slack {
                row,
                sign,
                cost,
                width: f64::INFINITY,
                totals: [None; MOST_TOTALS],
            });
        }
    }
    Small {
        persons,
        targets: (0..rows).map(|_| dice.below(5) as f64).collect(),
        cells: Arc::new(cells),
        columns,
        slacks,
    }
}

/// What missing the targets costs: each row's steps in turn.
fn penalties(small: &Small, counts: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, (&count, &target)) in counts.iter().zip(&small.targets).enumerate() {
        let sign = if count < target { 1.0 } else { -1.0 };
        let mut away = (count - target).abs();
        let steps = small
            .slacks
            .iter()
            .filter(|s| s.row as usize == row && s.sign * sign > 0.0);
        for step in steps {
            let here = away.min(step.width);
            sum += here * step.cost;
            away -= here;
        }
    }
    sum
}

/// The value of the shares, once each person's add up to one.
fn above(small: &Small, solution: &Solution) -> f64 {
    let mut of_person = vec![0.0; small.persons];
    for (column, share) in small.columns.iter().zip(&solution.shares) {
        of_person[column.person] += share.max(0.0);
    }
    let mut counts = vec![0.0; small.targets.len()];
    let mut sum = 0.0;
    for (column, share) in small.columns.iter().zip(&solution.shares) {
        let share = share.max(0.0) / of_person[column.person];
        sum += share * column.cost;
        for (row, weight) in small.entries(column) {
            counts[row] += share * weight;
        }
    }
    sum + penalties(small, &counts)
}

/// The bound that the prices prove, whatever they are.
fn below(small: &Small, solution: &Solution) -> f64 {
    let mut prices = solution.prices.clone();
    for slack in small.slacks.iter().filter(|s| s.width.is_infinite()) {
        // beyond the last step's slope nobody would go
        let price = &mut prices[slack.row as usize];
        *price = slack.sign * (slack.sign * *price).min(slack.cost);
    }
    let mut sum: f64 = prices.iter().zip(&small.targets).map(|(y, t)| y * t).sum();
    for slack in small.slacks.iter().filter(|s| s.width.is_finite()) {
        sum += (slack.cost - slack.sign * prices[slack.row as usize]).min(0.0) * slack.width;
    }
    for person in 0..small.persons {
        let of = small.columns.iter().filter(|c| c.person == person);
        let reduced = of.map(|c| {
            let paid: f64 = small.entries(c).map(|(r, a)| a * prices[r]).sum();
            c.cost - paid
        });
        sum += reduced.fold(f64::INFINITY, f64::min);
    }
    sum
}

/// The least value with one whole line for each person, by trying all.
fn whole(small: &Small) -> f64 {
    fn go(small: &Small, person: usize, counts: &mut [f64], cost: f64) -> f64 {
        if person == small.persons {
            return cost + penalties(small, counts);
        }
        let mut best = f64::INFINITY;
        for column in small.columns.iter().filter(|c| c.person == person) {
            for (row, weight) in small.entries(column) {
                counts[row] += weight;
            }
            best = best.min(go(small, person + 1, counts, cost + column.cost));
            for (row, weight) in small.entries(column) {
                counts[row] -= weight;
            }
        }
        best
    }
    go(small, 0, &mut vec![0.0; small.targets.len()], 0.0)
}

fn inside(small: &Small, tolerance: f64) -> Solution {
    small.programme().solve(tolerance, 1, None)
}

#[test]
fn the_shares_and_the_prices_of_small_masters_prove_each_other() {
    for seed in 0..3000 {
        let mut dice = Dice::new(seed);
        let small = small(&mut dice);
        let solution = inside(&small, 1e-8);
        let (above, below) = (above(&small, &solution), below(&small, &solution));
        let scale = above.abs().max(1.0);
        assert!(
            below <= above + 1e-9 * scale,
            "seed {seed}: {below} over {above}"
        );
        assert!(
            above - below < 1e-4 * scale,
            "seed {seed}: {below} to {above}"
        );
        assert!((solution.value - above).abs() < 1e-4 * scale, "seed {seed}");
        assert!(below <= whole(&small) + 1e-9 * scale, "seed {seed}");
    }
}

#[test]
fn from_where_another_stood_it_comes_to_the_same() {
    let mut went_on = 0;
    for seed in 0..3000 {
        let mut dice = Dice::new(seed);
        let small = small(&mut dice);
        // the columns of the first programme are the first of the second
        let known = small.columns.len() - dice.below(small.columns.len() as u64 / 2 + 1) as usize;
        let first = Programme {
            columns: &small.columns[..known],
            ..small.programme()
        };
        let persons = 0..small.persons;
        let has_one = |p: usize| first.columns.iter().any(|c| c.person == p);
        if !persons.clone().all(has_one) {
            continue;
        }
        let Some(point) = first.solve(1e-6, 1, None).point else {
            continue;
        };
        went_on += 1;
        let solution = small.programme().solve(1e-8, 1, Some(&point));
        let (above, below) = (above(&small, &solution), below(&small, &solution));
        let scale = above.abs().max(1.0);
        assert!(
            below <= above + 1e-9 * scale && above - below < 1e-4 * scale,
            "seed {seed}: {below} to {above}"
        );
    }
    assert!(went_on > 1000, "{went_on}");
}

#[test]
fn a_loose_answer_still_proves_a_bound() {
    for seed in 0..500 {
        let mut dice = Dice::new(seed);
        let small = small(&mut dice);
        let solution = inside(&small, 0.5);
        assert!(
            below(&small, &solution) <= whole(&small) + 1e-9,
            "seed {seed}"
        );
    }
}

/// The factor of a small matrix, row by row as the books have it.
fn by_the_book(a: &[f64], n: usize) -> Vec<f64> {
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = a[i * n + j];
            for k in 0..j {
                sum -= l[i * n + k] * l[j * n + k];
            }
            l[i * n + j] = if i == j {
                sum.sqrt()
            } else {
                sum / l[j * n + j]
            };
        }
    }
    l
}

fn number(dice: &mut Dice) -> f64 {
    dice.below(2001) as f64 / 1000.0 - 1.0
}

#[test]
fn the_factor_in_blocks_is_that_of_the_book() {
    for (seed, &n) in [1, 2, 5, 63, 64, 65, 127, 129, 200, 300].iter().enumerate() {
        for threads in [1, 2] {
            let mut dice = Dice::new(seed as u64);
            // a matrix that has a factor, with the vectors that are taken away put on first
            let persons = dice.below(4) as usize;
            let vectors: Vec<f64> = (0..persons * n).map(|_| number(&mut dice)).collect();
            let d: Vec<f64> = (0..persons)
                .map(|_| 1.0 + number(&mut dice).abs())
                .collect();
            let mut a = vec![0.0; n * n];
            for i in 0..n {
                for j in 0..i {
                    a[i * n + j] = number(&mut dice);
                }
                a[i * n + i] = n as f64 + 1.0;
            }
            let mut blocks = Cholesky::new(n);
            blocks.clear();
            for i in 0..n {
                for j in 0..=i {
                    let put_on = (0..persons)
                        .map(|p| vectors[p * n + i] * vectors[p * n + j] / d[p])
                        .sum::<f64>();
                    blocks.row(i)[j] = a[i * n + j] + put_on;
                }
            }
            blocks.subtract(&vectors, &d, threads);
            blocks.factor(threads);
            let book = by_the_book(&a, n);
            for i in 0..n {
                for j in 0..=i {
                    let (ours, theirs) = (blocks.row(i)[j], book[i * n + j]);
                    let near = (ours - theirs).abs() < 1e-9 * (1.0 + theirs.abs());
                    assert!(
                        near,
                        "{n}, {threads} threads, {i} {j}: {ours}, not {theirs}"
                    );
                }
            }
            let b: Vec<f64> = (0..n).map(|_| number(&mut dice)).collect();
            let mut x = b.clone();
            blocks.solve(&mut x);
            for i in 0..n {
                let of = |j: usize| if j <= i { a[i * n + j] } else { a[j * n + i] };
                let sum: f64 = (0..n).map(|j| of(j) * x[j]).sum();
                assert!((sum - b[i]).abs() < 1e-9, "{n}: {sum}, not {}", b[i]);
            }
        }
    }
}

#[test]
fn a_row_that_says_nothing_new_does_no_harm() {
    // the second row is the first again
    let mut blocks = Cholesky::new(3);
    for (i, row) in [[4.0, 0.0, 0.0], [4.0, 4.0, 0.0], [2.0, 2.0, 5.0]]
        .iter()
        .enumerate()
    {
        blocks.row(i).copy_from_slice(row);
    }
    blocks.factor(1);
    let mut x = [4.0, 4.0, 6.0];
    blocks.solve(&mut x);
    assert!(
        (4.0 * (x[0] + x[1]) + 2.0 * x[2] - 4.0).abs() < 1e-9,
        "{x:?}"
    );
    assert!(
        (2.0 * (x[0] + x[1]) + 5.0 * x[2] - 6.0).abs() < 1e-9,
        "{x:?}"
    );
}

fn by_pivots(small: &Small) -> Simplex {
    let cells = Arc::clone(&small.cells);
    Simplex::new(small.persons, &small.targets, &small.slacks, cells)
}

#[test]
fn pivots_and_the_inside_come_to_the_same() {
    for seed in 0..3000 {
        let mut dice = Dice::new(seed);
        let small = small(&mut dice);
        let mut simplex = by_pivots(&small);
        let dead = vec![false; small.columns.len()];
        let solution = simplex.solve(&small.columns, &dead, 1000);
        let solution = solution.expect("everybody has a column");
        let (above, below) = (above(&small, &solution), below(&small, &solution));
        let scale = above.abs().max(1.0);
        assert!(
            (above - below).abs() < 1e-4 * scale,
            "seed {seed}: {below} to {above}"
        );
        assert!((solution.value - above).abs() < 1e-4 * scale, "seed {seed}");
    }
}

#[test]
fn pivots_go_on_as_columns_come_die_and_leave() {
    for seed in 0..1000 {
        let mut dice = Dice::new(seed);
        let mut small = small(&mut dice);
        let mut simplex = by_pivots(&small);
        let all = std::mem::take(&mut small.columns);
        // one for each person first, then the others one by one
        let (mut now, mut later): (Vec<Column>, Vec<Column>) = (Vec::new(), Vec::new());
        for column in all {
            let known = now.iter().any(|c| c.person == column.person);
            if known { &mut later } else { &mut now }.push(column);
        }
        let mut dead = vec![false; now.len()];
        for column in later {
            simplex.solve(&now, &dead, 1000);
            now.push(column);
            dead.push(false);
            if dice.percent(30) {
                // one that is not the last of its person dies; it goes once nothing stands on it
                let j = dice.below(now.len() as u64) as usize;
                let alive = (0..now.len()).filter(|&i| now[i].person == now[j].person && !dead[i]);
                dead[j] |= alive.count() > 1;
            }
            let keep: Vec<bool> = (0..now.len())
                .map(|j| !dead[j] || simplex.holds(j))
                .collect();
            let mut next = 0;
            let new: Vec<Option<usize>> = keep
                .iter()
                .map(|k| {
                    next += usize::from(*k);
                    k.then(|| next - 1)
                })
                .collect();
            simplex.moved(&new);
            let mut marks = keep.iter();
            now.retain(|_| marks.next() == Some(&true));
            let mut marks = keep.iter();
            dead.retain(|_| marks.next() == Some(&true));
        }
        let solution = simplex.solve(&now, &dead, 1000).expect("all have columns");
        let shares: Vec<f64> = (0..now.len())
            .filter(|&j| !dead[j])
            .map(|j| solution.shares[j])
            .collect();
        let mut marks = dead.iter();
        now.retain(|_| marks.next() == Some(&false));
        small.columns = now;
        let inside = inside(&small, 1e-8);
        let here = above(&small, &Solution { shares, ..solution });
        let there = above(&small, &inside);
        let scale = there.abs().max(1.0);
        assert!(
            (here - there).abs() < 1e-4 * scale,
            "seed {seed}: {here}, not {there}"
        );
    }
}
