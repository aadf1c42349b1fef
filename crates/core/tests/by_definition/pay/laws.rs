//! What must hold of anybody's pay, whatever the numbers are.

use firstline_core::contract::{Choices, Contract, read_contracts, read_documents, read_holidays};
use firstline_core::department::Share;
use firstline_core::pay::{Detail, Facts, PayQuestion, Payer, Payslip, Pence, Quantity};
use firstline_core::rota::{Kind, Rota};

use super::terms::{KINDS, Terms};
use super::{Case, Person, contract, department};
use crate::clause::Frequency;
use crate::dice::Dice;
use crate::random::{Plan, Sheet};
use crate::seeds;

const DOCUMENTS: &str = include_str!("../../../../../contracts/documents.toml");
const HOLIDAYS: &str = include_str!("../../../../../contracts/holidays.toml");
const CONTRACTS: [(&str, &str); 4] = [
    (
        "england-2016.toml",
        include_str!("../../../../../contracts/england-2016.toml"),
    ),
    (
        "imposed-2016-02.toml",
        include_str!("../../../../../contracts/imposed-2016-02.toml"),
    ),
    (
        "new-deal-2002.toml",
        include_str!("../../../../../contracts/new-deal-2002.toml"),
    ),
    (
        "agenda-for-change.toml",
        include_str!("../../../../../contracts/agenda-for-change.toml"),
    ),
];

fn carried() -> Vec<Contract> {
    let (documents, problems) = read_documents("documents.toml", DOCUMENTS);
    assert!(problems.is_empty(), "{problems:#?}");
    let (holidays, problems) = read_holidays("holidays.toml", HOLIDAYS, &documents);
    assert!(problems.is_empty(), "{problems:#?}");
    read_contracts(&CONTRACTS, &documents, &holidays, &[]).unwrap_or_else(|p| panic!("{p:#?}"))
}

fn facts() -> Facts {
    let mut facts = Facts {
        basic: Some(Pence(4_000_100)),
        ..Facts::default()
    };
    for (name, value) in [("band", "5"), ("compliant", "yes"), ("criterion-r", "no")] {
        facts.other.insert(name.to_owned(), value.to_owned());
    }
    facts
}

fn slips(rota: &Rota, contract: &Contract, facts: Vec<Facts>) -> Vec<Payslip> {
    let department = department(None);
    let question = PayQuestion {
        rota,
        department: &department,
        contract,
        on: rota.period.from,
        choices: Choices::new(),
        facts,
        accept_derived: true,
        detail: Detail::Sums,
    };
    let mut payer = Payer::new(&question);
    (0..rota.rosters.len()).map(|i| payer.slip(i)).collect()
}

/// What one clause at random measures of each roster, and the sum of its line.
fn measured(
    kind: &str,
    terms: &Terms,
    plan: &Plan,
    person: &Person,
) -> Vec<(Quantity, Option<Pence>)> {
    let rota = plan.rota();
    let contract = contract(kind, terms);
    let department = department(plan.cover);
    let question = PayQuestion {
        rota: &rota,
        department: &department,
        contract: &contract,
        on: rota.period.from,
        choices: Choices::new(),
        facts: vec![person.facts(terms); rota.rosters.len()],
        accept_derived: true,
        detail: Detail::Sums,
    };
    let mut payer = Payer::new(&question);
    (0..rota.rosters.len())
        .map(|index| {
            let slip = payer.slip(index);
            let only = payer
                .quantities(index)
                .pop()
                .expect("the clause stands last");
            let line = slip.lines.iter().find(|l| l.clause == "twin:only");
            (only.1, line.map(|l| l.pence))
        })
        .collect()
}

#[test]
fn a_pattern_written_twice_pays_the_same_a_year_and_twice_a_cycle() {
    for seed in seeds() {
        for kind in KINDS {
            let mut once = Case::random(kind, seed);
            // on dates, the clocks may change in one cycle and not in the other
            once.plan.options.start = None;
            // a duty that reaches from one cycle into a window of the next works one window more
            let weekend = |f: &Frequency| f.from >= 5 * 1440 && (f.to == 0 || f.to > f.from);
            if !once.terms.frequencies().into_iter().all(weekend) {
                continue;
            }
            let mut twice = once.clone();
            let Sheet::Pattern(pattern) = &mut twice.plan.sheet else {
                continue;
            };
            for line in &mut pattern.lines {
                line.days.extend(line.days.clone());
            }
            let of = |case: &Case| measured(kind, &case.terms, &case.plan, &case.person);
            for (one, two) in of(&once).into_iter().zip(of(&twice)) {
                let place = format!("seed {seed}: {kind} {{ {} }}", once.terms.toml());
                match (one.0, two.0) {
                    (Quantity::Minutes(a), Quantity::Minutes(b)) => {
                        assert_eq!(a.plus(a), b, "{place}");
                    }
                    (Quantity::Duties(a), Quantity::Duties(b)) => {
                        assert_eq!(a.plus(a), b, "{place}");
                        assert_eq!(one.1, two.1, "{place}");
                    }
                    _ => assert_eq!(one, two, "{place}"),
                }
            }
        }
    }
}

#[test]
fn hours_paid_one_by_one_are_those_of_each_week_together() {
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let terms = Terms::random("pay-per-hour", &mut dice);
        let mut plan = Plan::plain(&mut dice);
        let person = Person::random(&mut dice);
        let (from, to) = (
            plan.options.from.expect("given"),
            plan.options.to.expect("given"),
        );
        let to = from.plus(to.since(from) / 7 * 7);
        plan.options.to = Some(to);
        let minutes = |plan: &Plan| {
            let all = measured("pay-per-hour", &terms, plan, &person);
            all[0].0.value()
        };
        let whole = minutes(&plan);
        let mut weeks = firstline_core::pay::Exact::ZERO;
        let mut week = from;
        while week < to {
            plan.options.from = Some(week);
            plan.options.to = Some(week.plus(7));
            weeks = weeks.plus(minutes(&plan));
            week = week.plus(7);
        }
        assert_eq!(whole, weeks, "seed {seed}: {}", terms.toml());
    }
}

#[test]
fn a_duty_more_never_lowers_basic_pay_and_additional_hours() {
    let england = &carried()[0];
    let sum = |plan: &Plan, facts: &Facts| {
        let rota = plan.rota();
        let slip = &slips(&rota, england, vec![facts.clone()])[0];
        let hours = ["pay.basic", "pay.additional"];
        let lines = slip.lines.iter();
        lines
            .filter(|l| hours.iter().any(|h| l.clause.ends_with(h)))
            .map(|l| l.pence)
            .sum::<Pence>()
    };
    for seed in seeds() {
        let mut plan = Plan::plain(&mut Dice::new(seed));
        let Sheet::Dated(rota) = &mut plan.sheet else {
            panic!("a plain plan is on dates");
        };
        rota.entries.retain(|e| e.kind.is_duty());
        // work that nobody recorded leaves nothing to set against
        rota.entries
            .retain(|e| e.kind != Kind::NonResidentOnCall || e.work.is_some());
        // a duty that another cuts short grows when that one goes
        let minutes: i32 = rota.entries.iter().map(|e| e.end.0 - e.start.0).sum();
        let laid = plan.rota();
        let duties = laid.rosters.iter().flat_map(|r| &r.duties);
        if duties.map(|d| d.end.wall.0 - d.start.wall.0).sum::<i32>() != minutes {
            continue;
        }
        for share in [None, Share::parse("0.6")] {
            let facts = Facts { share, ..facts() };
            let all = sum(&plan, &facts);
            for fewer in plan.parts_out() {
                assert!(sum(&fewer, &facts) <= all, "seed {seed}, share {share:?}");
            }
        }
    }
}

#[test]
fn a_share_of_one_is_full_time() {
    let carried = carried();
    for seed in seeds() {
        let rota = Plan::random(&mut Dice::new(seed)).rota();
        for contract in &carried {
            let whole = Facts {
                share: Some(Share::FULL),
                ..facts()
            };
            let pay = |facts: Facts| slips(&rota, contract, vec![facts; rota.rosters.len()]);
            assert_eq!(pay(facts()), pay(whole), "seed {seed}: {}", contract.id);
        }
    }
}

#[test]
fn people_in_another_order_are_paid_the_same() {
    let carried = carried();
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let mut plan = Plan::plain(&mut dice);
        let others = [Plan::plain(&mut dice), Plan::plain(&mut dice)];
        let Sheet::Dated(rota) = &mut plan.sheet else {
            panic!("a plain plan is on dates");
        };
        for (i, other) in others.into_iter().enumerate() {
            let Sheet::Dated(other) = other.sheet else {
                panic!("a plain plan is on dates");
            };
            rota.people.push(format!("Person {i}"));
            rota.entries
                .extend(other.entries.into_iter().map(|mut entry| {
                    entry.person = i + 1;
                    entry
                }));
        }
        let mut turned = plan.clone();
        let Sheet::Dated(rota) = &mut turned.sheet else {
            panic!("it was on dates");
        };
        rota.people.rotate_left(1);
        for entry in &mut rota.entries {
            entry.person = (entry.person + 2) % 3;
        }
        let various = |n: usize| Facts {
            share: [None, Share::parse("0.6"), Share::parse("0.8")][n],
            ..facts()
        };
        for contract in &carried {
            let one = slips(&plan.rota(), contract, (0..3).map(various).collect());
            let order = [1, 2, 0];
            let two = slips(&turned.rota(), contract, order.map(various).to_vec());
            let again: Vec<&Payslip> = [2, 0, 1].iter().map(|i| &two[*i]).collect();
            assert_eq!(
                one.iter().collect::<Vec<_>>(),
                again,
                "seed {seed}: {}",
                contract.id
            );
        }
    }
}
