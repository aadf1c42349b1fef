//! What a rota pays: the pay clauses run over every roster, and what their readings are worth.
//!
//! Thin: it binds, walks with the [`PayLines`] sink and prices what it heard. Every line keeps its
//! clause, its quantity, its rate and its rounding, so that each pound opens into its working.

mod band;
mod lines;
mod money;
mod price;
mod pricer;
mod sums;

pub use band::{Compare, Condition, Flow, PartTimeBase, Row};
pub use lines::{Facts, Line, Measured, Payslip, Refusal, Span};
pub use money::{Exact, Pence, Rounding};
pub use price::{Element, FlatBy, Measure, Price, Quantity};
pub use pricer::price;

use crate::check::{Context, calendar, view};
use crate::contract::{Bound, Choices, Contract, Law, Party, Role, resolve_for};
use crate::department::Department;
use crate::diagnostic::Diagnostic;
use crate::rota::{Judged, Rota};
use crate::rules::{Machine, ProspectiveCover, Purpose, Reading, Rule, Sink, walk};
use crate::time::Day;

/// What is asked.
#[derive(Clone, Debug)]
pub struct PayQuestion<'a> {
    /// The rota.
    pub rota: &'a Rota,
    /// Its department, or [`Department::unknown`].
    pub department: &'a Department,
    /// The contract that pays.
    pub contract: &'a Contract,
    /// The date whose pay scales and clauses hold.
    pub on: Day,
    /// Answers to interpretations.
    pub choices: Choices,
    /// For each roster, what pay needs to know of the person.
    pub facts: Vec<Facts>,
    /// Whether sums may rest on derived pay points.
    pub accept_derived: bool,
}

/// Adds up what a pay machine measured, and keeps each reading for the working if asked.
#[derive(Clone, Debug, Default)]
pub struct PayLines {
    sum: i64,
    count: i64,
    share: Option<(i64, i64)>,
    keep: Option<Vec<Reading>>,
}

impl PayLines {
    /// A sink that keeps every reading, for the working.
    pub fn keeping() -> PayLines {
        PayLines {
            keep: Some(Vec::new()),
            ..PayLines::default()
        }
    }
}

impl Sink for PayLines {
    #[inline]
    fn reading(&mut self, _: &Rule, reading: Reading) {
        self.sum += reading.measured;
        self.count += 1;
        self.share = Some((reading.measured, reading.scale));
        if let Some(keep) = &mut self.keep {
            keep.push(reading);
        }
    }
}

/// Works out everybody's pay. Clauses that cannot be priced are refused by name, with the reason.
pub fn pay(question: &PayQuestion<'_>) -> (Vec<Payslip>, Vec<Diagnostic>) {
    let calendar = calendar(question.rota);
    let context = Context {
        rota: question.rota,
        calendar: &calendar,
        cover: question.department.cover,
    };
    let mut slips = Vec::new();
    let mut diagnostics = Vec::new();
    let nobody = Facts::default();
    for (index, roster) in question.rota.rosters.iter().enumerate() {
        let facts = question.facts.get(index).unwrap_or(&nobody);
        let person = question.department.person(&roster.person);
        let party = Party {
            name: &roster.person,
            part_time: facts.part_time(),
            opt_out: person.and_then(|p| p.opt_out),
        };
        let (set, told) = resolve_for(
            Purpose::Pay,
            &[question.contract],
            party,
            &question.department.agreements,
            question.rota.period,
            Law::On(question.on),
            &question.choices,
        );
        for diagnostic in told {
            if !diagnostics.contains(&diagnostic) {
                diagnostics.push(diagnostic);
            }
        }
        let mut marks = Vec::new();
        set.mark(0, &roster.duties, &question.rota.zone, &mut marks);
        let view = view(roster, &marks, &context);
        let mut measured = Vec::new();
        for bound in set.bound.iter().filter(|b| b.role == Role::InForce) {
            if let Some(one) = measure(question.contract, bound, &view) {
                measured.push(one);
            }
        }
        let weeks = Exact::new(i64::from(view.to.since(view.from)), 7);
        let span = match question.rota.judged {
            Judged::Pattern { .. } => Span::Cycle(weeks),
            Judged::Rota | Judged::Worked => Span::Period(weeks),
        };
        slips.push(price(
            question.contract,
            &roster.person,
            facts,
            &measured,
            span,
            question.accept_derived,
        ));
    }
    (slips, diagnostics)
}

/// Runs one element's machine and turns its readings into a quantity.
fn measure(contract: &Contract, bound: &Bound, view: &crate::rules::View<'_>) -> Option<Measured> {
    let Machine::Pay(element) = &bound.rule.machine else {
        return None;
    };
    let rule = Rule {
        machine: element.measure.clone(),
        ..bound.rule.clone()
    };
    let lack = match rule.machine.lacks(view) {
        Some(lack) if !matches!(rule.machine, Machine::Recorded(_)) => Some(lack),
        _ => None,
    };
    let mut sink = PayLines::keeping();
    walk(&rule, view, &mut sink);
    let days = i64::from(view.to.since(view.from)).max(1);
    let quantity = quantity(element.quantity, &sink, days, view.cover);
    Some(Measured {
        clause: bound.rule.clause,
        version: bound.rule.version,
        clause_id: contract.clauses[bound.rule.clause].id.clone(),
        price: element.price.clone(),
        quantity,
        readings: sink.keep.unwrap_or_default(),
        lack,
        hangs_on: bound.hangs_on.iter().cloned().collect(),
    })
}

fn quantity(
    measure: Measure,
    sink: &PayLines,
    days: i64,
    cover: Option<ProspectiveCover>,
) -> Quantity {
    let sum = Exact::whole(sink.sum);
    let weeks = Exact::new(days, 7);
    // E = leave weeks a year × B / 52
    let leave = |asked: bool| {
        cover.filter(|_| asked).map(|c| {
            let e = Exact::new(c.leave_weeks_milli, 52_000).times(weeks);
            (e, Exact::whole(c.leave_week_minutes))
        })
    };
    match measure {
        Measure::WeeklyMinutes { prospective_cover } => {
            let average = match leave(prospective_cover) {
                Some((e, c)) => sum.minus(e.times(c)).over(weeks.minus(e)),
                None => sum.over(weeks),
            };
            Quantity::MinutesAWeek(average)
        }
        Measure::Minutes => Quantity::Minutes(sum),
        Measure::Duties => Quantity::Duties(Exact::whole(sink.count)),
        Measure::DutiesADay { prospective_cover } => {
            let count = Exact::whole(sink.count);
            let all = Exact::whole(days);
            let per = match leave(prospective_cover) {
                Some((e, _)) => count.over(all.minus(e.times(Exact::whole(7)))),
                None => count.over(all),
            };
            Quantity::DutiesADay(per)
        }
        Measure::Share => {
            let (num, den) = sink.share.unwrap_or((0, 1));
            Quantity::Share(Exact::new(num, den))
        }
    }
}
