//! The comparison as one self-contained page that prints: tables, and plots drawn as SVG.
//!
//! Nothing is fetched, nothing runs, every text is escaped. Plots are told apart by pattern and
//! number, not by colour, and each has its numbers as a table besides.

mod figure;
mod grid;
mod headroom;
mod hours;
mod pay;

use std::fmt::Write;

use super::compare::{MOST_TIGHT, rows};
use super::html::escape;
use crate::compare::Comparison;
use rows::Row;

/// So many people have a row of their own in a table; the JSON has every one.
const MOST_PEOPLE: usize = 200;

/// One page for all comparisons.
pub fn comparison_page(all: &[Comparison]) -> String {
    let mut out = String::from(HEAD);
    out.push_str(figure::PATTERNS);
    let heading = if all.len() == 1 {
        "The same rota under several contracts"
    } else {
        "Rotas under several contracts"
    };
    let _ = writeln!(out, "<main>\n<h1>{heading}</h1>");
    if all.len() > 1 {
        summary(&mut out, all);
    }
    for (index, c) in all.iter().enumerate() {
        section(&mut out, index, c);
    }
    out.push_str(
        "<p class=\"small\">Percentages apply to the basic pay of their own version. Firstline gives evidence, not legal advice.</p>\n</main>\n</body>\n</html>\n",
    );
    out
}

const HEAD: &str = "<!doctype html>
<html lang=\"en-GB\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Rotas compared</title>
<style>
:root { color-scheme: light; }
body { font: 1rem/1.45 system-ui, sans-serif; color: #212b32; background: #fff; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; overflow-wrap: anywhere; } h3 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; }
p { margin: .3rem 0 .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { min-width: 5.6rem; text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid #aeb7bd; vertical-align: top; }
td.sum { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.total > * { border-top: 2px solid #212b32; font-weight: 700; }
.breach { font-weight: 700; }
.key { list-style: none; padding: 0; } .key li { display: flex; gap: .6rem; align-items: center; margin: .25rem 0; } .key svg { flex: none; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: .5rem 2rem; align-items: start; }
figure { margin: .5rem 0 1rem; min-width: 0; } figcaption { font-weight: 600; margin-bottom: .4rem; overflow-wrap: anywhere; }
figure svg { display: block; width: 100%; max-width: 32rem; height: auto; }
svg text { font: 13px system-ui, sans-serif; fill: #212b32; } svg text.b { font-weight: 700; } svg text.s { font-size: 12px; } svg text.n { font-size: 10px; }
details { margin: .4rem 0; } summary { cursor: pointer; } details th, details td { font-size: .9rem; }
.small { font-size: .9rem; }
.away { position: absolute; width: 0; height: 0; overflow: hidden; }
@media print {
  html { font-size: 9pt; } main { max-width: none; padding: 0; }
  h2, h3, figcaption { break-after: avoid; } section + section { break-before: page; }
  tr, figure, figcaption, figure svg { break-inside: avoid; } .wide { overflow: visible; }
  th, td, details th, details td { min-width: 0; padding: .25rem .6rem .25rem 0; font-size: 8pt; }
  .plots { grid-template-columns: 1fr 1fr; gap: 0 1.5rem; }
  .data { display: none; } .told::details-content { content-visibility: visible; display: block; height: auto; }
  @page { size: A4; margin: 14mm; }
}
</style>
</head>
<body>
";

/// Every rota and contract in a line.
fn summary(out: &mut String, all: &[Comparison]) {
    out.push_str("<h2>In short</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Every rota in short\"><table>\n<thead><tr><th scope=\"col\">Rota</th><th scope=\"col\">Contract</th><th scope=\"col\">Verdict</th><th scope=\"col\">Hours on duty a week</th><th scope=\"col\">Weekends with a duty</th><th scope=\"col\">Pay of everybody</th></tr></thead>\n<tbody>\n");
    for c in all {
        let verdicts = rows::verdicts(c);
        for (side, verdict) in c.sides.iter().zip(verdicts) {
            let class = if side.verdict.as_ref().is_some_and(|v| !v.lawful()) {
                " class=\"breach\""
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td{class}>{}</td><td class=\"sum\">{}</td><td class=\"sum\">{} of {}</td><td class=\"sum\">{}</td></tr>",
                escape(&c.rota.title),
                escape(&side.name),
                escape(&verdict),
                rows::weekly_hours(c.figures.on_duty),
                c.figures.weekends.0,
                c.figures.weekends.1,
                escape(&rows::sum(side.total()))
            );
        }
    }
    out.push_str("</tbody></table></div>\n");
}

fn section(out: &mut String, index: usize, c: &Comparison) {
    let _ = writeln!(
        out,
        "<section>\n<h2>{}</h2>\n<p>{}</p>",
        escape(&c.rota.title),
        escape(&rows::figures(c))
    );
    key(out, c);
    let id = format!("rota{index}");

    out.push_str("<h3>Hours, nights and weekends</h3>\n<p>Averages as each contract takes them; nights as the law of each counts them.</p>\n");
    table(out, c, "Hours, nights and weekends", &rows::hours(c), true);

    law(out, c);
    let tight = rows::tightest(c, MOST_TIGHT, " (breach)");
    if !tight.is_empty() {
        out.push_str(
            "<h3>Tightest clauses</h3>\n<p>The least room, as a share of the limit, first.</p>\n",
        );
        table(out, c, "Tightest clauses", &tight, false);
    }
    out.push_str("<p>In the plots, bars stop at a quarter of the limit; the numbers beside them go on.</p>\n<div class=\"plots\">\n");
    headroom::draw(out, &id, c);
    hours::draw(out, &id, c);
    out.push_str("</div>\n<h3>The rota, with breaches marked</h3>\n");
    grid::draw(out, &id, c);

    let per = rows::per(c);
    let _ = writeln!(out, "<h3>Pay of everybody, {}</h3>", escape(&per));
    table(out, c, "Pay, element by element", &rows::pay(c), true);
    bands(out, c);
    if c.people.len() > 1 && c.people.iter().any(|p| p.sums.iter().any(Option::is_some)) {
        let _ = writeln!(out, "<h3>Pay of each, {}</h3>", escape(&per));
        let people = rows::people(c, MOST_PEOPLE);
        table(out, c, "Pay, person by person", &people, true);
        if c.people.len() > MOST_PEOPLE {
            let left = c.people.len() - MOST_PEOPLE;
            let _ = writeln!(out, "<p>{left} more are not in this table.</p>");
        }
    }
    if rows::any_part(c) {
        out.push_str("<p>(part): something that belongs in it could not be priced, and is named under “Not compared”.</p>\n");
    }
    pay::draw(out, &id, c);

    let worked = rows::worked(c);
    if !worked.is_empty() {
        out.push_str("<h3>Worked</h3>\n<p>Limits judged on the record of worked duties, fines, breaks and rest achieved.</p>\n");
        table(out, c, "Worked duties", &worked, true);
    }
    if !c.not_compared.is_empty() {
        out.push_str("<h3>Not compared</h3>\n<ul class=\"small\">\n");
        for line in &c.not_compared {
            let _ = writeln!(out, "<li>{}</li>", escape(line));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

/// The contracts with the number and the pattern that stand for them in the plots.
fn key(out: &mut String, c: &Comparison) {
    out.push_str("<ul class=\"key\">\n");
    for (index, side) in c.sides.iter().enumerate() {
        let title = if side.title.is_empty() {
            String::new()
        } else {
            format!(": {}", side.title)
        };
        let _ = writeln!(
            out,
            "<li><svg width=\"34\" height=\"16\" aria-hidden=\"true\"><rect x=\"1\" y=\"1\" width=\"32\" height=\"14\" {}/></svg><span>{}. <strong>{}</strong>{}</span></li>",
            figure::fill(index),
            index + 1,
            escape(&side.name),
            escape(&title)
        );
    }
    out.push_str("</ul>\n");
}

fn head(out: &mut String, first: &str, c: &Comparison, more: bool) {
    let _ = write!(out, "<thead><tr><th scope=\"col\">{first}</th>");
    for (index, side) in c.sides.iter().enumerate() {
        let name = escape(&side.name);
        let _ = write!(out, "<th scope=\"col\">{}. {name}</th>", index + 1);
    }
    if more && c.sides.len() > 1 {
        out.push_str("<th scope=\"col\">Last less first</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

/// A table of rows in words; with `more` it has the column of differences.
fn table(out: &mut String, c: &Comparison, label: &str, rows: &[Row], more: bool) {
    let _ = writeln!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>"
    );
    head(out, "", c, more);
    for row in rows {
        let class = if row.name == "total" {
            " class=\"total\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<tr{class}><th scope=\"row\">{}</th>",
            escape(&row.name)
        );
        let cell = |out: &mut String, text: &str| {
            let class = if text.ends_with("(breach)") || text.starts_with("TOO FEW") {
                " class=\"breach\""
            } else if is_number(text) {
                " class=\"sum\""
            } else {
                ""
            };
            let _ = write!(out, "<td{class}>{}</td>", escape(text));
        };
        for text in &row.cells {
            cell(out, text);
        }
        if more && c.sides.len() > 1 {
            cell(out, &row.difference);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// Whether a cell is a bare number or a sum, and so stands at the right.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['−', '-']).trim_start_matches('£');
    text == rows::NOTHING
        || digits.starts_with(|c: char| c.is_ascii_digit())
            && digits
                .trim_end_matches(" (part)")
                .chars()
                .all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

fn law(out: &mut String, c: &Comparison) {
    out.push_str("<h3>Law</h3>\n<p>The tightest of everybody, against its limit. A dot: the contract has no such clause, or the rota nothing to measure by it.</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Law, clause by clause\"><table>\n");
    head(out, "Clause", c, false);
    out.push_str("<tr><th scope=\"row\">Verdict</th>");
    for (side, text) in c.sides.iter().zip(rows::verdicts(c)) {
        let broken = side.verdict.as_ref().is_some_and(|v| !v.lawful());
        let class = if broken { " class=\"breach\"" } else { "" };
        let _ = write!(out, "<td{class}>{}</td>", escape(&text));
    }
    out.push_str("</tr>\n");
    for row in &c.rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&row.clause));
        for cell in &row.cells {
            let Some(cell) = cell else {
                let _ = write!(out, "<td>{}</td>", rows::NOTHING);
                continue;
            };
            let class = if cell.breaches > 0 {
                " class=\"breach\""
            } else {
                ""
            };
            let text = rows::clause_cell(cell, " (breach)");
            let _ = write!(out, "<td{class}>{}</td>", escape(&text));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// How each band was found, once for each that anybody has.
fn bands(out: &mut String, c: &Comparison) {
    for side in &c.sides {
        let mut told: Vec<&(String, Vec<String>)> = Vec::new();
        for band in side.slips.iter().filter_map(|s| s.band.as_ref()) {
            if !told.contains(&band) {
                told.push(band);
            }
        }
        for (band, asked) in told {
            let _ = writeln!(
                out,
                "<details open><summary>{}: band {}</summary><ol>",
                escape(&side.name),
                escape(band)
            );
            for question in asked {
                let _ = writeln!(out, "<li>{}</li>", escape(question));
            }
            out.push_str("</ol></details>\n");
        }
    }
}
