//! A line for each rota and contract.

use std::fmt::Write;

use super::rows::{decimal, weekly_hours};
use crate::check::Told;
use crate::compare::{Comparison, Often, Recorded, Side};
use crate::pay::Pence;
use crate::rules::Unit;

const COLUMNS: &str = "rota,contract,people,weeks,verdict,breaches,tightest_clause,headroom,headroom_unit,weekly_hours,longest_hours,nights_a_week,weekends,pay_total,pay_whole,pay_for,pay_less_first,average_hours,average_limit,worked_breaches,fines_doctor,fines_guardian,fines_without_sum,breaks_and_rest";

/// A line a rota and contract, for spreadsheets; no cell is a formula.
pub fn comparison_csv(all: &[Comparison]) -> String {
    let mut out = format!("{COLUMNS}\n");
    for c in all {
        for side in &c.sides {
            let cells: Vec<String> = line(c, side).iter().map(|c| cell_text(c)).collect();
            let _ = writeln!(out, "{}", cells.join(","));
        }
    }
    out
}

fn line(c: &Comparison, side: &Side) -> Vec<String> {
    let f = &c.figures;
    let judged = |text: String| {
        if side.verdict.is_some() {
            text
        } else {
            String::new()
        }
    };
    let (verdict, breaches) = match &side.verdict {
        Some(v) if v.lawful() => ("lawful", "0".to_owned()),
        Some(v) => ("breached", v.breaches.len().to_string()),
        None => ("not judged", String::new()),
    };
    let tightest = side.tightest();
    let tightest = tightest.first();
    let total = side.total();
    let less = c.difference(c.sides.first().and_then(Side::total), total);
    let pounds = |p: Option<Pence>| p.map_or(String::new(), |p| decimal(p.0, 100));
    let average = side.tightest_average();
    let fines = side.record.as_ref().and_then(|r| r.fines);
    vec![
        c.rota.title.clone(),
        side.name.clone(),
        f.people.to_string(),
        f.weeks.to_string(),
        verdict.to_owned(),
        breaches,
        tightest.map_or(String::new(), |t| t.clause.clone()),
        tightest.map_or(String::new(), |t| headroom(t)),
        tightest.map_or(String::new(), |t| t.unit.word().to_owned()),
        judged(weekly_hours(f.on_duty)),
        judged(decimal(i64::from(f.longest_minutes), 60)),
        side.nights
            .map_or(String::new(), |n: Often| decimal(n.weekly_milli(), 1000)),
        judged(format!("{} of {}", f.weekends.0, f.weekends.1)),
        pounds(total.map(|t| t.pence)),
        total.map_or(String::new(), |t| {
            if t.whole { "yes" } else { "no" }.to_owned()
        }),
        side.slips.first().map_or(String::new(), |s| s.per.clone()),
        pounds(less),
        average.map_or(String::new(), |t| {
            hours(t.reading.measured, t.reading.scale)
        }),
        average.map_or(String::new(), |t| hours(t.reading.limit, t.reading.scale)),
        side.record
            .as_ref()
            .map_or(String::new(), |r| r.breaches.to_string()),
        pounds(fines.map(|f| f.doctor)),
        pounds(fines.map(|f| f.guardian)),
        fines.map_or(String::new(), |f| f.without_sum.to_string()),
        side.record
            .as_ref()
            .and_then(Recorded::achieved)
            .unwrap_or_default(),
    ]
}

/// Three decimals: a spreadsheet would take 1/12 for a date.
fn headroom(told: &Told) -> String {
    let r = &told.reading;
    let per = match told.unit {
        Unit::Hours => r.scale.saturating_mul(60),
        Unit::Days | Unit::Duties | Unit::Ratio | Unit::Breaks => r.scale,
    };
    let thousandths = (r.limit - r.measured).abs().saturating_mul(1000) / per.max(1);
    let sign = if told.headroom.starts_with('-') {
        "-"
    } else {
        ""
    };
    format!("{sign}{}.{:03}", thousandths / 1000, thousandths % 1000)
}

fn hours(minutes: i64, scale: i64) -> String {
    decimal(minutes, scale.saturating_mul(60))
}

/// A CSV cell that no spreadsheet takes for a formula.
fn cell_text(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && !text[1..].starts_with(|c: char| c.is_ascii_digit()));
    let text = if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
