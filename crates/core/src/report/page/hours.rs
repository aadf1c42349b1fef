//! Bars of each line's average week, with the limit of each contract as a line.

use std::fmt::Write;

use super::figure::{BROKEN, Plot, WIDTH, numbers, part, text, together};
use crate::check::{Told, amount};
use crate::compare::Comparison;
use crate::rules::Unit;

/// So many lines, or groups of whom all is the same, are drawn.
const MOST: usize = 30;

const ROW: i64 = 38;
const LONGEST: i64 = WIDTH - 10;

/// What one contract says of everybody's average.
type Series<'c> = Vec<Option<&'c Told>>;

/// Contracts that take everybody's average alike; only their limits may differ.
struct Panel<'c> {
    sides: Vec<(usize, Series<'c>)>,
}

struct Group<'c> {
    names: Vec<&'c str>,
    roster: usize,
}

pub(super) fn draw(out: &mut String, id: &str, c: &Comparison) {
    let mut panels: Vec<Panel<'_>> = Vec::new();
    for (index, side) in c.sides.iter().enumerate() {
        let series: Series<'_> = side.averages(c.rota.rosters.len());
        if series.iter().all(Option::is_none) {
            continue;
        }
        let alike = |p: &&mut Panel<'_>| {
            let (_, other) = &p.sides[0];
            other.iter().zip(&series).all(|(a, b)| same(*a, *b))
        };
        match panels.iter_mut().find(alike) {
            Some(panel) => panel.sides.push((index, series)),
            None => panels.push(Panel {
                sides: vec![(index, series)],
            }),
        }
    }
    for (number, panel) in panels.iter().enumerate() {
        figure(out, &format!("{id}-hours{number}"), c, panel);
    }
}

fn same(a: Option<&Told>, b: Option<&Told>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            i128::from(a.reading.measured) * i128::from(b.reading.scale)
                == i128::from(b.reading.measured) * i128::from(a.reading.scale)
        }
        (None, None) => true,
        _ => false,
    }
}

fn figure(out: &mut String, id: &str, c: &Comparison, panel: &Panel<'_>) {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (roster, one) in c.rota.rosters.iter().enumerate() {
        let alike = |g: &&mut Group<'_>| {
            panel.sides.iter().all(|(_, series)| {
                let limit = |r: usize| series[r].map(|t| &t.limit);
                same(series[g.roster], series[roster]) && limit(g.roster) == limit(roster)
            })
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.names.push(&one.person),
            None => groups.push(Group {
                names: vec![&one.person],
                roster,
            }),
        }
    }
    let numbers_of: Vec<String> = panel
        .sides
        .iter()
        .map(|(i, _)| (i + 1).to_string())
        .collect();
    let under = if panel.sides.len() == 1 {
        format!("contract {}", numbers_of[0])
    } else {
        format!("contracts {}", numbers_of.join(", "))
    };
    let note = if groups.len() > MOST {
        format!("; {MOST} of {} drawn", groups.len())
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "<figure>\n<figcaption>Average week against its limit: {under}{note}</figcaption>"
    );
    let drawn = &groups[..groups.len().min(MOST)];
    bars(id, c, panel, drawn, &under).write(out);
    let mut heads = vec!["Who".to_owned()];
    heads.extend(panel.sides.iter().map(|(i, _)| c.sides[*i].name.clone()));
    let rows: Vec<Vec<String>> = drawn
        .iter()
        .map(|group| {
            let mut row = vec![group.names.join(", ")];
            row.extend(panel.sides.iter().map(|(_, series)| {
                series[group.roster].map_or_else(
                    || "not measured".to_owned(),
                    |t| {
                        format!(
                            "{} ({})",
                            crate::report::compare::rows::of_limit(t),
                            t.clause
                        )
                    },
                )
            }));
            row
        })
        .collect();
    numbers(out, &heads, &rows);
    out.push_str("</figure>\n");
}

/// Thousandths of an hour.
fn milli(measured: i64, scale: i64) -> i64 {
    let milli = i128::from(measured) * 1000 / (i128::from(scale.max(1)) * 60);
    i64::try_from(milli).unwrap_or(i64::MAX)
}

fn bars(id: &str, c: &Comparison, panel: &Panel<'_>, groups: &[Group<'_>], under: &str) -> Plot {
    let told = || {
        groups
            .iter()
            .flat_map(|g| panel.sides.iter().filter_map(|(_, s)| s[g.roster]))
    };
    let longest = told()
        .flat_map(|t| [t.reading.measured, t.reading.limit].map(|m| milli(m, t.reading.scale)))
        .max()
        .unwrap_or(1);
    let most = longest + longest / 20;
    // the limits, the highest first, each with the contracts that ask for it
    let mut limits: Vec<(i64, String, Vec<usize>)> = Vec::new();
    for (index, series) in &panel.sides {
        for t in groups.iter().filter_map(|g| series[g.roster]) {
            let at = milli(t.reading.limit, t.reading.scale);
            match limits.iter_mut().find(|(l, _, _)| *l == at) {
                Some((_, _, who)) if who.contains(index) => {}
                Some((_, _, who)) => who.push(*index),
                None => {
                    let words = amount(Unit::Hours, t.reading.limit, t.reading.scale);
                    limits.push((at, words, vec![*index]));
                }
            }
        }
    }
    limits.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
    let mut drawn = String::new();
    let mut says = Vec::new();
    let top = limits.len() as i64 * 18;
    let height = top + groups.len() as i64 * ROW + 4;
    for (n, group) in groups.iter().enumerate() {
        let y = top + n as i64 * ROW;
        let measured = panel.sides.iter().find_map(|(_, s)| s[group.roster]);
        let words = measured.map_or_else(
            || "not measured".to_owned(),
            |t| amount(Unit::Hours, t.reading.measured, t.reading.scale),
        );
        let line = format!("{}: {words}", together(&group.names));
        text(&mut drawn, 0, y + 14, "", &line);
        says.push(line);
        let Some(t) = measured else { continue };
        let broken = panel
            .sides
            .iter()
            .filter_map(|(_, s)| s[group.roster])
            .any(|t| t.headroom.starts_with('-'));
        let look = if broken {
            BROKEN
        } else {
            "fill=\"#b9c4cd\" stroke=\"#212b32\""
        };
        let width = part(milli(t.reading.measured, t.reading.scale), most, LONGEST);
        let _ = writeln!(
            drawn,
            "<rect x=\"0\" y=\"{}\" width=\"{width}\" height=\"13\" {look}/>",
            y + 19
        );
        // a limit of one's own, as after opting out, stands beside one's own bar
        for (_, series) in &panel.sides {
            let Some(t) = series[group.roster] else {
                continue;
            };
            let x = part(milli(t.reading.limit, t.reading.scale), most, LONGEST);
            let _ = writeln!(
                drawn,
                "<path d=\"M{x} {}V{}\" stroke=\"#212b32\" stroke-width=\"2.5\"/>",
                y + 16,
                y + ROW
            );
        }
    }
    for (n, (at, words, who)) in limits.iter().enumerate() {
        let x = part(*at, most, LONGEST);
        let y = n as i64 * 18;
        let who: Vec<String> = who.iter().map(|i| (i + 1).to_string()).collect();
        let label = format!("limit {words} of {}", who.join(", "));
        text(&mut drawn, x - 5, y + 13, " text-anchor=\"end\"", &label);
        let _ = writeln!(
            drawn,
            "<path d=\"M{x} {}V{height}\" stroke=\"#212b32\" stroke-dasharray=\"4 4\"/>",
            y + 2
        );
        let names = limits_names(c, &limits[n].2);
        says.push(format!("Limit {words} under {names}"));
    }
    Plot {
        id: id.to_owned(),
        title: format!("Average hours a week, {under}"),
        says: says.join(". "),
        height,
        drawn,
    }
}

fn limits_names(c: &Comparison, who: &[usize]) -> String {
    let names: Vec<&str> = who.iter().map(|i| c.sides[*i].name.as_str()).collect();
    names.join(", ")
}
