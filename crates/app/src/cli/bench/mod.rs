//! `firstline bench`: the engine on published problems, beside the best values known.
//!
//! The rules of an instance become a contract like any other, so what is measured is the engine
//! that designs doctors' rotas. No rota is shown or written before the checker's walk has seen it.

mod known;
mod tell;

use std::fmt::Write;
use std::fs;

use clap::Args;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::Day;
use firstline_solve::compile::{Bounds, Judge};
use firstline_solve::engine::{Limits, Outcome, design};
use firstline_solve::problem::{OFF, Problem, Symbol};
use firstline_solve::read::curtois24::{Case, read, write_roster};
use serde_json::{Value, json};

use super::machine::{load, processor_seconds};
use super::open::File;
use super::plan::TextOrJson;
use super::search_args::{SearchArgs, wrong};
use super::{Answer, say, warn_all};
use known::{Known, name_of};
use tell::Teller;

/// What `bench` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline bench rotas/bench/tiny.txt --seconds 5\n  firstline bench rotas/bench/tiny.txt --work 20 --seed 7 --threads 1 --format json\n  firstline bench rotas/bench/tiny.txt --seconds 5 -o target/tiny-roster.txt --events\n\nReads the text format of the 24 shift-scheduling instances of Curtois and Qu (2014). A file best-known.csv beside the instance's folder, with set, instance, lower, upper, says what is known. Ctrl-C ends the search and keeps the best rota.\n\nExit code 0: a rota that keeps every rule. 1: somebody has no line that keeps the rules. 2: nothing could be searched."
)]
pub(super) struct BenchArgs {
    /// Instance files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Where the roster goes, a line for each person; for one instance
    #[arg(short, long, value_name = "FILE")]
    out: Option<String>,
    /// How the answer is written; JSON has an object on a line for each instance
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
    #[command(flatten)]
    search: SearchArgs,
}

impl BenchArgs {
    fn limits(&self) -> Result<Limits, Box<Diagnostic>> {
        let limits = self.search.limits(SECONDS)?;
        if self.out.is_some() && self.paths.len() > 1 {
            return Err(wrong(
                "--out",
                "a roster is of one instance: give one, or leave out --out",
            ));
        }
        Ok(limits)
    }
}

/// How long an instance is searched where nothing is said.
const SECONDS: f64 = 600.0;

pub(super) fn run(args: &BenchArgs, _today: Day) -> Answer {
    let limits = match args.limits() {
        Ok(limits) => limits,
        Err(problem) => {
            refuse(args, None, &[*problem]);
            return Answer::Nothing;
        }
    };
    let mut worst = Answer::Yes;
    for path in &args.paths {
        let answer = match one(args, &limits, path) {
            Ok(run) => {
                match args.format {
                    TextOrJson::Text => say(&run.text()),
                    TextOrJson::Json => say(&format!("{}\n", run.json())),
                }
                Answer::Yes
            }
            Err(Failed(answer, problems)) => {
                refuse(args, Some(path), &problems);
                answer
            }
        };
        worst = match (worst, answer) {
            (Answer::Nothing, _) | (_, Answer::Nothing) => Answer::Nothing,
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            _ => Answer::Yes,
        };
        if Teller::stopped() {
            break;
        }
    }
    worst
}

/// No rota, and why.
struct Failed(Answer, Vec<Diagnostic>);

fn refuse(args: &BenchArgs, path: Option<&str>, problems: &[Diagnostic]) {
    if args.format == TextOrJson::Json {
        let told: Vec<String> = problems
            .iter()
            .map(firstline_core::diagnostic::concise)
            .collect();
        let instance = path.map(name_of);
        let report = json!({ "instance": instance, "feasible": false, "problems": told });
        say(&format!("{report}\n"));
    } else {
        warn_all(problems);
    }
}

/// What came of one instance.
struct Run {
    instance: String,
    people: usize,
    days: usize,
    shift_types: usize,
    known: Option<Known>,
    outcome: Outcome,
    threads: usize,
    seed: u64,
    cpu_seconds: Option<f64>,
    load: [Option<f64>; 2],
    stopped: bool,
}

fn one(args: &BenchArgs, limits: &Limits, path: &str) -> Result<Run, Failed> {
    let nothing = |problems| Failed(Answer::Nothing, problems);
    let bytes = File::Path(path).bytes().map_err(nothing)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let problem = Diagnostic::error("S001", "an instance must be UTF-8 text");
        nothing(vec![problem.at(Place::file(path))])
    })?;
    let case = read(path, &text).and_then(Case::new).map_err(nothing)?;
    let problem = case.problem(case.compile(Bounds::default()));

    let mut teller = Teller::new(args.search.events, name_of(path));
    let (cpu, load_before) = (processor_seconds(), load());
    let outcome = design(&problem, None, limits, None, &mut |now| teller.tell(now));
    teller.end();
    let cpu_seconds = cpu.zip(processor_seconds()).map(|(from, to)| to - from);

    if !outcome.without.is_empty() {
        let nobody = |&p: &usize| {
            let id = &case.instance.staff[p].id;
            Diagnostic::error("S007", format!("no line keeps every rule of `{id}`"))
                .at(Place::file(path))
                .help("its numbers in SECTION_STAFF and its days off leave nothing")
        };
        let told = outcome.without.iter().map(nobody).collect();
        return Err(Failed(Answer::No, told));
    }
    checked(&case, &problem, &outcome, path).map_err(nothing)?;
    if let Some(out) = &args.out {
        fs::write(out, write_roster(&case.instance, &outcome.lines)).map_err(|error| {
            let title = format!("this file cannot be written: {error}");
            nothing(vec![Diagnostic::error("C029", title).at(Place::file(out))])
        })?;
    }
    Ok(Run {
        instance: name_of(path),
        people: problem.people.len(),
        days: problem.days,
        shift_types: problem.symbols - 1,
        known: Known::beside(path),
        outcome,
        threads: limits.threads,
        seed: limits.seed,
        cpu_seconds,
        load: [load_before, load()],
        stopped: Teller::stopped(),
    })
}

/// The checker's own walk over everybody's line, the days off, and the value once more.
fn checked(
    case: &Case,
    problem: &Problem,
    outcome: &Outcome,
    path: &str,
) -> Result<(), Vec<Diagnostic>> {
    let ground = case.ground();
    let contracts = case.contracts();
    let mut judge = Judge::new(&ground);
    let mut told = Vec::new();
    let mut fault = |title: String| {
        let problem = Diagnostic::error("S008", title).at(Place::file(path));
        told.push(problem.help("this is a fault of Firstline: please report it with the instance"));
    };
    for (person, line) in outcome.lines.iter().enumerate() {
        let employee = &case.instance.staff[person];
        for broken in judge.lawful(&case.asked(&contracts, person), line) {
            let bound = broken
                .rule
                .map(|rule| &case.sets[case.of[person]].bound[rule]);
            let clause = bound.map_or("two shifts overlap", |b| {
                &case.contracts[case.of[person]].clauses[b.rule.clause].id
            });
            fault(format!(
                "the line found for `{}` breaks {clause}",
                employee.id
            ));
        }
        for &day in &employee.days_off {
            if line.get(day).is_some_and(|s: &Symbol| *s != OFF) {
                fault(format!(
                    "the line found for `{}` works on day {day}, which is off",
                    employee.id
                ));
            }
        }
    }
    if problem.value(&outcome.lines) != Some(outcome.value) {
        fault(format!("the roster found is not worth {}", outcome.value));
    }
    if told.is_empty() { Ok(()) } else { Err(told) }
}

impl Run {
    /// No roster is worth less: values are whole numbers, so the bound is rounded up.
    fn bound(&self) -> Option<i64> {
        let bound = self.outcome.bound;
        let whole = (bound - 1e-6).ceil() as i64;
        bound.is_finite().then_some(whole.min(self.outcome.value))
    }

    /// How far the value may be above the best, as a share of it.
    fn gap(&self) -> Option<f64> {
        self.bound()
            .map(|bound| share(self.outcome.value - bound, self.outcome.value))
    }

    fn best_known(&self) -> Option<i64> {
        self.known.as_ref()?.upper
    }

    /// How far the value is above the best known; below it is negative.
    fn gap_to_best(&self) -> Option<f64> {
        self.best_known()
            .map(|best| share(self.outcome.value - best, best))
    }

    fn text(&self) -> String {
        let o = &self.outcome;
        let percent = |gap: Option<f64>| {
            gap.map_or("not known".to_owned(), |g| format!("{:.2} %", g * 100.0))
        };
        let number = |n: Option<i64>| n.map_or("not known".to_owned(), |n| n.to_string());
        let seconds = |s: Option<f64>| s.map_or("not known".to_owned(), |s| format!("{s:.2}"));
        let proved = if o.proved {
            ", proved to be the best"
        } else {
            ""
        };
        let stopped = if self.stopped { ", stopped early" } else { "" };
        let mut out = format!(
            "{}: {} people, {} days, {} shift types{stopped}\n",
            self.instance, self.people, self.days, self.shift_types
        );
        let mut row = |name: &str, text: String| {
            let _ = writeln!(out, "  {name:<18} {text}");
        };
        row("value", format!("{}{proved}", o.value));
        row("bound", number(self.bound()));
        row("gap", percent(self.gap()));
        row("best known", number(self.best_known()));
        row("gap to best known", percent(self.gap_to_best()));
        row("seconds", format!("{:.2}", o.seconds));
        row("CPU seconds", seconds(self.cpu_seconds));
        row(
            "load average",
            format!(
                "{} before, {} after",
                seconds(self.load[0]),
                seconds(self.load[1])
            ),
        );
        row(
            "work",
            format!("{:.3} million steps, {} small masters", o.work, o.moves),
        );
        row("threads, seed", format!("{}, {}", self.threads, self.seed));
        row("checked", "every line by the checker's walk".to_owned());
        out
    }

    fn json(&self) -> Value {
        let o = &self.outcome;
        let short = |x: f64| (x * 1000.0).round() / 1000.0;
        let six = |x: f64| (x * 1e6).round() / 1e6;
        json!({
            "instance": self.instance,
            "value": o.value,
            "bound": self.bound(),
            "raw_bound": o.bound.is_finite().then_some(o.bound),
            "gap": self.gap().map(six),
            "proved": o.proved,
            "feasible": true,
            "best_known": self.best_known(),
            "lower_known": self.known.as_ref().and_then(|k| k.lower),
            "gap_to_best": self.gap_to_best().map(six),
            "seconds": short(o.seconds),
            "cpu_seconds": self.cpu_seconds.map(short),
            "load_before": self.load[0],
            "load_after": self.load[1],
            "work": short(o.work),
            "threads": self.threads,
            "seed": self.seed,
            "moves": o.moves,
            "columns": o.columns,
            "people": self.people,
            "days": self.days,
            "shift_types": self.shift_types,
            "stopped": self.stopped,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "values are far below 2^53")]
fn share(away: i64, of: i64) -> f64 {
    away as f64 / of.abs().max(1) as f64
}
