//! Workbooks, made here cell by cell.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

use super::{Input, check};

fn check_book(
    build: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>,
    legend: Option<&str>,
    expected: &str,
) {
    let mut book = Workbook::new();
    build(&mut book).expect("the workbook can be made");
    let bytes = book.save_to_buffer().expect("the workbook can be made");
    check(&Input::bytes(&bytes).legend(legend), expected);
}

const EXPECTED: &str = "Asha:
    2026-08-03T09:00 to 2026-08-03T17:00 D day
    Ben:
    2026-08-04T21:00 to 2026-08-05T09:00 N night";

const LEGEND: &str = "code,start,end,kind\nD,09:00,17:00,day\nN,21:00,09:00,night\n";

/// Serial number of 3 August 2026, days from the start of 1900.
const AUGUST_3: f64 = 46_237.0;

#[test]
fn dates_may_be_bare_numbers() {
    check_book(
        |book| {
            let sheet = book.add_worksheet();
            sheet
                .write(0, 0, "Name")?
                .write(0, 1, AUGUST_3)?
                .write(0, 2, AUGUST_3 + 1.0)?;
            sheet.write(1, 0, "Asha")?.write(1, 1, "D")?;
            sheet.write(2, 0, "Ben")?.write(2, 2, "N")?;
            Ok(())
        },
        Some(LEGEND),
        EXPECTED,
    );
}

#[test]
fn dates_and_times_may_be_cells_of_that_kind_and_the_legend_another_sheet() {
    check_book(
        |book| {
            let date = Format::new().set_num_format("dd/mm/yyyy");
            let time = Format::new().set_num_format("hh:mm");
            let sheet = book.add_worksheet().set_name("August")?;
            sheet
                .write(0, 0, "Date")?
                .write(0, 1, "Asha")?
                .write(0, 2, "Ben")?;
            for (row, day) in [(1, 3), (2, 4)] {
                let day = ExcelDateTime::from_ymd(2026, 8, day)?;
                sheet.write_with_format(row, 0, &day, &date)?;
            }
            sheet.write(1, 1, "D")?.write(2, 2, "N")?;
            let key = book.add_worksheet().set_name("Key")?;
            for (column, word) in ["code", "start", "end", "kind"].iter().enumerate() {
                key.write(0, column as u16, *word)?;
            }
            key.write(1, 0, "D")?.write(1, 3, "day")?;
            key.write_with_format(1, 1, &ExcelDateTime::from_hms(9, 0, 0.0)?, &time)?;
            key.write_with_format(1, 2, &ExcelDateTime::from_hms(17, 0, 0.0)?, &time)?;
            key.write(2, 0, "N")?.write(2, 3, "night")?;
            // bare fractions of a day
            key.write(2, 1, 0.875)?.write(2, 2, 0.375)?;
            book.add_worksheet().set_name("Empty")?;
            Ok(())
        },
        None,
        EXPECTED,
    );
}

#[test]
fn months_on_sheets_of_their_own_are_one_rota() {
    check_book(
        |book| {
            for (name, first) in [("Aug", "31/08/2026"), ("Sep", "01/09/2026")] {
                let sheet = book.add_worksheet().set_name(name)?;
                sheet.write(0, 0, "Date")?.write(0, 1, "Asha")?;
                sheet.write(1, 0, first)?.write(1, 1, "D")?;
            }
            let sheet = book.add_worksheet().set_name("Pattern")?;
            for (column, word) in ["week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().enumerate() {
                sheet.write(0, column as u16, *word)?;
            }
            sheet.write(1, 0, 1)?;
            Ok(())
        },
        Some(LEGEND),
        "Asha:
         2026-08-31T09:00 to 2026-08-31T17:00 D day
         2026-09-01T09:00 to 2026-09-01T17:00 D day
         D014 rota sheet `Pattern` cell A1 (`week`): this sheet was not read; it is sheet `Pattern`, a pattern of weeks by weekdays: row 1 has `week` and Mon to Sun",
    );
}

#[test]
fn a_cell_far_to_the_right_is_refused() {
    check_book(
        |book| {
            book.add_worksheet().write(0, 16_000, "x")?;
            Ok(())
        },
        None,
        "nothing\nD003 rota: row 1 has more than 2,000 columns, the most that is read",
    );
}

#[test]
fn a_workbook_with_nothing_in_it_is_told() {
    check_book(
        |book| {
            book.add_worksheet();
            Ok(())
        },
        None,
        "nothing\nD001 rota: the workbook has no filled cell",
    );
}
