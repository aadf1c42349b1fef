//! The JSON of `firstline compare`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::compare::Comparison;

/// One rota under several contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CompareReport {
    /// Version of this form.
    pub format: u32,
    /// The rota.
    pub rota: String,
    /// People or lines.
    pub people: usize,
    /// Weeks judged.
    pub weeks: i32,
    /// Minutes on duty a week and person.
    pub weekly_minutes: i64,
    /// The longest duty in minutes.
    pub longest_minutes: i32,
    /// Nights a week and person, in thousandths.
    pub nights_a_week_milli: i64,
    /// Weekends worked, of all, as `a/b`.
    pub weekends: String,
    /// The contracts in the order asked.
    pub contracts: Vec<ContractSide>,
    /// Clauses by id, a cell for each contract.
    pub clauses: Vec<ClauseRow>,
    /// Pay elements by clause id, pence for each contract.
    pub pay: Vec<PayElementRow>,
    /// What could not be compared.
    pub not_compared: Vec<String>,
}

/// One contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContractSide {
    /// As asked.
    pub name: String,
    /// Date of the law; null where each duty's own date decides.
    pub on: Option<String>,
    /// `lawful`, `breached` or null where it was not judged.
    pub verdict: Option<String>,
    /// Breaches.
    pub breaches: usize,
    /// Pay of everybody; null where it could not be priced.
    pub total_pence: Option<i64>,
    /// Band, where the contract has bands.
    pub band: Option<String>,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseRow {
    /// Clause id.
    pub clause: String,
    /// For each contract, or null.
    pub cells: Vec<Option<ClauseCell>>,
}

/// One clause under one contract: the tightest of everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseCell {
    /// Whose reading it is.
    pub person: String,
    /// A decimal or a fraction.
    pub measured: String,
    /// A decimal or a fraction.
    pub limit: String,
    /// Unit of both.
    pub unit: String,
    /// Positive when lawful.
    pub headroom: String,
    /// Breaches of anybody.
    pub breaches: usize,
}

/// One element of pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PayElementRow {
    /// Clause id.
    pub clause: String,
    /// For each contract, or null.
    pub pence: Vec<Option<i64>>,
}

impl CompareReport {
    /// The report of a comparison.
    pub fn new(c: &Comparison) -> CompareReport {
        let f = &c.figures;
        CompareReport {
            format: 1,
            rota: c.title.clone(),
            people: f.people,
            weeks: f.weeks,
            weekly_minutes: f.weekly_minutes,
            longest_minutes: f.longest_minutes,
            nights_a_week_milli: f.nights_milli,
            weekends: format!("{}/{}", f.weekends.0, f.weekends.1),
            contracts: c
                .sides
                .iter()
                .map(|s| ContractSide {
                    name: s.name.clone(),
                    on: s.on.map(|d| d.to_string()),
                    verdict: s
                        .verdict
                        .as_ref()
                        .map(|v| if v.lawful() { "lawful" } else { "breached" }.to_owned()),
                    breaches: s.verdict.as_ref().map_or(0, |v| v.breaches.len()),
                    total_pence: s.total().map(|p| p.0),
                    band: s
                        .slips
                        .iter()
                        .find_map(|s| s.band.as_ref())
                        .map(|(band, _)| band.clone()),
                })
                .collect(),
            clauses: c
                .rows
                .iter()
                .map(|row| ClauseRow {
                    clause: row.clause.clone(),
                    cells: row
                        .cells
                        .iter()
                        .map(|cell| {
                            cell.as_ref().map(|cell| ClauseCell {
                                person: cell.told.person.clone(),
                                measured: cell.told.measured.clone(),
                                limit: cell.told.limit.clone(),
                                unit: cell.told.unit.word().to_owned(),
                                headroom: cell.told.headroom.clone(),
                                breaches: cell.breaches,
                            })
                        })
                        .collect(),
                })
                .collect(),
            pay: c
                .pay
                .iter()
                .map(|row| PayElementRow {
                    clause: row.clause.clone(),
                    pence: row.sums.iter().map(|s| s.map(|p| p.0)).collect(),
                })
                .collect(),
            not_compared: c.not_compared.clone(),
        }
    }

    /// All comparisons as JSON text.
    pub fn all_to_json(all: &[Comparison]) -> String {
        let all: Vec<CompareReport> = all.iter().map(CompareReport::new).collect();
        let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
        text.push('\n');
        text
    }
}
