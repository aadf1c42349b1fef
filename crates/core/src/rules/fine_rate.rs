//! What an hour of a fine is worth, and who receives how much of it.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::of_worked::OfWorked;
use super::pay_parts::{rounding, share};
use crate::pay::{Exact, Pence, Rounding};
use crate::time::Minutes;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("W003"),
    name: "fine-rate",
    summary: "what an hour of a fine is worth, and who receives how much of it",
    says: "{measured}",
    doc: include_str!("fine_rate.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Worked,
    unit: Unit::Hours,
    compile,
};

/// Multiples of a locum rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FineRate {
    /// How the locum rate follows from basic pay; nothing where somebody must give it.
    pub locum: Option<FromBasic>,
    /// What the doctor receives, as a multiple of the locum rate.
    pub doctor: Exact,
    /// What the guardian receives.
    pub guardian: Exact,
    /// How the sums are rounded.
    pub rounding: Rounding,
}

/// A locum rate that follows from basic pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromBasic {
    /// Hours of a full week.
    pub week: Minutes,
    /// Weeks of a year.
    pub weeks_a_year: Exact,
    /// How the hourly rate is rounded.
    pub hourly_rounding: Rounding,
    /// The locum rate as a multiple of the hourly rate.
    pub times: Exact,
    /// How the locum rate is rounded.
    pub rounding: Rounding,
}

/// An hour's worth, with its working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourWorth {
    /// The locum rate.
    pub locum: Pence,
    /// The doctor's part.
    pub doctor: Pence,
    /// The guardian's part.
    pub guardian: Pence,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let doctor = share(c, "doctor");
    let guardian = share(c, "guardian");
    let rounding = rounding(c);
    let locum = match c.fields.table("locum-from-basic") {
        Some((table, span)) => {
            let mut inner = c.inner(table, span, "`locum-from-basic`");
            let week = inner.fields.length("week").filter(|w| w.0 > 0);
            let weeks_a_year = share(&mut inner, "weeks-a-year").filter(|w| w.positive());
            let times = share(&mut inner, "times");
            let words = &Rounding::WORDS;
            let hourly = inner
                .fields
                .word_or("hourly-rounding", words, Rounding::Penny);
            let rounding = inner.fields.word_or("rounding", words, Rounding::Penny);
            inner.finish();
            Some(FromBasic {
                week: week?,
                weeks_a_year: weeks_a_year?,
                hourly_rounding: hourly,
                times: times?,
                rounding,
            })
        }
        None => None,
    };
    Some(Machine::Worked(Box::new(OfWorked::Rate(FineRate {
        locum,
        doctor: doctor?,
        guardian: guardian?,
        rounding,
    }))))
}

impl FineRate {
    /// An hour's worth to somebody with this annual basic pay for full time; nothing where the
    /// locum rate does not follow from it.
    pub fn from_basic(&self, basic: Pence) -> Option<HourWorth> {
        let from = self.locum.as_ref()?;
        let week = Exact::new(i64::from(from.week.0), 60);
        let hourly = from
            .hourly_rounding
            .apply(basic.exact().over(week.times(from.weeks_a_year)));
        let locum = from.rounding.apply(hourly.exact().times(from.times));
        let working = vec![
            format!(
                "{basic} a year / ({} h × {} weeks), {} = {hourly} an hour",
                week.text(),
                fraction(from.weeks_a_year),
                from.hourly_rounding.words()
            ),
            format!(
                "{hourly} × {}, {} = locum rate {locum} an hour",
                from.times.text(),
                from.rounding.words()
            ),
        ];
        Some(self.worth(locum, working))
    }

    /// An hour's worth at a locum rate that somebody gives.
    pub fn at_locum_rate(&self, locum: Pence, source: &str) -> HourWorth {
        let working = vec![format!("locum rate {locum} an hour, {source}")];
        self.worth(locum, working)
    }

    fn worth(&self, locum: Pence, mut working: Vec<String>) -> HourWorth {
        let part = |times: Exact| self.rounding.apply(locum.exact().times(times));
        let (doctor, guardian) = (part(self.doctor), part(self.guardian));
        for (who, times, sum) in [
            ("doctor", self.doctor, doctor),
            ("guardian", self.guardian, guardian),
        ] {
            working.push(format!(
                "{who}: {locum} × {}, {} = {sum} an hour",
                times.text(),
                self.rounding.words()
            ));
        }
        HourWorth {
            locum,
            doctor,
            guardian,
            working,
        }
    }
}

fn fraction(number: Exact) -> String {
    match number.parts() {
        Some((num, den)) if den != 1 => format!("{num}/{den}"),
        _ => number.text(),
    }
}
