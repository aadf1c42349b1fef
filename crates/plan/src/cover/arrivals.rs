//! Arrivals by hour of the week: from a hospital's own counts, or from shares that are shipped.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::contract::Confidence;
use firstline_core::diagnostic::{Diagnostic, Place};
use firstline_core::time::{ClockTime, Day, Wall, Zone};

use crate::{Basis, Ledger, real};

const HOURLY: &str = include_str!("../../data/arrivals-hourly.csv");

/// Shares of a week's attendances by day, Monday first, in per cent.
const DAYS: [f64; 7] = [15.6, 14.0, 14.0, 14.0, 13.7, 14.4, 14.4];

/// Arrivals an hour through a week, and on bank holidays where counts told them.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// By hour of the week, Monday 00:00 first.
    pub week: Vec<f64>,
    /// By hour of a bank holiday, where known.
    pub bank_holiday: Option<Vec<f64>>,
    /// What a page says of them.
    pub words: String,
    /// Whether they come from shares that are made up.
    pub synthetic: bool,
}

/// The shares of the day's arrivals by hour, adding up to 1. Made up: shaped to pass published
/// facts, because no official table was found.
pub fn hour_shares() -> Vec<f64> {
    let rows = HOURLY.lines().skip(1);
    let shares: Vec<f64> = rows
        .filter_map(|l| l.split_once(',')?.1.trim().parse().ok())
        .collect();
    let sum: f64 = shares.iter().sum();
    shares.iter().map(|s| s / sum).collect()
}

/// The shares of the week's arrivals by day, adding up to 1.
pub fn day_shares() -> Vec<f64> {
    let sum: f64 = DAYS.iter().sum();
    DAYS.iter().map(|s| s / sum).collect()
}

impl Arrivals {
    /// From the shipped shares and a mean number a day.
    pub fn shipped(a_day: f64, by: Basis, ledger: &mut Ledger) -> Arrivals {
        ledger.note(
            "cover.arrivals-a-day",
            "emergency attendances a day, mean of the week",
            &a_day.to_string(),
            by,
        );
        ledger.note(
            "cover.day-shares",
            "share of a week's attendances by day",
            "Mon 15.6, Tue to Thu 14.0 each, Fri 13.7, Sat and Sun 14.4 each, in per cent",
            Basis::Source {
                source: "all acute trusts of England 2013/14, as reported with a study of attenders (docksci.com, thebottomline.org.uk)".to_owned(),
                confidence: Confidence::Primary,
            },
        );
        ledger.note(
            "cover.hour-shares",
            "share of a day's attendances by hour",
            "synthetic: shaped to pass published facts, no official table was found",
            Basis::Assumption,
        );
        let (days, hours) = (day_shares(), hour_shares());
        let week = days
            .iter()
            .flat_map(|d| hours.iter().map(move |h| 7.0 * a_day * d * h))
            .collect();
        Arrivals {
            week,
            bank_holiday: None,
            words: format!("{a_day} attendances a day, spread by shipped shares (hours synthetic)"),
            synthetic: true,
        }
    }

    /// From counts of a hospital, `date_hour,count`: the median by weekday and hour, bank holidays
    /// apart. Hours that are missing are told and not used.
    ///
    /// # Errors
    /// Everything for which nothing can be fitted.
    pub fn fit(
        file: &str,
        text: &str,
        zone: &Zone,
        bank_holidays: &[Day],
        ledger: &mut Ledger,
    ) -> Result<(Arrivals, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let counts = read(file, text, zone, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let fail = |title: String, help: &str| {
            let problem = Diagnostic::error("C083", title).at(Place::file(file));
            vec![problem.help(help)]
        };
        let help = "give counts of 28 days or more, one row an hour: 2016-01-12T10:00,14";
        let days: BTreeSet<Day> = counts.keys().map(|(wall, _)| wall.day()).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Err(fail("there is no count in this file".to_owned(), help));
        };
        if days.len() < 28 {
            let title = format!("counts of {} days are too few; 28 are needed", days.len());
            return Err(fail(title, help));
        }
        let mut missing = Vec::new();
        for day in (first.0..=last.0).map(Day) {
            for hour in 0..24_u16 {
                let wall = day.at(ClockTime(hour * 60));
                let skipped = zone.resolve(wall).moment().wall != wall;
                let there = counts.range((wall, 0)..=(wall, 1)).next().is_some();
                if !there && !skipped {
                    missing.push(wall);
                }
            }
        }
        let mut by_hour: Vec<Vec<f64>> = vec![Vec::new(); 168];
        let mut holidays: Vec<Vec<f64>> = vec![Vec::new(); 24];
        for ((wall, _), count) in &counts {
            let hour = usize::from(wall.time().0) / 60;
            if bank_holidays.contains(&wall.day()) {
                holidays[hour].push(*count);
            } else {
                by_hour[wall.day().weekday() as usize * 24 + hour].push(*count);
            }
        }
        if let Some(hour) = by_hour.iter().position(Vec::is_empty) {
            let title = format!(
                "no count at all for {} {:02}:00",
                firstline_core::time::Weekday::ALL[hour / 24],
                hour % 24
            );
            return Err(fail(title, "fill the gap, or give more weeks"));
        }
        let mut told = Vec::new();
        if let Some(first) = missing.first() {
            let title = format!(
                "{} hours have no count, the first {first}; they were left out, not taken for zero",
                missing.len()
            );
            told.push(Diagnostic::warning("C083", title).at(Place::file(file)));
        }
        let words = format!(
            "counts of {} days, {} hours missing, median by weekday and hour",
            days.len(),
            missing.len()
        );
        let by = Basis::Given(file.to_owned());
        ledger.note("cover.arrivals", "arrivals by hour", &words, by);
        let full = holidays.iter().all(|h| !h.is_empty());
        Ok((
            Arrivals {
                week: by_hour.into_iter().map(median).collect(),
                bank_holiday: full.then(|| holidays.into_iter().map(median).collect()),
                words,
                synthetic: false,
            },
            told,
        ))
    }

    /// Arrivals an hour at an hour of the week; on a bank holiday its own, where known.
    pub fn at(&self, day: Day, hour_of_week: usize, bank_holidays: &[Day]) -> f64 {
        match &self.bank_holiday {
            Some(own) if bank_holidays.contains(&day) => own[hour_of_week % 24],
            _ => self.week[hour_of_week],
        }
    }
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    if all.len() % 2 == 1 {
        all[middle]
    } else {
        f64::midpoint(all[middle - 1], all[middle])
    }
}

/// Counts by hour; the hour that comes twice has two places.
type Counts = BTreeMap<(Wall, u8), f64>;

fn read(file: &str, text: &str, zone: &Zone, problems: &mut Vec<Diagnostic>) -> Counts {
    let mut counts = Counts::new();
    for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || (i == 0 && line.starts_with("date_hour")) {
            continue;
        }
        let mut wrong = |title: String| {
            let place = Place::file(format!("{file}, line {}", i + 1));
            problems.push(
                Diagnostic::error("C083", title)
                    .at(place)
                    .help("write a row like 2016-01-12T10:00,14"),
            );
        };
        let Some((when, count)) = line.split_once(',') else {
            wrong(format!("`{line}` has no comma"));
            continue;
        };
        let wall = when.trim().get(..16).and_then(Wall::parse);
        let count: Option<f64> = count.trim().parse().ok();
        let (Some(wall), Some(count)) = (wall, count) else {
            wrong(format!("`{line}` is no hour with a count"));
            continue;
        };
        if !(0.0..=100_000.0).contains(&count) || wall.time().0 % 60 != 0 {
            wrong(format!("`{line}` is no whole hour with a count from 0"));
            continue;
        }
        let twice = matches!(
            zone.resolve(wall),
            firstline_core::time::Resolved::Repeated(_)
        );
        let second = counts.contains_key(&(wall, 0));
        if second && (!twice || counts.contains_key(&(wall, 1))) {
            wrong(format!("{wall} stands here a second time"));
            continue;
        }
        counts.insert((wall, u8::from(second)), count);
        if problems.len() > 20 {
            break;
        }
    }
    counts
}

/// The mean a day of a week of arrivals.
pub fn a_day(week: &[f64]) -> f64 {
    week.iter().sum::<f64>() / real(week.len().max(1)) * 24.0
}
