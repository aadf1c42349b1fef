//! One piece of work for one thread: a small master, or some rounds of a dive over everybody.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::heat::{cooled, reheat};
use super::recreate::recreate;
use super::under::Pool;
use crate::anneal::Heats;
use crate::dive::{Dive, Step};
use crate::dp::{Effort, Lawful};
use crate::generate::{Care, generate};
use crate::local::sweep;
use crate::master::{Master, Pricers, Scope};
use crate::problem::{Alike, Problem, Symbol};
use crate::random::Random;

/// How strongly a small master's prices are pulled towards those that proved most.
const PULL: f64 = 0.3;
/// A small master is worked until so much of what could be won is open.
const SETTLED: f64 = 0.2;
/// So many rounds in a row may leave more open because of the lines than of the programme: the lines
/// stay as quick as they are, so the bound would not come nearer.
const MOST_UNSURE: u32 = 3;
/// So many lines of the pool are tried for each person.
const MOST_TRIED: usize = 12;

/// What one thread needs to know.
pub(super) struct Job<'p> {
    pub(super) problem: &'p Problem,
    pub(super) alike: &'p Alike,
    pub(super) rota: Arc<Vec<Vec<Symbol>>>,
    /// What the counts were worth elsewhere; empty where nothing is known.
    pub(super) prices: Arc<Vec<f32>>,
    /// Lines worth trying, for each person.
    pub(super) pool: Arc<Pool>,
    /// Only what is worth no more than this is wanted.
    pub(super) most: f64,
    /// How much worse than the rota at the time the answer may be.
    pub(super) slack: i64,
    pub(super) arm: usize,
    pub(super) scope: Scope,
    pub(super) way: Way<'p>,
    pub(super) seed: u64,
    pub(super) most_work: f64,
    /// How long it may take, and when all must end.
    pub(super) part: Duration,
    pub(super) deadline: Instant,
}

/// How a job is done.
pub(super) enum Way<'p> {
    /// A small master and a dive.
    Master,
    /// A dive over everybody to go on with, and how what comes of it is annealed.
    Dive(Box<Dive<'p>>, Heats),
    /// People taken out and put back one by one, up to so much work.
    Recreate(f64),
    /// Many small changes.
    Anneal(Heats),
}

/// What came of it.
pub(super) struct Answer<'p> {
    pub(super) arm: usize,
    pub(super) slack: i64,
    pub(super) scope: Scope,
    /// Lines for the scope, when some were found.
    pub(super) windows: Option<Vec<Vec<Symbol>>>,
    /// The dive, when it has not ended.
    pub(super) dive: Option<Box<Dive<'p>>>,
    pub(super) work: f64,
    pub(super) columns: u64,
    /// What the counts were worth here.
    pub(super) prices: Vec<(u32, f32)>,
    /// Whole lines that had a share here.
    pub(super) lines: Vec<(usize, Vec<Symbol>)>,
}

impl<'p> Answer<'p> {
    /// What came of a job that has no master.
    pub(super) fn of(job: Job<'p>, windows: Option<Vec<Vec<Symbol>>>, work: f64) -> Answer<'p> {
        Answer {
            arm: job.arm,
            slack: job.slack,
            scope: job.scope,
            windows,
            dive: None,
            work,
            columns: 0,
            prices: Vec::new(),
            lines: Vec::new(),
        }
    }
}

/// Does a piece of work. Stops early once `enough` is set.
pub(super) fn work<'p>(
    mut job: Job<'p>,
    pricers: &mut Pricers<'_>,
    judge: Option<&dyn Lawful>,
    enough: &AtomicBool,
) -> Answer<'p> {
    job.deadline = job
        .deadline
        .min(Instant::now().checked_add(job.part).unwrap_or(job.deadline));
    for pricer in pricers.iter_mut() {
        // whichever thread it comes to, a job is the same
        pricer.forget();
        pricer.effort = Effort::Quick;
    }
    match std::mem::replace(&mut job.way, Way::Master) {
        Way::Dive(dive, heats) => deeper(job, dive, heats, pricers, judge, enough),
        Way::Recreate(most) => recreate(job, most, &mut pricers[0], enough),
        Way::Anneal(heats) => reheat(job, heats, judge, enough),
        Way::Master => small(job, pricers, enough),
    }
}

/// Some rounds of a dive over everybody; the rota at its end is polished person by person, and
/// annealed a little.
fn deeper<'p>(
    job: Job<'p>,
    mut dive: Box<Dive<'p>>,
    heats: Heats,
    pricers: &mut Pricers<'_>,
    judge: Option<&dyn Lawful>,
    enough: &AtomicBool,
) -> Answer<'p> {
    let problem = job.problem;
    let mut random = Random::new(job.seed);
    let began = dive.master.work;
    let late = || enough.load(Ordering::Relaxed) || Instant::now() > job.deadline;
    // what breaks ties may add to the bound
    let cut =
        job.most + dive.master.most_jitter() - (dive.master.outside() + problem.constant) as f64;
    let mut windows = None;
    let mut over = false;
    while !over && dive.master.work - began <= job.most_work && !late() {
        match dive.round(pricers, &mut random, cut, &mut |_| late()) {
            Step::On => {}
            Step::Over => over = true,
            Step::Done(lines) => {
                over = true;
                windows = Some(lines);
            }
        }
    }
    let mut work = dive.master.work - began;
    let columns = dive.master.size() as u64;
    if let Some(lines) = &mut windows {
        let whole = lines.iter().all(|l| l.len() == problem.days);
        let mut order: Vec<usize> = (0..problem.people.len()).collect();
        random.shuffle(&mut order);
        if whole {
            let start = pricers[0].work;
            sweep(
                problem,
                job.alike,
                lines,
                &order,
                &mut pricers[0],
                &mut |done| (done - start) as f64 * 1e-6 > job.most_work || late(),
            );
            work += (pricers[0].work - start) as f64 * 1e-6;
            let room = (job.most_work, job.deadline);
            let lines = std::mem::take(lines);
            let (lines, more) = cooled(problem, judge, lines, heats, job.seed, room, enough);
            work += more;
            windows = Some(lines);
        } else {
            windows = None;
        }
    }
    Answer {
        dive: (!over).then_some(dive),
        columns,
        ..Answer::of(job, windows, work)
    }
}

/// Some people in some weeks are freed, all else stays, and a dive puts them back.
fn small<'p>(job: Job<'p>, pricers: &mut Pricers<'_>, enough: &AtomicBool) -> Answer<'p> {
    let problem = job.problem;
    let mut random = Random::new(job.seed);
    let mut master = Master::new(problem, job.alike, job.scope.clone(), &job.rota);
    if !job.prices.is_empty() {
        master.warm(&job.prices);
    }
    for (index, &person) in job.scope.people.iter().enumerate() {
        for line in job.pool[person].iter().rev().take(MOST_TRIED) {
            master.add(index, line[job.scope.from..job.scope.to].to_vec());
        }
    }
    let mut stop = |m: &Master<'_>| {
        m.work > job.most_work || enough.load(Ordering::Relaxed) || Instant::now() > job.deadline
    };
    let care = Care {
        rounds: 60,
        gap: 1e-4,
        loose: 1e-2,
        most: Effort::Quick,
        pull: PULL,
    };
    let elsewhere: i64 = (0..problem.people.len())
        .filter(|p| job.scope.people.binary_search(p).is_err())
        .filter_map(|p| problem.line_cost(p, &job.rota[p]))
        .sum();
    let besides = (master.outside() + elsewhere + problem.constant) as f64;
    let cut = job.most + 1e-3 - besides;
    let mut unsure = 0;
    generate(&mut master, pricers, care, &mut |m| {
        let open = m.solution.value - m.bound;
        let hidden = m.open > 0.5 * (m.solution.value - m.proved);
        unsure = if hidden { unsure + 1 } else { 0 };
        let settled = m.pulled() <= PULL && open < SETTLED * (cut - m.bound);
        stop(m) || m.bound >= cut || settled || unsure >= MOST_UNSURE
    });
    let prices = master.told().collect();
    let whole = |(person, window): (usize, &[Symbol])| {
        let mut line = job.rota[person].clone();
        line[job.scope.from..job.scope.to].copy_from_slice(window);
        (person, line)
    };
    let lines = master.lines().map(whole).collect();
    let mut windows = None;
    let mut columns = master.size();
    let mut work = master.work;
    if master.bound < cut {
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
            rounds: 3,
            gap: 1e-4,
            loose: 1e-3,
            most: Effort::Quick,
            pull: 0.0,
        };
        let fine = (job.scope.people.len() * days / 40).max(1);
        // without jitter the bound holds on the way down, and a hopeless dive turns back
        let loud = if steps == 1 { 0.2 } else { 0.0 };
        let cut = cut + master.most_jitter();
        let turns = 8;
        let mut dive = Dive::new(master, care, fine, loud, turns);
        loop {
            if stop(&dive.master) {
                break;
            }
            match dive.round(pricers, &mut random, cut, &mut stop) {
                Step::On => {}
                Step::Over => break,
                Step::Done(lines) => {
                    windows = Some(lines).filter(|w| w.iter().all(|line| line.len() == days));
                    break;
                }
            }
        }
        columns = dive.master.size();
        work = dive.master.work;
    }
    Answer {
        columns: columns as u64,
        prices,
        lines,
        ..Answer::of(job, windows, work)
    }
}
