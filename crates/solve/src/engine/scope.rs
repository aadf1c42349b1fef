//! Which people and days a small master frees.

use std::collections::{BTreeSet, VecDeque};

use super::Search;
use crate::master::Scope;
use crate::problem::Symbol;

impl Search<'_, '_> {
    /// Some people in some days, near something that costs, and away from what others work on.
    pub(super) fn scope(
        &mut self,
        people_of: usize,
        days_of: usize,
        flying: &VecDeque<Scope>,
    ) -> Scope {
        let problem = self.problem;
        let mut counts = vec![0; problem.rows.len()];
        for (person, line) in self.at.iter().enumerate() {
            problem.add(&mut counts, person, line, 1);
        }
        let (mut from, mut to) = (0, problem.days);
        let own = self.own_costs();
        if days_of < problem.days {
            let costs = self.costs(&counts, &own);
            for _ in 0..4 {
                let centre = self.costly_day(&costs);
                from = (centre + self.random.below(days_of))
                    .saturating_sub(days_of)
                    .min(problem.days - days_of);
                to = from + days_of;
                if flying.iter().all(|f| f.to <= from || to <= f.from) {
                    break;
                }
            }
        }
        let mut people: Vec<usize> = (0..problem.people.len()).collect();
        self.random.shuffle(&mut people);
        let first = self.random.below(4);
        if people_of < people.len() && first == 0 {
            // some of those first to whom the days themselves are dear
            let dear = |p: usize| own[p * problem.days..][from..to].iter().sum::<f64>();
            let mut dear: Vec<(f64, usize)> = people
                .iter()
                .map(|&p| (dear(p) * (1 + self.random.below(64)) as f64, p))
                .collect();
            dear.sort_by(|a, b| b.0.total_cmp(&a.0));
            dear.truncate(people_of.div_ceil(2));
            dear.retain(|(dear, _)| *dear > 0.0);
            people.retain(|p| dear.iter().all(|d| d.1 != *p));
            people.splice(0..0, dear.into_iter().map(|d| d.1));
        } else if people_of < people.len() && first < 3 {
            // those first who could do what is missing, or do what is too much
            let mut prices = Vec::new();
            let mut useful: Vec<(f32, usize)> = people
                .iter()
                .map(|&p| {
                    crate::local::marginal_prices(
                        problem,
                        self.alike,
                        p,
                        from,
                        to,
                        &counts,
                        &mut prices,
                    );
                    let best = prices.iter().copied().fold(f32::INFINITY, f32::min);
                    (best + self.random.below(64) as f32, p)
                })
                .collect();
            useful.sort_by(|a, b| a.0.total_cmp(&b.0));
            people = useful.into_iter().map(|u| u.1).collect();
        }
        people.truncate(people_of);
        people.sort_unstable();
        Scope { people, from, to }
    }

    /// What each day costs somebody more than the cheapest that may be done on it, and what the
    /// automaton charges there; person by person.
    fn own_costs(&self) -> Vec<f64> {
        let problem = self.problem;
        let mut own = Vec::with_capacity(problem.people.len() * problem.days);
        for (person, line) in problem.people.iter().zip(&self.at) {
            let automaton = &problem.automata[person.automaton];
            let mut state = person.start;
            for (day, (&symbol, costs)) in line
                .iter()
                .zip(person.cost.chunks(problem.symbols))
                .enumerate()
            {
                let least = costs.iter().copied().min().unwrap_or(0);
                let arc = automaton.step(problem.weekday(day), state, symbol);
                let (more, next) = arc.map_or((0, state), |arc| (arc.cost.max(0), arc.next));
                own.push(f64::from(costs[usize::from(symbol)] - least) + f64::from(more));
                state = next;
            }
        }
        own
    }

    /// What each day costs, in counts and to people; what nobody can do anything about left out.
    fn costs(&self, counts: &[i32], own: &[f64]) -> Vec<f64> {
        let problem = self.problem;
        let groups: BTreeSet<usize> = problem.people.iter().map(|p| p.group).collect();
        let mut costs = vec![0.5_f64; problem.days];
        for of in own.chunks(problem.days.max(1)) {
            costs
                .iter_mut()
                .zip(of)
                .for_each(|(sum, cost)| *sum += cost);
        }
        // each row once a day, however many count in it
        let mut seen = vec![usize::MAX; problem.rows.len()];
        for (day, cost) in costs.iter_mut().enumerate() {
            for &group in &groups {
                for symbol in 0..problem.symbols {
                    for &(row, _) in problem.hits.of(group, day, symbol as Symbol) {
                        let row = row as usize;
                        if seen[row] != day && !self.alike.own[row] {
                            seen[row] = day;
                            *cost +=
                                (problem.rows[row].penalty(counts[row]) - self.certain[row]) as f64;
                        }
                    }
                }
            }
        }
        costs
    }

    /// A day on which some count misses its target, the dearer the likelier.
    fn costly_day(&mut self, costs: &[f64]) -> usize {
        let total: f64 = costs.iter().sum();
        let mut left = total * (self.random.below(1 << 20) as f64 / f64::from(1 << 20));
        for (day, cost) in costs.iter().enumerate() {
            left -= cost;
            if left <= 0.0 {
                return day;
            }
        }
        self.random.below(self.problem.days)
    }
}
