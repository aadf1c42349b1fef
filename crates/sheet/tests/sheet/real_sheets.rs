//! Sheets from real departments, and the totals that an independent tool gave for them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use firstline_core::diagnostic::concise;
use firstline_core::rota::{DatedRota, Kind, ShiftType};
use firstline_core::time::{ClockTime, Day};
use firstline_sheet::{ReadOptions, ReadRota, Source, Understood, legend_names, read_rota};

use super::{dated, shared, skipped};

fn read(rota: &Path, legend: Option<&Path>, extra: Vec<ShiftType>) -> ReadRota {
    let bytes = fs::read(rota).expect("the rota can be read");
    let legend = legend.map(|path| fs::read(path).expect("the legend can be read"));
    let name = rota.display().to_string();
    let options = ReadOptions {
        extra_shift_types: extra,
        ..ReadOptions::default()
    };
    let main = Source {
        name: &name,
        bytes: &bytes,
    };
    let legend = legend.as_deref().map(|bytes| Source {
        name: "legend",
        bytes,
    });
    read_rota(&main, legend.as_ref(), &options)
}

fn complaints(read: &ReadRota) -> Vec<String> {
    read.diagnostics.iter().map(concise).collect()
}

fn time(text: &str) -> ClockTime {
    ClockTime::parse(text).expect(text)
}

#[test]
fn every_rota_template_reads_without_a_complaint() {
    let Some(shared) = shared() else {
        return skipped("the reference rotas are not on this machine");
    };
    let folder = shared.join("domain/rotas");
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .filter(|path| !path.display().to_string().contains(".legend."))
        .collect();
    names.sort();
    assert_eq!(
        names.len(),
        12,
        "eleven templates, of which one comes in two forms"
    );
    for path in names {
        let legend = legend_names(&path)
            .into_iter()
            .find(|legend| legend.is_file());
        let read = read(&path, legend.as_deref(), Vec::new());
        assert_eq!(
            complaints(&read),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        let Some(Understood::Pattern(pattern)) = read.rota else {
            panic!("{} is a pattern", path.display());
        };
        for line in &pattern.lines {
            assert_eq!(line.days.len(), line.places.len());
            assert!(
                line.days.iter().all(Option::is_some),
                "{} {}",
                path.display(),
                line.name
            );
        }
    }
}

/// Hours on duty for each person, in minutes.
fn minutes(rota: &DatedRota) -> BTreeMap<&str, i32> {
    let mut all: BTreeMap<&str, i32> = rota.people.iter().map(|p| (p.as_str(), 0)).collect();
    for entry in rota.entries.iter().filter(|entry| entry.kind.is_duty()) {
        *all.entry(&rota.people[entry.person]).or_default() += entry.end.0 - entry.start.0;
    }
    all
}

/// Minutes over a number of days as hours a week, to two decimals.
fn weekly(minutes: i32, days: i32) -> String {
    let hundredths = (f64::from(minutes) * 7.0 / f64::from(days) / 60.0 * 100.0).round();
    format!("{:.2}", hundredths / 100.0)
}

/// Slot and average weekly hours in a table of reference results.
fn reference(path: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(path).expect("the results can be read");
    let cells = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    let rows = text.lines().skip(1).map(cells);
    rows.map(|row| (row[0].clone(), row[6].clone())).collect()
}

#[test]
fn the_rota_of_26_doctors_has_every_role_once_a_day_and_the_hours_of_the_reference() {
    let Some(shared) = shared() else {
        return skipped("the reference rotas are not on this machine");
    };
    let folder = shared.join("samples/rotas-in-the-wild");
    let key = folder.join("01-psychiatry-26-doctors-shift-key.csv");
    let holiday = ShiftType::plain("BH", Kind::Day, Some((time("09:00"), time("17:00"))));
    let read = read(
        &folder.join("01-psychiatry-26-doctors-date-rows.csv"),
        Some(&key),
        vec![holiday],
    );
    assert_eq!(complaints(&read), Vec::<String>::new());
    let rota = dated(read);
    let people: Vec<String> = (1..=26).map(|slot| slot.to_string()).collect();
    assert_eq!(rota.people, people);
    let (first, last) = (
        rota.first_day.expect("dated"),
        rota.last_day.expect("dated"),
    );
    assert_eq!(first, Day::parse("2015-08-05").expect("a date"));
    assert_eq!(last.since(first) + 1, 182);
    let mut roles: BTreeMap<(Day, &str), usize> = BTreeMap::new();
    for entry in &rota.entries {
        let code = rota.shift_types[usize::from(entry.code.0)].code.as_str();
        *roles.entry((entry.start.day(), code)).or_default() += 1;
    }
    for day in 0..182 {
        for role in ["L1", "L2", "L3", "N1", "N2"] {
            assert_eq!(
                roles.get(&(first.plus(day), role)),
                Some(&1),
                "{role} on {}",
                first.plus(day)
            );
        }
    }
    let results = folder.join("01-psychiatry-26-doctors-reference-results-2002-contract.csv");
    let worked = minutes(&rota);
    let mut differ = Vec::new();
    for (slot, hours) in reference(&results) {
        let ours = weekly(worked[slot.as_str()], 182);
        if ours != hours {
            differ.push(format!("{slot}: {ours}, not {hours}"));
        }
    }
    assert_eq!(differ, Vec::<String>::new());
}

#[test]
fn the_two_doctors_who_share_a_slot_have_the_hours_of_the_reference() {
    let Some(shared) = shared() else {
        return skipped("the reference rotas are not on this machine");
    };
    let folder = shared.join("samples/rotas-in-the-wild");
    let key = folder.join("01-psychiatry-26-doctors-shift-key.csv");
    let evenings = ["MF L1", "MF L2", "MF L3"]
        .map(|code| ShiftType::plain(code, Kind::Day, Some((time("17:00"), time("21:30")))));
    let read = read(
        &folder.join("02-psychiatry-ltft-job-share-week-rows.csv"),
        Some(&key),
        evenings.to_vec(),
    );
    assert_eq!(complaints(&read), Vec::<String>::new());
    let rota = dated(read);
    assert_eq!(rota.people, ["Doctor E", "Doctor K"]);
    let worked = minutes(&rota);
    let results = folder.join("02-psychiatry-ltft-reference-results-2002-contract.csv");
    for (slot, hours) in reference(&results) {
        let name = format!("Doctor {slot}");
        assert_eq!(
            weekly(worked[name.as_str()], 182),
            hours,
            "{name}: {} min",
            worked[name.as_str()]
        );
    }
}

/// Person, start and end of every duty and every day of leave, as in the tables of expected values.
fn check_against(sheet: &str, expected: &str, words: &[(&str, Kind)]) {
    let Some(shared) = shared() else {
        return skipped("the reference rotas are not on this machine");
    };
    let folder = shared.join("samples/rotas-in-the-wild");
    let extra = words
        .iter()
        .map(|(word, kind)| ShiftType::plain(word, *kind, None))
        .collect();
    let read = read(&folder.join(sheet), None, extra);
    assert_eq!(complaints(&read), Vec::<String>::new());
    let rota = dated(read);
    let mut ours: Vec<String> = Vec::new();
    for entry in &rota.entries {
        let person = &rota.people[entry.person];
        ours.push(if entry.kind.is_duty() {
            format!("{person} {} {}", entry.start, entry.end)
        } else {
            format!("{person} {} {}", entry.start.day(), entry.kind)
        });
    }
    ours.sort();
    let text = fs::read_to_string(folder.join("expected").join(expected)).expect("can be read");
    let mut theirs: Vec<String> = Vec::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [person, date, _, kind, start, end, next] = cells[..] else {
            panic!("{line} has seven cells");
        };
        let day = Day::parse(date).expect(date);
        match kind {
            "work" => {
                let until = day.plus(i32::from(next == "yes"));
                theirs.push(format!("{person} {day}T{start} {until}T{end}"));
            }
            "leave" => theirs.push(format!("{person} {day} leave")),
            _ => {}
        }
    }
    theirs.sort();
    assert!(theirs.len() > 60);
    assert_eq!(ours, theirs);
}

#[test]
fn weeks_that_are_given_out_by_a_table_of_mondays() {
    check_against(
        "07-fy1-surgery-week-table-plus-allocation.xlsx",
        "07.csv",
        &[("Zero", Kind::Off)],
    );
}

#[test]
fn a_personal_roster_of_stacked_blocks() {
    check_against(
        "09-fy1-personal-roster-stacked-blocks.xlsx",
        "09.csv",
        &[("Zero Hours", Kind::Off), ("Leave", Kind::Leave)],
    );
}

#[test]
fn sheets_of_other_layouts_are_refused_with_a_reason() {
    let Some(shared) = shared() else {
        return skipped("the reference rotas are not on this machine");
    };
    for sheet in [
        "03-oncall-date-by-role-names-in-cells.xls",
        "04-spr-oncall-month-blocks-swap-notes.xlsx",
        "05-german-clinic-person-rows-day-columns.xlsx",
        "06-polish-ward-month-grid-with-shift-sheet.xlsx",
        "08-fy1-word-table-pasted-merged-cells.xlsx",
        "10-us-fellows-week-ranges-by-assignment.csv",
    ] {
        let read = read(
            &shared.join("samples/rotas-in-the-wild").join(sheet),
            None,
            Vec::new(),
        );
        assert!(read.rota.is_none(), "{sheet}: {}", read.layout);
        assert!(!read.diagnostics.is_empty(), "{sheet}");
    }
}

#[test]
fn a_damaged_workbook_never_ends_the_program() {
    let Some(shared) = shared() else {
        return skipped("the reference rotas are not on this machine");
    };
    let folder = shared.join("samples/rotas-in-the-wild");
    for (sheet, rounds) in [
        ("03-oncall-date-by-role-names-in-cells.xls", 300),
        ("09-fy1-personal-roster-stacked-blocks.xlsx", 100),
    ] {
        let sound = fs::read(folder.join(sheet)).expect("the rota can be read");
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize
        };
        for _ in 0..rounds {
            let mut bytes = sound.clone();
            for _ in 0..4 {
                let at = next() % bytes.len();
                bytes[at] = next() as u8;
            }
            let main = Source {
                name: "rota",
                bytes: &bytes,
            };
            let read = read_rota(&main, None, &ReadOptions::default());
            assert!(read.rota.is_some() || !read.diagnostics.is_empty());
        }
    }
}
