//! The tables of the sieve. In comes a plan, out go flat arrays; or nothing, where some rule has no group that is known.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::Sieve;
use super::hash::{Hasher, MOST_OPEN, of_skeleton, of_tag, pad, short};
use super::table::{Filter, Table};
use crate::flat::Flat;
use crate::plan::{Join, Node, NodeId, PatternId, Plan, Variant, Word};
use crate::text::{Mode, Wanted, symbol};

/// Nodes of more ways to write their terms than this are found by way of the tables; of others every way is looked
/// for among the words of the post.
const FEW: usize = 32;

/// More guards than these are not looked for before anything else is.
const MOST_GUARDS: usize = 8;

/// Two symbols side by side.
const PAIRS: usize = 1 << 16;

/// The number of two symbols.
#[inline]
pub(super) const fn pair_of(first: u8, second: u8) -> usize {
    (first as usize) << 8 | second as usize
}

/// The word follows the one before at once, and both are known as a pair.
pub(super) const PAIRED: u32 = 1;

/// The word stands there only as something else.
pub(super) const WILD: u32 = 2;

/// The word is the last of its variant; the posting, of its list.
pub(super) const LAST: u32 = 1 << 31;

/// How a word is known: nought where it is not.
#[derive(Clone, Copy, Default)]
struct Known {
    /// As it stands, or by its first symbols.
    first: u64,
    /// By its last symbols, where that is another way.
    other: u64,
    /// In disguise.
    skeleton: u64,
    /// Only where the post is read with care.
    wild: bool,
    /// Can be half of a pair.
    whole: bool,
}

/// Puts the tables together.
struct Builder<'p> {
    plan: &'p Plan,
    sieve: Sieve,
    words: Vec<Known>,
    plain: FxHashMap<u64, Vec<[u32; 2]>>,
    wild: FxHashMap<u64, Vec<[u32; 2]>>,
    variants: Vec<[u32; 4]>,
    /// By pattern and number of the variant: its place in `variants`.
    places: FxHashMap<(PatternId, u32), u32>,
    posted: FxHashSet<(PatternId, u32)>,
    /// By place: two words side by side, or the rarest word with nought beside it.
    guards: FxHashMap<u32, Vec<[u32; 2]>>,
    buffer: Vec<u8>,
    inner_pairs: Vec<u64>,
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
        Some(builder.finish())
    }
}

impl<'p> Builder<'p> {
    fn new(plan: &'p Plan) -> Self {
        let mut seed = FxHasher::default();
        plan.terms.words.iter().for_each(|word| seed.write(word.pattern.key.as_bytes()));
        let sieve = Sieve { hasher: Hasher::new(seed.finish()), ..Sieve::default() };
        Self {
            plan,
            sieve,
            words: Vec::new(),
            plain: FxHashMap::default(),
            wild: FxHashMap::default(),
            variants: Vec::new(),
            places: FxHashMap::default(),
            posted: FxHashSet::default(),
            guards: FxHashMap::default(),
            buffer: Vec::new(),
            inner_pairs: vec![0; PAIRS / 64],
        }
    }

    fn note_words(&mut self) {
        self.words = self.plan.terms.words.iter().map(|word| self.known(word)).collect();
        let mut hashes: Vec<u64> =
            self.words.iter().flat_map(|word| [word.first, word.other, word.skeleton]).collect();
        hashes.sort_unstable();
        hashes.dedup();
        self.sieve.vocabulary = Filter::new(hashes.into_iter());
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
        known.wild = word.glued;
        if word.glued {
            known.first = of_tag(known.first);
        }
        if word.reads_disguise() {
            let skeleton: Vec<u8> = super::post::skeleton(symbols.iter().copied()).collect();
            match self.hash(&skeleton, word) {
                0 => return Known::default(),
                hash => known.skeleton = of_skeleton(hash),
            }
        }
        known
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
        self.sieve.open[0] |= 1 << count;
        pad(&mut self.buffer, symbols.iter().copied());
        self.sieve.hasher.beginning(&self.buffer, 0, count)
    }

    fn ending(&mut self, symbols: &[u8], most: usize) -> u64 {
        let Some(count) = open_symbols(most) else { return 0 };
        self.sieve.open[1] |= 1 << count;
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
            let is_posted = rules.contains_key(&node) || variants.len() > FEW;
            if is_posted {
                variants.iter().for_each(|&(pattern, variant)| self.post(pattern, variant));
                listening.extend(variants.iter().map(|&(pattern, _)| (pattern, number)));
            } else {
                node_variants.extend(variants.iter().map(|&(pattern, variant)| self.place(pattern, variant)));
            }
            node_rules.extend(rules.get(&node).into_iter().flatten());
            nodes.push([u32::from(is_posted), node_variants.len() as u32, node_rules.len() as u32]);
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
        if let Some(&place) = self.places.get(&(pattern, number)) {
            return place;
        }
        let place = self.variants.len() as u32;
        let variant = &self.plan.terms.patterns[pattern.index()][number as usize];
        let mut follows = false;
        for (index, &word) in variant.words.iter().enumerate() {
            let known = self.words[word as usize];
            let is_next = index > 0 && variant.joins[index - 1] == Join::Next;
            let flags = if known.wild { WILD } else { 0 }
                | if follows && is_next && known.whole { PAIRED } else { 0 };
            follows = known.whole;
            if known.first != 0 {
                let [first, other, skeleton] = [known.first, known.other, known.skeleton].map(of_known);
                self.variants.push([flags, first, other, skeleton]);
            }
        }
        if let Some([flags, ..]) = self.variants.get_mut(place as usize..).and_then(<[_]>::last_mut) {
            *flags |= LAST;
        }
        self.places.insert((pattern, number), place);
        self.guards.insert(place, self.guards_of(variant));
        place
    }

    /// Lets the tables lead to a way to write a term.
    fn post(&mut self, pattern: PatternId, number: u32) {
        if !self.posted.insert((pattern, number)) {
            return;
        }
        let entry = [self.place(pattern, number), pattern.0];
        let variant = &self.plan.terms.patterns[pattern.index()][number as usize];
        let known = |index: usize| self.words[variant.words[index] as usize];
        let anchor = variant.anchor as usize;
        let is_pair = |second: usize| {
            second > 0
                && second < variant.words.len()
                && variant.joins[second - 1] == Join::Next
                && known(second - 1).whole
                && known(second).whole
        };
        let near_anchor = [anchor, anchor + 1].into_iter().find(|&second| is_pair(second));
        let (mut plain, mut wild) = (Vec::new(), Vec::new());
        match near_anchor.or_else(|| (1..variant.words.len()).find(|&second| is_pair(second))) {
            Some(second) => {
                let (first, second) = (known(second - 1), known(second));
                plain.push(self.sieve.hasher.pair(short(first.first), short(second.first)));
                wild.extend([first.first, first.skeleton, second.first, second.skeleton]);
            }
            None => {
                let word = self.rarest_known(variant);
                wild.push(word.skeleton);
                let as_it_stands = if word.wild { &mut wild } else { &mut plain };
                as_it_stands.extend([word.first, word.other]);
            }
        }
        for hash in plain.into_iter().filter(|&hash| hash != 0) {
            self.plain.entry(hash).or_default().push(entry);
        }
        for hash in wild.into_iter().filter(|&hash| hash != 0) {
            self.wild.entry(hash).or_default().push(entry);
        }
    }

    /// The rarest word of a variant that is known, as far as can be told.
    fn rarest_known(&self, variant: &Variant) -> Known {
        let known = |&word: &u32| self.words[word as usize];
        let anchor = variant.words.get(variant.anchor as usize).map_or(Known::default(), known);
        let mut others = variant.words.iter().map(known).filter(|known| known.first != 0);
        if anchor.first != 0 { anchor } else { others.next().unwrap_or_default() }
    }

    /// What a post has that has a variant, as guards: one of them.
    fn guards_of(&self, variant: &Variant) -> Vec<[u32; 2]> {
        let known = |word: u32| self.words[word as usize];
        let pair = variant.words.windows(2).zip(&variant.joins).find_map(|(pair, join)| {
            let (first, second) = (known(pair[0]), known(pair[1]));
            (*join == Join::Next && first.whole && second.whole)
                .then(|| [first, second].map(|word| of_known(word.first)))
        });
        let rarest = self.rarest_known(variant);
        let alone = [rarest.first, rarest.other].into_iter().filter(|&hash| hash != 0);
        pair.map_or_else(|| alone.map(|hash| [of_known(hash), 0]).collect(), |pair| vec![pair])
    }

    /// What the post has to have besides for a term of the pattern to matter: words of the second group of the one rule
    /// that it can trigger. None where there are several rules, or many words.
    fn guards(&self, pattern: u32) -> Vec<[u32; 2]> {
        let sieve = &self.sieve;
        let mut guards = Vec::new();
        if let [node] = sieve.listeners(pattern)
            && let [rule] = sieve.rules_of(*node)
            && let Some(group) = sieve.groups_of(*rule).nth(1)
        {
            for &node in group {
                let Some(variants) = sieve.tested(node) else { return Vec::new() };
                guards.extend(variants.iter().filter_map(|place| self.guards.get(place)).flatten());
            }
        }
        guards.sort_unstable();
        guards.dedup();
        if guards.len() > MOST_GUARDS { Vec::new() } else { guards }
    }

    fn finish(self) -> Sieve {
        let mut postings = Postings::default();
        let plain = postings.table(&self.plain, |pattern| self.guards(pattern));
        // What stands as something else is rare, and has other hashes than its guards.
        let wild = postings.table(&self.wild, |_| Vec::new());
        let Postings { entries, guards, guard_ends, .. } = postings;
        Sieve {
            plain,
            wild,
            postings: entries.into(),
            guards: guards.into(),
            guard_ends: guard_ends.into(),
            variants: self.variants.into(),
            inner_pairs: if self.sieve.inner == 0 { Flat::default() } else { self.inner_pairs.into() },
            ..self.sieve
        }
    }
}

/// The short form of a hash, if there is one.
const fn of_known(hash: u64) -> u32 {
    if hash == 0 { 0 } else { short(hash) }
}

/// What the tables lead to, put together.
#[derive(Default)]
struct Postings {
    entries: Vec<[u32; 3]>,
    guards: Vec<[u32; 2]>,
    guard_ends: Vec<u32>,
    /// The number of each list of guards; that without any is nought.
    known: FxHashMap<Vec<[u32; 2]>, u32>,
}

impl Postings {
    /// The table of some hashes, whose entries are appended with their guards. Places are one more than they are, since
    /// nought is none.
    fn table(
        &mut self,
        entries: &FxHashMap<u64, Vec<[u32; 2]>>,
        guards: impl Fn(u32) -> Vec<[u32; 2]>,
    ) -> Table {
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_unstable();
        let mut keys = Vec::with_capacity(entries.len());
        for (&hash, list) in entries {
            let mut list = list.clone();
            list.sort_unstable();
            list.dedup();
            keys.push((hash, self.entries.len() as u32 + 1));
            for [place, pattern] in list {
                let guards = self.number(guards(pattern));
                self.entries.push([place, pattern, guards]);
            }
            self.entries.last_mut().into_iter().for_each(|[place, ..]| *place |= LAST);
        }
        Table::new(&keys)
    }

    fn number(&mut self, guards: Vec<[u32; 2]>) -> u32 {
        if self.guard_ends.is_empty() {
            self.guard_ends.push(0);
        }
        if guards.is_empty() {
            return 0;
        }
        *self.known.entry(guards).or_insert_with_key(|guards| {
            self.guards.extend(guards);
            self.guard_ends.push(self.guards.len() as u32);
            self.guard_ends.len() as u32 - 1
        })
    }
}
