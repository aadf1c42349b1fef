//! What came of a ballot, in words.

use std::fmt::Write;

use super::judge::{BallotAnswer, Question};

/// Tests, mandate, notice, what else held, and what was not checked.
pub fn text(question: &Question, answer: &BallotAnswer) -> String {
    let opened = question.opened.long();
    let failed = answer.tests.iter().filter(|t| !t.pass).count();
    let mut out = if answer.lawful {
        format!(
            "Lawful in what was checked: a ballot opened on {opened}, by the law of that day.\n\n"
        )
    } else {
        format!(
            "Not lawful: {failed} of {} tests not met, for a ballot opened on {opened}, by the law of that day.\n\n",
            answer.tests.len()
        )
    };
    for test in &answer.tests {
        let mark = if test.pass { "met    " } else { "NOT MET" };
        let _ = writeln!(out, "  {mark}  {}: {}", test.words, test.text);
        let _ = writeln!(
            out,
            "           {} = {}, limit {}",
            test.rule, test.measured, test.limit
        );
        let _ = writeln!(out, "           {}", test.source);
    }
    if let Some(mandate) = &answer.mandate {
        let _ = writeln!(out, "\nMandate: {}", mandate.life);
        match mandate.last_day {
            Some(last) => {
                let _ = writeln!(out, "  its last day is {}", last.long());
            }
            None => out.push_str("  `--closed DATE` gives its last day\n"),
        }
        let _ = writeln!(out, "  {}", mandate.source);
    }
    if let Some(day) = answer.earliest_start {
        let _ = writeln!(
            out,
            "\nBy the notice received, action may begin on {} at the earliest.",
            day.long()
        );
    }
    if !answer.facts.is_empty() {
        out.push_str("\nAlso the law on the day of opening\n");
        for fact in &answer.facts {
            let _ = writeln!(out, "  - {fact}");
        }
    }
    out.push_str("\nNot checked\n");
    for line in &answer.not_checked {
        let _ = writeln!(out, "  - {line}");
    }
    out.push_str("\nThis is evidence, not legal advice.\n\n");
    out.push_str(&answer.grounds.text());
    out
}
