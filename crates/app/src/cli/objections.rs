//! What is told about options, contracts, agreements and people that do not fit together.

use firstline_core::contract::{Choices, Contract, Law};
use firstline_core::department::Department;
use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::pay::{Facts, pays};
use firstline_core::rota::{Judged, Rota};

use super::RotaArgs;
use crate::library::Library;

/// Answers from the department, then from the command line; unknown ones are told.
pub(super) fn choices(
    args: &RotaArgs,
    department: &Department,
    library: &Library,
    problems: &mut Vec<Diagnostic>,
) -> Choices {
    let mut all = Vec::new();
    for (id, value) in &department.choices {
        all.push((id.clone(), value.clone(), "department file".to_owned()));
    }
    for text in &args.interpret {
        match text.split_once('=') {
            Some((id, value)) => all.push((
                id.trim().to_owned(),
                value.trim().to_owned(),
                format!("--interpret {text}"),
            )),
            None => problems.push(
                Diagnostic::error("C026", format!("`{text}` is not ID=VALUE"))
                    .at(Place::file("--interpret"))
                    .help("write it like long-shift=at-least"),
            ),
        }
    }
    let mut choices = Choices::new();
    for (id, value, place) in all {
        let interpretations = || library.contracts.iter().flat_map(|c| &c.interpretations);
        let mut diagnostic = match interpretations().find(|i| i.id == id) {
            Some(known) if known.values.iter().any(|(v, _)| *v == value) => {
                choices.insert(id, value);
                continue;
            }
            Some(known) => {
                let values: Vec<&str> = known.values.iter().map(|(v, _)| v.as_str()).collect();
                Diagnostic::error("C026", format!("`{id}` has no answer `{value}`"))
                    .note(format!("its answers are: {}", values.join(", ")))
            }
            None => {
                let near = did_you_mean(&id, interpretations().map(|i| i.id.as_str()));
                let diagnostic =
                    Diagnostic::error("C026", format!("there is no interpretation `{id}`"));
                match near {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help("`firstline contracts ID` lists those of a contract"),
                }
            }
        };
        diagnostic = diagnostic.at(Place::file(place));
        problems.push(diagnostic);
    }
    choices
}

/// A grade or share on the command line is a question about everybody; whom the department file
/// knows otherwise is told.
pub(super) fn overridden(
    facts: &Facts,
    rota: &Rota,
    department: &Department,
) -> Option<Diagnostic> {
    let mut instead = Vec::new();
    for roster in &rota.rosters {
        let Some(person) = department.person(&roster.person) else {
            continue;
        };
        if let (Some(grade), Some(own)) = (&facts.grade, &person.grade)
            && !grade.eq_ignore_ascii_case(own)
        {
            instead.push(format!("{} is {own} there, taken as {grade}", person.name));
        }
        if let Some(share) = facts.share.filter(|s| *s != person.share) {
            let words = format!(
                "{} is {} there, taken as {share}",
                person.name, person.share
            );
            instead.push(words);
        }
    }
    if instead.is_empty() {
        return None;
    }
    let title = "the command line stands in place of the department file";
    let mut diagnostic = Diagnostic::warning("C045", title).at(Place::file("--grade, --wte"));
    for line in instead {
        diagnostic = diagnostic.note(line);
    }
    Some(diagnostic.help("leave these options out to take everybody's own"))
}

/// A contract says nothing of days before it began or after it ended.
pub(super) fn before_it_began(
    library: &Library,
    id: &str,
    law: Law,
    rota: &Rota,
) -> Option<Diagnostic> {
    let contract = library.get(id)?;
    let (first, last) = match law {
        Law::On(day) => (day, day),
        Law::OfEachDate => (rota.period.from, rota.period.to.plus(-1)),
    };
    if last < contract.from {
        let title = format!("{id} began on {}; it says nothing of {last}", contract.from);
        return Some(
            Diagnostic::error("C020", title).help("name the contract that bound on that date"),
        );
    }
    if contract.until.is_some_and(|until| until <= first) {
        let title = format!("{id} had ended by {first}");
        return Some(
            Diagnostic::error("C020", title).help("name the contract that bound on that date"),
        );
    }
    (first < contract.from).then(|| {
        let title = format!(
            "{id} began on {}; days before it are not judged by it",
            contract.from
        );
        Diagnostic::warning("C020", title)
    })
}

/// Agreements that name no clause that binds here, or nobody of the rota.
pub(super) fn lost_agreements(
    library: &Library,
    terms: &[(Vec<String>, Law)],
    rota: &Rota,
    department: &Department,
) -> Vec<Diagnostic> {
    let mut names = Vec::new();
    for (ids, _) in terms {
        for contract in library.with_floor(ids) {
            for clause in &contract.clauses {
                names.push(format!("{}:{}", contract.id, clause.id));
            }
        }
    }
    let mut all = Vec::new();
    for agreement in &department.agreements {
        let at = |d: Diagnostic| match &agreement.place {
            Some(place) => d.at(place.clone()),
            None => d,
        };
        if !names.contains(&agreement.clause) {
            let title = format!(
                "`{}` is no clause that binds here; the agreement was not used",
                agreement.clause
            );
            let near = did_you_mean(&agreement.clause, names.iter().map(String::as_str));
            let help = near.map_or_else(
                || "write it as contract:clause, like england-2016:run.shift".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            all.push(at(Diagnostic::warning("C034", title).help(help)));
        }
        for name in &agreement.people {
            if !rota.rosters.iter().any(|r| r.person == *name) {
                let title = format!("the agreement names `{name}`, who is not in this rota");
                all.push(at(Diagnostic::warning("C035", title)));
            }
        }
    }
    all
}

/// People of the department whom the rota does not name, and the reverse.
pub(super) fn strangers(rota: &Rota, department: &Department) -> Vec<Diagnostic> {
    if department.people.is_empty() || matches!(rota.judged, Judged::Pattern { .. }) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for roster in &rota.rosters {
        if department.person(&roster.person).is_some() {
            continue;
        }
        let title = format!(
            "the department file does not name `{}`; full time and no agreements are taken",
            roster.person
        );
        let names = department.people.iter().map(|p| p.name.as_str());
        let mut diagnostic = Diagnostic::warning("C027", title);
        if let Some(near) = did_you_mean(&roster.person, names) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        all.push(diagnostic);
    }
    all
}

/// Two sets of terms that bind somebody on one day: nobody has two terms of employment at once.
pub(super) fn two_terms(
    library: &Library,
    terms: &[(Vec<String>, Law)],
    rota: &Rota,
) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (ids, law) in terms {
        let (first, after) = match law {
            Law::On(day) => (*day, day.plus(1)),
            Law::OfEachDate => (rota.period.from, rota.period.to),
        };
        let named: Vec<&Contract> = ids.iter().filter_map(|id| library.get(id)).collect();
        for (i, one) in named.iter().enumerate() {
            for other in &named[i + 1..] {
                let from = one.from.max(other.from).max(first);
                let until = [one.until, other.until].into_iter().flatten().min();
                let until = until.map_or(after, |day| day.min(after));
                let beneath = |a: &Contract, b: &Contract| {
                    let all = library.with_floor(std::slice::from_ref(&a.id));
                    all.iter().any(|c| c.id == b.id)
                };
                if from >= until
                    || !(pays(one) && pays(other))
                    || beneath(one, other)
                    || beneath(other, one)
                {
                    continue;
                }
                let title = format!(
                    "{} and {} both pay, and bind together on {from}: nobody has two terms of employment on one day",
                    one.id, other.id
                );
                let help = "leave one of them out, or give people contracts of their own; `firstline compare` sets two beside each other";
                let place = Place::file("contract");
                all.push(Diagnostic::error("C042", title).at(place).help(help));
            }
        }
    }
    all
}
