//! The assumptions of an incident, each with its id and its default.

use crate::house::Own;
use crate::{Ledger, Setting};

macro_rules! settings {
    ($($name:ident, $field:ident, $id:literal, $text:literal, $default:literal, $unit:literal;)*) => {
        $(const $name: Setting = Setting {
            id: concat!("incident.", $id),
            text: $text,
            default: $default,
            unit: $unit,
            source: None,
        };)*

        /// Every number that an incident is worked out with.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Figures {
            $(#[doc = $text] pub $field: f64,)*
        }

        impl Figures {
            /// The hospital's own values, or the defaults; all are listed.
            pub fn take(own: &Own, ledger: &mut Ledger) -> Figures {
                Figures { $($field: own.take(&$name, ledger),)* }
            }
        }

        /// The settings that a hospital may give its own values.
        pub fn settings() -> Vec<Setting> {
            vec![$($name,)*]
        }
    };
}

settings! {
    REACH, reach, "reach", "the chance that somebody called answers and agrees", 0.7, "";
    ON_CALL, on_call, "reach-on-call", "the same of somebody on call from home", 0.95, "";
    LETTER, letter, "reach-of-strikers", "times that chance for those on strike, where the joint agreement to return holds", 0.9, "";
    FIT, fit, "fit", "the chance that somebody rested who agrees is fit to come", 0.8, "";
    AFTER_NIGHT, after_night, "after-night", "how long after a night nobody is called", 8.0, "h";
    PREP, prep, "prep", "from the call to the door", 10.0, "min";
    SIGMA, sigma, "travel-sigma", "spread of travel times (sigma of a lognormal)", 0.5, "";
    BAND, band, "band-unknown", "median travel of a person without a band", 45.0, "min";
    MASS, mass, "mass-message", "delay of a message to everybody at once", 3.0, "min";
    DEPTH, depth, "tree-level", "telephone tree: for each level", 4.0, "min";
    POSITION, position, "tree-place", "telephone tree: for each place among those whom one person calls", 1.5, "min";
    FAN, fan, "tree-calls", "telephone tree: how many each person calls", 5.0, "";
    BROKEN, broken, "tree-broken", "share of the first branches of the tree that fail, in the scenario of a broken tree", 0.5, "";
    HELD, held, "held-over", "how long somebody whose duty ends is held over", 2.0, "h";
    DUE, due, "due-within", "somebody due within so long is called before those who are off", 4.0, "h";
    KEEP, keep, "kept-back", "share of those rested kept back for the relief wave", 0.5, "";
    WORK, work, "work", "how long somebody called in works, for the check of the days after", 8.0, "h";
    REPAIR, repair, "repair-work", "how long the engine mends the days after, for each group of people tied together, in millions of steps: the same repair on any machine", 20.0, "";
    P1, p1, "p1", "share of casualties who are P1", 0.25, "";
    P2, p2, "p2", "share of casualties who are P2; the rest are P3", 0.25, "";
    SELF, walk, "self-presenters", "share of casualties who come by themselves", 0.4, "";
    SELF_MEDIAN, walk_median, "self-median", "median arrival of those after the declaration", 25.0, "min";
    SELF_SIGMA, walk_sigma, "self-sigma", "its spread (sigma of a lognormal)", 0.6, "";
    AMB_MEDIAN, ambulance_median, "ambulance-median", "median arrival by ambulance after the declaration", 75.0, "min";
    AMB_SIGMA, ambulance_sigma, "ambulance-sigma", "its spread (sigma of a lognormal)", 0.5, "";
    TEAM, team, "team", "doctors in a trauma team, one of them of tier 2 or above", 3.0, "";
    P1_MINUTES, p1_minutes, "p1-minutes", "a trauma team is with a P1 for", 45.0, "min";
    P2_MINUTES, p2_minutes, "p2-minutes", "a doctor is with a P2 for", 60.0, "min";
    P3_HOUR, p3_hour, "p3-hour", "P3 that one doctor sees in an hour", 3.0, "";
    THEATRE_P1, theatre_p1, "theatre-p1", "share of P1 who go to theatre", 0.5, "";
    THEATRE_P2, theatre_p2, "theatre-p2", "share of P2 who go to theatre", 0.2, "";
    THEATRE, theatre, "theatre-hours", "a theatre team is with one for", 2.5, "h";
}

/// The delay of the place in a list by a telephone tree, and which of the first branches it hangs
/// on: each person calls the next `fan` in turn.
pub fn cascade(place: usize, figures: &Figures) -> (f64, usize) {
    let fan = (figures.fan.max(1.0)) as usize;
    let mut level = 1;
    let mut first = 0;
    let mut width = fan;
    while place >= first + width {
        first += width;
        width = width.saturating_mul(fan);
        level += 1;
    }
    let within = place - first;
    let branch = within / (width / fan).max(1);
    let position = within % fan + 1;
    let delay = f64::from(level) * figures.depth + f64::from(position as u32) * figures.position;
    (delay, branch)
}
