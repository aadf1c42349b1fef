//! The rota as a grid: a row for each person, a column for each day, some weeks at a time.

use std::fmt::Write;

use firstline_core::rota::{Roster, Rota};
use firstline_core::time::{Day, Weekday};

use super::Designed;

/// Columns that a block of weeks may take besides the names.
const WIDTH: usize = 92;

/// Days of the block that begins on a day: up to a Monday, as many as fit.
fn block(from: Day, to: Day, cell: usize) -> Day {
    let weeks = ((WIDTH / (7 * (cell + 1))).max(1) as i32).min(4);
    let next = from.monday().plus(7 * weeks);
    next.min(to)
}

pub(super) fn write(out: &mut String, designed: &Designed<'_>) {
    let rota = designed.rota;
    let codes = rota.shift_types.iter().filter(|s| s.kind.is_duty());
    let longest = codes.map(|s| s.code.chars().count()).max().unwrap_or(1);
    let cell = longest.clamp(2, 12);
    let names = rota.rosters.iter().map(|r| r.person.chars().count());
    let name = names.max().unwrap_or(0).clamp(4, 24);
    let (mut from, to) = (rota.period.from, rota.period.to);
    while from < to {
        let until = block(from, to, cell);
        let days: Vec<Day> = (0..until.since(from)).map(|n| from.plus(n)).collect();
        heading(out, &days, name, cell);
        for roster in &rota.rosters {
            let short: String = roster.person.chars().take(name).collect();
            let _ = write!(out, "  {short:<name$}");
            for &day in &days {
                let gap = if day.weekday() == Weekday::Mon {
                    "  "
                } else {
                    " "
                };
                let _ = write!(out, "{gap}{:<cell$}", at(designed, rota, roster, day));
            }
            while out.ends_with(' ') {
                out.pop();
            }
            out.push('\n');
        }
        out.push('\n');
        from = until;
    }
    let times = rota.shift_types.iter().filter_map(|s| {
        let (start, end) = s.times?;
        Some(format!("{} {start}–{end}", s.code))
    });
    let mut key: Vec<String> = times.collect();
    key.push("· off".to_owned());
    if rota.rosters.iter().any(|r| !r.absences.is_empty()) {
        key.push("– away".to_owned());
    }
    if !designed.built.layout.pinned.is_empty() {
        key.push("! fixed against a clause".to_owned());
    }
    let _ = writeln!(out, "  {}", key.join(", "));
}

fn heading(out: &mut String, days: &[Day], name: usize, cell: usize) {
    let mut line = |left: &str, of: &dyn Fn(Day) -> String| {
        let _ = write!(out, "  {left:<name$}");
        for &day in days {
            let gap = if day.weekday() == Weekday::Mon {
                "  "
            } else {
                " "
            };
            let _ = write!(out, "{gap}{:<cell$}", of(day));
        }
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    };
    line("", &|day| day.weekday().short().chars().take(2).collect());
    line("", &|day| day.ymd().2.to_string());
}

fn at(designed: &Designed<'_>, rota: &Rota, roster: &Roster, day: Day) -> String {
    let begun = roster.duties.iter().filter(|d| d.day() == day);
    let codes: Vec<&str> = begun
        .map(|d| rota.shift_type(d.code).code.as_str())
        .collect();
    if codes.is_empty() {
        let away = roster.absences.iter().any(|a| a.from <= day && day < a.to);
        return if away { "–" } else { "·" }.to_owned();
    }
    let layout = &designed.built.layout;
    let pinned = layout.pinned.iter().any(|p| {
        layout.from.plus(p.day as i32) == day
            && designed.department.people[p.person].name == roster.person
    });
    let mark = if pinned { "!" } else { "" };
    codes.join("/") + mark
}
