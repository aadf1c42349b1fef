//! Bad input: said what, where and how to mend it; never a panic.

use crate::{Ran, Scratch, firstline};

fn check(name: &str, bytes: &[u8], code: i32, expected: &[&str]) -> Ran {
    check_with(name, bytes, &[], code, expected)
}

fn check_with(name: &str, bytes: &[u8], more: &[&str], code: i32, expected: &[&str]) -> Ran {
    let file = Scratch::new(name, bytes);
    let path = file.path();
    let mut args = vec!["check", path.as_str()];
    args.extend(more);
    let ran = firstline(&args);
    let all = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{name}: {all}");
    assert!(!all.contains("panicked"), "{name}: {all}");
    for text in expected {
        assert!(all.contains(text), "{name} should say `{text}`:\n{all}");
    }
    ran
}

const TIDY: &str = "person,start,end,code,kind\n";

#[test]
fn an_empty_file() {
    check("empty.csv", b"", 2, &["D001", "help"]);
}

#[test]
fn a_binary_file() {
    check(
        "binary.csv",
        &[0, 159, 146, 150, 0, 1, 2, 3, 255, 0],
        2,
        &["error[D0"],
    );
}

#[test]
fn a_file_of_200_mb_is_refused_before_it_is_read() {
    let file = Scratch::new("large.csv", b"");
    let handle = std::fs::File::options().write(true).open(file.path());
    handle
        .and_then(|f| f.set_len(200 * 1024 * 1024))
        .expect("a sparse file can be made");
    let ran = firstline(&["check", &file.path()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("200 MB") && ran.err.contains("D003"),
        "{}",
        ran.err
    );
}

#[test]
fn twenty_thousand_columns() {
    let row = "x,".repeat(20_000);
    check(
        "many-columns.csv",
        format!("{row}\n{row}\n").as_bytes(),
        2,
        &["D003"],
    );
}

#[test]
fn an_unknown_code_is_told_once_with_its_cell_and_a_suggestion() {
    let file = Scratch::new(
        "rota.csv",
        b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,LD,LDD,OFF,D,D,OFF,OFF\n",
    );
    file.beside(
        "rota.legend.csv",
        "code,start,end,kind\nD,09:00,17:00,day\nLD,09:00,21:30,long_day\nOFF,,,off\n",
    );
    let ran = firstline(&["check", &file.path(), "--on", "2026-11-02"]);
    assert!(
        ran.out.contains("D004") && ran.out.contains("cell C2"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("did you mean `LD`?"), "{}", ran.out);
    let json = firstline(&[
        "check",
        &file.path(),
        "--on",
        "2026-11-02",
        "--format",
        "json",
    ]);
    assert!(json.out.contains("cell C2"), "{}", json.out);
}

#[test]
fn a_duty_of_no_length_and_one_that_ends_before_it_begins() {
    let rota = format!(
        "{TIDY}Asha,2026-11-02T09:00,2026-11-02T09:00,D,day\nAsha,2026-11-03T09:00,2026-11-03T08:00,D,day\nAsha,2026-11-04T09:00,2026-11-04T17:00,D,day\n"
    );
    check(
        "short.csv",
        rota.as_bytes(),
        0,
        &["has no length", "ends before it begins"],
    );
}

#[test]
fn two_duties_that_overlap() {
    let rota = format!(
        "{TIDY}Asha,2026-11-02T09:00,2026-11-02T17:00,D,day\nAsha,2026-11-02T16:00,2026-11-02T20:00,E,evening\n"
    );
    check(
        "overlap.csv",
        rota.as_bytes(),
        1,
        &["D010", "judged from 17:00", "0 min of rest"],
    );
}

#[test]
fn two_cells_of_a_pattern_that_overlap() {
    let file = Scratch::new(
        "rota.csv",
        b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,OFF,N,OFF,OFF,OFF,N\n",
    );
    file.beside(
        "rota.legend.csv",
        "code,start,end,kind\nD,08:00,17:00,day\nN,20:30,09:00,night\nOFF,,,off\n",
    );
    // Sunday's night runs over the wrap into Monday's day
    let ran = firstline(&["check", &file.path(), "--on", "2026-11-02"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for text in ["D010", "judged from 09:00", "0 min of rest, needs 11 h"] {
        assert!(ran.out.contains(text), "{text}: {}", ran.out);
    }
}

#[test]
fn the_thirty_first_of_february() {
    let rota = format!("{TIDY}Asha,2026-02-31T09:00,2026-02-31T17:00,D,day\n");
    check("feb.csv", rota.as_bytes(), 2, &["D005"]);
}

#[test]
fn a_year_missing() {
    let rota =
        "person,2 Nov,3 Nov,4 Nov\nAsha,09:00-17:00,09:00-17:00,\nBen,,09:00-17:00,09:00-17:00\n";
    check("year.csv", rota.as_bytes(), 2, &["year"]);
    check_with(
        "year2.csv",
        rota.as_bytes(),
        &["--year", "2026"],
        0,
        &["LAWFUL"],
    );
}

#[test]
fn other_encodings() {
    let text = format!("{TIDY}Zo\u{eb},2026-11-02T09:00,2026-11-02T17:00,D,day\n");
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    check("latin.csv", &latin, 0, &["D002"]);
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    check("utf-16.csv", &wide, 0, &["LAWFUL"]);
}

#[test]
fn a_night_on_the_clock_change() {
    let rota = format!("{TIDY}Asha,2026-10-25T01:30,2026-10-25T09:00,N,night\n");
    check("repeated.csv", rota.as_bytes(), 0, &["D011", "comes twice"]);
    let rota = format!("{TIDY}Asha,2027-03-28T01:30,2027-03-28T09:00,N,night\n");
    check(
        "skipped.csv",
        rota.as_bytes(),
        0,
        &["D012", "does not exist"],
    );
}

#[test]
fn a_person_twice() {
    let rota = "date,Asha,Asha\n2026-11-02,09:00-17:00,\n2026-11-03,,09:00-17:00\n2026-11-04,,09:00-17:00\n";
    check("twice.csv", rota.as_bytes(), 0, &["D017"]);
}

#[test]
fn a_legend_that_contradicts_itself() {
    let file = Scratch::new(
        "rota.csv",
        b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,N,D,D,OFF,OFF\n",
    );
    file.beside(
        "rota.legend.csv",
        "code,start,end,kind\nD,09:00,17:00,day\nD,08:00,17:00,day\nN,21:00,09:00,night\n",
    );
    let ran = firstline(&["check", &file.path(), "--on", "2026-11-02"]);
    let all = format!("{}{}", ran.out, ran.err);
    assert!(all.contains("D016"), "{all}");
}

#[test]
fn a_date_before_the_contract_began() {
    let args = ["check", "rotas/icu-1in8.csv", "--on", "2015-01-12"];
    let ran = firstline(&args);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("began on 2016-08-03"), "{}", ran.err);
}

#[test]
fn a_broken_contract_tells_every_problem_at_once_with_line_and_caret() {
    let sound = include_str!("../data/invented.toml");
    let broken = sound
        .replace("kind = \"duty-length\"", "kind = \"duty-lenght\"")
        .replace("max = 2, days = 7", "max = 2, day = 7")
        .replace("until = 2026-01-01", "until = 2026-06-01")
        .replace("document = \"oss-banding\", at = \"invented\" }\nconfidence = \"memory\"\nchecked = { on = 2026-11-22, by = \"maintainer\" }\nparams = { of = \"watch\", max = \"12h\"", "document = \"oss-bandign\", at = \"invented\" }\nconfidence = \"memory\"\nchecked = { on = 2026-11-22, by = \"maintainer\" }\nparams = { of = \"watch\", max = \"12h\"");
    assert_ne!(broken, sound);
    let file = Scratch::new("broken.toml", broken.as_bytes());
    let ran = firstline(&["check", "rotas/icu-1in8.csv", "--contract", &file.path()]);
    assert_eq!(ran.code, 2);
    for text in [
        "did you mean `duty-length`?",
        "needs `days`",
        "did you mean `days`?",
        "two versions of `watch.length` overlap",
        "did you mean `oss-banding`?",
        "^^^",
    ] {
        assert!(ran.err.contains(text), "{text}:\n{}", ran.err);
    }
}

#[test]
fn options_that_make_no_sense() {
    let icu = "rotas/icu-1in8.csv";
    for (args, expected) in [
        (
            vec!["--contract", "england-2061"],
            "did you mean `england-2016`?",
        ),
        (vec!["--on", "2026-02-31"], "is not a date"),
        (vec!["--start", "2026-11-03"], "is not a Monday"),
        (
            vec!["--interpret", "long-shfit=over"],
            "did you mean `long-shift`?",
        ),
        (
            vec!["--interpret", "long-shift=maybe"],
            "has no answer `maybe`",
        ),
        (
            vec!["--from", "2026-11-09", "--to", "2026-11-02"],
            "holds no day",
        ),
        (vec!["--department", "no-such.toml"], "cannot be read"),
    ] {
        let mut all = vec!["check", icu];
        all.extend(args.iter().copied());
        let ran = firstline(&all);
        assert_eq!(ran.code, 2, "{args:?} {}{}", ran.out, ran.err);
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
    }
}

#[test]
fn formulas_do_not_survive_a_conversion() {
    let rota = format!("{TIDY}=cmd|calc,2026-11-02T09:00,2026-11-02T17:00,D,day\n");
    let file = Scratch::new("formula.csv", rota.as_bytes());
    let ran = firstline(&["convert", &file.path(), "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains("\n=cmd"), "{}", ran.out);
}

#[test]
fn a_pattern_without_a_legend() {
    let pattern = b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,N,,,,\n";
    check(
        "bare.csv",
        pattern,
        2,
        &["D015", "cell B2", "`bare.legend.csv`", "--legend"],
    );
}

fn beside(path: &str, name: &str) -> String {
    let path = std::path::Path::new(path).with_file_name(name);
    path.display().to_string()
}

#[test]
fn a_share_of_full_time_that_cannot_be() {
    let rota = format!("{TIDY}Asha,2026-11-02T09:00,2026-11-02T17:00,D,day\n");
    let file = Scratch::new("share.csv", rota.as_bytes());
    let path = file.path();
    for share in ["0", "0.0", "-0.6", "1.5", "\"half\""] {
        let text =
            format!("format = 1\nname = \"Ward\"\n[[person]]\nname = \"Asha\"\nshare = {share}\n");
        file.beside("share.toml", &text);
        let department = beside(&path, "share.toml");
        for command in ["check", "pay", "leave"] {
            let ran = firstline(&[command, &path, "--department", &department]);
            assert_eq!(ran.code, 2, "{share}: {}{}", ran.out, ran.err);
            let told = ran.err.contains("above 0 and up to 1") && ran.err.contains("share.toml:5");
            assert!(told, "{share}: {}", ran.err);
        }
    }
    // on the command line a negative share is told, not taken for an option
    let ran = firstline(&["pay", &path, "--grade", "F1", "--wte", "-0.6"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("C041") && ran.err.contains("above 0"),
        "{}",
        ran.err
    );
}

#[test]
fn a_grade_of_the_department_file_that_has_no_pay_point() {
    let rota = format!("{TIDY}Asha,2026-11-02T09:00,2026-11-02T17:00,D,day\n");
    let file = Scratch::new("grade.csv", rota.as_bytes());
    let path = file.path();
    let text = "format = 1\nname = \"Ward\"\n[[person]]\nname = \"Asha\"\ngrade = \"ST33\"\n";
    file.beside("grade.toml", text);
    let department = beside(&path, "grade.toml");
    let ran = firstline(&["pay", &path, "--department", &department]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    for text in [
        "no pay point for grade ST33",
        "did you mean ST3?",
        "no total",
    ] {
        assert!(ran.out.contains(text), "{text}: {}", ran.out);
    }
}

#[test]
fn a_record_whose_people_are_spelt_otherwise_says_whom_it_matched_and_whom_not() {
    let duty = |name: &str| format!("{name},2026-11-02T09:00,2026-11-02T17:00,D,day\n");
    let plan = format!("{TIDY}{}{}{}", duty("Asha Ray"), duty("Ben"), duty("Cleo"));
    let done = format!("{TIDY}{}{}{}", duty("ASHA RAY"), duty("Bne"), duty("Zed"));
    let plan = Scratch::new("spelt-plan.csv", plan.as_bytes());
    let done = Scratch::new("spelt-done.csv", done.as_bytes());
    let ran = firstline(&["worked", &plan.path(), &done.path()]);
    for text in [
        // matched but for its capitals, and said so
        "ASHA RAY",
        "Asha Ray",
        "did you mean",
        "Bne",
        "Zed",
        "Cleo",
        "only in the record",
        "only in the plan",
    ] {
        assert!(ran.out.contains(text), "{text}:\n{}", ran.out);
    }
}
