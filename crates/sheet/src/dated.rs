//! Gathers people and their duties from one or several sheets of a dated rota.

use std::collections::BTreeMap;

use firstline_core::diagnostic::Diagnostic;
use firstline_core::rota::{Code, DatedRota, Entry, Kind, ShiftType};
use firstline_core::time::Day;

use crate::ReadOptions;
use crate::grid::{At, Grid};

/// A dated rota in the making.
pub(crate) struct Dated {
    rota: DatedRota,
    by_name: BTreeMap<String, usize>,
    known: BTreeMap<String, Option<String>>,
}

impl Dated {
    pub(crate) fn new(options: &ReadOptions) -> Dated {
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        for name in &options.known_people {
            known
                .entry(folded(name))
                .and_modify(|one| *one = None)
                .or_insert_with(|| Some(name.clone()));
        }
        Dated {
            rota: DatedRota::default(),
            by_name: BTreeMap::new(),
            known,
        }
    }

    /// The name as the department spells it, else without needless blanks.
    pub(crate) fn spelling(&self, name: &str) -> String {
        match self.known.get(&folded(name)) {
            Some(Some(known)) => known.clone(),
            _ => name.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Whether the department knows somebody of this name.
    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.known.contains_key(&folded(name))
    }

    /// The index of a person; new people are added at the end.
    pub(crate) fn person(&mut self, name: &str) -> usize {
        if let Some(index) = self.by_name.get(name) {
            return *index;
        }
        let index = self.rota.people.len();
        self.rota.people.push(name.to_owned());
        self.by_name.insert(name.to_owned(), index);
        index
    }

    /// The people that the cells of one table name. A name that stands there twice is kept as
    /// `Name (2)`, with a message, so that no duty is lost and none is given to the wrong person.
    pub(crate) fn people(
        &mut self,
        grid: &Grid,
        cells: &[At],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<usize> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut all = Vec::with_capacity(cells.len());
        for at in cells {
            let name = self.spelling(grid.text(*at));
            let times = seen.entry(name.clone()).or_default();
            *times += 1;
            if *times == 1 {
                all.push(self.person(&name));
                continue;
            }
            let second = format!("{name} ({times})");
            diagnostics.push(twice(&name, &second).at(grid.place(*at)));
            all.push(self.person(&second));
        }
        all
    }

    /// A day that the file speaks of, with or without a duty.
    pub(crate) fn day(&mut self, day: Day) {
        let rota = &mut self.rota;
        rota.first_day = Some(rota.first_day.map_or(day, |first| first.min(day)));
        rota.last_day = Some(rota.last_day.map_or(day, |last| last.max(day)));
    }

    /// A shift type on a day. Days off need no entry.
    pub(crate) fn put(
        &mut self,
        person: usize,
        (code, shift): (Code, &ShiftType),
        day: Day,
        grid: &Grid,
        at: At,
    ) {
        if shift.kind != Kind::Off {
            let entry = Entry::of(person, code, shift, day, grid.place(at));
            self.rota.entries.push(entry);
        }
    }

    /// An entry with times of its own.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.rota.entries.push(entry);
    }

    pub(crate) fn finish(self) -> DatedRota {
        self.rota
    }
}

/// The message for a name that stands twice in one table.
pub(crate) fn twice(name: &str, second: &str) -> Diagnostic {
    Diagnostic::error(
        "D017",
        format!("`{name}` stands here for the second time; kept as `{second}`"),
    )
    .help("give every person a name of their own, or put the duties of one person together")
}

fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
