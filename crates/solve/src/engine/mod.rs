//! The engine: at any moment a rota, its value and a proved bound.
//!
//! First a rota from one person at a time, annealed; then the master over everybody, or over parts,
//! and its bound; then dives and halves of the master, small masters over some people in some weeks,
//! and annealing again, for as long as there is time. Work is
//! counted, not timed, wherever it decides anything, so that the same work gives the same rota.

mod arms;
mod heat;
mod improve;
mod jobs;
mod limits;
mod parts;
mod recreate;
mod scope;
mod spans;
mod tree;
mod under;

pub use limits::{Doing, Limits, Outcome, Progress, Until};

use std::time::{Duration, Instant};

use arms::Arms;
use parts::parts;
use tree::Tree;
use under::Under;

use crate::dive::Step;
use crate::dp::{Effort, Lawful, Pricer};
use crate::generate::{Care, generate};
use crate::local::{construct, sweep};
use crate::master::{Master, Pricers, Scope};
use crate::problem::{Alike, Problem, Symbol};
use crate::random::Random;

/// A master with more rows of counts than this is only worked in parts.
const MOST_ROWS: usize = 2600;

/// The share of the time or work that annealing may take at first.
const FIRST_ANNEALED: f64 = 0.06;
/// The same where only masters over parts of everybody follow,
const MOST_FIRST_ANNEALED: f64 = 0.12;
/// and where none follows.
const MOST_ANNEALED: f64 = 0.5;

/// The share of what is left that the master over everybody may take,
const MOST_ROOT: f64 = 0.5;
/// dividing it where that comes before the first dive,
const MOST_FIRST_DIVIDED: f64 = 0.35;
/// the first dive,
const MOST_DIVE: f64 = 0.6;
/// small masters after it,
const MOST_IMPROVED: f64 = 0.5;
/// and dividing then.
const MOST_DIVIDED: f64 = 0.5;

/// A master whose lines take long is divided once it is so near to its bound.
const NEAR: f64 = 0.02;

/// Where people have counts of their own, a master with more rows than this is long far from its
/// bound.
const FEW_ROWS: usize = 600;
/// There the spans of the period may take this share of what is left.
const MOST_SPANNED: f64 = 0.5;

/// A master that is farther from its bound is of no use for dives.
const UNSETTLED: f64 = 0.5;

/// How strongly prices are pulled towards those that proved most, once these are near.
const PULL: f64 = 0.1;

/// The search over one problem.
pub(crate) struct Search<'p, 'l> {
    problem: &'p Problem,
    alike: &'p Alike,
    /// What each row costs whatever is done.
    certain: Vec<i64>,
    limits: &'l Limits,
    judge: Option<&'l dyn Lawful>,
    random: Random,
    started: Instant,
    /// Work so far, in millions of elementary steps.
    work: f64,
    /// The best rota.
    lines: Vec<Vec<Symbol>>,
    value: i64,
    /// The rota that small masters go on from: sometimes a little worse than the best.
    at: Vec<Vec<Symbol>>,
    at_value: i64,
    bound: f64,
    columns: u64,
    moves: u64,
    tell: &'l mut dyn FnMut(&Progress) -> bool,
    /// How hot it was annealed already; 0 for not at all.
    hot: f64,
    /// Somebody said that it is enough.
    enough: bool,
}

/// Searches for the best rota until the limits are met, a proof is found, or `tell` says stop.
///
/// `start` is a rota to go on from; it must keep every rule, else it is not used. Nothing comes
/// back when some person has no line at all, and [`Outcome::without`] says who.
pub fn design(
    problem: &Problem,
    judge: Option<&dyn Lawful>,
    limits: &Limits,
    start: Option<Vec<Vec<Symbol>>>,
    tell: &mut dyn FnMut(&Progress) -> bool,
) -> Outcome {
    let alike = Alike::new(problem);
    let mut search = Search::new(problem, &alike, limits, judge, tell);
    let without = search.begin(start);
    if without.is_empty() && !problem.people.is_empty() {
        search.run(None);
    }
    search.outcome(without)
}

/// What is proved where nothing that people count in together is worth anything.
fn plain_bound(problem: &Problem, alike: &Alike, pricers: &mut Pricers<'_>) -> f64 {
    let mut master = Master::new(problem, alike, Scope::all(problem), &[]);
    master.price(pricers, 0.0, Effort::Sound);
    master.bound + (master.outside() + problem.constant) as f64
}

impl<'p, 'l> Search<'p, 'l> {
    fn new(
        problem: &'p Problem,
        alike: &'p Alike,
        limits: &'l Limits,
        judge: Option<&'l dyn Lawful>,
        tell: &'l mut dyn FnMut(&Progress) -> bool,
    ) -> Search<'p, 'l> {
        Search {
            problem,
            alike,
            certain: problem.certain(),
            limits,
            judge,
            random: Random::new(limits.seed),
            started: Instant::now(),
            work: 0.0,
            lines: Vec::new(),
            value: i64::MAX,
            at: Vec::new(),
            at_value: i64::MAX,
            bound: f64::NEG_INFINITY,
            columns: 0,
            moves: 0,
            tell,
            hot: 0.0,
            enough: false,
        }
    }

    /// All that follows the first rota, with what another search learnt of sizes; what was learnt on
    /// the way.
    fn run(&mut self, sizes: Option<&Arms>) -> Under<'p> {
        let mut under = Under::new(self.problem);
        if let Some(sizes) = sizes {
            under.arms.recall(sizes);
        }
        let shared = self.alike.own.iter().filter(|own| !**own).count();
        let alone = shared > MOST_ROWS;
        let parts = if alone { parts(self.problem) } else { None };
        let by_annealing = alone && parts.is_none();
        under.hot = match &parts {
            _ if self.hot > 0.0 => self.hot,
            Some(parts) => self.anneal_parts(parts, MOST_FIRST_ANNEALED),
            None if by_annealing => self.anneal_first(MOST_ANNEALED),
            None => self.anneal_first(FIRST_ANNEALED),
        };
        if let Some(parts) = parts {
            self.by_parts(&parts, &mut under);
        } else if !alone {
            self.together(&mut under);
        }
        self.improve(&mut under, &|_| false);
        under
    }

    /// Whether a master over everybody would be long far from its bound.
    fn is_tall(&self) -> bool {
        let shared = self.alike.own.iter().filter(|own| !**own).count();
        let counted = self.alike.of.iter().any(|own| !own.is_empty());
        shared > FEW_ROWS && !self.alike.dense && counted
    }

    /// The master over everybody: its bound, a dive, and its halves.
    fn together(&mut self, under: &mut Under<'p>) {
        // what they learn of people is of use from one step to the next
        let mut pricers = self.pricers();
        if self.is_tall() {
            self.bound = self
                .bound
                .max(plain_bound(self.problem, self.alike, &mut pricers));
            self.by_spans(under, &mut pricers, MOST_SPANNED);
            return;
        }
        let Some(root) = self.root(under, &mut pricers) else {
            return;
        };
        // shares of a master that is far from settled agree on what is no rota
        if root.away() > UNSETTLED {
            return;
        }
        let wide = root.is_wide();
        let mut tree = Tree::new(root);
        if wide {
            self.divide(&mut tree, &mut pricers, MOST_FIRST_DIVIDED);
        }
        if let Some(best) = tree.best() {
            self.first_dive(best, under, &mut pricers);
        }
        // the nearer the rota is to the best, the more halves are ruled out
        if let Some(best) = tree.best() {
            under.found(self.problem, best.clone());
        }
        self.improve_for(under, MOST_IMPROVED);
        self.divide(&mut tree, &mut pricers, MOST_DIVIDED);
        if let Some(best) = tree.best() {
            under.found(self.problem, best.clone());
        }
    }

    /// A first rota.
    fn begin(&mut self, start: Option<Vec<Vec<Symbol>>>) -> Vec<usize> {
        let mut pricer = Pricer::judged(self.judge);
        pricer.effort = Effort::Quick;
        let fits = |lines: &Vec<Vec<Symbol>>| {
            lines.len() == self.problem.people.len()
                && lines.iter().all(|l| l.len() == self.problem.days)
        };
        let given = start.filter(fits).and_then(|lines| {
            let value = self.problem.value(&lines)?;
            let lawful = |(person, line): (usize, &Vec<Symbol>)| {
                self.judge.is_none_or(|j| j.broken(person, line).is_none())
            };
            lines
                .iter()
                .enumerate()
                .all(lawful)
                .then_some((lines, value))
        });
        if let Some((lines, value)) = given {
            (self.lines, self.value) = (lines, value);
        } else {
            let mut order: Vec<usize> = (0..self.problem.people.len()).collect();
            self.random.shuffle(&mut order);
            let (lines, without) = construct(self.problem, self.alike, &order, &mut pricer);
            self.work += pricer.work as f64 * 1e-6;
            if !without.is_empty() {
                return without;
            }
            if let Some(value) = self.problem.value(&lines) {
                (self.lines, self.value) = (lines, value);
            } else {
                return (0..self.problem.people.len()).collect();
            }
        }
        self.say(Doing::First);
        let lines = self.lines.clone();
        self.polish(lines, &mut pricer, 0.03);
        self.say(Doing::First);
        Vec::new()
    }

    /// Gives each person in turn the best answer to the others, for a share of what is left, and
    /// offers what comes of it.
    fn polish(&mut self, mut lines: Vec<Vec<Symbol>>, pricer: &mut Pricer<'_>, share: f64) {
        if lines.iter().any(|l| l.len() != self.problem.days) {
            return;
        }
        pricer.forget();
        let mut order: Vec<usize> = (0..self.problem.people.len()).collect();
        self.random.shuffle(&mut order);
        let began = pricer.work;
        let most = self.patience() * share;
        let deadline = match self.limits.until {
            Until::Seconds(s) => Instant::now() + Duration::from_secs_f64((s * share).max(0.2)),
            Until::Work(_) => self.deadline(),
        };
        sweep(
            self.problem,
            self.alike,
            &mut lines,
            &order,
            pricer,
            &mut |done| (done - began) as f64 * 1e-6 > most || Instant::now() > deadline,
        );
        self.work += (pricer.work - began) as f64 * 1e-6;
        self.offer(lines);
    }

    /// The master over everybody, worked with good lines where the best take long; nothing where
    /// all is done.
    fn root(&mut self, under: &Under<'p>, pricers: &mut Pricers<'_>) -> Option<Master<'p>> {
        if self.proved() || self.over() {
            return None;
        }
        let problem = self.problem;
        let mut master = Master::new(problem, self.alike, Scope::all(problem), &[]);
        if under.prices.iter().any(|p| *p != 0.0) {
            master.warm(&under.prices);
        }
        let most = master.affordable();
        self.generated(&mut master, pricers, most, MOST_ROOT);
        // a rota to begin with would fit any prices, and say little of which are right
        for (person, line) in self.lines.iter().enumerate() {
            master.add(person, line.clone());
        }
        Some(master)
    }

    /// Works a master over everybody for a share of what is left, and takes over its bound.
    fn generated(
        &mut self,
        master: &mut Master<'p>,
        pricers: &mut Pricers<'_>,
        effort: Effort,
        share: f64,
    ) {
        let constant = self.problem.constant;
        // where lines take long, the halves of the master soon prove more than its last digits
        let care = Care {
            rounds: 400,
            gap: if master.is_wide() { NEAR } else { 1e-5 },
            loose: 1e-2,
            most: effort,
            pull: PULL,
        };
        let before = self.work - master.work;
        let most = master.work + self.patience() * share;
        let seconds = self.seconds_left() * share;
        let began = Instant::now();
        let mut tell = |m: &Master<'_>| {
            self.bound = self.bound.max(m.bound + (m.outside() + constant) as f64);
            self.work = before + m.work;
            self.columns = m.size() as u64;
            self.say(Doing::Bound);
            self.enough || m.work > most || began.elapsed().as_secs_f64() > seconds
        };
        generate(master, pricers, care, &mut tell);
        let fixed = master.outside() + constant;
        self.bound = self.bound.max(master.bound + fixed as f64);
        self.work = before + master.work;
    }

    /// The first dive, on all threads: what follows begins from what it finds.
    fn first_dive(&mut self, root: &Master<'p>, under: &mut Under<'p>, pricers: &mut Pricers<'l>) {
        if self.proved() || self.over() {
            return;
        }
        let mut dive = self.dive_from(root, under.begun);
        under.begun += 1;
        let (before, most) = (
            self.work - root.work,
            root.work + self.patience() * MOST_DIVE,
        );
        let seconds = self.seconds_left() * MOST_DIVE;
        let began = Instant::now();
        let seed = self.random.draw();
        let mut random = Random::new(seed);
        loop {
            let late = |m: &Master<'_>| m.work > most || began.elapsed().as_secs_f64() > seconds;
            if self.over() {
                break;
            }
            if late(&dive.master) {
                // what is fixed so far is worth more than nothing
                dive.hurry();
            }
            // whatever it costs: annealing makes much of it
            let step = dive.round(pricers, &mut random, f64::INFINITY, &mut |m| late(m));
            self.work = before + dive.master.work;
            self.columns = dive.master.size() as u64;
            self.say(Doing::Dive);
            match step {
                Step::On => {}
                Step::Over => break,
                Step::Done(lines) => {
                    let lines = self.cool(lines, under.hot);
                    // it forgets what the others go on with
                    self.polish(lines, &mut Pricer::judged(self.judge), 0.02);
                    break;
                }
            }
        }
    }

    /// Small masters for a share of what is left.
    fn improve_for(&mut self, under: &mut Under<'p>, share: f64) {
        let work = self.work + self.patience() * share;
        let seconds = self.seconds_left() * share;
        let began = Instant::now();
        self.improve(under, &|search| {
            search.work > work || began.elapsed().as_secs_f64() > seconds
        });
    }

    fn jitter(&mut self, master: &Master<'_>, most: f64) -> Vec<f32> {
        let days = master.scope.to - master.scope.from;
        let cells = master.scope.people.len() * days * self.problem.symbols;
        let steps = (most * 64.0) as usize + 1;
        (0..cells)
            .map(|_| self.random.below(steps) as f32 / 64.0)
            .collect()
    }

    fn pricers(&self) -> Pricers<'l> {
        (0..self.limits.threads.max(1))
            .map(|_| Pricer::judged(self.judge))
            .collect()
    }

    /// Takes a rota that is lawful and not worse.
    fn offer(&mut self, lines: Vec<Vec<Symbol>>) -> bool {
        if lines.iter().any(|l| l.len() != self.problem.days) {
            return false;
        }
        let lawful = |(person, line): (usize, &Vec<Symbol>)| {
            self.judge.is_none_or(|j| j.broken(person, line).is_none())
        };
        match self.problem.value(&lines) {
            Some(value) if value <= self.value && lines.iter().enumerate().all(lawful) => {
                let better = value < self.value;
                (self.lines, self.value) = (lines, value);
                better
            }
            _ => false,
        }
    }

    /// Whether nothing better can be: values are whole numbers.
    fn proved(&self) -> bool {
        (self.value as f64) < self.bound.ceil() + 0.5 - 1e-6 && self.bound.is_finite()
            || self.value as f64 - self.bound < 1.0 - 1e-3
    }

    fn over(&mut self) -> bool {
        self.enough |= match self.limits.until {
            Until::Seconds(seconds) => self.started.elapsed().as_secs_f64() >= seconds,
            Until::Work(work) => self.work >= work,
        };
        self.enough
    }

    /// The work that is left, as far as it can be told.
    fn patience(&self) -> f64 {
        match self.limits.until {
            Until::Seconds(_) => f64::INFINITY,
            Until::Work(work) => (work - self.work).max(0.0),
        }
    }

    /// The seconds that are left; without end when work is what is limited.
    fn seconds_left(&self) -> f64 {
        match self.limits.until {
            Until::Seconds(seconds) => (seconds - self.started.elapsed().as_secs_f64()).max(0.0),
            Until::Work(_) => f64::INFINITY,
        }
    }

    fn deadline(&self) -> Instant {
        let seconds = match self.limits.until {
            Until::Seconds(seconds) => seconds.clamp(0.0, 1e7),
            Until::Work(_) => 1e7,
        };
        self.started + Duration::from_secs_f64(seconds)
    }

    fn say(&mut self, doing: Doing) {
        let progress = Progress {
            value: self.value,
            bound: self.bound,
            seconds: self.started.elapsed().as_secs_f64(),
            work: self.work,
            columns: self.columns,
            moves: self.moves,
            doing,
        };
        if !(self.tell)(&progress) {
            self.enough = true;
        }
    }

    fn outcome(mut self, without: Vec<usize>) -> Outcome {
        let proved = without.is_empty() && self.proved();
        self.say(Doing::Done);
        Outcome {
            lines: self.lines,
            value: self.value,
            bound: self.bound,
            proved,
            without,
            seconds: self.started.elapsed().as_secs_f64(),
            work: self.work,
            columns: self.columns,
            moves: self.moves,
        }
    }
}
