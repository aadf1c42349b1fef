//! Lines to a file, and the same file opened as any user's is: what is checked is what is written.

use std::fs;
use std::path::Path;

use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::rota::{LayOptions, Rota};
use firstline_core::time::Day;
use firstline_core::wire::RotaReport;
use firstline_sheet::write_tidy;
use firstline_solve::department::{Layout, rota_of};
use firstline_solve::problem::Symbol;

use super::super::RotaArgs;
use super::super::open::{File, Opened, open};
use super::ready::Refused;

/// What sort of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Csv,
    Json,
}

impl Ending {
    /// By the name of the file.
    pub(super) fn of(path: Option<&str>) -> Result<Option<Ending>, Refused> {
        let Some(path) = path else { return Ok(None) };
        let ending = Path::new(path).extension();
        match ending
            .map(|e| e.to_string_lossy().to_lowercase())
            .as_deref()
        {
            Some("csv") => Ok(Some(Ending::Csv)),
            Some("json") => Ok(Some(Ending::Json)),
            _ => Err(Refused::one(
                Diagnostic::error("C029", "this ending is not known")
                    .at(Place::file(path))
                    .help("end the name in .csv or .json"),
            )),
        }
    }
}

/// The lines as the file that they are, read back and opened with the department.
pub(super) fn opened(
    house: &File<'_>,
    contract: Option<&str>,
    department: &Department,
    layout: &Layout,
    lines: &[Vec<Symbol>],
    today: Day,
) -> Result<Opened, Refused> {
    let mut rota = rota_of(department, layout, lines);
    // the days before are in the department file
    rota.entries
        .retain(|e| e.kind.is_absence() || e.start.day() >= layout.from);
    let options = LayOptions {
        zone: department.zone.clone(),
        on: today,
        start: None,
        from: Some(layout.from),
        to: Some(layout.from.plus(layout.days as i32)),
    };
    let (rota, told) = rota.lay("designed", &options);
    let text = write_tidy(&rota);
    let file = File::Carried("the designed rota", &text);
    let rota_args = RotaArgs {
        contract: contract.map(str::to_owned),
        ..RotaArgs::default()
    };
    let opened = open(&file, None, Some(house), &rota_args, today);
    let mut opened = opened.map_err(|r| Refused {
        contract: r.contract,
        told: r.diagnostics,
    })?;
    let told = told.into_iter().filter(|d| !opened.diagnostics.contains(d));
    let told: Vec<Diagnostic> = told.collect();
    opened.diagnostics.extend(told);
    Ok(opened)
}

/// Writes the rota.
pub(super) fn file(path: &str, ending: Ending, rota: &Rota) -> Result<(), Refused> {
    let text = match ending {
        Ending::Csv => {
            let mut own = rota.clone();
            // the days before are in the department file
            for roster in &mut own.rosters {
                roster.duties.drain(..roster.judged.start);
                roster.judged = 0..roster.duties.len();
            }
            write_tidy(&own)
        }
        Ending::Json => RotaReport::new(rota).to_json(),
    };
    fs::write(path, text).map_err(|error| {
        let problem = Diagnostic::error("C029", format!("this file cannot be written: {error}"));
        Refused::one(problem.at(Place::file(path)))
    })
}
