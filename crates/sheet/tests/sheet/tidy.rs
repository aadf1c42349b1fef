//! Tidy CSV in and out.

use firstline_core::rota::{LayOptions, Rota};
use firstline_core::time::{Day, Zone};
use firstline_sheet::{Understood, write_tidy};
use proptest::prelude::*;

use super::{Input, check, show};

const HEAD: &str = "person,start,end,code,kind,breaks,work,rest,longest_rest";

#[test]
fn one_row_is_one_duty_or_some_whole_days() {
    check(
        &Input::text(&format!(
            "{HEAD}\nAsha,2026-11-02T20:30,2026-11-03T09:00,N,,30+30,,,\nAsha,2026-11-04,,,leave,,,,\nAsha,2026-11-05,2026-11-08,,study,,,,\nBen,2026-11-02 08:00:00,2026-11-03T08:00,OC,nroc,,300,600,300\nCal,2026-11-02,,OFF,,,,,\nBen,2026-11-05T09:00,2026-11-05T17:00,,,,,,\n"
        )),
        "Asha:
         2026-11-02T20:30 to 2026-11-03T09:00 N night
         2026-11-04T00:00 to 2026-11-05T00:00 leave leave
         2026-11-05T00:00 to 2026-11-08T00:00 study study
         Ben:
         2026-11-02T08:00 to 2026-11-03T08:00 OC nroc
         2026-11-05T09:00 to 2026-11-05T17:00 09:00-17:00 day
         Cal:",
    );
}

#[test]
fn rows_that_cannot_be_used_are_told_at_their_cell() {
    check(
        &Input::text(&format!(
            "{HEAD}\n,2026-11-02T20:30,2026-11-03T09:00,,,,,,\nAsha,2026-02-31T20:30,2026-11-03T09:00,,,,,,\nAsha,2026-11-02T20:30,,,,,,,\nAsha,2026-11-02,2026-11-03T09:00,,,,,,\nAsha,2026-11-02T09:00,2026-11-02T17:00,,nigth,,,,\nAsha,2026-11-02T09:00,2026-11-02T17:00,,,500,,,\nAsha,2026-11-02T09:00,2026-11-02T17:00,,,,1.5,,\nAsha,2026-11-05,2026-11-05,,leave,,,,\n"
        )),
        "nothing
         D022 rota cell A2: this row names no person; it was left out
         D005 rota cell B3 (`2026-02-31T20:30`): there is no 31 February 2026; what stands there was left out
         D007 rota cell C4: a duty needs a start and an end; it was left out
         D007 rota cell B5 (`2026-11-02`): `2026-11-02` has no time of day; the duty was left out
         D018 rota cell E6 (`nigth`): there is no kind of duty called `nigth`; it was left out
         D019 rota cell F7 (`500`): `500` is not a list of breaks; write minutes like 30 or 30+30, at most six of up to 240; the row was left out
         D019 rota cell G8 (`1.5`): `1.5` is not a number of minutes; it was left out
         D007 rota cell C9 (`2026-11-05`): whole days that end before they begin; the row was left out",
    );
}

fn lay(text: &str) -> Rota {
    let read = Input::text(text).legend(None).read();
    let options = LayOptions {
        zone: Zone::london(),
        on: Day::parse("2026-11-22").expect("a date"),
        start: None,
        from: None,
        to: None,
    };
    match &read.rota {
        Some(Understood::Dated(rota)) => rota.lay("rota", &options).0,
        Some(Understood::Pattern(pattern)) => pattern.lay("rota", &options).0,
        None => panic!("{}", show(&read)),
    }
}

/// Every duty and absence with all that is recorded of it.
fn facts(rota: &Rota) -> Vec<String> {
    let mut all = Vec::new();
    for roster in &rota.rosters {
        all.push(roster.person.clone());
        for duty in &roster.duties {
            let code = &rota.shift_type(duty.code).code;
            let minutes = (
                duty.expected_work(),
                duty.expected_rest(),
                duty.expected_longest_rest(),
            );
            all.push(format!(
                "{:?} {:?} {code} {:?} {minutes:?}",
                duty.span(),
                duty.kind,
                duty.breaks
            ));
        }
        all.extend(roster.absences.iter().map(|absence| format!("{absence:?}")));
    }
    all
}

fn check_round_trip(text: &str) -> String {
    let first = lay(text);
    let written = write_tidy(&first);
    let second = lay(&written);
    assert_eq!(facts(&first), facts(&second), "\n{text}\n{written}");
    written
}

#[test]
fn offsets_are_written_where_the_time_comes_twice() {
    let written = check_round_trip(
        "person,start,end\nAsha,2026-10-24T20:00,2026-10-25T01:30Z\nBen,2026-10-24T20:00,2026-10-25T01:30\nCal,2026-10-25T09:00,2026-10-25T17:00\n",
    );
    let cells: Vec<&str> = written
        .lines()
        .skip(1)
        .flat_map(|l| l.split(',').skip(1).take(2))
        .collect();
    assert_eq!(
        cells,
        [
            "2026-10-24T20:00",
            "2026-10-25T01:30+00:00",
            "2026-10-24T20:00",
            "2026-10-25T01:30+01:00",
            "2026-10-25T09:00",
            "2026-10-25T17:00"
        ]
    );
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_made_harmless() {
    let written = check_round_trip(
        "person,start,end,code\n=HYPERLINK(1),2026-08-03T09:00,2026-08-03T17:00,@x\n'''Asha,2026-08-03T09:00,2026-08-03T17:00,-1\n\"+44, Ben\",2026-08-03T09:00,2026-08-03T17:00,N\n",
    );
    for cell in ["'=HYPERLINK(1)", "'@x", "'''Asha", "'-1", "\"'+44, Ben\""] {
        assert!(written.contains(cell), "{cell} in {written}");
    }
}

#[test]
fn people_without_duties_and_leave_are_kept() {
    check_round_trip(
        "person,start,end,kind\nAsha,2026-08-03,,off\nBen,2026-08-03,2026-08-08,leave\n",
    );
}

#[test]
fn the_weeks_of_a_pattern_are_written_once() {
    let rota = lay("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,09:00-17:00,20:00-08:00,,,,,\n");
    let written = write_tidy(&rota);
    assert_eq!(
        written.lines().skip(1).collect::<Vec<_>>(),
        [
            "pattern,2026-11-16T09:00,2026-11-16T17:00,09:00-17:00,day,,,,",
            "pattern,2026-11-17T20:00,2026-11-18T08:00,20:00-08:00,day,,,,"
        ]
    );
}

prop_compose! {
    fn row()(
        person in "[-=+@'A-Za-z ,é\"]{1,8}",
        // around both clock changes, in steps of half an hour
        start in prop_oneof![0..400_i32, 7_300..7_700_i32],
        length in 1..60_i32,
        code in "[-=+@'A-Z]{0,3}",
        kind in prop_oneof![Just(""), Just("night"), Just("nroc"), Just("leave"), Just("off")],
        breaks in prop_oneof![Just(""), Just("0"), Just("30+15")],
        work in proptest::option::of(0..600_i32),
    ) -> String {
        let from = Day::parse("2026-10-22").expect("a date").midnight();
        let wall = |half_hours: i32| firstline_core::time::Wall(from.0 + half_hours * 30);
        let work = work.map_or(String::new(), |work| work.to_string());
        format!("\"{}\",{},{},{code},{kind},{breaks},{work},,\n", person.replace('"', "\"\""), wall(start), wall(start + length))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_as_the_same_duties(rows in proptest::collection::vec(row(), 1..12)) {
        check_round_trip(&format!("{HEAD}\nZoe,2026-10-22,,,off,,,,\n{}", rows.concat()));
    }
}
