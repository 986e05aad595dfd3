//! The look-up tables of a plan: everything judging needs that a plan does not already hold in the
//! order it is needed.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::fuzzy::Fuzzy;
use super::hashes::Hashes;
use super::sieve::Sieve;
use super::spelled::Spelled;
use super::words::Words;
use crate::content::FieldId;
use crate::plan::{self, Node, NodeId, PatternId, Plan, ScopeId, Word};
use crate::text::WordPattern;

/// Look-up tables.
pub(super) struct Tables {
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
    /// From misspelt texts to words, where any may be misspelt.
    pub(super) fuzzy: Option<Fuzzy>,
    /// By word: the variants it is the anchor of.
    pub(super) anchored: Lists<(PatternId, u32)>,
    /// By word: the triggers it may set off, as indices of `triggers`.
    pub(super) seeds: Lists<u32>,
    /// A scope, and the rules that something found there triggers.
    pub(super) triggers: Vec<(ScopeId, Vec<u32>)>,
    /// Leaves other than terms, and the rules they trigger.
    pub(super) checks: Vec<(NodeId, Vec<u32>)>,
    /// Rules that are evaluated on every post.
    pub(super) always: Vec<u32>,
    /// The fields whose values are looked at, in order; and of those, whether for terms.
    pub(super) fields: Vec<FieldId>,
    scanned: Vec<bool>,
    /// By scope and field: whether the field belongs to the scope.
    members: Vec<bool>,
    /// How many fields there are.
    width: usize,
    /// By number.
    pub(super) regexes: Vec<Option<regex::Regex>>,
    /// By number.
    pub(super) hashlists: Vec<Hashes>,
}

/// Lists by number, in one allocation.
#[derive(Default)]
pub(super) struct Lists<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Ord + Clone> Lists<T> {
    fn new(count: usize, mut items: Vec<(u32, T)>) -> Self {
        items.sort_unstable();
        items.dedup();
        let starts = (0..=count as u32).map(|list| items.partition_point(|(of, _)| *of < list) as u32);
        Self { starts: starts.collect(), items: items.into_iter().map(|(_, item)| item).collect() }
    }

    /// The list of a number.
    pub(super) fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        &self.items[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

impl Tables {
    /// The tables of a plan.
    pub(super) fn new(plan: &Plan) -> Self {
        let (fields, scanned) = fields(plan);
        let (triggers, seeds) = triggers(plan);
        let always = (0..).zip(&plan.triggers).filter(|(_, trigger)| trigger.always);
        let width = plan.content.fields.len();
        let words = || (0..).zip(plan.terms.words.iter().map(|word| &word.pattern));
        // What ends so does so with what is written before it, too.
        let has_stem = |word: &Word| word.clitics && !word.pattern.open_start;
        let stems = (0..).zip(&plan.terms.words).filter(|(_, word)| has_stem(word));
        Self {
            words: Words::new(words().map(|(number, word)| (number, word, Cow::from(&word.key)))),
            disguised: Words::new(skeletons(plan, |word| word.reads_disguise())),
            spelled: Spelled::new(skeletons(plan, |word| word.reads_disguise() && !word.glued)),
            stems: [
                Words::new(stems.map(|(number, word)| (number, &word.pattern, Cow::from(&word.pattern.key)))),
                Words::new(skeletons(plan, has_stem)),
            ],
            fuzzy: Fuzzy::new(&plan.terms.words),
            anchored: anchored(plan),
            seeds,
            triggers,
            checks: checks(plan),
            always: always.map(|(rule, _)| rule).collect(),
            sieve: Sieve::new(plan),
            fields,
            scanned,
            members: members(plan, width),
            width,
            regexes: plan.graph.regexes.items().iter().map(regex).collect(),
            hashlists: plan.hashlists.iter().map(Hashes::new).collect(),
        }
    }

    /// Whether a field belongs to a scope.
    pub(super) fn in_scope(&self, scope: ScopeId, field: FieldId) -> bool {
        self.members[scope.index() * self.width + field.0 as usize]
    }

    /// Whether terms are looked for in a field.
    pub(super) fn is_scanned(&self, field: FieldId) -> bool {
        self.scanned[field.0 as usize]
    }
}

/// Some of the words with their skeletons.
fn skeletons(
    plan: &Plan,
    are_wanted: impl Fn(&Word) -> bool,
) -> impl Iterator<Item = (u32, &WordPattern, Cow<'_, str>)> {
    let wanted = (0..).zip(&plan.terms.words).filter(move |(_, word)| are_wanted(word));
    wanted.map(|(number, word)| (number, &word.pattern, Cow::from(word.pattern.skeleton())))
}

/// The fields of all scopes in use and of the default one, which entities are looked for in.
fn fields(plan: &Plan) -> (Vec<FieldId>, Vec<bool>) {
    let mut scanned = vec![false; plan.content.fields.len()];
    let mut fields = plan.graph.scope(ScopeId::DEFAULT).to_vec();
    for node in &plan.graph.nodes {
        match node {
            Node::Terms { scope, .. } => {
                fields.extend(plan.graph.scope(*scope));
                plan.graph.scope(*scope).iter().for_each(|field| scanned[field.0 as usize] = true);
            }
            Node::Regex { scope, .. } | Node::Extract { scope, .. } => {
                fields.extend(plan.graph.scope(*scope));
            }
            _ => {}
        }
    }
    fields.sort_unstable();
    fields.dedup();
    (fields, scanned)
}

fn members(plan: &Plan, width: usize) -> Vec<bool> {
    let scopes = plan.graph.scopes.items();
    let mut members = vec![false; scopes.len() * width];
    for (scope, fields) in scopes.iter().enumerate() {
        fields.iter().for_each(|field| members[scope * width + field.0 as usize] = true);
    }
    members
}

fn anchored(plan: &Plan) -> Lists<(PatternId, u32)> {
    let mut anchored = Vec::new();
    for (pattern, variants) in (0..).zip(&plan.terms.patterns) {
        for (number, variant) in (0..).zip(variants) {
            anchored.push((variant.words[variant.anchor as usize], (PatternId(pattern), number)));
        }
    }
    Lists::new(plan.terms.words.len(), anchored)
}

/// The terms that trigger rules, each with its scope and rules; and by word, which of them it may be.
fn triggers(plan: &Plan) -> (Vec<(ScopeId, Vec<u32>)>, Lists<u32>) {
    let mut rules: FxHashMap<NodeId, Vec<u32>> = FxHashMap::default();
    for (rule, trigger) in (0..).zip(&plan.triggers).filter(|(_, trigger)| !trigger.always) {
        trigger.terms.iter().for_each(|&node| rules.entry(node).or_default().push(rule));
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_unstable();
    let (mut triggers, mut seeds) = (Vec::new(), Vec::new());
    for (node, rules) in rules {
        if let Node::Terms { set, scope } = plan.graph.node(node) {
            for pattern in plan.graph.set(*set) {
                for variant in &plan.terms.patterns[pattern.index()] {
                    seeds.push((variant.words[variant.anchor as usize], triggers.len() as u32));
                }
            }
            triggers.push((*scope, rules));
        }
    }
    (triggers, Lists::new(plan.terms.words.len(), seeds))
}

fn checks(plan: &Plan) -> Vec<(NodeId, Vec<u32>)> {
    let mut rules: FxHashMap<NodeId, Vec<u32>> = FxHashMap::default();
    for (rule, trigger) in (0..).zip(&plan.triggers).filter(|(_, trigger)| !trigger.always) {
        trigger.checks.iter().for_each(|&node| rules.entry(node).or_default().push(rule));
    }
    let mut checks: Vec<_> = rules.into_iter().collect();
    checks.sort_unstable();
    checks
}

/// A checked policy's expressions compile; one that does not, because it was never checked, finds nothing.
fn regex(regex: &plan::Regex) -> Option<regex::Regex> {
    regex::Regex::new(&regex.pattern).ok()
}
