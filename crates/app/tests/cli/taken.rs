//! What `pay` takes for granted is told, and where there is no sum there is no total.

use std::fmt::Write;

use serde_json::Value;

use crate::{Ran, Scratch, firstline};

fn both(ran: &Ran) -> String {
    format!("{}{}", ran.out, ran.err)
}

/// The department file beside a rota.
fn toml(path: &str) -> String {
    let file = std::path::Path::new(path).with_extension("toml");
    file.display().to_string()
}

fn says(args: &[&str], code: i32, expected: &[&str]) -> String {
    let ran = firstline(args);
    let all = both(&ran);
    assert_eq!(ran.code, code, "{all}");
    for text in expected {
        assert!(all.contains(text), "should say `{text}`:\n{all}");
    }
    all
}

const NEW_DEAL: [&str; 4] = ["--contract", "new-deal-2002", "--on", "2015-11-02"];

/// A pattern of seven doctors with a call of every day of the week, as published.
const SEVEN: &str = "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,C,D,D,D,D,,\n2,D,D,D,D,D,,W\n3,,D,D,C,D,,\n\
    4,D,D,D,D,C,,\n5,D,D,D,D,D,W,\n6,D,D,C,D,D,,\n7,D,C,D,D,D,,\n";
const TWELVE: &str =
    "8,D,D,D,D,D,,\n9,D,D,D,D,D,,\n10,D,D,D,D,D,,\n11,D,D,D,D,D,,\n12,D,D,D,D,D,,\n";
const LEGEND: &str = "code,start,end,kind\nD,09:00,17:00,day\n";
const DEPARTMENT: &str = "format = 1\nname = \"Ward\"\n\
    [prospective-cover]\nleave-weeks-a-year = \"6\"\nhours-in-a-leave-week = \"40h\"\n\
    [[shift]]\ncode = \"C\"\nkind = \"nroc\"\nstart = \"09:00\"\nend = \"09:00\"\nwork = \"16h\"\n\
    [[shift]]\ncode = \"W\"\nkind = \"nroc\"\nstart = \"09:00\"\nend = \"09:00\"\nwork = \"12h\"\n";

fn on_call(name: &str, rota: &str, more: &[&str], code: i32, expected: &[&str]) -> String {
    let file = Scratch::new(&format!("{name}.csv"), rota.as_bytes());
    file.beside(&format!("{name}.legend.csv"), LEGEND);
    file.beside(&format!("{name}.toml"), DEPARTMENT);
    let path = file.path();
    let department = toml(&path);
    let mut args = vec![
        "pay",
        &path,
        "--department",
        &department,
        "--basic",
        "40000",
    ];
    args.extend(NEW_DEAL);
    args.extend(more);
    says(&args, code, expected)
}

#[test]
fn the_published_on_call_rotas_come_out_in_the_bands_that_were_printed() {
    let r = ["--fact", "criterion-r=yes"];
    on_call("seven", SEVEN, &r, 0, &["band 2A", "£72,000.00"]);
    on_call(
        "seven-no-r",
        SEVEN,
        &["--fact", "criterion-r=no"],
        0,
        &["band 2B"],
    );
    let twelve = format!("{SEVEN}{TWELVE}");
    on_call("twelve", &twelve, &r, 0, &["band 1A", "£60,000.00"]);
}

#[test]
fn a_rota_with_on_call_duties_is_taken_for_an_on_call_rota_and_pay_says_so() {
    let file = Scratch::new(
        "calls.csv",
        format!("{SEVEN}{TWELVE}")
            .replace(",W", ",C")
            .replace(",Ced", ",Wed")
            .as_bytes(),
    );
    let legend = format!("{LEGEND}C,09:00,09:00,nroc\n");
    file.beside("calls.legend.csv", &legend);
    let rota = file.path();
    let mut args = vec!["pay", &rota, "--basic", "40190"];
    args.extend(NEW_DEAL);
    let taken = "it was taken that it is an on-call rota, because the rota has on-call duties (--interpret working-pattern=…)";
    let all = says(&args, 1, &[taken, "measure.hours"]);
    assert!(!all.contains("band 3"), "{all}");
    args.extend(["--format", "json"]);
    let slips: Value = serde_json::from_str(&firstline(&args).out).expect("JSON");
    let notes = slips[0]["notes"].to_string();
    assert!(notes.contains("it is an on-call rota"), "{notes}");
    args[0] = "check";
    args.drain(2..4);
    args.truncate(args.len() - 2);
    says(&args, 0, &[taken]);
}

#[test]
fn whoever_says_full_shift_gets_band_3_with_the_limits_that_are_broken() {
    let more = ["--interpret", "working-pattern=full-shift"];
    let all = on_call(
        "full",
        SEVEN,
        &more,
        0,
        &[
            "band 3",
            "new-deal-2002:duty.length is broken: 32 h long, at most 14 h",
        ],
    );
    assert!(!all.contains("nobody has said"), "{all}");
}

#[test]
fn without_basic_pay_no_total_is_printed() {
    let rota = "rotas/surgery-fy1-1in6.csv";
    let args = [
        "pay",
        rota,
        "--wte",
        "0.6",
        "--contract",
        "new-deal-2002",
        "--on",
        "2016-11-02",
        "--basic",
        "30000",
    ];
    let all = says(
        &args,
        2,
        &["no total: basic pay could not be priced", "this is 45.75 h"],
    );
    assert!(!all.contains("total  ") && !all.contains("£0.00"), "{all}");
    let json = [&args[..], &["--format", "json"]].concat();
    let slips: Value = serde_json::from_str(&firstline(&json).out).expect("JSON");
    assert!(slips[0].get("total_pence").is_none(), "{slips}");
}

#[test]
fn where_nothing_could_be_priced_no_total_is_printed() {
    let rota = "rotas/medicine-sho-1in8.csv";
    let args = [
        "pay",
        rota,
        "--basic",
        "40190",
        "--contract",
        "wales-2026",
        "--on",
        "2026-10-01",
    ];
    let all = says(&args, 2, &["no total: nothing could be priced"]);
    assert!(!all.contains("£0.00"), "{all}");
}

#[test]
fn a_date_after_the_last_published_pay_points_is_not_priced_by_them() {
    let rota = "rotas/medicine-sho-1in8.csv";
    let why = "no pay points are published for that date; give --basic";
    says(
        &["pay", rota, "--grade", "CT1", "--on", "2027-03-31"],
        0,
        &["£54,499.00"],
    );
    says(
        &["pay", rota, "--grade", "CT1", "--on", "2027-04-01"],
        2,
        &[why],
    );
    says(
        &["pay", rota, "--basic", "55000", "--on", "2027-04-01"],
        0,
        &["total"],
    );
    let old = [
        "pay",
        rota,
        "--contract",
        "new-deal-2002",
        "--grade",
        "F1",
        "--on",
        "2027-04-01",
    ];
    says(&old, 2, &[why]);
}

#[test]
fn a_year_worked_out_from_one_week_is_told() {
    let row = "person,start,end\nAsha,2026-11-07T21:00,2026-11-08T09:30\n";
    let rota = Scratch::new("one-night.csv", row.as_bytes());
    let path = rota.path();
    says(
        &["pay", &path, "--grade", "F1"],
        0,
        &["shorter than 4 weeks, too short to tell"],
    );
    let pattern = [
        "pay",
        "rotas/surgery-fy1-1in6.csv",
        "--grade",
        "F1",
        "--on",
        "2026-04-01",
    ];
    let all = says(&pattern, 0, &["total"]);
    assert!(!all.contains("too short"), "{all}");
}

#[test]
fn hours_above_a_full_week_that_basic_pay_leaves_out_are_a_step_of_the_working() {
    let args = [
        "pay",
        "rotas/surgery-fy1-1in6.csv",
        "--grade",
        "F1",
        "--on",
        "2026-04-01",
        "--wte",
        "0.6",
        "--full-time-weekends",
        "1/6",
        "--working",
    ];
    says(
        &args,
        0,
        &[
            "basic pay is for at most 40 h a week: 5.75 h are left out of it",
            "is it the pattern of full time?",
        ],
    );
}

#[test]
fn a_grade_on_the_command_line_stands_in_place_of_the_department_file_and_is_told() {
    let mut rows = "person,start,end\n".to_owned();
    for day in 6..11 {
        let _ = writeln!(rows, "Asha,2026-04-{day:02}T09:00,2026-04-{day:02}T17:00");
    }
    let rota = Scratch::new("graded.csv", rows.as_bytes());
    let department = "format = 1\nname = \"Ward\"\n[[person]]\nname = \"Asha\"\ngrade = \"F1\"\n";
    rota.beside("graded.toml", department);
    let path = rota.path();
    let file = toml(&path);
    let told = "Asha is F1 there, taken as F2";
    says(
        &["pay", &path, "--department", &file, "--grade", "F2"],
        0,
        &["C045", told, "£45,994.00"],
    );
    says(
        &[
            "worked",
            &path,
            &path,
            "--department",
            &file,
            "--grade",
            "F2",
        ],
        0,
        &["C045", told],
    );
    let all = says(&["pay", &path, "--department", &file], 0, &["£40,190"]);
    assert!(!all.contains("C045"), "{all}");
}

#[test]
fn a_line_on_which_nobody_stands_is_left_out_of_the_sum_over_everybody() {
    let rota = Scratch::new(
        "vacant.csv",
        b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,D,D,D,,\n2,D,D,D,D,D,,\n",
    );
    rota.beside("vacant.legend.csv", LEGEND);
    rota.beside(
        "vacant.toml",
        "format = 1\nname = \"Ward\"\n[[person]]\nname = \"Asha\"\nline = 1\ngrade = \"F1\"\n",
    );
    let path = rota.path();
    let file = toml(&path);
    let pay = ["pay", &path, "--department", &file, "--on", "2026-04-01"];
    says(
        &pay,
        0,
        &["nobody stands here: left out of sums over everybody"],
    );
    let compare = [
        "compare",
        &path,
        "--department",
        &file,
        "--contract",
        "england-2016@2026-04-01",
        "--contract",
        "england-2016@2025-04-01",
    ];
    says(
        &compare,
        0,
        &[
            "left out of the sum over everybody, because nobody stands there: pattern",
            "£40,190.00",
        ],
    );
}

#[test]
fn hours_outside_the_plan_that_may_be_overtime_are_named_with_what_would_price_them() {
    let args = [
        "worked",
        "rotas/worked-planned.csv",
        "rotas/worked-done.csv",
        "--contract",
        "agenda-for-change",
    ];
    says(
        &args,
        1,
        &[
            "Overtime not priced",
            "agenda-for-change:pay.overtime: Asha, 9 h 05 min outside the plan",
            "--fact overtime=9h05",
        ],
    );
    let pay = [
        "pay",
        "rotas/surgery-fy1-1in6.csv",
        "--contract",
        "agenda-for-change",
        "--on",
        "2025-04-01",
        "--grade",
        "B5-top",
        "--fact",
        "band=5",
        "--fact",
        "overtime=3h",
    ];
    says(
        &pay,
        1,
        &["hours that the rota holds already are paid twice"],
    );
}

#[test]
fn how_sure_the_date_of_a_public_holiday_is_comes_to_the_screen() {
    let night = "person,start,end\nAsha,2026-12-25T08:00,2026-12-25T18:00\n";
    let rota = Scratch::new("christmas.csv", night.as_bytes());
    let path = rota.path();
    let args = [
        "pay",
        &path,
        "--contract",
        "agenda-for-change@2025-12-01",
        "--grade",
        "B5-top",
        "--fact",
        "band=5",
        "--working",
    ];
    says(
        &args,
        1,
        &["public holiday Fri 25 Dec 2026, Christmas Day (govuk-holidays-copy, secondary)"],
    );
    let leave = [
        "leave",
        &path,
        "--person",
        "Asha",
        "--from",
        "2026-12-01",
        "--to",
        "2027-01-01",
    ];
    says(&leave, 0, &["Christmas Day", "(date secondary)"]);
}
