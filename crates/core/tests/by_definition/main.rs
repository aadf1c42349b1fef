//! Every rule kind against a second implementation, written from its page alone.
//!
//! `FIRSTLINE_CASES` says how many random rotas each kind is put to (300 unless given), and
//! `FIRSTLINE_SEED` begins at another seed.

mod case;
mod clause;
mod contract;
mod dice;
mod laws;
mod memory;
mod pay;
mod random;
mod share;
mod twin;

use case::Case;
use clause::KINDS;

/// How many random cases, and from which seed.
#[expect(
    clippy::disallowed_methods,
    reason = "how many cases are tried is the machine's business, what they say is not"
)]
pub(crate) fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str, default: u64| match std::env::var(name) {
        Ok(text) => text
            .parse()
            .expect("FIRSTLINE_CASES and FIRSTLINE_SEED are whole numbers"),
        Err(_) => default,
    };
    let first = number("FIRSTLINE_SEED", 0);
    first..first + number("FIRSTLINE_CASES", 300)
}

fn check(kind: &'static str) {
    assert!(KINDS.contains(&kind), "{kind} is a kind");
    let mut first = None;
    let mut wrong = 0;
    let mut told = 0;
    let mut broken = 0;
    let mut unknown = 0;
    for seed in seeds() {
        let case = Case::random(kind, seed);
        if case.mismatch().is_some() {
            wrong += 1;
            first = first.or(Some((seed, case)));
            continue;
        }
        let (_, heard) = case.heard();
        told += heard.iter().filter(|h| h.tightest.is_some()).count();
        broken += heard.iter().filter(|h| !h.breaches.is_empty()).count();
        unknown += heard.iter().filter(|h| h.lack.is_some()).count();
    }
    if let Some((seed, case)) = first {
        let smallest = case.smallest();
        panic!(
            "{wrong} of {} cases differ; seed {seed}, made smaller:\n{}",
            seeds().count(),
            smallest.mismatch().expect("the smallest case differs too")
        );
    }
    let enough = seeds().count() / 20;
    let measures = kind != "recorded";
    assert!(
        !measures || (told > enough && broken > enough),
        "{kind}: {told} readings, {broken} with a breach, {unknown} not checked: too few to say much"
    );
}

macro_rules! kinds {
    ($($name:ident: $kind:literal,)*) => {
        $(#[test] fn $name() { check($kind); })*
    };
}

kinds! {
    average_weekly_hours_agrees_with_its_page: "average-weekly-hours",
    hours_in_window_agrees_with_its_page: "hours-in-window",
    rest_between_duties_agrees_with_its_page: "rest-between-duties",
    duty_length_agrees_with_its_page: "duty-length",
    run_length_agrees_with_its_page: "run-length",
    rest_after_run_agrees_with_its_page: "rest-after-run",
    rest_in_period_agrees_with_its_page: "rest-in-period",
    rest_during_duty_agrees_with_its_page: "rest-during-duty",
    frequency_agrees_with_its_page: "frequency",
    no_adjacent_agrees_with_its_page: "no-adjacent",
    count_in_days_agrees_with_its_page: "count-in-days",
    hours_next_day_agrees_with_its_page: "hours-next-day",
    breaks_agree_with_their_page: "breaks",
    night_work_average_agrees_with_its_page: "night-work-average",
    recorded_agrees_with_its_page: "recorded",
    shortest_run_agrees_with_its_page: "shortest-run",
    shortest_rest_days_agrees_with_its_page: "shortest-rest-days",
    duties_in_period_agrees_with_its_page: "duties-in-period",
    hours_in_period_agrees_with_its_page: "hours-in-period",
}
