//! Supply and demand in words.

use std::fmt::Write;

use firstline_core::time::{Moment, Weekday};

use super::answer::{Cover, FloorRun, Stream};
use super::draw::pictures;
use super::week::Week;
use crate::house::span_words;
use crate::weekend::{DayGroup, FAIR_USE};
use crate::{Page, Table, real};

pub(super) fn heading(cover: &Cover) -> String {
    format!("Who is there: {}, {}", cover.department, cover.title)
}

/// A moment as people say it: a date, or the weekday of a pattern.
pub(super) fn when(cover: &Cover, moment: Moment) -> String {
    let (day, time) = (moment.wall.day(), moment.wall.time());
    if cover.on_dates {
        format!("{} {time}", day.short())
    } else {
        format!("{} {time}", day.weekday())
    }
}

pub(super) fn run_words(cover: &Cover, run: &FloorRun) -> String {
    let floor = &cover.floors[run.floor];
    let span = if cover.on_dates {
        span_words(run.span)
    } else {
        format!(
            "{} – {}",
            when(cover, run.span.start),
            when(cover, run.span.end)
        )
    };
    let verdict = if run.short {
        format!("{} there, {} needed", run.there, run.least)
    } else {
        format!(
            "{} there and {} needed: one sick call breaks it",
            run.there, run.least
        )
    };
    format!("{span}: {} ({}), {verdict}", floor.text, floor.who.words())
}

/// The findings in a few sentences.
pub(super) fn sentences(cover: &Cover) -> Vec<String> {
    let mut all = Vec::new();
    if cover.pattern {
        all.push("A pattern, shown as the week in which each of its lines is worked by somebody; it has no names, so grades and skills are not seen unless its lines are in the department file.".to_owned());
    }
    let (short, fragile) = cover.floor_hours();
    if cover.floors.is_empty() {
        all.push("No floor is given, so nothing says when too few are there: write [[cover]] or [[demand]] in the department file, or [[floor]] in its plan file.".to_owned());
    } else {
        all.push(format!(
            "Floors: not met in {short} h of {} h; in {fragile} h one sick call breaks one.",
            real(cover.laid.slots.len()) / 2.0
        ));
    }
    if cover.before_unknown {
        all.push("Duties that began before the first day are not known, so its first hours look emptier than they were: give the days before too, and --from.".to_owned());
    }
    match &cover.arrivals {
        None => all.push("Demand is not worked out: nobody said how many come (--arrivals, --arrivals-a-day, or the setting cover.arrivals-a-day in the plan file).".to_owned()),
        Some((words, _)) => {
            all.push(format!("Demand from {words}."));
            all.extend(cover.streams.iter().map(|s| stream_words(cover, s)));
        }
    }
    all
}

fn stream_words(cover: &Cover, stream: &Stream) -> String {
    let (wanted, there, unmet, weighted) = stream.hours();
    let weighted = weighted.map_or(String::new(), |w| {
        format!(" ({w:.1} h weighted by the chance to wait over an hour)")
    });
    let mut text = format!(
        "{}: {wanted:.1} doctor-hours wanted, {there:.1} there, {unmet:.1} missing where fewer are there than wanted{weighted}.",
        stream.name
    );
    if let Some(waits) = &stream.waits {
        let worst = waits
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.0.mean_minutes.total_cmp(&b.1.0.mean_minutes));
        let mean: f64 = cover.arrivals.as_ref().map_or(0.0, |(_, arrivals)| {
            let all: f64 = arrivals.iter().sum();
            let weighted = arrivals.iter().zip(waits);
            weighted.map(|(a, w)| a * w.0.mean_minutes).sum::<f64>() / all.max(1e-9)
        });
        if let Some((slot, (wait, quiet, busy))) = worst {
            let _ = write!(
                text,
                " Expected wait for the first assessment: {} for the mean patient, longest around {}: {} ({} on a quiet day, {} on a busy one), {:.0} % over an hour.",
                minutes(mean),
                when(cover, cover.laid.slots[slot].start),
                minutes(wait.mean_minutes),
                minutes(*quiet),
                minutes(*busy),
                wait.over_an_hour * 100.0
            );
        }
    }
    text
}

/// A wait in words. A queue of half a day has left the model: in truth people give up or are sent
/// elsewhere.
fn minutes(wait: f64) -> String {
    if wait > 720.0 {
        "more than 12 h".to_owned()
    } else {
        format!("{wait:.0} min")
    }
}

/// By weekday: hours there, wanted, missing, the longest wait.
fn by_day(cover: &Cover) -> Table {
    let mut head = vec!["day".to_owned(), "#days".to_owned()];
    let tiers = cover
        .house
        .tiers
        .iter()
        .map(|t| t.id.as_str())
        .chain(["no tier"]);
    let used: Vec<(usize, &str)> = tiers
        .enumerate()
        .filter(|(t, _)| cover.present.iter().any(|p| p.0[*t] > 0))
        .collect();
    head.extend(used.iter().map(|(_, id)| format!("#{id} h")));
    head.extend(["#short h", "#fragile h"].map(str::to_owned));
    for stream in &cover.streams {
        head.push(format!("#wanted h, {}", stream.name));
        head.push("#missing h".to_owned());
        if stream.waits.is_some() {
            head.push("#longest wait".to_owned());
        }
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new("A day of each weekday, on average", &head);
    for weekday in Weekday::ALL {
        let slots: Vec<usize> = (0..cover.laid.slots.len())
            .filter(|i| cover.laid.slots[*i].start.wall.day().weekday() == weekday)
            .collect();
        if slots.is_empty() {
            continue;
        }
        let mut days: Vec<_> = slots
            .iter()
            .map(|i| cover.laid.slots[*i].start.wall.day())
            .collect();
        days.dedup();
        let n = real(days.len());
        let sum = |f: &dyn Fn(usize) -> f64| slots.iter().map(|i| f(*i)).sum::<f64>() / n;
        let mut row = vec![weekday.to_string(), days.len().to_string()];
        for (tier, _) in &used {
            row.push(format!(
                "{:.1}",
                sum(&|i| f64::from(cover.present[i].0[*tier]) / 2.0)
            ));
        }
        row.push(format!(
            "{:.1}",
            sum(&|i| f64::from(u8::from(cover.marks[i].0)) / 2.0)
        ));
        row.push(format!(
            "{:.1}",
            sum(&|i| f64::from(u8::from(cover.marks[i].1)) / 2.0)
        ));
        for stream in &cover.streams {
            row.push(format!(
                "{:.1}",
                sum(&|i| f64::from(stream.slots[i].2) / 2.0)
            ));
            let missing = |i: usize| {
                let s = stream.slots[i];
                f64::from(s.2.saturating_sub(s.0)) / 2.0
            };
            row.push(format!("{:.1}", sum(&missing)));
            if let Some(waits) = &stream.waits {
                let longest = slots.iter().map(|i| waits[*i].0.mean_minutes);
                row.push(minutes(longest.fold(0.0, f64::max)));
            }
        }
        table.row(row);
    }
    table
}

/// People with each skill: fewest, mean and most.
fn by_skill(cover: &Cover) -> Table {
    let mut table = Table::new(
        "People on site with each skill, over all half-hours",
        &["skill", "#fewest", "#mean", "#most"],
    );
    for (i, skill) in cover.house.skills.iter().enumerate() {
        let all = || cover.present.iter().map(|p| p.1[i]);
        let sum: u32 = all().sum();
        table.row(vec![
            skill.clone(),
            all().min().unwrap_or(0).to_string(),
            format!("{:.2}", f64::from(sum) / real(cover.present.len().max(1))),
            all().max().unwrap_or(0).to_string(),
        ]);
    }
    table
}

/// Every half-hour, for the fold of the page.
fn every(cover: &Cover) -> Table {
    let mut head = vec!["from".to_owned()];
    head.extend(cover.house.tiers.iter().map(|t| format!("#{}", t.id)));
    head.extend(["#no tier", "#from home"].map(str::to_owned));
    for stream in &cover.streams {
        head.push(format!("#{} there", stream.name));
        head.extend(["#load", "#wanted"].map(str::to_owned));
        if stream.waits.is_some() {
            head.extend(["#wait min", "#over 1 h"].map(str::to_owned));
        }
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new("Every half-hour of the first week", &head);
    for (i, slot) in cover.laid.slots.iter().enumerate().take(7 * 48) {
        let (tiers, _, home) = &cover.present[i];
        let mut row = vec![when(cover, slot.start)];
        row.extend(tiers.iter().map(u32::to_string));
        row.push(home.to_string());
        for stream in &cover.streams {
            let (there, load, wanted) = stream.slots[i];
            row.push(there.to_string());
            row.push(format!("{load:.2}"));
            row.push(wanted.to_string());
            if let Some(waits) = &stream.waits {
                row.push(format!("{:.0}", waits[i].0.mean_minutes));
                row.push(format!("{:.0} %", waits[i].0.over_an_hour * 100.0));
            }
        }
        table.row(row);
    }
    table
}

pub(super) fn group_word(group: DayGroup) -> String {
    match group {
        DayGroup::Weekday(day) => day.to_string(),
        DayGroup::BankHoliday => "bank holiday".to_owned(),
    }
}

fn week_table(cover: &Cover, week: &Week) -> Table {
    let mut head = vec![
        "day".to_owned(),
        "#days".to_owned(),
        "#admissions".to_owned(),
    ];
    for tier in cover
        .house
        .tiers
        .iter()
        .map(|t| t.id.as_str())
        .chain(["no tier"])
    {
        head.push(format!("#{tier} 08–20 h"));
    }
    head.extend(
        [
            "#duties begin",
            "#longest h without tier 2+",
            "#mean FI",
            "#mean RI",
        ]
        .map(str::to_owned),
    );
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new(
        "Days compared: hours of the rota for the patients of a day",
        &head,
    );
    for row in &week.rows {
        let mut cells = vec![
            group_word(row.group),
            row.days.to_string(),
            row.admissions.map_or("–".to_owned(), |a| format!("{a:.1}")),
        ];
        cells.extend(row.hours.iter().map(|h| format!("{:.1}", h.0)));
        cells.push(format!("{:.1}", row.handovers));
        cells.push(format!("{:.1}", row.longest_without_senior));
        let (fi, ri) = row
            .indices
            .map_or(("–".to_owned(), "–".to_owned()), |(fi, ri)| {
                (format!("{fi:.1}"), format!("{ri:.2}"))
            });
        cells.extend([fi, ri]);
        table.row(cells);
    }
    table
}

/// What the answer cannot tell. Said in every one.
pub(super) const NOT_KNOWN: [&str; 5] = [
    "that people give up and leave, or are sent elsewhere: a queue here only grows until it is seen",
    "patients who come back to the doctor (results, review): without them evenings and nights look better staffed than they are",
    "how long people stay: that hangs on beds more than on doctors, so no four-hour figure is worked out",
    "breaks, teaching and meetings within a duty, and who is new in post",
    "nurses, rooms and tests: a doctor who is there may still have to wait",
];

/// The most findings that a text lists.
const MOST: usize = 40;

fn listed(cover: &Cover, short: bool) -> Vec<String> {
    let runs = cover.runs.iter().filter(|r| r.short == short);
    let all: Vec<String> = runs.map(|r| run_words(cover, r)).collect();
    let more = all.len().saturating_sub(MOST);
    let mut shown: Vec<String> = all.into_iter().take(MOST).collect();
    if more > 0 {
        shown.push(format!("and {more} more, all in the JSON"));
    }
    shown
}

/// The findings alone.
pub fn summary(cover: &Cover) -> Vec<String> {
    sentences(cover)
}

/// Everything in words.
pub fn text(cover: &Cover) -> String {
    let mut out = format!("{}\n\n", heading(cover));
    for sentence in sentences(cover) {
        let _ = writeln!(out, "{sentence}");
    }
    let _ = writeln!(out, "\n{}", by_day(cover).text("  "));
    if !cover.house.skills.is_empty() {
        let _ = writeln!(out, "{}", by_skill(cover).text("  "));
    }
    for (short, title) in [
        (true, "Floors that are not met"),
        (false, "Where one sick call breaks a floor"),
    ] {
        let lines = listed(cover, short);
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{title}");
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
        out.push('\n');
    }
    if let Some(week) = &cover.week {
        let _ = writeln!(
            out,
            "Weekend against weekday\n{}",
            week_table(cover, week).text("  ")
        );
        for (who, _, words) in &week.ratios {
            let _ = writeln!(out, "  {who}. {words}");
        }
        for line in FAIR_USE {
            let _ = writeln!(out, "  - {line}");
        }
        out.push('\n');
    }
    out.push_str("What this does not know\n");
    for line in NOT_KNOWN {
        let _ = writeln!(out, "  - {line}");
    }
    out.push('\n');
    out.push_str(&cover.grounds.text());
    out
}

/// The same on a page of a larger one, below a heading of its own.
pub fn onto(page: &mut Page, cover: &Cover) {
    page.list(&sentences(cover));
    for (caption, svg) in pictures(cover) {
        page.figure(&caption, &svg);
    }
    page.table(&by_day(cover));
    if !cover.house.skills.is_empty() {
        page.folded(&by_skill(cover));
    }
    for (short, title) in [
        (true, "Floors that are not met"),
        (false, "Where one sick call breaks a floor"),
    ] {
        let lines = listed(cover, short);
        if !lines.is_empty() {
            let mut table = Table::new(&format!("{title} ({})", lines.len()), &["where"]);
            for line in lines {
                table.row(vec![line]);
            }
            page.folded(&table);
        }
    }
    if let Some(week) = &cover.week {
        page.heading("Weekend against weekday");
        page.table(&week_table(cover, week));
        let words: Vec<String> = week
            .ratios
            .iter()
            .map(|(w, _, t)| format!("{w}. {t}"))
            .collect();
        page.list(&words);
        page.list(&FAIR_USE.map(str::to_owned));
    }
    page.folded(&every(cover));
}

/// Everything as a page that prints.
pub fn page(cover: &Cover) -> String {
    let mut page = Page::new(&heading(cover));
    onto(&mut page, cover);
    page.heading("What this does not know");
    page.list(&NOT_KNOWN.map(str::to_owned));
    page.grounds(&cover.grounds);
    page.finish()
}
