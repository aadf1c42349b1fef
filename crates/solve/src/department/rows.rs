//! Rows, what each of them means, and who counts in it.

use std::collections::BTreeMap;

use crate::problem::{Hits, Row, Step, Symbol};

/// What a cost is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aim {
    /// Cover by shift type and by the clock.
    Cover,
    /// Nobody there without those who should be.
    Supervision,
    /// Who works with whom.
    Pairings,
    /// What people would like.
    Wishes,
    /// Counts near their fair share.
    Fairness,
    /// Counts spread over the period.
    Spread,
    /// Pay for duties.
    Pay,
    /// Weekends off as a whole.
    Weekends,
    /// Closeness to an old rota.
    Changes,
    /// What the duties before add to how tiring a duty is.
    Fatigue,
}

impl Aim {
    /// Every aim.
    pub const ALL: [Aim; 10] = [
        Aim::Cover,
        Aim::Supervision,
        Aim::Pairings,
        Aim::Wishes,
        Aim::Fairness,
        Aim::Spread,
        Aim::Pay,
        Aim::Weekends,
        Aim::Changes,
        Aim::Fatigue,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Aim::Cover => "cover",
            Aim::Supervision => "supervision",
            Aim::Pairings => "pairings",
            Aim::Wishes => "wishes",
            Aim::Fairness => "fairness",
            Aim::Spread => "spread",
            Aim::Pay => "pay",
            Aim::Weekends => "weekends off whole",
            Aim::Changes => "changes",
            Aim::Fatigue => "fatigue",
        }
    }
}

/// What a row stands for. Places are those in the department's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Cover by shift type on a day.
    Cover {
        /// Which `[[cover]]`.
        need: usize,
        /// Day of the period.
        day: usize,
    },
    /// Some half-hours in which the same people can be present.
    Demand {
        /// Which `[[demand]]`.
        need: usize,
        /// Day of the period.
        day: usize,
        /// Minutes after midnight at which the first of them begins.
        from: i32,
        /// How many there are; they need not follow each other.
        half_hours: i32,
    },
    /// Somebody who must not be there alone.
    Supervision {
        /// Which `[[supervision]]`.
        need: usize,
        /// Day of the period.
        day: usize,
        /// Minutes after midnight from which on.
        from: i32,
    },
    /// Two people on one shift type on one day.
    Pairing {
        /// Which `[[pairing]]`.
        need: usize,
        /// Day of the period.
        day: usize,
        /// The two.
        people: (usize, usize),
    },
    /// One person's count over the period.
    Fairness {
        /// Which `[[fairness]]`.
        count: usize,
        /// Whose.
        person: usize,
    },
    /// One person's count within a stretch.
    Spread {
        /// Which `[[fairness]]`.
        count: usize,
        /// Whose.
        person: usize,
        /// First day of the stretch.
        from: usize,
    },
}

impl Meaning {
    /// What its penalty is for.
    pub fn aim(&self) -> Aim {
        match self {
            Meaning::Cover { .. } | Meaning::Demand { .. } => Aim::Cover,
            Meaning::Supervision { .. } => Aim::Supervision,
            Meaning::Pairing { .. } => Aim::Pairings,
            Meaning::Fairness { .. } => Aim::Fairness,
            Meaning::Spread { .. } => Aim::Spread,
        }
    }
}

/// Where an assignment counts: row and weight.
type Hit = (u32, i32);

/// Rows as they are made.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) list: Vec<Row>,
    pub(super) meanings: Vec<Meaning>,
    /// For each person: day, symbol, and the hit.
    hits: Vec<Vec<(u32, Symbol, Hit)>>,
}

impl Rows {
    pub(super) fn new(people: usize) -> Rows {
        Rows {
            hits: vec![Vec::new(); people],
            ..Rows::default()
        }
    }

    pub(super) fn add(&mut self, row: Row, meaning: Meaning) -> u32 {
        self.list.push(row);
        self.meanings.push(meaning);
        self.list.len() as u32 - 1
    }

    pub(super) fn hit(&mut self, row: u32, person: usize, day: usize, symbol: Symbol, weight: i32) {
        self.hits[person].push((day as u32, symbol, (row, weight)));
    }

    /// Counts a duty that is settled outside the search.
    pub(super) fn settle(&mut self, person: usize, day: usize, symbol: Symbol) {
        let here = self.hits[person].iter();
        let here = here.filter(|(d, s, _)| *d as usize == day && *s == symbol);
        for &(_, _, (row, weight)) in here {
            self.list[row as usize].target -= weight;
        }
    }

    /// The table of hits, and the group of each person.
    pub(super) fn finish(
        mut self,
        days: usize,
        symbols: usize,
    ) -> (Vec<Row>, Vec<Meaning>, Hits, Vec<usize>) {
        let mut groups: BTreeMap<&[(u32, Symbol, Hit)], usize> = BTreeMap::new();
        let mut group_of = Vec::with_capacity(self.hits.len());
        let mut first_of = Vec::new();
        for hits in &mut self.hits {
            hits.sort_unstable();
        }
        for (person, hits) in self.hits.iter().enumerate() {
            let next = groups.len();
            let group = *groups.entry(hits).or_insert(next);
            if group == next {
                first_of.push(person);
            }
            group_of.push(group);
        }
        let mut at = 0;
        let hits = Hits::build(first_of.len(), days, symbols, |group, day, symbol, into| {
            if day == 0 && symbol == 0 {
                at = 0;
            }
            // asked in the order in which the hits are sorted
            let all = &self.hits[first_of[group]];
            while let Some(&(_, _, hit)) =
                all.get(at).filter(|h| (h.0 as usize, h.1) == (day, symbol))
            {
                into.push(hit);
                at += 1;
            }
        });
        (self.list, self.meanings, hits, group_of)
    }
}

/// Steps of a penalty, without those that reach nowhere.
pub(super) fn steps(pieces: &[(i32, i32)]) -> Vec<Step> {
    let pieces = pieces.iter().filter(|(width, _)| *width > 0);
    pieces
        .map(|&(width, slope)| Step { width, slope })
        .collect()
}

/// A slope that is so many times a weight, held within what a row can carry.
pub(super) fn times(weight: i32, n: i32) -> i32 {
    let most = i64::from(firstline_core::department::needs::MOST_WEIGHT);
    (i64::from(weight) * i64::from(n)).min(most) as i32
}
