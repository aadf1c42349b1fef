//! Annealing in the engine: first on every thread, each from the same rota with changes of its own;
//! later from a moderate heat, as one job among others.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::jobs::{Answer, Job};
use super::parts::{Part, Parts};
use super::{Doing, Search, Until};
use crate::anneal::{Annealer, Heats};
use crate::dp::{Effort, Lawful, Pricer};
use crate::local::construct;
use crate::problem::{Problem, Symbol};

/// Work of the first time for each person and day, in millions of elementary steps.
const FIRST: f64 = 8.0;
/// The part of the work, or time, that warming up may take.
const WARMING: f64 = 0.2;
/// Work of a later time.
const AGAIN: f64 = 0.5;
/// The share of what work is left that it may be after a dive.
const MOST_COOLED: f64 = 0.02;
/// Looks at what was found, over the whole of it.
const LOOKS: f64 = 40.0;

/// How warm a rota became, and the rota.
type Heated<'p, 'j> = (f64, Annealer<'p, 'j>);

impl<'p> Search<'p, '_> {
    /// Anneals for a share of the time or work at most; how hot it began.
    ///
    /// Where a single count still costs more than all the rest then, as a gap does that nobody may
    /// leave, the same once more from another rota: what follows hardly fills such a gap.
    pub(super) fn anneal_first(&mut self, most: f64) -> f64 {
        let hot = self.anneal(&self.lines.clone(), most);
        if !self.one_count_rules() || self.over() {
            return hot;
        }
        let mut order: Vec<usize> = (0..self.problem.people.len()).collect();
        self.random.shuffle(&mut order);
        let mut pricer = Pricer::judged(self.judge);
        pricer.effort = Effort::Quick;
        let (lines, without) = construct(self.problem, self.alike, &order, &mut pricer);
        self.work += pricer.work as f64 * 1e-6;
        if !without.is_empty() {
            return hot;
        }
        self.anneal(&lines, most).max(hot)
    }

    /// Whether a single count costs more than all the rest.
    fn one_count_rules(&self) -> bool {
        let mut counts = vec![0; self.problem.rows.len()];
        for (person, line) in self.lines.iter().enumerate() {
            self.problem.add(&mut counts, person, line, 1);
        }
        let certain = &self.certain;
        let all = self.value - self.problem.constant - certain.iter().sum::<i64>();
        let rows = self.problem.rows.iter().zip(counts).zip(certain);
        let dearest = rows.map(|((row, count), certain)| row.penalty(count) - certain);
        dearest.max().is_some_and(|cost| cost > all / 2)
    }

    fn anneal(&mut self, lines: &[Vec<Symbol>], most: f64) -> f64 {
        if self.proved() || self.over() {
            return 0.0;
        }
        let cells = self.problem.people.len() * self.problem.days;
        let threads = self.limits.threads.max(1);
        let mut whole = cells as f64 * FIRST;
        let mut seconds = f64::INFINITY;
        match self.limits.until {
            Until::Seconds(of) => seconds = of * most,
            Until::Work(_) => whole = whole.min(self.patience() * most / threads as f64),
        }
        let mut annealers: Vec<Heated<'p, '_>> = Vec::new();
        for _ in 0..threads {
            let seed = self.random.draw();
            let annealer = Annealer::new(self.problem, self.judge, lines.to_vec(), seed);
            annealers.extend(annealer.map(|a| (0.0, a)));
        }
        self.cooled_together(&mut annealers, whole, seconds, &mut |search, annealers| {
            let best = annealers.iter().min_by_key(|a| a.1.best_value());
            if let Some((_, best)) = best.filter(|a| a.1.best_value() < search.value) {
                search.offer(best.best().to_vec());
            }
        });
        annealers.first().map_or(0.0, |a| a.0)
    }

    /// Anneals each part by itself, as many at a time as there are threads, for a share of the time
    /// or work; how hot the hottest began.
    pub(super) fn anneal_parts(&mut self, parts: &Parts, most: f64) -> f64 {
        let threads = self.limits.threads.max(1);
        let mut order: Vec<&Part> = parts.parts.iter().collect();
        order.sort_by_key(|part| std::cmp::Reverse(part.people.len()));
        let cells = |parts: &[&Part]| {
            let cells = parts.iter().map(|p| p.people.len() * p.problem.days);
            cells.max().unwrap_or(0) as f64
        };
        let all: f64 = order.chunks(threads).map(cells).sum();
        let (work, seconds) = (self.patience() * most, self.seconds_left() * most);
        let mut hottest = 0.0_f64;
        for together in order.chunks(threads) {
            if self.proved() || self.over() {
                break;
            }
            let share = cells(together) / all;
            let whole = (cells(together) * FIRST).min(work * share / together.len() as f64);
            let judge = self.judge;
            let judges = together.iter().map(|part| part.judged_by(judge));
            let judges: Vec<_> = judges.collect();
            let mut annealers = Vec::new();
            let mut whose = Vec::new();
            for (part, judge) in together.iter().zip(&judges) {
                let lines = part.people.iter().map(|&p| self.lines[p].clone());
                let judge = judge.as_ref().map(|j| j as &dyn Lawful);
                let seed = self.random.draw();
                let annealer = Annealer::new(&part.problem, judge, lines.collect(), seed);
                if let Some(annealer) = annealer {
                    annealers.push((0.0, annealer));
                    whose.push(&part.people);
                }
            }
            let seconds = seconds * share;
            self.cooled_together(&mut annealers, whole, seconds, &mut |search, annealers| {
                let mut lines = search.lines.clone();
                for ((_, annealer), whose) in annealers.iter().zip(&whose) {
                    for (line, &person) in annealer.best().iter().zip(whose.iter()) {
                        lines[person].clone_from(line);
                    }
                }
                search.offer(lines);
            });
            hottest = annealers.iter().fold(hottest, |h, a| h.max(a.0));
        }
        hottest
    }

    /// Cools rotas on threads of their own, `whole` work or `seconds` for each; says from time to
    /// time what they have come to.
    fn cooled_together(
        &mut self,
        annealers: &mut [Heated<'_, '_>],
        whole: f64,
        seconds: f64,
        take: &mut dyn FnMut(&mut Self, &[Heated<'_, '_>]),
    ) {
        let began = Instant::now();
        let done = |work: f64| (work / whole).max(began.elapsed().as_secs_f64() / seconds);
        let mut looks = 0.0;
        let mut told = 0.0;
        while looks < LOOKS && !annealers.is_empty() && !self.proved() && !self.over() {
            looks += 1.0;
            let until = looks / LOOKS;
            std::thread::scope(|scope| {
                for (hot, annealer) in annealers.iter_mut() {
                    scope.spawn(move || {
                        if *hot == 0.0 {
                            *hot = annealer.warm_up(&|work| done(work) >= WARMING);
                        }
                        annealer.run(Heats::of(*hot, 1.0), &done, &|work| done(work) >= until);
                    });
                }
            });
            let work: f64 = annealers.iter().map(|a| a.1.work()).sum();
            self.work += work - told;
            told = work;
            take(self, annealers);
            self.say(Doing::Anneal);
        }
    }
}

/// Of the heat at which a rota becomes worse by a good part, what it may have later.
pub(super) const LATER: [f64; 3] = [0.4, 0.2, 0.1];
/// And what the end of a dive may have.
pub(super) const AFTER_DIVE: [f64; 2] = [0.125, 0.03];

impl Search<'_, '_> {
    /// The best of what comes of a rota when it is warmed a little, on every thread.
    pub(super) fn cool(&mut self, lines: Vec<Vec<Symbol>>, hot: f64) -> Vec<Vec<Symbol>> {
        let threads = self.limits.threads.max(1);
        let room = match self.limits.until {
            Until::Seconds(_) => (f64::INFINITY, self.deadline()),
            Until::Work(_) => (self.patience() * MOST_COOLED, self.deadline()),
        };
        let seeds: Vec<u64> = (0..threads).map(|_| self.random.draw()).collect();
        let (problem, judge) = (self.problem, self.judge);
        let enough = AtomicBool::new(false);
        let mut found: Vec<(Vec<Vec<Symbol>>, f64)> = vec![(Vec::new(), 0.0); threads];
        std::thread::scope(|scope| {
            for ((n, seed), out) in seeds.into_iter().enumerate().zip(&mut found) {
                let (lines, enough) = (lines.clone(), &enough);
                let heats = Heats::of(hot, AFTER_DIVE[n % AFTER_DIVE.len()]);
                scope.spawn(move || {
                    *out = cooled(problem, judge, lines, heats, seed, room, enough);
                });
            }
        });
        self.work += found.iter().map(|f| f.1).sum::<f64>();
        let value = |lines: &Vec<Vec<Symbol>>| problem.value(lines).unwrap_or(i64::MAX);
        let best = found.into_iter().map(|f| f.0).min_by_key(value);
        best.unwrap_or(lines)
    }
}

/// Many small changes from a moderate heat, until it is cold.
pub(super) fn reheat<'p>(
    job: Job<'p>,
    heats: Heats,
    judge: Option<&dyn Lawful>,
    enough: &AtomicBool,
) -> Answer<'p> {
    let before = job.problem.value(&job.rota);
    let room = (job.most_work, job.deadline);
    let lines = job.rota.to_vec();
    let (lines, work) = cooled(job.problem, judge, lines, heats, job.seed, room, enough);
    let better = job.problem.value(&lines) < before;
    Answer::of(job, better.then_some(lines), work)
}

/// The best rota on the way from a moderate heat until it is cold, within so much work or until a
/// deadline, and the work that it took.
pub(super) fn cooled(
    problem: &Problem,
    judge: Option<&dyn Lawful>,
    lines: Vec<Vec<Symbol>>,
    heats: Heats,
    seed: u64,
    (most_work, deadline): (f64, Instant),
    enough: &AtomicBool,
) -> (Vec<Vec<Symbol>>, f64) {
    let cells = problem.people.len() * problem.days;
    let whole = (cells as f64 * AGAIN).min(most_work);
    let began = Instant::now();
    // where work is limited, the clock has no say
    let room = if most_work.is_finite() {
        f64::INFINITY
    } else {
        deadline.saturating_duration_since(began).as_secs_f64()
    };
    let annealer = Annealer::new(problem, judge, lines.clone(), seed);
    let Some(mut annealer) = annealer.filter(|_| !heats.none()) else {
        return (lines, 0.0);
    };
    let done = |work: f64| (work / whole).max(began.elapsed().as_secs_f64() / room);
    annealer.run(heats, &done, &|_| enough.load(Ordering::Relaxed));
    (annealer.best().to_vec(), annealer.work())
}
