//! Payslips as text: a line each, and the arithmetic where it is asked for.

use std::fmt::Write;

use crate::contract::Confidence;
use crate::pay::Payslip;
use crate::rota::Rota;
use crate::time::Day;

/// Everybody's pay lines.
pub fn payslips(rota: &Rota, contract: &str, on: Day, slips: &[Payslip], working: bool) -> String {
    let mut out = format!(
        "{}: pay under {contract}, scales of {}\n",
        rota.title,
        on.long()
    );
    for slip in slips {
        one(&mut out, slip, working);
    }
    out.push_str(
        "\nFirstline gives evidence, not legal advice. Confidence says how sure each rate is.\n",
    );
    out
}

fn one(out: &mut String, slip: &Payslip, working: bool) {
    let _ = writeln!(out, "\n{}, {}\n", slip.person, slip.per);
    if let Some((band, _)) = &slip.band {
        let _ = writeln!(out, "  band {band}\n");
    }
    let width =
        |f: &dyn Fn(&crate::pay::Line) -> usize| slip.lines.iter().map(f).max().unwrap_or(0);
    let clause = width(&|l| l.clause.chars().count());
    let quantity = width(&|l| l.quantity.chars().count() + l.unit.chars().count() + 1);
    let sum =
        width(&|l| l.pence.to_string().chars().count()).max(slip.total.to_string().chars().count());
    for line in &slip.lines {
        let many = format!("{} {}", line.quantity, line.unit);
        let pence = line.pence.to_string();
        let _ = writeln!(
            out,
            "  {:<clause$}  {many:>quantity$}  {pence:>sum$}  {} ({}; {})",
            line.clause,
            line.rate,
            line.rounding,
            line.confidence.word()
        );
        if working {
            for step in &line.working {
                let _ = writeln!(out, "      {step}");
            }
            let _ = writeln!(out, "      source: {}", line.citation);
        }
    }
    if slip.sum().is_none() {
        out.push_str(if slip.basic_known {
            "  no total: nothing could be priced\n"
        } else {
            "  no total: basic pay could not be priced\n"
        });
        notes(out, slip);
        refusals(out, slip);
        return;
    }
    let total = slip.total.to_string();
    let _ = writeln!(
        out,
        "  {:<clause$}  {:>quantity$}  {total:>sum$}",
        "total", ""
    );
    let unsure: Vec<&str> = slip
        .lines
        .iter()
        .filter(|l| l.confidence >= Confidence::Derived)
        .map(|l| l.clause.as_str())
        .collect();
    if !unsure.is_empty() {
        let _ = writeln!(
            out,
            "  The total rests on values that are derived or from memory: {}",
            unsure.join(", ")
        );
    }
    if let Some(in_post) = &slip.in_post {
        let (days, last) = (in_post.days, in_post.days.to.plus(-1));
        let _ = writeln!(
            out,
            "  In post from {} to {}: hours and frequencies are those of these {} days",
            days.from.long(),
            last.long(),
            days.days()
        );
        if let Some(part) = in_post.part {
            let _ = writeln!(
                out,
                "  For these days {part}: {total} × {}/{} days (derived)",
                days.days(),
                in_post.of
            );
        }
    }
    notes(out, slip);
    refusals(out, slip);
}

fn notes(out: &mut String, slip: &Payslip) {
    let mut all = slip.rests_on.iter().chain(&slip.notes).peekable();
    if all.peek().is_some() {
        out.push_str("\n  To know\n");
    }
    for note in all {
        let _ = writeln!(out, "    {note}");
    }
}

fn refusals(out: &mut String, slip: &Payslip) {
    if !slip.refused.is_empty() {
        out.push_str("\n  Not priced\n");
        for refusal in &slip.refused {
            let _ = writeln!(out, "    {}: {}", refusal.clause, refusal.why);
        }
    }
}
