//! The look-up tables of a plan: everything judging needs that the program does not already hold in the
//! order it is needed.

use std::io::Read;

use rustc_hash::FxHashMap;

use super::fuzzy::Fuzzy;
use super::hashes::Hashes;
use super::program::{Interner, Numbered, Program, Terms, TextId};
use super::sieve::Sieve;
use super::spelled::Spelled;
use super::words::{Entry, Words};
use crate::content::FieldId;
use crate::flat::{Flat, Lists, ReadError, Reader, Store, Writer};
use crate::plan::{Node, NodeId, Plan, ScopeId, Trigger, Word};
use crate::threads;

/// A word takes about as long as so many bytes of text take to read.
const WORD_BYTES: usize = 16;

/// The program and its look-up tables.
pub(super) struct Tables {
    /// What is run.
    pub(super) program: Program,
    /// Tells most posts from those that have to be read, if the policy lets it.
    pub(super) sieve: Option<Sieve>,
    /// From keys to words.
    pub(super) words: Words,
    /// From skeletons to words that are read through disguise.
    pub(super) disguised: Words,
    /// The same of words spelled out.
    pub(super) spelled: Spelled,
    /// From keys, and from skeletons, to words that are read without clitics.
    pub(super) stems: [Words; 2],
    /// From misspelt texts to words.
    pub(super) fuzzy: Fuzzy,
    /// By word: the variants it is the anchor of.
    pub(super) anchored: Lists<u32>,
    /// By word: the triggers it may set off.
    pub(super) seeds: Lists<u32>,
    /// By trigger: where something must be found.
    pub(super) scopes: Flat<ScopeId>,
    /// By trigger: the rules that something found there triggers.
    pub(super) triggers: Lists<u32>,
    /// Leaves other than terms that trigger rules.
    pub(super) leaves: Flat<NodeId>,
    /// Beside the leaves: the rules they trigger.
    pub(super) checks: Lists<u32>,
    /// Rules that are evaluated on every post.
    pub(super) always: Flat<u32>,
    /// The fields whose values are looked at, in order; and of those, whether for terms.
    pub(super) fields: Flat<FieldId>,
    /// The fields that verdicts can depend on, in order.
    pub(super) used: Flat<FieldId>,
    scanned: Flat<u8>,
    /// By scope and field: whether the field belongs to the scope.
    members: Flat<u8>,
    /// How many patterns the largest [`Node::Terms`] has.
    pub(super) largest_set: u32,
    /// By number.
    pub(super) hashlists: Vec<Hashes>,
}

impl Tables {
    /// The tables of a plan. The sieve takes as long as all the rest.
    pub(super) fn new(plan: &Plan) -> Self {
        let size = plan.terms.words.len() * WORD_BYTES;
        let (sieve, tables) = threads::both(size, || Sieve::new(plan), || Self::without_sieve(plan, size));
        Self { sieve, ..tables }
    }

    fn without_sieve(plan: &Plan, size: usize) -> Self {
        let program = || {
            let mut texts = Interner::with_capacity(plan.terms.words.len());
            (Program::new(plan, &mut texts), texts)
        };
        let (skeletons, (program, mut texts)) = threads::both(size, || skeletons(plan), program);
        let keys = Keyed::by_key(plan, &program.terms);
        let skeletons = keys.by_skeleton(&skeletons, &mut texts);
        let (fields, scanned) = fields(plan);
        let (scopes, triggers, seeds) = triggers(plan, &program.terms);
        let (leaves, checks) = by_node(plan, |trigger| &trigger.checks);
        let always = (0..).zip(&plan.triggers).filter(|(_, trigger)| trigger.always);
        let is_disguised = |word: &Word| word.reads_disguise();
        let is_spelled = |word: &Word| word.reads_disguise() && !word.glued;
        // What ends so does so with what is written before it, too.
        let has_stem = |word: &Word| word.clitics && !word.pattern.open_start;
        let by_key = || (Words::new(keys.only(|_| true)), Words::new(keys.only(has_stem)));
        let by_skeleton = || {
            let stems = Words::new(skeletons.only(has_stem));
            (Words::new(skeletons.only(is_disguised)), Spelled::new(skeletons.only(is_spelled)), stems)
        };
        let ((words, stems), (disguised, spelled, disguised_stems)) =
            threads::both(size, by_key, by_skeleton);
        Self {
            words,
            disguised,
            spelled,
            stems: [stems, disguised_stems],
            fuzzy: Fuzzy::new(&plan.terms.words),
            anchored: anchored(&program.terms),
            seeds,
            scopes,
            triggers,
            leaves: leaves.into(),
            checks,
            always: always.map(|(rule, _)| rule).collect(),
            sieve: None,
            fields,
            used: plan.fields_used().into(),
            scanned,
            members: members(plan),
            largest_set: largest_set(plan),
            hashlists: plan.hashlists.iter().map(Hashes::new).collect(),
            program: Program { texts: texts.finish(), ..program },
        }
    }

    /// Whether a field belongs to a scope.
    #[inline]
    pub(super) fn in_scope(&self, scope: ScopeId, field: FieldId) -> bool {
        let place = scope.index().checked_mul(self.scanned.len()).map(|row| row + usize::from(field.0));
        place.and_then(|place| self.members.get(place)).is_some_and(|&is_member| is_member != 0)
    }

    /// Whether terms are looked for in a field.
    pub(super) fn is_scanned(&self, field: FieldId) -> bool {
        self.scanned.get(usize::from(field.0)).is_some_and(|&is_scanned| is_scanned != 0)
    }

    /// Whether every number is one of something that is there.
    fn is_sound(&self) -> bool {
        let Program { nodes, terms, rules, facts, .. } = &self.program;
        let (words, fields) = (terms.words(), facts.content.fields.len());
        let are_below = |list: &[u32], count: usize| list.iter().all(|&item| (item as usize) < count);
        let tables = [&self.words, &self.disguised, &self.stems[0], &self.stems[1]];
        tables.iter().all(|table| table.is_sound(words))
            && self.spelled.is_sound(words)
            && self.fuzzy.is_sound(words)
            && are_below(self.anchored.items(), terms.variants())
            && are_below(self.seeds.items(), self.scopes.len())
            && are_below(self.triggers.items(), rules.len())
            && are_below(self.checks.items(), rules.len())
            && are_below(&self.always, rules.len())
            && self.leaves.iter().all(|leaf| leaf.index() < nodes.len())
            && self.fields.iter().all(|field| usize::from(field.0) < fields)
            && self.scanned.len() == fields
            && self.sieve.as_ref().is_none_or(|sieve| sieve.is_sound(rules.len()))
    }
}

impl Store for Tables {
    fn write(&self, writer: &mut Writer) {
        self.program.write(writer);
        writer.value(u8::from(self.sieve.is_some()));
        if let Some(sieve) = &self.sieve {
            sieve.write(writer);
        }
        self.words.write(writer);
        self.disguised.write(writer);
        self.spelled.write(writer);
        self.stems.iter().for_each(|stems| stems.write(writer));
        self.fuzzy.write(writer);
        self.anchored.write(writer);
        self.seeds.write(writer);
        self.scopes.write(writer);
        self.triggers.write(writer);
        self.leaves.write(writer);
        self.checks.write(writer);
        self.always.write(writer);
        self.fields.write(writer);
        self.used.write(writer);
        self.scanned.write(writer);
        self.members.write(writer);
        writer.value(self.largest_set);
        writer.value(self.hashlists.len() as u64);
        self.hashlists.iter().for_each(|list| list.write(writer));
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let tables = Self {
            program: Store::read(reader)?,
            sieve: match reader.value::<u8>()? {
                0 => None,
                _ => Some(Store::read(reader)?),
            },
            words: Store::read(reader)?,
            disguised: Store::read(reader)?,
            spelled: Store::read(reader)?,
            stems: [Store::read(reader)?, Store::read(reader)?],
            fuzzy: Store::read(reader)?,
            anchored: Store::read(reader)?,
            seeds: Store::read(reader)?,
            scopes: Store::read(reader)?,
            triggers: Store::read(reader)?,
            leaves: Store::read(reader)?,
            checks: Store::read(reader)?,
            always: Store::read(reader)?,
            fields: Store::read(reader)?,
            used: Store::read(reader)?,
            scanned: Store::read(reader)?,
            members: Store::read(reader)?,
            largest_set: reader.value()?,
            hashlists: {
                let count: u64 = reader.value()?;
                (0..count).map(|_| Store::read(reader)).collect::<Result<_, _>>()?
            },
        };
        if tables.is_sound() { Ok(tables) } else { Err(reader.malformed()) }
    }
}

/// By word: its skeleton, where that is not its key.
fn skeletons(plan: &Plan) -> Vec<Option<String>> {
    let mut skeleton = String::new();
    let skeleton = |word: &Word| {
        skeleton.clear();
        word.pattern.push_skeleton(&mut skeleton);
        (skeleton != word.pattern.key).then(|| skeleton.clone())
    };
    plan.terms.words.iter().map(skeleton).collect()
}

/// The words of a plan, each with one of its texts.
struct Keyed<'p> {
    words: &'p [Word],
    texts: Vec<Numbered<'p>>,
}

impl<'p> Keyed<'p> {
    /// With their keys.
    fn by_key(plan: &'p Plan, terms: &Terms) -> Self {
        let words = &plan.terms.words;
        let number = |(word, &id): (&'p Word, &TextId)| Numbered { text: &word.pattern.key, id };
        Self { words, texts: words.iter().zip(terms.keys()).map(number).collect() }
    }

    /// With their skeletons.
    fn by_skeleton(&self, skeletons: &'p [Option<String>], texts: &mut Interner<'p>) -> Self {
        let number = |(key, skeleton): (&Numbered<'p>, &'p Option<String>)| {
            skeleton.as_ref().map_or(*key, |skeleton| texts.number(skeleton))
        };
        Self { words: self.words, texts: self.texts.iter().zip(skeletons).map(number).collect() }
    }

    /// Some of the words.
    fn only(&self, are_wanted: impl Fn(&Word) -> bool) -> impl Iterator<Item = Entry<'p>> {
        let words = (0..).zip(self.words).zip(&self.texts);
        let wanted = words.filter(move |((_, word), _)| are_wanted(word));
        wanted.map(|((number, word), text)| (number, &*word.pattern, *text))
    }
}

/// The fields of all scopes in use and of the default one, which entities are looked for in.
fn fields(plan: &Plan) -> (Flat<FieldId>, Flat<u8>) {
    let mut scanned = vec![0; plan.content.fields.len()];
    let mut in_use = vec![false; plan.graph.scopes.items().len()];
    let mut fields = plan.graph.scope(ScopeId::DEFAULT).to_vec();
    for node in &plan.graph.nodes {
        match node {
            // Of the many terms of a policy most are looked for in the same few scopes.
            Node::Terms { scope, .. } if !std::mem::replace(&mut in_use[scope.index()], true) => {
                fields.extend(plan.graph.scope(*scope));
                plan.graph.scope(*scope).iter().for_each(|field| scanned[field.0 as usize] = 1);
            }
            Node::Regex { scope, .. } | Node::Extract { scope, .. } => {
                fields.extend(plan.graph.scope(*scope));
            }
            _ => {}
        }
    }
    fields.sort_unstable();
    fields.dedup();
    (fields.into(), scanned.into())
}

fn members(plan: &Plan) -> Flat<u8> {
    let (scopes, width) = (plan.graph.scopes.items(), plan.content.fields.len());
    let mut members = vec![0; scopes.len() * width];
    for (scope, fields) in scopes.iter().enumerate() {
        fields.iter().for_each(|field| members[scope * width + field.0 as usize] = 1);
    }
    members.into()
}

fn largest_set(plan: &Plan) -> u32 {
    let size = |node: &Node| match node {
        Node::Terms { set, .. } => plan.graph.set(*set).len() as u32,
        _ => 0,
    };
    plan.graph.nodes.iter().map(size).max().unwrap_or_default()
}

fn anchored(terms: &Terms) -> Lists<u32> {
    let anchor = |variant: u32| Some((terms.variant(variant)?.anchor_word()?, variant));
    Lists::of_pairs(terms.words(), (0..terms.variants() as u32).filter_map(anchor).collect())
}

/// The terms that trigger rules: by trigger its scope and its rules; and by word, which of them it may be.
fn triggers(plan: &Plan, terms: &Terms) -> (Flat<ScopeId>, Lists<u32>, Lists<u32>) {
    let (nodes, rules) = by_node(plan, |trigger| &trigger.terms);
    let (mut scopes, mut seeds) = (Vec::new(), Vec::new());
    for node in nodes {
        let (patterns, scope) = match plan.graph.node(node) {
            Node::Terms { set, scope } => (plan.graph.set(*set), *scope),
            _ => (&[][..], ScopeId::DEFAULT),
        };
        let variants = patterns.iter().flat_map(|pattern| terms.variants_of(pattern.0));
        let anchors = variants.filter_map(|variant| terms.variant(variant)?.anchor_word());
        seeds.extend(anchors.map(|word| (word, scopes.len() as u32)));
        scopes.push(scope);
    }
    (scopes.into(), rules, Lists::of_pairs(terms.words(), seeds))
}

/// The nodes that trigger rules, in order, and beside them the rules they trigger.
fn by_node(plan: &Plan, nodes: impl Fn(&Trigger) -> &Vec<NodeId>) -> (Vec<NodeId>, Lists<u32>) {
    let mut rules: FxHashMap<NodeId, Vec<u32>> = FxHashMap::default();
    for (rule, trigger) in (0..).zip(&plan.triggers).filter(|(_, trigger)| !trigger.always) {
        nodes(trigger).iter().for_each(|&node| rules.entry(node).or_default().push(rule));
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_unstable();
    let (nodes, rules): (Vec<NodeId>, Vec<Vec<u32>>) = rules.into_iter().unzip();
    (nodes, Lists::of_lists(rules))
}
