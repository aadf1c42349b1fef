//! Clauses that are advice: what a line costs is what the checker finds wrong with it.

use firstline_core::contract::{Choices, Document, Law, Party, read_contract, resolve};
use firstline_core::rota::{Code, Duty, Kind, Period, ShiftType};
use firstline_core::time::{ClockTime, Day, Zone};
use firstline_solve::compile::{Asked, Bounds, Ground, Judge, compile};
use firstline_solve::problem::Symbol;

fn clause(id: &str, force: &str, kind: &str, params: &str) -> String {
    format!(
        "[[clause]]\nid = \"{id}\"\nkind = \"{kind}\"\n{force}\ntext = \"made up\"\n\
         [[clause.version]]\nfrom = 2000-01-01\ncite = {{ document = \"page\", at = \"all\" }}\n\
         confidence = \"derived\"\nchecked = {{ on = 2026-11-22, by = \"test\" }}\n\
         params = {{ {params} }}\n"
    )
}

fn contract() -> String {
    let head = "format = 1\nid = \"made-up\"\ntitle = \"Made up\"\nfrom = 2000-01-01\n\
                [class.any]\ntext = \"any duty\"\n\
                [class.night]\ntext = \"a night\"\nkind = [\"night\"]\n";
    let days = "days = \"start-date\"";
    let should = |weight: i32| format!("force = \"should\"\nweight = {weight}");
    let rest = "of = \"any\", min = \"11h\", clock = \"nominal\"";
    [
        head.to_owned(),
        clause(
            "run",
            &should(5),
            "run-length",
            &format!("of = \"any\", max = 3, {days}"),
        ),
        clause(
            "short",
            &should(3),
            "shortest-run",
            &format!("of = \"any\", min = 2, {days}"),
        ),
        clause(
            "free",
            &should(7),
            "shortest-rest-days",
            &format!("of = \"any\", min = 2, {days}"),
        ),
        clause("gap", &should(2), "rest-between-duties", rest),
        clause(
            "advice",
            "force = \"should\"",
            "run-length",
            &format!("of = \"night\", max = 1, {days}"),
        ),
        clause(
            "must",
            "force = \"must\"",
            "run-length",
            &format!("of = \"any\", max = 6, {days}"),
        ),
    ]
    .concat()
}

fn shifts() -> Vec<ShiftType> {
    let shift = |code: &str, kind: Kind, start: u16, end: u16| {
        ShiftType::plain(
            code,
            kind,
            Some((ClockTime(start * 60), ClockTime(end * 60))),
        )
    };
    vec![
        shift("E", Kind::Day, 7, 15),
        shift("L", Kind::Late, 13, 21),
        shift("N", Kind::Night, 21, 9),
    ]
}

#[test]
fn a_step_costs_what_the_checker_says_of_it_and_people_share_automata_whatever_came_before() {
    let document = Document {
        id: "page".to_owned(),
        title: "made up".to_owned(),
        publisher: None,
        version: None,
        date: None,
        address: None,
        checksum: None,
        read: "in full".to_owned(),
    };
    let contract = read_contract("made-up.toml", &contract(), &[document]).expect("it is sound");
    let contracts = [&contract];
    let first = Day::parse("2026-06-03").expect("a Wednesday");
    let period = Period {
        from: first,
        to: first.plus(21),
    };
    let party = Party {
        name: "Asha",
        part_time: false,
        opt_out: None,
    };
    let law = Law::OfEachDate;
    let (set, _) = resolve(&contracts, party, &[], period, law, &Choices::new());
    let (shifts, zone) = (shifts(), Zone::london());
    let ground = Ground {
        shift_types: &shifts,
        zone: &zone,
        period,
        cover: None,
    };
    let history: Vec<Duty> = [4, 2, 1]
        .map(|ago| {
            let (start, end) = shifts[1].on(first.plus(-ago)).expect("it has times");
            Duty::new(zone.span(start, end), Kind::Late, Code(1))
        })
        .to_vec();
    let asked = |known: usize| Asked {
        contracts: &contracts,
        set: &set,
        history: &history[history.len() - known..],
        known_from: (known > 0).then(|| first.plus(-5)),
        absences: &[],
        cover: None,
    };
    let people = [asked(0), asked(1), asked(2), asked(3)];
    let compiled = compile(&ground, &people, Bounds::default());
    assert_eq!(compiled.automata.len(), 1);
    assert!(compiled.people.iter().all(|p| p.relaxed.is_empty()));
    let mut judge = Judge::new(&ground);
    let mut luck = 5_u64;
    let (mut told, mut refused) = (0, 0);
    for turn in 0..4000 {
        let person = turn % people.len();
        let mut line: Vec<Symbol> = Vec::new();
        for _ in 0..21 {
            luck ^= luck << 13;
            luck ^= luck >> 7;
            luck ^= luck << 17;
            let next = (luck >> 40) % 8;
            let again = line.last().copied().unwrap_or(0);
            line.push(if next < 4 { next as Symbol } else { again });
        }
        let mut state = Some(compiled.people[person].start);
        let mut cost = 0;
        for (day, symbol) in line.iter().enumerate() {
            let weekday = (2 + day) % 7;
            let arc = state.and_then(|s| compiled.automata[0].step(weekday, s, *symbol));
            cost += arc.map_or(0, |a| a.cost);
            state = arc.map(|a| a.next);
        }
        let broken = judge.lawful(&people[person], &line);
        let must = broken.iter().any(|b| b.must);
        assert_eq!(state.is_none(), must, "{line:?} {broken:?}");
        if must {
            refused += 1;
            continue;
        }
        let expected: i32 = broken.iter().map(|b| b.weight).sum();
        assert_eq!(cost, expected, "person {person}: {line:?}\n{broken:#?}");
        told += i32::from(expected > 0);
    }
    assert!(told > 200 && refused > 200, "{told} {refused}");
}
