//! People on the lines of a pattern: each gets the line as their own.

use super::{Department, JobShare, Split};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::rota::{Code, PatternLine, RotaPattern};
use crate::time::{Day, Weekday};

/// Somebody on a line.
struct Stands<'d> {
    name: &'d str,
    line: &'d str,
    share: Option<&'d JobShare>,
}

/// The line meant, and the week of it in which the person begins.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Found {
    line: usize,
    week: usize,
}

/// The pattern with the department's people in the places of the lines that they stand on. Lines
/// on which nobody stands stay as they are.
pub fn staffed(pattern: &RotaPattern, department: &Department) -> (RotaPattern, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let all = standing(department);
    let rolling = pattern.lines.len() == 1;
    let mut on: Vec<(Found, Stands<'_>)> = Vec::new();
    for stands in all {
        match find(pattern, stands.line) {
            Some(found) => on.push((found, stands)),
            None => diagnostics.push(no_such_line(pattern, &stands)),
        }
    }
    diagnostics.extend(doubles(&on));
    diagnostics.extend(nobody(&on, department));
    diagnostics.extend(posts(&on, department));
    let weeks = pattern.lines.first().map_or(0, |l| l.days.len() / 7);
    let mut lines = Vec::new();
    for (index, line) in pattern.lines.iter().enumerate() {
        let here = || on.iter().filter(|(found, _)| found.line == index);
        for (found, stands) in here() {
            lines.push(own(line, found.week, stands, pattern, &mut diagnostics));
        }
        let filled = (0..weeks).all(|week| here().any(|(found, _)| found.week == week));
        if here().next().is_none() || (rolling && !filled) {
            lines.push(PatternLine {
                vacant: !on.is_empty(),
                ..line.clone()
            });
        }
    }
    let staffed = RotaPattern {
        shift_types: pattern.shift_types.clone(),
        lines,
    };
    (staffed, diagnostics)
}

fn standing(department: &Department) -> Vec<Stands<'_>> {
    let mut all = Vec::new();
    for person in &department.people {
        let shares = department.job_shares.iter();
        let slot = shares
            .filter(|s| s.people.contains(&person.name))
            .find_map(|s| s.slot.as_deref().map(|slot| (slot, Some(s))));
        let own = person.line.as_deref().map(|line| (line, None));
        if let Some((line, share)) = slot.or(own) {
            all.push(Stands {
                name: &person.name,
                line,
                share,
            });
        }
    }
    all
}

/// A line by its name; in a pattern that everybody rotates through, the week in which one begins.
fn find(pattern: &RotaPattern, name: &str) -> Option<Found> {
    let name = name.trim();
    let same = |line: &PatternLine| {
        let bare = line.name.strip_prefix("line ").unwrap_or(&line.name);
        bare.eq_ignore_ascii_case(name) || line.name.eq_ignore_ascii_case(name)
    };
    if let Some(line) = pattern.lines.iter().position(same) {
        return Some(Found { line, week: 0 });
    }
    let [only] = pattern.lines.as_slice() else {
        return None;
    };
    let week: usize = name.parse().ok()?;
    (1..=only.days.len() / 7).contains(&week).then(|| Found {
        line: 0,
        week: week - 1,
    })
}

fn no_such_line(pattern: &RotaPattern, stands: &Stands<'_>) -> Diagnostic {
    let bare = |line: &PatternLine| {
        let name = line.name.strip_prefix("line ");
        name.unwrap_or(&line.name).to_owned()
    };
    let title = format!(
        "{} stands on line `{}`, which this pattern does not have",
        stands.name, stands.line
    );
    let problem = Diagnostic::error("C073", title).at(Place::file("department file"));
    if let [only] = pattern.lines.as_slice() {
        let weeks = only.days.len() / 7;
        let help = format!(
            "everybody rotates through this pattern: a line is the week in which one begins, 1 to {weeks}"
        );
        return problem.help(help);
    }
    let names: Vec<String> = pattern.lines.iter().map(bare).collect();
    match did_you_mean(stands.line, names.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("it has: {}", names.join(", "))),
    }
}

/// Two people on one line who are no job share.
fn doubles(on: &[(Found, Stands<'_>)]) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (i, (found, stands)) in on.iter().enumerate() {
        for (other_found, other) in &on[..i] {
            let shared = stands.share.is_some() && stands.share == other.share;
            if found != other_found || shared {
                continue;
            }
            let title = format!(
                "{} and {} both stand on line `{}`, on every duty of it",
                other.name, stands.name, stands.line
            );
            let help = "people who share a slot need a `[[job-share]]` that says who works what";
            all.push(Diagnostic::warning("C075", title).help(help));
        }
    }
    all
}

/// People with terms of their own who stand on no line: nothing is judged for them.
fn nobody(on: &[(Found, Stands<'_>)], department: &Department) -> Option<Diagnostic> {
    let apart = |p: &&super::Person| {
        p.share.part_time() || p.opt_out.is_some() || !p.contracts.is_empty() || p.grade.is_some()
    };
    let left: Vec<&str> = department
        .people
        .iter()
        .filter(apart)
        .map(|p| p.name.as_str())
        .filter(|name| on.iter().all(|(_, s)| s.name != *name))
        .collect();
    if left.is_empty() {
        return None;
    }
    let title = format!(
        "on no line of this pattern, and so not judged or paid: {}",
        left.join(", ")
    );
    Some(Diagnostic::warning("C073", title).help("write `line = 3` for each, or a `[[job-share]]`"))
}

/// A pattern repeats for ever; who joins or leaves within it is a question about dates.
fn posts(on: &[(Found, Stands<'_>)], department: &Department) -> Option<Diagnostic> {
    let within = |name: &&str| {
        let person = department.person(name);
        person.is_some_and(|p| p.joins.is_some() || p.leaves.is_some())
    };
    let some: Vec<&str> = on.iter().map(|(_, s)| s.name).filter(within).collect();
    (!some.is_empty()).then(|| {
        let title = format!(
            "the pattern is judged and paid whole for {}, though they join or leave on a date",
            some.join(", ")
        );
        let help = "lay it on dates with `firstline convert ROTA dated.csv --start MONDAY`, and ask about that file";
        Diagnostic::warning("C072", title).help(help)
    })
}

/// The line as one person works it.
fn own(
    line: &PatternLine,
    week: usize,
    stands: &Stands<'_>,
    pattern: &RotaPattern,
    diagnostics: &mut Vec<Diagnostic>,
) -> PatternLine {
    let mut own = line.clone();
    stands.name.clone_into(&mut own.name);
    if let Some(share) = stands.share {
        let me = share.people.iter().position(|p| p == stands.name);
        let mut left = 0;
        for (i, code) in own.days.iter_mut().enumerate() {
            let on = share.on(weekday(i), (i / 7) as i32 + 1);
            left += usize::from(on.is_empty() && is_duty(pattern, *code));
            if me.is_none_or(|me| !on.contains(&me)) {
                *code = None;
            }
        }
        if left > 0 && me == Some(0) {
            diagnostics.push(nobody_works(share, left));
        }
    }
    let shift = week * 7;
    if own.places.len() == own.days.len() {
        own.places.rotate_left(shift);
    }
    own.days.rotate_left(shift);
    own
}

/// Some day of that place in a week; a line begins on a Monday.
fn weekday(index: usize) -> Day {
    let monday = Day(0).monday().plus(7);
    let weekday = Weekday::ALL[index % 7];
    monday.plus(weekday as i32)
}

fn is_duty(pattern: &RotaPattern, code: Option<Code>) -> bool {
    let shift = code.and_then(|code| pattern.shift_types.get(usize::from(code.0)));
    shift.is_some_and(|shift| shift.kind.is_duty())
}

/// Duties of a shared slot that the division gives to nobody.
pub(super) fn nobody_works(share: &JobShare, duties: usize) -> Diagnostic {
    let slot = share.slot.as_deref().unwrap_or_default();
    let by = match share.split {
        Split::Weeks(_) => "weeks",
        Split::Own | Split::Days(_) => "days",
    };
    let many = if duties == 1 { "duty" } else { "duties" };
    let title = format!(
        "{duties} {many} of the slot `{slot}` fall to nobody of {}; left out",
        share.named()
    );
    let help = format!("give every day on which the slot has a duty to somebody, under `{by}`");
    let problem = Diagnostic::error("D032", title).help(help);
    match &share.place {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}
