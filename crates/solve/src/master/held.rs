//! Prices to begin from, and boxes around them that grow only where prices press against them.

use super::Master;

/// The prices that a row may have for now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) centre: f64,
    /// How far on either side; infinite for whatever the penalty bears.
    pub(super) far: f64,
}

impl Held {
    /// Whatever the penalty bears.
    pub(super) const FREE: Held = Held {
        centre: 0.0,
        far: f64::INFINITY,
    };

    fn hold(self, price: f64) -> f64 {
        price.clamp(self.centre - self.far, self.centre + self.far)
    }
}

impl Master<'_> {
    /// Begins from prices that are likely near, one for each row of the problem.
    pub fn warm(&mut self, prices: &[f32]) {
        for (centre, &row) in self.centre.iter_mut().zip(&self.rows) {
            *centre = f64::from(prices[row as usize]);
        }
        self.warm = true;
        for (held, price) in self.held.iter_mut().zip(&self.centre) {
            held.far = held.far.max(0.5 * price.abs());
            held.centre = *price;
        }
        self.boxed();
    }

    /// Makes the steps as dear as the boxes allow.
    ///
    /// A row whose box leaves out the prices of its target sits where its steps begin to be as dear
    /// as the box: what lies between there and the target is told apart, in `apart`.
    fn boxed(&mut self) {
        let mut nearest: Vec<f64> = self.held.iter().map(|held| held.hold(0.0)).collect();
        // the prices of the target reach from its first step above to its first below
        let mut first = vec![[f64::INFINITY; 2]; self.held.len()];
        for (slack, full) in self.slacks.iter().zip(&self.full) {
            let side = &mut first[slack.row as usize][usize::from(slack.sign < 0.0)];
            *side = side.min(*full);
        }
        for (price, [short, over]) in nearest.iter_mut().zip(first) {
            if (-over..=short).contains(price) {
                *price = 0.0;
            }
        }
        let between = self.slacks.iter().zip(&self.full).map(|(slack, full)| {
            let left = full - slack.sign * nearest[slack.row as usize];
            if left < 0.0 && slack.width.is_finite() {
                left * slack.width
            } else {
                0.0
            }
        });
        self.apart = between.sum();
        for (slack, full) in self.slacks.iter_mut().zip(&self.full) {
            slack.cost = slack.sign * self.held[slack.row as usize].hold(slack.sign * full);
        }
        if let Some(simplex) = &mut self.simplex {
            simplex.reslope(&self.slacks);
        }
    }

    /// Moves the boxes to the prices that proved most, and widens those that prices press against;
    /// false when there are none.
    ///
    /// Penalties of thousands make prices of thousands, and those find useless lines. Where the
    /// prices keep within their boxes by themselves the programme is right.
    pub fn raise(&mut self) -> bool {
        let mut most = vec![0.0_f64; self.held.len()];
        let mut least = vec![0.0_f64; self.held.len()];
        for (slack, full) in self.slacks.iter().zip(&self.full) {
            let row = slack.row as usize;
            if slack.sign > 0.0 {
                most[row] = most[row].max(*full);
            } else {
                least[row] = least[row].min(-full);
            }
        }
        let mut any = false;
        for (row, held) in self.held.iter_mut().enumerate() {
            let price = self.solution.prices[row];
            let (low, high) = (held.centre - held.far, held.centre + held.far);
            let presses = (price > high - 1e-6 && high < most[row])
                || (price < low + 1e-6 && low > least[row]);
            if presses {
                held.far *= 2.0;
                any = true;
            }
            if held.far.is_finite() {
                held.centre = self.centre[row];
            }
        }
        if any {
            self.boxed();
        }
        any
    }
}
