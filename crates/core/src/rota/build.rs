//! From what a reader understood to a [`Rota`]: times resolved once, overlaps told, history kept.

use std::collections::BTreeMap;

use super::{Absence, Breaks, Code, Duty, Judged, Kind, LeadIn, Period, Roster, Rota, ShiftType};
use crate::diagnostic::{Diagnostic, Place};
use crate::time::{Clock, Day, Minutes, Moment, Resolved, Span, Wall, Zone};

/// How a rota is laid on the calendar.
#[derive(Clone, Debug)]
pub struct LayOptions {
    /// The zone of its wall-clock times.
    pub zone: Zone,
    /// The date of the law, and of the first week of a pattern that has no start.
    pub on: Day,
    /// A day in the week in which a pattern begins.
    pub start: Option<Day>,
    /// First day judged; otherwise the Monday of the first duty's week.
    pub from: Option<Day>,
    /// The day after the last day judged; otherwise the Monday after the last duty's week.
    pub to: Option<Day>,
}

/// Whether duties on dates are a plan or a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkedOrPlanned {
    /// A plan.
    #[default]
    Planned,
    /// A record of what happened.
    Worked,
}

/// Duties and absences on dates, as a reader understood them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatedRota {
    /// What the codes stand for.
    pub shift_types: Vec<ShiftType>,
    /// Everybody named, in the order of the file, even those without a single duty.
    pub people: Vec<String>,
    /// One for each duty or whole day.
    pub entries: Vec<Entry>,
    /// A plan or a record.
    pub worked: WorkedOrPlanned,
    /// First day that the file speaks of, where it says so even without a duty.
    pub first_day: Option<Day>,
    /// Last day that the file speaks of.
    pub last_day: Option<Day>,
}

/// One duty, or one whole day away, of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Index into [`DatedRota::people`].
    pub person: usize,
    /// Wall-clock start; for a whole day its midnight.
    pub start: Wall,
    /// Minutes east of UTC at the start, where the file says.
    pub start_offset: Option<i32>,
    /// Wall-clock end; for whole days the midnight after the last.
    pub end: Wall,
    /// Minutes east of UTC at the end, where the file says.
    pub end_offset: Option<i32>,
    /// Index into [`DatedRota::shift_types`].
    pub code: Code,
    /// What it stands for.
    pub kind: Kind,
    /// Breaks, where recorded.
    pub breaks: Option<Breaks>,
    /// Work expected within an on-call period.
    pub work: Option<Minutes>,
    /// Rest expected within an on-call period.
    pub rest: Option<Minutes>,
    /// Longest unbroken rest expected within an on-call period.
    pub longest_rest: Option<Minutes>,
    /// Where it stands in the file.
    pub place: Option<Place>,
}

impl Entry {
    /// A shift type on a day, for the readers of grids.
    pub fn of(person: usize, code: Code, shift: &ShiftType, day: Day, place: Place) -> Entry {
        let (start, end) = shift
            .on(day)
            .unwrap_or((day.midnight(), day.plus(1).midnight()));
        Entry {
            person,
            start,
            start_offset: None,
            end,
            end_offset: None,
            code,
            kind: shift.kind,
            breaks: shift.breaks,
            work: shift.work,
            rest: shift.rest,
            longest_rest: shift.longest_rest,
            place: Some(place),
        }
    }
}

/// A row of rest days longer than this is taken for a slip of the pen.
const MOST_REST_DAYS: i32 = 3660;

/// A duty longer than this is taken for a slip of the pen.
const LONGEST_DUTY: Minutes = Minutes(7 * 24 * 60);

impl DatedRota {
    /// Resolves every time once and sorts the duties of each person.
    ///
    /// Nothing is guessed: a duty of no length, or one that begins before the last has ended, is
    /// left out with a message at its place; both are for a person to mend.
    pub fn lay(&self, title: &str, options: &LayOptions) -> (Rota, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let period = self.period(options);
        let mut rosters: Vec<Roster> = self
            .people
            .iter()
            .map(|person| Roster {
                person: person.clone(),
                duties: Vec::new(),
                judged: 0..0,
                absences: Vec::new(),
                lead_in: LeadIn::Missing,
                cycle_days: 0,
                post: None,
                rest_days: Vec::new(),
                vacant: false,
            })
            .collect();
        let mut by_person: BTreeMap<usize, Vec<(&Entry, Duty)>> = BTreeMap::new();
        for entry in &self.entries {
            let Some(roster) = rosters.get_mut(entry.person) else {
                continue;
            };
            if entry.kind.is_absence() {
                roster.absences.push(Absence {
                    from: entry.start.day(),
                    to: entry.end.day().max(entry.start.day().plus(1)),
                    kind: entry.kind,
                });
            } else if entry.kind == Kind::Rest {
                let last = entry.end.day().max(entry.start.day().plus(1));
                let days = last.since(entry.start.day()).min(MOST_REST_DAYS);
                roster
                    .rest_days
                    .extend((0..days).map(|n| entry.start.day().plus(n)));
            } else if entry.kind.is_duty()
                && let Some(duty) = resolve(entry, &options.zone, &mut diagnostics)
            {
                by_person
                    .entry(entry.person)
                    .or_default()
                    .push((entry, duty));
            }
        }
        for (person, duties) in by_person {
            let name = &self.people[person];
            let kept = disjoint(duties, |entry, duty, before, what| {
                let title = format!(
                    "{name}: the duty from {} begins before the one until {} has ended; {}",
                    duty.start.wall,
                    before.end.wall,
                    what.words(before)
                );
                let diagnostic = Diagnostic::error("D010", title)
                    .help("shorten one of the two, or remove the one that is not worked");
                diagnostics.push(placed(diagnostic, entry));
            });
            let roster = &mut rosters[person];
            roster.duties = kept;
            let day = |duty: &Duty| duty.day();
            let first = roster.duties.partition_point(|d| day(d) < period.from);
            let last = roster.duties.partition_point(|d| day(d) < period.to);
            roster.judged = first..last;
            if first > 0 {
                roster.lead_in = LeadIn::From(roster.duties[0].day());
            }
        }
        for roster in &mut rosters {
            roster.absences.sort_by_key(|a| a.from);
        }
        let rota = Rota {
            title: title.to_owned(),
            judged: match self.worked {
                WorkedOrPlanned::Planned => Judged::Rota,
                WorkedOrPlanned::Worked => Judged::Worked,
            },
            on_dates: true,
            zone: options.zone.clone(),
            period,
            shift_types: self.shift_types.clone(),
            rosters,
        };
        (rota, diagnostics)
    }

    fn period(&self, options: &LayOptions) -> Period {
        let duties = || self.entries.iter().filter(|e| e.kind.is_duty());
        let first = duties().map(|e| e.start.day()).min().or(self.first_day);
        let last = duties().map(|e| e.start.day()).max().or(self.last_day);
        let from = options
            .from
            .or(first.map(Day::monday))
            .unwrap_or(options.on.monday());
        let to = options
            .to
            .or(last.map(|d| d.monday().plus(7)))
            .unwrap_or(from.plus(7))
            .max(from.plus(1));
        Period { from, to }
    }
}

fn placed(diagnostic: Diagnostic, entry: &Entry) -> Diagnostic {
    match &entry.place {
        Some(place) => diagnostic.at(place.clone()),
        None => diagnostic,
    }
}

fn resolve(entry: &Entry, zone: &Zone, diagnostics: &mut Vec<Diagnostic>) -> Option<Duty> {
    let mut moment = |wall: Wall, offset: Option<i32>| -> Moment {
        if let Some(offset) = offset {
            if let Some(moment) = zone.with_offset(wall, offset) {
                return moment;
            }
            let title = format!(
                "{wall}: {} has no such offset then; the offset was not used",
                zone.name()
            );
            let help = "leave the offset out, or give the one that the zone has on that date";
            diagnostics.push(placed(Diagnostic::warning("D013", title).help(help), entry));
        }
        match zone.resolve(wall) {
            Resolved::Plain(moment) => moment,
            Resolved::Repeated(moment) => {
                let title = format!("{wall} comes twice on that night; the first was taken");
                let help = format!("write the offset if the second is meant, as in {wall}+00:00");
                diagnostics.push(placed(Diagnostic::warning("D011", title).help(help), entry));
                moment
            }
            Resolved::Skipped(moment) => {
                let title = format!(
                    "{wall} does not exist on that night; {} was taken",
                    moment.wall.time()
                );
                let help = "the clocks go forward then; write a time that exists";
                diagnostics.push(placed(Diagnostic::warning("D012", title).help(help), entry));
                moment
            }
        }
    };
    let span = Span {
        start: moment(entry.start, entry.start_offset),
        end: moment(entry.end, entry.end_offset),
    };
    let length = span.length(Clock::Elapsed);
    if length <= Minutes::ZERO || span.length(Clock::Nominal) <= Minutes::ZERO {
        let what = if length == Minutes::ZERO {
            "has no length"
        } else {
            "ends before it begins"
        };
        let title = format!(
            "a duty from {} to {} {what}; it was left out",
            entry.start, entry.end
        );
        let help = "a duty that ends after midnight ends on the next date";
        diagnostics.push(placed(Diagnostic::error("D008", title).help(help), entry));
        return None;
    }
    if length > LONGEST_DUTY {
        let title = format!(
            "a duty from {} to {} lasts more than seven days; it was left out",
            entry.start, entry.end
        );
        let help = "check the dates, or give one row for each duty";
        diagnostics.push(placed(Diagnostic::error("D009", title).help(help), entry));
        return None;
    }
    let mut duty = Duty::new(span, entry.kind, entry.code).expecting(
        entry.work,
        entry.rest,
        entry.longest_rest,
    );
    duty.breaks = entry.breaks;
    Some(duty)
}

/// What was done with a duty that begins before the one before it has ended.
pub(super) enum Overlap {
    /// It lies inside that one and was left out.
    Inside,
    /// It is judged from that one's end on.
    Cut,
}

impl Overlap {
    /// The words for it, where the duty before ended then.
    pub(super) fn words(&self, before: &Duty) -> String {
        match self {
            Overlap::Inside => "it lies inside that one and was left out".to_owned(),
            Overlap::Cut => format!("it was judged from {}", before.end.wall.time()),
        }
    }
}

/// Sorts by start. A duty that begins before the one before it has ended is judged from that end
/// on, so that no minute counts twice and the missing rest is seen; one that lies wholly inside
/// another is left out. Each is told with the duty that it ran into.
pub(super) fn disjoint<K>(
    mut duties: Vec<(K, Duty)>,
    mut tell: impl FnMut(&K, &Duty, &Duty, &Overlap),
) -> Vec<Duty> {
    duties.sort_by_key(|(_, duty)| (duty.start.instant, duty.end.instant));
    let mut kept: Vec<Duty> = Vec::with_capacity(duties.len());
    for (key, mut duty) in duties {
        let Some(before) = kept.last().filter(|b| duty.start.instant < b.end.instant) else {
            kept.push(duty);
            continue;
        };
        if duty.end.instant <= before.end.instant {
            tell(&key, &duty, before, &Overlap::Inside);
            continue;
        }
        tell(&key, &duty, before, &Overlap::Cut);
        duty.start = before.end;
        kept.push(duty);
    }
    kept
}
