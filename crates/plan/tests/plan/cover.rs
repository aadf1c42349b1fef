//! The test values of `demand.md`, and counts with gaps.

use std::fmt::Write;

use firstline_core::time::{Day, Zone};
use firstline_plan::Ledger;
use firstline_plan::cover::{
    Arrivals, Erlang, beta_for, day_shares, doctors_for, hour_shares, offered_load,
};

fn close(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within, "{a} is not {b}");
}

#[test]
fn the_steady_queue_has_the_published_values() {
    for (arrivals, doctors, waits, minutes, over) in [
        (6.0, 6, 0.5875, 29.4, 0.1770),
        (6.0, 7, 0.3241, 8.1, 0.0294),
        (10.0, 9, 0.7604, 57.0, 0.3417),
        (10.0, 10, 0.4876, 14.6, 0.0660),
        (10.0, 12, 0.1760, 2.4, 0.0022),
        (14.0, 13, 0.6186, 23.2, 0.1249),
    ] {
        let queue = Erlang::new(arrivals, 1.2, doctors).expect("enough doctors");
        close(queue.waits, waits, 5e-5);
        close(queue.mean_minutes(), minutes, 0.05);
        close(queue.longer_than(60.0), over, 5e-5);
    }
    assert_eq!(Erlang::new(6.0, 1.2, 5), None);
}

#[test]
fn the_square_root_rule_has_the_published_betas() {
    close(beta_for(0.5), 0.5061, 5e-5);
    close(beta_for(0.2), 1.0615, 5e-5);
}

#[test]
fn the_load_of_a_day_lags_the_arrivals_and_asks_for_301_doctor_hours() {
    let arrivals: Vec<f64> = hour_shares().iter().map(|s| 300.0 * s).collect();
    let minutes = offered_load(&arrivals, 1.2);
    let at = |hour: usize| minutes[hour * 60 + 59];
    close(at(11), 18.13, 0.005);
    close(at(17), 15.53, 0.005);
    close(at(4), 2.40, 0.005);
    let doctors: Vec<u32> = (0..24).map(|h| doctors_for(at(h), 0.5)).collect();
    let published = [
        7, 6, 5, 4, 4, 4, 4, 6, 10, 15, 19, 21, 20, 20, 19, 18, 18, 18, 18, 17, 15, 13, 11, 9,
    ];
    assert_eq!(doctors, published);
    assert_eq!(doctors.iter().sum::<u32>(), 301);
}

#[test]
fn the_shipped_shares_pass_the_published_facts() {
    let (days, hours) = (day_shares(), hour_shares());
    close(days.iter().sum(), 1.0, 1e-12);
    close(hours.iter().sum(), 1.0, 1e-12);
    close(hours[9..18].iter().sum(), 0.60, 0.01);
    assert!(days[0] > days[1] && days[4] < days[3]);
    let most = hours.iter().copied().fold(0.0, f64::max);
    close(hours[11], most, 1e-12);
}

fn counts(days: i32, skip: impl Fn(Day, u16) -> bool) -> String {
    let mut text = String::from("date_hour,count\n");
    let first = Day::parse("2016-01-04").expect("a date");
    for day in (0..days).map(|d| first.plus(d)) {
        for hour in 0..24 {
            if !skip(day, hour) {
                let _ = writeln!(text, "{day}T{hour:02}:00,{}", hour + 1);
            }
        }
    }
    text
}

fn fit(text: &str) -> Result<(Arrivals, usize), String> {
    let mut ledger = Ledger::default();
    Arrivals::fit("counts.csv", text, &Zone::london(), &[], &mut ledger)
        .map(|(a, told)| (a, told.len()))
        .map_err(|all| {
            all.iter()
                .map(|d| d.title.clone())
                .collect::<Vec<_>>()
                .join("; ")
        })
}

#[test]
fn counts_become_the_median_by_weekday_and_hour() {
    let (arrivals, told) = fit(&counts(28, |_, _| false)).expect("28 days are enough");
    assert_eq!(told, 0);
    close(arrivals.week[0], 1.0, 1e-12);
    close(arrivals.week[167], 24.0, 1e-12);
}

#[test]
fn a_gap_is_told_and_never_taken_for_zero() {
    let gap = |d: Day, h: u16| d.to_string() == "2016-01-11" && h > 20;
    let (arrivals, told) = fit(&counts(28, gap)).expect("the other weeks fill the hour");
    assert_eq!(told, 1);
    close(arrivals.week[23], 24.0, 1e-12);
    let always = |d: Day, h: u16| d.weekday() as usize == 0 && h == 3;
    let why = fit(&counts(28, always)).expect_err("nothing is known of that hour");
    assert!(why.contains("Mon 03:00"), "{why}");
}

#[test]
fn too_few_days_and_unclear_rows_are_refused() {
    assert!(fit(&counts(27, |_, _| false)).is_err());
    for row in [
        "2016-01-04T10:00",
        "2016-01-04T10:30,3",
        "x,1",
        "2016-01-04T10:00,-1",
    ] {
        assert!(
            fit(&format!("{}{row}\n", counts(28, |_, _| false))).is_err(),
            "{row}"
        );
    }
}

#[test]
fn the_hour_that_comes_twice_may_be_counted_twice() {
    let row = "2016-10-30T01:00,4\n2016-10-30T01:00,6\n";
    let text = format!("{}{row}", counts(28, |_, _| false));
    assert!(fit(&text).is_ok());
    let plain = "2016-10-31T01:00,4\n2016-10-31T01:00,6\n";
    assert!(fit(&format!("{}{plain}", counts(28, |_, _| false))).is_err());
}
