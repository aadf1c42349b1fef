//! What the commands answer.

use serde_json::Value;

use crate::{Scratch, firstline};

fn json(args: &[&str]) -> (Value, i32) {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let ran = firstline(&all);
    let value = serde_json::from_str(&ran.out).expect(&ran.out);
    (value, ran.code)
}

fn clauses<'v>(report: &'v Value, list: &str) -> Vec<&'v str> {
    report[list]
        .as_array()
        .map(|rows| rows.iter().filter_map(|r| r["clause"].as_str()).collect())
        .unwrap_or_default()
}

#[test]
fn the_demo_prints_its_verdict_with_the_grid() {
    let ran = firstline(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("NOT LAWFUL: 1 breach"), "{}", ran.out);
    assert!(
        ran.out
            .contains("     6  D*    D*    D*    D*    N*    N*    N*"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("47 h 30 min of rest after the run, needs 48 h")
    );
}

#[test]
fn a_verdict_in_text_reads_as_it_did() {
    let args = ["check", "rotas/medicine-sho-1in8.csv", "--on", "2026-11-02"];
    insta::assert_snapshot!(firstline(&args).out);
}

#[test]
fn a_verdict_in_json_reads_as_it_did() {
    let args = [
        "check",
        "rotas/medicine-sho-1in8.csv",
        "--on",
        "2026-11-02",
        "--start",
        "2026-11-02",
        "--format",
        "json",
    ];
    insta::assert_snapshot!(firstline(&args).out);
}

#[test]
fn exit_codes_say_yes_no_and_nothing() {
    let check = |rota: &str| firstline(&["check", rota, "--on", "2026-11-02"]).code;
    assert_eq!(check("rotas/surgery-fy1-1in6.csv"), 0);
    assert_eq!(check("rotas/medicine-sho-1in8.csv"), 1);
    assert_eq!(check("rotas/no-such-rota.csv"), 2);
}

#[test]
fn nothing_judged_is_still_json() {
    let (report, code) = json(&["check", "rotas/no-such-rota.csv"]);
    assert_eq!(code, 2);
    assert_eq!(report["verdict"], Value::Null);
    assert_eq!(report["diagnostics"][0]["code"], "D001");
}

#[test]
fn the_seven_duties_and_the_short_rest_are_found() {
    let (report, code) = json(&["check", "rotas/medicine-sho-1in8.csv", "--on", "2026-11-02"]);
    assert_eq!(code, 1);
    assert_eq!(
        clauses(&report, "breaches"),
        ["england-2016:rest.after-shift-run"]
    );
    assert_eq!(report["breaches"][0]["measured"], "47.5");
    assert_eq!(report["breaches"][0]["limit"], "48");
}

#[test]
fn every_clause_of_the_contract_has_a_reading_or_a_reason_why_not() {
    let (report, _) = json(&["check", "rotas/medicine-sho-1in8.csv", "--on", "2026-11-02"]);
    let mut spoken = clauses(&report, "readings");
    spoken.extend(clauses(&report, "not_checked"));
    // clauses whose class never occurs in this rota have nothing to measure
    let silent = [
        "run.long-late",
        "rest.after-long-late",
        "oncall",
        "hours.average-ltft",
        "run.low-intensity",
    ];
    let all = firstline(&["contracts", "england-2016", "--on", "2026-11-02"]).out;
    let ids = all
        .lines()
        .filter(|l| l.contains(" (R0") && !l.starts_with(' '));
    for id in ids.filter_map(|l| l.split(' ').next()) {
        let known = spoken.iter().any(|s| s.ends_with(&format!(":{id}")));
        assert!(known || silent.iter().any(|s| id.starts_with(s)), "{id}");
    }
}

#[test]
fn a_contract_is_added_as_a_file_alone() {
    let contract = "crates/app/tests/data/invented.toml";
    let (report, code) = json(&[
        "check",
        "rotas/medicine-sho-1in8.csv",
        "--contract",
        contract,
        "--on",
        "2026-11-02",
    ]);
    assert_eq!(code, 1);
    assert!(clauses(&report, "breaches").contains(&"lighthouse-keepers:watch.length"));
    let (report, code) = json(&[
        "check",
        "rotas/medicine-sho-1in8.csv",
        "--contract",
        contract,
        "--on",
        "2025-11-03",
    ]);
    assert_eq!(code, 0, "the older version allows 14 hours: {report}");
}

#[test]
fn the_law_of_a_date_is_the_version_of_that_date() {
    let on = |day: &str| {
        let (report, _) = json(&["check", "rotas/medicine-sho-1in8.csv", "--on", day]);
        clauses(&report, "breaches").len()
    };
    assert_eq!(on("2017-03-06"), 0, "eight shifts were allowed in 2017");
    assert_eq!(on("2026-11-02"), 1);
}

#[test]
fn inside_the_adoption_window_the_newer_limit_decides_and_a_warning_says_so() {
    let (report, code) = json(&["check", "rotas/medicine-sho-1in8.csv", "--on", "2019-10-07"]);
    assert_eq!(code, 1);
    let warning = report["warnings"][0]["text"].as_str().unwrap_or_default();
    assert!(warning.contains("until 2020-08-05"), "{warning}");
    assert!(
        warning.contains("the older limit would have been kept"),
        "{warning}"
    );
}

#[test]
fn an_interpretation_can_be_chosen_and_a_flip_is_a_warning() {
    let rota = "rotas/emergency-dept-1in12.csv";
    let (report, code) = json(&["check", rota, "--on", "2026-11-02"]);
    assert_eq!(code, 1);
    let breach = &report["breaches"][0];
    assert_eq!(breach["clause"], "england-2016:weekend.frequency");
    assert_eq!(breach["measured"], "5/12");
    assert_eq!(breach["interpretation"], "weekend-touch");
    let (_, code) = json(&[
        "check",
        rota,
        "--on",
        "2026-11-02",
        "--interpret",
        "weekend-touch=start",
    ]);
    assert_eq!(code, 0);
}

#[test]
fn an_agreement_holds_only_with_everybody_who_must_agree() {
    let department = |agreed: &str| {
        format!(
            "format = 1\nname = \"Test\"\n[[agreement]]\nclause = \"england-2016:weekend.frequency\"\nlimit = \"1/2\"\nagreed-by = [{agreed}]\non = 2026-09-01\n"
        )
    };
    let check = |file: &Scratch| {
        let path = file.path();
        let rota = "rotas/emergency-dept-1in12.csv";
        firstline(&["check", rota, "--on", "2026-11-02", "--department", &path])
    };
    let all = "\"clinical director\", \"guardian\", \"director of medical education\"";
    let whole = check(&Scratch::new("whole.toml", department(all).as_bytes()));
    assert_eq!(whole.code, 0, "{}", whole.out);
    let part = check(&Scratch::new(
        "part.toml",
        department("\"guardian\"").as_bytes(),
    ));
    assert_eq!(part.code, 1);
    assert!(
        part.out
            .contains("clinical director and director of medical education must have agreed")
    );
}

#[test]
fn unknown_on_call_work_is_not_checked_for_hours() {
    let rota = Scratch::new(
        "oc.csv",
        b"person,start,end,code,kind,breaks,work,rest,longest_rest\nAsha,2026-11-02T09:00,2026-11-03T09:00,OC,nroc,,,,\nAsha,2026-11-04T09:00,2026-11-04T17:00,D,day,30,,,\n",
    );
    let (report, code) = json(&["check", &rota.path()]);
    assert_eq!(code, 0, "{report}");
    assert!(clauses(&report, "not_checked").contains(&"england-2016:hours.window"));
    assert!(!clauses(&report, "readings").contains(&"england-2016:hours.window"));
}

#[test]
fn the_clock_change_shows_both_clocks() {
    let rota = Scratch::new(
        "dst.csv",
        b"person,start,end,code,kind\nAsha,2026-10-24T20:30,2026-10-25T09:00,N,night\n",
    );
    let (report, code) = json(&["check", &rota.path()]);
    assert_eq!(code, 1);
    let breach = &report["breaches"][0];
    assert_eq!(breach["clause"], "england-2016:shift.length");
    assert_eq!(breach["measured"], "13.5");
    assert_eq!(breach["nominal"], "12.5");
    assert_eq!(breach["from"], "2026-10-24T20:30:00+01:00");
    assert_eq!(breach["to"], "2026-10-25T09:00:00+00:00");
}

#[test]
fn explain_tells_a_kind_a_clause_and_a_working() {
    let kind = firstline(&["explain", "rest-between-duties"]);
    assert_eq!(kind.code, 0);
    assert!(kind.out.contains("england-2016:rest.between"));
    let clause = firstline(&[
        "explain",
        "england-2016:rest.after-night",
        "rotas/icu-1in8.csv",
    ]);
    assert_eq!(clause.code, 0, "{}", clause.err);
    assert!(clause.out.contains("headroom"), "{}", clause.out);
    let typo = firstline(&["explain", "england-2016:rest.after-nigth"]);
    assert_eq!(typo.code, 2);
    assert!(
        typo.err
            .contains("did you mean `england-2016:rest.after-night`?")
    );
}

#[test]
fn a_rota_converted_and_checked_again_says_the_same() {
    let out = Scratch::new("tidy.csv", b"");
    let path = out.path();
    let start = ["--start", "2026-11-02"];
    let ran = firstline(&[
        "convert",
        "rotas/surgery-fy1-1in6.csv",
        &path,
        start[0],
        start[1],
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (report, code) = json(&["check", &path]);
    assert_eq!(code, 0, "{report}");
    let window = |report: &Value| -> Value {
        report["readings"]
            .as_array()
            .and_then(|r| {
                r.iter()
                    .find(|r| r["clause"] == "england-2016:hours.window")
            })
            .map(|r| r["measured"].clone())
            .unwrap_or_default()
    };
    let (pattern, _) = json(&["check", "rotas/surgery-fy1-1in6.csv", start[0], start[1]]);
    assert_eq!(window(&report), window(&pattern));
}
