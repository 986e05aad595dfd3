//! What makes things found in content depend on each other. Every clause here holds for all content; each is given
//! with its reason.

use std::collections::BTreeMap;

use batsat::Lit;
use rustc_hash::FxHashMap;

use super::encode::{Formula, Pair};
use super::node::{Extract, Fact, Measure, Node, ScopeId, SetId, Simple, SimpleId};
use super::terms::Index;
use crate::content::FieldId;
use crate::sema::hir::Pattern;

/// Terms beyond these are not compared with each other: that a lexicon's terms imply each other hardly ever matters to
/// what two policies differ in.
const MOST_TERMS: usize = 4096;

/// The same where disguises are left aside.
const MOST_USUAL_TERMS: usize = 128;

/// Classes of more terms are not taken apart.
const LARGEST_CLASS: usize = 64;

impl Formula<'_> {
    pub(super) fn add_facts(&mut self) {
        let wider = self.wider();
        for &(class, other) in &wider {
            self.implies(self.present[class as usize], self.present[other as usize]);
        }
        self.relate_pairs(&wider);
        self.relate_extracts();
        self.relate_terms();
        self.relate_counts();
        self.relate_facts();
    }

    /// Pairs of classes where every span of the first is a span of the second: the same term in more fields, an
    /// extractor with fewer filters, evidence and its edge.
    fn wider(&self) -> Vec<(u32, u32)> {
        let tables = self.tables;
        let mut wider = Vec::new();
        let scopes: Vec<ScopeId> = self.scopes();
        for class in self.classes.all() {
            let first = self.classes.first(class);
            match *tables.simples.get(first) {
                Simple::Pattern(_, scope) | Simple::Regex(_, scope) => {
                    let larger = scopes.iter().filter(|&&other| self.is_part(scope, other));
                    wider.extend(larger.filter_map(|&other| Some((class, self.moved(class, other)?))));
                }
                Simple::Extract(extract, scope) => {
                    let narrow = tables.extracts.get(extract);
                    for other in self.classes.all().filter(|&other| other != class) {
                        let Simple::Extract(wide, larger) = *tables.simples.get(self.classes.first(other))
                        else {
                            continue;
                        };
                        let in_scope = scope == larger || self.is_part(scope, larger);
                        if in_scope && narrow.is_part_of(tables.extracts.get(wide)) {
                            wider.push((class, other));
                        }
                    }
                }
                Simple::Edge(inner, _) => {
                    wider.extend(self.classes.find(inner).map(|inner| (class, inner)));
                }
                Simple::Near(_) => {}
            }
        }
        wider
    }

    /// What an extractor finds passes one of several filters where those leave nothing out.
    fn relate_extracts(&mut self) {
        let tables = self.tables;
        let extract = |class: u32| match *tables.simples.get(self.classes.first(class)) {
            Simple::Extract(extract, scope) => Some((class, tables.extracts.get(extract), scope)),
            _ => None,
        };
        let all: Vec<(u32, &Extract, ScopeId)> = self.classes.all().filter_map(extract).collect();
        for &(class, narrow, scope) in &all {
            let others = all.iter().filter(|&&(other, _, larger)| {
                other != class && (scope == larger || self.is_part(scope, larger))
            });
            let others: Vec<(u32, &Extract)> = others.map(|&(other, wide, _)| (other, wide)).collect();
            for cover in narrow.covers(&others) {
                let present = self.present_of(&cover);
                let any = self.any(&present);
                self.implies(self.present[class as usize], any);
            }
        }
    }

    fn scopes(&self) -> Vec<ScopeId> {
        let mut scopes: Vec<ScopeId> =
            self.classes.all().map(|class| self.tables.scope_of(self.classes.first(class))).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }

    /// Whether a scope is another's, with more fields there.
    fn is_part(&self, scope: ScopeId, other: ScopeId) -> bool {
        let (fields, more) = (self.tables.scopes.get(scope), self.tables.scopes.get(other));
        scope != other && fields.iter().all(|field| more.contains(field))
    }

    /// The class that holds all evidence of this one in another scope.
    fn moved(&self, class: u32, scope: ScopeId) -> Option<u32> {
        let mut moved = None;
        for &simple in &self.classes.members[class as usize] {
            let there = match *self.tables.simples.get(simple) {
                Simple::Pattern(pattern, _) => Simple::Pattern(pattern, scope),
                Simple::Regex(regex, _) => Simple::Regex(regex, scope),
                _ => return None,
            };
            let found = self.classes.find(self.tables.simples.find(&there)?)?;
            if moved.is_some_and(|moved| moved != found) {
                return None;
            }
            moved = Some(found);
        }
        moved
    }

    /// One before another: both are there; so far apart is also further apart; spans that are among others stand where
    /// those do; and what stands in different fields stands in no order.
    fn relate_pairs(&mut self, wider: &[(u32, u32)]) {
        let mut among: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        wider.iter().for_each(|&(class, other)| among.entry(class).or_default().push(other));
        let pairs: Vec<(Pair, Lit)> = self.pairs.iter().map(|(&pair, &lit)| (pair, lit)).collect();
        for window in pairs.windows(2) {
            let [((left, right, near), lit), ((next_left, next_right, far), further)] = window else {
                continue;
            };
            if (left, right) == (next_left, next_right) && near.is_some() && far.is_some() {
                self.implies(*lit, *further);
            }
        }
        for ((left, right, within), lit) in pairs {
            self.implies(lit, self.present[left as usize]);
            self.implies(lit, self.present[right as usize]);
            if !self.share_a_field(left, right) {
                self.clause(&[!lit]);
            }
            let others =
                |class: u32| std::iter::once(class).chain(among.get(&class).into_iter().flatten().copied());
            for wide_left in others(left) {
                for wide_right in others(right) {
                    if let Some(&wide) = self.pairs.get(&(wide_left, wide_right, within)) {
                        self.implies(lit, wide);
                    }
                }
            }
        }
    }

    fn share_a_field(&self, left: u32, right: u32) -> bool {
        let scope = |class: u32| self.tables.scope_of(self.classes.first(class));
        let (left, right) = (scope(left), scope(right));
        let others = self.tables.scopes.get(right);
        left == right || self.tables.scopes.get(left).iter().any(|field| others.contains(field))
    }

    /// Terms that imply others in the same fields, or in more.
    fn relate_terms(&mut self) {
        let tables = self.tables;
        let pattern = |simple: SimpleId| match *tables.simples.get(simple) {
            Simple::Pattern(pattern, scope) => Some((*tables.patterns.get(pattern), scope)),
            _ => None,
        };
        let members = self.classes.members.clone();
        let all: Vec<(SimpleId, u32)> = (0..)
            .zip(&members)
            .flat_map(|(class, members)| members.iter().map(move |&simple| (simple, class)))
            .filter(|&(simple, _)| pattern(simple).is_some())
            .collect();
        // Lints ask about every condition of a policy, so that each has to be quick.
        if all.len() > if tables.usual { MOST_USUAL_TERMS } else { MOST_TERMS } {
            return;
        }
        let index = Index::new(all.iter().filter_map(|&(simple, _)| Some((simple, pattern(simple)?.0))));
        for (class, members) in (0..).zip(&members) {
            let alone = members.len() == 1;
            if members.len() > LARGEST_CLASS {
                continue;
            }
            let mut own = Vec::new();
            for &simple in members {
                let Some((term, scope)) = pattern(simple) else { continue };
                let lit = if alone { self.present[class as usize] } else { self.fresh() };
                own.push(lit);
                self.relate_variants(&index, (simple, term, scope), lit);
                for other in index.implied(simple, term, tables.usual, usize::MAX) {
                    let larger = tables.scope_of(other);
                    if scope == larger || self.is_part(scope, larger) {
                        let other = self.classes.find(other);
                        other.iter().for_each(|&other| self.implies(lit, self.present[other as usize]));
                    }
                }
            }
            if !alone && !own.is_empty() {
                let any = self.any(&own);
                self.implies(self.present[class as usize], any);
                self.implies(any, self.present[class as usize]);
            }
        }
    }

    /// Where a term stands, one of its variants does: if each of them is another term or implies one, one of those stands
    /// there, too.
    fn relate_variants(
        &mut self,
        index: &Index<'_, SimpleId>,
        (simple, term, scope): (SimpleId, &Pattern, ScopeId),
        lit: Lit,
    ) {
        if !(2..=LARGEST_CLASS).contains(&term.variants.len()) {
            return;
        }
        let usual = self.tables.usual;
        let mut variants = Vec::new();
        for variant in &term.variants {
            let alone = Pattern { variants: vec![variant.clone()].into(), ..term.clone() };
            let implied = index.implied(simple, &alone, usual, usize::MAX).into_iter().filter(|&other| {
                let larger = self.tables.scope_of(other);
                scope == larger || self.is_part(scope, larger)
            });
            let classes: Vec<u32> = implied.filter_map(|other| self.classes.find(other)).collect();
            if classes.is_empty() {
                return;
            }
            variants.push(classes);
        }
        let variants: Vec<Lit> = variants
            .into_iter()
            .map(|classes| {
                let stands = self.fresh();
                for class in classes {
                    self.implies(stands, self.present[class as usize]);
                }
                stands
            })
            .collect();
        let any = self.any(&variants);
        self.implies(lit, any);
    }

    /// So many is also fewer; different texts are different spans; a set has no more spans than one it is part of; and
    /// what is counted is there.
    fn relate_counts(&mut self) {
        let mut counts: BTreeMap<(SetId, bool), Vec<(i64, Lit)>> = BTreeMap::new();
        for &id in &self.reach.nodes {
            if let Node::Count { set, at_least, distinct } = *self.tables.nodes.get(id) {
                counts.entry((set, distinct)).or_default().push((at_least, self.nodes[&id]));
            }
        }
        for own in counts.values_mut() {
            own.sort_unstable();
        }
        for (&(set, distinct), own) in &counts {
            let present = self.present_of(self.classes.of_set(set));
            let present = self.any(&present);
            for &(at_least, lit) in own {
                self.implies(lit, present);
                for (&(other, other_distinct), others) in &counts {
                    let is_more = distinct == other_distinct || distinct;
                    if is_more && self.is_among(set, other) {
                        let reached = others.iter().filter(|&&(most, _)| most <= at_least);
                        reached.for_each(|&(_, other)| self.implies(lit, other));
                    }
                }
            }
        }
    }

    fn is_among(&self, set: SetId, other: SetId) -> bool {
        let others = self.tables.sets.get(other);
        set == other || self.tables.sets.get(set).iter().all(|simple| others.binary_search(simple).is_ok())
    }

    /// What one field holds.
    fn relate_facts(&mut self) {
        let facts: Vec<(Fact, Lit)> = self.facts().map(|(fact, lit)| (fact.clone(), lit)).collect();
        let mut has: FxHashMap<FieldId, Lit> = FxHashMap::default();
        for (fact, lit) in &facts {
            for field in fields_of(fact) {
                let present = match has.get(&field) {
                    Some(&present) => present,
                    None => self.fresh(),
                };
                has.insert(field, present);
                match fact {
                    // It has a value: that is the same truth.
                    Fact::Has(_) => {
                        self.implies(*lit, present);
                        self.implies(present, *lit);
                    }
                    _ => self.implies(*lit, present),
                }
            }
        }
        self.relate_bounds(&facts);
        self.relate_values(&facts);
        self.relate_lists(&facts);
    }

    fn facts(&self) -> impl Iterator<Item = (&Fact, Lit)> {
        self.reach.nodes.iter().filter_map(|id| match self.tables.nodes.get(*id) {
            Node::Fact(fact) => Some((fact, self.nodes[id])),
            _ => None,
        })
    }

    /// A number above a bound is above every lower one, and one above nothing at all is there; so is one that is.
    fn relate_bounds(&mut self, facts: &[(Fact, Lit)]) {
        let mut bounds: BTreeMap<Measure, Vec<(i128, bool, Lit)>> = BTreeMap::new();
        for (fact, lit) in facts {
            if let Fact::Above { measure, bound, strictly } = *fact {
                bounds.entry(measure).or_default().push((bound, strictly, *lit));
            }
        }
        for own in bounds.values_mut() {
            own.sort_unstable();
            for pair in own.windows(2) {
                self.implies(pair[1].2, pair[0].2);
            }
        }
    }

    /// A field that is no list has one value.
    fn relate_values(&mut self, facts: &[(Fact, Lit)]) {
        let mut values: BTreeMap<FieldId, Vec<Lit>> = BTreeMap::new();
        for (fact, lit) in facts {
            if let Fact::Is(field, _) = fact
                && !self.tables.many.contains(field)
            {
                values.entry(*field).or_default().push(*lit);
            }
        }
        for own in values.values() {
            for (number, &one) in own.iter().enumerate() {
                own[..number].iter().for_each(|&other| self.clause(&[!one, !other]));
            }
        }
    }

    /// A hash in a list is in every list that has all of it and is no stricter.
    fn relate_lists(&mut self, facts: &[(Fact, Lit)]) {
        for (fact, lit) in facts {
            let Fact::Listed(field, list) = fact else { continue };
            let (within, hashes) = self.tables.lists.get(*list);
            for (other, wider) in facts {
                let Fact::Listed(other_field, other) = other else { continue };
                let (more, others) = self.tables.lists.get(*other);
                let same_kind = within.is_some() == more.is_some() && within <= more;
                if field == other_field
                    && lit != wider
                    && same_kind
                    && hashes.iter().all(|hash| others.binary_search(hash).is_ok())
                {
                    self.implies(*lit, *wider);
                }
            }
        }
    }
}

/// The fields that have a value where a fact holds.
pub(super) fn fields_of(fact: &Fact) -> Vec<FieldId> {
    match fact {
        Fact::Has(field) | Fact::Is(field, _) | Fact::Passes(field, _) | Fact::Listed(field, _) => {
            vec![*field]
        }
        Fact::Above { measure, .. } => match measure {
            Measure::Number(field) | Measure::Time(field) | Measure::Age(field) => vec![*field],
        },
    }
}
