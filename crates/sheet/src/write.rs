//! Tidy CSV out: one row a duty, safe to open in a spreadsheet program.

use firstline_core::rota::{Absence, Duty, Judged, Kind, Roster, Rota};
use firstline_core::time::{Moment, Resolved, Zone};

const HEADINGS: [&str; 9] = [
    "person",
    "start",
    "end",
    "code",
    "kind",
    "breaks",
    "work",
    "rest",
    "longest_rest",
];

/// A cell that begins with one of these would be run as a formula, or read back as something else.
const RISKY: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// Writes a rota as tidy CSV, in the order of its people; it reads back as the same duties.
///
/// Of a pattern, the one round that is judged is written. A time gets its offset only where the
/// zone would take it for another moment without. Somebody without any duty gets one day off, so
/// that the name is not lost.
pub fn write_tidy(rota: &Rota) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // writing to memory cannot fail
    let _ = writer.write_record(HEADINGS);
    for roster in &rota.rosters {
        for record in rows(rota, roster) {
            let _ = writer.write_record(record.iter().map(|cell| escaped(cell)));
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn rows(rota: &Rota, roster: &Roster) -> Vec<[String; 9]> {
    let duties = match rota.judged {
        Judged::Pattern { .. } => roster.duties.get(roster.judged.clone()).unwrap_or(&[]),
        Judged::Rota | Judged::Worked => &roster.duties,
    };
    let mut rows: Vec<[String; 9]> = duties
        .iter()
        .map(|duty| duty_row(rota, roster, duty))
        .collect();
    rows.extend(
        roster
            .absences
            .iter()
            .map(|absence| absence_row(roster, absence)),
    );
    rows.extend(roster.rest_days.iter().map(|day| {
        let mut row = blank(&roster.person);
        row[1] = day.to_string();
        Kind::Rest.word().clone_into(&mut row[4]);
        row
    }));
    if rows.is_empty() {
        let mut row = blank(&roster.person);
        row[1] = rota.period.from.to_string();
        "off".clone_into(&mut row[4]);
        rows.push(row);
    }
    rows
}

fn blank(person: &str) -> [String; 9] {
    let mut row: [String; 9] = std::array::from_fn(|_| String::new());
    person.clone_into(&mut row[0]);
    row
}

fn duty_row(rota: &Rota, roster: &Roster, duty: &Duty) -> [String; 9] {
    let mut row = blank(&roster.person);
    row[1] = moment(&rota.zone, duty.start);
    row[2] = moment(&rota.zone, duty.end);
    row[3] = rota
        .shift_types
        .get(usize::from(duty.code.0))
        .map_or(String::new(), |shift| shift.code.clone());
    duty.kind.word().clone_into(&mut row[4]);
    row[5] = duty
        .breaks
        .map_or(String::new(), |breaks| breaks.to_string());
    let minutes = [
        duty.expected_work(),
        duty.expected_rest(),
        duty.expected_longest_rest(),
    ];
    for (cell, minutes) in row[6..].iter_mut().zip(minutes) {
        *cell = minutes.map_or(String::new(), |m| m.0.to_string());
    }
    row
}

fn absence_row(roster: &Roster, absence: &Absence) -> [String; 9] {
    let mut row = blank(&roster.person);
    row[1] = absence.from.to_string();
    if absence.to != absence.from.plus(1) {
        row[2] = absence.to.to_string();
    }
    absence.kind.word().clone_into(&mut row[4]);
    row
}

/// The wall-clock time, with its offset where the zone has that time twice or never.
fn moment(zone: &Zone, moment: Moment) -> String {
    if zone.resolve(moment.wall) == Resolved::Plain(moment) {
        return moment.wall.to_string();
    }
    let written = moment.rfc3339();
    // seconds are always zero: 2026-10-25T01:30:00+01:00
    match (written.get(..16), written.get(19..)) {
        (Some(wall), Some(offset)) => format!("{wall}{offset}"),
        _ => written,
    }
}

fn escaped(text: &str) -> String {
    if text.starts_with(RISKY) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Takes back what [`write_tidy`] put before a cell.
pub(crate) fn unescaped(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(RISKY) => rest,
        _ => text,
    }
}
