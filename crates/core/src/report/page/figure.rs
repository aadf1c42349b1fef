//! What all plots share: the frame with its text alternative, the patterns, short names.

use std::fmt::Write;

use crate::report::html::escape;

/// Width of every plot, in its own units; a phone shows it a little smaller.
pub(super) const WIDTH: i64 = 440;

/// The patterns that tell contracts apart without colour, and the one that marks a breach.
pub(super) const PATTERNS: &str = "<svg class=\"away\" aria-hidden=\"true\"><defs>
<pattern id=\"p2\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"#fff\"/><rect width=\"2.4\" height=\"7\" fill=\"#003d78\"/></pattern>
<pattern id=\"p4\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><circle cx=\"3\" cy=\"3\" r=\"1.5\" fill=\"#003d78\"/></pattern>
<pattern id=\"p5\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\"><rect width=\"7\" height=\"7\" fill=\"#fff\"/><path d=\"M0 3.5h7M3.5 0v7\" stroke=\"#003d78\" stroke-width=\"1.4\"/></pattern>
<pattern id=\"broken\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"1.6\" height=\"6\" fill=\"#9a1c10\"/></pattern>
</defs></svg>
";

/// How the bars of the contract at `index` are filled.
pub(super) fn fill(index: usize) -> &'static str {
    const FILLS: [&str; 6] = [
        "fill=\"#003d78\" stroke=\"#212b32\"",
        "fill=\"#fff\" stroke=\"#212b32\" stroke-width=\"1.5\"",
        "fill=\"url(#p2)\" stroke=\"#212b32\"",
        "fill=\"#b9c4cd\" stroke=\"#212b32\"",
        "fill=\"url(#p4)\" stroke=\"#212b32\"",
        "fill=\"url(#p5)\" stroke=\"#212b32\"",
    ];
    FILLS[index % FILLS.len()]
}

/// How a breach is filled.
pub(super) const BROKEN: &str = "fill=\"url(#broken)\" stroke=\"#9a1c10\" stroke-width=\"2\"";

/// A plot: what is drawn, and what it says for those who do not see it.
pub(super) struct Plot {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) says: String,
    pub(super) height: i64,
    pub(super) drawn: String,
}

impl Plot {
    pub(super) fn write(&self, out: &mut String) {
        let Plot {
            id,
            title,
            says,
            height,
            drawn,
        } = self;
        let _ = writeln!(
            out,
            "<svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n{drawn}</svg>",
            escape(title),
            escape(says)
        );
    }
}

/// The numbers of a plot as a table, for whoever wants to read them. On paper they are left out:
/// the plot has them written beside its bars.
pub(super) fn numbers(out: &mut String, heads: &[String], rows: &[Vec<String>]) {
    folded(out, ("data", "The numbers"), heads, rows);
}

/// A table that can be unfolded.
pub(super) fn folded(
    out: &mut String,
    (class, summary): (&str, &str),
    heads: &[String],
    rows: &[Vec<String>],
) {
    let _ = write!(
        out,
        "<details class=\"{class}\"><summary>{summary}</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{summary}\"><table>\n<thead><tr>"
    );
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(head));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (index, cell) in row.iter().enumerate() {
            let cell = escape(cell);
            let _ = if index == 0 {
                write!(out, "<th scope=\"row\">{cell}</th>")
            } else {
                write!(out, "<td>{cell}</td>")
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div></details>\n");
}

/// A text in a plot.
pub(super) fn text(out: &mut String, x: i64, y: i64, more: &str, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\"{more}>{}</text>",
        escape(words)
    );
}

/// At most so many letters.
pub(super) fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut out: String = words.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// The names of those of whom a plot says the same.
pub(super) fn together(names: &[&str]) -> String {
    match names {
        [one] => short(one, 46),
        several => short(
            &format!("{} alike: {}", several.len(), several.join(", ")),
            44,
        ),
    }
}

/// `value` of `most`, on a stretch so long.
pub(super) fn part(value: i64, most: i64, length: i64) -> i64 {
    let at = i128::from(value.max(0)) * i128::from(length) / i128::from(most.max(1));
    i64::try_from(at).unwrap_or(length).min(length)
}
