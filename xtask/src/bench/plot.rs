//! The gap over time as a picture: both scales in powers of ten, a step for each event.

use std::fmt::Write;

/// One search.
pub(super) struct Track<'a> {
    pub(super) name: &'a str,
    /// Seconds, and the gap proved then.
    pub(super) points: &'a [(f64, f64)],
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 20.0;
/// Gaps below this are drawn on the lowest line, and above the other on the highest.
const LEAST: f64 = 1e-4;
const MOST: f64 = 10.0;
/// The first moment drawn, in seconds.
const FIRST: f64 = 0.01;

const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555",
];
const DASHES: [&str; 3] = ["", "6 3", "2 3"];

pub(super) fn plot(tracks: &[Track<'_>], seconds: f64) -> String {
    let seconds = seconds.max(1.0);
    let x = |s: f64| {
        LEFT + WIDTH * (s.clamp(FIRST, seconds) / FIRST).log10() / (seconds / FIRST).log10()
    };
    let y =
        |gap: f64| TOP + HEIGHT * (MOST / gap.clamp(LEAST, MOST)).log10() / (MOST / LEAST).log10();
    let high = HEIGHT + 70.0 + TOP;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0} {high:.0}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>Proved gap over time\
         </title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        LEFT + WIDTH + 150.0
    );
    let mut line = |x1: f64, y1: f64, x2: f64, y2: f64| {
        let _ = writeln!(
            out,
            "<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"#ddd\"/>"
        );
    };
    for power in -4..=1 {
        let at = y(10_f64.powi(power));
        line(LEFT, at, LEFT + WIDTH, at);
    }
    let moments: Vec<f64> = (-2..6)
        .map(|p| 10_f64.powi(p))
        .filter(|s| *s <= seconds)
        .collect();
    for &s in &moments {
        line(x(s), TOP, x(s), TOP + HEIGHT);
    }
    for (power, text) in (-4..=1).zip(["0.01 % or none", "0.1 %", "1 %", "10 %", "100 %", "1000 %"])
    {
        let at = y(10_f64.powi(power)) + 4.0;
        let text = text.split(" or").next().unwrap_or(text);
        let _ = writeln!(
            out,
            "<text x=\"{:.0}\" y=\"{at:.1}\" text-anchor=\"end\">{text}</text>",
            LEFT - 6.0
        );
    }
    for s in moments {
        let at = TOP + HEIGHT + 18.0;
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{at:.0}\" text-anchor=\"middle\">{s}</text>",
            x(s)
        );
    }
    let at = TOP + HEIGHT + 40.0;
    let _ = writeln!(
        out,
        "<text x=\"{LEFT}\" y=\"{at:.0}\">seconds; the lowest line is a gap of 0.01 % or less</text>"
    );
    for (i, track) in tracks.iter().enumerate() {
        let colour = COLOURS[i % COLOURS.len()];
        let dash = DASHES[i / COLOURS.len() % DASHES.len()];
        let mut path = String::new();
        let mut last: Option<f64> = None;
        for &(s, gap) in track.points {
            let (px, py) = (x(s), y(gap));
            match last {
                None => {
                    let _ = write!(path, "M{px:.1} {py:.1}");
                }
                Some(before) if (before - py).abs() > 0.05 => {
                    let _ = write!(path, "H{px:.1}V{py:.1}");
                }
                Some(_) => {}
            }
            last = Some(py);
        }
        if let Some(&(s, _)) = track.points.last() {
            let _ = write!(path, "H{:.1}", x(s));
        }
        let _ = writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-dasharray=\"{dash}\"/>"
        );
        let (lx, ly) = (LEFT + WIDTH + 12.0, TOP + 8.0 + 16.0 * f64::from(i as u32));
        let _ = writeln!(
            out,
            "<path d=\"M{lx:.0} {ly:.0}h18\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            lx + 24.0,
            ly + 4.0,
            track.name.replace('&', "&amp;").replace('<', "&lt;")
        );
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_step_for_each_change_and_a_name_for_each_search() {
        let points = [(0.02, 0.5), (0.1, 0.5), (1.0, 0.01), (5.0, 0.0)];
        let tracks = [
            Track {
                name: "one & only",
                points: &points,
            },
            Track {
                name: "none",
                points: &[],
            },
        ];
        let svg = plot(&tracks, 10.0);
        assert!(svg.contains("one &amp; only") && svg.contains(">none<"));
        let path = svg.lines().find(|l| l.contains('V')).expect("a step");
        assert_eq!(path.matches('V').count(), 2, "{path}");
    }
}
