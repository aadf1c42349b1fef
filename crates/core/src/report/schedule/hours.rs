//! When the doctor works, how much, and how near each limit is.

use std::fmt::Write;

use super::Schedule;
use crate::check::amount;
use crate::contract::{Classes, Party, resolve};
use crate::report::html::escape;
use crate::rota::{Duty, Judged, OnCall};
use crate::time::{Clock, Day, Minutes, Weekday};

/// Weeks by weekdays, or the duties on their dates.
pub(super) fn pattern(out: &mut String, schedule: &Schedule<'_>) {
    match schedule.rota().judged {
        Judged::Pattern { .. } => weeks(out, schedule),
        Judged::Rota | Judged::Worked => dates(out, schedule),
    }
    key(out, schedule);
}

fn weeks(out: &mut String, schedule: &Schedule<'_>) {
    out.push_str("<h2>Pattern</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Pattern, weeks by weekdays\">\n<table class=\"pattern\">\n<caption>Each duty stands under the day on which it starts; a time after midnight is on the next day.</caption>\n<thead><tr><th scope=\"col\">Week</th>");
    for day in Weekday::ALL {
        let _ = write!(out, "<th scope=\"col\">{day}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let roster = schedule.person();
    let from = schedule.rota().period.from;
    for week in 0..(roster.cycle_days / 7).max(1) {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", week + 1);
        for weekday in 0..7 {
            let day = from.plus(week * 7 + weekday);
            out.push_str("<td>");
            let mut any = false;
            for duty in roster.duties[roster.judged.clone()]
                .iter()
                .filter(|d| d.day() == day)
            {
                any = true;
                let code = &schedule.rota().shift_type(duty.code).code;
                let _ = write!(
                    out,
                    "<span class=\"code\">{}</span> <span class=\"time\">{}–</span><span class=\"time\">{}</span>",
                    escape(code),
                    duty.start.wall.time(),
                    duty.end.wall.time()
                );
            }
            out.push_str(if any { "</td>" } else { "off</td>" });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn dates(out: &mut String, schedule: &Schedule<'_>) {
    let roster = schedule.person();
    out.push_str("<h2>Duties</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Duties by date\">\n<table>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Duty</th><th scope=\"col\">Starts</th><th scope=\"col\">Ends</th><th scope=\"col\" class=\"number\">Length</th></tr></thead>\n<tbody>\n");
    for duty in &roster.duties[roster.judged.clone()] {
        let next = duty.end.wall.day().since(duty.day());
        let next = match next {
            0 => String::new(),
            1 => " next day".to_owned(),
            n => format!(" {n} days later"),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}{next}</td><td class=\"number\">{}</td></tr>",
            duty.day().long(),
            escape(&schedule.rota().shift_type(duty.code).code),
            duty.start.wall.time(),
            duty.end.wall.time(),
            duty.length(Clock::Elapsed)
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    if roster.absences.is_empty() {
        return;
    }
    out.push_str("<h3>Leave and absence</h3>\n<ul>\n");
    for away in &roster.absences {
        let _ = writeln!(
            out,
            "<li>{} to {}: {}</li>",
            away.from.long(),
            away.to.plus(-1).long(),
            away.kind.word()
        );
    }
    out.push_str("</ul>\n");
}

/// What the codes stand for.
fn key(out: &mut String, schedule: &Schedule<'_>) {
    let roster = schedule.person();
    let rota = schedule.rota();
    let mut codes: Vec<_> = roster.duties[roster.judged.clone()]
        .iter()
        .map(|d| d.code)
        .collect();
    codes.sort();
    codes.dedup();
    out.push_str("<ul class=\"key\">\n");
    for code in codes {
        let shift = rota.shift_type(code);
        let name = shift
            .name
            .clone()
            .unwrap_or_else(|| shift.kind.word().replace('_', " "));
        let times = shift
            .times
            .map_or(String::new(), |(start, end)| format!(", {start}–{end}"));
        let mut of_code = roster.duties[roster.judged.clone()]
            .iter()
            .filter(|d| d.code == code)
            .map(|d| d.breaks.or(shift.breaks));
        let first = of_code.next().flatten();
        let breaks = match first {
            Some(breaks) if of_code.all(|b| b == first) => format!(", breaks {breaks} min"),
            Some(_) => ", breaks differ from duty to duty".to_owned(),
            None => ", breaks not stated".to_owned(),
        };
        let _ = writeln!(
            out,
            "<li><strong>{}</strong> {}{times}{breaks}</li>",
            escape(&shift.code),
            escape(&name)
        );
    }
    out.push_str("</ul>\n");
}

/// The figures that people ask for first.
pub(super) fn summary(out: &mut String, schedule: &Schedule<'_>) {
    let roster = schedule.person();
    let duties = &roster.duties[roster.judged.clone()];
    let rota = schedule.rota();
    let days = match rota.judged {
        Judged::Pattern { .. } => roster.cycle_days,
        Judged::Rota | Judged::Worked => roster.days_judged(rota).days(),
    };
    out.push_str("<h2>Hours</h2>\n<dl>\n");
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    };
    row("Duties", &format!("{} in {} days", duties.len(), days));
    let presence: Minutes = duties.iter().map(|d| d.length(Clock::Nominal)).sum();
    let on_call = duties
        .iter()
        .any(|d| d.kind.on_call() == OnCall::NonResident);
    let note = if on_call {
        ", on-call counted from start to end"
    } else {
        ""
    };
    row(
        "Average week on duty",
        &format!(
            "{}, before leave{note}",
            amount(
                crate::rules::Unit::Hours,
                i64::from(presence.0) * 7,
                i64::from(days.max(1))
            )
        ),
    );
    let longest = duties.iter().map(|d| d.length(Clock::Elapsed)).max();
    row(
        "Longest duty",
        &longest.map_or("none".to_owned(), |l| l.to_string()),
    );
    row("Nights", &nights(schedule, duties));
    let (worked, all) = weekends(&roster.duties, roster.days_judged(rota).from, days);
    row("Weekends", &format!("{worked} of {all} have duty on them"));
    out.push_str("</dl>\n");
}

/// Duties of the contract's own class of night.
fn nights(schedule: &Schedule<'_>, duties: &[Duty]) -> String {
    let terms = schedule.terms();
    let question = schedule.question;
    let known = |names: &[String]| names.iter().position(|n| n == "night");
    let Some((number, class)) = terms
        .contracts
        .iter()
        .enumerate()
        .find_map(|(i, c)| Some((i, known(&c.class_names)?)))
    else {
        return "not defined by this contract".to_owned();
    };
    let party = Party {
        name: &schedule.person().person,
        part_time: false,
        opt_out: None,
    };
    let (set, _) = resolve(
        &terms.contracts,
        party,
        &question.department.agreements,
        question.rota.period,
        terms.law,
        &question.answers(),
    );
    let mut marks = Vec::new();
    set.mark(number, duties, &question.rota.zone, &mut marks);
    let night = Classes(1 << class);
    let count = marks.iter().filter(|m| m.is.meets(night)).count();
    let contract = terms.contracts[number];
    let meaning = contract.class_texts.get(class).map_or("", String::as_str);
    format!("{count} ({meaning})")
}

/// Weekends with a minute of duty, of those that begin in so many days.
fn weekends(duties: &[Duty], from: Day, days: i32) -> (usize, usize) {
    let all: Vec<Day> = (0..days)
        .map(|n| from.plus(n))
        .filter(|day| day.weekday() == Weekday::Sat)
        .collect();
    let touched = |saturday: &&Day| {
        let (start, end) = (saturday.midnight(), saturday.plus(2).midnight());
        duties
            .iter()
            .any(|d| d.start.wall < end && start < d.end.wall)
    };
    (all.iter().filter(touched).count(), all.len())
}

/// Every limit with its headroom.
pub(super) fn limits(out: &mut String, schedule: &Schedule<'_>) {
    out.push_str("<h2>How near each limit is</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Limits and headroom\">\n<table class=\"fixed\">\n<thead><tr><th scope=\"col\" class=\"first\">Limit</th><th scope=\"col\" class=\"number\">Here</th><th scope=\"col\" class=\"number\">Allowed</th><th scope=\"col\" class=\"number\">Headroom</th></tr></thead>\n<tbody>\n");
    for told in schedule.readings() {
        let r = &told.reading;
        let distance = amount(told.unit, (r.limit - r.measured).abs(), r.scale);
        let headroom = if told.headroom.starts_with('-') {
            format!("<strong>BREACH</strong> by {}", escape(&distance))
        } else {
            escape(&distance)
        };
        let clause = schedule.clause(&told.clause, told.to.wall.day());
        let words = clause.map_or_else(
            || told.words.clone(),
            |(contract, clause, version)| {
                contract.sentence(clause, version, &schedule.question.answers())
            },
        );
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}<span class=\"small\"><code>{}</code>, {}</span></th><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{headroom}</td></tr>",
            escape(&words),
            escape(&told.clause),
            told.confidence.word(),
            escape(&amount(told.unit, r.measured, r.scale)),
            escape(&amount(told.unit, r.limit, r.scale)),
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
