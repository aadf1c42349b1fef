//! The JSON of `firstline pay`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::pay::Payslip;

/// One person's pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PayReport {
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// What the sums are for: `a year`, or a period.
    pub per: String,
    /// The sum of the lines; missing where basic pay could not be priced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_pence: Option<i64>,
    /// The amounts.
    pub lines: Vec<PayLineRow>,
    /// What could not be priced.
    pub refused: Vec<RefusalRow>,
    /// The band and the questions that led to it, where the contract has bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<BandRow>,
    /// The days in post, where they are not all days of the rota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_post: Option<InPostRow>,
    /// What was taken for granted, and what else a reader of the sums should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What pay comes to for the days in post; derived, by days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InPostRow {
    /// First day in post.
    pub from: String,
    /// The day after the last.
    pub to: String,
    /// The part of a year's total that falls to these days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_pence: Option<i64>,
}

/// One amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PayLineRow {
    /// `contract:clause`.
    pub clause: String,
    /// A decimal or a fraction.
    pub quantity: String,
    /// What the quantity is counted in.
    pub unit: String,
    /// The rate, in words.
    pub rate: String,
    /// The sum.
    pub pence: i64,
    /// Each rounding, named.
    pub rounding: String,
    /// `primary`, `secondary`, `derived` or `memory`.
    pub confidence: String,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
}

/// Something that could not be priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RefusalRow {
    /// `contract:clause`.
    pub clause: String,
    /// Why.
    pub why: String,
}

/// A band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BandRow {
    /// Its name.
    pub band: String,
    /// The questions asked, with their answers.
    pub asked: Vec<String>,
}

impl PayReport {
    /// The report of a payslip.
    pub fn new(slip: &Payslip) -> PayReport {
        PayReport {
            person: slip.person.clone(),
            per: slip.per.clone(),
            total_pence: slip.sum().map(|sum| sum.0),
            lines: slip
                .lines
                .iter()
                .map(|l| PayLineRow {
                    clause: l.clause.clone(),
                    quantity: l.quantity.clone(),
                    unit: l.unit.clone(),
                    rate: l.rate.clone(),
                    pence: l.pence.0,
                    rounding: l.rounding.clone(),
                    confidence: l.confidence.word().to_owned(),
                    working: l.working.clone(),
                })
                .collect(),
            refused: slip
                .refused
                .iter()
                .map(|r| RefusalRow {
                    clause: r.clause.clone(),
                    why: r.why.clone(),
                })
                .collect(),
            band: slip.band.as_ref().map(|(band, asked)| BandRow {
                band: band.clone(),
                asked: asked.clone(),
            }),
            in_post: slip.in_post.map(|p| InPostRow {
                from: p.days.from.to_string(),
                to: p.days.to.to_string(),
                part_pence: p.part.map(|part| part.0),
            }),
            notes: slip.rests_on.iter().chain(&slip.notes).cloned().collect(),
        }
    }

    /// All payslips as JSON text.
    pub fn all_to_json<'a>(slips: impl IntoIterator<Item = &'a Payslip>) -> String {
        let all: Vec<PayReport> = slips.into_iter().map(PayReport::new).collect();
        let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
        text.push('\n');
        text
    }
}
