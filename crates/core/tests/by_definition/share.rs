//! The share of occasions on which a clause was kept, against its page: every stretch of days is
//! laid out day by day, and the share is compared by multiplying.

use firstline_core::pay::Exact;
use firstline_core::rules::{Occasion, ShareKept};
use firstline_core::time::Day;

use crate::dice::Dice;

/// For a stretch: first day, occasions kept and all occasions.
type Counted = (i32, i64, i64);

/// Every stretch of `days` days within `0..period` that has an occasion.
fn stretches(occasions: &[Occasion], days: i32, period: i32) -> Vec<Counted> {
    let mut all = Vec::new();
    for first in 0..period {
        if first + days > period {
            break;
        }
        let (mut kept, mut every) = (0, 0);
        for day in first..first + days {
            for occasion in occasions {
                if occasion.day == Day(day) {
                    every += 1;
                    kept += i64::from(occasion.kept);
                }
            }
        }
        if every > 0 {
            all.push((first, kept, every));
        }
    }
    all
}

#[test]
fn the_share_kept_agrees_with_its_page() {
    let (mut met, mut unmet, mut nothing) = (0, 0, 0);
    for seed in crate::seeds() {
        let mut dice = Dice::new(seed);
        let period = dice.range(1, 60) as i32;
        let days = dice.percent(70).then(|| dice.range(1, 30) as i32);
        let (of, per) = (dice.range(1, 4), 4);
        let strictly = dice.percent(50);
        let mut occasions = Vec::new();
        for day in 0..period {
            if dice.percent(60) {
                let kept = dice.percent(75);
                occasions.push(Occasion {
                    day: Day(day),
                    kept,
                });
            }
        }
        let share = ShareKept {
            on: "breaks".to_owned(),
            least: Exact::new(of, per),
            strictly,
            days,
        };
        let answer = share.judge(&occasions, Day(0), Day(period));
        let length = days.unwrap_or(period);
        let all = stretches(&occasions, length, period);
        let enough = |(_, kept, every): &Counted| {
            if strictly {
                kept * per > of * every
            } else {
                kept * per >= of * every
            }
        };
        let Some(answer) = answer else {
            assert!(all.is_empty(), "seed {seed}");
            nothing += 1;
            continue;
        };
        let all_enough = all.iter().all(enough);
        assert_eq!(answer.met, all_enough, "seed {seed}");
        if all_enough {
            met += 1;
        } else {
            unmet += 1;
        }
        let lower = |a: &Counted, b: &Counted| a.1 * b.2 < b.1 * a.2;
        let mut worst = all[0];
        for one in &all {
            if lower(one, &worst) {
                worst = *one;
            }
        }
        let told = (answer.worst.from.0, answer.worst.kept, answer.worst.all);
        assert_eq!(told, worst, "seed {seed}");
        assert_eq!(answer.worst.to, Day(worst.0 + length), "seed {seed}");
        for (i, occasion) in occasions.iter().enumerate() {
            let in_short = all
                .iter()
                .any(|s| !enough(s) && s.0 <= occasion.day.0 && occasion.day.0 < s.0 + length);
            let missed = in_short && !occasion.kept;
            assert_eq!(answer.missed.contains(&i), missed, "seed {seed}, {i}");
        }
    }
    assert!(
        met > 5 && unmet > 5,
        "{met} met, {unmet} not, {nothing} nothing"
    );
}
