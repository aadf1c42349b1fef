//! Hours of care for the patients admitted on a day.

/// Hours of care to emergency patients from 08:00 to 20:00, and the emergency admissions of that
/// day. Of one grade and one day, or of the mean of like days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intensity {
    /// Hours of care, summed over everybody of the grade.
    pub hours: f64,
    /// Emergency admissions, above zero.
    admissions: f64,
}

impl Intensity {
    /// Nothing where nobody was admitted, or a number is none: there is no care per nobody.
    pub fn new(hours: f64, admissions: f64) -> Option<Intensity> {
        let sound = hours.is_finite() && hours >= 0.0 && admissions.is_finite() && admissions > 0.0;
        sound.then_some(Intensity { hours, admissions })
    }

    /// Emergency admissions.
    pub fn admissions(&self) -> f64 {
        self.admissions
    }

    /// Hours of care for every ten emergency admissions.
    pub fn per_ten(&self) -> f64 {
        10.0 * self.hours / self.admissions
    }
}

/// One day's intensity against another's. The ratio is never shown alone: it falls when care
/// falls, and also when more patients come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntensityRatio {
    /// The day asked about.
    pub day: Intensity,
    /// The day that it is compared with, usually a Wednesday, with care given.
    against: Intensity,
}

impl IntensityRatio {
    /// Nothing where the day compared with had no care at all.
    pub fn new(day: Intensity, against: Intensity) -> Option<IntensityRatio> {
        (against.hours > 0.0).then_some(IntensityRatio { day, against })
    }

    /// The day compared with.
    pub fn against(&self) -> Intensity {
        self.against
    }

    /// Intensity of the day over that of the day compared with.
    pub fn ratio(&self) -> f64 {
        self.day.per_ten() / self.against.per_ten()
    }

    /// How many times the hours of care.
    pub fn hours_ratio(&self) -> f64 {
        self.day.hours / self.against.hours
    }

    /// How many times the admissions.
    pub fn admissions_ratio(&self) -> f64 {
        self.day.admissions / self.against.admissions
    }

    /// Hours, admissions and ratio in one sentence; `day` and `against` are names such as `Sunday`.
    pub fn words(&self, day: &str, against: &str) -> String {
        let one = |i: &Intensity| {
            format!(
                "{:.1} h of care for {:.1} emergency admissions, {:.2} h for every ten",
                i.hours,
                i.admissions,
                i.per_ten()
            )
        };
        format!(
            "{day}: {}; {against}: {}. Ratio {:.3}, from {:.3} times the hours and {:.3} times the admissions.",
            one(&self.day),
            one(&self.against),
            self.ratio(),
            self.hours_ratio(),
            self.admissions_ratio()
        )
    }
}
