//! Public holidays of the days in post: worked, rested, on leave or off, and what is owed.

use super::LeaveQuestion;
use crate::contract::Confidence;
use crate::rota::{Duty, Kind, OnCall, Roster, Rota};
use crate::rules::{InLieu, Rest};
use crate::time::{Day, Holidays, Weekday};

/// One public holiday of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayLine {
    /// Its date.
    pub day: Day,
    /// What it is called.
    pub name: String,
    /// How sure its date is.
    pub confidence: Confidence,
    /// What the rota shows for it.
    pub how: How,
    /// Whether a day off is owed in its place.
    pub owed: Owed,
}

/// What the rota shows for a holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// On duty: the shift's code and times.
    Worked(String),
    /// On call: the shift's code and times.
    OnCall(String),
    /// A day that the rota marks as rest.
    RestDay,
    /// Leave, study leave or sickness.
    Away(Kind),
    /// No duty, and nothing marked.
    Off,
    /// Not shown, and why.
    NotShown(&'static str),
}

/// Whether a day off is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It is not taken from the combined allowance of leave and holidays.
    NotTaken,
    /// It is taken from the combined allowance.
    Taken,
    /// The rota or the contract does not say.
    Unknown,
}

impl Owed {
    /// As in the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Owed::Yes => "yes",
            Owed::No => "no",
            Owed::NotTaken => "not-taken",
            Owed::Taken => "taken",
            Owed::Unknown => "unknown",
        }
    }
}

/// Every holiday in post, in order.
pub(super) fn lines(
    calendar: &Holidays,
    terms: Option<&InLieu>,
    question: &LeaveQuestion<'_>,
) -> Vec<HolidayLine> {
    let Some(post) = question.post else {
        return Vec::new();
    };
    let line = |h: &crate::time::Holiday| {
        let how = how(h.day, terms, question);
        HolidayLine {
            day: h.day,
            name: h.name.clone(),
            confidence: h.confidence,
            owed: owed(&how, terms, question),
            how,
        }
    };
    calendar
        .between(post.from, post.to)
        .iter()
        .map(line)
        .collect()
}

fn how(day: Day, terms: Option<&InLieu>, question: &LeaveQuestion<'_>) -> How {
    let Some((rota, index)) = question.rota else {
        return How::NotShown("no rota is given");
    };
    let roster = &rota.rosters[index];
    if !rota.on_dates {
        return How::NotShown("the pattern stands on no dates; --start MONDAY lays it on them");
    }
    let Some(terms) = terms else {
        return How::NotShown("the contract does not say what counts");
    };
    let within = Within { rota, roster };
    if let Some((duty, shift)) = within.worked(day, terms) {
        return match duty.kind.on_call() {
            OnCall::NonResident => How::OnCall(shift),
            OnCall::No | OnCall::Resident => How::Worked(shift),
        };
    }
    if !within.shows(day) {
        return How::NotShown("the rota does not reach this day");
    }
    let away = roster.absences.iter().find(|a| a.from <= day && day < a.to);
    if let Some(away) = away {
        return How::Away(away.kind);
    }
    if roster.rest_days.contains(&within.same(day)) {
        return How::RestDay;
    }
    How::Off
}

fn owed(how: &How, terms: Option<&InLieu>, question: &LeaveQuestion<'_>) -> Owed {
    let Some(terms) = terms else {
        return Owed::Unknown;
    };
    let combined = terms.part_time_combined && question.share.part_time();
    let yes = match how {
        How::NotShown(_) => return Owed::Unknown,
        How::Worked(_) => true,
        How::OnCall(_) => terms.on_call,
        // with one allowance for both, a holiday off duty is simply taken from it
        How::RestDay => !combined && terms.rest != Rest::Never,
        How::Off => !combined && terms.rest == Rest::AnyDayOff,
        How::Away(_) => false,
    };
    match (yes, combined) {
        (true, true) => Owed::NotTaken,
        (true, false) => Owed::Yes,
        (false, true) => Owed::Taken,
        (false, false) => Owed::No,
    }
}

/// One roster, with a pattern's cycle going on for ever.
struct Within<'r> {
    rota: &'r Rota,
    roster: &'r Roster,
}

impl Within<'_> {
    /// The day of the first cycle that stands for a day.
    fn same(&self, day: Day) -> Day {
        match self.roster.cycle_days {
            0 => day,
            cycle => {
                let from = self.rota.period.from;
                from.plus(day.since(from).rem_euclid(cycle))
            }
        }
    }

    /// Whether the rota says anything of a day.
    fn shows(&self, day: Day) -> bool {
        self.roster.cycle_days > 0 || self.rota.period.contains(day)
    }

    /// The duty that has a minute of the holiday, if any, with its words.
    fn worked(&self, day: Day, terms: &InLieu) -> Option<(Duty, String)> {
        let shift = day.since(self.same(day));
        let (from, to) = (day.at(terms.from).0, day.at(terms.to).0);
        let minutes = shift * 24 * 60;
        let duties = self.roster.duties.iter();
        let mut here = duties.filter(|duty| {
            let (start, end) = (duty.start.wall.0 + minutes, duty.end.wall.0 + minutes);
            start < to && from < end
        });
        // a shift says more than a night on call before it
        let first = here.clone().find(|d| d.kind.on_call() == OnCall::No);
        let duty = *first.or_else(|| here.next())?;
        let code = &self.rota.shift_type(duty.code).code;
        let (start, end) = (duty.start.wall.time(), duty.end.wall.time());
        let since = match duty.day().plus(shift).since(day) {
            0 => String::new(),
            _ => format!(" of {}", duty.day().plus(shift).short()),
        };
        let words = if code.is_empty() {
            format!("{start}–{end}{since}")
        } else {
            format!("{code} {start}–{end}{since}")
        };
        Some((duty, words))
    }
}

/// Weekdays of annual leave in the days in post that are no public holidays.
pub(super) fn booked(question: &LeaveQuestion<'_>) -> Option<i32> {
    let (rota, index) = question.rota?;
    let roster = &rota.rosters[index];
    let post = question.post?;
    let holidays = question.contract.holidays.as_deref();
    let holiday = |day: Day| holidays.and_then(|h| h.contains(day)) == Some(true);
    let leave = |day: Day| {
        let of = |a: &crate::rota::Absence| a.kind == Kind::Leave && a.from <= day && day < a.to;
        roster.absences.iter().any(of)
    };
    let days = (0..post.days()).map(|n| post.from.plus(n));
    let count = days.filter(|day| day.weekday() < Weekday::Sat && leave(*day) && !holiday(*day));
    i32::try_from(count.count()).ok()
}
