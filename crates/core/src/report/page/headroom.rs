//! How much room the tightest clauses of each contract leave, or by how much they are broken.

use std::fmt::Write;

use super::figure::{BROKEN, Plot, WIDTH, fill, numbers, part, text};
use crate::check::Told;
use crate::compare::{Comparison, slack_milli};
use crate::report::compare::rows::{bare, of_limit};

/// So many clauses of each contract are drawn.
const MOST: usize = 5;

const ROW: i64 = 40;
/// More room than this, in thousandths of the limit, is drawn as this.
const FARTHEST: i64 = 250;

pub(super) fn draw(out: &mut String, id: &str, c: &Comparison) {
    let all: Vec<Vec<&Told>> = c
        .sides
        .iter()
        .map(|s| s.tightest().into_iter().take(MOST).collect())
        .collect();
    let slacks = || all.iter().flatten().map(|t| near(t));
    // the same scale for every contract; a little room each way, so that nothing looks endless
    let most = slacks().max().unwrap_or(0).max(100);
    let least = slacks().min().unwrap_or(0).min(0);
    for (index, tight) in all.iter().enumerate() {
        if tight.is_empty() {
            continue;
        }
        let side = &c.sides[index];
        let _ = writeln!(
            out,
            "<figure>\n<figcaption>Room in the tightest clauses: {}. {}</figcaption>",
            index + 1,
            crate::report::html::escape(&side.name)
        );
        bars(&format!("{id}-room{index}"), index, c, tight, (least, most)).write(out);
        let heads = ["Clause", "Measured, of its limit", "Room", "Whose"].map(str::to_owned);
        let rows: Vec<Vec<String>> = tight
            .iter()
            .map(|t| vec![t.clause.clone(), of_limit(t), room(t), t.person.clone()])
            .collect();
        numbers(out, &heads, &rows);
        out.push_str("</figure>\n");
    }
}

fn near(told: &Told) -> i64 {
    slack_milli(told).clamp(-FARTHEST, FARTHEST)
}

/// `1.4 %`, `−1.0 %`.
fn room(told: &Told) -> String {
    let milli = slack_milli(told);
    let sign = if milli < 0 { "−" } else { "" };
    let all = milli.unsigned_abs();
    format!("{sign}{}.{} %", all / 10, all % 10)
}

fn bars(
    id: &str,
    index: usize,
    c: &Comparison,
    tight: &[&Told],
    (least, most): (i64, i64),
) -> Plot {
    let side = &c.sides[index];
    let mut drawn = String::new();
    let mut says = Vec::new();
    let scale = most - least;
    let zero = part(-least, scale, WIDTH - 8) + 2;
    let height = tight.len() as i64 * ROW;
    for (n, told) in tight.iter().enumerate() {
        let y = n as i64 * ROW;
        let broken = told.headroom.starts_with('-');
        let word = if broken { ", broken" } else { "" };
        let line = format!(
            "{}: {}, {}{word}",
            bare(&told.clause),
            of_limit(told),
            room(told)
        );
        let class = if broken { " class=\"b\"" } else { "" };
        text(&mut drawn, 0, y + 14, class, &line);
        says.push(line);
        let length = part(near(told).abs(), scale, WIDTH - 8).max(1);
        let x = if broken { zero - length } else { zero };
        let look = if broken { BROKEN } else { fill(index) };
        let _ = writeln!(
            drawn,
            "<rect x=\"{x}\" y=\"{}\" width=\"{length}\" height=\"13\" {look}/>",
            y + 20
        );
        // where the limit is
        let _ = writeln!(
            drawn,
            "<path d=\"M{zero} {}v19\" stroke=\"#212b32\" stroke-width=\"2.5\"/>",
            y + 17
        );
    }
    Plot {
        id: id.to_owned(),
        title: format!(
            "Room in the tightest clauses of {}, as a share of the limit",
            side.name
        ),
        says: says.join(". "),
        height,
        drawn,
    }
}
