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
    let mut chances = vec![0.0; MOST + 1];
    chances[0] = 1.0;
    let mut top = 0;
    let mut all = Vec::with_capacity(arrivals.len());
    let steps = |a: f64, c: u32| {
        // each step holds less than half an event, so that no chance becomes negative
        let events = f64::midpoint(a, f64::from(c) * rate);
        (events / 0.4).ceil().max(2.0) as usize
    };
    for (round, length) in [(0, first), (1, arrivals.len())] {
        for i in 0..length {
            let (a, c) = (arrivals[i], doctors[i]);
            let n = steps(a, c);
            let dt = 0.5 / real(n);
            if round == 1 {
                all.push(Wait::default());
            }
            let mut mean = Wait::default();
            for _ in 0..n {
                step(&mut chances, &mut top, a * dt, f64::from(c), rate * dt);
                if round == 1 {
                    let now = meets(&chances[..=top], c, rate);
                    mean.mean_minutes += now.mean_minutes / real(n);
                    mean.over_an_hour += now.over_an_hour / real(n);
                    mean.waiting += now.waiting / real(n);
                }
            }
            if let Some(last) = all.last_mut()
                && round == 1
            {
                *last = mean;
            }
        }
    }
    all
}

fn step(chances: &mut [f64], top: &mut usize, arrive: f64, doctors: f64, seen: f64) {
    let mut from_below = 0.0;
    let last = (*top + 1).min(MOST);
    for n in 0..=last {
        let up = if n == MOST { 0.0 } else { chances[n] * arrive };
        let down = chances[n] * real(n).min(doctors) * seen;
        let above = chances.get(n + 1).copied().unwrap_or(0.0);
        let from_above = above * real(n + 1).min(doctors) * seen;
        chances[n] += from_below - up - down + from_above;
        // what leaves downward was taken from the old value of the one above: keep the order
        from_below = up;
    }
    *top = last;
    while *top > 0 && chances[*top] < 1e-13 {
        *top -= 1;
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
        let mut chances = vec![0.0; MOST + 1];
        chances[3] = 1.0;
        let mut top = 3;
        for _ in 0..500 {
            step(&mut chances, &mut top, 0.2, 4.0, 0.04);
        }
        assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
