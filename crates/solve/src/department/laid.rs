//! Lines to a rota that can be checked and written, and back.

use firstline_core::department::Department;
use firstline_core::rota::{DatedRota, Entry, Kind, Rota, WorkedOrPlanned};
use firstline_core::time::Wall;

use super::built::Layout;
use crate::problem::{OFF, Symbol};

/// The rota that some lines are, with the duties before it, leave, and what stands outside the
/// search.
pub fn rota_of(department: &Department, layout: &Layout, lines: &[Vec<Symbol>]) -> DatedRota {
    let mut rota = DatedRota {
        shift_types: department.shift_types.clone(),
        people: department.people.iter().map(|p| p.name.clone()).collect(),
        entries: Vec::new(),
        worked: WorkedOrPlanned::Planned,
        first_day: Some(layout.from),
        last_day: Some(layout.from.plus(layout.days as i32 - 1)),
    };
    for (person, who) in department.people.iter().enumerate() {
        for past in &who.history {
            rota.entries
                .push(past_entry(person, past.start, past.end, past));
        }
        let line = lines.get(person).map_or(&[][..], Vec::as_slice);
        for (day, &symbol) in line.iter().enumerate() {
            rota.entries
                .extend(entry(department, layout, person, day, symbol));
        }
        for pin in layout.pinned.iter().filter(|p| p.person == person) {
            rota.entries
                .extend(entry(department, layout, person, pin.day, pin.symbol));
        }
        for away in &who.absences {
            let (from, to) = (away.from.midnight(), away.to.midnight());
            rota.entries.push(plain(person, from, to, away.kind));
        }
    }
    rota.entries.sort_by_key(|e| (e.person, e.start));
    rota
}

fn plain(person: usize, start: Wall, end: Wall, kind: Kind) -> Entry {
    Entry {
        person,
        start,
        start_offset: None,
        end,
        end_offset: None,
        code: firstline_core::rota::Code(0),
        kind,
        breaks: None,
        work: None,
        rest: None,
        longest_rest: None,
        place: None,
    }
}

fn past_entry(
    person: usize,
    start: Wall,
    end: Wall,
    past: &firstline_core::department::PastDuty,
) -> Entry {
    Entry {
        work: past.work,
        rest: past.rest,
        longest_rest: past.longest_rest,
        ..plain(person, start, end, past.kind)
    }
}

fn entry(
    department: &Department,
    layout: &Layout,
    person: usize,
    day: usize,
    symbol: Symbol,
) -> Option<Entry> {
    let index = *layout.shifts.get(usize::from(symbol.checked_sub(1)?))?;
    let shift = department.shift_types.get(index)?;
    let (start, end) = shift.on(layout.from.plus(day as i32))?;
    Some(Entry {
        code: firstline_core::rota::Code(index as u16),
        breaks: shift.breaks,
        work: shift.work,
        rest: shift.rest,
        longest_rest: shift.longest_rest,
        ..plain(person, start, end, shift.kind)
    })
}

/// What each person of the department does on each day in some rota, where it says: matched by
/// name, and by code or else by times.
pub fn lines_of(department: &Department, layout: &Layout, rota: &Rota) -> Vec<Vec<Option<Symbol>>> {
    let line = |name: &str| {
        let mut line = vec![None; layout.days];
        let Some(roster) = rota.rosters.iter().find(|r| r.person == name) else {
            return line;
        };
        for (day, symbol) in line.iter_mut().enumerate() {
            let date = layout.from.plus(day as i32);
            if !rota.period.contains(date) {
                continue;
            }
            *symbol = Some(OFF);
            let duty = roster.duties.iter().find(|d| d.day() == date);
            if let Some(duty) = duty {
                let code = &rota.shift_type(duty.code).code;
                let times = Some((duty.start.wall, duty.end.wall));
                let types = &department.shift_types;
                let by = |same: &dyn Fn(usize) -> bool| layout.shifts.iter().position(|&i| same(i));
                let found =
                    by(&|i| types[i].code == *code).or_else(|| by(&|i| types[i].on(date) == times));
                *symbol = found.map(|at| at as Symbol + 1);
            }
        }
        line
    };
    department.people.iter().map(|p| line(&p.name)).collect()
}
