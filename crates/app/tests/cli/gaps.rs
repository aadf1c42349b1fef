//! `firstline gaps`: the projection of the example department, and missing figures.

use crate::{Ran, Scratch, firstline};

fn gaps(more: &[&str]) -> Ran {
    let mut args = vec!["gaps"];
    args.extend(more);
    firstline(&args)
}

const DEPARTMENT: &str = "rotas/medicine.toml";

#[test]
fn the_example_department_loses_a_floor_when_its_rotation_ends() {
    let ran = gaps(&[DEPARTMENT, "--months", "12"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for part in [
        "Gaps ahead: Medicine, tier 1",
        "average-48",
        "2027-03-01",
        "secondary: regulator's report",
        "seed 1",
        "inputs fnv1a64:",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    assert!(!ran.out.to_lowercase().contains("safe"));
}

#[test]
fn the_same_seed_gives_the_same_json() {
    let args = [
        DEPARTMENT, "--months", "6", "--seed", "7", "--format", "json",
    ];
    let (first, second) = (gaps(&args).out, gaps(&args).out);
    assert_eq!(first, second);
    let report: serde_json::Value = serde_json::from_str(&first).expect("JSON was asked for");
    assert_eq!(report["grounds"]["seed"], 7);
    assert_eq!(report["months"].as_array().map(Vec::len), Some(7));
    let other = gaps(&[
        DEPARTMENT, "--months", "6", "--seed", "8", "--format", "json",
    ])
    .out;
    assert_ne!(first, other);
}

#[test]
fn a_department_without_figures_is_told_where_they_belong() {
    let file = Scratch::new("ward.toml", b"format = 1\nname = \"Ward\"\n");
    let ran = gaps(&[&file.path()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("C082") && ran.err.contains("ward.gaps.toml"),
        "{}",
        ran.err
    );
    file.beside("ward.gaps.toml", "format = 1\nestablishment = 3\n");
    let ran = gaps(&[&file.path(), "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON was asked for");
    assert!(ran.code == 2 && report["department"].is_null());
    assert_eq!(report["diagnostics"][0]["code"], "C003");
    file.beside(
        "ward.gaps.toml",
        "format = 1\nestablishment = 3\nheadcount = 3\n",
    );
    let ran = gaps(&[&file.path()]);
    assert!(
        ran.code == 0 && ran.out.contains("No floor is given"),
        "{}",
        ran.err
    );
}

#[test]
fn people_of_the_department_file_are_counted_with_their_shares() {
    let file = Scratch::new(
        "people.toml",
        b"format = 1\nname = \"Ward\"\n[[person]]\nname = \"Asha\"\nshare = 0.6\n[[person]]\nname = \"Ben\"\n",
    );
    file.beside("people.gaps.toml", "format = 1\nestablishment = 3\n");
    let out = gaps(&[&file.path(), "--months", "1"]).out;
    assert!(out.contains("gaps.headcount: people in post on the first day = 2\n      given: people of the department file"), "{out}");
    assert!(out.contains("= 0.8000"), "{out}");
}

#[test]
fn options_out_of_range_are_told() {
    let ran = gaps(&[DEPARTMENT, "--months", "0", "--runs", "5"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("--months must be from 1") && ran.err.contains("--runs must be"),
        "{}",
        ran.err
    );
}
