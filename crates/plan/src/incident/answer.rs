//! An incident worked out: who is there, who comes, for whom, and what it costs the week after.

use firstline_core::check;
use firstline_core::department::Department;
use firstline_core::rota::Rota;
use firstline_core::time::{Instant, Moment, Span};

use super::call::{Call, State, calls, work};
use super::figures::Figures;
use super::mend::Around;
use super::model::Model;
use super::next::{Knock, Relief, floors_after, knocks, relief};
use crate::house::{Bench, House, Laid, Own, Taking, Whom, floors, occurrences, slots_between};
use crate::{Grounds, InputHash, Ledger};

/// Who is out while it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    /// Whether those needed for floors stay (emergency cover, Christmas Day cover).
    pub emergency: bool,
    /// Tiers or grades.
    pub out: Vec<String>,
}

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
    /// The declaration.
    pub at: Moment,
    /// Casualties who come.
    pub casualties: u32,
    /// Who is out, where somebody is.
    pub strike: Option<&'a Strike>,
    /// Seed of the dice.
    pub seed: u64,
    /// How often it is thrown.
    pub runs: u32,
}

/// Which strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// None.
    NoStrike,
    /// With the joint agreement to return.
    Recall,
    /// Without it.
    NoRecall,
}

/// How people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Each calls the next by telephone.
    Tree,
    /// A tree of which a share of the first branches fails.
    BrokenTree,
    /// A message to everybody at once.
    Mass,
}

impl Variant {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Variant::NoStrike => "no strike",
            Variant::Recall => "strike, recall agreed",
            Variant::NoRecall => "strike, no recall",
        }
    }
}

impl Way {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Way::Tree => "telephone tree",
            Way::BrokenTree => "telephone tree, part of it broken",
            Way::Mass => "message to everybody",
        }
    }
}

/// A quarter of an hour: tenth, half and nine tenths of the runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Minutes after the declaration.
    pub minute: usize,
    /// Doctors on site and free of floors.
    pub doctors: [u32; 3],
    /// Doctors needed.
    pub doctors_needed: [u32; 3],
    /// Trauma teams that they make.
    pub teams: [u32; 3],
    /// Trauma teams needed.
    pub teams_needed: [u32; 3],
    /// Theatre teams.
    pub theatres: [u32; 3],
    /// Theatre teams needed.
    pub theatres_needed: [u32; 3],
}

/// One strike and one way of telling.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which strike.
    pub variant: Variant,
    /// How people are told.
    pub way: Way,
    /// Every quarter of an hour.
    pub marks: Vec<Mark>,
    /// Of those called from home: how many came by 30, 45, 60, 90 and 120 minutes: mean and three
    /// quantiles.
    pub came: Vec<(usize, f64, [u32; 3])>,
    /// Share of runs in which P1 need more teams than there are, and the first minute in those: three
    /// quantiles.
    pub overrun: (f64, Option<[u32; 3]>),
}

/// Everything that came of it.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The department's name.
    pub department: String,
    /// The declaration.
    pub at: Moment,
    /// Casualties.
    pub casualties: u32,
    /// Who is who.
    pub house: House,
    /// Everybody.
    pub calls: Vec<Call>,
    /// Outcomes: the first is no strike by telephone tree.
    pub outcomes: Vec<Outcome>,
    /// The exact chances of how many of those called from home are there after an hour, no strike,
    /// by telephone tree.
    pub exact: Vec<f64>,
    /// How often the dice gave each number.
    pub thrown: Vec<f64>,
    /// Whether somebody has the skills of a theatre team.
    pub theatre_known: bool,
    /// Grades of which the first wave takes more than half of the rested.
    pub over_half: Vec<(String, usize, usize)>,
    /// Names without a travel band.
    pub no_band: Vec<String>,
    /// The next day.
    pub relief: Relief,
    /// The week after, person by person.
    pub knocks: Vec<Knock>,
    /// The days after as they become: person, and a duty given up or taken over, in words.
    pub repair: Vec<(String, String)>,
    /// Duties of it that a colleague takes over.
    pub taken: usize,
    /// Whether no repair of what the engine could choose from is nearer to the old rota.
    pub proved: bool,
    /// What breaks in the repair when it is judged once more; empty, or the repair is wrong.
    pub newly_broken: Vec<String>,
    /// Floors of the week after that the repair leaves unmet though they were met.
    pub floors_after: Vec<String>,
    /// Last day known of the rota, where it ends within seven days.
    pub ends_early: bool,
    /// What it rests on.
    pub grounds: Grounds,
}

/// Minutes looked at.
pub(super) const HORIZON: usize = 360;

/// Doctors, those of tier 2 or above, theatre surgeons, theatre anaesthetists.
pub(super) type Four = [i32; 4];

/// Works it out.
///
/// # Errors
/// What cannot be, in words.
pub fn incident(question: &Question<'_>) -> Result<Incident, Vec<String>> {
    let Question {
        rota,
        department,
        own,
        at,
        ..
    } = *question;
    let mut ledger = Ledger::default();
    let house = House::new(rota, department, own, &mut ledger);
    let objections = objections(question, &house);
    if !objections.is_empty() {
        return Err(objections);
    }
    let floors = floors(department, own, &mut ledger);
    let figures = Figures::take(own, &mut ledger);
    let bench = Bench::new(question.check, own, &mut ledger);
    let mut calls = calls(&house, &bench, &rota.zone, own, at, &figures);
    let laid = Laid::new(rota);
    let first_wave = calls
        .iter()
        .filter(|c| c.place.is_some() && c.state == State::Rested)
        .map(|c| (c.member, work(&rota.zone, at, 60, &figures)));
    let mended = Around {
        question: question.check,
        bench: &bench,
        house: &house,
        floors: &floors,
        laid: &laid,
        at,
        called: first_wave.collect(),
        work: figures.repair.clamp(0.01, 1e6),
        seed: question.seed,
    }
    .mend();
    mended.tell(&mut calls);
    let sorts: Vec<Four> = house.members.iter().map(|m| sort(&house, m)).collect();
    let reserved = reserved(question, &house, &laid, &floors, &sorts);
    let mut takings = Vec::new();
    if let Some(strike) = question.strike {
        for word in &strike.out {
            takings.push((word.clone(), Taking::of(word, own, &mut ledger)));
        }
    }
    let model = Model {
        question,
        house: &house,
        calls: &calls,
        figures: &figures,
        sorts: &sorts,
        reserved: &reserved,
        takings: &takings,
    };
    let mut outcomes = Vec::new();
    let mut thrown = Vec::new();
    for way in [Way::Tree, Way::BrokenTree, Way::Mass] {
        let (outcome, counts) = model.run(Variant::NoStrike, way);
        if way == Way::Tree {
            thrown = counts;
        }
        outcomes.push(outcome);
    }
    if question.strike.is_some() {
        for variant in [Variant::Recall, Variant::NoRecall] {
            outcomes.push(model.run(variant, Way::Tree).0);
        }
    }
    let exact = model.exact();
    thrown.resize(exact.len(), 0.0);
    let relief = relief(&house, &bench, rota, at, &calls);
    let knocks = knocks(&house, &bench, rota, at, &calls, &figures);
    let repair = mended.words(&house, rota, &bench);
    let floors_after = floors_after(&house, rota, &bench, &floors, at, &mended);
    let no_band = calls
        .iter()
        .filter(|c| !c.travel.1 && house.rank(&house.members[c.member]) > 0)
        .map(|c| house.members[c.member].name.clone())
        .collect();
    let mut inputs = InputHash::default()
        .text("incident")
        .rota(rota)
        .integer(i64::from(at.instant.0))
        .integer(i64::from(question.casualties))
        .integer(i64::from(question.runs));
    for call in &calls {
        inputs = inputs
            .text(house.tier_word(house.members[call.member].tier))
            .text(&house.members[call.member].skills.join(" "))
            .number(call.travel.0);
    }
    if let Some(strike) = question.strike {
        inputs = inputs
            .text(&strike.out.join(" "))
            .integer(i64::from(strike.emergency));
    }
    Ok(Incident {
        department: department.name.clone(),
        at,
        casualties: question.casualties,
        over_half: over_half(&house, &calls),
        theatre_known: [2, 3].iter().all(|s| sorts.iter().any(|x| x[*s] > 0)),
        ends_early: rota.period.to < at.wall.day().plus(8),
        house,
        calls,
        outcomes,
        exact,
        thrown,
        no_band,
        relief,
        knocks,
        repair,
        taken: mended.taken.len(),
        proved: mended.proved,
        newly_broken: mended.newly_broken,
        floors_after,
        grounds: Grounds::new(&ledger, Some(question.seed), inputs),
    })
}

fn objections(question: &Question<'_>, house: &House) -> Vec<String> {
    let mut all = Vec::new();
    let rota = question.rota;
    if !rota.on_dates {
        all.push("an incident needs a rota on dates; lay a pattern with --start MONDAY".to_owned());
    }
    if !rota.period.contains(question.at.wall.day()) {
        all.push(format!(
            "the rota has the days from {} up to {}, and {} is none of them",
            rota.period.from,
            rota.period.to,
            question.at.wall.day()
        ));
    }
    if !(1..=10_000).contains(&question.casualties) {
        all.push("casualties must be from 1 to 10000".to_owned());
    }
    if !(1..=100_000).contains(&question.runs) {
        all.push("runs must be from 1 to 100000".to_owned());
    }
    if !house.members.iter().any(|m| house.rank(m) > 0) {
        all.push("nobody in this rota has a grade that is in a tier, so no doctor can be counted; give grades in the department file".to_owned());
    }
    for word in question.strike.iter().flat_map(|s| &s.out) {
        if !house.knows(word) {
            all.push(format!(
                "`{word}` is neither a tier nor a grade of somebody in this rota"
            ));
        }
    }
    all
}

fn sort(house: &House, member: &crate::house::Member) -> Four {
    let rank = house.rank(member);
    let skill = |s: &str| i32::from(rank > 0 && member.skills.iter().any(|x| x == s));
    [
        i32::from(rank > 0),
        i32::from(rank > 1),
        skill("theatre-surgeon"),
        skill("theatre-anaesthetist"),
    ]
}

/// People whom floors need, by half-hour after the declaration: the fewest that meet each floor, one
/// person for as many floors as they count for.
fn reserved(
    question: &Question<'_>,
    house: &House,
    laid: &Laid,
    floors: &[crate::house::Floor],
    sorts: &[Four],
) -> Vec<Vec<usize>> {
    let rota = question.rota;
    let at = question.at;
    let end = rota.zone.wall_at(Instant(at.instant.0 + HORIZON as i32));
    let slots = slots_between(&rota.zone, Span { start: at, end });
    let day = at.wall.day();
    let all = occurrences(rota, floors, day.plus(-1), day.plus(2));
    let _ = sorts;
    slots
        .iter()
        .map(|slot| {
            let now = slot.start.instant.0;
            let there: Vec<usize> = laid
                .duties
                .iter()
                .filter(|(_, d)| {
                    d.kind != firstline_core::rota::Kind::NonResidentOnCall
                        && d.start.instant.0 <= now
                        && now < d.end.instant.0
                })
                .map(|(m, _)| *m)
                .collect();
            let mut taken: Vec<usize> = Vec::new();
            let holds = |o: &&crate::house::Occurrence| {
                o.span.start.instant.0 <= now && now < o.span.end.instant.0
            };
            for occurrence in all.iter().filter(holds) {
                let floor = &floors[occurrence.floor];
                let who: &Whom = &floor.who;
                let admits = |m: &usize| who.admits(house, &house.members[*m]);
                let have = taken.iter().filter(|m| admits(m)).count();
                let mut free: Vec<usize> = there
                    .iter()
                    .copied()
                    .filter(|m| admits(m) && !taken.contains(m))
                    .collect();
                // the lowest rank that suffices stays behind
                free.sort_by_key(|m| (house.rank(&house.members[*m]), *m));
                let missing = (floor.least as usize).saturating_sub(have);
                taken.extend(free.into_iter().take(missing));
            }
            taken
        })
        .collect()
}

fn over_half(house: &House, calls: &[Call]) -> Vec<(String, usize, usize)> {
    let mut all: std::collections::BTreeMap<String, (usize, usize)> =
        std::collections::BTreeMap::new();
    for call in calls.iter().filter(|c| c.state == State::Rested) {
        let member = &house.members[call.member];
        let grade = member
            .grade
            .clone()
            .unwrap_or_else(|| "no grade".to_owned());
        let count = all.entry(grade).or_default();
        count.1 += 1;
        count.0 += usize::from(call.place.is_some());
    }
    all.into_iter()
        .filter(|(_, (first, of))| 2 * first > *of)
        .map(|(grade, (first, of))| (grade, first, of))
        .collect()
}
