//! The classes of duty as a contract's file defines them, counted minute by minute.

use std::collections::BTreeMap;

use firstline_core::rota::Kind;
use firstline_core::time::{Instant, Zone};

use crate::text::{Fields, Text};
use crate::twin::{DAY, Duty, weekday};

/// Which duties of one person are in which class; nothing for a duty of which it cannot be told.
pub(crate) struct Sorted<'t> {
    text: &'t Text,
    zone: &'t Zone,
    duties: &'t [Duty],
    known: BTreeMap<String, Vec<Option<bool>>>,
}

impl<'t> Sorted<'t> {
    /// Some duties under one contract.
    pub(crate) fn new(text: &'t Text, zone: &'t Zone, duties: &'t [Duty]) -> Sorted<'t> {
        Sorted {
            text,
            zone,
            duties,
            known: BTreeMap::new(),
        }
    }

    /// For each duty whether it is in a class.
    pub(crate) fn class(&mut self, name: &str) -> Vec<Option<bool>> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let mut of_duties = vec![Some(true); self.duties.len()];
        let mut fields = self.text.class(name);
        for class in fields.words("all-of").unwrap_or_default() {
            narrow(&mut of_duties, &self.class(class));
        }
        for class in fields.words("none-of").unwrap_or_default() {
            let outside: Vec<_> = self
                .class(class)
                .iter()
                .map(|is| is.map(|is| !is))
                .collect();
            narrow(&mut of_duties, &outside);
        }
        let tests = tests(&mut fields);
        fields.done();
        for test in tests {
            let held: Vec<_> = self.duties.iter().map(|d| test(d, self.zone)).collect();
            narrow(&mut of_duties, &held);
        }
        self.known.insert(name.to_owned(), of_duties.clone());
        of_duties
    }
}

/// Both must be so: what is surely not so decides, and then what is not known.
fn narrow(these: &mut [Option<bool>], those: &[Option<bool>]) {
    for (this, that) in these.iter_mut().zip(those) {
        *this = match (*this, that) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
    }
}

/// Something that is so of a duty, or not, or cannot be told.
type Test = Box<dyn Fn(&Duty, &Zone) -> Option<bool>>;

/// Whether something that can always be told is so.
fn told(so: impl Fn(&Duty) -> bool + 'static) -> Test {
    Box::new(move |duty, _| Some(so(duty)))
}

/// What a class asks of a duty alone.
fn tests(fields: &mut Fields<'_>) -> Vec<Test> {
    let mut all: Vec<Test> = Vec::new();
    // what it is, in words for people
    fields.word_or_none("text");
    if let Some(words) = fields.words("kind") {
        let kinds: Vec<Option<Kind>> = words.into_iter().map(Kind::parse).collect();
        all.push(told(move |duty| kinds.contains(&Some(duty.kind))));
    }
    if let Some(mut length) = fields.inner("length") {
        let minutes = |duty: &Duty| duty.wall.1 - duty.wall.0;
        if let Some(least) = length.length_or_none("more-than") {
            all.push(told(move |duty| minutes(duty) > least));
        }
        if let Some(least) = length.length_or_none("at-least") {
            all.push(told(move |duty| minutes(duty) >= least));
        }
        length.done();
    }
    if let Some(mut starts) = fields.inner("starts") {
        if let Some(time) = starts.time("before") {
            all.push(told(move |duty| duty.wall.0 < duty.date() * DAY + time));
        }
        if let Some(time) = starts.time("from") {
            all.push(told(move |duty| duty.wall.0 >= duty.date() * DAY + time));
        }
        starts.done();
    }
    if let Some(mut ends) = fields.inner("ends") {
        if let Some(time) = ends.time("after") {
            all.push(told(move |duty| duty.wall.1 > duty.date() * DAY + time));
        }
        if let Some(time) = ends.time("from") {
            all.push(told(move |duty| duty.wall.1 >= duty.date() * DAY + time));
        }
        ends.done();
    }
    if let Some(window) = fields.window("touches") {
        all.push(told(move |duty| {
            (duty.wall.0..duty.wall.1).any(|minute| in_the_week(window, minute))
        }));
    }
    if let Some(window) = fields.window("starts-in") {
        all.push(told(move |duty| in_the_week(window, duty.wall.0)));
    }
    if let Some(mut within) = fields.inner("within") {
        let (from, to) = (within.time("from"), within.time("to"));
        let window = from.zip(to).expect("from one time to another");
        let least = within.length("at-least");
        within.done();
        all.push(Box::new(move |duty, zone| {
            Some(minutes_within(window, duty, zone) >= least)
        }));
    }
    if let Some(most) = fields.length_or_none("expected-work-at-most") {
        all.push(Box::new(move |duty, _| duty.work.map(|work| work <= most)));
    }
    if let Some(mut short) = fields.inner("expected-rest-short-of") {
        let (total, longest) = (short.length("total"), short.length("longest"));
        short.done();
        all.push(Box::new(move |duty, _| {
            let short = [
                duty.rest.map(|rest| rest < total),
                duty.longest.map(|rest| rest < longest),
            ];
            if short.contains(&Some(true)) {
                return Some(true);
            }
            (!short.contains(&None)).then_some(false)
        }));
    }
    all
}

/// Whether a minute of the wall clock lies in a window of the week.
fn in_the_week((from, to): (i64, i64), minute: i64) -> bool {
    let of_the_week = weekday(minute.div_euclid(DAY)) * DAY + minute.rem_euclid(DAY);
    inside((from, to), of_the_week)
}

/// Whether something lies between two times, the second of which may be of the next round.
fn inside((from, to): (i64, i64), at: i64) -> bool {
    if from < to {
        from <= at && at < to
    } else {
        from <= at || at < to
    }
}

/// Minutes of a duty, as a stopwatch would show them, at which the clock shows a time of a window.
fn minutes_within(window: (i64, i64), duty: &Duty, zone: &Zone) -> i64 {
    let (start, end) = duty.instant;
    let offset = duty.wall.0 - start;
    let changes = duty.wall.1 - end != offset;
    let shown = |instant: i64| {
        if changes {
            i64::from(zone.wall_at(Instant(instant as i32)).wall.0)
        } else {
            instant + offset
        }
    };
    let within = |instant: &i64| inside(window, shown(*instant).rem_euclid(DAY));
    (start..end).filter(within).count() as i64
}
