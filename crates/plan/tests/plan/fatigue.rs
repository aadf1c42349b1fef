//! Rotas scored as a whole.

use firstline_plan::fatigue::{Conditions, Stint, indices};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_of_duties_has_finite_indices_within_their_scale(
        duties in prop::collection::vec((0_u32..=96, 1_u32..=672, 0_u32..=1439), 1..60),
        commute in 0_u32..=180,
        demand in 0_u32..=6,
        length in 0_u32..=60,
    ) {
        let mut minute = 0_u32;
        let mut stints: Vec<Stint> = Vec::new();
        for (rest, quarters, _) in &duties {
            minute += rest * 15;
            stints.push(Stint {
                day: (minute / 1440) as i32,
                start: f64::from(minute % 1440) / 60.0,
                // up to a week, longer than the method is made for
                length: f64::from(*quarters) / 4.0,
                rest: f64::from(rest * 15) / 60.0,
            });
            minute += quarters * 15;
        }
        let conditions = Conditions {
            commute: f64::from(commute),
            demand: f64::from(demand),
            break_length: f64::from(length),
            ..Conditions::REFERENCE
        };
        for (index, stint) in indices(&stints, &conditions).iter().zip(&stints) {
            prop_assert!(index.fi.is_finite() && index.ri.is_finite(), "{index:?}");
            if stint.length >= 1.0 && stint.length <= 24.0 {
                prop_assert!((0.0..=100.0).contains(&index.fi), "{index:?} {stint:?}");
                prop_assert!(index.ri > 0.0, "{index:?} {stint:?}");
            }
        }
    }

    #[test]
    fn moving_all_duties_by_days_changes_nothing(shift in 0_i32..400) {
        let duties = [(1, 9.0, 17.0), (2, 9.0, 21.5), (4, 21.0, 9.5), (5, 21.0, 9.5), (9, 7.0, 15.0)];
        let moved: Vec<_> = duties.iter().map(|(d, s, e)| (d + shift, *s, *e)).collect();
        let of = |d: &[(i32, f64, f64)]| indices(&Stint::from_clock(d), &Conditions::REFERENCE);
        prop_assert_eq!(of(&duties), of(&moved));
    }
}

#[test]
fn a_longer_week_before_never_lowers_the_risk_of_the_next_night() {
    let mut before = 0.0;
    for nights in 1..=7 {
        let duties: Vec<_> = (1..=nights).map(|day| (day, 20.5, 8.5)).collect();
        let last = indices(&Stint::from_clock(&duties), &Conditions::REFERENCE)
            .pop()
            .expect("there is a last night");
        assert!(last.ri > before);
        before = last.ri;
    }
}

#[test]
fn no_duty_at_all_is_no_index_at_all() {
    assert!(indices(&[], &Conditions::REFERENCE).is_empty());
}
