//! On how many occasions another clause was kept, of all on which it was asked.

use super::kind::{Code, Compile, Purpose, RuleKind, Status, Unit};
use super::machine::Machine;
use super::of_worked::OfWorked;
use super::pay_parts::share;
use crate::contract::Fields;
use crate::diagnostic::Diagnostic;
use crate::pay::Exact;
use crate::time::{Day, Minutes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code("W001"),
    name: "share-kept",
    summary: "on how many occasions another clause was kept, of all on which it was asked",
    says: "kept on {measured} occasions, needs {limit}",
    doc: include_str!("share_kept.md"),
    status: Status::Stable { since: "0.1.0" },
    purpose: Purpose::Worked,
    unit: Unit::Ratio,
    compile,
};

/// The least share of occasions on which another clause must have been kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareKept {
    /// The other clause.
    pub on: String,
    /// The share.
    pub least: Exact,
    /// Whether that share itself is too little.
    pub strictly: bool,
    /// Days of the stretch over which it is taken; nothing for the whole record.
    pub days: Option<i32>,
}

/// A duty on which the other clause was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The day on which the duty starts.
    pub day: Day,
    /// Whether the clause was kept.
    pub kept: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// The stretch with the lowest share, the first where several have it.
    pub worst: Stretch,
    /// Whether every stretch has enough.
    pub met: bool,
    /// By index, the occasions missed in any stretch that has not.
    pub missed: Vec<usize>,
}

/// The occasions of one stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Occasions on which the clause was kept.
    pub kept: i64,
    /// All occasions.
    pub all: i64,
}

fn compile(c: &mut Compile<'_, '_>) -> Option<Machine> {
    let on = c.fields.text("on").map(str::to_owned);
    let strictly = c.fields.optional("more-than").is_some();
    let least = share(c, if strictly { "more-than" } else { "at-least" });
    let days = whole_days(&mut c.fields);
    Some(Machine::Worked(Box::new(OfWorked::Share(ShareKept {
        on: on?,
        least: least?,
        strictly,
        days,
    }))))
}

fn whole_days(fields: &mut Fields<'_>) -> Option<i32> {
    let length = fields.length_or_none("within")?;
    let days = length.0 / Minutes::DAY.0;
    if days < 1 || length.0 % Minutes::DAY.0 != 0 {
        let span = fields.span();
        let title = "`within` must be whole days or weeks, like 4w";
        fields.problem(&span, Diagnostic::error("C004", title));
        return None;
    }
    Some(days)
}

impl ShareKept {
    /// Takes the share over every stretch of days that lies wholly in the record.
    ///
    /// Nothing where there is no occasion, or the record is shorter than the stretch.
    pub fn judge(&self, occasions: &[Occasion], from: Day, to: Day) -> Option<Shares> {
        let days = self.days.unwrap_or(to.since(from));
        let mut worst: Option<Stretch> = None;
        let mut missed = vec![false; occasions.len()];
        let mut met = true;
        for first in 0..=(to.since(from) - days) {
            let (start, end) = (from.plus(first), from.plus(first + days));
            let inside = |o: &Occasion| start <= o.day && o.day < end;
            let all = occasions.iter().filter(|o| inside(o)).count() as i64;
            let kept = occasions.iter().filter(|o| inside(o) && o.kept).count() as i64;
            let stretch = Stretch {
                from: start,
                to: end,
                kept,
                all,
            };
            if all == 0 {
                continue;
            }
            if !self.enough(&stretch) {
                met = false;
                for (missed, occasion) in missed.iter_mut().zip(occasions) {
                    *missed |= inside(occasion) && !occasion.kept;
                }
            }
            if worst.is_none_or(|w| stretch.share() < w.share()) {
                worst = Some(stretch);
            }
        }
        Some(Shares {
            worst: worst?,
            met,
            missed: (0..missed.len()).filter(|i| missed[*i]).collect(),
        })
    }

    fn enough(&self, stretch: &Stretch) -> bool {
        let share = stretch.share();
        share > self.least || (share == self.least && !self.strictly)
    }
}

impl Stretch {
    fn share(&self) -> Exact {
        Exact::new(self.kept, self.all)
    }
}
