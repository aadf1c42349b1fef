//! Every kind of pay against a second implementation, written from its page alone.

mod laws;
mod terms;
mod twin;
mod write;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use firstline_core::contract::{Choices, Contract};
use firstline_core::department::{Department, Share};
use firstline_core::pay::{Detail, Exact, Facts, PayQuestion, Payer, Pence};
use firstline_core::rota::Rota;
use firstline_core::rules::ProspectiveCover;

use crate::case::{table, world};
use crate::contract::read;
use crate::dice::Dice;
use crate::random::Plan;
use crate::seeds;
use crate::twin::{Class, Ratio};
use terms::{FACTS, KINDS, Terms};

/// What pay knows of somebody.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Thousandths of full time, where it is given.
    share: Option<i64>,
    /// Annual basic pay in pence.
    basic: i64,
    full_time_weekends: Option<(i64, i64)>,
    location: Option<&'static str>,
    premium: Option<&'static str>,
    band: Option<&'static str>,
    facts: BTreeMap<&'static str, bool>,
}

impl Person {
    fn random(dice: &mut Dice) -> Person {
        let place = [None, Some("here"), Some("there")];
        let mut facts = BTreeMap::new();
        for name in FACTS {
            if dice.one_in(2) {
                facts.insert(name, dice.one_in(2));
            }
        }
        Person {
            share: dice.of(&[None, Some(1000), Some(600), Some(333)]),
            basic: dice.range(1_000_000, 9_999_999),
            full_time_weekends: dice.of(&[None, Some((1, 4)), Some((1, 2)), Some((1, 9))]),
            location: dice.of(&place),
            premium: dice.of(&place),
            band: dice.of(&[None, Some("2"), Some("5"), Some("9")]),
            facts,
        }
    }

    fn part_time(&self) -> bool {
        self.share.is_some_and(|share| share < 1000)
    }

    /// A full-time sum by the share of full time.
    fn of_full_time(&self, sum: i64) -> i64 {
        let share = if self.part_time() { self.share } else { None };
        share.map_or(sum, |s| Ratio::new(i128::from(sum * s), 1000).nearest())
    }

    fn facts(&self, terms: &Terms) -> Facts {
        let mut other: BTreeMap<String, String> = BTreeMap::new();
        for (name, yes) in &self.facts {
            other.insert(
                (*name).to_owned(),
                if *yes { "yes" } else { "no" }.to_owned(),
            );
        }
        if let Some(band) = self.band {
            other.insert("band".to_owned(), band.to_owned());
        }
        let by_grade = matches!(terms, Terms::Base(_) | Terms::Band(_));
        let share = |milli: i64| {
            let text = format!("{}.{:03}", milli / 1000, milli % 1000);
            Share::parse(&text).expect("a share")
        };
        Facts {
            grade: by_grade.then(|| "g".to_owned()),
            basic: (!by_grade).then_some(Pence(self.basic)),
            share: self.share.map(share),
            full_time_weekends: self.full_time_weekends.map(|(a, b)| Exact::new(a, b)),
            location: self.location.map(str::to_owned),
            premium: self.premium.map(str::to_owned),
            other,
            notes: Vec::new(),
        }
    }
}

/// What is said of a clause.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// Minutes a week, duties, a share: nothing where it does not matter.
    quantity: Option<Ratio>,
    /// The sum of its line, where it has one.
    pence: Option<i64>,
    /// Whether something about it is said not to be priced.
    refused: bool,
}

impl Said {
    fn paid(quantity: Option<Ratio>, pence: i64, partly: bool) -> Said {
        Said {
            quantity,
            pence: Some(pence),
            refused: partly,
        }
    }

    fn nothing(quantity: Option<Ratio>, partly: bool) -> Said {
        Said {
            quantity,
            pence: None,
            refused: partly,
        }
    }

    /// The quantity is left open: nothing was paid for it.
    fn refused(_: Option<Ratio>) -> Said {
        Said {
            refused: true,
            ..Said::default()
        }
    }
}

/// A rota, a clause of pay and somebody to be paid.
#[derive(Clone, Debug)]
struct Case {
    kind: &'static str,
    terms: Terms,
    plan: Plan,
    person: Person,
}

/// The contract of one clause of pay, with the measures that it asks for.
fn contract(kind: &str, terms: &Terms) -> Contract {
    let mut text = String::from("format = 1\nid = \"twin\"\ntitle = \"Twin\"\nfrom = 2000-01-01\n");
    text.push_str(Class::TOML);
    let mut clause = |id: &str, kind: &str, params: &str| {
        write!(
            text,
            r#"
[[clause]]
id = "{id}"
kind = "{kind}"
force = "must"
text = "the page of the kind"
[[clause.version]]
from = 2000-01-01
cite = {{ document = "page", at = "all" }}
confidence = "derived"
checked = {{ on = 2026-11-22, by = "twin" }}
params = {{ {params} }}
"#
        )
        .expect("a string can be written to");
    };
    if let Terms::Band(band) = terms {
        clause("base", "pay-base", &band.base.toml());
    }
    for (i, measure) in terms.measures().iter().enumerate() {
        clause(&format!("measure.{i}"), "pay-measure", &measure.toml());
    }
    clause("only", kind, &terms.toml());
    read(&text)
}

fn department(cover: Option<(i64, i64)>) -> Department {
    let mut department = Department::unknown();
    department.cover = cover.map(|(weeks, minutes)| ProspectiveCover {
        leave_weeks_milli: weeks,
        leave_week_minutes: minutes,
    });
    department
}

impl Case {
    fn random(kind: &'static str, seed: u64) -> Case {
        let mut dice = Dice::new(seed);
        Case {
            kind,
            terms: Terms::random(kind, &mut dice),
            plan: Plan::random(&mut dice),
            person: Person::random(&mut dice),
        }
    }

    /// What the program says, roster by roster.
    fn heard(&self, rota: &Rota) -> Vec<Said> {
        let contract = contract(self.kind, &self.terms);
        let department = department(self.plan.cover);
        let question = PayQuestion {
            rota,
            department: &department,
            contract: &contract,
            on: rota.period.from,
            choices: Choices::new(),
            facts: vec![self.person.facts(&self.terms); rota.rosters.len()],
            accept_derived: true,
            detail: Detail::Working,
        };
        let mut payer = Payer::new(&question);
        (0..rota.rosters.len())
            .map(|index| {
                let slip = payer.slip(index);
                let quantities = payer.quantities(index);
                let quantity = quantities.iter().find(|(id, _)| id == "only");
                let quantity = quantity.and_then(|(_, q)| q.value().parts());
                let line = slip.lines.iter().find(|l| l.clause == "twin:only");
                Said {
                    quantity: quantity.map(|(a, b)| Ratio::new(i128::from(a), i128::from(b))),
                    pence: line.map(|l| l.pence.0),
                    refused: slip.refused.iter().any(|r| r.clause == "twin:only"),
                }
            })
            .collect()
    }

    fn mismatch(&self) -> Option<String> {
        let rota = self.plan.rota();
        let Ok(heard) = catch_unwind(AssertUnwindSafe(|| self.heard(&rota))) else {
            return Some(format!("{}: the program panicked\n", self.terms.toml()));
        };
        for (roster, heard) in rota.rosters.iter().zip(&heard) {
            let world = world(&rota, roster, self.plan.cover);
            let said = twin::answer(&self.terms, &self.person, &world);
            let same_quantity = said.quantity.is_none_or(|q| heard.quantity == Some(q));
            if said.pence == heard.pence && said.refused == heard.refused && same_quantity {
                continue;
            }
            return Some(format!(
                "{} {{ {} }}\n{:?}\n{:?}\ncover {:?}\n{}program: {heard:?}\ntwin: {said:?}\n",
                self.kind,
                self.terms.toml(),
                self.person,
                self.terms.measures(),
                self.plan.cover,
                table(&rota, roster),
            ));
        }
        None
    }

    fn smallest(&self) -> Case {
        let mut case = self.clone();
        loop {
            let fewer = case.plan.parts_out().into_iter();
            let mut smaller = fewer.map(|plan| Case {
                plan,
                ..case.clone()
            });
            match smaller.find(|c| c.mismatch().is_some()) {
                Some(smaller) => case = smaller,
                None => return case,
            }
        }
    }
}

fn check(kind: &'static str) {
    assert!(KINDS.contains(&kind), "{kind} is a kind of pay");
    let mut wrong: Option<(u64, Case)> = None;
    let mut differ = 0;
    let (mut paid, mut refused) = (0, 0);
    for seed in seeds() {
        let case = Case::random(kind, seed);
        if case.mismatch().is_some() {
            differ += 1;
            wrong = wrong.or(Some((seed, case)));
            continue;
        }
        let heard = case.heard(&case.plan.rota());
        paid += heard.iter().filter(|h| h.pence.is_some()).count();
        refused += heard.iter().filter(|h| h.refused).count();
    }
    if let Some((seed, case)) = wrong {
        panic!(
            "{differ} of {} cases differ; seed {seed}, made smaller:\n{}",
            seeds().count(),
            case.smallest()
                .mismatch()
                .expect("the smallest case differs too")
        );
    }
    let enough = seeds().count() / 20;
    let pays = !matches!(kind, "pay-measure" | "pay-unpriced");
    assert!(
        !pays || (paid > enough && refused > 0),
        "{kind}: {paid} sums, {refused} refused: too few to say much"
    );
}

macro_rules! kinds {
    ($($name:ident: $kind:literal,)*) => {
        $(#[test] fn $name() { check($kind); })*
    };
}

kinds! {
    base_agrees_with_its_page: "pay-base",
    weekly_hours_agree_with_their_page: "pay-weekly-hours",
    frequency_agrees_with_its_page: "pay-frequency",
    percent_agrees_with_its_page: "pay-percent",
    flat_agrees_with_its_page: "pay-flat",
    per_hour_agrees_with_its_page: "pay-per-hour",
    measure_agrees_with_its_page: "pay-measure",
    band_agrees_with_its_page: "pay-band",
    unpriced_agrees_with_its_page: "pay-unpriced",
}
