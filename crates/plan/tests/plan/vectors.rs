//! The indices against known rows: each component to six decimals, published values as printed.
//!
//! The rows below are facts. The published ones are printed by the public tool that the method
//! comes with (rosters R01, R05); those in six decimals were worked out by two programs that share
//! no code. All 83 rows are read from the shared folder where it is at hand.

use firstline_plan::fatigue::{Conditions, Index, Stint, indices};

use crate::shared;

/// A row of the file of vectors.
struct Row {
    case: String,
    duty: (i32, f64, f64),
    conditions: Conditions,
    /// FI with its parts, RI with its parts, as in the file.
    values: Vec<f64>,
    published: [Option<(f64, usize)>; 2],
}

fn rows(text: &str) -> Vec<Row> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cells[i].parse::<f64>().expect("the file has numbers");
        let published = |i: usize| {
            let cell = cells.get(i).filter(|c| !c.is_empty())?;
            let places = cell.split_once('.').map_or(0, |(_, p)| p.len());
            Some((number(i), places))
        };
        Row {
            case: cells[0].to_owned(),
            duty: (cells[1].parse().expect("a day"), number(2), number(3)),
            conditions: Conditions {
                commute: number(4),
                demand: number(5),
                break_every: number(6),
                break_length: number(7),
                longest_spell: number(8),
                break_after: number(9),
            },
            values: (10..18).map(number).collect(),
            published: [published(18), published(19)],
        }
    };
    text.lines()
        .skip(1)
        .filter(|l| !l.is_empty())
        .map(row)
        .collect()
}

fn components(i: &Index) -> [f64; 8] {
    [
        i.fi_cumulative,
        i.fi_timing,
        i.fi_job,
        i.fi,
        i.ri_cumulative,
        i.ri_timing,
        i.ri_job,
        i.ri,
    ]
}

/// Checks every case of a text and gives the number of rows and of published values.
fn check(text: &str) -> (usize, usize) {
    let rows = rows(text);
    let mut published = 0;
    let mut cases: Vec<&str> = rows.iter().map(|r| r.case.as_str()).collect();
    cases.dedup();
    for case in cases {
        let own: Vec<&Row> = rows.iter().filter(|r| r.case == case).collect();
        let duties: Vec<(i32, f64, f64)> = own.iter().map(|r| r.duty).collect();
        let found = indices(&Stint::from_clock(&duties), &own[0].conditions);
        for (row, index) in own.iter().zip(&found) {
            for (value, expected) in components(index).iter().zip(&row.values) {
                assert!(
                    (value - expected).abs() <= 1e-6,
                    "{case} day {}: {value} is not {expected}",
                    row.duty.0
                );
            }
            for (value, printed) in [index.fi, index.ri].iter().zip(row.published) {
                let Some((printed, _)) = printed else {
                    continue;
                };
                published += 1;
                // FI is printed to a tenth, RI to a hundredth; zeros at the end are left out
                let last = if printed > 2.0 { 0.1 } else { 0.01 };
                assert!(
                    (value - printed).abs() <= last / 2.0 + 1e-3 * last,
                    "{case} day {}: {value} is not printed as {printed}",
                    row.duty.0
                );
            }
        }
    }
    (rows.len(), published)
}

/// Two published rosters, and four nights of twelve and a half hours.
const KNOWN: &str = "\
case,day,start,end,commute_min,demand_sum,break_every_min,break_len_min,max_cont_min,break_after_cont_min,fi_cumulative,fi_timing,fi_job,fi,ri_cumulative,ri_timing,ri_job,ri,published_fi,published_ri
R01,1,6,18,120,3,180,15,240,30,0.064049,1.261971,4.407516,5.729904,0.888580,1.094951,1.015827,0.988351,5.7,0.99
R01,2,6,18,120,3,180,15,240,30,2.386160,1.261971,4.407516,7.920363,0.935409,1.094951,1.015827,1.040437,7.9,1.04
R01,3,6,18,120,3,180,15,240,30,6.222397,1.261971,4.407516,11.539106,0.982237,1.094951,1.015827,1.092523,11.5,1.09
R01,4,6,18,120,3,180,15,240,30,9.992306,1.261971,4.407516,15.095280,1.029065,1.094951,1.015827,1.144609,15.1,1.14
R01,5,6,18,120,3,180,15,240,30,13.066823,1.261971,4.407516,17.995488,1.075893,1.094951,1.015827,1.196696,18.0,1.2
R01,8,6,18,120,3,180,15,240,30,1.769814,1.261971,4.407516,7.338962,0.913271,1.094951,1.015827,1.015814,7.3,1.02
R05,1,7,17,120,3,180,15,240,30,0.064049,0.931027,2.110648,3.103775,0.888580,0.935591,1.016186,0.844804,3.1,0.84
R05,2,7,17,120,3,180,15,240,30,1.733489,0.931027,2.110648,4.722436,0.935409,0.935591,1.016186,0.889325,4.7,0.89
R05,3,7,17,120,3,180,15,240,30,4.292027,0.931027,2.110648,7.203151,0.982237,0.935591,1.016186,0.933846,7.2,0.93
R05,4,7,17,120,3,180,15,240,30,7.060283,0.931027,2.110648,9.887207,1.029065,0.935591,1.016186,0.978367,9.9,0.98
R05,5,7,17,120,3,180,15,240,30,9.557873,0.931027,2.110648,12.308828,1.075893,0.935591,1.016186,1.022888,12.3,1.02
R05,6,22,8,120,3,180,15,240,30,3.587276,17.990503,21.868526,42.016451,1.075893,1.062936,1.016186,1.162117,42.0,1.16
R05,8,7,17,120,3,180,15,240,30,10.880713,0.931027,2.110648,13.591431,1.149950,0.935591,1.016186,1.093297,13.6,1.09
N4x12.5,1,21,9.5,40,3,180,15,240,30,0.064049,19.184578,22.128987,41.351153,0.888580,1.080428,1.015827,0.975242,,
N4x12.5,2,21,9.5,40,3,180,15,240,30,5.179724,19.184578,22.128987,44.353360,0.988342,1.080428,1.015827,1.084733,,
N4x12.5,3,21,9.5,40,3,180,15,240,30,13.053239,19.184578,22.128987,48.974046,1.088103,1.080428,1.015827,1.194224,,
N4x12.5,4,21,9.5,40,3,180,15,240,30,18.367112,19.184578,22.128987,52.092568,1.187865,1.080428,1.015827,1.303715,,
QUICK,1,13,23,40,3,180,15,240,30,0.064049,1.073032,3.191737,4.326087,0.888580,0.874327,1.016186,0.789485,,
QUICK,2,7,15,40,3,180,15,240,30,3.926174,0.733792,0.698851,5.302569,0.995210,0.717617,1.016186,0.725740,,
";

#[test]
fn known_rows_agree_in_every_part() {
    assert_eq!(check(KNOWN), (19, 26));
}

#[test]
fn all_shared_rows_agree_in_every_part() {
    let Some(path) = shared("domain/fatigue-vectors.csv") else {
        return;
    };
    let text = std::fs::read_to_string(path).expect("it was there a moment ago");
    assert_eq!(check(&text), (83, 84));
}

#[test]
fn the_mean_risk_of_the_reference_pattern_is_one() {
    // two days, two nights, four off, again and again; the last cycle of many
    let mut duties = Vec::new();
    for cycle in 0..12 {
        let first = 1 + cycle * 8;
        duties.extend([
            (first, 7.0, 19.0),
            (first + 1, 7.0, 19.0),
            (first + 2, 19.0, 7.0),
            (first + 3, 19.0, 7.0),
        ]);
    }
    let found = indices(&Stint::from_clock(&duties), &Conditions::REFERENCE);
    let last: Vec<f64> = found.iter().rev().take(4).map(|i| i.ri).collect();
    let mean = last.iter().sum::<f64>() / 4.0;
    assert!((mean - 1.0).abs() < 0.0005, "{mean}");
}

#[test]
fn one_day_of_eight_hours_has_the_value_of_the_table() {
    let conditions = Conditions {
        break_every: 180.0,
        ..Conditions::REFERENCE
    };
    let day = indices(&Stint::from_clock(&[(1, 9.0, 17.0)]), &conditions)[0];
    assert!((day.fi - 1.02).abs() < 0.005 && (day.ri - 0.648).abs() < 0.0005);
    // the seventh night of twelve hours
    let nights: Vec<_> = (1..=7).map(|day| (day, 20.5, 8.5)).collect();
    let last = indices(&Stint::from_clock(&nights), &conditions)[6];
    assert!((last.fi - 54.07).abs() < 0.005 && (last.ri - 1.618).abs() < 0.0005);
}
