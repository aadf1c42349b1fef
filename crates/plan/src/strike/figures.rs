//! Forms of a strike, and its assumptions.

use crate::Setting;

/// Who stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The grades staff emergencies as on a public holiday.
    Emergency,
    /// Nobody of the grades.
    Full,
    /// The grades supply their Christmas Day rota.
    Christmas,
}

impl Form {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Form::Emergency => {
                "emergency care only: those out staff emergencies as on a public holiday"
            }
            Form::Full => "full walkout: nobody of the grades out",
            Form::Christmas => "Christmas Day cover: those out supply their Christmas Day rota",
        }
    }
}

pub(super) const LONGEST: Setting = Setting {
    id: "strike.longest-cover",
    text: "the longest duty of somebody who stands in; longer slots are shared",
    default: 12.0,
    unit: "h",
    source: None,
};

pub(super) const WORK: Setting = Setting {
    id: "strike.work",
    text: "how long the engine looks for cover, for each day of the strike (seven at most) and each group of people tied together, in millions of steps: the same plan on any machine",
    default: 60.0,
    unit: "",
    source: None,
};

/// The settings that a hospital may give its own values.
pub fn settings() -> Vec<Setting> {
    vec![LONGEST, WORK]
}
