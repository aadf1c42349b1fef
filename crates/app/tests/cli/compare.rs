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
