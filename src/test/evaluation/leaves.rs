//! Leaves: what texts are searched for, each distinct term, regular expression and extractor with its filters. The matcher
//! finds all of them at once, by a policy that has a rule for every leaf; the evidence of the rules that fire is where
//! the leaves stand.

use rustc_hash::FxHashMap;

use crate::content::{Content, FieldId, FieldType};
use crate::engine::{Matcher, Scratch};
use crate::extract::Extractor;
use crate::plan;
use crate::reference::{Interpreter, Spot};
use crate::sema::hir::{
    Expr, ExprId, ExprKind, Filter, Pattern, PatternId, Policy, RegexId, Rule, Term, TermId, Ty,
};
use crate::span::Place;
use crate::text::Readings;
use crate::verdict::{Circumstances, Evidence};

/// Extractors with more filters than this are not tried with one filter fewer.
const MOST_FILTERS: usize = 16;

/// One of them. Patterns come first, in their order, then regular expressions, extractors, variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::test) struct LeafId(u32);

impl LeafId {
    /// The leaf of a term's pattern.
    pub(in crate::test) const fn pattern(pattern: PatternId) -> Self {
        Self(pattern.0)
    }
}

/// All of them.
pub(in crate::test) struct Leaves {
    matcher: Matcher,
    fields: FxHashMap<String, FieldId>,
    patterns: u32,
    extracts: FxHashMap<String, LeafId>,
    /// The first variant of each pattern that has several.
    variants: FxHashMap<PatternId, LeafId>,
}

impl Leaves {
    pub(super) fn of(policy: &Policy, variants: bool) -> Self {
        let mut search = Search::of(policy);
        for id in 0..policy.patterns.len() as u32 {
            search.term(PatternId(id));
        }
        for id in 0..policy.regexes.len() as u32 {
            search.leaf(ExprKind::Regex(RegexId(id)));
        }
        let extracts = search.extracts(policy);
        let variants = if variants { search.variants(policy) } else { FxHashMap::default() };
        let fields =
            search.fields.iter().map(|&id| (policy.content.fields[usize::from(id.0)].name.clone(), id));
        // A sieve pays for itself over millions of posts, not over hundreds.
        let options = plan::Options { sift: false, ..plan::Options::ALL };
        Self {
            fields: fields.collect(),
            patterns: policy.patterns.len() as u32,
            extracts,
            variants,
            matcher: Matcher::new(&plan::build_with(&search.policy, options)),
        }
    }

    /// The leaf of a regular expression.
    pub(super) const fn regex(&self, regex: RegexId) -> LeafId {
        LeafId(self.patterns + regex.0)
    }

    /// The leaf of an extractor with filters.
    pub(super) fn extract(&self, extractor: Extractor, filters: &[Filter]) -> Option<LeafId> {
        self.extracts.get(&key(extractor, filters)).copied()
    }

    /// The leaf of a pattern's variant; its pattern's own leaf where there is but one.
    pub(in crate::test) fn variant(&self, pattern: PatternId, variant: u32) -> LeafId {
        self.variants.get(&pattern).map_or(LeafId::pattern(pattern), |first| LeafId(first.0 + variant))
    }

    /// The pattern of a leaf, if it is that of one.
    pub(in crate::test) fn pattern_of(&self, leaf: LeafId) -> Option<PatternId> {
        (leaf.0 < self.patterns).then_some(PatternId(leaf.0))
    }

    /// Where the leaves stand in a content, those that do not stand anywhere left out; in order.
    pub(super) fn find(
        &self,
        scratch: &mut Scratch,
        content: &Content,
        interpreter: &Interpreter<'_>,
    ) -> Vec<(LeafId, Vec<Spot>)> {
        let verdict = self.matcher.judge_with(scratch, content, Circumstances::default());
        let leaves = verdict.rules.iter().filter_map(|fired| {
            let leaf = LeafId(fired.rule.parse().ok()?);
            let spots = fired.evidence.iter().filter_map(|evidence| self.spot(evidence, interpreter));
            let mut spots: Vec<Spot> = spots.collect();
            spots.sort_unstable();
            Some((leaf, spots))
        });
        let mut leaves: Vec<_> = leaves.collect();
        leaves.sort_unstable_by_key(|(leaf, _)| *leaf);
        leaves
    }

    /// Evidence as a span with its tokens, those it touches. What had to be undone to read it decides nothing.
    fn spot(&self, evidence: &Evidence, interpreter: &Interpreter<'_>) -> Option<Spot> {
        let field = *self.fields.get(&*evidence.field.name)?;
        let index = evidence.field.index.unwrap_or(0);
        let is_it =
            |reading: &&crate::reference::Reading<'_>| reading.field == field && reading.index == index;
        let reading = interpreter.readings().iter().find(is_it)?;
        let tokens = reading.text.tokens_touching(evidence.start..evidence.end);
        let (start, end, first, next) = (evidence.start, evidence.end, tokens.start, tokens.end);
        Some(Spot { field, index, start, end, first, next, readings: Readings::NONE })
    }
}

fn key(extractor: Extractor, filters: &[Filter]) -> String {
    format!("{extractor:?} {filters:?}")
}

/// The policy that searches, as it grows.
struct Search {
    policy: Policy,
    /// Every field that can be searched.
    fields: Vec<FieldId>,
}

impl Search {
    fn of(policy: &Policy) -> Self {
        let fields = (0..).map(FieldId).zip(&policy.content.fields);
        let textual = fields.filter(|(_, field)| matches!(field.ty, FieldType::Text | FieldType::String));
        let fields = textual.map(|(id, _)| id).collect();
        let policy = Policy {
            package: policy.package.clone(),
            content: policy.content.clone(),
            patterns: policy.patterns.clone(),
            regexes: policy.regexes.clone(),
            exprs: Vec::new(),
            terms: Vec::new(),
            lexicons: Vec::new(),
            hashlists: Vec::new(),
            signals: Vec::new(),
            scores: Vec::new(),
            rules: Vec::new(),
            exempts: Vec::new(),
            recipients: Vec::new(),
            tests: Vec::new(),
        };
        Self { policy, fields }
    }

    fn term(&mut self, pattern: PatternId) -> LeafId {
        let (text, place) = (String::new(), Place::default());
        self.policy.terms.push(Term { text, place, pattern, lang: None, facts: Default::default() });
        self.leaf(ExprKind::Term(TermId(self.policy.terms.len() as u32 - 1)))
    }

    /// The extractors of a policy with their filters, and with each filter left out.
    fn extracts(&mut self, policy: &Policy) -> FxHashMap<String, LeafId> {
        let mut known = FxHashMap::default();
        for expr in &policy.exprs {
            let ExprKind::Extract { extractor, filters } = &expr.kind else { continue };
            let mut all = vec![filters.clone()];
            if filters.len() <= MOST_FILTERS {
                all.extend((0..filters.len()).map(|filter| without(filters, filter)));
            }
            for filters in all {
                let extractor = *extractor;
                known
                    .entry(key(extractor, &filters))
                    .or_insert_with(|| self.leaf(ExprKind::Extract { extractor, filters }));
            }
        }
        known
    }

    /// Each variant as a pattern of its own, where a pattern has several.
    fn variants(&mut self, policy: &Policy) -> FxHashMap<PatternId, LeafId> {
        let mut firsts = FxHashMap::default();
        for (pattern, id) in policy.patterns.iter().zip(0..).filter(|(pattern, _)| pattern.variants.len() > 1)
        {
            for variant in &pattern.variants {
                self.policy
                    .patterns
                    .push(Pattern { variants: vec![variant.clone()].into(), ..pattern.clone() });
                let leaf = self.term(PatternId(self.policy.patterns.len() as u32 - 1));
                firsts.entry(PatternId(id)).or_insert(leaf);
            }
        }
        firsts
    }

    /// A rule that fires where a leaf stands in any field. Its name is the leaf's number.
    fn leaf(&mut self, kind: ExprKind) -> LeafId {
        let leaf = LeafId(self.policy.rules.len() as u32);
        let operand = self.expr(kind);
        let (fields, name) = (self.fields.clone(), leaf.0.to_string());
        let when =
            if fields.is_empty() { operand } else { self.expr(ExprKind::InFields { operand, fields }) };
        self.policy.rules.push(Rule::bare(name, Place::default(), when));
        leaf
    }

    fn expr(&mut self, kind: ExprKind) -> ExprId {
        self.policy.exprs.push(Expr { kind, ty: Ty::Evidence, place: Place::default() });
        ExprId(self.policy.exprs.len() as u32 - 1)
    }
}

/// All but one.
pub(in crate::test) fn without<T: Clone>(all: &[T], left_out: usize) -> Vec<T> {
    let kept = all.iter().enumerate().filter(|(index, _)| *index != left_out);
    kept.map(|(_, item)| item.clone()).collect()
}
