//! The best line of one person: what the pricer finds is what trying every line finds, and its
//! bound is never above that. Over automata, prices, counters and pinned windows at random.

#![expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers become weights and prices"
)]

#[expect(dead_code, reason = "only lines are tried here, not whole rotas")]
mod oracle;

use firstline_solve::automaton::{Automaton, Layer, NONE};
use firstline_solve::dp::{Ask, Effort, Found, GRAIN, Pricer, Sizes};
use firstline_solve::problem::{Hits, Person, Problem, Row, Step, Symbol};
use oracle::Dice;

/// One person with rules that mean nothing.
fn made_up(dice: &mut Dice) -> Problem {
    let days = 3 + dice.below(4) as usize;
    let symbols = 2 + dice.below(3) as usize;
    let counters = dice.below(4) as usize;
    let states: Vec<usize> = (0..7).map(|_| 1 + dice.below(4) as usize).collect();
    let layers = std::array::from_fn(|weekday| {
        let mut layer = Layer {
            states: states[weekday],
            ..Layer::default()
        };
        for _ in 0..layer.states {
            for _ in 0..symbols {
                let next = dice.below(states[(weekday + 1) % 7] as u64) as u16;
                layer.next.push(if dice.percent(15) { NONE } else { next });
                layer.cost.push(dice.below(6) as i32 - 1);
                let up = |k: usize| u32::from(k < counters) << k;
                let counts = (0..3).filter(|_| dice.percent(30)).map(up).sum();
                layer.counts.push(counts);
            }
        }
        layer
    });
    let lengths: Vec<i32> = (0..symbols)
        .map(|s| if s == 0 { 0 } else { 1 + dice.below(3) as i32 })
        .collect();
    let first_weekday = dice.below(7) as usize;
    let most = dice.below(3 * days as u64) as i32;
    Problem {
        days,
        first_weekday,
        symbols,
        lengths,
        unit: 60,
        automata: vec![Automaton {
            layers,
            symbols,
            counters,
        }],
        people: vec![Person {
            automaton: 0,
            start: dice.below(states[first_weekday] as u64) as u16,
            least: dice.below(most as u64 + 1) as i32 / 2,
            most,
            limits: (0..counters).map(|_| dice.below(5) as i32).collect(),
            cost: vec![0; days * symbols],
            group: 0,
        }],
        rows: Vec::new(),
        hits: Hits::build(1, days, symbols, |_, _, _, _| {}),
        constant: 0,
    }
}

/// The same with counts that cost by themselves; all of them are the person's own.
fn with_counts(dice: &mut Dice) -> Problem {
    let mut problem = made_up(dice);
    let rows = 1 + dice.below(4) as usize;
    let step = |dice: &mut Dice, least: i32| Step {
        width: 1 + dice.below(2) as i32,
        slope: least + dice.below(30) as i32,
    };
    for _ in 0..rows {
        let side = |dice: &mut Dice| {
            let mut steps = Vec::new();
            let mut slope = 0;
            for _ in 0..dice.below(3) {
                let next = step(dice, slope);
                slope = next.slope;
                steps.push(next);
            }
            steps.push(Step {
                width: i32::MAX,
                slope: slope + dice.below(20) as i32,
            });
            steps
        };
        let (short, over) = (side(dice), side(dice));
        let target = dice.below(4) as i32;
        problem.rows.push(Row {
            target,
            short,
            over,
        });
    }
    let (days, symbols) = (problem.days, problem.symbols);
    // now and then the first row says what is left of the length over the shortest shift
    let says = dice.percent(50);
    if says {
        let long = 4 + dice.below(2) as i32;
        problem.lengths = [0, 3, long, long + 3][..symbols].to_vec();
        problem.people[0].least *= 2;
        problem.people[0].most *= 2;
    }
    problem.hits = Hits::build(1, days, symbols, |_, _, symbol, into| {
        if says && symbol > 1 {
            into.push((0, 1));
        }
        for row in usize::from(says)..rows {
            if symbol > 0 && dice.percent(40) {
                into.push((row as u32, 1 + dice.below(2) as i32));
            }
        }
    });
    problem
}

fn prices(dice: &mut Dice, days: usize, symbols: usize, grain: f32) -> Vec<f32> {
    (0..days * symbols)
        .map(|_| {
            if dice.percent(7) {
                f32::INFINITY
            } else {
                (dice.below(800) as f32 - 400.0) * grain
            }
        })
        .collect()
}

/// What the free days of a whole line cost at the prices asked, and what the clauses charge from
/// the first free day on; nothing where the line may not be.
fn charged(problem: &Problem, ask: &Ask<'_>, line: &[Symbol]) -> Option<f64> {
    problem.line_cost(0, line)?;
    let automaton = &problem.automata[0];
    let mut state = problem.people[0].start;
    let mut sum = 0.0;
    for (day, &symbol) in line.iter().enumerate() {
        let arc = automaton.step(problem.weekday(day), state, symbol)?;
        if day >= ask.from {
            sum += f64::from(arc.cost);
        }
        if (ask.from..ask.to).contains(&day) {
            let at = (day - ask.from) * problem.symbols + usize::from(symbol);
            sum += f64::from(ask.prices[at]);
        }
        state = arc.next;
    }
    let mut counts = vec![0; problem.rows.len()];
    problem.add(&mut counts, 0, line, 1);
    sum += problem.penalties(&counts) as f64;
    sum.is_finite().then_some(sum)
}

/// The least that any filling of the free days costs, by trying all.
fn tried(problem: &Problem, ask: &Ask<'_>) -> Option<f64> {
    let mut line = match ask.line {
        [] => vec![0; problem.days],
        line => line.to_vec(),
    };
    line[ask.from..ask.to].fill(0);
    let mut best: Option<f64> = None;
    loop {
        if let Some(cost) = charged(problem, ask, &line) {
            best = Some(best.map_or(cost, |b| b.min(cost)));
        }
        let free = &line[ask.from..ask.to];
        let Some(at) = free
            .iter()
            .position(|&s| usize::from(s) + 1 < problem.symbols)
        else {
            return best;
        };
        line[ask.from..ask.from + at].fill(0);
        line[ask.from + at] += 1;
    }
}

/// The pricer stops within four grains of its bound.
const NEAR: f64 = 4.0 * GRAIN as f64;

fn check(problem: &Problem, ask: &Ask<'_>, found: &Found, what: &str) {
    let best = tried(problem, ask);
    let told = || {
        let person = &problem.people[0];
        format!(
            "{what}: best {best:?}, found {found:?}\ndays {}..{} of {}, line {:?}\nstart {}, {}..={} of {:?}, limits {:?}\nprices {:?}\nweekday {}, {:?}",
            ask.from,
            ask.to,
            problem.days,
            ask.line,
            person.start,
            person.least,
            person.most,
            problem.lengths,
            person.limits,
            ask.prices,
            problem.first_weekday,
            problem.automata[0],
        )
    };
    let Some(best) = best else {
        assert!(found.line.is_empty(), "{}", told());
        return;
    };
    assert!(found.bound <= best + 1e-9, "the bound is above: {}", told());
    assert_eq!(
        found.line.len(),
        ask.to - ask.from,
        "nothing found: {}",
        told()
    );
    let mut whole = match ask.line {
        [] => vec![0; problem.days],
        line => line.to_vec(),
    };
    whole[ask.from..ask.to].copy_from_slice(&found.line);
    let cost = charged(problem, ask, &whole);
    assert_eq!(cost, Some(found.value), "the value: {}", told());
    assert!(found.value <= best + NEAR, "not the best: {}", told());
}

fn of_the_whole_period<'a>(problem: &Problem, prices: &'a [f32]) -> Ask<'a> {
    Ask {
        person: 0,
        from: 0,
        to: problem.days,
        line: &[],
        prices,
        own: &[],
    }
}

#[test]
fn counts_that_cost_by_themselves_are_part_of_the_best_line() {
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 200_000);
        let problem = with_counts(&mut dice);
        let own: Vec<u32> = (0..problem.rows.len() as u32).collect();
        let mut pricer = Pricer::default();
        for turn in 0..6 {
            let grain = if turn % 2 == 0 { 1.0 } else { GRAIN };
            let prices = prices(&mut dice, problem.days, problem.symbols, grain);
            let ask = Ask {
                own: &own,
                ..of_the_whole_period(&problem, &prices)
            };
            let found = pricer.best(&problem, &ask);
            check(&problem, &ask, &found, &format!("seed {seed}, turn {turn}"));
        }
    }
}

#[test]
fn counts_that_cost_by_themselves_are_part_of_the_best_filling_of_a_window() {
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 250_000);
        let problem = with_counts(&mut dice);
        let own: Vec<u32> = (0..problem.rows.len() as u32).collect();
        let lawful = oracle::lines(&problem, 0);
        let mut pricer = Pricer::default();
        for turn in 0..6 {
            let Some((line, _)) = lawful.get(dice.below(lawful.len() as u64) as usize) else {
                break;
            };
            let from = dice.below(problem.days as u64) as usize;
            let to = from + 1 + dice.below((problem.days - from) as u64) as usize;
            let prices = prices(&mut dice, to - from, problem.symbols, 1.0);
            let ask = Ask {
                person: 0,
                from,
                to,
                line,
                prices: &prices,
                own: &own,
            };
            pricer.forget();
            let found = pricer.best(&problem, &ask);
            check(&problem, &ask, &found, &format!("seed {seed}, turn {turn}"));
        }
    }
}

/// So small that counts have a price in every table, and so many labels a day.
fn cramped(labels: usize) -> Sizes {
    Sizes {
        few_cells: 0,
        more_cells: 40,
        most_cells: 100,
        narrow: [1, labels],
        wide: [1, labels.min(7), labels],
    }
}

#[test]
fn labels_find_the_best_line_where_tables_only_price_the_counts() {
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 350_000);
        let problem = with_counts(&mut dice);
        let own: Vec<u32> = (0..problem.rows.len() as u32).collect();
        let mut pricer = Pricer::default();
        // all at once, for more are not tried where some more closed little
        pricer.sizes = Sizes {
            wide: [100_000; 3],
            ..cramped(100_000)
        };
        for turn in 0..6 {
            let prices = prices(&mut dice, problem.days, problem.symbols, 1.0);
            let ask = Ask {
                own: &own,
                ..of_the_whole_period(&problem, &prices)
            };
            let found = pricer.best(&problem, &ask);
            check(&problem, &ask, &found, &format!("seed {seed}, turn {turn}"));
        }
    }
}

#[test]
fn few_labels_prove_no_more_than_is_so() {
    let mut best_found = 0;
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 400_000);
        let problem = with_counts(&mut dice);
        let own: Vec<u32> = (0..problem.rows.len() as u32).collect();
        let mut pricer = Pricer::default();
        pricer.sizes = cramped(1 + seed as usize % 5);
        for _ in 0..6 {
            let prices = prices(&mut dice, problem.days, problem.symbols, 1.0);
            let ask = Ask {
                own: &own,
                ..of_the_whole_period(&problem, &prices)
            };
            let (found, best) = (pricer.best(&problem, &ask), tried(&problem, &ask));
            let Some(best) = best else {
                assert!(found.line.is_empty(), "seed {seed}");
                continue;
            };
            assert!(found.bound <= best + 1e-9, "seed {seed}: {found:?}, {best}");
            if !found.line.is_empty() {
                let cost = charged(&problem, &ask, &found.line);
                assert_eq!(cost, Some(found.value), "seed {seed}");
                best_found += u32::from(found.value <= best + NEAR);
            }
        }
    }
    assert!(best_found > 3000, "the best in {best_found} cases only");
}

#[test]
fn a_good_line_with_counts_is_what_it_costs_and_its_bound_is_never_above_the_best() {
    let mut best_found = 0;
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 300_000);
        let problem = with_counts(&mut dice);
        let own: Vec<u32> = (0..problem.rows.len() as u32).collect();
        let mut pricer = Pricer::default();
        pricer.effort = Effort::Quick;
        for _ in 0..6 {
            let prices = prices(&mut dice, problem.days, problem.symbols, 1.0);
            let ask = Ask {
                own: &own,
                ..of_the_whole_period(&problem, &prices)
            };
            let (near, best) = (pricer.best(&problem, &ask), tried(&problem, &ask));
            assert_eq!(near.line.is_empty(), best.is_none(), "seed {seed}");
            let Some(best) = best else { continue };
            assert!(near.bound <= best + 1e-9, "seed {seed}: {near:?}, {best}");
            let cost = charged(&problem, &ask, &near.line);
            assert_eq!(cost, Some(near.value), "seed {seed}");
            best_found += u32::from(near.value <= best + NEAR);
        }
    }
    assert!(best_found > 4000, "the best in {best_found} cases only");
}

#[test]
fn the_best_line_of_the_whole_period_is_that_of_trying_all() {
    for seed in 0..1500 {
        let mut dice = Dice::new(seed);
        let problem = made_up(&mut dice);
        let mut pricer = Pricer::default();
        // one pricer, so that what it remembers is tried too
        for turn in 0..6 {
            let grain = if turn % 2 == 0 { 1.0 } else { GRAIN };
            let prices = prices(&mut dice, problem.days, problem.symbols, grain);
            let ask = of_the_whole_period(&problem, &prices);
            let found = pricer.best(&problem, &ask);
            check(&problem, &ask, &found, &format!("seed {seed}, turn {turn}"));
        }
    }
}

#[test]
fn the_best_filling_of_a_window_is_that_of_trying_all() {
    let mut tried = 0;
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 50_000);
        let problem = made_up(&mut dice);
        let lawful = oracle::lines(&problem, 0);
        let mut pricer = Pricer::default();
        for turn in 0..6 {
            let Some((line, _)) = lawful.get(dice.below(lawful.len() as u64) as usize) else {
                break;
            };
            let from = dice.below(problem.days as u64) as usize;
            let to = from + 1 + dice.below((problem.days - from) as u64) as usize;
            let prices = prices(&mut dice, to - from, problem.symbols, 1.0);
            let ask = Ask {
                person: 0,
                from,
                to,
                line,
                prices: &prices,
                own: &[],
            };
            // what was met in one window means nothing in another
            pricer.forget();
            let found = pricer.best(&problem, &ask);
            check(&problem, &ask, &found, &format!("seed {seed}, turn {turn}"));
            tried += 1;
        }
    }
    assert!(tried > 1000, "{tried} windows tried");
}

#[test]
fn a_window_that_makes_a_broken_line_lawful_is_found() {
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 90_000);
        let problem = made_up(&mut dice);
        let mut pricer = Pricer::default();
        let line: Vec<Symbol> = (0..problem.days)
            .map(|_| dice.below(problem.symbols as u64) as Symbol)
            .collect();
        let from = dice.below(problem.days as u64) as usize;
        let to = from + 1 + dice.below((problem.days - from) as u64) as usize;
        let prices = prices(&mut dice, to - from, problem.symbols, 1.0);
        let ask = Ask {
            person: 0,
            from,
            to,
            line: &line,
            prices: &prices,
            own: &[],
        };
        let found = pricer.best(&problem, &ask);
        check(&problem, &ask, &found, &format!("seed {seed}"));
    }
}

#[test]
fn a_good_line_keeps_every_limit_and_its_bound_is_never_above_the_best() {
    let mut best_found = 0;
    for seed in 0..1500 {
        let mut dice = Dice::new(seed + 150_000);
        let problem = made_up(&mut dice);
        let (mut near, mut exact) = (Pricer::default(), Pricer::default());
        (near.effort, near.wide) = (Effort::Quick, 0);
        for _ in 0..6 {
            let prices = prices(&mut dice, problem.days, problem.symbols, 1.0);
            let ask = of_the_whole_period(&problem, &prices);
            let (near, best) = (near.best(&problem, &ask), exact.best(&problem, &ask));
            assert_eq!(near.line.is_empty(), best.line.is_empty(), "seed {seed}");
            if best.line.is_empty() {
                continue;
            }
            assert!(
                near.bound <= best.value + 1e-9,
                "seed {seed}: bound {} of {}, over {} ({})",
                near.bound,
                near.value,
                best.value,
                best.bound
            );
            let cost = charged(&problem, &ask, &near.line);
            assert_eq!(cost, Some(near.value), "seed {seed}");
            best_found += u32::from(near.value <= best.value + NEAR);
        }
    }
    assert!(best_found > 4000, "the best in {best_found} cases only");
}

#[test]
fn a_person_of_whom_more_is_asked_than_may_be_has_no_line() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed + 120_000);
        let mut problem = made_up(&mut dice);
        let person = &mut problem.people[0];
        person.least = person.most + 1 + dice.below(30) as i32;
        let prices = prices(&mut dice, problem.days, problem.symbols, 1.0);
        let ask = of_the_whole_period(&problem, &prices);
        let found = Pricer::default().best(&problem, &ask);
        assert!(
            found.line.is_empty() && found.bound.is_infinite(),
            "seed {seed}"
        );
    }
}

#[test]
fn the_bound_holds_with_weights_of_a_thousand_million() {
    for seed in 0..600 {
        let mut dice = Dice::new(seed + 150_000);
        let problem = made_up(&mut dice);
        let mut prices = prices(&mut dice, problem.days, problem.symbols, 1.0);
        for price in &mut prices {
            if dice.percent(50) {
                *price += dice.below(1_000_000_000) as f32;
            }
        }
        let ask = of_the_whole_period(&problem, &prices);
        let found = Pricer::default().best(&problem, &ask);
        if let Some(best) = tried(&problem, &ask) {
            assert!(
                found.bound <= best,
                "seed {seed}: {} over {best}",
                found.bound
            );
        }
    }
}
