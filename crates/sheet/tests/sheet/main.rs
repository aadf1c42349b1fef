//! What each kind of file is understood as, and what is said of those that are not.

mod bad_input;
mod layouts;
mod real_sheets;
mod tidy;
mod workbooks;

use std::fmt::Write as _;
use std::path::PathBuf;

use firstline_core::diagnostic::concise;
use firstline_core::rota::{DatedRota, RotaPattern, ShiftType};
use firstline_sheet::{ReadOptions, ReadRota, Source, Understood, read_rota};

/// The legend that most cases use.
const LEGEND: &str = "code,start,end,kind\nD,09:00,17:00,day\nLD,09:00,21:30,long_day\nN,21:00,09:30,night\nAL,,,leave\nOFF,,,off\n";

/// A file to read, by default with the usual legend and nothing else known.
struct Input<'a> {
    bytes: &'a [u8],
    legend: Option<&'a str>,
    options: ReadOptions,
}

impl<'a> Input<'a> {
    fn bytes(bytes: &'a [u8]) -> Input<'a> {
        Input {
            bytes,
            legend: Some(LEGEND),
            options: ReadOptions::default(),
        }
    }

    fn text(text: &'a str) -> Input<'a> {
        Input::bytes(text.as_bytes())
    }

    fn legend(mut self, legend: Option<&'a str>) -> Input<'a> {
        self.legend = legend;
        self
    }

    fn year(mut self, year: i32) -> Input<'a> {
        self.options.year = Some(year);
        self
    }

    fn read(&self) -> ReadRota {
        let main = Source {
            name: "rota",
            bytes: self.bytes,
        };
        let legend = self.legend.map(|text| Source {
            name: "legend",
            bytes: text.as_bytes(),
        });
        read_rota(&main, legend.as_ref(), &self.options)
    }
}

/// Reads the input and compares the rota and the messages, written out line by line.
fn check(input: &Input<'_>, expected: &str) {
    let shown = show(&input.read());
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    let (shown, expected) = (lines(&shown), lines(expected));
    assert_eq!(shown, expected, "\nread as:\n{}\n", shown.join("\n"));
}

fn show(read: &ReadRota) -> String {
    let mut out = String::new();
    match &read.rota {
        Some(Understood::Pattern(pattern)) => show_pattern(pattern, &mut out),
        Some(Understood::Dated(rota)) => show_dated(rota, &mut out),
        None => out.push_str("nothing\n"),
    }
    for diagnostic in &read.diagnostics {
        let _ = writeln!(out, "{}", concise(diagnostic));
    }
    out
}

fn code(types: &[ShiftType], code: firstline_core::rota::Code) -> &str {
    &types[usize::from(code.0)].code
}

fn show_pattern(pattern: &RotaPattern, out: &mut String) {
    for line in &pattern.lines {
        for (i, week) in line.days.chunks(7).enumerate() {
            let days: Vec<&str> = week
                .iter()
                .map(|day| day.map_or(".", |c| code(&pattern.shift_types, c)))
                .collect();
            let _ = writeln!(out, "{} {}: {}", line.name, i + 1, days.join(" "));
        }
    }
}

fn show_dated(rota: &DatedRota, out: &mut String) {
    for (i, person) in rota.people.iter().enumerate() {
        let _ = writeln!(out, "{person}:");
        for entry in rota.entries.iter().filter(|entry| entry.person == i) {
            let _ = writeln!(
                out,
                "{} to {} {} {}",
                entry.start,
                entry.end,
                code(&rota.shift_types, entry.code),
                entry.kind
            );
        }
    }
}

fn dated(read: ReadRota) -> DatedRota {
    match read.rota {
        Some(Understood::Dated(rota)) => rota,
        other => panic!("not a dated rota but {other:?}; {:?}", read.diagnostics),
    }
}

/// The folder with the reference data, where this machine has it.
fn shared() -> Option<PathBuf> {
    let above = || Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let folder = std::env::var_os("FIRSTLINE_SHARED")
        .map(PathBuf::from)
        .or_else(above)?;
    folder.is_dir().then_some(folder)
}

/// Says aloud that a test did not run.
#[expect(clippy::print_stderr, reason = "a test that is skipped must be seen")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
