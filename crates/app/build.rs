//! Takes in every contract file of the project, so that adding a contract is adding a file.

use std::fmt::Write;
use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contracts = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../contracts");
    println!("cargo::rerun-if-changed={}", contracts.display());
    let mut files: Vec<_> = fs::read_dir(&contracts)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| {
            path.file_stem()
                .is_some_and(|s| s != "documents" && s != "holidays")
        })
        .collect();
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let path = file.canonicalize()?;
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.display().to_string();
        // a raw string takes any path, backslashes included
        writeln!(
            list,
            "    (\"contracts/{name}\", include_str!(r#\"{path}\"#)),"
        )?;
    }
    list.push(']');
    let out = Path::new(&env::var("OUT_DIR")?).join("contracts.rs");
    fs::write(out, list)?;
    Ok(())
}
