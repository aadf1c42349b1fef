//! The best line of somebody with counts of their own: a table with prices for the counts, then
//! labels that tell them apart.

use super::edges::Edges;
use super::labels::Ends;
use super::tally::{Seen, Tallies, What};
use super::{Ask, Effort, Found, MOST_MET, Pricer, Window, greatest, nothing, rounding};
use crate::problem::{Problem, Symbol};

/// Tables at most, until the prices of the counts are right.
const TABLES: usize = 6;
/// Tables where a good line will do.
const FEW_TABLES: usize = 3;
/// With so many lines seen before one table will do there.
const FEW_SEEN: usize = 8;
/// What the prices of counts may miss by.
const NEAR: f64 = 0.5;
/// So many of the cheapest lines are judged.
const JUDGED: usize = 24;
/// So many lines beside the best are told.
const OTHERS: usize = 3;
/// Where so much of what was open stays open with more labels, no more are tried.
const LEAST_LEFT: f64 = 0.9;
/// So often a line is kept without having been of use.
const MOST_IDLE: u32 = 30;

/// How large tables and labels may grow where counts cost by themselves.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Cells of a table that is soon filled.
    pub few_cells: usize,
    /// Cells of a table at most.
    pub more_cells: usize,
    /// The same with the length told apart.
    pub most_cells: usize,
    /// Labels a day at first, and then, where a good line will do.
    pub narrow: [usize; 2],
    /// The same where the best is asked for.
    pub wide: [usize; 3],
}

impl Default for Sizes {
    fn default() -> Sizes {
        Sizes {
            few_cells: 250_000,
            more_cells: 1_500_000,
            most_cells: 24_000_000,
            narrow: [80, 400],
            wide: [400, 5_000, 50_000],
        }
    }
}

/// What is known of one person's counts from one time to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    prices: Vec<f32>,
    rate: f32,
    seen: Vec<Seen>,
}

/// A line, and what it costs.
#[derive(Clone, Debug)]
struct Best {
    line: Vec<Symbol>,
    value: f64,
}

impl Pricer<'_> {
    /// The best line where what is counted costs by itself; it is lawful when one is known.
    ///
    /// Unless the effort is full a good line will do, and a bound near it. Where only the judge
    /// forbids the best, a good one has to do too.
    pub(super) fn counted(&mut self, problem: &Problem, ask: &Ask<'_>, edges: &Edges) -> Found {
        let window = Window {
            problem,
            ask,
            edges,
        };
        let mut tallies = Tallies::new(&window);
        let known = std::mem::take(&mut self.of(ask.person).known);
        let Known {
            prices,
            mut rate,
            seen,
        } = known;
        let mut seen: Vec<(f64, Seen)> = seen
            .into_iter()
            .filter(|s| s.counts.len() == tallies.all.len())
            .map(|s| (window.worth(&s.line), s))
            .filter(|(value, _)| value.is_finite())
            .collect();
        if prices.len() == tallies.all.len() {
            tallies.set_prices(&prices);
        }
        let Some(proved) = self.tables(&window, &mut tallies, &mut rate, &mut seen) else {
            return nothing();
        };
        // what is priced goes into the sums and out of them again
        let counts = tallies.all.iter().map(|t| greatest(&t.penalties));
        let asked = ask.prices.chunks_exact(problem.symbols).map(greatest);
        let hours = f64::from(rate.abs()) * f64::from(edges.most.max(0));
        let more = asked.sum::<f64>() + 2.0 * counts.sum::<f64>() + hours;
        let unsure = rounding(problem, ask, more);
        let prices = tallies.all.iter().map(|t| t.price).collect();
        let (best, others, bound) = self.labelled(&window, &tallies, &mut seen);
        let all = |s: &(f64, Seen)| s.0 + tallies.penalty(&window, &s.1.counts).min(1e6);
        seen.sort_by(|a, b| all(a).total_cmp(&all(b)));
        seen.retain_mut(|(_, s)| {
            s.idle += 1;
            s.idle < MOST_IDLE
        });
        seen.truncate(MOST_MET);
        let seen = seen.into_iter().map(|s| s.1).collect();
        self.of(ask.person).known = Known { prices, rate, seen };
        Found {
            line: best.line,
            bound: bound.max(proved) - unsure,
            value: best.value,
            others,
        }
    }

    /// Tables at better and better prices of the counts; the last stays, at the best of them. What
    /// they prove; nothing where no line can be.
    fn tables(
        &mut self,
        window: &Window<'_>,
        tallies: &mut Tallies,
        rate: &mut f32,
        seen: &mut Vec<(f64, Seen)>,
    ) -> Option<f64> {
        let quick = self.effort == Effort::Quick;
        let states = window.states();
        tallies.tell_apart(&states, self.sizes.few_cells);
        let mut most = f64::NEG_INFINITY;
        let mut best: (Vec<f32>, f32) = (Vec::new(), *rate);
        let mut last = false;
        let tables = match (quick, seen.len()) {
            (true, FEW_SEEN..) => 1,
            (true, _) => FEW_TABLES,
            _ => TABLES,
        };
        for attempt in 0..tables {
            let expected = if seen.is_empty() {
                f64::INFINITY
            } else {
                tallies.model(window, seen, rate)
            };
            let (line, proved) = self.table(window, tallies, *rate, self.sizes.few_cells)?;
            last = proved > most;
            if last {
                most = proved;
                best = (tallies.all.iter().map(|t| t.price).collect(), *rate);
            }
            let new = note(window, tallies, seen, &line, None);
            if expected - most < NEAR || (!new && attempt > 0) {
                break;
            }
        }
        if !last {
            tallies.set_prices(&best.0);
            *rate = best.1;
        }
        if !quick {
            self.tell_more(&states, tallies, *rate);
            let (_, proved) = self.table(window, tallies, *rate, self.sizes.most_cells)?;
            most = most.max(proved);
        } else if !last {
            self.table(window, tallies, *rate, self.sizes.few_cells)?;
        }
        Some(most)
    }

    /// Tells more counts apart: as many as say what is left of the length, where that matters and
    /// the table does not become too large, else as many as leave room for it.
    fn tell_more(&self, states: &[usize], tallies: &mut Tallies, rate: f32) {
        if rate != 0.0 && tallies.left.is_some() {
            let mut more = tallies.clone();
            more.tell_apart(states, self.sizes.most_cells);
            if more.tells_left() {
                *tallies = more;
                return;
            }
        }
        tallies.tell_apart(states, self.sizes.more_cells);
    }

    /// The table at the prices of the counts: its line, and what it proves.
    fn table(
        &mut self,
        window: &Window<'_>,
        tallies: &mut Tallies,
        rate: f32,
        cells: usize,
    ) -> Option<(Vec<Symbol>, f64)> {
        for tally in &mut tallies.all {
            if matches!(tally.what, What::Counter(_)) {
                tally.price = tally.price.min(0.0);
            }
        }
        tallies.look_ahead();
        let mut prices = std::mem::take(&mut self.priced);
        tallies.priced(window.ask.prices, &mut prices);
        let ask = Ask {
            prices: &prices,
            ..window.ask.clone()
        };
        let priced = Window {
            ask: &ask,
            ..*window
        };
        let found = self.rest.fill(&priced, tallies, rate, cells);
        self.work += std::mem::take(&mut self.rest.looked);
        self.priced = prices;
        let edges = window.edges;
        let free = if rate > 0.0 { edges.most } else { edges.least };
        let length = f64::from(rate) * f64::from(free);
        found.map(|(line, value)| (line, f64::from(value) + tallies.loosely() - length))
    }

    /// The cheapest line by labels: a lawful one where one is met, else whatever costs least; and
    /// what is proved.
    fn labelled(
        &mut self,
        window: &Window<'_>,
        tallies: &Tallies,
        seen: &mut Vec<(f64, Seen)>,
    ) -> (Best, Vec<(f64, Vec<Symbol>)>, f64) {
        let mut best = self.best_seen(window, tallies, seen);
        let mut spare: Option<Best> = None;
        let mut others = Vec::new();
        let mut bound = f64::INFINITY;
        let Sizes { narrow, wide, .. } = self.sizes;
        let widths = match self.effort {
            Effort::Quick => &narrow[..],
            Effort::Sound => &wide[..1],
            Effort::Full => &wide[..],
        };
        let mut open = f64::INFINITY;
        for &width in widths {
            let below = best.value;
            let Ends { lines, dropped } = self.ends(window, tallies, below, width);
            let dropped = f64::from(dropped);
            let least = lines.first().map_or(f64::INFINITY, |l| f64::from(l.0));
            bound = least.min(dropped).min(below);
            for (_, line) in lines {
                let Some((counts, _)) = tallies.count(window, &line) else {
                    continue;
                };
                let value = window.worth(&line) + tallies.penalty(window, &counts);
                if others.len() == OTHERS {
                    break;
                }
                let lawful = self.keeps(window.ask, &line);
                note(window, tallies, seen, &line, Some(lawful));
                if !lawful {
                    spare.get_or_insert(Best { line, value });
                } else if value < best.value {
                    best = Best { line, value };
                } else {
                    others.push((value, line));
                }
            }
            // where the least line is not lawful, more labels would prove nothing more
            let known = dropped >= least && !best.line.is_empty();
            if known || dropped >= best.value || (self.effort < Effort::Full && best.value < below)
            {
                break;
            }
            // where many more labels closed little, still more would as well
            let before = std::mem::replace(&mut open, best.value - dropped);
            if open > before * LEAST_LEFT && best.value >= below {
                break;
            }
        }
        match spare {
            Some(spare) if best.line.is_empty() => (spare, others, bound),
            _ => (best, others, bound),
        }
    }

    fn ends(&mut self, window: &Window<'_>, tallies: &Tallies, below: f64, width: usize) -> Ends {
        let ends = self
            .labels
            .lines(window, tallies, &self.rest, below as f32, width, JUDGED);
        self.work += std::mem::take(&mut self.labels.looked) * 8;
        ends
    }

    /// The cheapest of the lines seen that may be.
    fn best_seen(&self, window: &Window<'_>, tallies: &Tallies, seen: &mut [(f64, Seen)]) -> Best {
        let edges = window.edges;
        let fits = |s: &Seen| edges.least <= s.length && s.length <= edges.most;
        let mut order: Vec<(f64, usize)> = seen
            .iter()
            .enumerate()
            .filter(|(_, s)| fits(&s.1) && s.1.lawful != Some(false))
            .map(|(i, s)| (s.0 + tallies.penalty(window, &s.1.counts), i))
            .filter(|s| s.0.is_finite())
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (value, i) in order {
            let of = &mut seen[i].1;
            let lawful = of
                .lawful
                .unwrap_or_else(|| self.keeps(window.ask, &of.line));
            of.lawful = Some(lawful);
            if lawful {
                of.idle = 0;
                let line = of.line.clone();
                return Best { line, value };
            }
        }
        Best {
            line: Vec::new(),
            value: f64::INFINITY,
        }
    }

    /// Whether a line of the window keeps all that the judge knows.
    fn keeps(&self, ask: &Ask<'_>, window: &[Symbol]) -> bool {
        let Some(judge) = self.judge else { return true };
        if ask.line.is_empty() {
            return judge.broken(ask.person, window).is_none();
        }
        let mut whole = ask.line.to_vec();
        whole[ask.from..ask.to].copy_from_slice(window);
        judge.broken(ask.person, &whole).is_none()
    }
}

/// Keeps a line for later; false when it is known, or none at all.
fn note(
    window: &Window<'_>,
    tallies: &Tallies,
    seen: &mut Vec<(f64, Seen)>,
    line: &[Symbol],
    lawful: Option<bool>,
) -> bool {
    if let Some((_, known)) = seen.iter_mut().find(|(_, s)| s.line == line) {
        known.lawful = known.lawful.or(lawful);
        return false;
    }
    let Some((counts, length)) = tallies.count(window, line) else {
        return false;
    };
    let new = Seen {
        line: line.to_vec(),
        counts,
        length,
        lawful,
        idle: 0,
    };
    seen.push((window.worth(line), new));
    true
}
