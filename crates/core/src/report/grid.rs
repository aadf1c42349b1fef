//! Grids of days, with carets under what a rule measured.

use std::fmt::Write;

use crate::check::{Finding, Told};
use crate::rota::{Judged, Roster, Rota};
use crate::time::{Clock, Day};

/// The whole pattern, weeks by weekdays, with `*` on the days of a breach. Nothing for rotas on
/// dates, patterns of several lines and patterns too long to take in.
pub fn pattern_grid(rota: &Rota, breaches: &[Finding]) -> Option<String> {
    let Judged::Pattern { weeks } = rota.judged else {
        return None;
    };
    let [roster] = rota.rosters.as_slice() else {
        return None;
    };
    if weeks == 0 || weeks > 26 {
        return None;
    }
    let cycle = i32::from(weeks) * 7;
    let mut marked = vec![false; cycle as usize];
    for finding in breaches {
        let r = &finding.told.reading;
        // averages and frequencies concern every day: marking all would mark nothing
        if r.scale > 1 {
            continue;
        }
        let evidence = roster.duties.get(r.first as usize..=r.last as usize);
        for duty in evidence.unwrap_or_default() {
            let day = duty.day().since(rota.period.from).rem_euclid(cycle);
            marked[day as usize] = true;
        }
    }
    let mut out = String::from("  week  Mon   Tue   Wed   Thu   Fri   Sat   Sun\n");
    for week in 0..i32::from(weeks) {
        let _ = write!(out, "  {:>4}", week + 1);
        for weekday in 0..7 {
            let day = rota.period.from.plus(week * 7 + weekday);
            let mut cell = codes(rota, roster, day);
            if marked[(week * 7 + weekday) as usize] {
                cell.push('*');
            }
            let _ = write!(out, "  {cell:<4}");
        }
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    }
    let key: Vec<String> = rota
        .shift_types
        .iter()
        .filter_map(|s| {
            let (start, end) = s.times?;
            Some(format!("{} {start}–{end}", s.code))
        })
        .collect();
    let stars = if breaches.is_empty() {
        ""
    } else {
        "; * part of a breach"
    };
    let _ = writeln!(out, "  {}{stars}", key.join(", "));
    Some(out)
}

/// The codes of the duties that start on a day.
fn codes(rota: &Rota, roster: &Roster, day: Day) -> String {
    let all: Vec<&str> = roster
        .duties
        .iter()
        .filter(|d| d.day() == day)
        .map(|d| rota.shift_type(d.code).code.as_str())
        .collect();
    if all.is_empty() {
        "·".to_owned()
    } else {
        all.join("/")
    }
}

const MOST_DAYS: i32 = 16;
const FEW_DAYS: i32 = 4;

/// The days around a reading: heading, duties, carets.
pub(super) fn around(rota: &Rota, told: &Told) -> Vec<String> {
    let roster = &rota.rosters[told.roster];
    let last_minute = crate::time::Wall(told.to.wall.0 - 1);
    let evidence = roster
        .duties
        .get(told.reading.first as usize..=told.reading.last as usize)
        .unwrap_or_default();
    let Some((first, last)) = evidence.first().zip(evidence.last()) else {
        return Vec::new();
    };
    let from = first.day().min(told.from.wall.day());
    let to = last.day().max(last_minute.day());
    let days = to.since(from) + 1;
    if days > MOST_DAYS {
        return Vec::new();
    }
    let with_times = days <= FEW_DAYS;
    let (mut head, mut cells, mut carets) = (String::new(), String::new(), String::new());
    for n in 0..days {
        let day = from.plus(n);
        let heading = heading(rota, day, n == 0 || with_times);
        let cell = cell(rota, roster, day, with_times);
        let width = heading.chars().count().max(cell.chars().count()).max(4) + 2;
        let _ = write!(head, "{heading:<width$}");
        let _ = write!(cells, "{cell:<width$}");
        let touched = told.from.wall < day.plus(1).midnight() && day.midnight() < told.to.wall;
        let mark = if touched { "^" } else { " " };
        carets.push_str(&mark.repeat(width - 2));
        // the carets run on from one measured day to the next
        let next = told.from.wall < day.plus(2).midnight()
            && day.plus(1).midnight() < told.to.wall
            && n + 1 < days;
        carets.push_str(if touched && next { "^^" } else { "  " });
    }
    let range = format!("{} → {}", told.from.wall.time(), told.to.wall.time());
    vec![
        head.trim_end().to_owned(),
        cells.trim_end().to_owned(),
        format!("{} {range}", carets.trim_end()),
    ]
}

fn heading(rota: &Rota, day: Day, whole: bool) -> String {
    if rota.on_dates {
        if whole {
            return day.short();
        }
        return format!("{} {}", day.weekday(), day.ymd().2);
    }
    format!("{}", day.weekday())
}

fn cell(rota: &Rota, roster: &Roster, day: Day, with_times: bool) -> String {
    let duties: Vec<String> = roster
        .duties
        .iter()
        .filter(|d| d.day() == day)
        .map(|d| {
            let code = &rota.shift_type(d.code).code;
            if with_times {
                let days = d.end.wall.day().since(d.start.wall.day());
                let next = if days > 0 && d.length(Clock::Nominal).0 > 24 * 60 {
                    format!("+{days}")
                } else {
                    String::new()
                };
                format!("{code} {}–{}{next}", d.start.wall.time(), d.end.wall.time())
            } else {
                code.clone()
            }
        })
        .collect();
    if duties.is_empty() {
        "off".to_owned()
    } else {
        duties.join(" ")
    }
}
