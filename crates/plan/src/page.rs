//! One self-contained page: it prints on A4, runs no script and asks nothing of a network.

use std::fmt::Write;

use crate::{Grounds, Svg};

const STYLE: &str = include_str!("page.css");

/// A text that may stand between tags and inside quotation marks. Control characters become blanks.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A table: the first cell of each row names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Headings, and whether the column holds numbers.
    pub head: Vec<(String, bool)>,
    /// Rows, as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table. A heading that begins with `#` is one of a column of numbers.
    pub fn new(caption: &str, head: &[&str]) -> Table {
        let column = |h: &&str| match h.strip_prefix('#') {
            Some(h) => (h.to_owned(), true),
            None => ((*h).to_owned(), false),
        };
        Table {
            caption: caption.to_owned(),
            head: head.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }

    /// One more row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table in fixed-width text: numbers to the right, two blanks between columns.
    pub fn text(&self, indent: &str) -> String {
        let width = |i: usize| {
            let cells = self
                .rows
                .iter()
                .filter_map(|r| r.get(i))
                .map(String::as_str);
            let head = std::iter::once(self.head[i].0.as_str());
            head.chain(cells)
                .map(|c| c.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let mut out = String::new();
        let head: Vec<String> = self.head.iter().map(|(h, _)| h.clone()).collect();
        for row in std::iter::once(&head).chain(&self.rows) {
            let mut line = indent.to_owned();
            for ((cell, width), (_, number)) in row.iter().zip(&widths).zip(&self.head) {
                let blanks = " ".repeat(width.saturating_sub(cell.chars().count()));
                let _ = if *number {
                    write!(line, "{blanks}{cell}  ")
                } else {
                    write!(line, "{cell}{blanks}  ")
                };
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
        out
    }
}

/// A page that is being written. Every text is escaped on its way in.
#[derive(Clone, Debug)]
pub struct Page {
    title: String,
    body: String,
}

impl Page {
    /// A page with its heading.
    pub fn new(title: &str) -> Page {
        Page {
            title: title.to_owned(),
            body: String::new(),
        }
    }

    /// A heading of the second level.
    pub fn heading(&mut self, text: &str) -> &mut Page {
        let _ = writeln!(self.body, "<h2>{}</h2>", escape(text));
        self
    }

    /// A paragraph.
    pub fn text(&mut self, text: &str) -> &mut Page {
        let _ = writeln!(self.body, "<p>{}</p>", escape(text));
        self
    }

    /// A list of sentences.
    pub fn list(&mut self, items: &[String]) -> &mut Page {
        self.body.push_str("<ul>\n");
        for item in items {
            let _ = writeln!(self.body, "<li>{}</li>", escape(item));
        }
        self.body.push_str("</ul>\n");
        self
    }

    /// A picture under its caption, which may be empty where it goes on from the one before.
    pub fn figure(&mut self, caption: &str, svg: &Svg) -> &mut Page {
        self.body.push_str("<figure>\n");
        if !caption.is_empty() {
            let _ = writeln!(self.body, "<figcaption>{}</figcaption>", escape(caption));
        }
        let _ = writeln!(self.body, "{}</figure>", svg.finish());
        self
    }

    /// A table.
    pub fn table(&mut self, table: &Table) -> &mut Page {
        let _ = write!(
            self.body,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n<thead><tr>",
            escape(&table.caption)
        );
        for (heading, number) in &table.head {
            let class = if *number { " class=\"number\"" } else { "" };
            let _ = write!(
                self.body,
                "<th scope=\"col\"{class}>{}</th>",
                escape(heading)
            );
        }
        self.body.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.body.push_str("<tr>");
            for (i, (cell, (_, number))) in row.iter().zip(&table.head).enumerate() {
                let class = if *number { " class=\"number\"" } else { "" };
                let _ = if i == 0 {
                    write!(self.body, "<th scope=\"row\"{class}>{}</th>", escape(cell))
                } else {
                    write!(self.body, "<td{class}>{}</td>", escape(cell))
                };
            }
            self.body.push_str("</tr>\n");
        }
        self.body.push_str("</tbody></table></div>\n");
        self
    }

    /// A table that is folded under its caption until somebody opens it; print leaves it folded.
    pub fn folded(&mut self, table: &Table) -> &mut Page {
        let _ = writeln!(
            self.body,
            "<details><summary>{}</summary>",
            escape(&table.caption)
        );
        self.table(table);
        self.body.push_str("</details>\n");
        self
    }

    /// Words to type, as they stand.
    pub fn code(&mut self, text: &str) -> &mut Page {
        let _ = writeln!(self.body, "<p><code>{}</code></p>", escape(text));
        self
    }

    /// Begins a part that is folded under its caption until somebody opens it.
    pub fn fold(&mut self, caption: &str) -> &mut Page {
        let _ = writeln!(self.body, "<details><summary>{}</summary>", escape(caption));
        self
    }

    /// Ends the part folded last.
    pub fn unfold(&mut self) -> &mut Page {
        self.body.push_str("</details>\n");
        self
    }

    /// What the answer rests on: assumptions, seed, hash.
    pub fn grounds(&mut self, grounds: &Grounds) -> &mut Page {
        self.heading("What this rests on");
        self.body.push_str("<div class=\"grounds\">\n");
        let mut table = Table::new("Assumptions used", &["id", "what", "value", "from"]);
        for a in &grounds.assumptions {
            table.row(vec![
                a.id.clone(),
                a.text.clone(),
                a.value.clone(),
                a.basis.words(),
            ]);
        }
        self.table(&table);
        let seed = grounds
            .seed
            .map_or(String::new(), |seed| format!("Seed <code>{seed}</code>. "));
        let _ = writeln!(
            self.body,
            "<p>{seed}Inputs <code>{}</code>.</p>\n</div>",
            grounds.inputs
        );
        self
    }

    /// The whole page.
    pub fn finish(&self) -> String {
        let title = escape(&self.title);
        format!(
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'; img-src 'none'; connect-src 'none'; font-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{}</main>\n</body>\n</html>\n",
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_runs_nothing_fetches_nothing_and_escapes_everything() {
        let mut table = Table::new("<i>", &["a", "#b"]);
        table.row(vec!["<script>".into(), "1".into()]);
        let mut page = Page::new("<h9>");
        page.heading("<b>")
            .text("<u>")
            .list(&["<img>".into()])
            .table(&table);
        let text = page.finish();
        for tag in [
            "<script", "<h9", "<b>", "<u>", "<img", "<i>", "<link", "url(",
        ] {
            assert!(!text.contains(tag), "{tag}");
        }
        assert!(text.contains("<td class=\"number\">1</td>"));
    }

    #[test]
    fn a_table_of_text_has_its_numbers_to_the_right() {
        let mut table = Table::new("", &["duty", "#FI"]);
        table.row(vec!["N".into(), "56.1".into()]);
        table.row(vec!["LD".into(), "3.6".into()]);
        assert_eq!(
            table.text("  "),
            "  duty    FI\n  N     56.1\n  LD     3.6\n"
        );
    }
}
