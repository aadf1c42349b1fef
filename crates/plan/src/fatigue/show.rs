//! The indices in words: text for the screen, a page for the printer.

use std::fmt::Write;

use firstline_core::rota::Judged;
use firstline_core::time::Day;

use super::draw::calendar_pages;
use super::score::{DutyScore, Fatigue, PersonScore, Why};
use crate::{Page, Table};

/// What the two numbers are.
const MEANING: [&str; 2] = [
    "FI, fatigue index: the mean chance, in a hundred, of being very sleepy over the duty.",
    "RI, risk index: risk of a slip or an accident against 1.00, the mean of two 12 h days, two 12 h nights and four days off.",
];

const COMPARE: &str = "They compare duties and rotas. They pass nothing and fail nothing; what the contract says is answered by `firstline check`.";

/// Everybody's duties are printed one by one up to this many people.
const FEW: usize = 1;

/// What the numbers cannot tell. Said in every answer.
pub(super) fn not_known(fatigue: &Fatigue) -> Vec<String> {
    let mut all = vec![
        "who it is: duties are scored, not people; age, health, a second job and children at home are not in it".to_owned(),
        "how anybody slept, and whether there was a nap".to_owned(),
        "how busy the duty was: one demand and one set of breaks is taken for all".to_owned(),
        "whether it fits hospitals: its publisher withdrew the spreadsheet in June 2021, because it was hard to support and had been used to justify bad patterns".to_owned(),
    ];
    all.push(match fatigue.patients {
        Some(patients) => format!(
            "what {patients} patients for each doctor do to the duty: that number stands beside the indices and does not change them"
        ),
        None => "patients for each doctor: not given (`--patients`). In a trial of 2020 in six intensive care units for children, shorter duties came with more patients for each doctor and with more errors, and the difference went when workload was allowed for: read no change of these indices without that number".to_owned(),
    });
    for why in [Why::FromHome, Why::TooLong] {
        let duties = fatigue.people.iter().flat_map(|p| &p.duties);
        let count = duties.filter(|d| d.index == Err(why)).count();
        if count > 0 {
            let duties = if count == 1 { "duty" } else { "duties" };
            all.push(format!("{count} {duties} {}", why.words()));
        }
    }
    all
}

/// `week 1 Thu` on no dates, else `Thu 6 Aug 2026`.
pub(super) fn day_name(fatigue: &Fatigue, day: Day) -> String {
    if fatigue.on_dates {
        return day.long();
    }
    let n = day.since(fatigue.period.from);
    format!("week {} {}", n.div_euclid(7) + 1, day.weekday())
}

fn nth(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

fn duty_name(fatigue: &Fatigue, duty: &DutyScore) -> String {
    format!(
        "{} {} {}–{}",
        day_name(fatigue, duty.start.wall.day()),
        duty.code,
        duty.start.wall.time(),
        duty.end.wall.time()
    )
}

/// What stands out for one person, as comparison.
pub(super) fn sentences(fatigue: &Fatigue, person: &PersonScore) -> Vec<String> {
    let whose = if person.person.starts_with("line") || person.person == "pattern" {
        "of this line"
    } else {
        "of this person"
    };
    let mut all = Vec::new();
    if let Some((duty, fi)) = person.worst(|i| i.fi) {
        all.push(worst(fatigue, duty, whose, "fatigue", fi, |i| i.fi, 1));
    }
    if let Some((duty, ri)) = person.worst(|i| i.ri) {
        all.push(worst(fatigue, duty, whose, "risk", ri, |i| i.ri, 2));
    }
    all
}

fn worst(
    fatigue: &Fatigue,
    duty: &DutyScore,
    whose: &str,
    what: &str,
    value: f64,
    of: impl Fn(&super::Index) -> f64,
    places: usize,
) -> String {
    let sort = if duty.night { "night" } else { "day duty" };
    let short = if what == "fatigue" { "FI" } else { "RI" };
    let which = if duty.nth > 1 {
        format!("the {} {sort} in a row", nth(duty.nth))
    } else {
        format!("a {sort}, first of its run")
    };
    let mut text = format!(
        "Worst {whose} for {what}: {which}, {}, {short} {value:.places$}",
        duty_name(fatigue, duty)
    );
    if let Some(index) = &duty.first_of_run {
        let before = of(index);
        let _ = write!(text, "; the first of them has {before:.places$}");
        if before > 0.0 {
            let _ = write!(text, ", {:+.0} %", (value / before - 1.0) * 100.0);
        }
    }
    text.push('.');
    text
}

/// Hours, which are to be read beside the indices.
pub(super) fn hours(person: &PersonScore) -> String {
    let at_home = |d: &&DutyScore| d.index == Err(Why::FromHome);
    let on_site = || person.duties.iter().filter(move |d| !at_home(d));
    let mut text = format!("{:.1} h a week", person.hours_a_week());
    if let Some(longest) = on_site().map(|d| d.length).max() {
        let _ = write!(text, ", longest duty {longest}");
    }
    if let Some(rest) = on_site().filter_map(|d| d.rest).min() {
        let _ = write!(text, ", shortest rest {rest}");
    }
    if person.from_home.0 > 0 {
        let _ = write!(text, ", and {} on call from home", person.from_home);
    }
    text
}

fn decimal(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| "none".to_owned(), |v| format!("{v:.places$}"))
}

fn one_line_each(fatigue: &Fatigue) -> Table {
    let mut table = Table::new(
        "Everybody, with hours beside",
        &[
            "who",
            "#h a week",
            "#duties",
            "#nights",
            "#mean FI",
            "#FI day max",
            "#FI night max",
            "#mean RI",
            "#RI max",
        ],
    );
    for p in &fatigue.people {
        table.row(vec![
            p.person.clone(),
            format!("{:.1}", p.hours_a_week()),
            p.duties.len().to_string(),
            p.nights_above(0.0).0.to_string(),
            decimal(p.mean(|i| i.fi), 1),
            decimal(p.most_fi(false), 1),
            decimal(p.most_fi(true), 1),
            decimal(p.mean(|i| i.ri), 2),
            decimal(p.worst(|i| i.ri).map(|(_, v)| v), 2),
        ]);
    }
    table
}

fn each_duty(fatigue: &Fatigue, person: &PersonScore) -> Table {
    let mut table = Table::new(
        &format!("{}: each duty", person.person),
        &[
            "day",
            "duty",
            "times",
            "#in a row",
            "#hours",
            "#rest before",
            "#FI",
            "#before",
            "#timing",
            "#job",
            "#RI",
            "#before",
            "#timing",
            "#job",
        ],
    );
    let worst_fi = person.worst(|i| i.fi).map(|(d, _)| d.start);
    let worst_ri = person.worst(|i| i.ri).map(|(d, _)| d.start);
    for duty in &person.duties {
        let mut row = vec![
            day_name(fatigue, duty.start.wall.day()),
            duty.code.clone(),
            format!("{}–{}", duty.start.wall.time(), duty.end.wall.time()),
            duty.nth.to_string(),
            format!("{:.1}", f64::from(duty.length.0) / 60.0),
            duty.rest
                .map_or("?".to_owned(), |r| format!("{:.1}", f64::from(r.0) / 60.0)),
        ];
        match &duty.index {
            Ok(i) => {
                let star = |worst| if worst == Some(duty.start) { "*" } else { "" };
                row.extend([
                    format!("{}{:.1}", star(worst_fi), i.fi),
                    format!("{:.1}", i.fi_cumulative),
                    format!("{:.1}", i.fi_timing),
                    format!("{:.1}", i.fi_job),
                    format!("{}{:.2}", star(worst_ri), i.ri),
                    format!("{:.2}", i.ri_cumulative),
                    format!("{:.2}", i.ri_timing),
                    format!("{:.2}", i.ri_job),
                ]);
            }
            Err(_) => row.extend(std::iter::repeat_n("–".to_owned(), 8)),
        }
        table.row(row);
    }
    table
}

const PARTS: &str = "FI is made of what the duties before leave, the time of day, and demand with breaks; RI is the product of its three. * worst of the line.";

fn rail(fatigue: &Fatigue) -> String {
    let all = fatigue.people.iter().flat_map(PersonScore::scored);
    let (mut days, mut nights, mut over_day, mut over_night, mut over_risk) = (0, 0, 0, 0, 0);
    for (duty, index) in all {
        let (count, over, line) = if duty.night {
            (&mut nights, &mut over_night, fatigue.rail.night)
        } else {
            (&mut days, &mut over_day, fatigue.rail.day)
        };
        *count += 1;
        *over += i32::from(index.fi > line);
        over_risk += i32::from(index.ri > fatigue.rail.risk);
    }
    format!(
        "Rail practice draws lines at FI {} by day, {} by night, and RI {}. Above them here: {over_day} of {days} day duties, {over_night} of {nights} nights, {over_risk} of {} duties for risk. They are no law and were not made for hospitals.",
        fatigue.rail.day,
        fatigue.rail.night,
        fatigue.rail.risk,
        days + nights
    )
}

fn heading(fatigue: &Fatigue) -> String {
    let what = match fatigue.judged {
        Judged::Pattern { weeks: 1 } => "a pattern of one week".to_owned(),
        Judged::Pattern { weeks } => format!("a pattern of {weeks} weeks"),
        judged => {
            let to = fatigue.period.to.plus(-1);
            let judged = judged.word();
            format!("{judged}, {} to {}", fatigue.period.from.long(), to.long())
        }
    };
    format!("Fatigue and risk, to compare: {} ({what})", fatigue.title)
}

/// Everything in words. One person's duties are shown one by one; of many, a line each and what
/// stands out.
pub fn text(fatigue: &Fatigue) -> String {
    let mut out = heading(fatigue);
    out.push_str("\n\n");
    for line in MEANING {
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "{COMPARE}\n");
    let few = fatigue.people.len() <= FEW;
    for person in &fatigue.people {
        let _ = writeln!(out, "{}: {}", person.person, hours(person));
        for sentence in sentences(fatigue, person) {
            let _ = writeln!(out, "  {sentence}");
        }
        if few {
            let _ = writeln!(out, "\n{}", each_duty(fatigue, person).text("  "));
            let _ = writeln!(out, "  {PARTS}");
        }
    }
    if !few {
        let _ = writeln!(out, "\n{}", one_line_each(fatigue).text("  "));
        out.push_str("  `--person NAME` shows the duties one by one.\n");
    }
    let _ = writeln!(out, "\n{}\n\nWhat the indices do not know", rail(fatigue));
    for line in not_known(fatigue) {
        let _ = writeln!(out, "  - {line}");
    }
    out.push('\n');
    out.push_str(&fatigue.grounds.text());
    out
}

/// The same as a page that prints, with the calendar.
pub fn page(fatigue: &Fatigue) -> String {
    let mut page = Page::new(&heading(fatigue));
    for line in MEANING {
        page.text(line);
    }
    page.text(&COMPARE.replace('`', ""));
    page.heading("What stands out");
    let mut all = Vec::new();
    for person in &fatigue.people {
        all.push(format!("{}: {}.", person.person, hours(person)));
        all.extend(sentences(fatigue, person));
    }
    page.list(&all);
    page.text(&rail(fatigue));
    page.heading("Calendar");
    let caption = "Each duty's fatigue index, with its code above and its risk index below";
    for (i, picture) in calendar_pages(fatigue).iter().enumerate() {
        page.figure(if i == 0 { caption } else { "" }, picture);
    }
    page.table(&one_line_each(fatigue));
    page.heading("What the indices do not know");
    let unknown: Vec<String> = not_known(fatigue)
        .iter()
        .map(|line| line.replace('`', ""))
        .collect();
    page.list(&unknown);
    page.heading("Duty by duty");
    page.text(PARTS);
    if fatigue.people.len() > FEW {
        page.text("Folded here and left out in print; a page for one person prints them.");
    }
    for person in &fatigue.people {
        let table = each_duty(fatigue, person);
        if fatigue.people.len() > FEW {
            page.folded(&table);
        } else {
            page.table(&table);
        }
    }
    page.grounds(&fatigue.grounds);
    page.finish()
}
