//! A record of worked duties beside a plan, for whoever compares contracts.

use firstline_core::compare::Recorded;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::pay::Facts;
use firstline_core::time::Day;
use firstline_core::worked::{Locum, WorkedQuestion, compare};

use super::RotaArgs;
use super::open::{Opened, open_path};
use super::worked::{comparable, swapped};

/// What a record is judged with.
pub(super) struct RecordArgs<'a> {
    /// The file.
    pub(super) path: &'a str,
    /// How it is opened, with the contract.
    pub(super) rota_args: RotaArgs,
    /// What fines need to know of everybody whose facts the department file does not give.
    pub(super) facts: &'a Facts,
    /// The locum rate, where somebody gives one.
    pub(super) locum: Option<Locum>,
    /// Whether sums may rest on derived pay points.
    pub(super) accept_derived: bool,
}

/// What the record came to under the contract that the plan was opened with, and what there was to
/// say of the two files.
pub(super) fn recorded(
    plan: &Opened,
    args: &RecordArgs<'_>,
    today: Day,
) -> Result<(Recorded, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut rota_args = args.rota_args.clone();
    rota_args.worked = true;
    let record = open_path(args.path, &rota_args, today).map_err(|refused| refused.diagnostics)?;
    let problems: Vec<Diagnostic> = [plan, &record].into_iter().filter_map(comparable).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let (planned, worked) = (plan.question(false), record.question(false));
    let (id, _) = plan.main_terms();
    let facts = record.rota.rosters.iter().map(|roster| {
        let mut facts = args.facts.clone();
        if let Some(person) = record.department.person(&roster.person) {
            facts.grade = facts.grade.or_else(|| person.grade.clone());
            facts.share = facts.share.or(Some(person.share));
        }
        facts
    });
    let outcome = compare(&WorkedQuestion {
        planned: &planned,
        worked: &worked,
        facts: facts.collect(),
        locum: args.locum.clone(),
        accept_derived: args.accept_derived,
    });
    if outcome.people.is_empty() {
        let title = "nobody is in both files by the same name";
        let problem = Diagnostic::error("C061", title).at(Place::file(args.path));
        return Err(vec![
            problem.help("write the names of one file as in the other"),
        ]);
    }
    let Some(contract) = plan.library.get(id) else {
        return Err(Vec::new());
    };
    let mut told = record.diagnostics.clone();
    told.extend(swapped(&plan.rota, &record.rota));
    let recorded = Recorded::new(contract, &plan.rota, &record.rota, &outcome);
    Ok((recorded, told))
}
