//! Fines in `firstline worked`: what a breach in the record costs, to the penny.

use serde_json::Value;

use crate::worked::{PLAN_66, done_74, json};
use crate::{Scratch, firstline};

#[test]
fn the_published_fine_is_met_to_the_penny() {
    let (report, code) = json(PLAN_66, &done_74(), &["--grade", "F1"]);
    assert_eq!(code, 1);
    let fine = &report["fines"][0];
    assert_eq!(fine["clause"], "england-2016:fine.window");
    assert_eq!(fine["hours"], "2");
    assert_eq!(fine["doctor_pence"], 4626);
    assert_eq!(fine["guardian_pence"], 7710);
    assert_eq!(fine["confidence"], "derived");
    assert_eq!(fine["planned_too"], false);
    assert_eq!(report["fines"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_rate_goes_by_the_doctors_own_basic_pay() {
    for (grade, hourly) in [("F1", 2313), ("F2", 2678), ("CT1", 3168), ("ST3", 4016)] {
        let (report, _) = json(PLAN_66, &done_74(), &["--grade", grade]);
        assert_eq!(report["fines"][0]["doctor_hourly_pence"], hourly, "{grade}");
    }
}

#[test]
fn without_a_grade_the_fine_is_listed_with_the_reason() {
    let (report, _) = json(PLAN_66, &done_74(), &[]);
    assert_eq!(report["fines"].as_array().map(Vec::len), Some(0));
    let listed = &report["not_priced"][0];
    assert_eq!(listed["clause"], "england-2016:fine.window");
    assert_eq!(listed["person"], "Asha");
    assert!(listed["why"].to_string().contains("no grade"), "{listed}");
}

#[test]
fn since_2019_a_fine_goes_by_a_locum_rate_that_must_be_given() {
    let plan = "Asha,2026-11-02T08:00,2026-11-02T21:00,X,day,,\n";
    let done = "Asha,2026-11-02T08:00,2026-11-02T22:30,X,day,,\n";
    let (report, _) = json(plan, done, &["--grade", "F1"]);
    let priced = |list: &Value, clause: &str| {
        let rows = list.as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|r| r["clause"] == clause)
    };
    let clause = "england-2016:fine.shift";
    let listed = priced(&report["not_priced"], clause).expect("it is listed");
    assert!(listed["why"].to_string().contains("--locum-rate"));
    let given = [
        "--locum-rate",
        "40.00",
        "--locum-source",
        "the trust's rate card",
    ];
    let (report, _) = json(plan, done, &given);
    let fine = priced(&report["fines"], clause).expect("it has a sum");
    // an hour and a half over, at one and a half and two and a half times £40
    assert_eq!(fine["doctor_pence"], 9000);
    assert_eq!(fine["guardian_pence"], 15_000);
    assert!(
        fine["working"]
            .to_string()
            .contains("the trust's rate card")
    );
}

#[test]
fn rest_is_fined_from_2019_on_and_before_only_below_eight_hours() {
    let rest = |year: &str, start: &str| {
        let first = format!("Asha,{year}-11-07T09:00,{year}-11-07T21:00,X,day,,\n");
        let plan = format!("{first}Asha,{year}-11-08T09:00,{year}-11-08T17:00,X,day,,\n");
        let done = format!("{first}Asha,{year}-11-08T{start},{year}-11-08T17:00,X,day,,\n");
        let (report, _) = json(&plan, &done, &["--grade", "F1", "--locum-rate", "40"]);
        report["fines"][0]["hours"].clone()
    };
    assert_eq!(rest("2016", "07:00"), Value::Null);
    assert_eq!(rest("2016", "04:30"), "0.5");
    assert_eq!(rest("2023", "07:00"), "1");
}

#[test]
fn the_fines_without_an_amount_are_always_listed() {
    let plan = "Asha,2026-11-02T09:00,2026-11-02T17:00,D,day,,\n";
    let (report, code) = json(plan, plan, &[]);
    assert_eq!(code, 0);
    let listed = report["not_priced"].to_string();
    assert!(listed.contains("fine.exception-report"), "{listed}");
    assert!(listed.contains("fine.information"), "{listed}");
}

#[test]
fn breaks_missed_on_a_quarter_of_occasions_are_a_fine_and_on_fewer_are_not() {
    let rows = |missed: usize| -> String {
        let row = |i: usize| {
            let day = 6 + i / 5 * 7 + i % 5;
            let breaks = if i < missed { 0 } else { 30 };
            format!("Asha,2017-03-{day:02}T09:00,2017-03-{day:02}T17:00,D,day,{breaks},\n")
        };
        (0..20).map(row).collect::<Vec<_>>().concat()
    };
    let found = |missed: usize| {
        let (report, _) = json(&rows(0), &rows(missed), &[]);
        (
            report["shares"][0]["met"].clone(),
            report["not_priced"].to_string(),
        )
    };
    let (met, listed) = found(4);
    assert_eq!(met, true);
    assert!(!listed.contains("fine.breaks"), "{listed}");
    let (met, listed) = found(5);
    assert_eq!(met, false);
    assert!(listed.contains("due for 5 occasions"), "{listed}");
}

#[test]
fn an_average_is_fined_for_every_week_of_its_reference() {
    let rows = |end: &str| -> String {
        let row = |i: usize| {
            let day = 6 + i / 5 * 7 + i % 5;
            format!("Asha,2017-03-{day:02}T08:00,2017-03-{day:02}T{end},D,day,,\n")
        };
        // four weeks end on Friday 31 March
        (0..20).map(row).collect::<Vec<_>>().concat()
    };
    // 50 h a week where 48 are allowed, for four weeks
    let (report, _) = json(&rows("17:00"), &rows("18:00"), &["--grade", "F1"]);
    let fine = &report["fines"][0];
    assert_eq!(fine["clause"], "england-2016:fine.average");
    assert_eq!(fine["hours"], "8");
    assert_eq!(fine["doctor_pence"], 8 * 2313);
    let more = [
        "--grade",
        "F1",
        "--interpret",
        "fine-average-hours=one-week",
    ];
    let (report, _) = json(&rows("17:00"), &rows("18:00"), &more);
    assert_eq!(report["fines"][0]["hours"], "2");
}

#[test]
fn rest_on_call_that_was_not_had_is_fined_by_the_hour() {
    let header = "person,start,end,code,kind,work,rest,longest_rest\n";
    let file = |name: &str, rest: &str| {
        let row = format!("Asha,2026-11-02T09:00,2026-11-03T09:00,C,nroc,{rest}\n");
        Scratch::new(name, format!("{header}{row}").as_bytes())
    };
    let plan = file("on-call-plan.csv", "120,600,360");
    let record = file("on-call-record.csv", "300,390,330");
    let (plan, record) = (plan.path(), record.path());
    let args = [
        "worked",
        &plan,
        &record,
        "--locum-rate",
        "40",
        "--format",
        "json",
    ];
    let ran = firstline(&args);
    let report: Value = serde_json::from_str(&ran.out).expect(&ran.out);
    assert_eq!(
        report["fines"][0]["clause"],
        "england-2016:fine.on-call-rest"
    );
    assert_eq!(report["fines"][0]["hours"], "1.5");
}
