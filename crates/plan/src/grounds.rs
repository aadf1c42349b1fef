//! What an answer rests on: assumptions, seed, hash of the inputs.
//!
//! A number that is assumed is taken out of a [`Ledger`], and by being taken it is listed. So an
//! answer cannot use an assumption and keep silent about it.

use std::fmt::Write;

use firstline_core::contract::Confidence;

use crate::InputHash;

/// Why a value is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A published source says so.
    Source {
        /// Which, in words or as an address.
        source: String,
        /// How sure that is.
        confidence: Confidence,
    },
    /// Whoever asked gave it, such as `--commute` or a file.
    Given(String),
    /// Nobody says so: it is assumed here.
    Assumption,
}

impl Basis {
    /// `secondary: NR/L2/OHS/003`, `given: --commute`, or the mark `assumption`.
    pub fn words(&self) -> String {
        match self {
            Basis::Source { source, confidence } => format!("{}: {source}", confidence.word()),
            Basis::Given(by) => format!("given: {by}"),
            Basis::Assumption => "assumption".to_owned(),
        }
    }
}

/// Something that an answer took for granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Stable id, such as `fatigue.commute`.
    pub id: String,
    /// What is assumed, in one sentence without the value.
    pub text: String,
    /// The value used, with its unit.
    pub value: String,
    /// Where it comes from, or that it is assumed.
    pub basis: Basis,
}

/// A number with a default that somebody may replace.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Stable id.
    pub id: &'static str,
    /// What it is, in one sentence without the value.
    pub text: &'static str,
    /// The value used when nobody gives another.
    pub default: f64,
    /// Unit to show behind the value; may be empty.
    pub unit: &'static str,
    /// The published source of the default and how sure it is, or nothing where it is assumed.
    pub source: Option<(&'static str, Confidence)>,
}

impl Setting {
    fn basis(&self) -> Basis {
        match self.source {
            Some((source, confidence)) => Basis::Source {
                source: source.to_owned(),
                confidence,
            },
            None => Basis::Assumption,
        }
    }

    fn with(&self, value: f64, basis: Basis) -> Assumption {
        let unit = if self.unit.is_empty() {
            String::new()
        } else {
            format!(" {}", self.unit)
        };
        Assumption {
            id: self.id.to_owned(),
            text: self.text.to_owned(),
            value: format!("{value}{unit}"),
            basis,
        }
    }
}

/// The assumptions that were used, in the order in which they were first taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(Vec<Assumption>);

impl Ledger {
    /// The default of a setting, which is listed from now on.
    pub fn take(&mut self, setting: &Setting) -> f64 {
        self.enter(setting.with(setting.default, setting.basis()));
        setting.default
    }

    /// What was given for a setting, or else its default; listed either way, with who gave it.
    pub fn take_or(&mut self, setting: &Setting, given: Option<f64>, by: &str) -> f64 {
        match given {
            Some(value) => {
                self.enter(setting.with(value, Basis::Given(by.to_owned())));
                value
            }
            None => self.take(setting),
        }
    }

    /// Lists something that is not a setting, such as a way of counting. An id stands once, with
    /// what was entered first.
    pub fn enter(&mut self, assumption: Assumption) {
        if !self.0.iter().any(|a| a.id == assumption.id) {
            self.0.push(assumption);
        }
    }

    /// Lists a way of reading or counting.
    pub fn note(&mut self, id: &str, text: &str, value: &str, basis: Basis) {
        self.enter(Assumption {
            id: id.to_owned(),
            text: text.to_owned(),
            value: value.to_owned(),
            basis,
        });
    }

    /// Everything listed.
    pub fn all(&self) -> &[Assumption] {
        &self.0
    }
}

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// Every assumption used.
    pub assumptions: Vec<Assumption>,
    /// The seed, where dice were thrown.
    pub seed: Option<u64>,
    /// The hash of what was put in: rota, figures and options.
    pub inputs: InputHash,
}

impl Grounds {
    /// The grounds of an answer that used these assumptions. Their values go into the hash, so
    /// that another default is another hash.
    pub fn new(ledger: &Ledger, seed: Option<u64>, inputs: InputHash) -> Grounds {
        let mut inputs = inputs;
        for assumption in ledger.all() {
            inputs = inputs.text(&assumption.id).text(&assumption.value);
        }
        Grounds {
            assumptions: ledger.all().to_vec(),
            seed,
            inputs,
        }
    }

    /// The last lines of a text answer.
    pub fn text(&self) -> String {
        let mut out = String::from("What this rests on\n");
        for a in &self.assumptions {
            let _ = writeln!(out, "  {}: {} = {}", a.id, a.text, a.value);
            let _ = writeln!(out, "      {}", a.basis.words());
        }
        if let Some(seed) = self.seed {
            let _ = writeln!(out, "  seed {seed}");
        }
        let _ = writeln!(out, "  inputs {}", self.inputs);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static RATE: Setting = Setting {
        id: "test.rate",
        text: "how many leave in a year",
        default: 0.04,
        unit: "a year",
        source: Some(("a report", Confidence::Secondary)),
    };

    #[test]
    fn what_is_taken_is_listed_once_with_its_source() {
        let mut ledger = Ledger::default();
        let taken = ledger.take(&RATE) + ledger.take(&RATE);
        assert!((taken - 0.08).abs() < 1e-12);
        let grounds = Grounds::new(&ledger, Some(7), InputHash::default());
        assert_eq!(
            grounds.text().lines().take(4).collect::<Vec<_>>(),
            [
                "What this rests on",
                "  test.rate: how many leave in a year = 0.04 a year",
                "      secondary: a report",
                "  seed 7",
            ]
        );
    }

    #[test]
    fn what_is_given_says_who_gave_it_and_changes_the_hash() {
        let (mut own, mut other) = (Ledger::default(), Ledger::default());
        own.take_or(&RATE, Some(0.06), "--rate");
        other.take_or(&RATE, None, "--rate");
        assert_eq!(own.all()[0].basis.words(), "given: --rate");
        let hash = |l| Grounds::new(l, None, InputHash::default()).inputs;
        assert_ne!(hash(&own), hash(&other));
    }
}
