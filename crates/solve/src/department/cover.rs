//! Rows for cover, demand, supervision and pairings.

use std::collections::BTreeMap;

use firstline_core::department::needs::{Asked, Short, Together, When, Who};

use super::built::Build;
use super::rows::{Meaning, Rows, steps, times};
use super::shifts::DAY;
use crate::problem::{OFF, Row, Symbol};

const HALF_HOUR: i32 = 30;
const HALF_HOURS: usize = 48;

/// Symbols begun on the day itself, or on the day before, that are present together.
type Present = Vec<(bool, Symbol)>;

/// The penalty of cover; `n` half-hours that are alike cost `n` times as much.
fn row(asked: Asked, short: Short, n: i32) -> Row {
    let most = asked.most.unwrap_or(i32::MAX);
    let over = if asked.most.is_some() {
        times(short.above_most, n)
    } else {
        0
    };
    Row {
        target: asked.wanted,
        short: steps(&[
            (asked.wanted - asked.least, times(short.below_wanted, n)),
            (i32::MAX, times(short.below_least, n)),
        ]),
        over: steps(&[(most - asked.wanted, 0), (i32::MAX, over)]),
    }
}

fn idle(row: &Row) -> bool {
    row.short.iter().chain(&row.over).all(|s| s.slope == 0)
}

impl Build<'_> {
    /// People of a sort, as places in the department's list.
    pub(super) fn those(&self, who: &Who) -> Vec<usize> {
        let needs = &self.department.needs;
        let people = self.department.people.iter().enumerate();
        people
            .filter(|(i, p)| who.admits(p, &needs.person(*i).skills))
            .map(|(i, _)| i)
            .collect()
    }

    /// Whether something asked of weekdays gives way on this day to the same asked of dates.
    fn gives_way<'w>(
        when: &When,
        day: firstline_core::time::Day,
        same: impl Iterator<Item = &'w When>,
    ) -> bool {
        !when.by_date() && same.filter(|w| w.by_date()).any(|w| w.holds(day))
    }

    /// Whether this `[[cover]]` asks for something on a day.
    pub(super) fn cover_holds(&self, need: usize, day: usize) -> bool {
        let all = &self.department.needs.cover;
        let (this, day) = (&all[need], self.day(day));
        let same = all
            .iter()
            .filter(|c| c.shifts == this.shifts && c.who == this.who);
        this.when.holds(day) && !Self::gives_way(&this.when, day, same.map(|c| &c.when))
    }

    /// Whether this `[[demand]]` asks for something on a day.
    pub(super) fn demand_holds(&self, need: usize, day: usize) -> bool {
        let all = &self.department.needs.demand;
        let (this, day) = (&all[need], self.day(day));
        let same = all.iter().filter(|d| d.who == this.who);
        this.when.holds(day) && !Self::gives_way(&this.when, day, same.map(|d| &d.when))
    }

    pub(super) fn add_cover(&self, rows: &mut Rows) {
        let needs = &self.department.needs;
        for (need, cover) in needs.cover.iter().enumerate() {
            let people = self.those(&cover.who);
            let symbols: Vec<Symbol> = cover
                .shifts
                .iter()
                .filter_map(|&s| self.symbol_of(s))
                .collect();
            let plain = row(cover.asked, needs.aims.duty, 1);
            if idle(&plain) {
                continue;
            }
            for day in (0..self.days).filter(|&d| self.cover_holds(need, d)) {
                let id = rows.add(plain.clone(), Meaning::Cover { need, day });
                for &person in &people {
                    for &symbol in symbols.iter().filter(|&&s| self.counts(person, day, s)) {
                        rows.hit(id, person, day, symbol, 1);
                    }
                }
            }
        }
    }

    /// Who can be present in each half-hour of a day. Nothing for half-hours of the first day that
    /// a shift begun the day before would reach: they belong to the rota before.
    fn half_hours(&self, day: usize) -> Vec<Option<Present>> {
        (0..HALF_HOURS)
            .map(|half| {
                let from = half as i32 * HALF_HOUR;
                let mut present = Vec::new();
                for (i, shift) in self.shifts.iter().enumerate().filter(|(_, s)| s.present) {
                    let symbol = i as Symbol + 1;
                    let at = |from: i32| shift.start <= from && from + HALF_HOUR <= shift.end;
                    if at(from) {
                        present.push((false, symbol));
                    }
                    if at(from + DAY) {
                        if day == 0 {
                            return None;
                        }
                        present.push((true, symbol));
                    }
                }
                Some(present)
            })
            .collect()
    }

    /// Half-hours with the same people, put together: the first of them and how many.
    fn alike(&self, day: usize, asked: impl Fn(i32) -> bool) -> Vec<(Present, i32, i32)> {
        let mut all: BTreeMap<Present, (i32, i32)> = BTreeMap::new();
        for (half, present) in self.half_hours(day).into_iter().enumerate() {
            let from = half as i32 * HALF_HOUR;
            if let Some(present) = present.filter(|_| asked(from)) {
                all.entry(present).or_insert((from, 0)).1 += 1;
            }
        }
        let mut all: Vec<(Present, i32, i32)> =
            all.into_iter().map(|(p, (from, n))| (p, from, n)).collect();
        all.sort_by_key(|(_, from, _)| *from);
        all
    }

    fn hit_present(
        &self,
        rows: &mut Rows,
        id: u32,
        people: &[usize],
        day: usize,
        present: &Present,
        weight: i32,
    ) {
        for &person in people {
            for &(before, symbol) in present {
                let begun = if before { day - 1 } else { day };
                if self.counts(person, begun, symbol) {
                    rows.hit(id, person, begun, symbol, weight);
                }
            }
        }
    }

    /// Whether a demand asks for a half-hour of a day, begun on that day or the day before.
    fn demand_asks(&self, need: usize, day: usize, from: i32) -> bool {
        let demand = &self.department.needs.demand[need];
        let (first, mut last) = (i32::from(demand.from.0), i32::from(demand.to.0));
        if last <= first {
            last += DAY;
        }
        let within = |from: i32| first <= from && from < last;
        let today = within(from) && self.demand_holds(need, day);
        let before = day > 0 && within(from + DAY) && self.demand_holds(need, day - 1);
        today || before
    }

    pub(super) fn add_demand(&self, rows: &mut Rows) {
        let needs = &self.department.needs;
        for (need, demand) in needs.demand.iter().enumerate() {
            let people = self.those(&demand.who);
            if idle(&row(demand.asked, needs.aims.half_hour, 1)) {
                continue;
            }
            for day in 0..self.days {
                for (present, from, half_hours) in
                    self.alike(day, |from| self.demand_asks(need, day, from))
                {
                    let meaning = Meaning::Demand {
                        need,
                        day,
                        from,
                        half_hours,
                    };
                    let id = rows.add(row(demand.asked, needs.aims.half_hour, half_hours), meaning);
                    self.hit_present(rows, id, &people, day, &present, 1);
                }
            }
        }
    }

    pub(super) fn add_supervision(&self, rows: &mut Rows) {
        let needs = &self.department.needs;
        let slope = needs.aims.unsupervised;
        if slope == 0 {
            return;
        }
        for (need, supervision) in needs.supervision.iter().enumerate() {
            let by = self.those(&supervision.by);
            let mut of = self.those(&supervision.of);
            of.retain(|p| !by.contains(p));
            // one who supervises is enough for everybody there could be
            let each = supervision.each.unwrap_or(of.len() as i32).max(1);
            let limit = |rows: &mut Rows, day, from| {
                rows.add(
                    Row::plain(0, 0, slope),
                    Meaning::Supervision { need, day, from },
                )
            };
            for day in (0..self.days).filter(|&d| supervision.when.holds(self.day(d))) {
                if supervision.shifts.is_empty() {
                    for (present, from, _) in self.alike(day, |_| true) {
                        if present.is_empty() {
                            continue;
                        }
                        let id = limit(rows, day, from);
                        self.hit_present(rows, id, &of, day, &present, 1);
                        self.hit_present(rows, id, &by, day, &present, -each);
                    }
                    continue;
                }
                for &shift in &supervision.shifts {
                    let Some(symbol) = self.symbol_of(shift) else {
                        continue;
                    };
                    let id = limit(rows, day, self.shifts[usize::from(symbol) - 1].start);
                    let present = vec![(false, symbol)];
                    self.hit_present(rows, id, &of, day, &present, 1);
                    self.hit_present(rows, id, &by, day, &present, -each);
                }
            }
        }
    }

    pub(super) fn add_pairings(&self, rows: &mut Rows) {
        let needs = &self.department.needs;
        for (need, pairing) in needs.pairings.iter().enumerate() {
            let slope = pairing.weight.unwrap_or(needs.aims.pairings);
            if slope == 0 {
                continue;
            }
            let concerns = |symbol: Symbol| {
                let index = self.shifts[usize::from(symbol) - 1].index;
                pairing.shifts.is_empty() || pairing.shifts.contains(&index)
            };
            let symbols: Vec<Symbol> = (OFF + 1..=self.shifts.len() as Symbol)
                .filter(|&s| concerns(s))
                .collect();
            for (i, &first) in pairing.people.iter().enumerate() {
                for &second in &pairing.people[i + 1..] {
                    for day in 0..self.days {
                        for &symbol in &symbols {
                            self.add_pair(
                                rows,
                                need,
                                day,
                                symbol,
                                (first, second),
                                slope,
                                pairing.how,
                            );
                        }
                    }
                }
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one pair on one shift of one day"
    )]
    fn add_pair(
        &self,
        rows: &mut Rows,
        need: usize,
        day: usize,
        symbol: Symbol,
        people: (usize, usize),
        slope: i32,
        how: Together,
    ) {
        let can = |person| self.counts(person, day, symbol);
        let (first, second) = people;
        let either = match how {
            Together::Together => can(first) || can(second),
            Together::Apart => can(first) && can(second),
        };
        if !either {
            return;
        }
        let (row, sign) = match how {
            // the one without the other, either way round
            Together::Together => (Row::plain(0, slope, slope), -1),
            Together::Apart => (Row::plain(1, 0, slope), 1),
        };
        let id = rows.add(row, Meaning::Pairing { need, day, people });
        for (person, weight) in [(first, 1), (second, sign)] {
            if can(person) {
                rows.hit(id, person, day, symbol, weight);
            }
        }
    }
}
