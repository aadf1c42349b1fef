//! A strike worked out.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::check;
use firstline_core::department::Department;
use firstline_core::rota::Rota;
use firstline_core::time::{Day, Instant, Span, Weekday};

use super::edges::{cuts, deductions};
use super::effect::{Cut, Effects, Throw, effects};
use super::figures::{Form, LONGEST, WORK};
use super::pay::Deduction;
use super::planner::{Gap, Planner, Stand};
use super::search::Around;
use crate::ballot::Law;
use crate::house::{Bench, Floor, House, Laid, Own, Taking, floors, occurrences};
use crate::{Basis, Grounds, InputHash, Ledger};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The rota on its dates.
    pub rota: &'a Rota,
    /// Its department.
    pub department: &'a Department,
    /// The hospital's own figures.
    pub own: &'a Own,
    /// How the rota is judged.
    pub check: &'a check::Question<'a>,
    /// Periods, from when to when.
    pub periods: &'a [Span],
    /// Who stays.
    pub form: Form,
    /// Tiers or grades that are out.
    pub out: &'a [String],
    /// The law of notices.
    pub law: &'a Law,
    /// Seed of the dice.
    pub seed: u64,
    /// How often it is thrown.
    pub runs: u32,
}

/// Everything that came of it.
#[derive(Clone, Debug)]
pub struct Strike {
    /// The department's name.
    pub department: String,
    /// Periods.
    pub periods: Vec<Span>,
    /// Who stays.
    pub form: Form,
    /// Who is out.
    pub out: Vec<String>,
    /// Who is who.
    pub house: House,
    /// Floors.
    pub floors: Vec<Floor>,
    /// Duties within the period, of those who may be out.
    pub cuts: Vec<Cut>,
    /// Who stands in.
    pub stands: Vec<Stand>,
    /// The days as they become: person, and a duty given up or taken over, in words.
    pub recovery: Vec<(String, String)>,
    /// Slots for which nobody is lawful.
    pub gaps: Vec<Gap>,
    /// Whether nothing that the engine could choose from leaves less uncovered, or costs less.
    pub proved: bool,
    /// What was thrown.
    pub effects: Effects,
    /// Lists, to name those of the effects.
    pub own: Own,
    /// Pay.
    pub deductions: Vec<Deduction>,
    /// The last day for a notice of the action, the days it takes, the source in words.
    pub notice: Option<(Day, i32, String)>,
    /// What breaks in the whole plan when it is judged once more; empty, or the plan is wrong.
    pub newly_broken: Vec<String>,
    /// What it rests on.
    pub grounds: Grounds,
}

fn objections(question: &Question<'_>, house: &House, floors: &[Floor]) -> Vec<String> {
    let mut all = Vec::new();
    let rota = question.rota;
    if !rota.on_dates {
        all.push("a strike needs a rota on dates; lay a pattern with --start MONDAY".to_owned());
    }
    for span in question.periods {
        let (from, to) = (span.start.wall, span.end.wall);
        if span.end.instant <= span.start.instant {
            all.push(format!(
                "the strike from {from} ends before it begins, at {to}"
            ));
        }
        let last = firstline_core::time::Wall(to.0 - 1).day();
        if from.day() < rota.period.from || last >= rota.period.to {
            all.push(format!(
                "the rota is shorter than the strike: it has the days from {} up to {}, the strike those from {} to {last}",
                rota.period.from,
                rota.period.to,
                from.day()
            ));
        }
    }
    for (i, a) in question.periods.iter().enumerate() {
        for b in &question.periods[..i] {
            if a.start.instant < b.end.instant && b.start.instant < a.end.instant {
                all.push(format!(
                    "two strikes overlap: the one from {} and the one from {}; give one period for both",
                    b.start.wall, a.start.wall
                ));
            }
        }
    }
    for word in question.out {
        if !house.knows(word) {
            all.push(format!(
                "`{word}` is neither a tier nor a grade of somebody in this rota"
            ));
        }
    }
    if floors.is_empty() {
        all.push("no floor is given, so nothing says what must be covered: write [[cover]] or [[demand]] in the department file, or [[floor]] in its plan file".to_owned());
    }
    all
}

/// Works it out.
///
/// # Errors
/// What cannot be, in words.
pub fn strike(question: &Question<'_>) -> Result<Strike, Vec<String>> {
    let Question {
        rota,
        department,
        own,
        periods,
        ..
    } = *question;
    let mut ledger = Ledger::default();
    let house = House::new(rota, department, own, &mut ledger);
    let floors = floors(department, own, &mut ledger);
    let problems = objections(question, &house, &floors);
    if !problems.is_empty() {
        return Err(problems);
    }
    let longest = (own.take(&LONGEST, &mut ledger).max(1.0) * 60.0) as i32;
    let work = own.take(&WORK, &mut ledger).clamp(0.01, 1e6);
    let laid = Laid::new(rota);
    let bench = Bench::new(question.check, own, &mut ledger);
    let of_grades = |m: usize| house.named(&house.members[m], question.out);
    let stays = stays(question, &house, &laid, &mut ledger);
    let during = |at: Instant| {
        periods
            .iter()
            .any(|p| p.start.instant <= at && at < p.end.instant)
    };
    let out = |m: usize, at: Instant| of_grades(m) && during(at) && !stays(m, at);
    let first = periods.iter().map(|p| p.start.wall.day()).min();
    let last = periods.iter().map(|p| p.end.wall.day()).max();
    let (first, last) = (
        first.unwrap_or(rota.period.from),
        last.unwrap_or(rota.period.to),
    );
    let all = occurrences(rota, &floors, first.plus(-1), last.plus(4));
    let all = cut_to(all, periods);
    let mut planner = Planner {
        rota,
        house: &house,
        own,
        floors: &floors,
        occurrences: &all,
        laid: &laid,
        bench: &bench,
        out: &out,
        of_grades: &of_grades,
        longest,
        stands: Vec::new(),
        gaps: Vec::new(),
        gone: BTreeSet::new(),
        taken: Vec::new(),
        changed: BTreeMap::new(),
        proved: false,
    };
    planner.search(&Around {
        question: question.check,
        periods,
        seed: question.seed,
        work: work * f64::from(last.since(first).clamp(1, 7)),
    });
    let mut takings = Vec::new();
    for word in question.out {
        takings.push(Taking::of(word, own, &mut ledger));
    }
    let cuts = cuts(question, &house, &laid, &out);
    let mut people: Vec<(usize, usize)> = Vec::new();
    for (m, duty) in &laid.duties {
        let mut at = duty.start.instant.0.max(laid.span.start.instant.0);
        let mut missed = false;
        while at < duty.end.instant.0 {
            missed |= out(*m, Instant(at));
            at += 30;
        }
        if missed && !people.iter().any(|p| p.0 == *m) {
            let member = &house.members[*m];
            let word = question
                .out
                .iter()
                .position(|w| house.named(member, std::slice::from_ref(w)));
            people.push((*m, word.unwrap_or(0)));
        }
    }
    let throw = Throw {
        taking: &takings,
        people: &people,
        seed: question.seed,
        runs: question.runs,
    };
    let effects = effects(&planner, &throw, periods);
    let deductions = deductions(
        question,
        &house,
        &laid,
        &people,
        &takings,
        &out,
        &mut ledger,
    );
    let notice = question
        .law
        .latest_notice(first)
        .map(|(day, days, source)| {
            let note = source
                .note
                .as_ref()
                .map_or(String::new(), |n| format!("; {n}"));
            let words = format!("{}: {}{note}", source.confidence.word(), source.source);
            let basis = Basis::Source {
                source: source.source.clone(),
                confidence: source.confidence,
            };
            ledger.note(
                "strike.notice",
                "days of notice of the action to the employer",
                &days.to_string(),
                basis,
            );
            (day, days, words)
        });
    let recovery = recovery(&planner);
    let newly_broken = judged_once_more(&planner);
    let (stands, gaps, proved) = (planner.stands, planner.gaps, planner.proved);
    let mut inputs = InputHash::default()
        .text("strike")
        .rota(rota)
        .text(&question.out.join(" "));
    for span in periods {
        inputs = inputs
            .integer(i64::from(span.start.instant.0))
            .integer(i64::from(span.end.instant.0));
    }
    inputs = inputs
        .text(question.form.words())
        .integer(i64::from(question.runs));
    for list in &own.electives {
        inputs = inputs
            .text(&list.id)
            .integer(i64::from(list.patients))
            .text(&list.run_by.join(" "));
    }
    Ok(Strike {
        department: department.name.clone(),
        periods: periods.to_vec(),
        form: question.form,
        out: question.out.to_vec(),
        cuts,
        stands,
        recovery,
        gaps,
        proved,
        effects,
        own: own.clone(),
        deductions,
        notice,
        newly_broken,
        house: house.clone(),
        floors: floors.clone(),
        grounds: Grounds::new(&ledger, Some(question.seed), inputs),
    })
}

/// A floor is planned for within the strike only: what stands before and after is as it was.
fn cut_to(all: Vec<crate::house::Occurrence>, periods: &[Span]) -> Vec<crate::house::Occurrence> {
    let mut cut = Vec::new();
    for occurrence in all {
        let mut touched = false;
        for p in periods {
            let start = if occurrence.span.start.instant < p.start.instant {
                p.start
            } else {
                occurrence.span.start
            };
            let end = if occurrence.span.end.instant > p.end.instant {
                p.end
            } else {
                occurrence.span.end
            };
            if start.instant < end.instant {
                touched = true;
                cut.push(crate::house::Occurrence {
                    span: Span { start, end },
                    ..occurrence
                });
            }
        }
        if !touched {
            cut.push(occurrence);
        }
    }
    cut
}

/// Duties given up, and those of colleagues taken over in the days after.
fn recovery(planner: &Planner<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for &(member, i) in &planner.gone {
        let duty = &planner.bench.roster(member).duties[i];
        let stand = planner
            .stands
            .iter()
            .find(|s| s.member == member && s.released.contains(&i));
        let why = match stand {
            None => "given up for a colleague's",
            Some(s) if duty.end.instant <= s.span.start.instant => {
                "given up for rest before standing in"
            }
            Some(s) if duty.start.instant < s.span.end.instant => "given up to stand in",
            Some(_) => "given up for rest after standing in",
        };
        all.push((duty.start.instant, member, *duty, why));
    }
    for (member, duty) in &planner.taken {
        all.push((
            duty.start.instant,
            *member,
            *duty,
            "taken over from a colleague",
        ));
    }
    all.sort_by_key(|(at, member, ..)| (*at, *member));
    all.into_iter()
        .map(|(_, member, duty, why)| {
            let code = &planner.rota.shift_type(duty.code).code;
            let when = crate::house::span_words(duty.span());
            let name = planner.house.members[member].name.clone();
            (name, format!("{code} {when}, {why}"))
        })
        .collect()
}

/// The whole plan, person by person, judged by the core checker.
fn judged_once_more(planner: &Planner<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for (member, duties) in &planner.changed {
        for f in planner.bench.newly_broken(*member, duties.clone()) {
            all.push(format!("{} ({})", f.text, f.told.clause));
        }
    }
    all
}

/// Whether somebody out stays at an instant: as many of those alike (tier and skills) as are there
/// at that time of a public holiday.
fn stays<'a>(
    question: &Question<'a>,
    house: &'a House,
    laid: &'a Laid,
    ledger: &mut Ledger,
) -> Box<dyn Fn(usize, Instant) -> bool + 'a> {
    if question.form == Form::Full {
        return Box::new(|_, _| false);
    }
    let period = question.rota.period;
    let christmas = |d: &Day| {
        let (_, month, date) = d.ymd();
        (month, date) == (12, 25)
    };
    let mut days = (period.from.0..period.to.0).map(Day);
    let holidays = &question.own.bank_holidays;
    let by_form = if question.form == Form::Christmas {
        days.clone().find(christmas)
    } else {
        None
    };
    let holiday = by_form
        .or_else(|| days.clone().find(|d| holidays.contains(d)))
        .or_else(|| days.find(|d| d.weekday() == Weekday::Sun));
    let Some(holiday) = holiday else {
        return Box::new(|_, _| false);
    };
    ledger.note(
        "strike.holiday",
        "the day of this rota that shows how many stay: as many of one tier and skills as are there at the same time of day",
        &holiday.long(),
        Basis::Assumption,
    );
    let (on_site, _) = laid.there();
    let zone = question.rota.zone.clone();
    Box::new(move |m, at| {
        let alike = |o: &usize| {
            let (a, b) = (&house.members[*o], &house.members[m]);
            a.tier == b.tier && a.skills == b.skills
        };
        let place = |instant: Instant| (instant.0 - laid.span.start.instant.0).div_euclid(30);
        let wall = zone.wall_at(at).wall;
        let then = zone.resolve(holiday.at(wall.time())).moment().instant;
        let slot = |i: i32| usize::try_from(i).ok().and_then(|i| on_site.get(i));
        let (Some(now), Some(then)) = (slot(place(at)), slot(place(then))) else {
            return false;
        };
        let few = then.iter().filter(|o| alike(o)).count();
        let rank = now.iter().filter(|o| alike(o)).position(|o| *o == m);
        rank.is_some_and(|rank| rank < few)
    })
}
