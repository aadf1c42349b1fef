//! From the words of the command line to a rota, its department and its contracts.

use std::fs;
use std::path::Path;

use firstline_core::check::{Question, Terms};
use firstline_core::contract::{Choices, Law};
use firstline_core::department::{Department, laid, shared_slots, staffed};
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::rota::{Judged, LayOptions, Rota};
use firstline_core::time::{Day, Weekday};
use firstline_sheet::{ReadOptions, Source, Understood, legend_names, read_rota};

use super::objections::{before_it_began, choices, lost_agreements, strangers, two_terms};
use super::{RotaArgs, warn_all};
use crate::library::{Library, Named};

/// Larger files are refused before they are read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The contract that binds where nobody names one.
pub(super) const DEFAULT_CONTRACT: &str = "england-2016";

/// A rota with everything that a question about it needs.
pub(super) struct Opened {
    pub(super) library: Library,
    pub(super) rota: Rota,
    pub(super) department: Department,
    pub(super) diagnostics: Vec<Diagnostic>,
    choices: Choices,
    /// Contracts and law for each of the terms.
    terms: Vec<(Vec<String>, Law)>,
    who: Vec<usize>,
}

/// What stood in the way, with everything told.
pub(super) struct Refused {
    pub(super) contract: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A file that stands for itself, or one that the program carries.
pub(super) enum File<'a> {
    Path(&'a str),
    Carried(&'a str, &'a str),
}

impl File<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            File::Path(path) | File::Carried(path, _) => path,
        }
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        match self {
            File::Path(path) => read_file(path),
            File::Carried(_, text) => Ok(text.as_bytes().to_vec()),
        }
    }
}

fn read_file(path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let place = || Place::file(path);
    let fail = |error: std::io::Error| {
        vec![
            Diagnostic::error("D001", format!("this file cannot be read: {error}"))
                .at(place())
                .help("check the name, and that the file is there"),
        ]
    };
    let about = fs::metadata(path).map_err(fail)?;
    if about.len() > LARGEST {
        let title = format!(
            "this file has {} MB; the most that is read is {} MB",
            about.len() / 1024 / 1024,
            LARGEST / 1024 / 1024
        );
        let problem = Diagnostic::error("D003", title)
            .at(place())
            .help("split the rota, or save it as CSV without formatting");
        return Err(vec![problem]);
    }
    fs::read(path).map_err(fail)
}

impl Opened {
    /// The question that this rota raises.
    pub(super) fn question(&self, mend: bool) -> Question<'_> {
        Question {
            rota: &self.rota,
            department: &self.department,
            terms: self
                .terms
                .iter()
                .map(|(ids, law)| Terms {
                    contracts: self.library.with_floor(ids),
                    law: *law,
                })
                .collect(),
            who: self.who.clone(),
            choices: self.choices.clone(),
            mend,
        }
    }

    /// The contract shown as the one that was asked about, and its law.
    pub(super) fn main_terms(&self) -> (&str, Law) {
        let (ids, law) = &self.terms[0];
        (ids.first().map_or("", String::as_str), *law)
    }
}

/// Opens the rota at a path with what its arguments name.
pub(super) fn open_path(path: &str, args: &RotaArgs, today: Day) -> Result<Opened, Refused> {
    let department = args.department.as_deref().map(File::Path);
    let legend = args.legend.as_deref().map(File::Path);
    open(
        &File::Path(path),
        legend.as_ref(),
        department.as_ref(),
        args,
        today,
    )
}

/// The same; what stands in the way is written to standard error.
pub(super) fn open_or_tell(path: &str, args: &RotaArgs, today: Day) -> Option<Opened> {
    match open_path(path, args, today) {
        Ok(opened) => Some(opened),
        Err(refused) => {
            warn_all(&refused.diagnostics);
            None
        }
    }
}

/// Opens a rota; everything that stands in the way is told at once.
pub(super) fn open(
    file: &File<'_>,
    legend: Option<&File<'_>>,
    department: Option<&File<'_>>,
    args: &RotaArgs,
    today: Day,
) -> Result<Opened, Refused> {
    let mut problems = Vec::new();
    let contract_id = args.contract.clone();
    let refused = |problems: Vec<Diagnostic>| Refused {
        contract: contract_id
            .clone()
            .unwrap_or_else(|| DEFAULT_CONTRACT.to_owned()),
        diagnostics: problems,
    };
    let mut library = Library::carried().map_err(refused)?;
    let department = match department.map(read_department).transpose() {
        Ok(department) => department.unwrap_or_else(Department::unknown),
        Err(more) => {
            problems.extend(more);
            Department::unknown()
        }
    };
    let on = date("--on", args.on.as_deref(), &mut problems);
    let start = date("--start", args.start.as_deref(), &mut problems);
    let from = date("--from", args.from.as_deref(), &mut problems).or(department.from);
    let to = date("--to", args.to.as_deref(), &mut problems).or(department.to);
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        problems.push(
            Diagnostic::error(
                "C024",
                format!("the period from {from} to {to} holds no day"),
            )
            .help("`to` is the day after the last day judged"),
        );
    }
    if let Some(start) = start
        && start.weekday() != Weekday::Mon
    {
        problems.push(
            Diagnostic::error("C024", format!("{} is not a Monday", start.long()))
                .at(Place::file("--start"))
                .help(format!("the Monday of that week is {}", start.monday())),
        );
    }
    let agreed = names_of(contract_id.as_ref(), &department);
    let mut named: Vec<Vec<Named>> = Vec::new();
    for names in &agreed {
        let mut together = Vec::new();
        for name in names {
            match library.name(name) {
                Ok(known) => together.push(known),
                Err(more) => problems.extend(more),
            }
        }
        named.push(together);
    }
    if !problems.is_empty() {
        return Err(refused(problems));
    }
    let choices = choices(args, &department, &library, &mut problems);

    let before = problems.len();
    let legend_file = find_legend(file, legend, &mut problems);
    if problems.len() > before {
        return Err(refused(problems));
    }
    let (read, more) = understand(file, legend_file.as_ref(), &department, args);
    problems.extend(more);
    let Some(read) = read else {
        return Err(refused(problems));
    };
    let options = LayOptions {
        zone: department.zone.clone(),
        on: on.unwrap_or(today),
        start,
        from,
        to,
    };
    let (rota, more) = lay(read, file.name(), &department, &options);
    problems.extend(more);
    let pattern = matches!(rota.judged, Judged::Pattern { .. });
    if pattern && (args.from.is_some() || args.to.is_some()) {
        problems.push(
            Diagnostic::warning(
                "C025",
                "--from and --to are for dates; a pattern is judged whole",
            )
            .at(Place::file("--from, --to"))
            .help("to lay the pattern on dates, write --start MONDAY"),
        );
    }
    if !pattern && start.is_some() {
        problems.push(
            Diagnostic::warning(
                "C025",
                "--start is for patterns; this rota has its own dates",
            )
            .at(Place::file("--start")),
        );
    }
    if !pattern && on.is_some() {
        problems.push(
            Diagnostic::warning(
                "C025",
                "--on is for patterns; dates of a rota bring their own law",
            )
            .at(Place::file("--on"))
            .help("to judge a dated rota by the law of one day, write --contract ID@DATE"),
        );
    }
    let law_of = |named_on: Option<Day>| match (named_on, pattern) {
        (Some(day), _) => Law::On(day),
        (None, true) => Law::On(on.unwrap_or(today)),
        (None, false) => Law::OfEachDate,
    };
    let terms: Vec<(Vec<String>, Law)> = named
        .iter()
        .map(|together| {
            let ids = together.iter().map(|n| n.id.clone()).collect();
            (ids, law_of(together.iter().find_map(|n| n.on)))
        })
        .collect();
    for (ids, law) in &terms {
        for id in ids {
            problems.extend(before_it_began(&library, id, *law, &rota));
        }
    }
    problems.extend(two_terms(&library, &terms, &rota));
    let fatal = |d: &Diagnostic| {
        d.code.starts_with('C') && d.severity == firstline_core::diagnostic::Severity::Error
    };
    if problems.iter().any(fatal) {
        return Err(refused(problems));
    }
    let who = rota
        .rosters
        .iter()
        .map(|roster| {
            let own = department
                .person(&roster.person)
                .map(|p| &p.contracts)
                .filter(|own| contract_id.is_none() && !own.is_empty());
            own.and_then(|own| agreed.iter().position(|n| n == own))
                .unwrap_or(0)
        })
        .collect();
    problems.extend(strangers(&rota, &department));
    problems.extend(lost_agreements(&library, &terms, &rota, &department));
    Ok(Opened {
        library,
        rota,
        department,
        diagnostics: problems,
        choices,
        terms,
        who,
    })
}

/// The contracts that bind together: those of the department first, then those of people who have
/// their own. A contract on the command line is a question about everybody, and replaces them all.
fn names_of(asked: Option<&String>, department: &Department) -> Vec<Vec<String>> {
    if let Some(asked) = asked {
        return vec![vec![asked.clone()]];
    }
    let mut all = vec![if department.contracts.is_empty() {
        vec![DEFAULT_CONTRACT.to_owned()]
    } else {
        department.contracts.clone()
    }];
    for person in &department.people {
        if !person.contracts.is_empty() && !all.contains(&person.contracts) {
            all.push(person.contracts.clone());
        }
    }
    all
}

pub(super) fn read_department(file: &File<'_>) -> Result<Department, Vec<Diagnostic>> {
    let bytes = file.bytes()?;
    let text = String::from_utf8(bytes).map_err(|_| {
        vec![
            Diagnostic::error("C001", "a department file must be UTF-8 text")
                .at(Place::file(file.name()))
                .help("save it again as UTF-8"),
        ]
    })?;
    Department::read(file.name(), &text)
}

pub(super) fn date(
    option: &str,
    text: Option<&str>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Day> {
    let text = text?;
    let day = Day::parse(text);
    if day.is_none() {
        problems.push(
            Diagnostic::error("C021", format!("`{text}` is not a date"))
                .at(Place::file(option))
                .help("write it like 2026-11-02"),
        );
    }
    day
}

fn find_legend(
    file: &File<'_>,
    legend: Option<&File<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Option<(String, Vec<u8>)> {
    if let Some(legend) = legend {
        return match legend.bytes() {
            Ok(bytes) => Some((legend.name().to_owned(), bytes)),
            Err(more) => {
                problems.extend(more);
                None
            }
        };
    }
    let File::Path(path) = file else { return None };
    for candidate in legend_names(Path::new(path)) {
        if candidate.is_file() {
            let name = candidate.display().to_string();
            match read_file(&name) {
                Ok(bytes) => return Some((name, bytes)),
                Err(more) => problems.extend(more),
            }
        }
    }
    None
}

fn understand(
    file: &File<'_>,
    legend: Option<&(String, Vec<u8>)>,
    department: &Department,
    args: &RotaArgs,
) -> (Option<Understood>, Vec<Diagnostic>) {
    let bytes = match file.bytes() {
        Ok(bytes) => bytes,
        Err(problems) => return (None, problems),
    };
    let main = Source {
        name: file.name(),
        bytes: &bytes,
    };
    let legend = legend.map(|(name, bytes)| Source { name, bytes });
    let options = ReadOptions {
        year: args.year,
        extra_shift_types: department.shift_types.clone(),
        worked: args.worked,
        known_people: department.people.iter().map(|p| p.name.clone()).collect(),
    };
    let read = read_rota(&main, legend.as_ref(), &options);
    (read.rota, read.diagnostics)
}

/// Lays the rota on the calendar, with what the department knows of its people.
fn lay(
    read: Understood,
    name: &str,
    department: &Department,
    options: &LayOptions,
) -> (Rota, Vec<Diagnostic>) {
    let title = Path::new(name)
        .file_name()
        .map_or_else(|| name.to_owned(), |n| n.to_string_lossy().into_owned());
    match read {
        Understood::Pattern(pattern) => {
            let (pattern, mut diagnostics) = staffed(&pattern, department);
            let (rota, more) = pattern.lay(&title, options);
            diagnostics.extend(more);
            diagnostics.extend(shared_slots(&rota, department));
            (rota, diagnostics)
        }
        Understood::Dated(dated) => {
            let (rota, mut diagnostics) = laid(dated, &title, department, options);
            diagnostics.extend(shared_slots(&rota, department));
            (rota, diagnostics)
        }
    }
}
