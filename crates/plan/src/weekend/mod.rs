//! Weekend against weekday, with what such a comparison can bear.
//!
//! One hospital may work out how many hours of care there were for each patient admitted, and how
//! many died; it cannot work out why. So the rules of fair use are part of the types:
//!
//! - deaths by day of admission are only shown beside deaths by day in hospital, because the two
//!   point opposite ways ([`Mortality`] holds both or cannot be made);
//! - nothing here takes an odds ratio from elsewhere and multiplies it with a hospital's
//!   admissions; [`Subtraction`] is the only way to a number of deaths, and it says what it is not;
//! - every sentence says "associated with the day of admission";
//! - days are compared in eight groups, never in two, within strata that are alike.

mod intensity;
mod mortality;
mod strata;

pub use intensity::{Intensity, IntensityRatio};
pub use mortality::{
    Count, Decomposition, FAIR_USE, Funnel, InHospitalDay, Mortality, OddsRatio, Subtraction,
    years_to_see,
};
pub use strata::{AgeBand, DayGroup, Route, Stratum, Urgency};
