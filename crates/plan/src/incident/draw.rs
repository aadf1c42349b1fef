//! A timeline: trauma teams there against teams needed, a panel for each strike.

use super::answer::{Incident, Mark};
use super::show::{heading, main_outcomes, sentences};
use crate::{Anchor, Svg, Weight, real};

const INK: &str = "#1a1a1a";
const WIDTH: f64 = 720.0;
const LEFT: f64 = 36.0;
const RIGHT: f64 = 118.0;
const PANEL: f64 = 130.0;
const GAP: f64 = 46.0;

/// The picture.
pub fn chart(incident: &Incident) -> Svg {
    let outcomes = main_outcomes(incident);
    let height = 24.0 + (PANEL + GAP) * real(outcomes.len()) + 20.0;
    let words = sentences(incident).join(" ");
    let mut svg = Svg::new(
        "incident-timeline",
        &heading(incident),
        &words,
        WIDTH,
        height,
    );
    let counts = |m: &Mark| m.teams[2].max(m.teams_needed[2]);
    let most = outcomes
        .iter()
        .flat_map(|o| o.marks.iter().map(counts))
        .max();
    let most = most.unwrap_or(1).max(1);
    let step = [1, 2, 5, 10, 20, 50]
        .into_iter()
        .find(|s| most / s <= 5)
        .unwrap_or(100);
    let scale = f64::from(most.div_ceil(step) * step);
    let last = outcomes
        .first()
        .and_then(|o| o.marks.last())
        .map_or(360, |m| m.minute);
    let x = |minute: usize| LEFT + (WIDTH - LEFT - RIGHT) * real(minute) / real(last.max(1));
    let start = (Anchor::Start, Weight::Plain);
    let mut top = 24.0;
    for outcome in &outcomes {
        let y = |teams: u32| top + PANEL - PANEL * f64::from(teams) / scale;
        let title = outcome.variant.words();
        svg.text(
            (0.0, top - 9.0),
            12.0,
            (Anchor::Start, Weight::Bold),
            INK,
            title,
        );
        let band = |of: &dyn Fn(&Mark) -> [u32; 3]| {
            let marks = &outcome.marks;
            let mut shape: Vec<(f64, f64)> =
                marks.iter().map(|m| (x(m.minute), y(of(m)[2]))).collect();
            shape.extend(marks.iter().rev().map(|m| (x(m.minute), y(of(m)[0]))));
            let middle: Vec<(f64, f64)> =
                marks.iter().map(|m| (x(m.minute), y(of(m)[1]))).collect();
            (shape, middle)
        };
        let (there, there_line) = band(&|m| m.teams);
        let (needed, needed_line) = band(&|m| m.teams_needed);
        svg.area(&there, "#dfe6ee").area(&needed, "#c9c9c9");
        for teams in (0..=scale as u32).step_by(step as usize) {
            svg.line((LEFT, y(teams)), (WIDTH - RIGHT, y(teams)), 0.3, "");
            let at = (LEFT - 5.0, y(teams) + 4.0);
            svg.text(
                at,
                11.0,
                (Anchor::End, Weight::Plain),
                INK,
                &teams.to_string(),
            );
        }
        svg.path(&there_line, 2.4, "")
            .path(&needed_line, 1.8, "5 3");
        let end = |line: &[(f64, f64)]| line.last().map_or(0.0, |p| p.1);
        let (a, b) = (end(&there_line), end(&needed_line));
        let apart = if (a - b).abs() < 14.0 { 7.0 } else { 0.0 };
        let (up, down) = if a < b {
            (-apart, apart)
        } else {
            (apart, -apart)
        };
        let right = WIDTH - RIGHT + 6.0;
        svg.text((right, a + 4.0 + up), 11.0, start, INK, "teams there");
        svg.text((right, b + 4.0 + down), 11.0, start, INK, "needed (dashes)");
        for minute in (0..=last).step_by(60) {
            svg.line((x(minute), top), (x(minute), top + PANEL + 4.0), 0.5, "");
            let label = if minute == 0 {
                incident.at.wall.time().to_string()
            } else {
                format!("+{} h", minute / 60)
            };
            let at = (x(minute), top + PANEL + 17.0);
            svg.text(at, 11.0, (Anchor::Middle, Weight::Plain), INK, &label);
        }
        top += PANEL + GAP;
    }
    svg
}
