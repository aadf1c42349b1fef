//! Rotas under several contracts.

use serde_json::Value;

use crate::{Scratch, firstline};

const ROTA: &str = "rotas/medicine-sho-1in8.csv";

#[test]
fn the_same_rota_under_three_contracts() {
    let ran = firstline(&[
        "compare",
        ROTA,
        "--contract",
        "new-deal-2002@2015-11-02",
        "--contract",
        "offer-2015-11",
        "--contract",
        "england-2016@2026-11-02",
        "--basic",
        "40190",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let sides = &report[0]["contracts"];
    assert_eq!(sides[0]["verdict"], "lawful");
    assert_eq!(sides[0]["band"], "1A");
    assert_eq!(sides[1]["verdict"], "lawful");
    assert_eq!(sides[2]["verdict"], "breached");
    // 1A is half as much again
    assert_eq!(sides[0]["total_pence"], 6_028_500);
    let rest = report[0]["clauses"]
        .as_array()
        .and_then(|rows| rows.iter().find(|r| r["clause"] == "rest.after-shift-run"))
        .expect("a row");
    assert_eq!(rest["cells"][0], Value::Null);
    assert_eq!(rest["cells"][2]["measured"], "47.5");
    assert_eq!(sides[0]["less_first_pence"], 0);
    assert_eq!(
        sides[2]["less_first_pence"],
        5_451_271 - 6_028_500,
        "the total of 2026 less that of 2015"
    );
    assert_eq!(
        sides[2]["tightest"][0]["clause"],
        "england-2016:rest.after-shift-run"
    );
    assert_eq!(sides[2]["tightest"][0]["breaches"], 1);
    assert_eq!(sides[1]["average"]["measured"], "46.875");
    assert_eq!(sides[1]["nights_a_week_milli"], 875);
}

/// The dispute of 2016: every version that can be priced, with the sums worked out by hand.
#[test]
fn the_five_versions_of_the_dispute_pay_what_the_arithmetic_says() {
    let mut args = vec!["compare", ROTA, "--basic", "40190", "--format", "csv"];
    for contract in [
        "new-deal-2002@2015-11-02",
        "offer-2015-11",
        "imposed-2016-02",
        "acas-2016-05",
        "england-2016@2026-11-02",
    ] {
        args.extend(["--contract", contract]);
    }
    let ran = firstline(&args);
    let column = |name: &str| -> Vec<String> {
        let mut lines = ran.out.lines().map(|l| l.split(',').collect::<Vec<_>>());
        let heads = lines.next().expect("headings");
        let at = heads.iter().position(|h| *h == name).expect("the column");
        lines.map(|l| l[at].to_owned()).collect()
    };
    // 46.875 h; 63 h of nights, 3.5 h of Saturday evenings and 16 h of Sundays in 8 weeks; …
    assert_eq!(
        column("pay_total"),
        ["60285.00", "51870.22", "52805.89", "54340.65", "54512.71"]
    );
    assert_eq!(
        column("pay_less_first"),
        ["0.00", "-8414.78", "-7479.11", "-5944.35", "-5772.29"]
    );
    assert_eq!(column("average_hours"), ["46.88"; 5]);
    assert_eq!(
        column("average_limit"),
        ["56.00", "48.00", "48.00", "48.00", "48.00"]
    );
}

#[test]
fn a_sum_in_which_something_is_missing_is_marked_and_not_subtracted() {
    let ran = firstline(&[
        "compare",
        "rotas/icu-1in8.csv",
        "--contract",
        "agenda-for-change",
        "--contract",
        "england-2016",
        "--basic",
        "40190",
        "--fact",
        "band=5",
        "--format",
        "json",
    ]);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let sides = &report[0]["contracts"];
    assert_eq!(sides[0]["total_whole"], false);
    assert_eq!(sides[1]["total_whole"], true);
    assert_eq!(sides[1]["less_first_pence"], Value::Null);
}

#[test]
fn pay_of_each_stands_beside_the_pay_of_everybody() {
    let ran = firstline(&[
        "compare",
        "rotas/worked-planned.csv",
        "--contract",
        "new-deal-2002",
        "--contract",
        "england-2016",
        "--basic",
        "26350",
    ]);
    let of = |name: &str| {
        let line = ran.out.lines().find(|l| l.trim_start().starts_with(name));
        line.map(|l| l.split_whitespace().skip(1).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        of("Asha ").as_deref(),
        Some("£39,525.00 £28,326.25 −£11,198.75"),
        "{}",
        ran.out
    );
    assert_eq!(
        of("Ben ").as_deref(),
        Some("£26,350.00 £27,996.88 £1,646.88")
    );
}

#[test]
fn a_contract_without_pay_is_compared_in_what_it_says() {
    let ran = firstline(&[
        "compare",
        ROTA,
        "--contract",
        "working-time-regulations",
        "--contract",
        "england-2016@2026-11-02",
        "--basic",
        "40190",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.out
            .contains("working-time-regulations says nothing of pay"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("£54,512.71"));
}

#[test]
fn a_rota_that_could_not_be_read_whole_is_not_priced() {
    let rota = Scratch::new(
        "half.csv",
        b"person,start,end,code,kind\nA,2026-11-02T09:00,2026-11-02T17:00,D,day\nA,2026-11-03T09:00,2026-12-24T17:00,D,day\n",
    );
    let ran = firstline(&[
        "compare",
        &rota.path(),
        "--contract",
        "england-2016",
        "--basic",
        "40190",
    ]);
    assert!(ran.out.contains("nothing was priced"), "{}", ran.out);
    assert!(!ran.out.contains('£'), "{}", ran.out);
    assert!(ran.err.contains("D009"), "{}", ran.err);
}

#[test]
fn a_rota_without_a_duty_keeps_every_limit_and_is_not_compared() {
    let rota = Scratch::new(
        "idle.csv",
        b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,OFF,OFF,OFF,OFF,OFF,OFF,OFF\n",
    );
    let legend = Scratch::new("idle-legend.csv", b"code,start,end,kind\nOFF,,,off\n");
    let ran = firstline(&[
        "compare",
        &rota.path(),
        "--legend",
        &legend.path(),
        "--contract",
        "england-2016",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("D030"), "{}", ran.err);
}

#[test]
fn each_contract_can_have_its_own_basic_pay() {
    let with = |more: &[&str]| {
        let mut args = vec![
            "compare",
            ROTA,
            "--contract",
            "new-deal-2002@2015-11-02",
            "--contract",
            "england-2016@2016-10-05",
            "--basic",
            "30302",
        ];
        args.extend(more);
        firstline(&args)
    };
    let ran = with(&["--basic-under", "england-2016=36100"]);
    assert!(
        ran.out.contains("£45,453.00") && ran.out.contains("£48,965.14"),
        "{}",
        ran.out
    );
    for wrong in ["england-2061=36100", "england-2016=many", "36100"] {
        let ran = with(&["--basic-under", wrong]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("C041"), "{}", ran.err);
    }
}

#[test]
fn an_average_is_rounded_once() {
    // 46.0625 h
    let ran = firstline(&[
        "compare",
        "rotas/icu-1in8.csv",
        "--contract",
        "england-2016",
        "--format",
        "csv",
    ]);
    assert!(ran.out.contains(",46.06,13.00,"), "{}", ran.out);
}

#[test]
fn what_could_not_be_compared_is_listed() {
    let ran = firstline(&[
        "compare",
        ROTA,
        "--contract",
        "offer-2015-11",
        "--contract",
        "england-2016@2026-11-02",
    ]);
    assert!(
        ran.out
            .contains("what this version said of it was not found"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("no grade and no basic pay was given"),
        "{}",
        ran.out
    );
    let total = ran
        .out
        .lines()
        .find(|l| l.trim_start().starts_with("total"));
    assert!(total.is_some_and(|l| !l.contains('£')), "{}", ran.out);
}

#[test]
fn several_rotas_give_a_line_each() {
    let ran = firstline(&[
        "compare",
        "rotas/icu-1in8.csv",
        "rotas/surgery-fy1-1in6.csv",
        "--contract",
        "england-2016@2017-03-06",
        "--contract",
        "england-2016@2026-11-02",
        "--basic",
        "40190",
        "--format",
        "csv",
    ]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 5, "{}", ran.out);
    assert!(lines[1].starts_with("icu-1in8.csv,england-2016@2017-03-06,1,8,lawful,0,"));
}

#[test]
fn the_page_is_whole_and_escapes_what_it_is_given() {
    let rota = Scratch::new(
        "<b>.csv",
        b"person,start,end,code,kind\n<script>alert(1)</script>,2026-11-02T09:00,2026-11-02T17:00,D,day\n",
    );
    let page = Scratch::new("page.html", b"");
    let path = page.path();
    let ran = firstline(&[
        "compare",
        &rota.path(),
        "--contract",
        "england-2016",
        "--contract",
        "new-deal-2002",
        "--basic",
        "40190",
        "-o",
        &path,
    ]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let html = std::fs::read_to_string(&path).expect("the page was written");
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    assert!(
        !html.contains("<script>") && !html.contains("<b>"),
        "{html}"
    );
    assert!(!html.contains("http"), "nothing is fetched");
    assert!(html.contains("<svg"));
}

#[test]
fn an_unknown_contract_is_told() {
    let ran = firstline(&["compare", ROTA, "--contract", "england-2061"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("did you mean `england-2016`?"),
        "{}",
        ran.err
    );
}
