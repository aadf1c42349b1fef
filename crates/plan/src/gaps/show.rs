//! The projection in words and as a picture.

use std::fmt::Write;

use firstline_core::time::Day;

use super::project::{FloorAnswer, Month, Projection};
use crate::{Anchor, Page, Svg, Table, Weight, real};

/// What becomes of a floor, in one sentence.
pub(super) fn floor_words(floor: &FloorAnswer, projection: &Projection) -> String {
    let head = format!(
        "{} ({}) takes {:.2} people available",
        floor.id, floor.text, floor.need
    );
    if floor.fails <= 0.0 {
        let months = projection.months.len() - 1;
        return format!(
            "{head}: met on the first day of every month in every run of {months} months."
        );
    }
    let months = projection.months.len() - 1;
    let share = floor.fails * 100.0;
    let on = |day: Option<Day>| {
        day.map_or_else(
            || format!("not within {months} months"),
            |day| format!("on {}", day.long()),
        )
    };
    let [early, middle, late] = floor.first;
    let missed = format!("{share:.1} % of runs miss it on some month's first day");
    match (early, middle) {
        (None, _) => format!("{head}: met in nearly every run of {months} months; {missed}."),
        (Some(_), None) => format!(
            "{head}: met for {months} months in more than half of the runs; in the earliest twentieth first not met {}; {missed}.",
            on(early)
        ),
        (Some(_), Some(_)) if early == late => {
            format!(
                "{head}: first not met {} in nearly every run; {missed}.",
                on(middle)
            )
        }
        (Some(_), Some(_)) => format!(
            "{head}: in half of the runs first not met {}, in the earliest twentieth {}, in the latest {}; {missed}.",
            on(middle),
            on(early),
            on(late)
        ),
    }
}

fn table(projection: &Projection) -> Table {
    let mut head = vec![
        "from".to_owned(),
        "#people".to_owned(),
        "#9 in 10".to_owned(),
        "#available".to_owned(),
        "#gap".to_owned(),
    ];
    head.extend(projection.floors.iter().map(|f| format!("#{} met", f.id)));
    head.push("#extra posts".to_owned());
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new("Month by month", &head);
    for m in &projection.months {
        let (mean, nine) = &m.headcount;
        let mut row = vec![
            m.on.to_string(),
            format!("{mean:.1}"),
            format!("{}–{}", nine.low, nine.high),
            format!("{:.1}", m.available.0),
            format!("{:+.1}", m.gap),
        ];
        row.extend(m.met.iter().map(|p| format!("{:.1} %", p * 100.0)));
        row.push(m.extra_posts.to_string());
        table.row(row);
    }
    table
}

fn heading(projection: &Projection) -> String {
    format!(
        "Gaps ahead: {}, {} months from {}",
        projection.name,
        projection.months.len() - 1,
        projection.months[0].on.long()
    )
}

fn verdict(projection: &Projection) -> String {
    if projection.floors.is_empty() {
        return "No floor is given, so nothing says when there are too few.".to_owned();
    }
    let chance = projection.assurance * 100.0;
    match projection.months.iter().find(|m| m.extra_posts > 0) {
        None => format!("Every floor is met with a chance of {chance:.0} % or more throughout."),
        Some(month) => format!(
            "From {} a floor is met with a chance below {chance:.0} %; the least extra posts stand in the last column.",
            month.on.long()
        ),
    }
}

/// What the projection cannot tell. Said in every answer.
pub(super) const NOT_KNOWN: [&str; 3] = [
    "who leaves, and when in a month; what people say they intend is not used",
    "whether those available have the skills and grade that a duty takes: a floor counts people",
    "that leaving, sickness and leave come together, as they do in bad months: each is thrown on its own or taken as a mean",
];

const COLUMNS: &str = "Available: people in post, less part-time, sickness and leave, on average. Gap: establishment less available. Extra posts: whole-time, so that every floor is met with the chance asked for.";

/// Everything in words.
pub fn text(projection: &Projection) -> String {
    let mut out = format!("{}\n\n{}\n", heading(projection), verdict(projection));
    for floor in &projection.floors {
        let _ = writeln!(out, "  {}", floor_words(floor, projection));
    }
    let _ = writeln!(
        out,
        "\n{}\n{COLUMNS}\n\nWhat this does not know",
        table(projection).text("  ")
    );
    for line in NOT_KNOWN {
        let _ = writeln!(out, "  - {line}");
    }
    out.push('\n');
    out.push_str(&projection.grounds.text());
    out
}

/// The same as a page that prints, with the picture.
pub fn page(projection: &Projection) -> String {
    let mut page = Page::new(&heading(projection));
    page.text(&verdict(projection));
    let floors: Vec<String> = projection
        .floors
        .iter()
        .map(|f| floor_words(f, projection))
        .collect();
    page.list(&floors);
    page.figure(
        "People available, on average and in nine runs of ten, against what the floors take",
        &chart(projection),
    );
    page.table(&table(projection)).text(COLUMNS);
    page.heading("What this does not know");
    page.list(&NOT_KNOWN.map(str::to_owned));
    page.grounds(&projection.grounds);
    page.finish()
}

const INK: &str = "#1a1a1a";
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 44.0;

/// A line of people available with its band, and a line for each floor.
pub fn chart(projection: &Projection) -> Svg {
    let needs = projection.floors.iter().map(|f| f.need);
    let highs = projection.months.iter().map(|m| m.available.1.high);
    let most = needs
        .chain(highs)
        .chain([projection.establishment])
        .fold(1.0, f64::max);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0]
        .into_iter()
        .find(|s| most / s <= 8.0)
        .unwrap_or(5000.0);
    let top = (most / step).ceil() * step;
    let last = real(projection.months.len() - 1).max(1.0);
    let x = |m: usize| LEFT + (WIDTH - LEFT - RIGHT) * real(m) / last;
    let y = |people: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * people / top;
    let mut words = vec![verdict(projection)];
    words.extend(projection.floors.iter().map(|f| floor_words(f, projection)));
    let mut svg = Svg::new(
        "gaps-chart",
        &heading(projection),
        &words.join(" "),
        WIDTH,
        HEIGHT,
    );
    let right_of = WIDTH - RIGHT;
    let mut people = 0.0;
    while people <= top {
        svg.line((LEFT, y(people)), (right_of, y(people)), 0.3, "");
        let at = (LEFT - 6.0, y(people) + 4.0);
        svg.text(
            at,
            11.0,
            (Anchor::End, Weight::Plain),
            INK,
            &format!("{people}"),
        );
        people += step;
    }
    let months = || projection.months.iter().enumerate();
    let band = |(m, month): (usize, &Month), high: bool| {
        let i = month.available.1;
        (x(m), y(if high { i.high } else { i.low }))
    };
    let mut shape: Vec<(f64, f64)> = months().map(|m| band(m, true)).collect();
    shape.extend(months().rev().map(|m| band(m, false)));
    svg.area(&shape, "#cfdae6");
    let mean: Vec<(f64, f64)> = months()
        .map(|(m, month)| (x(m), y(month.available.0)))
        .collect();
    svg.path(&mean, 2.5, "");
    let start = (Anchor::Start, Weight::Plain);
    // labels keep a line's height between them
    let end = mean.last().map_or(0.0, |p| p.1);
    let mut labels = vec![(end, "available".to_owned())];
    labels.push((y(projection.establishment), "establishment".to_owned()));
    let dashes = ["7 4", "2 3", "10 3 2 3", "4 2"];
    svg.line(
        (LEFT, y(projection.establishment)),
        (right_of, y(projection.establishment)),
        1.0,
        "1 3",
    );
    for (i, floor) in projection.floors.iter().enumerate() {
        let at = y(floor.need);
        svg.line((LEFT, at), (right_of, at), 1.6, dashes[i % dashes.len()]);
        labels.push((at, format!("{} {:.1}", floor.id, floor.need)));
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lowest = f64::NEG_INFINITY;
    for (at, label) in labels {
        let at = at.max(lowest + 13.0);
        lowest = at;
        let label = firstline_core::diagnostic::shorten(&label, 22);
        svg.text((right_of + 6.0, at + 4.0), 11.0, start, INK, &label);
    }
    let every = projection.months.len().div_ceil(13);
    for (m, month) in months().filter(|(m, _)| m % every == 0) {
        let (year, number, _) = month.on.ymd();
        let middle = (Anchor::Middle, Weight::Plain);
        svg.text(
            (x(m), HEIGHT - BOTTOM + 16.0),
            11.0,
            middle,
            INK,
            &number.to_string(),
        );
        if m == 0 || number == 1 {
            svg.text(
                (x(m), HEIGHT - BOTTOM + 31.0),
                11.0,
                middle,
                INK,
                &year.to_string(),
            );
        }
    }
    svg
}
