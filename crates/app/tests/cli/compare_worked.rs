//! Contracts side by side with a record of worked duties: fines, breaks and rest achieved.

use serde_json::Value;

use crate::{Ran, Scratch, firstline};

const PLAN: &str = "rotas/worked-planned.csv";
const DONE: &str = "rotas/worked-done.csv";

fn compared(more: &[&str]) -> Ran {
    let mut args = vec![
        "compare",
        PLAN,
        "--contract",
        "new-deal-2002",
        "--contract",
        "england-2016",
        "--basic",
        "26350",
    ];
    args.extend(more);
    firstline(&args)
}

#[test]
fn without_worked_duties_fines_are_listed_as_not_compared() {
    let ran = compared(&[]);
    assert!(ran.out.contains("needs worked duties"), "{}", ran.out);
    assert!(!ran.out.contains("fines to doctors"));
}

#[test]
fn fines_and_monitoring_stand_under_each_contract() {
    let ran = compared(&["--worked", DONE, "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let sides = &report[0]["contracts"];
    assert_eq!(sides[0]["worked"]["fines"], Value::Null, "it knows none");
    let ben = |side: usize| {
        let shares = sides[side]["worked"]["shares"].as_array().expect("a list");
        shares.iter().find(|s| s["person"] == "BEN").expect("Ben")
    };
    assert_eq!(ben(0)["asked"], "at least 75 %");
    assert_eq!(ben(0)["kept"], 12);
    assert_eq!(ben(0)["all"], 20);
    assert_eq!(ben(0)["met"], false);
    assert_eq!(ben(1)["asked"], "more than 75 %");
    // two hours above the window at £23.13 and £38.55, as the fact base has them
    assert_eq!(sides[1]["worked"]["fines"]["doctor_pence"], 4626);
    assert_eq!(sides[1]["worked"]["fines"]["guardian_pence"], 7710);
    assert_eq!(sides[1]["worked"]["fines"]["without_sum"], 1);
}

#[test]
fn compare_and_worked_find_the_same_fines() {
    let alone = firstline(&["worked", PLAN, DONE, "--basic", "26350", "--format", "json"]);
    let alone: Value = serde_json::from_str(&alone.out).expect("JSON");
    let beside = compared(&["--worked", DONE, "--format", "json"]);
    let beside: Value = serde_json::from_str(&beside.out).expect("JSON");
    let side = &beside[0]["contracts"][1]["worked"];
    assert_eq!(
        alone["breaches"].as_array().map(Vec::len),
        side["breaches"].as_u64().map(|n| n as usize)
    );
    let fines = alone["fines"].as_array().expect("a list");
    assert_eq!(Some(fines.len() as u64), side["fines"]["count"].as_u64());
}

#[test]
fn the_rows_stand_in_text_and_in_the_page() {
    let page = Scratch::new("worked-page.html", b"");
    let path = page.path();
    let ran = compared(&["--worked", DONE, "-o", &path]);
    let html = std::fs::read_to_string(&path).expect("the page was written");
    for text in [&ran.out, &html] {
        assert!(text.contains("fines to doctors"), "{text}");
        assert!(text.contains("£46.26"), "{text}");
        assert!(text.contains("knows no fines"), "{text}");
        assert!(text.contains("TOO FEW: BEN 12 of 20"), "{text}");
        assert!(text.contains("`Clea` is only in worked-done.csv"), "{text}");
    }
}

#[test]
fn a_line_each_has_the_fines_too() {
    let ran = compared(&["--worked", DONE, "--format", "csv"]);
    let last = ran.out.lines().last().expect("a line");
    assert!(
        last.ends_with("14,46.26,77.10,1,\"TOO FEW: BEN 12 of 20, more than 75 %\""),
        "{last}"
    );
}

#[test]
fn worked_duties_stand_beside_one_rota() {
    let ran = compared(&["rotas/icu-1in8.csv", "--worked", DONE]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("C063"), "{}", ran.err);
}

#[test]
fn a_record_that_cannot_be_compared_is_told() {
    let missing = compared(&["--worked", "rotas/there-is-none.csv"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("D001"), "{}", missing.err);
    let pattern = compared(&["--worked", "rotas/icu-1in8.csv"]);
    assert_eq!(pattern.code, 2);
    assert!(pattern.err.contains("C060"), "{}", pattern.err);
    let stranger = Scratch::new(
        "stranger.csv",
        b"person,start,end,code,kind\nZed,2017-03-02T09:00,2017-03-02T17:00,D,day\n",
    );
    let nobody = compared(&["--worked", &stranger.path()]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("C061"), "{}", nobody.err);
}
