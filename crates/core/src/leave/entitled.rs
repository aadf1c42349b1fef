//! Days of leave for the days in post, with the arithmetic.

use super::Service;
use crate::department::Share;
use crate::pay::Exact;
use crate::rota::Period;
use crate::rules::Entitlement;
use crate::time::Day;

/// Days in post that share one step of service and one leave year.
struct Part {
    days: i32,
    year_days: i32,
    a_year: Exact,
}

/// Who asks for how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) share: Share,
    pub(super) period: Period,
    pub(super) post: Option<Period>,
    pub(super) service: Service,
}

pub(super) fn days(terms: &Entitlement, asked: &Asked) -> (Exact, Vec<String>) {
    let Some(post) = asked.post else {
        return (Exact::ZERO, vec!["no day in post".to_owned()]);
    };
    let share = i64::from(asked.share.ten_thousandths());
    let share = Exact::new(share, i64::from(Share::FULL.ten_thousandths()));
    let part_time = asked.share.part_time();
    let mut sum = Exact::ZERO;
    let mut working = Vec::new();
    for part in parts(terms, asked, post) {
        let time = Exact::new(i64::from(part.days), i64::from(part.year_days));
        let days = part.a_year.times(time).times(share);
        let mut step = format!("{} days a year", part.a_year.text());
        if part.days != part.year_days {
            step = format!("{step} × {}/{} days", part.days, part.year_days);
        }
        if part_time {
            step = format!("{step} × {}", share.percent());
        }
        working.push(format!("{step} = {}", days.rounded_text()));
        sum = sum.plus(days);
    }
    if working.len() > 1 {
        working.push(format!("together {}", sum.rounded_text()));
    }
    if let Some(step) = terms.part_time_round_up.filter(|_| part_time) {
        let up = sum.up_to_multiple(step);
        working.push(format!(
            "up to the next {} of a day: {}",
            step.text(),
            up.text()
        ));
        sum = up;
    }
    (sum, working)
}

/// The days in post, cut where a leave year ends or a step of service is reached.
fn parts(terms: &Entitlement, asked: &Asked, post: Period) -> Vec<Part> {
    let mut cuts = vec![post.from, post.to];
    let first = asked.period.from;
    let mut year = 1;
    while first.years_later(year) < post.to {
        cuts.push(first.years_later(year));
        year += 1;
    }
    if let Service::Since(began) = asked.service {
        let steps = terms.steps.iter().filter(|(years, _)| *years > 0);
        cuts.extend(steps.map(|(years, _)| began.years_later(*years)));
    }
    cuts.retain(|day| post.from <= *day && *day <= post.to);
    cuts.sort();
    cuts.dedup();
    let mut all = Vec::new();
    for pair in cuts.windows(2) {
        let [from, to] = pair else { continue };
        let mut year = 0;
        while first.years_later(year + 1) <= *from {
            year += 1;
        }
        let served = served(asked.service, *from);
        let reached = terms.steps.iter().rev().find(|(years, _)| *years <= served);
        all.push(Part {
            days: to.since(*from),
            year_days: first.years_later(year + 1).since(first.years_later(year)),
            a_year: reached.map_or(Exact::ZERO, |(_, days)| *days),
        });
    }
    all
}

/// Completed years of service on a day.
fn served(service: Service, on: Day) -> i32 {
    match service {
        Service::Unknown => 0,
        Service::Years(years) => years,
        Service::Since(began) => {
            let mut years = 0;
            while began.years_later(years + 1) <= on {
                years += 1;
            }
            years
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn five_years_are_completed_on_the_fifth_anniversary() {
        let since = Service::Since(day("2021-08-04"));
        assert_eq!(served(since, day("2026-08-03")), 4);
        assert_eq!(served(since, day("2026-08-04")), 5);
    }

    /// The definition, day by day: each day in post is worth the days a year of its service, over
    /// the days of its leave year.
    fn day_by_day(terms: &Entitlement, asked: &Asked, post: Period) -> Exact {
        let mut sum = Exact::ZERO;
        for n in 0..post.days() {
            let day = post.from.plus(n);
            let (mut from, mut to) = (asked.period.from, asked.period.from.years_later(1));
            while to <= day {
                from = to;
                to = asked
                    .period
                    .from
                    .years_later(to.ymd().0 - asked.period.from.ymd().0 + 1);
            }
            let Service::Since(began) = asked.service else {
                return Exact::ZERO;
            };
            let mut steps = terms.steps.iter().rev();
            let reached = steps.find(|(years, _)| began.years_later(*years) <= day);
            let a_year = reached.map(|(_, days)| *days);
            let worth = a_year.unwrap_or(Exact::ZERO);
            sum = sum.plus(worth.over(Exact::whole(i64::from(to.since(from)))));
        }
        let share = i64::from(asked.share.ten_thousandths());
        sum.times(Exact::new(share, 10_000))
    }

    #[test]
    fn leave_is_what_each_day_in_post_is_worth() {
        let terms = Entitlement {
            steps: vec![
                (0, Exact::whole(27)),
                (5, Exact::whole(29)),
                (10, Exact::whole(33)),
            ],
            part_time_round_up: None,
        };
        let mut seed = 20_261_122_u32;
        let mut below = |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            i32::try_from((seed >> 8) % n).expect("small")
        };
        for case in 0..300 {
            let from = day("2023-01-01").plus(below(1500));
            let period = Period {
                from,
                to: from.plus(1 + below(900)),
            };
            let late = below(200);
            let post = Period {
                from: from.plus(late.min(period.days() - 1)),
                to: period.to,
            };
            let asked = Asked {
                share: Share::parse(["1", "0.8", "0.6"][case % 3]).expect("a share"),
                period,
                post: Some(post),
                service: Service::Since(from.plus(-below(4400))),
            };
            let (found, working) = days(&terms, &asked);
            let wanted = day_by_day(&terms, &asked, post);
            assert_eq!(found, wanted, "case {case}: {asked:?} {working:?}");
        }
    }
}
