//! Column generation, and the dive: assignments are fixed a few at a time, most agreed first.

use crate::dp::{Effort, Pricer};
use crate::master::{Master, Pricers};
use crate::problem::Symbol;
use crate::random::Random;

/// How carefully a master is worked.
#[derive(Clone, Copy, Debug)]
pub struct Care {
    /// Rounds of pricing, and up to four times as many while the master is far from its bound.
    pub rounds: u32,
    /// Stop when the distance between master and bound is below this share.
    pub gap: f64,
    /// Digits of the first programmes.
    pub loose: f64,
    /// How much is done for each line in the end.
    pub most: Effort,
}

/// Where good lines will do, rounds that gain less than this part of the value end it.
const SLOW: f64 = 0.002;

/// So near to its bound each programme begins anew.
const NEAR: f64 = 0.5;

/// Generates columns until the bound meets the master, or the care runs out, or `stop` says so.
pub fn generate(
    master: &mut Master<'_>,
    pricers: &mut Pricers<'_>,
    care: Care,
    stop: &mut dyn FnMut(&Master<'_>) -> bool,
) {
    let mut tolerance = care.loose;
    let threads = pricers.len();
    let (mut mark, mut long_mark) = (f64::INFINITY, f64::INFINITY);
    let mut stuck = false;
    // good lines first, where the best ones take long
    let least = if master.is_wide() {
        Effort::Quick
    } else {
        care.most
    };
    let mut effort = least;
    let mut alpha = 0.5_f64;
    let mut slow_from = f64::INFINITY;
    let mut unsure_for = 0;
    if master.is_warm() {
        master.price(pricers, 1.0, Effort::Quick);
    }
    for round in 1..=4 * care.rounds {
        let value = master.solution.value;
        if value - master.bound < NEAR * value.abs() {
            // prices nearer the middle prove more than those of a programme that goes on
            master.solution.point = None;
        }
        master.solve(tolerance, threads);
        let value = master.solution.value;
        let away = (value - master.bound) / value.abs().max(1.0);
        // the prices of a corner jump about, those from the inside hardly
        let smoothing = match master.pivots() {
            _ if stuck => 0.0,
            true => alpha,
            // unless they proved far less than others before
            false if master.bound - master.proved > value - master.bound => alpha,
            false if away > 0.05 => 0.3,
            false => 0.0,
        };
        let before = master.bound;
        let added = master.price(pricers, smoothing, effort);
        // nearer to the prices that proved most, as long as others prove less
        alpha = if master.bound > before {
            (alpha - 0.1).max(0.2)
        } else {
            (alpha + 0.1).min(0.9)
        };
        let away = (value - master.bound) / value.abs().max(1.0);
        if (away < 0.02 || added == 0) && master.raise() {
            (stuck, effort, mark) = (false, least, f64::INFINITY);
            continue;
        }
        // far from the bound its shares say little, unless they no longer change
        let due = round % care.rounds == 0 && care.most == Effort::Quick;
        let slow = due && value > slow_from;
        if away < care.gap || stop(master) || slow || (round >= care.rounds && away < 0.01) {
            break;
        }
        if due {
            slow_from = value - SLOW * value.abs();
        }
        if round % 12 == 0 {
            // the last digits come slowly, and a dive does not need them
            let slow = if care.most > Effort::Quick { 0.98 } else { 0.8 };
            if away > mark * slow && away < 0.02 {
                break;
            }
            mark = away;
            if round % 48 == 0 {
                // what the automata leave out can keep the bound below the master for ever
                if away > long_mark * 0.97 && !master.raise() {
                    break;
                }
                long_mark = away;
            }
        }
        stuck = added == 0;
        // what is open is as much the lines' as the programme's
        let unsure = master.open > 0.5 * (value - master.proved);
        // prices that prove far less than others did say nothing of that
        if master.bound - master.proved < 0.2 * (value - master.bound) {
            unsure_for = if unsure { unsure_for + 1 } else { 0 };
        }
        let nothing = added == 0 && smoothing == 0.0;
        if (nothing || unsure) && effort < care.most {
            (effort, unsure_for) = (effort.more(), 0);
        } else if effort == Effort::Sound && unsure_for >= 3 {
            // more effort would tell, and is not asked for
            break;
        } else if nothing {
            if effort == Effort::Quick || master.pivots() || tolerance <= 1e-7 {
                break;
            }
            tolerance *= 0.01;
        } else {
            tolerance = (away * 0.1).clamp(1e-7, tolerance.max(1e-3));
        }
        if master.size() > 6 * master.scope.people.len().max(100) {
            master.prune(12);
        }
    }
}

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
