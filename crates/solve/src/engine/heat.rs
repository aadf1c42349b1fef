//! Annealing in the engine: first on every thread, each from the same rota with changes of its own;
//! later from a moderate heat, as one job among others.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::jobs::{Answer, Job};
use super::{Doing, Search, Until};
use crate::anneal::Annealer;
use crate::dp::Lawful;

/// Work of the first time for each person and day, in millions of elementary steps.
const FIRST: f64 = 30.0;
/// The part of it that warming up may take.
const WARMING: f64 = 0.2;
/// Work of a later time.
const LATER: f64 = 4.0;
/// Looks at what was found, over the whole of it.
const LOOKS: f64 = 40.0;

impl<'p> Search<'p, '_> {
    /// Anneals for a share of the time or work at most; how hot it began.
    pub(super) fn anneal(&mut self, most: f64) -> f64 {
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
        let began = Instant::now();
        let mut annealers: Vec<(f64, Annealer<'p, '_>)> = Vec::new();
        for _ in 0..threads {
            let seed = self.random.draw();
            let annealer = Annealer::new(self.problem, self.judge, self.lines.clone(), seed);
            annealers.extend(annealer.map(|a| (0.0, a)));
        }
        let done = |work: f64| (work / whole).max(began.elapsed().as_secs_f64() / seconds);
        let mut looks = 0.0;
        let mut told = 0.0;
        while looks < LOOKS && !annealers.is_empty() && !self.proved() && !self.over() {
            looks += 1.0;
            let until = looks / LOOKS;
            std::thread::scope(|scope| {
                for (hot, annealer) in &mut annealers {
                    scope.spawn(move || {
                        if *hot == 0.0 {
                            *hot = annealer.warm_up(whole * WARMING);
                        }
                        annealer.run(*hot, &done, &|work| done(work) >= until);
                    });
                }
            });
            let work: f64 = annealers.iter().map(|a| a.1.work()).sum();
            self.work += work - told;
            told = work;
            let best = annealers.iter().min_by_key(|a| a.1.best_value());
            if let Some((_, best)) = best.filter(|a| a.1.best_value() < self.value) {
                self.offer(best.best().to_vec());
            }
            self.say(Doing::Anneal);
        }
        annealers.first().map_or(0.0, |a| a.0)
    }
}

/// Many small changes from a moderate heat, until it is cold.
pub(super) fn reheat<'p>(
    job: Job<'p>,
    hot: f64,
    judge: Option<&dyn Lawful>,
    enough: &AtomicBool,
) -> Answer<'p> {
    let cells = job.problem.people.len() * job.problem.days;
    let whole = (cells as f64 * LATER).min(job.most_work);
    let began = Instant::now();
    // where work is limited, the clock has no say
    let room = if job.most_work.is_finite() {
        f64::INFINITY
    } else {
        job.deadline.saturating_duration_since(began).as_secs_f64()
    };
    let mut windows = None;
    let mut work = 0.0;
    let annealer = Annealer::new(job.problem, judge, job.rota.to_vec(), job.seed);
    if let Some(mut annealer) = annealer.filter(|_| hot > 0.0) {
        let before = annealer.best_value();
        let done = |work: f64| (work / whole).max(began.elapsed().as_secs_f64() / room);
        annealer.run(hot, &done, &|_| enough.load(Ordering::Relaxed));
        work = annealer.work();
        if annealer.best_value() < before {
            windows = Some(annealer.best().to_vec());
        }
    }
    Answer::of(job, windows, work)
}
