//! What the engine may choose from on a strike day: who stands in when, who takes a colleague's duty
//! in the days after, and what each of these costs.

use std::collections::BTreeSet;

use firstline_core::rota::{Duty, Kind};
use firstline_core::time::{Day, Instant, Span, Wall};
use firstline_solve::problem::{NEVER, OFF, Symbol};

use super::planner::Planner;
use super::search::{Around, Short};
use crate::house::{ListKind, Occurrence};
use crate::repair::{
    Ask, Choice, Could, Keeps, MOST_CHOICES, Part, Want, Wants, mend, own_choices, place_of,
};

/// What is lost besides floors: lists in the order in which they are stood down, then duties.
const GIVEN_UP: i32 = 10;
const TAKEN: i32 = 8;
const STANDS: i32 = 4;
/// Days after the strike whose duties may change.
const DAYS_AFTER: i32 = 3;
/// Steps of the clock at which somebody may begin or end, in hours; the first that is few enough.
const STEPS: [i32; 5] = [2, 3, 4, 6, 12];

fn cost_of_list(kind: ListKind, patients: u32) -> i32 {
    let by_kind = match kind {
        ListKind::Clinic => 40,
        ListKind::DayCase => 100,
        ListKind::InPatient => 200,
    };
    by_kind + patients.min(60) as i32
}

/// What came of one group.
pub(super) struct Found {
    pub(super) proved: bool,
    pub(super) changes: Vec<(usize, Own)>,
}

/// What changes for one person.
#[derive(Default)]
pub(super) struct Own {
    pub(super) stands: Vec<(Span, Option<usize>)>,
    pub(super) released: Vec<usize>,
    pub(super) taken: Vec<Duty>,
    pub(super) duties: Vec<Duty>,
}

/// People searched together.
pub(super) struct Group<'a> {
    plan: &'a Planner<'a>,
    around: &'a Around<'a>,
    short: &'a Short,
    members: Vec<usize>,
    from: Day,
    to: Day,
    choices: Vec<Choice>,
    /// Which of the choices may be worked by which member on which free day.
    may: BTreeSet<(usize, usize, Symbol)>,
    old: Vec<Vec<Symbol>>,
}

impl<'a> Group<'a> {
    pub(super) fn new(
        plan: &'a Planner<'a>,
        around: &'a Around<'a>,
        short: &'a Short,
        members: Vec<usize>,
        floors: &[usize],
    ) -> Group<'a> {
        let period = plan.rota.period;
        let first = around.periods.iter().map(|p| p.start.wall.day()).min();
        let last = around
            .periods
            .iter()
            .map(|p| Wall(p.end.wall.0 - 1).day())
            .max();
        let from = first.unwrap_or(period.from).max(period.from);
        let to = last
            .map_or(period.to, |d| d.plus(1 + DAYS_AFTER))
            .min(period.to);
        let mut group = Group {
            plan,
            around,
            short,
            members,
            from,
            to,
            choices: Vec::new(),
            may: BTreeSet::new(),
            old: Vec::new(),
        };
        for step in STEPS {
            group.may.clear();
            group.choices = own_choices(plan.bench, &group.members, (period.from, period.to));
            group.old = group.old_lines();
            group.offer_duties();
            group.offer_stands(floors, step * 60);
            if group.choices.len() <= MOST_CHOICES {
                break;
            }
        }
        group
    }

    fn days(&self) -> usize {
        self.to.since(self.from).max(0) as usize
    }

    fn own(&self, person: usize, day: usize) -> impl Iterator<Item = (usize, &'a Duty)> {
        let day = self.from.plus(day as i32);
        let duties = self.plan.bench.roster(self.members[person]).duties.iter();
        duties.enumerate().filter(move |(_, d)| d.day() == day)
    }

    fn old_lines(&mut self) -> Vec<Vec<Symbol>> {
        let mut lines = Vec::new();
        for person in 0..self.members.len() {
            let line: Vec<Option<Choice>> = (0..self.days())
                .map(|day| self.own(person, day).next().map(|(_, d)| Choice::of(d)))
                .collect();
            let symbols = line
                .into_iter()
                .map(|choice| choice.map_or(OFF, |choice| place_of(&mut self.choices, choice)));
            lines.push(symbols.collect());
        }
        lines
    }

    /// In the days after, duties of colleagues of one tier and the same skills.
    fn offer_duties(&mut self) {
        let plan = self.plan;
        let sort = |person: usize| {
            let member = &plan.house.members[self.members[person]];
            (member.tier, member.skills.clone())
        };
        let sorts: Vec<_> = (0..self.members.len()).map(sort).collect();
        let mut more = Vec::new();
        for (other, line) in self.old.iter().enumerate() {
            for (day, symbol) in line.iter().enumerate().filter(|(_, s)| **s != OFF) {
                if self.own(other, day).count() != 1 {
                    continue;
                }
                let choice = &self.choices[usize::from(*symbol) - 1];
                let span = choice.on(plan.rota, self.from.plus(day as i32)).span();
                let after = |p: &Span| p.end.instant <= span.start.instant;
                if !self.around.periods.iter().all(after) {
                    continue;
                }
                for person in (0..self.members.len()).filter(|p| sorts[*p] == sorts[other]) {
                    if self.old[person][day] != *symbol
                        && !plan.bench.away(self.members[person], span)
                    {
                        more.push((person, day, *symbol));
                    }
                }
            }
        }
        self.may.extend(more);
    }

    /// Times at which somebody may begin or end for a floor, run by run.
    fn points(&self, slots: &[bool], step: i32) -> Vec<Vec<usize>> {
        let begin = self.around.periods.iter().map(|p| p.start.instant.0).min();
        let begin = begin.unwrap_or(0);
        let at = |slot: usize| {
            let slots = &self.plan.laid.slots;
            slots
                .get(slot)
                .map_or(self.plan.laid.span.end.instant.0, |s| s.start.instant.0)
        };
        let wanted: Vec<usize> = (0..slots.len()).filter(|s| slots[*s]).collect();
        let runs = wanted.chunk_by(|a, b| a + 1 == *b);
        runs.map(|run| {
            let (from, to) = (run[0], run[run.len() - 1] + 1);
            let inner = (from + 1..to).filter(|s| (at(*s) - begin) % step == 0);
            [from].into_iter().chain(inner).chain([to]).collect()
        })
        .collect()
    }

    fn offer_stands(&mut self, floors: &[usize], step: i32) {
        let plan = self.plan;
        let admits = |person: usize, floor: usize| {
            let member = &plan.house.members[self.members[person]];
            plan.floors[floor].who.admits(plan.house, member)
        };
        let stands = |person: usize, floor: usize| {
            let member = &plan.house.members[self.members[person]];
            plan.floors[floor].who.stands_in(plan.house, member)
        };
        let people = 0..self.members.len();
        let slots = plan.laid.slots.len();
        let mut offers = Vec::new();
        // by their own grade, for every floor that it counts for
        for person in people.clone() {
            let own: Vec<usize> = floors
                .iter()
                .copied()
                .filter(|f| admits(person, *f))
                .collect();
            if !own.is_empty() {
                let wanted: Vec<bool> = (0..slots)
                    .map(|s| own.iter().any(|f| self.short[*f][s] > 0))
                    .collect();
                offers.push((person, None, self.points(&wanted, step)));
            }
            for floor in floors
                .iter()
                .copied()
                .filter(|f| stands(person, *f) && !admits(person, *f))
            {
                let wanted: Vec<bool> = self.short[floor].iter().map(|s| *s > 0).collect();
                offers.push((person, Some(floor), self.points(&wanted, step)));
            }
        }
        for (person, floor, runs) in offers {
            for points in runs {
                self.offer_run(person, floor, &points);
            }
        }
    }

    fn offer_run(&mut self, person: usize, floor: Option<usize>, points: &[usize]) {
        let plan = self.plan;
        for (i, &a) in points.iter().enumerate() {
            for &b in &points[i + 1..] {
                let span = plan.slot_span(a, b);
                if span.end.instant.0 - span.start.instant.0 <= plan.longest {
                    self.offer(person, floor, span, None);
                }
            }
        }
        let whole = plan.slot_span(points[0], points[points.len() - 1]);
        for day in 0..self.days() {
            let own: Vec<Duty> = self.own(person, day).map(|(_, d)| *d).collect();
            let [duty] = own.as_slice() else { continue };
            if duty.kind == Kind::NonResidentOnCall {
                continue;
            }
            let reach = |end: i32| end.min(plan.longest);
            // stays on
            if whole.start.instant <= duty.end.instant && duty.end.instant < whole.end.instant {
                let most = duty.start.instant.0 + plan.bench.longest();
                for &b in points {
                    let end = plan.slot_span(b.saturating_sub(1), b).end;
                    let length = end.instant.0 - duty.end.instant.0;
                    if length > 0 && reach(length) == length && end.instant.0 <= most {
                        let span = Span {
                            start: duty.end,
                            end,
                        };
                        self.offer(person, floor, span, Some(duty));
                    }
                }
            }
            // comes early
            if whole.start.instant < duty.start.instant && duty.start.instant <= whole.end.instant {
                let least = duty.end.instant.0 - plan.bench.longest();
                for &a in points.iter().filter(|a| **a < plan.laid.slots.len()) {
                    let start = plan.laid.slots[a].start;
                    let length = duty.start.instant.0 - start.instant.0;
                    if length > 0 && reach(length) == length && start.instant.0 >= least {
                        let span = Span {
                            start,
                            end: duty.start,
                        };
                        self.offer(person, floor, span, Some(duty));
                    }
                }
            }
        }
    }

    /// Offers a stretch to somebody, alone or before or after a duty of their own.
    fn offer(&mut self, person: usize, floor: Option<usize>, span: Span, duty: Option<&Duty>) {
        let plan = self.plan;
        let member = self.members[person];
        if plan.bench.away(member, span) || plan.critical(member, &[span]).is_some() {
            return;
        }
        let (start, end) = match duty {
            Some(d) if d.start.instant < span.start.instant => (d.start, span.end),
            Some(d) => (span.start, d.end),
            None => (span.start, span.end),
        };
        let day = start.wall.day();
        let (Ok(at), true) = (usize::try_from(day.since(self.from)), day < self.to) else {
            return;
        };
        // who comes early on another day than their duty's would need two days of one line
        if duty.is_some_and(|d| d.day() != day) {
            return;
        }
        let midnight = day.midnight().0;
        let choice = Choice {
            start: start.wall.0 - midnight,
            end: end.wall.0 - midnight,
            kind: duty.map_or(Kind::Day, |d| d.kind),
            code: duty.map_or(plan.bench.proposal(), |d| d.code),
            keeps: Keeps::Nothing,
            stand: Some(Part {
                floor,
                from: span.start.wall.0 - midnight,
                to: span.end.wall.0 - midnight,
            }),
        };
        let symbol = place_of(&mut self.choices, choice);
        if symbol != OFF {
            self.may.insert((person, at, symbol));
        }
    }

    fn part(&self, day: usize, symbol: Symbol) -> Option<(Part, Span)> {
        let part = self
            .choices
            .get(usize::from(symbol.checked_sub(1)?))?
            .stand?;
        let midnight = self.from.plus(day as i32).midnight().0;
        let zone = &self.plan.rota.zone;
        let span = zone.span(Wall(midnight + part.from), Wall(midnight + part.to));
        Some((part, span))
    }

    /// Whether a choice leaves the person's own duty of the day in place, longer than it was.
    fn keeps(&self, day: usize, symbol: Symbol) -> bool {
        let Some((part, _)) = self.part(day, symbol) else {
            return false;
        };
        let choice = &self.choices[usize::from(symbol) - 1];
        (part.from, part.to) != (choice.start, choice.end)
    }

    fn costs(&self) -> Vec<Vec<i32>> {
        let plan = self.plan;
        let symbols = self.choices.len() + 1;
        let mut all = vec![vec![NEVER; self.days() * symbols]; self.members.len()];
        for (person, costs) in all.iter_mut().enumerate() {
            let member = self.members[person];
            let rank = i32::from(plan.house.rank(&plan.house.members[member]));
            for day in 0..self.days() {
                let own: Vec<Span> = self.own(person, day).map(|(_, d)| d.span()).collect();
                let base = day * symbols;
                let gives_up = self.given_up(member, &own);
                let old = self.old[person][day];
                costs[base + usize::from(old)] = 0;
                if old != OFF
                    && let Some(cost) = gives_up
                {
                    costs[base] = cost;
                }
                let offered = (person, day, OFF)..=(person, day, Symbol::MAX);
                for &(_, _, symbol) in self.may.range(offered) {
                    let lost = if self.keeps(day, symbol) {
                        Some(0)
                    } else {
                        gives_up
                    };
                    let Some(lost) = lost else { continue };
                    let cost = match self.part(day, symbol) {
                        None => TAKEN,
                        Some((part, span)) => {
                            let floor = part
                                .floor
                                .map_or(0, |f| plan.floors[f].who.rank(plan.house));
                            let lists = plan
                                .lists(member, &[span])
                                .into_iter()
                                .filter(|(_, l)| {
                                    // what falls with the duty is counted there
                                    let at = super::planner::list_span(plan.rota, l);
                                    let meets = |s: &Span| {
                                        at.start.instant < s.end.instant
                                            && s.start.instant < at.end.instant
                                    };
                                    self.keeps(day, symbol) || !own.iter().any(meets)
                                })
                                .map(|(_, l)| cost_of_list(l.kind, l.patients));
                            let half_hours = (span.end.instant.0 - span.start.instant.0) / 60;
                            STANDS
                                + half_hours
                                + (rank - i32::from(floor)).max(0)
                                + lists.sum::<i32>()
                        }
                    };
                    costs[base + usize::from(symbol)] = cost + lost;
                }
            }
        }
        all
    }

    /// What it costs to give up the duties of a day; nothing where that may not be.
    fn given_up(&self, member: usize, own: &[Span]) -> Option<i32> {
        if own.is_empty() {
            return Some(0);
        }
        if self.plan.critical(member, own).is_some() {
            return None;
        }
        let lists = self.plan.lists(member, own);
        Some(
            GIVEN_UP
                + lists
                    .iter()
                    .map(|(_, l)| cost_of_list(l.kind, l.patients))
                    .sum::<i32>(),
        )
    }

    /// Everything that these people may do, for the floors.
    fn could(&self, costs: &[Vec<i32>]) -> Vec<Could> {
        let rota = self.plan.rota;
        let symbols = self.choices.len() + 1;
        let mut all = Vec::new();
        for (person, &member) in self.members.iter().enumerate() {
            for day in 0..self.days() {
                for symbol in 1..symbols as Symbol {
                    if costs[person][day * symbols + usize::from(symbol)] == NEVER {
                        continue;
                    }
                    let one = Could {
                        person,
                        member,
                        day,
                        symbol,
                        old: false,
                        duty: None,
                        stands: self
                            .part(day, symbol)
                            .map(|(part, span)| (part.floor, span)),
                    };
                    if symbol == self.old[person][day] {
                        // as it stands, however many they are
                        let own = self.own(person, day);
                        all.extend(own.map(|(_, d)| Could {
                            old: true,
                            duty: Some(*d),
                            ..one
                        }));
                        continue;
                    }
                    let choice = &self.choices[usize::from(symbol) - 1];
                    let whole = one.stands.is_none() || self.keeps(day, symbol);
                    all.push(Could {
                        duty: whole.then(|| choice.on(rota, self.from.plus(day as i32))),
                        ..one
                    });
                }
            }
        }
        all
    }

    fn wants(&self, costs: &[Vec<i32>]) -> Vec<Want> {
        let plan = self.plan;
        let free = |d: &Duty| self.from <= d.day() && d.day() < self.to;
        let others = plan.laid.duties.iter();
        let others = others.filter(|(m, d)| !self.members.contains(m) || !free(d));
        let during = |at: Instant| {
            let within = |p: &Span| p.start.instant <= at && at < p.end.instant;
            self.around.periods.iter().any(within)
        };
        let wants = Wants {
            rota: plan.rota,
            house: plan.house,
            floors: plan.floors,
            laid: plan.laid,
            others: others.copied().collect(),
            out: plan.out,
            in_full: &during,
            could: self.could(costs),
        };
        let (first, last) = (
            plan.rota.zone.midnight(self.from),
            plan.rota.zone.midnight(self.to),
        );
        let near: Vec<Occurrence> = plan
            .occurrences
            .iter()
            .copied()
            .filter(|o| o.span.end.instant > first.instant && o.span.start.instant < last.instant)
            .collect();
        wants.rows(&near)
    }

    pub(super) fn solve(self) -> Option<Found> {
        let cost = self.costs();
        let wants = self.wants(&cost);
        let ask = Ask {
            question: self.around.question,
            bench: self.plan.bench,
            from: self.from,
            to: self.to,
            members: self.members.clone(),
            choices: self.choices.clone(),
            old: self.old.clone(),
            cost,
            wants,
            start: None,
            work: self.around.work,
            seed: self.around.seed,
        };
        let answer = mend(&ask)?;
        let mut changes = Vec::new();
        for (person, line) in answer.lines.iter().enumerate() {
            let mut own = Own::default();
            for (day, &symbol) in line.iter().enumerate() {
                if symbol == self.old[person][day] {
                    continue;
                }
                if !self.keeps(day, symbol) {
                    own.released.extend(self.own(person, day).map(|(i, _)| i));
                }
                match self.part(day, symbol) {
                    Some((part, span)) => own.stands.push((span, part.floor)),
                    None if symbol != OFF => {
                        let choice = &self.choices[usize::from(symbol) - 1];
                        own.taken
                            .push(choice.on(self.plan.rota, self.from.plus(day as i32)));
                    }
                    None => {}
                }
            }
            if line != &self.old[person] {
                own.duties = ask.duties(person, line);
                changes.push((self.members[person], own));
            }
        }
        Some(Found {
            proved: answer.proved,
            changes,
        })
    }
}
