//! Rosters at random, with the edges that rosters have in life: clock changes, exact lengths and
//! gaps, ends at midnight, history, leave, patterns worked nearly every day.

use firstline_core::rota::{
    Breaks, Code, DatedRota, Entry, Kind, LayOptions, PatternLine, Rota, RotaPattern, ShiftType,
    WorkedOrPlanned,
};
use firstline_core::time::{ClockTime, Day, Minutes, Wall, Zone};

use crate::dice::Dice;

/// A rota not yet laid, so that it can be made smaller.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) sheet: Sheet,
    pub(crate) options: LayOptions,
    /// Leave that colleagues cover: thousandths of weeks a year, minutes of a leave week.
    pub(crate) cover: Option<(i64, i64)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Sheet {
    Dated(DatedRota),
    Pattern(RotaPattern),
}

const DUTIES: [Kind; 7] = [
    Kind::Day,
    Kind::Evening,
    Kind::Late,
    Kind::LongDay,
    Kind::Night,
    Kind::NonResidentOnCall,
    Kind::ResidentOnCall,
];
const LENGTHS: [i64; 16] = [
    30, 240, 300, 301, 480, 540, 541, 600, 601, 720, 750, 780, 781, 1440, 1560, 545,
];
const GAPS: [i64; 15] = [
    0, 0, 1, 600, 659, 660, 661, 720, 780, 2759, 2760, 2761, 2879, 2880, 2881,
];

/// How much the rota says of its on-call duties and breaks.
#[derive(Clone, Copy)]
struct Habits {
    on_call: i64,
    recorded: i64,
    breaks: i64,
    nights: i64,
}

impl Habits {
    fn random(dice: &mut Dice) -> Habits {
        Habits {
            on_call: dice.of(&[0, 0, 15, 40, 90]),
            recorded: dice.of(&[100, 100, 80, 30, 0]),
            breaks: dice.of(&[100, 90, 50, 0]),
            nights: dice.of(&[10, 30, 80]),
        }
    }

    fn kind(self, dice: &mut Dice) -> Kind {
        if dice.percent(self.on_call) {
            dice.of(&DUTIES[5..])
        } else {
            dice.of(&DUTIES[..5])
        }
    }
}

/// What a rota may say of a duty besides its times.
struct Said {
    breaks: Option<Breaks>,
    work: Option<Minutes>,
    rest: Option<Minutes>,
    longest_rest: Option<Minutes>,
}

impl Said {
    fn random(dice: &mut Dice, habits: Habits, kind: Kind, length: i64) -> Said {
        let breaks = dice.percent(habits.breaks).then(|| {
            let all: Vec<String> = (0..dice.range(0, 4))
                .map(|_| dice.of(&[14, 15, 20, 29, 30, 31, 60]).to_string())
                .collect();
            Breaks::parse(&all.join("+")).expect("four short breaks are allowed")
        });
        let on_call = matches!(kind, Kind::NonResidentOnCall | Kind::ResidentOnCall);
        let share = if on_call { habits.recorded } else { 5 };
        let mut some = |most: i64, usual: &[i64]| {
            let value = if dice.one_in(2) {
                dice.of(usual)
            } else {
                dice.range(0, most)
            };
            dice.percent(share).then_some(Minutes(value as i32))
        };
        Said {
            breaks,
            work: some(length + 60, &[0, 60, 180, 181, 240]),
            rest: some(length, &[240, 479, 480, 481, 600]),
            longest_rest: some(length, &[120, 299, 300, 301, 360]),
        }
    }
}

impl Plan {
    pub(crate) fn random(dice: &mut Dice) -> Plan {
        let cover = dice
            .one_in(2)
            .then(|| (dice.range(0, 12_000), dice.range(0, 60) * 60));
        let (sheet, options) = if dice.one_in(3) {
            pattern(dice)
        } else {
            dated(dice)
        };
        Plan {
            sheet,
            options,
            cover,
        }
    }

    /// The rota laid.
    pub(crate) fn rota(&self) -> Rota {
        match &self.sheet {
            Sheet::Dated(rota) => rota.lay("random", &self.options).0,
            Sheet::Pattern(pattern) => pattern.lay("random", &self.options).0,
        }
    }

    /// The plan with one duty, day or line left out.
    pub(crate) fn parts_out(&self) -> Vec<Plan> {
        let mut all = Vec::new();
        let mut with = |sheet: Sheet| {
            all.push(Plan {
                sheet,
                options: self.options.clone(),
                cover: self.cover,
            });
        };
        match &self.sheet {
            Sheet::Dated(rota) => {
                for i in 0..rota.entries.len() {
                    let mut rota = rota.clone();
                    rota.entries.remove(i);
                    with(Sheet::Dated(rota));
                }
            }
            Sheet::Pattern(pattern) => {
                for (n, line) in pattern.lines.iter().enumerate() {
                    if pattern.lines.len() > 1 {
                        let mut pattern = pattern.clone();
                        pattern.lines.remove(n);
                        with(Sheet::Pattern(pattern));
                    }
                    for i in 0..line.days.len() {
                        let mut pattern = pattern.clone();
                        if pattern.lines[n].days[i].take().is_some() {
                            with(Sheet::Pattern(pattern));
                        }
                    }
                }
            }
        }
        all
    }

    /// On dates, between two clock changes, with nothing after the last day judged.
    pub(crate) fn plain(dice: &mut Dice) -> Plan {
        let from = Day::new(2026, 5, 4)
            .expect("a date")
            .plus(dice.range(0, 20) as i32);
        let to = from.plus(dice.range(7, 50) as i32);
        let (sheet, options) = on_dates(dice, from, to, 0);
        Plan {
            sheet,
            options,
            cover: None,
        }
    }
}

/// A first day that often has a clock change in the weeks after it.
fn first_day(dice: &mut Dice, days: i64) -> Day {
    let autumn = Day::new(2026, 10, 25).expect("a date");
    let spring = Day::new(2027, 3, 28).expect("a date");
    let summer = Day::new(2026, 6, 1).expect("a date");
    let day = match dice.range(0, 4) {
        0 => summer.plus(dice.range(0, 60) as i32),
        1 | 2 => autumn.plus(-dice.range(0, days) as i32),
        _ => spring.plus(-dice.range(0, days) as i32),
    };
    if dice.percent(70) { day.monday() } else { day }
}

fn dated(dice: &mut Dice) -> (Sheet, LayOptions) {
    let mut days = dice.range(1, 9) * 7;
    if dice.one_in(5) {
        days = (days - dice.range(1, 6)).max(1);
    }
    let from = first_day(dice, days);
    let after = if dice.one_in(2) { dice.range(1, 20) } else { 0 };
    on_dates(dice, from, from.plus(days as i32), after)
}

fn on_dates(dice: &mut Dice, from: Day, to: Day, after: i64) -> (Sheet, LayOptions) {
    let habits = Habits::random(dice);
    let before = if dice.percent(60) {
        dice.range(1, 28)
    } else {
        0
    };
    let mut rota = DatedRota {
        shift_types: DUTIES
            .iter()
            .map(|kind| ShiftType::plain(kind.word(), *kind, None))
            .collect(),
        people: vec!["Asha".to_owned()],
        entries: Vec::new(),
        worked: WorkedOrPlanned::Planned,
        first_day: None,
        last_day: None,
    };
    let first = i64::from(from.midnight().0) - before * 1440;
    let last = i64::from(to.midnight().0) + after * 1440;
    match dice.range(0, 19) {
        0 => {}
        1..=9 => walk(dice, habits, first, last, &mut rota.entries),
        _ => grid(dice, habits, first, last, &mut rota.entries),
    }
    if dice.percent(40) {
        let days = i64::from(to.since(from));
        for _ in 0..dice.range(1, 4) {
            let day = from.plus(dice.range(-5, days + 4) as i32);
            let until = day.plus(dice.of(&[1, 1, 2, 5, 7, 14, 30]));
            let kind = dice.of(&[Kind::Leave, Kind::Study, Kind::Sick]);
            rota.entries
                .push(entry(kind, day.midnight(), until.midnight()));
        }
    }
    let options = LayOptions {
        zone: Zone::london(),
        on: from,
        start: None,
        from: Some(from),
        to: Some(to),
    };
    (Sheet::Dated(rota), options)
}

fn entry(kind: Kind, start: Wall, end: Wall) -> Entry {
    Entry {
        person: 0,
        start,
        start_offset: None,
        end,
        end_offset: None,
        code: Code(DUTIES.iter().position(|k| *k == kind).unwrap_or(0) as u16),
        kind,
        breaks: None,
        work: None,
        rest: None,
        longest_rest: None,
        place: None,
    }
}

fn duty(dice: &mut Dice, habits: Habits, start: i64, length: i64) -> Entry {
    let kind = habits.kind(dice);
    let said = Said::random(dice, habits, kind, length);
    let mut entry = entry(kind, Wall(start as i32), Wall((start + length) as i32));
    entry.breaks = said.breaks;
    entry.work = said.work;
    entry.rest = said.rest;
    entry.longest_rest = said.longest_rest;
    entry
}

/// Duty after duty, with gaps and lengths that are often exactly on an edge.
fn walk(dice: &mut Dice, habits: Habits, first: i64, last: i64, entries: &mut Vec<Entry>) {
    let busy = dice.of(&[1, 2, 6]);
    let mut at = first + dice.range(0, 2000);
    while at < last {
        let mut length = if dice.one_in(2) {
            dice.of(&LENGTHS)
        } else {
            dice.range(30, 1560)
        };
        if dice.one_in(5) {
            // ends at 23:00 or at midnight exactly
            let midnight = (at + length).div_euclid(1440) * 1440;
            let end = midnight + dice.of(&[0, 0, -60, -59]);
            if (30..=1560).contains(&(end - at)) {
                length = end - at;
            }
        }
        entries.push(duty(dice, habits, at, length));
        at += length;
        at += match dice.range(0, busy) {
            0 => dice.of(&GAPS),
            1 => dice.range(0, 900),
            2 => dice.range(0, 4000),
            _ => 660 + dice.range(-5, 120),
        };
        if dice.one_in(25) {
            at += dice.range(1440, 8 * 1440);
        }
    }
}

/// Days with a few kinds of shift at the same times each, as most rotas are.
fn grid(dice: &mut Dice, habits: Habits, first: i64, last: i64, entries: &mut Vec<Entry>) {
    let density = dice.of(&[20, 50, 70, 90, 100]);
    let pool: Vec<(i64, i64)> = (0..dice.range(1, 4)).map(|_| times(dice, habits)).collect();
    let mut day = first.div_euclid(1440);
    let mut busy_until = first;
    while day * 1440 < last {
        for _ in 0..dice.of(&[1, 1, 1, 2]) {
            let (start, length) = dice.of(&pool);
            let start = day * 1440 + start;
            // now and then an overlap is kept: laying the rota cuts the later one, or leaves it out
            if dice.percent(density) && (start >= busy_until || dice.one_in(40)) {
                entries.push(duty(dice, habits, start, length));
                busy_until = start + length;
            }
        }
        day += 1;
    }
}

/// Start after midnight and length of a shift.
fn times(dice: &mut Dice, habits: Habits) -> (i64, i64) {
    let (start, length) = if dice.percent(habits.nights) {
        (
            dice.of(&[20 * 60, 20 * 60 + 30, 21 * 60, 22 * 60, 1380]),
            dice.of(&[600, 660, 750, 780]),
        )
    } else {
        let start = dice.of(&[0, 420, 480, 483, 540, 720, 780, 1020]);
        (start, dice.of(&LENGTHS))
    };
    match dice.range(0, 7) {
        0 if start < 1380 => (start, 1380 - start),
        1 => (start, 1440 - start),
        2 => (start, 1440),
        _ => (start, length),
    }
}

fn pattern(dice: &mut Dice) -> (Sheet, LayOptions) {
    let habits = Habits::random(dice);
    let mut types = Vec::new();
    for i in 0..dice.range(1, 5) {
        let (start, length) = times(dice, habits);
        let length = length.min(1440);
        // the hour that clock changes take away or give twice is left to rotas on dates
        let mut end = (start + length).rem_euclid(1440);
        if (60..=120).contains(&end) {
            end = 121;
        }
        let kind = habits.kind(dice);
        let said = Said::random(dice, habits, kind, length);
        types.push(ShiftType {
            code: format!("S{i}"),
            name: None,
            kind,
            times: Some((ClockTime(start as u16), ClockTime(end as u16))),
            breaks: said.breaks,
            work: said.work,
            rest: said.rest,
            longest_rest: said.longest_rest,
        });
    }
    let density = dice.of(&[20, 50, 70, 90, 97, 100]);
    let lines = if dice.one_in(5) { 2 } else { 1 };
    let lines = (0..lines)
        .map(|n| PatternLine {
            vacant: false,
            name: format!("line {n}"),
            days: (0..dice.range(1, 6) * 7)
                .map(|_| {
                    let code = Code(dice.range(0, types.len() as i64 - 1) as u16);
                    dice.percent(density).then_some(code)
                })
                .collect(),
            places: Vec::new(),
        })
        .collect();
    let on = first_day(dice, 30);
    let options = LayOptions {
        zone: Zone::london(),
        on,
        start: dice.one_in(2).then_some(on),
        from: None,
        to: None,
    };
    let pattern = RotaPattern {
        shift_types: types,
        lines,
    };
    (Sheet::Pattern(pattern), options)
}
