//! The engine against every rota: it reaches the best of small departments, its bound is never
//! above that, the same seed gives the same rota, and whenever it is stopped it has one.

#![expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers become weights and prices"
)]

mod oracle;

use firstline_solve::dp::{Effort, Pricer};
use firstline_solve::engine::{Doing, Limits, Outcome, Progress, Until, design};
use firstline_solve::generate::{Care, generate};
use firstline_solve::master::{Master, Scope};
use firstline_solve::problem::{Alike, Problem, Row};
use oracle::Dice;

fn limits(work: f64, threads: usize, seed: u64) -> Limits {
    Limits {
        until: Until::Work(work),
        threads,
        seed,
    }
}

fn designed(problem: &Problem, limits: &Limits) -> Outcome {
    design(problem, None, limits, None, &mut |_| true)
}

/// What must be so of any answer.
fn sound(problem: &Problem, outcome: &Outcome, best: i64, what: &str) {
    assert_eq!(problem.value(&outcome.lines), Some(outcome.value), "{what}");
    assert!(
        outcome.bound <= best as f64,
        "{what}: bound {} over {best}",
        outcome.bound
    );
    assert!(outcome.value >= best, "{what}");
    assert!(
        !outcome.proved || outcome.value == best,
        "{what}: {} proved, not {best}",
        outcome.value
    );
}

/// Where the bound leaves a gap the search goes by luck, and may miss the best by a little. No more
/// than so many in a hundred; the fewer the better.
const MISSED: usize = 6;

#[test]
fn small_departments_come_to_their_optimum() {
    let mut missed = Vec::new();
    let mut proved = 0;
    for seed in 0..100 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, _) = oracle::optimum(problem).expect("there is at least one rota");
        let outcome = designed(problem, &limits(6.0, 1, seed));
        sound(problem, &outcome, best, &format!("seed {seed}"));
        proved += u32::from(outcome.proved);
        if outcome.value > best {
            missed.push((seed, outcome.value, best));
        }
    }
    #[expect(clippy::print_stderr, reason = "what is missed must be seen")]
    {
        eprintln!("{proved} of 100 proved; missed (seed, value, optimum): {missed:?}");
    }
    assert!(
        missed.len() <= MISSED,
        "not the optimum (seed, value, optimum): {missed:?}"
    );
    assert!(proved > 50, "only {proved} of 100 proved");
}

#[test]
fn the_same_seed_gives_the_same_rota() {
    for seed in 200..230 {
        let (_, built) = oracle::small(seed);
        for threads in [1, 2] {
            let limits = limits(0.3, threads, seed);
            let (a, b) = (
                designed(&built.problem, &limits),
                designed(&built.problem, &limits),
            );
            let of = |o: &Outcome| {
                (
                    o.lines.clone(),
                    o.value,
                    o.bound.to_bits(),
                    o.work.to_bits(),
                )
            };
            assert_eq!(of(&a), of(&b), "seed {seed}, {threads} threads");
        }
    }
}

#[test]
fn stopped_at_any_moment_it_has_the_rota_that_it_told() {
    for seed in 300..400 {
        let mut dice = Dice::new(seed);
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, _) = oracle::optimum(problem).expect("there is at least one rota");
        let patience = dice.below(12);
        let mut told: Vec<Progress> = Vec::new();
        let threads = 1 + dice.below(2) as usize;
        let outcome = design(problem, None, &limits(5.0, threads, seed), None, &mut |p| {
            told.push(*p);
            (told.len() as u64) < patience
        });
        sound(problem, &outcome, best, &format!("seed {seed}"));
        let last = told.last().expect("something was told");
        assert_eq!(last.doing, Doing::Done);
        assert_eq!(
            (last.value, last.bound.to_bits()),
            (outcome.value, outcome.bound.to_bits())
        );
        for pair in told.windows(2) {
            assert!(pair[1].value <= pair[0].value && pair[1].bound >= pair[0].bound);
        }
        for told in &told {
            assert!(
                told.bound <= best as f64 && told.value >= best,
                "seed {seed}: {told:?}"
            );
        }
        // it stops soon: what was under way comes to its end, and nothing is begun
        assert!(
            told.len() as u64 <= patience.max(1) + 6,
            "{} words after {patience}",
            told.len()
        );
    }
}

#[test]
fn stopped_and_gone_on_from_again_and_again_it_never_gets_worse() {
    for seed in 440..480 {
        let mut dice = Dice::new(seed);
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, _) = oracle::optimum(problem).expect("there is at least one rota");
        let (mut lines, mut value) = (None, i64::MAX);
        for stretch in 0..5 {
            let (mut told, patience) = (0, dice.below(8));
            let threads = 1 + dice.below(2) as usize;
            let limits = limits(5.0, threads, seed + stretch);
            let outcome = design(problem, None, &limits, lines.take(), &mut |_| {
                told += 1;
                told < patience
            });
            sound(
                problem,
                &outcome,
                best,
                &format!("seed {seed}, stretch {stretch}"),
            );
            assert!(outcome.value <= value, "seed {seed}, stretch {stretch}");
            value = outcome.value;
            lines = Some(outcome.lines);
        }
    }
}

#[test]
fn a_rota_to_go_on_from_is_never_made_worse() {
    for seed in 400..440 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, lines) = oracle::optimum(problem).expect("there is at least one rota");
        let limits = limits(0.5, 1, seed);
        let outcome = design(problem, None, &limits, Some(lines.clone()), &mut |_| true);
        assert_eq!(outcome.value, best, "seed {seed}");
        // one that may not be is not used
        let mut broken = lines;
        broken[0] = vec![1; problem.days + 1];
        let outcome = design(problem, None, &limits, Some(broken), &mut |_| true);
        sound(problem, &outcome, best, &format!("seed {seed}"));
    }
}

/// Two people who work every night or none, of which each should have half.
fn all_or_nothing() -> Problem {
    let cover = (0..4).map(|_| Row::plain(1, 100, 100));
    let fair = (0..2).map(|_| Row::plain(2, 10, 10));
    oracle::every_night_or_none(&[0, 1], cover.chain(fair).collect(), |group, day, into| {
        into.extend([(day as u32, 1), ((4 + group) as u32, 1)]);
    })
}

#[test]
fn a_mixture_of_unfair_lines_is_not_taken_for_fair() {
    let problem = all_or_nothing();
    let alike = Alike::new(&problem);
    assert_eq!(alike.of, [[4], [5]]);
    let mut master = Master::new(&problem, &alike, Scope::all(&problem), &[]);
    let care = Care {
        rounds: 50,
        gap: 1e-6,
        loose: 1e-2,
        most: Effort::Full,
        pull: 0.0,
    };
    let mut pricers = vec![Pricer::default()];
    generate(&mut master, &mut pricers, care, &mut |_| false);
    // one has four and the other none: twice two too far from two
    assert!((master.bound - 40.0).abs() < 1e-3, "{}", master.bound);
    let outcome = designed(&problem, &limits(10.0, 1, 1));
    assert!(outcome.proved && outcome.value == 40, "{}", outcome.value);
}
