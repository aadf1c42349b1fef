//! Writes the parameters of a clause of pay as somebody who has read its page would.

use super::terms::{Base, Condition, Hours, Measure, Rounding, Terms, Whole, Window};
use crate::clause::Frequency;
use crate::contract::{counts, week_time};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Hours {
    fn toml(&self) -> String {
        let mut all = vec![
            format!("of = \"{}\"", self.of.name()),
            format!("counts = \"{}\"", counts(self.counts)),
            format!("less-breaks = {}", self.less_breaks),
        ];
        if !self.windows.is_empty() {
            let rows: Vec<String> = self.windows.iter().map(Window::toml).collect();
            all.push(format!("windows = [{}]", rows.join(", ")));
        }
        if !self.whole.is_empty() {
            let rows: Vec<String> = self.whole.iter().map(Whole::toml).collect();
            all.push(format!("whole-duty = [{}]", rows.join(", ")));
        }
        if let Some(class) = self.only_with_majority {
            all.push(format!("windows-only-with-majority = \"{}\"", class.name()));
        }
        all.join(", ")
    }
}

impl Window {
    fn toml(&self) -> String {
        let days: Vec<String> = self
            .days
            .iter()
            .map(|d| format!("\"{}\"", WEEKDAYS[*d]))
            .collect();
        let days = if days.is_empty() {
            String::new()
        } else {
            format!("days = [{}], ", days.join(", "))
        };
        let (from, to) = (clock(self.from), clock(self.to));
        format!("{{ {days}from = \"{from}\", to = \"{to}\" }}")
    }
}

impl Whole {
    fn toml(&self) -> String {
        let until = self.until.map(clock);
        let until = until.map_or(String::new(), |t| format!(", until = \"{t}\""));
        let (of, majority) = (self.of.name(), self.majority);
        format!("{{ of = \"{of}\"{until}, majority = {majority} }}")
    }
}

impl Rounding {
    fn word(self) -> &'static str {
        match self {
            Rounding::Penny => "penny",
            Rounding::PennyUp => "penny-up",
            Rounding::PoundUp => "pound-up",
        }
    }
}

impl Measure {
    pub(crate) fn toml(&self) -> String {
        match self {
            Measure::WeeklyHours(hours, cover) => {
                let hours = hours.toml();
                format!("what = \"weekly-hours\", prospective-cover = {cover}, {hours}")
            }
            Measure::DutiesADay(hours, cover) => {
                let hours = hours.toml();
                format!("what = \"duties-a-day\", prospective-cover = {cover}, {hours}")
            }
            Measure::Frequency(p) => format!("what = \"frequency\", {}", window(p)),
        }
    }
}

impl Base {
    pub(crate) fn toml(&self) -> String {
        let steps: Vec<String> = self
            .steps
            .iter()
            .map(|(from, share)| {
                format!("{{ name = \"from {from}\", from = \"{from}min\", share = \"{share}%\" }}")
            })
            .collect();
        format!(
            "{}, prospective-cover = {}, week = \"{}min\"{}, points = {{ P = \"{}.{:02}\" }}, grades = {{ G = \"P\" }}, part-time-base = [{}]",
            self.hours.toml(),
            self.cover,
            self.week,
            length("round-up", self.round_up),
            self.point / 100,
            self.point % 100,
            steps.join(", ")
        )
    }
}

impl Condition {
    fn toml(&self) -> String {
        let word = |yes: bool| if yes { "yes" } else { "no" };
        match self {
            Condition::Fact(name, is, otherwise) => {
                let otherwise =
                    otherwise.map_or(String::new(), |o| format!(", otherwise = \"{}\"", word(o)));
                format!("{{ fact = \"{name}\", is = \"{}\"{otherwise} }}", word(*is))
            }
            Condition::Measure(which, over, compare, (num, den)) => {
                let over = if *over {
                    format!(", over = \"measure.{}\"", 1 - which)
                } else {
                    String::new()
                };
                format!("{{ measure = \"measure.{which}\"{over}, {compare} = \"{num}/{den}\" }}")
            }
        }
    }
}

impl Terms {
    /// The parameters as an inline table, without its braces.
    pub(crate) fn toml(&self) -> String {
        let share = |(num, den): (i64, i64)| format!("\"{num}/{den}\"");
        match self {
            Terms::Base(p) => p.toml(),
            Terms::WeeklyHours(p) => format!(
                "{}, prospective-cover = {}, week = \"{}min\", share = {}, full-time-only = {}{}{}",
                p.hours.toml(),
                p.cover,
                p.week,
                share(p.share),
                p.full_time_only,
                length("above", p.above),
                length("round-up", p.round_up)
            ),
            Terms::Frequency(p) => {
                let rows: Vec<String> = p
                    .rows
                    .iter()
                    .map(|((a, b), milli)| {
                        format!("{{ at-least = \"{a}/{b}\", share = \"{milli}/1000\" }}")
                    })
                    .collect();
                format!("{}, rows = [{}]", window(&p.window), rows.join(", "))
            }
            Terms::Percent(p) => format!(
                "{}, share = {}, rounding = \"{}\"",
                p.hours.toml(),
                share(p.share),
                p.rounding.word()
            ),
            Terms::Flat(p) => format!(
                "by = \"{}\", pro-rata = {}, sums = {{ here = \"{}.{:02}\" }}",
                p.by,
                p.pro_rata,
                p.sum / 100,
                p.sum % 100
            ),
            Terms::PerHour(p) => {
                let shares: Vec<String> = p
                    .shares
                    .iter()
                    .map(|(band, s)| match *band {
                        "" => share(*s),
                        band => format!("{band} = {}", share(*s)),
                    })
                    .collect();
                let shares = match p.shares.as_slice() {
                    [("", _)] => shares.concat(),
                    _ => format!("{{ {} }}", shares.join(", ")),
                };
                let (a, b) = p.weeks_a_year;
                format!(
                    "{}, share = {shares}, week = \"{}min\", weeks-a-year = \"{a}/{b}\", rounding = \"{}\"",
                    p.hours.toml(),
                    p.week,
                    p.rounding.word()
                )
            }
            Terms::Measure(p) => p.toml(),
            Terms::Unpriced(hours) => format!("{}, why = \"nobody knows\"", hours.toml()),
            Terms::Band(p) => {
                let list = |all: &[Condition]| {
                    let all: Vec<String> = all.iter().map(Condition::toml).collect();
                    all.join(", ")
                };
                let rows: Vec<String> = p
                    .rows
                    .iter()
                    .enumerate()
                    .map(|(i, row)| {
                        format!(
                            "{{ band = \"B{i}\", asks = \"Row {i}?\", all = [{}], any = [{}] }}",
                            list(&row.all),
                            list(&row.any)
                        )
                    })
                    .collect();
                let shares: Vec<String> = (0..p.rows.len())
                    .map(|i| format!("B{i} = \"{}%\"", 10 * i))
                    .collect();
                format!(
                    "rows = [{}], supplements = {{ {} }}",
                    rows.join(", "),
                    shares.join(", ")
                )
            }
        }
    }
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn window(p: &Frequency) -> String {
    let (from, to) = (week_time(p.from), week_time(p.to));
    let touch = if p.starts { "start" } else { "overlap" };
    let of = p.of.name();
    format!("of = \"{of}\", window = {{ from = \"{from}\", to = \"{to}\" }}, touch = \"{touch}\"")
}

fn length(key: &str, minutes: Option<i64>) -> String {
    minutes.map_or(String::new(), |m| format!(", {key} = \"{m}min\""))
}
