//! What breaking another clause costs the employer.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::of_worked::OfWorked;
use crate::diagnostic::Diagnostic;
use crate::time::Minutes;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("W002"),
    name: "fine",
    summary: "what breaking another clause costs the employer",
    says: "{measured}",
    doc: include_str!("fine.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Worked,
    unit: Unit::Hours,
    compile,
};

/// A fine for breaking another clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fine {
    /// The other clause; nothing where no record of duties can show what is fined.
    pub on: Option<String>,
    /// What is counted.
    pub per: Per,
    /// Judged against this in place of the other clause's limit.
    pub limit: Option<Minutes>,
    /// The clause that says what an hour is worth, or why there is no sum.
    pub rate: Result<String, String>,
}

/// What a fine counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Hours above a maximum.
    HourOver,
    /// Hours above an average, for every week of the reference period.
    HourOverEachWeek,
    /// Hours short of a minimum.
    HourShort,
    /// Each time.
    Occurrence,
}

impl Per {
    /// The words for it in contract files.
    const WORDS: [(&'static str, Per); 4] = [
        ("hour-over", Per::HourOver),
        ("hour-over-each-week", Per::HourOverEachWeek),
        ("hour-short", Per::HourShort),
        ("occurrence", Per::Occurrence),
    ];
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let on = c.fields.text_or_none("on").map(str::to_owned);
    let per = c.fields.word("per", &Per::WORDS);
    let limit = c.fields.length_or_none("limit");
    let rate = c.fields.text_or_none("rate").map(str::to_owned);
    let why = c.fields.text_or_none("not-priced").map(str::to_owned);
    let rate = match (rate, why) {
        (Some(rate), None) => Ok(rate),
        (None, Some(why)) => Err(why),
        _ => {
            let span = c.fields.span();
            let title = "a fine needs either `rate`, the clause that says what an hour is worth, \
                         or `not-priced`, the reason why there is no sum";
            c.fields.problem(&span, Diagnostic::error("C003", title));
            return None;
        }
    };
    if on.is_none() && rate.is_ok() {
        let span = c.fields.span();
        let title = "a fine with a `rate` needs `on`, the clause whose breach is fined";
        c.fields.problem(&span, Diagnostic::error("C003", title));
        return None;
    }
    Some(Machine::Worked(Box::new(OfWorked::Fine(Fine {
        on,
        per: per?,
        limit,
        rate,
    }))))
}
