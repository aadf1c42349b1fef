//! Two lawful pasts of which a rule remembers the same have the same futures.

use std::collections::BTreeMap;

use firstline_core::contract::{Choices, Classes, Law, Marks, Party, RuleSet, resolve};
use firstline_core::rota::{Code, Duty, Kind, OnCall, Period};
use firstline_core::rules::{Breaches, Outlook, Rule, View, finish, memory, settled, step};
use firstline_core::time::{Calendar, Day, Zone};

use crate::clause::{Clause, KINDS};
use crate::contract::{contract, params};
use crate::dice::Dice;
use crate::seeds;

/// A Monday.
const FIRST: Day = Day(4 + 7 * 2000);
/// The day on which every past ends and every future begins.
const NOW: Day = Day(FIRST.0 + 40);

/// Minutes after midnight from which and until which shifts last, and what they are.
const SHIFTS: [(i32, i32, Kind); 6] = [
    (420, 900, Kind::Day),
    (780, 1290, Kind::Late),
    (480, 1230, Kind::LongDay),
    (1230, 1980, Kind::Night),
    (1020, 1560, Kind::Late),
    (480, 1920, Kind::NonResidentOnCall),
];

/// Shifts by day, from a first day known; nothing where the day is off.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Past {
    from: Day,
    /// First day judged.
    judged: Day,
    days: Vec<Option<usize>>,
}

impl Past {
    fn duties(&self) -> Vec<Duty> {
        let zone = Zone::unchanging();
        let mut duties: Vec<Duty> = Vec::new();
        for (n, shift) in self.days.iter().enumerate() {
            let Some(shift) = shift else { continue };
            let (start, end, kind) = SHIFTS[*shift];
            let midnight = self.from.plus(n as i32).midnight().0;
            let at = |m: i32| firstline_core::time::Wall(midnight + m);
            let duty = Duty::new(zone.span(at(start), at(end)), kind, Code(*shift as u16));
            let rests = (kind == Kind::NonResidentOnCall).then_some([360, 600, 300]);
            let said = |k: usize| rests.map(|r| firstline_core::time::Minutes(r[k]));
            duties.push(duty.expecting(said(0), said(1), said(2)));
        }
        duties
    }

    fn overlaps(&self) -> bool {
        let duties = self.duties();
        let early = |pair: &[Duty]| pair[1].start.instant < pair[0].end.instant;
        duties.windows(2).any(early)
    }
}

/// End and length of the first of the shifts.
fn shapes(shifts: i64) -> Vec<(i32, i32)> {
    let all = SHIFTS[..shifts as usize].iter();
    all.map(|(start, end, _)| (*end, end - start)).collect()
}

/// Whether the rule tells no breach of the days before `to`, and what it remembers then.
fn hear(rule: &Rule, set: &RuleSet, outlook: Option<&Outlook>, past: &Past) -> (bool, Vec<i32>) {
    let duties = past.duties();
    let mut marks: Vec<Marks> = Vec::new();
    set.mark(0, &duties, &Zone::unchanging(), &mut marks);
    let to = past.from.plus(past.days.len() as i32);
    let calendar = Calendar::new(&Zone::unchanging(), FIRST.plus(-60), NOW.plus(60));
    let view = View {
        duties: &duties,
        marks: &marks,
        judged_from: marks.partition_point(|m| m.day < past.judged),
        judged_to: duties.len(),
        from: past.judged,
        // what the days to come can still mend is told once they have come
        to: to.plus(-rule.machine.reach(1).ahead).max(past.judged),
        known_from: past.from,
        known_to: to,
        absences: &[],
        calendar: &calendar,
        wraps: false,
        on_call: duties.iter().any(|d| d.kind.on_call() != OnCall::No),
        present: Classes(marks.iter().fold(0, |all, m| all | m.is.0)),
        unknown: Classes::NONE,
        breaks_recorded: false,
        cover: None,
    };
    let mut sink = Breaches::default();
    sink.begin(rule);
    let mut lanes = rule.machine.begin();
    for i in 0..duties.len() {
        step(rule, &mut lanes, &view, i, &mut sink);
    }
    let mut remembered = Vec::new();
    memory(rule, &lanes, &view, to, outlook, &mut remembered);
    if settled(rule, &lanes, &view) {
        finish(rule, &mut lanes, &view, &mut sink);
    }
    (sink.breaches.is_empty(), remembered)
}

/// The past with one more day, if the rule allows it.
fn grown(rule: &Rule, set: &RuleSet, past: &Past, shift: Option<usize>) -> Option<Past> {
    let mut more = past.clone();
    more.days.push(shift);
    (!more.overlaps() && hear(rule, set, None, &more).0).then_some(more)
}

/// A lawful past by luck, of which more or less is known.
fn lucky(rule: &Rule, set: &RuleSet, dice: &mut Dice, shifts: i64) -> Option<Past> {
    let known = dice.of(&[2, 4, 6, 8, 12, 24, 40]);
    let from = NOW.plus(-known);
    let mut past = Past {
        from,
        judged: dice.of(&[from, from, NOW.plus(-1), NOW]).max(from),
        days: Vec::new(),
    };
    let mut habit = None;
    while past.from.plus(past.days.len() as i32) < NOW {
        let mut next = None;
        for _ in 0..6 {
            if dice.one_in(2) {
                habit = dice.one_in(2).then(|| dice.range(0, shifts - 1) as usize);
            }
            next = next.or_else(|| grown(rule, set, &past, habit));
        }
        past = next.or_else(|| grown(rule, set, &past, None))?;
    }
    Some(past)
}

/// Whether there is anything for the kind to forbid where nothing is recorded.
fn kind_forbids(kind: &str) -> bool {
    kind != "breaks"
}

fn check(kind: &'static str) {
    let mut pairs = 0;
    let mut differences = 0;
    // each seed grows a dozen pasts, day by day, so a quarter of the seeds is as much work
    for seed in seeds().step_by(4) {
        let mut dice = Dice::new(seed);
        let clause = Clause::random(kind, &mut dice);
        let contract = contract(kind, &clause);
        let party = Party {
            name: "Asha",
            part_time: false,
            opt_out: None,
        };
        let period = Period {
            from: FIRST,
            to: NOW.plus(30),
        };
        let law = Law::On(FIRST);
        let (set, _) = resolve(&[&contract], party, &[], period, law, &Choices::new());
        let rule = &set.bound[0].rule;
        // on call, work is spread and rest is interrupted: now and then only, as it is rare
        let shifts = if dice.one_in(3) { 6 } else { 5 };
        let outlook = dice.one_in(2).then(|| Outlook::new(&shapes(shifts), 8));
        let outlook = outlook.filter(|_| shifts < 6);
        let mut alike: BTreeMap<Vec<i32>, Vec<Past>> = BTreeMap::new();
        for _ in 0..12 {
            if let Some(past) = lucky(rule, &set, &mut dice, shifts) {
                let (_, remembered) = hear(rule, &set, outlook.as_ref(), &past);
                alike.entry(remembered).or_default().push(past);
            }
        }
        for (remembered, pasts) in alike {
            for other in &pasts[1..] {
                let (mut one, mut other) = (pasts[0].clone(), other.clone());
                pairs += i32::from(one != other);
                for _ in 0..12 {
                    let shift = dice.one_in(2).then(|| dice.range(0, shifts - 1) as usize);
                    let next = [&one, &other].map(|past| {
                        let mut more = past.clone();
                        more.days.push(shift);
                        more
                    });
                    let lawful = next
                        .clone()
                        .map(|p| !p.overlaps() && hear(rule, &set, None, &p).0);
                    // what overlaps is another matter than what a rule remembers
                    let overlaps = next.clone().map(|p| p.overlaps());
                    if overlaps.contains(&true) {
                        continue;
                    }
                    assert_eq!(
                        lawful[0],
                        lawful[1],
                        "seed {seed}: {kind} {{ {} }} remembers {remembered:?} of\n{one:?}\n{other:?}\nand differs after {shift:?}",
                        params(&clause)
                    );
                    if lawful[0] {
                        [one, other] = next;
                    } else {
                        differences += 1;
                    }
                }
            }
        }
    }
    let enough = (seeds().count() / 20) as i32;
    assert!(
        pairs > enough && (differences > 0 || !kind_forbids(kind)),
        "{kind}: only {pairs} pairs of pasts, {differences} days forbidden in their futures"
    );
}

#[test]
fn pasts_of_which_a_rule_remembers_the_same_have_the_same_futures() {
    for kind in KINDS {
        // sums over the whole period are counters, not memory
        let sums = [
            "average-weekly-hours",
            "night-work-average",
            "duties-in-period",
            "hours-in-period",
            "frequency",
            "recorded",
        ];
        if !sums.contains(&kind) {
            check(kind);
        }
    }
}
