//! The tables of the sieve. In comes a plan, out go flat arrays; or nothing, where some rule has no group that is known.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use super::Sieve;
use super::hash::{Hasher, MOST_OPEN, of_skeleton, of_tag, pad, short};
use super::open::OpenBuilder;
use super::reach::Reach;
use super::row;
use super::table::Table;
use crate::engine::filter::Filter;
use crate::flat::Flat;
use crate::plan::{Join, Node, NodeId, PatternId, Plan, Variant, Word};
use crate::text::{Mode, Wanted, symbol};

/// Nodes of more ways to write their terms than this are noted where the tables lead to one; of others every way is looked
/// for among the signs of the post.
const FEW: usize = 32;

/// So are nodes that trigger more rules than this. Of others the tables lead to each rule.
const FEW_RULES: usize = 8;

/// More guards than these are not looked for before anything else is.
pub(super) const MOST_GUARDS: usize = 3;

/// Two symbols side by side.
const PAIRS: usize = 1 << 16;

/// The number of two symbols.
#[inline]
pub(super) const fn pair_of(first: u8, second: u8) -> usize {
    (first as usize) << 8 | second as usize
}

/// The word follows the one before at once, and both are known as a pair.
pub(super) const PAIRED: u32 = 1;

/// The word is the last of its variant; the posting, of its list.
pub(super) const LAST: u32 = 1 << 31;

/// Of a variant that has no place yet.
const NOWHERE: u32 = u32::MAX;

/// The target of a posting is a rule, not a pattern.
pub(super) const RULE: u32 = 1 << 31;

/// The target of a posting is a pattern that is only [counted](super::reach); such postings are the last of their lists.
pub(super) const MAY: u32 = 1 << 30;

/// Whether a target is a pattern that is only counted.
pub(super) const fn is_counted_only(target: u32) -> bool {
    target & (RULE | MAY) == MAY
}

/// What a post has to have, besides what led to a rule, for the rule to matter: one of some signs, or a rare sign with a [bit](rare_bit) of a
/// mask, whose halves come after them. There are no signs where nothing is asked for.
pub(super) type Guards = [u32; MOST_GUARDS + 2];

/// The mask of guards.
#[inline]
pub(super) fn rare_mask(&[.., lower, upper]: &Guards) -> u64 {
    u64::from(upper) << u32::BITS | u64::from(lower)
}

/// What stands for a rare sign in a mask.
#[inline]
pub(super) const fn rare_bit(sign: u32) -> u64 {
    1 << (sign >> 1 & 63)
}

/// One of these a post has if it has a way to write a term.
#[derive(Clone, Debug, Default)]
struct Guard {
    signs: Vec<u32>,
    mask: u64,
}

/// How a word is known: nought where it is not.
#[derive(Clone, Copy, Default)]
struct Known {
    /// As it stands, or by its first symbols.
    first: u64,
    /// By its last symbols, where that is another way.
    other: u64,
    /// In disguise.
    skeleton: u64,
    /// Only as a whole hashtag or handle.
    glued: bool,
    /// Can be half of a pair.
    whole: bool,
}

/// Puts the tables together.
struct Builder<'p> {
    plan: &'p Plan,
    sieve: Sieve,
    words: Vec<Known>,
    /// Hashes, each with the place of a variant and its target.
    plain: Vec<(u64, [u32; 2])>,
    rare: Vec<(u64, [u32; 2])>,
    variants: Vec<[u32; 4]>,
    /// By pattern: how many variants those before it have.
    starts: Vec<u32>,
    /// By variant: its place in `variants`, or [`NOWHERE`].
    places: Vec<u32>,
    /// By variant: whether the tables lead to it for all nodes it belongs to.
    noted: Vec<bool>,
    /// By place in `variants`, of those that are looked for among the signs of the post.
    guards: FxHashMap<u32, Guard>,
    beginnings: Vec<u64>,
    buffer: Vec<u8>,
    inner_pairs: Vec<u64>,
    open: [OpenBuilder; 2],
}

impl Sieve {
    /// The sieve of a plan, if it has one.
    pub(crate) fn new(plan: &Plan) -> Option<Self> {
        if plan.needs.is_empty() {
            return None;
        }
        let mut builder = Builder::new(plan);
        builder.note_words();
        let needs = builder.known_needs()?;
        builder.add_rules(&needs);
        builder.add_reach(&needs);
        Some(builder.finish())
    }
}

impl<'p> Builder<'p> {
    fn new(plan: &'p Plan) -> Self {
        let mut seed = FxHasher::default();
        plan.terms.words.iter().for_each(|word| seed.write(word.pattern.key.as_bytes()));
        let sieve = Sieve { hasher: Hasher::new(seed.finish()), ..Sieve::default() };
        let mut count = 0;
        let start = |variants: &Vec<Variant>| {
            count += variants.len() as u32;
            count - variants.len() as u32
        };
        let starts = plan.terms.patterns.iter().map(start).collect();
        Self {
            plan,
            sieve,
            words: Vec::new(),
            plain: Vec::new(),
            rare: Vec::new(),
            variants: Vec::new(),
            starts,
            places: vec![NOWHERE; count as usize],
            noted: vec![false; count as usize],
            guards: FxHashMap::default(),
            beginnings: Vec::new(),
            buffer: Vec::new(),
            inner_pairs: vec![0; PAIRS / 64],
            open: Default::default(),
        }
    }

    fn note_words(&mut self) {
        self.words = self.plan.terms.words.iter().map(|word| self.known(word)).collect();
        // Few are the same, and those do no harm; beginnings nearly all are.
        let hashes = self.words.iter().flat_map(|word| [word.first, word.other, word.skeleton]);
        let hashes: Vec<u64> = hashes.filter(|hash| *hash != 0).collect();
        self.sieve.vocabulary = Filter::new(hashes.into_iter());
        self.beginnings.sort_unstable();
        self.beginnings.dedup();
        self.sieve.beginnings = Filter::new(std::mem::take(&mut self.beginnings).into_iter());
    }
}

/// Numbers of first or last symbols that open words are known by; each one in use is looked up for every word.
const OPEN: [usize; 6] = [1, 2, 3, 4, 6, MOST_OPEN];

/// The most symbols in use that a word of so many has.
fn open_symbols(length: usize) -> Option<usize> {
    OPEN.into_iter().rev().find(|&symbols| symbols <= length)
}

impl Builder<'_> {
    /// How a word is known.
    fn known(&mut self, word: &Word) -> Known {
        let pattern = &word.pattern;
        if pattern.key.is_empty() {
            return Known::default();
        }
        let wanted = Wanted::of_key(&pattern.key);
        self.sieve.wanted = self.sieve.wanted.with(wanted.unwrap_or_default());
        self.sieve.clitics |= word.clitics;
        let symbols: Vec<u8> = pattern.key.chars().map(symbol).collect();
        let mut known = match word.fuzzy {
            0 => Known { first: self.hash(&symbols, word), ..Known::default() },
            1 => self.misspelt(&symbols, word),
            _ => Known::default(),
        };
        if known.first == 0 {
            return known;
        }
        let is_closed = !pattern.open_start && !pattern.open_end;
        known.whole = is_closed && word.fuzzy == 0 && wanted.is_none() && !word.glued;
        known.glued = word.glued;
        if word.glued {
            known.first = of_tag(known.first);
        }
        if word.reads_disguise() {
            let skeleton: Vec<u8> = super::post::skeleton(symbols.iter().copied()).collect();
            self.note_beginnings(&skeleton, word);
            match self.hash(&skeleton, word) {
                0 => return Known::default(),
                hash => known.skeleton = of_skeleton(hash),
            }
        }
        known
    }

    /// Notes how a word begins that may be spelled out.
    fn note_beginnings(&mut self, skeleton: &[u8], word: &Word) {
        self.sieve.begins_anyhow |= word.pattern.open_start;
        pad(&mut self.buffer, skeleton.iter().copied());
        let looks = row::LOOKS.into_iter().filter(|&count| count <= skeleton.len());
        self.beginnings.extend(looks.map(|count| self.sieve.hasher.beginning(&self.buffer, 0, count)));
    }

    /// The hash of a word, or of as much of an open one as it is known by.
    fn hash(&mut self, symbols: &[u8], word: &Word) -> u64 {
        if word.pattern.open_start && word.pattern.open_end {
            self.inner(symbols)
        } else if word.pattern.open_end {
            self.beginning(symbols, symbols.len())
        } else if word.pattern.open_start {
            self.ending(symbols, symbols.len())
        } else {
            let length = pad(&mut self.buffer, symbols.iter().copied());
            self.sieve.hasher.whole(&self.buffer, 0, length)
        }
    }

    fn beginning(&mut self, symbols: &[u8], most: usize) -> u64 {
        let Some(count) = open_symbols(most) else { return 0 };
        self.open[0].add([symbols[0], symbols.get(1).copied().unwrap_or_default()], count);
        pad(&mut self.buffer, symbols.iter().copied());
        self.sieve.hasher.beginning(&self.buffer, 0, count)
    }

    fn ending(&mut self, symbols: &[u8], most: usize) -> u64 {
        let Some(count) = open_symbols(most) else { return 0 };
        let mut last = symbols.iter().rev().copied();
        self.open[1].add([last.next(), last.next()].map(Option::unwrap_or_default), count);
        let length = pad(&mut self.buffer, symbols.iter().copied());
        self.sieve.hasher.ending(&self.buffer, length, count)
    }

    fn inner(&mut self, symbols: &[u8]) -> u64 {
        let (Some(count), &[first, second, ..]) = (open_symbols(symbols.len()), symbols) else { return 0 };
        self.sieve.inner |= 1 << count;
        let pair = pair_of(first, second);
        self.inner_pairs[pair / 64] |= 1 << (pair % 64);
        pad(&mut self.buffer, symbols.iter().copied());
        self.sieve.hasher.inside(&self.buffer, 0, count)
    }

    /// One edit, an exchange of neighbours among them, leaves either half untouched if a symbol between belongs to neither.
    fn misspelt(&mut self, symbols: &[u8], word: &Word) -> Known {
        let is_closed = !word.pattern.open_start && !word.pattern.open_end;
        let half = symbols.len().saturating_sub(1) / 2;
        if !matches!(word.mode, Mode::Full | Mode::Plain) || !is_closed || half < 2 {
            return Known::default();
        }
        let first = self.beginning(symbols, half);
        Known { first, other: self.ending(symbols, half), ..Known::default() }
    }

    /// Of each rule the groups that are known, or else the terms that trigger it beside other things; `None` where these are
    /// not known either.
    fn known_needs(&mut self) -> Option<Vec<Vec<Vec<NodeId>>>> {
        let plan = self.plan;
        let mut nodes: FxHashMap<NodeId, bool> = FxHashMap::default();
        let (mut all, mut mixed) = (Vec::with_capacity(plan.needs.len()), Vec::new());
        for (needs, trigger) in plan.needs.iter().zip(&plan.triggers) {
            let mut known = needs.clone();
            known.retain(|group| {
                group.iter().all(|&node| *nodes.entry(node).or_insert_with(|| self.is_known(node)))
            });
            if known.is_empty() && !trigger.always && !trigger.terms.is_empty() {
                // Something else may trigger it, too, which is found out wherever the sieve does not decide.
                let terms = &trigger.terms;
                if terms.iter().any(|&node| !*nodes.entry(node).or_insert_with(|| self.is_known(node))) {
                    return None;
                }
                mixed.push(all.len() as u32);
                known.push(terms.clone());
            }
            all.push(known);
        }
        self.sieve.mixed = mixed.into();
        Some(all)
    }

    /// Whether every way to write every term of a node has a word that is known.
    fn is_known(&self, node: NodeId) -> bool {
        let has_known =
            |variant: &Variant| variant.words.iter().any(|&word| self.words[word as usize].first != 0);
        self.variants_of(node).all(|(_, _, variant)| has_known(variant))
    }

    fn variants_of(&self, node: NodeId) -> impl Iterator<Item = (PatternId, u32, &'_ Variant)> {
        let plan = self.plan;
        let set = match plan.graph.node(node) {
            Node::Terms { set, .. } => plan.graph.set(*set),
            _ => &[],
        };
        set.iter().flat_map(move |&pattern| {
            let variants = (0..).zip(&plan.terms.patterns[pattern.index()]);
            variants.map(move |(number, variant)| (pattern, number, variant))
        })
    }

    /// Lays out nodes, rules and groups.
    fn add_rules(&mut self, needs: &[Vec<Vec<NodeId>>]) {
        let mut rules: FxHashMap<NodeId, Vec<u32>> = FxHashMap::default();
        for (rule, groups) in (0..).zip(needs) {
            for &node in groups.first().into_iter().flatten() {
                rules.entry(node).or_default().push(rule);
            }
        }
        let mut used: Vec<NodeId> = needs.iter().flatten().flatten().copied().collect();
        used.sort_unstable();
        used.dedup();
        let (mut nodes, mut node_variants, mut node_rules) = (Vec::new(), Vec::new(), Vec::new());
        let mut listening: Vec<(PatternId, u32)> = Vec::new();
        for (number, &node) in (0..).zip(&used) {
            let variants: Vec<(PatternId, u32)> =
                self.variants_of(node).map(|(pattern, variant, _)| (pattern, variant)).collect();
            let rules = rules.get(&node).map_or(&[][..], Vec::as_slice);
            let is_noted = variants.len() > FEW || rules.len() > FEW_RULES;
            for &(pattern, variant) in &variants {
                if is_noted {
                    self.post(pattern, variant, pattern.0);
                    self.noted[(self.starts[pattern.index()] + variant) as usize] = true;
                } else {
                    let place = self.place(pattern, variant);
                    node_variants.push(place);
                    let guard = self.guard_of(&self.plan.terms.patterns[pattern.index()][variant as usize]);
                    self.guards.insert(place, guard);
                    rules.iter().for_each(|&rule| self.post(pattern, variant, rule | RULE));
                }
            }
            if is_noted {
                listening.extend(variants.iter().map(|&(pattern, _)| (pattern, number)));
                node_rules.extend(rules);
            }
            nodes.push([u32::from(is_noted), node_variants.len() as u32, node_rules.len() as u32]);
        }
        self.listen(listening);
        let number = |node: &NodeId| used.partition_point(|other| other < node) as u32;
        let (mut groups, mut rule_ends) = (Vec::new(), Vec::new());
        for group in needs {
            for group in group {
                groups.push(group.len() as u32);
                groups.extend(group.iter().map(number));
            }
            rule_ends.push(groups.len() as u32);
        }
        let is_open = |groups: &Vec<_>| groups.is_empty();
        self.sieve.knows_all = self.sieve.mixed.is_empty() && !needs.iter().any(is_open);
        self.sieve.nodes = nodes.into();
        self.sieve.node_variants = node_variants.into();
        self.sieve.node_rules = node_rules.into();
        self.sieve.groups = groups.into();
        self.sieve.rule_ends = rule_ends.into();
    }

    /// Lets the tables lead to all terms that conditions ask for beyond their groups.
    fn add_reach(&mut self, needs: &[Vec<Vec<NodeId>>]) {
        let groups: Vec<usize> = needs.iter().map(Vec::len).collect();
        let plan = self.plan;
        let reach = Reach::new(plan, &groups, |node| self.is_known(node));
        for (pattern, variants) in (0..).map(PatternId).zip(&plan.terms.patterns) {
            let count = if reach.counts(pattern) { variants.len() as u32 } else { 0 };
            for number in 0..count {
                if !self.noted[(self.starts[pattern.index()] + number) as usize] {
                    self.post(pattern, number, pattern.0 | MAY);
                }
            }
        }
        self.sieve.reach = reach;
    }

    /// Which nodes a pattern belongs to.
    fn listen(&mut self, mut listening: Vec<(PatternId, u32)>) {
        listening.sort_unstable();
        listening.dedup();
        let patterns = 0..=self.plan.terms.patterns.len() as u32;
        let start = |pattern| listening.partition_point(|(of, _)| of.0 < pattern) as u32;
        self.sieve.pattern_starts = patterns.map(start).collect();
        self.sieve.pattern_nodes = listening.iter().map(|(_, node)| *node).collect();
    }

    /// The place of a way to write a term in [`Sieve::variants`].
    fn place(&mut self, pattern: PatternId, number: u32) -> u32 {
        let variant = (self.starts[pattern.index()] + number) as usize;
        if self.places[variant] != NOWHERE {
            return self.places[variant];
        }
        let place = self.variants.len() as u32;
        self.places[variant] = place;
        let variant = &self.plan.terms.patterns[pattern.index()][number as usize];
        for (index, &word) in variant.words.iter().enumerate() {
            let known = self.words[word as usize];
            let is_paired = index.checked_sub(1).is_some_and(|before| self.is_pair(variant, before));
            if known.first != 0 {
                let [first, other, skeleton] = [known.first, known.other, known.skeleton].map(of_known);
                self.variants.push([if is_paired { PAIRED } else { 0 }, first, other, skeleton]);
            }
        }
        if let Some([flags, ..]) = self.variants.get_mut(place as usize..).and_then(<[_]>::last_mut) {
            *flags |= LAST;
        }
        place
    }

    /// Whether a word of a variant and the next one are known as a pair.
    fn is_pair(&self, variant: &Variant, first: usize) -> bool {
        let is_whole =
            |index: usize| variant.words.get(index).is_some_and(|&word| self.words[word as usize].whole);
        variant.joins.get(first) == Some(&Join::Next) && is_whole(first) && is_whole(first + 1)
    }

    /// Lets the tables lead to a way to write a term, by its rarest word or pair.
    fn post(&mut self, pattern: PatternId, number: u32, target: u32) {
        let entry = [self.place(pattern, number), target];
        let variant = &self.plan.terms.patterns[pattern.index()][number as usize];
        let (plain, rare) = match self.rarest_pair(variant) {
            Some([first, second]) => ([self.pair(first, second), 0], [first.skeleton, second.skeleton, 0]),
            None => match self.rarest_known(variant) {
                Known { glued: true, first, other, skeleton, .. } => ([0; 2], [skeleton, first, other]),
                Known { first, other, skeleton, .. } => ([first, other], [skeleton, 0, 0]),
            },
        };
        let known = |hash: &u64| *hash != 0;
        self.plain.extend(plain.into_iter().filter(known).map(|hash| (hash, entry)));
        self.rare.extend(rare.into_iter().filter(known).map(|hash| (hash, entry)));
    }

    /// Two words side by side, with the rarest word among them if it can be.
    fn rarest_pair(&self, variant: &Variant) -> Option<[Known; 2]> {
        let anchor = variant.anchor as usize;
        let mut near_anchor = [anchor.checked_sub(1), Some(anchor)].into_iter().flatten();
        let first = near_anchor.find(|&first| self.is_pair(variant, first));
        let first = first.or_else(|| (0..variant.words.len()).find(|&first| self.is_pair(variant, first)))?;
        Some([first, first + 1].map(|index| self.words[variant.words[index] as usize]))
    }

    fn pair(&self, first: Known, second: Known) -> u64 {
        self.sieve.hasher.pair(short(first.first), short(second.first))
    }

    /// The rarest word of a variant that is known, as far as can be told.
    fn rarest_known(&self, variant: &Variant) -> Known {
        let known = |&word: &u32| self.words[word as usize];
        let anchor = variant.words.get(variant.anchor as usize).map_or(Known::default(), known);
        let mut others = variant.words.iter().map(known).filter(|known| known.first != 0);
        if anchor.first != 0 { anchor } else { others.next().unwrap_or_default() }
    }

    fn guard_of(&self, variant: &Variant) -> Guard {
        let (signs, rare) = match self.rarest_pair(variant) {
            Some([first, second]) => (vec![self.pair(first, second)], [first.skeleton, second.skeleton]),
            None => match self.rarest_known(variant) {
                Known { glued: true, first, skeleton, .. } => (Vec::new(), [first, skeleton]),
                Known { first, other, skeleton, .. } => (vec![first, other], [skeleton, 0]),
            },
        };
        let known = |hash: u64| (hash != 0).then(|| short(hash));
        let mask = rare.into_iter().filter_map(known).fold(0, |mask, sign| mask | rare_bit(sign));
        Guard { signs: signs.into_iter().filter_map(known).collect(), mask }
    }

    /// The guards of a rule: those of a group other than the first. None where all groups have many.
    fn guards(&self, rule: u32) -> Guards {
        let sieve = &self.sieve;
        let of_group = |group: &[u32]| {
            let mut all = Guard::default();
            for &node in group {
                for Guard { signs, mask } in
                    sieve.tested(node)?.iter().filter_map(|place| self.guards.get(place))
                {
                    all.signs.extend(signs);
                    all.mask |= mask;
                }
            }
            all.signs.sort_unstable();
            all.signs.dedup();
            all.signs.resize(all.signs.len().max(MOST_GUARDS), 0);
            let [first, second, third] = all.signs.try_into().ok()?;
            (first != 0).then_some([first, second, third, all.mask as u32, (all.mask >> u32::BITS) as u32])
        };
        sieve.groups_of(rule).skip(1).find_map(of_group).unwrap_or_default()
    }

    fn finish(self) -> Sieve {
        let mut postings = Vec::new();
        let guards = (0..self.sieve.rule_ends.len() as u32).map(|rule| self.guards(rule)).collect();
        let plain = table(self.plain, &mut postings);
        let rare = table(self.rare, &mut postings);
        Sieve {
            plain,
            rare,
            postings: postings.into(),
            guards,
            variants: self.variants.into(),
            open: self.open.map(OpenBuilder::finish),
            inner_pairs: if self.sieve.inner == 0 { Flat::default() } else { self.inner_pairs.into() },
            ..self.sieve
        }
    }
}

/// The short form of a hash, if there is one.
const fn of_known(hash: u64) -> u32 {
    if hash == 0 { 0 } else { short(hash) }
}

/// The table of some hashes, whose postings are appended. It leads to one more than their places, since nought is none.
fn table(mut entries: Vec<(u64, [u32; 2])>, postings: &mut Vec<[u32; 2]>) -> Table {
    entries.sort_unstable_by_key(|&(hash, [place, target])| (hash, is_counted_only(target), place, target));
    entries.dedup();
    let mut keys = Vec::with_capacity(entries.len());
    for list in entries.chunk_by(|(hash, _), (other, _)| hash == other) {
        keys.push((list[0].0, postings.len() as u32 + 1));
        postings.extend(list.iter().map(|(_, posting)| *posting));
        postings.last_mut().into_iter().for_each(|[place, _]| *place |= LAST);
    }
    Table::new(&keys)
}
