//! One person's duties in order, and the rota that holds them.

use std::ops::Range;

use super::{Code, Duty, Kind, ShiftType};
use crate::time::{Day, Zone};

/// Which of the three things called a rota was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// A repeating template, judged over its wrap.
    Pattern {
        /// Weeks until it repeats.
        weeks: u16,
    },
    /// Named people on dates, as planned.
    Rota,
    /// What was worked.
    Worked,
}

impl Judged {
    /// `pattern`, `rota` or `worked`.
    pub fn word(self) -> &'static str {
        match self {
            Judged::Pattern { .. } => "pattern",
            Judged::Rota => "rota",
            Judged::Worked => "worked",
        }
    }
}

/// What is known of the days before the first day judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadIn {
    /// Nothing: rules that look back see no duties there, and the verdict says so.
    Missing,
    /// Duties from this day on were given.
    From(Day),
    /// The pattern's own last weeks.
    Wrap,
}

/// Days away from duty that are leave of some sort, not days off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Leave, study leave or sickness.
    pub kind: Kind,
}

/// A half-open period of civil days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
}

impl Period {
    /// Whole days in the period.
    pub fn days(&self) -> i32 {
        self.to.since(self.from)
    }

    /// Whether the day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day < self.to
    }
}

/// One person's duties in order, with what came before day one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The person's name, `line 3` or `pattern`.
    pub person: String,
    /// Duties by start, never overlapping: those before the period, those judged, those after.
    pub duties: Vec<Duty>,
    /// Which of them start within the period.
    pub judged: Range<usize>,
    /// Leave, study leave and sickness, by first day.
    pub absences: Vec<Absence>,
    /// What is known of the days before.
    pub lead_in: LeadIn,
    /// For a line of a pattern, the days until it repeats; zero on dates.
    pub cycle_days: i32,
    /// The days judged of this person, where they joined or left inside those of the rota.
    pub post: Option<Period>,
    /// Days that the rota marks as rostered rest; in a pattern those of one cycle.
    pub rest_days: Vec<Day>,
    /// Whether it is a line on which nobody stands, in a pattern on which others do.
    pub vacant: bool,
}

impl Roster {
    /// The days judged of this person.
    pub fn days_judged(&self, rota: &Rota) -> Period {
        self.post.unwrap_or(rota.period)
    }
}

/// The assignments of a group over a period.
#[derive(Clone, Debug)]
pub struct Rota {
    /// Where it came from, to show.
    pub title: String,
    /// Which of the three things called a rota it is.
    pub judged: Judged,
    /// Whether the dates are real, or only stand for the weeks of a pattern.
    pub on_dates: bool,
    /// Its time zone.
    pub zone: Zone,
    /// The days judged.
    pub period: Period,
    /// The shift types that its codes stand for.
    pub shift_types: Vec<ShiftType>,
    /// One for each person or line.
    pub rosters: Vec<Roster>,
}

impl Rota {
    /// The shift type of a code.
    pub fn shift_type(&self, code: Code) -> &ShiftType {
        &self.shift_types[usize::from(code.0)]
    }
}
