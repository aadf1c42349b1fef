//! Pictures as SVG, small enough to write by hand and to read in print.
//!
//! Everything that a colour says is also said by a number or a letter, because pages are printed
//! in grey. A picture fetches nothing, runs nothing and names its own fonts, so it stands alone
//! as a file and inside a page.

use std::fmt::Write;

use crate::escape;

/// Ink for text and lines.
const INK: &str = "#1a1a1a";

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// By its beginning.
    Start,
    /// By its middle.
    Middle,
    /// By its end.
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// How heavy a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As running text.
    Plain,
    /// As a heading.
    Bold,
}

/// A picture that is being drawn. Lengths are in user units, as CSS pixels.
#[derive(Clone, Debug)]
pub struct Svg {
    id: String,
    title: String,
    desc: String,
    width: f64,
    height: f64,
    body: String,
}

/// At most two decimals, and none that say nothing.
fn n(number: f64) -> String {
    let number = if number.is_finite() { number } else { 0.0 };
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

impl Svg {
    /// An empty picture. The title names it, the description says in words what it shows; both are
    /// read aloud. The id must differ from those of other pictures on the same page.
    pub fn new(id: &str, title: &str, desc: &str, width: f64, height: f64) -> Svg {
        Svg {
            id: id.to_owned(),
            title: title.to_owned(),
            desc: desc.to_owned(),
            width,
            height,
            body: String::new(),
        }
    }

    /// A rectangle with a thin edge; `fill` is a colour such as `#ececec` or `none`.
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str) -> &mut Svg {
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"{INK}\" stroke-width=\"0.5\"/>",
            n(x),
            n(y),
            n(width.max(0.0)),
            n(height.max(0.0)),
            escape(fill)
        );
        self
    }

    /// A thick frame without filling, for what must be found first; it shows on paper and on ink.
    pub fn frame(&mut self, x: f64, y: f64, width: f64, height: f64) -> &mut Svg {
        for (stroke, thick) in [("#ffffff", 5.0), (INK, 2.5)] {
            let _ = writeln!(
                self.body,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{thick}\"/>",
                n(x),
                n(y),
                n(width.max(0.0)),
                n(height.max(0.0)),
            );
        }
        self
    }

    /// A straight line; `dashes` such as `4 3`, or nothing for a whole one.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, dashes: &str) -> &mut Svg {
        let dashes = if dashes.is_empty() {
            String::new()
        } else {
            format!(" stroke-dasharray=\"{}\"", escape(dashes))
        };
        let _ = writeln!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{INK}\" stroke-width=\"{}\"{dashes}/>",
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            n(width)
        );
        self
    }

    /// A line through points, not filled.
    pub fn path(&mut self, points: &[(f64, f64)], width: f64, dashes: &str) -> &mut Svg {
        let points: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{},{}", n(*x), n(*y)))
            .collect();
        let dashes = if dashes.is_empty() {
            String::new()
        } else {
            format!(" stroke-dasharray=\"{}\"", escape(dashes))
        };
        let _ = writeln!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"{}\"{dashes}/>",
            points.join(" "),
            n(width)
        );
        self
    }

    /// A shape through points, filled and without an edge.
    pub fn area(&mut self, points: &[(f64, f64)], fill: &str) -> &mut Svg {
        let points: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{},{}", n(*x), n(*y)))
            .collect();
        let _ = writeln!(
            self.body,
            "<polygon points=\"{}\" fill=\"{}\"/>",
            points.join(" "),
            escape(fill)
        );
        self
    }

    /// A text on one line; `y` is its baseline.
    pub fn text(
        &mut self,
        at: (f64, f64),
        size: f64,
        (anchor, weight): (Anchor, Weight),
        fill: &str,
        text: &str,
    ) -> &mut Svg {
        let weight = match weight {
            Weight::Plain => "",
            Weight::Bold => " font-weight=\"700\"",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\"{weight} fill=\"{}\">{}</text>",
            n(at.0),
            n(at.1),
            n(size),
            anchor.word(),
            escape(fill),
            escape(text)
        );
        self
    }

    /// Begins a group that says its text where the pointer rests, or when it is read aloud.
    pub fn begin(&mut self, title: &str) -> &mut Svg {
        let _ = writeln!(self.body, "<g><title>{}</title>", escape(title));
        self
    }

    /// Ends the group begun last.
    pub fn end(&mut self) -> &mut Svg {
        self.body.push_str("</g>\n");
        self
    }

    /// The whole picture, to stand in a file or inside a page.
    pub fn finish(&self) -> String {
        let (w, h, id) = (n(self.width), n(self.height), escape(&self.id));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"system-ui, 'Liberation Sans', Arial, sans-serif\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            escape(&self.title),
            escape(&self.desc),
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_can_become_markup() {
        let mut svg = Svg::new("a", "<b>", "\"&", 10.0, 10.0);
        svg.begin("</title><script>").text(
            (1.0, 2.0),
            8.0,
            (Anchor::Middle, Weight::Bold),
            "\"><x",
            "</text><script>",
        );
        let text = svg.end().finish();
        assert!(!text.contains("<script") && !text.contains("<x") && !text.contains("<b>"));
    }

    #[test]
    fn numbers_are_short_and_always_numbers() {
        assert_eq!(n(1.0), "1");
        assert_eq!(n(-0.001), "0");
        assert_eq!(n(2.126), "2.13");
        assert_eq!(n(f64::NAN), "0");
        assert_eq!(n(100.0), "100");
    }
}
