//! Departments become problems: the examples whole, and what is wrong with a file told.

mod library;

use firstline_core::department::Department;
use firstline_solve::automaton::NONE;
use firstline_solve::compile::Bounds;
use firstline_solve::department::{
    Aim, Bound, Built, FixedDuties, Law, Meaning, Options, bind, breakdown, build, least_cover,
    lines_of, never_met, rota_of,
};
use firstline_solve::problem::{NEVER, OFF, Problem, Symbol};

const HEAD: &str = "format = 1\nname = \"test\"\ncontract = [\"england-2016\"]\n";
const WEEKS: &str = "[period]\nfrom = 2026-11-02\nto = 2026-11-30\n";
const SHIFTS: &str = "
[[shift]]
code = \"D\"
start = \"09:00\"
end = \"17:00\"
kind = \"day\"
[[shift]]
code = \"N\"
start = \"21:00\"
end = \"09:00\"
kind = \"night\"
";

fn department(text: &str) -> Department {
    let read = Department::read("department.toml", text);
    read.unwrap_or_else(|e| panic!("{}", library::told(&e)))
}

fn people(n: usize) -> String {
    let person = |i: usize| {
        [
            "[[person]]
name = \"P",
            &i.to_string(),
            "\"
",
        ]
        .concat()
    };
    (0..n).map(person).collect()
}

/// Without any law.
fn free(text: &str, options: &Options) -> (Department, Built) {
    let department = department(text);
    let law = Law::none(department.people.len(), department.shift_types.len() + 1);
    let built = build(&department, &law, options);
    let built = built.unwrap_or_else(|e| panic!("{}", library::told(&e)));
    (department, built)
}

/// Under its contracts.
fn lawful(text: &str, options: &Options) -> (Department, Built) {
    let contracts = library::contracts();
    let department = department(text);
    let bound = bind(&department, &contracts, Bounds::default());
    let bound = bound.unwrap_or_else(|e| panic!("{}", library::told(&e)));
    let built = build(&department, &bound.law, options);
    let built = built.unwrap_or_else(|e| panic!("{}", library::told(&e)));
    (department, built)
}

fn codes(built: &Built) -> Vec<&str> {
    built.told.iter().map(|d| d.code).collect()
}

fn off(problem: &Problem) -> Vec<Vec<Symbol>> {
    vec![vec![OFF; problem.days]; problem.people.len()]
}

#[test]
fn the_examples_become_problems() {
    let contracts = library::contracts();
    let examples = library::examples();
    assert_eq!(examples.len(), 7);
    for (name, department) in examples {
        let bound = bind(&department, &contracts, Bounds::default());
        let bound: Bound<'_> = bound.unwrap_or_else(|e| panic!("{name}\n{}", library::told(&e)));
        let built = build(&department, &bound.law, &Options::default());
        let built = built.unwrap_or_else(|e| panic!("{name}\n{}", library::told(&e)));
        let words = library::told(&[bound.told.clone(), built.told.clone()].concat());
        assert!(words.is_empty(), "{name}\n{words}");
        assert!((8..=30).contains(&built.problem.people.len()), "{name}");
        assert!((28..=56).contains(&built.problem.days), "{name}");
        let aims: std::collections::BTreeSet<Aim> =
            built.layout.meanings.iter().map(Meaning::aim).collect();
        assert!(aims.len() >= 3, "{name} {aims:?}");
        for person in 0..department.people.len() {
            let asked = bound.asked(person);
            assert_eq!(asked.absences, department.people[person].absences);
        }
    }
}

#[test]
fn a_department_without_people_shifts_or_period_is_refused_in_words() {
    let department = department(HEAD);
    let told = build(&department, &Law::none(0, 1), &Options::default());
    let told = told.err().unwrap_or_default();
    let codes: Vec<&str> = told.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["S010", "S010", "S010"]);
    assert!(told.iter().all(|d| d.help.is_some()));
    assert!(bind(&department, &[], Bounds::default()).is_err());
}

#[test]
fn cover_that_nobody_has_the_skill_for_is_told_where_it_stands() {
    let cover = "[[cover]]\nshifts = \"D\"\nskills = \"airway\"\nleast = 1\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(2), cover].concat();
    let (department, built) = free(&text, &Options::default());
    assert_eq!(codes(&built), ["S011"]);
    assert!(built.told[0].place.is_some() && built.told[0].help.is_some());
    // the gap is still counted
    let lines = off(&built.problem);
    let broken = breakdown(&department, &built, &lines);
    assert_eq!(broken.cost(Aim::Cover), 28 * 10_000);
    assert_eq!(Some(broken.total()), built.problem.value(&lines));
}

#[test]
fn leave_of_everybody_leaves_only_days_off() {
    let leave = "[[leave]]\nperson = \"P0\"\nfrom = 2026-11-02\nto = 2026-11-30\n[[leave]]\nperson = \"P1\"\nfrom = 2026-10-02\nto = 2026-12-30\n";
    let hours = "[hours]\nweek = \"40h\"\n";
    let text = [HEAD, WEEKS, hours, SHIFTS, &people(2), leave].concat();
    let (_, built) = lawful(&text, &Options::default());
    assert!(built.told.is_empty(), "{}", library::told(&built.told));
    for person in &built.problem.people {
        assert_eq!((person.least, person.most), (0, 0));
        let work = person.cost.iter().enumerate().filter(|(at, _)| at % 3 != 0);
        assert!(work.clone().all(|(_, c)| *c == NEVER));
    }
    assert!(built.problem.value(&off(&built.problem)).is_some());
}

#[test]
fn nobody_works_into_the_first_day_of_leave() {
    let leave = "[[leave]]\nperson = \"P0\"\nfrom = 2026-11-09\nto = 2026-11-16\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(1), leave].concat();
    let (_, built) = free(&text, &Options::default());
    let cost = |day: usize, symbol: usize| built.problem.people[0].cost[day * 3 + symbol];
    assert_eq!(cost(6, 2), NEVER, "the night before");
    assert_ne!(cost(6, 1), NEVER, "the day before");
}

const NIGHTS: &str =
    "[[fixed]]\nperson = \"P0\"\nfrom = 2026-11-09\nto = 2026-11-15\nwork = \"N\"\n";

#[test]
fn fixed_duties_that_break_a_clause_are_kept_outside_the_search() {
    let cover = "[[cover]]\nshifts = \"N\"\nleast = 1\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(3), NIGHTS, cover].concat();
    let (department, built) = lawful(&text, &Options::default());
    assert!(
        codes(&built).iter().all(|c| *c == "S012"),
        "{}",
        library::told(&built.told)
    );
    assert!(!built.layout.pinned.is_empty());
    assert_eq!(built.told.len(), built.layout.pinned.len());
    // seven nights in all are in the rota, whichever stand outside
    let mut line = vec![OFF; 28];
    for (day, symbol) in line.iter_mut().enumerate().skip(7).take(6) {
        if built.problem.people[0].cost[day * 3 + 2] != NEVER {
            *symbol = 2;
        }
    }
    let mut lines = off(&built.problem);
    lines[0] = line;
    let rota = rota_of(&department, &built.layout, &lines);
    assert_eq!(rota.entries.iter().filter(|e| e.person == 0).count(), 6);
    let broken = breakdown(&department, &built, &lines);
    assert_eq!(
        broken.cost(Aim::Cover),
        22 * 10_000,
        "six of the nights are covered"
    );
    assert_eq!(broken.minutes[0], 6 * 720);
}

#[test]
fn fixed_duties_that_break_a_clause_can_be_freed() {
    let text = [HEAD, WEEKS, SHIFTS, &people(3), NIGHTS].concat();
    let options = Options {
        fixed: FixedDuties::Freed,
        ..Options::default()
    };
    let (_, built) = lawful(&text, &options);
    assert!(built.layout.pinned.is_empty());
    assert!(!built.told.is_empty());
    assert!(built.told.iter().all(|d| d.notes == ["it was given up"]));
}

#[test]
fn a_duty_fixed_in_leave_is_told() {
    let leave = "[[leave]]\nperson = \"P0\"\nfrom = 2026-11-09\nto = 2026-11-16\n";
    let fixed = "[[fixed]]\nperson = \"P0\"\ndates = 2026-11-10\nwork = \"D\"\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(1), leave, fixed].concat();
    let (_, built) = free(&text, &Options::default());
    assert_eq!(codes(&built), ["S012"]);
    assert_eq!(built.layout.pinned.len(), 1);
}

#[test]
fn one_day_is_a_period() {
    let text = [
        HEAD,
        "[period]\nfrom = 2026-11-07\nto = 2026-11-08\n[hours]\nweek = \"40h\"\n",
        SHIFTS,
        &people(2),
    ]
    .concat();
    let (_, built) = lawful(&text, &Options::default());
    assert_eq!(built.problem.days, 1);
    assert_eq!(
        codes(&built),
        ["S013", "S013"],
        "a part of a day cannot be worked"
    );
    assert!(built.problem.value(&off(&built.problem)).is_some());
}

#[test]
fn a_period_across_a_clock_change_and_a_change_of_law() {
    for (from, to) in [
        ("2026-10-19", "2026-11-02"),
        ("2027-03-22", "2027-04-05"),
        ("2019-07-29", "2019-08-19"),
    ] {
        let period = format!("[period]\nfrom = {from}\nto = {to}\n");
        let demand = "[[demand]]\nfrom = \"00:00\"\nto = \"00:00\"\nleast = 1\n";
        let text = [HEAD, &period, SHIFTS, &people(3), demand].concat();
        let (department, built) = lawful(&text, &Options::default());
        let lines = off(&built.problem);
        let broken = breakdown(&department, &built, &lines);
        assert_eq!(Some(broken.total()), built.problem.value(&lines), "{from}");
    }
}

#[test]
fn weights_of_nothing_and_of_a_billion() {
    let wish = "[[wish]]\nperson = [\"P0\", \"P1\"]\nwant = \"D\"\nweight = 1000000000\n[[wish]]\nperson = \"P0\"\navoid = \"N\"\nweight = 1000000000\n";
    let cover = "[[cover]]\nshifts = \"D\"\nleast = 1\nwanted = 2\nmost = 3\n[[pay]]\nshifts = \"D\"\npounds = 100000\n[[fairness]]\ncount = \"nights\"\nclass = \"night\"\nspread-weeks = 2\n[[cover]]\nshifts = \"N\"\nleast = 1\n";
    let keys = [
        "below-least",
        "below-wanted",
        "above-most",
        "wishes",
        "fairness",
        "spread",
        "pay",
        "broken-weekends",
        "unsupervised",
        "pairings",
        "changes",
    ];
    for weight in [0, 1_000_000_000] {
        let weight = weight.to_string();
        let aims: Vec<String> = keys
            .iter()
            .map(|k| [k, " = ", &weight, "\n"].concat())
            .collect();
        let aims = aims.concat();
        let text = [
            HEAD,
            WEEKS,
            "[aims]\n",
            &aims,
            SHIFTS,
            &people(2),
            cover,
            wish,
        ]
        .concat();
        let (department, built) = lawful(&text, &Options::default());
        let lines = off(&built.problem);
        let value = built.problem.value(&lines).expect("days off may be");
        assert_eq!(value == 0, weight == "0");
        assert_eq!(breakdown(&department, &built, &lines).total(), value);
        for row in &built.problem.rows {
            for steps in [&row.short, &row.over] {
                assert!(
                    steps.windows(2).all(|s| s[0].slope <= s[1].slope),
                    "{row:?}"
                );
            }
        }
    }
}

#[test]
fn five_hundred_people_are_no_more_trouble_than_five() {
    let cover = "[[cover]]\nshifts = \"D\"\nleast = 200\n[[fairness]]\ncount = \"nights\"\nshifts = \"N\"\n[[cover]]\nshifts = \"N\"\nleast = 40\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(500), cover].concat();
    let (_, built) = lawful(&text, &Options::default());
    assert_eq!(built.problem.people.len(), 500);
    assert_eq!(built.problem.automata.len(), 1);
}

#[test]
fn people_who_count_in_the_same_rows_are_one_group() {
    let cover = "[[cover]]\nshifts = \"D\"\nleast = 2\n[[cover]]\nshifts = \"D\"\nskills = \"x\"\nleast = 1\n";
    let skilled = "[[person]]\nname = \"S\"\nskills = \"x\"\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(4), skilled, cover].concat();
    let (_, built) = free(&text, &Options::default());
    let groups: Vec<usize> = built.problem.people.iter().map(|p| p.group).collect();
    assert_eq!(groups, [0, 0, 0, 0, 1]);
}

#[test]
fn nights_are_what_the_contract_calls_so_and_shares_follow_full_time_and_the_past() {
    let people = "[[person]]\nname = \"A\"\n[[person]]\nname = \"B\"\nshare = 0.5\n[[person]]\nname = \"C\"\ncarried = { nights = 7 }\n[[person.history]]\nstart = \"2026-10-30T21:00\"\nend = \"2026-10-31T09:00\"\nkind = \"night\"\n";
    let cover = "[[cover]]\nshifts = \"N\"\nleast = 1\n[[fairness]]\ncount = \"nights\"\nclass = \"night\"\n";
    let text = [HEAD, WEEKS, SHIFTS, people, cover].concat();
    let (department, built) = lawful(&text, &Options::default());
    let counts = breakdown(&department, &built, &off(&built.problem)).counts;
    // 28 nights, and 8 that C had before: 14.4 for each full-timer and 7.2 for B in all
    let fair: Vec<i64> = counts.iter().map(|c| c.fair_milli).collect();
    let before: Vec<i64> = counts.iter().map(|c| c.before).collect();
    assert_eq!(before, [0, 0, 8]);
    assert_eq!(fair, [14_400, 7_200, 6_400]);
}

#[test]
fn a_class_that_no_contract_has_is_told() {
    let cover = "[[fairness]]\ncount = \"nights\"\nclass = \"nihgt\"\n";
    let text = [HEAD, WEEKS, SHIFTS, &people(1), cover].concat();
    let (_, built) = lawful(&text, &Options::default());
    assert_eq!(codes(&built), ["S016"]);
    assert_eq!(built.told[0].help.as_deref(), Some("did you mean `night`?"));
}

#[test]
fn a_shift_that_nobody_may_ever_work_is_told() {
    let long = "[[shift]]\ncode = \"X\"\nstart = \"08:00\"\nend = \"22:30\"\nkind = \"day\"\n";
    let text = [HEAD, WEEKS, SHIFTS, long, &people(2)].concat();
    let (_, built) = lawful(&text, &Options::default());
    assert_eq!(codes(&built), ["S017"]);
    assert!(built.told[0].title.contains("`X`"));
}

#[test]
fn a_night_that_the_clocks_make_too_long_is_nobodys() {
    let weeks = "[period]\nfrom = 2026-10-12\nto = 2026-11-02\n";
    let night = |end: &str| {
        format!(
            "[[shift]]\ncode = \"N\"\nstart = \"21:00\"\nend = \"{end}\"\nkind = \"night\"\nbreaks = \"30+30+30\"\n"
        )
    };
    // from the Saturday into the Sunday on which the clocks go back
    let turn = 12;
    for (end, codes_told, may) in [("09:30", vec!["S023"], false), ("09:00", vec![], true)] {
        let cover = "[[cover]]\nshifts = \"N\"\nleast = 1\n";
        let text = [HEAD, weeks, &night(end), &people(2), cover].concat();
        let contracts = library::contracts();
        let department = department(&text);
        let bound = bind(&department, &contracts, Bounds::default()).expect("it has contracts");
        let built = build(&department, &bound.law, &Options::default()).expect("it has people");
        let told: Vec<&str> = bound.told.iter().map(|d| d.code).collect();
        assert_eq!(told, codes_told, "{end}");
        let problem = &built.problem;
        for day in 0..problem.days {
            for person in &problem.people {
                let is = person.cost[day * problem.symbols + 1] != NEVER;
                assert_eq!(is, may || day != turn, "day {day}, until {end}");
            }
        }
        let never = never_met(&least_cover(&department, &built));
        assert_eq!(never, i64::from(!may), "until {end}");
        if let Some(told) = bound.told.first() {
            assert!(told.title.contains("13 h 30 min") && told.title.contains("12 h 30 min"));
            assert!(told.title.contains("Sat 24 Oct 2026"), "{}", told.title);
        }
    }
}

#[test]
fn a_shift_of_one_date_is_given_on_no_other() {
    let short = "[[shift]]\ncode = \"NC\"\nstart = \"22:00\"\nend = \"09:00\"\nkind = \"night\"\ndates = 2026-11-14\n";
    let text = [HEAD, WEEKS, SHIFTS, short, &people(1)].concat();
    let (_, built) = lawful(&text, &Options::default());
    let problem = &built.problem;
    let may = |day: &usize| problem.people[0].cost[day * problem.symbols + 3] != NEVER;
    let days: Vec<usize> = (0..problem.days).filter(may).collect();
    assert_eq!(days, [12]);
}

#[test]
fn supervision_counts_those_who_are_there_without_the_others() {
    let people = "[[person]]\nname = \"A\"\ngrade = \"F1\"\n[[person]]\nname = \"B\"\ngrade = \"F1\"\n[[person]]\nname = \"C\"\ngrade = \"ST3\"\n";
    let ask = "[aims]\nunsupervised = 7\nbroken-weekends = 0\n[[supervision]]\nof = { grades = [\"F1\"] }\nby = { grades = [\"ST3\"] }\nshifts = \"D\"\n";
    let text = [HEAD, WEEKS, ask, SHIFTS, people].concat();
    let (_, built) = free(&text, &Options::default());
    let with = |day: [Symbol; 3]| {
        let mut lines = off(&built.problem);
        for (line, symbol) in lines.iter_mut().zip(day) {
            line[3] = symbol;
        }
        built.problem.value(&lines)
    };
    assert_eq!(with([1, 1, 0]), Some(14));
    assert_eq!(with([1, 1, 1]), Some(0));
    assert_eq!(with([0, 0, 1]), Some(0));
}

#[test]
fn demand_counts_who_is_present_over_midnight_and_not_who_is_on_call_at_home() {
    let call = "[[shift]]\ncode = \"OC\"\nstart = \"08:00\"\nend = \"08:00\"\nkind = \"nroc\"\nwork = \"8h\"\n";
    let ask = "[aims]\nhalf-hour-below-least = 3\nbroken-weekends = 0\n[[demand]]\nfrom = \"22:00\"\nto = \"02:00\"\nleast = 1\n";
    let text = [
        HEAD,
        "[period]\nfrom = 2026-11-02\nto = 2026-11-04\n",
        ask,
        SHIFTS,
        call,
        &people(1),
    ]
    .concat();
    let (_, built) = free(&text, &Options::default());
    // the second evening's hours after midnight lie outside the period
    let value = |line: [Symbol; 2]| built.problem.value(&[line.to_vec()]);
    assert_eq!(value([0, 0]), Some(3 * (4 + 4 + 4)));
    assert_eq!(value([2, 0]), Some(3 * 4));
    assert_eq!(value([2, 2]), Some(0));
    assert_eq!(value([3, 3]), value([0, 0]));
}

#[test]
fn a_friday_night_breaks_a_weekend_and_a_whole_one_does_not() {
    let text = [
        HEAD,
        WEEKS,
        "[aims]\nbroken-weekends = 5\n",
        SHIFTS,
        &people(1),
    ]
    .concat();
    let (department, built) = free(&text, &Options::default());
    let with = |days: &[(usize, Symbol)]| {
        let mut lines = off(&built.problem);
        for &(day, symbol) in days {
            lines[0][day] = symbol;
        }
        let broken = breakdown(&department, &built, &lines);
        assert_eq!(built.problem.value(&lines), Some(broken.total()));
        broken.broken_weekends[0]
    };
    assert_eq!(with(&[(4, 2)]), 1, "Friday night");
    assert_eq!(with(&[(4, 1)]), 0, "Friday by day");
    assert_eq!(with(&[(5, 1), (6, 1)]), 0, "both days");
    assert_eq!(with(&[(5, 2)]), 0, "Saturday night runs into Sunday");
    assert_eq!(with(&[(5, 1), (13, 1)]), 2, "one day each of two weekends");
}

#[test]
fn a_rota_goes_out_and_comes_back() {
    let text = [
        HEAD,
        WEEKS,
        "[aims]\nchanges = 4\nbroken-weekends = 0\n",
        SHIFTS,
        &people(2),
    ]
    .concat();
    let (department, built) = free(&text, &Options::default());
    let mut lines = off(&built.problem);
    lines[0][0] = 1;
    lines[1][5] = 2;
    let dated = rota_of(&department, &built.layout, &lines);
    let options = firstline_core::rota::LayOptions {
        zone: department.zone.clone(),
        on: built.layout.from,
        start: None,
        from: department.from,
        to: department.to,
    };
    let (rota, told) = dated.lay("back", &options);
    assert!(told.is_empty());
    let back = lines_of(&department, &built.layout, &rota);
    let known: Vec<Vec<Option<Symbol>>> = lines
        .iter()
        .map(|l| l.iter().copied().map(Some).collect())
        .collect();
    assert_eq!(back, known);
    // and holds the next design close to itself
    let options = Options {
        old: Some(back),
        ..Options::default()
    };
    let (_, close) = free(&text, &options);
    assert_eq!(close.problem.value(&lines), Some(0));
    assert_eq!(close.problem.value(&off(&close.problem)), Some(8));
}

#[test]
fn somebody_without_any_lawful_line_rests_and_is_told() {
    let department = department(&[HEAD, WEEKS, SHIFTS, &people(2)].concat());
    let mut law = Law::none(2, 3);
    let mut nothing = law.automata[0].clone();
    for layer in &mut nothing.layers {
        layer.next.fill(NONE);
    }
    law.automata.push(nothing);
    law.people[1].automaton = 1;
    let built = build(&department, &law, &Options::default()).expect("it can be designed");
    assert_eq!(codes(&built), ["S015"]);
    assert_eq!(built.problem.value(&off(&built.problem)), Some(0));
}
