//! The engine on a tiny made-up instance, as users run it, and on files that are no instance.

use std::fs;

use crate::{Scratch, firstline, project};

const TINY: &str = "rotas/bench/tiny.txt";

fn tiny() -> String {
    fs::read_to_string(project().join(TINY)).expect("the instance is part of the project")
}

#[test]
fn the_tiny_instance_is_solved_and_proved() {
    let ran = firstline(&["bench", TINY, "--seconds", "20"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "tiny: 6 people, 14 days, 2 shift types",
        "value              1, proved to be the best",
        "bound              1",
        "best known         not known",
        "checked            every line by the checker's walk",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    assert!(
        ran.err.contains("tiny"),
        "progress is on standard error: {}",
        ran.err
    );
}

#[test]
fn the_same_work_gives_the_same_roster_and_json() {
    let scratch = Scratch::new("one.txt", b"");
    let path = scratch.path();
    let ran = |seed: &str| {
        let args = [
            "bench",
            TINY,
            "--work",
            "3",
            "--seed",
            seed,
            "--threads",
            "2",
        ];
        let ran = firstline(&[&args[..], &["--format", "json", "-o", &path]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let kept: Vec<String> = [
            "value", "bound", "work", "moves", "seed", "threads", "feasible",
        ]
        .iter()
        .map(|key| answer[key].to_string())
        .collect();
        (
            kept,
            fs::read_to_string(&path).expect("the roster was written"),
        )
    };
    assert_eq!(ran("5"), ran("5"));
    let (kept, roster) = ran("6");
    assert_eq!(kept.last().map(String::as_str), Some("true"));
    assert_eq!(roster.lines().count(), 6);
    assert!(roster.starts_with("Asha:"), "{roster}");
}

#[test]
fn events_are_lines_of_json_whose_value_never_rises() {
    let ran = firstline(&["bench", TINY, "--seconds", "5", "--events"]);
    let mut values = Vec::new();
    for line in ran.err.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("every line is JSON");
        assert_eq!(event["event"], "progress");
        values.push(event["value"].as_i64().expect("a value"));
    }
    assert!(
        values.is_sorted_by(|a, b| a >= b) && !values.is_empty(),
        "{values:?}"
    );
}

#[test]
fn the_best_known_value_is_found_beside_the_folder() {
    let scratch = Scratch::new("best-known.csv", b"");
    let folder = std::path::PathBuf::from(scratch.path()).with_file_name("ward");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("tiny.txt");
    fs::write(&path, tiny()).expect("written");
    scratch.beside(
        "best-known.csv",
        "set,instance,lower,upper\nward,tiny,1,2\n",
    );
    let ran = firstline(&[
        "bench",
        &path.display().to_string(),
        "--seconds",
        "20",
        "--format",
        "json",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(answer["best_known"], 2);
    assert_eq!(answer["gap_to_best"], -0.5);
}

#[test]
fn half_an_instance_is_told_with_its_place_and_nothing_is_searched() {
    let text = tiny();
    let mut told = 0;
    for part in 1..8 {
        let half = Scratch::new("half.txt", &text.as_bytes()[..text.len() * part / 8]);
        let ran = firstline(&["bench", &half.path(), "--seconds", "1"]);
        assert_eq!(ran.code, 2, "{part} eighths: {}", ran.out);
        assert!(
            ran.err.contains("error[S") && ran.err.contains("half.txt:"),
            "{}",
            ran.err
        );
        told += usize::from(ran.err.contains("cut off"));
        let json = firstline(&["bench", &half.path(), "--seconds", "1", "--format", "json"]);
        let answer: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
        assert_eq!((json.code, answer["feasible"].as_bool()), (2, Some(false)));
    }
    assert!(told >= 5, "{told}");
}

#[test]
fn one_instance_that_cannot_be_read_does_not_hide_the_others() {
    let ran = firstline(&["bench", TINY, "no-such-file.txt", "--seconds", "5"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("tiny: 6 people"), "{}", ran.out);
    assert!(ran.err.contains("no-such-file.txt"), "{}", ran.err);
}

#[test]
fn somebody_without_any_line_is_named() {
    // nine earlies at least, and no more than two
    let text = tiny().replace("Carys,Early=14|Late=10", "Carys,Early=2|Late=0");
    let instance = Scratch::new("nobody.txt", text.as_bytes());
    let ran = firstline(&["bench", &instance.path(), "--seconds", "2"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("no line keeps every rule of `Carys`"),
        "{}",
        ran.err
    );
}

#[test]
fn options_out_of_range_are_told() {
    for args in [
        ["--seconds", "0"],
        ["--seconds", "-1"],
        ["--threads", "0"],
        ["--work", "nan"],
    ] {
        let args = [["bench", TINY], args].concat();
        let joined = [args[2], args[3]].join("=");
        let ran = firstline(&["bench", TINY, &joined]);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
    }
    let ran = firstline(&["bench", TINY, TINY, "-o", "target/x.txt", "--seconds", "1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("give one"), "{}", ran.err);
}
