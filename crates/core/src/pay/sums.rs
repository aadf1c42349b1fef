//! The arithmetic of each kind of sum, step by step, so that every pound can show its working.

use super::band::PartTimeBase;
use super::lines::Measured;
use super::money::{Exact, Pence, Rounding};
use super::price::{FlatBy, Quantity};
use super::pricer::{Pricer, Sum};
use super::steps::Steps;

impl Pricer<'_> {
    pub(super) fn base(
        &mut self,
        one: &Measured<'_>,
        points: &[(String, Pence)],
        grades: &[(String, String)],
        week: crate::time::Minutes,
        round_up: crate::time::Minutes,
        part_time: &[PartTimeBase],
    ) -> Result<Option<Sum>, String> {
        let mut working = self.steps();
        let basic = if let Some(basic) = self.facts.basic {
            working.say(|| format!("basic pay given: {basic} a year"));
            basic
        } else {
            let (point, sum) = self.point(points, grades)?;
            let grade = self.facts.grade.as_deref().unwrap_or(point);
            working.say(|| format!("grade {grade} is at point {point}: {sum} a year"));
            sum
        };
        self.basic = Some(basic);
        if !self.facts.part_time() {
            self.paid_base = Some(basic);
            return Ok(Some(Sum {
                quantity: (week.hours_exact(), "h a week".to_owned()),
                rate: format!("{basic} a year"),
                pence: basic,
                rounding: "none".to_owned(),
                working,
            }));
        }
        let minutes = Self::rounded(one, round_up, &mut working);
        let full = Exact::whole(i64::from(week.0));
        if let Some(least) = part_time.first() {
            let mut steps = part_time.iter().rev();
            let step = steps.find(|s| minutes >= Exact::whole(s.from));
            let step = step.filter(|_| minutes < full).ok_or_else(|| {
                let hours = |m: Exact| m.over(Exact::whole(60)).rounded_text();
                format!(
                    "shares of basic for less than full time are for {} h a week up to {} h; this is {} h",
                    hours(Exact::whole(least.from)),
                    hours(full),
                    hours(minutes)
                )
            })?;
            let pence = Rounding::Penny.apply(basic.exact().times(step.share));
            self.paid_base = Some(pence);
            working.say(|| {
                format!(
                    "base {}: {} of {basic} = {pence}",
                    step.name,
                    step.share.percent()
                )
            });
            return Ok(Some(Sum {
                quantity: (step.name.clone(), "base".to_owned()),
                rate: format!("{} of {basic} a year", step.share.percent()),
                pence,
                rounding: Rounding::Penny.words().to_owned(),
                working,
            }));
        }
        let paid = if minutes > full { full } else { minutes };
        if minutes > full {
            self.note(format!(
                "less than full time, but the rota has {} h a week: is it the pattern of full time?",
                minutes.over(Exact::whole(60)).text()
            ));
            working.say(|| {
                format!(
                    "basic pay is for at most {} h a week: {} h are left out of it",
                    week.hours_exact(),
                    minutes.minus(full).over(Exact::whole(60)).text()
                )
            });
        }
        let exact = basic.exact().over(full).times(paid);
        let pence = Rounding::Penny.apply(exact);
        self.paid_base = Some(pence);
        working.say(|| {
            format!(
                "{basic} / {} × {} h = {pence}",
                week.hours_exact(),
                paid.over(Exact::whole(60)).text()
            )
        });
        Ok(Some(Sum {
            quantity: (paid.over(Exact::whole(60)).text(), "h a week".to_owned()),
            rate: format!("{basic} / {} a weekly hour", week.hours_exact()),
            pence,
            rounding: Rounding::Penny.words().to_owned(),
            working,
        }))
    }

    /// The pay point of the person's grade, or of that name.
    fn point<'p>(
        &self,
        points: &'p [(String, Pence)],
        grades: &'p [(String, String)],
    ) -> Result<(&'p str, Pence), String> {
        if points.is_empty() {
            return Err("no pay points are published for that date; give --basic".to_owned());
        }
        let names = grades.iter().map(|(g, _)| g.as_str());
        let names: Vec<&str> = names
            .chain(points.iter().map(|(p, _)| p.as_str()))
            .collect();
        let Some(grade) = &self.facts.grade else {
            return Err(format!(
                "no grade and no basic pay was given; grades are {}",
                names.join(", ")
            ));
        };
        let same = |name: &str| name.eq_ignore_ascii_case(grade);
        let named = grades.iter().find(|(g, _)| same(g));
        let point = named.map_or(grade.as_str(), |(_, p)| p.as_str());
        let found = points.iter().find(|(p, _)| p.eq_ignore_ascii_case(point));
        found.map(|(p, sum)| (p.as_str(), *sum)).ok_or_else(|| {
            let near = crate::diagnostic::did_you_mean(grade, names.iter().copied());
            let hint = near.map_or(String::new(), |n| format!(" (did you mean {n}?)"));
            format!(
                "there is no pay point for grade {grade}{hint}; grades are {}",
                names.join(", ")
            )
        })
    }

    /// The quantity in minutes a week, rounded up as the clause says.
    fn rounded(one: &Measured<'_>, step: crate::time::Minutes, working: &mut Steps) -> Exact {
        let exact = one.quantity.value();
        let hours = |m: Exact| m.over(Exact::whole(60)).text();
        if step.0 <= 1 {
            working.say(|| format!("{} h a week on average", hours(exact)));
            return exact;
        }
        let rounded = exact.up_to_multiple(Exact::whole(i64::from(step.0)));
        working.say(|| {
            format!(
                "{} h a week on average, up to the next {step}: {} h",
                hours(exact),
                hours(rounded)
            )
        });
        rounded
    }

    pub(super) fn weekly_hours(
        &self,
        one: &Measured<'_>,
        share: Exact,
        above: crate::time::Minutes,
        round_up: crate::time::Minutes,
        week: crate::time::Minutes,
    ) -> Result<Option<Sum>, String> {
        let mut working = self.steps();
        let minutes = Self::rounded(one, round_up, &mut working);
        let minutes = minutes.minus(Exact::whole(i64::from(above.0)));
        if !minutes.positive() {
            return Ok(None);
        }
        let basic = self.known_basic()?;
        let hours = minutes.over(Exact::whole(60));
        if above.0 > 0 {
            working.say(|| format!("above {above}: {} h", hours.text()));
        }
        let exact = basic
            .exact()
            .over(Exact::whole(i64::from(week.0)))
            .times(minutes)
            .times(share);
        let pence = Rounding::Penny.apply(exact);
        let at = if share == Exact::whole(1) {
            String::new()
        } else {
            format!(" × {}", share.percent())
        };
        working.say(|| {
            format!(
                "{basic} / {} × {} h{at} = {pence}",
                week.hours_exact(),
                hours.text()
            )
        });
        let mut rounding = Rounding::Penny.words().to_owned();
        if round_up.0 > 1 {
            rounding = format!("hours up to the next {round_up}; {rounding}");
        }
        Ok(Some(Sum {
            quantity: (hours.text(), "h a week".to_owned()),
            rate: format!("{basic} / {} a weekly hour{at}", week.hours_exact()),
            pence,
            rounding,
            working,
        }))
    }

    pub(super) fn frequency(
        &self,
        one: &Measured<'_>,
        rows: &[(Exact, Exact)],
    ) -> Result<Option<Sum>, String> {
        let own = one.quantity.value();
        if !own.positive() {
            return Ok(None);
        }
        let basic = self.known_basic()?;
        let mut working = self.steps();
        // part time: the full-time allowance, by own weekends over full-time weekends
        let often = if self.facts.part_time() {
            self.facts.full_time_weekends.ok_or_else(|| {
                "part-time allowances go by how often a full-time colleague works weekends; give --full-time-weekends 1/4".to_owned()
            })?
        } else {
            own
        };
        let told = |e: Exact| match e.parts() {
            Some((num, den)) => format!("{num} in {den}"),
            None => e.text(),
        };
        let row = rows.iter().find(|(at_least, _)| often >= *at_least);
        let Some((at_least, share)) = row else {
            return Ok(None);
        };
        working.say(|| {
            format!(
                "{} is at least {}: {} of basic",
                told(often),
                told(*at_least),
                share.percent()
            )
        });
        let full = Rounding::Penny.apply(basic.exact().times(*share));
        working.say(|| format!("{basic} × {} = {full}", share.percent()));
        let mut pence = full;
        if self.facts.part_time() {
            let part = own.over(often);
            pence = Rounding::Penny.apply(full.exact().times(part));
            working.say(|| {
                format!(
                    "own weekends {} over full-time {}: × {} = {pence}",
                    told(own),
                    told(often),
                    part.text()
                )
            });
        }
        Ok(Some(Sum {
            quantity: (told(own), "weekends".to_owned()),
            rate: format!("{} of {basic}", share.percent()),
            pence,
            rounding: Rounding::Penny.words().to_owned(),
            working,
        }))
    }

    pub(super) fn percent(
        &self,
        one: &Measured<'_>,
        share: Exact,
        rounding: Rounding,
    ) -> Result<Option<Sum>, String> {
        if !one.quantity.value().positive() {
            return Ok(None);
        }
        let basic = self.known_basic()?;
        let full = rounding.apply(basic.exact().times(share));
        let mut working = self.steps();
        working.say(|| {
            let (share, how) = (share.percent(), rounding.words());
            format!("{basic} × {share}, {how} = {full}")
        });
        let mut pence = full;
        if self.facts.part_time() {
            pence = Rounding::Penny.apply(full.exact().times(self.facts.share()));
            working.say(|| format!("× share of full time = {pence}"));
        }
        Ok(Some(Sum {
            quantity: one.quantity.told_owned(),
            rate: format!("{} of {basic}", share.percent()),
            pence,
            rounding: rounding.words().to_owned(),
            working,
        }))
    }

    pub(super) fn flat(
        &self,
        sums: &[(String, Pence)],
        by: FlatBy,
        pro_rata: bool,
    ) -> Result<Option<Sum>, String> {
        let key = match by {
            FlatBy::Nothing => sums.first().map(|(k, _)| k.clone()),
            FlatBy::Location => self.facts.location.clone(),
            FlatBy::Premium => self.facts.premium.clone(),
        };
        let Some(key) = key else { return Ok(None) };
        let Some((_, sum)) = sums.iter().find(|(k, _)| *k == key) else {
            let known: Vec<&str> = sums.iter().map(|(k, _)| k.as_str()).collect();
            return Err(format!("`{key}` is not one of {}", known.join(", ")));
        };
        let mut working = self.steps();
        working.say(|| format!("{key}: {sum} a year"));
        let mut pence = *sum;
        if pro_rata && self.facts.part_time() {
            pence = Rounding::Penny.apply(sum.exact().times(self.facts.share()));
            working.say(|| format!("× share of full time = {pence}"));
        }
        Ok(Some(Sum {
            quantity: ("1".to_owned(), "year".to_owned()),
            rate: format!("{sum} a year"),
            pence,
            rounding: Rounding::Penny.words().to_owned(),
            working,
        }))
    }

    /// Minutes paid by the hour: those of the rota, or those that somebody has stated.
    pub(super) fn hours(&self, one: &Measured<'_>, stated: Option<&str>) -> Result<Exact, String> {
        let Some(name) = stated else {
            return Ok(one.quantity.value());
        };
        let Some(text) = self.facts.other.get(name) else {
            return Ok(Exact::ZERO);
        };
        let minutes = crate::time::Minutes::parse(text);
        let minutes = minutes.map_err(|error| format!("`{name}`: {error}"))?;
        Ok(Exact::whole(i64::from(minutes.0)))
    }

    pub(super) fn hourly(
        &self,
        minutes: Exact,
        shares: &[(String, Exact)],
        week: crate::time::Minutes,
        weeks_a_year: Exact,
        rounding: Rounding,
    ) -> Result<Option<Sum>, String> {
        if !minutes.positive() {
            return Ok(None);
        }
        let basic = self.known_basic()?;
        let band = self.facts.other.get("band").map_or("", String::as_str);
        let share = shares
            .iter()
            .find(|(b, _)| b.is_empty() || b == band)
            .map(|(_, s)| *s)
            .ok_or_else(|| {
                let known: Vec<&str> = shares.iter().map(|(b, _)| b.as_str()).collect();
                format!("the share goes by band; give one of {}", known.join(", "))
            })?;
        let week_hours = Exact::new(i64::from(week.0), 60);
        let hourly = rounding.apply(basic.exact().over(weeks_a_year).over(week_hours));
        let hours = minutes.over(Exact::whole(60));
        let pence = Rounding::Penny.apply(hourly.exact().times(hours).times(share));
        let mut working = self.steps();
        working.say(|| {
            let (weeks, week) = (weeks_a_year.text(), week_hours.text());
            format!("{basic} / {weeks} weeks / {week} h = {hourly} an hour")
        });
        working.say(|| {
            let (hours, share) = (hours.text(), share.percent());
            format!("{hours} h × {hourly} × {share} = {pence}")
        });
        Ok(Some(Sum {
            quantity: (hours.text(), "h".to_owned()),
            rate: format!("{hourly} an hour × {}", share.percent()),
            pence,
            rounding: format!(
                "hourly rate {}; {}",
                rounding.words(),
                Rounding::Penny.words()
            ),
            working,
        }))
    }
}

impl Quantity {
    fn told_owned(self) -> (String, String) {
        let (number, unit) = self.told();
        (number, unit.to_owned())
    }
}
