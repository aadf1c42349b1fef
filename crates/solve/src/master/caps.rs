//! Prices to begin from, and penalties made smaller for a while.

use super::Master;

impl Master<'_> {
    /// Begins from prices that are likely near, one for each row of the problem.
    pub fn warm(&mut self, prices: &[f32]) {
        for (centre, &row) in self.centre.iter_mut().zip(&self.rows) {
            *centre = f64::from(prices[row as usize]);
        }
        self.warm = true;
        for (cap, price) in self.caps.iter_mut().zip(&self.centre) {
            *cap = cap.max(2.0 * price.abs());
        }
        self.capped();
    }

    /// Makes the steps as dear as the caps allow.
    fn capped(&mut self) {
        for (slack, full) in self.slacks.iter_mut().zip(&self.full) {
            slack.cost = full.min(self.caps[slack.row as usize]);
        }
        if let Some(simplex) = &mut self.simplex {
            simplex.reslope(&self.slacks);
        }
    }

    /// Raises the caps of rows that miss their target although it would cost more in truth; false
    /// when there are none.
    ///
    /// Penalties of thousands make prices of thousands, and those find useless lines. A programme
    /// with lower ones proves no less of its bound, and where it misses no such target it is right.
    pub fn raise(&mut self) -> bool {
        let mut off = self.targets.clone();
        for (column, share) in self.columns.iter().zip(&self.solution.shares) {
            if *share > 0.0 {
                for &(row, weight) in &column.entries {
                    off[row as usize] -= weight * share;
                }
            }
        }
        let mut raised = vec![false; off.len()];
        for (slack, full) in self.slacks.iter().zip(&self.full) {
            let row = slack.row as usize;
            // the steps before this one take what they can
            let here = off[row] * slack.sign;
            if here > 1e-4 {
                raised[row] |= *full > self.caps[row];
                off[row] -= slack.sign * here.min(slack.width);
            }
        }
        for (cap, raised) in self.caps.iter_mut().zip(&raised) {
            if *raised {
                *cap *= 4.0;
            }
        }
        let any = raised.contains(&true);
        if any {
            self.capped();
        }
        any
    }
}
