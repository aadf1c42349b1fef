//! The rota as a picture, with the days of each contract's breaches marked.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::figure::{BROKEN, Plot, WIDTH, folded, short, text};
use crate::check::Finding;
use crate::compare::Comparison;
use crate::report::html::escape;
use crate::rota::{Judged, Roster, Rota};
use crate::time::Day;

/// So many people have a row in a picture.
const MOST_PEOPLE: usize = 30;
/// So many stretches of days are drawn.
const MOST_BLOCKS: usize = 3;
/// Days in one stretch.
const BLOCK: i32 = 14;
/// So many breaches stand in the table.
const MOST_BREACHES: usize = 40;

/// A row of a picture: a week of the pattern, or a person over some days.
struct Line {
    name: String,
    roster: usize,
    /// First day, counted from the first day judged.
    from: i32,
}

/// Days of which a picture shows every row.
struct Block {
    lines: Vec<Line>,
    days: i32,
}

/// The roster and the day, counted from the first, of everything that a breach touches.
type Marks = BTreeSet<(usize, i32)>;

pub(super) fn draw(out: &mut String, id: &str, c: &Comparison) {
    let marks: Vec<Marks> = c
        .sides
        .iter()
        .map(|s| marks(&c.rota, s.verdict.iter().flat_map(|v| &v.breaches)))
        .collect();
    let (blocks, note) = blocks(&c.rota, &marks);
    if blocks.is_empty() {
        out.push_str("<p>There is nothing to draw.</p>\n");
        return;
    }
    // contracts whose breaches lie on the same days share a picture
    let mut pictures: Vec<(&Marks, Vec<usize>)> = Vec::new();
    for (index, marks) in marks.iter().enumerate() {
        if c.sides[index].verdict.is_none() {
            continue;
        }
        match pictures.iter_mut().find(|(m, _)| *m == marks) {
            Some((_, sides)) => sides.push(index),
            None => pictures.push((marks, vec![index])),
        }
    }
    let _ = writeln!(
        out,
        "<p>{}{}</p>\n<div class=\"plots\">",
        escape(&codes(&c.rota)),
        escape(&note)
    );
    for (number, (marks, sides)) in pictures.iter().enumerate() {
        let names: Vec<String> = sides
            .iter()
            .map(|i| format!("{}. {}", i + 1, c.sides[*i].name))
            .collect();
        let breaches: usize = sides
            .iter()
            .filter_map(|i| c.sides[*i].verdict.as_ref())
            .map(|v| v.breaches.len())
            .sum();
        let found = match (marks.is_empty(), breaches) {
            (true, 0) => "no breach",
            (true, _) => "breaches of averages and frequencies, which concern every day",
            (false, _) => "hatched and outlined days are part of a breach",
        };
        let _ = writeln!(
            out,
            "<figure>\n<figcaption>{}: {found}</figcaption>",
            escape(&names.join(", "))
        );
        for (at, block) in blocks.iter().enumerate() {
            let id = format!("{id}-grid{number}-{at}");
            picture(&id, &c.rota, block, marks, &names.join(", "), found).write(out);
        }
        out.push_str("</figure>\n");
    }
    out.push_str("</div>\n");
    told(out, c);
}

/// Every breach by name, whether its days can be marked or not.
fn told(out: &mut String, c: &Comparison) {
    let heads = ["Contract", "Who", "From", "To", "Breach"].map(str::to_owned);
    let mut rows = Vec::new();
    for (index, side) in c.sides.iter().enumerate() {
        for finding in side.verdict.iter().flat_map(|v| &v.breaches) {
            let told = &finding.told;
            rows.push(vec![
                format!("{}. {}", index + 1, side.name),
                told.person.clone(),
                moment(&c.rota, told.from),
                moment(&c.rota, told.to),
                format!("{}: {}", told.clause, told.words),
            ]);
        }
    }
    if rows.is_empty() {
        return;
    }
    let all = rows.len();
    rows.truncate(MOST_BREACHES);
    let summary = if all > MOST_BREACHES {
        format!("The breaches: the first {MOST_BREACHES} of {all}")
    } else {
        "The breaches".to_owned()
    };
    folded(out, ("told", &summary), &heads, &rows);
}

/// A date, or the week and weekday of a pattern.
fn moment(rota: &Rota, moment: crate::time::Moment) -> String {
    let (day, time) = (moment.wall.day(), moment.wall.time());
    if rota.on_dates {
        return format!("{} {time}", day.short());
    }
    let since = day.since(rota.period.from);
    let weeks = match rota.judged {
        Judged::Pattern { weeks } => i32::from(weeks).max(1),
        Judged::Rota | Judged::Worked => i32::MAX,
    };
    let week = since.div_euclid(7).rem_euclid(weeks) + 1;
    format!("week {week}, {} {time}", day.weekday())
}

/// The days that breaches touch. Averages and frequencies concern every day: marking all would mark
/// nothing.
fn marks<'v>(rota: &Rota, breaches: impl Iterator<Item = &'v Finding>) -> Marks {
    let mut marks = Marks::new();
    for finding in breaches.filter(|f| f.told.reading.scale == 1) {
        let told = &finding.told;
        let Some(roster) = rota.rosters.get(told.roster) else {
            continue;
        };
        let duties = roster
            .duties
            .get(told.reading.first as usize..=told.reading.last as usize);
        for duty in duties.unwrap_or_default() {
            let since = duty.day().since(rota.period.from);
            let day = if roster.cycle_days > 0 {
                since.rem_euclid(roster.cycle_days)
            } else {
                since
            };
            if day >= 0 {
                marks.insert((told.roster, day));
            }
        }
    }
    marks
}

/// What is drawn, and what is not, in words.
fn blocks(rota: &Rota, marks: &[Marks]) -> (Vec<Block>, String) {
    let days = |roster: &Roster| {
        if roster.cycle_days > 0 {
            roster.cycle_days
        } else {
            rota.period.days()
        }
    };
    let Some(most) = rota.rosters.iter().map(days).max().filter(|d| *d > 0) else {
        return (Vec::new(), String::new());
    };
    let pattern = matches!(rota.judged, Judged::Pattern { .. });
    if pattern && rota.rosters.len() == 1 && most <= 26 * 7 {
        let lines = (0..most / 7).map(|week| Line {
            name: format!("{}", week + 1),
            roster: 0,
            from: week * 7,
        });
        let block = Block {
            lines: lines.collect(),
            days: 7,
        };
        return (vec![block], String::new());
    }
    let hit = || marks.iter().flatten();
    let people_hit: BTreeSet<usize> = hit().map(|(roster, _)| *roster).collect();
    let blocks_hit: BTreeSet<i32> = hit().map(|(_, day)| day - day % BLOCK).collect();
    let (mut people, rest): (Vec<usize>, Vec<usize>) =
        (0..rota.rosters.len()).partition(|r| people_hit.contains(r));
    people.extend(rest);
    people.truncate(MOST_PEOPLE);
    people.sort_unstable();
    let starts: Vec<i32> = (0..most).step_by(BLOCK as usize).collect();
    let (mut drawn, rest): (Vec<i32>, Vec<i32>) =
        starts.iter().partition(|s| blocks_hit.contains(s));
    drawn.extend(rest);
    drawn.truncate(MOST_BLOCKS);
    drawn.sort_unstable();
    let mut note = String::new();
    if people.len() < rota.rosters.len() || drawn.len() < starts.len() {
        note = format!(
            ". Drawn are {} of {} people or lines and {} of {} fortnights, those with breaches first",
            people.len(),
            rota.rosters.len(),
            drawn.len(),
            starts.len()
        );
    }
    let block = |from: i32| Block {
        lines: people
            .iter()
            .map(|r| Line {
                name: rota.rosters[*r].person.clone(),
                roster: *r,
                from,
            })
            .collect(),
        days: BLOCK.min(most - from),
    };
    (drawn.into_iter().map(block).collect(), note)
}

/// What the codes stand for.
fn codes(rota: &Rota) -> String {
    const MOST: usize = 16;
    let all: Vec<String> = rota
        .shift_types
        .iter()
        .filter_map(|s| {
            let (start, end) = s.times?;
            Some(format!("{} {start}–{end}", s.code))
        })
        .collect();
    let more = if all.len() > MOST { ", …" } else { "" };
    format!("{}{more}", all[..all.len().min(MOST)].join(", "))
}

fn picture(id: &str, rota: &Rota, block: &Block, marks: &Marks, names: &str, found: &str) -> Plot {
    const NAMES: i64 = 72;
    const WEEKS: i64 = 40;
    const ROW: i64 = 24;
    let by_week = block.days == 7 && block.lines.windows(2).all(|l| l[0].from != l[1].from);
    let left = if by_week { WEEKS } else { NAMES };
    let column = (WIDTH - left - 2) / i64::from(block.days.max(1));
    let first = block.lines.first().map_or(0, |l| l.from);
    let mut drawn = String::new();
    for day in 0..block.days {
        let date = rota.period.from.plus(first + day);
        let x = left + i64::from(day) * column + column / 2;
        let weekday = date.weekday().to_string();
        let head = if by_week {
            weekday
        } else {
            short_day(&weekday)
        };
        text(&mut drawn, x, 13, " text-anchor=\"middle\"", &head);
        if !by_week && rota.on_dates {
            let number = date.ymd().2.to_string();
            text(&mut drawn, x, 28, " text-anchor=\"middle\"", &number);
        }
    }
    let top = if by_week { 20 } else { 34 };
    if !by_week {
        let date = rota.period.from.plus(first);
        let when = if rota.on_dates {
            date.short()
        } else {
            format!("week {}", first / 7 + 1)
        };
        text(&mut drawn, 0, 13, " class=\"s\"", &when);
    } else if let Some(line) = block.lines.first()
        && line.from == 0
    {
        text(&mut drawn, 0, 13, "", "week");
    }
    let letters = usize::try_from((column / 7).max(2)).unwrap_or(2);
    for (n, line) in block.lines.iter().enumerate() {
        let y = top + n as i64 * ROW;
        let name = short(&line.name, if by_week { 4 } else { 10 });
        text(&mut drawn, 0, y + 16, "", &name);
        for day in 0..block.days {
            let at = line.from + day;
            let x = left + i64::from(day) * column;
            cell(
                &mut drawn,
                rota,
                line.roster,
                at,
                marks,
                (x, y, column, letters),
            );
        }
    }
    Plot {
        id: id.to_owned(),
        title: format!("The rota under {names}"),
        says: format!("{found}; the table below names every breach"),
        height: top + block.lines.len() as i64 * ROW + 4,
        drawn,
    }
}

fn short_day(weekday: &str) -> String {
    weekday.chars().take(1).collect()
}

fn cell(
    out: &mut String,
    rota: &Rota,
    roster: usize,
    at: i32,
    marks: &Marks,
    (x, y, column, letters): (i64, i64, i64, usize),
) {
    let one = &rota.rosters[roster];
    let beyond = one.cycle_days > 0 && at >= one.cycle_days;
    if beyond {
        return;
    }
    let code = code_on(rota, one, rota.period.from.plus(at));
    let marked = marks.contains(&(roster, at));
    let look = if marked {
        BROKEN
    } else if code.is_empty() {
        "fill=\"#fff\" stroke=\"#aeb7bd\""
    } else {
        "fill=\"#e4e9ed\" stroke=\"#aeb7bd\""
    };
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" {look}/>",
        x + 1,
        y + 1,
        column - 3
    );
    if !code.is_empty() {
        let class = if column < 40 { "n" } else { "s" };
        let halo = if marked {
            " paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"3\""
        } else {
            ""
        };
        let more = format!(" class=\"{class}\" text-anchor=\"middle\"{halo}");
        text(out, x + column / 2, y + 15, &more, &short(&code, letters));
    }
}

/// The codes of the duties that start on a day.
fn code_on(rota: &Rota, roster: &Roster, day: Day) -> String {
    let duties = roster.duties.iter().filter(|d| d.day() == day);
    let codes: Vec<&str> = duties
        .map(|d| rota.shift_type(d.code).code.as_str())
        .collect();
    codes.join("/")
}
