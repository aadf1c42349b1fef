//! The calendar of fatigue: rows of people or weeks, columns of days, a cell for the worst duty.
//!
//! The number in a cell is its fatigue index; the shade only repeats it. The steps of the shade
//! are tens and nothing else: no step is a limit.

use firstline_core::time::Day;

use super::score::{DutyScore, Fatigue, PersonScore, Why};
use super::show::day_name;
use crate::{Anchor, Svg, Weight};

/// Paper to ink in steps of ten of the fatigue index; grey, so that print and screen agree.
const SHADES: [&str; 6] = [
    "#ffffff", "#e9eef4", "#cfdae6", "#a9bccf", "#6f8dab", "#2f4d6e",
];

const INK: &str = "#1a1a1a";
const PAPER: &str = "#ffffff";
const ROW: f64 = 46.0;
const LEFT: f64 = 112.0;
const TOP: f64 = 34.0;
/// Days side by side where there are several people.
const ACROSS: i32 = 28;

fn shade(fi: f64) -> (&'static str, &'static str) {
    // by the number that is printed, so that a cell never contradicts its key
    let step = (fi.round() / 10.0).floor().clamp(0.0, 5.0) as usize;
    (SHADES[step], if step >= 5 { PAPER } else { INK })
}

/// So many rows fit on a page of A4.
const ON_A_PAGE: usize = 20;

/// A block of rows over the same run of days.
#[derive(Clone)]
struct Block<'a> {
    from: Day,
    days: i32,
    /// Name, first day and person of each row.
    rows: Vec<(String, Day, &'a PersonScore)>,
}

/// One person's weeks stand below each other; several people stand below each other in blocks of
/// four weeks.
fn blocks(fatigue: &Fatigue) -> Vec<Block<'_>> {
    let from = fatigue.period.from;
    let last = |p: &PersonScore| from.plus(p.days);
    if let [person] = fatigue.people.as_slice() {
        let monday = from.monday();
        let weeks = (last(person).since(monday) + 6) / 7;
        let row = |week: i32| {
            let day = monday.plus(week * 7);
            let name = if fatigue.on_dates {
                day.short()
            } else {
                format!("week {}", week + 1)
            };
            (name, day, person)
        };
        return vec![Block {
            from: monday,
            days: 7,
            rows: (0..weeks).map(row).collect(),
        }];
    }
    let end = fatigue.people.iter().map(last).max().unwrap_or(from);
    let mut all = Vec::new();
    let mut day = from;
    while day < end {
        let rows = fatigue.people.iter().filter(|p| day < last(p));
        all.push(Block {
            from: day,
            days: ACROSS.min(end.since(day)),
            rows: rows.map(|p| (p.person.clone(), day, p)).collect(),
        });
        day = day.plus(ACROSS);
    }
    all
}

/// The picture, whole.
pub fn calendar(fatigue: &Fatigue) -> Svg {
    draw(fatigue, &blocks(fatigue), "fatigue-calendar", true)
}

/// The same in pieces that fit on a page of A4, so that no row is cut in print.
pub(super) fn calendar_pages(fatigue: &Fatigue) -> Vec<Svg> {
    let mut pieces: Vec<Block<'_>> = Vec::new();
    for block in blocks(fatigue) {
        for rows in block.rows.chunks(ON_A_PAGE) {
            let rows = rows.to_vec();
            pieces.push(Block { rows, ..block });
        }
    }
    let mut all = Vec::new();
    while !pieces.is_empty() {
        let mut taken = 0;
        let mut rows = 0;
        while taken < pieces.len() && (taken == 0 || rows + pieces[taken].rows.len() <= ON_A_PAGE) {
            rows += pieces[taken].rows.len();
            taken += 1;
        }
        let piece: Vec<Block<'_>> = pieces.drain(..taken).collect();
        let id = format!("fatigue-calendar-{}", all.len() + 1);
        all.push(draw(fatigue, &piece, &id, pieces.is_empty()));
    }
    all
}

fn draw(fatigue: &Fatigue, blocks: &[Block<'_>], id: &str, with_key: bool) -> Svg {
    let one = fatigue.people.len() == 1;
    let column = if one { 84.0 } else { 32.0 };
    // pieces of one calendar share a width, so that they print at one scale
    let across = if one {
        7
    } else {
        ACROSS.min(fatigue.period.days())
    };
    let width = LEFT + column * f64::from(across.max(if one { 7 } else { 16 })) + 8.0;
    let rows: f64 = blocks
        .iter()
        .map(|b| TOP + ROW * crate::real(b.rows.len()) + 10.0)
        .sum();
    let height = rows + if with_key { 64.0 } else { 0.0 };
    let described: Vec<String> = fatigue
        .people
        .iter()
        .filter(|p| blocks.iter().flat_map(|b| &b.rows).any(|r| r.2 == *p))
        .filter_map(|p| p.worst(|i| i.fi).map(|w| (p, w)))
        .map(|(p, (duty, fi))| {
            let day = day_name(fatigue, duty.start.wall.day());
            format!("{}: worst FI {fi:.1} on {day}", p.person)
        })
        .collect();
    let title = format!("Calendar of fatigue: {}", fatigue.title);
    let mut svg = Svg::new(id, &title, &described.join("; "), width, height);
    let mut y = 0.0;
    for block in blocks {
        heads(&mut svg, fatigue, block, column, y);
        y += TOP;
        for (name, day, person) in &block.rows {
            svg.text(
                (LEFT - 8.0, y + ROW / 2.0 + 4.0),
                12.0,
                (Anchor::End, Weight::Plain),
                INK,
                &firstline_core::diagnostic::shorten(name, 15),
            );
            for n in 0..block.days {
                let day = day.plus(n);
                let within =
                    day >= fatigue.period.from && day < fatigue.period.from.plus(person.days);
                let at = (LEFT + column * f64::from(n), y);
                if within {
                    cell(&mut svg, fatigue, person, day, at, column);
                }
            }
            y += ROW;
        }
        y += 10.0;
    }
    if with_key {
        key(&mut svg, y + 8.0);
    }
    svg
}

fn heads(svg: &mut Svg, fatigue: &Fatigue, block: &Block<'_>, column: f64, y: f64) {
    for n in 0..block.days {
        let day = block.from.plus(n);
        let x = LEFT + column * (f64::from(n) + 0.5);
        let middle = (Anchor::Middle, Weight::Plain);
        let name = day.weekday().short();
        svg.text((x, y + 28.0), 11.0, middle, INK, name);
        if fatigue.on_dates && block.days > 7 {
            let (_, month, date) = day.ymd();
            let label = if n == 0 || date == 1 {
                format!("{date}/{month}")
            } else {
                date.to_string()
            };
            svg.text((x, y + 15.0), 10.0, middle, INK, &label);
        } else if block.days > 7 && n % 7 == 0 {
            let week = block.from.since(fatigue.period.from) / 7 + n / 7 + 1;
            let start = (Anchor::Start, Weight::Plain);
            let label = format!("week {week}");
            svg.text((x - column / 2.0, y + 15.0), 10.0, start, INK, &label);
        }
    }
}

fn cell(
    svg: &mut Svg,
    fatigue: &Fatigue,
    person: &PersonScore,
    day: Day,
    (x, y): (f64, f64),
    column: f64,
) {
    let duties: Vec<&DutyScore> = person
        .duties
        .iter()
        .filter(|d| d.start.wall.day() == day)
        .collect();
    let fi = |d: &DutyScore| d.index.as_ref().map_or(-1.0, |i| i.fi);
    let Some(duty) = duties
        .iter()
        .copied()
        .reduce(|a, b| if fi(b) > fi(a) { b } else { a })
    else {
        svg.rect(x, y, column, ROW, PAPER);
        return;
    };
    let codes: Vec<&str> = duties.iter().map(|d| d.code.as_str()).collect();
    let codes = codes.join("/");
    let name = day_name(fatigue, day);
    let middle = x + column / 2.0;
    let plain = (Anchor::Middle, Weight::Plain);
    let most = if column > 40.0 { 12 } else { 5 };
    let code = firstline_core::diagnostic::shorten(&codes, most);
    match &duty.index {
        Ok(index) => {
            let (fill, ink) = shade(index.fi);
            svg.begin(&format!(
                "{}, {name}, {codes}: FI {:.1}, RI {:.2}",
                person.person, index.fi, index.ri
            ))
            .rect(x, y, column, ROW, fill)
            .text((middle, y + 12.0), 10.0, plain, ink, &code)
            .text(
                (middle, y + 28.0),
                15.0,
                (Anchor::Middle, Weight::Bold),
                ink,
                &format!("{:.0}", index.fi),
            )
            .text(
                (middle, y + 41.0),
                10.0,
                plain,
                ink,
                &format!("{:.2}", index.ri),
            );
            let worst = person.worst(|i| i.fi).map(|(d, _)| d.start);
            if worst == Some(duty.start) {
                svg.frame(x + 1.5, y + 1.5, column - 3.0, ROW - 3.0);
            }
            svg.end();
        }
        Err(why) => {
            let mark = match why {
                Why::FromHome => "home",
                Why::TooLong => ">24 h",
            };
            svg.begin(&format!(
                "{}, {name}, {codes}: {}",
                person.person,
                why.words()
            ))
            .rect(x, y, column, ROW, PAPER)
            .text((middle, y + 12.0), 10.0, plain, INK, &code)
            .text((middle, y + 28.0), 10.0, plain, INK, mark)
            .end();
        }
    }
}

fn key(svg: &mut Svg, y: f64) {
    let plain = (Anchor::Start, Weight::Plain);
    let names = ["0–9", "10–19", "20–29", "30–39", "40–49", "50 and more"];
    svg.text((0.0, y + 14.0), 11.0, plain, INK, "FI in steps of ten:");
    for (i, (fill, name)) in SHADES.iter().zip(names).enumerate() {
        let x = 112.0 + 66.0 * crate::real(i);
        svg.rect(x, y, 18.0, 18.0, fill);
        svg.text((x + 23.0, y + 14.0), 11.0, plain, INK, name);
    }
    let line = "Cell: code, FI in bold, RI. Thick frame: highest FI of the row's person or line. The steps are no limits.";
    svg.text((0.0, y + 40.0), 11.0, plain, INK, line);
}
