//! Starting other programs, and finding the project's files.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a step of the workshop comes to: done, or why not, in words for a person.
pub(crate) type Done<T = ()> = Result<T, String>;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here =
        env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here)
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The cargo that runs this.
fn cargo() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// A cargo command in the workspace, not yet started.
pub(crate) fn cargo_command(words: &[&str]) -> Command {
    let mut command = Command::new(cargo());
    command.args(words).current_dir(root());
    command
}

/// Runs cargo in the open: its lines are seen as they come.
pub(crate) fn cargo_step(words: &[&str], settings: &[(&str, &str)]) -> Done {
    step(
        cargo_command(words),
        &format!("cargo {}", words.join(" ")),
        settings,
    )
}

/// Runs a command in the open and says first what it is.
pub(crate) fn step(mut command: Command, name: &str, settings: &[(&str, &str)]) -> Done {
    let mut shown = String::new();
    for (key, value) in settings {
        shown = format!("{shown}{key}='{value}' ");
    }
    println!("\n==> {shown}{name}");
    command.envs(settings.iter().copied());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("failed: {shown}{name}")),
        Err(error) => Err(format!("could not start: {name} ({error})")),
    }
}

/// Runs cargo and takes what it writes.
pub(crate) fn cargo_output(words: &[&str], settings: &[(&str, &str)]) -> Done<String> {
    let name = format!("cargo {}", words.join(" "));
    let output = cargo_command(words)
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("could not start: {name} ({error})"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("failed: {name}\n{told}"));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{name} did not write UTF-8"))
}

/// Whether a program can be started, asked with a harmless word such as `--version`.
pub(crate) fn is_there(program: &str, words: &[&str]) -> bool {
    Command::new(program)
        .args(words)
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Folders that hold nothing written by hand.
const NOT_OURS: [&str; 5] = ["target", ".git", "corpus", "artifacts", "coverage"];

/// Every file of the project below a folder, sorted, as paths from the root.
pub(crate) fn files(below: &str) -> Vec<PathBuf> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(below)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        for entry in entries {
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if let Ok(path) = path.strip_prefix(&root) {
                found.push(path.to_path_buf());
            }
        }
    }
    found.sort();
    found
}

/// The files below a folder whose names end so.
pub(crate) fn files_ending(below: &str, ending: &str) -> Vec<PathBuf> {
    let mut all = files(below);
    all.retain(|path| path.extension().is_some_and(|e| e == ending));
    all
}

/// What a file of the project holds.
pub(crate) fn read(path: impl AsRef<Path>) -> Done<String> {
    let path = path.as_ref();
    fs::read_to_string(root().join(path)).map_err(|error| format!("{}: {error}", path.display()))
}

/// A path as it stands in messages, with forward slashes everywhere.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
