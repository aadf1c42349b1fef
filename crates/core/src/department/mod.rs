//! One department: its people, shift types, agreements and leave, read from `department.toml`.

mod job_share;
mod lines;
pub mod needs;
mod person;
mod posts;

pub use job_share::{JobShare, Split};
pub use lines::staffed;
pub use person::{PastDuty, Person, Share};
pub use posts::{Laid, laid, shared_slots};

use crate::contract::{Agreement, Choices, Fields, Node, Source, Value};
use crate::diagnostic::Diagnostic;
use crate::rota::{Breaks, Kind, ShiftType};
use crate::rules::ProspectiveCover;
use crate::time::{ClockTime, Day, Minutes, Zone};

use person::{leave_weeks, read_absence, read_person};

/// A department as its file describes it.
#[derive(Clone, Debug)]
pub struct Department {
    /// Its name.
    pub name: String,
    /// Its time zone.
    pub zone: Zone,
    /// The contracts that bind everybody who has none of their own, as `id` or `id@date`.
    pub contracts: Vec<String>,
    /// First day judged, where given.
    pub from: Option<Day>,
    /// The day after the last, where given.
    pub to: Option<Day>,
    /// Answers to interpretations.
    pub choices: Choices,
    /// Codes of its sheets.
    pub shift_types: Vec<ShiftType>,
    /// Its people.
    pub people: Vec<Person>,
    /// Its agreements.
    pub agreements: Vec<Agreement>,
    /// Leave that colleagues cover within the rota.
    pub cover: Option<ProspectiveCover>,
    /// Slots that several people share.
    pub job_shares: Vec<JobShare>,
    /// What is asked of a rota that is to be designed.
    pub needs: needs::Needs,
}

impl Department {
    /// A department of which nothing is known.
    pub fn unknown() -> Department {
        Department {
            name: String::new(),
            zone: Zone::london(),
            contracts: Vec::new(),
            from: None,
            to: None,
            choices: Choices::new(),
            shift_types: Vec::new(),
            people: Vec::new(),
            agreements: Vec::new(),
            cover: None,
            job_shares: Vec::new(),
            needs: needs::Needs::default(),
        }
    }

    /// The person of this name.
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|p| p.name == name)
    }

    /// Leave that colleagues cover for the person of this name: their own, else the department's.
    pub fn cover_of(&self, name: &str) -> Option<ProspectiveCover> {
        let own = self.person(name).and_then(|p| p.cover);
        own.or(self.cover)
    }

    /// Reads `department.toml`.
    ///
    /// # Errors
    /// Every problem in the file.
    pub fn read(file: &str, text: &str) -> Result<Department, Vec<Diagnostic>> {
        let mut source = Source::new(file, text);
        let root = source.parse();
        let mut department = Department::unknown();
        let mut f = Fields::new(&mut source, &root, 0..0, "a department");
        if let Some(node) = f.required("format")
            && node.value != Value::Integer(1)
        {
            f.wrong_value(node, "format", "1");
        }
        f.text("name")
            .unwrap_or_default()
            .clone_into(&mut department.name);
        if let Some(node) = f.optional("zone")
            && let Some(name) = f.as_text("zone", node)
        {
            match Zone::named(name) {
                Ok(zone) => department.zone = zone,
                Err(error) => f.problem(&node.span, Diagnostic::error("C004", error.to_string())),
            }
        }
        department.contracts = owned(f.texts("contract"));
        if let Some((table, span)) = f.table("period") {
            let mut p = Fields::new(f.source, table, span, "`period`");
            department.from = p.date_or_none("from");
            department.to = p.date_or_none("to");
            p.finish();
        }
        if let Some((table, _)) = f.table("interpret") {
            for entry in &table.entries {
                match &entry.node.value {
                    Value::Text(value) => {
                        department.choices.insert(entry.key.clone(), value.clone());
                    }
                    _ => f.wrong(&entry.node, &entry.key, "a text in quotes"),
                }
            }
        }
        department.cover = read_cover(&mut f);
        for (table, span) in f.tables("shift") {
            let mut s = Fields::new(f.source, table, span, "a shift");
            let at = department.shift_types.len();
            department.needs.read_shift(at, &mut s);
            department.shift_types.extend(read_shift(&mut s));
            s.finish();
        }
        for (table, span) in f.tables("person") {
            let mut p = Fields::new(f.source, table, span.clone(), "a person");
            let person = read_person(&mut p, department.cover);
            department
                .needs
                .read_person(department.people.len(), &mut p);
            p.finish();
            let Some(person) = person else { continue };
            if department.person(&person.name).is_some() {
                let title = format!("`{}` stands here a second time", person.name);
                f.problem(&span, Diagnostic::error("C008", title));
            } else {
                department.people.push(person);
            }
        }
        for (table, span) in f.tables("agreement") {
            let place = f.source.place(&span);
            let mut a = Fields::new(f.source, table, span, "an agreement");
            let clause = a.text("clause").map(str::to_owned);
            let limit = a.optional("limit").map(Node::plain);
            let agreed_by = owned(a.texts("agreed-by"));
            let on = a.date("on");
            let people = owned(a.texts("people"));
            a.finish();
            if let (Some(clause), Some(on)) = (clause, on) {
                department.agreements.push(Agreement {
                    clause,
                    limit,
                    agreed_by,
                    on,
                    people,
                    place: Some(place),
                });
            }
        }
        for (table, span) in f.tables("leave") {
            let mut l = Fields::new(f.source, table, span.clone(), "leave");
            let name = l.text("person").map(str::to_owned);
            let absence = read_absence(&mut l);
            l.finish();
            let (Some(name), Some(absence)) = (name, absence) else {
                continue;
            };
            match department.people.iter_mut().find(|p| p.name == name) {
                Some(person) => person.absences.push(absence),
                None => {
                    let title = format!("there is no person `{name}` in this department");
                    f.problem(&span, Diagnostic::error("C005", title));
                }
            }
        }
        for (table, span) in f.tables("job-share") {
            let share = job_share::read(&mut f, table, span, &department);
            department.job_shares.extend(share);
        }
        department.needs = needs::read(&mut f, &department);
        f.finish();
        for person in &mut department.people {
            person.absences.sort_by_key(|a| a.from);
        }
        if source.problems.is_empty() {
            Ok(department)
        } else {
            Err(source.problems)
        }
    }
}

fn owned(texts: Vec<(&str, std::ops::Range<usize>)>) -> Vec<String> {
    texts.into_iter().map(|(t, _)| t.to_owned()).collect()
}

fn read_cover(f: &mut Fields<'_>) -> Option<ProspectiveCover> {
    let (table, span) = f.table("prospective-cover")?;
    let mut c = Fields::new(f.source, table, span, "`prospective-cover`");
    let weeks = c.required("leave-weeks-a-year");
    let weeks = weeks.and_then(|node| leave_weeks(&mut c, node));
    let hours = c.length("hours-in-a-leave-week");
    c.finish();
    Some(ProspectiveCover {
        leave_weeks_milli: weeks?,
        leave_week_minutes: i64::from(hours?.0),
    })
}

fn kind(f: &mut Fields<'_>) -> Option<Kind> {
    f.word("kind", &Kind::WORDS)
}

fn read_shift(f: &mut Fields<'_>) -> Option<ShiftType> {
    let code = f.text("code").map(str::to_owned);
    let name = f.text_or_none("name").map(str::to_owned);
    let kind = kind(f)?;
    let times: Option<(ClockTime, ClockTime)> = if kind.is_duty() {
        f.clock_time("start").zip(f.clock_time("end"))
    } else {
        None
    };
    let breaks = match f.optional("breaks") {
        Some(node) => {
            let breaks = Breaks::parse(&node.plain());
            if let Err(error) = &breaks {
                f.problem(&node.span, Diagnostic::error("C004", error.to_string()));
            }
            breaks.ok()
        }
        None => None,
    };
    let mut length = |key: &'static str| -> Option<Minutes> { f.length_or_none(key) };
    let (work, rest, longest_rest) = (length("work"), length("rest"), length("longest-rest"));
    if kind.is_duty() && times.is_none() {
        return None;
    }
    Some(ShiftType {
        code: code?,
        name,
        kind,
        times,
        breaks,
        work,
        rest,
        longest_rest,
    })
}
