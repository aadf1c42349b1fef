//! The throws: who comes when, minute by minute, and whom the casualties need.

use super::answer::{Four, HORIZON, Mark, Outcome, Question, Variant, Way};
use super::call::{Call, State};
use super::casualties::casualties;
use super::chance::{lognormal, mean, poisson_binomial, three};
use super::figures::{Figures, cascade};
use crate::house::{House, Taking};
use crate::{Dice, quantile, real};

/// The throws of an incident.
pub(super) struct Model<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) house: &'a House,
    pub(super) calls: &'a [Call],
    pub(super) figures: &'a Figures,
    pub(super) sorts: &'a [Four],
    pub(super) reserved: &'a [Vec<usize>],
    pub(super) takings: &'a [(String, Taking)],
}

impl Model<'_> {
    /// Whether somebody may be out: of a grade that is out, on duty or due within the time looked at,
    /// and not needed for a floor where those stay.
    fn may_be_out(&self, call: &Call) -> Option<usize> {
        let strike = self.question.strike?;
        let member = &self.house.members[call.member];
        let word = strike
            .out
            .iter()
            .position(|w| self.house.named(member, std::slice::from_ref(w)))?;
        let rostered =
            matches!(call.state, State::OnSite(_)) || call.due.is_some_and(|d| d < HORIZON as i32);
        let needed = strike.emergency && self.reserved.iter().any(|r| r.contains(&call.member));
        (rostered && !needed).then_some(word)
    }

    /// The delay of somebody told by this way, and the branch of the tree.
    fn told(&self, place: usize, way: Way) -> (f64, usize) {
        match way {
            Way::Mass => (self.figures.mass, 0),
            Way::Tree | Way::BrokenTree => cascade(place, self.figures),
        }
    }

    fn reach(&self, call: &Call) -> f64 {
        match call.state {
            State::FromHome => self.figures.on_call,
            _ => self.figures.reach,
        }
    }

    /// The exact chances of the number there after an hour, of those called from home.
    pub(super) fn exact(&self) -> Vec<f64> {
        let chances: Vec<f64> = self
            .calls
            .iter()
            .filter(|c| matches!(c.state, State::FromHome | State::Rested))
            .filter_map(|c| Some((c, c.place?)))
            .map(|(c, place)| {
                let (delay, _) = self.told(place, Way::Tree);
                let f = self.figures;
                let delay = delay + f.prep;
                super::chance::arrives(60.0, self.reach(c), f.fit, delay, c.travel.0, f.sigma)
            })
            .collect();
        poisson_binomial(&chances)
    }

    pub(super) fn run(&self, variant: Variant, way: Way) -> (Outcome, Vec<f64>) {
        let f = self.figures;
        let runs = self.question.runs as usize;
        let marks: Vec<usize> = (0..=HORIZON)
            .step_by(15)
            .map(|m| m.min(HORIZON - 1))
            .collect();
        let mut seen: Vec<[Vec<u32>; 6]> = vec![Default::default(); marks.len()];
        let by = [30, 45, 60, 90, 120];
        let mut came: Vec<Vec<u32>> = vec![Vec::with_capacity(runs); by.len()];
        let mut overruns: Vec<u32> = Vec::new();
        let mut counts = Vec::new();
        let mut changes = vec![[0_i32; 4]; HORIZON + 1];
        let list = self.calls.iter().filter(|c| c.place.is_some()).count();
        let half_hours: Vec<Four> = self
            .reserved
            .iter()
            .map(|r| {
                let mut sum = [0; 4];
                for m in r {
                    for (s, x) in sum.iter_mut().zip(self.sorts[*m]) {
                        *s += x;
                    }
                }
                sum
            })
            .collect();
        for run in 0..runs {
            changes.fill([0; 4]);
            let mut dice = Dice::part(self.question.seed, 2 * run as u64);
            let mut arrivals = [0_u32; 5];
            let shares: Vec<f64> = self.takings.iter().map(|t| t.1.throw(&mut dice)).collect();
            let branches = f.fan.max(1.0) as usize;
            let lost = (f.broken.clamp(0.0, 1.0) * real(branches)).round() as usize;
            let first_lost = dice.bits() as usize % branches;
            let gone = |branch: usize| (branch + branches - first_lost) % branches < lost;
            let mut out_so_far = 0;
            for call in self.calls {
                // the same throws for everybody in every variant, so that only the variant differs
                let (takes, comes) = (dice.share(), dice.share());
                let travel = lognormal(&mut dice, call.travel.0, f.sigma);
                let out = variant != Variant::NoStrike
                    && self.may_be_out(call).is_some_and(|w| takes < shares[w]);
                let place = if out {
                    out_so_far += 1;
                    Some(list + out_so_far - 1)
                } else {
                    call.place
                };
                let on_site = matches!(call.state, State::OnSite(_)) && !out;
                let reach = match (out, variant) {
                    (true, Variant::Recall) => f.reach * f.letter,
                    (true, _) => 0.0,
                    _ => self.reach(call),
                };
                let mut from = f64::INFINITY;
                let mut until = real(HORIZON);
                if on_site {
                    from = 0.0;
                    if let State::OnSite(end) = call.state {
                        until = f64::from(end) + f.held * 60.0;
                    }
                } else if let Some(place) = place {
                    let (delay, branch) = self.told(place, way);
                    let broken = way == Way::BrokenTree && gone(branch);
                    if comes < reach * f.fit && !broken {
                        from = delay + f.prep + travel;
                    }
                    if out || matches!(call.state, State::FromHome | State::Rested) {
                        for (count, minutes) in arrivals.iter_mut().zip(by) {
                            *count += u32::from(from <= f64::from(minutes));
                        }
                    }
                }
                if let Some(due) = call.due.filter(|_| !out) {
                    from = from.min(f64::from(due));
                }
                if from < real(HORIZON) {
                    let (a, b) = (from as usize, (until as usize).min(HORIZON));
                    for (s, count) in self.sorts[call.member].iter().enumerate() {
                        changes[a][s] += count;
                        changes[b.max(a)][s] -= count;
                    }
                }
            }
            for (all, count) in came.iter_mut().zip(arrivals) {
                all.push(count);
            }
            let by_hour = arrivals[2] as usize;
            if counts.len() <= by_hour {
                counts.resize(by_hour + 1, 0.0);
            }
            counts[by_hour] += 1.0 / real(runs);
            let mut dice = Dice::part(self.question.seed, 2 * run as u64 + 1);
            let needs = casualties(self.question.casualties, f, HORIZON, &mut dice);
            let mut now = [0_i32; 4];
            let mut mark = 0;
            let mut over = None;
            for (minute, need) in needs.iter().enumerate() {
                for s in 0..4 {
                    now[s] += changes[minute][s];
                }
                let busy = half_hours.get(minute / 30).copied().unwrap_or_default();
                let free = |s: usize| (now[s] - busy[s]).max(0) as u32;
                let size = f.team.max(1.0) as u32;
                let teams = free(1).min(free(0) / size);
                if over.is_none() && need.teams > teams {
                    over = Some(minute as u32);
                }
                while mark < marks.len() && marks[mark] == minute {
                    let row = [
                        free(0),
                        need.doctors,
                        teams,
                        need.teams,
                        free(2).min(free(3)),
                        need.theatres,
                    ];
                    for (all, value) in seen[mark].iter_mut().zip(row) {
                        all.push(value);
                    }
                    mark += 1;
                }
            }
            overruns.extend(over);
        }
        let marks = seen.into_iter().enumerate().map(|(i, mut all)| {
            for v in &mut all {
                v.sort_unstable();
            }
            let row = all.map(|v| three(&v));
            Mark {
                minute: i * 15,
                doctors: row[0],
                doctors_needed: row[1],
                teams: row[2],
                teams_needed: row[3],
                theatres: row[4],
                theatres_needed: row[5],
            }
        });
        overruns.sort_unstable();
        let share = real(overruns.len()) / real(runs);
        let first = (!overruns.is_empty())
            .then(|| [0.1, 0.5, 0.9].map(|s| quantile(&overruns, s).unwrap_or(0)));
        let outcome = Outcome {
            variant,
            way,
            marks: marks.collect(),
            came: by
                .iter()
                .zip(came)
                .map(|(minutes, mut all)| {
                    all.sort_unstable();
                    (*minutes as usize, mean(&all), three(&all))
                })
                .collect(),
            overrun: (share, first),
        };
        (outcome, counts)
    }
}
