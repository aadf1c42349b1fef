//! The oracle proves itself: its optimum is what the problem says of the rota, and the breakdown
//! of that rota adds up to it.

#[expect(dead_code, reason = "no problem by hand is needed here")]
mod oracle;

use firstline_solve::department::breakdown;

#[test]
fn the_optimum_is_the_value_of_its_rota_and_the_breakdown_adds_up() {
    for seed in 0..60 {
        let (department, built) = oracle::small(seed);
        let (value, lines) = oracle::optimum(&built.problem).expect("there is at least one rota");
        assert_eq!(built.problem.value(&lines), Some(value), "seed {seed}");
        let broken = breakdown(&department, &built, &lines);
        let soft: i64 = (0..lines.len())
            .map(|p| {
                lines[p]
                    .iter()
                    .scan(0, |before, &s| {
                        // what the made-up law charges for the first duty of a run
                        let first = *before == 0 && s > 0;
                        *before = s;
                        Some(i64::from(first) * 2)
                    })
                    .sum::<i64>()
            })
            .sum();
        assert_eq!(broken.total() + soft, value, "seed {seed}");
    }
}

#[test]
fn no_small_change_of_the_optimum_is_better() {
    for seed in 100..130 {
        let (_, built) = oracle::small(seed);
        let (value, lines) = oracle::optimum(&built.problem).expect("there is at least one rota");
        for person in 0..lines.len() {
            for (line, _) in oracle::lines(&built.problem, person) {
                let mut other = lines.clone();
                other[person] = line;
                let other = built.problem.value(&other).expect("every line may be");
                assert!(other >= value, "seed {seed}");
            }
        }
    }
}
