//! Deaths and admissions by day: ratios, their parts, their uncertainty, and what to say of them.

use crate::{Interval, normal_quantile, wilson};

/// Printed with every comparison of deaths.
pub const FAIR_USE: [&str; 4] = [
    "A difference here is associated with the day of admission. What caused it cannot be told from these numbers, nor whether any death was avoidable.",
    "Patients admitted at weekends are fewer and differ from those of weekdays; compare within route, urgency and age, and by each day of the week.",
    "Being in hospital on a weekend day and being admitted on one point opposite ways in the national data; both are shown.",
    "Doctors in training worked weekends already; a count of their hours says nothing of consultants or diagnostics.",
];

/// Deaths among people counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    deaths: u64,
    of: u64,
}

impl Count {
    /// Nothing where there is nobody, or more deaths than people.
    pub fn new(deaths: u64, of: u64) -> Option<Count> {
        (of > 0 && deaths <= of).then_some(Count { deaths, of })
    }

    /// Deaths.
    pub fn deaths(&self) -> u64 {
        self.deaths
    }

    /// People counted.
    pub fn of(&self) -> u64 {
        self.of
    }

    /// Deaths for each person.
    pub fn rate(&self) -> f64 {
        float(self.deaths) / float(self.of)
    }

    /// Wilson's interval of the rate at 95 %.
    pub fn interval(&self) -> Interval {
        wilson(self.deaths, self.of, 0.95).expect("a count has somebody in it")
    }

    /// The exact interval of the rate at 95 %.
    pub fn exact(&self) -> Interval {
        crate::clopper_pearson(self.deaths, self.of, 0.95).expect("a count has somebody in it")
    }
}

fn float(count: u64) -> f64 {
    crate::real(count as usize)
}

/// A ratio of death rates taken apart: fewer deaths and a higher rate go together where there are
/// fewer admissions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decomposition {
    /// Deaths on the day over deaths on the day compared with.
    pub deaths: f64,
    /// Admissions on the day compared with over admissions on the day.
    pub admissions: f64,
}

impl Decomposition {
    /// From deaths and admissions a day, each above zero.
    pub fn new(day: (f64, f64), against: (f64, f64)) -> Option<Decomposition> {
        let sound = [day.0, day.1, against.0, against.1]
            .iter()
            .all(|n| n.is_finite() && *n > 0.0);
        sound.then(|| Decomposition {
            deaths: day.0 / against.0,
            admissions: against.1 / day.1,
        })
    }

    /// The ratio of the rates: the product of both.
    pub fn rate_ratio(&self) -> f64 {
        self.deaths * self.admissions
    }

    /// Both factors, always.
    pub fn words(&self) -> String {
        let how = if self.deaths < 1.0 && self.rate_ratio() > 1.0 {
            ": fewer deaths, higher rate"
        } else {
            ""
        };
        format!(
            "rate ratio {:.4} = {:.4} times the deaths x {:.4} for admissions{how}",
            self.rate_ratio(),
            self.deaths,
            self.admissions
        )
    }
}

/// Crude odds of death on one group of days against another: nothing is adjusted for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OddsRatio {
    /// Odds over odds.
    pub odds: f64,
    /// Rate over rate.
    pub rates: f64,
    /// Interval of the odds ratio at 95 %, by the logarithm (Woolf).
    pub interval: Interval,
}

impl OddsRatio {
    /// Nothing where a group has no deaths or nobody else, so that there are no odds.
    pub fn new(day: Count, against: Count) -> Option<OddsRatio> {
        let cells = [
            day.deaths,
            day.of - day.deaths,
            against.deaths,
            against.of - against.deaths,
        ];
        if cells.contains(&0) {
            return None;
        }
        let [a, b, c, d] = cells.map(float);
        let odds = a * d / (b * c);
        let half = normal_quantile(0.975) * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
        Some(OddsRatio {
            odds,
            rates: day.rate() / against.rate(),
            interval: Interval {
                low: odds * (-half).exp(),
                high: odds * half.exp(),
            },
        })
    }
}

/// Within which rates of one hospital wander by chance alone around a rate, for its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    /// The rate that it stands around.
    pub around: f64,
    /// Its limits, p ± 1.96 √(p(1−p)/n), held between 0 and 1.
    pub limits: Interval,
}

impl Funnel {
    /// Around a rate between 0 and 1, for `n` admissions.
    pub fn new(rate: f64, n: u64) -> Option<Funnel> {
        if n == 0 || !(0.0..=1.0).contains(&rate) {
            return None;
        }
        let half = 1.96 * (rate * (1.0 - rate) / float(n)).sqrt();
        Some(Funnel {
            around: rate,
            limits: Interval {
                low: (rate - half).max(0.0),
                high: (rate + half).min(1.0),
            },
        })
    }
}

/// How many years of its own admissions a hospital needs to see odds of this ratio with a chance
/// of 80 %, at two-sided 5 %: the usual formula for two shares of unequal groups. `weekday` is the
/// rate on weekdays, between 0 and 1; the numbers are admissions a year, above zero.
pub fn years_to_see(odds: f64, weekday: f64, admissions: (f64, f64)) -> Option<f64> {
    let (at_weekend, on_weekdays) = admissions;
    let sound = odds.is_finite()
        && odds > 0.0
        && (odds - 1.0).abs() > 1e-9
        && weekday > 0.0
        && weekday < 1.0
        && at_weekend > 0.0
        && on_weekdays > 0.0;
    if !sound {
        return None;
    }
    let weekend = odds * weekday / (1.0 - weekday + odds * weekday);
    let all = (weekend * at_weekend + weekday * on_weekdays) / (at_weekend + on_weekdays);
    let spread = |p: f64| p * (1.0 - p);
    let by_chance = spread(all) * (1.0 / at_weekend + 1.0 / on_weekdays);
    let apart = spread(weekend) / at_weekend + spread(weekday) / on_weekdays;
    let z = normal_quantile(0.975) * by_chance.sqrt() + normal_quantile(0.8) * apart.sqrt();
    Some((z / (weekend - weekday)).powi(2))
}

/// Deaths beyond those at another day's rate: the only number of deaths that is given here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subtraction {
    /// Deaths less deaths at the rate compared with; negative where there were fewer.
    pub deaths: f64,
    /// Interval at 95 %, from Wilson's intervals of both rates (Newcombe).
    pub interval: Interval,
}

impl Subtraction {
    /// Of a hospital's own day against its own other day, usually Wednesday.
    pub fn new(day: Count, wednesday: Count) -> Subtraction {
        let (own, other) = (day.interval(), wednesday.interval());
        let apart = day.rate() - wednesday.rate();
        let below = (day.rate() - own.low).hypot(other.high - wednesday.rate());
        let above = (own.high - day.rate()).hypot(wednesday.rate() - other.low);
        let people = float(day.of);
        Subtraction {
            deaths: people * apart,
            interval: Interval {
                low: people * (apart - below),
                high: people * (apart + above),
            },
        }
    }

    /// In words, with what it does not say.
    pub fn words(&self) -> String {
        format!(
            "{:+.1} deaths against the other day's rate (95 % interval {:+.1} to {:+.1}), associated with the day of admission. Whether any of them was avoidable is not known.",
            self.deaths, self.interval.low, self.interval.high
        )
    }
}

/// Deaths by day in hospital, whatever the day of admission: patient-days and deaths on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InHospitalDay {
    /// On the day asked about.
    pub day: Count,
    /// On the day compared with.
    pub against: Count,
}

/// Deaths by day of admission with deaths by day in hospital beside them. It cannot be made with
/// one of the two alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mortality {
    /// Admitted on the day asked about.
    pub admitted: Count,
    /// Admitted on the day compared with.
    pub against: Count,
    /// The other view.
    pub in_hospital: InHospitalDay,
}

impl Mortality {
    /// Everything that may be said, as sentences; `day` and `against` are names such as `Sunday`.
    pub fn words(&self, day: &str, against: &str) -> Vec<String> {
        let percent = |c: &Count| {
            let (rate, i) = (c.rate() * 100.0, c.exact());
            format!(
                "{} of {} ({rate:.2} %, exact interval {:.2} to {:.2} %)",
                c.deaths,
                c.of,
                i.low * 100.0,
                i.high * 100.0
            )
        };
        let odds = |a: Count, b: Count| match OddsRatio::new(a, b) {
            Some(o) => format!(
                "crude odds ratio {:.3} ({:.3} to {:.3})",
                o.odds, o.interval.low, o.interval.high
            ),
            None => "no odds ratio: a group has no deaths, or nobody else".to_owned(),
        };
        let other = &self.in_hospital;
        let mut all = vec![
            format!(
                "By day of admission: {day} {}, {against} {}; {}.",
                percent(&self.admitted),
                percent(&self.against),
                odds(self.admitted, self.against)
            ),
            format!(
                "By day in hospital: {day} {}, {against} {}; {}.",
                percent(&other.day),
                percent(&other.against),
                odds(other.day, other.against)
            ),
        ];
        all.extend(FAIR_USE.iter().map(|s| (*s).to_owned()));
        all
    }
}
