//! `cargo xtask generate`: a made-up department of any size, to design and to measure with.
//!
//! Four grades, six shift types, leave, wishes, and demand at a part of what the people can give.
//! The same numbers give the same file on every machine.

use std::fmt::Write;

use firstline_core::time::Day;

use crate::bench::dice::Dice;
use crate::number;
use crate::shell::Done;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) people: usize,
    pub(crate) weeks: usize,
    /// Leave in hundredths of all weeks.
    pub(crate) leave: usize,
    /// Wishes in hundredths of all days.
    pub(crate) wishes: usize,
    /// Demand in hundredths of what the people can give.
    pub(crate) demand: usize,
    /// Greatest hours a week at full time.
    pub(crate) hours: usize,
    pub(crate) seed: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size {
            people: 100,
            weeks: 26,
            leave: 12,
            wishes: 5,
            demand: 97,
            hours: 48,
            seed: 1,
        }
    }
}

pub(crate) fn run(words: &[&str]) -> Done {
    let plain = Size::default();
    let size = Size {
        people: number(words, "--people", plain.people)?,
        weeks: number(words, "--weeks", plain.weeks)?,
        leave: number(words, "--leave", plain.leave)?.min(100),
        wishes: number(words, "--wishes", plain.wishes)?,
        demand: number(words, "--demand", plain.demand)?,
        hours: number(words, "--hours", plain.hours)?,
        seed: number(words, "--seed", plain.seed)?,
    };
    let to = words.iter().position(|w| *w == "--to");
    let to = to.map_or(Some("department.toml"), |at| words.get(at + 1).copied());
    let to = to.ok_or("--to needs the name of a file")?;
    std::fs::write(to, department(size)).map_err(|e| format!("{to}: {e}"))?;
    println!("{to}: {} people, {} weeks", size.people, size.weeks);
    Ok(())
}

/// Code, name, start, end, kind, breaks, minutes, days.
type Shift = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static str,
);

const SHIFTS: [Shift; 6] = [
    ("E", "Early", "07:30", "15:30", "day", "30", 480, "weekday"),
    ("D", "Day", "09:00", "17:00", "day", "30", 480, "weekday"),
    ("L", "Late", "13:30", "21:30", "late", "30", 480, "weekday"),
    (
        "W",
        "Weekend day",
        "08:30",
        "18:30",
        "day",
        "30+30",
        600,
        "weekend",
    ),
    (
        "LD", "Long day", "09:00", "21:30", "long_day", "30+30", 750, "",
    ),
    ("N", "Night", "21:00", "09:30", "night", "30+30+30", 750, ""),
];

/// The grades, and how many hundredths of the people are of each.
const GRADES: [(&str, usize); 4] = [("F1", 20), ("F2", 30), ("ST2", 30), ("ST5", 20)];

/// One person as far as the demand depends on them.
struct Person {
    grade: usize,
    /// Share of full time in tenths.
    share: i64,
    /// Weeks away.
    away: Vec<usize>,
}

/// The file.
pub(crate) fn department(size: Size) -> String {
    let mut dice = Dice::new(size.seed as u64);
    let first = Day::new(2026, 8, 3).unwrap_or(Day(4));
    let mut out = String::new();
    let to = first.plus(7 * size.weeks as i32);
    let _ = write!(
        out,
        "# Made by `cargo xtask generate` from {size:?}. Nobody in it exists.\nformat = 1\n\
         name = \"{} made-up people, {} weeks\"\ncontract = \"england-2016\"\n\n\
         [period]\nfrom = {first}\nto = {to}\n\n\
         [hours]\nweek = \"{}h\"\nleast-percent = 80\nmost-percent = 100\n\n\
         [aims]\nbelow-least = 10000\nbelow-wanted = 200\nabove-most = 200\nwishes = 20\n\
         fairness = 25\nspread = 5\nbroken-weekends = 30\nunsupervised = 5000\n",
        size.people, size.weeks, size.hours
    );
    for (code, name, start, end, kind, breaks, _, days) in SHIFTS {
        let _ = write!(
            out,
            "\n[[shift]]\ncode = \"{code}\"\nname = \"{name}\"\nstart = \"{start}\"\nend = \"{end}\"\n\
             kind = \"{kind}\"\nbreaks = \"{breaks}\"\n"
        );
        if !days.is_empty() {
            let _ = writeln!(out, "days = \"{days}\"");
        }
    }
    let people = people(size, &mut dice);
    for (number, person) in people.iter().enumerate() {
        let grade = GRADES[person.grade].0;
        let _ = write!(
            out,
            "\n[[person]]\nname = \"Doctor {}\"\ngrade = \"{grade}\"\n",
            number + 1
        );
        if person.share < 10 {
            let _ = writeln!(out, "share = 0.{}", person.share);
        }
        if person.grade > 1 || dice.percent(30) {
            let _ = writeln!(out, "skills = \"resus\"");
        }
    }
    for grade in 0..GRADES.len() {
        cover(&mut out, size, &people, grade);
    }
    let _ = write!(
        out,
        "\n[[cover]]\nshifts = \"N\"\nskills = \"resus\"\nleast = 1\nwanted = 2\n\
         \n[[supervision]]\nof = {{ grades = [\"F1\"] }}\nby = {{ grades = [\"ST2\", \"ST5\"] }}\n\
         \n[[fairness]]\ncount = \"nights\"\nclass = \"night\"\nspread-weeks = 4\n\
         \n[[fairness]]\ncount = \"weekend days\"\ndays = \"weekend\"\n"
    );
    for (number, person) in people.iter().enumerate() {
        for &week in &person.away {
            let from = first.plus(7 * week as i32);
            let _ = write!(
                out,
                "\n[[leave]]\nperson = \"Doctor {}\"\nfrom = {from}\nto = {}\n",
                number + 1,
                from.plus(7)
            );
        }
        for day in (0..7 * size.weeks).filter(|d| !person.away.contains(&(d / 7))) {
            if dice.below(100) >= size.wishes as u64 {
                continue;
            }
            let what = match dice.below(10) {
                0..=5 => "want = \"off\"",
                6..=7 => "avoid = \"N\"",
                8 => "avoid = [\"LD\", \"L\"]",
                _ => "want = \"N\"",
            };
            let _ = write!(
                out,
                "\n[[wish]]\nperson = \"Doctor {}\"\ndates = {}\n{what}\nweight = {}\n",
                number + 1,
                first.plus(day as i32),
                1 + dice.below(3)
            );
        }
    }
    out
}

/// People by grade, with whole weeks of leave spread so that every week has about as many away.
fn people(size: Size, dice: &mut Dice) -> Vec<Person> {
    let mut people = Vec::with_capacity(size.people);
    let mut below = 0;
    for (grade, (_, percent)) in GRADES.iter().enumerate() {
        below += percent;
        while people.len() < size.people * below / 100 {
            let share = if dice.percent(12) {
                6 + dice.below(3) as i64
            } else {
                10
            };
            people.push(Person {
                grade,
                share,
                away: Vec::new(),
            });
        }
    }
    for grade in 0..GRADES.len() {
        let mine: Vec<usize> = (0..people.len())
            .filter(|&p| people[p].grade == grade)
            .collect();
        let weeks = mine.len() * size.weeks * size.leave / 100;
        let mut turn = dice.below(size.weeks as u64) as usize;
        for number in 0..weeks {
            let person = &mut people[mine[number % mine.len()]];
            while person.away.contains(&(turn % size.weeks)) {
                turn += 1;
            }
            person.away.push(turn % size.weeks);
            // every week once before any comes again, in an order that keeps one's weeks apart
            turn += coprime(size.weeks);
        }
    }
    for person in &mut people {
        person.away.sort_unstable();
    }
    people
}

/// A step through all weeks that lands far away.
fn coprime(weeks: usize) -> usize {
    let gcd = |a: usize| firstline_core::time::gcd(a as u64, weeks as u64);
    (weeks * 2 / 5 + 1..=weeks * 2)
        .find(|&step| gcd(step) == 1)
        .unwrap_or(1)
}

/// What is asked of one grade: nights, long days and weekends first, the rest by day.
fn cover(out: &mut String, size: Size, people: &[Person], grade: usize) {
    let week = size.hours as i64 * 60;
    // minutes that these people can give in a week, on average
    let give: i64 = people
        .iter()
        .filter(|p| p.grade == grade)
        .map(|p| week * p.share * (size.weeks - p.away.len()) as i64 / (10 * size.weeks as i64))
        .sum();
    let mut left = give * size.demand as i64 / 100;
    let minutes = |code: &str| SHIFTS.iter().find(|s| s.0 == code).map_or(1, |s| s.6);
    let name = GRADES[grade].0;
    let mut ask = |code: &str, days: &str, least: i64, wanted: i64| {
        if wanted > 0 {
            let _ = write!(
                out,
                "\n[[cover]]\nshifts = \"{code}\"\ngrades = \"{name}\"\ndays = {days}\n\
                 least = {least}\nwanted = {wanted}\nmost = {}\n",
                wanted + 1
            );
        }
    };
    // hundredths of the time, and on how many days of the week
    for (code, percent, days, words) in [
        ("N", 17, 7, "[\"weekday\", \"weekend\"]"),
        ("LD", 20, 7, "[\"weekday\", \"weekend\"]"),
        ("W", 6, 2, "\"weekend\""),
        ("E", 12, 5, "\"weekday\""),
        ("L", 12, 5, "\"weekday\""),
    ] {
        let each = minutes(code) * days;
        let wanted = give * percent / 100 / each;
        ask(code, words, wanted, wanted);
        left -= wanted * each;
    }
    // whatever is left, duty by duty over the five days
    let duties = (left / minutes("D")).max(0);
    for (number, day) in (0..).zip(["Mon", "Tue", "Wed", "Thu", "Fri"]) {
        let wanted = duties / 5 + i64::from(number < duties % 5);
        ask("D", &format!("\"{day}\""), wanted * 3 / 5, wanted);
    }
}

#[cfg(test)]
mod tests {
    use firstline_core::department::Department;

    use super::*;

    fn read(size: Size) -> Department {
        let read = Department::read("department.toml", &department(size));
        read.unwrap_or_else(|e| panic!("{}", crate::library::told(&e)))
    }

    #[test]
    fn the_same_numbers_give_the_same_department() {
        let size = Size::default();
        assert_eq!(department(size), department(size));
        assert_ne!(department(size), department(Size { seed: 2, ..size }));
    }

    #[test]
    fn what_is_asked_is_what_was_said() {
        let size = Size::default();
        let made = read(size);
        let needs = &made.needs;
        let days = (size.people * size.weeks * 7) as i32;
        assert_eq!((made.people.len(), made.shift_types.len()), (100, 6));
        let away: i32 = made
            .people
            .iter()
            .flat_map(|p| &p.absences)
            .map(|a| a.to.since(a.from))
            .sum();
        assert!(
            (away * 100 - days * 12).abs() < days,
            "{away} days of leave"
        );
        let wishes = needs.wishes.len() as i32;
        assert!(
            (wishes * 1000 - days * 44).abs() < days * 6,
            "{wishes} wishes"
        );
        let (Some(from), Some(to)) = (made.from, made.to) else {
            panic!("there is a period")
        };
        let minutes = |index: usize| {
            SHIFTS
                .iter()
                .find(|s| s.0 == made.shift_types[index].code)
                .map_or(0, |s| s.6)
        };
        let asked: i64 = (0..to.since(from))
            .map(|n| from.plus(n))
            .flat_map(|day| {
                needs
                    .cover
                    .iter()
                    .filter(move |c| c.when.holds(day) && c.who.skills.is_empty())
            })
            .map(|c| i64::from(c.asked.wanted) * minutes(c.shifts[0]))
            .sum();
        let week = i64::from(needs.hours.map_or(0, |h| h.week.0));
        let give: i64 = made
            .people
            .iter()
            .map(|p| {
                let away: i32 = p.absences.iter().map(|a| a.to.since(a.from) / 7).sum();
                week * i64::from(p.share.ten_thousandths()) * (26 - i64::from(away)) / 10_000
            })
            .sum();
        let percent = asked * 1000 / give;
        assert!((955..=970).contains(&percent), "{percent} thousandths");
    }

    #[test]
    fn few_people_and_few_weeks_are_departments_too() {
        for (people, weeks) in [(1, 1), (5, 1), (9, 4), (500, 2)] {
            let size = Size {
                people,
                weeks,
                ..Size::default()
            };
            assert_eq!(read(size).people.len(), people);
        }
    }
}
