//! Prices a pay block and says in lines what came of it.
//!
//! ```text
//! ```pay contract=england-2016 on=2026-04-01 grade=F1 pattern
//! L = 08:00–20:30
//! 1:  L L . . . . .
//! ```
//!
//! The body is a rota as in a `rota` block, or, where there is none to lay, quantities:
//!
//! ```text
//! ```pay contract=england-2016 on=2026-04-01 grade=F1
//! hours=47.75 enhanced=8.25 weekends=1/4 on-call=yes
//! ```
//!
//! `hours=47.75`, or `hours=18215/7min`, is what each clause of plain weekly hours takes, `duty=` presence, `outside=` the share
//! of duty outside the working day, `on-calls=1/6` duties a day; any other word is a clause's id.
//!
//! On the fence line, besides what a `rota` block knows: `grade=`, `basic=`, `share=`,
//! `full-time-weekends=`, `location=`, `premium=`, `fact=NAME=VALUE`, `accept-derived`, `working`
//! (the arithmetic), `quantities` (what each clause measured), `questions` (all that were asked for
//! the band). A page of a kind takes its contract from the last `toml` block, with basic pay given.

use std::collections::BTreeMap;

use firstline_core::check::{Question, Terms};
use firstline_core::contract::{Contract, Law};
use firstline_core::department::Share;
use firstline_core::pay::{
    Detail, Exact, Facts, GivenQuestion, PayQuestion, Payer, Payslip, Pence, Quantity, compliant,
    pay_given,
};
use firstline_core::time::Day;

use crate::block::Sheet;
use crate::page::{Example, Page};
use crate::verdict::{Library, lay, made_up};

type Read<T> = Result<T, String>;

/// What a pay block's fence line says of the person.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the block's heading"
)]
#[derive(Default)]
struct Asked {
    facts: Facts,
    accept_derived: bool,
    working: bool,
    quantities: bool,
    questions: bool,
    /// What a `rota` block knows too.
    rest: String,
}

impl Asked {
    fn read(text: &str) -> Read<Asked> {
        let mut asked = Asked::default();
        let facts = &mut asked.facts;
        for token in text.split_whitespace() {
            let (key, value) = token.split_once('=').unwrap_or((token, ""));
            let bad = || format!("`{token}` cannot be used");
            match key {
                "grade" => facts.grade = Some(value.to_owned()),
                "basic" => facts.basic = Some(Pence::parse_pounds(value).ok_or_else(bad)?),
                "share" => facts.share = Some(Share::parse(value).ok_or_else(bad)?),
                "full-time-weekends" => {
                    facts.full_time_weekends = Some(Exact::parse(value).ok_or_else(bad)?);
                }
                "location" => facts.location = Some(value.to_owned()),
                "premium" => facts.premium = Some(value.to_owned()),
                "fact" => {
                    let (name, value) = value.split_once('=').ok_or_else(bad)?;
                    facts.other.insert(name.to_owned(), value.to_owned());
                }
                "accept-derived" => asked.accept_derived = true,
                "working" => asked.working = true,
                "quantities" => asked.quantities = true,
                "questions" => asked.questions = true,
                _ => {
                    asked.rest.push(' ');
                    asked.rest.push_str(token);
                }
            }
        }
        Ok(asked)
    }
}

/// What the program says of an example, line by line.
pub(crate) fn answer(library: &Library, page: &Page, example: &Example<'_>) -> Read<String> {
    let mut asked = Asked::read(example.options)?;
    let given = quantities(example.rota);
    let body = if given.is_some() { "" } else { example.rota };
    let sheet = Sheet::read(&asked.rest, body)?;
    let own;
    let contract = if let Some(id) = &sheet.options.contract {
        library.contracts(id, false)?[0]
    } else {
        let params = example.params;
        let params = params.ok_or("neither contract= nor a toml block before it")?;
        own = made_up(page.title(), params)?;
        // nobody published it
        asked.accept_derived = true;
        &own
    };
    for id in sheet.options.choices.keys() {
        if contract.interpretation(id).is_none() {
            return Err(format!("there is no interpretation `{id}`"));
        }
    }
    for id in &sheet.options.show {
        if contract.clause(id).is_none() {
            return Err(format!("there is no clause `{id}`"));
        }
    }
    let on = sheet.options.on.or(sheet.options.from);
    let on = on.or(Day::parse("2026-08-03")).ok_or("a day")?;
    let mut teller = Teller {
        asked: &asked,
        show: &sheet.options.show,
        lines: Vec::new(),
    };
    match given {
        Some(words) => {
            let question = GivenQuestion {
                contract,
                on,
                choices: sheet.options.choices.clone(),
                facts: asked.facts.clone(),
                cover: sheet.options.cover,
                accept_derived: asked.accept_derived,
                values: values(contract, &words)?,
            };
            let (slip, measured) = pay_given(&question)?;
            teller.slip(&slip, &measured);
        }
        None => of_rota(&mut teller, contract, &sheet, on)?,
    }
    Ok(teller.lines.join("\n"))
}

fn of_rota(teller: &mut Teller<'_>, contract: &Contract, sheet: &Sheet, on: Day) -> Read<()> {
    let (rota, messages) = lay(sheet)?;
    for message in &messages {
        let line = format!("{}: {}", message.code, message.title);
        teller.lines.push(line);
    }
    let check = Question {
        rota: &rota,
        department: &sheet.department,
        terms: vec![Terms {
            contracts: vec![contract],
            law: Law::On(on),
        }],
        who: Vec::new(),
        choices: sheet.options.choices.clone(),
        mend: false,
    };
    let kept = compliant(&check);
    let facts = rota.rosters.iter().zip(kept).map(|(roster, kept)| {
        let mut facts = teller.asked.facts.clone();
        let person = sheet.department.person(&roster.person);
        facts.share = facts.share.or(person.map(|p| p.share));
        let word = if kept.kept { "yes" } else { "no" };
        let compliant = facts.other.entry("compliant".to_owned());
        compliant.or_insert_with(|| word.to_owned());
        facts
    });
    let question = PayQuestion {
        rota: &rota,
        department: &sheet.department,
        contract,
        on,
        choices: sheet.options.choices.clone(),
        facts: facts.collect(),
        accept_derived: teller.asked.accept_derived,
        detail: Detail::Working,
    };
    let mut payer = Payer::new(&question);
    for index in 0..rota.rosters.len() {
        if !sheet.people.is_empty() {
            teller
                .lines
                .push(format!("{}:", rota.rosters[index].person));
        }
        let slip = payer.slip(index);
        let measured = payer.quantities(index);
        teller.slip(&slip, &measured);
    }
    Ok(())
}

/// The words of a block that gives quantities and no rota.
fn quantities(body: &str) -> Option<Vec<(&str, &str)>> {
    let words: Option<Vec<_>> = body
        .split_whitespace()
        .map(|word| word.split_once('='))
        .collect();
    words.filter(|all| {
        all.iter()
            .all(|(key, value)| !key.is_empty() && !value.is_empty())
    })
}

/// Clauses that take a word of everyday life.
const WORDS: [(&str, &[&str]); 6] = [
    ("hours", &["pay.basic", "pay.additional", "measure.hours"]),
    ("duty", &["measure.duty"]),
    ("enhanced", &["pay.night"]),
    ("weekends", &["pay.weekend", "measure.weekends"]),
    ("on-call", &["pay.on-call"]),
    ("on-calls", &["measure.on-calls", "measure.on-calls-before"]),
];

fn values(contract: &Contract, words: &[(&str, &str)]) -> Read<BTreeMap<String, Exact>> {
    let mut all = BTreeMap::new();
    let number = |text: &str| {
        let value = if text == "yes" { "1" } else { text };
        Exact::parse(value).ok_or_else(|| format!("`{text}` is not a number"))
    };
    let minutes = |text: &str| match text.strip_suffix("min") {
        Some(minutes) => number(minutes),
        None => Ok(number(text.trim_end_matches('h'))?.times(Exact::whole(60))),
    };
    let find = |key: &str| words.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
    for (key, text) in words {
        if *key == "outside" {
            let duty = find("duty")
                .or(find("hours"))
                .ok_or("outside= of what duty=?")?;
            let outside = minutes(duty)?.times(number(text)?);
            for id in ["measure.outside", "measure.outside-part-time"] {
                all.insert(id.to_owned(), outside);
            }
            continue;
        }
        let clauses = WORDS.iter().find(|(word, _)| word == key);
        let value = match *key {
            "hours" | "duty" | "enhanced" => minutes(text)?,
            "on-calls" => number(text)?.times(Exact::whole(7)),
            _ if text.ends_with(['h', 'n']) => minutes(text)?,
            _ => number(text)?,
        };
        match clauses {
            Some((_, ids)) => {
                for id in ids.iter().filter(|id| contract.clause(id).is_some()) {
                    all.insert((*id).to_owned(), value);
                }
            }
            None => {
                all.insert((*key).to_owned(), value);
            }
        }
    }
    if let (None, Some(hours)) = (find("duty"), find("hours"))
        && contract.clause("measure.duty").is_some()
    {
        all.insert("measure.duty".to_owned(), minutes(hours)?);
    }
    Ok(all)
}

struct Teller<'a> {
    asked: &'a Asked,
    show: &'a [String],
    lines: Vec<String>,
}

impl Teller<'_> {
    fn shown(&self, clause: &str) -> bool {
        self.show.is_empty() || self.show.iter().any(|s| s == bare(clause))
    }

    fn slip(&mut self, slip: &Payslip, measured: &[(String, Quantity)]) {
        for (clause, quantity) in measured {
            let named = self.asked.quantities || clause.starts_with("measure.");
            if named && self.shown(clause) && quantity.value().positive() {
                let line = format!("{clause}: {}", amount(*quantity));
                self.lines.push(line);
            }
        }
        let band = slip.band.as_ref().filter(|_| self.shown("pay.band"));
        if let Some((band, asked)) = band {
            let decided = asked.len().saturating_sub(1);
            let told = if self.asked.questions { 0 } else { decided };
            for question in &asked[told..] {
                self.lines.push(format!("asked: {question}"));
            }
            self.lines.push(format!("band {band}"));
        }
        for line in &slip.lines {
            if !self.shown(&line.clause) {
                continue;
            }
            let (clause, rate) = (bare(&line.clause), &line.rate);
            let told = format!(
                "{clause}: {} {} at {rate} = {}",
                line.quantity, line.unit, line.pence
            );
            self.lines.push(told);
            if self.asked.working {
                let steps = line.working.iter().map(|step| format!("  {step}"));
                self.lines.extend(steps);
            }
        }
        for refusal in &slip.refused {
            if !self.shown(&refusal.clause) {
                continue;
            }
            let line = format!("not priced: {}: {}", bare(&refusal.clause), refusal.why);
            self.lines.push(line);
        }
        if !self.show.is_empty() {
            return;
        }
        let total = if slip.basic_known {
            format!("total {} {}", slip.total, slip.per)
        } else {
            "no total".to_owned()
        };
        self.lines.push(total);
    }
}

fn bare(clause: &str) -> &str {
    clause.split_once(':').map_or(clause, |(_, id)| id)
}

/// Hours as a decimal and to the minute; frequencies as one in so many.
fn amount(quantity: Quantity) -> String {
    match quantity {
        Quantity::MinutesAWeek(m) | Quantity::Minutes(m) => {
            let (hours, unit) = (m.over(Exact::whole(60)).rounded_text(), quantity.told().1);
            let whole = m.plus(Exact::new(1, 2)).parts();
            let minutes = whole.map_or(0, |(num, den)| num.div_euclid(den));
            format!("{hours} {unit} ({}:{:02})", minutes / 60, minutes % 60)
        }
        Quantity::Duties(_) => quantity.told().0 + " duties",
        Quantity::DutiesADay(share) | Quantity::Share(share) => {
            format!("1 in {}", Exact::whole(1).over(share).rounded_text())
        }
    }
}
