//! A master divided in two against every rota: the lower of the bounds is never above the best, and
//! prices that are pulled towards others prove as much in the end as those that are not.

#![expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers become values"
)]

mod oracle;

use firstline_solve::dp::{Effort, Pricer};
use firstline_solve::generate::{Care, generate};
use firstline_solve::master::{Master, Scope};
use firstline_solve::problem::{Alike, Problem, Row};

fn worked(master: &mut Master<'_>, pull: f64) {
    let care = Care {
        rounds: 60,
        gap: 1e-6,
        loose: 1e-2,
        most: Effort::Full,
        pull,
    };
    generate(master, &mut vec![Pricer::default()], care, &mut |_| false);
}

fn bound(problem: &Problem, master: &Master<'_>) -> f64 {
    master.bound + (master.outside() + problem.constant) as f64
}

#[test]
fn the_lower_of_two_halves_is_never_above_the_best_rota() {
    let mut divided = 0;
    for seed in 300..360 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, _) = oracle::optimum(problem).expect("there is at least one rota");
        let alike = Alike::new(problem);
        let mut root = Master::new(problem, &alike, Scope::all(problem), &[]);
        worked(&mut root, 0.0);
        let before = bound(problem, &root);
        let mut leaves = vec![root];
        for _ in 0..6 {
            let lowest = |a: &Master<'_>, b: &Master<'_>| b.bound.total_cmp(&a.bound);
            leaves.sort_by(lowest);
            let Some(halves) = leaves.last().and_then(|leaf| leaf.halves(1, &|| false)) else {
                break;
            };
            leaves.pop();
            divided += 1;
            for mut half in halves {
                worked(&mut half, 0.02);
                leaves.push(half);
            }
            let least = leaves.iter().map(|leaf| bound(problem, leaf));
            let least = least.fold(f64::INFINITY, f64::min);
            let all = before - 1e-6..=best as f64 + 1e-6;
            assert!(all.contains(&least), "seed {seed}: {least} not in {all:?}");
        }
    }
    assert!(divided > 20, "only {divided} divided");
}

/// Two people who work every night or none, of four that should be covered, where more than one and
/// a half cost a great deal.
fn all_or_nothing() -> Problem {
    let cover = (0..4).map(|_| Row::plain(1, 100, 100));
    let rows = cover.chain([Row::plain(3, 0, 1000)]).collect();
    oracle::every_night_or_none(&[0, 0], rows, |_, day, into| {
        into.extend([(day as u32, 1), (4, 2)]);
    })
}

#[test]
fn what_a_mixture_has_in_part_costs_more_in_either_half() {
    let problem = all_or_nothing();
    let alike = Alike::new(&problem);
    let mut root = Master::new(&problem, &alike, Scope::all(&problem), &[]);
    worked(&mut root, 0.0);
    // the mixture covers a night and a half; a rota covers none
    assert!((root.bound - 250.0).abs() < 0.1, "{}", root.bound);
    let halves = root
        .halves(1, &|| false)
        .expect("two and a half nights are missing");
    let bounds = halves.map(|mut half| {
        worked(&mut half, 0.02);
        half.bound
    });
    assert!(bounds[0] > 500.0, "{bounds:?}");
    assert!((320.0..=400.0).contains(&bounds[1]), "{bounds:?}");
}

#[test]
fn pulled_prices_prove_as_much_in_the_end() {
    for seed in 400..440 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let alike = Alike::new(problem);
        let [free, pulled] = [0.0, 0.3].map(|pull| {
            let mut master = Master::new(problem, &alike, Scope::all(problem), &[]);
            worked(&mut master, pull);
            bound(problem, &master)
        });
        let near = 2e-3 * free.abs().max(1.0);
        assert!(
            (free - pulled).abs() < near,
            "seed {seed}: {free} and {pulled}"
        );
    }
}
