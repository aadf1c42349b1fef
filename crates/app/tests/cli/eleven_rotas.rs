//! The published table of metrics for the eleven templates, as a golden test.

use std::fs;

use firstline_core::check::{Question, Terms, check};
use firstline_core::contract::{Choices, Law, read_contract, read_documents};
use firstline_core::department::Department;
use firstline_core::rota::LayOptions;
use firstline_core::time::{Day, Zone};
use firstline_sheet::{ReadOptions, Source, Understood, read_rota};

use crate::{project, shared};

/// Name, weeks, then hours a week, most in 168 h, longest, least rest, run, nights, weekends; each
/// as the least and the greatest over the lines.
const TABLE: &str = "\
psychiatry-south-26wk.csv      26  45.33        69.5      12.5  11.5  7     4    4/26
psychiatry-north-18wk.csv      18  47.03        69.5      12.5  11.5  7     4    5/18
surgery-nroc-1in7.csv          7   62.57        108       24    0     12    -    2/7
surgery-nroc-1in7.lines.csv    7   62.57        108       24    0     12    -    2/7
nroc-24h-1in12.csv             12  50           80        24    0     6     -    3/12
riddell-test-8wk.csv           8   46.88        84        13    11    12    7    2/8
medicine-fixed-10x10.lines.csv 10  41.5-42.3    74-87.5   12.5  11.5  7-11  4-7  2/10
icu-1in8.csv                   8   46.06        69        13    11    4     4    2/8
paediatrics-1in8.csv           8   46.38        66        13    11    5     4    2/8
medicine-sho-1in8.csv          8   46.88        69.5      12.5  11.5  7     4    2/8
surgery-fy1-1in6.csv           6   45.75        63        12.5  11.5  5     -    1/6
emergency-dept-1in12.csv       12  38.33        60        10    14    4     4    5/12
";

#[test]
fn the_metrics_of_the_eleven_templates_are_those_published() {
    let Some(folder) = shared("domain/rotas") else {
        return;
    };
    for row in TABLE.lines() {
        let columns: Vec<&str> = row.split_whitespace().collect();
        let (name, weeks) = (columns[0], columns[1]);
        let path = folder.join(name);
        let bytes = fs::read(&path).expect(name);
        let stem = name.trim_end_matches(".csv").trim_end_matches(".lines");
        let legend = fs::read(folder.join(format!("{stem}.legend.csv"))).expect(name);
        let measured = metrics(name, &bytes, &legend, weeks);
        let expected: Vec<String> = columns[2..].iter().map(|c| (*c).to_owned()).collect();
        assert_eq!(measured, expected, "{name}");
    }
}

fn metrics(name: &str, bytes: &[u8], legend: &[u8], weeks: &str) -> Vec<String> {
    let main = Source { name, bytes };
    let legend = Source {
        name: "legend",
        bytes: legend,
    };
    let read = read_rota(&main, Some(&legend), &ReadOptions::default());
    assert!(
        read.diagnostics.is_empty(),
        "{name}: {:?}",
        read.diagnostics
    );
    let Some(Understood::Pattern(pattern)) = read.rota else {
        panic!("{name} is a pattern");
    };
    let on = Day::new(2026, 11, 2).expect("a real day");
    let (rota, diagnostics) = pattern.lay(
        name,
        &LayOptions {
            zone: Zone::london(),
            on,
            start: None,
            from: None,
            to: None,
        },
    );
    assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
    assert_eq!((rota.period.days() / 7).to_string(), weeks);

    let text = |path: &str| fs::read_to_string(project().join(path)).expect("part of the project");
    let (documents, _) = read_documents("documents.toml", &text("contracts/documents.toml"));
    let presence = text("crates/app/tests/data/presence.toml");
    let contract = read_contract("presence.toml", &presence, &documents).expect("sound");
    let department = Department::unknown();
    let verdict = check(&Question {
        rota: &rota,
        department: &department,
        terms: vec![Terms {
            contracts: vec![&contract],
            law: Law::On(on),
        }],
        who: Vec::new(),
        choices: Choices::new(),
        mend: false,
    });
    let of = |clause: &str| -> Vec<(i64, i64)> {
        let clause = format!("presence:{clause}");
        verdict
            .readings
            .iter()
            .filter(|t| t.clause == clause)
            .map(|t| (t.reading.measured, t.reading.scale))
            .collect()
    };
    let hours =
        |clause: &str, places: usize| range(&of(clause), |(m, s)| decimal(m, s * 60, places));
    let counts = |clause: &str| range(&of(clause), |(m, _)| m.to_string());
    let weekends = range(&of("weekends"), |(m, s)| format!("{m}/{s}"));
    // the fixed pattern's hours are published with one decimal
    let places = if name.starts_with("medicine-fixed") {
        1
    } else {
        2
    };
    vec![
        hours("hours", places),
        hours("window", 2),
        hours("longest", 2),
        hours("rest", 2),
        counts("run"),
        counts("nights"),
        weekends,
    ]
}

/// The least and the greatest over the lines, or one value where all are the same.
fn range(all: &[(i64, i64)], show: impl Fn((i64, i64)) -> String) -> String {
    let mut sorted = all.to_vec();
    sorted.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    match (sorted.first(), sorted.last()) {
        (Some(first), Some(last)) if show(*first) == show(*last) => show(*first),
        (Some(first), Some(last)) => format!("{}-{}", show(*first), show(*last)),
        _ => "-".to_owned(),
    }
}

/// Rounded half up, without zeros at the end.
fn decimal(value: i64, per: i64, places: usize) -> String {
    let scale = 10_i64.pow(u32::try_from(places).expect("few places"));
    let rounded = (2 * value * scale + per).div_euclid(2 * per);
    let text = format!("{}.{:0places$}", rounded / scale, rounded % scale);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
