//! A strike day in words and as a picture.

use std::fmt::Write;

use super::answer::Strike;
use super::planner::{Gap, Stand};
use crate::house::{ListKind, span_words};
use crate::{Anchor, Page, Svg, Table, Weight, real};

pub(super) fn heading(strike: &Strike) -> String {
    let periods: Vec<String> = strike.periods.iter().map(|p| span_words(*p)).collect();
    format!(
        "Strike day: {}, {}",
        strike.department,
        periods.join(" and ")
    )
}

fn range(three: [u32; 3]) -> String {
    format!("{} ({}–{})", three[1], three[0], three[2])
}

pub(super) fn pounds(pence: u64) -> String {
    let (whole, part) = (pence / 100, pence % 100);
    let digits = whole.to_string();
    let mut text = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    format!("£{text}.{part:02}")
}

fn kind_words(kind: Option<ListKind>) -> &'static str {
    kind.map_or("all", ListKind::word)
}

/// The findings in a few sentences; brackets hold eight runs of ten.
pub(super) fn sentences(strike: &Strike) -> Vec<String> {
    let e = &strike.effects;
    let mut all = vec![
        format!(
            "Form: {}. Out: {}.",
            strike.form.words(),
            strike.out.join(", ")
        ),
        format!(
            "{} people are rostered within it and may be out; by the participation of earlier days {} are (mean {:.1}).",
            e.absent.0,
            range(e.absent.2),
            e.absent.1
        ),
        format!(
            "The plan works for all of them out. Slots covered by people not out, each judged by the checker: {}. Slots without lawful cover: {}.",
            strike.stands.len(),
            strike.gaps.iter().filter(|g| !g.could).count()
        ),
        if strike.proved {
            "Proved: nothing else that the engine could choose from leaves less uncovered, or stands down less.".to_owned()
        } else {
            "Not proved: the search ended before it was known that nothing else leaves less uncovered.".to_owned()
        },
        format!(
            "Floors unmet: {:.1} person-hours if all are out, {:.1} on average ({:.1}–{:.1}).",
            e.unmet.0, e.unmet.1, e.unmet.2[0], e.unmet.2[2]
        ),
    ];
    let left = strike.gaps.iter().filter(|g| g.could).count();
    if left > 0 {
        all.push(format!(
            "{left} slots more are left though somebody lawfully could: the search ended before it found how. They are no candidates for a recall; give the setting strike.work a greater value, or plan them by hand."
        ));
    }
    for (kind, full, mean, three) in &e.patients {
        if *full > 0 || kind.is_none() {
            all.push(format!(
                "Patients of lists stood down, {}: {full} if all are out, {} (mean {mean:.1}).",
                kind_words(*kind),
                range(*three)
            ));
        }
    }
    all.push(
        "Patients are counted from the lists of the plan file; work never booked is not in them."
            .to_owned(),
    );
    if let Some((day, days, words)) = &strike.notice {
        all.push(format!(
            "Notice of the action: {days} days, so received by {} ({words}). How days are counted: have a lawyer confirm.",
            day.long()
        ));
    }
    if strike.newly_broken.is_empty() {
        all.push("The whole plan was judged once more, person by person: no clause is newly broken by it. What could not be judged stands in `firstline check`.".to_owned());
    } else {
        all.push(format!(
            "The plan breaks: {}.",
            strike.newly_broken.join("; ")
        ));
    }
    all
}

fn covers(strike: &Strike) -> Table {
    let mut table = Table::new(
        "Who stands in, lawfully",
        &[
            "when",
            "for",
            "who",
            "grade",
            "gives up",
            "lists stood down",
        ],
    );
    let mut stands: Vec<_> = strike.stands.iter().collect();
    stands.sort_by_key(|s| (s.span.start.instant, s.parts.first().map(|p| p.0)));
    for s in stands {
        let member = &strike.house.members[s.member];
        let given_up = match s.released.len() {
            0 => String::new(),
            1 => "1 duty".to_owned(),
            n => format!("{n} duties"),
        };
        let lists: Vec<&str> = s
            .lists
            .iter()
            .map(|l| strike.own.electives[*l].id.as_str())
            .collect();
        table.row(vec![
            span_words(s.span),
            for_words(strike, s),
            member.name.clone(),
            member.grade.clone().unwrap_or_default(),
            given_up,
            lists.join("; "),
        ]);
    }
    table
}

/// For which floors somebody stands in.
pub(super) fn for_words(strike: &Strike, stand: &Stand) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (floor, _) in &stand.parts {
        let text = strike.floors[*floor].text.as_str();
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words.join("; ")
}

pub(super) fn gap_words(strike: &Strike, gap: &Gap) -> String {
    let floor = &strike.floors[gap.floor];
    format!(
        "{}: {} ({})",
        span_words(gap.span),
        floor.text,
        floor.who.words()
    )
}

fn gaps(strike: &Strike) -> Table {
    let mut table = Table::new(
        "Slots without lawful cover: the only candidates for a request to recall",
        &[
            "slot",
            "#chance",
            "still running in the same specialty",
            "why nobody",
        ],
    );
    for row in &strike.effects.gaps {
        let gap = &strike.gaps[row.gap];
        let mut why: Vec<String> = gap
            .refused
            .iter()
            .map(|(n, w)| format!("{n}: {w}"))
            .collect();
        let more = why.len().saturating_sub(6);
        why.truncate(6);
        if more > 0 {
            why.push(format!("and {more} more"));
        }
        if why.is_empty() {
            why.push("nobody not out has the grade and skills".to_owned());
        }
        let running = if gap.could {
            "somebody lawfully could: no candidate for a recall".to_owned()
        } else if row.still_running.is_empty() {
            "none".to_owned()
        } else {
            format!(
                "{}: alternatives are not exhausted",
                row.still_running.join("; ")
            )
        };
        table.row(vec![
            gap_words(strike, gap),
            format!("{:.0} %", row.chance * 100.0),
            running,
            why.join("; "),
        ]);
    }
    table
}

fn lists(strike: &Strike) -> Table {
    let mut table = Table::new(
        "Planned work, in the order in which it is stood down",
        &[
            "list",
            "sort",
            "#patients",
            "if all are out",
            "#chance stood down",
        ],
    );
    let mut rows: Vec<_> = strike.effects.lists.iter().collect();
    rows.sort_by_key(|r| {
        let list = &strike.own.electives[r.list];
        (list.time_critical, list.kind, r.list)
    });
    for row in rows {
        let list = &strike.own.electives[row.list];
        let sort = if list.time_critical {
            format!("{}, time-critical", list.kind.word())
        } else {
            list.kind.word().to_owned()
        };
        table.row(vec![
            list.id.clone(),
            sort,
            list.patients.to_string(),
            row.fate.words().to_owned(),
            format!("{:.0} %", row.chance * 100.0),
        ]);
    }
    table
}

fn recovery(strike: &Strike) -> Table {
    let mut table = Table::new(
        "Recovery rota: duties given up and taken over",
        &["who", "duty"],
    );
    for (who, what) in &strike.recovery {
        table.row(vec![who.clone(), what.clone()]);
    }
    table
}

fn cuts(strike: &Strike) -> Table {
    let mut table = Table::new(
        "Duties within the strike, cut at its edges",
        &["duty", "tier", "whole", "within the strike", "#people"],
    );
    for cut in &strike.cuts {
        table.row(vec![
            cut.code.clone(),
            cut.tier.clone(),
            span_words(cut.duty),
            span_words(cut.within),
            cut.people.to_string(),
        ]);
    }
    table
}

fn pay(strike: &Strike) -> Table {
    let mut table = Table::new(
        "Pay deducted: 1/365 of a year's for each strike day rostered, or by the hour where that is not more",
        &[
            "grade",
            "#people",
            "#strike days",
            "#if all take part",
            "#by participation",
        ],
    );
    for d in &strike.deductions {
        table.row(vec![
            d.grade.clone(),
            d.people.to_string(),
            d.days.to_string(),
            d.pence.map_or("no pay given".to_owned(), pounds),
            d.range.map_or("–".to_owned(), |r| {
                format!("{} ({}–{})", pounds(r[1]), pounds(r[0]), pounds(r[2]))
            }),
        ]);
    }
    table
}

/// What the answer cannot tell. Said in every one.
pub(super) const NOT_KNOWN: [&str; 5] = [
    "who takes part: nobody can be asked to say, and no name is kept",
    "job plans, skills beyond those in the department file, and whether somebody agrees to stand in",
    "plans beyond what was searched: people stand in by the clock in steps of hours, one duty a day each",
    "emergency work that comes or stays away because of the strike",
    "the law: this is arithmetic with dated sources, and no legal advice",
];

fn tables(strike: &Strike) -> Vec<Table> {
    let all = vec![
        covers(strike),
        gaps(strike),
        lists(strike),
        recovery(strike),
        pay(strike),
        cuts(strike),
    ];
    all.into_iter().filter(|t| !t.rows.is_empty()).collect()
}

/// The findings alone.
pub fn summary(strike: &Strike) -> Vec<String> {
    sentences(strike)
}

/// Everything in words.
pub fn text(strike: &Strike) -> String {
    let mut out = format!("{}\n\n", heading(strike));
    for sentence in sentences(strike) {
        let _ = writeln!(out, "{sentence}");
    }
    out.push('\n');
    for table in tables(strike) {
        let _ = writeln!(out, "{}\n{}", table.caption, table.text("  "));
    }
    out.push_str("What this does not know\n");
    for line in NOT_KNOWN {
        let _ = writeln!(out, "  - {line}");
    }
    out.push('\n');
    out.push_str(&strike.grounds.text());
    out
}

/// The same on a page of a larger one.
pub fn onto(page: &mut Page, strike: &Strike) {
    page.list(&sentences(strike));
    page.figure(
        "Each floor through the strike: who stands in, and what nobody lawfully covers",
        &chart(strike),
    );
    for (i, table) in tables(strike).iter().enumerate() {
        if i < 3 {
            page.table(table);
        } else {
            page.folded(table);
        }
    }
}

/// Everything as a page that prints.
pub fn page(strike: &Strike) -> String {
    let mut page = Page::new(&heading(strike));
    onto(&mut page, strike);
    page.heading("What this does not know");
    page.list(&NOT_KNOWN.map(str::to_owned));
    page.grounds(&strike.grounds);
    page.finish()
}

const INK: &str = "#1a1a1a";
const WIDTH: f64 = 760.0;
const LEFT: f64 = 190.0;
const ROW: f64 = 30.0;

/// What stands in a row: a slot, and who stands in, or nobody.
type Bar<'a> = (firstline_core::time::Span, Option<&'a str>);

/// Rows of a floor; those that overlap stand below each other.
fn rows(strike: &Strike) -> Vec<(usize, Vec<Bar<'_>>)> {
    let mut all: Vec<(usize, Vec<Bar<'_>>)> = Vec::new();
    for floor in 0..strike.floors.len() {
        let mut bars: Vec<Bar<'_>> = Vec::new();
        for stand in &strike.stands {
            let name = strike.house.members[stand.member].name.as_str();
            let parts = stand.parts.iter().filter(|p| p.0 == floor);
            bars.extend(parts.map(|p| (p.1, Some(name))));
        }
        let gaps = strike.gaps.iter().filter(|g| g.floor == floor);
        bars.extend(gaps.map(|g| (g.span, None)));
        bars.sort_by_key(|b| b.0.start.instant);
        let first = all.len();
        for bar in bars {
            let free = |lane: &&mut (usize, Vec<Bar<'_>>)| {
                lane.1
                    .last()
                    .is_none_or(|b| b.0.end.instant <= bar.0.start.instant)
            };
            match all[first..].iter_mut().find(free) {
                Some(lane) => lane.1.push(bar),
                None => all.push((floor, vec![bar])),
            }
        }
    }
    all
}

/// A row for each floor that needs somebody: open blocks are covered, black ones are not.
pub fn chart(strike: &Strike) -> Svg {
    let rows = rows(strike);
    let from = strike
        .periods
        .iter()
        .map(|p| p.start.instant.0)
        .min()
        .unwrap_or(0);
    let to = strike
        .periods
        .iter()
        .map(|p| p.end.instant.0)
        .max()
        .unwrap_or(1);
    let height = 30.0 + ROW * real(rows.len().max(1)) + 52.0;
    let words = sentences(strike).join(" ");
    // two forms of one strike may stand on one page
    let id = format!("strike-cover-{:?}", strike.form).to_lowercase();
    let mut svg = Svg::new(&id, &heading(strike), &words, WIDTH, height);
    let x = |at: i32| {
        LEFT + (WIDTH - LEFT - 10.0) * f64::from(at - from) / f64::from((to - from).max(1))
    };
    let bottom = 30.0 + ROW * real(rows.len().max(1));
    let every = if to - from > 3 * 24 * 60 {
        24 * 60
    } else {
        4 * 60
    };
    let first = strike
        .periods
        .iter()
        .min_by_key(|p| p.start.instant)
        .map_or(0, |p| p.start.wall.0);
    let mut at = from;
    while at <= to {
        svg.line((x(at), 24.0), (x(at), bottom + 4.0), 0.4, "");
        let clock = firstline_core::time::Wall(first + at - from).time();
        let middle = (Anchor::Middle, Weight::Plain);
        svg.text(
            (x(at).min(WIDTH - 16.0), bottom + 17.0),
            10.5,
            middle,
            INK,
            &clock.to_string(),
        );
        at += every;
    }
    for (i, (floor, bars)) in rows.iter().enumerate() {
        let y = 30.0 + ROW * real(i);
        let end = (Anchor::End, Weight::Plain);
        let name = firstline_core::diagnostic::shorten(&strike.floors[*floor].id, 28);
        svg.text((LEFT - 8.0, y + 18.0), 11.0, end, INK, &name);
        for (span, who) in bars {
            let (a, b) = (x(span.start.instant.0), x(span.end.instant.0));
            let name = who.unwrap_or("nobody");
            let (fill, ink) = if who.is_some() {
                ("#ffffff", INK)
            } else {
                (INK, "#ffffff")
            };
            svg.begin(&format!("{}: {name}", span_words(*span))).rect(
                a,
                y + 3.0,
                b - a,
                ROW - 8.0,
                fill,
            );
            let most = ((b - a) / 6.5) as usize;
            if most > 5 {
                let name = firstline_core::diagnostic::shorten(name, most);
                svg.text(
                    (a + 4.0, y + 17.0),
                    10.5,
                    (Anchor::Start, Weight::Plain),
                    ink,
                    &name,
                );
            }
            svg.end();
        }
    }
    let plain = (Anchor::Start, Weight::Plain);
    let key = "Open block: somebody not out stands in, lawfully. Black block: nobody lawful. Floors without a block need nobody.";
    svg.text((0.0, height - 12.0), 10.5, plain, INK, key);
    svg
}
