//! The 24 shift-scheduling instances of Curtois and Qu (2014), in their text format.
//!
//! What an instance asks of a person becomes clauses of a contract, told by the checker's own
//! machines. Nothing here solves, and nothing here knows what a clause measures.

mod case;
mod lines;
mod roster;
mod terms;

use std::collections::BTreeSet;

use firstline_core::diagnostic::{Diagnostic, did_you_mean};

use lines::{Lines, Row};

pub use case::Case;
pub use roster::{read_roster, write_roster};

/// An instance as its file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// Number of days; day 0 is a Monday.
    pub days: usize,
    /// The shift types.
    pub shifts: Vec<Shift>,
    /// The people.
    pub staff: Vec<Employee>,
    /// Wishes for a shift: paid when it is not given.
    pub on: Vec<Wish>,
    /// Wishes against a shift: paid when it is given.
    pub off: Vec<Wish>,
    /// Cover wanted, for every day and shift.
    pub cover: Vec<Cover>,
}

/// A shift type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: String,
    /// Its length in minutes.
    pub minutes: i32,
    /// Shifts that may not be worked on the next day, by index.
    pub not_before: Vec<usize>,
}

/// What is asked of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employee {
    /// Its id.
    pub id: String,
    /// The greatest number of each shift.
    pub most: Vec<i32>,
    /// The greatest total, in minutes.
    pub most_minutes: i32,
    /// The least total, in minutes.
    pub least_minutes: i32,
    /// Days of the longest run of work.
    pub longest_run: i32,
    /// Days of the shortest run of work.
    pub shortest_run: i32,
    /// Days of the shortest rest.
    pub shortest_rest: i32,
    /// The greatest number of weekends worked.
    pub weekends: i32,
    /// Days that must be off.
    pub days_off: BTreeSet<usize>,
}

/// A wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Index of the person.
    pub person: usize,
    /// The day.
    pub day: usize,
    /// Index of the shift.
    pub shift: usize,
    /// What it costs not to grant it.
    pub weight: i32,
}

/// Cover wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The day.
    pub day: usize,
    /// Index of the shift.
    pub shift: usize,
    /// How many people.
    pub wanted: i32,
    /// What each one short costs.
    pub short: i32,
    /// What each one too many costs.
    pub over: i32,
}

/// More days, shifts or people than this are taken for a slip of the pen.
const MOST_DAYS: i32 = 1000;
const MOST_STAFF: usize = 5000;
/// A contract has 64 classes of duty, and some are needed besides those of the shifts.
pub(super) const MOST_SHIFTS: usize = 60;
const MOST_WEIGHT: i32 = 1_000_000;
const MOST_MINUTES: i32 = 10_000_000;
const DAY: i32 = 24 * 60;

/// Reads an instance.
///
/// # Errors
/// Every problem of the file, each with its place.
pub fn read(file: &str, text: &str) -> Result<Instance, Vec<Diagnostic>> {
    let mut lines = Lines::new(file, text);
    let mut instance = Instance::default();
    let days = lines.section("SECTION_HORIZON").first().map(|row| {
        let days = lines.number(row, 0, "the number of days", 1, MOST_DAYS);
        if days.is_some_and(|d| d % 7 != 0) {
            let title = "the number of days must be whole weeks";
            lines.problem(row.span.clone(), Diagnostic::error("S002", title));
        }
        days.unwrap_or(7)
    });
    instance.days = days.unwrap_or(7) as usize;
    read_shifts(&mut lines, &mut instance);
    read_staff(&mut lines, &mut instance);
    for row in lines.section("SECTION_DAYS_OFF") {
        let person = person(&mut lines, &instance, &row, 0);
        for at in 1..row.cells.len() {
            let day = lines.number(&row, at, "a day", 0, instance.days as i32 - 1);
            if let (Some(person), Some(day)) = (person, day) {
                instance.staff[person].days_off.insert(day as usize);
            }
        }
    }
    instance.on = read_wishes(&mut lines, &instance, "SECTION_SHIFT_ON_REQUESTS");
    instance.off = read_wishes(&mut lines, &instance, "SECTION_SHIFT_OFF_REQUESTS");
    read_cover(&mut lines, &mut instance);
    lines.finish()?;
    Ok(instance)
}

fn read_shifts(lines: &mut Lines<'_>, instance: &mut Instance) {
    let rows = lines.section("SECTION_SHIFTS");
    if rows.len() > MOST_SHIFTS {
        let title = format!(
            "{} shifts, and at most {MOST_SHIFTS} can be told apart",
            rows.len()
        );
        lines.problem(
            rows[MOST_SHIFTS].span.clone(),
            Diagnostic::error("S005", title),
        );
        return;
    }
    for row in &rows {
        let id = lines.id(row, "a shift");
        if instance.shifts.iter().any(|s| s.id == id) {
            lines.twice(row, "the shift", &id);
        }
        let minutes = lines
            .number(row, 1, "a length in minutes", 1, DAY)
            .unwrap_or(1);
        instance.shifts.push(Shift {
            id,
            minutes,
            not_before: Vec::new(),
        });
    }
    // every shift begins at its own minute, so that its class is known by its start
    let longest = instance.shifts.iter().map(|s| s.minutes).max().unwrap_or(0);
    let starts = instance.shifts.len() as i32;
    if let Some(row) = rows
        .first()
        .filter(|_| longest + starts - 1 > DAY && starts > 1)
    {
        let title =
            format!("a shift of {longest} min and {starts} different starts do not fit into a day");
        lines.problem(row.span.clone(), Diagnostic::error("S005", title));
    }
    for (shift, row) in rows.iter().enumerate() {
        let cell = row.cells.get(2).cloned().unwrap_or_default();
        for id in cell
            .text
            .split('|')
            .map(str::trim)
            .filter(|i| !i.is_empty())
        {
            let followed = shift_of(lines, instance, row, id);
            instance.shifts[shift].not_before.extend(followed);
        }
        instance.shifts[shift].not_before.sort_unstable();
        instance.shifts[shift].not_before.dedup();
    }
}

fn read_staff(lines: &mut Lines<'_>, instance: &mut Instance) {
    let rows = lines.section("SECTION_STAFF");
    if rows.len() > MOST_STAFF {
        let title = format!("{} people, and at most {MOST_STAFF} are read", rows.len());
        lines.problem(
            rows[MOST_STAFF].span.clone(),
            Diagnostic::error("S005", title),
        );
        return;
    }
    let mut ids = BTreeSet::new();
    for row in &rows {
        let id = lines.id(row, "a person");
        if !ids.insert(id.clone()) {
            lines.twice(row, "the person", &id);
        }
        let mut most = vec![instance.days as i32; instance.shifts.len()];
        let cell = row.cells.get(1).cloned().unwrap_or_default();
        for part in cell
            .text
            .split('|')
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            let Some((id, number)) = part.split_once('=') else {
                let title = format!("`{part}` is not a shift and its greatest number, like E=14");
                lines.problem(cell.span.clone(), Diagnostic::error("S002", title));
                continue;
            };
            let number = lines.parse(number, &cell.span, "a greatest number", 0, MOST_WEIGHT);
            let shift = shift_of(lines, instance, row, id.trim());
            if let (Some(shift), Some(number)) = (shift, number) {
                most[shift] = number;
            }
        }
        let mut number = |at, what, most| lines.number(row, at, what, 0, most).unwrap_or(0);
        let employee = Employee {
            id,
            most,
            most_minutes: number(2, "the greatest total of minutes", MOST_MINUTES),
            least_minutes: number(3, "the least total of minutes", MOST_MINUTES),
            longest_run: number(4, "the longest run of work", 366),
            shortest_run: number(5, "the shortest run of work", 366),
            shortest_rest: number(6, "the shortest rest", 366),
            weekends: number(7, "the greatest number of weekends", 1000),
            days_off: BTreeSet::new(),
        };
        instance.staff.push(employee);
    }
}

fn read_wishes(lines: &mut Lines<'_>, instance: &Instance, section: &'static str) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for row in lines.section(section) {
        let person = person(lines, instance, &row, 0);
        let day = lines.number(&row, 1, "a day", 0, instance.days as i32 - 1);
        let shift = shift(lines, instance, &row, 2);
        let weight = lines.number(&row, 3, "a weight", 0, MOST_WEIGHT);
        if let (Some(person), Some(day), Some(shift), Some(weight)) = (person, day, shift, weight) {
            wishes.push(Wish {
                person,
                day: day as usize,
                shift,
                weight,
            });
        }
    }
    wishes
}

fn read_cover(lines: &mut Lines<'_>, instance: &mut Instance) {
    let mut seen = BTreeSet::new();
    let rows = lines.section("SECTION_COVER");
    for row in &rows {
        let day = lines.number(row, 0, "a day", 0, instance.days as i32 - 1);
        let shift = shift(lines, instance, row, 1);
        let wanted = lines.number(row, 2, "a number of people", 0, MOST_WEIGHT);
        let short = lines.number(row, 3, "a weight", 0, MOST_WEIGHT);
        let over = lines.number(row, 4, "a weight", 0, MOST_WEIGHT);
        let (Some(day), Some(shift), Some(wanted), Some(short), Some(over)) =
            (day, shift, wanted, short, over)
        else {
            continue;
        };
        if !seen.insert((day as usize, shift)) {
            let what = format!("{} on day {day}", instance.shifts[shift].id);
            lines.twice(row, "the cover of", &what);
        }
        instance.cover.push(Cover {
            day: day as usize,
            shift,
            wanted,
            short,
            over,
        });
    }
    let all = (0..instance.days).flat_map(|d| (0..instance.shifts.len()).map(move |s| (d, s)));
    let missing = all.clone().find(|key| !seen.contains(key));
    if let (Some((day, shift)), Some(row)) = (missing, rows.last()) {
        let id = &instance.shifts[shift].id;
        let title = format!("nothing says how many are wanted for {id} on day {day}");
        let help = "every day needs a row for every shift; the file may have been cut off";
        lines.problem(
            row.span.clone(),
            Diagnostic::error("S001", title).help(help),
        );
    }
}

fn person(lines: &mut Lines<'_>, instance: &Instance, row: &Row, at: usize) -> Option<usize> {
    let cell = row.cells.get(at)?;
    let known = instance.staff.iter().position(|e| e.id == cell.text);
    if known.is_none() {
        let title = format!("nobody has the id `{}`", cell.text);
        let mut diagnostic = Diagnostic::error("S003", title);
        let ids = instance.staff.iter().map(|e| e.id.as_str());
        if let Some(near) = did_you_mean(&cell.text, ids) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        lines.problem(cell.span.clone(), diagnostic);
    }
    known
}

fn shift(lines: &mut Lines<'_>, instance: &Instance, row: &Row, at: usize) -> Option<usize> {
    let Some(cell) = row.cells.get(at) else {
        let title = "a shift is missing in this row; the file may have been cut off";
        lines.problem(row.span.clone(), Diagnostic::error("S002", title));
        return None;
    };
    shift_of(lines, instance, row, &cell.text)
}

fn shift_of(lines: &mut Lines<'_>, instance: &Instance, row: &Row, id: &str) -> Option<usize> {
    let known = instance.shifts.iter().position(|s| s.id == id);
    if known.is_none() {
        let mut diagnostic = Diagnostic::error("S003", format!("there is no shift `{id}`"));
        let ids = instance.shifts.iter().map(|s| s.id.as_str());
        if let Some(near) = did_you_mean(id, ids) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        lines.problem(row.span.clone(), diagnostic);
    }
    known
}
