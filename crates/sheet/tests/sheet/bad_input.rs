//! What cannot be understood is told at its cell and left out; nothing is guessed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use firstline_core::time::{Day, Zone};

use super::{Input, check, dated};

const WEEK: &str = "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun";

#[test]
fn an_empty_file_is_said_to_be_empty() {
    for text in ["", " \r\n\t\n"] {
        check(&Input::text(text), "nothing\nD001 rota: the file is empty");
    }
    check(
        &Input::text(",,,\n,,\n"),
        "nothing\nD001 rota: the file has no filled cell",
    );
}

#[test]
fn binary_files_are_refused() {
    let mut noise: Vec<u8> = (0..4000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    check(
        &Input::bytes(&noise),
        "nothing\nD001 rota: this is neither text nor a workbook",
    );
    noise.retain(|b| *b != 0);
    check(
        &Input::bytes(&noise),
        "nothing\nD001 rota: this is neither text nor a workbook",
    );
    check(
        &Input::bytes(b"%PDF-1.7\n..."),
        "nothing\nD001 rota: this is a PDF, not a sheet",
    );
}

#[test]
fn broken_workbooks_are_refused() {
    for start in [
        &b"PK\x03\x04"[..],
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
    ] {
        for length in [0, 100, 3000] {
            let mut bytes = start.to_vec();
            bytes.extend((0..length).map(|i| (i * 7 % 251) as u8));
            check(
                &Input::bytes(&bytes),
                "nothing\nD001 rota: the workbook cannot be read",
            );
        }
    }
}

#[test]
fn more_columns_rows_or_bytes_than_a_rota_has_are_refused() {
    let wide = format!("week{}\n", ",D".repeat(20_000));
    check(
        &Input::text(&wide),
        "nothing\nD003 rota: row 1 has more than 2,000 columns, the most that is read",
    );
    let long = "D\n".repeat(200_001);
    check(
        &Input::text(&long),
        "nothing\nD003 rota: the sheet has more than 200,000 rows, the most that is read",
    );
    let many = format!("{}D\n", ",".repeat(1999)).repeat(1_001);
    check(
        &Input::text(&many),
        "nothing\nD003 rota: the sheet has more than 2,000,000 cells, the most that is read",
    );
    let huge = vec![b'x'; 64 * 1024 * 1024 + 1];
    check(
        &Input::bytes(&huge),
        "nothing\nD003 rota: the file is larger than 64 MB, the most that is read",
    );
    // saved with many blank columns and rows: no trouble
    let blank = format!("{WEEK}{0}\n1,D,,,,,,{0}\n", ",".repeat(20_000));
    check(&Input::text(&blank), "pattern 1: D . . . . . .");
}

#[test]
fn an_unknown_code_is_told_once_with_what_may_be_meant() {
    let input = Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,LDD,D,LDD,X,D,,LDD\n");
    check(
        &input,
        "pattern 1: . D . . D . .
         D004 rota cell B2 (`LDD`): nothing says what `LDD` stands for
         D004 rota cell E2 (`X`): nothing says what `X` stands for",
    );
    let read = input.read();
    assert_eq!(read.diagnostics[0].notes, ["3 cells were left out"]);
    let help = read.diagnostics[0].help.as_deref().expect("there is help");
    assert!(help.starts_with("did you mean `LD`?"), "{help}");
}

#[test]
fn without_a_legend_one_message_names_all_codes() {
    let input = Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,N,,OFF,,\n").legend(None);
    check(
        &input,
        "nothing
         D015 rota cell B2 (`D`): there is no legend that says what the codes stand for, so nothing can be judged",
    );
    let read = input.read();
    assert_eq!(
        read.diagnostics[0].notes,
        ["codes and how often they occur: `D` (2), `N` (1)"]
    );
}

#[test]
fn a_legend_without_headings_is_told() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,08:00-17:00,,,,,,\n")
            .legend(Some("D,09:00,17:00,day\n")),
        "pattern 1: 08:00-17:00 . . . . . .
         D015 legend: this file holds no legend",
    );
}

#[test]
fn a_legend_that_contradicts_itself_is_not_used_for_that_code() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,N,N,,,,\n").legend(Some(
            "code,start,end,kind\nD,09:00,17:00,day\nN,21:00,09:00,night\nN,20:00,08:00,night\nD,09:00,17:00,day\n",
        )),
        "pattern 1: D . . . . . .
         D016 legend cell A4 (`N`): `N` is 20:00 to 08:00, night, and elsewhere in the legend 21:00 to 09:00, night
         D016 rota cell C2 (`N`): `N` has two meanings in the legend, so neither was used",
    );
}

#[test]
fn legend_rows_that_say_too_little_are_told_at_their_cell() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,,,,,,\n").legend(Some(
            "code,start,end,kind,breaks,work\nD,09:00,17:00,day,,\nE,25:00,17:00,day,,\nF,,,night,,\nG,,,,,\nH,09:00,17:00,dya,,\nI,09:00,17:00,day,lots,\nJ,09:00,17:00,nroc,,-5\n",
        )),
        "pattern 1: D . . . . . .
         D007 legend cell B3 (`25:00`): `25:00` is not a time of day; `E` was left out
         D007 legend cell B4: `F` is a duty without times; it was left out
         D018 legend cell A5 (`G`): `G` has neither a kind nor times; it was left out
         D018 legend cell D6 (`dya`): there is no kind of duty called `dya`; it was left out
         D019 legend cell E7 (`lots`): `lots` is not a list of breaks; write minutes like 30 or 30+30, at most six of up to 240
         D019 legend cell F8 (`-5`): `-5` is not a number of minutes; it was left out",
    );
}

#[test]
fn times_that_no_clock_shows_are_told() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,08:00-25:00,,,,,\n"),
        "pattern 1: D . . . . . .
         D007 rota cell C2 (`08:00-25:00`): `08:00-25:00` has no such time of day; it was left out",
    );
}

#[test]
fn weeks_that_are_missing_twice_or_no_number_are_told() {
    check(
        &Input::text(
            "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,,,,,,\n3,N,,,,,,\n3,D,,,,,,\nx,D,,,,,,\n100000,D,,,,,,\n\nnotes below\n",
        ),
        "pattern 1: D . . . . . .
         pattern 2: . . . . . . .
         pattern 3: N . . . . . .
         D020 rota cell A4 (`3`): week 3 of pattern stands here for the second time; it was left out
         D022 rota cell A5 (`x`): this row was left out: it has no number of a week
         D020 rota cell A6 (`100000`): there is no week 100000; weeks count from 1 to 520
         D022 rota cell A8 (`notes below`): this row was not read: it has no number of a week
         D020 rota cell A2 (`1`): pattern: week 2 is missing",
    );
}

#[test]
fn a_date_that_does_not_exist_is_told_and_left_out() {
    check(
        &Input::text("Date,Asha\n28/02/2026,D\n31/02/2026,D\n01/03/2026,N\n"),
        "Asha:
         2026-02-28T09:00 to 2026-02-28T17:00 D day
         2026-03-01T21:00 to 2026-03-02T09:30 N night
         D005 rota cell A3 (`31/02/2026`): there is no 31 February 2026; what stands there was left out",
    );
    check(
        &Input::text("Name,28/02/2026,31/02/2026\nAsha,D,N\n"),
        "Asha:
         2026-02-28T09:00 to 2026-02-28T17:00 D day
         D005 rota cell C1 (`31/02/2026`): there is no 31 February 2026; what stands there was left out",
    );
}

#[test]
fn dates_with_the_month_first_are_not_guessed() {
    check(
        &Input::text("Date,Asha\n08/11/2026,D\n08/12/2026,D\n08/13/2026,N\n"),
        "nothing
         D005 rota cell A4 (`08/13/2026`): the dates seem to have the month first; none was read",
    );
    // the others can only be day first: one slip
    check(
        &Input::text("Date,Asha\n30/08/2026,D\n31/08/2026,D\n08/13/2026,N\n"),
        "Asha:
         2026-08-30T09:00 to 2026-08-30T17:00 D day
         2026-08-31T09:00 to 2026-08-31T17:00 D day
         D005 rota cell A4 (`08/13/2026`): there is no 08/13/2026; what stands there was left out",
    );
}

#[test]
fn dates_without_a_year_ask_for_one() {
    check(
        &Input::text("Date,Asha\n30/08,D\n31/08,D\n"),
        "nothing
         D006 rota cell A2 (`30/08`): the year is missing from 2 dates",
    );
}

#[test]
fn a_weekday_that_is_not_that_of_its_date_is_told() {
    check(
        &Input::text("Day,Date,Asha\nMon,03/08/2026,D\nMon,04/08/2026,N\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-04T21:00 to 2026-08-05T09:30 N night
         D021 rota cell A3 (`Mon`): this says Mon, but the date is Tue 4 Aug 2026; the date was used",
    );
    check(
        &Input::text("Asha\nW/C,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n03/08/2026,D,,,,,,\n11/08/2026,D,,,,,,\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         D021 rota cell A4 (`11/08/2026`): weeks begin on Monday, but this is Tue 11 Aug 2026; the week was left out",
    );
}

#[test]
fn a_person_who_stands_there_twice_keeps_all_duties() {
    check(
        &Input::text("Date,Asha,Ben,Asha\n03/08/2026,D,,N\n04/08/2026,D,D,\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-04T09:00 to 2026-08-04T17:00 D day
         Ben:
         2026-08-04T09:00 to 2026-08-04T17:00 D day
         Asha (2):
         2026-08-03T21:00 to 2026-08-04T09:30 N night
         D017 rota cell D1 (`Asha`): `Asha` stands here for the second time; kept as `Asha (2)`",
    );
    check(
        &Input::text("Name,03/08/2026,04/08/2026\nAsha,D,\nAsha,,D\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         Asha (2):
         2026-08-04T09:00 to 2026-08-04T17:00 D day
         D017 rota cell A3 (`Asha`): `Asha` stands here for the second time; kept as `Asha (2)`",
    );
}

#[test]
fn duties_without_a_person_or_a_date_are_told() {
    check(
        &Input::text("Date,Asha,\n03/08/2026,D,N\n04/08/2026,D,N\n3 Agu 2026,N,\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-04T09:00 to 2026-08-04T17:00 D day
         D022 rota cell C2 (`N`): no name stands above this column; its duties were left out
         D022 rota cell A4 (`3 Agu 2026`): this row was not read: it has no date",
    );
    check(
        &Input::text("Name,03/08/2026,04/08/2026\nAsha,D,\n,,D\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         D022 rota cell C3 (`D`): this row was not read: no name stands before its duties",
    );
}

#[test]
fn a_sheet_of_no_known_layout_shows_what_was_seen() {
    let input = Input::text("Roles,Monday\nReg,Smith\n");
    check(
        &input,
        "nothing\nD014 rota: the layout of this sheet is not one that is known",
    );
    let read = input.read();
    assert_eq!(
        read.diagnostics[0].notes[..2],
        ["row 1: Roles | Monday", "row 2: Reg | Smith"]
    );
    check(
        &Input::text("code,start,end,kind\nD,09:00,17:00,day\n"),
        "nothing\nD014 rota: there is a legend here, but no rota in a layout that is known",
    );
}

#[test]
fn windows_1252_is_read_with_a_warning_and_utf_16_without() {
    let expected = "Zoë:\n2026-08-03T09:00 to 2026-08-03T17:00 D day";
    let text = "Date,Zoë\n03/08/2026,D\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    check(
        &Input::bytes(&latin),
        &format!("{expected}\nD002 rota: the file is not UTF-8; it was read as Windows-1252"),
    );
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&Input::bytes(&little), expected);
    check(&Input::bytes(&big), expected);
    check(
        &Input::bytes(&[&[0xFF, 0xFE], &little[..]].concat()),
        expected,
    );
    check(&Input::bytes(&[&[0xFE, 0xFF], &big[..]].concat()), expected);
    check(
        &Input::bytes(&[&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat()),
        expected,
    );
}

#[test]
fn rows_are_counted_as_a_spreadsheet_counts_them() {
    // blank lines count, a line break inside quotes does not
    check(
        &Input::text("\n\"a\nb\"\r\n\n\nDate,Asha\n03/08/2026,X\n04/08/2026,D\n"),
        "Asha:
         2026-08-04T09:00 to 2026-08-04T17:00 D day
         D004 rota cell B6 (`X`): nothing says what `X` stands for",
    );
}

#[test]
fn a_quotation_mark_that_never_closes_is_told() {
    check(
        &Input::text("Date,Asha\n03/08/2026,D\n04/08/2026,\"D\n05/08/2026,D\n"),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         D022 rota cell B3 (`D 05/08/2026,D`): a quotation mark opens this cell and never closes; all that follows is part of it
         D004 rota cell B3 (`D 05/08/2026,D`): nothing says what `D 05/08/2026,D` stands for",
    );
}

#[test]
fn a_hundred_messages_of_a_code_are_enough() {
    let mut rows = String::new();
    for i in 0..5000 {
        let _ = write!(rows, "1,c{i},,,,,,\nx,D,,,,,,\n");
    }
    let read = Input::text(&format!("{WEEK}\n{rows}")).read();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &read.diagnostics {
        *counts.entry(diagnostic.code).or_default() += 1;
    }
    let counts: Vec<_> = counts.into_iter().collect();
    assert_eq!(counts, [("D004", 1), ("D020", 100), ("D022", 100)]);
    let last = read
        .diagnostics
        .iter()
        .rfind(|d| d.code == "D022")
        .expect("there is one");
    assert_eq!(last.notes, ["4900 more messages D022 are not shown"]);
}

#[test]
fn dates_that_say_how_long_a_rota_runs_are_no_headings() {
    check(
        &Input::text(
            "Rota,03/08/2026,30/08/2026\nFrom,03/08/2026,To,30/08/2026\nDate,Asha,Ben\n03/08/2026,D,\n04/08/2026,,N\n",
        ),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         Ben:
         2026-08-04T21:00 to 2026-08-05T09:30 N night",
    );
    // weeks side by side are not days
    let read = Input::text("Name,03/08/2026,10/08/2026\nAsha,N,D\n").read();
    assert_eq!(read.diagnostics[0].code, "D014");
}

#[test]
fn a_week_that_is_given_out_must_exist() {
    check(
        &Input::text(&format!(
            "{WEEK}\n1,D,,,,,,\n2,,N,,,,,\n\nName,03/08/2026,10/08/2026,17/08/2026\nAsha,1,2,3\n"
        )),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-11T21:00 to 2026-08-12T09:30 N night
         D020 rota cell D6 (`3`): there is no week `3` in the table above; it was left out",
    );
}

#[test]
fn headings_with_nothing_below_are_told() {
    for text in [
        "person,start,end\n",
        "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n",
        "Name,03/08/2026,04/08/2026\n",
    ] {
        check(
            &Input::text(text),
            "nothing\nD001 rota: there are headings, but nobody and no duty below them",
        );
    }
}

#[test]
fn duties_of_no_length_are_left_to_the_laying_of_the_rota() {
    let text = "person,start,end\nAsha,2026-08-03T09:00,2026-08-03T09:00\nAsha,2026-08-04T09:00,2026-08-04T08:00\nAsha,2026-08-05T09:00,2026-08-05T17:00\n";
    let rota = dated(Input::text(text).read());
    assert_eq!(rota.entries.len(), 3);
    let options = firstline_core::rota::LayOptions {
        zone: Zone::london(),
        on: Day::parse("2026-08-01").expect("a date"),
        start: None,
        from: None,
        to: None,
    };
    let (laid, diagnostics) = rota.lay("rota", &options);
    assert_eq!(laid.rosters[0].duties.len(), 1);
    let codes: Vec<&str> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["D008", "D008"]);
}

#[test]
fn scraps_of_every_layout_never_end_the_program() {
    let scraps = [
        WEEK,
        "line,week",
        "1",
        "D",
        "31/02/2026",
        "03/08/2026",
        "08/13/26",
        "W/C",
        "person,start,end",
        "\"",
        "\n",
        ",",
        ";",
        "\t",
        "'",
        "code,start,end,kind",
        "code,start,hours,work,resident",
        "2026-11-02T20:30",
        "+99:99",
        "09:00-25:99",
        "é",
        "-",
        "Date",
        "N 09:00 10:00",
    ];
    let mut seed = 1_u32;
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let scrap = scraps[(seed >> 16) as usize % scraps.len()];
            let _ = write!(text, "{scrap}{}", [",", "\n"][(seed >> 30) as usize % 2]);
        }
        let read = Input::text(&text).legend(Some(&text)).read();
        assert!(
            read.rota.is_some() || !read.diagnostics.is_empty(),
            "{text}"
        );
    }
}
