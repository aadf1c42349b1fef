//! Spreadsheets and CSV in and out.
//!
//! Bytes in, values out: this crate opens no file and knows no contract. The way of a rota is
//! bytes → `bytes` (sheets of cells) → `legend` (what codes mean) → `layout` (which of the
//! known layouts it is) → `read` (one file for each layout). What cannot be understood is told
//! with its cell and left out; nothing is guessed.

#![expect(
    clippy::result_large_err,
    reason = "the error is the message itself, and there are few of them"
)]

mod bytes;
mod codes;
mod dated;
mod dates;
mod grid;
mod layout;
mod legend;
mod read;
mod times;
mod workbook;
mod write;
mod xls;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::rota::{DatedRota, RotaPattern, ShiftType, WorkedOrPlanned};

use codes::Codes;
use dated::Dated;
use grid::Grid;
pub use layout::Layout;
pub use write::write_tidy;

/// What a file turned out to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// Weeks by weekdays, repeating, without names.
    Pattern(RotaPattern),
    /// Named people on dates.
    Dated(DatedRota),
}

/// A file as it was understood.
#[derive(Clone, Debug)]
pub struct ReadRota {
    /// The rota; nothing when not a single duty could be relied on.
    pub rota: Option<Understood>,
    /// What was wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Which layout it has, and how that was seen.
    pub layout: Layout,
}

/// A file that somebody has read already.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its path as the user wrote it.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// What is known besides the file.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The year of the first date, for sheets that write none; dates after December go on into
    /// the next year.
    pub year: Option<i32>,
    /// Shift types of the department; they count as part of the legend.
    pub extra_shift_types: Vec<ShiftType>,
    /// Whether the file records what was worked.
    pub worked: bool,
    /// People of the department: a name that differs from one of these only in capitals or blanks
    /// is taken for it.
    pub known_people: Vec<String>,
}

/// Reads a rota in any of the layouts that [`Layout`] names.
///
/// The meaning of its codes is taken from the department, the legend file, and legends on any
/// sheet of the rota itself, together.
pub fn read_rota(
    main: &Source<'_>,
    legend: Option<&Source<'_>>,
    options: &ReadOptions,
) -> ReadRota {
    let mut read = read_all(main, legend, options);
    read.diagnostics = shortened(read.diagnostics);
    read
}

/// Most messages of one code that are worth reading.
const MOST_OF_A_CODE: usize = 100;

/// Leaves out what comes after a hundred messages of one code, and says how many that were.
fn shortened(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &all {
        *counts.entry(diagnostic.code).or_default() += 1;
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kept = Vec::with_capacity(all.len().min(1000));
    for diagnostic in all {
        let seen = seen.entry(diagnostic.code).or_default();
        *seen += 1;
        let more = counts
            .get(diagnostic.code)
            .map_or(0, |n| n.saturating_sub(MOST_OF_A_CODE));
        if *seen < MOST_OF_A_CODE || more == 0 {
            kept.push(diagnostic);
        } else if *seen == MOST_OF_A_CODE {
            let code = diagnostic.code;
            kept.push(diagnostic.note(format!("{more} more messages {code} are not shown")));
        }
    }
    kept
}

fn read_all(main: &Source<'_>, legend: Option<&Source<'_>>, options: &ReadOptions) -> ReadRota {
    let mut diagnostics = Vec::new();
    let mut codes = Codes::default();
    for shift in &options.extra_shift_types {
        // a department file is checked where it is read
        let _ = codes.define(shift.clone());
    }
    if let Some(source) = legend {
        read_legend(source, &mut codes, &mut diagnostics);
    }
    let mut grids = bytes::sheets(main, &mut diagnostics);
    if grids.is_empty() {
        return ReadRota {
            rota: None,
            diagnostics,
            layout: Layout::Unknown,
        };
    }
    let mut legends = 0;
    for grid in &mut grids {
        legends += legend::take(grid, &mut codes, &mut diagnostics);
    }
    let mut layouts: Vec<(Layout, &Grid)> = grids
        .iter()
        .filter_map(|grid| layout::recognise(grid).map(|layout| (layout, grid)))
        .collect();
    if layouts.is_empty() {
        diagnostics.push(layout::not_recognised(&grids, legends > 0));
        return ReadRota {
            rota: None,
            diagnostics,
            layout: Layout::Unknown,
        };
    }
    let layout = layouts[0].0.clone();
    let mut others = layouts.split_off(1);
    if !layout.is_pattern() {
        let (more, rest) = others
            .into_iter()
            .partition(|(other, _)| !other.is_pattern());
        layouts.extend::<Vec<_>>(more);
        others = rest;
    }
    let rota = read_sheets(&layouts, codes, options, &mut diagnostics);
    for (other, grid) in others {
        diagnostics.push(
            Diagnostic::warning("D014", format!("this sheet was not read; it is {other}"))
                .at(grid.place((0, 0)))
                .help("save it as a file of its own to have it judged too"),
        );
    }
    ReadRota {
        rota,
        diagnostics,
        layout,
    }
}

fn read_sheets(
    layouts: &[(Layout, &Grid)],
    mut codes: Codes,
    options: &ReadOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Understood> {
    let mut dated = Dated::new(options);
    let mut pattern = None;
    let mut in_doubt = false;
    for (layout, grid) in layouts {
        let mut read = read::Reader {
            grid,
            codes: &mut codes,
            dated: &mut dated,
            year: options.year,
            diagnostics,
        };
        match layout {
            Layout::Pattern { row, .. } | Layout::Lines { row, .. } => {
                pattern = Some(read.pattern(*row as usize - 1));
            }
            Layout::Tidy { row, .. } => read.tidy(*row as usize - 1),
            Layout::DateRows { row, column, .. } => {
                in_doubt |= !read.date_rows(*row as usize - 1, *column as usize - 1);
            }
            Layout::DateColumns { row, .. } => in_doubt |= !read.date_columns(*row as usize - 1),
            Layout::WeekTables { .. } => in_doubt |= !read.week_tables(),
            Layout::AllocatedWeeks { row, dates, .. } => {
                in_doubt |= !read.allocated(*row as usize - 1, *dates as usize - 1);
            }
            Layout::Unknown => {}
        }
    }
    let hopeless = in_doubt || codes.nothing_understood();
    let file = layouts.first().map_or("", |(_, grid)| grid.file.as_str());
    let shift_types = codes.finish(file, diagnostics);
    if hopeless {
        return None;
    }
    let rota = match pattern {
        Some(lines) => Understood::Pattern(RotaPattern { shift_types, lines }),
        None => Understood::Dated(DatedRota {
            shift_types,
            worked: if options.worked {
                WorkedOrPlanned::Worked
            } else {
                WorkedOrPlanned::Planned
            },
            ..dated.finish()
        }),
    };
    let is_empty = match &rota {
        Understood::Pattern(pattern) => pattern.lines.is_empty(),
        Understood::Dated(rota) => rota.people.is_empty(),
    };
    if is_empty && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                "D001",
                "there are headings, but nobody and no duty below them",
            )
            .at(Place::file(file)),
        );
    }
    (!is_empty).then_some(rota)
}

fn read_legend(source: &Source<'_>, codes: &mut Codes, diagnostics: &mut Vec<Diagnostic>) {
    let mut grids = bytes::sheets(source, diagnostics);
    let mut found = 0;
    for grid in &mut grids {
        found += legend::take(grid, codes, diagnostics);
    }
    if found == 0 && !grids.is_empty() {
        let mut diagnostic = Diagnostic::error("D015", "this file holds no legend")
            .at(Place::file(source.name))
            .help("its first row names the columns: code,start,end,kind");
        for row in grids.iter().flat_map(|grid| grid.first_rows(3)) {
            diagnostic = diagnostic.note(row);
        }
        diagnostics.push(diagnostic);
    }
}

/// Names that a legend beside this rota would have: for `ward.csv` it is `ward.legend.csv`, and
/// for `ward.lines.csv` both `ward.lines.legend.csv` and `ward.legend.csv`.
pub fn legend_names(rota_path: &Path) -> Vec<PathBuf> {
    let Some(stem) = rota_path.file_stem().and_then(|stem| stem.to_str()) else {
        return Vec::new();
    };
    let mut names = vec![rota_path.with_file_name(format!("{stem}.legend.csv"))];
    if let Some(shorter) = stem.strip_suffix(".lines") {
        names.push(rota_path.with_file_name(format!("{shorter}.legend.csv")));
    }
    names
}
