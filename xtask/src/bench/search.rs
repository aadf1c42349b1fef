//! `cargo xtask bench design` and `bench peers`: the engine on published problems and on the
//! examples, with a picture of the gap over time; and beside it two general solvers.
//!
//! Each run is a program of its own, one after the other, so that none takes the processors of
//! another, and each tells the processor seconds that it really had.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::plot::{Track, plot};
use crate::number;
use crate::shell::{Done, cargo_step, is_there, root, shown};

/// Published instances of the small set, by number: those that a minute is enough for.
const SMALL: [u32; 6] = [1, 2, 3, 4, 5, 7];

/// What one run came to; nothing where it told nothing.
struct Row {
    who: String,
    name: String,
    value: Option<f64>,
    bound: Option<f64>,
    best: Option<f64>,
    seconds: Option<f64>,
    cpu: Option<f64>,
    load: [Option<f64>; 2],
    seed: usize,
    track: Vec<(f64, f64)>,
}

struct Options {
    all: bool,
    seconds: usize,
    threads: usize,
    seed: usize,
}

impl Options {
    fn of(words: &[&str]) -> Done<Options> {
        let set = words.iter().position(|w| *w == "--set");
        let all = match set.map(|at| words.get(at + 1)) {
            None | Some(Some(&"small")) => false,
            Some(Some(&"all")) => true,
            Some(_) => return Err("--set is small or all".to_owned()),
        };
        Ok(Options {
            all,
            seconds: number(words, "--seconds", 60)?,
            threads: number(words, "--threads", 2)?,
            seed: number(words, "--seed", 1)?,
        })
    }
}

/// The table and the picture for instances and examples.
pub(super) fn design(words: &[&str]) -> Done {
    let options = Options::of(words)?;
    let program = program()?;
    let mut rows = Vec::new();
    head();
    for path in instances(options.all) {
        let row = firstline(&program, "bench", &path, &options)?;
        show(&row);
        rows.push(row);
    }
    for path in examples() {
        let row = firstline(&program, "design", &path, &options)?;
        show(&row);
        rows.push(row);
    }
    let tracks: Vec<Track<'_>> = rows
        .iter()
        .map(|row| Track {
            name: &row.name,
            points: &row.track,
        })
        .collect();
    let path = root().join("target/bench-design.svg");
    fs::write(&path, plot(&tracks, f64::from(options.seconds as u32)))
        .map_err(|e| e.to_string())?;
    println!("\nThe gap over time: target/bench-design.svg");
    Ok(())
}

/// Firstline and two general solvers on the same instances, in turn.
pub(super) fn peers(words: &[&str]) -> Done {
    let options = Options::of(words)?;
    let python = env::var("FIRSTLINE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !is_there(&python, &["-c", "import ortools, highspy, numpy"]) {
        return Err(format!(
            "`{python}` has no ortools and highspy. In an environment of its own:\n  \
             python3 -m venv target/peers\n  target/peers/bin/pip install ortools highspy\n  \
             FIRSTLINE_PYTHON=target/peers/bin/python cargo xtask bench peers"
        ));
    }
    let program = program()?;
    head();
    for path in instances(options.all) {
        show(&firstline(&program, "bench", &path, &options)?);
        for peer in ["cpsat", "highs"] {
            show(&general(&python, peer, &path, &options)?);
        }
    }
    Ok(())
}

/// The program as users have it, built if need be.
fn program() -> Done<PathBuf> {
    cargo_step(
        &["build", "--quiet", "--release", "--package", "firstline"],
        &[],
    )?;
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release").join("firstline"))
}

/// The published instances that are there, in the order of their numbers.
fn instances(all: bool) -> Vec<PathBuf> {
    let shared = env::var_os("FIRSTLINE_SHARED");
    let shared = shared.map_or_else(|| root().join("../shared"), PathBuf::from);
    let folder = shared.join("benchmarks/curtois24");
    let found: Vec<PathBuf> = (1..=24)
        .filter(|n| all || SMALL.contains(n))
        .map(|n| folder.join(format!("Instance{n}.txt")))
        .filter(|path| path.is_file())
        .collect();
    if found.is_empty() {
        println!(
            "skipped: no instances in {}; FIRSTLINE_SHARED says where",
            folder.display()
        );
    }
    found
}

fn examples() -> Vec<PathBuf> {
    let found = fs::read_dir(root().join("rotas/design"))
        .into_iter()
        .flatten();
    let mut found: Vec<PathBuf> = found
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    found.sort();
    found
}

fn run(mut command: Command) -> Done<(String, String)> {
    command.current_dir(root()).stdin(Stdio::null());
    let output = command
        .output()
        .map_err(|e| format!("could not start: {command:?} ({e})"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(&output.stdout), text(&output.stderr)))
}

fn firstline(program: &Path, what: &str, path: &Path, options: &Options) -> Done<Row> {
    let mut command = Command::new(program);
    command
        .arg(what)
        .arg(path)
        .args(["--format", "json", "--events"]);
    for (option, value) in [
        ("--seconds", options.seconds),
        ("--threads", options.threads),
        ("--seed", options.seed),
    ] {
        command.arg(option).arg(value.to_string());
    }
    let before = load();
    let (answer, events) = run(command)?;
    let mut row = Row::of("firstline", path, &answer, options.seed);
    row.load = [row.load[0].or(before), row.load[1].or_else(load)];
    let mut last = (None, None);
    for event in events
        .lines()
        .filter_map(|l| serde_json::from_str::<Value>(l).ok())
    {
        let (Some(value), Some(seconds)) = (event["value"].as_f64(), event["seconds"].as_f64())
        else {
            continue;
        };
        let bound = event["bound"].as_f64();
        last = (Some(value), bound);
        let gap = event["gap"].as_f64().or(bound.map(|b| gap(value, b)));
        row.track.extend(gap.map(|gap| (seconds, gap)));
    }
    // `design` answers with a rota; its last event has the numbers
    row.value = row.value.or(last.0);
    row.bound = row.bound.or(last.1);
    if row.value.is_none() {
        println!("{what} {} told: {}{events}", shown(path), answer.trim());
    }
    Ok(row)
}

fn general(python: &str, peer: &str, path: &Path, options: &Options) -> Done<Row> {
    let mut command = Command::new(python);
    command.args(["-B", "xtask/peers/peer.py", peer]).arg(path);
    for (option, value) in [
        ("--seconds", options.seconds),
        ("--threads", options.threads),
        ("--seed", options.seed),
    ] {
        command.arg(option).arg(value.to_string());
    }
    let (answer, told) = run(command)?;
    if answer.trim().is_empty() {
        println!("{peer} told: {told}");
    }
    Ok(Row::of(peer, path, &answer, options.seed))
}

impl Row {
    fn of(who: &str, path: &Path, answer: &str, seed: usize) -> Row {
        let answer: Value = serde_json::from_str(answer.trim()).unwrap_or_default();
        let number = |key: &str| answer[key].as_f64();
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned());
        Row {
            who: who.to_owned(),
            name: name.unwrap_or_default(),
            value: number("value"),
            bound: number("bound"),
            best: best_known(path),
            seconds: number("seconds"),
            cpu: number("cpu_seconds"),
            load: [number("load_before"), number("load_after")],
            seed,
            track: Vec::new(),
        }
    }
}

/// The best value known, from the file beside the folder of the instance.
fn best_known(path: &Path) -> Option<f64> {
    let folder = path.parent()?;
    let set = folder.file_name()?.to_string_lossy().into_owned();
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let text = fs::read_to_string(folder.with_file_name("best-known.csv")).ok()?;
    text.lines().find_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells.len() > 3 && cells[0] == set && cells[1] == name)
            .then(|| cells[3].trim().parse().ok())
            .flatten()
    })
}

fn load() -> Option<f64> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

fn gap(value: f64, bound: f64) -> f64 {
    ((value - bound) / value.abs().max(1.0)).max(0.0)
}

fn head() {
    println!(
        "\n{:<17} {:<10} {:>8} {:>10} {:>8} {:>8} {:>8} {:>7} {:>7}  {:<11} seed",
        "problem", "by", "value", "bound", "gap", "best", "to best", "s", "CPU s", "load"
    );
}

fn show(row: &Row) {
    let or = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let whole = |n: Option<f64>| or(n.map(|n| format!("{n:.0}")));
    let tenth = |n: Option<f64>| or(n.map(|n| format!("{n:.1}")));
    let percent = |n: Option<f64>| or(n.map(|n| format!("{:.2} %", n * 100.0)));
    let both = row.value.zip(row.bound);
    let to_best = row
        .value
        .zip(row.best)
        .map(|(v, b)| (v - b) / b.abs().max(1.0));
    println!(
        "{:<17} {:<10} {:>8} {:>10} {:>8} {:>8} {:>8} {:>7} {:>7}  {:<11} {}",
        row.name,
        row.who,
        whole(row.value),
        tenth(row.bound),
        percent(both.map(|(v, b)| gap(v, b))),
        whole(row.best),
        percent(to_best),
        tenth(row.seconds),
        tenth(row.cpu),
        format!("{}–{}", tenth(row.load[0]), tenth(row.load[1])),
        row.seed
    );
}
