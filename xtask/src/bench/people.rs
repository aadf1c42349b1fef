//! Made-up doctors with plausible rosters: long days, nights in threes and fours, weekends, leave,
//! now and then a swap that goes too far. Nobody's rota, and no two alike.

use firstline_core::rota::{
    Absence, Breaks, Code, Duty, Judged, Kind, LeadIn, Period, Roster, Rota, ShiftType,
};
use firstline_core::time::{ClockTime, Day, Minutes, Wall, Zone};

use super::dice::Dice;

/// A day of somebody's week.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    Off,
    Day,
    Late,
    Long,
    Night,
    OnCall,
}

/// What a person's department does, in minutes of the day and lengths.
struct Habits {
    day: (i32, i32),
    late: (i32, i32),
    long: (i32, i32),
    night: (i32, i32),
    on_call: bool,
    part_time: bool,
}

/// The first day: a Monday in August, when doctors move; the clocks go back in October.
fn first_day() -> Day {
    Day::new(2026, 8, 3).unwrap_or(Day(0)).monday()
}

/// Whether the person of this number works less than full time.
pub(super) fn part_time(number: usize) -> bool {
    number.is_multiple_of(10)
}

/// A rota of so many people over so many weeks.
pub(super) fn rota(people: usize, weeks: usize) -> Rota {
    let zone = Zone::london();
    let from = first_day();
    Rota {
        title: "made-up people".to_owned(),
        judged: Judged::Rota,
        on_dates: true,
        period: Period {
            from,
            to: from.plus(7 * weeks as i32),
        },
        shift_types: shift_types(),
        rosters: (0..people).map(|n| roster(n, weeks, &zone)).collect(),
        zone,
    }
}

fn shift_types() -> Vec<ShiftType> {
    let types = [
        ("D", Kind::Day, 9, 17),
        ("L", Kind::Late, 14, 22),
        ("LD", Kind::LongDay, 9, 21),
        ("N", Kind::Night, 21, 9),
        ("OC", Kind::NonResidentOnCall, 17, 9),
    ];
    let hour = |h: u16| ClockTime(h * 60);
    types
        .into_iter()
        .map(|(code, kind, start, end)| {
            ShiftType::plain(code, kind, Some((hour(start), hour(end))))
        })
        .collect()
}

fn roster(number: usize, weeks: usize, zone: &Zone) -> Roster {
    let mut dice = Dice::new(number as u64 + 1);
    let morning = dice.quarters(450, 7);
    let habits = Habits {
        day: (morning, dice.quarters(450, 5)),
        late: (dice.quarters(780, 9), dice.quarters(450, 5)),
        long: (morning, dice.quarters(690, 5)),
        night: (dice.quarters(1200, 6), dice.quarters(690, 5)),
        on_call: dice.percent(8),
        part_time: part_time(number),
    };
    let mut roster = Roster {
        person: format!("Doctor {number}"),
        duties: Vec::with_capacity(weeks * 5),
        judged: 0..0,
        absences: Vec::new(),
        lead_in: LeadIn::Missing,
        cycle_days: 0,
        post: None,
        rest_days: Vec::new(),
        vacant: false,
    };
    let mut owed = 0;
    for week in 0..weeks {
        let monday = first_day().plus(7 * week as i32);
        let Some(mut days) = week_of(&mut dice, &habits, &mut owed) else {
            roster.absences.push(Absence {
                from: monday,
                to: monday.plus(5),
                kind: Kind::Leave,
            });
            continue;
        };
        if dice.percent(4) {
            // somebody swapped
            let all = [Plan::Day, Plan::Long, Plan::Night, Plan::Late];
            days[dice.below(7) as usize] = all[dice.below(4) as usize];
        }
        for (i, plan) in days.into_iter().enumerate() {
            let day = monday.plus(i as i32);
            if let Some(duty) = duty(&mut dice, &habits, plan, day, zone)
                && roster
                    .duties
                    .last()
                    .is_none_or(|before| before.end.instant <= duty.start.instant)
            {
                roster.duties.push(duty);
            }
        }
    }
    roster.judged = 0..roster.duties.len();
    roster
}

/// Seven days, or nothing for a week of leave. `owed` are days off still due after nights.
fn week_of(dice: &mut Dice, habits: &Habits, owed: &mut usize) -> Option<[Plan; 7]> {
    use Plan::{Day, Late, Long, Night, Off, OnCall};
    let off_first = std::mem::take(owed);
    let mut days = match dice.below(20) {
        0..=8 => {
            let mut days = [Day, Day, Day, Day, Day, Off, Off];
            for plan in &mut days[..5] {
                if dice.percent(20) {
                    *plan = if habits.on_call { OnCall } else { Long };
                }
            }
            days
        }
        9..=11 if !habits.on_call => {
            let mut days = [Night, Night, Night, Night, Off, Off, Day];
            days[6] = if dice.percent(30) { Day } else { Off };
            days
        }
        12..=13 if !habits.on_call => {
            *owed = 2;
            [Day, Day, Day, Off, Night, Night, Night]
        }
        14..=16 => {
            *owed = 1;
            let weekend = if habits.on_call { OnCall } else { Long };
            [Day, Day, Day, Off, weekend, weekend, weekend]
        }
        17..=18 => [Day, Late, Late, Late, Late, Off, Off],
        19 => return None,
        _ => [Day, OnCall, Day, Day, OnCall, Off, Off],
    };
    for plan in &mut days[..off_first] {
        *plan = Off;
    }
    if habits.part_time {
        days[dice.below(5) as usize] = Off;
    }
    Some(days)
}

fn duty(dice: &mut Dice, habits: &Habits, plan: Plan, day: Day, zone: &Zone) -> Option<Duty> {
    let ((start, length), kind, code, breaks) = match plan {
        Plan::Off => return None,
        Plan::Day => (habits.day, Kind::Day, 0, "30"),
        Plan::Late => (habits.late, Kind::Late, 1, "30"),
        Plan::Long => (habits.long, Kind::LongDay, 2, "30+30"),
        Plan::Night => (habits.night, Kind::Night, 3, "30+30+30"),
        Plan::OnCall => (habits.day, Kind::NonResidentOnCall, 4, "0"),
    };
    // handover runs over, or somebody comes early
    let late = if dice.percent(15) {
        dice.quarters(0, 3)
    } else {
        0
    };
    let start = Wall(day.midnight().0 + start);
    let end = match plan {
        Plan::OnCall => Wall(start.0 + Minutes::DAY.0),
        _ => Wall(start.0 + length + late),
    };
    let mut duty = Duty::new(zone.span(start, end), kind, Code(code));
    if plan == Plan::OnCall {
        let work = Minutes(60 * (1 + dice.below(4) as i32));
        let rest = Minutes(Minutes::DAY.0 - work.0 - 480);
        let longest = Minutes(dice.quarters(240, 10));
        duty = duty.expecting(Some(work), Some(rest), Some(longest));
    }
    let breaks = if dice.percent(3) { "30" } else { breaks };
    duty.breaks = Breaks::parse(breaks).ok();
    Some(duty)
}
