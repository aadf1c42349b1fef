//! Weekend arithmetic: worked values, intervals, and the rules of fair use.

use firstline_core::time::{Day, Weekday};
use firstline_plan::weekend::{
    Count, DayGroup, Decomposition, Funnel, InHospitalDay, Intensity, IntensityRatio, Mortality,
    OddsRatio, Subtraction, years_to_see,
};

fn close(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within, "{a} is not {b}");
}

fn count(deaths: u64, of: u64) -> Count {
    Count::new(deaths, of).expect("somebody was counted")
}

#[test]
fn sunday_against_wednesday_shows_hours_admissions_and_ratio() {
    let sunday = Intensity::new(96.0, 60.0).expect("somebody was admitted");
    let wednesday = Intensity::new(200.0, 75.0).expect("somebody was admitted");
    close(sunday.per_ten(), 16.0, 1e-9);
    close(wednesday.per_ten(), 26.67, 0.005);
    let ratio = IntensityRatio::new(sunday, wednesday).expect("there was care on Wednesday");
    close(ratio.ratio(), 0.600, 0.0005);
    let words = ratio.words("Sunday", "Wednesday");
    for part in [
        "96.0 h",
        "60.0 emergency",
        "200.0 h",
        "75.0 emergency",
        "Ratio 0.600",
        "0.480",
        "0.800",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_day_without_admissions_has_no_intensity() {
    assert_eq!(Intensity::new(10.0, 0.0), None);
    assert_eq!(Intensity::new(f64::NAN, 3.0), None);
    let none = Intensity::new(0.0, 5.0).expect("nobody cared, but five came");
    assert_eq!(IntensityRatio::new(none, none), None);
}

#[test]
fn fewer_deaths_can_be_a_higher_rate() {
    let parts = Decomposition::new((95.0, 800.0), (100.0, 1000.0)).expect("all above zero");
    close(parts.rate_ratio(), 1.1875, 1e-12);
    close(parts.deaths, 0.95, 1e-12);
    close(parts.admissions, 1.25, 1e-12);
    assert!(parts.words().ends_with("fewer deaths, higher rate"));
    assert_eq!(Decomposition::new((95.0, 0.0), (1.0, 1.0)), None);
}

#[test]
fn crude_odds_have_the_worked_value() {
    let ratio = OddsRatio::new(count(51_922, 735_933), count(154_761, 2_369_316))
        .expect("both groups have deaths");
    close(ratio.odds, 1.0862, 0.000_05);
    close(ratio.rates, 1.0801, 0.000_05);
    assert!(ratio.interval.low < 1.0862 && 1.0862 < ratio.interval.high);
    assert_eq!(OddsRatio::new(count(0, 5), count(1, 5)), None);
}

#[test]
fn exact_and_wilson_intervals_of_large_counts_agree() {
    let (exact, wilson) = (
        count(51_922, 735_933).exact(),
        count(51_922, 735_933).interval(),
    );
    close(exact.low, wilson.low, 1e-5);
    close(exact.high, wilson.high, 1e-5);
}

#[test]
fn the_funnel_is_wide_for_one_hospital() {
    // 60 deaths in a thousand: 0.06 ± 1.96 × 0.00751
    let funnel = Funnel::new(0.06, 1000).expect("a rate and a number");
    close(funnel.limits.low, 0.04528, 0.000_01);
    close(funnel.limits.high, 0.07472, 0.000_01);
    assert_eq!(Funnel::new(0.06, 0), None);
    assert_eq!(Funnel::new(1.2, 10), None);
}

#[test]
fn one_hospital_needs_years_to_see_odds_of_one_point_one() {
    // rate 6.5 %, 4,000 weekend and 12,000 weekday admissions a year
    let years = years_to_see(1.10, 0.065, (4000.0, 12_000.0)).expect("the numbers are sound");
    // by hand: p1 0.07104, p 0.06651; z = 1.95996·0.0045492 + 0.84162·0.0046435 = 0.012824,
    // over the difference of 0.0060382, squared: 4.511
    close(years, 4.511, 0.001);
    // twice the admissions, half the years
    let half = years_to_see(1.10, 0.065, (8000.0, 24_000.0)).expect("the numbers are sound");
    close(half * 2.0, years, 1e-9);
    assert_eq!(years_to_see(1.0, 0.065, (1.0, 1.0)), None);
}

#[test]
fn subtraction_carries_its_interval_and_its_sentence() {
    let found = Subtraction::new(count(30, 400), count(60, 1000));
    close(found.deaths, 6.0, 1e-9);
    assert!(found.interval.low < 0.0 && found.interval.high > 6.0);
    let words = found.words();
    assert!(words.contains("Whether any of them was avoidable is not known"));
    assert!(words.contains("associated with the day of admission"));
}

#[test]
fn admission_day_never_stands_without_in_hospital_day_and_nothing_is_called_a_cause() {
    let mortality = Mortality {
        admitted: count(70, 1000),
        against: count(60, 1000),
        in_hospital: InHospitalDay {
            day: count(92, 10_000),
            against: count(100, 10_000),
        },
    };
    let words = mortality.words("Sunday", "Wednesday").join(" ");
    assert!(words.contains("By day of admission") && words.contains("By day in hospital"));
    for word in ["caused by", "because of", "due to", "excess"] {
        assert!(!words.contains(word), "{word}");
    }
}

#[test]
fn days_fall_into_eight_groups_with_bank_holidays_apart() {
    let monday = Day::parse("2016-05-02").expect("a date");
    assert_eq!(DayGroup::of(monday, &[monday]), DayGroup::BankHoliday);
    assert_eq!(DayGroup::of(monday, &[]), DayGroup::Weekday(Weekday::Mon));
    assert_eq!(DayGroup::all().count(), 8);
}
