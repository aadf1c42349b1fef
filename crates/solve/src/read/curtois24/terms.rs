//! What an instance asks of a person, as a contract file.

use std::fmt::Write;

use firstline_core::contract::Document;

use super::{Employee, Instance};

/// The published description that every clause cites.
pub(super) fn documents() -> Vec<Document> {
    vec![Document {
        id: "curtois-qu-2014".to_owned(),
        title: "Computational results on new staff scheduling benchmark instances".to_owned(),
        publisher: Some("T. Curtois and R. Qu, University of Nottingham".to_owned()),
        version: None,
        date: None,
        address: None,
        checksum: None,
        read: "the description of the instances".to_owned(),
    }]
}

/// A contract file for one person.
pub(super) fn contract(instance: &Instance, employee: &Employee) -> String {
    let mut text = String::from(
        "format = 1\nid = \"curtois24\"\ntitle = \"Shift scheduling instance\"\nfrom = 2014-01-01\n\n\
         [class.any]\ntext = \"any shift\"\n\n\
         [class.none]\ntext = \"no shift at all\"\nnone-of = [\"any\"]\n\n",
    );
    for shift in 0..instance.shifts.len() {
        let start = |s: usize| format!("{:02}:{:02}", s / 60, s % 60);
        let _ = write!(
            text,
            "[class.t{shift}]\ntext = \"shift {}, known by the minute at which it starts\"\n\
             starts = {{ from = \"{}\", before = \"{}\" }}\n\n",
            shift + 1,
            start(shift),
            start(shift + 1),
        );
    }
    let days = instance.days as i32;
    let weeks = days / 7;
    let e = employee;
    let mut clause = |id: &str, kind: &str, words: &str, params: String| {
        let _ = write!(
            text,
            "[[clause]]\nid = \"{id}\"\nkind = \"{kind}\"\nforce = \"must\"\ntext = \"{words}\"\n\
             [[clause.version]]\nfrom = 2014-01-01\n\
             cite = {{ document = \"curtois-qu-2014\", at = \"the constraints of the instances\" }}\n\
             confidence = \"secondary\"\nchecked = {{ on = 2026-11-22, by = \"maintainer\" }}\n\
             params = {{ {params} }}\n\n"
        );
    };
    // shifts after which the same ones may not follow are asked together
    let mut asked: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (shift, s) in instance.shifts.iter().enumerate() {
        if s.not_before.is_empty() {
            continue;
        }
        match asked.iter_mut().find(|(_, after)| *after == s.not_before) {
            Some((shifts, _)) => shifts.push(shift),
            None => asked.push((vec![shift], s.not_before.clone())),
        }
    }
    let names = |shifts: &[usize]| {
        let all: Vec<String> = shifts.iter().map(|s| format!("\"t{s}\"")).collect();
        all.join(", ")
    };
    for (number, (shifts, after)) in asked.iter().enumerate() {
        clause(
            &format!("follows.{number}"),
            "hours-next-day",
            "Some shifts may not be worked on the day after some others.",
            format!(
                "after = [{}], unless-again = \"none\", of = [{}], max = \"0h\", \
                 day = \"after-start\", clock = \"nominal\"",
                names(shifts),
                names(after)
            ),
        );
    }
    clause(
        "run.longest",
        "run-length",
        "At most {max} working days in a row.",
        format!(
            "of = \"any\", max = {}, days = \"start-date\"",
            e.longest_run
        ),
    );
    clause(
        "run.shortest",
        "shortest-run",
        "At least {min} working days in a row.",
        format!(
            "of = \"any\", min = {}, days = \"start-date\"",
            e.shortest_run
        ),
    );
    clause(
        "rest.shortest",
        "shortest-rest-days",
        "At least {min} days off in a row.",
        format!(
            "of = \"any\", min = {}, days = \"start-date\"",
            e.shortest_rest
        ),
    );
    clause(
        "weekends",
        "frequency",
        "At most {max} of the weekends with a shift.",
        format!(
            "of = \"any\", window = {{ from = \"Sat 00:00\", to = \"Mon 00:00\" }}, \
             touch = \"start\", max = \"{}/{weeks}\", compare = \"exact\"",
            e.weekends.min(weeks)
        ),
    );
    for (shift, most) in e.most.iter().enumerate() {
        clause(
            &format!("most.t{shift}"),
            "duties-in-period",
            "At most {max} of these shifts.",
            format!("of = \"t{shift}\", max = {}", most.min(&days)),
        );
    }
    clause(
        "minutes.most",
        "hours-in-period",
        "At most {max} in all.",
        format!(
            "counts = \"presence\", clock = \"nominal\", max = \"{}min\"",
            e.most_minutes
        ),
    );
    clause(
        "minutes.least",
        "hours-in-period",
        "At least {min} in all.",
        format!(
            "counts = \"presence\", clock = \"nominal\", min = \"{}min\"",
            e.least_minutes
        ),
    );
    text
}
