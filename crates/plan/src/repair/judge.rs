//! Whether a line may be: judged by the core checker, against what was broken already.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use firstline_core::rota::{Duty, Kind};
use firstline_core::time::Day;
use firstline_solve::dp::Lawful;
use firstline_solve::problem::{OFF, Symbol};

use super::Ask;

/// Days of the search.
type Days = Option<(usize, usize)>;

/// The judge of a search.
pub(super) struct Judge<'a> {
    ask: &'a Ask<'a>,
    known: Mutex<BTreeMap<(usize, Vec<Symbol>), Days>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(ask: &'a Ask<'a>) -> Judge<'a> {
        Judge {
            ask,
            known: Mutex::default(),
        }
    }

    fn judged(&self, person: usize, line: &[Symbol]) -> Days {
        let ask = self.ask;
        if line == ask.old[person] {
            return None;
        }
        let duties = ask.duties(person, line);
        let day = |day: Day| day.since(ask.from).clamp(0, ask.days() as i32 - 1) as usize;
        if let Some((a, b)) = self.too_close(person, line, &duties) {
            return Some((day(a), day(b)));
        }
        let broken = ask.bench.newly_broken(ask.members[person], duties);
        let days = broken
            .iter()
            .map(|f| (day(f.told.from.wall.day()), day(f.told.to.wall.day())));
        // the shortest evidence says most about what to change
        days.min_by_key(|(a, b)| (b - a, *a))
    }

    /// Two duties at once, and a stretch of work in somebody's place that grows too long.
    fn too_close(&self, person: usize, line: &[Symbol], duties: &[Duty]) -> Option<(Day, Day)> {
        let ask = self.ask;
        let new = |duty: &Duty| {
            let day = duty.day().since(ask.from);
            let at = usize::try_from(day)
                .ok()
                .and_then(|d| Some((line.get(d)?, ask.old[person].get(d)?)));
            at.is_some_and(|(symbol, old)| symbol != old && *symbol != OFF)
        };
        let mut first: Option<(Duty, bool)> = None;
        let mut last: Option<Duty> = None;
        for duty in duties {
            let own = new(duty);
            if let Some(before) = last
                && duty.start.instant < before.end.instant
                && (own || new(&before))
            {
                return Some((before.day(), duty.day()));
            }
            last = Some(*duty);
            if duty.kind == Kind::NonResidentOnCall {
                continue;
            }
            first = match first {
                Some((begin, mine)) if last_end(duties, duty) == duty.start.instant.0 => {
                    Some((begin, mine || own))
                }
                _ => Some((*duty, own)),
            };
            if let Some((begin, true)) = first
                && duty.end.instant.0 - begin.start.instant.0 > ask.bench.longest()
            {
                return Some((begin.day(), duty.day()));
            }
        }
        None
    }
}

/// When the work before a duty ended.
fn last_end(duties: &[Duty], duty: &Duty) -> i32 {
    duties
        .iter()
        .filter(|d| d.kind != Kind::NonResidentOnCall && d.start.instant < duty.start.instant)
        .map(|d| d.end.instant.0)
        .max()
        .unwrap_or(i32::MIN)
}

impl Lawful for Judge<'_> {
    fn broken(&self, person: usize, line: &[Symbol]) -> Option<(usize, usize)> {
        let line = &line[..self.ask.days().min(line.len())];
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (person, line.to_vec());
        let found = known().get(&key).copied();
        if let Some(found) = found {
            return found;
        }
        let found = self.judged(person, line);
        known().insert(key, found);
        found
    }
}
