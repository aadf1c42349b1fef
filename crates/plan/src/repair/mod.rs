//! A rota mended by the engine: some days of some people are free, everything else stays as it is.
//!
//! Strike and incident both come here. They say what each person could do on each free day and what
//! that costs, and which floors must be met; the clauses are bound and compiled as for a design, the
//! engine searches by work and not by the clock, and every line is judged by the core checker
//! against what was broken already.

mod bound;
mod judge;
mod wants;

use firstline_core::check;
use firstline_core::rota::{Code, Duty, Kind, Rota};
use firstline_core::time::Day;
use firstline_solve::department::{Options, build};
use firstline_solve::engine::{Limits, Until, design};
use firstline_solve::problem::{Hits, NEVER, OFF, Row, Symbol};

use crate::house::{Bench, night_minutes};
pub(crate) use bound::own_choices;
pub(crate) use wants::{Could, Wants};

use bound::Ground;
use judge::Judge;

/// More sorts of duty than this are not searched at once.
pub(crate) const MOST_CHOICES: usize = 190;

/// Something that may be worked on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Choice {
    /// Minutes after the midnight of its day, and of its end after the same midnight.
    pub(crate) start: i32,
    pub(crate) end: i32,
    /// What sort of duty it is.
    pub(crate) kind: Kind,
    /// The shift type that it is shown as.
    pub(crate) code: Code,
    /// What stays of the person's own duties of the day.
    pub(crate) keeps: Keeps,
    /// The part of it that is worked in somebody's place.
    pub(crate) stand: Option<Part>,
}

/// What stays of a person's own duties of a day beside something new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keeps {
    /// Nothing: it takes their place.
    Nothing,
    /// What began before it.
    Earlier,
    /// All of them.
    All,
}

/// The part of a duty that is worked in somebody's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    /// The floor for which somebody acts down; nothing where they count by their own grade.
    pub(crate) floor: Option<usize>,
    /// Minutes after midnight.
    pub(crate) from: i32,
    /// Minutes after the same midnight.
    pub(crate) to: i32,
}

/// So many are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Want {
    /// How many of those searched for.
    pub(crate) least: i32,
    /// What each one missing costs.
    pub(crate) cost: i32,
    /// Who counts, by what they do on which free day: places in the lists of [`Ask`].
    pub(crate) hits: Vec<(usize, usize, Symbol)>,
}

/// What is asked.
pub(crate) struct Ask<'a> {
    pub(crate) question: &'a check::Question<'a>,
    pub(crate) bench: &'a Bench<'a>,
    /// The free days.
    pub(crate) from: Day,
    pub(crate) to: Day,
    /// Whose: places in the rota.
    pub(crate) members: Vec<usize>,
    /// What may be worked; symbol `n` is the one at `n - 1`.
    pub(crate) choices: Vec<Choice>,
    /// What each person does on each free day as it stands.
    pub(crate) old: Vec<Vec<Symbol>>,
    /// What each person could do on each free day, by `day * symbols + symbol`; [`NEVER`] for what
    /// they could not.
    pub(crate) cost: Vec<Vec<i32>>,
    /// What is needed.
    pub(crate) wants: Vec<Want>,
    /// A plan to begin with, where the rota as it stands is none.
    pub(crate) start: Option<Vec<Vec<Symbol>>>,
    /// How long to search, in millions of steps.
    pub(crate) work: f64,
    pub(crate) seed: u64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// What each person does on each free day.
    pub(crate) lines: Vec<Vec<Symbol>>,
    /// Whether nothing of what was offered costs less.
    pub(crate) proved: bool,
}

impl Choice {
    /// A duty as it stands in a rota.
    pub(crate) fn of(duty: &Duty) -> Choice {
        let midnight = duty.day().midnight().0;
        Choice {
            start: duty.start.wall.0 - midnight,
            end: duty.end.wall.0 - midnight,
            kind: duty.kind,
            code: duty.code,
            keeps: Keeps::Nothing,
            stand: None,
        }
    }

    /// The duty that it is on a day.
    pub(crate) fn on(&self, rota: &Rota, day: Day) -> Duty {
        let at = |minutes: i32| firstline_core::time::Wall(day.midnight().0 + minutes);
        let span = rota.zone.span(at(self.start), at(self.end));
        let Some(shift) = rota.shift_types.get(usize::from(self.code.0)) else {
            return Duty::new(span, self.kind, self.code);
        };
        let mut duty = Duty::new(span, self.kind, self.code);
        // what is expected of a shift type is expected of it in its own hours only
        if self.stand.is_none() {
            duty = duty.expecting(shift.work, shift.rest, shift.longest_rest);
            duty.breaks = shift.breaks;
        }
        duty
    }

    /// Whether somebody stands in through the night and so does not work the next day.
    fn stands_by_night(&self, rota: &Rota, day: Day) -> bool {
        self.stand.is_some_and(|part| {
            let part = Choice {
                start: part.from,
                end: part.to,
                ..self.clone()
            };
            let span = part.on(rota, day).span();
            span.end.wall.day() > day && night_minutes(span) >= 180
        })
    }
}

/// The place of a choice in a list, with it put in where it is new.
pub(crate) fn place_of(choices: &mut Vec<Choice>, choice: Choice) -> Symbol {
    let at = choices.iter().position(|c| *c == choice);
    let at = at.unwrap_or_else(|| {
        choices.push(choice);
        choices.len() - 1
    });
    u8::try_from(at + 1).unwrap_or(OFF)
}

impl Ask<'_> {
    pub(crate) fn symbols(&self) -> usize {
        self.choices.len() + 1
    }

    pub(crate) fn days(&self) -> usize {
        self.to.since(self.from).max(0) as usize
    }

    /// The duties of a person with a line in place of what they do on the free days.
    pub(crate) fn duties(&self, person: usize, line: &[Symbol]) -> Vec<Duty> {
        let own = &self.bench.roster(self.members[person]).duties;
        let rota = self.question.rota;
        let mut new = Vec::new();
        let mut kept: Vec<Duty> = Vec::new();
        for duty in own {
            let day = duty.day();
            let at = day.since(self.from) as usize;
            if day < self.from || self.to <= day || line.get(at) == self.old[person].get(at) {
                kept.push(*duty);
                continue;
            }
            let choice = line
                .get(at)
                .and_then(|s| self.choices.get(usize::from(s.checked_sub(1)?)));
            let stays = choice.is_some_and(|choice| match choice.keeps {
                Keeps::Nothing => false,
                Keeps::Earlier => duty.start.instant < choice.on(rota, day).start.instant,
                Keeps::All => true,
            });
            if stays {
                kept.push(*duty);
            }
        }
        for (day, symbol) in line.iter().enumerate().take(self.days()) {
            if *symbol == self.old[person][day] || *symbol == OFF {
                continue;
            }
            let choice = &self.choices[usize::from(*symbol) - 1];
            let mut duty = choice.on(rota, self.from.plus(day as i32));
            if choice.keeps != Keeps::Nothing {
                // who comes early or stays on works one longer duty, not two without rest between
                kept.retain(|d| {
                    let before = d.end.instant == duty.start.instant;
                    let after = d.start.instant == duty.end.instant;
                    let one = d.kind != Kind::NonResidentOnCall && (before || after);
                    if one && before {
                        duty.start = d.start;
                    } else if one {
                        duty.end = d.end;
                    }
                    !one
                });
            }
            new.push(duty);
        }
        kept.extend(new);
        kept.sort_by_key(|d| d.start.instant);
        kept
    }
}

/// Searches. Nothing where nobody is free, or no plan at all was found.
pub(crate) fn mend(ask: &Ask<'_>) -> Option<Answer> {
    if ask.members.is_empty() || ask.days() == 0 || ask.choices.is_empty() {
        return None;
    }
    let ground = Ground::new(ask);
    let bound = ground.bind(ask)?;
    let narrow = ground.narrow(ask, &bound);
    let mut built = build(&narrow.department, &narrow.law, &Options::default()).ok()?;
    let problem = &mut built.problem;
    let (days, symbols, free) = (problem.days, problem.symbols, ask.days());
    if symbols != ask.symbols() {
        return None;
    }
    let longest = problem.lengths.iter().copied().max().unwrap_or(0);
    for (person, p) in problem.people.iter_mut().enumerate() {
        p.group = person;
        p.least = 0;
        if narrow.unbound[person] {
            p.automaton = narrow.law.people[person].automaton;
            p.start = narrow.law.people[person].start;
            p.limits.clear();
            p.most = longest * days as i32;
        }
        p.cost = vec![NEVER; days * symbols];
        p.cost[..free * symbols].copy_from_slice(&ask.cost[person]);
        for (day, symbol) in (free..days).zip(&narrow.after[person]) {
            p.cost[day * symbols + usize::from(*symbol)] = 0;
        }
    }
    problem.rows = ask
        .wants
        .iter()
        .map(|w| Row::plain(w.least, w.cost, 0))
        .collect();
    let mut hits = vec![Vec::new(); ask.members.len() * days * symbols];
    for (row, want) in ask.wants.iter().enumerate() {
        for &(person, day, symbol) in &want.hits {
            hits[(person * days + day) * symbols + usize::from(symbol)].push((row as u32, 1));
        }
    }
    problem.hits = Hits::build(
        ask.members.len(),
        days,
        symbols,
        |person, day, symbol, into| {
            into.append(&mut hits[(person * days + day) * symbols + usize::from(symbol)]);
        },
    );
    let judge = Judge::new(ask);
    let limits = Limits {
        until: Until::Work(ask.work),
        threads: 1,
        seed: ask.seed,
    };
    let whole = |lines: &[Vec<Symbol>]| -> Vec<Vec<Symbol>> {
        let ends = lines.iter().zip(&narrow.after);
        ends.map(|(line, after)| [line.as_slice(), after.as_slice()].concat())
            .collect()
    };
    let start = whole(ask.start.as_ref().unwrap_or(&ask.old));
    let outcome = design(problem, Some(&judge), &limits, Some(start), &mut |_| true);
    if outcome.lines.is_empty() {
        return None;
    }
    let lines = outcome.lines.into_iter().map(|mut line| {
        line.truncate(free);
        line
    });
    Some(Answer {
        lines: lines.collect(),
        proved: outcome.proved,
    })
}
