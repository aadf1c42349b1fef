//! What a department asks of a rota that is still to be designed: cover, wishes, aims.
//!
//! Read from the same file as the rest of the department. Knows nothing of contracts and nothing
//! of searching: a class is a name here, and a weight a number.

mod aims;
mod cover;
mod fair;
mod together;
mod when;
mod wish;

use std::collections::BTreeMap;

use super::Department;
use crate::contract::{Fields, Value};
use crate::diagnostic::Diagnostic;
use crate::time::Minutes;

pub use aims::{Aims, MOST as MOST_WEIGHT, Short};
pub use cover::{Asked, Cover, Demand, Supervision};
pub use fair::{Fairness, PerDuty};
pub use together::{Pairing, Together};
pub use when::{When, Who};
pub use wish::{Fixed, Wish, Work};

/// Everything that is asked of a rota besides the law.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// When and by whom each shift type may be worked, as far as it says.
    shifts: Vec<ShiftNeeds>,
    /// Skills and hours of each person.
    people: Vec<PersonNeeds>,
    /// Hours wanted of everybody, where given.
    pub hours: Option<Hours>,
    /// Cover by shift type.
    pub cover: Vec<Cover>,
    /// Cover by the clock.
    pub demand: Vec<Demand>,
    /// Who must not be there without whom.
    pub supervision: Vec<Supervision>,
    /// Who should work together, and who apart.
    pub pairings: Vec<Pairing>,
    /// What people would like.
    pub wishes: Vec<Wish>,
    /// What is settled already.
    pub fixed: Vec<Fixed>,
    /// What is to be shared fairly.
    pub fairness: Vec<Fairness>,
    /// What a duty costs besides the basic pay.
    pub pay: Vec<PerDuty>,
    /// What one of each costs.
    pub aims: Aims,
}

/// When and by whom a shift type may be worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShiftNeeds {
    /// On which days it may begin.
    pub when: When,
    /// Who may work it.
    pub who: Who,
}

/// What designing needs to know of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonNeeds {
    /// What the person can do.
    pub skills: Vec<String>,
    /// Contracted hours a week, where they are not the share of the department's.
    pub week: Option<Minutes>,
    /// Counts brought over from earlier rotas, by the name of what is counted.
    pub carried: BTreeMap<String, i32>,
}

/// Contracted hours, and how far a rota may be from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// A week's hours at full time.
    pub week: Minutes,
    /// Least part of them, in hundredths.
    pub least_percent: i32,
    /// Greatest part of them, in hundredths.
    pub most_percent: i32,
}

static ANYBODY: PersonNeeds = PersonNeeds {
    skills: Vec::new(),
    week: None,
    carried: BTreeMap::new(),
};

static ALWAYS: ShiftNeeds = ShiftNeeds {
    when: When::ALWAYS,
    who: Who::ANYBODY,
};

impl Needs {
    /// What is known of the person at this place of the department's list.
    pub fn person(&self, index: usize) -> &PersonNeeds {
        self.people.get(index).unwrap_or(&ANYBODY)
    }

    /// What is known of the shift type at this place of the department's list.
    pub fn shift(&self, index: usize) -> &ShiftNeeds {
        self.shifts.get(index).unwrap_or(&ALWAYS)
    }

    /// Reads what a `[[shift]]` says besides its times; it will stand at `index`.
    pub(super) fn read_shift(&mut self, index: usize, f: &mut Fields<'_>) {
        let needs = ShiftNeeds {
            when: When::read(f),
            who: Who::read(f),
        };
        self.shifts.truncate(index);
        self.shifts.push(needs);
    }

    /// Reads what a `[[person]]` says besides name and terms; it will stand at `index`.
    pub(super) fn read_person(&mut self, index: usize, f: &mut Fields<'_>) {
        let skills = when::names(f, "skills");
        let week = f.length_or_none("hours");
        let mut carried = BTreeMap::new();
        if let Some((table, _)) = f.table("carried") {
            for entry in &table.entries {
                match entry.node.value {
                    Value::Integer(n @ 0..=10_000) => {
                        carried.insert(entry.key.clone(), n as i32);
                    }
                    _ => f.wrong_value(&entry.node, &entry.key, "a whole number from 0 to 10000"),
                }
            }
        }
        self.people.truncate(index);
        self.people.push(PersonNeeds {
            skills,
            week,
            carried,
        });
    }
}

/// Reads everything else, once people and shift types are known.
pub(super) fn read(f: &mut Fields<'_>, department: &Department) -> Needs {
    let mut needs = department.needs.clone();
    needs.hours = read_hours(f);
    needs.aims = aims::read(f);
    for (table, span) in f.tables("cover") {
        let mut c = Fields::new(f.source, table, span, "`cover`");
        needs.cover.extend(cover::read_cover(&mut c, department));
        c.finish();
    }
    for (table, span) in f.tables("demand") {
        let mut d = Fields::new(f.source, table, span, "`demand`");
        needs.demand.extend(cover::read_demand(&mut d));
        d.finish();
    }
    for (table, span) in f.tables("supervision") {
        let mut s = Fields::new(f.source, table, span, "`supervision`");
        let supervision = cover::read_supervision(&mut s, department);
        needs.supervision.extend(supervision);
        s.finish();
    }
    for (table, span) in f.tables("pairing") {
        let mut p = Fields::new(f.source, table, span, "`pairing`");
        let pairing = together::read(&mut p, department);
        p.finish();
        if let Some(pairing) = pairing {
            together::tell_contradictions(f, &needs.pairings, &pairing);
            needs.pairings.push(pairing);
        }
    }
    for (table, span) in f.tables("wish") {
        let mut w = Fields::new(f.source, table, span, "a wish");
        needs.wishes.extend(wish::read_wish(&mut w, department));
        w.finish();
    }
    for (table, span) in f.tables("fixed") {
        let mut x = Fields::new(f.source, table, span, "`fixed`");
        let fixed = wish::read_fixed(&mut x, department);
        x.finish();
        for one in fixed {
            wish::tell_second(f, &needs.fixed, &one);
            needs.fixed.push(one);
        }
    }
    for (table, span) in f.tables("fairness") {
        let mut x = Fields::new(f.source, table, span.clone(), "`fairness`");
        let fairness = fair::read(&mut x, department);
        x.finish();
        let Some(fairness) = fairness else { continue };
        if needs.fairness.iter().any(|o| o.name == fairness.name) {
            let title = format!("`{}` is counted here a second time", fairness.name);
            let help = "give it another name in `count`, or remove one of the two";
            f.problem(&span, Diagnostic::error("C008", title).help(help));
        } else {
            needs.fairness.push(fairness);
        }
    }
    for (table, span) in f.tables("pay") {
        let mut p = Fields::new(f.source, table, span, "`pay`");
        needs.pay.extend(fair::read_pay(&mut p, department));
        p.finish();
    }
    fair::tell_uncounted(f, &needs, department);
    needs
}

fn read_hours(f: &mut Fields<'_>) -> Option<Hours> {
    let (table, span) = f.table("hours")?;
    let mut h = Fields::new(f.source, table, span.clone(), "`hours`");
    let week = h.length("week");
    let least = aims::number(&mut h, "least-percent", 90, 1000);
    let most = aims::number(&mut h, "most-percent", 105, 1000);
    h.finish();
    if least > most {
        let title = format!("at least {least} % and at most {most} % cannot both be kept");
        let help = "`least-percent` must not be above `most-percent`";
        f.problem(&span, Diagnostic::error("C090", title).help(help));
    }
    Some(Hours {
        week: week?,
        least_percent: least,
        most_percent: most,
    })
}
