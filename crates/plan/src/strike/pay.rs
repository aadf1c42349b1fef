//! Pay deducted for a strike.

/// What is deducted from somebody's pay, in pence: a day's pay (1/365 of a year's) for each strike
/// day on which they were rostered, rounded half up; or hours at an hourly rate, where one is given
/// and that is not larger.
pub fn deduction(annual_pence: u64, days: u64, by_hour: Option<(u64, u64)>) -> u64 {
    let a_day = (2 * annual_pence + 365) / 730;
    let by_day = days * a_day;
    match by_hour {
        Some((hourly_pence, minutes)) => by_day.min((2 * hourly_pence * minutes + 60) / 120),
        None => by_day,
    }
}

/// Of a grade.
#[derive(Clone, Debug, PartialEq)]
pub struct Deduction {
    /// The grade.
    pub grade: String,
    /// How many of it are rostered within the strike, on duty or on call.
    pub people: u32,
    /// Their strike days in all.
    pub days: u32,
    /// Pence if all take part; nothing where no pay of the grade is given.
    pub pence: Option<u64>,
    /// Pence at a tenth, half and nine tenths of the participation.
    pub range: Option<[u64; 3]>,
}
