//! Could this person lawfully take this duty? Every proposal is judged by the core checker.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use firstline_core::check::{Finding, Question, check};
use firstline_core::rota::{Code, Duty, Kind, LeadIn, Roster, Rota, ShiftType};
use firstline_core::rules::Sense;
use firstline_core::time::{Minutes, Span};

use super::clock::night_minutes;
use super::own::Own;
use crate::{Ledger, Setting};

pub(crate) const STRETCH: Setting = Setting {
    id: "house.longest-stretch",
    text: "the longest stretch that somebody called or standing in works, own duty included: a day less 11 h of rest",
    default: 13.0,
    unit: "h",
    source: None,
};

/// Judges proposals for the people of one rota.
pub struct Bench<'q> {
    question: &'q Question<'q>,
    /// The rota without its people, with a shift type for proposals.
    empty: Rota,
    proposal: Code,
    /// The longest stretch without a break between duties, in minutes.
    longest: i32,
    /// What is broken already, by person: it is nobody's new fault.
    before: Mutex<BTreeMap<usize, Vec<Finding>>>,
}

/// A proposal that breaks nothing new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Duties of the person that must be given up: those at the same time, and those before which
    /// the rest would be too short. Places in the person's roster.
    pub released: Vec<usize>,
}

/// Duties that begin within so long after a proposal may be given up for its rest.
const REST_WITHIN: i32 = 24 * 60;

impl<'q> Bench<'q> {
    /// For the rota of a question. Nobody works longer in one stretch than assumed, whatever their
    /// contract lets them; that is listed.
    pub fn new(question: &'q Question<'q>, own: &Own, ledger: &mut Ledger) -> Bench<'q> {
        let mut empty = question.rota.clone();
        empty.rosters.clear();
        empty
            .shift_types
            .push(ShiftType::plain("called", Kind::Day, None));
        Bench {
            question,
            proposal: Code((empty.shift_types.len() - 1) as u16),
            empty,
            longest: (own.take(&STRETCH, ledger) * 60.0) as i32,
            before: Mutex::default(),
        }
    }

    /// The code of a duty that is none of the rota's own.
    pub(crate) fn proposal(&self) -> Code {
        self.proposal
    }

    /// The longest stretch without a break between duties, in minutes.
    pub(crate) fn longest(&self) -> i32 {
        self.longest
    }

    /// The roster of a person.
    pub fn roster(&self, person: usize) -> &'q Roster {
        &self.question.rota.rosters[person]
    }

    /// Whether leave or sickness lies on a day of the span.
    pub fn away(&self, person: usize, span: Span) -> bool {
        let (from, to) = (span.start.wall.day(), span.end.wall.day());
        self.roster(person)
            .absences
            .iter()
            .any(|a| a.from <= to && from < a.to)
    }

    /// The roster with proposals in it and without the duties given up, and a check of it alone.
    fn judged(&self, person: usize, add: &[Span], without: &[usize]) -> (Rota, Vec<Finding>) {
        let old = self.roster(person);
        let kept = old
            .duties
            .iter()
            .enumerate()
            .filter(|(i, _)| !without.contains(i));
        let mut duties: Vec<Duty> = kept.map(|(_, d)| *d).collect();
        for span in add {
            // who comes early or stays on works one longer duty, not two without rest between
            let mut span = *span;
            let mut code = (Kind::Day, self.proposal);
            duties.retain(|d| {
                let touches = d.kind != Kind::NonResidentOnCall
                    && (d.end.instant == span.start.instant || span.end.instant == d.start.instant);
                if touches {
                    code = (d.kind, d.code);
                    span.start = if d.start.instant < span.start.instant {
                        d.start
                    } else {
                        span.start
                    };
                    span.end = if d.end.instant > span.end.instant {
                        d.end
                    } else {
                        span.end
                    };
                }
                !touches
            });
            duties.push(Duty::new(span, code.0, code.1));
        }
        duties.sort_by_key(|d| d.start.instant);
        self.judged_as(person, duties)
    }

    /// The rota of a person with these duties in place of their own, and a check of it alone.
    fn judged_as(&self, person: usize, duties: Vec<Duty>) -> (Rota, Vec<Finding>) {
        let old = self.roster(person);
        let mut rota = self.empty.clone();
        let period = rota.period;
        let first = duties.partition_point(|d| d.day() < period.from);
        let last = duties.partition_point(|d| d.day() < period.to);
        rota.rosters.push(Roster {
            person: old.person.clone(),
            judged: first..last,
            duties,
            absences: old.absences.clone(),
            lead_in: if first > 0 {
                old.lead_in
            } else {
                LeadIn::Missing
            },
            cycle_days: 0,
            post: None,
            rest_days: Vec::new(),
            vacant: false,
        });
        let who = self.question.who.get(person).copied().unwrap_or(0);
        let question = Question {
            rota: &rota,
            department: self.question.department,
            terms: self.question.terms.clone(),
            who: vec![who],
            choices: self.question.choices.clone(),
            mend: false,
        };
        let breaches = check(&question).breaches;
        (rota, breaches)
    }

    /// What a person's roster with proposals, and without some duties, newly breaks.
    pub fn new_breaches(&self, person: usize, add: &[Span], without: &[usize]) -> Vec<Finding> {
        let after = self.judged(person, add, without).1;
        self.new_among(person, after)
    }

    /// What a person's roster newly breaks with these duties, in order, in place of their own.
    pub(crate) fn newly_broken(&self, person: usize, duties: Vec<Duty>) -> Vec<Finding> {
        let after = self.judged_as(person, duties).1;
        self.new_among(person, after)
    }

    fn new_among(&self, person: usize, after: Vec<Finding>) -> Vec<Finding> {
        if after.is_empty() {
            return after;
        }
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        let before = before
            .entry(person)
            .or_insert_with(|| self.judged(person, &[], &[]).1);
        let value = |f: &Finding| {
            let r = f.told.reading;
            let value = crate::float(r.measured) / crate::float(r.scale).max(1.0);
            if f.sense == Sense::AtMost {
                value
            } else {
                -value
            }
        };
        let old = |f: &Finding| {
            before.iter().any(|b| {
                b.told.clause == f.told.clause
                    && b.told.from == f.told.from
                    && b.told.to == f.told.to
                    && value(f) <= value(b) + 1e-9
            })
        };
        after.into_iter().filter(|f| !old(f)).collect()
    }

    /// The rota of one person with proposals, to be scored.
    pub fn with(&self, person: usize, add: &[Span], without: &[usize]) -> Rota {
        self.judged(person, add, without).0
    }

    /// Whether a person could take a further duty beside those proposed already and without those
    /// given up already, and which more they would have to give up. `may_release` says which duties
    /// at the same time, or before it, may be given up; those after it may be, for rest.
    ///
    /// # Errors
    /// The first thing in the way, in words.
    pub fn fits(
        &self,
        person: usize,
        (proposed, gone): (&[Span], &[usize]),
        span: Span,
        may_release: &dyn Fn(&Duty) -> bool,
    ) -> Result<Fit, String> {
        if self.away(person, span) {
            return Err("on leave, study leave or sick".to_owned());
        }
        let meets =
            |d: &Span| d.start.instant < span.end.instant && span.start.instant < d.end.instant;
        if proposed.iter().any(meets) {
            return Err("has another duty of this plan then".to_owned());
        }
        let roster = self.roster(person);
        let mut released = Vec::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        // whoever is up all night does not work on the day on which the night ends
        let night = Minutes(night_minutes(span)) >= Minutes(180);
        for (i, duty) in roster.duties.iter().enumerate() {
            if gone.contains(&i) {
                continue;
            }
            let until = duty.start.instant.0 - span.end.instant.0;
            let since = span.start.instant.0 - duty.end.instant.0;
            if meets(&duty.span()) {
                if !may_release(duty) {
                    return Err("on duty then".to_owned());
                }
                released.push(i);
            } else if (0..REST_WITHIN).contains(&until) {
                if night && duty.day() == span.end.wall.day() {
                    released.push(i);
                } else {
                    after.push(i);
                }
            } else if (0..REST_WITHIN / 2).contains(&since) && may_release(duty) {
                before.push(i);
            }
        }
        let mut all = proposed.to_vec();
        all.push(span);
        let mut first = None;
        let mut too_long = false;
        // nothing more; then one after the other of those after; then with those before
        for early in [&[][..], &before[..]] {
            for late in 0..=after.len() {
                let mut more = released.clone();
                more.extend(early);
                more.extend(&after[..late]);
                let without: Vec<usize> = gone.iter().chain(&more).copied().collect();
                if self.stretch(person, &all, &without) > self.longest {
                    too_long = true;
                    continue;
                }
                match self.new_breaches(person, &all, &without).into_iter().next() {
                    None => return Ok(Fit { released: more }),
                    Some(breach) => first = first.or(Some(breach)),
                }
            }
            if before.is_empty() {
                break;
            }
        }
        let why = first.map(|f| format!("{} ({})", f.told.words, f.told.clause));
        Err(match why {
            Some(why) if !too_long => why,
            _ => format!(
                "would work longer than {} h in one stretch",
                self.longest / 60
            ),
        })
    }

    /// The longest stretch that a proposal takes part in, in minutes.
    fn stretch(&self, person: usize, proposed: &[Span], without: &[usize]) -> i32 {
        let duties = self.roster(person).duties.iter().enumerate();
        let kept =
            duties.filter(|(i, d)| !without.contains(i) && d.kind != Kind::NonResidentOnCall);
        let mut all: Vec<(i32, i32, bool)> = kept
            .map(|(_, d)| (d.start.instant.0, d.end.instant.0, false))
            .collect();
        all.extend(
            proposed
                .iter()
                .map(|s| (s.start.instant.0, s.end.instant.0, true)),
        );
        all.sort_unstable();
        let mut longest = 0;
        let mut now = (0, i32::MIN, false);
        for (start, end, own) in all {
            now = if start <= now.1 {
                (now.0, now.1.max(end), now.2 || own)
            } else {
                (start, end, own)
            };
            if now.2 {
                longest = longest.max(now.1 - now.0);
            }
        }
        longest
    }
}
