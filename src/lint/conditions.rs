//! Conditions as formulas. The expressions of a policy go in; each comes out as a shape, equal for conditions that
//! are equal whatever they are called and in whatever order they are written. What cannot be taken apart is an atom.
//! What is known of pairs of atoms is in [`Conditions::relation`]. For the lint that tells evidence from what is none;
//! what conditions imply is asked of [`super::formulas`].

mod relation;

use rustc_hash::FxHashMap;

use crate::content::{FieldId, Value};
use crate::extract::Extractor;
use crate::sema::hir::{
    CompareOp, Expr, ExprId, ExprKind, FieldTest, HashlistId, LexiconId, PatternId, Policy, Quantifier,
    ScoreId, Within,
};

/// A shape, by its place in the list of all.
pub(super) type ShapeId = u32;

/// Formulas with more parts than this are left alone.
const MAX_PARTS: usize = 256;

/// Longer lists of values are left whole.
const MAX_VALUES: usize = 6;

/// What a condition is, names resolved. Numbers are kept as their bits, values and filters as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape<'p> {
    Term(PatternId),
    Regex(&'p str, bool),
    Lexicon(LexiconId),
    Extract(Extractor, String),
    InFields(ShapeId, &'p [FieldId]),
    Near { left: ShapeId, right: ShapeId, ordered: bool, within: Within },
    Edge(ShapeId, bool),
    OfLexicon(u32, LexiconId),
    AllOfLexicon(LexiconId),
    Count(ShapeId, CompareOp, u64),
    Distinct(ShapeId, CompareOp, u64),
    Score(ScoreId, CompareOp, u64),
    Field(FieldId, String),
    Age(FieldId, CompareOp, u64),
    InHashlist(FieldId, HashlistId),
    Or(Vec<ShapeId>),
    And(Vec<ShapeId>),
    Not(ShapeId),
    AtLeast(u32, Vec<ShapeId>),
}

/// All conditions of a policy.
pub(super) struct Conditions<'p> {
    policy: &'p Policy,
    shapes: Vec<Shape<'p>>,
    known: FxHashMap<Shape<'p>, ShapeId>,
    /// An expression of each shape.
    examples: Vec<ExprId>,
    of_expr: Vec<ShapeId>,
    /// The tests of shapes that are of fields.
    tests: FxHashMap<ShapeId, FieldTest>,
}

impl<'p> Conditions<'p> {
    pub(super) fn new(policy: &'p Policy) -> Self {
        let mut conditions = Self {
            policy,
            shapes: Vec::new(),
            known: FxHashMap::default(),
            examples: Vec::new(),
            of_expr: Vec::with_capacity(policy.exprs.len()),
            tests: FxHashMap::default(),
        };
        // Operands and the bodies of signals stand before what names them.
        for (index, expr) in policy.exprs.iter().enumerate() {
            let shape = conditions.shape_of(expr, ExprId(index as u32));
            conditions.of_expr.push(shape);
        }
        conditions
    }

    pub(super) fn of(&self, expr: ExprId) -> ShapeId {
        self.of_expr[expr.0 as usize]
    }

    pub(super) fn shape(&self, id: ShapeId) -> &Shape<'p> {
        &self.shapes[id as usize]
    }

    /// Every shape, what it is made of before it.
    pub(super) fn all(&self) -> impl Iterator<Item = ShapeId> + use<> {
        0..self.shapes.len() as u32
    }

    /// An expression with this shape.
    pub(super) fn example(&self, id: ShapeId) -> &'p Expr {
        &self.policy[self.examples[id as usize]]
    }

    fn intern(&mut self, shape: Shape<'p>, expr: ExprId) -> ShapeId {
        if let Some(&known) = self.known.get(&shape) {
            return known;
        }
        let id = self.shapes.len() as u32;
        self.shapes.push(shape.clone());
        self.examples.push(expr);
        self.known.insert(shape, id);
        id
    }

    fn shape_of(&mut self, expr: &'p Expr, id: ExprId) -> ShapeId {
        let of = |operand: &ExprId| self.of_expr[operand.0 as usize];
        let shape = match &expr.kind {
            ExprKind::Signal(signal) => return of(&self.policy[*signal].body),
            ExprKind::Term(term) => Shape::Term(self.policy[*term].pattern),
            ExprKind::Regex(regex) => {
                let regex = &self.policy[*regex];
                Shape::Regex(&regex.pattern, regex.original)
            }
            ExprKind::Lexicon(lexicon) => Shape::Lexicon(*lexicon),
            ExprKind::Extract { extractor, filters } => Shape::Extract(*extractor, format!("{filters:?}")),
            ExprKind::InFields { operand, fields } => Shape::InFields(of(operand), fields),
            ExprKind::Or(operands) => {
                let operands = operands.iter().map(of).collect();
                return self.or(operands, id);
            }
            ExprKind::And(operands) => {
                let operands = operands.iter().map(of).collect();
                return self.and(operands, id);
            }
            ExprKind::Not(operand) => {
                let operand = of(operand);
                return self.not(operand, id);
            }
            ExprKind::Near { left, right, ordered, within } => {
                let (left, right) = (of(left), of(right));
                let swapped = !ordered && right < left;
                let (left, right) = if swapped { (right, left) } else { (left, right) };
                Shape::Near { left, right, ordered: *ordered, within: *within }
            }
            ExprKind::Edge { operand, ends } => Shape::Edge(of(operand), *ends),
            ExprKind::OfMembers { quantifier, members } => {
                let members = members.iter().map(of).collect();
                return self.of_members(*quantifier, members, id);
            }
            ExprKind::OfLexicon { quantifier, lexicon, .. } => {
                return self.of_lexicon(*quantifier, *lexicon, id);
            }
            ExprKind::Count { operand, op, number } => Shape::Count(of(operand), *op, number.to_bits()),
            ExprKind::Distinct { operand, op, number } => Shape::Distinct(of(operand), *op, number.to_bits()),
            ExprKind::Score { score, op, number } => Shape::Score(*score, *op, number.to_bits()),
            ExprKind::Field { field, test } => return self.field(*field, test, id),
            ExprKind::Age { field, op, seconds } => Shape::Age(*field, *op, seconds.to_bits()),
            ExprKind::InHashlist { field, list } => Shape::InHashlist(*field, *list),
        };
        self.intern(shape, id)
    }

    fn of_members(&mut self, quantifier: Quantifier, mut members: Vec<ShapeId>, id: ExprId) -> ShapeId {
        match quantifier {
            Quantifier::Any | Quantifier::AtLeast(..=1) => self.or(members, id),
            Quantifier::All => self.and(members, id),
            Quantifier::None => {
                let any = self.or(members, id);
                self.not(any, id)
            }
            Quantifier::AtLeast(count) => {
                members.sort_unstable();
                self.intern(Shape::AtLeast(count, members), id)
            }
        }
    }

    fn of_lexicon(&mut self, quantifier: Quantifier, lexicon: LexiconId, id: ExprId) -> ShapeId {
        match quantifier {
            Quantifier::Any | Quantifier::AtLeast(..=1) => self.intern(Shape::Lexicon(lexicon), id),
            Quantifier::All => self.intern(Shape::AllOfLexicon(lexicon), id),
            Quantifier::AtLeast(count) => self.intern(Shape::OfLexicon(count, lexicon), id),
            Quantifier::None => {
                let any = self.intern(Shape::Lexicon(lexicon), id);
                self.not(any, id)
            }
        }
    }

    /// One of a few values is written out: `lang in ["a", "b"]` is `lang == "a" or lang == "b"`.
    fn field(&mut self, field: FieldId, test: &FieldTest, id: ExprId) -> ShapeId {
        if let FieldTest::OneOf(values) = test
            && values.len() <= MAX_VALUES
        {
            let equal = |value: &Value| FieldTest::Compare(CompareOp::Eq, value.clone());
            let each = values.iter().map(|value| self.field(field, &equal(value), id)).collect();
            return self.or(each, id);
        }
        let shape = self.intern(Shape::Field(field, format!("{test:?}")), id);
        self.tests.entry(shape).or_insert_with(|| test.clone());
        shape
    }

    fn or(&mut self, operands: Vec<ShapeId>, id: ExprId) -> ShapeId {
        let operands = self.flat(operands, |shape| match shape {
            Shape::Or(inner) => Some(inner),
            _ => None,
        });
        if let [only] = *operands { only } else { self.intern(Shape::Or(operands), id) }
    }

    fn and(&mut self, operands: Vec<ShapeId>, id: ExprId) -> ShapeId {
        let operands = self.flat(operands, |shape| match shape {
            Shape::And(inner) => Some(inner),
            _ => None,
        });
        if let [only] = *operands { only } else { self.intern(Shape::And(operands), id) }
    }

    fn not(&mut self, operand: ShapeId, id: ExprId) -> ShapeId {
        match self.shapes[operand as usize] {
            Shape::Not(inner) => inner,
            _ => self.intern(Shape::Not(operand), id),
        }
    }

    /// Operands with those of the same operator written out, sorted, each once. Lists grown too long stay as they are.
    fn flat<'s>(
        &'s self,
        operands: Vec<ShapeId>,
        inner: impl Fn(&'s Shape<'p>) -> Option<&'s Vec<ShapeId>>,
    ) -> Vec<ShapeId> {
        let mut flat = Vec::with_capacity(operands.len());
        for operand in operands {
            match inner(&self.shapes[operand as usize]) {
                Some(inner) if inner.len() <= MAX_PARTS => flat.extend_from_slice(inner),
                _ => flat.push(operand),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        flat
    }

    /// Which assignments of a few atoms some content may have, as far as is known of two of them: bit `n` is the
    /// atom `n`.
    pub(super) fn possible(&self, atoms: &[ShapeId]) -> impl Fn(usize) -> bool + use<> {
        // Bits that are never set while others are not.
        let mut never: Vec<(usize, usize)> = Vec::new();
        for (index, &left) in atoms.iter().enumerate() {
            let one = 1 << index;
            match self.constant(left) {
                Some(true) => never.push((0, one)),
                Some(false) => never.push((one, 0)),
                None => {}
            }
            for (other, &right) in atoms.iter().enumerate().skip(index + 1) {
                let other = 1 << other;
                let relation = self.relation(left, right);
                let known = [
                    (relation.forward, (one, other)),
                    (relation.backward, (other, one)),
                    (relation.apart, (one | other, 0)),
                    (relation.covering, (0, one | other)),
                ];
                never.extend(known.into_iter().filter(|(holds, _)| *holds).map(|(_, bits)| bits));
            }
        }
        move |bits| !never.iter().any(|&(set, unset)| bits & set == set && bits & unset == 0)
    }
}
