//! The classes of duty that the twin's contracts define, counted minute by minute.

use firstline_core::time::Clock;

use super::{DAY, Duty, weekday};

/// One of the classes in [`Class::TOML`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Any,
    Night,
    OnCall,
    Shift,
    Long,
    Late,
    Weekend,
}

impl Class {
    pub(crate) const ALL: [Class; 7] = [
        Class::Any,
        Class::Night,
        Class::OnCall,
        Class::Shift,
        Class::Long,
        Class::Late,
        Class::Weekend,
    ];

    pub(crate) const TOML: &str = r#"
[class.duty]
text = "any duty"
[class.night]
text = "three hours or more between 23:00 and 06:00"
within = { from = "23:00", to = "06:00", at-least = "3h" }
[class.on-call]
text = "on-call"
kind = ["nroc", "roc"]
[class.shift]
text = "not on-call"
none-of = ["on-call"]
[class.long]
text = "over ten hours"
length = { more-than = "10h" }
[class.late]
text = "ends after 23:00 of the day on which it starts"
ends = { after = "23:00" }
[class.weekend]
text = "has a minute at the weekend"
touches = { from = "Sat 00:00", to = "Mon 00:00" }
"#;

    pub(crate) fn name(self) -> &'static str {
        match self {
            Class::Any => "duty",
            Class::Night => "night",
            Class::OnCall => "on-call",
            Class::Shift => "shift",
            Class::Long => "long",
            Class::Late => "late",
            Class::Weekend => "weekend",
        }
    }

    pub(crate) fn holds(self, duty: &Duty) -> bool {
        let (start, end) = duty.wall;
        match self {
            Class::Any => true,
            Class::Night => duty.at_night >= 180,
            Class::OnCall => duty.on_call(),
            Class::Shift => !duty.on_call(),
            Class::Long => duty.length(Clock::Nominal) > 600,
            Class::Late => end > duty.date() * DAY + 23 * 60,
            Class::Weekend => (start..end).any(|minute| weekday(minute.div_euclid(DAY)) >= 5),
        }
    }
}
