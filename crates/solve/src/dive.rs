//! The dive: assignments are fixed a few at a time, most agreed first.

use crate::dp::Pricer;
use crate::generate::{Care, generate};
use crate::master::{Master, Pricers};
use crate::problem::Symbol;
use crate::random::Random;

/// What a round of a dive came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something was fixed, or taken back.
    On,
    /// A line for each person of the scope.
    Done(Vec<Vec<Symbol>>),
    /// Nothing below the cut is left where it looked.
    Over,
}

/// A dive under way.
#[derive(Clone, Debug)]
pub struct Dive<'p> {
    /// The master, with what is fixed so far.
    pub master: Master<'p>,
    care: Care,
    /// So many assignments are fixed in the next round at least.
    at_least: usize,
    /// Noise on each share before the largest are taken.
    loud: f64,
    /// Where it could turn back to.
    trail: Vec<Turn<'p>>,
    /// How often it may still turn back.
    turns: u32,
    /// The bound before the last round.
    before: f64,
}

/// So many person-days are kept to turn back to.
const MOST_KEPT: usize = 30_000;

/// A master before some assignments were fixed, and the least agreed of them.
#[derive(Clone, Debug)]
struct Turn<'p> {
    master: Master<'p>,
    at_least: usize,
    weakest: (usize, usize, Symbol),
}

impl<'p> Dive<'p> {
    /// A dive from a master that has been worked; `at_once` assignments are fixed in the first
    /// round, fewer later. It may turn back `turns` times when it passes the cut.
    pub fn new(master: Master<'p>, care: Care, at_once: usize, loud: f64, turns: u32) -> Dive<'p> {
        Dive {
            before: master.bound,
            master,
            care,
            at_least: at_once.max(1),
            loud,
            trail: Vec::new(),
            turns,
        }
    }

    /// Goes on in larger steps, with little work between them.
    pub fn hurry(&mut self) {
        let scope = &self.master.scope;
        let cells = scope.people.len() * (scope.to - scope.from);
        self.care.rounds = 1;
        self.at_least = self.at_least.max(cells / 20);
    }

    /// Fixes what is most agreed, and works the master again.
    ///
    /// When its bound reaches `cut`, or jumps towards it, it turns back and rules out what was agreed least, as long as it may.
    pub fn round(
        &mut self,
        pricers: &mut Pricers<'_>,
        random: &mut Random,
        cut: f64,
        stop: &mut dyn FnMut(&Master<'_>) -> bool,
    ) -> Step {
        let much = match cut - self.before {
            room if room.is_finite() => (room / 8.0).max(1.0),
            _ => (self.before.abs() / 20.0).max(20.0),
        };
        let jumped = self.master.bound > self.before + much;
        if self.master.bound >= cut || (jumped && self.turns > 0 && !self.trail.is_empty()) {
            return self.turn(pricers, random, cut, stop);
        }
        self.before = self.master.bound;
        let people = self.master.scope.people.len();
        let days = self.master.scope.to - self.master.scope.from;
        let open = self.agreed(random);
        let sure = open.iter().take_while(|o| o.0 > 0.95).count();
        let likely = open.iter().take_while(|o| o.0 > 0.8).count();
        let take = likely.clamp(self.at_least.div_ceil(6), self.at_least);
        let take = sure.max(take).min(open.len());
        if self.turns > 0
            && let Some(&(_, index, day, symbol)) = open[..take].last()
        {
            if self.trail.len() * people * days > MOST_KEPT {
                self.trail.remove(0);
            }
            self.trail.push(Turn {
                master: self.master.clone(),
                at_least: self.at_least,
                weakest: (index, day, symbol),
            });
        }
        let mut touched = vec![false; people];
        for &(_, index, day, symbol) in &open[..take] {
            self.master.fix(index, day, symbol);
            touched[index] = true;
        }
        if open.is_empty() {
            // nothing is agreed by half: the person nearest to one line takes it
            let lines = self.master.rounded();
            let unfixed = |i: usize| {
                let fixings = self.master.fixings(i);
                fixings.iter().filter(|f| f.is_none()).count()
            };
            let Some(index) = (0..people)
                .filter(|&i| unfixed(i) > 0)
                .min_by_key(|&i| unfixed(i))
            else {
                return Step::Done(lines);
            };
            for (day, &symbol) in lines[index].iter().enumerate() {
                self.master.fix(index, day, symbol);
            }
        }
        self.at_least = (self.at_least * 9 / 10).max(people * days / 40).max(1);
        self.master.drop_broken();
        for index in 0..people {
            if touched[index] && !self.master.has_column(index) {
                mend(&mut self.master, index, &mut pricers[0]);
            }
        }
        if self.master.all_fixed() {
            return Step::Done(self.master.rounded());
        }
        generate(&mut self.master, pricers, self.care, &mut |m| {
            stop(m) || m.bound >= cut
        });
        Step::On
    }

    /// Back to an earlier master, without what was agreed least there.
    fn turn(
        &mut self,
        pricers: &mut Pricers<'_>,
        random: &mut Random,
        cut: f64,
        stop: &mut dyn FnMut(&Master<'_>) -> bool,
    ) -> Step {
        loop {
            if self.turns == 0 || self.trail.is_empty() {
                return Step::Over;
            }
            self.turns -= 1;
            // mostly the last choice was wrong, now and then an early one
            let back = match random.below(10) {
                0 => random.below(self.trail.len()),
                _ => 0,
            };
            self.trail.truncate(self.trail.len() - back);
            let Some(turn) = self.trail.pop() else {
                return Step::Over;
            };
            let work = self.master.work;
            self.master = turn.master;
            self.master.work = work;
            self.at_least = turn.at_least;
            let (index, day, symbol) = turn.weakest;
            self.master.bar(index, day, symbol);
            self.master.drop_broken();
            if self.master.has_column(index) {
                break;
            }
            if let Some(line) = self.master.has_line(index, &mut pricers[0]) {
                self.master.add(index, line);
                break;
            }
        }
        generate(&mut self.master, pricers, self.care, &mut |m| {
            stop(m) || m.bound >= cut
        });
        self.before = self.master.bound;
        Step::On
    }

    /// What is agreed by half or more and not fixed yet, most agreed first.
    fn agreed(&self, random: &mut Random) -> Vec<(f64, usize, usize, Symbol)> {
        let people = self.master.scope.people.len();
        let days = self.master.scope.to - self.master.scope.from;
        let shares = self.master.assignment_shares();
        let symbols = shares.len() / (people * days).max(1);
        let mut open = Vec::new();
        for index in 0..people {
            for day in 0..days {
                if self.master.fixed(index, day).is_some() {
                    continue;
                }
                let of_day = &shares[(index * days + day) * symbols..][..symbols];
                for (symbol, &share) in of_day.iter().enumerate() {
                    if share > 0.5 {
                        let noise = self.loud * random.below(1024) as f64 / 1024.0;
                        open.push((share + noise, index, day, symbol as Symbol));
                    }
                }
            }
        }
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        open
    }
}

/// Two fixings of a person may have no line between them: the later ones are taken back.
fn mend(master: &mut Master<'_>, index: usize, pricer: &mut Pricer<'_>) {
    loop {
        if let Some(line) = master.has_line(index, pricer) {
            master.add(index, line);
            return;
        }
        let mut fixings = master.fixings(index).to_vec();
        let Some(last) = fixings.iter().rposition(Option::is_some) else {
            return;
        };
        // every second one is freed, from the end
        let mut free = true;
        for fixing in fixings[..=last].iter_mut().rev() {
            if fixing.is_some() {
                if free {
                    *fixing = None;
                }
                free = !free;
            }
        }
        master.refix(index, &fixings);
    }
}
