//! The slack of a row of counts: one variable with a penalty of straight pieces.

use crate::lp::Slack;

/// The slack of a row of counts: corners of its penalty and the slopes between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) corners: Vec<f64>,
    /// One more than corners; they never fall.
    pub(super) slopes: Vec<f64>,
    /// The corner on which it sits, or when it is in the basis the number of the slope.
    pub(super) at: usize,
    pub(super) value: f64,
}

impl Piece {
    /// The penalty of its value.
    pub(super) fn penalty(&self) -> f64 {
        let mut sum = 0.0;
        let mut from = 0.0;
        if self.value > 0.0 {
            let first = self.corners.partition_point(|c| *c <= 0.0);
            for (corner, slope) in self.corners[first..].iter().zip(&self.slopes[first..]) {
                sum += (self.value.min(*corner) - from).max(0.0) * slope;
                from = corner.min(self.value);
            }
            sum += (self.value - from).max(0.0) * self.slopes.last().unwrap_or(&0.0);
        } else {
            let last = self.corners.partition_point(|c| *c < 0.0);
            for at in (0..last).rev() {
                let corner = self.corners[at];
                sum -= (from - self.value.max(corner)).max(0.0) * self.slopes[at + 1];
                from = corner.max(self.value);
            }
            sum -= (from - self.value).max(0.0) * self.slopes.first().unwrap_or(&0.0);
        }
        sum
    }
}

/// The penalties of all rows.
pub(super) fn pieces(slacks: &[Slack], rows: usize) -> Vec<Piece> {
    let mut sides = vec![(Vec::new(), Vec::new()); rows];
    for slack in slacks {
        let (short, over) = &mut sides[slack.row as usize];
        let side = if slack.sign > 0.0 { short } else { over };
        side.push((slack.width, slack.cost));
    }
    sides
        .iter()
        .map(|(short, over)| piece(short, over))
        .collect()
}

/// A penalty from its steps on both sides, as width and slope from the target outwards.
fn piece(short: &[(f64, f64)], over: &[(f64, f64)]) -> Piece {
    let mut piece = Piece::default();
    let corners_of = |steps: &[(f64, f64)]| -> Vec<f64> {
        let mut at = 0.0;
        let inner = steps.len().saturating_sub(1);
        steps[..inner]
            .iter()
            .map(|step| {
                at += step.0;
                at
            })
            .collect()
    };
    let slope = |steps: &[(f64, f64)], i: usize| steps.get(i).map_or(0.0, |s| s.1);
    let (down, up) = (corners_of(over), corners_of(short));
    for i in (0..over.len().max(1)).rev() {
        piece.slopes.push(-slope(over, i));
        if i > 0 {
            piece.corners.push(-down[i - 1]);
        }
    }
    piece.corners.push(0.0);
    for i in 0..short.len().max(1) {
        piece.slopes.push(slope(short, i));
        if i < up.len() {
            piece.corners.push(up[i]);
        }
    }
    piece
}
