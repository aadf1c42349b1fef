//! Ballots by the law of their date: the published cases, and made-up ones at the limits.

use firstline_core::time::Day;
use firstline_plan::ballot::{
    BallotAnswer, BallotError, Law, Question, earliest_start, judge, months_after,
};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}

/// A ballot in health of which nothing but the count is known.
fn ballot(entitled: u64, voted: u64, yes: u64, opened: &str) -> Question {
    Question {
        entitled,
        voted,
        yes,
        invalid: 0,
        opened: day(opened),
        closed: None,
        public_service: true,
        agreed: false,
        ballot_notice: None,
        action_notice: None,
        first_action: None,
    }
}

fn of(question: &Question) -> BallotAnswer {
    judge(question, &Law::carried()).expect("the question is sound")
}

fn failed(answer: &BallotAnswer) -> Vec<&str> {
    let failed = answer.tests.iter().filter(|t| !t.pass);
    failed.map(|t| t.rule.as_str()).collect()
}

/// Days in each version of the law: 2015, 2017 to 17 February 2026, from 18 February 2026.
const VERSIONS: [&str; 4] = ["2015-11-05", "2017-03-01", "2026-02-17", "2026-02-18"];

#[test]
fn the_ballots_of_2015_pass_every_version_of_the_law() {
    for opened in VERSIONS {
        for yes in [27_741, 28_120] {
            let question = Question {
                invalid: 11,
                ..ballot(37_155, 28_316, yes.min(28_305), opened)
            };
            assert!(of(&question).lawful, "{yes} {opened}");
        }
    }
    let answer = of(&Question {
        invalid: 11,
        ..ballot(37_155, 28_316, 27_741, "2017-03-01")
    });
    let words: Vec<&str> = answer.tests.iter().map(|t| t.words.as_str()).collect();
    assert_eq!(words, ["98 %", "76.2 %", "74.7 %"]);
}

#[test]
fn the_result_of_february_2026_passes_by_the_law_of_its_opening_and_lasts_six_months() {
    let question = Question {
        closed: Some(day("2026-02-02")),
        // 93.4 % of 28,598 votes, of about 54,430 entitled
        ..ballot(54_430, 28_598, 26_711, "2025-12-08")
    };
    let answer = of(&question);
    assert!(answer.lawful);
    let support = answer.tests.iter().find(|t| t.rule == "ballot.support");
    assert!(support.is_some_and(|t| t.words == "49.1 %"));
    let mandate = answer.mandate.expect("there is a law of mandates");
    assert_eq!(mandate.life, "6 months");
    assert_eq!(mandate.last_day, Some(day("2026-08-01")));
}

#[test]
fn three_in_four_of_a_thin_vote_fail_until_the_rule_of_forty_in_a_hundred_goes() {
    let before = of(&ballot(1000, 520, 390, "2026-02-17"));
    assert_eq!(failed(&before), ["ballot.support"]);
    assert!(of(&ballot(1000, 520, 390, "2026-02-18")).lawful);
    // and for those whom the rule never concerned
    let other = Question {
        public_service: false,
        ..ballot(1000, 520, 390, "2026-02-17")
    };
    assert!(of(&other).lawful);
}

#[test]
fn one_vote_short_of_half_fails_while_there_is_a_rule_of_turnout() {
    for opened in ["2017-03-01", "2026-02-17", "2026-02-18", "2030-01-01"] {
        let answer = of(&ballot(1000, 499, 499, opened));
        assert_eq!(failed(&answer), ["ballot.turnout"], "{opened}");
        assert!(of(&ballot(1000, 500, 500, opened)).lawful, "{opened}");
    }
    assert!(of(&ballot(1000, 499, 499, "2015-11-05")).lawful);
    assert!(of(&ballot(1000, 499, 499, "2017-02-28")).lawful);
}

#[test]
fn a_share_just_below_its_limit_is_not_shown_as_the_limit() {
    let answer = of(&ballot(1_000_000, 499_999, 499_999, "2018-01-01"));
    assert_eq!(failed(&answer), ["ballot.turnout"]);
    assert_eq!(answer.tests[1].words, "49.9999 %");
}

#[test]
fn half_of_the_votes_is_no_majority_and_one_more_is() {
    assert_eq!(
        failed(&of(&ballot(1000, 1000, 500, "2026-03-01"))),
        ["ballot.majority"]
    );
    assert!(of(&ballot(1000, 1000, 501, "2026-03-01")).lawful);
    // spoilt votes make a majority easier and a turnout no harder
    let spoilt = Question {
        invalid: 10,
        ..ballot(1000, 500, 246, "2026-03-01")
    };
    assert!(of(&spoilt).lawful);
}

#[test]
fn exactly_two_in_five_of_those_entitled_are_enough() {
    assert!(of(&ballot(1000, 600, 400, "2020-01-01")).lawful);
    assert_eq!(
        failed(&of(&ballot(1000, 600, 399, "2020-01-01"))),
        ["ballot.support"]
    );
}

#[test]
fn notice_counts_by_the_law_of_the_day_on_which_it_is_received() {
    assert_eq!(earliest_start(day("2026-06-01"), 10), day("2026-06-11"));
    assert_eq!(earliest_start(day("2026-06-01"), 14), day("2026-06-15"));
    let with = |received: &str, agreed: bool| {
        let question = Question {
            action_notice: Some(day(received)),
            agreed,
            ..ballot(1000, 800, 700, "2015-11-05")
        };
        of(&question).earliest_start
    };
    assert_eq!(with("2026-06-01", false), Some(day("2026-06-11")));
    assert_eq!(with("2026-02-18", false), Some(day("2026-02-28")));
    assert_eq!(with("2026-02-17", false), Some(day("2026-03-03")));
    assert_eq!(with("2026-02-17", true), Some(day("2026-02-24")));
    assert_eq!(with("2015-12-29", false), Some(day("2016-01-05")));
}

#[test]
fn a_day_of_action_is_tested_against_notice_and_mandate() {
    let with = |first: &str| Question {
        closed: Some(day("2026-06-01")),
        action_notice: Some(day("2026-06-02")),
        first_action: Some(day(first)),
        ..ballot(1000, 800, 700, "2026-05-01")
    };
    assert!(of(&with("2026-06-12")).lawful);
    assert_eq!(failed(&of(&with("2026-06-11"))), ["action.notice"]);
    assert!(of(&with("2027-05-31")).lawful);
    assert_eq!(failed(&of(&with("2027-06-01"))), ["action.mandate"]);
}

#[test]
fn before_2017_action_had_to_begin_within_four_weeks_or_eight_if_agreed() {
    let with = |first: &str, agreed: bool| Question {
        closed: Some(day("2015-11-18")),
        first_action: Some(day(first)),
        agreed,
        ..ballot(37_155, 28_316, 27_741, "2015-11-05")
    };
    assert!(of(&with("2015-12-15", true)).lawful);
    assert_eq!(failed(&of(&with("2016-01-13", true))), ["action.mandate"]);
    assert!(of(&with("2016-01-12", true)).lawful);
    assert_eq!(failed(&of(&with("2015-12-16", false))), ["action.mandate"]);
}

#[test]
fn months_end_where_the_calendar_has_no_such_day() {
    assert_eq!(months_after(day("2025-08-31"), 6), day("2026-02-28"));
    assert_eq!(months_after(day("2023-08-31"), 6), day("2024-02-29"));
    assert_eq!(months_after(day("2025-12-01"), 12), day("2026-12-01"));
}

#[test]
fn notice_of_the_ballot_is_tested_where_it_is_given() {
    let with = |notice: &str| Question {
        ballot_notice: Some(day(notice)),
        ..ballot(1000, 800, 700, "2026-05-08")
    };
    assert!(of(&with("2026-05-01")).lawful);
    assert_eq!(failed(&of(&with("2026-05-02"))), ["ballot.notice"]);
    let unknown = of(&ballot(1000, 800, 700, "2026-05-08"));
    assert!(
        unknown
            .not_checked
            .iter()
            .any(|n| n.contains("notice of the ballot"))
    );
}

#[test]
fn numbers_and_days_that_contradict_each_other_are_refused() {
    let law = Law::carried();
    for question in [
        ballot(0, 0, 0, "2026-05-01"),
        ballot(10, 11, 5, "2026-05-01"),
        ballot(10, 8, 9, "2026-05-01"),
    ] {
        assert!(
            matches!(judge(&question, &law), Err(BallotError::Numbers(_))),
            "{question:?}"
        );
    }
    let backwards = Question {
        closed: Some(day("2026-04-30")),
        ..ballot(10, 8, 7, "2026-05-01")
    };
    assert!(matches!(judge(&backwards, &law), Err(BallotError::Days(_))));
    let early = ballot(10, 8, 7, "2014-12-31");
    assert!(matches!(judge(&early, &law), Err(BallotError::TooEarly(_))));
}

#[test]
fn a_ballot_without_a_vote_fails_and_nothing_is_divided_by_it() {
    let answer = of(&ballot(1000, 0, 0, "2015-11-05"));
    assert_eq!(failed(&answer), ["ballot.majority"]);
}

#[test]
fn two_laws_on_one_day_are_refused() {
    let text = "format = 1\nknown-from = 2015-01-01\nmandate = []\nfact = []\n[[test]]\nid = \"a\"\ntext = \"b\"\nmeasure = \"yes-of-votes\"\nby = \"ballot-opened\"\n[[test.version]]\nfrom = 2015-01-01\nlimit = \"1/2\"\nsource = \"s\"\nconfidence = \"memory\"\n[[test.version]]\nfrom = 2016-01-01\nlimit = \"1/3\"\nsource = \"s\"\nconfidence = \"memory\"\n";
    assert!(Law::read(text).is_err_and(|e| e.to_string().contains("overlap")));
}

#[test]
fn every_answer_lists_what_was_not_checked() {
    let answer = of(&ballot(1000, 800, 700, "2026-05-08"));
    assert!(answer.lawful && answer.not_checked.len() >= 4);
}
