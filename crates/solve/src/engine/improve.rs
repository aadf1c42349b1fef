//! Small masters, one after another on every thread, for as long as there is time.
//!
//! Where work is limited, answers are taken in the order in which their jobs were given out, and a
//! new job is given out for each answer taken: whatever the threads' speed, the same work gives the
//! same rota. Where time is limited, answers are taken as they come.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use super::arms::Kind;
use super::heat::{AFTER_DIVE, LATER};
use super::jobs::{self, Answer, Job, Way};
use super::under::Under;
use super::{Doing, Search, Until};
use crate::anneal::Heats;
use crate::dive::Dive;
use crate::dp::{Effort, Pricer};
use crate::generate::Care;
use crate::master::{Master, Scope};

/// Jobs under way or waiting for their turn, for each thread when there are several.
const AHEAD: usize = 2;
/// The share of the work that dives over everybody may take.
const MOST_DIVED: f64 = 0.4;
/// How often somebody who waits looks whether it is enough.
const GLANCE: Duration = Duration::from_millis(100);

impl<'p> Search<'p, '_> {
    /// Works small masters until the limits are met, the value is proved, or `until` says so.
    pub(super) fn improve(
        &mut self,
        under: &mut Under<'p>,
        until: &dyn Fn(&Search<'p, '_>) -> bool,
    ) {
        let threads = self.limits.threads.max(1);
        let timed = matches!(self.limits.until, Until::Seconds(_));
        let ahead = if threads == 1 { 1 } else { threads * AHEAD };
        (self.at, self.at_value) = (self.lines.clone(), self.value);
        under.rota = Arc::new(self.at.clone());
        under.since_best = 0;
        under.flying.clear();
        // a dive that was under way when an earlier stretch ended went with it
        under.away = false;
        let enough = AtomicBool::new(false);
        let judge = self.judge;
        let (give, take) = mpsc::channel::<(u64, Job<'p>)>();
        let take = Mutex::new(take);
        std::thread::scope(|scope| {
            let (answer, answers) = mpsc::channel::<(u64, Answer<'p>)>();
            let (give, take, enough) = (give, &take, &enough);
            for _ in 0..threads {
                let answer = answer.clone();
                scope.spawn(move || {
                    let mut pricers = vec![Pricer::judged(judge)];
                    loop {
                        let next = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok((number, job)) = next else { break };
                        if answer
                            .send((number, jobs::work(job, &mut pricers, judge, enough)))
                            .is_err()
                        {
                            break;
                        }
                    }
                });
            }
            drop(answer);
            let (mut given, mut taken) = (0_u64, 0_u64);
            let mut early: BTreeMap<u64, Answer<'p>> = BTreeMap::new();
            let mut hand_out = |search: &mut Self, under: &mut Under<'p>| {
                let job = search.job(under);
                under.flying.push_back(job.scope.clone());
                // nobody is there to take it only when all is over
                let _ = give.send((given, job));
                given += 1;
            };
            for _ in 0..ahead {
                hand_out(self, under);
            }
            while !self.proved() && !self.over() && !until(self) {
                match answers.recv_timeout(GLANCE) {
                    Ok((number, answer)) => {
                        // where the clock decides anyway, nobody waits for his turn
                        early.insert(if timed { taken } else { number }, answer);
                    }
                    Err(mpsc::RecvTimeoutError::Timeout) => self.say(Doing::Improve),
                    Err(mpsc::RecvTimeoutError::Disconnected) => break,
                }
                while let Some(answer) = early.remove(&taken) {
                    taken += 1;
                    self.take(answer, under);
                    if self.proved() || self.over() || until(self) {
                        break;
                    }
                    hand_out(self, under);
                }
            }
            enough.store(true, Ordering::Relaxed);
            drop(give);
        });
    }

    /// Takes an answer: a rota that is not much worse than the one at hand is gone on from.
    fn take(&mut self, answer: Answer<'p>, under: &mut Under<'p>) {
        if let Some(at) = under.flying.iter().position(|f| *f == answer.scope) {
            under.flying.remove(at);
        }
        self.moves += 1;
        self.work += answer.work;
        self.columns = answer.columns;
        let before = self.value;
        under.since_best += 1;
        if let Some(windows) = answer.windows {
            let mut lines = self.at.clone();
            for (window, &person) in windows.iter().zip(&answer.scope.people) {
                lines[person][answer.scope.from..answer.scope.to].copy_from_slice(window);
            }
            let lawful = |&p: &usize| self.judge.is_none_or(|j| j.broken(p, &lines[p]).is_none());
            if let Some(value) = self.problem.value(&lines)
                && value <= self.at_value.saturating_add(answer.slack)
                && answer.scope.people.iter().all(lawful)
            {
                (self.at, self.at_value) = (lines, value);
                under.rota = Arc::new(self.at.clone());
            }
            if self.at_value < self.value {
                (self.lines, self.value) = (self.at.clone(), self.at_value);
                under.since_best = 0;
            }
        }
        under.learn(answer.prices.into_iter());
        under.keep(answer.lines.into_iter());
        let dive = under.root.as_ref().is_some_and(|r| r.0 == answer.arm);
        under
            .arms
            .learn(answer.arm, before - self.value, answer.work, !dive);
        if dive {
            under.away = false;
            under.dived += answer.work;
            if answer.dive.is_none() {
                under.first = under.first.saturating_sub(1);
            }
            under.dive = answer.dive;
        }
        if under.since_best >= 60 {
            (self.at, self.at_value) = (self.lines.clone(), self.value);
            under.rota = Arc::new(self.at.clone());
            under.since_best = 0;
        }
        self.say(if dive { Doing::Dive } else { Doing::Improve });
    }

    /// How much worse the next rota may be: mostly not at all, now and then a little.
    fn slack(&mut self) -> i64 {
        let most = (self.value - self.problem.constant).abs() / 250;
        match self.random.below(4) {
            0 => self.random.below(most as usize + 2) as i64,
            _ => 0,
        }
    }

    /// The next job.
    fn job(&mut self, under: &mut Under<'p>) -> Job<'p> {
        let slack = self.slack();
        let strict = slack == 0 && self.random.below(2) == 0;
        let diving = under.root.as_ref().map(|r| r.0);
        let arm = match diving {
            // the first dive goes on with its share of the work
            Some(dive)
                if under.first > 0 && !under.away && under.dived <= self.work * MOST_DIVED =>
            {
                dive
            }
            Some(dive) if under.first > 0 || under.away || under.dived > self.work * MOST_DIVED => {
                under.arms.pick(&mut self.random, Some(dive))
            }
            _ => under.arms.pick(&mut self.random, None),
        };
        // a part of the time for each, so that none takes it all
        let part = match self.limits.until {
            Until::Seconds(seconds) => Duration::from_secs_f64((seconds * 0.03).clamp(0.5, 4.0)),
            Until::Work(_) => Duration::MAX / 4,
        };
        let most_work = match self.limits.until {
            Until::Seconds(_) => f64::INFINITY,
            Until::Work(work) => self.patience().min(work * 0.03),
        };
        let seed = self.random.draw();
        let arm_of = under.arms.of(arm);
        let (mut scope, mut most, mut slack) = (Scope::all(self.problem), self.value - 1, slack);
        let (mut part, mut most_work) = (part, most_work);
        let way = if Some(arm) == diving {
            under.away = true;
            slack = 0;
            part = Duration::MAX / 4;
            most_work = most_work.min(under.arms.mean_work() * 4.0);
            let dive = under.dive.take().or_else(|| self.dive(under));
            // annealing makes much of its end
            most = (most as f64 + (most as f64 - self.bound).clamp(0.0, most.unsigned_abs() as f64))
                as i64;
            let part = AFTER_DIVE[under.begun as usize % AFTER_DIVE.len()];
            let heats = Heats::of(under.hot, part);
            dive.map_or(Way::Master, |dive| Way::Dive(dive, heats))
        } else if arm_of.kind == Kind::Anneal {
            part *= 4;
            most_work *= 4.0;
            Way::Anneal(Heats::of(under.hot, LATER[self.random.below(LATER.len())]))
        } else {
            scope = self.scope(arm_of.people, arm_of.days, &under.flying);
            most = self.at_value.saturating_add(slack) - i64::from(strict);
            match arm_of.kind {
                Kind::Recreate => Way::Recreate(under.arms.mean_work().clamp(20.0, 400.0)),
                _ => Way::Master,
            }
        };
        Job {
            problem: self.problem,
            alike: self.alike,
            rota: Arc::clone(&under.rota),
            prices: Arc::clone(&under.prices),
            pool: Arc::clone(&under.pool),
            most: most as f64,
            slack,
            arm,
            scope,
            way,
            seed,
            most_work,
            part,
            deadline: self.deadline(),
        }
    }

    /// A new dive from the master over everybody.
    fn dive(&mut self, under: &mut Under<'p>) -> Option<Box<Dive<'p>>> {
        let (_, root) = under.root.as_ref()?;
        let begun = under.begun;
        under.begun += 1;
        Some(Box::new(self.dive_from(root, begun)))
    }

    /// A dive from a master over everybody: the first as the master is and straight down, later ones
    /// with ties broken or with noise.
    pub(super) fn dive_from(&mut self, root: &Master<'p>, begun: u32) -> Dive<'p> {
        let mut master = root.clone();
        let height = master.height();
        let cells = self.problem.people.len() * self.problem.days;
        let care = Care {
            rounds: if height > 400 { 4 } else { 10 },
            gap: 1e-4,
            loose: 1e-3,
            most: Effort::Quick,
            pull: 0.0,
        };
        let steps = if height > 800 { 12 } else { 40 };
        let most = [0.0, 0.25, 0.5, 0.0, 0.125, 0.0, 1.0, 0.0][begun as usize % 8];
        let loud = if most > 0.0 { 0.0 } else { 0.2 };
        if most > 0.0 {
            let jitter = self.jitter(&master, most);
            master.break_ties(jitter);
        }
        let turns = if begun == 0 { 0 } else { 30 };
        Dive::new(master, care, cells / steps, loud, turns)
    }
}
