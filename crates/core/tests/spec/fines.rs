//! The tables on the pages about fines, worked out again from the contract.

use firstline_core::contract::{Bound, Choices, Law, Party, Role, resolve_for};
use firstline_core::pay::{Exact, Pence, Rounding};
use firstline_core::rota::Period;
use firstline_core::rules::{FineRate, Machine, OfWorked, Purpose};
use firstline_core::time::Day;

use crate::verdict::Library;
use crate::{contracts, rule_pages};

/// The rows of the first table under `## Example` of a page, without the headings.
fn example_rows(page: &str) -> Vec<Vec<String>> {
    let pages = rule_pages();
    let page = pages.iter().find(|p| p.title() == page);
    let text = page.map_or("", |p| p.text.as_str());
    let example = text.split("## Example").nth(1).unwrap_or_default();
    example
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect()
}

fn pounds(cell: &str) -> Pence {
    Pence::parse_pounds(cell.trim_start_matches('£')).expect(cell)
}

/// The rate of the fines of the 2016 contract on a day.
fn rate(on: &str) -> FineRate {
    let library = Library::open(&contracts());
    let all = library.contracts("england-2016", false);
    let contract = all.expect("it is carried")[0];
    let day = Day::parse(on).expect(on);
    let party = Party {
        name: "Asha",
        part_time: false,
        opt_out: None,
    };
    let period = Period {
        from: day,
        to: day.plus(7),
    };
    let (set, told) = resolve_for(
        Purpose::Worked,
        &[contract],
        party,
        &[],
        period,
        Law::On(day),
        &Choices::new(),
    );
    assert!(told.is_empty());
    let rate = |bound: &Bound| match &bound.rule.machine {
        Machine::Worked(of) => match of.as_ref() {
            OfWorked::Rate(rate) if bound.role == Role::InForce => Some(rate.clone()),
            _ => None,
        },
        _ => None,
    };
    set.bound.iter().find_map(rate).expect("there is a rate")
}

#[test]
fn every_row_of_the_rates_follows_from_basic_pay() {
    let rows = example_rows("fine-rate");
    assert_eq!(rows.len(), 4);
    let rate = rate("2017-03-02");
    for row in rows {
        let worth = rate.from_basic(pounds(&row[0])).expect("it follows");
        assert!(worth.working[0].contains(&row[1]), "{:?}", worth.working);
        let told = [worth.locum, worth.doctor, worth.guardian].map(|p| p.to_string());
        assert_eq!(told, row[2..], "{}", row[0]);
    }
}

#[test]
fn the_fine_of_the_example_is_its_hours_times_the_rate() {
    let worth = rate("2017-03-02")
        .from_basic(pounds("£26,350.00"))
        .expect("it follows");
    for row in example_rows("fine") {
        let hours = Exact::parse(&row[0]).expect("hours");
        let sum = |hourly: Pence| Rounding::Penny.apply(hourly.exact().times(hours));
        assert_eq!(sum(worth.doctor), pounds(&row[1]));
        assert_eq!(sum(worth.guardian), pounds(&row[2]));
    }
}

#[test]
fn from_2019_on_the_locum_rate_must_be_given() {
    let rate = rate("2026-11-02");
    assert_eq!(rate.from_basic(pounds("£40,190.00")), None);
    let worth = rate.at_locum_rate(pounds("£40.00"), "of an example");
    assert_eq!((worth.doctor, worth.guardian), (Pence(6000), Pence(10_000)));
}
