//! Prices: what each quantity is worth to one person.

use super::band::{Condition, Flow, Row};
use super::lines::{Facts, Line, Measured, Payslip, Refusal, Span};
use super::money::{Exact, Pence, Rounding};
use super::price::Price;
use crate::contract::{Confidence, Contract};

/// What all lines of a payslip need.
pub(super) struct Pricer<'a> {
    contract: &'a Contract,
    pub(super) facts: &'a Facts,
    measured: &'a [Measured],
    accept_derived: bool,
    /// Annual basic pay for full time.
    pub(super) basic: Option<Pence>,
    /// Basic pay as paid, part time taken into account.
    pub(super) paid_base: Pence,
    slip: Payslip,
}

/// Prices what was measured.
pub fn price(
    contract: &Contract,
    person: &str,
    facts: &Facts,
    measured: &[Measured],
    span: Span,
    accept_derived: bool,
) -> Payslip {
    let by_hour = measured
        .iter()
        .any(|m| matches!(m.price, Price::Hourly { .. }));
    let per = match (by_hour, span) {
        (false, _) => "a year".to_owned(),
        (true, Span::Cycle(weeks)) => format!("for a cycle of {} weeks", weeks.text()),
        (true, Span::Period(weeks)) => format!("for a period of {} weeks", weeks.text()),
    };
    let mut pricer = Pricer {
        contract,
        facts,
        measured,
        accept_derived,
        basic: facts.basic,
        paid_base: Pence(0),
        slip: Payslip {
            person: person.to_owned(),
            per,
            rate: None,
            lines: Vec::new(),
            total: Pence(0),
            refused: Vec::new(),
            band: None,
        },
    };
    for one in measured {
        pricer.element(one);
    }
    pricer.slip.total = pricer.slip.lines.iter().map(|l| l.pence).sum();
    pricer.slip
}

/// A sum on its way into a line.
pub(super) struct Sum {
    pub(super) quantity: (String, String),
    pub(super) rate: String,
    pub(super) pence: Pence,
    pub(super) rounding: String,
    pub(super) working: Vec<String>,
}

impl Pricer<'_> {
    fn element(&mut self, one: &Measured) {
        let clause = &self.contract.clauses[one.clause];
        let name = format!("{}:{}", self.contract.id, clause.id);
        if let Some(lack) = &one.lack {
            self.slip.refused.push(Refusal {
                clause: name.clone(),
                why: lack.why().to_owned(),
            });
            if lack.hides_passes() {
                return;
            }
        }
        let version = &clause.versions[one.version];
        let own_basic = matches!(one.price, Price::Base { .. }) && self.facts.basic.is_some();
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
        let sum = match &one.price {
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
            } => self.hourly(one, shares, *week, *weeks_a_year, *rounding),
            Price::Band(flow) => self.band(flow),
        };
        match sum {
            Ok(Some(sum)) => {
                let basic_given = own_basic;
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
                        version.confidence
                    },
                    working: sum.working,
                    citation: if basic_given {
                        "basic pay as given".to_owned()
                    } else {
                        format!("{} › {}", version.cite.document, version.cite.at)
                    },
                    readings: one.readings.clone(),
                });
            }
            Ok(None) => {}
            Err(why) => self.slip.refused.push(Refusal { clause: name, why }),
        }
    }

    pub(super) fn known_basic(&self) -> Result<Pence, String> {
        self.basic
            .ok_or_else(|| "basic pay is not known, so this share of it is not either".to_owned())
    }

    fn band(&mut self, flow: &Flow) -> Result<Option<Sum>, String> {
        let mut asked = Vec::new();
        let mut chosen: Option<&Row> = None;
        for row in &flow.rows {
            let mut holds = true;
            for condition in &row.all {
                holds &= self.condition(condition)?;
            }
            if holds && !row.any.is_empty() {
                let mut one = false;
                for condition in &row.any {
                    one |= self.condition(condition)?;
                }
                holds = one;
            }
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
        self.slip.band = Some((row.band.clone(), asked.clone()));
        let share = flow
            .supplements
            .iter()
            .find(|(band, _)| *band == row.band)
            .map_or(Exact::ZERO, |(_, s)| *s);
        self.known_basic()?;
        let mut working = asked;
        let base = self.paid_base.exact();
        let pence = Rounding::Penny.apply(base.times(share));
        working.push(format!("band {}: {} = {pence}", row.band, share.percent()));
        Ok(Some(Sum {
            quantity: (row.band.clone(), "band".to_owned()),
            rate: format!("{} of {}", share.percent(), Rounding::Penny.apply(base)),
            pence,
            rounding: Rounding::Penny.words().to_owned(),
            working,
        }))
    }

    fn value(&self, clause: &str) -> Option<Exact> {
        self.measured
            .iter()
            .find(|m| m.clause_id == clause)
            .map(|m| m.quantity.value())
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
