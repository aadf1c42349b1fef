//! What a department knows of the people of a dated rota: who shares a column, who joined or left
//! when, who was on leave, what was worked before.

use super::job_share::hundredths;
use super::lines::nobody_works;
use super::{Department, JobShare};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rota::{
    Code, DatedRota, Duty, Entry, LayOptions, LeadIn, Period, Roster, Rota, ShiftType,
};
use crate::time::{Clock, Day, Minutes};

/// A rota laid on dates, with everything that there was to say.
pub type Laid = (Rota, Vec<Diagnostic>);

/// The code under which duties of the history stand.
const HISTORY: &str = "history";

/// Lays a dated rota with the people of a department: shared columns are divided, duties outside
/// somebody's post are left out, leave and history are put in.
pub fn laid(mut dated: DatedRota, title: &str, department: &Department, o: &LayOptions) -> Laid {
    let mut options = o.clone();
    if options.from.is_none() {
        // neither history nor a post that begins later may move the first day judged
        options.from = first_duty(&dated).map(Day::monday);
    }
    let mut diagnostics = divide(&mut dated, department, options.from);
    diagnostics.extend(outside(&mut dated, department));
    add_history(&mut dated, department);
    let (mut rota, more) = dated.lay(title, &options);
    diagnostics.extend(more);
    for index in 0..rota.rosters.len() {
        let period = rota.period;
        let roster = &mut rota.rosters[index];
        let Some(person) = department.person(&roster.person) else {
            continue;
        };
        // leave that the rota shows is not another leave
        for absence in &person.absences {
            if !roster.absences.contains(absence) {
                roster.absences.push(*absence);
            }
        }
        roster.absences.sort_by_key(|a| a.from);
        let post = person.in_post(period);
        if post == Some(period) {
            continue;
        }
        diagnostics.push(in_post(roster, post, period));
        // nobody is judged on days before they came or after they left
        let nothing = Period {
            from: period.from,
            to: period.from,
        };
        put(roster, post.unwrap_or(nothing));
    }
    (rota, diagnostics)
}

fn first_duty(dated: &DatedRota) -> Option<Day> {
    let duties = dated.entries.iter().filter(|e| e.kind.is_duty());
    duties.map(|e| e.start.day()).min()
}

fn put(roster: &mut Roster, post: Period) {
    let index = |day: Day| roster.duties.partition_point(|d| d.day() < day);
    roster.judged = index(post.from)..index(post.to);
    roster.lead_in = match roster.duties.first() {
        Some(first) if first.day() < post.from => LeadIn::From(first.day()),
        _ => LeadIn::Missing,
    };
    roster.post = Some(post);
}

fn in_post(roster: &Roster, post: Option<Period>, period: Period) -> Diagnostic {
    let Some(post) = post else {
        let title = format!(
            "{} is in post on none of the days from {} to {}",
            roster.person,
            period.from,
            period.to.plus(-1)
        );
        let help = "look at `joins` and `leaves` in the department file";
        return Diagnostic::warning("C072", title).help(help);
    };
    let days = match post.days() {
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    };
    let title = format!(
        "{} is in post from {} to {}: averages and shares are those of these {days}",
        roster.person,
        post.from,
        post.to.plus(-1)
    );
    Diagnostic {
        severity: Severity::Note,
        ..Diagnostic::warning("C070", title)
    }
}

/// Takes duties outside somebody's post out of the rota, and tells them.
fn outside(dated: &mut DatedRota, department: &Department) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (index, name) in dated.people.iter().enumerate() {
        let Some(person) = department.person(name) else {
            continue;
        };
        let early = |day: Day| person.joins.is_some_and(|joins| day < joins);
        let late = |day: Day| person.leaves.is_some_and(|leaves| leaves <= day);
        let lost: Vec<&Entry> = dated
            .entries
            .iter()
            .filter(|e| e.person == index && e.kind.is_duty())
            .filter(|e| early(e.start.day()) || late(e.start.day()))
            .collect();
        for (before, side) in [(true, "before"), (false, "after")] {
            let here: Vec<&&Entry> = lost
                .iter()
                .filter(|e| early(e.start.day()) == before)
                .collect();
            let Some(first) = here.first() else { continue };
            let many = match here.len() {
                1 => "a duty".to_owned(),
                n => format!("{n} duties"),
            };
            let last = person.leaves.map(|day| day.plus(-1));
            let edge = if before { person.joins } else { last };
            let edge = edge.map_or(String::new(), |day| day.to_string());
            let title = format!(
                "{name} has {many} {side} the post ({edge}), first on {}; left out",
                first.start.day()
            );
            let help = "give the duty to somebody in post, or correct `joins` or `leaves`";
            let problem = Diagnostic::warning("C071", title).help(help);
            all.push(match &first.place {
                Some(place) => problem.at(place.clone()),
                None => problem,
            });
        }
        dated.entries.retain(|e| {
            let day = e.start.day();
            e.person != index || !e.kind.is_duty() || !(early(day) || late(day))
        });
    }
    all
}

/// Gives each duty of a shared column to whoever of the share works that day or week.
fn divide(dated: &mut DatedRota, department: &Department, from: Option<Day>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for share in &department.job_shares {
        let Some(slot) = &share.slot else { continue };
        let Some(column) = dated.people.iter().position(|p| p == slot) else {
            let title = format!("no column or row of this rota is called `{slot}`");
            let help = "write `slot` as the rota writes it";
            let problem = Diagnostic::warning("C073", title).help(help);
            all.push(match &share.place {
                Some(place) => problem.at(place.clone()),
                None => problem,
            });
            continue;
        };
        let places = places(dated, column, &share.people);
        let first = from.or_else(|| first_duty(dated)).map(Day::monday);
        let mut left = 0;
        let mut divided = Vec::with_capacity(dated.entries.len());
        for entry in dated.entries.drain(..) {
            if entry.person != column {
                divided.push(entry);
                continue;
            }
            for part in whole_days(&entry) {
                let day = part.start.day();
                let week = first.map_or(1, |first| day.since(first).div_euclid(7) + 1);
                let on = share.on(day, week);
                left += usize::from(on.is_empty() && part.kind.is_duty());
                divided.extend(on.iter().map(|i| Entry {
                    person: places[*i],
                    ..part.clone()
                }));
            }
        }
        dated.entries = divided;
        if left > 0 {
            all.push(nobody_works(share, left));
        }
    }
    all
}

/// Where the sharers stand among the people: the first in the column itself, the others behind it,
/// unless they have a column of their own besides.
fn places(dated: &mut DatedRota, column: usize, names: &[String]) -> Vec<usize> {
    let mut free = !names.contains(&dated.people[column]);
    let mut at = column + 1;
    for name in names {
        if dated.people.contains(name) {
            continue;
        }
        if free {
            name.clone_into(&mut dated.people[column]);
            free = false;
            continue;
        }
        dated.people.insert(at, name.clone());
        for entry in &mut dated.entries {
            if entry.person >= at {
                entry.person += 1;
            }
        }
        at += 1;
    }
    let place = |name: &String| dated.people.iter().position(|p| p == name);
    names.iter().map(|n| place(n).unwrap_or(column)).collect()
}

/// Whole days away, one by one; a duty stays as it is.
fn whole_days(entry: &Entry) -> Vec<Entry> {
    let (from, to) = (entry.start.day(), entry.end.day());
    if entry.kind.is_duty() || to.since(from) <= 1 {
        return vec![entry.clone()];
    }
    let days = (0..to.since(from)).map(|n| from.plus(n));
    days.map(|day| Entry {
        start: day.midnight(),
        end: day.plus(1).midnight(),
        ..entry.clone()
    })
    .collect()
}

fn add_history(dated: &mut DatedRota, department: &Department) {
    for (index, name) in dated.people.iter().enumerate() {
        let Some(person) = department.person(name) else {
            continue;
        };
        for past in &person.history {
            let same = |e: &Entry| e.person == index && (e.start, e.end) == (past.start, past.end);
            if dated.entries.iter().any(same) {
                continue;
            }
            let known = dated.shift_types.iter().position(|s| s.code == HISTORY);
            let code = known.unwrap_or_else(|| {
                let shift = ShiftType::plain(HISTORY, past.kind, None);
                dated.shift_types.push(shift);
                dated.shift_types.len() - 1
            });
            dated.entries.push(Entry {
                person: index,
                start: past.start,
                start_offset: None,
                end: past.end,
                end_offset: None,
                code: Code(u16::try_from(code).unwrap_or(u16::MAX)),
                kind: past.kind,
                breaks: None,
                work: past.work,
                rest: past.rest,
                longest_rest: past.longest_rest,
                place: None,
            });
        }
    }
}

/// Each shared slot as one, and whether two of its people stand on one duty.
pub fn shared_slots(rota: &Rota, department: &Department) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for share in &department.job_shares {
        let of = |name: &String| rota.rosters.iter().find(|r| r.person == *name);
        let rosters: Vec<&Roster> = share.people.iter().filter_map(of).collect();
        if rosters.len() < share.people.len() {
            continue;
        }
        all.push(as_one(rota, share, &rosters, department));
        if !share.together {
            all.extend(on_one_duty(share, &rosters));
        }
    }
    all
}

/// `Asha (60 %) and Ben (40 %) share one slot: 5 duties, 3 and 2; 40 h a week, 24 h and 16 h`.
fn as_one(rota: &Rota, share: &JobShare, rosters: &[&Roster], of: &Department) -> Diagnostic {
    let duties: Vec<usize> = rosters.iter().map(|r| r.judged.len()).collect();
    let minutes: Vec<i32> = rosters.iter().map(|r| presence(r)).collect();
    let list = |all: Vec<String>| all.join(" and ");
    let names = share.people.iter().map(|name| {
        let share = of.person(name).map_or(0, |p| p.share.ten_thousandths());
        format!("{name} ({})", hundredths(share))
    });
    let days = rosters.first().map_or(0, |r| match r.cycle_days {
        0 => rota.period.days(),
        cycle => cycle,
    });
    let hours = |minutes: i32| Minutes(minutes).to_string();
    let title = format!(
        "{} share one slot of {}: {} duties, {}; {} on duty in {days} days, {}",
        list(names.collect()),
        hundredths(share.size.ten_thousandths()),
        duties.iter().sum::<usize>(),
        list(duties.iter().map(usize::to_string).collect()),
        hours(minutes.iter().sum()),
        list(minutes.iter().map(|m| hours(*m)).collect()),
    );
    Diagnostic {
        severity: Severity::Note,
        ..Diagnostic::warning("C077", title)
    }
}

fn presence(roster: &Roster) -> i32 {
    let duties = roster.duties[roster.judged.clone()].iter();
    duties.map(|d| d.length(Clock::Nominal).0).sum()
}

/// Duties of two sharers that overlap: the slot is one place.
fn on_one_duty(share: &JobShare, rosters: &[&Roster]) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (i, one) in rosters.iter().enumerate() {
        for other in &rosters[..i] {
            let judged = |r: &Roster| r.duties[r.judged.clone()].to_vec();
            let (ours, theirs) = (judged(one), judged(other));
            let meets = |a: &Duty, b: &Duty| {
                a.start.instant < b.end.instant && b.start.instant < a.end.instant
            };
            let both: Vec<&Duty> = ours
                .iter()
                .filter(|a| theirs.iter().any(|b| meets(a, b)))
                .collect();
            let Some(first) = both.first() else { continue };
            let title = format!(
                "{} and {} share a slot and are both on duty on {}{}",
                other.person,
                one.person,
                first.day().long(),
                match both.len() {
                    1 => String::new(),
                    n => format!(" and {} more times", n - 1),
                }
            );
            let help =
                "take one of them off, or write `together = true` where a hand-over is meant";
            let problem = Diagnostic::warning("C075", title).help(help);
            all.push(match &share.place {
                Some(place) => problem.at(place.clone()),
                None => problem,
            });
        }
    }
    all
}
