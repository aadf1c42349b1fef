//! The file of a hospital's own figures: tiers, floors, demand, lists, travel bands, settings.

use std::collections::BTreeMap;

use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::time::{ClockTime, Day, Weekday};
use serde::Deserialize;
use toml::value::Datetime;

use crate::{Assumption, Basis, Ledger, Setting};

/// What a hospital says of itself besides its department file. Everything is optional.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Its name in messages.
    pub file: String,
    /// Grades by tier, lowest first; the usual ones where empty.
    pub tiers: Vec<OwnTier>,
    /// Floors besides those of the department file.
    pub floors: Vec<OwnFloor>,
    /// Who meets the demand: grades, tiers and skills; everybody where all are empty.
    pub seen_by: (Vec<String>, Vec<String>, Vec<String>),
    /// Whether patients are clerked by three tiers (medical intake) and not seen by one doctor.
    pub intake: bool,
    /// Days that are neither weekday nor weekend.
    pub bank_holidays: Vec<Day>,
    /// Lists of planned work.
    pub electives: Vec<Elective>,
    /// Shares of a tier or grade that took part before.
    pub participation: Vec<Participation>,
    /// Pay by grade, for deductions.
    pub pay: Vec<PayFigure>,
    /// Minutes of travel by person; a band, never an address.
    pub travel: BTreeMap<String, u32>,
    settings: Vec<OwnSetting>,
}

/// A tier and its grades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTier {
    /// `tier1`.
    pub id: String,
    /// Who may stand in for whom: a higher rank for a lower; 0 for nobody but their own.
    pub rank: u8,
    /// The grades in it.
    pub grades: Vec<String>,
}

/// So many people, at least, between two clock times.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFloor {
    /// Its id.
    pub id: String,
    /// In words.
    pub text: String,
    /// Tiers that count; any where empty.
    pub tiers: Vec<String>,
    /// Grades that count; any where empty.
    pub grades: Vec<String>,
    /// Skills, all of which are needed.
    pub skills: Vec<String>,
    /// A bit for each weekday, Monday first.
    pub weekdays: u8,
    /// First minute and the minute after the last; equal for the whole day.
    pub hours: (ClockTime, ClockTime),
    /// How many.
    pub least: i32,
    /// Where it comes from.
    pub basis: Basis,
}

/// What sort of planned work, in the order in which it is stood down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Out-patients.
    Clinic,
    /// Operations without a night in hospital.
    DayCase,
    /// Operations with one.
    InPatient,
}

impl ListKind {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            ListKind::Clinic => "clinic",
            ListKind::DayCase => "day case",
            ListKind::InPatient => "in-patient",
        }
    }
}

/// A list of planned work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elective {
    /// Its name.
    pub id: String,
    /// What sort.
    pub kind: ListKind,
    /// On which day.
    pub on: Day,
    /// From when to when.
    pub hours: (ClockTime, ClockTime),
    /// Patients booked.
    pub patients: u32,
    /// Whose list it is: people by name, all of whom it needs.
    pub run_by: Vec<String>,
    /// Specialty, where given.
    pub specialty: Option<String>,
    /// Cancer or otherwise time-critical: stood down only by a clinician's name.
    pub time_critical: bool,
    /// The clinician who agreed that it may be stood down, where one did.
    pub clinician: Option<String>,
}

/// Shares of a tier or grade that took part on earlier days.
#[derive(Clone, Debug, PartialEq)]
pub struct Participation {
    /// Tier or grade.
    pub of: String,
    /// Shares from 0 to 1.
    pub shares: Vec<f64>,
    /// Where they come from.
    pub basis: Basis,
}

/// Pay of a grade.
#[derive(Clone, Debug, PartialEq)]
pub struct PayFigure {
    /// The grade.
    pub grade: String,
    /// Pay of a year, in pence.
    pub annual_pence: u64,
    /// Pay of an hour, in pence, where deductions may go by the hour.
    pub hourly_pence: Option<u64>,
    /// Where they come from.
    pub basis: Basis,
}

#[derive(Clone, Debug)]
struct OwnSetting {
    id: String,
    value: f64,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    format: u32,
    #[serde(default)]
    bank_holidays: Vec<Datetime>,
    #[serde(default)]
    tier: Vec<RawTier>,
    #[serde(default)]
    floor: Vec<RawFloor>,
    #[serde(default)]
    demand: RawDemand,
    #[serde(default)]
    elective: Vec<RawElective>,
    #[serde(default)]
    participation: Vec<RawParticipation>,
    #[serde(default)]
    pay: Vec<RawPay>,
    #[serde(default)]
    travel: BTreeMap<String, u32>,
    #[serde(default)]
    setting: Vec<RawSetting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawTier {
    id: String,
    #[serde(default)]
    rank: u8,
    grades: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawFloor {
    id: String,
    text: Option<String>,
    #[serde(default)]
    tiers: Vec<String>,
    #[serde(default)]
    grades: Vec<String>,
    #[serde(default)]
    skills: Vec<String>,
    #[serde(default)]
    days: Vec<String>,
    from: Option<String>,
    to: Option<String>,
    least: i32,
    source: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct RawDemand {
    intake: bool,
    tiers: Vec<String>,
    grades: Vec<String>,
    skills: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawElective {
    id: String,
    kind: ListKind,
    on: Datetime,
    from: String,
    to: String,
    patients: u32,
    #[serde(default)]
    run_by: Vec<String>,
    specialty: Option<String>,
    #[serde(default)]
    time_critical: bool,
    clinician: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawParticipation {
    of: String,
    shares: Vec<f64>,
    source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawPay {
    grade: String,
    annual_pence: u64,
    hourly_pence: Option<u64>,
    source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawSetting {
    id: String,
    value: f64,
    source: Option<String>,
}

/// Collects what is wrong, each with the file it stands in.
struct Reader<'a> {
    file: &'a str,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wrong(&mut self, title: String) {
        let place = Place::file(self.file);
        self.problems
            .push(Diagnostic::error("C004", title).at(place));
    }

    fn basis(&self, source: Option<&String>) -> Basis {
        match source.filter(|s| !s.trim().is_empty()) {
            Some(source) => Basis::Given(format!("{}, from: {source}", self.file)),
            None => Basis::Assumption,
        }
    }

    fn time(&mut self, text: &str) -> ClockTime {
        ClockTime::parse(text).unwrap_or_else(|| {
            self.wrong(format!("`{text}` is not a time of day, like 08:30"));
            ClockTime(0)
        })
    }

    fn day(&mut self, date: Datetime) -> Day {
        Day::parse(&date.to_string()).unwrap_or_else(|| {
            self.wrong(format!("`{date}` must be a date, like 2016-01-12"));
            Day(0)
        })
    }

    fn weekdays(&mut self, days: &[String]) -> u8 {
        let mut mask = 0;
        for day in days {
            match (day.as_str(), Weekday::parse(day)) {
                ("weekday", _) => mask |= 0b001_1111,
                ("weekend", _) => mask |= 0b110_0000,
                (_, Some(day)) => mask |= 1 << day as u8,
                (day, None) => self.wrong(format!("`{day}` is not a weekday; write Mon to Sun")),
            }
        }
        if days.is_empty() { 0b111_1111 } else { mask }
    }

    fn floor(&mut self, raw: RawFloor) -> OwnFloor {
        if !(0..=1000).contains(&raw.least) {
            self.wrong(format!("`least` of {} must be from 0 to 1000", raw.id));
        }
        let from = self.time(raw.from.as_deref().unwrap_or("00:00"));
        let to = self.time(raw.to.as_deref().unwrap_or("00:00"));
        if !from.0.is_multiple_of(30) || !to.0.is_multiple_of(30) {
            self.wrong(format!(
                "{} must begin and end at a whole or a half hour",
                raw.id
            ));
        }
        OwnFloor {
            weekdays: self.weekdays(&raw.days),
            hours: (from, to),
            basis: self.basis(raw.source.as_ref()),
            text: raw.text.unwrap_or_else(|| raw.id.clone()),
            id: raw.id,
            tiers: raw.tiers,
            grades: raw.grades,
            skills: raw.skills,
            least: raw.least,
        }
    }

    fn elective(&mut self, raw: RawElective) -> Elective {
        let hours = (self.time(&raw.from), self.time(&raw.to));
        if hours.1 <= hours.0 {
            self.wrong(format!("the list `{}` ends before it begins", raw.id));
        }
        Elective {
            on: self.day(raw.on),
            hours,
            id: raw.id,
            kind: raw.kind,
            patients: raw.patients.min(10_000),
            run_by: raw.run_by,
            specialty: raw.specialty,
            time_critical: raw.time_critical,
            clinician: raw.clinician,
        }
    }
}

impl Own {
    /// Reads the file. `known` are the settings that it may give its own values.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(file: &str, text: &str, known: &[Setting]) -> Result<Own, Vec<Diagnostic>> {
        let raw: Raw = toml::from_str(text).map_err(|error| {
            let title = error.message().lines().next().unwrap_or("not understood");
            let place = Place::Source {
                file: file.to_owned(),
                text: text.into(),
                span: error.span().unwrap_or(0..0),
            };
            vec![Diagnostic::error("C004", title.to_owned()).at(place)]
        })?;
        let mut r = Reader {
            file,
            problems: Vec::new(),
        };
        if raw.format != 1 {
            r.wrong("`format` must be 1".to_owned());
        }
        let mut own = Own {
            file: file.to_owned(),
            intake: raw.demand.intake,
            seen_by: (raw.demand.grades, raw.demand.tiers, raw.demand.skills),
            travel: raw.travel,
            ..Own::default()
        };
        own.bank_holidays = raw.bank_holidays.into_iter().map(|d| r.day(d)).collect();
        for t in raw.tier {
            own.tiers.push(OwnTier {
                id: t.id,
                rank: t.rank,
                grades: t.grades,
            });
        }
        own.floors = raw.floor.into_iter().map(|f| r.floor(f)).collect();
        own.electives = raw.elective.into_iter().map(|e| r.elective(e)).collect();
        for (person, minutes) in &own.travel {
            if !(1..=600).contains(minutes) {
                r.wrong(format!(
                    "the travel band of {person} must be from 1 to 600 minutes"
                ));
            }
        }
        for p in raw.participation {
            if p.shares.is_empty() || p.shares.iter().any(|s| !(0.0..=1.0).contains(s)) {
                r.wrong(format!("`shares` of {} must be from 0 to 1", p.of));
            }
            own.participation.push(Participation {
                basis: r.basis(p.source.as_ref()),
                of: p.of,
                shares: p.shares,
            });
        }
        for p in raw.pay {
            own.pay.push(PayFigure {
                basis: r.basis(p.source.as_ref()),
                grade: p.grade,
                annual_pence: p.annual_pence,
                hourly_pence: p.hourly_pence,
            });
        }
        for s in raw.setting {
            if !known.iter().any(|k| k.id == s.id) {
                let mut title = format!("there is no setting `{}`", s.id);
                if let Some(near) = did_you_mean(&s.id, known.iter().map(|k| k.id)) {
                    title = format!("{title}; did you mean `{near}`?");
                }
                r.wrong(title);
            }
            if !(s.value.is_finite() && s.value >= 0.0) {
                r.wrong(format!("the setting `{}` must be a number from 0", s.id));
            }
            let basis = r.basis(s.source.as_ref());
            own.settings.push(OwnSetting {
                id: s.id,
                value: s.value,
                basis,
            });
        }
        if r.problems.is_empty() {
            Ok(own)
        } else {
            Err(r.problems)
        }
    }

    /// The hospital's own value of a setting, or its default; listed either way.
    pub fn take(&self, setting: &Setting, ledger: &mut Ledger) -> f64 {
        let Some(own) = self.settings.iter().find(|s| s.id == setting.id) else {
            return ledger.take(setting);
        };
        ledger.enter(Assumption {
            id: own.id.clone(),
            text: setting.text.to_owned(),
            value: format!("{} {}", own.value, setting.unit)
                .trim_end()
                .to_owned(),
            basis: own.basis.clone(),
        });
        own.value
    }

    /// The hospital's own value of a setting that has no default; nothing where it gives none.
    pub fn given(&self, setting: &Setting, ledger: &mut Ledger) -> Option<f64> {
        let known = self.settings.iter().any(|s| s.id == setting.id);
        known.then(|| self.take(setting, ledger))
    }
}
