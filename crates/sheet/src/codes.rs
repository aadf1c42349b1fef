//! What the codes in cells stand for, and a tally of those that stand for nothing known.
//!
//! A blank cell and `-` are a day off, and so is `OFF`. Every other code needs a legend or the
//! times themselves; no meaning is assumed.

use std::collections::BTreeMap;
use std::fmt::Write;

use firstline_core::diagnostic::{Diagnostic, Place, did_you_mean};
use firstline_core::rota::{Code, Kind, ShiftType};
use firstline_core::time::ClockTime;

use crate::grid::{At, Grid};
use crate::times;

/// What one cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing: a day off.
    Blank,
    /// A shift type.
    Shift(Code),
    /// Something that could not be understood; a message has been or will be given.
    Unreadable,
}

/// The shift types known so far, and the cells that named none of them.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    types: Vec<ShiftType>,
    exact: BTreeMap<String, Code>,
    folded: BTreeMap<String, Vec<Code>>,
    /// Codes with two meanings: never used.
    contradicted: BTreeMap<String, Cells>,
    unknown: BTreeMap<String, Cells>,
    has_legend: bool,
    duties: usize,
    understood: usize,
    unreadable: usize,
}

#[derive(Debug, Default)]
struct Cells {
    count: usize,
    /// The order in which codes were met, so that messages follow the sheet.
    order: usize,
    first: Option<Place>,
}

impl Cells {
    fn add(&mut self, order: usize, place: impl FnOnce() -> Place) {
        if self.first.is_none() {
            self.first = Some(place());
            self.order = order;
        }
        self.count += 1;
    }

    fn words(&self) -> String {
        match self.count {
            1 => "1 cell was left out".to_owned(),
            n => format!("{n} cells were left out"),
        }
    }
}

impl Codes {
    /// Adds a shift type of a legend; returns the one that has the code already, if it differs.
    pub(crate) fn define(&mut self, shift: ShiftType) -> Result<(), ShiftType> {
        self.has_legend = true;
        let index = self.exact.get(&shift.code).map(|c| usize::from(c.0));
        if let Some(known) = index.and_then(|i| self.types.get_mut(i)) {
            if let Some(joined) = joined(known, &shift) {
                *known = joined;
                return Ok(());
            }
            let known = known.clone();
            self.contradicted.entry(shift.code).or_default();
            return Err(known);
        }
        self.add(shift);
        Ok(())
    }

    pub(crate) fn get(&self, code: Code) -> Option<&ShiftType> {
        self.types.get(usize::from(code.0))
    }

    /// The shift type of this code, whichever way its letters are cased, if there is but one.
    pub(crate) fn find(&self, text: &str) -> Option<Code> {
        if let Some(code) = self.exact.get(text) {
            return Some(*code);
        }
        match self.folded.get(&text.to_lowercase()).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        }
    }

    /// Adds a shift type whether or not its code is taken; nothing when there are too many.
    pub(crate) fn add(&mut self, shift: ShiftType) -> Option<Code> {
        let code = Code(u16::try_from(self.types.len()).ok()?);
        self.exact.entry(shift.code.clone()).or_insert(code);
        let folded = self.folded.entry(shift.code.to_lowercase()).or_default();
        folded.push(code);
        self.types.push(shift);
        Some(code)
    }

    /// What a cell says. What is not understood is counted for [`Codes::finish`].
    pub(crate) fn read(
        &mut self,
        grid: &Grid,
        at: At,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Meaning {
        let text = grid.text(at);
        if text.is_empty() || text == "-" || text == "\u{2013}" {
            return Meaning::Blank;
        }
        let order = self.unreadable;
        if let Some(code) = self.find(text) {
            let key = self.get(code).map_or(String::new(), |s| s.code.clone());
            if let Some(cells) = self.contradicted.get_mut(&key) {
                cells.add(order, || grid.place(at));
                self.unreadable += 1;
                return Meaning::Unreadable;
            }
            return self.shift(code);
        }
        if text.eq_ignore_ascii_case("OFF") {
            let off = self.add(ShiftType::plain("OFF", Kind::Off, None));
            return off.map_or(Meaning::Unreadable, |code| self.shift(code));
        }
        if let Some(written) = times::written(text) {
            return self.read_times(&written, grid, at, diagnostics);
        }
        self.unreadable += 1;
        let cells = self.unknown.entry(text.to_owned()).or_default();
        cells.add(order, || grid.place(at));
        Meaning::Unreadable
    }

    fn read_times(
        &mut self,
        written: &times::Written,
        grid: &Grid,
        at: At,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Meaning {
        let Some(pair) = written.times else {
            self.unreadable += 1;
            let title = format!(
                "`{}` has no such time of day; it was left out",
                one_line(grid, at)
            );
            diagnostics.push(
                Diagnostic::error("D007", title)
                    .at(grid.place(at))
                    .help("write times from 00:00 to 24:00, as in 20:30-09:00"),
            );
            return Meaning::Unreadable;
        };
        let text = times::normal(&written.name, pair);
        if let Some(code) = self.exact.get(&text) {
            return self.shift(*code);
        }
        let mut shift = ShiftType::plain(&text, Kind::Day, Some(pair));
        shift.name = (!written.name.is_empty()).then(|| written.name.clone());
        if let Some(code) = self.add(shift) {
            return self.shift(code);
        }
        self.unreadable += 1;
        let cells = self.unknown.entry(text).or_default();
        cells.add(self.unreadable, || grid.place(at));
        Meaning::Unreadable
    }

    fn shift(&mut self, code: Code) -> Meaning {
        self.understood += 1;
        if self.get(code).is_some_and(|s| s.kind.is_duty()) {
            self.duties += 1;
        }
        Meaning::Shift(code)
    }

    /// Whether cells were met and not one of them could be understood as a duty.
    pub(crate) fn nothing_understood(&self) -> bool {
        self.unreadable > 0 && (self.understood == 0 || (self.duties == 0 && !self.has_legend))
    }

    /// The shift types, and one message for each code that was not understood.
    pub(crate) fn finish(self, file: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ShiftType> {
        let in_order = |cells: BTreeMap<String, Cells>| {
            let mut all: Vec<(String, Cells)> =
                cells.into_iter().filter(|(_, c)| c.count > 0).collect();
            all.sort_by_key(|(_, cells)| cells.order);
            all
        };
        let help_file = || {
            format!(
                "put `{}` beside it, with the columns code,start,end,kind, or name one with --legend",
                beside(file)
            )
        };
        for (code, cells) in in_order(self.contradicted) {
            let title = format!("`{code}` has two meanings in the legend, so neither was used");
            let diagnostic = Diagnostic::error("D016", title).note(cells.words());
            diagnostics.push(placed(
                diagnostic.help("keep one of the two in the legend"),
                cells.first,
            ));
        }
        let unknown = in_order(self.unknown);
        if !self.has_legend && self.duties == 0 && !unknown.is_empty() {
            diagnostics.push(no_legend(unknown).help(help_file()));
            return self.types;
        }
        for (i, (code, cells)) in unknown.into_iter().enumerate() {
            let title = format!("nothing says what `{}` stands for", code.replace('\n', " "));
            let known = self
                .types
                .iter()
                .take(1000)
                .map(|shift| shift.code.as_str());
            // comparing words takes time; nobody reads a hundredth suggestion
            let near = (i < 100).then(|| did_you_mean(&code, known)).flatten();
            let help = match near {
                Some(near) => format!("did you mean `{near}`? If not, add the code to the legend"),
                None if self.has_legend => "add the code to the legend".to_owned(),
                None => help_file(),
            };
            let diagnostic = Diagnostic::error("D004", title)
                .note(cells.words())
                .help(help);
            diagnostics.push(placed(diagnostic, cells.first));
        }
        self.types
    }
}

/// The two meanings as one, when neither gainsays the other: one may record breaks or a name
/// where the other is silent.
fn joined(known: &ShiftType, more: &ShiftType) -> Option<ShiftType> {
    fn gainsay<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if a != b)
    }
    let contradiction = gainsay(known.breaks.as_ref(), more.breaks.as_ref())
        || gainsay(known.work.as_ref(), more.work.as_ref())
        || gainsay(known.rest.as_ref(), more.rest.as_ref())
        || gainsay(known.longest_rest.as_ref(), more.longest_rest.as_ref());
    if known.kind != more.kind || known.times != more.times || contradiction {
        return None;
    }
    Some(ShiftType {
        code: known.code.clone(),
        name: known.name.clone().or_else(|| more.name.clone()),
        kind: known.kind,
        times: known.times,
        breaks: known.breaks.or(more.breaks),
        work: known.work.or(more.work),
        rest: known.rest.or(more.rest),
        longest_rest: known.longest_rest.or(more.longest_rest),
    })
}

fn no_legend(unknown: Vec<(String, Cells)>) -> Diagnostic {
    let mut names: Vec<String> = unknown
        .iter()
        .take(12)
        .map(|(code, cells)| format!("`{}` ({})", code.replace('\n', " "), cells.count))
        .collect();
    if unknown.len() > 12 {
        names.push(format!("and {} more", unknown.len() - 12));
    }
    let title = "there is no legend that says what the codes stand for, so nothing can be judged";
    let diagnostic = Diagnostic::error("D015", title).note(format!(
        "codes and how often they occur: {}",
        names.join(", ")
    ));
    placed(
        diagnostic,
        unknown
            .into_iter()
            .next()
            .and_then(|(_, cells)| cells.first),
    )
}

fn placed(diagnostic: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

fn one_line(grid: &Grid, at: At) -> String {
    grid.text(at)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn beside(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    crate::legend_names(std::path::Path::new(name))
        .last()
        .map_or_else(
            || "legend.csv".to_owned(),
            |path| path.display().to_string(),
        )
}

/// `20:30 to 09:00, night`, to show what a code means.
pub(crate) fn meaning(shift: &ShiftType) -> String {
    let on = |(start, end): (ClockTime, ClockTime)| format!("{start} to {end}, {}", shift.kind);
    let mut words = shift.times.map_or_else(|| shift.kind.to_string(), on);
    if let Some(breaks) = shift.breaks {
        let _ = write!(words, ", breaks {breaks}");
    }
    for (what, length) in [
        ("work", shift.work),
        ("rest", shift.rest),
        ("longest rest", shift.longest_rest),
    ] {
        if let Some(length) = length {
            let _ = write!(words, ", {what} {length}");
        }
    }
    words
}
