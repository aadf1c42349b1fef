//! How near a contract's clauses come to their limits.

use std::cmp::Ordering;

use super::Side;
use crate::check::Told;
use crate::rules;

/// The order of two readings by the share of its limit that each leaves free; breaches first.
pub fn by_slack(a: &Told, b: &Told) -> Ordering {
    let slack = |t: &Told| {
        let distance = i128::from((t.reading.limit - t.reading.measured).abs());
        let sign = if t.headroom.starts_with('-') { -1 } else { 1 };
        (
            distance * sign,
            i128::from(t.reading.limit.unsigned_abs().max(1)),
        )
    };
    let ((a, per_a), (b, per_b)) = (slack(a), slack(b));
    (a * per_b).cmp(&(b * per_a))
}

/// The share of its limit that a reading leaves free, in thousandths; negative for a breach.
pub fn slack_milli(told: &Told) -> i64 {
    let distance = i128::from((told.reading.limit - told.reading.measured).abs());
    let sign = if told.headroom.starts_with('-') {
        -1
    } else {
        1
    };
    let limit = i128::from(told.reading.limit.unsigned_abs().max(1));
    let milli = distance * 1000 * sign / limit;
    i64::try_from(milli.clamp(-1_000_000, 1_000_000)).unwrap_or_default()
}

impl Side {
    /// The tightest reading of each clause over everybody, the tightest clause first.
    pub fn tightest(&self) -> Vec<&Told> {
        let Some(verdict) = &self.verdict else {
            return Vec::new();
        };
        let mut all: Vec<&Told> = Vec::new();
        for told in &verdict.readings {
            match all.iter_mut().find(|t| t.clause == told.clause) {
                Some(other) if by_slack(told, other) == Ordering::Less => *other = told,
                Some(_) => {}
                None => all.push(told),
            }
        }
        all.sort_by(|a, b| by_slack(a, b));
        all
    }

    /// Breaches of a clause, of anybody.
    pub fn breaches_of(&self, clause: &str) -> usize {
        let breaches = self.verdict.iter().flat_map(|v| &v.breaches);
        breaches.filter(|b| b.told.clause == clause).count()
    }

    /// For each of so many rosters the weekly average that comes nearest to its limit, by the
    /// contract's own clauses; those that it sits on speak where it has none.
    pub fn averages(&self, rosters: usize) -> Vec<Option<&Told>> {
        let mut all: Vec<Option<&Told>> = vec![None; rosters];
        for told in self.verdict.iter().flat_map(|v| &v.readings) {
            let kind = rules::kind(told.code).map(|k| k.name);
            let Some(known) = all.get_mut(told.roster) else {
                continue;
            };
            if kind != Some("average-weekly-hours") {
                continue;
            }
            let better = known.is_none_or(|other| {
                match (self.says(&told.clause), self.says(&other.clause)) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => by_slack(told, other) == Ordering::Less,
                }
            });
            if better {
                *known = Some(told);
            }
        }
        all
    }

    /// Of everybody, the weekly average that comes nearest to its limit.
    pub fn tightest_average(&self) -> Option<&Told> {
        let readings = || self.verdict.iter().flat_map(|v| &v.readings);
        let last = readings().map(|t| t.roster).max()?;
        let all = self.averages(last + 1);
        all.into_iter().flatten().min_by(|a, b| by_slack(a, b))
    }

    fn says(&self, clause: &str) -> bool {
        clause
            .split_once(':')
            .is_some_and(|(contract, _)| contract == self.contract)
    }
}
