//! `firstline explain`: a rule kind, or a clause with its source, and with a rota its working.

use std::fmt::Write;

use clap::Args;
use firstline_core::check::working;
use firstline_core::contract::{Choices, Clause, Contract, Relief};
use firstline_core::diagnostic::{Diagnostic, did_you_mean};
use firstline_core::rules::{self, RULES, RuleKind};
use firstline_core::time::Day;

use super::contracts::describe_version;
use super::open::open_or_tell;
use super::{Answer, RotaArgs, say, warn_all};
use crate::library::Library;

/// What `explain` understands.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  firstline explain rest-between-duties\n  firstline explain R006\n  firstline explain england-2016:rest.after-night\n  firstline explain england-2016:rest.after-night rotas/medicine-sho-1in8.csv"
)]
pub(super) struct ExplainArgs {
    /// A rule kind by name or code, or a clause as CONTRACT:CLAUSE
    what: String,
    /// A rota: its working under the clause is shown, passes included
    rota: Option<String>,
    #[command(flatten)]
    rota_args: RotaArgs,
}

pub(super) fn run(args: &ExplainArgs, today: Day) -> Answer {
    let mut library = match Library::carried() {
        Ok(library) => library,
        Err(problems) => {
            warn_all(&problems);
            return Answer::Nothing;
        }
    };
    if let Some(contract) = &args.rota_args.contract
        && let Err(problems) = library.name(contract)
    {
        warn_all(&problems);
        return Answer::Nothing;
    }
    if let Some(kind) = rules::kind(&args.what) {
        say(&explain_kind(&library, kind));
        return match &args.rota {
            Some(rota) => show_working(args, rota, today, |_, clause| clause.kind == kind),
            None => Answer::Yes,
        };
    }
    match find_clause(&library, &args.what) {
        Some((contract, clause)) => {
            say(&explain_clause(&library, contract, clause, today));
            let (contract, clause) = (contract.id.clone(), clause.id.clone());
            match &args.rota {
                Some(rota) => {
                    show_working(args, rota, today, |c, k| c.id == contract && k.id == clause)
                }
                None => Answer::Yes,
            }
        }
        None => {
            warn_all(&[unknown(&library, &args.what)]);
            Answer::Nothing
        }
    }
}

fn find_clause<'l>(library: &'l Library, what: &str) -> Option<(&'l Contract, &'l Clause)> {
    let (contract, clause) = what.split_once(':')?;
    let contract = library.get(contract)?;
    Some((contract, contract.clause(clause)?))
}

fn unknown(library: &Library, what: &str) -> Diagnostic {
    let mut names: Vec<String> = RULES.iter().map(|k| k.name.to_owned()).collect();
    names.extend(RULES.iter().map(|k| k.code.0.to_owned()));
    for contract in &library.contracts {
        for clause in &contract.clauses {
            names.push(format!("{}:{}", contract.id, clause.id));
        }
    }
    let title = format!("there is no rule kind or clause `{what}`");
    let diagnostic = Diagnostic::error("C028", title);
    match did_you_mean(what, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(
            "name a kind (rest-between-duties), a code (R003) or a clause (england-2016:rest.between)",
        ),
    }
}

fn explain_kind(library: &Library, kind: &RuleKind) -> String {
    let mut out = format!("{} {}: {}\n\n", kind.code.0, kind.name, kind.summary);
    out.push_str(kind.doc.trim());
    out.push_str("\n\n## Clauses of this kind\n\n");
    for contract in &library.contracts {
        for clause in contract.clauses.iter().filter(|c| c.kind == kind) {
            let _ = writeln!(out, "- {}:{}", contract.id, clause.id);
        }
    }
    out
}

fn explain_clause(library: &Library, contract: &Contract, clause: &Clause, today: Day) -> String {
    let mut out = format!("{}:{}\n", contract.id, clause.id);
    let _ = writeln!(out, "of {}", contract.title);
    let _ = writeln!(
        out,
        "{} {}: {}\n",
        clause.kind.code.0, clause.kind.name, clause.kind.summary
    );
    for version in &clause.versions {
        let _ = writeln!(
            out,
            "{}",
            contract.sentence(clause, version, &Choices::new())
        );
        describe_version(&mut out, library, version, today);
    }
    if let Some(relax) = &clause.relax {
        let what = match &relax.relief {
            Relief::Limit { up_to, .. } => format!("up to {up_to}"),
            Relief::Waived => "so that it no longer applies".to_owned(),
            Relief::CompensatoryRest => "against equal compensatory rest".to_owned(),
        };
        let who = match relax.agreed_by.as_slice() {
            [] => "local agreement".to_owned(),
            all => format!("agreement of {}", all.join(" and ")),
        };
        let _ = writeln!(
            out,
            "\nMay be relaxed {what} by {who} ({}, {}; confidence {})",
            relax.cite.document,
            relax.cite.at,
            relax.confidence.word()
        );
    }
    let hangs_on = contract.hangs_on(clause);
    if !hangs_on.is_empty() {
        out.push_str("\nRead as follows; `--interpret ID=VALUE` reads it otherwise\n\n");
    }
    for id in hangs_on {
        let Some(i) = contract.interpretation(&id) else {
            continue;
        };
        let _ = writeln!(out, "  {}: {}", i.id, i.question);
        for (value, meaning) in &i.values {
            let mark = if *value == i.default { "*" } else { " " };
            let _ = writeln!(out, "    {mark} {value}: {meaning}");
        }
    }
    out
}

/// Every reading of the clauses chosen, person by person.
fn show_working(
    args: &ExplainArgs,
    rota: &str,
    today: Day,
    chosen: impl Fn(&Contract, &Clause) -> bool,
) -> Answer {
    let Some(opened) = open_or_tell(rota, &args.rota_args, today) else {
        return Answer::Nothing;
    };
    warn_all(&opened.diagnostics);
    let question = opened.question(false);
    let work = working(&question, &chosen);
    say(&format!(
        "\n{}",
        firstline_core::report::working(&question, &work)
    ));
    if work.iter().all(|w| w.told.is_empty()) {
        return Answer::Nothing;
    }
    if work.iter().any(firstline_core::check::Work::broken) {
        Answer::No
    } else {
        Answer::Yes
    }
}
