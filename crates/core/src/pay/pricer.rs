//! Prices: what each quantity is worth to one person.

use super::band::{Condition, Flow, Row};
use super::lines::{Detail, Facts, Line, Measured, Payslip, Refusal, Span};
use super::money::{Exact, Pence, Rounding};
use super::price::{FlatBy, Price};
use super::steps::Steps;
use crate::contract::{Confidence, Contract};
use crate::rules::Lack;
use crate::time::Minutes;

/// What all lines of a payslip need.
pub(super) struct Pricer<'a> {
    contract: &'a Contract,
    pub(super) facts: &'a Facts,
    measured: &'a [Measured<'a>],
    accept_derived: bool,
    detail: Detail,
    /// Annual basic pay for full time.
    pub(super) basic: Option<Pence>,
    /// Basic pay as paid, part time taken into account; nothing where it could not be priced.
    pub(super) paid_base: Option<Pence>,
    /// Whether a clause on basic pay was refused: what is left is no total.
    base_refused: bool,
    slip: Payslip,
}

/// Prices what was measured.
pub fn price(
    contract: &Contract,
    person: &str,
    facts: &Facts,
    measured: &[Measured<'_>],
    span: Span,
    accept_derived: bool,
    detail: Detail,
) -> Payslip {
    let by_hour = measured
        .iter()
        .any(|m| matches!(m.price, Price::Hourly { .. }));
    let per = match (by_hour, span) {
        (false, _) => "a year".to_owned(),
        (true, Span::Cycle(weeks)) => format!("for a cycle of {}", long(weeks)),
        (true, Span::Period(weeks)) => format!("for a period of {}", long(weeks)),
    };
    let mut pricer = Pricer {
        contract,
        facts,
        measured,
        accept_derived,
        detail,
        basic: facts.basic,
        paid_base: None,
        base_refused: false,
        slip: Payslip {
            person: person.to_owned(),
            per,
            rate: None,
            lines: Vec::new(),
            total: Pence(0),
            basic_known: true,
            refused: Vec::new(),
            band: None,
            in_post: None,
            vacant: false,
            rests_on: facts.notes.clone(),
            notes: Vec::new(),
        },
    };
    for one in measured {
        pricer.element(one);
    }
    pricer.not_in_force();
    pricer.slip.basic_known = pricer.basic.is_some() && !pricer.base_refused;
    pricer.slip.total = pricer.slip.lines.iter().map(|l| l.pence).sum();
    pricer.slip
}

fn long(weeks: Exact) -> String {
    let one = weeks == Exact::whole(1);
    format!("{} week{}", weeks.text(), if one { "" } else { "s" })
}

/// A sum on its way into a line.
pub(super) struct Sum {
    pub(super) quantity: (String, String),
    pub(super) rate: String,
    pub(super) pence: Pence,
    pub(super) rounding: String,
    pub(super) working: Steps,
}

impl Pricer<'_> {
    pub(super) fn steps(&self) -> Steps {
        Steps::new(self.detail == Detail::Working)
    }

    pub(super) fn note(&mut self, note: String) {
        self.slip.notes.push(note);
    }

    /// What a person has, and no clause in force prices.
    fn not_in_force(&mut self) {
        for (by, key, what) in [
            (FlatBy::Premium, &self.facts.premium, "premium"),
            (FlatBy::Location, &self.facts.location, "weighting"),
        ] {
            let Some(key) = key else { continue };
            let prices =
                |m: &Measured<'_>| matches!(m.price, Price::Flat { by: b, .. } if *b == by);
            if !self.measured.iter().any(prices) {
                self.slip.refused.push(Refusal {
                    clause: self.contract.id.clone(),
                    why: format!("no clause in force prices the {what} `{key}`"),
                });
            }
        }
    }

    fn element(&mut self, one: &Measured<'_>) {
        let clause = &self.contract.clauses[one.clause];
        let name = format!("{}:{}", self.contract.id, clause.id);
        // full-time basic pay hangs on no hours
        let whole = matches!(one.price, Price::Base { .. }) && !self.facts.part_time();
        if let Some(lack) = one.lack.as_ref().filter(|_| !whole) {
            self.slip.refused.push(Refusal {
                clause: name.clone(),
                why: lack.why().to_owned(),
            });
            if lack.hides_passes() {
                self.base_refused |= matches!(one.price, Price::Base { .. });
                return;
            }
        }
        let version = &clause.versions[one.version];
        let own_basic = matches!(one.price, Price::Base { .. }) && self.facts.basic.is_some();
        if !self.wants(one.price) {
            return;
        }
        if version.confidence == Confidence::Derived && !self.accept_derived && !own_basic {
            self.slip.refused.push(Refusal {
                clause: name,
                why: format!(
                    "its values are derived, not published{}; --accept-derived uses them all the same",
                    version.note.as_ref().map_or(String::new(), |n| format!(" ({n})"))
                ),
            });
            return;
        }
        let sum = match one.price {
            Price::None => return,
            Price::Base {
                points,
                grades,
                week,
                round_up,
                part_time,
                rate_only,
            } => match self.base(one, points, grades, *week, *round_up, part_time) {
                Ok(Some(sum)) if *rate_only => {
                    self.slip.rate = Some(sum.rate);
                    Ok(None)
                }
                other => other,
            },
            Price::WeeklyHours {
                share,
                above,
                full_time_only,
                only_if,
                round_up,
                week,
            } => {
                if *full_time_only && self.facts.part_time() {
                    return;
                }
                match only_if.as_ref().map(|c| self.condition(c)) {
                    Some(Ok(false)) => return,
                    Some(Err(why)) => {
                        self.slip.refused.push(Refusal { clause: name, why });
                        return;
                    }
                    Some(Ok(true)) | None => {}
                }
                self.weekly_hours(one, *share, *above, *round_up, *week)
            }
            Price::Frequency { rows } => self.frequency(one, rows),
            Price::Percent { share, rounding } => self.percent(one, *share, *rounding),
            Price::Flat { sums, by, pro_rata } => self.flat(sums, *by, *pro_rata),
            Price::Hourly {
                shares,
                week,
                weeks_a_year,
                rounding,
                stated,
            } => match self.hours(one, stated.as_deref()) {
                Ok(minutes) => {
                    if let Some(fact) = stated.as_ref().filter(|_| minutes.positive()) {
                        self.note(format!(
                            "`{fact}` is priced on top of the rota: hours that the rota holds already are paid twice"
                        ));
                    }
                    self.hourly(minutes, shares, *week, *weeks_a_year, *rounding)
                }
                Err(why) => Err(why),
            },
            Price::Band(flow) => self.band(flow),
            Price::Unpriced { why, above }
                if one.quantity.value() > Exact::whole(i64::from(above.0)) =>
            {
                Err(why.clone())
            }
            Price::Unpriced { .. } => Ok(None),
        };
        match sum {
            Ok(Some(mut sum)) => {
                let mut confidence = version.confidence;
                for holiday in &one.holidays {
                    confidence = confidence.max(holiday.confidence);
                    sum.working.say(|| {
                        format!(
                            "public holiday {}, {} ({}, {})",
                            holiday.day.long(),
                            holiday.name,
                            holiday.document,
                            holiday.confidence.word()
                        )
                    });
                }
                // the share that part time is paid is the contract's own
                let basic_given = own_basic && !self.facts.part_time();
                self.slip.lines.push(Line {
                    clause: name,
                    text: clause.text.clone(),
                    quantity: sum.quantity.0,
                    unit: sum.quantity.1,
                    rate: sum.rate,
                    pence: sum.pence,
                    rounding: sum.rounding,
                    confidence: if basic_given {
                        Confidence::Primary
                    } else {
                        confidence
                    },
                    working: sum.working.into_lines(),
                    citation: if basic_given {
                        "basic pay as given".to_owned()
                    } else {
                        format!("{} › {}", version.cite.document, version.cite.at)
                    },
                    readings: one.readings.clone(),
                });
            }
            Ok(None) => {}
            Err(why) => {
                self.base_refused |= matches!(one.price, Price::Base { .. });
                self.slip.refused.push(Refusal { clause: name, why });
            }
        }
    }

    /// Whether the person has what picks a sum.
    fn wants(&self, price: &Price) -> bool {
        match price {
            Price::Flat {
                by: FlatBy::Location,
                ..
            } => self.facts.location.is_some(),
            Price::Flat {
                by: FlatBy::Premium,
                ..
            } => self.facts.premium.is_some(),
            _ => true,
        }
    }

    pub(super) fn known_basic(&self) -> Result<Pence, String> {
        self.basic.ok_or_else(|| {
            let base = |m: &Measured<'_>| matches!(m.price, Price::Base { .. });
            if self.measured.iter().any(base) {
                "basic pay is not known, so this share of it is not either".to_owned()
            } else {
                "no pay points are in force on that date; give --basic".to_owned()
            }
        })
    }

    fn band(&mut self, flow: &Flow) -> Result<Option<Sum>, String> {
        let mut asked = Vec::new();
        let mut chosen: Option<&Row> = None;
        for row in &flow.rows {
            if !self.concerns(row) {
                continue;
            }
            let holds = self.row(row)?;
            asked.push(format!(
                "{} {}",
                row.asks,
                if holds { "Yes." } else { "No." }
            ));
            if holds {
                chosen = Some(row);
                break;
            }
        }
        let Some(row) = chosen else {
            return Err("no row of the decision flow holds".to_owned());
        };
        let mut working = self.steps();
        for question in &asked {
            working.say(|| question.clone());
        }
        self.slip.band = Some((row.band.clone(), asked));
        let share = flow
            .supplements
            .iter()
            .find(|(band, _)| *band == row.band)
            .map_or(Exact::ZERO, |(_, s)| *s);
        let base = self.paid_base.ok_or_else(|| {
            "basic pay as it is paid is not known, so this share of it is not either".to_owned()
        })?;
        let pence = Rounding::Penny.apply(base.exact().times(share));
        working.say(|| format!("band {}: {} = {pence}", row.band, share.percent()));
        Ok(Some(Sum {
            quantity: (row.band.clone(), "band".to_owned()),
            rate: format!("{} of {base}", share.percent()),
            pence,
            rounding: Rounding::Penny.words().to_owned(),
            working,
        }))
    }

    /// Whether a row is a question for people of this share of full time at all.
    fn concerns(&self, row: &Row) -> bool {
        row.all.iter().all(|condition| match condition {
            Condition::Fact { name, is, .. } if name == "part-time" => {
                (is == "yes") == self.facts.part_time()
            }
            _ => true,
        })
    }

    /// Whether a row holds. What nobody knows matters only where the rest does not decide.
    fn row(&self, row: &Row) -> Result<bool, String> {
        let mut unknown = None;
        for condition in &row.all {
            match self.condition(condition) {
                Ok(false) => return Ok(false),
                Ok(true) => {}
                Err(why) => unknown = unknown.or(Some(why)),
            }
        }
        if !row.any.is_empty() {
            let mut one = false;
            let mut perhaps = None;
            for condition in &row.any {
                match self.condition(condition) {
                    Ok(holds) => one |= holds,
                    Err(why) => perhaps = perhaps.or(Some(why)),
                }
            }
            if !one {
                match perhaps {
                    Some(why) => unknown = unknown.or(Some(why)),
                    None => return Ok(false),
                }
            }
        }
        match unknown {
            Some(why) => Err(why),
            None => Ok(true),
        }
    }

    /// What a measure came to; one that is given as a fact stands in for the rota's.
    fn value(&self, clause: &str) -> Option<Exact> {
        if let Some(given) = self.facts.other.get(clause) {
            let minutes = Minutes::parse(given).ok();
            let minutes = minutes.map(|m| Exact::whole(i64::from(m.0)));
            return minutes.or_else(|| Exact::parse(given));
        }
        let measured = self.measured.iter().find(|m| m.clause_id == clause)?;
        let hidden = measured.lack.as_ref().is_some_and(Lack::hides_passes);
        (!hidden).then(|| measured.quantity.value())
    }

    fn condition(&self, condition: &Condition) -> Result<bool, String> {
        match condition {
            Condition::Fact { name, is, .. } if name == "part-time" => {
                Ok((is == "yes") == self.facts.part_time())
            }
            Condition::Fact {
                name,
                is,
                otherwise,
            } => match self.facts.other.get(name).or(otherwise.as_ref()) {
                Some(value) => Ok(value == is),
                None => Err(format!(
                    "the decision flow asks for `{name}`, which nobody has given"
                )),
            },
            Condition::Measure {
                measure,
                over,
                compare,
                value,
            } => {
                let missing =
                    |m: &str| format!("the decision flow asks for `{m}`, which was not measured");
                let mut measured = self.value(measure).ok_or_else(|| missing(measure))?;
                if let Some(over) = over {
                    let base = self.value(over).ok_or_else(|| missing(over))?;
                    measured = measured.over(base);
                }
                Ok(compare.holds(measured, *value))
            }
        }
    }
}
