//! Sizes of neighbourhood, and which of them to try next.

use crate::problem::Problem;
use crate::random::Random;

/// What is done with a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A small master and a dive.
    Master,
    /// People taken out and put back one by one.
    Recreate,
    /// Many small changes from a moderate heat.
    Anneal,
}

/// A size of neighbourhood, and what it has brought so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arm {
    pub(super) people: usize,
    pub(super) days: usize,
    pub(super) kind: Kind,
    gain: f64,
    work: f64,
    tries: u32,
}

/// All the sizes worth trying on a problem; the last is the dive from the master over everybody,
/// where there is one.
#[derive(Clone, Debug)]
pub(super) struct Arms {
    all: Vec<Arm>,
    /// Work of a small master, as a running mean.
    mean: f64,
}

/// A small master has no more person-days than this.
const MOST_CELLS: usize = 1700;

impl Arms {
    pub(super) fn new(problem: &Problem) -> Arms {
        let everybody = problem.people.len();
        let mut arms = Arms {
            all: Vec::new(),
            mean: 0.0,
        };
        for days in [7, 14, 28, 42, 84] {
            let days = if problem.days <= 84 {
                days.min(problem.days)
            } else {
                days
            };
            for people in [3, 6, 10, 16, 25, 40, 60, 100, 200] {
                let people = people.min(everybody);
                let known = arms
                    .all
                    .iter()
                    .any(|a| a.people == people && a.days == days);
                let size = people * days;
                let small = size < 84 && everybody * problem.days >= 300;
                if !known && size <= MOST_CELLS && !small {
                    arms.add(people, days);
                }
            }
        }
        if arms.all.is_empty() {
            arms.add(everybody, problem.days);
        }
        for (people, days) in [(8, 14), (8, 42), (25, 84)] {
            arms.add(people.min(everybody), days.min(problem.days));
            if let Some(last) = arms.all.last_mut() {
                last.kind = Kind::Recreate;
            }
        }
        arms.add(everybody, problem.days);
        if let Some(last) = arms.all.last_mut() {
            last.kind = Kind::Anneal;
        }
        arms
    }

    /// Begins with what sizes brought in another search.
    pub(super) fn recall(&mut self, other: &Arms) {
        for arm in &mut self.all {
            let same = |a: &&Arm| (a.people, a.days, a.kind) == (arm.people, arm.days, arm.kind);
            if let Some(known) = other.all.iter().find(same) {
                *arm = *known;
            }
        }
    }

    fn add(&mut self, people: usize, days: usize) {
        self.all.push(Arm {
            people,
            days,
            kind: Kind::Master,
            gain: 0.0,
            work: 0.0,
            tries: 0,
        });
    }

    /// Adds the dive, in the place of small masters over everybody; its place.
    pub(super) fn with_dive(&mut self, problem: &Problem) -> usize {
        let (people, days) = (problem.people.len(), problem.days);
        self.all
            .retain(|a| a.kind != Kind::Master || a.people != people || a.days != days);
        self.add(problem.people.len(), problem.days);
        self.all.len() - 1
    }

    pub(super) fn of(&self, arm: usize) -> Arm {
        self.all[arm]
    }

    /// About the work that one job should be.
    pub(super) fn mean_work(&self) -> f64 {
        self.mean
    }

    /// What an arm brought for its work.
    pub(super) fn learn(&mut self, arm: usize, gain: i64, work: f64, whole: bool) {
        if whole {
            self.mean = if self.mean == 0.0 {
                work
            } else {
                self.mean * 0.95 + work * 0.05
            };
        }
        let arm = &mut self.all[arm];
        arm.gain = arm.gain * 0.9 + gain as f64;
        arm.work = arm.work * 0.9 + work;
        arm.tries += 1;
    }

    /// What an arm is expected to bring for its work. One that was never tried is judged by the
    /// tried one nearest in size, a little worse for every doubling.
    fn rate(&self, arm: &Arm) -> f64 {
        let own = |a: &Arm| (a.gain + 0.02) / (a.work + 1.0);
        if arm.tries > 0 {
            return own(arm);
        }
        let size = |a: &Arm| ((a.people * a.days) as f64).log2();
        let away = |a: &Arm| (size(a) - size(arm)).abs();
        let alike = |a: &&Arm| a.tries > 0 && a.kind == arm.kind;
        let tried = self.all.iter().filter(alike);
        match tried.min_by(|a, b| away(a).total_cmp(&away(b))) {
            Some(near) => own(near) * 0.7_f64.powf(away(near)),
            None => 1.0 / (arm.people * arm.days) as f64,
        }
    }

    /// The size that brings most for its work, or now and then another.
    pub(super) fn pick(&self, random: &mut Random, without: Option<usize>) -> usize {
        let open = |i: &usize| Some(*i) != without;
        let count = (0..self.all.len()).filter(open).count();
        if random.below(6) == 0 && count > 0 {
            // any that is not much larger than what was tried
            let size = |a: &Arm| a.people * a.days;
            let masters = self.all.iter().filter(|a| a.kind == Kind::Master);
            let tried = masters.filter(|a| a.tries > 0).map(size);
            let most = 3 * tried.max().unwrap_or(84);
            let near = |i: &usize| self.all[*i].kind != Kind::Master || size(&self.all[*i]) <= most;
            let some: Vec<usize> = (0..self.all.len()).filter(open).filter(near).collect();
            if !some.is_empty() {
                return some[random.below(some.len())];
            }
        }
        let rates = (0..self.all.len()).map(|i| {
            if open(&i) {
                self.rate(&self.all[i]).powf(1.5)
            } else {
                0.0
            }
        });
        let rates: Vec<f64> = rates.collect();
        let total: f64 = rates.iter().sum();
        let mut left = total * (random.below(1 << 20) as f64 / f64::from(1 << 20));
        for (i, rate) in rates.iter().enumerate() {
            left -= rate;
            if left <= 0.0 && *rate > 0.0 {
                return i;
            }
        }
        (0..self.all.len()).rev().find(open).unwrap_or(0)
    }
}
