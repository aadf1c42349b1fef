//! Who should work together, and who apart.

use super::when::{people, shifts};
use crate::contract::Fields;
use crate::department::Department;
use crate::diagnostic::{Diagnostic, Place};

/// How two people should stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// On the same shift type on the same day, or neither.
    Together,
    /// Never on the same shift type on the same day.
    Apart,
}

/// Some people, each of whom should work with, or without, each of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairing {
    /// Places in the list of people; at least two.
    pub people: Vec<usize>,
    /// Together or apart.
    pub how: Together,
    /// On which shift types; on all where empty.
    pub shifts: Vec<usize>,
    /// Weight of its own, in place of the aim's.
    pub weight: Option<i32>,
    /// Where it stands.
    pub place: Place,
}

pub(super) fn read(f: &mut Fields<'_>, department: &Department) -> Option<Pairing> {
    let place = f.source.place(&f.span());
    let how = f.word(
        "want",
        &[("together", Together::Together), ("apart", Together::Apart)],
    );
    let named = f.texts("people").len();
    let mut people = people(f, "people", department);
    let found = people.len();
    people.sort_unstable();
    people.dedup();
    let shifts = shifts(f, "shifts", department);
    let weight = super::wish::own_weight(f);
    if named < 2 || people.len() < found {
        let title = "a pairing needs at least two different people";
        let help = "write people = [\"Asha\", \"Ben\"]";
        f.problem(&f.span(), Diagnostic::error("C094", title).help(help));
    }
    (people.len() > 1).then_some(Pairing {
        people,
        how: how?,
        shifts,
        weight,
        place,
    })
}

impl Pairing {
    fn contradicts(&self, other: &Pairing) -> Option<(usize, usize)> {
        let same_shift = self.shifts.is_empty()
            || other.shifts.is_empty()
            || self.shifts.iter().any(|s| other.shifts.contains(s));
        if self.how == other.how || !same_shift {
            return None;
        }
        let mut both = self.people.iter().filter(|p| other.people.contains(p));
        Some((*both.next()?, *both.next()?))
    }
}

/// Two people cannot be wanted together and apart on one shift type.
pub(super) fn tell_contradictions(f: &mut Fields<'_>, earlier: &[Pairing], new: &Pairing) {
    let Some((other, _)) = earlier.iter().find_map(|e| Some((e, e.contradicts(new)?))) else {
        return;
    };
    let title = "these people are wanted both together and apart";
    let diagnostic = Diagnostic::error("C095", title)
        .note(format!("the other pairing: {}", other.place.short()))
        .help("remove one of the two, or give them different `shifts`");
    f.source.problems.push(diagnostic.at(new.place.clone()));
}
