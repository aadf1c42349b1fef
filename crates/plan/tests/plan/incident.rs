//! The test values of `major-incident.md`.

use firstline_plan::house::{ClockError, Own, moment};
use firstline_plan::incident::{
    Figures, arrives, at_least, cascade, people_for, poisson_binomial, settings,
};
use firstline_plan::{Dice, Ledger};

fn close(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within, "{a} is not {b}");
}

#[test]
fn the_worked_example_of_twenty_people_comes_out() {
    for (minutes, chance, people) in [
        (30.0, 0.000, 0.0),
        (45.0, 0.184, 3.7),
        (60.0, 0.420, 8.4),
        (90.0, 0.544, 10.9),
        (120.0, 0.558, 11.2),
    ] {
        let p = arrives(minutes, 0.7, 0.8, 25.0, 25.0, 0.5);
        close(p, chance, 5e-4);
        close(20.0 * p, people, 0.05);
    }
}

#[test]
fn to_have_six_within_the_hour_the_list_needs_23() {
    assert_eq!(people_for(6, 0.4197, 0.95), Some(23));
    assert_eq!(people_for(6, 0.0, 0.95), None);
}

#[test]
fn the_dice_agree_with_the_exact_distribution() {
    let chances: Vec<f64> = (0..20).map(|i| 0.05 + 0.03 * f64::from(i)).collect();
    let exact = poisson_binomial(&chances);
    close(exact.iter().sum(), 1.0, 1e-12);
    let mut dice = Dice::new(2016);
    let mut seen = vec![0.0; exact.len()];
    for _ in 0..40_000 {
        let n = chances.iter().filter(|p| dice.happens(**p)).count();
        seen[n] += 1.0 / 40_000.0;
    }
    for (k, (p, s)) in exact.iter().zip(&seen).enumerate() {
        let within = 5.0 * (p * (1.0 - p) / 40_000.0).sqrt() + 1e-5;
        assert!((p - s).abs() < within, "{k}: {p} {s}");
    }
    close(at_least(&exact, 0), 1.0, 1e-12);
}

#[test]
fn a_telephone_tree_takes_longer_for_each_level_and_place() {
    let figures = Figures::take(&Own::default(), &mut Ledger::default());
    let delay = |place| cascade(place, &figures).0;
    close(delay(0), 5.5, 1e-9);
    close(delay(4), 11.5, 1e-9);
    close(delay(5), 9.5, 1e-9);
    close(delay(29), 15.5, 1e-9);
    close(delay(30), 13.5, 1e-9);
    assert_eq!((cascade(0, &figures).1, cascade(4, &figures).1), (0, 4));
    assert_eq!((cascade(5, &figures).1, cascade(29, &figures).1), (0, 4));
}

#[test]
fn an_hour_that_comes_twice_must_be_told_apart() {
    let zone = firstline_core::time::Zone::london();
    let twice = moment("2016-10-30T01:30", &zone);
    assert!(matches!(&twice, Err(ClockError::Twice(_, a, b)) if a == "+01:00" && b == "+00:00"));
    let first = moment("2016-10-30T01:30+01:00", &zone).expect("told apart");
    let second = moment("2016-10-30T01:30+00:00", &zone).expect("told apart");
    assert_eq!(second.instant.0 - first.instant.0, 60);
    assert!(matches!(
        moment("2016-03-27T01:30", &zone),
        Err(ClockError::Never(_))
    ));
    assert!(matches!(
        moment("2016-01-15T22:00+05:00", &zone),
        Err(ClockError::Offset(_))
    ));
    for text in ["", "2016-01-15", "2016-01-15T25:00", "2016-01-15T22:00x"] {
        assert!(
            matches!(moment(text, &zone), Err(ClockError::Unclear(_))),
            "{text}"
        );
    }
}

#[test]
fn every_assumption_of_an_incident_is_listed() {
    let mut ledger = Ledger::default();
    let _ = Figures::take(&Own::default(), &mut ledger);
    assert_eq!(ledger.all().len(), settings().len());
}
