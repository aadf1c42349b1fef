//! Bars of each person's pay under each contract.

use std::fmt::Write;

use super::figure::{Plot, fill, numbers, part, text, together};
use crate::compare::{Amount, Comparison};
use crate::report::compare::rows;

/// So many people, or groups of whom all is the same, are drawn.
const MOST: usize = 32;
/// So many stand in one drawing, so that a page can break between two.
const TOGETHER: usize = 8;

const BAR: i64 = 16;
const ROW: i64 = 20;
const LONGEST: i64 = 270;

struct Group<'c> {
    names: Vec<&'c str>,
    sums: &'c [Option<Amount>],
}

pub(super) fn draw(out: &mut String, id: &str, c: &Comparison) {
    let all = c.people.iter().flat_map(|p| &p.sums).flatten();
    let most = all.map(|a| a.pence.0).max().unwrap_or(0);
    if most <= 0 {
        return;
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for person in &c.people {
        match groups.iter_mut().find(|g| g.sums == person.sums) {
            Some(group) => group.names.push(&person.person),
            None => groups.push(Group {
                names: vec![&person.person],
                sums: &person.sums,
            }),
        }
    }
    let per = rows::per(c);
    let note = if groups.len() > MOST {
        format!("; {MOST} of {} drawn", groups.len())
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "<figure>\n<figcaption>Pay of each under each contract, {per}{note}</figcaption>\n<div class=\"plots\">"
    );
    let drawn = &groups[..groups.len().min(MOST)];
    for (number, groups) in drawn.chunks(TOGETHER).enumerate() {
        bars(&format!("{id}-pay{number}"), c, groups, most, &per).write(out);
    }
    out.push_str("</div>\n");
    let mut heads = vec!["Who".to_owned()];
    heads.extend(c.sides.iter().map(|s| s.name.clone()));
    let rows: Vec<Vec<String>> = drawn
        .iter()
        .map(|group| {
            let mut row = vec![group.names.join(", ")];
            row.extend(group.sums.iter().map(|s| rows::sum(*s)));
            row
        })
        .collect();
    numbers(out, &heads, &rows);
    out.push_str("</figure>\n");
}

fn bars(id: &str, c: &Comparison, groups: &[Group<'_>], most: i64, per: &str) -> Plot {
    let mut drawn = String::new();
    let mut says = Vec::new();
    let mut y = 0;
    for group in groups {
        text(
            &mut drawn,
            0,
            y + 14,
            " class=\"b\"",
            &together(&group.names),
        );
        y += ROW;
        let mut told = Vec::new();
        for (index, sum) in group.sums.iter().enumerate() {
            text(&mut drawn, 0, y + 13, "", &format!("{}", index + 1));
            let words = sum.map_or_else(|| "not priced".to_owned(), |s| rows::sum(Some(s)));
            let width = sum.map_or(0, |s| part(s.pence.0, most, LONGEST));
            if sum.is_some() {
                let _ = writeln!(
                    drawn,
                    "<rect x=\"20\" y=\"{y}\" width=\"{width}\" height=\"{BAR}\" {}/>",
                    fill(index)
                );
            }
            text(&mut drawn, width + 28, y + 13, "", &words);
            told.push(format!("{} {words}", c.sides[index].name));
            y += ROW;
        }
        says.push(format!("{}: {}", together(&group.names), told.join(", ")));
        y += 8;
    }
    Plot {
        id: id.to_owned(),
        title: format!("Pay {per}, a bar for each contract"),
        says: says.join(". "),
        height: y,
        drawn,
    }
}
