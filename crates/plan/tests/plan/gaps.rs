//! Projections: against the exact distribution, at the edges, and with bad files.

use firstline_core::department::Department;
use firstline_core::diagnostic::full;
use firstline_core::time::Day;
use firstline_plan::gaps::{Figures, Options, Projection, project, text};
use firstline_plan::{Ledger, binomial_at_least};

const TODAY: &str = "2026-12-01";

fn read(file: &str) -> Result<(Figures, Ledger), Vec<String>> {
    let mut ledger = Ledger::default();
    let today = Day::parse(TODAY).expect("a date");
    let department = Department {
        name: "Medicine".to_owned(),
        ..Department::unknown()
    };
    match Figures::read("a.gaps.toml", file, &department, today, &mut ledger) {
        Ok(figures) => Ok((figures, ledger)),
        Err(problems) => Err(problems.iter().map(full).collect()),
    }
}

fn projected(file: &str, months: u32, seed: u64) -> Projection {
    let (figures, ledger) = read(file).unwrap_or_else(|e| panic!("{}", e.join("\n")));
    let options = Options {
        months,
        seed,
        runs: None,
        assurance: None,
    };
    project(&figures, &options, ledger).unwrap_or_else(|e| panic!("{}", e.join("\n")))
}

const PLAIN: &str = "format = 1\nestablishment = 20\nheadcount = 20\nleaving = 0.3\nsickness = 0\nother-leave = 0\n[[floor]]\nid = \"nights\"\npeople = 16\n";

#[test]
fn the_dice_agree_with_the_exact_binomial() {
    let found = projected(PLAIN, 12, 1);
    for (m, month) in found.months.iter().enumerate() {
        let stays = 0.7_f64.powf(firstline_plan::real(m) / 12.0);
        let exact = binomial_at_least(20, 16, stays);
        let within = 4.0 * (exact * (1.0 - exact) / 10_000.0).sqrt() + 1e-12;
        assert!(
            (month.met[0] - exact).abs() <= within,
            "month {m}: {} {exact}",
            month.met[0]
        );
        assert!((month.headcount.0 - 20.0 * stays).abs() < 0.1, "month {m}");
    }
    // without joiners a floor once missed stays missed, so both shares are the same
    assert!((found.floors[0].fails - (1.0 - found.months[12].met[0])).abs() < 1e-12);
}

#[test]
fn the_same_seed_gives_the_same_answer_and_another_seed_another() {
    assert_eq!(projected(PLAIN, 6, 7), projected(PLAIN, 6, 7));
    assert_ne!(
        projected(PLAIN, 6, 7).months[6],
        projected(PLAIN, 6, 8).months[6]
    );
}

#[test]
fn availability_is_participation_less_sickness_less_leave() {
    let file = "format = 1\nestablishment = 10\nheadcount = 10\nparticipation = 0.9\nleaving = 0\n";
    let found = projected(file, 1, 1);
    // 10 × 0.9 × 0.98 × 0.96
    assert!((found.months[0].available.0 - 8.4672).abs() < 1e-9);
    assert!((found.months[0].gap - 1.5328).abs() < 1e-9);
    assert!(found.floors.is_empty() && text(&found).contains("No floor is given"));
}

#[test]
fn a_clause_of_hours_becomes_a_number_of_people() {
    let file = "format = 1\nestablishment = 8\nheadcount = 8\nleaving = 0\nsickness = 0\nother-leave = 0\n[[floor]]\nid = \"48 h\"\nduty-hours-a-week = 375\nhours-a-week-each = 48\n[[leaver]]\non = 2027-02-15\npeople = 1\n";
    let found = projected(file, 4, 1);
    assert!((found.floors[0].need - 7.8125).abs() < 1e-9);
    let posts: Vec<u32> = found.months.iter().map(|m| m.extra_posts).collect();
    assert_eq!(posts, [0, 0, 0, 1, 1]);
    let first = Day::parse("2027-03-01");
    assert_eq!(found.floors[0].first, [first, first, first]);
    assert!(!found.holds());
}

#[test]
fn joiners_come_with_their_chance_and_mend_a_floor() {
    let file = "format = 1\nestablishment = 8\nheadcount = 6\nleaving = 0\nsickness = 0\nother-leave = 0\n[[joiner]]\non = 2027-02-03\npeople = 2\nchance = 0.5\n[[floor]]\nid = \"f\"\npeople = 7\n";
    let found = projected(file, 3, 3);
    let met: Vec<f64> = found.months.iter().map(|m| m.met[0]).collect();
    assert!(
        met[0] == 0.0 && met[2] == 0.0 && (met[3] - 0.75).abs() < 0.02,
        "{met:?}"
    );
}

#[test]
fn months_are_counted_from_the_day_itself_not_from_the_last_one() {
    let file = "format = 1\nfrom = 2026-08-31\nestablishment = 1\nheadcount = 1\nleaving = 0\n";
    let days: Vec<String> = projected(file, 3, 1)
        .months
        .iter()
        .map(|m| m.on.to_string())
        .collect();
    assert_eq!(
        days,
        ["2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30"]
    );
}

#[test]
fn every_default_is_listed_with_its_source_or_as_an_assumption() {
    let file =
        "format = 1\nestablishment = { value = 10, source = \"board paper\" }\nheadcount = 9\n";
    let text = text(&projected(file, 2, 5));
    for line in [
        "gaps.leaving: share of people who leave in a year, each alike and on their own = 0.04 a year\n      secondary: regulator's report",
        "gaps.sickness: share of time lost to sickness = 0.02\n      assumption",
        "gaps.establishment: whole-time posts = 10\n      given: a.gaps.toml, from: board paper",
        "gaps.headcount: people in post on the first day = 9\n      assumption",
        "gaps.participation: mean share of full time; those who join and leave have the same = 1.0000\n      assumption",
        "  seed 5\n  inputs fnv1a64:",
    ] {
        assert!(text.contains(line), "{line}\n\n{text}");
    }
}

#[test]
fn everybody_may_leave_and_nothing_goes_below_zero() {
    let file = "format = 1\nestablishment = 3\nheadcount = 2\nleaving = 0.99\n[[leaver]]\non = 2027-01-01\npeople = 5\n[[floor]]\nid = \"f\"\npeople = 1\n";
    let found = projected(file, 12, 1);
    assert!(found.months[12].headcount.0 < 0.1);
    assert_eq!(found.months[12].extra_posts, 2);
}

#[test]
fn bad_files_are_told_with_their_place() {
    let cases = [
        ("format = 1\n", "establishment"),
        (
            "format = 2\nestablishment = 1\nheadcount = 1\n",
            "`format` must be 1",
        ),
        ("format = 1\nestablishment = 1\n", "`headcount` is needed"),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\nleavers = 3\n",
            "unknown field `leavers`",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\nleaving = 4\n",
            "`leaving` must be from 0 to 0.99, not 4",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1.5\n",
            "`headcount` must be a whole number",
        ),
        (
            "format = 1\nestablishment = nan\nheadcount = 1\n",
            "`establishment` must be from 0",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\n[[floor]]\nid = \"f\"\n",
            "a floor needs either",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\n[[floor]]\nid = \"f\"\npeople = 0\n",
            "`people` must be above 0",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\n[[floor]]\nid = \"f\"\npeople = 1\n[[floor]]\nid = \"f\"\npeople = 1\n",
            "a second time",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\n[[joiner]]\non = 2026-12-01\npeople = 1\n",
            "not after 2026-12-01",
        ),
        (
            "format = 1\nestablishment = 1\nheadcount = 1\n[[joiner]]\non = 10:30:00\npeople = 1\n",
            "must be a date",
        ),
        ("format = \n", ""),
    ];
    for (file, expected) in cases {
        let problems = read(file).err().unwrap_or_else(|| panic!("read: {file}"));
        let told = problems.join("\n");
        assert!(
            told.contains(expected) && told.contains("a.gaps.toml"),
            "{file}\n{told}"
        );
    }
}

#[test]
fn options_out_of_range_are_refused() {
    let (figures, ledger) = read(PLAIN).unwrap_or_else(|e| panic!("{}", e.join("\n")));
    let options = Options {
        months: 0,
        seed: 1,
        runs: Some(5),
        assurance: Some(1.0),
    };
    let told = project(&figures, &options, ledger).expect_err("all three are out of range");
    assert_eq!(told.len(), 3);
}
