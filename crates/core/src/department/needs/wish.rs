//! What people would like, and what is settled already.

use super::aims::MOST;
use super::when::{When, people, shift};
use crate::contract::{Fields, Value};
use crate::department::Department;
use crate::diagnostic::{Diagnostic, Place};

/// What somebody does on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Nothing: a day off.
    Off,
    /// The shift type at this place of the list.
    Shift(usize),
}

/// A wish of some people for some days.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// Places in the list of people.
    pub people: Vec<usize>,
    /// For which days.
    pub when: When,
    /// One of these is wanted, or none of these.
    pub of: Vec<Work>,
    /// Wanted, or to be avoided.
    pub wanted: bool,
    /// How much it weighs among wishes.
    pub weight: i32,
    /// Where it stands.
    pub place: Place,
}

/// What one person does on one or some days, settled before the design.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// Place in the list of people.
    pub person: usize,
    /// The days.
    pub when: When,
    /// What it is.
    pub work: Work,
    /// Where it stands.
    pub place: Place,
}

/// A pairing's or an entry's own weight.
pub(super) fn own_weight(f: &mut Fields<'_>) -> Option<i32> {
    f.optional("weight")?;
    Some(super::aims::weight(f, "weight", 1))
}

/// `off` or codes of shifts.
fn works(f: &mut Fields<'_>, key: &'static str, department: &Department) -> Vec<Work> {
    let texts = f.texts(key);
    texts
        .into_iter()
        .filter_map(|(text, span)| match text {
            "off" => Some(Work::Off),
            code => shift(f, code, &span, department).map(Work::Shift),
        })
        .collect()
}

pub(super) fn read_wish(f: &mut Fields<'_>, department: &Department) -> Option<Wish> {
    let place = f.source.place(&f.span());
    f.required("person");
    let people = people(f, "person", department);
    let when = When::read_with_stretch(f);
    let (want, avoid) = (works(f, "want", department), works(f, "avoid", department));
    let given = [f.optional("want"), f.optional("avoid")];
    let weight = super::aims::number(f, "weight", 1, MOST);
    if given.iter().flatten().count() != 1 {
        let title = "a wish has either `want` or `avoid`";
        let help = "write want = \"off\", want = [\"D\"] or avoid = \"N\"";
        f.problem(&f.span(), Diagnostic::error("C096", title).help(help));
        return None;
    }
    let wanted = given[0].is_some();
    let of = if wanted { want } else { avoid };
    (!of.is_empty() && !people.is_empty()).then_some(Wish {
        people,
        when,
        of,
        wanted,
        weight,
        place,
    })
}

pub(super) fn read_fixed(f: &mut Fields<'_>, department: &Department) -> Vec<Fixed> {
    let place = f.source.place(&f.span());
    f.required("person");
    let people = people(f, "person", department);
    let when = When::read_with_stretch(f);
    let node = f.required("work");
    let works = works(f, "work", department);
    if let Some(node) = node
        && matches!(&node.value, Value::List(items) if items.len() != 1)
    {
        f.wrong_value(node, "work", "one shift or \"off\"");
    }
    let Some(&work) = works.first() else {
        return Vec::new();
    };
    people
        .into_iter()
        .map(|person| Fixed {
            person,
            when: when.clone(),
            work,
            place: place.clone(),
        })
        .collect()
}

/// Nobody can be fixed to two things on one day; asked over the period of the department.
pub(super) fn tell_second(f: &mut Fields<'_>, earlier: &[Fixed], new: &Fixed) {
    let clash = earlier.iter().find(|other| {
        let both = other.person == new.person && other.work != new.work;
        both && other.when.meets(&new.when)
    });
    let Some(other) = clash else { return };
    let diagnostic = Diagnostic::error("C097", "this day is fixed to something else already")
        .note(format!("the other: {}", other.place.short()))
        .help("a person does one thing on a day; remove one of the two");
    f.source.problems.push(diagnostic.at(new.place.clone()));
}
