//! Where cover, supervision and pairings are not as asked, in words.

use firstline_core::department::Department;
use firstline_core::department::needs::{Together, Who};
use firstline_core::time::{ClockTime, Day};

use crate::department::{Breakdown, Gap, Layout, Meaning};

/// In what way something is not as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Fewer than the least: a gap.
    BelowLeast,
    /// Fewer than wanted, though the least is met.
    BelowWanted,
    /// More than the most.
    AboveMost,
    /// Nobody there who should be there with others.
    Unsupervised,
    /// A pairing that is not as asked.
    Pairing,
}

impl Lack {
    /// One word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Lack::BelowLeast => "below-least",
            Lack::BelowWanted => "below-wanted",
            Lack::AboveMost => "above-most",
            Lack::Unsupervised => "unsupervised",
            Lack::Pairing => "pairing",
        }
    }
}

/// One thing that is not as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// In what way.
    pub lack: Lack,
    /// When.
    pub day: Day,
    /// Of what: `LD, grade ST3`.
    pub what: String,
    /// How many there are.
    pub count: i32,
    /// How many there should be: the least, what is wanted, or the most.
    pub asked: i32,
    /// Half-hours of which it is so; 1 for duties.
    pub times: i32,
    /// What it costs.
    pub cost: i64,
}

/// Everything that is not as asked, by date.
pub fn missing(department: &Department, layout: &Layout, breakdown: &Breakdown) -> Vec<Missing> {
    let all = breakdown.gaps.iter();
    let mut all: Vec<Missing> = all.filter_map(|g| one(department, layout, g)).collect();
    all.sort_by(|a, b| (a.day, a.lack, &a.what).cmp(&(b.day, b.lack, &b.what)));
    all
}

fn one(department: &Department, layout: &Layout, gap: &Gap) -> Option<Missing> {
    let needs = &department.needs;
    let codes = |shifts: &[usize]| {
        let codes = shifts
            .iter()
            .map(|&s| department.shift_types[s].code.as_str());
        codes.collect::<Vec<_>>().join("/")
    };
    let of = |who: &Who| {
        who.words()
            .map_or(String::new(), |words| format!(", {words}"))
    };
    let clock = |minutes: i32| ClockTime(minutes.rem_euclid(24 * 60) as u16);
    let (lack, day, what, asked, times) = match gap.meaning {
        Meaning::Cover { need, day } => {
            let cover = &needs.cover[need];
            let (lack, asked) = side(gap, cover.asked.least, cover.asked.most);
            (lack, day, codes(&cover.shifts) + &of(&cover.who), asked, 1)
        }
        Meaning::Demand {
            need,
            day,
            from,
            half_hours,
        } => {
            let demand = &needs.demand[need];
            let (lack, asked) = side(gap, demand.asked.least, demand.asked.most);
            let what = format!("people from {}{}", clock(from), of(&demand.who));
            (lack, day, what, asked, half_hours)
        }
        Meaning::Supervision { need, day, from } => {
            let supervision = &needs.supervision[need];
            let words = |who: &Who| who.words().unwrap_or_else(|| "anybody".to_owned());
            let what = format!(
                "{} from {} without {}",
                words(&supervision.of),
                clock(from),
                words(&supervision.by)
            );
            (Lack::Unsupervised, day, what, 0, 1)
        }
        Meaning::Pairing { need, day, people } => {
            let how = match needs.pairings[need].how {
                Together::Together => "should work together",
                Together::Apart => "should not work together",
            };
            let name = |p: usize| department.people[p].name.as_str();
            let what = format!("{} and {} {how}", name(people.0), name(people.1));
            (Lack::Pairing, day, what, gap.target, 1)
        }
        Meaning::Fairness { .. } | Meaning::Spread { .. } => return None,
    };
    Some(Missing {
        lack,
        day: layout.from.plus(day as i32),
        what,
        count: gap.count,
        asked,
        times,
        cost: gap.cost,
    })
}

fn side(gap: &Gap, least: i32, most: Option<i32>) -> (Lack, i32) {
    if gap.count < least {
        (Lack::BelowLeast, least)
    } else if gap.count < gap.target {
        (Lack::BelowWanted, gap.target)
    } else {
        (Lack::AboveMost, most.unwrap_or(gap.target))
    }
}
