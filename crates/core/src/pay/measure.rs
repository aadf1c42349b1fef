//! Runs each element's machine over a roster and turns its readings into quantities.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::lines::{Detail, Facts, InPost, Measured, Payslip, Span};
use super::money::Exact;
use super::price::{Measure, Price, Quantity};
use super::pricer::price;
use super::{PayLines, PayQuestion};
use crate::check::{Context, calendar, view};
use crate::contract::{Choices, Law, Marks, Party, Role, RuleSet, answers, resolve_for};
use crate::diagnostic::Diagnostic;
use crate::rota::{Judged, Roster};
use crate::rules::{Machine, OfDuty, ProspectiveCover, Purpose, Rule, View, walk};
use crate::time::{Calendar, Minutes, Weekday};

/// What makes one person's pay clauses differ from another's.
type Key = (bool, Option<crate::time::Day>, Vec<usize>);

/// The pay clauses of everybody of whom the same is true.
struct Bound {
    set: RuleSet,
    /// For each element in force, its place in the set and the rule that measures it.
    rules: Vec<(usize, Rule)>,
    /// A rota on dates must be at least so long to show an average, as the limits beside them say.
    least: Option<Minutes>,
}

/// Works out payslips one by one, with what they have in common bound once.
pub struct Payer<'q> {
    question: &'q PayQuestion<'q>,
    /// The answers given, and those that the rota suggests.
    answers: Choices,
    calendar: Calendar,
    bound: BTreeMap<Key, Rc<Bound>>,
    marks: Vec<Marks>,
    nobody: Facts,
    diagnostics: Vec<Diagnostic>,
}

impl<'q> Payer<'q> {
    /// Somebody to ask for the payslips of a question.
    pub fn new(question: &'q PayQuestion<'q>) -> Payer<'q> {
        Payer {
            question,
            answers: answers([question.contract], question.rota, &question.choices),
            calendar: calendar(question.rota),
            bound: BTreeMap::new(),
            marks: Vec::new(),
            nobody: Facts::default(),
            diagnostics: Vec::new(),
        }
    }

    /// The payslip of the roster at `index`.
    pub fn slip(&mut self, index: usize) -> Payslip {
        let question = self.question;
        let roster = &question.rota.rosters[index];
        let bound = self.bind(index);
        self.with_measured(index, &bound, |payer, measured, weeks| {
            let span = match question.rota.judged {
                Judged::Pattern { .. } => Span::Cycle(weeks),
                Judged::Rota | Judged::Worked => Span::Period(weeks),
            };
            let mut slip = price(
                question.contract,
                &roster.person,
                payer.facts(index),
                measured,
                span,
                question.accept_derived,
                question.detail,
            );
            let by_hour = measured
                .iter()
                .any(|m| matches!(m.price, Price::Hourly { .. }));
            slip.in_post = roster.post.map(|post| InPost::new(post, &slip, !by_hour));
            slip.vacant = roster.vacant;
            if roster.vacant {
                let note = "nobody stands here: left out of sums over everybody";
                slip.notes.push(note.to_owned());
            }
            if !by_hour && let Some(least) = bound.least {
                slip.notes.extend(too_short(weeks, least));
            }
            slip
        })
    }

    /// What each clause measures of the roster at `index`, by clause id.
    pub fn quantities(&mut self, index: usize) -> Vec<(String, Quantity)> {
        let bound = self.bind(index);
        self.with_measured(index, &bound, |_, measured, _| {
            let told = |m: &Measured<'_>| (m.clause_id.to_owned(), m.quantity);
            measured.iter().map(told).collect()
        })
    }

    /// What there was to say of the agreements and clauses bound so far.
    pub fn diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    fn facts(&self, index: usize) -> &Facts {
        self.question.facts.get(index).unwrap_or(&self.nobody)
    }

    fn bind(&mut self, index: usize) -> Rc<Bound> {
        let question = self.question;
        let name = &question.rota.rosters[index].person;
        let party = Party {
            name,
            part_time: self.facts(index).part_time(),
            opt_out: question.department.person(name).and_then(|p| p.opt_out),
        };
        let agreements = &question.department.agreements;
        let named = agreements.iter().enumerate();
        let named = named.filter(|(_, a)| a.people.contains(name));
        let key = (
            party.part_time,
            party.opt_out,
            named.map(|(i, _)| i).collect(),
        );
        if let Some(bound) = self.bound.get(&key) {
            return Rc::clone(bound);
        }
        let (set, told) = resolve_for(
            Purpose::Pay,
            &[question.contract],
            party,
            agreements,
            question.rota.period,
            Law::On(question.on),
            &self.answers,
        );
        for diagnostic in told {
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
        }
        let bound = Rc::new(Bound {
            rules: rules(&set),
            least: self.least(party),
            set,
        });
        self.bound.insert(key, Rc::clone(&bound));
        bound
    }

    /// How long the limits of this contract say that a rota on dates must be for an average.
    fn least(&self, party: Party<'_>) -> Option<Minutes> {
        let question = self.question;
        if matches!(question.rota.judged, Judged::Pattern { .. }) {
            return None;
        }
        let (limits, _) = resolve_for(
            Purpose::Judge,
            &[question.contract],
            party,
            &question.department.agreements,
            question.rota.period,
            Law::On(question.on),
            &self.answers,
        );
        let machines = limits.bound.iter().map(|b| &b.rule.machine);
        let least = machines.filter_map(|machine| match machine {
            Machine::Total(total) => total.least(),
            _ => None,
        });
        least.max()
    }

    fn with_measured<T>(
        &mut self,
        index: usize,
        bound: &Bound,
        then: impl FnOnce(&Payer<'q>, &[Measured<'_>], Exact) -> T,
    ) -> T {
        let question = self.question;
        let roster = &question.rota.rosters[index];
        let mut marks = std::mem::take(&mut self.marks);
        bound
            .set
            .mark(0, &roster.duties, &question.rota.zone, &mut marks);
        let context = Context {
            rota: question.rota,
            calendar: &self.calendar,
            cover: question.department.cover_of(&roster.person),
        };
        let view = view(roster, &marks, &context);
        let span = Stretch::of(roster, &view);
        let measured: Vec<Measured<'_>> = bound
            .rules
            .iter()
            .filter_map(|(at, rule)| {
                let Machine::Pay(element) = &bound.set.bound[*at].rule.machine else {
                    return None;
                };
                let keep = question.detail == Detail::Working;
                let (sink, lack) = run(rule, &view, keep);
                Some(Measured {
                    clause: rule.clause,
                    version: rule.version,
                    clause_id: &question.contract.clauses[rule.clause].id,
                    price: &element.price,
                    quantity: span.quantity(element.quantity, &Total::of(&sink)),
                    readings: sink.keep.unwrap_or_default(),
                    lack,
                    holidays: match &rule.machine {
                        Machine::Duty(OfDuty::Paid(hours)) => hours.holidays_met(&view),
                        _ => Vec::new(),
                    },
                })
            })
            .collect();
        let answer = then(self, &measured, span.weeks());
        drop(measured);
        self.marks = marks;
        answer
    }
}

/// Said of sums for a year that come from a few weeks.
fn too_short(weeks: Exact, least: Minutes) -> Option<String> {
    let least = Exact::new(i64::from(least.0), i64::from(7 * Minutes::DAY.0));
    (weeks < least).then(|| {
        format!(
            "the rota is shorter than {} weeks, too short to tell the hours, weekends and on-calls of a year: these sums hold only if the rest of it is like these days",
            least.text()
        )
    })
}

/// The elements in force, each with the rule that measures it.
pub(super) fn rules(set: &RuleSet) -> Vec<(usize, Rule)> {
    let in_force = |(_, b): &(usize, &crate::contract::Bound)| b.role == Role::InForce;
    let mut all = Vec::new();
    for (at, bound) in set.bound.iter().enumerate().filter(in_force) {
        if let Machine::Pay(element) = &bound.rule.machine {
            let rule = Rule {
                clause: bound.rule.clause,
                version: bound.rule.version,
                machine: element.measure.clone(),
                in_force: bound.rule.in_force,
            };
            all.push((at, rule));
        }
    }
    all
}

fn run(rule: &Rule, view: &View<'_>, keep: bool) -> (PayLines, Option<crate::rules::Lack>) {
    let mut sink = if keep {
        PayLines::keeping()
    } else {
        PayLines::default()
    };
    if matches!(rule.machine, Machine::Recorded(_)) {
        return (sink, None);
    }
    let lack = rule.machine.lacks(view);
    if rule.machine.concerns(view) {
        walk(rule, view, &mut sink);
    }
    (sink, lack)
}

/// What all readings of an element came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) sum: Exact,
    pub(super) count: Exact,
    pub(super) share: Exact,
}

impl Total {
    fn of(sink: &PayLines) -> Total {
        let (num, den) = sink.share.unwrap_or((0, 1));
        Total {
            sum: Exact::whole(sink.sum),
            count: Exact::whole(sink.count),
            share: Exact::new(num, den),
        }
    }
}

/// The days that totals are spread over, and the leave within them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) days: i64,
    /// Leave that colleagues cover, where the rota shows none of its own.
    pub(super) cover: Option<ProspectiveCover>,
    /// Weekdays of leave that the rota shows.
    pub(super) weekdays_away: i64,
}

impl Stretch {
    fn of(roster: &Roster, view: &View<'_>) -> Stretch {
        let shown = !view.wraps && !roster.absences.is_empty();
        Stretch {
            days: i64::from(view.to.since(view.from)).max(1),
            cover: view.cover.filter(|_| !shown),
            weekdays_away: if shown { weekdays_away(view) } else { 0 },
        }
    }

    fn weeks(&self) -> Exact {
        Exact::new(self.days, 7)
    }

    /// Weeks of leave within the stretch, and the minutes of them that nobody need cover.
    fn leave(&self) -> (Exact, Exact) {
        match self.cover {
            // E = leave weeks a year × B / 52
            Some(cover) => {
                let weeks = Exact::new(cover.leave_weeks_milli, 52_000).times(self.weeks());
                (weeks, weeks.times(Exact::whole(cover.leave_week_minutes)))
            }
            // what was left out of the rota for leave is not in its total
            None => (Exact::new(self.weekdays_away, 5), Exact::ZERO),
        }
    }

    pub(super) fn quantity(&self, measure: Measure, total: &Total) -> Quantity {
        match measure {
            Measure::WeeklyMinutes { prospective_cover } => {
                let (away, uncovered) = if prospective_cover {
                    self.leave()
                } else {
                    (Exact::ZERO, Exact::ZERO)
                };
                let minutes = total.sum.minus(uncovered);
                let weeks = self.weeks().minus(away);
                Quantity::MinutesAWeek(if minutes.positive() && weeks.positive() {
                    minutes.over(weeks)
                } else {
                    Exact::ZERO
                })
            }
            Measure::Minutes => Quantity::Minutes(total.sum),
            Measure::Duties => Quantity::Duties(total.count),
            Measure::DutiesADay { prospective_cover } => {
                let away = if prospective_cover {
                    self.leave().0.times(Exact::whole(7))
                } else {
                    Exact::ZERO
                };
                let days = Exact::whole(self.days).minus(away);
                Quantity::DutiesADay(if days.positive() {
                    total.count.over(days)
                } else {
                    Exact::ZERO
                })
            }
            Measure::Share => Quantity::Share(total.share),
        }
    }
}

fn weekdays_away(view: &View<'_>) -> i64 {
    let mut counted_to = view.from;
    let mut count = 0;
    for absence in view.absences {
        let mut day = absence.from.max(counted_to);
        let end = absence.to.min(view.to);
        while day < end {
            count += i64::from(day.weekday() < Weekday::Sat);
            day = day.plus(1);
        }
        counted_to = counted_to.max(end);
    }
    count
}
