//! The figures of the chapter on the engine: boxes, and arrows between them.

use std::fmt::Write;

use super::Pages;

/// A picture being drawn.
struct Figure {
    out: String,
}

impl Figure {
    fn new(width: i32, height: i32, title: &str) -> Figure {
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n\
             <title>{title}</title>\n<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" \
             refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 \
             4L0 8z\" fill=\"#555\"/></marker></defs>\n<rect width=\"100%\" height=\"100%\" \
             fill=\"#fff\"/>\n"
        );
        Figure { out }
    }

    fn words(&mut self, x: i32, y: i32, text: &str) {
        let _ = writeln!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>"
        );
    }

    fn place(&mut self, (x, y): (i32, i32), (wide, high): (i32, i32), lines: &[&str]) {
        let _ = writeln!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"{high}\" rx=\"6\" \
             fill=\"#eef4fa\" stroke=\"#0072b2\"/>",
            x - wide / 2,
            y - high / 2
        );
        let first = y + 5 - 8 * (lines.len() as i32 - 1);
        for (n, line) in lines.iter().enumerate() {
            self.words(x, first + 16 * n as i32, line);
        }
    }

    fn arrow(&mut self, path: &str) {
        let _ = writeln!(
            self.out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#a)\"/>"
        );
    }

    fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

pub(super) fn make(pages: &mut Pages) {
    pages.insert("docs/figures/engine-parts.svg".to_owned(), parts());
    pages.insert("docs/figures/engine-states.svg".to_owned(), states());
}

/// What gives what to whom.
fn parts() -> String {
    let mut figure = Figure::new(720, 250, "The parts of the engine");
    let size = (140, 48);
    figure.place((85, 50), size, &["clauses", "as machines"]);
    figure.place((275, 50), size, &["automata", "one a person"]);
    figure.place((465, 50), size, &["pricing", "one best line"]);
    figure.place((635, 50), size, &["master", "shares, prices"]);
    figure.place((635, 190), size, &["dives", "shares to rotas"]);
    figure.place((465, 190), size, &["small masters", "part set free"]);
    figure.place((275, 190), size, &["walk", "every line"]);
    figure.place((85, 190), size, &["rota, value", "and bound"]);
    figure.arrow("M155 50H203");
    figure.arrow("M345 50H393");
    figure.arrow("M535 40H563");
    figure.arrow("M565 60H537");
    figure.words(550, 26, "lines");
    figure.words(550, 88, "prices");
    figure.arrow("M635 74V164");
    figure.arrow("M565 190H537");
    figure.arrow("M395 190H347");
    figure.arrow("M205 190H157");
    figure.arrow("M465 214V236H85V216");
    figure.arrow("M465 166V76");
    figure.arrow("M600 74C560 130 160 110 100 164");
    figure.words(330, 118, "bound");
    figure.finish()
}

/// What a person's past can be where at most three days in a row are worked, and rest is two days.
fn states() -> String {
    let mut figure = Figure::new(
        720,
        230,
        "What three days of work at most and two of rest remember",
    );
    let size = (104, 44);
    let work = [(360, 60), (500, 60), (640, 60)];
    for (n, at) in work.iter().enumerate() {
        let text = ["worked 1", "worked 2", "worked 3"][n];
        figure.place(*at, size, &[text]);
    }
    figure.place((360, 180), size, &["rested 1"]);
    figure.place((130, 120), size, &["rested 2", "or more"]);
    figure.arrow("M182 108C240 92 260 70 306 62");
    figure.words(230, 72, "work");
    figure.arrow("M412 60H446");
    figure.arrow("M552 60H586");
    figure.words(429, 50, "work");
    figure.words(569, 50, "work");
    figure.arrow("M360 82V156");
    figure.words(380, 124, "off");
    figure.arrow("M500 82C490 130 450 165 414 174");
    figure.arrow("M640 82C620 150 520 186 414 184");
    figure.arrow("M308 178C250 170 220 150 178 142");
    figure.words(240, 182, "off");
    figure.arrow("M90 98C60 50 130 50 116 96");
    figure.words(94, 52, "off");
    figure.finish()
}
