//! Judges a rota block and says in lines what came of it.

use std::path::Path;

use firstline_core::check::{Finding, Question, Terms, Told, Verdict, amount, check};
use firstline_core::contract::{
    Clause, Confidence, Contract, Document, Law, Shelf, read_contract_from, read_contracts,
    read_documents, read_holidays,
};
use firstline_core::diagnostic::{self, Diagnostic};
use firstline_core::rota::{
    DatedRota, LayOptions, PatternLine, Rota, RotaPattern, WorkedOrPlanned,
};
use firstline_core::rules::Purpose;
use firstline_core::time::{Day, Holiday, Holidays, Wall, Zone};

use crate::block::{Rows, Sheet};
use crate::page::{Example, Page};

/// The contracts that the project carries.
pub(crate) struct Library(Vec<Contract>);

/// What the made-up contract of a rule page knows besides the clause that the page gives.
const MADE_UP: &str = r#"
format = 1
id = "example"
title = "A contract made up for an example"
from = 1998-01-01
holidays = "example"
[class.duty]
text = "any duty"
[class.on-call]
text = "non-resident on-call"
kind = ["nroc"]
[class.shift]
text = "anything but non-resident on-call"
none-of = ["on-call"]
[class.night]
text = "a shift with at least 3 h between 23:00 and 06:00"
all-of = ["shift"]
within = { from = "23:00", to = "06:00", at-least = "3h" }
[class.long]
text = "a shift of more than 10 h"
all-of = ["shift"]
length = { more-than = "10h" }
[class.weekend]
text = "a duty with a minute between Saturday 00:00 and Monday 00:00"
touches = { from = "Sat 00:00", to = "Mon 00:00" }
[class.on-call-rest-not-expected]
text = "on-call with less than 8 h of rest expected, or less than 5 h of it unbroken"
all-of = ["on-call"]
expected-rest-short-of = { total = "8h", longest = "5h" }
[[clause]]
id = "example"
force = "must"
text = "The clause of the example."
"#;

const MADE_UP_VERSION: &str = r#"
[[clause.version]]
from = 1998-01-01
cite = { document = "example", at = "the page" }
confidence = "derived"
checked = { on = 2026-11-22, by = "example" }
[clause.version.params]
"#;

impl Library {
    pub(crate) fn open(folder: &Path) -> Library {
        let read = |name: &str| {
            std::fs::read_to_string(folder.join(name))
                .unwrap_or_else(|error| panic!("{name} cannot be read: {error}"))
        };
        let (documents, problems) = read_documents("documents.toml", &read("documents.toml"));
        assert!(problems.is_empty(), "documents.toml: {}", told(&problems));
        let (holidays, problems) =
            read_holidays("holidays.toml", &read("holidays.toml"), &documents);
        assert!(problems.is_empty(), "holidays.toml: {}", told(&problems));
        let ids = [
            "england-2016",
            "working-time-regulations",
            "new-deal-2002",
            "offer-2015-11",
            "imposed-2016-02",
            "acas-2016-05",
            "agenda-for-change",
            "scotland",
            "northern-ireland",
            "wales-2002",
            "wales-2026",
        ];
        let files: Vec<(String, String)> = ids
            .iter()
            .map(|id| format!("{id}.toml"))
            .map(|file| (file.clone(), read(&file)))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()))
            .collect();
        let contracts = read_contracts(&files, &documents, &holidays, &[]);
        Library(contracts.unwrap_or_else(|problems| panic!("{}", told(&problems))))
    }

    /// Questions that a clause hangs on which can be broken, with their contract.
    pub(crate) fn interpretations_of_limits(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for contract in &self.0 {
            let judging = |clause: &&Clause| clause.kind.purpose == Purpose::Judge;
            for clause in contract.clauses.iter().filter(judging) {
                for id in contract.hangs_on(clause) {
                    all.push((contract.id.clone(), id));
                }
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// The contract of this id, with those that it sits on where that is asked.
    pub(crate) fn contracts(&self, id: &str, floor: bool) -> Result<Vec<&Contract>, String> {
        let find = |id: &str| {
            let found = self.0.iter().find(|c| c.id == id);
            found.ok_or_else(|| format!("there is no contract `{id}`"))
        };
        let main = find(id)?;
        let mut all = vec![main];
        if floor {
            for id in &main.sits_on {
                all.push(find(id)?);
            }
        }
        Ok(all)
    }
}

/// The made-up contract of a rule page: one clause of its kind, with the parameters given.
pub(crate) fn made_up(kind: &str, params: &str) -> Result<Contract, String> {
    let document = Document {
        id: "example".to_owned(),
        title: "A page of this book".to_owned(),
        publisher: None,
        version: None,
        date: None,
        address: None,
        checksum: None,
        read: "in full".to_owned(),
    };
    let text = format!("{MADE_UP}kind = \"{kind}\"\n{MADE_UP_VERSION}{params}");
    let day = |text: &str| Day::parse(text).ok_or("a date");
    let early_may = Holiday {
        day: day("2026-05-04")?,
        name: "Early May bank holiday".to_owned(),
        confidence: Confidence::Primary,
        document: "example-terms".to_owned(),
    };
    let years = (day("2026-01-01")?, day("2027-01-01")?);
    let holidays = [Holidays::new(
        "example",
        "Made up",
        years.0,
        years.1,
        vec![early_may],
    )];
    let shelf = Shelf {
        documents: &[document],
        holidays: &holidays,
        contracts: &[],
    };
    read_contract_from("example.toml", &text, &shelf).map_err(|problems| told(&problems))
}

fn told(problems: &[Diagnostic]) -> String {
    let all: Vec<String> = problems.iter().map(diagnostic::full).collect();
    all.join("\n")
}

/// What the program says of an example, line by line.
pub(crate) fn answer(
    library: &Library,
    page: &Page,
    example: &Example<'_>,
) -> Result<String, String> {
    let sheet = Sheet::read(example.options, example.rota)?;
    let (contracts, on) = if let Some(name) = &sheet.options.contract {
        let (id, on) = name.split_once('@').unwrap_or((name, ""));
        (library.contracts(id, sheet.options.floor)?, Day::parse(on))
    } else {
        (Vec::new(), None)
    };
    let own;
    let contracts = if contracts.is_empty() {
        let params = example
            .params
            .ok_or("neither contract= nor a toml block before it")?;
        own = made_up(page.title(), params)?;
        vec![&own]
    } else {
        contracts
    };
    let (rota, messages) = lay(&sheet)?;
    let law = match (on, sheet.options.rows) {
        (Some(day), _) => Law::On(day),
        (None, Rows::People) => Law::OfEachDate,
        (None, Rows::Weeks) => Law::On(
            sheet
                .options
                .on
                .unwrap_or(Day::parse("2026-08-03").ok_or("")?),
        ),
    };
    for id in sheet.options.choices.keys() {
        if !contracts.iter().any(|c| c.interpretation(id).is_some()) {
            return Err(format!("there is no interpretation `{id}`"));
        }
    }
    for id in &sheet.options.show {
        if !contracts.iter().any(|c| c.clause(id).is_some()) {
            return Err(format!("there is no clause `{id}`"));
        }
    }
    let question = Question {
        rota: &rota,
        department: &sheet.department,
        terms: vec![Terms {
            contracts: contracts.clone(),
            law,
        }],
        who: Vec::new(),
        choices: sheet.options.choices.clone(),
        mend: false,
    };
    let verdict = check(&question);
    let teller = Teller {
        sheet: &sheet,
        rota: &rota,
        contracts,
    };
    Ok(teller.lines(&messages, &verdict).join("\n"))
}

pub(crate) fn lay(sheet: &Sheet) -> Result<(Rota, Vec<Diagnostic>), String> {
    let options = &sheet.options;
    let lay = LayOptions {
        zone: Zone::london(),
        on: options.on.unwrap_or(Day(0)),
        start: options.start,
        from: options.from,
        to: options.to.or(sheet.cells_to),
    };
    if options.rows == Rows::Weeks {
        let pattern = RotaPattern {
            shift_types: sheet.shift_types.clone(),
            lines: vec![PatternLine {
                name: "pattern".to_owned(),
                days: sheet.days.clone(),
                places: Vec::new(),
                vacant: false,
            }],
        };
        return Ok(pattern.lay("example", &lay));
    }
    if lay.from.is_none() || lay.to.is_none() {
        return Err("say from= and to=, or give a row of cells".to_owned());
    }
    let dated = DatedRota {
        shift_types: sheet.shift_types.clone(),
        people: sheet.people.clone(),
        entries: sheet.entries.clone(),
        worked: WorkedOrPlanned::Planned,
        first_day: None,
        last_day: None,
    };
    Ok(dated.lay("example", &lay))
}

struct Teller<'a> {
    sheet: &'a Sheet,
    rota: &'a Rota,
    contracts: Vec<&'a Contract>,
}

impl Teller<'_> {
    fn lines(&self, messages: &[Diagnostic], verdict: &Verdict) -> Vec<String> {
        let mut lines = Vec::new();
        for message in messages.iter().chain(&verdict.diagnostics) {
            lines.push(format!("{}: {}", message.code, message.title));
        }
        let shown = |clause: &String| self.shown(clause);
        let breaches: Vec<&Finding> = verdict
            .breaches
            .iter()
            .filter(|f| shown(&f.told.clause))
            .collect();
        if breaches.is_empty() {
            lines.push("lawful".to_owned());
        }
        lines.extend(breaches.iter().map(|f| self.finding(f)));
        for warning in verdict.warnings.iter().filter(|f| shown(&f.told.clause)) {
            let why = warning.why_warning.as_deref().unwrap_or_default();
            lines.push(format!("warning: {}; {why}", self.finding(warning)));
        }
        if self.sheet.options.readings {
            for told in verdict.readings.iter().filter(|t| shown(&t.clause)) {
                lines.push(self.reading(told));
            }
        }
        if self.sheet.options.not_checked {
            for item in verdict.not_checked.iter().filter(|n| shown(&n.clause)) {
                let clause = self.label(&item.clause).replace(' ', ": ");
                let people = match item.people.as_slice() {
                    [] => String::new(),
                    people => format!(" ({})", people.join(", ")),
                };
                lines.push(format!("not checked: {clause}{}{people}", item.why));
            }
        }
        lines
    }

    fn shown(&self, clause: &str) -> bool {
        let show = &self.sheet.options.show;
        let id = clause.split_once(':').map_or(clause, |(_, id)| id);
        show.is_empty() || show.iter().any(|s| s == id)
    }

    /// The clause, followed by a blank; nothing where there is only one.
    fn label(&self, clause: &str) -> String {
        match self.contracts.as_slice() {
            [only] if only.clauses.len() == 1 => String::new(),
            [_] => {
                clause
                    .split_once(':')
                    .map_or(clause, |(_, id)| id)
                    .to_owned()
                    + " "
            }
            _ => format!("{clause} "),
        }
    }

    fn finding(&self, finding: &Finding) -> String {
        let told = &finding.told;
        let nominal = match &finding.nominal {
            Some(nominal) => format!(" (the wall clock shows {nominal} {})", told.unit.word()),
            None => String::new(),
        };
        format!(
            "{} {}{}, {}: {}{nominal}",
            told.code,
            self.label(&told.clause),
            told.person,
            self.stretch(told),
            told.words
        )
    }

    fn reading(&self, told: &Told) -> String {
        let reading = &told.reading;
        let distance = (reading.limit - reading.measured).abs();
        let sign = if told.headroom.starts_with('-') {
            "−"
        } else {
            ""
        };
        format!(
            "reading {}{}: measured {}, limit {}, headroom {sign}{}",
            self.label(&told.clause),
            told.person,
            amount(told.unit, reading.measured, reading.scale),
            amount(told.unit, reading.limit, reading.scale),
            amount(told.unit, distance, reading.scale)
        )
    }

    /// `Thu 6 – Fri 7 Aug`, or `Fri of week 2` in a pattern that stands on no dates.
    fn stretch(&self, told: &Told) -> String {
        let first = told.from.wall.day();
        // the last minute, not the one after it
        let last = Wall(told.to.wall.0 - 1).day().max(first);
        if !self.rota.on_dates {
            let (first, last) = (self.of_week(first), self.of_week(last));
            return if first == last {
                first
            } else {
                format!("{first} – {last}")
            };
        }
        let ((_, first_month, day), (_, last_month, _)) = (first.ymd(), last.ymd());
        if first == last {
            first.short()
        } else if first_month == last_month {
            format!("{} {day} – {}", first.weekday(), last.short())
        } else {
            format!("{} – {}", first.short(), last.short())
        }
    }

    fn of_week(&self, day: Day) -> String {
        let days = self.rota.period.days().max(1);
        let week = day.since(self.rota.period.from).rem_euclid(days) / 7 + 1;
        format!("{} of week {week}", day.weekday())
    }
}
