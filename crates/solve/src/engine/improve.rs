//! Small masters: some people in some weeks are freed, all else stays, and a dive puts them back.

use super::{Doing, Search, Until};
use crate::dive::{Care, dive, generate};
use crate::dp::Pricer;
use crate::master::{Master, Pricers, Scope};
use crate::problem::{Problem, Symbol};
use crate::random::Random;

/// A size of neighbourhood, and what it has brought so far.
#[derive(Clone, Copy, Debug)]
struct Arm {
    people: usize,
    days: usize,
    gain: f64,
    work: f64,
    tries: u32,
}

/// What a small master gave back.
struct Answer {
    arm: usize,
    scope: Scope,
    windows: Option<Vec<Vec<Symbol>>>,
    work: f64,
    /// A master over everything also tells a bound.
    columns: u64,
}

/// What one small master needs to know.
struct Job<'a> {
    problem: &'a Problem,
    rota: &'a [Vec<Symbol>],
    value: i64,
    /// Whether only a better rota is wanted.
    strict: bool,
    arm: usize,
    scope: Scope,
    seed: u64,
    most_work: f64,
    deadline: std::time::Instant,
}

impl Search<'_, '_> {
    /// Works small masters until the limits are met or the value is proved.
    pub(super) fn improve(&mut self) {
        let mut arms = arms(self.problem);
        let mut pricers: Vec<Pricers<'_>> = (0..self.limits.threads.max(1))
            .map(|_| vec![Pricer::judged(self.judge)])
            .collect();
        (self.at, self.at_value) = (self.lines.clone(), self.value);
        let mut since_best = 0;
        while !self.proved() && !self.over() {
            let slack = self.slack();
            self.strict = self.random.below(2) == 0;
            let jobs: Vec<Job<'_>> = self.jobs(&arms, pricers.len(), slack);
            let answers = work(&jobs, &mut pricers);
            drop(jobs);
            for answer in answers {
                self.moves += 1;
                self.work += answer.work;
                self.columns = answer.columns;
                let before = self.value;
                since_best += 1;
                if let Some(windows) = answer.windows {
                    let mut lines = self.at.clone();
                    for (window, &person) in windows.iter().zip(&answer.scope.people) {
                        lines[person][answer.scope.from..answer.scope.to].copy_from_slice(window);
                    }
                    let lawful =
                        |&p: &usize| self.judge.is_none_or(|j| j.broken(p, &lines[p]).is_none());
                    if let Some(value) = self.problem.value(&lines)
                        && value <= self.at_value.saturating_add(slack)
                        && answer.scope.people.iter().all(lawful)
                    {
                        (self.at, self.at_value) = (lines, value);
                    }
                    if self.at_value < self.value {
                        (self.lines, self.value) = (self.at.clone(), self.at_value);
                        since_best = 0;
                    }
                }
                let arm = &mut arms[answer.arm];
                arm.gain = arm.gain * 0.9 + (before - self.value) as f64;
                arm.work = arm.work * 0.9 + answer.work;
                arm.tries += 1;
            }
            if since_best >= 60 {
                (self.at, self.at_value) = (self.lines.clone(), self.value);
                since_best = 0;
            }
            self.say(Doing::Improve);
        }
    }

    /// How much worse the next rota may be: mostly not at all, now and then a little.
    fn slack(&mut self) -> i64 {
        let most = (self.value - self.problem.constant).abs() / 250;
        match self.random.below(4) {
            0 => self.random.below(most as usize + 2) as i64,
            _ => 0,
        }
    }

    fn jobs(&mut self, arms: &[Arm], count: usize, slack: i64) -> Vec<Job<'_>> {
        let mut picked = Vec::with_capacity(count);
        for _ in 0..count {
            let arm = self.pick(arms);
            let scope = self.scope(arms[arm]);
            picked.push((arm, scope, self.random.draw()));
        }
        let most_work = match self.limits.until {
            Until::Seconds(_) => f64::INFINITY,
            Until::Work(work) => self.patience().min(work * 0.03),
        };
        // a part of the time for each, so that none takes it all
        let mut deadline = self.deadline();
        if let Until::Seconds(seconds) = self.limits.until {
            let part = std::time::Duration::from_secs_f64((seconds * 0.03).clamp(0.5, 30.0));
            deadline = deadline.min(std::time::Instant::now() + part);
        }
        picked
            .into_iter()
            .map(|(arm, scope, seed)| Job {
                problem: self.problem,
                rota: &self.at,
                value: self.at_value.saturating_add(slack),
                strict: slack == 0 && self.strict,
                arm,
                scope,
                seed,
                most_work,
                deadline,
            })
            .collect()
    }

    /// The size that has brought most for its work, or now and then any other.
    fn pick(&mut self, arms: &[Arm]) -> usize {
        if let Some(untried) = arms.iter().position(|a| a.tries == 0)
            && self.random.below(3) == 0
        {
            return untried;
        }
        if self.random.below(4) == 0 {
            return self.random.below(arms.len());
        }
        let rate = |a: &Arm| (a.gain + 0.02) / (a.work + 1.0);
        let total: f64 = arms.iter().map(rate).sum();
        let mut left = total * (self.random.below(1 << 20) as f64 / f64::from(1 << 20));
        for (i, arm) in arms.iter().enumerate() {
            left -= rate(arm);
            if left <= 0.0 {
                return i;
            }
        }
        arms.len() - 1
    }

    /// Some people in some days, near something that costs.
    fn scope(&mut self, arm: Arm) -> Scope {
        let problem = self.problem;
        let mut counts = vec![0; problem.rows.len()];
        for (person, line) in self.at.iter().enumerate() {
            problem.add(&mut counts, person, line, 1);
        }
        let (from, to) = if arm.days >= problem.days {
            (0, problem.days)
        } else {
            let centre = self.costly_day(&counts);
            let from = (centre + self.random.below(arm.days))
                .saturating_sub(arm.days)
                .min(problem.days - arm.days);
            (from, from + arm.days)
        };
        let mut people: Vec<usize> = (0..problem.people.len()).collect();
        self.random.shuffle(&mut people);
        if arm.people < people.len() && self.random.below(2) == 0 {
            // those first who could do what is missing, or do what is too much
            let mut prices = Vec::new();
            let mut useful: Vec<(f32, usize)> = people
                .iter()
                .map(|&p| {
                    crate::local::marginal_prices(problem, p, from, to, &counts, &mut prices);
                    let best = prices.iter().copied().fold(f32::INFINITY, f32::min);
                    (best + self.random.below(64) as f32, p)
                })
                .collect();
            useful.sort_by(|a, b| a.0.total_cmp(&b.0));
            people = useful.into_iter().map(|u| u.1).collect();
        }
        people.truncate(arm.people);
        people.sort_unstable();
        Scope { people, from, to }
    }

    /// A day on which some count misses its target, the dearer the likelier.
    fn costly_day(&mut self, counts: &[i32]) -> usize {
        let problem = self.problem;
        let mut costs = vec![0.5_f64; problem.days];
        for (day, cost) in costs.iter_mut().enumerate() {
            for symbol in 0..problem.symbols {
                for &(row, _) in problem.hits.of(0, day, symbol as Symbol) {
                    *cost += problem.rows[row as usize].penalty(counts[row as usize]) as f64;
                }
            }
        }
        let total: f64 = costs.iter().sum();
        let mut left = total * (self.random.below(1 << 20) as f64 / f64::from(1 << 20));
        for (day, cost) in costs.iter().enumerate() {
            left -= cost;
            if left <= 0.0 {
                return day;
            }
        }
        self.random.below(problem.days)
    }
}

/// The sizes worth trying on a problem.
fn arms(problem: &Problem) -> Vec<Arm> {
    let everybody = problem.people.len();
    let mut arms = Vec::new();
    for days in [7, 14, 28, 42, 84] {
        let days = if problem.days <= 84 {
            days.min(problem.days)
        } else {
            days
        };
        for people in [3, 6, 10, 16, 25, 40, 60, 100, 200] {
            let people = people.min(everybody);
            let known = arms
                .iter()
                .any(|a: &Arm| a.people == people && a.days == days);
            let size = people * days;
            if !known && size <= 1700 && (size >= 84 || everybody * problem.days < 300) {
                arms.push(Arm {
                    people,
                    days,
                    gain: 0.0,
                    work: 0.0,
                    tries: 0,
                });
            }
        }
    }
    if arms.is_empty() {
        arms.push(Arm {
            people: everybody,
            days: problem.days,
            gain: 0.0,
            work: 0.0,
            tries: 0,
        });
    }
    arms
}

/// Works the jobs side by side.
fn work(jobs: &[Job<'_>], pricers: &mut [Pricers<'_>]) -> Vec<Answer> {
    if jobs.len() == 1 {
        return vec![one(&jobs[0], &mut pricers[0])];
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = jobs
            .iter()
            .zip(pricers.iter_mut())
            .map(|(job, pricers)| scope.spawn(|| one(job, pricers)))
            .collect();
        handles
            .into_iter()
            .filter_map(|handle| handle.join().ok())
            .collect()
    })
}

fn one(job: &Job<'_>, pricers: &mut Pricers<'_>) -> Answer {
    let problem = job.problem;
    let mut random = Random::new(job.seed);
    let mut master = Master::new(problem, job.scope.clone(), job.rota);
    pricers.iter_mut().for_each(Pricer::forget);
    let mut stop =
        |m: &Master<'_>| m.work > job.most_work || std::time::Instant::now() > job.deadline;
    let care = Care {
        rounds: 60,
        gap: 1e-4,
        loose: 1e-2,
    };
    generate(&mut master, pricers, care, &mut stop);
    let elsewhere: i64 = (0..problem.people.len())
        .filter(|p| job.scope.people.binary_search(p).is_err())
        .filter_map(|p| problem.line_cost(p, &job.rota[p]))
        .sum();
    let besides = (master.outside() + elsewhere + problem.constant) as f64;
    let wanted = job.value as f64 + 1e-3 - f64::from(u8::from(job.strict));
    let mut windows = None;
    if master.bound + besides < wanted || random.below(20) == 0 {
        let days = job.scope.to - job.scope.from;
        let cells = job.scope.people.len() * days * problem.symbols;
        let steps = [1, 1, 9, 17, 17, 33, 33, 129, 513][random.below(9)];
        if steps > 1 {
            let jitter = (0..cells)
                .map(|_| random.below(steps) as f32 / 64.0)
                .collect();
            master.break_ties(jitter);
        }
        let care = Care {
            rounds: 6,
            gap: 1e-4,
            loose: 1e-3,
        };
        let fine = (job.scope.people.len() * days / 40).max(1);
        // without jitter the bound holds on the way down, and a hopeless dive is given up
        let mut hopeless = |m: &Master<'_>| stop(m) || (steps == 1 && m.bound + besides >= wanted);
        let loud = if steps == 1 { 0.2 } else { 0.0 };
        let mut noise = || loud * random.below(1024) as f64 / 1024.0;
        windows = dive(&mut master, pricers, care, fine, &mut noise, &mut hopeless)
            .filter(|w| w.iter().all(|line| line.len() == days));
    }
    Answer {
        arm: job.arm,
        columns: master.size() as u64,
        work: master.work,
        scope: job.scope.clone(),
        windows,
    }
}
