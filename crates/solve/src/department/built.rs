//! Puts a problem together, and remembers what each part of it stands for.

use firstline_core::department::Department;
use firstline_core::diagnostic::Diagnostic;
use firstline_core::time::Day;

use super::fair::Shares;
use super::own::Own;
use super::rows::{Meaning, Rows};
use super::shifts::{Shift, shifts, symbol_of, unit};
use super::{Law, Terms, fixed, hours, weekends};
use crate::automaton::{Automaton, NONE};
use crate::problem::{NEVER, OFF, Person, Problem, Symbol};

/// What to do with fixed duties that no lawful line has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FixedDuties {
    /// They stay in the rota, outside the search, and the breach with them.
    #[default]
    Kept,
    /// They are given up.
    Freed,
}

/// How a department is to be designed.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What becomes of fixed duties that break a clause.
    pub fixed: FixedDuties,
    /// An old rota to stay close to: what each person did on each day of the period, where known.
    pub old: Option<Vec<Vec<Option<Symbol>>>>,
    /// Something remembered from day to day that costs, as the aim `fatigue` does.
    pub tracker: Option<super::Tracker>,
}

/// A problem and what it stands for.
#[derive(Clone, Debug)]
pub struct Built {
    /// To be searched.
    pub problem: Problem,
    /// What its parts stand for.
    pub layout: Layout,
    /// What a user should know: gaps that nobody can fill, hours that cannot be reached, fixed
    /// duties that break a clause.
    pub told: Vec<Diagnostic>,
}

/// A duty that stays in the rota outside the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// Whose.
    pub person: usize,
    /// Day of the period.
    pub day: usize,
    /// What it is.
    pub symbol: Symbol,
}

/// What the parts of a problem stand for.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The first day.
    pub from: Day,
    /// Number of days.
    pub days: usize,
    /// For each symbol but the day off, the place of its shift type in the department's list.
    pub shifts: Vec<usize>,
    /// What each row stands for.
    pub meanings: Vec<Meaning>,
    /// Duties outside the search. In the lines of the problem these days are off.
    pub pinned: Vec<Pinned>,
    pub(super) own: Vec<Own>,
    pub(super) shares: Shares,
    pub(super) weekends: weekends::Touches,
    pub(super) tracker: Option<super::Tracker>,
}

/// What is at hand while a problem is put together.
pub(super) struct Build<'a> {
    pub(super) department: &'a Department,
    pub(super) law: &'a Law,
    pub(super) options: &'a Options,
    pub(super) shifts: Vec<Shift>,
    pub(super) from: Day,
    pub(super) days: usize,
    /// For each person what may be, `day * symbols + symbol`.
    pub(super) may: Vec<Vec<bool>>,
    /// Duties outside the search.
    pub(super) pinned: Vec<Pinned>,
    pub(super) told: Vec<Diagnostic>,
}

/// A longer period is a slip of the pen.
const MOST_DAYS: i32 = 731;

/// Builds the problem of a department.
///
/// # Errors
/// When there is nothing to design: no people, no shift types or no period.
pub fn build(
    department: &Department,
    law: &Law,
    options: &Options,
) -> Result<Built, Vec<Diagnostic>> {
    let all = shifts(department);
    let (from, days) = period(department, &all)?;
    let mut build = Build {
        department,
        law,
        options,
        shifts: all,
        from,
        days,
        may: Vec::new(),
        pinned: Vec::new(),
        told: Vec::new(),
    };
    build.tell_nobody();
    build.tell_never();
    build.may = (0..department.people.len())
        .map(|p| build.may_of(p))
        .collect();
    let symbols = build.symbols();
    let touches = weekends::Touches::of(&build.shifts, from.weekday() as usize);
    let (automata, starts) = build.automata(&touches);
    let (mut automata, starts, tracker) = build.tracked(automata, starts);
    build.pinned = fixed::settle(&mut build);
    let own: Vec<Own> = (0..department.people.len()).map(|p| build.own(p)).collect();
    let shares = build.shares();
    let mut rows = Rows::new(department.people.len());
    build.add_cover(&mut rows);
    build.add_demand(&mut rows);
    build.add_supervision(&mut rows);
    build.add_pairings(&mut rows);
    build.add_fairness(&mut rows, &shares);
    for pin in &build.pinned {
        rows.settle(pin.person, pin.day, pin.symbol);
    }
    let unit = unit(&build.shifts);
    let lengths: Vec<i32> = std::iter::once(0)
        .chain(build.shifts.iter().map(|s| s.work / unit))
        .collect();
    let (rows, meanings, hits, groups) = rows.finish(days, symbols);
    let mut people = Vec::with_capacity(department.people.len());
    for (p, terms) in law.people.iter().enumerate() {
        let Some((least, most)) = hours::bounds(&mut build, p, &lengths, unit) else {
            people.push(resting(&mut automata.all, days, symbols, groups[p]));
            continue;
        };
        let may = &build.may[p];
        let cost = |at: usize| if may[at] { own[p].at(at) } else { NEVER };
        people.push(Person {
            automaton: automata.place[terms.automaton],
            start: starts[p],
            least,
            most,
            limits: terms.limits.clone(),
            cost: (0..days * symbols).map(cost).collect(),
            group: groups[p],
        });
    }
    let problem = Problem {
        days,
        first_weekday: from.weekday() as usize,
        symbols,
        lengths,
        unit,
        automata: automata.all,
        people,
        rows,
        hits,
        constant: 0,
    };
    let layout = Layout {
        from,
        days,
        shifts: build.shifts.iter().map(|s| s.index).collect(),
        meanings,
        pinned: build.pinned,
        own,
        shares,
        weekends: touches,
        tracker,
    };
    Ok(Built {
        problem,
        layout,
        told: build.told,
    })
}

impl Built {
    /// Leaves somebody off the rota, so that the others can be designed for.
    pub fn rest(&mut self, person: usize) {
        let problem = &mut self.problem;
        let group = problem.people[person].group;
        let (days, symbols) = (problem.days, problem.symbols);
        problem.people[person] = resting(&mut problem.automata, days, symbols, group);
    }

    /// Whether a person's part of the rota may break a clause that nobody can mend in the search:
    /// what is fixed breaks it, or there is nothing for them to choose.
    pub fn may_break(&self, person: usize) -> bool {
        let pinned = self.layout.pinned.iter().any(|p| p.person == person);
        pinned || super::judged::idle(self, person)
    }
}

/// Somebody for whom no line is lawful: off on every day, so that the others can be designed for.
fn resting(automata: &mut Vec<Automaton>, days: usize, symbols: usize, group: usize) -> Person {
    automata.extend(Law::none(0, symbols).automata);
    let cost = |at: usize| if at.is_multiple_of(symbols) { 0 } else { NEVER };
    Person {
        automaton: automata.len() - 1,
        start: 0,
        least: 0,
        most: 0,
        limits: Vec::new(),
        cost: (0..days * symbols).map(cost).collect(),
        group,
    }
}

fn period(department: &Department, shifts: &[Shift]) -> Result<(Day, usize), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut problem = |title: &str, help: &str| {
        problems.push(Diagnostic::error("S010", title).help(help));
    };
    if department.people.is_empty() {
        problem(
            "there is nobody in this department",
            "add a [[person]] for everybody who works in it",
        );
    }
    if shifts.is_empty() {
        problem(
            "this department has no shift type",
            "add a [[shift]] for each, with `start` and `end`",
        );
    }
    if shifts.len() > 200 {
        problem(
            "more than 200 shift types cannot be designed with",
            "leave out those that are not worked",
        );
    }
    let days = match (department.from, department.to) {
        (Some(from), Some(to)) if (1..=MOST_DAYS).contains(&to.since(from)) => {
            Some((from, to.since(from) as usize))
        }
        (Some(_), Some(_)) => {
            problem(
                "the period has no day, or lasts more than two years",
                "in [period] `to` is the day after the last",
            );
            None
        }
        _ => {
            problem(
                "the department does not say which days to design",
                "add [period] with `from` and `to`",
            );
            None
        }
    };
    days.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Whether somebody does not work on a day: on leave, or outside their post.
pub(super) fn away(who: &firstline_core::department::Person, day: Day) -> bool {
    let joined = who.joins.is_none_or(|joins| joins <= day);
    let left = who.leaves.is_some_and(|leaves| leaves <= day);
    let absent = who.absences.iter().any(|a| a.from <= day && day < a.to);
    !joined || left || absent
}

/// The automata of the problem.
pub(super) struct Automata {
    pub(super) all: Vec<Automaton>,
    /// Where each automaton of the law went.
    pub(super) place: Vec<usize>,
}

impl Build<'_> {
    pub(super) fn symbols(&self) -> usize {
        self.shifts.len() + 1
    }

    pub(super) fn day(&self, day: usize) -> Day {
        self.from.plus(day as i32)
    }

    pub(super) fn symbol_of(&self, index: usize) -> Option<Symbol> {
        symbol_of(&self.shifts, index)
    }

    /// Whether somebody may work a shift type on a day, as far as leave, skills and what is fixed go.
    pub(super) fn may(&self, person: usize, day: usize, symbol: Symbol) -> bool {
        self.may[person][day * self.symbols() + usize::from(symbol)]
    }

    /// Whether somebody may work a shift type on a day, or works it outside the search.
    pub(super) fn counts(&self, person: usize, day: usize, symbol: Symbol) -> bool {
        let pin = Pinned {
            person,
            day,
            symbol,
        };
        self.may(person, day, symbol) || self.pinned.contains(&pin)
    }

    /// What one person may do on each day before anything is fixed.
    fn may_of(&self, person: usize) -> Vec<bool> {
        let needs = &self.department.needs;
        let who = &self.department.people[person];
        let skills = &needs.person(person).skills;
        let mut may = Vec::with_capacity(self.days * self.symbols());
        for day in 0..self.days {
            let date = self.day(day);
            let away = |day: Day| away(who, day);
            may.push(true);
            for (symbol, shift) in (1..).zip(&self.shifts) {
                let asked = needs.shift(shift.index);
                // whoever is away tomorrow does not work into tomorrow
                let last = date.plus((shift.end - 1) / super::shifts::DAY);
                let absent = (0..=last.since(date)).any(|n| away(date.plus(n)));
                let never = &self.law.people[person].never;
                let never_on = &self.law.people[person].never_on;
                let forbidden = never.contains(&(date.weekday() as usize, symbol))
                    || never_on.contains(&(date, symbol));
                may.push(
                    !absent
                        && !forbidden
                        && asked.when.holds(date)
                        && asked.who.admits(who, skills),
                );
            }
        }
        may
    }

    /// Tells of cover and demand that nobody in the department could meet.
    fn tell_nobody(&mut self) {
        let needs = &self.department.needs;
        let cover = needs
            .cover
            .iter()
            .map(|c| (&c.who, c.asked.wanted, &c.place));
        let demand = needs
            .demand
            .iter()
            .map(|d| (&d.who, d.asked.wanted, &d.place));
        let supervision = needs.supervision.iter().map(|s| (&s.by, 1, &s.place));
        let mut told = Vec::new();
        for (who, wanted, place) in cover.chain(demand).chain(supervision) {
            if wanted > 0
                && self.those(who).is_empty()
                && let Some(words) = who.words()
            {
                let title = format!("nobody here is {words}");
                let help = "check the spelling in `grades` and `skills` of [[person]]; the rota will have a gap here";
                told.push(
                    Diagnostic::warning("S011", title)
                        .at(place.clone())
                        .help(help),
                );
            }
        }
        self.told.extend(told);
    }

    /// Tells of shift types that nobody may ever work: too long, or with too few breaks.
    fn tell_never(&mut self) {
        let symbols = self.symbols();
        for (symbol, shift) in (1..).zip(&self.shifts) {
            let shut = |terms: &Terms, day: usize| {
                let layer = &self.law.automata[terms.automaton].layers[day];
                let mut steps = layer.next.iter().skip(usize::from(symbol)).step_by(symbols);
                steps.all(|next| *next == NONE) || terms.never.contains(&(day, symbol))
            };
            let never = |terms: &Terms| (0..7).all(|day| shut(terms, day));
            if self.law.people.iter().all(never) {
                let code = &self.department.shift_types[shift.index].code;
                let title =
                    format!("nobody here may ever work `{code}`: a clause forbids it as it stands");
                let help =
                    "look at its length and its `breaks`; `firstline check` names the clause";
                self.told
                    .push(Diagnostic::warning("S017", title).help(help));
            }
        }
    }

    /// The automata with what weekends cost put in, and the state in which each person begins.
    fn automata(&mut self, touches: &weekends::Touches) -> (Automata, Vec<u16>) {
        let weight = self.department.needs.aims.broken_weekends;
        let starts = self.law.people.iter().map(|t| t.start);
        let plain = Automata {
            all: self.law.automata.clone(),
            place: (0..self.law.automata.len()).collect(),
        };
        if weight == 0 {
            return (plain, starts.collect());
        }
        let weekends: Option<Vec<_>> = self
            .law
            .automata
            .iter()
            .map(|a| weekends::with_weekends(a, touches, weight))
            .collect();
        let Some(all) = weekends else {
            let title = "the contract has too many cases to count broken weekends with it";
            let help = "the aim `broken-weekends` was left out";
            self.told
                .push(Diagnostic::warning("S014", title).help(help));
            return (plain, starts.collect());
        };
        let weekday = self.from.weekday() as usize;
        let starts = starts.enumerate().map(|(person, start)| {
            let past = &self.department.people[person].history;
            touches.start(weekday, start, weekends::Touches::before(self.from, past))
        });
        let starts = starts.collect();
        (Automata { all, ..plain }, starts)
    }

    /// The automata with what is remembered beside the law, where there is such a thing.
    fn tracked(
        &mut self,
        plain: Automata,
        starts: Vec<u16>,
    ) -> (Automata, Vec<u16>, Option<super::Tracker>) {
        let Some(tracker) = &self.options.tracker else {
            return (plain, starts, None);
        };
        let all: Option<Vec<_>> = plain.all.iter().map(|a| tracker.within(a)).collect();
        let Some(all) = all else {
            let title = "the contract has too many cases to count fatigue with it";
            let help = "the aim `fatigue` was left out";
            self.told
                .push(Diagnostic::warning("S014", title).help(help));
            return (plain, starts, None);
        };
        let starts = starts.iter().enumerate();
        let starts = starts.map(|(p, &s)| tracker.begins(p, s)).collect();
        (Automata { all, ..plain }, starts, Some(tracker.clone()))
    }

    /// A day off, for those who are asked for more than there is.
    pub(super) fn only(&mut self, person: usize, day: usize, symbol: Symbol) {
        let symbols = self.symbols();
        for s in OFF..symbols as Symbol {
            self.may[person][day * symbols + usize::from(s)] = s == symbol;
        }
    }
}
