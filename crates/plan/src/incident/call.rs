//! Who is where when it happens, and in which order people are called.

use firstline_core::rota::{Duty, Kind};
use firstline_core::time::{Instant, Minutes, Moment, Span, Zone};

use super::figures::Figures;
use crate::house::{Bench, House, Own, night_minutes};

/// Where somebody is at the declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// On duty on site until this many minutes after the declaration; held over after it.
    OnSite(i32),
    /// Due on site after so many minutes, soon enough to be called first.
    Due(i32),
    /// On call from home.
    FromHome,
    /// Off duty and rested.
    Rested,
    /// Not to be called, for this reason.
    NotCalled(String),
}

/// One person.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Place among the members.
    pub member: usize,
    /// Where they are.
    pub state: State,
    /// Median minutes of travel, and whether the band was known.
    pub travel: (f64, bool),
    /// When a duty after the declaration brings them in anyway, in minutes.
    pub due: Option<i32>,
    /// Place in the call list of the first wave; nothing for those on site, kept back or not called.
    pub place: Option<usize>,
    /// Whether they are kept back for the relief wave.
    pub kept_back: bool,
    /// Duties that coming in now would cost, for the rest afterwards.
    pub released: Vec<usize>,
}

impl Call {
    /// Step of the call order, 1 to 5.
    pub fn step(&self) -> u8 {
        match &self.state {
            State::OnSite(_) => 1,
            State::Due(_) => 2,
            State::FromHome | State::Rested if self.travel.0 <= 45.0 => 3,
            State::FromHome | State::Rested => 4,
            State::NotCalled(_) => 5,
        }
    }
}

/// The work that somebody called in would do, for the check.
pub(super) fn work(zone: &Zone, at: Moment, from: i32, figures: &Figures) -> Span {
    let start = at.instant.0 + from;
    let end = start + (figures.work * 60.0) as i32;
    Span {
        start: zone.wall_at(Instant(start)),
        end: zone.wall_at(Instant(end)),
    }
}

/// Everybody, in the order of the members; the first wave with its places.
pub(super) fn calls(
    house: &House,
    bench: &Bench<'_>,
    zone: &Zone,
    own: &Own,
    at: Moment,
    figures: &Figures,
) -> Vec<Call> {
    let now = at.instant.0;
    let mut all: Vec<Call> = house
        .members
        .iter()
        .enumerate()
        .map(|(member, m)| {
            let band = own.travel.get(&m.name);
            let mut call = Call {
                member,
                state: State::Rested,
                travel: (band.map_or(figures.band, |b| f64::from(*b)), band.is_some()),
                due: None,
                place: None,
                kept_back: false,
                released: Vec::new(),
            };
            let duties = &bench.roster(member).duties;
            let on_site = |d: &&Duty| d.kind != Kind::NonResidentOnCall;
            call.due = duties
                .iter()
                .filter(on_site)
                .map(|d| d.start.instant.0 - now)
                .find(|d| *d > 0);
            call.state = state(bench, duties, zone, member, at, figures, &mut call);
            call
        })
        .collect();
    order(house, &mut all, figures);
    all
}

fn state(
    bench: &Bench<'_>,
    duties: &[Duty],
    zone: &Zone,
    member: usize,
    at: Moment,
    figures: &Figures,
    call: &mut Call,
) -> State {
    let now = at.instant.0;
    let covers = |d: &&Duty| d.start.instant.0 <= now && now < d.end.instant.0;
    let current = duties.iter().find(covers);
    if let Some(duty) = current
        && duty.kind != Kind::NonResidentOnCall
    {
        return State::OnSite(duty.end.instant.0 - now);
    }
    if bench.away(member, Span { start: at, end: at }) {
        return State::NotCalled("on leave, study leave or sick".to_owned());
    }
    let rest = (figures.after_night * 60.0) as i32;
    let tired = duties.iter().any(|d| {
        let ended = now - d.end.instant.0;
        d.kind != Kind::NonResidentOnCall
            && (0..rest).contains(&ended)
            && Minutes(night_minutes(d.span())) >= Minutes(180)
    });
    if tired {
        return State::NotCalled(format!(
            "worked a night that ended less than {} h before",
            figures.after_night
        ));
    }
    if let Some(due) = call.due
        && due <= (figures.due * 60.0) as i32
    {
        return State::Due(due);
    }
    if current.is_some() {
        return State::FromHome;
    }
    match bench.fits(member, (&[], &[]), work(zone, at, 60, figures), &|_| false) {
        Ok(fit) => {
            call.released = fit.released;
            State::Rested
        }
        Err(why) => State::NotCalled(why),
    }
}

/// Due first, then those on call from home, then the rested by band; of every two alike one is
/// kept back.
fn order(house: &House, all: &mut [Call], figures: &Figures) {
    let sort = |call: &Call| {
        let member = &house.members[call.member];
        (member.tier, member.skills.clone())
    };
    let mut by_sort: std::collections::BTreeMap<_, Vec<usize>> = std::collections::BTreeMap::new();
    for (i, call) in all.iter().enumerate() {
        if call.state == State::Rested {
            by_sort.entry(sort(call)).or_default().push(i);
        }
    }
    for group in by_sort.values_mut() {
        group.sort_by(|a, b| all[*a].travel.0.total_cmp(&all[*b].travel.0).then(a.cmp(b)));
        let mut owed = 0.0;
        for i in group {
            // the nearest comes first, the next is kept back, and so on as the share asks
            owed += figures.keep.clamp(0.0, 1.0);
            if owed >= 1.0 - 1e-9 {
                owed -= 1.0;
                all[*i].kept_back = true;
            }
        }
    }
    let mut list: Vec<usize> = (0..all.len())
        .filter(|i| {
            let call = &all[*i];
            !call.kept_back && matches!(call.state, State::Due(_) | State::FromHome | State::Rested)
        })
        .collect();
    list.sort_by(|a, b| {
        let key = |c: &Call| (c.step(), c.state != State::FromHome);
        key(&all[*a])
            .cmp(&key(&all[*b]))
            .then(all[*a].travel.0.total_cmp(&all[*b].travel.0))
            .then(a.cmp(b))
    });
    for (place, i) in list.into_iter().enumerate() {
        all[i].place = Some(place);
    }
}
