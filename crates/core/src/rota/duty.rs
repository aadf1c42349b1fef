//! A duty: one shift type on one date.

use std::fmt;

use crate::time::{Clock, ClockTime, Day, Minutes, Moment, Span, Wall};

/// What a code in a rota stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// An ordinary day shift.
    Day,
    /// An evening shift.
    Evening,
    /// A late shift.
    Late,
    /// A long day.
    LongDay,
    /// A night shift.
    Night,
    /// Non-resident on-call: reachable, away from the site.
    NonResidentOnCall,
    /// Resident on-call: on call and kept on the site.
    ResidentOnCall,
    /// Rostered rest (a zero day).
    Rest,
    /// Not rostered.
    Off,
    /// Annual leave.
    Leave,
    /// Study leave.
    Study,
    /// Off sick.
    Sick,
}

/// Whether, and how, a kind is on-call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnCall {
    /// A shift: all of it is work.
    No,
    /// On call and kept on the site.
    Resident,
    /// On call away from the site.
    NonResident,
}

impl Kind {
    /// Every kind with the word that stands for it in files.
    pub const WORDS: [(&'static str, Kind); 12] = [
        ("day", Kind::Day),
        ("evening", Kind::Evening),
        ("late", Kind::Late),
        ("long_day", Kind::LongDay),
        ("night", Kind::Night),
        ("nroc", Kind::NonResidentOnCall),
        ("roc", Kind::ResidentOnCall),
        ("rest", Kind::Rest),
        ("off", Kind::Off),
        ("leave", Kind::Leave),
        ("study", Kind::Study),
        ("sick", Kind::Sick),
    ];

    /// The kind that a word in a file stands for. Blanks and hyphens count as underscores.
    pub fn parse(word: &str) -> Option<Kind> {
        let word = word.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        Kind::WORDS
            .iter()
            .find(|(w, _)| *w == word)
            .map(|(_, kind)| *kind)
    }

    /// The word that stands for this kind in files.
    pub fn word(self) -> &'static str {
        Kind::WORDS[self as usize].0
    }

    /// Whether somebody is on duty; the others are whole days away from it.
    pub fn is_duty(self) -> bool {
        (self as u8) < (Kind::Rest as u8)
    }

    /// Whether the day is leave of some sort, as opposed to a day off.
    pub fn is_absence(self) -> bool {
        matches!(self, Kind::Leave | Kind::Study | Kind::Sick)
    }

    /// Whether, and how, the kind is on-call.
    pub fn on_call(self) -> OnCall {
        match self {
            Kind::NonResidentOnCall => OnCall::NonResident,
            Kind::ResidentOnCall => OnCall::Resident,
            _ => OnCall::No,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The place of a shift type in its rota's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

/// The breaks taken in a duty, each in minutes, in the order given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    count: u8,
    minutes: [u8; Breaks::MOST],
}

/// Why a text is not a list of breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a list of breaks; write minutes like 30 or 30+30, at most six of up to 240")]
pub struct BreaksError(pub String);

impl Breaks {
    /// How many breaks one duty can record.
    pub const MOST: usize = 6;

    /// Reads `30+30`; `0` or nothing means that no break was taken.
    ///
    /// # Errors
    /// When the text is something else, there are more than six, or one is longer than four hours.
    pub fn parse(text: &str) -> Result<Breaks, BreaksError> {
        let fail = || BreaksError(text.to_owned());
        let mut breaks = Breaks::default();
        for part in text.split('+') {
            let minutes: u8 = match part.trim() {
                "" if text.trim().is_empty() => 0,
                part => part.parse().map_err(|_| fail())?,
            };
            if minutes > 240 {
                return Err(fail());
            }
            if minutes > 0 {
                let slot = breaks.minutes.get_mut(usize::from(breaks.count));
                *slot.ok_or_else(fail)? = minutes;
                breaks.count += 1;
            }
        }
        Ok(breaks)
    }

    /// Each break's length in minutes.
    pub fn each(&self) -> &[u8] {
        &self.minutes[..usize::from(self.count)]
    }
}

/// `30+30`, or `0` when no break was taken.
impl fmt::Display for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.count == 0 {
            return f.write_str("0");
        }
        for (i, minutes) in self.each().iter().enumerate() {
            if i > 0 {
                f.write_str("+")?;
            }
            write!(f, "{minutes}")?;
        }
        Ok(())
    }
}

/// A named kind of work with wall-clock start and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftType {
    /// The code that stands in cells, as written (`LD`).
    pub code: String,
    /// A longer name, where one is known.
    pub name: Option<String>,
    /// What it stands for.
    pub kind: Kind,
    /// Start and end on the wall clock; an end at or before the start is on the next day, equal
    /// times mean 24 hours. Nothing for whole-day kinds.
    pub times: Option<(ClockTime, ClockTime)>,
    /// Breaks, where the rota records them.
    pub breaks: Option<Breaks>,
    /// Work expected within an on-call period.
    pub work: Option<Minutes>,
    /// Rest expected within an on-call period, in total.
    pub rest: Option<Minutes>,
    /// The longest unbroken rest expected within an on-call period.
    pub longest_rest: Option<Minutes>,
}

impl ShiftType {
    /// A shift type that records nothing but its times.
    pub fn plain(code: &str, kind: Kind, times: Option<(ClockTime, ClockTime)>) -> ShiftType {
        ShiftType {
            code: code.to_owned(),
            name: None,
            kind,
            times,
            breaks: None,
            work: None,
            rest: None,
            longest_rest: None,
        }
    }

    /// Wall-clock start and end of this shift type begun on `day`.
    pub fn on(&self, day: Day) -> Option<(Wall, Wall)> {
        let (start, end) = self.times?;
        let end_day = if end <= start { day.plus(1) } else { day };
        Some((day.at(start), end_day.at(end)))
    }
}

/// A period that somebody works: one shift type on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its first minute.
    pub start: Moment,
    /// The minute after its last.
    pub end: Moment,
    /// What sort of duty.
    pub kind: Kind,
    /// Which of the rota's shift types.
    pub code: Code,
    /// The breaks, where the rota records them.
    pub breaks: Option<Breaks>,
    work: Option<u16>,
    rest: Option<u16>,
    longest_rest: Option<u16>,
}

impl Duty {
    /// A duty that records nothing but its times.
    pub fn new(span: Span, kind: Kind, code: Code) -> Duty {
        Duty {
            start: span.start,
            end: span.end,
            kind,
            code,
            breaks: None,
            work: None,
            rest: None,
            longest_rest: None,
        }
    }

    /// The same duty with the work, rest and longest unbroken rest expected within it.
    /// Lengths are held between zero and 45 days.
    pub fn expecting(
        mut self,
        work: Option<Minutes>,
        rest: Option<Minutes>,
        longest_rest: Option<Minutes>,
    ) -> Duty {
        let small = |m: Option<Minutes>| m.map(|m| m.0.clamp(0, i32::from(u16::MAX)) as u16);
        self.work = small(work);
        self.rest = small(rest);
        self.longest_rest = small(longest_rest);
        self
    }

    /// Both ends.
    pub fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }

    /// The civil date on which it starts: the date that the duty is counted under.
    pub fn day(&self) -> Day {
        self.start.wall.day()
    }

    /// Its length from start to end: presence, not work.
    pub fn length(&self, clock: Clock) -> Minutes {
        self.span().length(clock)
    }

    /// Work expected within an on-call period, where the rota says.
    pub fn expected_work(&self) -> Option<Minutes> {
        self.work.map(|m| Minutes(i32::from(m)))
    }

    /// Rest expected within an on-call period, where the rota says.
    pub fn expected_rest(&self) -> Option<Minutes> {
        self.rest.map(|m| Minutes(i32::from(m)))
    }

    /// Longest unbroken rest expected within an on-call period, where the rota says.
    pub fn expected_longest_rest(&self) -> Option<Minutes> {
        self.longest_rest.map(|m| Minutes(i32::from(m)))
    }
}
