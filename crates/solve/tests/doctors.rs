//! Doctors' contracts as automata: what they say of a line is what the checker's walk says of it.

use firstline_core::contract::{Choices, Contract, Law, Party, resolve};
use firstline_core::rota::{Code, Duty, Kind, Period, ShiftType};
use firstline_core::time::{ClockTime, Day, Zone};
use firstline_solve::compile::{Asked, Bounds, Ground, Judge, compile};
use firstline_solve::problem::{OFF, Symbol};

#[expect(dead_code, reason = "the example departments are for other tests")]
mod library;

fn contract(name: &str) -> Contract {
    let all = library::contracts();
    let found = all.into_iter().find(|c| c.id == name);
    found.unwrap_or_else(|| panic!("there is no contract {name}"))
}

fn shift(code: &str, kind: Kind, times: &str) -> ShiftType {
    let (start, end) = times.split_once('-').expect("two times");
    let time = |t| ClockTime::parse(t).expect("a time");
    ShiftType::plain(code, kind, Some((time(start), time(end))))
}

fn shifts() -> Vec<ShiftType> {
    vec![
        shift("D", Kind::Day, "08:00-17:00"),
        shift("L", Kind::Late, "13:00-21:30"),
        shift("LD", Kind::LongDay, "08:00-20:30"),
        shift("N", Kind::Night, "20:00-08:30"),
        shift("S", Kind::Day, "09:00-19:00"),
        shift("OC", Kind::NonResidentOnCall, "08:00-08:00"),
    ]
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}

/// Small numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }
}

/// Nights of the week before, and nothing known before those.
fn history(shifts: &[ShiftType], zone: &Zone, first: Day) -> Vec<Duty> {
    let night = 3;
    let lay = |ago: i32| {
        let (start, end) = shifts[night]
            .on(first.plus(-ago))
            .expect("a night has times");
        Duty::new(zone.span(start, end), Kind::Night, Code(night as u16))
    };
    [3, 2, 1].map(lay).to_vec()
}

/// Lines by luck: a line is lawful to the automaton when the walk finds nothing but what was
/// relaxed, and one that the automaton refuses breaks something.
fn check(names: &[&str], types: usize, with_history: bool, seed: u64) {
    let contracts: Vec<Contract> = names.iter().map(|n| contract(n)).collect();
    let contracts: Vec<&Contract> = contracts.iter().collect();
    let period = Period {
        from: day("2026-06-01"),
        to: day("2026-07-27"),
    };
    let party = Party {
        name: "Asha",
        part_time: false,
        opt_out: None,
    };
    let (choices, law) = (Choices::new(), Law::OfEachDate);
    let (set, _) = resolve(&contracts, party, &[], period, law, &choices);
    let (all, zone) = (shifts(), Zone::london());
    let ground = Ground {
        shift_types: &all[..types],
        zone: &zone,
        period,
        cover: None,
    };
    let before = history(&all, &zone, period.from);
    let asked = Asked {
        contracts: &contracts,
        set: &set,
        history: if with_history { &before } else { &[] },
        known_from: with_history.then(|| before[0].day()),
        absences: &[],
        cover: None,
    };
    let begun = std::time::Instant::now();
    let compiled = compile(&ground, &[asked], Bounds::default());
    let took = begun.elapsed().as_millis();
    let (person, automaton) = (&compiled.people[0], &compiled.automata[0]);
    let name = |rule: usize| {
        let bound = &set.bound[rule];
        &contracts[bound.contract].clauses[bound.rule.clause].id
    };
    let relaxed: Vec<&String> = person.relaxed.iter().map(|r| name(*r)).collect();
    tell(&format!(
        "{names:?} with {types} shift types in {took} ms: {:?}, relaxed {relaxed:?}",
        compiled.sizes
    ));
    let mut judge = Judge::new(&ground);
    let mut dice = Dice(seed);
    let (mut lawful, mut unlawful) = (0, 0);
    for turn in 0..1500 {
        let mut line: Vec<Symbol> = Vec::new();
        let mut state = Some(person.start);
        let mut counts = vec![0; automaton.counters];
        let mut minutes = 0;
        for n in 0..period.days() as usize {
            let open = |s: &Symbol| automaton.step(n % 7, state?, *s);
            let steps: Vec<Symbol> = (0..=types as Symbol)
                .filter(|s| open(s).is_some())
                .collect();
            let any = dice.below(types + 1) as Symbol;
            let wild = turn % 2 == 0 && dice.below(40) == 0;
            let symbol = match steps.len() {
                _ if wild || state.is_none() => any,
                _ if n % 7 > 4 && steps.contains(&OFF) && dice.below(9) > 0 => OFF,
                0 => any,
                some if dice.below(2) == 0 => steps[dice.below(some)],
                _ => line
                    .last()
                    .copied()
                    .filter(|s| steps.contains(s))
                    .unwrap_or(steps[0]),
            };
            let arc = open(&symbol);
            for (k, count) in counts.iter_mut().enumerate() {
                *count += arc.map_or(0, |a| (a.counts >> k & 1) as i32);
            }
            let length = |s: &ShiftType| s.times.map_or(0, |(a, b)| span(a, b));
            minutes += match symbol {
                OFF => 0,
                s => length(&all[usize::from(s) - 1]),
            };
            line.push(symbol);
            state = arc.map(|a| a.next);
        }
        let within = counts.iter().zip(&person.limits).all(|(c, l)| c <= l)
            && (person.least..=person.most).contains(&minutes);
        let broken = judge.lawful(&asked, &line);
        let hard: Vec<&String> = broken
            .iter()
            .filter(|b| b.must && b.rule.is_none_or(|r| !person.relaxed.contains(&r)))
            .map(|b| b.rule.map_or(&all[0].code, name))
            .collect();
        assert_eq!(
            state.is_some() && within,
            hard.is_empty(),
            "{line:?} breaks {hard:?}; counted {counts:?} of {:?}, {minutes} minutes",
            person.limits
        );
        if hard.is_empty() {
            lawful += 1;
        } else {
            unlawful += 1;
        }
    }
    tell(&format!("{lawful} lawful lines, {unlawful} that are not"));
    assert!(lawful > 20 && unlawful > 20);
}

fn span(from: ClockTime, to: ClockTime) -> i32 {
    let minutes = i32::from(to.0) - i32::from(from.0);
    if minutes <= 0 {
        minutes + 1440
    } else {
        minutes
    }
}

#[expect(
    clippy::print_stderr,
    reason = "how large the automata are must be seen"
)]
fn tell(text: &str) {
    eprintln!("{text}");
}

const BOTH: [&str; 2] = ["england-2016", "working-time-regulations"];

#[test]
fn the_terms_of_2016_with_three_shift_types() {
    check(&BOTH, 3, false, 11);
}

#[test]
fn the_terms_of_2016_with_nights() {
    check(&BOTH, 4, true, 12);
}

#[test]
fn the_terms_of_2016_with_five_shift_types() {
    check(&BOTH, 5, false, 13);
    check(&BOTH, 5, true, 14);
}

#[test]
fn the_terms_of_2016_with_on_call() {
    check(&BOTH, 6, true, 15);
}

#[test]
fn the_new_deal() {
    check(&["new-deal-2002", "working-time-regulations"], 4, true, 16);
}

#[test]
fn agenda_for_change() {
    check(&["agenda-for-change"], 4, true, 17);
}
