//! One department: its people, shift types, agreements and leave, read from `department.toml`.

pub mod needs;

use crate::contract::{Agreement, Choices, Fields, Node, Source, Value};
use crate::diagnostic::Diagnostic;
use crate::rota::{Absence, Breaks, Kind, ShiftType};
use crate::rules::ProspectiveCover;
use crate::time::{ClockTime, Day, Minutes, Wall, Zone};

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
    /// What is asked of a rota that is to be designed.
    pub needs: needs::Needs,
}

/// Somebody who works in the department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name as in the rota.
    pub name: String,
    /// Share of full time.
    pub share: Share,
    /// Grade such as `ST3`, where given.
    pub grade: Option<String>,
    /// Contracts of their own, where given.
    pub contracts: Vec<String>,
    /// When the person opted out of the weekly average.
    pub opt_out: Option<Day>,
    /// Leave, study leave and sickness.
    pub absences: Vec<Absence>,
    /// Duties before the period.
    pub history: Vec<PastDuty>,
    /// Leave that colleagues cover, where the person's own is given.
    pub cover: Option<ProspectiveCover>,
}

/// A duty before the period, as the file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastDuty {
    /// Wall-clock start.
    pub start: Wall,
    /// Wall-clock end.
    pub end: Wall,
    /// What sort of duty.
    pub kind: Kind,
    /// Work expected within an on-call duty.
    pub work: Option<Minutes>,
    /// Rest expected within it.
    pub rest: Option<Minutes>,
    /// The longest unbroken rest expected within it.
    pub longest_rest: Option<Minutes>,
}

/// A share of full time in ten-thousandths, above zero and up to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// Full time.
    pub const FULL: Share = Share(10_000);

    /// Reads `0.6`, `1`, `1.0`.
    pub fn parse(text: &str) -> Option<Share> {
        let milli = thousandths(text)?;
        (1..=1000)
            .contains(&milli)
            .then(|| Share(milli as u16 * 10))
    }

    /// Whether the person works less than full time.
    pub fn part_time(self) -> bool {
        self < Share::FULL
    }

    /// The share in ten-thousandths.
    pub fn ten_thousandths(self) -> u16 {
        self.0
    }
}

/// A decimal with at most three places, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    Some(whole * 1000 + part)
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

fn leave_weeks(f: &mut Fields<'_>, node: &Node) -> Option<i64> {
    let weeks = thousandths(&node.plain()).filter(|w| (0..52_000).contains(w));
    if weeks.is_none() {
        f.wrong_value(node, "leave-weeks-a-year", "weeks below 52, like 6.5");
    }
    weeks
}

/// A person's own leave; what they do not say is the department's.
fn own_cover(f: &mut Fields<'_>, of_all: Option<ProspectiveCover>) -> Option<ProspectiveCover> {
    let weeks = f.optional("leave-weeks-a-year");
    let hours = f.length_or_none("hours-in-a-leave-week");
    if weeks.is_none() && hours.is_none() {
        return None;
    }
    let given = weeks.is_some();
    let weeks = match weeks {
        Some(node) => leave_weeks(f, node),
        None => of_all.map(|c| c.leave_weeks_milli),
    };
    let minutes = hours
        .map(|h| i64::from(h.0))
        .or(of_all.map(|c| c.leave_week_minutes));
    if minutes.is_none() || (weeks.is_none() && !given) {
        let span = f.span();
        let title = "a person's own leave needs `leave-weeks-a-year` and `hours-in-a-leave-week`, unless `prospective-cover` of the department says the other";
        f.problem(&span, Diagnostic::error("C003", title));
    }
    Some(ProspectiveCover {
        leave_weeks_milli: weeks?,
        leave_week_minutes: minutes?,
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

fn read_absence(f: &mut Fields<'_>) -> Option<Absence> {
    let from = f.date("from");
    let to = f.date("to");
    let words = [
        ("leave", Kind::Leave),
        ("study", Kind::Study),
        ("sick", Kind::Sick),
    ];
    let kind = f.word_or("kind", &words, Kind::Leave);
    let (from, to) = (from?, to?);
    if to <= from || to.since(from) > 3660 {
        let span = f.span();
        let title =
            "leave ends before it begins, or lasts over ten years; `to` is the day after the last";
        f.problem(&span, Diagnostic::error("C004", title));
        return None;
    }
    Some(Absence { from, to, kind })
}

fn read_person(f: &mut Fields<'_>, of_all: Option<ProspectiveCover>) -> Option<Person> {
    let name = f.text("name").map(str::to_owned);
    let share = match f.optional("share") {
        None => Some(Share::FULL),
        Some(node) => {
            let share = Share::parse(&node.plain());
            if share.is_none() {
                f.wrong_value(node, "share", "above 0 and up to 1, like 0.6");
            }
            share
        }
    };
    let grade = f.text_or_none("grade").map(str::to_owned);
    let contracts = owned(f.texts("contract"));
    let opt_out = f.date_or_none("opt-out");
    let cover = own_cover(f, of_all);
    let mut history = Vec::new();
    for (table, span) in f.tables("history") {
        let mut h = Fields::new(f.source, table, span.clone(), "`history`");
        let start = h.text("start").map(Wall::parse);
        let end = h.text("end").map(Wall::parse);
        let kind = h.word_or("kind", &Kind::WORDS, Kind::Day);
        let work = h.length_or_none("work");
        let rest = h.length_or_none("rest");
        let longest_rest = h.length_or_none("longest-rest");
        h.finish();
        match (start, end) {
            (Some(Some(start)), Some(Some(end))) if start < end => {
                history.push(PastDuty {
                    start,
                    end,
                    kind,
                    work,
                    rest,
                    longest_rest,
                });
            }
            _ => {
                let title = "`history` needs `start` and a later `end`, like 2026-11-01T20:30";
                f.problem(&span, Diagnostic::error("C004", title));
            }
        }
    }
    Some(Person {
        name: name?,
        share: share?,
        grade,
        contracts,
        opt_out,
        absences: Vec::new(),
        history,
        cover,
    })
}
