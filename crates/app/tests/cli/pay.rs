//! `firstline pay`: sums that are right, and input that makes none.

use serde_json::Value;

use crate::{Ran, Scratch, firstline};

const FY1: &str = "rotas/surgery-fy1-1in6.csv";
const SHO: &str = "rotas/medicine-sho-1in8.csv";

fn pay(args: &[&str]) -> Ran {
    let mut all = vec!["pay"];
    all.extend(args);
    let ran = firstline(&all);
    let text = format!("{}{}", ran.out, ran.err);
    assert!(!text.contains("panicked"), "{args:?}: {text}");
    ran
}

/// Runs it and looks for words in what it says.
fn check(args: &[&str], code: i32, expected: &[&str]) {
    let ran = pay(args);
    let text = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{args:?}: {text}");
    for words in expected {
        assert!(
            text.contains(words),
            "{args:?} should say `{words}`:\n{text}"
        );
    }
}

fn slips(args: &[&str]) -> Vec<Value> {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let ran = pay(&all);
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

#[test]
fn a_first_year_surgeon_is_paid_line_by_line() {
    let args = [FY1, "--grade", "F1", "--on", "2026-04-01", "--working"];
    insta::assert_snapshot!(pay(&args).out);
}

#[test]
fn a_grade_that_is_not_in_the_scale_is_refused_with_the_nearest() {
    let args = [FY1, "--grade", "S3", "--on", "2026-04-01"];
    check(
        &args,
        2,
        &["no pay point for grade S3", "did you mean", "no total"],
    );
    let args = [FY1, "--grade", "NP3", "--on", "2026-04-01"];
    check(&args, 0, &["£54,499.00"]);
    let args = [FY1, "--on", "2026-04-01"];
    check(
        &args,
        2,
        &["no grade and no basic pay was given", "F1, F2, CT1"],
    );
}

#[test]
fn a_date_without_a_published_point_is_refused_by_name() {
    let derived = [FY1, "--grade", "F1", "--on", "2023-06-01"];
    check(
        &derived,
        2,
        &["derived, not published", "--accept-derived", "no total"],
    );
    let mut accepted = derived.to_vec();
    accepted.push("--accept-derived");
    check(
        &accepted,
        0,
        &["£33,600.00", "rests on values that are derived"],
    );
    let before = [FY1, "--grade", "F1", "--on", "2015-01-12"];
    check(&before, 2, &["began on 2016-08-03"]);
    let bands = [
        FY1,
        "--contract",
        "new-deal-2002",
        "--grade",
        "F1",
        "--on",
        "2015-08-05",
    ];
    check(
        &bands,
        2,
        &["no pay points are published for that date; give --basic"],
    );
    let hourly = [
        FY1,
        "--contract",
        "agenda-for-change",
        "--grade",
        "B5-top",
        "--on",
        "2024-05-01",
    ];
    check(
        &hourly,
        2,
        &["no pay points are in force on that date; give --basic"],
    );
}

#[test]
fn a_premium_that_no_clause_prices_is_named() {
    let args = [
        FY1,
        "--grade",
        "F1",
        "--on",
        "2019-01-01",
        "--premium",
        "academia",
    ];
    check(
        &args,
        1,
        &["no clause in force prices the premium `academia`"],
    );
    let args = [
        FY1,
        "--grade",
        "F1",
        "--on",
        "2026-04-01",
        "--location",
        "paris",
    ];
    check(
        &args,
        1,
        &["`paris` is not one of fringe, outer-london, inner-london"],
    );
}

#[test]
fn a_pattern_whose_codes_are_not_all_known_is_not_priced_at_all() {
    let file = Scratch::new(
        "bare.csv",
        b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,N,D,D,OFF,OFF\n",
    );
    let path = file.path();
    let args = [path.as_str(), "--grade", "F1", "--on", "2026-04-01"];
    check(&args, 2, &["there is no legend", "bare.legend.csv"]);
    let legend = "code,start,end,kind\nD,09:00,17:00,day\nOFF,,,off\n";
    file.beside("bare.legend.csv", legend);
    let expected = ["nothing says what `N` stands for", "nothing was priced"];
    check(&args, 2, &expected);
}

#[test]
fn numbers_that_make_no_sense_are_told_together() {
    for share in ["0", "-0.5", "1.2", "half", ""] {
        let wte = format!("--wte={share}");
        let args = [FY1, "--grade", "F1", "--on", "2026-04-01", wte.as_str()];
        check(&args, 2, &["C041", "above 0 and up to 1"]);
    }
    for basic in ["0", "-3", "40k", "1.5"] {
        let basic = format!("--basic={basic}");
        check(
            &[FY1, "--on", "2026-04-01", basic.as_str()],
            2,
            &["C041", "write pounds"],
        );
    }
    let args = [
        FY1,
        "--on",
        "2026-04-01",
        "--basic=x",
        "--wte=x",
        "--full-time-weekends=0/4",
        "--fact=band",
    ];
    check(
        &args,
        2,
        &["--basic", "--wte", "--full-time-weekends", "--fact"],
    );
}

#[test]
fn a_person_who_is_not_there_is_told_with_the_nearest_name() {
    let rota = "person,start,end,code,kind\nAsha,2026-11-02T09:00,2026-11-02T17:00,D,day\n";
    let file = Scratch::new("rota.csv", rota.as_bytes());
    let path = file.path();
    let args = [path.as_str(), "--grade", "F1", "--person", "Ash"];
    check(
        &args,
        2,
        &["C040", "nobody called `Ash`", "did you mean `Asha`?"],
    );
    let args = [path.as_str(), "--grade", "F1", "--person", "Asha"];
    check(&args, 0, &["Asha, a year", "£40,190.00"]);
}

fn beside(path: &str, name: &str) -> String {
    let path = std::path::Path::new(path).with_file_name(name);
    path.display().to_string()
}

const TWO: &str = "person,start,end,code,kind\nAsha,2026-11-02T09:00,2026-11-02T17:00,D,day\nBen,2026-11-07T09:00,2026-11-07T17:00,D,day\n";

#[test]
fn two_contracts_that_both_pay_one_person_are_refused() {
    let file = Scratch::new("two.csv", TWO.as_bytes());
    file.beside(
        "two.toml",
        "format = 1\nname = \"Ward\"\ncontract = [\"england-2016\", \"agenda-for-change\"]\n[[person]]\nname = \"Asha\"\ngrade = \"F1\"\n[[person]]\nname = \"Ben\"\n",
    );
    let path = file.path();
    let department = beside(&path, "two.toml");
    let args = [path.as_str(), "--department", department.as_str()];
    check(
        &args,
        2,
        &[
            "C042",
            "england-2016 and agenda-for-change both pay",
            "help",
        ],
    );
    let mut one = args.to_vec();
    one.extend(["--contract", "england-2016", "--person", "Asha"]);
    check(&one, 0, &["£40,190.00"]);
}

#[test]
fn each_person_is_paid_by_the_contract_that_binds_them() {
    let file = Scratch::new("mixed.csv", TWO.as_bytes());
    file.beside(
        "mixed.toml",
        "format = 1\nname = \"Ward\"\ncontract = [\"england-2016\"]\n[[person]]\nname = \"Asha\"\ngrade = \"F1\"\n[[person]]\nname = \"Ben\"\ngrade = \"B5-top\"\ncontract = [\"agenda-for-change\"]\n",
    );
    let path = file.path();
    let department = beside(&path, "mixed.toml");
    let args = [
        path.as_str(),
        "--department",
        department.as_str(),
        "--fact",
        "band=5",
        "--accept-derived",
    ];
    let all = slips(&args);
    let first = |i: usize| all[i]["lines"][0]["clause"].clone();
    assert_eq!(
        (&all[0]["person"], first(0)),
        (&"Asha".into(), "england-2016:pay.basic".into())
    );
    assert_eq!(
        (&all[1]["person"], first(1)),
        (&"Ben".into(), "agenda-for-change:pay.hours".into())
    );
    check(
        &args,
        1,
        &[
            "pay under england-2016",
            "pay under agenda-for-change",
            "breaks are not recorded",
        ],
    );
}

#[test]
fn a_contract_that_says_nothing_of_pay_is_told() {
    let args = [
        FY1,
        "--contract",
        "working-time-regulations",
        "--basic",
        "40000",
        "--on",
        "2026-04-01",
    ];
    check(&args, 2, &["C043", "says nothing of pay"]);
}

#[test]
fn a_share_of_one_is_full_time() {
    let args = [SHO, "--grade", "CT1", "--on", "2026-04-01"];
    let mut whole = args.to_vec();
    whole.extend(["--wte", "1.0"]);
    assert_eq!(slips(&args), slips(&whole));
}

#[test]
fn a_person_s_own_leave_raises_their_hours() {
    let rota = "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,L,L,L,L,OFF,OFF,OFF\n2,L,L,L,OFF,OFF,OFF,OFF\n";
    let file = Scratch::new("own.csv", rota.as_bytes());
    file.beside(
        "own.legend.csv",
        "code,start,end,kind\nL,08:00,20:30,long_day\nOFF,,,off\n",
    );
    file.beside(
        "own.toml",
        "format = 1\nname = \"Ward\"\n[prospective-cover]\nleave-weeks-a-year = 6.5\nhours-in-a-leave-week = \"40h\"\n[[person]]\nname = \"line 1\"\nleave-weeks-a-year = 0\n",
    );
    let path = file.path();
    let department = beside(&path, "own.toml");
    let args = [
        path.as_str(),
        "--grade",
        "F1",
        "--on",
        "2026-04-01",
        "--department",
        department.as_str(),
    ];
    let ran = pay(&args);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    // 43.75 h a week, and (43.75 × 52 − 6.5 × 40) / 45.5 = 44.29 with leave: up to 44½
    assert!(ran.out.contains("4.5 h a week"), "{}", ran.out);
    let bad = "format = 1\nname = \"Ward\"\n[[person]]\nname = \"A\"\nleave-weeks-a-year = 60\n[[person]]\nname = \"B\"\nleave-weeks-a-year = 6\n";
    file.beside("own.toml", bad);
    check(
        &args,
        2,
        &[
            "weeks below 52",
            "needs `leave-weeks-a-year` and `hours-in-a-leave-week`",
        ],
    );
}
