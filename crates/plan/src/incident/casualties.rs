//! Casualties: when they come, and how many people they need.

use super::chance::lognormal;
use super::figures::Figures;
use crate::Dice;

/// What is needed in a minute, if everybody were seen on arrival.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Trauma teams, one for each P1.
    pub teams: u32,
    /// Doctors in all.
    pub doctors: u32,
    /// Theatre teams.
    pub theatres: u32,
}

/// One run: what is needed in each minute of so many.
pub fn casualties(count: u32, figures: &Figures, minutes: usize, dice: &mut Dice) -> Vec<Need> {
    let mut teams = vec![0_i32; minutes + 1];
    let mut seconds = vec![0_i32; minutes + 1];
    let mut thirds = vec![0_i32; minutes + 1];
    let mut theatres = vec![0_i32; minutes + 1];
    let busy = |lane: &mut Vec<i32>, from: f64, length: f64| {
        let (from, to) = (from as usize, (from + length) as usize);
        if from < minutes {
            lane[from] += 1;
            lane[to.min(minutes)] -= 1;
        }
    };
    for _ in 0..count {
        let sort = dice.share();
        let at = if dice.happens(figures.walk) {
            lognormal(dice, figures.walk_median, figures.walk_sigma)
        } else {
            lognormal(dice, figures.ambulance_median, figures.ambulance_sigma)
        };
        let operated = dice.share();
        let (lane, length, share) = if sort < figures.p1 {
            (&mut teams, figures.p1_minutes, figures.theatre_p1)
        } else if sort < figures.p1 + figures.p2 {
            (&mut seconds, figures.p2_minutes, figures.theatre_p2)
        } else {
            (&mut thirds, 60.0 / figures.p3_hour.max(0.1), 0.0)
        };
        busy(lane, at, length);
        if operated < share {
            busy(&mut theatres, at + length, figures.theatre * 60.0);
        }
    }
    let size = figures.team.max(1.0) as u32;
    let (mut a, mut b, mut c, mut d) = (0, 0, 0, 0);
    (0..minutes)
        .map(|m| {
            a += teams[m];
            b += seconds[m];
            c += thirds[m];
            d += theatres[m];
            Need {
                teams: a as u32,
                doctors: a as u32 * size + b as u32 + c as u32,
                theatres: d as u32,
            }
        })
        .collect()
}
