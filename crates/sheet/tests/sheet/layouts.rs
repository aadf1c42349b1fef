//! One small file for each layout.

use super::{Input, check};

#[test]
fn a_pattern_may_have_its_weeks_in_any_order_and_blank_days() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n2,N,N,N,N,OFF,,-\n1,D,LD,D,D,D,OFF,OFF\n"),
        "pattern 1: D LD D D D OFF OFF
         pattern 2: N N N N OFF . .",
    );
}

#[test]
fn a_pattern_with_lines_has_one_line_for_each() {
    check(
        &Input::text(
            "line,week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\nA,1,D,D,D,D,D,,\nB,1,N,N,N,N,,,\nA,2,LD,,,,,,\n",
        ),
        "line A 1: D D D D D . .
         line A 2: LD . . . . . .
         line B 1: N N N N . . .",
    );
}

#[test]
fn off_and_times_in_cells_need_no_legend() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,08:00-17:00,08.00-18.00,07:45 - 18:00,14:00 -00:00,20:30–09:00,off,OFF\n")
            .legend(None),
        "pattern 1: 08:00-17:00 08:00-18:00 07:45-18:00 14:00-00:00 20:30-09:00 OFF OFF",
    );
}

#[test]
fn codes_match_in_capitals_or_not_when_only_one_can_be_meant() {
    check(
        &Input::text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,d,ld,n,N,,,\n")
            .legend(Some("code,start,end,kind\nD,09:00,17:00,day\nN,21:00,09:30,night\nn,20:00,08:00,night\nLD,09:00,21:30,long_day\n")),
        "pattern 1: D LD n N . . .",
    );
}

#[test]
fn dates_down_and_people_across() {
    check(
        &Input::text(
            "Ward 4,,,,\n,,Slot,Asha,Ben\nDay,Date,Grade,SpR,SpR\nMon,03/08/2026,,D,N\nTue,04/08/2026,,,OFF\nWed,05/08/2026,,AL,-\n",
        ),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-05T00:00 to 2026-08-06T00:00 AL leave
         Ben:
         2026-08-03T21:00 to 2026-08-04T09:30 N night",
    );
}

#[test]
fn people_down_and_dates_across() {
    check(
        &Input::text(
            "Name;Grade;03-Aug-26;4 Aug 2026;05/08/2026\n;;Mon;Tue;Wed\nAsha;SpR;D;;N\nBen;SHO;LD;OFF;\n",
        ),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-05T21:00 to 2026-08-06T09:30 N night
         Ben:
         2026-08-03T09:00 to 2026-08-03T21:30 LD long_day",
    );
}

#[test]
fn a_month_may_follow_below_with_the_same_people() {
    check(
        &Input::text(
            "Name,31/12/2026,01/01/2027\nAsha,D,\n\nName,02/01/2027,03/01/2027\nAsha,,N\n",
        ),
        "Asha:
         2026-12-31T09:00 to 2026-12-31T17:00 D day
         2027-01-03T21:00 to 2027-01-04T09:30 N night",
    );
}

#[test]
fn tables_of_dated_weeks_stand_below_names() {
    check(
        &Input::text(
            "Two doctors\n\nDoctor E,60%\nW/C,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n03-Aug-26,,,D,,MF L1,,\n10-Aug-26,N,,,,,,\n\nDoctor K\nW/C,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n03-Aug-26,D,,,,,,\n",
        )
        .legend(Some("code,start,end,kind\nD,09:00,17:00,day\nN,21:00,09:30,night\nMF L1,17:00,21:30,evening\n")),
        "Doctor E:
         2026-08-05T09:00 to 2026-08-05T17:00 D day
         2026-08-07T17:00 to 2026-08-07T21:30 MF L1 evening
         2026-08-10T21:00 to 2026-08-11T09:30 N night
         Doctor K:
         2026-08-03T09:00 to 2026-08-03T17:00 D day",
    );
}

#[test]
fn a_table_that_goes_on_below_is_the_same_person_while_no_day_is_filled_twice() {
    let head = "W/C,Mon,Tue,Wed,Thu,Fri,Sat,Sun";
    check(
        &Input::text(&format!(
            "Asha\n{head}\n03-Aug-26,D,D,,,,,\n\nAsha\n{head}\n03-Aug-26,,,N,,,,\n\nAsha\n{head}\n03-Aug-26,D,,,,,,\n"
        )),
        "Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         2026-08-04T09:00 to 2026-08-04T17:00 D day
         2026-08-05T21:00 to 2026-08-06T09:30 N night
         Asha (2):
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         D017 rota cell A9 (`Asha`): `Asha` stands here for the second time; kept as `Asha (2)`",
    );
}

#[test]
fn a_legend_may_stand_beside_or_below_the_rota() {
    let expected = "pattern 1: D N . . . . .";
    for text in [
        "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun,,code,start,end,kind\n1,D,N,,,,,,,D,09:00,17:00,day\n,,,,,,,,,N,21:00,09:00,night\n",
        "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,N,,,,,\n\nCode,Start,Finish,Kind\nD,09:00,17:00,day\nN,21:00,09:00,night\n",
    ] {
        check(&Input::text(text).legend(None), expected);
    }
}

#[test]
fn a_shift_key_with_hours_and_yes_or_no_is_a_legend() {
    check(
        &Input::text("person,start,end,code\nAsha,2026-08-03T21:15,2026-08-04T09:15,N1\nAsha,2026-08-05,,OFF\nBen,2026-08-03T09:00,2026-08-04T09:00,C\n")
            .legend(Some("Code,Shift,Start,Hours,Work,Resident\nN1,Night 1,21:15,12,yes,yes\nC,Call,09:00,24,yes,no\nOFF,Off,09:15,7.75,no,\n")),
        "Asha:
         2026-08-03T21:15 to 2026-08-04T09:15 N1 day
         Ben:
         2026-08-03T09:00 to 2026-08-04T09:00 C nroc",
    );
}

#[test]
fn a_known_name_is_taken_whatever_its_capitals_and_blanks() {
    let mut input = Input::text("Date,DR  asha,Ben\n03/08/2026,D,\n04/08/2026,,D\n");
    input.options.known_people = vec!["Dr Asha".to_owned(), "Ben".to_owned()];
    check(
        &input,
        "Dr Asha:
         2026-08-03T09:00 to 2026-08-03T17:00 D day
         Ben:
         2026-08-04T09:00 to 2026-08-04T17:00 D day",
    );
}

#[test]
fn years_that_are_not_written_go_on_from_the_one_given() {
    check(
        &Input::text("Date,Asha\n31/12,D\n01/01,N\n").year(2026),
        "Asha:
         2026-12-31T09:00 to 2026-12-31T17:00 D day
         2027-01-01T21:00 to 2027-01-02T09:30 N night",
    );
}

#[test]
fn the_layout_says_in_words_how_it_was_seen() {
    let words = |text: &str| Input::text(text).read().layout.to_string();
    assert_eq!(
        words("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,,,,,,\n"),
        "a pattern of weeks by weekdays: row 1 has `week` and Mon to Sun"
    );
    assert_eq!(
        words("Ward\nDay,Date,Asha\nMon,03/08/2026,D\nTue,04/08/2026,\n"),
        "dates in rows by people in columns: the dates begin at B3, the names stand above"
    );
    assert_eq!(words("hello"), "none of the known layouts");
}
