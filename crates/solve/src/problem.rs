//! What the engine searches: people, each with an automaton, and rows that tie them together.
//!
//! Knows nothing of contracts or files: clauses have become automata and counters, and everything
//! that is asked of several people together has become a row with a convex penalty.

use std::collections::BTreeMap;

use crate::automaton::Automaton;

/// What a person does on one day: 0 is off, the others are shift types in the order of the
/// department.
pub type Symbol = u8;

/// The day off.
pub const OFF: Symbol = 0;

/// One department over one period, ready to be searched.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Number of days.
    pub days: usize,
    /// Weekday of the first day, 0 for Monday.
    pub first_weekday: usize,
    /// Number of symbols, the day off included.
    pub symbols: usize,
    /// Length of each symbol in `units`; 0 for the day off.
    pub lengths: Vec<i32>,
    /// Minutes in a unit of length.
    pub unit: i32,
    /// Automata, shared by people of whom the same is asked.
    pub automata: Vec<Automaton>,
    /// The people.
    pub people: Vec<Person>,
    /// What is asked of several people together, or softly of one over the period.
    pub rows: Vec<Row>,
    /// Which rows an assignment counts in.
    pub hits: Hits,
    /// What every rota costs: the wishes for a shift, each taken as not met until it is.
    pub constant: i64,
}

/// One person as the engine sees them.
#[derive(Clone, Debug)]
pub struct Person {
    /// Index of the automaton.
    pub automaton: usize,
    /// State in which the first day begins.
    pub start: u16,
    /// Least total length, in units.
    pub least: i32,
    /// Greatest total length, in units.
    pub most: i32,
    /// Greatest value of each counter of the automaton.
    pub limits: Vec<i32>,
    /// Cost of each symbol on each day, `day * symbols + symbol`; [`NEVER`] where it may not be.
    pub cost: Vec<i32>,
    /// People of one group count in the same rows.
    pub group: usize,
}

/// The cost of what may not be.
pub const NEVER: i32 = i32::MAX;

/// A weighted count over assignments, with a convex penalty for missing a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The count that costs nothing.
    pub target: i32,
    /// Steps below the target, from it downwards: slopes never fall.
    pub short: Vec<Step>,
    /// Steps above the target, from it upwards.
    pub over: Vec<Step>,
}

/// One linear piece of a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// How far it reaches; `i32::MAX` for ever.
    pub width: i32,
    /// Penalty for each one.
    pub slope: i32,
}

impl Row {
    /// A row with one slope on each side.
    pub fn plain(target: i32, short: i32, over: i32) -> Row {
        let all = |slope| Step {
            width: i32::MAX,
            slope,
        };
        Row {
            target,
            short: vec![all(short)],
            over: vec![all(over)],
        }
    }

    /// The penalty of a count.
    #[inline]
    pub fn penalty(&self, count: i32) -> i64 {
        let (steps, mut away) = if count < self.target {
            (&self.short, self.target - count)
        } else {
            (&self.over, count - self.target)
        };
        let mut sum = 0;
        for step in steps {
            if away <= 0 {
                break;
            }
            let here = away.min(step.width);
            sum += i64::from(here) * i64::from(step.slope);
            away -= here;
        }
        sum
    }
}

/// Which rows count an assignment, by group, day and symbol, with the weight it has there.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    starts: Vec<u32>,
    entries: Vec<(u32, i32)>,
    days: usize,
    symbols: usize,
}

impl Hits {
    /// Builds the table; `of` lists `(row, weight)` for a group, day and symbol.
    pub fn build(
        groups: usize,
        days: usize,
        symbols: usize,
        mut of: impl FnMut(usize, usize, Symbol, &mut Vec<(u32, i32)>),
    ) -> Hits {
        let mut hits = Hits {
            starts: Vec::with_capacity(groups * days * symbols + 1),
            entries: Vec::new(),
            days,
            symbols,
        };
        for group in 0..groups {
            for day in 0..days {
                for symbol in 0..symbols {
                    hits.starts.push(hits.entries.len() as u32);
                    of(group, day, symbol as Symbol, &mut hits.entries);
                }
            }
        }
        hits.starts.push(hits.entries.len() as u32);
        hits
    }

    /// The rows of an assignment, with its weight in each.
    #[inline]
    pub fn of(&self, group: usize, day: usize, symbol: Symbol) -> &[(u32, i32)] {
        let at = (group * self.days + day) * self.symbols + symbol as usize;
        &self.entries[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Problem {
    /// Weekday of a day, 0 for Monday.
    #[inline]
    pub fn weekday(&self, day: usize) -> usize {
        (self.first_weekday + day) % 7
    }

    /// What a person's own line costs, wishes and soft clauses; nothing where it may not be.
    pub fn line_cost(&self, person: usize, line: &[Symbol]) -> Option<i64> {
        let p = &self.people[person];
        let automaton = &self.automata[p.automaton];
        let mut state = p.start;
        let mut sum = 0_i64;
        let mut length = 0;
        let mut counts = vec![0_i32; p.limits.len()];
        for (day, &symbol) in line.iter().enumerate() {
            let own = p.cost[day * self.symbols + symbol as usize];
            if own == NEVER {
                return None;
            }
            let arc = automaton.step(self.weekday(day), state, symbol)?;
            sum += i64::from(own) + i64::from(arc.cost);
            length += self.lengths[symbol as usize];
            for (k, count) in counts.iter_mut().enumerate() {
                *count += (arc.counts >> k & 1) as i32;
            }
            state = arc.next;
        }
        let fits = p.least <= length && length <= p.most;
        let within = counts.iter().zip(&p.limits).all(|(c, l)| c <= l);
        (fits && within).then_some(sum)
    }

    /// The value of a whole rota; nothing where a line may not be.
    pub fn value(&self, lines: &[Vec<Symbol>]) -> Option<i64> {
        let mut counts = vec![0_i32; self.rows.len()];
        let mut sum = 0;
        for (person, line) in lines.iter().enumerate() {
            sum += self.line_cost(person, line)?;
            self.add(&mut counts, person, line, 1);
        }
        Some(self.constant + sum + self.penalties(&counts))
    }

    /// Adds a line to the counts of the rows, or with -1 takes it away.
    pub fn add(&self, counts: &mut [i32], person: usize, line: &[Symbol], sign: i32) {
        self.add_from(counts, person, 0, line, sign);
    }

    /// Adds what a person does from a day on, or with -1 takes it away.
    pub fn add_from(
        &self,
        counts: &mut [i32],
        person: usize,
        from: usize,
        window: &[Symbol],
        sign: i32,
    ) {
        let group = self.people[person].group;
        for (day, &symbol) in (from..).zip(window) {
            for &(row, weight) in self.hits.of(group, day, symbol) {
                counts[row as usize] += sign * weight;
            }
        }
    }

    /// What the counts of the rows cost.
    pub fn penalties(&self, counts: &[i32]) -> i64 {
        self.rows
            .iter()
            .zip(counts)
            .map(|(row, &count)| row.penalty(count))
            .sum()
    }

    /// What each row costs whatever is done: when everybody does on each day what adds most to it.
    pub fn certain(&self) -> Vec<i64> {
        let mut most = vec![0; self.rows.len()];
        let mut today = vec![0; self.rows.len()];
        for person in &self.people {
            for (day, costs) in person.cost.chunks(self.symbols).enumerate() {
                let may = (0..self.symbols).filter(|s| costs[*s] != NEVER);
                let hits = may.flat_map(|s| self.hits.of(person.group, day, s as Symbol));
                let hits: Vec<(u32, i32)> = hits.copied().collect();
                for &(row, weight) in &hits {
                    let today = &mut today[row as usize];
                    *today = weight.max(*today);
                }
                for (row, _) in hits {
                    most[row as usize] += std::mem::take(&mut today[row as usize]);
                }
            }
        }
        let rows = self.rows.iter().zip(most);
        rows.map(|(row, most)| row.penalty(most.min(row.target)))
            .collect()
    }
}

/// Which rows are one person's own, and who counts alike in all the others.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// For each row, whether one person alone can count in it.
    pub own: Vec<bool>,
    /// The rows of each person that are theirs alone.
    pub of: Vec<Vec<u32>>,
    /// The class of each group: groups of one class hit the same shared rows.
    pub class: Vec<usize>,
    /// What a step of a penalty costs at most to begin with: a few times the least thing that costs.
    pub cap: f64,
    /// Whether an assignment counts in several rows, three or more on the whole.
    pub dense: bool,
}

impl Alike {
    /// What a person's whole line costs by itself: wishes, soft clauses, and the rows that are
    /// theirs alone; nothing where it may not be.
    pub fn line_cost(&self, problem: &Problem, person: usize, line: &[Symbol]) -> Option<i64> {
        let mut sum = problem.line_cost(person, line)?;
        let own = &self.of[person];
        if own.is_empty() {
            return Some(sum);
        }
        let group = problem.people[person].group;
        let mut counts = vec![0; own.len()];
        for (day, &symbol) in line.iter().enumerate() {
            for &(row, weight) in problem.hits.of(group, day, symbol) {
                if let Ok(at) = own.binary_search(&row) {
                    counts[at] += weight;
                }
            }
        }
        let rows = own.iter().zip(counts);
        sum += rows
            .map(|(&row, n)| problem.rows[row as usize].penalty(n))
            .sum::<i64>();
        Some(sum)
    }

    /// Looks at everything that anybody may do.
    pub fn new(problem: &Problem) -> Alike {
        const NOBODY: usize = usize::MAX;
        const MANY: usize = usize::MAX - 1;
        let groups = problem
            .people
            .iter()
            .map(|p| p.group + 1)
            .max()
            .unwrap_or(0);
        let mut members = vec![0; groups];
        for person in &problem.people {
            members[person.group] += 1;
        }
        let mut of = vec![NOBODY; problem.rows.len()];
        let cells = || {
            let symbols = problem.symbols as Symbol;
            (0..problem.days).flat_map(move |day| (0..symbols).map(move |s| (day, s)))
        };
        for (group, &count) in members.iter().enumerate() {
            for (day, symbol) in cells() {
                for &(row, weight) in problem.hits.of(group, day, symbol) {
                    let of = &mut of[row as usize];
                    let whose = if count == 1 && weight > 0 {
                        group
                    } else {
                        MANY
                    };
                    *of = if *of == NOBODY || *of == whose {
                        whose
                    } else {
                        MANY
                    };
                }
            }
        }
        let own: Vec<bool> = of.iter().map(|of| *of < MANY).collect();
        let rows_of = |person: &Person| {
            let rows = (0..of.len()).filter(|&row| of[row] == person.group);
            rows.map(|row| row as u32).collect()
        };
        let rows_of = problem.people.iter().map(rows_of).collect();
        let mut known: BTreeMap<Vec<(u32, i32)>, usize> = BTreeMap::new();
        let class = (0..groups).map(|group| {
            let mut key = Vec::new();
            for (day, symbol) in cells() {
                let hits = problem.hits.of(group, day, symbol).iter();
                key.extend(hits.filter(|h| !own[h.0 as usize]).copied());
                key.push((u32::MAX, 0));
            }
            let next = known.len();
            *known.entry(key).or_insert(next)
        });
        let class = class.collect();
        let slopes = problem
            .rows
            .iter()
            .flat_map(|r| r.short.iter().chain(&r.over));
        let costs = problem.people.iter().flat_map(|p| &p.cost);
        let costs = costs.filter(|c| **c != NEVER).map(|c| c.unsigned_abs());
        let all = slopes.map(|s| s.slope.unsigned_abs()).chain(costs);
        let least = all.filter(|c| *c > 0).min().unwrap_or(1);
        let cap = 8.0 * f64::from(least);
        let (mut hits, mut cells) = (0, 0);
        for group in 0..groups {
            for day in 0..problem.days {
                for symbol in 1..problem.symbols {
                    let here = problem.hits.of(group, day, symbol as Symbol).len();
                    (hits, cells) = (hits + here, cells + usize::from(here > 0));
                }
            }
        }
        let dense = hits >= 3 * cells;
        Alike {
            own,
            of: rows_of,
            class,
            cap,
            dense,
        }
    }
}
