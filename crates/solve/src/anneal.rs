//! Many small changes, at first almost any, later only those that cost little: what reaches a good
//! rota soonest where people are many.
//!
//! A change gives one or two people other duties on some days. What it costs is told from the days
//! that change and those until the automaton's state is again what it was.

use std::collections::HashMap;

use crate::dp::Lawful;
use crate::problem::{NEVER, Person, Problem, Symbol};
use crate::random::Random;

/// Changes between two looks at the clock.
const BETWEEN: usize = 16;
/// A step here takes as long as so many labels of a table.
const WEIGHT: f64 = 8.0;
/// A line walked by the checker takes as long as so many steps, and one of which only is asked what
/// the automaton leaves out.
const JUDGING: u64 = 300;
const ASKING: u64 = 60;
/// Lines of which it is remembered what the judge said.
const MOST_JUDGED: usize = 1_000_000;
/// Changes for each person and day at one heat while warming up.
const WARMING: usize = 10;
/// From one heat to the next while warming up, and how often at most.
const STEP_UP: f64 = 1.5;
const STEPS_UP: usize = 30;
/// So much worse than the best a rota is when it is warm enough.
const WORSE: f64 = 0.25;
/// What a warm rota is cooled to, as a part of that heat.
const COLD: f64 = 1.0 / 150.0;
/// Below this nothing that costs is taken.
const COLDEST: f64 = 0.1;

/// A rota that is changed step by step.
pub struct Annealer<'p, 'j> {
    problem: &'p Problem,
    judge: Option<&'j dyn Lawful>,
    random: Random,
    lines: Vec<Vec<Symbol>>,
    traced: Traced,
    value: i64,
    best: Vec<Vec<Symbol>>,
    best_value: i64,
    weekdays: Vec<usize>,
    /// For each person those who count much alike: few others can take over their duties.
    partners: Vec<Vec<u32>>,
    /// Elementary steps so far.
    work: u64,
    sides: [Side; 2],
    /// Rows touched by the change on trial, with their counts before.
    touched: Vec<(u32, i32)>,
    /// What the judge said of lines, by person and what they do.
    judged: HashMap<u64, bool>,
    /// Whose line was only asked what the automaton leaves out.
    doubted: Vec<bool>,
    /// Whether that was not enough once: from then on the judge walks every line.
    wary: bool,
    stamps: Vec<u32>,
    stamp: u32,
}

/// The heats that a rota is taken through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heats {
    from: f64,
    to: f64,
}

impl Heats {
    /// From a part of the heat at which a rota is warm until it is cold.
    pub fn of(warm: f64, part: f64) -> Heats {
        Heats {
            from: warm * part,
            to: (warm * COLD).max(COLDEST),
        }
    }

    /// Whether there is nothing to cool.
    pub fn none(self) -> bool {
        self.from <= 0.0
    }

    /// The heat when so much of the way is done, 0 to 1.
    fn at(self, done: f64) -> f64 {
        self.from.max(self.to) * (self.to / self.from.max(self.to)).powf(done.max(0.0))
    }
}

/// What follows from the lines.
#[derive(Clone, Debug, Default)]
struct Traced {
    /// State before each day and after the last.
    states: Vec<Vec<u16>>,
    /// Length of each line, and its counters.
    lengths: Vec<i32>,
    used: Vec<Vec<i32>>,
    /// Counts of the rows.
    counts: Vec<i32>,
}

/// What one person would do instead.
#[derive(Clone, Debug, Default)]
struct Side {
    person: usize,
    from: usize,
    window: Vec<Symbol>,
    /// States after each day from `from` on, until they are what they were.
    states: Vec<u16>,
    length: i32,
    used: Vec<i32>,
}

impl<'p, 'j> Annealer<'p, 'j> {
    /// Begins from a rota; nothing where one of its lines may not be.
    pub fn new(
        problem: &'p Problem,
        judge: Option<&'j dyn Lawful>,
        lines: Vec<Vec<Symbol>>,
        seed: u64,
    ) -> Option<Annealer<'p, 'j>> {
        let fits = |line: &Vec<Symbol>| {
            let known = line.iter().all(|s| usize::from(*s) < problem.symbols);
            line.len() == problem.days && known
        };
        if lines.len() != problem.people.len() || !lines.iter().all(fits) {
            return None;
        }
        let value = problem.value(&lines)?;
        let traced = Traced::of(problem, &lines)?;
        Some(Annealer {
            problem,
            judge,
            random: Random::new(seed),
            best: lines.clone(),
            best_value: value,
            doubted: vec![false; lines.len()],
            wary: false,
            lines,
            stamps: vec![0; traced.counts.len()],
            stamp: 0,
            traced,
            value,
            partners: partners(problem),
            weekdays: (0..problem.days).map(|d| problem.weekday(d)).collect(),
            work: 0,
            sides: [Side::default(), Side::default()],
            touched: Vec::new(),
            judged: HashMap::new(),
        })
    }

    /// The best rota so far.
    pub fn best(&self) -> &[Vec<Symbol>] {
        &self.best
    }

    /// What it costs.
    pub fn best_value(&self) -> i64 {
        self.best_value
    }

    /// Work so far, in millions of elementary steps.
    pub fn work(&self) -> f64 {
        self.work as f64 * WEIGHT * 1e-6
    }

    /// Warms up until the rota is worse than the best by a good part, or `late` says so of the work
    /// so far: how hot it is then.
    pub fn warm_up(&mut self, late: &dyn Fn(f64) -> bool) -> f64 {
        let round = WARMING * self.lines.len() * self.problem.days;
        let mut hot = COLDEST;
        for _ in 0..STEPS_UP {
            for i in 0..round {
                if i % BETWEEN == 0 && late(self.work()) {
                    return hot;
                }
                self.step(hot);
            }
            let cost = |value: i64| (value - self.problem.constant) as f64;
            if cost(self.value) > cost(self.best_value) * (1.0 + WORSE) + hot {
                break;
            }
            hot *= STEP_UP;
        }
        hot
    }

    /// Goes on until `share` of the whole says 1 or more, cooling, or until `pause` says so; both
    /// are given the work so far.
    pub fn run(&mut self, heats: Heats, share: &dyn Fn(f64) -> f64, pause: &dyn Fn(f64) -> bool) {
        loop {
            let done = share(self.work());
            if done >= 1.0 || pause(self.work()) {
                return;
            }
            let heat = heats.at(done);
            for _ in 0..BETWEEN {
                self.step(heat);
            }
        }
    }

    /// One change, taken or not.
    fn step(&mut self, heat: f64) {
        // where nobody may do anything else, the work must come to its end all the same
        self.work += 1;
        let Some((sides, more)) = self.trial() else {
            return;
        };
        let chance = (self.random.below(1 << 24) as f64 + 1.0) / f64::from(1 << 24);
        if more as f64 > -heat * chance.ln() {
            self.revert();
            return;
        }
        for i in 0..sides {
            let side = &self.sides[i];
            let line = &mut self.lines[side.person];
            for (at, symbol) in line[side.from..].iter_mut().zip(&mut self.sides[i].window) {
                std::mem::swap(at, symbol);
            }
        }
        if !(0..sides).all(|i| self.lawful(i)) {
            for side in &mut self.sides[..sides] {
                let line = &mut self.lines[side.person];
                for (at, symbol) in line[side.from..].iter_mut().zip(&mut side.window) {
                    std::mem::swap(at, symbol);
                }
            }
            self.revert();
            return;
        }
        for side in &mut self.sides[..sides] {
            let states = &mut self.traced.states[side.person];
            states[side.from + 1..][..side.states.len()].copy_from_slice(&side.states);
            self.traced.lengths[side.person] = side.length;
            std::mem::swap(&mut self.traced.used[side.person], &mut side.used);
            self.doubted[side.person] = true;
        }
        self.value += more;
        if self.value < self.best_value {
            self.better();
        }
    }

    /// Keeps what is the best so far, once the judge has walked every line of it.
    fn better(&mut self) {
        if let Some(judge) = self.judge.filter(|_| !self.wary) {
            for person in 0..self.lines.len() {
                if !std::mem::take(&mut self.doubted[person]) {
                    continue;
                }
                self.work += JUDGING;
                if judge.broken(person, &self.lines[person]).is_some() {
                    self.go_back();
                    return;
                }
            }
        }
        self.best_value = self.value;
        self.best.clone_from(&self.lines);
    }

    /// Goes on from the best rota, with the judge for every line.
    fn go_back(&mut self) {
        self.wary = true;
        self.judged.clear();
        if let Some(traced) = Traced::of(self.problem, &self.best) {
            self.lines.clone_from(&self.best);
            (self.traced, self.value) = (traced, self.best_value);
        }
    }

    /// Whether the line of a side keeps what only the judge knows; lines come back again and again.
    fn lawful(&mut self, i: usize) -> bool {
        let Some(judge) = self.judge else {
            return true;
        };
        let side = &self.sides[i];
        let (person, changed) = (side.person, side.from..side.from + side.window.len());
        let line = &self.lines[person];
        let mut key = 0xCBF2_9CE4_8422_2325 ^ (person as u64) << 32;
        for &symbol in line {
            key = (key ^ u64::from(symbol)).wrapping_mul(0x100_0000_01B3);
        }
        if let Some(known) = self.judged.get(&key) {
            return *known;
        }
        if self.judged.len() >= MOST_JUDGED {
            self.judged.clear();
        }
        let (lawful, work) = if self.wary {
            (judge.broken(person, line).is_none(), JUDGING)
        } else {
            (judge.keeps_the_rest(person, line, changed), ASKING)
        };
        self.work += work;
        self.judged.insert(key, lawful);
        lawful
    }

    /// Takes back what the change on trial did to the counts.
    fn revert(&mut self) {
        for &(row, count) in &self.touched {
            self.traced.counts[row as usize] = count;
        }
    }

    /// A change at random: how many people it concerns, and how much more it costs. The counts are
    /// those after it.
    fn trial(&mut self) -> Option<(usize, i64)> {
        let sides = self.draw()?;
        let mut more = 0;
        for i in 0..sides {
            more += self.walk(i)?;
        }
        self.stamp = self.stamp.wrapping_add(1);
        self.touched.clear();
        for i in 0..sides {
            self.count(i);
        }
        for &(row, count) in &self.touched {
            let of = &self.problem.rows[row as usize];
            more += of.penalty(self.traced.counts[row as usize]) - of.penalty(count);
        }
        Some((sides, more))
    }

    /// Draws a change into the sides; nothing where it changes nothing.
    fn draw(&mut self) -> Option<usize> {
        let days = self.problem.days;
        let people = self.lines.len();
        let kind = self.random.below(100);
        let [one, other] = &mut self.sides;
        one.person = self.random.below(people);
        let long = [1, 1, 1, 2, 2, 3, 4, 5, 7, 14][self.random.below(10)].min(days);
        let from = self.random.below(days - long + 1);
        one.from = from;
        one.window.clear();
        let line = &self.lines[one.person];
        if kind < 65 && people > 1 {
            // two people swap some days, and perhaps some others back
            let partners = &self.partners[one.person];
            other.person = match self.random.below(8) {
                0 => (one.person + 1 + self.random.below(people - 1)) % people,
                _ => partners[self.random.below(partners.len())] as usize,
            };
            let theirs = &self.lines[other.person];
            if line[from..from + long] == theirs[from..from + long] {
                return None;
            }
            let mut to = from + long;
            let back = if kind < 45 {
                to
            } else {
                let gap = self.random.below(28.min(days - to + 1));
                let begins = to + gap;
                to = (begins + long).min(days);
                begins
            };
            other.from = from;
            other.window.clear();
            one.window.extend_from_slice(&line[from..to]);
            other.window.extend_from_slice(&theirs[from..to]);
            let swap = |a: &mut [Symbol], b: &mut [Symbol]| a.swap_with_slice(b);
            swap(&mut one.window[..long], &mut other.window[..long]);
            if back < to {
                let back = back - from;
                swap(&mut one.window[back..], &mut other.window[back..]);
            }
            return Some(2);
        }
        if kind < 80 {
            // another duty, or none, for some days
            let symbol = self.random.below(self.problem.symbols) as Symbol;
            let long = long.min(4);
            if line[from..from + long].iter().all(|s| *s == symbol) {
                return None;
            }
            one.window.resize(long, symbol);
            return Some(1);
        }
        if kind < 95 {
            // some days change places with others of the same person
            let long = long.min(4);
            let room = days.saturating_sub(from + 2 * long);
            let second = from + long + self.random.below(28.min(room + 1));
            if second + long > days || line[from..from + long] == line[second..second + long] {
                return None;
            }
            one.window.extend_from_slice(&line[from..second + long]);
            let (first, rest) = one.window.split_at_mut(second - from);
            first[..long].swap_with_slice(rest);
            return Some(1);
        }
        // everything a day earlier or later
        let long = (long + 2).min(days - from);
        one.window.extend_from_slice(&line[from..from + long]);
        if kind < 98 {
            one.window.rotate_left(1);
        } else {
            one.window.rotate_right(1);
        }
        (one.window[..] != line[from..from + long]).then_some(1)
    }

    /// What a side costs its person alone; nothing where it may not be.
    fn walk(&mut self, i: usize) -> Option<i64> {
        let side = &mut self.sides[i];
        let problem = self.problem;
        let of = &problem.people[side.person];
        let automaton = &problem.automata[of.automaton];
        let line = &self.lines[side.person];
        let old = &self.traced.states[side.person];
        side.length = self.traced.lengths[side.person];
        for (&new, &was) in side.window.iter().zip(&line[side.from..]) {
            side.length += problem.lengths[usize::from(new)] - problem.lengths[usize::from(was)];
        }
        if side.length < of.least || side.length > of.most {
            return None;
        }
        side.used.clear();
        side.used.extend_from_slice(&self.traced.used[side.person]);
        side.states.clear();
        let mut state = old[side.from];
        let mut more = 0;
        for day in side.from..problem.days {
            let was = line[day];
            let new = side.window.get(day - side.from).copied();
            if new.is_none() && state == old[day] {
                break;
            }
            self.work += 1;
            let weekday = self.weekdays[day];
            let symbol = new.unwrap_or(was);
            let arc = automaton.step(weekday, state, symbol)?;
            let before = automaton.step(weekday, old[day], was)?;
            more += i64::from(arc.cost) - i64::from(before.cost);
            if symbol != was {
                let of_day = &of.cost[day * problem.symbols..][..problem.symbols];
                let own = of_day[usize::from(symbol)];
                if own == NEVER {
                    return None;
                }
                more += i64::from(own) - i64::from(of_day[usize::from(was)]);
            }
            if arc.counts != before.counts {
                add_counts(&mut side.used, arc.counts & !before.counts, 1);
                add_counts(&mut side.used, before.counts & !arc.counts, -1);
            }
            state = arc.next;
            side.states.push(state);
        }
        let within = side.used.iter().zip(&of.limits).all(|(n, most)| n <= most);
        within.then_some(more)
    }

    /// Puts a side into the counts.
    fn count(&mut self, i: usize) {
        let (side, counts) = (&self.sides[i], &mut self.traced.counts);
        let group = self.problem.people[side.person].group;
        let line = &self.lines[side.person];
        for (day, &new) in (side.from..).zip(&side.window) {
            let was = line[day];
            if was == new {
                continue;
            }
            for (symbol, sign) in [(was, -1), (new, 1)] {
                for &(row, weight) in self.problem.hits.of(group, day, symbol) {
                    let at = row as usize;
                    if self.stamps[at] != self.stamp {
                        self.stamps[at] = self.stamp;
                        self.touched.push((row, counts[at]));
                    }
                    counts[at] += sign * weight;
                    self.work += 1;
                }
            }
        }
    }
}

impl Traced {
    /// Nothing where the automaton of somebody forbids a line.
    fn of(problem: &Problem, lines: &[Vec<Symbol>]) -> Option<Traced> {
        let mut traced = Traced {
            counts: vec![0; problem.rows.len()],
            ..Traced::default()
        };
        for (person, line) in lines.iter().enumerate() {
            problem.add(&mut traced.counts, person, line, 1);
            let of = &problem.people[person];
            let automaton = &problem.automata[of.automaton];
            let mut at = vec![of.start];
            let mut sums = vec![0; of.limits.len()];
            let mut state = of.start;
            for (day, &symbol) in line.iter().enumerate() {
                let arc = automaton.step(problem.weekday(day), state, symbol)?;
                add_counts(&mut sums, arc.counts, 1);
                state = arc.next;
                at.push(state);
            }
            traced.states.push(at);
            traced.used.push(sums);
            let lengths = line.iter().map(|s| problem.lengths[usize::from(*s)]);
            traced.lengths.push(lengths.sum());
        }
        Some(traced)
    }
}

/// For each person those others who count in at least half of the rows in which the person counts;
/// all others where nobody does.
fn partners(problem: &Problem) -> Vec<Vec<u32>> {
    let groups = problem.people.iter().map(|p| p.group + 1).max();
    let words = problem.rows.len().div_ceil(64);
    let mut rows = vec![vec![0_u64; words]; groups.unwrap_or(0)];
    for (group, rows) in rows.iter_mut().enumerate() {
        for day in 0..problem.days {
            for symbol in 0..problem.symbols {
                for &(row, _) in problem.hits.of(group, day, symbol as Symbol) {
                    rows[row as usize / 64] |= 1 << (row % 64);
                }
            }
        }
    }
    let alike = |a: usize, b: usize| {
        let all: u32 = rows[a].iter().map(|a| a.count_ones()).sum();
        let both = rows[a].iter().zip(&rows[b]);
        let both: u32 = both.map(|(a, b)| (a & b).count_ones()).sum();
        2 * both >= all
    };
    let mut known: Vec<Vec<Option<bool>>> = vec![vec![None; rows.len()]; rows.len()];
    let of = |(at, person): (usize, &Person)| {
        let others = || (0..problem.people.len()).filter(|other| *other != at);
        let mut alike = |other: &usize| {
            let (a, b) = (person.group, problem.people[*other].group);
            *known[a][b].get_or_insert_with(|| alike(a, b))
        };
        let mut partners: Vec<u32> = others().filter(&mut alike).map(|p| p as u32).collect();
        if partners.is_empty() {
            partners.extend(others().map(|p| p as u32));
        }
        partners
    };
    problem.people.iter().enumerate().map(of).collect()
}

/// Adds to the counters that an arc names.
fn add_counts(sums: &mut [i32], mut bits: u32, by: i32) {
    while bits != 0 {
        if let Some(sum) = sums.get_mut(bits.trailing_zeros() as usize) {
            *sum += by;
        }
        bits &= bits - 1;
    }
}
