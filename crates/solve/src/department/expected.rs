//! How many duties of each sort cover and demand come to, and who shares them.
//!
//! An estimate, for fair shares only: the search meets cover itself.

use super::built::Build;
use super::fair::Expected;
use super::shifts::DAY;
use crate::problem::Symbol;

const HALF_HOUR: i32 = 30;
const HALF_HOURS: usize = 48;
const MILLI: i64 = 1000;

/// What one table asks of one day, what narrower tables ask of the same taken off.
struct Rest<'a> {
    people: &'a [usize],
    shifts: &'a [usize],
    wanted: i32,
}

impl Build<'_> {
    pub(super) fn expected(&self) -> Vec<Expected> {
        let needs = &self.department.needs;
        let cover: Vec<Vec<usize>> = needs.cover.iter().map(|c| self.those(&c.who)).collect();
        let demand: Vec<Vec<usize>> = needs.demand.iter().map(|d| self.those(&d.who)).collect();
        let narrow_first = |people: &[Vec<usize>]| {
            let mut order: Vec<usize> = (0..people.len()).collect();
            order.sort_by_key(|&i| people[i].len());
            order
        };
        let (cover_order, demand_order) = (narrow_first(&cover), narrow_first(&demand));
        let mut all = Vec::new();
        for day in 0..self.days {
            let first = all.len();
            let mut seen: Vec<Rest<'_>> = Vec::new();
            for &need in cover_order.iter().filter(|&&n| self.cover_holds(n, day)) {
                let (people, shifts) = (&cover[need], &needs.cover[need].shifts);
                let within = |r: &&Rest<'_>| part(r.people, people) && part(r.shifts, shifts);
                let met: i32 = seen.iter().filter(within).map(|r| r.wanted).sum();
                let wanted = (needs.cover[need].asked.wanted - met).max(0);
                seen.push(Rest {
                    people,
                    shifts,
                    wanted,
                });
                for symbol in shifts.iter().filter_map(|&s| self.symbol_of(s)) {
                    self.expect(
                        &mut all,
                        people,
                        day,
                        symbol,
                        i64::from(wanted) * MILLI / shifts.len() as i64,
                    );
                }
            }
            let mut met = self.presence(&all[first..]);
            for &need in demand_order.iter().filter(|&&n| self.demand_holds(n, day)) {
                let from = all.len();
                self.expect_demand(&mut all, &demand[need], need, day, &met);
                for (met, more) in met.iter_mut().zip(self.presence(&all[from..])) {
                    *met += more;
                }
            }
        }
        all
    }

    fn expect(
        &self,
        all: &mut Vec<Expected>,
        people: &[usize],
        day: usize,
        symbol: Symbol,
        milli: i64,
    ) {
        let can = |p: &usize| self.could(*p, day, symbol);
        let people: Vec<usize> = people.iter().copied().filter(can).collect();
        if milli > 0 && !people.is_empty() {
            all.push(Expected {
                people,
                day,
                symbol,
                milli,
            });
        }
    }

    /// Whether somebody works a shift type at all: leave is no reason to share less of it.
    fn could(&self, person: usize, day: usize, symbol: Symbol) -> bool {
        let needs = &self.department.needs;
        let asked = needs.shift(self.shifts[usize::from(symbol) - 1].index);
        let who = &self.department.people[person];
        asked.when.holds(self.day(day)) && asked.who.admits(who, &needs.person(person).skills)
    }

    /// Thousandths of people present in each half-hour of a day, as if every day were like it.
    fn presence(&self, expected: &[Expected]) -> Vec<i64> {
        let mut present = vec![0; HALF_HOURS];
        for entry in expected {
            for half in self.halves(entry.symbol) {
                present[half] += entry.milli;
            }
        }
        present
    }

    fn halves(&self, symbol: Symbol) -> impl Iterator<Item = usize> {
        let shift = &self.shifts[usize::from(symbol) - 1];
        let (from, to) = (
            shift.start.div_euclid(HALF_HOUR),
            shift.end.div_euclid(HALF_HOUR),
        );
        let to = if shift.present { to } else { from };
        (from..to).map(|half| half.rem_euclid(DAY / HALF_HOUR) as usize)
    }

    /// Takes the shift type that meets most of what is missing for its length, again and again.
    fn expect_demand(
        &self,
        all: &mut Vec<Expected>,
        people: &[usize],
        need: usize,
        day: usize,
        met: &[i64],
    ) {
        let demand = &self.department.needs.demand[need];
        let (from, mut to) = (i32::from(demand.from.0), i32::from(demand.to.0));
        if to <= from {
            to += DAY;
        }
        let mut missing: Vec<i64> = met.iter().map(|_| 0).collect();
        for half in from / HALF_HOUR..to / HALF_HOUR {
            let half = half.rem_euclid(DAY / HALF_HOUR) as usize;
            missing[half] = (i64::from(demand.asked.wanted) * MILLI - met[half]).max(0);
        }
        let worth = |symbol: Symbol, missing: &[i64]| {
            let useful = self
                .halves(symbol)
                .filter(|&h| missing[h] >= MILLI / 2)
                .count();
            let length = self.halves(symbol).count().max(1);
            (useful * 2 >= length).then_some(useful * 1000 / length)
        };
        for _ in 0..demand.asked.wanted.saturating_mul(2) {
            let symbols =
                (1..self.symbols() as Symbol).filter(|&s| self.halves(s).next().is_some());
            let best = symbols
                .filter_map(|s| Some((worth(s, &missing)?, std::cmp::Reverse(s))))
                .max();
            let Some((_, std::cmp::Reverse(symbol))) = best else {
                return;
            };
            for half in self.halves(symbol) {
                missing[half] = (missing[half] - MILLI).max(0);
            }
            self.expect(all, people, day, symbol, MILLI);
        }
    }
}

/// Whether all of one list stand in the other.
fn part(some: &[usize], of: &[usize]) -> bool {
    some.iter().all(|s| of.contains(s))
}
