//! Which rules may fire. In come the places the tables led to and the signs of a post, out go triggered rules: a term
//! counts only where all its words are in the post, a rule only where each of its groups has a term that does.

use super::Sieve;
use super::build::{Guards, LAST, MOST_GUARDS, PAIRED, RULE, is_counted_only, rare_mask};
use super::hash::short;
use super::post::Post;
use crate::engine::scratch::Scratch;

const NO_GUARDS: Guards = [0; _];

/// What has been found out of a node for this post.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    epoch: u64,
    is_there: bool,
}

impl Sieve {
    /// Triggers the rules that may fire in the post that has been read.
    #[inline(never)]
    pub(super) fn decide(&self, scratch: &mut Scratch) {
        scratch.post.sum_up(self);
        let candidates = std::mem::take(&mut scratch.post.candidates);
        for &candidate in &candidates {
            self.follow(candidate, scratch);
        }
        scratch.post.candidates = candidates;
        let found = std::mem::take(&mut scratch.post.found);
        for &node in &found {
            self.rules_of(node).iter().for_each(|&rule| self.trigger(rule, scratch));
        }
        scratch.post.found = found;
    }

    /// Whether the sieve decides about a rule; of others it says nothing.
    pub(in crate::engine) fn knows(&self, rule: u32) -> bool {
        self.groups_of(rule).next().is_some() && self.mixed.binary_search(&rule).is_err()
    }

    /// Notes what a list of postings leads to, which the tables call one more than its place.
    fn follow(&self, posting: u32, scratch: &mut Scratch) {
        let rest = self.postings.get((posting as usize).saturating_sub(1)..).unwrap_or_default();
        for &[place, target] in rest {
            if is_counted_only(target) {
                return;
            }
            let rule = (target & RULE != 0).then_some(target & !RULE);
            let may_matter = rule.is_none_or(|rule| scratch.post.may_have_any(self.guards_of(rule)));
            if may_matter && self.is_there(place & !LAST, &scratch.post) {
                match rule {
                    None => self.listeners(target).iter().for_each(|&node| scratch.post.note(node)),
                    Some(rule) => self.trigger(rule, scratch),
                }
            }
            if place & LAST != 0 {
                return;
            }
        }
    }

    fn guards_of(&self, rule: u32) -> &Guards {
        self.guards.get(rule as usize).unwrap_or(&NO_GUARDS)
    }

    /// Triggers a rule of which the first group has a term in the post, if the others have one, too.
    fn trigger(&self, rule: u32, scratch: &mut Scratch) {
        if !scratch.is_triggered(rule) && self.may_fire(rule, &mut scratch.post) {
            scratch.trigger(rule);
        }
    }

    /// The nodes that a pattern belongs to and the tables lead to.
    fn listeners(&self, pattern: u32) -> &[u32] {
        let bound = |pattern: usize| self.pattern_starts.get(pattern).copied().unwrap_or_default() as usize;
        self.pattern_nodes.get(bound(pattern as usize)..bound(pattern as usize + 1)).unwrap_or_default()
    }

    /// Whether all words of a way to write a term are in the post, pairs of them side by side.
    pub(super) fn is_there(&self, variant: u32, post: &Post) -> bool {
        let mut before = None;
        for word in self.variants.get(variant as usize..).unwrap_or_default() {
            let &[flags, first, other, skeleton] = word;
            let is_there = match before.replace(word) {
                Some(before) if flags & PAIRED != 0 => self.has_pair(before, word, post),
                _ => [first, other, skeleton].iter().any(|&sign| sign != 0 && post.has(sign)),
            };
            if !is_there || flags & LAST != 0 {
                return is_there;
            }
        }
        true
    }

    /// Whether two words stand side by side, as they are or in disguise.
    fn has_pair(&self, first: &[u32; 4], second: &[u32; 4], post: &Post) -> bool {
        let has = |first: u32, second: u32| {
            let is_known = first != 0 && second != 0;
            is_known && post.has(short(self.hasher.pair(first, second)))
        };
        let &[_, first, _, first_skeleton] = first;
        let &[_, second, _, second_skeleton] = second;
        let is_disguised = || {
            has(first, second_skeleton) || has(first_skeleton, second) || has(first_skeleton, second_skeleton)
        };
        has(first, second) || post.rare != 0 && is_disguised()
    }

    fn may_fire(&self, rule: u32, post: &mut Post) -> bool {
        // The first group is the one that led here.
        self.groups_of(rule).skip(1).all(|group| group.iter().any(|&node| self.has_node(node, post)))
    }

    /// Whether a term of a node is in the post.
    fn has_node(&self, node: u32, post: &mut Post) -> bool {
        let seen = post.seen(node);
        if seen.epoch == post.epoch {
            return seen.is_there;
        }
        let Some(variants) = self.tested(node) else { return false };
        let is_there = variants.iter().any(|&variant| self.is_there(variant, post));
        post.set_seen(node, Seen { epoch: post.epoch, is_there });
        is_there
    }

    /// The ways to write the terms of a node that the tables do not lead to.
    pub(super) fn tested(&self, node: u32) -> Option<&[u32]> {
        let &[is_noted, end, _] = self.nodes.get(node as usize)?;
        let start = self.before(node).map_or(0, |[_, end, _]| end);
        (is_noted == 0).then(|| self.node_variants.get(start as usize..end as usize).unwrap_or_default())
    }

    fn before(&self, node: u32) -> Option<[u32; 3]> {
        self.nodes.get(node.checked_sub(1)? as usize).copied()
    }

    /// The rules that a node can trigger.
    pub(super) fn rules_of(&self, node: u32) -> &[u32] {
        let end = self.nodes.get(node as usize).map_or(0, |[_, _, end]| *end);
        let start = self.before(node).map_or(0, |[_, _, end]| end);
        self.node_rules.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The groups of a rule, each of nodes.
    pub(super) fn groups_of(&self, rule: u32) -> impl Iterator<Item = &[u32]> {
        let end = self.rule_ends.get(rule as usize).copied().unwrap_or_default();
        let before = rule.checked_sub(1).and_then(|before| self.rule_ends.get(before as usize));
        let start = before.copied().unwrap_or_default();
        let mut rest = self.groups.get(start as usize..end as usize).unwrap_or_default();
        std::iter::from_fn(move || {
            let (&count, after) = rest.split_first()?;
            let (group, after) = after.split_at(after.len().min(count as usize));
            rest = after;
            Some(group)
        })
    }
}

impl Post {
    /// Whether the post may have any of some guards; there may be none to ask for.
    fn may_have_any(&self, guards: &Guards) -> bool {
        let has = |&guard: &u32| guard != 0 && self.has(guard);
        guards[0] == 0 || self.rare & rare_mask(guards) != 0 || guards[..MOST_GUARDS].iter().any(has)
    }

    /// A node's term is in the post.
    fn note(&mut self, node: u32) {
        if self.seen(node).epoch != self.epoch {
            self.set_seen(node, Seen { epoch: self.epoch, is_there: true });
            self.found.push(node);
        }
    }

    fn seen(&self, node: u32) -> Seen {
        self.seen.get(node as usize).copied().unwrap_or_default()
    }

    fn set_seen(&mut self, node: u32, seen: Seen) {
        if let Some(place) = self.seen.get_mut(node as usize) {
            *place = seen;
        }
    }
}
