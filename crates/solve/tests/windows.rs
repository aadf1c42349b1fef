//! A master over some days of a rota tells the whole of what its people cost: its bound reaches its
//! value, whatever the days around the window cost.

#![expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers become values"
)]

#[expect(dead_code, reason = "no problem by hand is needed here")]
mod oracle;

use firstline_solve::dp::{Effort, Pricer};
use firstline_solve::generate::{Care, generate};
use firstline_solve::master::{Master, Scope};
use firstline_solve::problem::Alike;

/// As near as the first digits of a programme are.
const NEAR: f64 = 1e-3;

#[test]
fn the_bound_of_a_window_reaches_its_value_whatever_the_days_around_it_cost() {
    let (mut met, mut cost_outside) = (0, 0);
    for seed in 0..120 {
        let (_, built) = oracle::small(seed);
        let problem = &built.problem;
        let (best, rota) = oracle::optimum(problem).expect("there is at least one rota");
        let alike = Alike::new(problem);
        let scope = Scope {
            people: (0..problem.people.len()).collect(),
            from: 1,
            to: problem.days - 1,
        };
        let outside = |day: usize| day < scope.from || day >= scope.to;
        let costs = rota.iter().zip(&problem.people).any(|(line, person)| {
            let own = |d: usize| person.cost[d * problem.symbols + usize::from(line[d])];
            (0..problem.days).any(|day| outside(day) && own(day) != 0)
        });
        let mut master = Master::new(problem, &alike, scope, &rota);
        let care = Care {
            rounds: 60,
            gap: 1e-7,
            loose: 1e-4,
            most: Effort::Full,
            pull: 0.0,
        };
        generate(&mut master, &mut vec![Pricer::default()], care, &mut |_| {
            false
        });
        let fixed = (master.outside() + problem.constant) as f64;
        let (value, bound) = (master.solution.value + fixed, master.bound + fixed);
        assert!(
            bound <= best as f64 + 1e-6,
            "seed {seed}: {bound} above {best}"
        );
        assert!(
            value <= best as f64 + NEAR * (1.0 + best.abs() as f64),
            "seed {seed}: {value} above {best}"
        );
        if master.open < 1e-6 {
            let near = NEAR * (1.0 + value.abs());
            assert!(
                value - bound < near,
                "seed {seed}: {value} far above {bound}"
            );
            met += 1;
            cost_outside += u32::from(costs);
        }
    }
    assert!(met > 60, "only {met} were worked to their end");
    assert!(
        cost_outside > 10,
        "only {cost_outside} with costs outside the window"
    );
}
