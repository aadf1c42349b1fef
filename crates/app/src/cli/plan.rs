//! What the commands beside the law share: two forms of an answer, files that are written.

use std::fs;
use std::path::Path;

use clap::{Args, ValueEnum};
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_plan::Svg;
use firstline_plan::house::Own;

use super::open::{File, Opened, open_path};
use super::{Answer, RotaArgs, say, warn_all};

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// In which forms an answer beside the law is given.
#[derive(Debug, Args)]
pub(super) struct Forms {
    /// Also write the picture
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<String>,
    /// Also write a page with everything, which prints
    #[arg(long, value_name = "FILE.html")]
    html: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

/// An answer, or why there is none; both with what there is to tell of the files.
pub(super) type Worked<T> = Result<(T, Vec<Diagnostic>), Vec<Diagnostic>>;

/// How an answer is put into each form.
pub(super) struct How<T> {
    pub(super) text: fn(&T) -> String,
    pub(super) page: fn(&T) -> String,
    pub(super) chart: fn(&T) -> Svg,
    /// As JSON, and the JSON where there is no answer.
    pub(super) report: fn(&T, &[Diagnostic]) -> String,
    pub(super) nothing: fn(&[Diagnostic]) -> String,
    /// Whether the answer is yes.
    pub(super) holds: fn(&T) -> bool,
}

impl Forms {
    /// Writes an answer in every form asked for.
    pub(super) fn answer<T>(&self, worked: Worked<T>, how: &How<T>) -> Answer {
        let (answer, diagnostics) = match worked {
            Ok(done) => done,
            Err(problems) => {
                match self.format {
                    TextOrJson::Text => warn_all(&problems),
                    TextOrJson::Json => say(&(how.nothing)(&problems)),
                }
                return Answer::Nothing;
            }
        };
        let written = write_file(self.plot.as_ref(), || (how.chart)(&answer).finish())
            & write_file(self.html.as_ref(), || (how.page)(&answer));
        match self.format {
            TextOrJson::Text => {
                warn_all(&diagnostics);
                say(&(how.text)(&answer));
            }
            TextOrJson::Json => say(&(how.report)(&answer, &diagnostics)),
        }
        match (written, (how.holds)(&answer)) {
            (false, _) => Answer::Nothing,
            (true, true) => Answer::Yes,
            (true, false) => Answer::No,
        }
    }
}

/// Writes a picture or a page where one was asked for; tells where it cannot. Whether all is well.
pub(super) fn write_file(path: Option<&String>, text: impl FnOnce() -> String) -> bool {
    let Some(path) = path else { return true };
    match fs::write(path, text()) {
        Ok(()) => true,
        Err(error) => {
            let problem =
                Diagnostic::error("C029", format!("this file cannot be written: {error}"))
                    .at(Place::file(path));
            warn_all(&[problem]);
            false
        }
    }
}

/// What the commands that take a department and a rota understand of both.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct HouseArgs {
    /// Department file
    #[arg(value_name = "DEPARTMENT")]
    pub(super) house: String,
    /// The rota: CSV or spreadsheet
    pub(super) rota: String,
    /// The hospital's own figures, where they are not beside the department file as NAME.plan.toml
    #[arg(long, value_name = "FILE")]
    figures: Option<String>,
    /// Legend of the codes, where it is not beside the rota as NAME.legend.csv
    #[arg(long, value_name = "FILE")]
    legend: Option<String>,
    /// Contract as ID, ID@DATE or the path of a contract file
    #[arg(long, value_name = "ID")]
    contract: Option<String>,
    /// A Monday on which a pattern is laid
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// First day shown (default: the Monday of the first duty's week)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The day after the last day shown (default: the Monday after the last duty's week)
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Answer to an interpretation; may be given several times
    #[arg(long, value_name = "ID=VALUE")]
    interpret: Vec<String>,
}

impl HouseArgs {
    /// Opens the rota with its department and the hospital's own figures.
    pub(super) fn open(&self, today: Day) -> Result<(Opened, Own), Vec<Diagnostic>> {
        let args = RotaArgs {
            department: Some(self.house.clone()),
            legend: self.legend.clone(),
            contract: self.contract.clone(),
            start: self.start.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            interpret: self.interpret.clone(),
            ..RotaArgs::default()
        };
        let opened = open_path(&self.rota, &args, today).map_err(|r| r.diagnostics)?;
        let own = own_figures(&self.house, self.figures.as_deref())?;
        Ok((opened, own))
    }
}

/// `hospital.toml` finds `hospital.plan.toml`; a hospital without one has no figures of its own.
fn own_figures(department: &str, given: Option<&str>) -> Result<Own, Vec<Diagnostic>> {
    let beside = Path::new(department).with_extension("plan.toml");
    let path = match given {
        Some(path) => path.to_owned(),
        None if beside.is_file() => beside.display().to_string(),
        None => return Ok(Own::default()),
    };
    let text = String::from_utf8(File::Path(&path).bytes()?).map_err(|_| {
        let problem = Diagnostic::error("C001", "a file of figures must be UTF-8 text");
        vec![
            problem
                .at(Place::file(&path))
                .help("save it again as UTF-8"),
        ]
    })?;
    Own::read(&path, &text, &firstline_plan::settings())
}

/// What of a question cannot be, as messages.
pub(super) fn objections(code: &'static str, all: Vec<String>) -> Vec<Diagnostic> {
    let told = |o: String| Diagnostic::error(code, o).at(Place::file("the command line"));
    all.into_iter().map(told).collect()
}
