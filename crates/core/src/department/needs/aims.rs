//! Weights: what one of each thing that is not as it should be costs.

use crate::contract::{Fields, Value};
use crate::diagnostic::Diagnostic;

/// The greatest weight.
pub const MOST: i32 = 1_000_000_000;

/// What one of each costs. Nothing costs anything unless it is said; a weight of zero leaves an
/// aim out of account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aims {
    /// For a duty of cover.
    pub duty: Short,
    /// For a person's half-hour of demand.
    pub half_hour: Short,
    /// For somebody who is there without those who should be.
    pub unsupervised: i32,
    /// For a pairing not as it should be, once for each day.
    pub pairings: i32,
    /// For a wish, times its own weight.
    pub wishes: i32,
    /// For a count one away from its fair share; the second one away costs twice as much.
    pub fairness: i32,
    /// For a count above its fair part within a stretch.
    pub spread: i32,
    /// For a pound of pay for duties.
    pub pay: i32,
    /// For a weekend of which one day is worked and one is not.
    pub broken_weekends: i32,
    /// For a day that is not as in the old rota.
    pub changes: i32,
    /// For a point of the fatigue index that a duty gains from the duties before it.
    pub fatigue: i32,
}

/// What cover costs where it is not what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// For each one below the least.
    pub below_least: i32,
    /// For each one below what is wanted, down to the least.
    pub below_wanted: i32,
    /// For each one above the most.
    pub above_most: i32,
}

impl Default for Aims {
    fn default() -> Aims {
        Aims {
            duty: Short {
                below_least: 10_000,
                below_wanted: 500,
                above_most: 500,
            },
            half_hour: Short {
                below_least: 500,
                below_wanted: 25,
                above_most: 25,
            },
            unsupervised: 5_000,
            pairings: 50,
            wishes: 20,
            fairness: 20,
            spread: 5,
            pay: 0,
            broken_weekends: 30,
            changes: 0,
            fatigue: 0,
        }
    }
}

/// A whole number that has a default.
pub(super) fn number(f: &mut Fields<'_>, key: &'static str, default: i32, most: i32) -> i32 {
    let Some(node) = f.optional(key) else {
        return default;
    };
    match node.value {
        Value::Integer(n) if (0..=i64::from(most)).contains(&n) => n as i32,
        _ => {
            f.wrong_value(node, key, &format!("a whole number from 0 to {most}"));
            default
        }
    }
}

/// A weight.
pub(super) fn weight(f: &mut Fields<'_>, key: &'static str, default: i32) -> i32 {
    number(f, key, default, MOST)
}

pub(super) fn read(f: &mut Fields<'_>) -> Aims {
    let mut aims = Aims::default();
    let Some((table, span)) = f.table("aims") else {
        return aims;
    };
    let mut a = Fields::new(f.source, table, span, "`aims`");
    let mut short = |keys: [&'static str; 3], short: &mut Short| {
        let [least, wanted, most] = keys;
        short.below_least = weight(&mut a, least, short.below_least);
        // what is worse must not cost less
        let wanted_default = short.below_wanted.min(short.below_least);
        short.below_wanted = weight(&mut a, wanted, wanted_default);
        short.above_most = weight(&mut a, most, short.above_most);
        if short.below_wanted > short.below_least {
            let title = format!(
                "`{wanted}` is {} and `{least}` only {}",
                short.below_wanted, short.below_least
            );
            let help = "one below the least is worse than one below what is wanted: let it cost at least as much";
            a.problem(&a.span(), Diagnostic::error("C092", title).help(help));
        }
    };
    short(
        ["below-least", "below-wanted", "above-most"],
        &mut aims.duty,
    );
    let keys = [
        "half-hour-below-least",
        "half-hour-below-wanted",
        "half-hour-above-most",
    ];
    short(keys, &mut aims.half_hour);
    let mut one = |key: &'static str, value: &mut i32| *value = weight(&mut a, key, *value);
    one("unsupervised", &mut aims.unsupervised);
    one("pairings", &mut aims.pairings);
    one("wishes", &mut aims.wishes);
    one("fairness", &mut aims.fairness);
    one("spread", &mut aims.spread);
    one("pay", &mut aims.pay);
    one("broken-weekends", &mut aims.broken_weekends);
    one("changes", &mut aims.changes);
    one("fatigue", &mut aims.fatigue);
    a.finish();
    aims
}
