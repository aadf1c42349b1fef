//! Rows that sleep: those that cost on one side only, as long as no mixture goes to that side.
//!
//! Never a tier 1 without a tier 2 is a row for each half-hour, and where cover asks for both it
//! says nothing. The programme leaves such rows out until a solution breaks them. Prices of nothing
//! prove a bound like any others.

use std::sync::Arc;

use super::Master;
use crate::lp::{Cells, Near, Point, Programme, Slack, Solution};

/// What the programme is about for now.
#[derive(Clone, Debug)]
pub(super) struct Awake {
    /// For each row its place in the programme, where it is awake.
    place: Vec<Option<u32>>,
    targets: Vec<f64>,
    cells: Cells,
}

/// What sleeping rows may cost, as a part of the value.
const TOLERATED: f64 = 1e-4;

impl Master<'_> {
    /// Solves the programme from the inside, and wakes the rows that its solution breaks.
    pub(super) fn solve_inside(&mut self, tolerance: f64, threads: usize) {
        let mut from = self.solution.point.take();
        loop {
            let awake = match self.awake.take() {
                Some(awake) => awake,
                None => Arc::new(self.fall_asleep()),
            };
            let (mut solution, rows) =
                self.solve_awake(&awake, tolerance, threads, from.take().as_ref());
            let steps = f64::from(solution.steps + 1);
            self.work += rows * rows * rows / 24e6 * steps;
            let prices = awake.place.iter();
            let prices = prices.map(|p| p.map_or(0.0, |p| solution.prices[p as usize]));
            solution.prices = prices.collect();
            self.solution = solution;
            let broken = self.broken(&awake);
            if broken.is_empty() {
                self.awake = Some(awake);
                return;
            }
            let mut place = awake.place.clone();
            for row in broken {
                place[row] = Some(0);
            }
            self.awake = Some(Arc::new(self.numbered(place)));
        }
    }

    fn solve_awake(
        &self,
        awake: &Awake,
        tolerance: f64,
        threads: usize,
        from: Option<&Point>,
    ) -> (Solution, f64) {
        let at = |row: u32| awake.place[row as usize];
        let slacks: Vec<Slack> = self
            .slacks
            .iter()
            .filter_map(|slack| {
                Some(Slack {
                    row: at(slack.row)?,
                    totals: slack.totals.map(|t| t.and_then(at)),
                    ..*slack
                })
            })
            .collect();
        let centre = self.centre.iter().zip(&awake.place);
        let centre: Vec<f64> = centre.filter_map(|(c, p)| p.map(|_| *c)).collect();
        let programme = Programme {
            near: (self.slope > 0.0).then_some(Near {
                prices: &centre,
                slope: self.slope,
            }),
            persons: self.scope.people.len(),
            targets: &awake.targets,
            cells: &awake.cells,
            columns: &self.columns,
            slacks: &slacks,
        };
        let solution = programme.solve(tolerance, threads, from);
        (solution, awake.targets.len() as f64)
    }

    /// At first every row that costs on one side only sleeps.
    fn fall_asleep(&self) -> Awake {
        let mut sides = vec![[0.0; 2]; self.targets.len()];
        for (slack, full) in self.slacks.iter().zip(&self.full) {
            sides[slack.row as usize][usize::from(slack.sign < 0.0)] += full;
        }
        let awake = |(row, sides): (usize, [f64; 2])| {
            let costs = sides.iter().all(|cost| *cost > 0.0);
            (costs || self.is_total(row)).then_some(0)
        };
        self.numbered(sides.into_iter().enumerate().map(awake).collect())
    }

    /// Puts those that are awake in order.
    fn numbered(&self, mut place: Vec<Option<u32>>) -> Awake {
        for (next, place) in place.iter_mut().flatten().enumerate() {
            *place = next as u32;
        }
        let targets = self.targets.iter().zip(&place);
        let targets: Vec<f64> = targets.filter_map(|(t, p)| p.map(|_| *t)).collect();
        let entries = (0..self.cells.len() as u32).map(|cell| {
            let of = self.cells.of(cell).iter();
            let of = of.filter_map(|&(row, n)| Some((place[row as usize]?, n)));
            of.collect()
        });
        Awake {
            cells: Cells::new(entries.collect(), targets.len()),
            place,
            targets,
        }
    }

    /// Sleeping rows that the solution breaks.
    fn broken(&self, awake: &Awake) -> Vec<usize> {
        if awake.place.iter().all(Option::is_some) {
            return Vec::new();
        }
        let amounts = self.amounts();
        let mut cost = vec![0.0; self.targets.len()];
        for ((slack, full), amount) in self.slacks.iter().zip(&self.full).zip(amounts) {
            cost[slack.row as usize] += full * amount;
        }
        let most = TOLERATED * self.solution.value.abs().max(1.0);
        let asleep = |row: &usize| awake.place[*row].is_none() && cost[*row] > most;
        (0..cost.len()).filter(asleep).collect()
    }
}
