//! The contracts and departments of the project, read from their files.

use std::fs;
use std::path::{Path, PathBuf};

use firstline_core::contract::{Contract, read_contracts, read_documents, read_holidays};
use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, full};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Messages as a user sees them.
pub(crate) fn told(problems: &[Diagnostic]) -> String {
    problems.iter().map(full).collect::<Vec<_>>().join("\n")
}

/// Every contract of the project.
pub(crate) fn contracts() -> Vec<Contract> {
    contracts_with(|text| text)
}

/// Every contract of the project, with other words in its file.
pub(crate) fn contracts_with(other: impl Fn(String) -> String) -> Vec<Contract> {
    let folder = root().join("contracts");
    let (documents, _) = read_documents("documents.toml", &read(&folder.join("documents.toml")));
    let mut all: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the project has contracts")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    all.sort();
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
    let texts: Vec<(String, String)> = all
        .iter()
        .filter_map(|path| Some((name(path)?, other(read(path)))))
        .collect();
    let data = ["documents.toml", "holidays.toml"];
    let (lists, files): (Vec<_>, Vec<_>) = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .partition(|(name, _)| data.contains(name));
    let holidays = lists.iter().find(|(name, _)| *name == "holidays.toml");
    let holidays = holidays.map_or("", |(_, text)| text);
    let (holidays, _) = read_holidays("holidays.toml", holidays, &documents);
    read_contracts(&files, &documents, &holidays, &[]).unwrap_or_else(|e| panic!("{}", told(&e)))
}

/// The departments that ship as examples, by file name.
pub(crate) fn examples() -> Vec<(String, Department)> {
    let folder = root().join("rotas/design");
    let mut all: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the project has departments")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    all.sort();
    all.iter()
        .map(|path| {
            let name = path.file_stem().map(|n| n.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            let department = Department::read(&format!("{name}.toml"), &read(path));
            (name, department.unwrap_or_else(|e| panic!("{}", told(&e))))
        })
        .collect()
}
