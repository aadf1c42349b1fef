//! What the post pays, each line with its working.

use std::fmt::Write;

use super::Schedule;
use crate::contract::Confidence;
use crate::pay::{Line, Payslip};
use crate::report::html::escape;

pub(super) fn pay(out: &mut String, schedule: &Schedule<'_>) {
    out.push_str("<h2>Pay</h2>\n");
    match schedule.pay {
        Err(why) => {
            let _ = writeln!(
                out,
                "<p>Not stated: {}.</p>",
                escape(why.trim_end_matches('.'))
            );
        }
        Ok(slip) if slip.lines.is_empty() => {
            out.push_str("<p>Not stated: nothing could be priced.</p>\n");
            refused(out, slip);
        }
        Ok(slip) => {
            table(out, slip);
            refused(out, slip);
        }
    }
}

fn table(out: &mut String, slip: &Payslip) {
    let _ = writeln!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Pay lines\">\n<table class=\"fixed\">\n<caption>Sums {}.{}</caption>\n<thead><tr><th scope=\"col\" class=\"first\">Element</th><th scope=\"col\">Quantity and rate</th><th scope=\"col\" class=\"number\">Sum</th></tr></thead>\n<tbody>",
        escape(&slip.per),
        slip.band
            .as_ref()
            .map_or(String::new(), |(band, _)| format!(
                " Band {}.",
                escape(band)
            ))
    );
    for line in &slip.lines {
        row(out, line);
    }
    out.push_str("</tbody>\n");
    if let Some(total) = slip.sum() {
        let _ = writeln!(
            out,
            "<tfoot><tr><th scope=\"row\" colspan=\"2\">Total {}</th><td class=\"number\">{}</td></tr></tfoot>",
            escape(&slip.per),
            total
        );
    }
    out.push_str("</table>\n</div>\n");
    if slip.sum().is_none() {
        out.push_str("<p>There is no total: basic pay could not be priced.</p>\n");
    }
    let unsure = slip
        .lines
        .iter()
        .any(|l| l.confidence >= Confidence::Derived);
    if unsure {
        out.push_str(
            "<p>The total rests on values that are derived or from memory; each says so.</p>\n",
        );
    }
    for note in slip.rests_on.iter().chain(&slip.notes) {
        let _ = writeln!(out, "<p>{}.</p>", escape(note));
    }
}

fn row(out: &mut String, line: &Line) {
    let steps: Vec<String> = line
        .working
        .iter()
        .chain(std::iter::once(&format!("rounding: {}", line.rounding)))
        .map(|step| format!("<li>{}</li>", escape(step)))
        .collect();
    let steps = steps.join("");
    // paper cannot unfold: it gets the working as a list of its own
    let _ = writeln!(
        out,
        "<tr><th scope=\"row\">{}<span class=\"small\"><code>{}</code>, {}</span><details class=\"on-screen\"><summary>Working of {}</summary><ul>{steps}</ul></details><div class=\"on-paper small\">Working:<ul>{steps}</ul></div></th><td>{} {}<span class=\"small\">{}</span></td><td class=\"number\">{}</td></tr>",
        escape(&line.text),
        escape(&line.clause),
        line.confidence.word(),
        escape(&line.clause),
        escape(&line.quantity),
        escape(&line.unit),
        escape(&line.rate),
        line.pence
    );
}

fn refused(out: &mut String, slip: &Payslip) {
    if slip.refused.is_empty() {
        return;
    }
    out.push_str("<h3>Not priced</h3>\n<ul>\n");
    for refusal in &slip.refused {
        let _ = writeln!(
            out,
            "<li>{}<span class=\"small\"><code>{}</code></span></li>",
            escape(&refusal.why),
            escape(&refusal.clause)
        );
    }
    out.push_str("</ul>\n");
}
