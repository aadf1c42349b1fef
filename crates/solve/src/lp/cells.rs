//! Cells: what an assignment counts in.
//!
//! A night by a tier 2 counts in the cover of every half-hour of it, in supervision and in pairings.
//! Columns tell only which cells they have; the rows follow from there.

/// The entries of each cell, and the same by row.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// For each cell the rows that it counts in, in order, and how much.
    entries: Vec<Vec<(u32, f64)>>,
    /// For each row the cells that count in it.
    by_row: Vec<Vec<(u32, f64)>>,
}

impl Cells {
    /// Cells from the rows that each counts in; a row stands at most once in a cell.
    pub fn new(entries: Vec<Vec<(u32, f64)>>, rows: usize) -> Cells {
        let mut by_row = vec![Vec::new(); rows];
        for (cell, entries) in entries.iter().enumerate() {
            for &(row, weight) in entries {
                by_row[row as usize].push((cell as u32, weight));
            }
        }
        Cells { entries, by_row }
    }

    /// A cell for each row, that counts once.
    pub fn plain(rows: usize) -> Cells {
        Cells::new((0..rows).map(|r| vec![(r as u32, 1.0)]).collect(), rows)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Rows and weights of a cell.
    pub fn of(&self, cell: u32) -> &[(u32, f64)] {
        &self.entries[cell as usize]
    }

    /// The cells that count in a row.
    pub fn in_row(&self, row: usize) -> &[(u32, f64)] {
        &self.by_row[row]
    }

    /// What each cell is worth at the prices of the rows.
    pub fn worth(&self, prices: &[f64], out: &mut [f64]) {
        for (out, entries) in out.iter_mut().zip(&self.entries) {
            *out = entries.iter().map(|&(r, a)| a * prices[r as usize]).sum();
        }
    }

    /// Adds what so much of each cell counts in the rows.
    pub fn add_counts(&self, amounts: &[f64], counts: &mut [f64]) {
        for (&amount, entries) in amounts.iter().zip(&self.entries) {
            if amount != 0.0 {
                for &(row, weight) in entries {
                    counts[row as usize] += weight * amount;
                }
            }
        }
    }
}
