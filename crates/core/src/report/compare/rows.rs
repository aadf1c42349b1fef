//! The rows of a comparison in words: text and page show the same.

use crate::check::{Told, Verdict, amount};
use crate::compare::{Amount, Cell, Comparison, Often, Recorded, Side};
use crate::pay::Pence;
use crate::rules::Unit;
use crate::time::Minutes;

/// A named row with a cell for each contract, and what the last has more than the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Row {
    pub(in crate::report) name: String,
    pub(in crate::report) cells: Vec<String>,
    pub(in crate::report) difference: String,
}

/// Where there is nothing to say.
pub(in crate::report) const NOTHING: &str = "·";

/// Stands after a sum in which something could not be priced.
const PART: &str = " (part)";

fn row<'s>(
    name: &str,
    sides: &'s [Side],
    cell: impl Fn(&'s Side) -> Option<String>,
    difference: Option<String>,
) -> Row {
    let text = |side| cell(side).unwrap_or_else(|| NOTHING.to_owned());
    Row {
        name: name.to_owned(),
        cells: sides.iter().map(text).collect(),
        difference: difference.unwrap_or_else(|| NOTHING.to_owned()),
    }
}

/// Two decimals, rounded half up.
pub(in crate::report) fn decimal(value: i64, per: i64) -> String {
    let hundredths =
        (i128::from(value) * 200 + i128::from(per)).div_euclid(2 * i128::from(per.max(1)));
    let sign = if hundredths < 0 { "-" } else { "" };
    let all = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", all / 100, all % 100)
}

/// What `of` gives of the first and the last side.
fn ends<T>(sides: &[Side], of: impl Fn(&Side) -> Option<T>) -> Option<(T, T)> {
    let (first, last) = (sides.first()?, sides.last()?);
    Some((of(first)?, of(last)?))
}

/// Hours, nights and weekends.
pub(in crate::report) fn hours(c: &Comparison) -> Vec<Row> {
    let f = &c.figures;
    let sides = &c.sides;
    let judged = |s: &Side, text: &String| s.verdict.is_some().then(|| text.clone());
    let on_duty = weekly_hours(f.on_duty);
    let weekends = format!("{} of {}", f.weekends.0, f.weekends.1);
    let both = ends(sides, |s| s.verdict.as_ref().map(|_| ())).is_some();
    let average = ends(sides, |s| s.tightest_average().cloned());
    let nights = ends(sides, |s| s.nights.map(Often::weekly_milli));
    vec![
        row(
            "hours on duty a week",
            sides,
            |s| judged(s, &on_duty),
            both.then(|| "0.00".to_owned()),
        ),
        row(
            "average nearest its limit",
            sides,
            |s| s.tightest_average().map(of_limit),
            average.and_then(|(first, last)| hours_more(&first, &last)),
        ),
        row(
            "nights a week",
            sides,
            |s| s.nights.map(|n| decimal(n.weekly_milli(), 1000)),
            nights.map(|(first, last)| decimal(last - first, 1000)),
        ),
        row(
            "weekends with a duty",
            sides,
            |s| judged(s, &weekends),
            both.then(|| "0".to_owned()),
        ),
    ]
}

/// Hours a week and person, two decimals.
pub(in crate::report) fn weekly_hours(on_duty: Often) -> String {
    decimal(on_duty.times * 7, on_duty.person_days.max(1) * 60)
}

/// How much more hours one average has than another.
fn hours_more(first: &Told, last: &Told) -> Option<String> {
    let (a, b) = (&first.reading, &last.reading);
    let more =
        i128::from(b.measured) * i128::from(a.scale) - i128::from(a.measured) * i128::from(b.scale);
    let scale = i128::from(a.scale) * i128::from(b.scale);
    let (more, scale) = (i64::try_from(more).ok()?, i64::try_from(scale).ok()?);
    let text = amount(Unit::Hours, more.abs(), scale);
    Some(if more < 0 { format!("−{text}") } else { text })
}

/// `46.875 h of 48 h`.
pub(in crate::report) fn of_limit(told: &Told) -> String {
    let r = &told.reading;
    format!(
        "{} of {}",
        amount(told.unit, r.measured, r.scale),
        amount(told.unit, r.limit, r.scale)
    )
}

/// Whether the rota is lawful under each.
pub(in crate::report) fn verdicts(c: &Comparison) -> Vec<String> {
    let told = |s: &Side| match &s.verdict {
        Some(v) if v.lawful() => "lawful in what was checked".to_owned(),
        Some(v) => not_lawful(v),
        None => "not judged".to_owned(),
    };
    c.sides.iter().map(told).collect()
}

fn not_lawful(verdict: &Verdict) -> String {
    match verdict.breaches.len() {
        1 => "not lawful: 1 breach".to_owned(),
        n => format!("not lawful: {n} breaches"),
    }
}

/// What a clause measured, with a mark where it was broken.
pub(in crate::report) fn clause_cell(cell: &Cell, mark: &str) -> String {
    let mark = if cell.breaches > 0 { mark } else { "" };
    format!("{}{mark}", of_limit(&cell.told))
}

/// The clauses that come nearest to their limits, the tightest of each contract first.
pub(in crate::report) fn tightest(c: &Comparison, most: usize, mark: &str) -> Vec<Row> {
    let all: Vec<Vec<&Told>> = c.sides.iter().map(Side::tightest).collect();
    let rows = all.iter().map(Vec::len).max().unwrap_or(0).min(most);
    (0..rows)
        .map(|n| {
            let cells = c.sides.iter().zip(&all).map(|(side, all)| {
                all.get(n).map_or(NOTHING.to_owned(), |told| {
                    let broken = side.breaches_of(&told.clause) > 0;
                    let mark = if broken { mark } else { "" };
                    format!("{}: {}{mark}", bare(&told.clause), of_limit(told))
                })
            });
            Row {
                name: (n + 1).to_string(),
                cells: cells.collect(),
                difference: String::new(),
            }
        })
        .collect()
}

/// The id of a clause without its contract.
pub(in crate::report) fn bare(clause: &str) -> &str {
    clause.split_once(':').map_or(clause, |(_, id)| id)
}

/// Pay by element, the total, and what each total has more than the first.
pub(in crate::report) fn pay(c: &Comparison) -> Vec<Row> {
    let mut rows: Vec<Row> = c.pay.iter().map(|p| sums(c, &p.clause, &p.sums)).collect();
    let totals = c.totals();
    rows.push(sums(c, "total", &totals));
    if c.sides.len() > 2 {
        let first = totals.first().copied().flatten();
        let mut cells = vec![NOTHING.to_owned()];
        cells.extend(totals.iter().skip(1).map(|to| {
            let more = c.difference(first, *to);
            more.map_or(NOTHING.to_owned(), |p| p.to_string())
        }));
        rows.push(Row {
            name: "total less the first".to_owned(),
            cells,
            difference: String::new(),
        });
    }
    rows
}

/// Pay of each person or line, as far as `most` of them.
pub(in crate::report) fn people(c: &Comparison, most: usize) -> Vec<Row> {
    let people = c.people.iter().take(most);
    people.map(|p| sums(c, &p.person, &p.sums)).collect()
}

fn sums(c: &Comparison, name: &str, all: &[Option<Amount>]) -> Row {
    let difference = c.difference(
        all.first().copied().flatten(),
        all.last().copied().flatten(),
    );
    Row {
        name: name.to_owned(),
        cells: all.iter().map(|a| sum(*a)).collect(),
        difference: difference.map_or(NOTHING.to_owned(), |p| p.to_string()),
    }
}

pub(in crate::report) fn sum(amount: Option<Amount>) -> String {
    match amount {
        Some(Amount { pence, whole: true }) => pence.to_string(),
        Some(Amount { pence, .. }) => format!("{pence}{PART}"),
        None => NOTHING.to_owned(),
    }
}

/// Whether any sum is told that is not whole.
pub(in crate::report) fn any_part(c: &Comparison) -> bool {
    let part = |a: &Option<Amount>| a.is_some_and(|a| !a.whole);
    c.totals().iter().any(part)
        || c.people.iter().flat_map(|p| &p.sums).any(part)
        || c.pay.iter().flat_map(|p| &p.sums).any(part)
}

/// What the sums are for: `a year`.
pub(in crate::report) fn per(c: &Comparison) -> String {
    let mut all: Vec<&str> = Vec::new();
    for slip in c.sides.iter().flat_map(|s| &s.slips) {
        if !all.contains(&slip.per.as_str()) {
            all.push(&slip.per);
        }
    }
    match all.as_slice() {
        [] => "not priced".to_owned(),
        [one] => (*one).to_owned(),
        several => format!("for different spans ({})", several.join("; ")),
    }
}

/// What the record of worked duties came to; no row where none was given.
pub(in crate::report) fn worked(c: &Comparison) -> Vec<Row> {
    if !c.worked {
        return Vec::new();
    }
    let sides = &c.sides;
    let fines = |s: &Side| s.record.as_ref().and_then(|r| r.fines);
    let pounds = |name: &str, of: &dyn Fn(&Side) -> Option<Pence>| {
        let both = ends(sides, of);
        row(
            name,
            sides,
            |s| of(s).map(|p| p.to_string()).or_else(|| unfined(s)),
            both.map(|(first, last)| Pence(last.0.saturating_sub(first.0)).to_string()),
        )
    };
    vec![
        row(
            "breaches in what was worked",
            sides,
            |s| s.record.as_ref().map(breaches),
            ends(sides, |s| s.record.as_ref().map(|r| r.breaches as i64))
                .map(|(first, last)| signed(last - first)),
        ),
        pounds("fines to doctors", &|s| fines(s).map(|f| f.doctor)),
        pounds("fines to the guardian", &|s| fines(s).map(|f| f.guardian)),
        row(
            "fines without a sum",
            sides,
            |s| fines(s).map(|f| f.without_sum.to_string()),
            ends(sides, |s| fines(s).map(|f| f.without_sum as i64))
                .map(|(first, last)| signed(last - first)),
        ),
        row(
            "breaks and rest achieved",
            sides,
            |s| s.record.as_ref().and_then(Recorded::achieved),
            None,
        ),
    ]
}

fn breaches(record: &Recorded) -> String {
    match record.planned_too {
        0 => record.breaches.to_string(),
        n => format!("{}, {n} planned so", record.breaches),
    }
}

fn unfined(side: &Side) -> Option<String> {
    side.record.as_ref().map(|_| "knows no fines".to_owned())
}

fn signed(n: i64) -> String {
    n.to_string().replace('-', "−")
}

/// The plain figures in words.
pub(in crate::report) fn figures(c: &Comparison) -> String {
    let f = &c.figures;
    let people = counted(f.people, "person or line", "people or lines");
    let long = match (f.weeks, f.days % 7) {
        (1, 0) => "1 week".to_owned(),
        (weeks, 0) => format!("{weeks} weeks"),
        _ => counted(usize::try_from(f.days).unwrap_or(0), "day", "days"),
    };
    let duties = counted(f.duties, "duty", "duties");
    format!(
        "{people}, {long}, {duties}, longest duty {}",
        Minutes(f.longest_minutes)
    )
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
