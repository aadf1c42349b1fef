//! What is shared fairly, as counts, and what duties cost in pay.

use super::when::{When, Who, shifts};
use super::{Needs, aims};
use crate::contract::{Fields, Value};
use crate::department::Department;
use crate::diagnostic::{Diagnostic, did_you_mean};

/// Duties of one sort, counted for each person against a fair share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fairness {
    /// What it is called, such as `nights`.
    pub name: String,
    /// The class of the contract that a duty must be in, `night` or `england-2016:night`.
    pub class: Option<String>,
    /// Shift types that count; all where empty.
    pub shifts: Vec<usize>,
    /// On which days a duty must begin.
    pub when: When,
    /// Who shares them; nobody else is counted.
    pub who: Who,
    /// Weight of its own, in place of the aim's.
    pub weight: Option<i32>,
    /// Weeks over which the count should be spread evenly, where it should.
    pub spread_weeks: Option<i32>,
}

/// What a duty costs besides the basic pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerDuty {
    /// Shift types.
    pub shifts: Vec<usize>,
    /// On which days they begin.
    pub when: When,
    /// Who works them.
    pub who: Who,
    /// Pounds for each.
    pub pounds: i32,
}

pub(super) fn read(f: &mut Fields<'_>, department: &Department) -> Option<Fairness> {
    let name = f.text("count").map(str::to_owned);
    let class = f.text_or_none("class").map(str::to_owned);
    let shifts = shifts(f, "shifts", department);
    let when = When::read(f);
    let who = Who::read(f);
    let weight = super::wish::own_weight(f);
    let spread_weeks = f
        .optional("spread-weeks")
        .and_then(|node| match node.value {
            Value::Integer(n @ 1..=52) => Some(n as i32),
            _ => {
                f.wrong_value(node, "spread-weeks", "a whole number from 1 to 52");
                None
            }
        });
    Some(Fairness {
        name: name?,
        class,
        shifts,
        when,
        who,
        weight,
        spread_weeks,
    })
}

pub(super) fn read_pay(f: &mut Fields<'_>, department: &Department) -> Option<PerDuty> {
    f.required("shifts");
    let shifts = shifts(f, "shifts", department);
    let when = When::read(f);
    let who = Who::read(f);
    f.required("pounds")?;
    let pounds = aims::number(f, "pounds", 0, 100_000);
    Some(PerDuty {
        shifts,
        when,
        who,
        pounds,
    })
}

/// A count brought over that nothing counts is a slip of the pen.
pub(super) fn tell_uncounted(f: &mut Fields<'_>, needs: &Needs, department: &Department) {
    let names = || needs.fairness.iter().map(|x| x.name.as_str());
    for (index, person) in department.people.iter().enumerate() {
        for name in needs.person(index).carried.keys() {
            if names().any(|n| n == name) {
                continue;
            }
            let title = format!("{} brings over `{name}`, which nothing counts", person.name);
            let help = match did_you_mean(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add [[fairness]] with count = \"{name}\", or remove it"),
            };
            f.problem(&f.span(), Diagnostic::error("C005", title).help(help));
        }
    }
}
