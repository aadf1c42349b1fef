//! People of a department file: who joins and leaves, who stands on which line, who shares a slot.

use std::fmt::Write;

use serde_json::Value;

use crate::{Ran, Scratch, firstline};

/// A rota with a department file beside it.
struct Ward {
    rota: Scratch,
    department: String,
}

impl Ward {
    fn new(name: &str, rota: &str, department: &str) -> Ward {
        let rota = Scratch::new(&format!("{name}.csv"), rota.as_bytes());
        let file = format!("{name}.toml");
        let head = "format = 1\nname = \"Ward\"\n";
        rota.beside(&file, &format!("{head}{department}"));
        let path = std::path::Path::new(&rota.path()).with_file_name(&file);
        Ward {
            department: path.display().to_string(),
            rota,
        }
    }

    fn ask(&self, command: &str, more: &[&str]) -> Ran {
        let path = self.rota.path();
        let mut args = vec![command, path.as_str(), "--department", &self.department];
        args.extend(more);
        let ran = firstline(&args);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains("panicked"), "{all}");
        ran
    }

    fn json(&self, command: &str, more: &[&str]) -> Value {
        let mut args = more.to_vec();
        args.extend(["--format", "json"]);
        let ran = self.ask(command, &args);
        serde_json::from_str(&ran.out).expect(&ran.err)
    }

    fn says(&self, command: &str, more: &[&str], code: i32, expected: &[&str]) {
        let ran = self.ask(command, more);
        let all = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, code, "{all}");
        for text in expected {
            assert!(all.contains(text), "should say `{text}`:\n{all}");
        }
    }
}

/// Day duties of 8 h from Monday to Friday, for some weeks from 2 November 2026.
fn weekdays(person: &str, weeks: std::ops::Range<i32>) -> String {
    let first = firstline_core::time::Day::parse("2026-11-02").expect("a date");
    let mut rows = String::new();
    for week in weeks {
        for day in 0..5 {
            let day = first.plus(week * 7 + day);
            writeln!(rows, "{person},{day}T09:00,{day}T17:00,D,day")
                .expect("a string can be written to");
        }
    }
    rows
}

const TIDY: &str = "person,start,end,code,kind\n";

fn measured(report: &Value, person: &str, clause: &str) -> Value {
    let readings = report["readings"].as_array().expect("a list");
    let one = readings
        .iter()
        .find(|r| r["person"] == person && r["clause"] == clause);
    one.map_or(Value::Null, |r| r["measured"].clone())
}

#[test]
fn an_average_is_over_the_days_in_post_alone() {
    let rota = format!("{TIDY}{}{}", weekdays("Asha", 4..8), weekdays("Ben", 0..8));
    let people = "[[person]]\nname = \"Asha\"\n[[person]]\nname = \"Ben\"\n";
    let average = "england-2016:hours.average";
    // 160 h over eight weeks are 20 h a week; over the four in post they are 40 h
    let whole = Ward::new("whole", &rota, people).json("check", &[]);
    assert_eq!(measured(&whole, "Asha", average), "20");
    let people = people.replace("\"Asha\"\n", "\"Asha\"\njoins = 2026-11-30\n");
    let ward = Ward::new("joins", &rota, &people);
    let joined = ward.json("check", &[]);
    assert_eq!(measured(&joined, "Asha", average), "40");
    assert_eq!(measured(&joined, "Ben", average), "40");
    ward.says(
        "check",
        &[],
        0,
        &[
            "C070",
            "Asha is in post from 2026-11-30 to 2026-12-27",
            "duties before 2026-11-30",
        ],
    );
}

#[test]
fn somebody_in_post_for_some_days_is_judged_as_the_rota_of_these_days_is() {
    let first = firstline_core::time::Day::parse("2026-11-02").expect("a date");
    let mut nights = String::new();
    for n in 0..12 {
        let day = first.plus(n * 4);
        let after = day.plus(1);
        writeln!(nights, "Asha,{day}T20:30,{after}T09:00,N,night")
            .expect("a string can be written to");
    }
    let people = "[[person]]\nname = \"Asha\"\njoins = 2026-11-09\nleaves = 2026-12-14\n";
    let posted = Ward::new("post", &format!("{TIDY}{nights}"), people).json("check", &[]);
    let inside: String = nights
        .lines()
        .filter(|line| (&line[5..15] >= "2026-11-09") && (&line[5..15] < "2026-12-14"))
        .fold(String::new(), |all, line| format!("{all}{line}\n"));
    assert_ne!(inside, nights);
    let cut = Ward::new("cut", &format!("{TIDY}{inside}"), "");
    let cut = cut.json("check", &["--from", "2026-11-09", "--to", "2026-12-14"]);
    assert_eq!(posted["readings"], cut["readings"]);
    assert_eq!(posted["breaches"], cut["breaches"]);
    assert!(!cut["readings"].as_array().expect("a list").is_empty());
}

#[test]
fn duties_before_and_after_the_post_are_left_out_and_told() {
    let rota = format!("{TIDY}{}", weekdays("Asha", 0..4));
    let people = "[[person]]\nname = \"Asha\"\njoins = 2026-11-04\nleaves = 2026-11-27\n";
    Ward::new("outside", &rota, people).says(
        "check",
        &[],
        0,
        &[
            "C071",
            "Asha has 2 duties before the post (2026-11-04), first on 2026-11-02",
            "Asha has a duty after the post (2026-11-26), first on 2026-11-27",
            "outside.csv",
        ],
    );
}

#[test]
fn somebody_who_is_never_in_post_is_told() {
    let rota = format!("{TIDY}{}{}", weekdays("Asha", 0..2), weekdays("Ben", 0..2));
    let people = "[[person]]\nname = \"Asha\"\njoins = 2027-02-03\n[[person]]\nname = \"Ben\"\n";
    Ward::new("never", &rota, people).says(
        "check",
        &[],
        0,
        &["C072", "Asha is in post on none of the days", "C071"],
    );
}

#[test]
fn leaving_before_joining_is_refused() {
    let rota = format!("{TIDY}{}", weekdays("Asha", 0..1));
    let people = "[[person]]\nname = \"Asha\"\njoins = 2026-12-01\nleaves = 2026-11-01\n";
    Ward::new("backwards", &rota, people).says("check", &[], 2, &["C004", "leaves on 2026-11-01"]);
}

#[test]
fn pay_is_for_the_hours_and_days_in_post() {
    let rota = format!("{TIDY}{}", weekdays("Asha", 0..8));
    let people = "[[person]]\nname = \"Asha\"\ngrade = \"F1\"\njoins = 2026-11-30\n";
    let ward = Ward::new("paid", &rota, people);
    let slips = ward.json("pay", &[]);
    // a first-year doctor's £40,190 a year, for 28 of 365 days: £3,083.07
    assert_eq!(slips[0]["total_pence"], 4_019_000);
    assert_eq!(slips[0]["in_post"]["from"], "2026-11-30");
    assert_eq!(slips[0]["in_post"]["to"], "2026-12-28");
    assert_eq!(slips[0]["in_post"]["part_pence"], 308_307);
    ward.says("pay", &[], 0, &["For these days £3,083.07", "(derived)"]);
}

/// Two lines of a week each: 40 h by day, and two long days with a Saturday, which is a weekend too
/// many: the verdict is a breach whoever stands there.
const LINES: &str = "line,week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\nA,1,D,D,D,D,D,,\nB,1,LD,,LD,,,LD,\n";
const LEGEND: &str =
    "code,start,end,kind,breaks\nD,09:00,17:00,day,30\nLD,09:00,21:30,long_day,30+30\n";

fn lines(name: &str, rota: &str, people: &str) -> Ward {
    let ward = Ward::new(name, rota, people);
    ward.rota.beside(&format!("{name}.legend.csv"), LEGEND);
    ward
}

#[test]
fn people_on_lines_are_judged_and_paid_by_their_own_line_share_and_contract() {
    let ward = lines(
        "own-lines",
        LINES,
        "[[person]]\nname = \"Asha\"\nline = \"A\"\ngrade = \"F1\"\n\
         [[person]]\nname = \"Ben\"\nline = \"B\"\ngrade = \"F1\"\nshare = 0.9\nfull-time-weekends = \"1/1\"\n",
    );
    let slips = ward.json("pay", &["--on", "2026-04-01"]);
    assert_eq!(slips[0]["person"], "Asha");
    assert_eq!(slips[0]["total_pence"], 4_019_000);
    assert_eq!(slips[1]["person"], "Ben");
    let of = |clause: &str| {
        let lines = slips[1]["lines"].as_array().expect("a list");
        let line = lines.iter().find(|l| l["clause"] == clause);
        line.map_or(Value::Null, |l| l["pence"].clone())
    };
    // 37.5 of 40 h: 40,190 / 40 × 37.5 = £37,678.13 (rounded from 37,678.125)
    assert_eq!(of("england-2016:pay.basic"), 3_767_813);
    // £1,000 a year for less than full time
    assert_eq!(of("england-2016:pay.less-than-full-time"), 100_000);
    let report = ward.json("check", &["--on", "2026-11-02"]);
    assert_eq!(
        measured(&report, "Ben", "england-2016:hours.average"),
        "37.5"
    );
    // the limit for those who work less than full time binds Ben alone
    let people: Vec<&Value> = report["readings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| &r["person"])
        .collect();
    assert!(people.iter().all(|p| *p == "Asha" || *p == "Ben"));
}

#[test]
fn each_line_keeps_the_contract_of_its_person() {
    let ward = lines(
        "two-terms",
        LINES,
        "[[person]]\nname = \"Asha\"\nline = \"A\"\ngrade = \"F1\"\n\
         [[person]]\nname = \"Nia\"\nline = \"B\"\ngrade = \"B5-top\"\ncontract = [\"agenda-for-change\"]\n",
    );
    let args = ["--on", "2025-06-01", "--fact", "band=5"];
    let slips = ward.json("pay", &args);
    let clause = |i: usize| slips[i]["lines"][0]["clause"].to_string();
    assert!(clause(0).contains("england-2016:"), "{}", clause(0));
    assert!(clause(1).contains("agenda-for-change:"), "{}", clause(1));
}

#[test]
fn a_line_of_a_rolling_pattern_is_the_week_in_which_one_begins() {
    let ward = Ward::new(
        "rolling",
        "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,D,D,D,,\n2,LD,,LD,,,LD,\n",
        "[[person]]\nname = \"Ben\"\nline = 2\n",
    );
    ward.rota.beside("rolling.legend.csv", LEGEND);
    let out = ward.ask("convert", &["-", "--start", "2026-11-02"]).out;
    assert!(
        out.contains("Ben,2026-11-02T09:00,2026-11-02T21:30,LD"),
        "{out}"
    );
    assert!(
        out.contains("Ben,2026-11-09T09:00,2026-11-09T17:00,D"),
        "{out}"
    );
    // nobody is named on week 1: the pattern itself stands for whoever begins there
    assert!(
        out.contains("pattern,2026-11-02T09:00,2026-11-02T17:00,D"),
        "{out}"
    );
}

#[test]
fn a_line_that_is_not_there_is_told_with_the_nearest() {
    let ward = lines(
        "no-line",
        &LINES
            .replace("\nA,", "\nAlpha,")
            .replace("\nB,", "\nBravo,"),
        "[[person]]\nname = \"Asha\"\nline = \"Alhpa\"\n",
    );
    ward.says("check", &[], 2, &["C073", "did you mean `Alpha`?"]);
    let ward = Ward::new(
        "no-week",
        "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,D,D,D,,\n",
        "[[person]]\nname = \"Asha\"\nline = 3\n",
    );
    ward.rota.beside("no-week.legend.csv", LEGEND);
    ward.says("check", &[], 2, &["C073", "1 to 1"]);
}

#[test]
fn people_with_terms_of_their_own_who_stand_on_no_line_are_told() {
    let ward = lines(
        "nobody",
        LINES,
        "[[person]]\nname = \"Asha\"\nshare = 0.6\n",
    );
    ward.says(
        "check",
        &["--on", "2026-11-02"],
        1,
        &[
            "C073",
            "on no line of this pattern, and so not judged or paid: Asha",
        ],
    );
}

#[test]
fn a_pattern_is_not_cut_by_who_joins_and_says_so() {
    let ward = lines(
        "post-line",
        LINES,
        "[[person]]\nname = \"Asha\"\nline = \"A\"\njoins = 2026-11-04\n",
    );
    ward.says("check", &["--on", "2026-11-02"], 1, &["C072", "convert"]);
}

const SHARERS: &str = "[[person]]\nname = \"Asha\"\nshare = 0.6\n[[person]]\nname = \"Ben\"\nshare = 0.4\n\
     [[person]]\nname = \"Cai\"\n";

fn share(more: &str) -> String {
    format!("{SHARERS}[[job-share]]\npeople = [\"Asha\", \"Ben\"]\n{more}")
}

#[test]
fn a_column_that_two_share_is_divided_by_days_and_told_as_one_slot() {
    let rota = format!(
        "{TIDY}{}{}",
        weekdays("Asha + Ben", 0..4),
        weekdays("Cai", 0..4)
    );
    let people = share(
        "slot = \"Asha + Ben\"\n[job-share.days]\nAsha = [\"Mon\", \"Tue\", \"Wed\"]\nBen = [\"Thu\", \"Fri\"]\n",
    );
    let ward = Ward::new("shared", &rota, &people);
    ward.says(
        "check",
        &[],
        0,
        &[
            "C077",
            "Asha (60 %) and Ben (40 %) share one slot of 100 %: 20 duties, 12 and 8; 160 h on duty in 28 days, 96 h and 64 h",
            "3 people",
        ],
    );
    let report = ward.json("check", &[]);
    let average = "england-2016:hours.average";
    assert_eq!(measured(&report, "Asha", average), "24");
    assert_eq!(measured(&report, "Ben", average), "16");
    assert_eq!(measured(&report, "Cai", average), "40");
}

#[test]
fn a_line_that_two_share_is_divided_by_weeks() {
    let ward = lines(
        "weeks",
        "line,week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\nA,1,D,D,D,D,D,,\nA,2,LD,,LD,,,LD,\n",
        &share("slot = \"A\"\n[job-share.weeks]\nAsha = [2]\nBen = [1]\n"),
    );
    let report = ward.json("check", &["--on", "2026-11-02"]);
    let average = "england-2016:hours.average";
    // 37.5 h and 40 h, each every other week
    assert_eq!(measured(&report, "Asha", average), "18.75");
    assert_eq!(measured(&report, "Ben", average), "20");
}

#[test]
fn duties_of_a_shared_slot_that_fall_to_nobody_are_told() {
    let rota = format!("{TIDY}{}", weekdays("Both", 0..2));
    let people = share(
        "slot = \"Both\"\n[job-share.days]\nAsha = [\"Mon\", \"Tue\"]\nBen = [\"Wed\", \"Thu\"]\n",
    );
    let ward = Ward::new("left", &rota, &people);
    ward.says(
        "check",
        &[],
        0,
        &["D032", "2 duties of the slot `Both` fall to nobody"],
    );
    // a sum from part of a rota would be a wrong sum
    ward.says("pay", &["--grade", "F1"], 2, &["C044"]);
}

#[test]
fn shares_that_are_more_than_the_slot_are_refused() {
    let rota = format!("{TIDY}{}", weekdays("Asha", 0..1));
    let people = share("size = 0.8\n");
    Ward::new("size", &rota, &people).says(
        "check",
        &[],
        2,
        &["C074", "60 % and 40 % of full time", "slot of 80 %"],
    );
}

#[test]
fn two_sharers_on_one_duty_are_told_unless_they_may_be() {
    let rota = format!("{TIDY}{}{}", weekdays("Asha", 0..1), weekdays("Ben", 0..1));
    Ward::new("both", &rota, &share("")).says(
        "check",
        &[],
        0,
        &[
            "C075",
            "Asha and Ben share a slot and are both on duty on Mon 2 Nov 2026 and 4 more times",
        ],
    );
    let ran = Ward::new("together", &rota, &share("together = true\n")).ask("check", &[]);
    assert!(!ran.out.contains("C075"), "{}", ran.out);
    assert!(ran.out.contains("C077"), "{}", ran.out);
}

#[test]
fn two_people_on_one_line_without_a_job_share_are_told() {
    let ward = lines(
        "one-line",
        LINES,
        "[[person]]\nname = \"Asha\"\nline = \"A\"\n[[person]]\nname = \"Ben\"\nline = \"A\"\n",
    );
    ward.says(
        "check",
        &["--on", "2026-11-02"],
        1,
        &[
            "C075",
            "Asha and Ben both stand on line `A`",
            "[[job-share]]",
        ],
    );
}

#[test]
fn a_job_share_that_makes_no_sense_is_told() {
    let rota = format!("{TIDY}{}", weekdays("Asha", 0..1));
    for (more, expected) in [
        ("slot = \"Both\"\n", "`days` or `weeks`"),
        (
            "slot = \"Both\"\ndays = { Asha = [\"Mon\"], Ben = [\"Mon\"] }\n",
            "both work the same part",
        ),
        (
            "slot = \"Both\"\ndays = { Asha = [\"Mon\"], Bem = [\"Tue\"] }\n",
            "`Bem` is not one of those",
        ),
        (
            "slot = \"Both\"\ndays = { Asha = [\"Mon\"], Ben = [\"Tosday\"] }\n",
            "days like",
        ),
    ] {
        Ward::new("senseless", &rota, &share(more)).says("check", &[], 2, &[expected]);
    }
    let people = share("").replace("[\"Asha\", \"Ben\"]", "[\"Asha\", \"Bne\"]");
    Ward::new("unknown", &rota, &people).says("check", &[], 2, &["C005", "did you mean `Ben`?"]);
    let people = share("slot = \"Boht\"\n[job-share.days]\nAsha = [\"Mon\"]\nBen = [\"Tue\"]\n");
    Ward::new("no-slot", &rota, &people).says("check", &[], 0, &["C073", "`Boht`"]);
}

#[test]
fn two_terms_of_employment_on_one_day_are_refused() {
    let rota = format!("{TIDY}{}", weekdays("Asha", 0..1));
    let people =
        "[[person]]\nname = \"Asha\"\ncontract = [\"england-2016\", \"agenda-for-change\"]\n";
    Ward::new("two", &rota, people).says(
        "check",
        &[],
        2,
        &[
            "C042",
            "england-2016 and agenda-for-change both pay",
            "on 2026-11-02",
            "help",
        ],
    );
}
