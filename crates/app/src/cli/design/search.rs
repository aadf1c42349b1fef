//! The search in its parts: the rota; where gaps are left, whether any lawful rota has none; and on
//! from what that showed.

use firstline_core::department::Department;
use firstline_core::diagnostic::Diagnostic;
use firstline_solve::department::{Bound, Built, Judged, breakdown, least_cover, never_met};
use firstline_solve::designed::{Lack, Least, missing};
use firstline_solve::dp::{Ask, Lawful, Pricer, own_prices};
use firstline_solve::engine::{self, Doing, Limits, Outcome, Until};
use firstline_solve::problem::{Problem, Symbol};
use firstline_solve::random::Random;

use super::tell::Teller;

/// The part of the search after which gaps that are left are asked about.
const FIRST: f64 = 0.8;
/// What is asked about gaps takes no more than this, where there would be more.
const ASIDE: f64 = 0.25;

/// How often any lawful line is looked for before a person is left off.
const ATTEMPTS: usize = 8;

/// What came of it all.
pub(super) struct Found {
    pub(super) outcome: Outcome,
    pub(super) least: Least,
    pub(super) stopped: bool,
}

/// Lines of everybody.
type Lines = Vec<Vec<Symbol>>;

/// Searches. People for whom no lawful line is found are told and left off, so that the others can
/// be designed for.
pub(super) fn run(
    department: &Department,
    bound: &Bound<'_>,
    built: &mut Built,
    limits: &Limits,
    mut start: Option<Lines>,
    teller: &mut Teller,
    told: &mut Vec<Diagnostic>,
) -> Found {
    let mut used = Used::default();
    let mut started = false;
    loop {
        let judged = Judged::new(bound, built);
        let search = Search {
            department,
            built,
            judged: &judged,
            limits,
        };
        let found = search.all(start.take(), teller, &mut used);
        if found.outcome.without.is_empty() || Teller::stopped() {
            return found;
        }
        // the search asks for good lines; any lawful one is a beginning
        let (lines, without) = any_lines(built, &judged);
        if without.is_empty() {
            if started {
                return found;
            }
            (start, started) = (Some(lines), true);
            continue;
        }
        if without.iter().all(|&p| built.may_break(p)) {
            return found;
        }
        for &person in &without {
            let name = &department.people[person].name;
            let title = format!("no lawful line was found for {name}: left off the rota");
            let help = "look at what was worked before and at what is fixed with `firstline check`";
            told.push(Diagnostic::warning("S018", title).help(help));
            built.rest(person);
        }
    }
}

/// A lawful line for everybody who has one, whatever it is worth; and those for whom none was found.
fn any_lines(built: &Built, judged: &Judged<'_>) -> (Lines, Vec<usize>) {
    let problem = &built.problem;
    let mut pricer = Pricer::judged(Some(judged));
    let mut random = Random::new(0);
    let mut without = Vec::new();
    let mut prices = Vec::new();
    let people = 0..problem.people.len();
    let lines = people.map(|person| {
        for attempt in 0..ATTEMPTS {
            own_prices(problem, person, 0, problem.days, &mut prices);
            for price in prices.iter_mut().filter(|p| p.is_finite()) {
                *price = f32::from(random.below(1 + 16 * attempt) as u8);
            }
            let ask = Ask {
                person,
                from: 0,
                to: problem.days,
                line: &[],
                prices: &prices,
                own: &[],
            };
            let line = pricer.best(problem, &ask).line;
            if !line.is_empty() {
                return line;
            }
        }
        without.push(person);
        Vec::new()
    });
    (lines.collect(), without)
}

/// What was used of the limits.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    seconds: f64,
    work: f64,
    moves: u64,
}

impl Used {
    fn add(&mut self, outcome: &Outcome) {
        self.seconds += outcome.seconds;
        self.work += outcome.work;
        self.moves += outcome.moves;
    }
}

struct Search<'a> {
    department: &'a Department,
    built: &'a Built,
    judged: &'a Judged<'a>,
    limits: &'a Limits,
}

impl Search<'_> {
    fn all(&self, start: Option<Lines>, teller: &mut Teller, used: &mut Used) -> Found {
        let covered = least_cover(self.department, self.built);
        let never = never_met(&covered);
        // where gaps are certain from the start, there is nothing to ask about later
        let gate = if never > 0 { Gate::Open } else { Gate::Shut };
        let mut best = self.rota(start, self.left(used, 1.0), gate, teller, used);
        let mut least = self.least(&best);
        if least == Least::NotFound && never > 0 {
            least = Least::Impossible(never);
        }
        if best.lines.is_empty() {
            return Found {
                outcome: best,
                least,
                stopped: Teller::stopped(),
            };
        }
        if least == Least::NotFound && !Teller::stopped() {
            let limits = self.left(used, ASIDE);
            teller.aside(Some((best.value, best.bound)));
            let start = Some(best.lines.clone());
            let aside = search(&covered, self.judged, &limits, start, teller, used, |p| {
                p.bound <= TINY || p.doing == Doing::Bound
            });
            teller.aside(None);
            if aside.bound > TINY {
                least = Least::Impossible((aside.bound - TINY).ceil() as i64);
            } else if aside.value == 0 && aside.without.is_empty() {
                if best.proved {
                    least = Least::Dearer;
                } else if !Teller::stopped() {
                    best = self.on_from(&best, aside.lines, teller, used);
                    least = match self.least(&best) {
                        Least::NotFound => Least::Dearer,
                        other => other,
                    };
                }
            }
        }
        if !best.proved && !Teller::stopped() && self.share(used) < 0.95 {
            let on = self.on_from(&best, best.lines.clone(), teller, used);
            if least != Least::Met && self.least(&on) == Least::Met {
                least = Least::Met;
            }
            best = on;
        }
        best.seconds = used.seconds;
        best.work = used.work;
        best.moves = used.moves;
        Found {
            outcome: best,
            least,
            stopped: Teller::stopped(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "costs are far below 2^52")]
    /// Goes on from a rota; keeps the better one and the better bound.
    fn on_from(
        &self,
        best: &Outcome,
        start: Lines,
        teller: &mut Teller,
        used: &mut Used,
    ) -> Outcome {
        teller.known(best.bound);
        let more = self.rota(Some(start), self.left(used, 1.0), Gate::Open, teller, used);
        teller.known(f64::NEG_INFINITY);
        let bound = best.bound.max(more.bound);
        let better = more.without.is_empty() && more.value <= best.value;
        let mut out = if better { more } else { best.clone() };
        out.bound = bound;
        out.proved |= (out.value as f64) < bound.ceil() + 0.5 - TINY;
        out
    }

    fn rota(
        &self,
        start: Option<Lines>,
        limits: Limits,
        gate: Gate,
        teller: &mut Teller,
        used: &mut Used,
    ) -> Outcome {
        let open = self.dearest_without_gap();
        let before = *used;
        let problem = &self.built.problem;
        search(problem, self.judged, &limits, start, teller, used, |p| {
            let share = match self.limits.until {
                Until::Seconds(all) => (before.seconds + p.seconds) / all,
                Until::Work(all) => (before.work + p.work) / all,
            };
            gate == Gate::Open || share < FIRST || p.value < open
        })
    }

    /// A rota that costs less has no gap.
    fn dearest_without_gap(&self) -> i64 {
        let aims = &self.department.needs.aims;
        let needs = &self.department.needs;
        let duty = needs.cover.iter().any(|c| c.asked.least > 0);
        let half_hour = needs.demand.iter().any(|d| d.asked.least > 0);
        let costs = [
            duty.then_some(aims.duty.below_least),
            half_hour.then_some(aims.half_hour.below_least),
        ];
        let least = costs.into_iter().flatten().min();
        least.map_or(i64::MAX, |least| {
            i64::from(least) + self.built.problem.constant
        })
    }

    fn least(&self, outcome: &Outcome) -> Least {
        if outcome.lines.is_empty() {
            return Least::NotFound;
        }
        let breakdown = breakdown(self.department, self.built, &outcome.lines);
        let all = missing(self.department, &self.built.layout, &breakdown);
        if all.iter().any(|m| m.lack == Lack::BelowLeast) {
            Least::NotFound
        } else {
            Least::Met
        }
    }

    /// How much of the limits is used.
    fn share(&self, used: &Used) -> f64 {
        match self.limits.until {
            Until::Seconds(all) => used.seconds / all,
            Until::Work(all) => used.work / all,
        }
    }

    /// What is left of the limits, and no more than a part of them all.
    fn left(&self, used: &Used, part: f64) -> Limits {
        let until = match self.limits.until {
            Until::Seconds(all) => Until::Seconds((all - used.seconds).min(all * part).max(0.0)),
            Until::Work(all) => Until::Work((all - used.work).min(all * part).max(0.0)),
        };
        Limits {
            until,
            ..*self.limits
        }
    }
}

/// Whether gaps end the first part of the search early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Shut,
    Open,
}

/// Nearer to a whole number than this is the number.
const TINY: f64 = 1e-4;

fn search(
    problem: &Problem,
    judge: &dyn Lawful,
    limits: &Limits,
    start: Option<Lines>,
    teller: &mut Teller,
    used: &mut Used,
    go_on: impl Fn(&engine::Progress) -> bool,
) -> Outcome {
    teller.after(used.seconds, used.work, used.moves);
    let outcome = engine::design(problem, Some(judge), limits, start, &mut |progress| {
        teller.tell(progress) && go_on(progress)
    });
    used.add(&outcome);
    outcome
}
