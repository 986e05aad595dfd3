//! The fewest rows of a score that make up for what it lacks: a knapsack, solved exactly. `best[c]` is the most that can
//! be gained at the cost `c`; costs are numbers of leaves, and no higher than those of a first, greedy answer. Only
//! where that is more than [`MOST_STEPS`] steps of work is the greedy answer given; it is exact where all rows cost the same.

/// Steps of work, each a few instructions: scores written by people take some hundreds.
const MOST_STEPS: usize = 2_000_000;

/// What a row has to give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) cost: u64,
    pub(super) gain: i128,
}

/// For each row the number of the offer that is taken; the offers of a row rise in cost and gain, and one is taken at most.
pub(super) type Taken = Vec<Option<usize>>;

/// The cheapest offers that together gain what lacks, and their cost; `None` where all together do not.
pub(super) fn fewest(rows: &[Vec<Offer>], lack: i128) -> Option<(u64, Taken)> {
    let (free, lack) = without_cost(rows, lack);
    if lack <= 0 {
        return Some((0, free));
    }
    let (most, greedy) = greedy(rows, &free, lack)?;
    let offers: usize = rows.iter().map(Vec::len).sum();
    let width = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(1);
    if offers.max(rows.len()).saturating_mul(width) > MOST_STEPS {
        return Some((most, greedy));
    }
    Some(exact(rows, free, lack, width))
}

/// Takes what costs nothing.
fn without_cost(rows: &[Vec<Offer>], mut lack: i128) -> (Taken, i128) {
    let mut taken = vec![None; rows.len()];
    for (row, offers) in rows.iter().enumerate() {
        if let Some(at) = offers.iter().rposition(|offer| offer.cost == 0 && offer.gain > 0) {
            taken[row] = Some(at);
            lack -= offers[at].gain;
        }
    }
    (taken, lack)
}

/// Whole rows, those first that give the most for what they cost.
fn greedy(rows: &[Vec<Offer>], free: &Taken, mut lack: i128) -> Option<(u64, Taken)> {
    let mut order: Vec<(usize, Offer)> = Vec::new();
    for (row, offers) in rows.iter().enumerate().filter(|(row, _)| free[*row].is_none()) {
        order.extend(offers.last().map(|&offer| (row, offer)));
    }
    order.sort_by(|(_, a), (_, b)| {
        let worth = |x: &Offer, y: &Offer| x.gain.saturating_mul(i128::from(y.cost));
        worth(b, a).cmp(&worth(a, b)).then(a.cost.cmp(&b.cost))
    });
    let (mut cost, mut taken) = (0_u64, free.clone());
    for (row, offer) in order {
        if lack <= 0 {
            break;
        }
        lack -= offer.gain;
        cost = cost.saturating_add(offer.cost);
        taken[row] = Some(rows[row].len() - 1);
    }
    (lack <= 0).then_some((cost, taken))
}

/// `width` is one more than the cost of an answer that is known.
fn exact(rows: &[Vec<Offer>], mut taken: Taken, lack: i128, width: usize) -> (u64, Taken) {
    let mut best = vec![0_i128; width];
    let mut choices: Vec<Vec<u32>> = Vec::with_capacity(rows.len());
    for (row, offers) in rows.iter().enumerate() {
        let mut chosen = vec![0_u32; width];
        if taken[row].is_none() {
            // From the dearest down, so that no row is taken twice.
            for cost in (0..width).rev() {
                for (at, offer) in offers.iter().enumerate() {
                    let Some(rest) = cost.checked_sub(usize::try_from(offer.cost).unwrap_or(usize::MAX))
                    else {
                        continue;
                    };
                    if best[rest] + offer.gain > best[cost] {
                        best[cost] = best[rest] + offer.gain;
                        chosen[cost] = at as u32 + 1;
                    }
                }
            }
        }
        choices.push(chosen);
    }
    let mut cost = best.iter().position(|&gain| gain >= lack).unwrap_or(width - 1);
    let least = cost as u64;
    for (row, chosen) in choices.iter().enumerate().rev() {
        if let Some(at) = (chosen[cost] as usize).checked_sub(1) {
            taken[row] = Some(at);
            cost -= rows[row][at].cost as usize;
        }
    }
    (least, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[(u64, i128)]]) -> Vec<Vec<Offer>> {
        let offers = |row: &&[(u64, i128)]| row.iter().map(|&(cost, gain)| Offer { cost, gain }).collect();
        rows.iter().map(offers).collect()
    }

    #[test]
    fn the_fewest_are_not_the_first_that_come() {
        // Greedy by worth would take 1 for 4 and then need 3 more; the dear row alone is cheaper.
        let offers = rows(&[&[(1, 4)], &[(3, 6)], &[(3, 3)]]);
        assert_eq!(fewest(&offers, 6), Some((3, vec![None, Some(0), None])));
        assert_eq!(fewest(&offers, 7).map(|(cost, _)| cost), Some(4));
        assert_eq!(fewest(&offers, 14), None);
    }

    #[test]
    fn of_a_row_with_several_offers_one_is_taken() {
        let offers = rows(&[&[(1, 2), (2, 4), (3, 5)], &[(1, 3)]]);
        for (lack, expected) in [(0, 0), (2, 1), (3, 1), (4, 2), (5, 2), (7, 3), (8, 4)] {
            assert_eq!(fewest(&offers, lack).map(|(cost, _)| cost), Some(expected), "{lack}");
        }
        assert!(fewest(&offers, 9).is_none());
    }

    #[test]
    fn what_costs_nothing_is_taken_first() {
        let offers = rows(&[&[(0, 2)], &[(1, 2)], &[(5, 9)]]);
        assert_eq!(fewest(&offers, 4), Some((1, vec![Some(0), Some(0), None])));
    }

    #[test]
    fn many_rows_take_no_time() {
        let offers: Vec<Vec<Offer>> = (0..100_000)
            .map(|row| vec![Offer { cost: 1 + row % 3, gain: i128::from(row % 7) + 1 }])
            .collect();
        assert!(fewest(&offers, 250_000).is_some());
    }
}
