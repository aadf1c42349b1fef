//! An incident in words.

use std::fmt::Write;

use super::answer::{Incident, Outcome, Variant, Way};
use super::call::State;
use super::chance::{at_least, people_for};
use super::draw::chart;
use crate::house::span_words;
use crate::{Page, Table};

pub(super) fn heading(incident: &Incident) -> String {
    format!(
        "Major incident: {}, {} {}, {} casualties",
        incident.department,
        incident.at.wall.day().long(),
        incident.at.wall.time(),
        incident.casualties
    )
}

fn range(three: [u32; 3]) -> String {
    let [low, middle, high] = three;
    format!("{middle} ({low}–{high})")
}

fn of(outcome: &Outcome) -> String {
    format!("{}, {}", outcome.variant.words(), outcome.way.words())
}

/// The findings in a few sentences; every pair in brackets holds eight runs of ten.
pub(super) fn sentences(incident: &Incident) -> Vec<String> {
    let mut all = Vec::new();
    let count = |f: &dyn Fn(&State) -> bool| incident.calls.iter().filter(|c| f(&c.state)).count();
    all.push(format!(
        "On site at the declaration {}, due within the time set {}, on call from home {}, off and rested {}, not called {}; {} are kept back for relief.",
        count(&|s| matches!(s, State::OnSite(_))),
        count(&|s| matches!(s, State::Due(_))),
        count(&|s| *s == State::FromHome),
        count(&|s| *s == State::Rested),
        count(&|s| matches!(s, State::NotCalled(_))),
        incident.calls.iter().filter(|c| c.kept_back).count()
    ));
    for outcome in &incident.outcomes {
        let hour = outcome.marks.iter().find(|m| m.minute == 60);
        let came = outcome.came.iter().find(|c| c.0 == 60);
        let (Some(hour), Some(came)) = (hour, came) else {
            continue;
        };
        let (share, first) = outcome.overrun;
        let over = match first {
            None => "P1 never need more trauma teams than there are".to_owned(),
            Some(first) => format!(
                "P1 need more trauma teams than there are in {:.0} % of runs, first in minute {}",
                share * 100.0,
                range(first)
            ),
        };
        all.push(format!(
            "After an hour, {}: {} of those called from home are there (mean {:.1}); {} doctors on site beyond the floors, {} trauma teams. {over}.",
            of(outcome),
            range(came.2),
            came.1,
            range(hour.doctors),
            range(hour.teams)
        ));
    }
    let n = incident.exact.len().saturating_sub(1);
    let mean: f64 = incident
        .exact
        .iter()
        .enumerate()
        .map(|(k, p)| crate::real(k) * p)
        .sum();
    if n > 0 {
        let sure = (0..=n)
            .rev()
            .find(|k| at_least(&incident.exact, *k) >= 0.95)
            .unwrap_or(0);
        let each = mean / crate::real(n);
        let list = people_for(6, each, 0.95).map_or(String::new(), |n| {
            format!(" To have six there with that chance, a list of people like these needs {n}.")
        });
        all.push(format!(
            "Exactly (Poisson-binomial, no strike, telephone tree): of {n} called from home {mean:.2} are there after an hour on average, at least {sure} with a chance of 95 %.{list}"
        ));
    }
    let by_rest = incident
        .calls
        .iter()
        .filter(|c| matches!(&c.state, State::NotCalled(why) if why.contains(':')))
        .count();
    if by_rest > 0 {
        all.push(format!(
            "{by_rest} more are off, but a clause about rest or hours stands against calling them now. The Working Time Regulations know an exception for emergencies that nobody could foresee, with the rest made good afterwards (from memory); it is not applied here: people decide on it."
        ));
    }
    if !incident.theatre_known {
        all.push("Theatre teams are not counted: nobody has the skills theatre-surgeon and theatre-anaesthetist.".to_owned());
    }
    for (grade, first, rested) in &incident.over_half {
        all.push(format!(
            "The first wave takes {first} of {rested} rested people of grade {grade}: more than half."
        ));
    }
    if !incident.no_band.is_empty() {
        all.push(format!(
            "No travel band is given for {}; the one assumed was used.",
            incident.no_band.join(", ")
        ));
    }
    let relief = &incident.relief;
    all.push(format!(
        "Relief, {}: {} rostered and not in the first wave, {} kept back and lawful for all of it, {} kept back and not.",
        span_words(relief.span),
        relief.rostered.iter().sum::<u32>(),
        relief.names.len(),
        relief.not.len()
    ));
    let broken = incident
        .knocks
        .iter()
        .filter(|k| !k.breaches.is_empty())
        .count();
    let released: usize = incident.knocks.iter().map(|k| k.released.len()).sum();
    let proved = match (incident.newly_broken.is_empty(), incident.proved) {
        (false, _) => format!("The repair breaks: {}.", incident.newly_broken.join("; ")),
        (true, true) => "The repair was judged once more and breaks no clause that was not broken before; proved: none that the engine could choose from is nearer to the old rota.".to_owned(),
        (true, false) => "The repair was judged once more and breaks no clause that was not broken before; that none is nearer to the old rota is not proved.".to_owned(),
    };
    all.push(format!(
        "The seven days after, if everybody off who is called works: {broken} people would break a clause if they worked on as planned; they give up {released} duties, colleagues take over {} in all, and {} floors that were met are unmet. {proved}",
        incident.taken,
        incident.floors_after.len()
    ));
    if incident.ends_early {
        all.push(
            "The rota ends within seven days, so what comes after its end was not checked."
                .to_owned(),
        );
    }
    all
}

fn timeline(outcome: &Outcome, with_theatres: bool) -> Table {
    let mut head = vec![
        "#minute",
        "#doctors free",
        "#needed",
        "#trauma teams",
        "#needed",
    ];
    if with_theatres {
        head.extend(["#theatre teams", "#needed"]);
    }
    let title = format!("Every quarter of an hour: {}", of(outcome));
    let mut table = Table::new(&title, &head);
    for mark in &outcome.marks {
        let mut row = vec![
            mark.minute.to_string(),
            range(mark.doctors),
            range(mark.doctors_needed),
            range(mark.teams),
            range(mark.teams_needed),
        ];
        if with_theatres {
            row.extend([range(mark.theatres), range(mark.theatres_needed)]);
        }
        table.row(row);
    }
    table
}

fn came(incident: &Incident) -> Table {
    let mut table = Table::new(
        "How many of those called from home have come",
        &["how", "#30 min", "#45", "#60", "#90", "#120"],
    );
    for outcome in &incident.outcomes {
        let mut row = vec![of(outcome)];
        row.extend(
            outcome
                .came
                .iter()
                .map(|c| format!("{:.1} ({}–{})", c.1, c.2[0], c.2[2])),
        );
        table.row(row);
    }
    table
}

fn call_list(incident: &Incident) -> Table {
    let mut table = Table::new(
        "Call order of the first wave",
        &[
            "#place",
            "who",
            "grade",
            "step",
            "#band min",
            "duties it costs",
        ],
    );
    let mut list: Vec<_> = incident
        .calls
        .iter()
        .filter(|c| c.place.is_some())
        .collect();
    list.sort_by_key(|c| c.place);
    for call in list {
        let member = &incident.house.members[call.member];
        let step = match &call.state {
            State::Due(minutes) => format!("due in {minutes} min"),
            State::FromHome => "on call from home".to_owned(),
            _ if call.step() == 3 => "rested, near".to_owned(),
            _ => "rested, far".to_owned(),
        };
        let knock = incident.knocks.iter().find(|k| k.member == call.member);
        table.row(vec![
            call.place.map_or(String::new(), |p| (p + 1).to_string()),
            member.name.clone(),
            member.grade.clone().unwrap_or_default(),
            step,
            format!("{}", call.travel.0),
            knock.map_or(String::new(), |k| k.released.join("; ")),
        ]);
    }
    table
}

fn not_called(incident: &Incident) -> Table {
    let mut table = Table::new("Kept back, and not called", &["who", "grade", "why"]);
    for call in &incident.calls {
        let why = match &call.state {
            State::NotCalled(why) => why.clone(),
            _ if call.kept_back => "kept back for the relief wave".to_owned(),
            _ => continue,
        };
        let member = &incident.house.members[call.member];
        table.row(vec![
            member.name.clone(),
            member.grade.clone().unwrap_or_default(),
            why,
        ]);
    }
    table
}

fn after(incident: &Incident) -> Table {
    let mut table = Table::new(
        "The seven days after, for those called in from rest",
        &[
            "who",
            "broken if all is worked as planned",
            "mended by giving up",
            "#FI of the call",
        ],
    );
    for knock in &incident.knocks {
        if knock.breaches.is_empty() && knock.released.is_empty() {
            continue;
        }
        table.row(vec![
            incident.house.members[knock.member].name.clone(),
            knock.breaches.join("; "),
            knock.released.join("; "),
            knock.fi.map_or("–".to_owned(), |fi| format!("{fi:.1}")),
        ]);
    }
    table
}

fn repair(incident: &Incident) -> Table {
    let mut table = Table::new(
        "The seven days after, mended: duties given up and taken over",
        &["who", "duty"],
    );
    for (who, what) in &incident.repair {
        table.row(vec![who.clone(), what.clone()]);
    }
    table
}

fn relief(incident: &Incident) -> Table {
    let title = format!("Relief wave, {}", span_words(incident.relief.span));
    let mut table = Table::new(&title, &["tier", "#rostered", "#kept back and lawful"]);
    for (i, (rostered, kept)) in incident
        .relief
        .rostered
        .iter()
        .zip(&incident.relief.kept_back)
        .enumerate()
    {
        let known = (i < incident.house.tiers.len()).then_some(i);
        table.row(vec![
            incident.house.tier_word(known).to_owned(),
            rostered.to_string(),
            kept.to_string(),
        ]);
    }
    table
}

/// What the answer cannot tell. Said in every one.
pub(super) const NOT_KNOWN: [&str; 5] = [
    "who really answers, comes, and how fast: no measured figures of British doctors were found, so every number of the callback is an assumption",
    "that roads close, telephones fail and people hear of it before they are called: each person is thrown alone",
    "beds, theatres, blood and instruments; and that casualties are spread over several hospitals",
    "who has what to do at home; consent to be called is for people to give",
    "compensatory rest beyond the clauses that the checker knows",
];

/// The findings alone.
pub fn summary(incident: &Incident) -> Vec<String> {
    sentences(incident)
}

/// Everything in words.
pub fn text(incident: &Incident) -> String {
    let mut out = format!("{}\n\n", heading(incident));
    for sentence in sentences(incident) {
        let _ = writeln!(out, "{sentence}");
    }
    out.push_str("Numbers are the middle of the runs, in brackets a tenth and nine tenths.\n\n");
    let _ = writeln!(out, "{}", came(incident).text("  "));
    for outcome in main_outcomes(incident) {
        let table = timeline(outcome, incident.theatre_known);
        let _ = writeln!(out, "{}\n{}", table.caption, table.text("  "));
    }
    for table in [
        call_list(incident),
        not_called(incident),
        relief(incident),
        after(incident),
        repair(incident),
    ] {
        if !table.rows.is_empty() {
            let _ = writeln!(out, "{}\n{}", table.caption, table.text("  "));
        }
    }
    if !incident.floors_after.is_empty() {
        out.push_str("Floors that were met and that the repair leaves unmet\n");
        for line in &incident.floors_after {
            let _ = writeln!(out, "  {line}");
        }
        out.push('\n');
    }
    out.push_str("What this does not know\n");
    for line in NOT_KNOWN {
        let _ = writeln!(out, "  - {line}");
    }
    out.push('\n');
    out.push_str(&incident.grounds.text());
    out
}

/// One timeline for each strike, all by telephone tree.
pub(super) fn main_outcomes(incident: &Incident) -> Vec<&Outcome> {
    let tree = |o: &&Outcome| o.way == Way::Tree || o.variant != Variant::NoStrike;
    incident.outcomes.iter().filter(tree).collect()
}

/// The same on a page of a larger one.
pub fn onto(page: &mut Page, incident: &Incident) {
    page.list(&sentences(incident));
    page.figure(
        "Trauma teams there and needed, by minute; bands hold eight runs of ten",
        &chart(incident),
    );
    page.table(&came(incident));
    for outcome in main_outcomes(incident) {
        page.folded(&timeline(outcome, incident.theatre_known));
    }
    page.table(&relief(incident));
    for table in [
        call_list(incident),
        not_called(incident),
        after(incident),
        repair(incident),
    ] {
        if !table.rows.is_empty() {
            page.folded(&table);
        }
    }
    page.list(&incident.floors_after);
}

/// Everything as a page that prints.
pub fn page(incident: &Incident) -> String {
    let mut page = Page::new(&heading(incident));
    onto(&mut page, incident);
    page.heading("What this does not know");
    page.list(&NOT_KNOWN.map(str::to_owned));
    page.grounds(&incident.grounds);
    page.finish()
}
