//! `firstline worked`: the record beside the plan.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::{Ran, Scratch, firstline};

const TIDY: &str = "person,start,end,code,kind,breaks,work\n";

/// Tests run side by side: each file has a name of its own.
fn rota(name: &str, rows: &str) -> Scratch {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{name}-{number}.csv");
    Scratch::new(&name, format!("{TIDY}{rows}").as_bytes())
}

fn worked(planned: &str, done: &str, more: &[&str]) -> Ran {
    let plan = rota("plan", planned);
    let record = rota("record", done);
    let (plan, record) = (plan.path(), record.path());
    let mut args = vec!["worked", plan.as_str(), record.as_str()];
    args.extend(more);
    let ran = firstline(&args);
    let all = format!("{}{}", ran.out, ran.err);
    assert!(!all.contains("panicked"), "{all}");
    ran
}

pub(crate) fn json(planned: &str, done: &str, more: &[&str]) -> (Value, i32) {
    let mut all = more.to_vec();
    all.extend(["--format", "json"]);
    let ran = worked(planned, done, &all);
    let value = serde_json::from_str(&ran.out).expect(&ran.out);
    (value, ran.code)
}

const EXAMPLE: [&str; 3] = [
    "worked",
    "rotas/worked-planned.csv",
    "rotas/worked-done.csv",
];

fn example(more: &[&str]) -> Ran {
    let mut args = EXAMPLE.to_vec();
    args.extend(more);
    firstline(&args)
}

/// The days from which the 74 hours come, with an eighth of March that was not planned.
pub(crate) const PLAN_66: &str = "\
Asha,2017-03-02T08:00,2017-03-02T20:30,,,,
Asha,2017-03-03T08:00,2017-03-03T20:30,,,,
Asha,2017-03-04T08:00,2017-03-04T20:30,,,,
Asha,2017-03-05T08:00,2017-03-05T20:30,,,,
Asha,2017-03-06T09:00,2017-03-06T17:00,,,,
Asha,2017-03-07T09:00,2017-03-07T17:00,,,,
";

pub(crate) fn done_74() -> String {
    format!("{PLAN_66}Asha,2017-03-08T13:00,2017-03-08T21:00,,,,\n")
}

#[test]
fn the_example_in_text_reads_as_it_did() {
    insta::assert_snapshot!(example(&["--grade", "F1", "--working"]).out);
}

#[test]
fn an_unplanned_duty_is_time_owed() {
    let (report, _) = json(PLAN_66, &done_74(), &[]);
    assert_eq!(report["people"][0]["over_minutes"], 480);
    assert_eq!(report["people"][0]["under_minutes"], 0);
    let extra: Vec<&Value> = report["duties"]
        .as_array()
        .expect("duties are a list")
        .iter()
        .filter(|d| d["status"] == "not-planned")
        .collect();
    assert_eq!(extra.len(), 1);
    assert_eq!(extra[0]["worked"][0]["start"], "2017-03-08T13:00:00+00:00");
}

#[test]
fn early_starts_and_late_finishes_are_told_by_the_minute() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,30,\n";
    let done = "Asha,2026-11-02T08:50,2026-11-02T18:05,D,day,0,\n";
    let ran = worked(plan, done, &[]);
    assert!(
        ran.out.contains("Mon 2 Nov 2026 09:00–17:00: started 10 min early (08:50), finished 1 h 05 min late (18:05)"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("time owed: 1 h 15 min worked outside the plan")
    );
    assert!(
        ran.out
            .contains("shorter than planned on 1, by 30 min in all")
    );
}

#[test]
fn a_duty_worked_at_another_time_is_one_not_worked_and_one_not_planned() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let done = "Asha,2026-11-02T17:00,2026-11-02T22:00,D,day,,\n";
    let (report, _) = json(plan, done, &[]);
    let status = |i: usize| report["duties"][i]["status"].clone();
    assert_eq!(status(0), "no-record");
    assert_eq!(status(1), "not-planned");
}

#[test]
fn two_planned_duties_worked_through_are_one_stretch() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T13:00,D,day,,\nAsha,2026-11-02T14:00,2026-11-02T18:00,D,day,,\n";
    let done = "Asha,2026-11-02T09:00,2026-11-02T18:30,D,day,,\n";
    let (report, _) = json(plan, done, &[]);
    assert_eq!(report["duties"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["people"][0]["over_minutes"], 90);
    assert!(
        report["duties"][0]["text"]
            .to_string()
            .contains("2 duties worked as one")
    );
}

#[test]
fn on_call_counts_by_the_work_done_and_not_by_presence() {
    let plan = "Asha,2026-11-02T09:00,2026-11-03T09:00,C,nroc,,120\n";
    let done = "Asha,2026-11-02T09:00,2026-11-03T09:00,C,nroc,,300\n";
    let (report, _) = json(plan, done, &[]);
    assert_eq!(report["people"][0]["over_minutes"], 180);
    let silent = "Asha,2026-11-02T09:00,2026-11-03T10:00,C,nroc,,\n";
    let (report, _) = json(plan, silent, &[]);
    assert_eq!(report["people"][0]["over_minutes"], 0);
    assert_eq!(report["people"][0]["on_call_unknown"], 1);
    assert_eq!(report["duties"][0]["over_minutes"], Value::Null);
}

#[test]
fn sickness_in_the_record_says_why_a_duty_was_not_worked() {
    let ran = example(&[]);
    assert!(
        ran.out
            .contains("Tue 14 Mar 2017 09:00–17:00: not worked, sick")
    );
}

#[test]
fn days_of_which_the_record_says_nothing_are_told_and_not_counted() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\nAsha,2026-11-09T09:00,2026-11-09T17:00,D,day,,\n";
    let done = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let ran = worked(plan, done, &[]);
    let told =
        "1 duty planned from Mon 9 Nov 2026 to Mon 9 Nov 2026, outside the days of the record";
    assert!(ran.out.contains(told), "{}", ran.out);
    assert!(
        ran.out.contains("0 min planned and not worked"),
        "{}",
        ran.out
    );
}

#[test]
fn names_match_but_for_capitals_and_blanks() {
    let plan = "Asha  Ray,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let done = "ASHA RAY,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let (report, code) = json(plan, done, &[]);
    assert_eq!(code, 0, "{report}");
    assert_eq!(report["people"][0]["matched"], "alike");
    assert_eq!(report["people"][0]["planned"], "Asha Ray");
}

#[test]
fn a_name_that_is_only_close_is_not_taken() {
    let (report, _) = {
        let ran = example(&["--format", "json"]);
        let value: Value = serde_json::from_str(&ran.out).expect(&ran.out);
        (value, ran.code)
    };
    let left = &report["unmatched"];
    assert_eq!(left[0]["person"], "Clea");
    assert_eq!(left[0]["file"], "worked");
    assert_eq!(left[0]["did_you_mean"], "Cleo");
    assert_eq!(left[1]["person"], "Cleo");
    assert_eq!(left[1]["file"], "planned");
}

#[test]
fn two_people_whose_names_differ_by_capitals_alone_are_not_guessed() {
    let plan = "asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\nAsha,2026-11-03T09:00,2026-11-03T17:00,D,day,,\n";
    let done = "ASHA,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let ran = worked(plan, done, &[]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn where_nobody_matches_nothing_is_compared() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let done = "Ashe,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let ran = worked(plan, done, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("C061"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `Asha`?"), "{}", ran.err);
    let (report, code) = json(plan, done, &[]);
    assert_eq!(code, 2);
    assert_eq!(report["judged"], Value::Null);
}

#[test]
fn an_empty_file_on_either_side_compares_nothing() {
    let full = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    for (plan, done) in [("", full), (full, "")] {
        let ran = worked(plan, done, &[]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("D0"), "{}", ran.err);
    }
}

#[test]
fn a_pattern_cannot_be_compared_with_a_record() {
    let ran = firstline(&["worked", "rotas/icu-1in8.csv", "rotas/worked-done.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("C060"), "{}", ran.err);
}

#[test]
fn the_two_files_swapped_are_told() {
    let swapped = firstline(&["worked", EXAMPLE[2], EXAMPLE[1]]);
    assert!(swapped.out.contains("C062"), "{}", swapped.out);
    assert!(!example(&[]).out.contains("C062"));
}

#[test]
fn a_breach_that_the_plan_already_had_is_told_as_such() {
    let long = "Asha,2026-11-02T07:00,2026-11-02T21:00,X,day,,\n";
    let (report, code) = json(long, long, &[]);
    assert_eq!(code, 1);
    assert_eq!(report["breaches"][0]["clause"], "england-2016:shift.length");
    assert_eq!(report["breaches"][0]["planned_too"], true);
}

#[test]
fn a_record_of_less_than_four_weeks_has_no_share_of_breaks() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,30,\n";
    let (report, _) = json(plan, plan, &[]);
    assert_eq!(report["shares"][0]["met"], Value::Null);
    assert!(report["shares"][0]["why"].to_string().contains("4 weeks"));
}

#[test]
fn monitoring_under_the_new_deal_asks_for_three_quarters() {
    let ran = example(&["--contract", "new-deal-2002"]);
    let told = "BEN: kept on 12 of 20 occasions";
    assert!(ran.out.contains(told), "{}", ran.out);
    assert!(
        ran.out.contains("at least 75 % is asked: TOO FEW"),
        "{}",
        ran.out
    );
}

#[test]
fn formulas_and_markup_in_names_are_only_text() {
    let plan = "=1+1,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n<script>,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let (report, code) = json(plan, plan, &[]);
    assert_eq!(code, 0);
    let names: Vec<&str> = (0..2)
        .filter_map(|i| report["people"][i]["worked"].as_str())
        .collect();
    assert_eq!(names, ["=1+1", "<script>"]);
}

#[test]
fn options_that_cannot_be_used_are_told() {
    for option in ["--basic", "--locum-rate"] {
        let ran = example(&[option, "many"]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("C041") && ran.err.contains(option),
            "{}",
            ran.err
        );
    }
}
