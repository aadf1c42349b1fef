//! The dated law, read from its data file.

use firstline_core::contract::Confidence;
use firstline_core::time::Day;
use serde::Deserialize;

/// The file that comes with the program.
const CARRIED: &str = include_str!("../../data/industrial-action.toml");

/// Why the data cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the law of industrial action cannot be read: {0}")]
pub struct LawError(pub String);

/// Everything known of ballots, notices and mandates.
#[derive(Clone, Debug)]
pub struct Law {
    /// Before this day nothing was looked into.
    pub known_from: Day,
    /// What is measured.
    pub(super) tests: Vec<Test>,
    /// How long a mandate lasts.
    pub(super) mandates: Vec<MandateRule>,
    /// What else held on a date.
    pub(super) facts: Vec<Fact>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Measure {
    YesOfVotes,
    VotedOfEntitled,
    YesOfEntitled,
    BallotNoticeDays,
    ActionNoticeDays,
}

/// Which date decides the version of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum By {
    BallotOpened,
    NoticeReceived,
}

/// A whole number or a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) of: u64,
    pub(super) per: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Test {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) measure: Measure,
    pub(super) by: By,
    pub(super) public_service: bool,
    pub(super) versions: Vec<TestVersion>,
}

#[derive(Clone, Debug)]
pub(super) struct TestVersion {
    pub(super) dates: Dates,
    pub(super) limit: Limit,
    pub(super) if_agreed: Option<Limit>,
    pub(super) more_than: bool,
    pub(super) source: Sourced,
}

/// A length in calendar units, as the law counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    Weeks(i32),
    Months(i32),
}

#[derive(Clone, Debug)]
pub(super) struct MandateRule {
    pub(super) dates: Dates,
    /// Whether the action only has to begin within it.
    pub(super) begins: bool,
    pub(super) life: Life,
    pub(super) if_agreed: Option<Life>,
    pub(super) source: Sourced,
}

#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) text: String,
    pub(super) dates: Dates,
    pub(super) source: Sourced,
}

/// Half-open; nothing where no end is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dates {
    from: Option<Day>,
    until: Option<Day>,
}

impl Dates {
    pub(super) fn hold(self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on < until)
    }
}

/// Where something is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// The source, in words.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What must be said with it.
    pub note: Option<String>,
}

impl Law {
    /// The law that comes with the program.
    pub fn carried() -> Law {
        Law::read(CARRIED).expect("a test reads the file that the program carries")
    }

    /// Reads a file of the same form.
    ///
    /// # Errors
    /// The first thing that cannot be understood, versions that overlap included.
    pub fn read(text: &str) -> Result<Law, LawError> {
        let file: raw::File = toml::from_str(text).map_err(|e| LawError(e.to_string()))?;
        if file.format != 1 {
            return Err(LawError(format!("format {} is not known", file.format)));
        }
        Ok(Law {
            known_from: raw::day(file.known_from)?,
            tests: file
                .test
                .into_iter()
                .map(raw::Test::checked)
                .collect::<Result<_, _>>()?,
            mandates: raw::disjoint(
                "mandate",
                file.mandate
                    .into_iter()
                    .map(raw::Mandate::checked)
                    .collect::<Result<Vec<_>, _>>()?,
                |m| m.dates,
            )?,
            facts: file
                .fact
                .into_iter()
                .map(raw::Fact::checked)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl Law {
    /// Days of notice of an action that the law asked for when the notice was received, and where
    /// that stands.
    pub fn action_notice(&self, received: Day) -> Option<(i32, Sourced)> {
        let test = self
            .tests
            .iter()
            .find(|t| t.measure == Measure::ActionNoticeDays)?;
        let version = test.versions.iter().find(|v| v.dates.hold(received))?;
        Some((version.limit.of as i32, version.source.clone()))
    }

    /// The last day on which notice can be received for an action that begins on a day, the days it
    /// takes, and where that stands.
    pub fn latest_notice(&self, first_action: Day) -> Option<(Day, i32, Sourced)> {
        (0..60).find_map(|back| {
            let day = first_action.plus(-back);
            let (days, source) = self.action_notice(day)?;
            (super::earliest_start(day, days) <= first_action).then_some((day, days, source))
        })
    }
}

/// The file as it stands, before it is checked.
mod raw {
    use firstline_core::contract::Confidence;
    use firstline_core::time::Day;
    use serde::Deserialize;
    use toml::value::Datetime;

    use super::{By, Dates, LawError, Life, Limit, MandateRule, Measure, Sourced, TestVersion};

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    pub(super) struct File {
        pub(super) format: u32,
        pub(super) known_from: Datetime,
        pub(super) test: Vec<Test>,
        pub(super) mandate: Vec<Mandate>,
        pub(super) fact: Vec<Fact>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    pub(super) struct Test {
        id: String,
        text: String,
        measure: Measure,
        by: By,
        #[serde(default)]
        public_service: bool,
        version: Vec<Version>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    struct Version {
        from: Option<Datetime>,
        until: Option<Datetime>,
        limit: String,
        if_agreed: Option<String>,
        #[serde(default)]
        more_than: bool,
        source: String,
        confidence: String,
        note: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    pub(super) struct Mandate {
        from: Option<Datetime>,
        until: Option<Datetime>,
        lasts: Option<String>,
        begins_within: Option<String>,
        if_agreed: Option<String>,
        source: String,
        confidence: String,
        note: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    pub(super) struct Fact {
        text: String,
        from: Option<Datetime>,
        until: Option<Datetime>,
        source: String,
        confidence: String,
    }

    pub(super) fn day(date: Datetime) -> Result<Day, LawError> {
        let text = date.to_string();
        Day::parse(&text).ok_or_else(|| LawError(format!("`{text}` is not a date")))
    }

    fn dates(from: Option<Datetime>, until: Option<Datetime>) -> Result<Dates, LawError> {
        Ok(Dates {
            from: from.map(day).transpose()?,
            until: until.map(day).transpose()?,
        })
    }

    fn sourced(source: String, word: &str, note: Option<String>) -> Result<Sourced, LawError> {
        let all = [
            Confidence::Primary,
            Confidence::Secondary,
            Confidence::Derived,
            Confidence::Memory,
        ];
        let confidence = all.into_iter().find(|c| c.word() == word);
        let confidence =
            confidence.ok_or_else(|| LawError(format!("`{word}` is no confidence")))?;
        if source.trim().is_empty() {
            return Err(LawError("a source is empty".to_owned()));
        }
        Ok(Sourced {
            source,
            confidence,
            note,
        })
    }

    fn limit(text: &str) -> Result<Limit, LawError> {
        let (of, per) = text.split_once('/').unwrap_or((text, "1"));
        match (of.parse(), per.parse()) {
            (Ok(of), Ok(per)) if per > 0 => Ok(Limit { of, per }),
            _ => Err(LawError(format!("`{text}` is no limit; write 7 or 1/2"))),
        }
    }

    fn life(text: &str) -> Result<Life, LawError> {
        let fail = || LawError(format!("`{text}` is no length; write 6 months or 4 weeks"));
        let (count, unit) = text.split_once(' ').ok_or_else(fail)?;
        let count: i32 = count.parse().map_err(|_| fail())?;
        match unit {
            "weeks" => Ok(Life::Weeks(count)),
            "months" => Ok(Life::Months(count)),
            _ => Err(fail()),
        }
    }

    /// Two versions on one day would be two laws.
    pub(super) fn disjoint<T>(
        what: &str,
        all: Vec<T>,
        dates: impl Fn(&T) -> Dates,
    ) -> Result<Vec<T>, LawError> {
        for pair in all.windows(2) {
            let (before, after) = (dates(&pair[0]), dates(&pair[1]));
            let clear = before.until.zip(after.from).is_some_and(|(u, f)| u <= f);
            if !clear {
                return Err(LawError(format!("two versions of {what} overlap")));
            }
        }
        Ok(all)
    }

    impl Test {
        pub(super) fn checked(self) -> Result<super::Test, LawError> {
            let versions = self
                .version
                .into_iter()
                .map(|v| {
                    Ok(TestVersion {
                        dates: dates(v.from, v.until)?,
                        limit: limit(&v.limit)?,
                        if_agreed: v.if_agreed.as_deref().map(limit).transpose()?,
                        more_than: v.more_than,
                        source: sourced(v.source, &v.confidence, v.note)?,
                    })
                })
                .collect::<Result<Vec<_>, LawError>>()?;
            let versions = disjoint(&self.id, versions, |v| v.dates)?;
            Ok(super::Test {
                id: self.id,
                text: self.text,
                measure: self.measure,
                by: self.by,
                public_service: self.public_service,
                versions,
            })
        }
    }

    impl Mandate {
        pub(super) fn checked(self) -> Result<MandateRule, LawError> {
            let (text, begins) = match (&self.lasts, &self.begins_within) {
                (Some(lasts), None) => (lasts, false),
                (None, Some(within)) => (within, true),
                _ => {
                    let why = "a mandate needs either `lasts` or `begins-within`";
                    return Err(LawError(why.to_owned()));
                }
            };
            Ok(MandateRule {
                dates: dates(self.from, self.until)?,
                begins,
                life: life(text)?,
                if_agreed: self.if_agreed.as_deref().map(life).transpose()?,
                source: sourced(self.source, &self.confidence, self.note)?,
            })
        }
    }

    impl Fact {
        pub(super) fn checked(self) -> Result<super::Fact, LawError> {
            Ok(super::Fact {
                text: self.text,
                dates: dates(self.from, self.until)?,
                source: sourced(self.source, &self.confidence, None)?,
            })
        }
    }
}
