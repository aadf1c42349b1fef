//! Arithmetic of waiting: Erlang, the square-root rule, and a queue whose arrivals and doctors
//! change by the hour.

use crate::numbers::normal_below;
use crate::real;

/// So many doctors, each seeing so many patients an hour, while so many arrive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Erlang {
    /// Arrivals an hour.
    pub arrivals: f64,
    /// Patients an hour that one doctor sees.
    pub rate: f64,
    /// Doctors.
    pub doctors: u32,
    /// The chance that somebody waits at all.
    pub waits: f64,
}

impl Erlang {
    /// The steady queue; nothing where more arrive than the doctors can see, because then there is
    /// none.
    pub fn new(arrivals: f64, rate: f64, doctors: u32) -> Option<Erlang> {
        let (a, c) = (arrivals / rate, f64::from(doctors));
        if !(arrivals >= 0.0 && rate > 0.0 && c > a) {
            return None;
        }
        let mut blocked = 1.0;
        for k in 1..=doctors {
            blocked = a * blocked / (f64::from(k) + a * blocked);
        }
        Some(Erlang {
            arrivals,
            rate,
            doctors,
            waits: c * blocked / (c - a * (1.0 - blocked)),
        })
    }

    /// Mean wait in minutes, of everybody.
    pub fn mean_minutes(&self) -> f64 {
        60.0 * self.waits / self.spare()
    }

    /// The chance to wait longer than so many minutes.
    pub fn longer_than(&self, minutes: f64) -> f64 {
        self.waits * (-self.spare() * minutes / 60.0).exp()
    }

    fn spare(&self) -> f64 {
        f64::from(self.doctors) * self.rate - self.arrivals
    }
}

/// The beta of the square-root rule for a chance of waiting between 0 and 1.
pub fn beta_for(chance: f64) -> f64 {
    let (mut low, mut high) = (0.0, 8.0);
    for _ in 0..60 {
        let beta = f64::midpoint(low, high);
        let density = (-beta * beta / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let waits = 1.0 / (1.0 + beta * normal_below(beta) / density);
        if waits > chance {
            low = beta;
        } else {
            high = beta;
        }
    }
    f64::midpoint(low, high)
}

/// Doctors for a load by the square-root rule.
pub fn doctors_for(load: f64, beta: f64) -> u32 {
    (load + beta * load.max(0.0).sqrt()).ceil().max(0.0) as u32
}

/// Doctors busy if there were always enough, minute by minute: `m' = arrivals - rate * m`, which
/// repeats after the hours given. The load follows the arrivals with a lag.
pub fn offered_load(arrivals: &[f64], rate: f64) -> Vec<f64> {
    let minutes = arrivals.len() * 60;
    // six days, as published for a day; a week settles within two
    let rounds = (6 * 24 * 60_usize).div_ceil(minutes.max(1)).max(2);
    let mut load = 0.0;
    let mut all = vec![0.0; minutes];
    for _ in 0..rounds {
        for (minute, slot) in all.iter_mut().enumerate() {
            load += (arrivals[minute / 60] - rate * load) / 60.0;
            *slot = load;
        }
    }
    all
}

/// What somebody who arrives in a half-hour may expect.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wait {
    /// Mean wait for the first assessment in minutes, if the doctors of that half-hour stay.
    pub mean_minutes: f64,
    /// The chance to wait longer than an hour.
    pub over_an_hour: f64,
    /// Mean number waiting.
    pub waiting: f64,
}

/// Patients beyond this many are not told apart; a queue so long has left the model anyway.
const MOST: usize = 400;

/// The queue through half-hours: arrivals an hour and doctors of each. The chances of every length
/// of the queue are carried forward, so that a queue inherited from the evening is still there at
/// night. `first` half-hours are run through once before, to begin with a queue at all.
pub fn waits(arrivals: &[f64], doctors: &[u32], rate: f64, first: usize) -> Vec<Wait> {
    let mut queue = Queue::empty();
    let mut all = Vec::with_capacity(arrivals.len());
    for i in 0..first {
        queue.half_hour(arrivals[i], doctors[i], rate);
    }
    for (&a, &c) in arrivals.iter().zip(doctors) {
        let mean = queue.half_hour(a, c, rate);
        all.push(meets(mean, c, rate));
    }
    all
}

/// The chances of every length of the queue.
struct Queue {
    /// By patients in the department, those being seen among them.
    chances: Vec<f64>,
    /// None of the longer queues has a chance worth carrying.
    top: usize,
    next: Vec<f64>,
    /// The mean of the chances over a half-hour.
    mean: Vec<f64>,
    /// The chance that one of so many leaves within a step.
    leave: Vec<f64>,
}

impl Queue {
    fn empty() -> Queue {
        let mut chances = vec![0.0; MOST + 2];
        chances[0] = 1.0;
        Queue {
            chances,
            top: 0,
            next: vec![0.0; MOST + 2],
            mean: Vec::new(),
            leave: Vec::new(),
        }
    }

    /// Carries the chances through a half-hour of so many arrivals an hour; their mean over it.
    fn half_hour(&mut self, arrivals: f64, doctors: u32, rate: f64) -> &[f64] {
        // each step holds less than half an event, so that no chance becomes negative
        let events = f64::midpoint(arrivals, f64::from(doctors) * rate);
        let steps = (events / 0.4).ceil().max(2.0);
        let dt = 0.5 / steps;
        self.leave.clear();
        // each step may lengthen the queue by one
        let reach = (self.top + steps as usize + 2).min(MOST + 2);
        let leave = (0..reach).map(|n| real(n).min(f64::from(doctors)) * rate * dt);
        self.leave.extend(leave);
        self.mean.clear();
        for _ in 0..steps as usize {
            self.step(arrivals * dt);
            let now = &self.chances[..=self.top];
            self.mean.resize(self.mean.len().max(now.len()), 0.0);
            for (mean, now) in self.mean.iter_mut().zip(now) {
                *mean += now / steps;
            }
        }
        &self.mean
    }

    /// One step, in which somebody arrives with a chance, or somebody leaves.
    fn step(&mut self, arrive: f64) {
        let last = (self.top + 1).min(MOST);
        let (now, leave) = (&self.chances, &self.leave);
        // nobody arrives at the longest queue that is told apart
        let stays = |n: usize| if n == MOST { 0.0 } else { arrive };
        self.next[0] = now[0] * (1.0 - arrive) + now[1] * leave[1];
        let inner = now[..last + 2].windows(3).zip(leave[1..].windows(2));
        for (next, (now, leave)) in self.next[1..last].iter_mut().zip(inner) {
            *next = now[0] * arrive + now[1] * (1.0 - arrive - leave[0]) + now[2] * leave[1];
        }
        self.next[last] = now[last - 1] * arrive
            + now[last] * (1.0 - stays(last) - leave[last])
            + now[last + 1] * leave[last + 1];
        self.next[last + 1] = 0.0;
        std::mem::swap(&mut self.chances, &mut self.next);
        self.top = last;
        while self.top > 0 && self.chances[self.top] < 1e-13 {
            self.top -= 1;
        }
    }
}

/// What somebody meets who arrives now.
fn meets(chances: &[f64], doctors: u32, rate: f64) -> Wait {
    let c = doctors as usize;
    let mut wait = Wait::default();
    if c == 0 {
        // nobody assesses: an hour is waited at the least
        wait.over_an_hour = 1.0;
        wait.mean_minutes = 60.0;
    }
    // chance that fewer than so many leave within an hour
    let leave = f64::from(doctors) * rate;
    let (mut term, mut fewer) = ((-leave).exp(), (-leave).exp());
    for (n, chance) in chances.iter().enumerate().skip(c) {
        let ahead = n - c;
        wait.waiting += real(ahead) * chance;
        if c > 0 {
            wait.mean_minutes += chance * 60.0 * real(ahead + 1) / leave;
            wait.over_an_hour += chance * fewer.min(1.0);
            term *= leave / real(ahead + 1);
            fewer += term;
        }
    }
    wait
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_that_goes_on_for_long_becomes_the_steady_one() {
        let steady = Erlang::new(10.0, 1.2, 10).expect("enough doctors");
        let hours = 400;
        let waits = waits(&vec![10.0; hours], &vec![10; hours], 1.2, 0);
        let last = waits.last().expect("there are half-hours");
        assert!(
            (last.mean_minutes - steady.mean_minutes()).abs() < 0.05,
            "{last:?}"
        );
        assert!(
            (last.over_an_hour - steady.longer_than(60.0)).abs() < 1e-3,
            "{last:?}"
        );
    }

    #[test]
    fn what_stands_in_the_queue_neither_appears_nor_vanishes() {
        let mut queue = Queue::empty();
        queue.chances.swap(0, 3);
        queue.top = 3;
        for _ in 0..100 {
            queue.half_hour(12.0, 4, 2.4);
            assert!((queue.chances.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        // and not at the longest queue either
        for _ in 0..2000 {
            queue.half_hour(12.0, 0, 2.4);
        }
        assert_eq!(queue.top, MOST);
        assert!((queue.chances.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
