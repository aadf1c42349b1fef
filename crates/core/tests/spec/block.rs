//! The rota block of a page, read into what the library takes.
//!
//! ```text
//! L = 13:00–21:30 breaks=30        a code: times, then a kind, breaks=, work=, rest=, longest=
//! day   Mon Tue Wed                a line of weekdays, checked against the dates
//! Asha  .   L   07:00-15:00        a person and one cell a day: off, a code, times, leave, sick
//! Asha  D D D D D . . ×24          the same person goes on; the row stands 24 times
//! 1:    D D D D D . .              a week of a pattern
//! Asha  history 2026-08-01T20:30/2026-08-02T09:00 night
//! Asha  leave 2026-08-05/2026-08-07            first and last day
//! Asha  share=0.6 opt-out=2026-01-01
//! agreement run.shift 8 by guardian, resident doctors' forum on 2026-08-01
//! ```

use firstline_core::contract::{Agreement, Choices};
use firstline_core::department::{Department, Person, Share};
use firstline_core::rota::{Breaks, Code, Entry, Kind, ShiftType};
use firstline_core::rules::ProspectiveCover;
use firstline_core::time::{ClockTime, Day, Minutes, Wall, Weekday};

/// What the rows of a block are.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rows {
    /// People, one cell a day.
    #[default]
    People,
    /// Weeks of a pattern.
    Weeks,
}

/// What stands on the fence line.
#[derive(Default)]
pub(crate) struct Options {
    /// Date of the first cell; the first day judged unless said otherwise.
    pub(crate) begins: Option<Day>,
    pub(crate) from: Option<Day>,
    /// The day after the last judged.
    pub(crate) to: Option<Day>,
    /// The law that judges a pattern.
    pub(crate) on: Option<Day>,
    /// The Monday on which a pattern is laid.
    pub(crate) start: Option<Day>,
    pub(crate) contract: Option<String>,
    /// Whether the contracts that it sits on are asked too.
    pub(crate) floor: bool,
    /// Only these clauses are told.
    pub(crate) show: Vec<String>,
    pub(crate) choices: Choices,
    pub(crate) rows: Rows,
    pub(crate) readings: bool,
    pub(crate) not_checked: bool,
    pub(crate) cover: Option<ProspectiveCover>,
}

/// A rota block, read.
pub(crate) struct Sheet {
    pub(crate) options: Options,
    pub(crate) shift_types: Vec<ShiftType>,
    pub(crate) people: Vec<String>,
    pub(crate) entries: Vec<Entry>,
    /// Days of the pattern, where it is one.
    pub(crate) days: Vec<Option<Code>>,
    /// The day after the last cell.
    pub(crate) cells_to: Option<Day>,
    pub(crate) department: Department,
    next: Vec<Day>,
}

type Read<T> = Result<T, String>;

impl Options {
    fn read(text: &str) -> Read<Options> {
        let mut options = Options::default();
        for token in text.split_whitespace() {
            let (key, value) = token.split_once('=').unwrap_or((token, ""));
            match key {
                "begins" => options.begins = Some(date(value)?),
                "from" => options.from = Some(date(value)?),
                "to" => options.to = Some(date(value)?),
                "on" => options.on = Some(date(value)?),
                "start" => options.start = Some(date(value)?),
                "contract" => options.contract = Some(value.to_owned()),
                "show" => options.show = value.split(',').map(str::to_owned).collect(),
                "interpret" => {
                    let (id, answer) = value.split_once('=').ok_or("write interpret=ID=VALUE")?;
                    options.choices.insert(id.to_owned(), answer.to_owned());
                }
                "cover" => options.cover = Some(cover(value)?),
                "floor" => options.floor = true,
                "pattern" => options.rows = Rows::Weeks,
                "readings" => options.readings = true,
                "not-checked" => options.not_checked = true,
                _ => return Err(format!("there is no option `{key}`")),
            }
        }
        options.begins = options.begins.or(options.from);
        Ok(options)
    }
}

impl Sheet {
    pub(crate) fn read(options: &str, text: &str) -> Read<Sheet> {
        let options = Options::read(options)?;
        let mut department = Department::unknown();
        department.cover = options.cover;
        let mut sheet = Sheet {
            options,
            shift_types: Vec::new(),
            people: Vec::new(),
            entries: Vec::new(),
            days: Vec::new(),
            cells_to: None,
            department,
            next: Vec::new(),
        };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            sheet
                .line(line)
                .map_err(|why| format!("`{}`: {why}", line.trim()))?;
        }
        Ok(sheet)
    }

    fn line(&mut self, line: &str) -> Read<()> {
        let tokens: Vec<&str> = line.split_whitespace().filter(|t| *t != "|").collect();
        match tokens.as_slice() {
            ["agreement", ..] => self.agreement(line),
            ["day", days @ ..] => self.weekdays(days),
            [code, "=", times, details @ ..] => self.legend(code, times, details),
            [name, "history" | "duty", span, details @ ..] => self.duty(name, span, details),
            [name, word @ ("leave" | "study" | "sick"), days] if days.starts_with("20") => {
                self.away(name, word, days)
            }
            [name, facts @ ..] if facts.iter().any(|t| t.contains('=')) => self.facts(name, facts),
            [label, cells @ ..] if self.options.rows == Rows::Weeks => self.week(label, cells),
            [name, cells @ ..] => self.row(name, cells),
            [] => Ok(()),
        }
    }

    fn legend(&mut self, code: &str, times: &str, details: &[&str]) -> Read<()> {
        let mut shift = ShiftType::plain(code, Kind::Day, Some(clock_times(times)?));
        for detail in details {
            describe(&mut shift, detail)?;
        }
        self.shift_types.push(shift);
        Ok(())
    }

    fn weekdays(&self, days: &[&str]) -> Read<()> {
        let first = match (self.options.rows, self.options.begins) {
            (Rows::Weeks, _) => Weekday::Mon,
            (Rows::People, Some(day)) => day.weekday(),
            (Rows::People, None) => {
                return Err("which date is the first cell? write from=DATE".to_owned());
            }
        };
        for (i, word) in days.iter().enumerate() {
            let expected = Weekday::ALL[(first as usize + i) % 7];
            if Weekday::parse(word) != Some(expected) {
                return Err(format!("`{word}` stands where {expected} belongs"));
            }
        }
        Ok(())
    }

    fn person(&mut self, name: &str) -> usize {
        if let Some(index) = self.people.iter().position(|p| p == name) {
            return index;
        }
        self.people.push(name.to_owned());
        self.next.push(self.options.begins.unwrap_or(Day(0)));
        self.department.people.push(Person::named(name));
        self.people.len() - 1
    }

    fn facts(&mut self, name: &str, facts: &[&str]) -> Read<()> {
        let index = self.person(name);
        let person = &mut self.department.people[index];
        for fact in facts {
            match fact.split_once('=') {
                Some(("share", share)) => {
                    person.share = Share::parse(share).ok_or("a share is like 0.6")?;
                }
                Some(("opt-out", day)) => person.opt_out = Some(date(day)?),
                _ => return Err(format!("`{fact}` is not known of a person")),
            }
        }
        Ok(())
    }

    fn agreement(&mut self, line: &str) -> Read<()> {
        let form = "write: agreement CLAUSE [LIMIT] by WHO, WHO on DATE";
        let rest = line.trim().trim_start_matches("agreement").trim();
        let (rest, on) = rest.rsplit_once(" on ").ok_or(form)?;
        let (what, who) = rest.split_once(" by ").ok_or(form)?;
        let (clause, limit) = what.trim().split_once(' ').unwrap_or((what.trim(), ""));
        let contract = self.options.contract.as_deref().unwrap_or_default();
        let contract = contract.split('@').next().unwrap_or_default();
        let clause = if clause.contains(':') {
            clause.to_owned()
        } else {
            format!("{contract}:{clause}")
        };
        self.department.agreements.push(Agreement {
            clause,
            limit: (!limit.is_empty()).then(|| limit.trim().to_owned()),
            agreed_by: who.split(',').map(|w| w.trim().to_owned()).collect(),
            on: date(on)?,
            people: Vec::new(),
            place: None,
        });
        Ok(())
    }

    fn duty(&mut self, name: &str, span: &str, details: &[&str]) -> Read<()> {
        let person = self.person(name);
        let form = "write 2026-08-01T20:30/2026-08-02T09:00";
        let (start, end) = span.split_once('/').ok_or(form)?;
        let (start, end) = (
            Wall::parse(start).ok_or(form)?,
            Wall::parse(end).ok_or(form)?,
        );
        let mut shift = ShiftType::plain(span, Kind::Day, None);
        for detail in details {
            describe(&mut shift, detail)?;
        }
        self.entry(person, &shift, start, end);
        Ok(())
    }

    fn away(&mut self, name: &str, word: &str, days: &str) -> Read<()> {
        let person = self.person(name);
        let (first, last) = days.split_once('/').unwrap_or((days, days));
        let kind = Kind::parse(word).ok_or("leave, study or sick")?;
        let shift = ShiftType::plain(word, kind, None);
        let (start, end) = (date(first)?.midnight(), date(last)?.plus(1).midnight());
        self.entry(person, &shift, start, end);
        Ok(())
    }

    fn entry(&mut self, person: usize, shift: &ShiftType, start: Wall, end: Wall) {
        let code = self.code(shift);
        self.entries.push(Entry {
            person,
            start,
            start_offset: None,
            end,
            end_offset: None,
            code,
            kind: shift.kind,
            breaks: shift.breaks,
            work: shift.work,
            rest: shift.rest,
            longest_rest: shift.longest_rest,
            place: None,
        });
    }

    fn code(&mut self, shift: &ShiftType) -> Code {
        let known = self.shift_types.iter().position(|s| s == shift);
        let index = known.unwrap_or_else(|| {
            self.shift_types.push(shift.clone());
            self.shift_types.len() - 1
        });
        Code(u16::try_from(index).expect("a page has few shift types"))
    }

    /// What a cell stands for; nothing for a day off.
    fn cell(&self, cell: &str) -> Read<Option<ShiftType>> {
        if cell == "." {
            return Ok(None);
        }
        if let Some(shift) = self.shift_types.iter().find(|s| s.code == cell) {
            return Ok(Some(shift.clone()));
        }
        if let "leave" | "study" | "sick" = cell {
            let kind = Kind::parse(cell).expect("these three words are kinds");
            return Ok(Some(ShiftType::plain(cell, kind, None)));
        }
        let times = clock_times(cell).map_err(|_| format!("what does `{cell}` stand for?"))?;
        Ok(Some(ShiftType::plain(cell, Kind::Day, Some(times))))
    }

    fn row(&mut self, name: &str, cells: &[&str]) -> Read<()> {
        if self.options.begins.is_none() {
            return Err("which date is the first cell? write from=DATE".to_owned());
        }
        let person = self.person(name);
        let (cells, times) = repeated(cells)?;
        for _ in 0..times {
            for cell in cells {
                let day = self.next[person];
                self.next[person] = day.plus(1);
                self.cells_to = self.cells_to.max(Some(day.plus(1)));
                if let Some(shift) = self.cell(cell)? {
                    let whole_day = (day.midnight(), day.plus(1).midnight());
                    let (start, end) = shift.on(day).unwrap_or(whole_day);
                    self.entry(person, &shift, start, end);
                }
            }
        }
        Ok(())
    }

    fn week(&mut self, label: &str, cells: &[&str]) -> Read<()> {
        let number = self.days.len() / 7 + 1;
        if label != format!("{number}:") {
            return Err(format!("this is week {number}"));
        }
        let (cells, times) = repeated(cells)?;
        if cells.len() != 7 {
            return Err(format!("a week has seven days, this one {}", cells.len()));
        }
        for _ in 0..times {
            for cell in cells {
                let shift = self.cell(cell)?;
                let code = shift.map(|shift| self.code(&shift));
                self.days.push(code);
            }
        }
        Ok(())
    }
}

/// Cells without a closing `×24`, and how often they stand.
fn repeated<'c>(cells: &'c [&'c str]) -> Read<(&'c [&'c str], usize)> {
    let Some((last, before)) = cells.split_last() else {
        return Ok((cells, 1));
    };
    match last.strip_prefix('×') {
        Some(times) => Ok((before, times.parse().map_err(|_| "how often? like ×24")?)),
        None => Ok((cells, 1)),
    }
}

fn describe(shift: &mut ShiftType, detail: &str) -> Read<()> {
    match detail.split_once('=') {
        None => shift.kind = Kind::parse(detail).ok_or(format!("no kind is `{detail}`"))?,
        Some(("breaks", breaks)) => {
            shift.breaks = Some(Breaks::parse(breaks).map_err(|e| e.to_string())?);
        }
        Some(("work", length)) => shift.work = Some(minutes(length)?),
        Some(("rest", length)) => shift.rest = Some(minutes(length)?),
        Some(("longest", length)) => shift.longest_rest = Some(minutes(length)?),
        Some((key, _)) => return Err(format!("a shift has no `{key}`")),
    }
    Ok(())
}

fn clock_times(text: &str) -> Read<(ClockTime, ClockTime)> {
    let pair = text.split_once('–').or_else(|| text.split_once('-'));
    let times = pair.and_then(|(a, b)| Some((ClockTime::parse(a)?, ClockTime::parse(b)?)));
    times.ok_or_else(|| format!("`{text}` is not a pair of times like 08:00–20:30"))
}

fn date(text: &str) -> Read<Day> {
    Day::parse(text.trim()).ok_or_else(|| format!("`{text}` is not a date"))
}

fn minutes(text: &str) -> Read<Minutes> {
    Minutes::parse(text).map_err(|error| error.to_string())
}

/// `6.5/40h`: weeks of leave a year, and hours in a week of leave.
fn cover(text: &str) -> Read<ProspectiveCover> {
    let form = "write cover=6.5/40h: weeks of leave a year, hours in a week of leave";
    let (weeks, hours) = text.split_once('/').ok_or(form)?;
    let (whole, part) = weeks.split_once('.').unwrap_or((weeks, "0"));
    let thousandths = format!("{whole}{part:0<3}");
    Ok(ProspectiveCover {
        leave_weeks_milli: thousandths.parse().map_err(|_| form)?,
        leave_week_minutes: i64::from(minutes(hours)?.0),
    })
}
