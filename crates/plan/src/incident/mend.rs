//! The week after, mended by the engine: closest to the rota as it stands, with what is past and the
//! calls themselves pinned, and no floor worse off where that can be.

use std::collections::BTreeSet;

use firstline_core::check;
use firstline_core::rota::{Duty, Kind, Rota};
use firstline_core::time::{Day, Moment, Span};
use firstline_solve::problem::{NEVER, OFF, Symbol};

use super::call::{Call, State};
use crate::house::{Bench, Floor, House, Laid, Occurrence, occurrences, span_words};
use crate::repair::{
    Ask, Choice, Could, Keeps, MOST_CHOICES, Want, Wants, mend, own_choices, place_of,
};

/// What each change of the old rota costs; a floor's half-hour goes before.
const GIVEN_UP: i32 = 10;
const TAKEN: i32 = 8;
/// Days after the declaration that may change.
const DAYS: i32 = 7;

/// What is mended.
pub(super) struct Around<'a> {
    pub(super) question: &'a check::Question<'a>,
    pub(super) bench: &'a Bench<'a>,
    pub(super) house: &'a House,
    pub(super) floors: &'a [Floor],
    pub(super) laid: &'a Laid,
    pub(super) at: Moment,
    /// Those called in from rest, and when they work.
    pub(super) called: Vec<(usize, Span)>,
    /// Millions of steps for each group of people.
    pub(super) work: f64,
    pub(super) seed: u64,
}

/// The rota mended.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mended {
    /// Duties given up: the member, and the place in their roster.
    pub(super) released: Vec<(usize, usize)>,
    /// Duties taken over from a colleague.
    pub(super) taken: Vec<(usize, Duty)>,
    /// Whether the engine proved that no repair is nearer to the old rota, for each group.
    pub(super) proved: bool,
    /// What the whole of it newly breaks: nothing, or the repair is wrong.
    pub(super) newly_broken: Vec<String>,
    /// Members for whom no repair was found.
    pub(super) without: Vec<usize>,
}

impl Around<'_> {
    /// People of whom the same can be asked.
    fn alike(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.house.members[a], &self.house.members[b]);
        a.tier == b.tier && a.skills == b.skills
    }

    /// Those who cannot work on as planned, with those who could take a duty of theirs; people tied
    /// together by a floor are searched together.
    fn groups(&self) -> Vec<Vec<usize>> {
        let hurt = self
            .called
            .iter()
            .filter(|(m, span)| !self.bench.new_breaches(*m, &[*span], &[]).is_empty());
        let hurt: Vec<usize> = hurt.map(|c| c.0).collect();
        let concerned = (0..self.house.members.len())
            .filter(|m| hurt.iter().any(|h| h == m || self.alike(*h, *m)));
        let counts = |m: usize| -> BTreeSet<usize> {
            let of = |f: &usize| {
                self.floors[*f]
                    .who
                    .admits(self.house, &self.house.members[m])
            };
            (0..self.floors.len()).filter(of).collect()
        };
        let mut all: Vec<(Vec<usize>, BTreeSet<usize>)> = Vec::new();
        for member in concerned {
            let mut group = (vec![member], counts(member));
            let (tied, apart): (Vec<_>, Vec<_>) = all.into_iter().partition(|g| {
                !g.1.is_disjoint(&group.1) || g.0.iter().any(|o| self.alike(*o, member))
            });
            for other in tied {
                group.0.extend(other.0);
                group.1.extend(other.1);
            }
            all = apart;
            all.push(group);
        }
        let mut lists: Vec<Vec<usize>> = all.into_iter().map(|g| g.0).collect();
        for list in &mut lists {
            list.sort_unstable();
        }
        lists.sort();
        lists
    }

    /// People whose duties are of more sorts than can be searched together are mended one by one, and
    /// no colleague is asked.
    fn parts(&self, members: Vec<usize>) -> Vec<Group<'_>> {
        let whole = Group::new(self, members.clone());
        if whole.choices.len() <= MOST_CHOICES {
            return vec![whole];
        }
        let called = members
            .into_iter()
            .filter(|m| self.called.iter().any(|c| c.0 == *m));
        called.map(|m| Group::new(self, vec![m])).collect()
    }

    /// Mends the days after.
    pub(super) fn mend(&self) -> Mended {
        let mut all = Mended {
            proved: true,
            ..Mended::default()
        };
        for members in self.groups() {
            let parts = self.parts(members);
            all.proved &= parts.len() == 1;
            for group in parts {
                let own = group.members.clone();
                match group.solve() {
                    Some(found) => {
                        all.released.extend(found.released);
                        all.taken.extend(found.taken);
                        all.proved &= found.proved;
                        all.newly_broken.extend(found.newly_broken);
                    }
                    None => {
                        all.proved = false;
                        let called = |m: &usize| self.called.iter().any(|c| c.0 == *m);
                        all.without.extend(own.into_iter().filter(called));
                    }
                }
            }
        }
        all.released.sort_unstable();
        all.taken.sort_by_key(|(m, d)| (d.start.instant, *m));
        all
    }
}

impl Mended {
    /// What it costs those called.
    pub(super) fn tell(&self, calls: &mut [Call]) {
        for call in calls
            .iter_mut()
            .filter(|c| c.place.is_some() && c.state == State::Rested)
        {
            if self.without.contains(&call.member) {
                continue;
            }
            let own = self.released.iter().filter(|r| r.0 == call.member);
            call.released = own.map(|r| r.1).collect();
        }
    }

    /// Line by line.
    pub(super) fn words(
        &self,
        house: &House,
        rota: &Rota,
        bench: &Bench<'_>,
    ) -> Vec<(String, String)> {
        let released = self.released.iter().map(|(m, i)| {
            let own = self.taken.iter().any(|t| t.0 == *m);
            let why = if own {
                "given up, for rest or for a colleague's"
            } else {
                "given up for rest"
            };
            (*m, bench.roster(*m).duties[*i], why)
        });
        let taken = self.taken.iter();
        let taken = taken.map(|(m, d)| (*m, *d, "taken over from a colleague"));
        let mut all: Vec<_> = released.chain(taken).collect();
        all.sort_by_key(|(m, d, _)| (d.start.instant, *m));
        let words = all.into_iter().map(|(m, d, why)| {
            let code = &rota.shift_type(d.code).code;
            let name = house.members[m].name.clone();
            (name, format!("{code} {}, {why}", span_words(d.span())))
        });
        words.collect()
    }
}

/// People searched together.
struct Group<'a> {
    around: &'a Around<'a>,
    members: Vec<usize>,
    from: Day,
    to: Day,
    choices: Vec<Choice>,
    old: Vec<Vec<Symbol>>,
    cost: Vec<Vec<i32>>,
    start: Vec<Vec<Symbol>>,
}

impl<'a> Group<'a> {
    fn new(around: &'a Around<'a>, members: Vec<usize>) -> Group<'a> {
        let period = around.question.rota.period;
        let from = around.at.wall.day();
        let to = from.plus(1 + DAYS).min(period.to);
        let mut choices = own_choices(around.bench, &members, (period.from, period.to));
        let days = to.since(from).max(0) as usize;
        let line = |member: usize, choices: &mut Vec<Choice>| -> Vec<Symbol> {
            let duties = &around.bench.roster(member).duties;
            (0..days)
                .map(|day| {
                    let day = from.plus(day as i32);
                    let duty = duties.iter().find(|d| d.day() == day);
                    duty.map_or(OFF, |d| place_of(choices, Choice::of(d)))
                })
                .collect()
        };
        let old: Vec<Vec<Symbol>> = members.iter().map(|m| line(*m, &mut choices)).collect();
        let mut group = Group {
            around,
            members,
            from,
            to,
            choices,
            start: old.clone(),
            old,
            cost: Vec::new(),
        };
        let calls = group.calls();
        group.costs(&calls);
        group
    }

    fn days(&self) -> usize {
        self.to.since(self.from).max(0) as usize
    }

    fn own(&self, person: usize, day: usize) -> impl Iterator<Item = (usize, &'a Duty)> {
        let day = self.from.plus(day as i32);
        let duties = self.around.bench.roster(self.members[person]).duties.iter();
        duties.enumerate().filter(move |(_, d)| d.day() == day)
    }

    /// The call of each who is called: day, beside everything, in place of what comes after it.
    fn calls(&mut self) -> Vec<Option<(usize, Symbol, Symbol)>> {
        let mut all = Vec::new();
        for person in 0..self.members.len() {
            let member = self.members[person];
            let call = self.around.called.iter().find(|c| c.0 == member);
            let call = call.and_then(|(_, span)| {
                let day = span.start.wall.day();
                let at = usize::try_from(day.since(self.from)).ok()?;
                let midnight = day.midnight().0;
                let choice = Choice {
                    start: span.start.wall.0 - midnight,
                    end: span.end.wall.0 - midnight,
                    kind: Kind::Day,
                    code: self.around.bench.proposal(),
                    keeps: Keeps::All,
                    stand: None,
                };
                let earlier = Choice {
                    keeps: Keeps::Earlier,
                    ..choice.clone()
                };
                let beside = place_of(&mut self.choices, choice);
                let alone = place_of(&mut self.choices, earlier);
                (at < self.days()).then_some((at, beside, alone))
            });
            all.push(call);
        }
        all
    }

    fn costs(&mut self, calls: &[Option<(usize, Symbol, Symbol)>]) {
        let symbols = self.choices.len() + 1;
        let rota = self.around.question.rota;
        let mut all = vec![vec![NEVER; self.days() * symbols]; self.members.len()];
        for (person, costs) in all.iter_mut().enumerate() {
            let member = self.members[person];
            for day in 0..self.days() {
                let base = day * symbols;
                let old = self.old[person][day];
                if let Some((_, beside, alone)) = calls[person].filter(|c| c.0 == day) {
                    costs[base + usize::from(beside)] = 0;
                    let later = self.own(person, day).count() as i32;
                    costs[base + usize::from(alone)] = GIVEN_UP * later;
                    self.start[person][day] = alone;
                    continue;
                }
                costs[base + usize::from(old)] = 0;
                let lost = GIVEN_UP * i32::from(old != OFF);
                // what began before is past
                let past = self
                    .own(person, day)
                    .any(|(_, d)| d.start.instant <= self.around.at.instant);
                if past {
                    continue;
                }
                if calls[person].is_some() {
                    self.start[person][day] = OFF;
                }
                costs[base] = lost;
                for (other, line) in self.old.iter().enumerate() {
                    let symbol = line[day];
                    let alike = self.around.alike(self.members[other], member);
                    if symbol == OFF || symbol == old || !alike || self.own(other, day).count() != 1
                    {
                        continue;
                    }
                    let choice = &self.choices[usize::from(symbol) - 1];
                    let span = choice.on(rota, self.from.plus(day as i32)).span();
                    let past = span.start.instant <= self.around.at.instant;
                    if !past && !self.around.bench.away(member, span) {
                        costs[base + usize::from(symbol)] = TAKEN + lost;
                    }
                }
            }
        }
        self.cost = all;
    }

    fn wants(&self) -> Vec<Want> {
        let around = self.around;
        let rota = around.question.rota;
        let free = |d: &Duty| self.from <= d.day() && d.day() < self.to;
        let others = around.laid.duties.iter();
        let others = others.filter(|(m, d)| !self.members.contains(m) || !free(d));
        let symbols = self.choices.len() + 1;
        let mut could = Vec::new();
        for (person, &member) in self.members.iter().enumerate() {
            for day in 0..self.days() {
                for symbol in 1..symbols as Symbol {
                    if self.cost[person][day * symbols + usize::from(symbol)] == NEVER {
                        continue;
                    }
                    let one = Could {
                        person,
                        member,
                        day,
                        symbol,
                        old: false,
                        duty: None,
                        stands: None,
                    };
                    let choice = &self.choices[usize::from(symbol) - 1];
                    let called = choice.on(rota, self.from.plus(day as i32));
                    let stays = |d: &Duty| match choice.keeps {
                        Keeps::All => true,
                        Keeps::Earlier => d.start.instant < called.start.instant,
                        Keeps::Nothing => symbol == self.old[person][day],
                    };
                    // somebody called is there for the casualties and counts for no floor
                    let kept = self.own(person, day).filter(|(_, d)| stays(d));
                    could.extend(kept.map(|(_, d)| Could {
                        old: choice.keeps != Keeps::Earlier,
                        duty: Some(*d),
                        ..one
                    }));
                    if choice.keeps == Keeps::Nothing && symbol != self.old[person][day] {
                        could.push(Could {
                            duty: Some(called),
                            ..one
                        });
                    }
                }
            }
        }
        let wants = Wants {
            rota,
            house: around.house,
            floors: around.floors,
            laid: around.laid,
            others: others.copied().collect(),
            out: &|_, _| false,
            in_full: &|_| false,
            could,
        };
        let all = occurrences(rota, around.floors, self.from.plus(-1), self.to);
        let after: Vec<Occurrence> = all
            .into_iter()
            .filter(|o| o.span.end.instant > around.at.instant)
            .collect();
        wants.rows(&after)
    }

    fn solve(self) -> Option<Mended> {
        if self.choices.len() > MOST_CHOICES {
            return None;
        }
        let wants = self.wants();
        let ask = Ask {
            question: self.around.question,
            bench: self.around.bench,
            from: self.from,
            to: self.to,
            members: self.members.clone(),
            choices: self.choices.clone(),
            old: self.old.clone(),
            cost: self.cost.clone(),
            wants,
            start: Some(self.start.clone()),
            work: self.around.work,
            seed: self.around.seed,
        };
        let answer = mend(&ask)?;
        let rota = self.around.question.rota;
        let mut mended = Mended {
            proved: answer.proved,
            ..Mended::default()
        };
        for (person, line) in answer.lines.iter().enumerate() {
            let member = self.members[person];
            let duties = ask.duties(person, line);
            for f in self.around.bench.newly_broken(member, duties.clone()) {
                mended
                    .newly_broken
                    .push(format!("{} ({})", f.text, f.told.clause));
            }
            for (day, &symbol) in line.iter().enumerate() {
                if symbol == self.old[person][day] {
                    continue;
                }
                let still = |d: &Duty| {
                    duties.iter().any(|k| {
                        k.start.instant <= d.start.instant && d.end.instant <= k.end.instant
                    })
                };
                let lost = self.own(person, day).filter(|(_, d)| !still(d));
                mended.released.extend(lost.map(|(i, _)| (member, i)));
                if symbol != OFF && self.choices[usize::from(symbol) - 1].keeps == Keeps::Nothing {
                    let choice = &self.choices[usize::from(symbol) - 1];
                    let duty = choice.on(rota, self.from.plus(day as i32));
                    mended.taken.push((member, duty));
                }
            }
        }
        Some(mended)
    }
}
