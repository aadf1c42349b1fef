//! Writes a clause as a contract file, as somebody who has read its page would.

use std::fmt::Write;

use firstline_core::contract::{Contract, Document, read_contract};
use firstline_core::time::Clock;

use crate::clause::{Begins, Clause, Counts, DayAfter, Days, Due, Leave, Limit};
use crate::twin::Class;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The contract of one clause, read by the program.
pub(crate) fn contract(kind: &str, clause: &Clause) -> Contract {
    read(&text(kind, clause))
}

/// A contract whose clauses cite the document `page`.
pub(crate) fn read(text: &str) -> Contract {
    let document = Document {
        id: "page".to_owned(),
        title: "The page of the kind".to_owned(),
        publisher: None,
        version: None,
        date: None,
        address: None,
        checksum: None,
        read: "in full".to_owned(),
    };
    match read_contract("twin.toml", text, &[document]) {
        Ok(contract) => contract,
        Err(problems) => panic!("the contract was refused: {problems:#?}\n{text}"),
    }
}

fn text(kind: &str, clause: &Clause) -> String {
    let mut text = String::from("format = 1\nid = \"twin\"\ntitle = \"Twin\"\nfrom = 2000-01-01\n");
    text.push_str(Class::TOML);
    write!(
        text,
        r#"
[[clause]]
id = "only"
kind = "{kind}"
force = "must"
text = "the page of the kind"
[[clause.version]]
from = 2000-01-01
cite = {{ document = "page", at = "all" }}
confidence = "derived"
checked = {{ on = 2026-11-22, by = "twin" }}
params = {{ {} }}
"#,
        params(clause)
    )
    .expect("a string can be written to");
    text
}

/// The parameters as an inline table, without its braces.
pub(crate) fn params(clause: &Clause) -> String {
    let mut out = Params(Vec::new());
    match clause {
        Clause::Average(p) => {
            let reference = p
                .reference
                .map_or("whole-period".to_owned(), |w| format!("{w}w"));
            out.length("max", p.max);
            out.word("counts", counts(p.counts));
            out.word("reference", &reference);
            out.word(
                "leave",
                match p.leave {
                    Leave::Shortens => "shortens",
                    Leave::Replaced => "replaced",
                    Leave::CountsAsNoWork => "counts-as-no-work",
                },
            );
            out.plain("prospective-cover", p.prospective_cover);
            if let Some(days) = p.least {
                out.word("least", &format!("{days}d"));
            }
            if let Some(step) = p.round_up {
                out.length("round-up", step);
            }
            out.clock(p.clock);
        }
        Clause::Window(p) => {
            out.length("max", p.max);
            out.length("window", p.width);
            out.word(
                "begins",
                match p.begins {
                    Begins::AnyInstant => "any-instant",
                    Begins::DutyStart => "duty-start",
                    Begins::Midnight => "midnight",
                    Begins::Monday => "monday",
                },
            );
            out.word("counts", counts(p.counts));
            out.clock(p.clock);
        }
        Clause::RestBetween(p) => {
            out.class("of", p.of);
            out.length("min", p.min);
            out.plain("joined", p.joined);
            out.clock(p.clock);
        }
        Clause::DutyLength(p) => {
            out.class("of", p.of);
            out.length("max", p.max);
            if let Some((class, max)) = p.further {
                let row = format!("{{ of = \"{}\", max = \"{max}min\" }}", class.name());
                out.plain("where", row);
            }
            out.plain("joined", p.joined);
            out.clock(p.clock);
        }
        Clause::RunLength(p) => {
            out.class("of", p.of);
            out.plain("max", p.max);
            out.days(p.days);
        }
        Clause::RestAfterRun(p) => {
            out.class("of", p.of);
            out.plain("after", p.after);
            out.length("min", p.min);
            out.class("ended-by", p.ended_by);
            out.days(p.days);
            out.word(
                "due",
                match p.due {
                    Due::AfterLast => "after-last",
                    Due::AtTrigger => "at-trigger",
                },
            );
            out.clock(p.clock);
        }
        Clause::RestInPeriod(p) => {
            out.class("of", p.of);
            let rests = |all: &[i64]| -> String {
                let all: Vec<String> = all.iter().map(|m| format!("\"{m}min\"")).collect();
                all.join(", ")
            };
            let options: Vec<String> = p
                .any_of
                .iter()
                .map(|(days, all)| format!("{{ within = \"{days}d\", rests = [{}] }}", rests(all)))
                .collect();
            out.plain("any-of", format!("[{}]", options.join(", ")));
            out.word("begins", if p.on_mondays { "monday" } else { "any-day" });
            out.word("edges", if p.whole { "whole" } else { "cut" });
            out.clock(p.clock);
        }
        Clause::RestDuring(p) => {
            out.class("of", p.of);
            out.length("total", p.total);
            out.length("longest", p.longest);
        }
        Clause::Frequency(p) => {
            out.class("of", p.of);
            let (from, to) = (week_time(p.from), week_time(p.to));
            out.plain("window", format!("{{ from = \"{from}\", to = \"{to}\" }}"));
            out.word("touch", if p.starts { "start" } else { "overlap" });
            out.word("max", &format!("{}/{}", p.max.0, p.max.1));
            out.word(
                "compare",
                if p.rounded {
                    "rounded-reciprocal"
                } else {
                    "exact"
                },
            );
        }
        Clause::NoAdjacent(p) => {
            out.class("of", p.of);
            out.plain("max", p.max);
            let pairs: Vec<String> = p.except.iter().map(|day| pair(*day as usize)).collect();
            if !pairs.is_empty() {
                out.plain("except", format!("[{}]", pairs.join(", ")));
            }
        }
        Clause::CountInDays(p) => {
            out.class("of", p.of);
            out.plain("max", p.max);
            out.plain("days", p.days);
        }
        Clause::NextDay(p) => {
            out.class("after", p.after);
            out.class("unless-again", p.again);
            out.class("of", p.of);
            out.length("max", p.max);
            let day = match p.day {
                DayAfter::Start => "after-start",
                DayAfter::End => "after-end",
            };
            out.word("day", day);
            out.clock(p.clock);
        }
        Clause::Breaks(p) => {
            out.class("of", p.of);
            out.length("each", p.each);
            let rows: Vec<String> = p.owed.iter().map(owed).collect();
            out.plain("owed", format!("[{}]", rows.join(", ")));
        }
        Clause::NightAverage(p) => {
            out.class("of", p.of);
            out.length("max", p.max);
            out.word("counts", counts(p.counts));
            out.clock(p.clock);
        }
        Clause::Recorded => out.word("why", "a rota does not say"),
        Clause::ShortestRun(p) | Clause::ShortestRestDays(p) => {
            out.class("of", p.of);
            out.plain("min", p.min);
            out.days(p.days);
        }
        Clause::DutiesInPeriod(p) => {
            out.class("of", p.of);
            match p.limit {
                Limit::Max(number) => out.plain("max", number),
                Limit::Min(number) => out.plain("min", number),
            }
        }
        Clause::HoursInPeriod(p) => {
            out.word("counts", counts(p.counts));
            match p.limit {
                Limit::Max(minutes) => out.length("max", minutes),
                Limit::Min(minutes) => out.length("min", minutes),
            }
            out.clock(p.clock);
        }
    }
    out.0.join(", ")
}

struct Params(Vec<String>);

impl Params {
    fn plain(&mut self, key: &str, value: impl std::fmt::Display) {
        self.0.push(format!("{key} = {value}"));
    }

    fn word(&mut self, key: &str, value: &str) {
        self.plain(key, format!("\"{value}\""));
    }

    fn length(&mut self, key: &str, minutes: i64) {
        self.word(key, &format!("{minutes}min"));
    }

    fn class(&mut self, key: &str, class: Class) {
        self.word(key, class.name());
    }

    fn clock(&mut self, clock: Clock) {
        self.word(
            "clock",
            if clock == Clock::Elapsed {
                "elapsed"
            } else {
                "nominal"
            },
        );
    }

    fn days(&mut self, days: Days) {
        self.word(
            "days",
            if days == Days::Touched {
                "touched"
            } else {
                "start-date"
            },
        );
    }
}

pub(crate) fn counts(counts: Counts) -> &'static str {
    match counts {
        Counts::Work => "work",
        Counts::Presence => "presence",
        Counts::WorkLessRest => "work-less-rest",
    }
}

fn pair(day: usize) -> String {
    format!("\"{}+{}\"", WEEKDAYS[day], WEEKDAYS[(day + 1) % 7])
}

pub(crate) fn week_time(minute: i64) -> String {
    let (day, time) = (minute / 1440, minute % 1440);
    format!(
        "{} {:02}:{:02}",
        WEEKDAYS[day as usize],
        time / 60,
        time % 60
    )
}

fn owed(row: &crate::clause::Owed) -> String {
    let mut out = Params(Vec::new());
    if let Some(class) = row.of {
        out.class("of", class);
    }
    if let Some(over) = row.over {
        out.length("over", over);
    }
    if let Some(least) = row.at_least {
        out.length("at-least", least);
    }
    out.plain("count", row.count);
    format!("{{ {} }}", out.0.join(", "))
}
