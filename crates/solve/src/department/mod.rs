//! From a department to a [`Problem`](crate::problem::Problem), and from the lines found back to a rota with its reasons.
//!
//! Everything that is asked of several people together becomes a row; what one person would like
//! becomes a cost; what may not be becomes [`NEVER`](crate::problem::NEVER). What the law forbids
//! is in the automata, which come from elsewhere: no clause is known here.

mod bound;
mod breakdown;
mod built;
mod clocks;
mod cover;
mod expected;
mod fair;
mod fixed;
mod hours;
mod judged;
mod laid;
mod least;
mod own;
mod reach;
mod rows;
mod scale;
mod shifts;
mod tracker;
mod weekends;

use firstline_core::contract::Marker;
use firstline_core::rota::Duty;
use firstline_core::time::{Day, Zone};

pub use bound::{Bound, bind};
pub use breakdown::{Breakdown, Count, Denied, Gap, breakdown};
pub use built::{Built, FixedDuties, Layout, Options, Pinned, build};
pub use judged::Judged;
pub use laid::{lines_of, rota_of};
pub use least::{least_cover, never_met};
pub use rows::{Aim, Meaning};
pub use scale::scaled;
pub use tracker::Tracker;

use crate::automaton::{Automaton, Layer};
use crate::problem::Symbol;

/// What the law allows each person, compiled.
#[derive(Clone, Debug, Default)]
pub struct Law {
    /// Automata, shared by people of whom the same is asked. Their symbols are the day off and
    /// then the shift types that are duties, in the order of the department.
    pub automata: Vec<Automaton>,
    /// One for each person, in the order of the department.
    pub people: Vec<Terms>,
    /// The classes of the contracts.
    pub markers: Vec<Marker>,
}

/// What the law allows one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Place in the list of automata.
    pub automaton: usize,
    /// State in which the first day begins.
    pub start: u16,
    /// Greatest value of each counter of the automaton.
    pub limits: Vec<i32>,
    /// Least minutes of work over the period.
    pub least: i32,
    /// Greatest minutes of work over the period; [`i32::MAX`] for any number.
    pub most: i32,
    /// Symbols that may never be given on a weekday, 0 for Monday.
    pub never: Vec<(usize, Symbol)>,
    /// Symbols that may not be given on one date, on which they last longer than usual.
    pub never_on: Vec<(Day, Symbol)>,
    /// Which of the markers are of contracts that bind the person, the first first.
    pub markers: Vec<usize>,
}

impl Law {
    /// No law at all, for tests and for departments without a contract.
    pub fn none(people: usize, symbols: usize) -> Law {
        let layer = Layer {
            states: 1,
            next: vec![0; symbols],
            cost: vec![0; symbols],
            counts: vec![0; symbols],
        };
        let automaton = Automaton {
            layers: std::array::from_fn(|_| layer.clone()),
            symbols,
            counters: 0,
        };
        let terms = Terms {
            most: i32::MAX,
            ..Terms::default()
        };
        Law {
            automata: vec![automaton],
            people: vec![terms; people],
            markers: Vec::new(),
        }
    }

    /// Whether a duty of a person is in a class, by the first of their contracts that has it.
    fn holds(&self, person: usize, class: &str, duty: &Duty, zone: &Zone) -> Option<bool> {
        let markers = self.people[person].markers.iter();
        let marker = markers.map(|&m| &self.markers[m]).find(|m| m.has(class))?;
        marker.holds(class, duty, zone)
    }
}
