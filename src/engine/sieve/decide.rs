//! Which rules may fire. In come the places the tables led to and all words of a post, out go triggered rules: a term
//! counts only where all its words are in the post, a rule only where each of its groups has a term that does.

use super::Sieve;
use super::build::{LAST, PAIRED, WILD};
use super::post::Post;
use crate::engine::scratch::Scratch;

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
        let post = &mut scratch.post;
        post.sum_up(self);
        let candidates = std::mem::take(&mut post.candidates);
        for &candidate in &candidates {
            self.follow(candidate, post);
        }
        post.candidates = candidates;
        let found = std::mem::take(&mut post.found);
        for &node in &found {
            for &rule in self.rules_of(node) {
                if !scratch.is_triggered(rule) && self.may_fire(rule, &mut scratch.post) {
                    scratch.trigger(rule);
                }
            }
        }
        scratch.post.found = found;
    }

    /// Whether the sieve decides about a rule; of others it says nothing.
    pub(in crate::engine) fn knows(&self, rule: u32) -> bool {
        self.groups_of(rule).next().is_some() && self.mixed.binary_search(&rule).is_err()
    }

    /// Notes the nodes of the terms that a list of postings leads to, which the tables call one more than its place.
    fn follow(&self, posting: u32, post: &mut Post) {
        let rest = self.postings.get((posting as usize).saturating_sub(1)..).unwrap_or_default();
        for &[place, pattern, guards] in rest {
            if post.may_have_any(self, self.guards_of(guards)) && self.is_there(place & !LAST, post) {
                self.listeners(pattern).iter().for_each(|&node| post.note(node));
            }
            if place & LAST != 0 {
                return;
            }
        }
    }

    fn guards_of(&self, number: u32) -> &[[u32; 2]] {
        let Some(before) = number.checked_sub(1) else { return &[] };
        match self.guard_ends.get(before as usize..before as usize + 2) {
            Some(&[start, end]) => self.guards.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The nodes that a pattern belongs to and the tables lead to.
    pub(super) fn listeners(&self, pattern: u32) -> &[u32] {
        let bound = |pattern: usize| self.pattern_starts.get(pattern).copied().unwrap_or_default() as usize;
        self.pattern_nodes.get(bound(pattern as usize)..bound(pattern as usize + 1)).unwrap_or_default()
    }

    /// Whether all words of a way to write a term are in the post, pairs of them side by side.
    fn is_there(&self, variant: u32, post: &Post) -> bool {
        let mut before: Option<&[u32; 4]> = None;
        for word in self.variants.get(variant as usize..).unwrap_or_default() {
            let is_paired = word[0] & PAIRED != 0;
            let is_there = match before.replace(word) {
                Some(before) if is_paired => {
                    post.has_pair(self, before[1], word[1])
                        || is_wild(before, post) && is_in(word, post)
                        || is_in(before, post) && is_wild(word, post)
                }
                _ => is_in(word, post),
            };
            if !is_there || word[0] & LAST != 0 {
                return is_there;
            }
        }
        true
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
        let &[is_posted, end, _] = self.nodes.get(node as usize)?;
        let start = self.before(node).map_or(0, |[_, end, _]| end);
        (is_posted == 0).then(|| self.node_variants.get(start as usize..end as usize).unwrap_or_default())
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

/// Whether a word is in the post, as it stands or as something else.
fn is_in(word: &[u32; 4], post: &Post) -> bool {
    let as_it_stands = word[0] & WILD == 0 && (post.has(word[1]) || word[2] != 0 && post.has(word[2]));
    as_it_stands || is_wild(word, post)
}

/// Whether a word is in the post as something else.
fn is_wild(word: &[u32; 4], post: &Post) -> bool {
    post.is_wild() && word[1..].iter().any(|&hash| hash != 0 && post.has_wild(hash))
}

impl Post {
    /// Whether the post may have any of some words, or pairs of words; there may be none to ask for.
    fn may_have_any(&self, sieve: &Sieve, guards: &[[u32; 2]]) -> bool {
        let may_have = |&[first, second]: &[u32; 2]| match second {
            0 => self.has(first),
            _ if self.has_pair(sieve, first, second) => true,
            // What stands as something else may stand beside anything.
            _ => self.is_wild() && self.has(first) && self.has(second),
        };
        // In disguise a word has another hash.
        guards.is_empty() || self.has_disguised || guards.iter().any(may_have)
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
