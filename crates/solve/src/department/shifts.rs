//! The symbols of a department: what each one is, on which day, and when it is present.

use firstline_core::department::Department;
use firstline_core::rota::{Code, Duty, OnCall, ShiftType};
use firstline_core::time::{Day, Zone, gcd};

use crate::problem::Symbol;

/// Minutes in a day.
pub(super) const DAY: i32 = 24 * 60;

/// One shift type as the engine sees it.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    /// Place in the department's list.
    pub(super) index: usize,
    /// Minutes after midnight at which it starts.
    pub(super) start: i32,
    /// Minutes after that midnight at which it ends.
    pub(super) end: i32,
    /// Minutes of work.
    pub(super) work: i32,
    /// Whether whoever works it is in the house.
    pub(super) present: bool,
}

/// The shift types that are duties; symbol `s` is the one at `s - 1`.
pub(super) fn shifts(department: &Department) -> Vec<Shift> {
    let each = department.shift_types.iter().enumerate();
    each.filter_map(|(index, shift)| {
        let (start, end) = shift.times.filter(|_| shift.kind.is_duty())?;
        let (start, mut end) = (i32::from(start.0), i32::from(end.0));
        if end <= start {
            end += DAY;
        }
        let on_call = shift.kind.on_call();
        let work = match (on_call, shift.work) {
            (OnCall::No, _) | (_, None) => end - start,
            (_, Some(work)) => work.0,
        };
        Some(Shift {
            index,
            start,
            end,
            work,
            present: on_call != OnCall::NonResident,
        })
    })
    .collect()
}

/// Minutes in a unit of length: the greatest that measures every shift type.
pub(super) fn unit(shifts: &[Shift]) -> i32 {
    let all = shifts.iter().map(|s| s.work as u64);
    (all.fold(0, gcd) as i32).max(1)
}

/// The duty of a shift type on a day, as a roster would hold it.
pub(super) fn duty(shift: &ShiftType, index: usize, day: Day, zone: &Zone) -> Option<Duty> {
    let (start, end) = shift.on(day)?;
    let duty = Duty::new(zone.span(start, end), shift.kind, Code(index as u16));
    let mut duty = duty.expecting(shift.work, shift.rest, shift.longest_rest);
    duty.breaks = shift.breaks;
    Some(duty)
}

/// The symbol of a shift type of the department.
pub(super) fn symbol_of(shifts: &[Shift], index: usize) -> Option<Symbol> {
    let at = shifts.iter().position(|s| s.index == index)?;
    Some(at as Symbol + 1)
}
