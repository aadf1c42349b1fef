//! Annealing: what a rota is said to cost is what it costs, no line breaks a rule, no rota is
//! better than the best that there is, and the same seed takes the same steps.

#[expect(dead_code, reason = "no problem by hand is needed here")]
mod oracle;

use firstline_solve::anneal::{Annealer, Heats};
use firstline_solve::dp::Lawful;
use firstline_solve::engine::{Limits, Until, design};
use firstline_solve::problem::{NEVER, OFF, Problem, Symbol};

/// Some rota of a small department, not a good one.
fn some_rota(problem: &Problem, judge: Option<&dyn Lawful>, seed: u64) -> Vec<Vec<Symbol>> {
    let limits = Limits {
        until: Until::Work(1e-4),
        threads: 1,
        seed,
    };
    design(problem, judge, &limits, None, &mut |_| true).lines
}

/// So many millions of elementary steps, from so hot on.
fn annealed(annealer: &mut Annealer<'_, '_>, hot: f64, work: f64) {
    let begun = annealer.work();
    annealer.run(Heats::of(hot, 1.0), &|now| (now - begun) / work, &|_| false);
}

#[test]
fn what_it_costs_is_what_it_is_said_to_cost_and_mostly_the_best() {
    let mut reached = 0;
    for seed in 0..100 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, _) = oracle::optimum(problem).expect("there is at least one rota");
        let start = some_rota(problem, None, seed);
        let mut annealer = Annealer::new(problem, None, start, seed).expect("the rota may be");
        let hot = annealer.warm_up(&|work| work > 10.0);
        assert!(hot > 0.0);
        annealed(&mut annealer, hot, 2.0);
        let value = problem.value(annealer.best());
        assert_eq!(value, Some(annealer.best_value()), "seed {seed}");
        assert!(annealer.best_value() >= best, "seed {seed}");
        reached += u32::from(annealer.best_value() == best);
    }
    assert!(reached > 60, "only {reached} of 100 reached the best");
}

/// No more than two shifts of the last kind in a line.
struct FewOfTheLast(Symbol);

impl Lawful for FewOfTheLast {
    fn broken(&self, _person: usize, line: &[Symbol]) -> Option<(usize, usize)> {
        let of = line.iter().enumerate().filter(|(_, s)| **s == self.0);
        let days: Vec<usize> = of.map(|(day, _)| day).collect();
        (days.len() > 2).then(|| (days[0], days[days.len() - 1]))
    }
}

#[test]
fn no_line_breaks_what_only_the_judge_knows() {
    let mut worked = 0;
    for seed in 100..160 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let judge = FewOfTheLast(problem.symbols as Symbol - 1);
        let start = some_rota(problem, Some(&judge), seed);
        let lawful = |line: &Vec<Symbol>| judge.broken(0, line).is_none();
        if start.is_empty() || !start.iter().all(lawful) {
            continue;
        }
        let annealer = Annealer::new(problem, Some(&judge), start, seed);
        let mut annealer = annealer.expect("the rota may be");
        annealed(&mut annealer, 20.0, 1.0);
        assert!(annealer.best().iter().all(lawful), "seed {seed}");
        let duties = annealer.best().iter().flatten();
        worked += duties.filter(|s| **s != OFF).count();
    }
    assert!(worked > 0, "nobody works at all");
}

/// The same, and of what the automaton leaves out it knows nothing.
struct Forgetful(FewOfTheLast);

impl Lawful for Forgetful {
    fn broken(&self, person: usize, line: &[Symbol]) -> Option<(usize, usize)> {
        self.0.broken(person, line)
    }

    fn keeps_the_rest(&self, _: usize, _: &[Symbol], _: std::ops::Range<usize>) -> bool {
        true
    }
}

#[test]
fn a_line_that_only_the_whole_judge_refuses_is_never_kept() {
    let mut refused = 0;
    for seed in 100..160 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let judge = Forgetful(FewOfTheLast(problem.symbols as Symbol - 1));
        let start = some_rota(problem, Some(&judge), seed);
        let lawful = |line: &Vec<Symbol>| judge.broken(0, line).is_none();
        if start.is_empty() || !start.iter().all(lawful) {
            continue;
        }
        let annealed_by = |judge: Option<&dyn Lawful>| {
            let annealer = Annealer::new(problem, judge, start.clone(), seed);
            let mut annealer = annealer.expect("the rota may be");
            annealed(&mut annealer, 20.0, 1.0);
            let value = problem.value(annealer.best());
            assert_eq!(value, Some(annealer.best_value()), "seed {seed}");
            annealer.best().to_vec()
        };
        let best = annealed_by(Some(&judge));
        assert!(best.iter().all(lawful), "seed {seed}");
        refused += u32::from(!annealed_by(None).iter().all(lawful));
    }
    assert!(refused > 0, "the judge is never needed");
}

#[test]
fn the_same_seed_takes_the_same_steps() {
    for seed in 160..180 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let start = some_rota(problem, None, seed);
        let run = || {
            let mut annealer = Annealer::new(problem, None, start.clone(), seed)?;
            annealed(&mut annealer, 10.0, 0.5);
            Some((annealer.best().to_vec(), annealer.work().to_bits()))
        };
        assert_eq!(run(), run(), "seed {seed}");
        assert!(run().is_some());
    }
}

#[test]
fn where_nothing_may_change_it_ends_all_the_same() {
    let (_, built) = oracle::small(5);
    let mut problem = built.problem.clone();
    let start = some_rota(&problem, None, 5);
    let symbols = problem.symbols;
    for (person, line) in problem.people.iter_mut().zip(&start) {
        for (at, cost) in person.cost.iter_mut().enumerate() {
            if usize::from(line[at / symbols]) != at % symbols {
                *cost = NEVER;
            }
        }
    }
    let mut annealer = Annealer::new(&problem, None, start.clone(), 5).expect("the rota may be");
    let hot = annealer.warm_up(&|work| work > 10.0);
    annealed(&mut annealer, hot, 0.5);
    assert_eq!(annealer.best(), start);
}

#[test]
fn a_rota_that_may_not_be_is_not_begun_from() {
    let (_, built) = oracle::small(3);
    let problem = &built.problem;
    let mut lines = some_rota(problem, None, 3);
    lines[0].pop();
    lines[0].push(problem.symbols as Symbol);
    assert!(
        Annealer::new(problem, None, lines.clone(), 1).is_none(),
        "no such shift type"
    );
    lines[0].clear();
    assert!(
        Annealer::new(problem, None, lines, 1).is_none(),
        "a line too short"
    );
}
