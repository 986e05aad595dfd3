//! Conditions as formulas. The expressions of a policy go in; each comes out as a shape, equal for conditions that
//! are equal whatever they are called and in whatever order they are written. What cannot be taken apart is an atom.
//! Small formulas are decided by truth tables ([`super::table`]) over their atoms, with what is known of pairs of
//! atoms ([`Conditions::relation`]). Whatever is not seen to hold is taken not to: lints stay silent then.

mod relation;

use rustc_hash::FxHashMap;

use super::table::{MAX_ATOMS, Table};
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
    /// Each shape's own place.
    ids: Vec<ShapeId>,
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
            ids: Vec::new(),
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

    /// A shape as a list of one.
    pub(super) fn itself(&self, id: ShapeId) -> &[ShapeId] {
        self.ids.get(id as usize..=id as usize).unwrap_or_default()
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
        self.ids.push(id);
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

    /// The atoms of some formulas, sorted; `None` where they are too many for a table.
    pub(super) fn atoms(&self, roots: &[ShapeId]) -> Option<Vec<ShapeId>> {
        let (mut atoms, mut left, mut stack) = (Vec::new(), MAX_PARTS, roots.to_vec());
        while let Some(id) = stack.pop() {
            left = left.checked_sub(1)?;
            match &self.shapes[id as usize] {
                Shape::Or(parts) | Shape::And(parts) | Shape::AtLeast(_, parts) => {
                    if parts.len() > left {
                        return None;
                    }
                    stack.extend_from_slice(parts);
                }
                Shape::Not(operand) => stack.push(*operand),
                _ if atoms.contains(&id) => {}
                _ if atoms.len() == MAX_ATOMS => return None,
                _ => atoms.push(id),
            }
        }
        atoms.sort_unstable();
        Some(atoms)
    }

    /// When a formula over these atoms holds.
    pub(super) fn table(&self, id: ShapeId, atoms: &[ShapeId]) -> Table {
        let count = atoms.len();
        match &self.shapes[id as usize] {
            Shape::Or(parts) => parts
                .iter()
                .fold(Table::constant(count, false), |sum, part| sum.or(&self.table(*part, atoms))),
            Shape::And(parts) => parts
                .iter()
                .fold(Table::constant(count, true), |sum, part| sum.and(&self.table(*part, atoms))),
            Shape::Not(operand) => self.table(*operand, atoms).not(),
            Shape::AtLeast(wanted, parts) => {
                let parts: Vec<Table> = parts.iter().map(|part| self.table(*part, atoms)).collect();
                Table::at_least(count, *wanted as usize, &parts)
            }
            _ => match atoms.binary_search(&id) {
                Ok(atom) => Table::atom(count, atom),
                // Never asked for: atoms are those of the formula.
                Err(_) => Table::constant(count, false),
            },
        }
    }

    /// The assignments of these atoms that some content may have, as far as is known.
    pub(super) fn possible(&self, atoms: &[ShapeId]) -> Table {
        let count = atoms.len();
        let atom = |index: usize| Table::atom(count, index);
        let mut possible = Table::constant(count, true);
        for (index, &left) in atoms.iter().enumerate() {
            if let Some(constant) = self.constant(left) {
                let holds = if constant { atom(index) } else { atom(index).not() };
                possible = possible.and(&holds);
            }
            for (other, &right) in atoms.iter().enumerate().skip(index + 1) {
                let relation = self.relation(left, right);
                let (left, right) = (atom(index), atom(other));
                if relation.forward {
                    possible = possible.and(&left.not().or(&right));
                }
                if relation.backward {
                    possible = possible.and(&right.not().or(&left));
                }
                if relation.apart {
                    possible = possible.and(&left.and(&right).not());
                }
                if relation.covering {
                    possible = possible.and(&left.or(&right));
                }
            }
        }
        possible
    }
}
