//! Where the master over everybody is tall: the period in spans, each worked as if there were
//! nothing around it.
//!
//! A span's master is small and soon at its bound. What counts are worth in their spans is near what
//! they are worth in the whole, so the whole proves much at these prices at once.

use std::time::Instant;

use super::under::Under;
use super::{Doing, PULL, Search};
use crate::dp::{Effort, Pricer};
use crate::generate::{Care, generate};
use crate::master::{Master, Pricers, Scope};
use crate::problem::{Alike, Hits, OFF, Person, Problem, Symbol};

/// A span has about so many rows.
const ROWS: usize = 220;
/// So many days on either side are worked with it. There is nothing beyond them to keep people from
/// anything, so what is worth least there is not taken over.
const AROUND: usize = 7;

/// A span that is farther from its bound has no prices to tell.
const FAR: f64 = 0.2;

/// Some days of the period, and the rows in which only they count.
struct Span {
    problem: Problem,
    /// Which rows these are in the whole.
    rows: Vec<u32>,
}

impl<'p> Search<'p, '_> {
    /// A bound from the prices that the spans tell, for a share of what is left.
    pub(super) fn by_spans(
        &mut self,
        under: &mut Under<'p>,
        pricers: &mut Pricers<'_>,
        share: f64,
    ) {
        let problem = self.problem;
        let shared = self.alike.own.iter().filter(|own| !**own).count();
        let spans = shared.div_ceil(ROWS).clamp(1, problem.days.max(1));
        let days = days_of_rows(problem);
        let mut prices = vec![0.0_f32; problem.rows.len()];
        let end = self.work + self.patience() * share;
        let (began, seconds) = (Instant::now(), self.seconds_left() * share);
        for number in 0..spans {
            if self.proved() || self.over() {
                return;
            }
            let rest = (spans - number) as f64;
            let most = (end - self.work) / rest;
            let part = (seconds - began.elapsed().as_secs_f64()) / rest;
            let own = problem.days * number / spans..problem.days * (number + 1) / spans;
            let span = Span::of(problem, &days, own.start, own.end);
            let now = Instant::now();
            let told = self.span(&span, &|work| {
                work > most || now.elapsed().as_secs_f64() > part
            });
            for (row, price) in told {
                let row = span.rows[row as usize] as usize;
                if days[row].is_some_and(|(first, _)| own.contains(&first)) {
                    prices[row] = price;
                }
            }
        }
        let mut master = Master::new(problem, self.alike, Scope::all(problem), &[]);
        master.warm(&prices);
        let before = self.work;
        master.price(pricers, 1.0, Effort::Sound);
        self.work = before + master.work;
        let fixed = (master.outside() + problem.constant) as f64;
        self.bound = self.bound.max(master.bound + fixed);
        under.learn((0..).zip(prices).filter(|(_, price)| *price != 0.0));
        self.say(Doing::Bound);
    }

    /// What counts are worth in a span; nothing where it was left far from its bound, for what it
    /// says then is worth less than to say nothing.
    fn span(&mut self, span: &Span, late: &dyn Fn(f64) -> bool) -> Vec<(u32, f32)> {
        let alike = Alike::new(&span.problem);
        let mut master = Master::new(&span.problem, &alike, Scope::all(&span.problem), &[]);
        // the judge knows whole lines only
        let threads = self.limits.threads.max(1);
        let mut pricers: Pricers<'_> = (0..threads).map(|_| Pricer::default()).collect();
        let care = Care {
            rounds: 200,
            gap: 5e-3,
            loose: 1e-2,
            most: Effort::Sound,
            pull: PULL,
        };
        let before = self.work;
        generate(&mut master, &mut pricers, care, &mut |m| {
            self.work = before + m.work;
            self.columns = m.size() as u64;
            self.say(Doing::Bound);
            self.enough || late(m.work)
        });
        if master.away() > FAR {
            return Vec::new();
        }
        master.told().collect()
    }
}

impl Span {
    /// The days from `from` up to `to` with those around them.
    fn of(problem: &Problem, days: &[Option<(usize, usize)>], from: usize, to: usize) -> Span {
        let from = from.saturating_sub(AROUND);
        let to = (to + AROUND).min(problem.days);
        let inside = |days: &Option<(usize, usize)>| {
            days.is_some_and(|(first, last)| from <= first && last < to)
        };
        let rows = (0..problem.rows.len()).filter(|row| inside(&days[*row]));
        let rows: Vec<u32> = rows.map(|row| row as u32).collect();
        let groups = problem.people.iter().map(|p| p.group + 1).max();
        let hits = |g, day, s, into: &mut Vec<(u32, i32)>| {
            let all = problem.hits.of(g, from + day, s).iter();
            into.extend(all.filter_map(|&(row, weight)| {
                let at = rows.binary_search(&row).ok()?;
                Some((at as u32, weight))
            }));
        };
        let people = problem.people.iter();
        Span {
            problem: Problem {
                days: to - from,
                first_weekday: problem.weekday(from),
                lengths: problem.lengths.clone(),
                automata: problem.automata.clone(),
                people: people.map(|p| within(problem, p, from, to)).collect(),
                rows: rows
                    .iter()
                    .map(|&r| problem.rows[r as usize].clone())
                    .collect(),
                hits: Hits::build(groups.unwrap_or(0), to - from, problem.symbols, hits),
                constant: 0,
                ..*problem
            },
            rows,
        }
    }
}

/// A person who was off until the span begins, and of whom no hours are asked.
fn within(problem: &Problem, person: &Person, from: usize, to: usize) -> Person {
    let automaton = &problem.automata[person.automaton];
    let mut start = person.start;
    for day in 0..from {
        if let Some(arc) = automaton.step(problem.weekday(day), start, OFF) {
            start = arc.next;
        }
    }
    Person {
        start,
        least: 0,
        cost: person.cost[from * problem.symbols..to * problem.symbols].to_vec(),
        limits: person.limits.clone(),
        ..*person
    }
}

/// The first and last day on which anybody counts in each row; nothing where nobody does.
fn days_of_rows(problem: &Problem) -> Vec<Option<(usize, usize)>> {
    let mut days: Vec<Option<(usize, usize)>> = vec![None; problem.rows.len()];
    let groups = problem.people.iter().map(|p| p.group + 1).max();
    for group in 0..groups.unwrap_or(0) {
        for day in 0..problem.days {
            for symbol in 0..problem.symbols {
                for &(row, _) in problem.hits.of(group, day, symbol as Symbol) {
                    let of = days[row as usize].get_or_insert((day, day));
                    *of = (of.0.min(day), of.1.max(day));
                }
            }
        }
    }
    days
}
