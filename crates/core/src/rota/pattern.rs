//! A pattern: weeks by weekdays, repeating, without names; and how it is laid on dates.

use super::build::{LayOptions, disjoint};
use super::{Code, Duty, Judged, Kind, LeadIn, Period, Roster, Rota, ShiftType};
use crate::diagnostic::{Diagnostic, Place};
use crate::time::{Day, Wall, Zone};

/// A repeating template of weeks by weekdays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotaPattern {
    /// What the codes stand for.
    pub shift_types: Vec<ShiftType>,
    /// The lines; a pattern that everybody rotates through has one.
    pub lines: Vec<PatternLine>,
}

/// One line of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternLine {
    /// `pattern`, or `line 3`.
    pub name: String,
    /// One entry a day from Monday of week one; nothing where the cell was blank or unreadable.
    pub days: Vec<Option<Code>>,
    /// Where each day's cell stands in the file, for messages; may be shorter than `days`.
    pub places: Vec<Place>,
    /// Whether nobody stands on it, in a pattern on which others do.
    pub vacant: bool,
}

/// A run, a rest or a window that a rule looks back over fits into this many days.
const LOOK_BACK_DAYS: i32 = 42;

impl RotaPattern {
    /// How many copies of a cycle of so many days are laid before and after it.
    pub fn copies(cycle_days: i32) -> i32 {
        (LOOK_BACK_DAYS + cycle_days - 1) / cycle_days.max(1)
    }

    /// Lays the pattern on dates, with copies before and after so that every rule sees its wrap.
    ///
    /// Without a start the pattern stands on no real dates: it gets the weeks from the Monday of
    /// `options.on`, on a clock that never changes. Lines of unequal length each wrap on their own;
    /// the period shown is the longest.
    pub fn lay(&self, title: &str, options: &LayOptions) -> (Rota, Vec<Diagnostic>) {
        let (zone, monday, on_dates) = match options.start {
            Some(day) => (options.zone.clone(), day.monday(), true),
            None => (Zone::unchanging(), options.on.monday(), false),
        };
        let longest = self.lines.iter().map(|l| l.days.len()).max().unwrap_or(0);
        let mut diagnostics = Vec::new();
        let mut rosters = Vec::new();
        for line in &self.lines {
            rosters.push(self.lay_line(line, monday, &zone, &mut diagnostics));
        }
        let last = monday.plus(longest as i32);
        let offset = |day: Day| zone.offset_at(zone.midnight(day).instant);
        if on_dates && self.lines.len() == 1 && offset(monday) != offset(last) {
            diagnostics.push(
                Diagnostic::warning(
                    "D031",
                    "the clocks change in these weeks; only the line that starts in week 1 was laid on them",
                )
                .help("give a lines file to lay every line, or the dated rota itself"),
            );
        }
        let rota = Rota {
            title: title.to_owned(),
            judged: Judged::Pattern {
                weeks: (longest / 7) as u16,
            },
            on_dates,
            zone,
            period: Period {
                from: monday,
                to: monday.plus(longest as i32),
            },
            shift_types: self.shift_types.clone(),
            rosters,
        };
        (rota, diagnostics)
    }

    fn lay_line(
        &self,
        line: &PatternLine,
        monday: Day,
        zone: &Zone,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Roster {
        let cycle = line.days.len().max(1);
        let copies = RotaPattern::copies(cycle as i32);
        // one copy more at the front, so that its last duty meets the first of those kept
        let mut laid = Vec::new();
        for copy in -copies - 1..=copies {
            let first = monday.plus(copy * cycle as i32);
            for (i, code) in line.days.iter().enumerate() {
                let day = first.plus(i as i32);
                if let Some(duty) = code.and_then(|code| self.duty(code, day, zone)) {
                    laid.push(((copy, i, duty.code), duty));
                }
            }
        }
        let mut duties = disjoint(laid, |(copy, i, code), _, before, what| {
            if *copy != 0 {
                return;
            }
            let code = &self.shift_types[usize::from(code.0)].code;
            let title = format!(
                "{}: `{code}` begins before the duty before it has ended; {}",
                line.name,
                what.words(before)
            );
            let mut diagnostic = Diagnostic::error("D010", title)
                .help("change the times in the legend, or one of the two cells");
            if let Some(place) = line.places.get(*i) {
                diagnostic = diagnostic.at(place.clone());
            }
            diagnostics.push(diagnostic);
        });
        let known_from = monday.plus(-copies * cycle as i32);
        duties.retain(|d| d.day() >= known_from);
        let index = |day: Day| duties.partition_point(|d| d.day() < day);
        let judged = index(monday)..index(monday.plus(cycle as i32));
        Roster {
            person: line.name.clone(),
            duties,
            judged,
            absences: Vec::new(),
            lead_in: LeadIn::Wrap,
            cycle_days: cycle as i32,
            post: None,
            rest_days: self.rest_days(line, monday),
            vacant: line.vacant,
        }
    }

    /// The days of the first cycle that are marked as rostered rest.
    fn rest_days(&self, line: &PatternLine, monday: Day) -> Vec<Day> {
        let marked = |code: &Option<Code>| {
            let shift = code.and_then(|code| self.shift_types.get(usize::from(code.0)));
            shift.is_some_and(|shift| shift.kind == Kind::Rest)
        };
        let days = line.days.iter().enumerate();
        days.filter(|(_, code)| marked(code))
            .map(|(i, _)| monday.plus(i as i32))
            .collect()
    }

    fn duty(&self, code: Code, day: Day, zone: &Zone) -> Option<Duty> {
        let shift = self.shift_types.get(usize::from(code.0))?;
        if !shift.kind.is_duty() {
            return None;
        }
        let (start, end) = shift.on(day)?;
        let mut span = zone.span(start, end);
        if span.end.instant <= span.start.instant {
            // it lies in the hour that the clock skips: it is worked after that hour
            let length = end.0 - start.0;
            span.end = zone.resolve(Wall(span.start.wall.0 + length)).moment();
        }
        let mut duty =
            Duty::new(span, shift.kind, code).expecting(shift.work, shift.rest, shift.longest_rest);
        duty.breaks = shift.breaks;
        Some(duty)
    }
}
