//! Bands of real rotas under the 2002 contract, as an independent program gave them.

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::{Scratch, firstline, shared};

/// Both samples: the legend has no code for bank holidays, and none for evenings on their own.
const DEPARTMENT: &str = r#"
format = 1
name = "Psychiatry"
contract = ["new-deal-2002"]
[[shift]]
code = "BH"
kind = "day"
start = "09:00"
end = "17:00"
"#;

const PERIOD: [&str; 4] = ["--from", "2015-08-05", "--to", "2016-02-03"];

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).expect("the results can be read");
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(cells).collect()
}

fn json(command: &str, rota: &Path, key: &Path, department: &Scratch, more: &[&str]) -> Value {
    let (rota, key, department) = (
        rota.display().to_string(),
        key.display().to_string(),
        department.path(),
    );
    let mut args = vec![
        command,
        &rota,
        "--legend",
        &key,
        "--department",
        &department,
    ];
    args.extend(PERIOD);
    args.extend(["--format", "json"]);
    args.extend(more);
    let ran = firstline(&args);
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

/// A measured number of hours, as a decimal or a fraction, to two decimals.
fn hundredths(text: &str) -> String {
    let number = |text: &str| text.trim().parse::<f64>().expect("a number");
    let value = match text.split_once('/') {
        Some((num, den)) => number(num) / number(den),
        None => number(text),
    };
    format!("{value:.2}")
}

/// Weekly hours with leave put in, by person, as the verdict measured them.
fn hours(report: &Value) -> Vec<(String, String)> {
    let readings = report["readings"].as_array().expect("a list");
    let text = |row: &Value, key: &str| row[key].as_str().expect(key).to_owned();
    readings
        .iter()
        .filter(|r| r["clause"] == "new-deal-2002:duty.average")
        .map(|r| (text(r, "person"), hundredths(&text(r, "measured"))))
        .collect()
}

fn bands(report: &Value) -> Vec<(String, String)> {
    let slips = report.as_array().expect("a list");
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    slips
        .iter()
        .map(|s| (text(&s["person"]), text(&s["band"]["band"])))
        .collect()
}

#[test]
fn all_26_psychiatrists_are_in_band_1b_with_the_hours_of_the_reference() {
    let Some(folder) = shared("samples/rotas-in-the-wild") else {
        return;
    };
    let file = |end: &str| folder.join(format!("01-psychiatry-26-doctors-{end}.csv"));
    let reference = rows(&file("reference-results-2002-contract"));
    assert_eq!(reference.len(), 26);
    let mut department = DEPARTMENT.to_owned();
    for row in &reference {
        writeln!(
            department,
            "[[person]]\nname = \"{}\"\nleave-weeks-a-year = {}\nhours-in-a-leave-week = \"{}h\"",
            row[0], row[2], row[3]
        )
        .expect("a string can be written to");
    }
    let department = Scratch::new("psychiatry.toml", department.as_bytes());
    let (rota, key) = (file("date-rows"), file("shift-key"));
    let verdict = json("check", &rota, &key, &department, &[]);
    let expected: Vec<(String, String)> = reference
        .iter()
        .map(|row| (row[0].clone(), row[4].clone()))
        .collect();
    assert_eq!(hours(&verdict), expected);
    let pay = json("pay", &rota, &key, &department, &["--basic", "30000"]);
    let expected: Vec<(String, String)> = reference
        .iter()
        .map(|row| (row[0].clone(), row[8].clone()))
        .collect();
    assert_eq!(bands(&pay), expected);
}

#[test]
fn two_who_share_a_post_have_base_f7_and_band_fb() {
    let Some(folder) = shared("samples/rotas-in-the-wild") else {
        return;
    };
    let reference = rows(&folder.join("02-psychiatry-ltft-reference-results-2002-contract.csv"));
    let mut department = DEPARTMENT.to_owned();
    for code in ["MF L1", "MF L2", "MF L3"] {
        writeln!(
            department,
            "[[shift]]\ncode = \"{code}\"\nkind = \"late\"\nstart = \"17:00\"\nend = \"21:30\""
        )
        .expect("a string can be written to");
    }
    for row in &reference {
        writeln!(
            department,
            "[[person]]\nname = \"Doctor {}\"\nshare = 0.6\nleave-weeks-a-year = {}\nhours-in-a-leave-week = \"{}h\"",
            row[0], row[2], row[3]
        )
        .expect("a string can be written to");
    }
    let department = Scratch::new("shared-post.toml", department.as_bytes());
    let rota = folder.join("02-psychiatry-ltft-job-share-week-rows.csv");
    let key = folder.join("01-psychiatry-26-doctors-shift-key.csv");
    let verdict = json("check", &rota, &key, &department, &[]);
    let expected: Vec<(String, String)> = reference
        .iter()
        .map(|row| (format!("Doctor {}", row[0]), row[4].clone()))
        .collect();
    assert_eq!(hours(&verdict), expected);
    let pay = json("pay", &rota, &key, &department, &["--basic", "42995"]);
    let expected: Vec<(String, String)> = reference
        .iter()
        .map(|row| (format!("Doctor {}", row[0]), row[8].clone()))
        .collect();
    assert_eq!(bands(&pay), expected);
    for slip in pay.as_array().expect("a list") {
        assert_eq!(slip["lines"][0]["quantity"], "F7");
        // 0.7 × 1.4 = 0.98 of full-time basic pay
        assert_eq!(slip["total_pence"], 4_213_510);
    }
}
