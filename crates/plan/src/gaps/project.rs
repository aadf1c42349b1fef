//! The projection: leavers by dice, month by month, many times.

use firstline_core::time::Day;

use super::figures::Figures;
use crate::ballot::months_after;
use crate::{Basis, Dice, Grounds, InputHash, Interval, Ledger, Setting, quantile, real};

/// How to project.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How many months ahead, 1 to 120.
    pub months: u32,
    /// The seed of the dice.
    pub seed: u64,
    /// How often to throw, 100 to 1,000,000, where given.
    pub runs: Option<u32>,
    /// The chance with which a floor shall be met, above 0 and below 1, where given.
    pub assurance: Option<f64>,
}

const RUNS: Setting = Setting {
    id: "gaps.runs",
    text: "how often the months are thrown",
    default: 10_000.0,
    unit: "times",
    source: None,
};
const ASSURANCE: Setting = Setting {
    id: "gaps.assurance",
    text: "the chance with which every floor shall be met",
    default: 0.9,
    unit: "",
    source: None,
};

/// The state on the first day of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// That day.
    pub on: Day,
    /// People in post: mean, and where nine in ten runs lie.
    pub headcount: (f64, Interval),
    /// Whole-time people available on average: mean, and where nine in ten runs lie.
    pub available: (f64, Interval),
    /// Establishment less available: the mean.
    pub gap: f64,
    /// The chance of each floor to be met, in the order of the floors.
    pub met: Vec<f64>,
    /// The least whole-time posts more with which every floor is met with the assurance asked for.
    pub extra_posts: u32,
}

/// What becomes of one floor.
#[derive(Clone, Debug, PartialEq)]
pub struct FloorAnswer {
    /// Its id.
    pub id: String,
    /// What it is.
    pub text: String,
    /// Whole-time people that it takes.
    pub need: f64,
    /// The share of runs in which it is not met on the first day of some month.
    pub fails: f64,
    /// The first such day in the earliest twentieth of runs, in half of them, and in nineteen of
    /// twenty; nothing where it is later than the months looked at.
    pub first: [Option<Day>; 3],
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// The department's name.
    pub name: String,
    /// Whole-time posts.
    pub establishment: f64,
    /// The chance with which floors shall be met.
    pub assurance: f64,
    /// Months looked at.
    pub months: Vec<Month>,
    /// Each floor.
    pub floors: Vec<FloorAnswer>,
    /// What it rests on.
    pub grounds: Grounds,
}

impl Projection {
    /// Whether every floor is met with the assurance asked for in every month.
    pub fn holds(&self) -> bool {
        self.months.iter().all(|m| m.extra_posts == 0)
    }
}

/// Projects the figures. The ledger already lists what they use.
///
/// # Errors
/// What of the options cannot be, in words.
pub fn project(
    figures: &Figures,
    options: &Options,
    mut ledger: Ledger,
) -> Result<Projection, Vec<String>> {
    let runs = ledger.take_or(&RUNS, options.runs.map(f64::from), "--runs") as usize;
    let assurance = ledger.take_or(&ASSURANCE, options.assurance, "--assurance");
    let mut objections = Vec::new();
    if !(1..=120).contains(&options.months) {
        objections.push(format!(
            "--months must be from 1 to 120, not {}",
            options.months
        ));
    }
    if !(100..=1_000_000).contains(&runs) {
        objections.push(format!("--runs must be from 100 to 1000000, not {runs}"));
    }
    if !(assurance > 0.0 && assurance < 1.0) {
        objections.push(format!(
            "--assurance must be between 0 and 1, not {assurance}"
        ));
    }
    if !objections.is_empty() {
        return Err(objections);
    }
    notes(&mut ledger);
    let days: Vec<Day> = (0..=options.months)
        .map(|m| months_after(figures.from, m as i32))
        .collect();
    let thrown = throw(figures, &days, runs, options.seed);
    let months = (0..days.len())
        .map(|m| month(figures, days[m], &thrown.by_month[m], assurance))
        .collect();
    let floors = figures
        .floors
        .iter()
        .zip(&thrown.first_failure)
        .map(|(floor, first)| {
            let mut sorted = first.clone();
            sorted.sort_unstable();
            let failing = sorted.iter().filter(|m| **m < days.len()).count();
            let at = |share| quantile(&sorted, share).and_then(|m| days.get(m).copied());
            FloorAnswer {
                id: floor.id.clone(),
                text: floor.text.clone(),
                need: floor.need.people(),
                fails: real(failing) / real(runs),
                first: [at(0.05), at(0.5), at(0.95)],
            }
        })
        .collect();
    Ok(Projection {
        name: figures.name.clone(),
        establishment: figures.establishment,
        assurance,
        months,
        floors,
        grounds: Grounds::new(&ledger, Some(options.seed), hash(figures, options)),
    })
}

fn notes(ledger: &mut Ledger) {
    ledger.note(
        "gaps.months",
        "when people leave and floors are looked at",
        "on the first day of each month; leavers of a month are gone on the next",
        Basis::Assumption,
    );
    ledger.note(
        "gaps.nobody-else",
        "who fills a gap that opens",
        "nobody but the joiners of the file",
        Basis::Assumption,
    );
    ledger.note(
        "gaps.extra-post",
        "what an extra post brings",
        "one whole-time person from the first day on, sick and on leave as the others",
        Basis::Assumption,
    );
}

struct Thrown {
    /// For each month the headcount of each run.
    by_month: Vec<Vec<u32>>,
    /// For each floor the first month in which it fails, of each run; the number of months for
    /// never.
    first_failure: Vec<Vec<usize>>,
}

fn throw(figures: &Figures, days: &[Day], runs: usize, seed: u64) -> Thrown {
    let mut dice = Dice::new(seed);
    // so much each month that the year's share is lost in twelve
    let monthly = 1.0 - (1.0 - figures.leaving).powf(1.0 / 12.0);
    let availability = figures.availability();
    let needs: Vec<f64> = figures.floors.iter().map(|f| f.need.people()).collect();
    let going: u32 = figures.leavers.iter().map(|l| l.people).sum();
    let mut by_month = vec![Vec::with_capacity(runs); days.len()];
    let mut first_failure = vec![Vec::with_capacity(runs); needs.len()];
    for _ in 0..runs {
        // those whose day is known do not also leave by dice
        let mut staying = figures.headcount.saturating_sub(going);
        let mut known = figures.headcount - staying;
        let mut first = vec![days.len(); needs.len()];
        for (m, day) in days.iter().enumerate() {
            if m > 0 {
                let due = |on: Day| days[m - 1] < on && on <= *day;
                staying -= dice.binomial(staying, monthly);
                for leaver in figures.leavers.iter().filter(|l| due(l.on)) {
                    known -= dice.binomial(leaver.people, leaver.chance).min(known);
                }
                for joiner in figures.joiners.iter().filter(|j| due(j.on)) {
                    staying += dice.binomial(joiner.people, joiner.chance);
                }
            }
            let headcount = staying + known;
            by_month[m].push(headcount);
            let available = f64::from(headcount) * availability;
            for (first, need) in first.iter_mut().zip(&needs) {
                if short(available, *need) && *first == days.len() {
                    *first = m;
                }
            }
        }
        for (all, first) in first_failure.iter_mut().zip(first) {
            all.push(first);
        }
    }
    Thrown {
        by_month,
        first_failure,
    }
}

/// Whether fewer are available than needed; a hair's breadth of rounding is not a gap.
fn short(available: f64, need: f64) -> bool {
    available < need - 1e-9
}

fn month(figures: &Figures, on: Day, headcounts: &[u32], assurance: f64) -> Month {
    let mut sorted = headcounts.to_vec();
    sorted.sort_unstable();
    let mean = sorted.iter().map(|h| f64::from(*h)).sum::<f64>() / real(sorted.len());
    let at = |share| f64::from(quantile(&sorted, share).unwrap_or(0));
    let headcount = Interval {
        low: at(0.05),
        high: at(0.95),
    };
    let availability = figures.availability();
    let met = |need: f64| {
        let enough = sorted
            .iter()
            .filter(|h| !short(f64::from(**h) * availability, need));
        real(enough.count()) / real(sorted.len())
    };
    let needs: Vec<f64> = figures.floors.iter().map(|f| f.need.people()).collect();
    // with fewer people in post more posts are needed, so the run at this rank decides
    let decisive = sorted
        .get(sorted.len() - (assurance * real(sorted.len())).ceil() as usize)
        .copied()
        .unwrap_or(0);
    let most = needs.iter().copied().fold(0.0, f64::max);
    let missing = most - f64::from(decisive) * availability;
    let extra_posts = if missing <= 1e-9 {
        0
    } else {
        (missing / figures.of_a_post() - 1e-9).ceil() as u32
    };
    Month {
        on,
        headcount: (mean, headcount),
        available: (
            mean * availability,
            Interval {
                low: headcount.low * availability,
                high: headcount.high * availability,
            },
        ),
        gap: figures.establishment - mean * availability,
        met: needs.iter().map(|need| met(*need)).collect(),
        extra_posts,
    }
}

fn hash(figures: &Figures, options: &Options) -> InputHash {
    // figures, floors and movers are in the ledger, which is hashed with the rest
    InputHash::default()
        .text("gaps")
        .text(&figures.name)
        .integer(i64::from(figures.from.0))
        .integer(i64::from(options.months))
        .integer(options.seed as i64)
}
