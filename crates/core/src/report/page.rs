//! The comparison as one self-contained page that prints: tables, and bars drawn as SVG.

use std::fmt::Write;

use super::compare::{clause_cell, decimal, difference, figures, not_lawful, sum};
use super::html::escape;
use crate::compare::{Comparison, Side};
use crate::pay::Pence;

/// One page for all comparisons. Nothing is fetched; every text is escaped.
pub fn comparison_page(all: &[Comparison]) -> String {
    let mut out = String::from(HEAD);
    out.push_str("<main>\n<h1>The same rota under several contracts</h1>\n");
    for c in all {
        section(&mut out, c);
    }
    out.push_str(
        "<p class=\"foot\">Percentages apply to the basic pay of their own version. Firstline gives evidence, not legal advice.</p>\n</main>\n</body>\n</html>\n",
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
body { font: 1rem/1.45 system-ui, sans-serif; color: #212b32; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2rem; } h3 { font-size: 1.1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { min-width: 6.5rem; text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid #aeb7bd; vertical-align: top; }
td.sum { text-align: right; font-variant-numeric: tabular-nums; }
.breach { font-weight: 700; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; }
svg { max-width: 100%; height: auto; } svg text { font: 13px system-ui, sans-serif; fill: #212b32; }
.foot, .small { font-size: .9rem; }
@media print { body { font-size: 10pt; } main { max-width: none; padding: 0; } h2 { break-before: auto; } figure, tr { break-inside: avoid; } .wide { overflow: visible; } @page { size: A4; margin: 15mm; } }
</style>
</head>
<body>
";

fn section(out: &mut String, c: &Comparison) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>\n<ul>", escape(&c.title));
    for line in figures(&c.figures) {
        let _ = writeln!(out, "<li>{}</li>", escape(&line));
    }
    out.push_str("</ul>\n");
    law(out, c);
    let totals: Vec<(String, Option<Pence>)> = c
        .sides
        .iter()
        .map(|s| (s.name.clone(), s.total()))
        .collect();
    pay_bars(out, &totals);
    pay(out, c);
    if !c.not_compared.is_empty() {
        out.push_str("<h3>Not compared</h3>\n<ul class=\"small\">\n");
        for line in &c.not_compared {
            let _ = writeln!(out, "<li>{}</li>", escape(line));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

fn head_row(out: &mut String, first: &str, sides: &[Side], more: Option<&str>) {
    let _ = write!(out, "<thead><tr><th scope=\"col\">{first}</th>");
    for side in sides {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(&side.name));
    }
    if let Some(more) = more {
        let _ = write!(out, "<th scope=\"col\">{more}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

fn law(out: &mut String, c: &Comparison) {
    out.push_str("<h3>Law</h3>\n<p>The tightest of everybody, against its limit. None: the contract has no such clause, or the rota nothing to measure by it.</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Law, clause by clause\"><table>\n");
    head_row(out, "Clause", &c.sides, None);
    out.push_str("<tr><th scope=\"row\">Verdict</th>");
    for side in &c.sides {
        let text = match &side.verdict {
            Some(v) if v.lawful() => "lawful in what was checked".to_owned(),
            Some(v) => not_lawful(v),
            None => "not judged".to_owned(),
        };
        let _ = write!(out, "<td>{}</td>", escape(&text));
    }
    out.push_str("</tr>\n");
    for row in &c.rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&row.clause));
        for cell in &row.cells {
            match cell {
                Some(cell) if cell.breaches > 0 => {
                    let text = clause_cell(cell);
                    let text = text.trim_end_matches(" !");
                    let _ = write!(out, "<td class=\"breach\">{} (breach)</td>", escape(text));
                }
                Some(cell) => {
                    let _ = write!(out, "<td>{}</td>", escape(&clause_cell(cell)));
                }
                None => out.push_str("<td>none</td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn pay(out: &mut String, c: &Comparison) {
    let per = c
        .sides
        .iter()
        .find_map(|s| s.slips.first())
        .map_or("not priced", |s| s.per.as_str());
    let _ = writeln!(
        out,
        "<h3>Pay of everybody, {}</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Pay, element by element\"><table>",
        escape(per)
    );
    head_row(out, "Element", &c.sides, Some("Last less first"));
    let mut line = |name: &str, sums: &[Option<Pence>]| {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(name));
        for pence in sums {
            let _ = write!(out, "<td class=\"sum\">{}</td>", sum(*pence));
        }
        let _ = writeln!(
            out,
            "<td class=\"sum\">{}</td></tr>",
            difference(sums.first(), sums.last())
        );
    };
    for row in &c.pay {
        line(&row.clause, &row.sums);
    }
    let totals: Vec<Option<Pence>> = c.sides.iter().map(Side::total).collect();
    line("total", &totals);
    out.push_str("</tbody></table></div>\n");
    for side in &c.sides {
        if let Some((band, asked)) = side.slips.iter().find_map(|s| s.band.as_ref()) {
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

/// Bars of the totals: widths in proportion, the sum written beside each.
fn pay_bars(out: &mut String, totals: &[(String, Option<Pence>)]) {
    let most = totals.iter().filter_map(|(_, t)| *t).max();
    let Some(most) = most.filter(|m| m.0 > 0) else {
        return;
    };
    let height = totals.len() * 34 + 6;
    let told: Vec<String> = totals
        .iter()
        .map(|(name, t)| format!("{name} {}", sum(*t)))
        .collect();
    let _ = writeln!(
        out,
        "<figure>\n<figcaption>Pay of everybody under each contract</figcaption>\n<svg viewBox=\"0 0 720 {height}\" width=\"720\" height=\"{height}\" role=\"img\" aria-label=\"{}\">",
        escape(&told.join("; "))
    );
    for (i, (name, total)) in totals.iter().enumerate() {
        let y = i * 34 + 4;
        let _ = writeln!(
            out,
            "<text x=\"0\" y=\"{}\">{}</text>",
            y + 18,
            escape(name)
        );
        match total {
            Some(total) => {
                // tenths of a unit, so that no float is needed
                let width = total.0.max(0) * 3600 / most.0;
                let _ = writeln!(
                    out,
                    "<rect x=\"230\" y=\"{y}\" width=\"{}\" height=\"26\" fill=\"#005eb8\" stroke=\"#212b32\"/><text x=\"{}\" y=\"{}\">{total}</text>",
                    decimal(width, 10),
                    decimal(width + 2380, 10),
                    y + 18
                );
            }
            None => {
                let _ = writeln!(out, "<text x=\"230\" y=\"{}\">not priced</text>", y + 18);
            }
        }
    }
    out.push_str("</svg>\n</figure>\n");
}
