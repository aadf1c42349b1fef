//! `firstline ballot`: exit codes, JSON and what is refused.

use crate::{Ran, firstline};

fn ballot(entitled: &str, voted: &str, yes: &str, opened: &str, more: &[&str]) -> Ran {
    let mut args = vec![
        "ballot",
        "--entitled",
        entitled,
        "--voted",
        voted,
        "--yes",
        yes,
        "--opened",
        opened,
        "--public-service",
    ];
    args.extend(more);
    firstline(&args)
}

#[test]
fn the_ballot_of_november_2015_is_lawful_by_the_law_of_its_day() {
    let ran = ballot(
        "37155",
        "28316",
        "27741",
        "2015-11-05",
        &["--invalid", "11"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("Lawful in what was checked"));
    for part in [
        "98 %: more than 50 % of the valid votes are yes",
        "turnout: no such rule on Thu 5 Nov 2015",
        "Not checked",
        "inputs fnv1a64:",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

#[test]
fn the_json_has_a_row_for_each_test() {
    let ran = ballot("1000", "520", "390", "2026-02-17", &["--format", "json"]);
    assert_eq!(ran.code, 1);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON was asked for");
    assert_eq!(report["lawful"], false);
    let rows: Vec<(&str, &str, &str, bool)> = report["tests"]
        .as_array()
        .expect("tests")
        .iter()
        .map(|t| {
            let text = |key: &str| t[key].as_str().expect("a text");
            assert!(!text("source").is_empty());
            (
                text("rule"),
                text("measured"),
                text("limit"),
                t["pass"] == true,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("ballot.majority", "0.75", "0.5", true),
            ("ballot.turnout", "0.52", "0.5", true),
            ("ballot.support", "0.39", "0.4", false),
        ]
    );
    assert_eq!(ballot("1000", "520", "390", "2026-02-18", &[]).code, 0);
}

#[test]
fn notice_and_mandate_are_told_with_their_days() {
    let more = ["--closed", "2026-06-01", "--notice", "2026-06-01"];
    let out = ballot("1000", "800", "700", "2026-05-01", &more).out;
    assert!(
        out.contains("action may begin on Thu 11 Jun 2026 at the earliest"),
        "{out}"
    );
    assert!(out.contains("its last day is Mon 31 May 2027"), "{out}");
}

#[test]
fn what_cannot_be_is_refused_in_text_and_json() {
    let cases = [
        (ballot("10", "11", "5", "2026-05-01", &[]), "C081"),
        (ballot("10", "9", "5", "2010-05-01", &[]), "C081"),
        (ballot("10", "9", "5", "2026-5-1", &[]), "C021"),
        (
            ballot("10", "9", "5", "2026-05-02", &["--closed", "2026-05-01"]),
            "C081",
        ),
    ];
    for (ran, code) in cases {
        assert_eq!(ran.code, 2);
        assert!(ran.out.is_empty() && ran.err.contains(code), "{}", ran.err);
    }
    let ran = ballot("0", "0", "0", "2026-05-01", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON was asked for");
    assert!(ran.code == 2 && report["lawful"].is_null());
    assert_eq!(report["diagnostics"][0]["code"], "C081");
}
