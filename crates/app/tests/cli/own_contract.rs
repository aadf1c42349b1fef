//! A contract is a file: it is judged and priced without a line of the program knowing it.

use serde_json::Value;

use crate::{Ran, Scratch, firstline, project};

/// Limits and pay of an invented hospital, with documents and public holidays of its own.
const TERMS: &str = r#"
format = 1
id = "moon-base"
title = "Terms of an invented hospital on the moon"
from = 2026-01-01
holidays = "moon"

[class.duty]
text = "any duty"

[class.landing-day]
text = "a duty that starts on a public holiday"
public-holiday = "starts"

[[clause]]
id = "rest"
kind = "rest-between-duties"
force = "must"
text = "At least {min} of rest."
[[clause.version]]
from = 2026-01-01
cite = { document = "moon-terms", at = "page 1" }
confidence = "memory"
checked = { on = 2026-11-22, by = "nobody" }
params = { of = "duty", min = "13h", clock = "elapsed" }

[[clause]]
id = "landing-days"
kind = "count-in-days"
force = "must"
text = "At most {max} duties on landing days in {days} days."
[[clause.version]]
from = 2026-01-01
cite = { document = "moon-terms", at = "page 2" }
confidence = "memory"
checked = { on = 2026-11-22, by = "nobody" }
params = { of = "landing-day", max = 0, days = 7 }

[[clause]]
id = "pay.rate"
kind = "pay-base"
force = "must"
text = "The annual rate."
[[clause.version]]
from = 2026-01-01
cite = { document = "moon-terms", at = "page 3" }
confidence = "memory"
checked = { on = 2026-11-22, by = "nobody" }
params = { of = "duty", counts = "presence", week = "40h", rate-only = true, points = { crater = "41600" }, grades = { F1 = "crater" } }

[[clause]]
id = "pay.hours"
kind = "pay-per-hour"
force = "must"
text = "Hours."
[[clause.version]]
from = 2026-01-01
cite = { document = "moon-terms", at = "page 4" }
confidence = "memory"
checked = { on = 2026-11-22, by = "nobody" }
params = { of = "duty", counts = "presence", share = "1", week = "40h", weeks-a-year = "52" }

[[clause]]
id = "pay.night"
kind = "pay-per-hour"
force = "must"
text = "A third more at night."
[[clause.version]]
from = 2026-01-01
cite = { document = "moon-terms", at = "page 5" }
confidence = "memory"
checked = { on = 2026-11-22, by = "nobody" }
params = { of = "duty", counts = "presence", share = "33%", week = "40h", weeks-a-year = "52", public-holidays = "not", windows = [{ from = "22:00", to = "06:00" }] }

[[clause]]
id = "pay.landing-day"
kind = "pay-per-hour"
force = "must"
text = "As much again on landing days."
[[clause.version]]
from = 2026-01-01
cite = { document = "moon-terms", at = "page 6" }
confidence = "memory"
checked = { on = 2026-11-22, by = "nobody" }
params = { of = "duty", counts = "presence", share = "100%", week = "40h", weeks-a-year = "52", public-holidays = "only" }
"#;

const DOCUMENTS: &str = r#"
format = 1
[[document]]
id = "moon-terms"
title = "Terms made up for a test"
read = "in full"
"#;

const HOLIDAYS: &str = r#"
format = 1
[[calendar]]
id = "moon"
title = "The moon"
from = 2026-01-01
until = 2027-01-01
[[published]]
document = "moon-terms"
confidence = "memory"
holidays = [{ date = 2026-07-20, name = "Landing day", in = ["moon"] }]
"#;

/// A night into the landing day, twelve hours later a day, and a night of the next week.
const ROTA: &str = "person,start,end,code,kind
Asha,2026-07-19T20:00,2026-07-20T08:00,N,night
Asha,2026-07-20T20:00,2026-07-21T06:00,N,night
Ben,2026-07-22T09:00,2026-07-22T17:00,D,day
";

fn json(args: &[&str]) -> (Value, i32) {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let Ran { out, err, code } = firstline(&all);
    let value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{args:?}: {out}{err}"));
    (value, code)
}

/// The contract's file with what belongs beside it, and a rota.
fn moon(name: &str) -> (Scratch, Scratch) {
    let terms = Scratch::new(&format!("{name}.toml"), TERMS.as_bytes());
    terms.beside("documents.toml", DOCUMENTS);
    terms.beside("holidays.toml", HOLIDAYS);
    let rota = Scratch::new(&format!("{name}.csv"), ROTA.as_bytes());
    (terms, rota)
}

#[test]
fn an_invented_contract_judges_as_a_file_alone() {
    let (terms, rota) = moon("moon-judged");
    let (report, code) = json(&["check", &rota.path(), "--contract", &terms.path()]);
    assert_eq!(code, 1, "{report}");
    let breaches = report["breaches"].as_array().expect("a list");
    let found: Vec<&str> = breaches
        .iter()
        .filter_map(|b| b["clause"].as_str())
        .collect();
    assert_eq!(found, ["moon-base:rest", "moon-base:landing-days"]);
    let told = firstline(&["contracts", &terms.path(), "--on", "2026-07-20"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        told.out.contains("Terms made up for a test"),
        "{}",
        told.out
    );
}

/// £41,600 over 52 weeks of 40 h is £20 an hour.
#[test]
fn an_invented_contract_pays_to_the_penny_as_a_file_alone() {
    let (terms, rota) = moon("moon-paid");
    let args = [
        "pay",
        &rota.path(),
        "--contract",
        &terms.path(),
        "--grade",
        "F1",
    ];
    let ran = firstline(&args);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    // 12 h + 10 h at £20.00; 22:00–24:00 and 00:00–06:00 off the landing day at £6.60; on the
    // landing day 00:00–08:00 and 20:00–24:00 at £20.00
    for sum in ["£440.00", "£52.80", "£240.00", "£732.80", "£160.00"] {
        assert!(ran.out.contains(sum), "{sum}:\n{}", ran.out);
    }
}

#[test]
fn a_pattern_without_dates_says_that_public_holidays_are_unknown() {
    let (terms, _) = moon("moon-pattern");
    let rota = "rotas/medicine-sho-1in8.csv";
    let (report, _) = json(&[
        "check",
        rota,
        "--contract",
        &terms.path(),
        "--on",
        "2026-07-20",
    ]);
    let not_checked = report["not_checked"].to_string();
    assert!(not_checked.contains("moon-base:landing-days"), "{report}");
    let ran = firstline(&[
        "pay",
        rota,
        "--contract",
        &terms.path(),
        "--on",
        "2026-07-20",
        "--grade",
        "F1",
    ]);
    let words = "a pattern without dates shows no public holidays";
    assert!(ran.out.contains(words), "{}", ran.out);
}

#[test]
fn a_broken_list_of_holidays_tells_every_problem_with_its_line() {
    let (terms, rota) = moon("moon-broken");
    let broken = HOLIDAYS.replace(
        "in = [\"moon\"] }",
        "in = [\"mooon\"] }, { date = 2031-07-20, name = \"Late\", in = [\"moon\"] }",
    );
    terms.beside("holidays.toml", &broken);
    let ran = firstline(&["check", &rota.path(), "--contract", &terms.path()]);
    assert_eq!(ran.code, 2);
    for words in [
        "did you mean `moon`?",
        "2031-07-20 lies outside the years of `moon`",
        "holidays.toml:11",
        "^^^",
    ] {
        assert!(ran.err.contains(words), "{words}:\n{}", ran.err);
    }
    terms.beside("holidays.toml", HOLIDAYS);
    let other = Scratch::new(
        "no-moon.toml",
        TERMS.replace("\"moon\"", "\"mon\"").as_bytes(),
    );
    other.beside("documents.toml", DOCUMENTS);
    let ran = firstline(&["check", &rota.path(), "--contract", &other.path()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("no calendar of public holidays called `mon`"),
        "{}",
        ran.err
    );
}

#[test]
fn agenda_for_change_is_a_file_and_nothing_else() {
    let carried = project().join("contracts/agenda-for-change.toml");
    let text = std::fs::read_to_string(carried).expect("it is part of the project");
    let other = text.replace("id = \"agenda-for-change\"", "id = \"brought-along-too\"");
    assert_ne!(text, other);
    let file = Scratch::new("brought.toml", other.as_bytes());
    let rota = Scratch::new("ward.csv", ROTA.as_bytes());
    let of = |contract: &str| {
        let facts = ["--grade", "B5-top", "--fact", "band=5", "--accept-derived"];
        let mut args = vec!["pay"];
        let path = rota.path();
        args.extend([path.as_str(), "--contract", contract]);
        args.extend(facts);
        firstline(&args).out
    };
    let (ours, theirs) = (of("agenda-for-change"), of(&file.path()));
    assert!(ours.contains("pay.unsocial-nights-and-saturdays"), "{ours}");
    assert_eq!(
        ours,
        theirs.replace("brought-along-too", "agenda-for-change")
    );
}

#[test]
fn a_contract_may_extend_another_and_replace_its_clauses() {
    let text = "format = 1
id = \"my-scotland\"
title = \"Scotland with a longer rest\"
from = 2026-01-01
extends = \"scotland\"

[[clause]]
id = \"rest.between\"
replaces = true
kind = \"rest-between-duties\"
force = \"must\"
text = \"At least {min} of rest.\"
[[clause.version]]
from = 2026-01-01
cite = { document = \"nes-46\", at = \"invented\" }
confidence = \"memory\"
checked = { on = 2026-11-22, by = \"nobody\" }
params = { of = \"night-shift\", min = \"20h\", clock = \"elapsed\" }
";
    let file = Scratch::new("my-scotland.toml", text.as_bytes());
    let rota = Scratch::new("scot.csv", ROTA.as_bytes());
    let (report, _) = json(&["check", &rota.path(), "--contract", &file.path()]);
    let breaches = report["breaches"].to_string();
    assert!(breaches.contains("my-scotland:rest.between"), "{breaches}");
    for clause in ["my-scotland:rest.after-night", "my-scotland:duty.length"] {
        assert!(report.to_string().contains(clause), "{clause}: {report}");
    }

    let broken = text
        .replace("\"scotland\"", "\"scotlnad\"")
        .replace("rest.between", "rest.betwene");
    let file = Scratch::new("my-scotlnad.toml", broken.as_bytes());
    let ran = firstline(&["check", &rota.path(), "--contract", &file.path()]);
    assert_eq!(ran.code, 2);
    for words in [
        "C011",
        "did you mean `scotland`?",
        "my-scotlnad.toml:5",
        "^^^",
    ] {
        assert!(ran.err.contains(words), "{words}:\n{}", ran.err);
    }

    let broken = text.replace("id = \"rest.between\"", "id = \"rest.betwene\"");
    let file = Scratch::new("my-other.toml", broken.as_bytes());
    let ran = firstline(&["check", &rota.path(), "--contract", &file.path()]);
    assert_eq!(ran.code, 2);
    for words in ["C011", "did you mean `rest.between`?", "^^^"] {
        assert!(ran.err.contains(words), "{words}:\n{}", ran.err);
    }

    let broken = text.replace("replaces = true\n", "");
    let file = Scratch::new("my-third.toml", broken.as_bytes());
    let ran = firstline(&["check", &rota.path(), "--contract", &file.path()]);
    assert_eq!(ran.code, 2);
    for words in ["C008", "`replaces = true`"] {
        assert!(ran.err.contains(words), "{words}:\n{}", ran.err);
    }
}

#[test]
fn the_other_nations_say_what_is_not_known_of_them() {
    let rota = "rotas/medicine-sho-1in8.csv";
    for (contract, words) in [
        ("scotland", "education.out-of-hours"),
        ("northern-ireland", "monitoring.rounds"),
        (
            "wales-2002",
            "how many long days and shifts in a row the charter allows",
        ),
        (
            "wales-2026",
            "limits on rest, breaks, nights and runs of shifts were not found",
        ),
    ] {
        let ran = firstline(&["check", rota, "--contract", contract, "--on", "2026-11-02"]);
        assert!(
            ran.out.contains(words),
            "{contract}: {}{}",
            ran.out,
            ran.err
        );
    }
}
