//! Column generation: prices, the lines worth having at those prices, and the bound they prove.

use crate::dp::Effort;
use crate::master::{Master, Pricers};

/// How carefully a master is worked.
#[derive(Clone, Copy, Debug)]
pub struct Care {
    /// Rounds of pricing, and up to four times as many while the master is far from its bound.
    pub rounds: u32,
    /// Stop when the distance between master and bound is below this share.
    pub gap: f64,
    /// Digits of the first programmes.
    pub loose: f64,
    /// How much is done for each line in the end.
    pub most: Effort,
    /// How strongly prices are pulled towards those that proved most, at first: 1 lets a row miss
    /// its target by one for each few small penalties of price. 0 for not at all.
    pub pull: f64,
}

/// Where good lines will do, rounds that gain less than this part of the value end it.
const SLOW: f64 = 0.002;

/// Quick lines are gone on with where so many rounds
const FALLING: usize = 4;
/// take off so much of the value.
const FALLS: f64 = 0.02;

/// How much of the prices that proved most is mixed into those from the inside.
const STEADY: f64 = 0.6;

/// So near to its bound each programme begins anew.
const NEAR: f64 = 0.5;

/// Generates columns until the bound meets the master, or the care runs out, or `stop` says so.
pub fn generate(
    master: &mut Master<'_>,
    pricers: &mut Pricers<'_>,
    care: Care,
    stop: &mut dyn FnMut(&Master<'_>) -> bool,
) {
    let mut tolerance = care.loose;
    let threads = pricers.len();
    let (mut mark, mut long_mark) = (f64::INFINITY, f64::INFINITY);
    let mut long_value = f64::INFINITY;
    let mut stuck = false;
    // good lines first, where the best ones take long
    let least = match (master.is_wide(), master.is_divided()) {
        (false, _) => care.most,
        (true, false) => Effort::Quick,
        (true, true) => care.most.min(Effort::Sound),
    };
    let mut effort = least;
    let mut alpha = 0.5_f64;
    let mut slow_from = f64::INFINITY;
    let mut unsure_for = 0;
    let mut values = [f64::INFINITY; FALLING];
    if master.is_warm() {
        master.price(pricers, 1.0, least);
    }
    let mut pull = Pull::new(if master.pivots() { 0.0 } else { care.pull });
    for round in 1..=4 * care.rounds {
        let value = master.solution.value;
        if value - master.bound < NEAR * value.abs() {
            // prices nearer the middle prove more than those of a programme that goes on
            master.solution.point = None;
        }
        pull.near(if master.is_divided() {
            0.0
        } else {
            master.away()
        });
        master.pull(pull.strength);
        master.solve(tolerance, threads);
        let value = master.solution.value;
        // the prices of a corner jump about, those from the inside hardly
        let smoothing = match master.pivots() {
            _ if stuck || pull.holds() => 0.0,
            true => alpha,
            // unless they proved far less than others before
            false if master.bound - master.proved > value - master.bound => alpha.max(STEADY),
            false => STEADY,
        };
        let before = master.bound;
        let added = master.price(pricers, smoothing, effort);
        // nearer to the prices that proved most, as long as others prove less
        alpha = if master.bound > before {
            (alpha - 0.1).max(0.2)
        } else {
            (alpha + 0.1).min(0.9)
        };
        let away = master.away();
        if (away < 0.02 || added == 0) && master.raise() {
            (stuck, effort, mark) = (false, least, f64::INFINITY);
            continue;
        }
        // far from the bound its shares say little, unless they no longer change
        let due = round % care.rounds == 0 && care.most == Effort::Quick;
        let slow = due && value > slow_from;
        let enough = away < care.gap && !pull.holds();
        if enough || stop(master) || slow || (round >= care.rounds && away < 0.01) {
            break;
        }
        // what is open is as much the lines' as the programme's
        let unsure = master.open > 0.5 * (value - master.proved);
        let (hoped, came) = (value - before, master.proved - before);
        if added > 0 {
            pull.again(hoped, came);
        }
        if pull.holds() {
            if away < care.gap || added == 0 {
                pull.ease(0.1);
                continue;
            }
            if pull.felt(hoped, came, unsure, effort == care.most) {
                continue;
            }
        }
        if due {
            slow_from = value - SLOW * value.abs();
        }
        if round % 12 == 0 {
            // the last digits come slowly, and a dive does not need them
            let slow = if care.most > Effort::Quick { 0.98 } else { 0.8 };
            if away > mark * slow && away < 0.02 && !pull.holds() {
                break;
            }
            mark = away;
            if round % 48 == 0 {
                // what the automata leave out can keep the bound below the master for ever
                let falls = value < long_value - SLOW * value.abs();
                if away > long_mark * 0.97 && !falls && !master.raise() {
                    break;
                }
                (long_mark, long_value) = (away, value);
            }
        }
        stuck = added == 0;
        // prices that prove far less than others did say nothing of that
        if master.bound - master.proved < 0.2 * (value - master.bound) {
            unsure_for = if unsure { unsure_for + 1 } else { 0 };
        }
        let nothing = added == 0 && smoothing == 0.0;
        // quick lines are enough as long as they bring much
        let before = std::mem::replace(&mut values[round as usize % FALLING], value);
        let falling = effort == Effort::Quick && value < before - FALLS * value.abs();
        if (nothing || unsure && !falling) && effort < care.most {
            (effort, unsure_for) = (effort.more(), 0);
        } else if effort == Effort::Sound && unsure_for >= 3 {
            // more effort would tell, and is not asked for
            break;
        } else if nothing {
            if effort == Effort::Quick || master.pivots() || tolerance <= 1e-7 {
                break;
            }
            tolerance *= 0.01;
        } else {
            tolerance = (away * 0.1).clamp(1e-7, tolerance.max(1e-3));
        }
        if master.size() > 6 * master.scope.people.len().max(100) {
            master.prune(12);
        }
    }
    if pull.holds() {
        // shares that keep to the rows again
        master.pull(0.0);
        master.solve(tolerance.min(1e-3), threads);
    }
}

/// How strongly prices are pulled towards those that proved most.
///
/// Among all prices that the lines at hand allow, those from the middle may lie far from what
/// proved most so far, and then prove nothing. Pulled ones prove a little more each time.
struct Pull {
    strength: f64,
    /// What it begins with, once prices are worth being near to.
    first: f64,
    /// Whether it began.
    begun: bool,
}

impl Pull {
    /// A weaker one is none.
    const LEAST: f64 = 1e-4;
    /// A stronger one may be what keeps the bound from rising, rather than the lines.
    const LOOSE: f64 = 2e-3;

    /// With so much it begins again.
    const AGAIN: f64 = 5e-4;

    /// Only so near to the bound are the prices that proved most worth being near to.
    const NEAR: f64 = 0.1;

    fn new(first: f64) -> Pull {
        Pull {
            strength: 0.0,
            first,
            begun: false,
        }
    }

    /// Begins when the bound is near, once.
    fn near(&mut self, away: f64) {
        if away < Pull::NEAR && self.first > 0.0 {
            self.begun = true;
            self.strength += std::mem::take(&mut self.first);
        }
    }

    fn holds(&self) -> bool {
        self.strength > 0.0
    }

    fn ease(&mut self, by: f64) {
        self.strength *= by;
        if self.strength < Pull::LEAST {
            self.strength = 0.0;
        }
    }

    /// Begins again where prices that were let go prove far less than others did.
    fn again(&mut self, hoped: f64, came: f64) {
        if self.begun && !self.holds() && -came > hoped {
            self.strength = Pull::AGAIN;
        }
    }

    /// Weaker where the bound rose much of what was hoped for, or where the lines' own doubt hides
    /// whether it would; stronger where it fell instead. Whether it hid it.
    fn felt(&mut self, hoped: f64, came: f64, unsure: bool, most: bool) -> bool {
        let strong = self.strength > Pull::LOOSE;
        let fell = -came > hoped;
        let hidden = unsure && (strong || most && !fell);
        if hidden {
            self.ease(0.3);
        } else if fell {
            self.strength *= 1.5;
        } else if came > 0.3 * hoped {
            self.ease(0.6);
        }
        hidden
    }
}
