//! How sure a value is: said of limits, rates and dates wherever something rests on them.

/// How sure a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The wording of the contract, statute or issuing body was read.
    Primary,
    /// A checker, calculator, trust page, journal or newspaper was read.
    Secondary,
    /// Worked out from other values.
    Derived,
    /// Recalled, not verified.
    Memory,
}

impl Confidence {
    pub(crate) const WORDS: [(&'static str, Confidence); 4] = [
        ("primary", Confidence::Primary),
        ("secondary", Confidence::Secondary),
        ("derived", Confidence::Derived),
        ("memory", Confidence::Memory),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Confidence::WORDS[match self {
            Confidence::Primary => 0,
            Confidence::Secondary => 1,
            Confidence::Derived => 2,
            Confidence::Memory => 3,
        }]
        .0
    }
}
