//! The JSON of `firstline compare`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Told;
use crate::compare::{Amount, Comparison, Often, Recorded, Side};
use crate::pay::Pence;

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
    /// Weekends worked, of all, as `a/b`.
    pub weekends: String,
    /// The contracts in the order asked.
    pub contracts: Vec<ContractSide>,
    /// Clauses by id, a cell for each contract.
    pub clauses: Vec<ClauseRow>,
    /// Pay elements by clause id, pence for each contract.
    pub pay: Vec<PayElementRow>,
    /// Pay of each person or line, for each contract.
    pub people_pay: Vec<PersonPayRow>,
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
    /// The clauses by the share of their limit that is left, the tightest first.
    pub tightest: Vec<TightCell>,
    /// The weekly average that comes nearest to its limit, of anybody.
    pub average: Option<TightCell>,
    /// Nights a week and person in thousandths, as the law under this contract counts them.
    pub nights_a_week_milli: Option<i64>,
    /// Pay of everybody; null where basic pay could not be priced.
    pub total_pence: Option<i64>,
    /// Whether everything that belongs in the total could be priced.
    pub total_whole: bool,
    /// What the total is for, such as `a year`.
    pub pay_for: Option<String>,
    /// What it pays more than the first contract; null where that cannot be told.
    pub less_first_pence: Option<i64>,
    /// Band of the first person or line, where the contract has bands.
    pub band: Option<String>,
    /// What the record of worked duties came to; null where none was given.
    pub worked: Option<RecordCell>,
}

/// What a record of worked duties came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordCell {
    /// Whether nothing was broken and every share that could be taken was enough.
    pub lawful: bool,
    /// Breaches in what was worked.
    pub breaches: usize,
    /// How many of them the plan already had.
    pub planned_too: usize,
    /// Fines; null where the contract knows none.
    pub fines: Option<FinesCell>,
    /// Breaks and rest achieved, person by person.
    pub shares: Vec<ShareCell>,
}

/// Fines over everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FinesCell {
    /// Fines with a sum.
    pub count: usize,
    /// The doctors' sum.
    pub doctor_pence: i64,
    /// The guardian's sum.
    pub guardian_pence: i64,
    /// Fines that are due and have no sum.
    pub without_sum: usize,
}

/// On how many occasions one person's breaks and rest were achieved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShareCell {
    /// Who.
    pub person: String,
    /// `contract:clause`.
    pub clause: String,
    /// What is asked, such as `at least 75 %`.
    pub asked: String,
    /// Occasions kept in the worst stretch; null where it could not be judged.
    pub kept: Option<i64>,
    /// All occasions of that stretch.
    pub all: Option<i64>,
    /// Whether every stretch has enough.
    pub met: Option<bool>,
}

/// One person's pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonPayRow {
    /// Person, `line N` or `pattern`.
    pub person: String,
    /// For each contract, or null where basic pay could not be priced.
    pub pence: Vec<Option<i64>>,
    /// For each contract, whether everything that belongs in the sum could be priced.
    pub whole: Vec<bool>,
}

/// A clause and how near it comes to its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TightCell {
    /// `contract:clause`.
    pub clause: String,
    /// The reading.
    #[serde(flatten)]
    pub cell: ClauseCell,
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

fn pence(sums: &[Option<Amount>]) -> Vec<Option<i64>> {
    sums.iter().map(|s| s.map(|s| s.pence.0)).collect()
}

fn clause_cell(told: &Told, breaches: usize) -> ClauseCell {
    ClauseCell {
        person: told.person.clone(),
        measured: told.measured.clone(),
        limit: told.limit.clone(),
        unit: told.unit.word().to_owned(),
        headroom: told.headroom.clone(),
        breaches,
    }
}

fn tight_cell(side: &Side, told: &Told) -> TightCell {
    TightCell {
        clause: told.clause.clone(),
        cell: clause_cell(told, side.breaches_of(&told.clause)),
    }
}

fn record_cell(record: &Recorded) -> RecordCell {
    RecordCell {
        lawful: record.lawful,
        breaches: record.breaches,
        planned_too: record.planned_too,
        fines: record.fines.map(|f| FinesCell {
            count: f.count,
            doctor_pence: f.doctor.0,
            guardian_pence: f.guardian.0,
            without_sum: f.without_sum,
        }),
        shares: record
            .shares
            .iter()
            .map(|s| ShareCell {
                person: s.person.clone(),
                clause: s.clause.clone(),
                asked: s.asked.clone(),
                kept: s.judged.map(|(kept, _, _)| kept),
                all: s.judged.map(|(_, all, _)| all),
                met: s.judged.map(|(_, _, met)| met),
            })
            .collect(),
    }
}

impl ContractSide {
    fn new(c: &Comparison, s: &Side) -> ContractSide {
        let total = s.total();
        let first = c.sides.first().and_then(Side::total);
        ContractSide {
            name: s.name.clone(),
            on: s.on.map(|d| d.to_string()),
            verdict: s
                .verdict
                .as_ref()
                .map(|v| if v.lawful() { "lawful" } else { "breached" }.to_owned()),
            breaches: s.verdict.as_ref().map_or(0, |v| v.breaches.len()),
            tightest: s.tightest().iter().map(|t| tight_cell(s, t)).collect(),
            average: s.tightest_average().map(|t| tight_cell(s, t)),
            nights_a_week_milli: s.nights.map(Often::weekly_milli),
            total_pence: total.map(|t| t.pence.0),
            total_whole: total.is_some_and(|t| t.whole),
            pay_for: s.slips.first().map(|s| s.per.clone()),
            less_first_pence: c.difference(first, total).map(|p: Pence| p.0),
            band: s
                .slips
                .iter()
                .find_map(|s| s.band.as_ref())
                .map(|(band, _)| band.clone()),
            worked: s.record.as_ref().map(record_cell),
        }
    }
}

impl CompareReport {
    /// The report of a comparison.
    pub fn new(c: &Comparison) -> CompareReport {
        let f = &c.figures;
        CompareReport {
            format: 1,
            rota: c.rota.title.clone(),
            people: f.people,
            weeks: f.weeks,
            weekly_minutes: f.on_duty.weekly_minutes(),
            longest_minutes: f.longest_minutes,
            weekends: format!("{}/{}", f.weekends.0, f.weekends.1),
            contracts: c.sides.iter().map(|s| ContractSide::new(c, s)).collect(),
            clauses: c
                .rows
                .iter()
                .map(|row| ClauseRow {
                    clause: row.clause.clone(),
                    cells: row
                        .cells
                        .iter()
                        .map(|cell| {
                            let cell = cell.as_ref()?;
                            Some(clause_cell(&cell.told, cell.breaches))
                        })
                        .collect(),
                })
                .collect(),
            pay: c
                .pay
                .iter()
                .map(|row| PayElementRow {
                    clause: row.clause.clone(),
                    pence: pence(&row.sums),
                })
                .collect(),
            people_pay: c
                .people
                .iter()
                .map(|row| PersonPayRow {
                    person: row.person.clone(),
                    pence: pence(&row.sums),
                    whole: row
                        .sums
                        .iter()
                        .map(|s| s.is_some_and(|s| s.whole))
                        .collect(),
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
