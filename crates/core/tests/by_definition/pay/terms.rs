//! The parameters of one clause of pay: made at random, read by the twin.

use crate::clause::{Counts, Frequency};
use crate::dice::Dice;
use crate::twin::{Class, Ratio};

/// One kind of pay with its parameters; lengths in minutes, sums in pence.
#[derive(Clone, Debug)]
pub(crate) enum Terms {
    Base(Base),
    WeeklyHours(WeeklyHours),
    Frequency(Rows),
    Percent(Percent),
    Flat(Flat),
    PerHour(PerHour),
    Measure(Measure),
    Band(Band),
    Unpriced(Hours),
}

/// Minutes of each duty that count.
#[derive(Clone, Debug)]
pub(crate) struct Hours {
    pub(crate) of: Class,
    pub(crate) counts: Counts,
    pub(crate) windows: Vec<Window>,
    pub(crate) whole: Vec<Whole>,
    pub(crate) only_with_majority: Option<Class>,
    pub(crate) less_breaks: bool,
}

/// A window of some days of the week; from and to are minutes of the day.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// 0 is Monday; none are all.
    pub(crate) days: Vec<usize>,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) of: Class,
    pub(crate) until: Option<i64>,
    pub(crate) majority: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) hours: Hours,
    pub(crate) cover: bool,
    pub(crate) week: i64,
    pub(crate) round_up: Option<i64>,
    pub(crate) point: i64,
    /// From so many minutes a week, so many hundredths.
    pub(crate) steps: Vec<(i64, i64)>,
}

#[derive(Clone, Debug)]
pub(crate) struct WeeklyHours {
    pub(crate) hours: Hours,
    pub(crate) cover: bool,
    pub(crate) share: (i64, i64),
    pub(crate) above: Option<i64>,
    pub(crate) full_time_only: bool,
    pub(crate) week: i64,
    pub(crate) round_up: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) window: Frequency,
    /// At least so often, so many thousandths; the most frequent first.
    pub(crate) rows: Vec<((i64, i64), i64)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Percent {
    pub(crate) hours: Hours,
    pub(crate) share: (i64, i64),
    pub(crate) rounding: Rounding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    Penny,
    PennyUp,
    PoundUp,
}

#[derive(Clone, Debug)]
pub(crate) struct Flat {
    pub(crate) by: &'static str,
    pub(crate) pro_rata: bool,
    /// The sum of `here`.
    pub(crate) sum: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct PerHour {
    pub(crate) hours: Hours,
    /// One share for everybody, or shares of bands 2 and 5.
    pub(crate) shares: Vec<(&'static str, (i64, i64))>,
    pub(crate) week: i64,
    pub(crate) weeks_a_year: (i64, i64),
    pub(crate) rounding: Rounding,
}

#[derive(Clone, Debug)]
pub(crate) enum Measure {
    WeeklyHours(Hours, bool),
    Frequency(Frequency),
    DutiesADay(Hours, bool),
}

/// Two measures and rows that ask for them.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    /// Basic pay, of which the supplement is a share.
    pub(crate) base: Base,
    pub(crate) measures: [Measure; 2],
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) all: Vec<Condition>,
    pub(crate) any: Vec<Condition>,
}

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// Whether a fact is `yes`, and what is taken where nobody says.
    Fact(&'static str, bool, Option<bool>),
    /// Which measure, over the other or not, how it is compared, and with what.
    Measure(usize, bool, &'static str, (i64, i64)),
}

pub(crate) const KINDS: [&str; 9] = [
    "pay-base",
    "pay-weekly-hours",
    "pay-frequency",
    "pay-percent",
    "pay-flat",
    "pay-per-hour",
    "pay-measure",
    "pay-band",
    "pay-unpriced",
];

pub(crate) const FACTS: [&str; 4] = ["part-time", "resident", "trainee", "compliant"];

pub(crate) fn ratio((num, den): (i64, i64)) -> Ratio {
    Ratio::new(i128::from(num), i128::from(den))
}

impl Hours {
    fn random(dice: &mut Dice) -> Hours {
        let of = if dice.one_in(2) {
            Class::Any
        } else {
            dice.of(&Class::ALL)
        };
        let windows = windows(dice);
        let whole: Vec<Whole> = (0..dice.of(&[0, 0, 1, 2]))
            .map(|_| Whole {
                of: dice.of(&Class::ALL),
                until: dice.of(&[None, Some(4 * 60), Some(10 * 60)]),
                majority: !windows.is_empty() && dice.one_in(2),
            })
            .collect();
        Hours {
            of,
            counts: dice.of(&[Counts::Work, Counts::Presence, Counts::WorkLessRest]),
            whole,
            only_with_majority: (!windows.is_empty() && dice.one_in(3))
                .then(|| dice.of(&Class::ALL)),
            windows,
            less_breaks: dice.one_in(3),
        }
    }
}

/// Windows that do not overlap: the same hours on different days, or days one after another.
fn windows(dice: &mut Dice) -> Vec<Window> {
    match dice.range(0, 5) {
        0 | 1 => Vec::new(),
        2 => vec![Window {
            days: Vec::new(),
            from: 21 * 60,
            to: 7 * 60,
        }],
        3 => vec![
            Window {
                days: vec![5],
                from: 19 * 60,
                to: 22 * 60,
            },
            Window {
                days: vec![6],
                from: 7 * 60,
                to: 1440,
            },
        ],
        4 => vec![
            Window {
                days: vec![0, 1, 2, 3, 4],
                from: 20 * 60,
                to: 1440,
            },
            Window {
                days: vec![0, 1, 2, 3, 4],
                from: 0,
                to: 6 * 60,
            },
            Window {
                days: vec![5, 6],
                from: 0,
                to: 1440,
            },
        ],
        _ => vec![Window {
            days: (0..7).filter(|_| dice.one_in(2)).collect(),
            from: dice.range(0, 1439),
            to: dice.range(0, 1440),
        }],
    }
}

impl Rounding {
    fn random(dice: &mut Dice) -> Rounding {
        dice.of(&[Rounding::Penny, Rounding::PennyUp, Rounding::PoundUp])
    }
}

fn weekend(dice: &mut Dice) -> Frequency {
    let weekend = (5 * 1440, 0);
    let odd = (dice.range(0, 10_079), dice.range(0, 10_079));
    let (from, to) = dice.of(&[weekend, weekend, (5 * 1440, 6 * 1440), odd]);
    Frequency {
        of: dice.of(&[Class::Any, Class::Any, Class::Night, Class::Shift]),
        from,
        to,
        starts: dice.one_in(2),
        max: (1, 1),
        rounded: false,
    }
}

impl Measure {
    fn random(dice: &mut Dice) -> Measure {
        match dice.range(0, 2) {
            0 => Measure::WeeklyHours(Hours::random(dice), dice.one_in(2)),
            1 => Measure::Frequency(weekend(dice)),
            _ => Measure::DutiesADay(Hours::random(dice), dice.one_in(2)),
        }
    }
}

const WEEKS: [i64; 3] = [40 * 60, 40 * 60, 2250];
const ROUND_UP: [Option<i64>; 3] = [None, Some(15), Some(60)];

impl Base {
    fn random(dice: &mut Dice) -> Base {
        Base {
            hours: Hours::random(dice),
            cover: dice.one_in(2),
            week: dice.of(&WEEKS),
            round_up: dice.of(&ROUND_UP),
            point: dice.range(1_000_000, 9_999_999),
            steps: dice.of(&[vec![], vec![], vec![(600, 50), (1200, 60), (1680, 70)]]),
        }
    }
}

impl Condition {
    fn random(dice: &mut Dice) -> Condition {
        if dice.one_in(3) {
            let otherwise = dice.of(&[None, None, Some(true), Some(false)]);
            return Condition::Fact(dice.of(&FACTS), dice.one_in(2), otherwise);
        }
        let over = dice.one_in(3);
        let compare = dice.of(&["more-than", "at-least", "less-than", "at-most"]);
        let value = dice.of(&[(0, 1), (1, 8), (1, 4), (1, 3), (1, 1), (600, 1), (2400, 1)]);
        Condition::Measure(dice.range(0, 1) as usize, over, compare, value)
    }
}

impl Terms {
    pub(crate) fn random(kind: &str, dice: &mut Dice) -> Terms {
        let week = dice.of(&WEEKS);
        let round_up = dice.of(&ROUND_UP);
        let share = dice.of(&[(1, 1), (37, 100), (1, 3), (3, 40)]);
        match kind {
            "pay-base" => Terms::Base(Base::random(dice)),
            "pay-weekly-hours" => Terms::WeeklyHours(WeeklyHours {
                hours: Hours::random(dice),
                cover: dice.one_in(2),
                share,
                above: dice.of(&[None, Some(600), Some(2400)]),
                full_time_only: dice.one_in(4),
                week,
                round_up,
            }),
            "pay-frequency" => Terms::Frequency(Rows {
                window: weekend(dice),
                rows: vec![((1, 1), 150), ((1, 2), 100), ((1, 4), 75), ((1, 8), 30)],
            }),
            "pay-percent" => Terms::Percent(Percent {
                hours: Hours::random(dice),
                share,
                rounding: Rounding::random(dice),
            }),
            "pay-flat" => Terms::Flat(Flat {
                by: dice.of(&["nothing", "location", "premium"]),
                pro_rata: dice.one_in(2),
                sum: dice.range(1, 2_000_000),
            }),
            "pay-per-hour" => Terms::PerHour(PerHour {
                hours: Hours::random(dice),
                shares: if dice.one_in(2) {
                    vec![("", share)]
                } else {
                    vec![("2", (41, 100)), ("5", (3, 10))]
                },
                week,
                weeks_a_year: dice.of(&[(365, 7), (52, 1)]),
                rounding: Rounding::random(dice),
            }),
            "pay-unpriced" => Terms::Unpriced(Hours::random(dice)),
            "pay-measure" => Terms::Measure(Measure::random(dice)),
            _ => Terms::Band(Band {
                base: Base::random(dice),
                measures: [Measure::random(dice), Measure::random(dice)],
                rows: (0..dice.range(1, 5))
                    .map(|_| Row {
                        all: (0..dice.range(0, 2))
                            .map(|_| Condition::random(dice))
                            .collect(),
                        any: (0..dice.range(0, 2))
                            .map(|_| Condition::random(dice))
                            .collect(),
                    })
                    .collect(),
            }),
        }
    }

    /// Clauses of measures that the one clause asks for.
    pub(crate) fn measures(&self) -> &[Measure] {
        match self {
            Terms::Band(band) => &band.measures,
            _ => &[],
        }
    }

    /// The windows of the week that it counts.
    pub(crate) fn frequencies(&self) -> Vec<&Frequency> {
        match self {
            Terms::Frequency(p) => vec![&p.window],
            Terms::Measure(Measure::Frequency(p)) => vec![p],
            _ => self
                .measures()
                .iter()
                .filter_map(|m| match m {
                    Measure::Frequency(p) => Some(p),
                    _ => None,
                })
                .collect(),
        }
    }
}
