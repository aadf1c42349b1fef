//! The indices, projections and arithmetic as their callers see them.

mod ballot;
mod cover;
mod fatigue;
mod gaps;
mod incident;
mod strike;
mod vectors;
mod weekend;

use std::path::{Path, PathBuf};

/// The shared folder beside the project, where it is there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // a work tree of the project may lie elsewhere; it says where the shared folder is
    let shared = std::env::var_os("FIRSTLINE_SHARED").map(PathBuf::from);
    let found = shared
        .unwrap_or_else(|| project.join("../shared"))
        .join(path);
    if found.exists() {
        return Some(found);
    }
    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    {
        eprintln!("skipped: {} is not there", found.display());
    }
    None
}
