//! Somebody's leave as text: days with their working, hours, public holidays one by one.

use std::fmt::Write;

use crate::contract::Confidence;
use crate::leave::{How, Leave, Owed, Service};
use crate::pay::Exact;
use crate::rota::Kind;

/// Everybody's leave, each with the contract that says how much.
pub fn leave(all: &[(String, Leave)]) -> String {
    let mut out = String::new();
    for (contract, one) in all {
        person(&mut out, contract, one);
    }
    out.push_str(
        "Firstline gives evidence, not legal advice. Confidence says how sure each rule is.\n",
    );
    out
}

fn person(out: &mut String, contract: &str, leave: &Leave) {
    let (from, last) = (leave.period.from, leave.period.to.plus(-1));
    let _ = writeln!(
        out,
        "{}: leave from {} to {} under {contract}, the law of {}",
        leave.person,
        from.long(),
        last.long(),
        from.long()
    );
    let share = Exact::new(i64::from(leave.share.ten_thousandths()), 10_000);
    let time = if leave.share.part_time() {
        format!("{} of full time", share.percent())
    } else {
        "full time".to_owned()
    };
    let post = match leave.post {
        None => "in post on none of these days".to_owned(),
        Some(post) if post == leave.period => format!("in post on all {} days", post.days()),
        Some(post) => format!(
            "in post from {} to {}, {} of {} days",
            post.from.long(),
            post.to.plus(-1).long(),
            post.days(),
            leave.period.days()
        ),
    };
    let service = match leave.service {
        Service::Unknown => "service not given".to_owned(),
        Service::Years(1) => "1 year of service".to_owned(),
        Service::Years(years) => format!("{years} years of service"),
        Service::Since(day) => format!("in service since {}", day.long()),
    };
    let _ = writeln!(out, "  {time}; {post}; {service}\n");
    days(out, leave);
    holidays(out, leave);
    out.push('\n');
}

fn told(days: Exact) -> String {
    let unit = if days == Exact::whole(1) {
        "day"
    } else {
        "days"
    };
    format!("{} {unit}", days.rounded_text())
}

fn days(out: &mut String, leave: &Leave) {
    let clauses = leave.entitled.iter();
    let width = clauses.map(|e| e.by.clause.chars().count()).max();
    let width = width.unwrap_or(0).max(5);
    let hours = |days: Exact| match leave.minutes(days) {
        Some(minutes) => {
            let hours = minutes.over(Exact::whole(60));
            format!(" = {} h", hours.rounded_text())
        }
        None => String::new(),
    };
    for one in &leave.entitled {
        let _ = writeln!(
            out,
            "  {:<width$}  {}{}  ({})",
            one.by.clause,
            told(one.days),
            hours(one.days),
            one.by.confidence.word()
        );
        for step in &one.working {
            let _ = writeln!(out, "      {step}");
        }
        let _ = writeln!(out, "      source: {}", one.by.citation);
        if let Some(note) = &one.by.note {
            let _ = writeln!(out, "      note: {note}");
        }
    }
    let total = leave.days();
    let _ = writeln!(
        out,
        "  {:<width$}  {}{}{}",
        "total",
        told(total),
        hours(total),
        leave.confidence().map_or(String::new(), |c| format!(
            "  ({} at the least sure)",
            c.word()
        ))
    );
    match &leave.day {
        Some((day, told)) => {
            let _ = writeln!(
                out,
                "      a day of leave is {day}: {} ({}), {}",
                told.clause,
                told.confidence.word(),
                told.text
            );
        }
        None => {
            out.push_str("      no hours: the contract does not say how long a day of leave is\n");
        }
    }
    if let Some(booked) = leave.booked {
        let days = if booked == 1 { "weekday" } else { "weekdays" };
        let _ = writeln!(
            out,
            "      the rota shows {booked} {days} of annual leave here, public holidays not counted"
        );
    }
}

fn holidays(out: &mut String, leave: &Leave) {
    out.push_str("\n  Public holidays of the days in post\n");
    if let Some(why) = &leave.no_holidays {
        let _ = writeln!(out, "    not known: {why}");
        return;
    }
    if leave.holidays.is_empty() {
        out.push_str("    none\n");
    }
    let names = leave.holidays.iter().map(|h| h.name.chars().count());
    let width = names.max().unwrap_or(0);
    for line in &leave.holidays {
        let shown = match &line.how {
            How::Worked(shift) => format!("worked, {shift}"),
            How::OnCall(shift) => format!("on call, {shift}"),
            How::RestDay => "a day of rostered rest".to_owned(),
            How::Away(Kind::Leave) => "on annual leave".to_owned(),
            How::Away(Kind::Study) => "on study leave".to_owned(),
            How::Away(_) => "off sick".to_owned(),
            How::Off => "off; the rota does not mark it as rest".to_owned(),
            How::NotShown(why) => format!("not known: {why}"),
        };
        let owed = match line.owed {
            Owed::Yes => ": a day in lieu is owed",
            Owed::No => ": nothing is owed",
            Owed::NotTaken => ": not taken from the combined allowance",
            Owed::Taken => ": taken from the combined allowance",
            Owed::Unknown => "",
        };
        let sure = match line.confidence {
            Confidence::Primary => String::new(),
            other => format!(" (date {})", other.word()),
        };
        let _ = writeln!(
            out,
            "    {:<15}  {:<width$}  {shown}{owed}{sure}",
            line.day.long(),
            line.name
        );
    }
    match &leave.in_lieu {
        Some((terms, told)) => {
            let combined = terms.part_time_combined && leave.share.part_time();
            if !combined && leave.holidays.iter().any(|h| h.owed != Owed::Unknown) {
                let many = match leave.owed() {
                    1 => "1 day in lieu is owed".to_owned(),
                    n => format!("{n} days in lieu are owed"),
                };
                let _ = writeln!(out, "    {many}");
            }
            let _ = writeln!(
                out,
                "      by {} ({}): {}\n      source: {}",
                told.clause,
                told.confidence.word(),
                told.text,
                told.citation
            );
            if let Some(note) = &told.note {
                let _ = writeln!(out, "      note: {note}");
            }
        }
        None => out.push_str("    the contract does not say when a public holiday is owed\n"),
    }
}
