//! The test values of `industrial-action.md` that are about the day itself; ballots have their own.

use firstline_core::time::Day;
use firstline_plan::ballot::Law;
use firstline_plan::house::Own;
use firstline_plan::strike::deduction;

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

#[test]
fn a_strike_day_costs_a_365th_rounded_half_up() {
    assert_eq!(deduction(4_392_300, 1, None), 12_034);
    assert_eq!(deduction(36_500, 3, None), 300);
    // half a penny is rounded up
    assert_eq!(deduction(3_650 + 183, 1, None), 11);
    // by the hour, where that is not larger
    assert_eq!(deduction(4_392_300, 1, Some((1_500, 480))), 12_000);
    assert_eq!(deduction(4_392_300, 1, Some((2_000, 480))), 12_034);
}

#[test]
fn notice_is_counted_by_the_law_of_the_day_on_which_it_is_received() {
    let law = Law::carried();
    for (first, by, days) in [
        ("2026-06-11", "2026-06-01", 10),
        ("2016-01-12", "2016-01-05", 7),
        ("2023-03-13", "2023-02-27", 14),
        // received on the last day of the old law 14 days are needed, a day later ten
        ("2026-03-04", "2026-02-22", 10),
        ("2026-02-28", "2026-02-18", 10),
        ("2026-02-27", "2026-02-13", 14),
    ] {
        let (latest, needed, _) = law.latest_notice(day(first)).expect("the law is known");
        assert_eq!((latest, needed), (day(by), days), "{first}");
    }
}

#[test]
fn a_plan_file_tells_everything_that_is_wrong_at_once() {
    let text = "format = 2\n[travel]\nAsha = 0\n[[setting]]\nid = \"incident.raech\"\nvalue = 0.5\n[[participation]]\nof = \"tier1\"\nshares = [1.5]\n";
    let problems = Own::read("x.plan.toml", text, &firstline_plan::settings());
    let titles: Vec<String> = problems
        .expect_err("nothing in it is right")
        .into_iter()
        .map(|d| d.title)
        .collect();
    assert_eq!(titles.len(), 4, "{titles:?}");
    assert!(
        titles
            .iter()
            .any(|t| t.contains("did you mean `incident.reach`?")),
        "{titles:?}"
    );
}
