//! Which declaration of the old policy is which of the new one: by full name, else by its last part where it moved to
//! another module, else by what it says where it was renamed.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// The places of one thing in the old and the new list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

/// Pairs in the order of their names, the new one before the old one. `same` tells by a key what things say.
pub(super) fn pairs<K: Eq + std::hash::Hash + Copy>(old: &[(&str, K)], new: &[(&str, K)]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let names: FxHashMap<&str, usize> = (0..).zip(old).map(|(place, (name, _))| (*name, place)).collect();
    let mut old_left = vec![true; old.len()];
    let mut new_left = Vec::new();
    for (place, (name, _)) in new.iter().enumerate() {
        match names.get(name) {
            Some(&before) => {
                old_left[before] = false;
                pairs.push(Pair { old: Some(before), new: Some(place) });
            }
            None => new_left.push(place),
        }
    }
    let is_left = |old_left: &[bool]| (0..old.len()).filter(|&place| old_left[place]).collect::<Vec<_>>();
    let by_last = unique(is_left(&old_left).into_iter().map(|place| (last(old[place].0), place)));
    let new_by_last = unique(new_left.iter().map(|&place| (last(new[place].0), place)));
    new_left.retain(|&place| {
        let name = last(new[place].0);
        let before = by_last.get(name).copied().flatten();
        let is_only = new_by_last.get(name).copied().flatten().is_some();
        keep(before.filter(|_| is_only), place, &mut old_left, &mut pairs)
    });
    let mut by_key: FxHashMap<K, Vec<usize>> = FxHashMap::default();
    for place in is_left(&old_left).into_iter().rev() {
        by_key.entry(old[place].1).or_default().push(place);
    }
    new_left.retain(|&place| {
        let before = by_key.get_mut(&new[place].1).and_then(Vec::pop);
        keep(before, place, &mut old_left, &mut pairs)
    });
    pairs.extend(new_left.into_iter().map(|place| Pair { old: None, new: Some(place) }));
    pairs.extend(is_left(&old_left).into_iter().map(|place| Pair { old: Some(place), new: None }));
    pairs.sort_by_key(|pair| {
        pair.new.map_or_else(|| pair.old.map_or("", |place| old[place].0), |place| new[place].0)
    });
    pairs
}

/// Takes a pair where there is one; whether the new one is still left.
fn keep(before: Option<usize>, place: usize, old_left: &mut [bool], pairs: &mut Vec<Pair>) -> bool {
    let Some(before) = before else { return true };
    old_left[before] = false;
    pairs.push(Pair { old: Some(before), new: Some(place) });
    false
}

pub(super) fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Places by a name that only one has.
fn unique<'n>(names: impl Iterator<Item = (&'n str, usize)>) -> BTreeMap<&'n str, Option<usize>> {
    let mut places = BTreeMap::new();
    for (name, place) in names {
        places.entry(name).and_modify(|other| *other = None).or_insert(Some(place));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{Pair, pairs};

    #[test]
    fn names_count_first_then_their_last_part_then_what_is_said() {
        let old = [("a.one", 1), ("a.two", 2), ("a.three", 3), ("a.gone", 9)];
        let new = [("a.one", 7), ("b.two", 8), ("a.third", 3), ("a.extra", 4)];
        let pair = |old, new| Pair { old, new };
        assert_eq!(
            pairs(&old, &new),
            [
                pair(None, Some(3)),
                pair(Some(3), None),
                pair(Some(0), Some(0)),
                pair(Some(2), Some(2)),
                pair(Some(1), Some(1)),
            ]
        );
    }
}
