//! The program as its users run it: real files in, text, JSON and exit codes out.

mod answers;
mod bad_input;
mod ballot;
mod bands;
mod bench;
mod compare;
mod compare_page;
mod compare_worked;
mod design;
mod eleven_rotas;
mod examples;
mod fatigue;
mod fines;
mod gaps;
mod hospital;
mod leave;
mod own_contract;
mod pay;
mod people;
mod schedule;
mod schemas;
mod taken;
mod worked;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

/// The top folder of the project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the program in the project's top folder.
pub(crate) fn firstline(args: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_firstline"))
        .args(args)
        .current_dir(project())
        .output()
        .expect("the program was built with the tests");
    Ran {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// A file that goes away with the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Scratch {
        let folder = std::env::temp_dir().join(format!("firstline-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a temporary file can be written");
        Scratch(path)
    }

    pub(crate) fn beside(&self, name: &str, text: &str) {
        std::fs::write(self.0.with_file_name(name), text).expect("a file beside it can be written");
    }

    pub(crate) fn path(&self) -> String {
        self.0.display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(folder) = self.0.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// The shared folder beside the project, where it is there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = project().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    {
        eprintln!("skipped: {} is not there", found.display());
    }
    None
}
