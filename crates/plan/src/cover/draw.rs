//! A week of supply against demand, as steps through half-hours.

use super::answer::Cover;
use super::show::{heading, sentences, when};
use crate::{Anchor, Svg, Weight, real};

const INK: &str = "#1a1a1a";
const WIDTH: f64 = 760.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 12.0;
const PANEL: f64 = 190.0;
const GAP: f64 = 62.0;

/// What is drawn in one panel.
struct Line {
    name: String,
    there: Vec<u32>,
    wanted: Option<Vec<u32>>,
}

fn lines(cover: &Cover) -> Vec<Line> {
    if cover.streams.is_empty() {
        let total = |p: &(Vec<u32>, Vec<u32>, u32)| p.0.iter().sum::<u32>();
        return vec![Line {
            name: "everybody on site".to_owned(),
            there: cover.present.iter().map(total).collect(),
            wanted: None,
        }];
    }
    let line = |s: &super::answer::Stream| Line {
        name: s.name.clone(),
        there: s.slots.iter().map(|s| s.0).collect(),
        wanted: Some(s.slots.iter().map(|s| s.2).collect()),
    };
    cover.streams.iter().map(line).collect()
}

/// The first week.
pub fn chart(cover: &Cover) -> Svg {
    draw(cover, 0)
}

/// A picture for each week, at most four.
pub(super) fn pictures(cover: &Cover) -> Vec<(String, Svg)> {
    let weeks = cover.laid.slots.len().div_ceil(7 * 48).min(4);
    (0..weeks)
        .map(|week| {
            let caption = if week == 0 {
                "People there (line and grey) against people wanted (dashes), half-hour by half-hour"
            } else {
                ""
            };
            (caption.to_owned(), draw(cover, week))
        })
        .collect()
}

fn draw(cover: &Cover, week: usize) -> Svg {
    let first = week * 7 * 48;
    let last = (first + 7 * 48).min(cover.laid.slots.len());
    let panels = lines(cover);
    let height = 22.0 + (PANEL + GAP) * real(panels.len()) + 34.0;
    let words = sentences(cover).join(" ");
    let id = format!("cover-week-{}", week + 1);
    let mut svg = Svg::new(&id, &heading(cover), &words, WIDTH, height);
    let x = |slot: usize| {
        LEFT + (WIDTH - LEFT - RIGHT) * real(slot - first) / real((last - first).max(1))
    };
    let plain = (Anchor::Start, Weight::Plain);
    let mut top = 22.0;
    for panel in &panels {
        let wanted = panel.wanted.iter().flatten();
        let most = panel
            .there
            .iter()
            .chain(wanted)
            .copied()
            .max()
            .unwrap_or(1)
            .max(1);
        let step = [1, 2, 5, 10, 20, 50]
            .into_iter()
            .find(|s| most / s <= 6)
            .unwrap_or(100);
        let scale = f64::from(most.div_ceil(step) * step);
        let y = |people: u32| top + PANEL - PANEL * f64::from(people) / scale;
        svg.text(
            (0.0, top - 8.0),
            12.0,
            (Anchor::Start, Weight::Bold),
            INK,
            &panel.name,
        );
        let outline = |counts: &[u32]| {
            let mut points = Vec::new();
            for (slot, count) in counts.iter().enumerate().take(last).skip(first) {
                points.push((x(slot), y(*count)));
                points.push((x(slot + 1), y(*count)));
            }
            points
        };
        let mut shape = outline(&panel.there);
        shape.push((x(last), y(0)));
        shape.push((x(first), y(0)));
        svg.area(&shape, "#dfe6ee");
        for people in (0..=most.div_ceil(step) * step).step_by(step as usize) {
            svg.line((LEFT, y(people)), (WIDTH - RIGHT, y(people)), 0.3, "");
            let at = (LEFT - 5.0, y(people) + 4.0);
            svg.text(
                at,
                11.0,
                (Anchor::End, Weight::Plain),
                INK,
                &people.to_string(),
            );
        }
        if let Some(wanted) = &panel.wanted {
            let both = panel.there.iter().zip(wanted).enumerate();
            for (slot, (there, wanted)) in both.take(last).skip(first) {
                if there < wanted {
                    let (low, high) = (y(*there), y(*wanted));
                    // hatching of its own, so that it shows without colour
                    let middle = f64::midpoint(x(slot), x(slot + 1));
                    svg.line((middle, high), (middle, low), 0.9, "");
                }
            }
            svg.path(&outline(wanted), 1.3, "4 3");
        }
        svg.path(&outline(&panel.there), 2.0, "");
        marks(&mut svg, cover, (first, last), &x, top + PANEL + 3.0);
        for slot in first..last {
            let start = cover.laid.slots[slot].start;
            let minutes = start.wall.time().0;
            if minutes == 0 {
                svg.line((x(slot), top), (x(slot), top + PANEL + 20.0), 0.8, "");
                let name = when(cover, start);
                let name = name.rsplit_once(' ').map_or(name.as_str(), |n| n.0);
                svg.text((x(slot) + 4.0, top + PANEL + 36.0), 11.0, plain, INK, name);
            } else if minutes == 12 * 60 {
                let middle = (Anchor::Middle, Weight::Plain);
                svg.text((x(slot), top + PANEL + 24.0), 9.0, middle, INK, "12");
            }
        }
        top += PANEL + GAP;
    }
    let key = [
        "Grey: there. Dashes: wanted by the square-root rule. Hatched: missing.",
        "Blocks below: black, a floor is not met; open, one sick call breaks one.",
    ];
    for (i, line) in key.iter().enumerate() {
        svg.text(
            (0.0, height - 22.0 + 15.0 * real(i)),
            11.0,
            plain,
            INK,
            line,
        );
    }
    svg
}

fn marks(
    svg: &mut Svg,
    cover: &Cover,
    (first, last): (usize, usize),
    x: &dyn Fn(usize) -> f64,
    y: f64,
) {
    for (short, fill) in [(false, "#ffffff"), (true, INK)] {
        let mut from = None;
        for slot in first..=last {
            let mark = slot < last && {
                let (broken, fragile) = cover.marks[slot];
                if short { broken } else { fragile && !broken }
            };
            match (mark, from) {
                (true, None) => from = Some(slot),
                (false, Some(start)) => {
                    svg.rect(x(start), y, x(slot) - x(start), 8.0, fill);
                    from = None;
                }
                _ => {}
            }
        }
    }
}
