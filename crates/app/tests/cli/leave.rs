//! `firstline leave`: days, hours and public holidays, worked out by hand beside each test.

use serde_json::Value;

use crate::{Ran, Scratch, firstline};

fn leave(args: &[&str]) -> Ran {
    let mut all = vec!["leave"];
    all.extend(args);
    let ran = firstline(&all);
    assert!(!format!("{}{}", ran.out, ran.err).contains("panicked"));
    ran
}

fn check(args: &[&str], code: i32, expected: &[&str]) {
    let ran = leave(args);
    let all = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{args:?}: {all}");
    for text in expected {
        assert!(all.contains(text), "{args:?} should say `{text}`:\n{all}");
    }
}

fn json(args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let ran = leave(&all);
    serde_json::from_str(&ran.out).expect(&ran.err)
}

const CHRISTMAS: [&str; 7] = [
    "rotas/leave.csv",
    "--department",
    "rotas/leave.toml",
    "--from",
    "2026-08-05",
    "--to",
    "2027-02-03",
];

fn christmas(person: &str) -> Value {
    let mut args = CHRISTMAS.to_vec();
    args.extend(["--person", person]);
    json(&args)[0].clone()
}

#[test]
fn the_example_in_text_reads_as_it_did() {
    insta::assert_snapshot!(leave(&CHRISTMAS).out);
}

#[test]
fn a_whole_year_is_27_days_and_32_after_five_years_with_8_public_holidays() {
    let year = ["--from", "2026-08-05", "--to", "2027-08-05"];
    for (service, annual, days, minutes) in [
        ("0", "27", "35", "16800"),
        ("4", "27", "35", "16800"),
        // 32 + 8 days of 8 h are 320 h
        ("5", "32", "40", "19200"),
    ] {
        let mut args = year.to_vec();
        args.extend(["--service-years", service]);
        let found = json(&args);
        assert_eq!(found[0]["entitled"][0]["days"], annual, "{service}");
        assert_eq!(found[0]["days"], days, "{service}");
        assert_eq!(found[0]["minutes"], minutes, "{service}");
    }
}

#[test]
fn agenda_for_change_steps_at_five_and_ten_years_and_counts_days_of_seven_and_a_half_hours() {
    for (service, annual, minutes) in [
        ("4", "27", "15750"),
        ("5", "29", "16650"),
        // 33 + 8 days of 7 h 30 are 307.5 h
        ("10", "33", "18450"),
    ] {
        let found = json(&[
            "--contract",
            "agenda-for-change",
            "--from",
            "2026-04-01",
            "--to",
            "2027-04-01",
            "--service-years",
            service,
        ]);
        assert_eq!(found[0]["entitled"][0]["days"], annual);
        assert_eq!(found[0]["minutes"], minutes);
        assert_eq!(found[0]["confidence"], "secondary");
    }
}

#[test]
fn five_years_reached_within_the_period_count_from_that_day_on() {
    // 91 days at 27 a year and 91 at 32: (27 + 32) × 91/365 = 5369/365
    let asha = christmas("Asha");
    assert_eq!(asha["entitled"][0]["days"], "5369/365");
    // with 8 × 182/365 public holidays: 6825/365 = 1365/73 days, of 480 minutes
    assert_eq!(asha["days"], "1365/73");
    assert_eq!(asha["minutes"], "655200/73");
    assert_eq!(asha["day"]["confidence"], "derived");
    assert_eq!(asha["confidence"], "derived");
}

#[test]
fn part_time_leave_goes_by_share_and_by_the_days_in_post() {
    // in post from 24 December to 2 February, 41 days: 27 × 41/365 × 60 % = 3321/1825
    let ben = christmas("Ben");
    assert_eq!(ben["post"][0], "2026-12-24");
    assert_eq!(ben["entitled"][0]["days"], "3321/1825");
    // 8 × 41/365 × 60 % = 0.539, up to the half day: 1
    assert_eq!(ben["entitled"][1]["days"], "1");
}

#[test]
fn a_holiday_worked_in_the_night_before_and_one_on_a_rest_day_are_owed() {
    let asha = christmas("Asha");
    let row = |date: &str| {
        let rows = asha["holidays"].as_array().expect("a list");
        let row = rows.iter().find(|r| r["date"] == date);
        let row = row.expect(date);
        format!("{} {}", row["how"], row["owed"]).replace('"', "")
    };
    assert_eq!(row("2026-08-31"), "not-shown unknown");
    assert_eq!(row("2026-12-25"), "worked yes");
    assert_eq!(row("2026-12-28"), "rest yes");
    assert_eq!(row("2027-01-01"), "leave no");
    assert_eq!(asha["owed"], 2);
    assert_eq!(asha["in_lieu"]["clause"], "england-2016:leave.in-lieu");
    assert_eq!(asha["in_lieu"]["confidence"], "primary");
    // one weekday of leave stands in the rota, and it is New Year's Day
    assert_eq!(asha["booked"], 0);
}

#[test]
fn part_time_people_keep_a_worked_holiday_in_their_combined_allowance() {
    let ben = christmas("Ben");
    let owed: Vec<&Value> = ben["holidays"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| &r["owed"])
        .collect();
    assert_eq!(owed, ["not-taken", "taken", "taken"]);
    assert_eq!(ben["owed"], 0);
}

#[test]
fn a_duty_that_only_touches_midnight_owes_nothing() {
    let rota = |start: &str, end: &str| {
        let text = format!("person,start,end,code,kind\nAsha,{start},{end},X,day\n");
        let file = Scratch::new("midnight.csv", text.as_bytes());
        let path = file.path();
        let found = json(&[
            &path,
            "--from",
            "2026-12-21",
            "--to",
            "2026-12-28",
            "--service-years",
            "1",
        ]);
        found[0]["owed"].clone()
    };
    assert_eq!(rota("2026-12-24T16:00", "2026-12-25T00:01"), 0);
    assert_eq!(rota("2026-12-24T16:00", "2026-12-25T00:02"), 1);
    assert_eq!(rota("2026-12-25T23:59", "2026-12-26T08:00"), 0);
    assert_eq!(rota("2026-12-25T23:58", "2026-12-26T08:00"), 1);
}

#[test]
fn a_blank_day_is_rostered_rest_only_by_the_other_reading() {
    let text = "person,start,end,code,kind\nAsha,2026-12-24T09:00,2026-12-24T17:00,D,day\n";
    let file = Scratch::new("blank.csv", text.as_bytes());
    let path = file.path();
    let days = ["--from", "2026-12-21", "--to", "2026-12-28", "--started"];
    let mut args = vec![path.as_str()];
    args.extend(days);
    args.push("2020-08-05");
    assert_eq!(json(&args)[0]["owed"], 0);
    args.extend(["--interpret", "zero-day=any-day-off"]);
    assert_eq!(json(&args)[0]["owed"], 1);
}

#[test]
fn on_call_on_a_holiday_is_owed_in_england() {
    let text =
        "person,start,end,code,kind,work\nAsha,2026-12-25T09:00,2026-12-26T09:00,C,nroc,120\n";
    let file = Scratch::new("call.csv", text.as_bytes());
    let path = file.path();
    let days = ["--from", "2026-12-21", "--to", "2026-12-28"];
    let mut args = vec![path.as_str(), "--service-years", "0"];
    args.extend(days);
    let found = json(&args);
    assert_eq!(found[0]["holidays"][0]["how"], "on-call");
    assert_eq!(found[0]["owed"], 1);
}

#[test]
fn a_pattern_shows_its_holidays_only_where_it_stands_on_dates() {
    let pattern = [
        "rotas/medicine-sho-1in8.csv",
        "--from",
        "2026-11-02",
        "--to",
        "2027-11-02",
        "--service-years",
        "0",
    ];
    check(&pattern, 0, &["the pattern stands on no dates", "35 days"]);
    let mut laid = pattern.to_vec();
    laid.extend(["--start", "2026-11-02"]);
    let found = json(&laid);
    // Christmas Day is the Friday of week 8 of the eight weeks from 2 November: a day shift
    let row = |date: &str| {
        let rows = found[0]["holidays"].as_array().expect("a list");
        rows.iter().find(|r| r["date"] == date).expect(date).clone()
    };
    assert_eq!(row("2026-12-25")["what"], "D 09:00–17:00");
    // eight weeks on is week 1 of the next cycle and so on: Good Friday, 26 March 2027, is in
    // week 5 of the third cycle, a day
    assert_eq!(row("2027-03-26")["how"], "worked");
    // Easter Monday, 29 March 2027, is the Monday of week 6, a day
    assert_eq!(row("2027-03-29")["what"], "D 09:00–17:00");
}

#[test]
fn service_that_is_not_given_is_said() {
    check(
        &["--from", "2026-08-05", "--to", "2027-08-05"],
        0,
        &[
            "C069",
            "how long Somebody has served is not given",
            "27 days",
        ],
    );
}

#[test]
fn bad_options_are_told() {
    let year = ["--from", "2026-08-05", "--to", "2027-08-05"];
    let with = |more: &[&'static str]| {
        let mut all = year.to_vec();
        all.extend(more);
        all
    };
    check(&[], 2, &["C068", "which days are meant"]);
    check(&["--from", "2026-08-05"], 2, &["C068", "belong together"]);
    check(
        &["--from", "2026-08-05", "--to", "2026-08-05"],
        2,
        &["C024", "holds no day"],
    );
    check(&with(&["--wte", "0"]), 2, &["C041", "--wte", "above 0"]);
    check(&with(&["--wte", "-0.6"]), 2, &["C041", "`-0.6`"]);
    check(&with(&["--started", "last year"]), 2, &["C021"]);
    check(
        &with(&["--contract", "working-time-regulations"]),
        2,
        &["C079", "says nothing of leave"],
    );
    let mut who = CHRISTMAS.to_vec();
    who.extend(["--person", "Ahsa"]);
    check(&who, 2, &["C040", "did you mean `Asha`?"]);
    check(
        &[
            "--department",
            "rotas/leave.toml",
            "--person",
            "Bem",
            "--from",
            "2026-08-05",
            "--to",
            "2027-08-05",
        ],
        2,
        &["C040", "did you mean `Ben`?"],
    );
}

#[test]
fn rest_days_outlive_a_conversion() {
    let ran = firstline(&["convert", CHRISTMAS[0], "-"]);
    assert!(ran.out.contains("\nAsha,2026-12-28,,,rest,"), "{}", ran.out);
    let file = Scratch::new("converted.csv", ran.out.as_bytes());
    let path = file.path();
    let mut args = CHRISTMAS.to_vec();
    args[0] = &path;
    args.extend(["--person", "Asha"]);
    assert_eq!(json(&args)[0]["holidays"], christmas("Asha")["holidays"]);
}
