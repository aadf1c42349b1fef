//! `firstline design`, with every sort of bad input that a department file can hold.

use std::fmt::Write;

use crate::{Ran, Scratch, firstline};

const HEAD: &str = "format = 1\nname = \"Test\"\nzone = \"Europe/London\"\n";
const ENGLAND: &str = "contract = [\"england-2016\"]\n";
const SHIFTS: &str = "
[[shift]]
code = \"D\"
start = \"09:00\"
end = \"17:00\"
kind = \"day\"
breaks = \"30\"
[[shift]]
code = \"N\"
start = \"21:00\"
end = \"09:00\"
kind = \"night\"
breaks = \"30+30+30\"
";
const COVER: &str = "
[[cover]]
shifts = \"D\"
least = 1
[[cover]]
shifts = \"N\"
least = 1
";

fn period(from: &str, to: &str) -> String {
    format!("[period]\nfrom = {from}\nto = {to}\n")
}

fn people(n: usize) -> String {
    let mut out = String::new();
    for i in 0..n {
        let _ = write!(out, "[[person]]\nname = \"P{i}\"\n");
    }
    out
}

/// Designs for a little work, with some arguments more.
fn design(name: &str, text: &str, more: &[&str]) -> Ran {
    let file = Scratch::new(&format!("{name}.toml"), text.as_bytes());
    let path = file.path();
    let mut args = vec!["design", path.as_str(), "--work", "5"];
    args.extend(more);
    let ran = firstline(&args);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", ran.out, ran.err))
}

fn plain(weeks: &str, who: &str, more: &str) -> String {
    [HEAD, ENGLAND, weeks, SHIFTS, who, more].concat()
}

#[test]
fn a_small_department_gets_a_lawful_rota_that_checks_as_a_file() {
    let text = plain(&period("2026-11-02", "2026-11-16"), &people(6), COVER);
    let house = Scratch::new("small.toml", text.as_bytes());
    let rota = Scratch::new("small.csv", b"");
    let (house, out) = (house.path(), rota.path());
    let ran = firstline(&["design", &house, "--work", "20", "-o", &out]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
    assert!(
        ran.out
            .contains("is lawful in what was checked and meets the least cover")
    );
    assert!(ran.out.contains("Not checked"));
    let checked = firstline(&["check", &out, "--department", &house]);
    assert_eq!(checked.code, 0, "{}\n{}", checked.out, checked.err);
}

#[test]
fn the_same_work_seed_and_threads_give_the_same_rota() {
    let text = plain(&period("2026-11-02", "2026-11-30"), &people(7), COVER);
    let rota = || json(&design("same", &text, &["--format", "json"]))["rota"].clone();
    assert_eq!(rota(), rota());
}

#[test]
fn the_json_says_how_good_the_rota_is() {
    let text = plain(&period("2026-11-02", "2026-11-16"), &people(6), COVER);
    let ran = design(
        "json",
        &text,
        &["--format", "json", "--events", "--seed", "7"],
    );
    let answer = json(&ran);
    for key in ["value", "bound", "gap", "seconds", "work"] {
        assert!(answer[key].is_number(), "{key}: {}", answer[key]);
    }
    assert_eq!(answer["seed"], 7);
    assert_eq!(answer["threads"], 2);
    assert_eq!(answer["feasible"], true);
    assert!(
        answer["check"]["not_checked"]
            .as_array()
            .is_some_and(|a| !a.is_empty())
    );
    let events = ran
        .err
        .lines()
        .map(serde_json::from_str::<serde_json::Value>);
    let events: Vec<_> = events.collect::<Result<_, _>>().expect("each line is JSON");
    assert!(
        events
            .iter()
            .any(|e| e["event"] == "progress" && e["doing"].is_string())
    );
}

#[test]
fn a_department_without_people_is_refused_in_words() {
    let ran = design(
        "nobody",
        &plain(&period("2026-11-02", "2026-11-16"), "", COVER),
        &[],
    );
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("there is nobody in this department"),
        "{}",
        ran.err
    );
}

#[test]
fn cover_that_nobody_has_the_skill_for_is_told_and_left_open() {
    let cover = "[[cover]]\nshifts = \"D\"\nskills = \"airway\"\nleast = 1\n";
    let ran = design(
        "skill",
        &plain(&period("2026-11-02", "2026-11-16"), &people(3), cover),
        &[],
    );
    assert_eq!(ran.code, 1, "{}\n{}", ran.out, ran.err);
    assert!(ran.out.contains("S011"), "{}", ran.out);
    assert!(
        ran.out.contains(
            "No lawful rota meets the least cover; this is the best found, with 14 gaps."
        ),
        "{}",
        ran.out
    );
}

#[test]
fn leave_of_everybody_leaves_every_duty_open() {
    let mut leave = String::new();
    for i in 0..3 {
        let _ = write!(
            leave,
            "[[leave]]\nperson = \"P{i}\"\nfrom = 2026-11-01\nto = 2026-12-01\n"
        );
    }
    let text = plain(
        &period("2026-11-02", "2026-11-16"),
        &people(3),
        &(leave + COVER),
    );
    let ran = design("leave", &text, &[]);
    assert_eq!(ran.code, 1, "{}\n{}", ran.out, ran.err);
    assert!(
        ran.out.contains("No lawful rota meets the least cover"),
        "{}",
        ran.out
    );
}

const NIGHTS: &str =
    "[[fixed]]\nperson = \"P0\"\nfrom = 2026-11-02\nto = 2026-11-09\nwork = \"N\"\n";

#[test]
fn fixed_duties_that_break_a_clause_are_kept_and_told_or_freed() {
    let text = plain(
        &period("2026-11-02", "2026-11-16"),
        &people(6),
        &(NIGHTS.to_owned() + COVER),
    );
    let kept = design("kept", &text, &[]);
    assert_eq!(kept.code, 1, "{}\n{}", kept.out, kept.err);
    assert!(
        kept.out.contains("S012") && kept.out.contains("It is not lawful"),
        "{}",
        kept.out
    );
    assert!(
        kept.out
            .contains("it stays in the rota, and so does the breach")
    );
    let freed = design("freed", &text, &["--free-fixed"]);
    assert_eq!(freed.code, 0, "{}\n{}", freed.out, freed.err);
    assert!(freed.out.contains("it was given up"));
}

#[test]
fn a_period_across_a_clock_change_is_designed_and_checked_on_real_time() {
    for (name, from, to) in [
        ("autumn", "2026-10-19", "2026-11-02"),
        ("spring", "2027-03-22", "2027-04-05"),
    ] {
        let ran = design(name, &plain(&period(from, to), &people(6), COVER), &[]);
        assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
    }
}

#[test]
fn a_period_across_a_new_version_of_clauses_keeps_each_over_its_days() {
    let ran = design(
        "versions",
        &plain(&period("2019-07-29", "2019-08-19"), &people(6), COVER),
        &[],
    );
    assert!(ran.code == 0 || ran.code == 1, "{}\n{}", ran.out, ran.err);
    assert!(ran.out.contains("changes within the period"), "{}", ran.out);
    assert!(!ran.out.contains("It is not lawful"), "{}", ran.out);
}

#[test]
fn weights_of_nothing_and_of_a_thousand_million_can_be_searched() {
    let aims = |w: &str| {
        let keys = [
            "below-least",
            "below-wanted",
            "above-most",
            "unsupervised",
            "pairings",
        ];
        let more = [
            "wishes",
            "fairness",
            "spread",
            "pay",
            "broken-weekends",
            "changes",
        ];
        let mut out = "[aims]\n".to_owned();
        for key in keys.iter().chain(&more) {
            let _ = writeln!(out, "{key} = {w}");
        }
        out
    };
    let more = "
[[wish]]
person = \"P1\"
dates = [2026-11-04]
want = \"off\"
weight = 1000000000
[[fairness]]
count = \"nights\"
shifts = \"N\"
[[pay]]
shifts = \"N\"
pounds = 100000
";
    for (weight, name) in [("0", "zero"), ("1000000000", "huge")] {
        let needs = aims(weight) + COVER + more;
        let text = plain(&period("2026-11-02", "2026-11-16"), &people(6), &needs);
        let ran = design(name, &text, &["--format", "json"]);
        assert!(ran.code == 0 || ran.code == 1, "{}\n{}", ran.out, ran.err);
        let answer = json(&ran);
        let told = answer["check"]["diagnostics"].to_string();
        assert_eq!(told.contains("S022"), weight != "0", "{told}");
        let sum: i64 = answer["aims"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|a| a["cost"].as_i64())
            .sum();
        assert_eq!(answer["value"].as_i64(), Some(sum));
    }
}

#[test]
fn five_hundred_people_are_designed_for() {
    let cover = "[[cover]]\nshifts = \"D\"\nleast = 100\n[[cover]]\nshifts = \"N\"\nleast = 40\n";
    let text = plain(&period("2026-11-02", "2026-11-16"), &people(500), cover);
    let ran = design("many", &text, &["--format", "json"]);
    assert!(ran.code == 0 || ran.code == 1, "{}", ran.err);
    assert_eq!(json(&ran)["people"].as_array().map(Vec::len), Some(500));
}

#[test]
fn a_period_of_one_day_is_designed() {
    let ran = design(
        "day",
        &plain(&period("2026-11-02", "2026-11-03"), &people(2), COVER),
        &[],
    );
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
}

#[test]
fn pairings_that_contradict_each_other_are_refused_where_they_stand() {
    let pairs = "[[pairing]]\npeople = [\"P0\", \"P1\"]\nwant = \"together\"\n[[pairing]]\npeople = [\"P1\", \"P0\"]\nwant = \"apart\"\n";
    let text = plain(
        &period("2026-11-02", "2026-11-16"),
        &people(3),
        &(COVER.to_owned() + pairs),
    );
    let ran = design("pairs", &text, &[]);
    assert_eq!(ran.code, 2, "{}\n{}", ran.out, ran.err);
    assert!(ran.err.contains("pairs.toml"), "{}", ran.err);
}

#[test]
fn a_rota_to_go_on_from_is_used_as_far_as_it_is_lawful() {
    let text = plain(&period("2026-11-02", "2026-11-16"), &people(6), COVER);
    let mut edited = "person,start,end,code,kind\n".to_owned();
    for day in 2..11 {
        // nine nights on end
        let _ = writeln!(
            edited,
            "P0,2026-11-{day:02}T21:00,2026-11-{:02}T09:00,N,night",
            day + 1
        );
    }
    let rota = Scratch::new("edited.csv", edited.as_bytes());
    let ran = design("from", &text, &["--from", &rota.path()]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
    assert!(
        ran.out.contains("S019") && ran.out.contains("england-2016:"),
        "{}",
        ran.out
    );
}

#[test]
fn options_out_of_range_and_unknown_endings_are_refused_before_the_search() {
    let text = plain(&period("2026-11-02", "2026-11-16"), &people(3), COVER);
    for more in [
        ["--threads", "0"],
        ["-o", "rota.doc"],
        ["--from", "nowhere.csv"],
    ] {
        assert_eq!(design("options", &text, &more).code, 2, "{more:?}");
    }
    let file = Scratch::new("work.toml", text.as_bytes());
    for wrong in [["--work", "-1"], ["--seconds", "nan"], ["--seconds", "0"]] {
        let joined = format!("{}={}", wrong[0], wrong[1]);
        assert_eq!(
            firstline(&["design", &file.path(), &joined]).code,
            2,
            "{joined}"
        );
    }
    let file = Scratch::new(
        "contract.toml",
        text.replace("england-2016", "englnd-2016").as_bytes(),
    );
    let ran = firstline(&["design", &file.path(), "--format", "json"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.out.contains("did you mean `england-2016`"),
        "{}",
        ran.out
    );
}
