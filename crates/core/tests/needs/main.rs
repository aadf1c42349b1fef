//! What a department asks of a rota, read from its file; and files broken on purpose.

use firstline_core::department::Department;
use firstline_core::department::needs::{Together, Work};
use firstline_core::diagnostic::{Place, full};
use firstline_core::time::Day;

const HEAD: &str = r#"
format = 1
name = "test"
[[shift]]
code = "D"
start = "09:00"
end = "17:00"
kind = "day"
days = "weekday"
[[shift]]
code = "N"
start = "21:00"
end = "09:00"
kind = "night"
grades = ["ST3"]
[[shift]]
code = "OFF"
kind = "off"
[[person]]
name = "Asha"
grade = "ST3"
skills = ["airway"]
hours = "32h"
carried = { nights = 3 }
[[person]]
name = "Ben"
[[fairness]]
count = "nights"
class = "night"
"#;

fn read(more: &str) -> Department {
    let text = format!("{HEAD}{more}");
    let read = Department::read("department.toml", &text);
    read.unwrap_or_else(|e| panic!("{}", e.iter().map(full).collect::<String>()))
}

/// The file has these problems, each with a place in it.
fn check(more: &str, codes: &[&str], words: &str) {
    let text = format!("{HEAD}{more}");
    let told = Department::read("department.toml", &text)
        .err()
        .unwrap_or_default();
    let found: Vec<&str> = told.iter().map(|d| d.code).collect();
    assert_eq!(
        found,
        codes,
        "{more}\n{}",
        told.iter().map(full).collect::<String>()
    );
    for one in &told {
        assert!(matches!(one.place, Some(Place::Source { .. })), "{one:?}");
    }
    let all: String = told.iter().map(full).collect();
    assert!(all.contains(words), "`{words}` is not in\n{all}");
}

#[test]
fn people_and_shifts_say_what_they_can_and_when() {
    let needs = read("").needs;
    assert_eq!(needs.person(0).skills, ["airway"]);
    assert_eq!(needs.person(0).week.map(|w| w.0), Some(32 * 60));
    assert_eq!(needs.person(0).carried.get("nights"), Some(&3));
    assert!(needs.person(1).skills.is_empty());
    let monday = Day(4);
    assert!(needs.shift(0).when.holds(monday) && !needs.shift(0).when.holds(monday.plus(5)));
    assert_eq!(needs.shift(1).who.words().as_deref(), Some("ST3"));
    // those whom nothing was said of, and those that are not there at all
    assert!(needs.shift(2).when.holds(monday.plus(6)));
    assert!(needs.person(7).skills.is_empty());
}

#[test]
fn everything_that_can_be_asked_is_read() {
    let needs = read(
        r#"
[hours]
week = "40h"
least-percent = 80
[aims]
below-least = 1000000000
wishes = 0
[[cover]]
shifts = ["D", "N"]
days = ["Mon", "weekend"]
least = 1
most = 3
skills = "airway"
[[demand]]
from = "22:00"
to = "01:30"
wanted = 2
[[supervision]]
of = { grades = "F1" }
by = { skills = "airway" }
each = 2
[[pairing]]
people = ["Ben", "Asha"]
want = "apart"
[[wish]]
person = "Asha"
from = 2026-11-02
to = 2026-11-05
want = "off"
[[fixed]]
person = "Ben"
dates = [2026-11-02, 2026-11-03]
work = "D"
[[pay]]
shifts = "N"
pounds = 80
"#,
    )
    .needs;
    assert_eq!(
        needs.hours.map(|h| (h.least_percent, h.most_percent)),
        Some((80, 105))
    );
    assert_eq!(
        (needs.aims.duty.below_least, needs.aims.wishes),
        (1_000_000_000, 0)
    );
    let cover = &needs.cover[0];
    assert_eq!(
        (cover.asked.least, cover.asked.wanted, cover.asked.most),
        (1, 1, Some(3))
    );
    let days: Vec<bool> = (0..7).map(|n| cover.when.holds(Day(4 + n))).collect();
    assert_eq!(days, [true, false, false, false, false, true, true]);
    assert_eq!(
        (needs.demand[0].from.0, needs.demand[0].to.0),
        (22 * 60, 90)
    );
    assert_eq!(needs.supervision[0].each, Some(2));
    assert_eq!(
        (needs.pairings[0].how, needs.pairings[0].people.as_slice()),
        (Together::Apart, &[0, 1][..])
    );
    assert_eq!(needs.wishes[0].of, [Work::Off]);
    assert_eq!(needs.fixed[0].work, Work::Shift(0));
    assert_eq!(needs.pay[0].pounds, 80);
}

#[test]
fn names_that_nothing_has_are_told_with_the_near_one() {
    check(
        "[[cover]]\nshifts = \"DD\"\nleast = 1\n",
        &["C005"],
        "there are: D, N",
    );
    check(
        "[[cover]]\nshifts = \"OFF\"\nleast = 1\n",
        &["C005"],
        "there is no shift `OFF`",
    );
    check(
        "[[wish]]\nperson = \"Asho\"\nwant = \"off\"\n",
        &["C005"],
        "did you mean `Asha`?",
    );
    check(
        "[[person]]\nname = \"C\"\ncarried = { nihgts = 1 }\n",
        &["C005"],
        "did you mean `nights`?",
    );
}

#[test]
fn what_asks_for_nothing_or_contradicts_itself_is_told() {
    check("[[cover]]\nshifts = \"D\"\n", &["C003"], "least = 1");
    check(
        "[[cover]]\nshifts = \"D\"\nleast = 3\nmost = 2\n",
        &["C093"],
        "must not fall",
    );
    check(
        "[aims]\nbelow-least = 1\nbelow-wanted = 2\n",
        &["C092"],
        "worse",
    );
    check(
        "[hours]\nweek = \"40h\"\nleast-percent = 110\n",
        &["C090"],
        "cannot both be kept",
    );
    check(
        "[[cover]]\nshifts = \"D\"\nleast = 1\ndays = \"Mon\"\ndates = 2026-12-25\n",
        &["C091"],
        "one table",
    );
    check(
        "[[wish]]\nperson = \"Ben\"\nwant = \"off\"\nfrom = 2026-11-05\nto = 2026-11-05\n",
        &["C091"],
        "the day after the last",
    );
    check(
        "[[wish]]\nperson = \"Ben\"\nwant = \"off\"\navoid = \"N\"\n",
        &["C096"],
        "either",
    );
    check(
        "[[fairness]]\ncount = \"nights\"\n",
        &["C008"],
        "second time",
    );
    check(
        "[[pairing]]\npeople = [\"Ben\", \"Ben\"]\nwant = \"apart\"\n",
        &["C094"],
        "two different people",
    );
}

#[test]
fn contradictory_pairings_and_fixed_days_name_the_other() {
    let pairing = |want: &str, shifts: &str| {
        format!("[[pairing]]\npeople = [\"Asha\", \"Ben\"]\nwant = \"{want}\"\n{shifts}")
    };
    check(
        &(pairing("together", "") + &pairing("apart", "shifts = \"N\"\n")),
        &["C095"],
        "both together and apart",
    );
    let apart = pairing("together", "shifts = \"D\"\n") + &pairing("apart", "shifts = \"N\"\n");
    assert_eq!(read(&apart).needs.pairings.len(), 2);
    let fixed = "[[fixed]]\nperson = \"Ben\"\nfrom = 2026-11-02\nto = 2026-11-05\nwork = \"off\"\n[[fixed]]\nperson = \"Ben\"\ndates = 2026-11-04\nwork = \"D\"\n";
    check(fixed, &["C097"], "one thing on a day");
}

#[test]
fn numbers_and_times_that_cannot_be_are_told() {
    check("[aims]\nwishes = -1\n", &["C004"], "from 0 to 1000000000");
    check(
        "[aims]\nwishes = 1000000001\n",
        &["C004"],
        "from 0 to 1000000000",
    );
    check(
        "[[demand]]\nfrom = \"08:15\"\nto = \"09:00\"\nleast = 1\n",
        &["C004"],
        "half hour",
    );
    check(
        "[[cover]]\nshifts = \"D\"\nleast = 1\ndays = \"Funday\"\n",
        &["C004"],
        "Mon to Sun",
    );
    check(
        "[[cover]]\nshifts = \"D\"\nleast = 1\ndates = \"25 December\"\n",
        &["C004"],
        "2026-12-25",
    );
    check(
        "[[supervision]]\nof = {}\nby = { grades = \"ST3\" }\n",
        &["C004"],
        "some grades or skills",
    );
    check(
        "[[cover]]\nshifts = \"D\"\nleast = 1\nlesat = 2\n",
        &["C002"],
        "did you mean `least`?",
    );
    check(
        "[[fixed]]\nperson = \"Ben\"\nwork = [\"D\", \"N\"]\n",
        &["C004"],
        "one shift",
    );
}

#[test]
fn a_file_cut_anywhere_is_read_or_told_and_never_more() {
    let text = include_str!("../../../../rotas/design/medicine-tier-1.toml");
    for at in (0..text.len())
        .step_by(97)
        .filter(|at| text.is_char_boundary(*at))
    {
        if let Err(told) = Department::read("cut.toml", &text[..at]) {
            assert!(!told.is_empty());
        }
    }
}
