//! What is known of two atoms: that one holds wherever the other does, that they never hold together, or that one
//! of them always holds.

use super::{Conditions, Shape, ShapeId};
use crate::content::{FieldId, FieldType, Value};
use crate::lint::wider;
use crate::sema::hir::{CompareOp, FieldTest, LexiconId, PatternId, Within};

/// What is known of two atoms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Relation {
    /// The second holds wherever the first does.
    pub(crate) forward: bool,
    /// The first holds wherever the second does.
    pub(crate) backward: bool,
    /// They never hold together.
    pub(crate) apart: bool,
    /// One of them always holds.
    pub(crate) covering: bool,
}

/// How deep the operands of `near` are looked into: what is named twice at each step would take forever.
const MAX_STEPS: u32 = 4;

/// Terms of a lexicon looked into for one that is wider.
const MAX_TERMS: usize = 32;

/// Lexicons looked into for whether one includes another.
const MAX_INCLUDES: usize = 64;

impl Conditions<'_> {
    /// What is known of two atoms.
    pub(in crate::lint) fn relation(&self, left: ShapeId, right: ShapeId) -> Relation {
        if let (Some(first), Some(second)) = (self.measured(left), self.measured(right))
            && first.what == second.what
        {
            return first.relation(&second);
        }
        let (forward, backward) =
            (self.entails(left, right, MAX_STEPS), self.entails(right, left, MAX_STEPS));
        Relation { forward, backward, ..Relation::default() }
    }

    /// Whether an atom is known to hold always, or never.
    pub(in crate::lint) fn constant(&self, id: ShapeId) -> Option<bool> {
        match self.shapes[id as usize] {
            // The bounds of scores are told of in terms of their rows.
            Shape::Count(..) | Shape::Distinct(..) => {
                let Values::Range(range) = self.measured(id)?.values else { return None };
                match () {
                    () if range.high < 0.0 => Some(false),
                    () if range.low <= 0.0 && range.high.is_infinite() => Some(true),
                    () => None,
                }
            }
            _ => None,
        }
    }

    /// Whether `right` holds wherever `left` does, by what they are made of.
    fn entails(&self, left: ShapeId, right: ShapeId, steps: u32) -> bool {
        if left == right {
            return true;
        }
        let Some(steps) = steps.checked_sub(1) else { return false };
        match (&self.shapes[left as usize], &self.shapes[right as usize]) {
            (Shape::Term(narrow), Shape::Term(wide)) => self.is_wider(*wide, *narrow),
            (Shape::Term(term), Shape::Lexicon(lexicon)) => {
                let patterns = &self.policy[*lexicon].patterns;
                let few = patterns.len() <= MAX_TERMS;
                patterns.binary_search(term).is_ok()
                    || few && patterns.iter().any(|&wide| self.is_wider(wide, *term))
            }
            (Shape::Lexicon(part), Shape::Lexicon(whole)) => self.includes(*whole, *part),
            (
                Shape::Near { left: a, right: b, ordered, within },
                Shape::Near { left: c, right: d, ordered: wide_ordered, within: wide },
            ) => {
                let same = (a, b) == (c, d) || !wide_ordered && (a, b) == (d, c);
                same && (!wide_ordered || *ordered) && is_wider_distance(*within, *wide)
            }
            (Shape::Near { left: a, right: b, .. }, _) => {
                self.entails(*a, right, steps) || self.entails(*b, right, steps)
            }
            (Shape::OfLexicon(many, one), Shape::OfLexicon(few, other)) => one == other && many >= few,
            (Shape::OfLexicon(_, one) | Shape::AllOfLexicon(one), Shape::Lexicon(other)) => one == other,
            (Shape::AllOfLexicon(one), Shape::OfLexicon(_, other)) => one == other,
            (Shape::Edge(operand, _), _) => self.entails(*operand, right, steps),
            (Shape::Count(operand, ..) | Shape::Distinct(operand, ..), _) => {
                self.is_positive(left) && self.entails(*operand, right, steps)
            }
            (Shape::InFields(one, few), Shape::InFields(other, many)) => {
                self.entails(*one, *other, steps) && few.iter().all(|field| many.contains(field))
            }
            (Shape::InFields(one, fields), _) => {
                let is_searched =
                    |field: &FieldId| self.policy.content.fields[field.0 as usize].ty == FieldType::Text;
                fields.iter().all(is_searched) && self.entails(*one, right, steps)
            }
            _ => false,
        }
    }

    fn is_wider(&self, wide: PatternId, narrow: PatternId) -> bool {
        wider::is_wider(&self.policy[wide], &self.policy[narrow])
    }

    fn includes(&self, whole: LexiconId, part: LexiconId) -> bool {
        let (mut stack, mut left) = (vec![whole], MAX_INCLUDES);
        while let (Some(lexicon), 1..) = (stack.pop(), left) {
            left -= 1;
            if lexicon == part {
                return true;
            }
            stack.extend_from_slice(&self.policy[lexicon].includes);
        }
        false
    }

    /// Whether a count that holds needs at least one.
    fn is_positive(&self, id: ShapeId) -> bool {
        match self.measured(id).map(|measured| measured.values) {
            Some(Values::Range(range)) => range.low >= 1.0,
            _ => false,
        }
    }

    /// A comparison of a number or value, if the atom is one.
    fn measured(&self, id: ShapeId) -> Option<Measured> {
        let whole = |op: CompareOp, bits: u64| Range::of(op, f64::from_bits(bits)).map(Range::of_integers);
        let number =
            |what, range: Range| Measured { what, values: Values::Range(range), total: true, single: true };
        match self.shapes[id as usize] {
            Shape::Count(of, op, bits) => Some(number(What::Count(of), whole(op, bits)?)),
            Shape::Distinct(of, op, bits) => Some(number(What::Distinct(of), whole(op, bits)?)),
            Shape::Score(score, op, bits) => Some(number(What::Score(score.0), whole(op, bits)?)),
            Shape::Age(field, op, bits) => {
                let range = Range::of(op, f64::from_bits(bits))?;
                Some(Measured { total: false, ..number(What::Age(field), range) })
            }
            Shape::Field(field, _) => {
                let test = self.tests.get(&id)?;
                let single = !self.policy.content.fields[field.0 as usize].list;
                Some(Measured { what: What::Field(field), values: values(test)?, total: false, single })
            }
            _ => None,
        }
    }
}

const fn is_wider_distance(narrow: Within, wide: Within) -> bool {
    match (narrow, wide) {
        (Within::Words(narrow), Within::Words(wide)) => narrow <= wide,
        (Within::Sentence, Within::Sentence) => true,
        _ => false,
    }
}

/// What a comparison is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Count(ShapeId),
    Distinct(ShapeId),
    Score(u32),
    Age(FieldId),
    Field(FieldId),
}

/// A comparison: something, and the values for which it holds.
struct Measured {
    what: What,
    values: Values,
    /// Whether there always is a value.
    total: bool,
    /// Whether there never are several.
    single: bool,
}

impl Measured {
    fn relation(&self, other: &Self) -> Relation {
        let [forward, backward, apart, covering] = match (&self.values, &other.values) {
            (Values::Range(left), Values::Range(right)) => {
                [left.within(*right), right.within(*left), left.apart(*right), left.covers_with(*right)]
            }
            (Values::Set(left), Values::Set(right)) => {
                let within = |few: &[String], many: &[String]| few.iter().all(|value| many.contains(value));
                let apart = !left.iter().any(|value| right.contains(value));
                [within(left, right), within(right, left), apart, false]
            }
            (Values::Set(left), Values::Not(value)) => {
                [!left.contains(value), false, left.as_slice() == std::slice::from_ref(value), false]
            }
            (Values::Not(value), Values::Set(right)) => {
                [false, !right.contains(value), right.as_slice() == std::slice::from_ref(value), false]
            }
            (Values::Not(left), Values::Not(right)) => [left == right, left == right, false, false],
            _ => [false; 4],
        };
        Relation { forward, backward, apart: apart && self.single, covering: covering && self.total }
    }
}

/// The values for which a comparison holds.
enum Values {
    Range(Range),
    Set(Vec<String>),
    Not(String),
}

/// Numbers between two bounds, each with whether it is left out.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    above_low: bool,
    high: f64,
    below_high: bool,
    integers: bool,
}

impl Range {
    fn of(op: CompareOp, number: f64) -> Option<Self> {
        let all = Self {
            low: f64::NEG_INFINITY,
            above_low: false,
            high: f64::INFINITY,
            below_high: false,
            integers: false,
        };
        Some(match op {
            CompareOp::Eq => Self { low: number, high: number, ..all },
            CompareOp::Ne => return None,
            CompareOp::Lt => Self { high: number, below_high: true, ..all },
            CompareOp::Le => Self { high: number, ..all },
            CompareOp::Gt => Self { low: number, above_low: true, ..all },
            CompareOp::Ge => Self { low: number, ..all },
        })
    }

    /// The same for whole numbers, with bounds that are whole and included.
    fn of_integers(self) -> Self {
        let low = if self.above_low { self.low.floor() + 1.0 } else { self.low.ceil() };
        let high = if self.below_high { self.high.ceil() - 1.0 } else { self.high.floor() };
        Self { low, above_low: false, high, below_high: false, integers: true }
    }

    fn within(self, other: Self) -> bool {
        let low = self.low > other.low || self.low == other.low && (self.above_low || !other.above_low);
        let high =
            self.high < other.high || self.high == other.high && (self.below_high || !other.below_high);
        low && high
    }

    fn apart(self, other: Self) -> bool {
        let before = |left: Self, right: Self| {
            left.high < right.low || left.high == right.low && (left.below_high || right.above_low)
        };
        before(self, other) || before(other, self)
    }

    fn covers_with(self, other: Self) -> bool {
        let (low, high) = if self.low <= other.low { (self, other) } else { (other, self) };
        let step = if self.integers && other.integers { 1.0 } else { 0.0 };
        let touch = high.low < low.high + step
            || high.low == low.high + step && (step == 1.0 || !(high.above_low && low.below_high));
        low.low == f64::NEG_INFINITY && low.high.max(high.high) == f64::INFINITY && touch
    }
}

/// The values for which a test of a field holds.
fn values(test: &FieldTest) -> Option<Values> {
    let number = |value: &Value| match value {
        Value::Number(number) => Some(*number),
        Value::Time(time) => Some(time.unix_timestamp() as f64),
        _ => None,
    };
    let word = |value: &Value| match value {
        Value::Text(text) => Some(crate::text::fold_string(text)),
        Value::Bool(holds) => Some(holds.to_string()),
        _ => None,
    };
    match test {
        FieldTest::IsTrue => Some(Values::Set(vec!["true".to_owned()])),
        FieldTest::Compare(CompareOp::Eq, value) if word(value).is_some() => {
            Some(Values::Set(vec![word(value)?]))
        }
        FieldTest::Compare(CompareOp::Ne, value) if word(value).is_some() => Some(Values::Not(word(value)?)),
        FieldTest::Compare(op, value) => Some(Values::Range(Range::of(*op, number(value)?)?)),
        FieldTest::OneOf(values) => Some(Values::Set(values.iter().map(word).collect::<Option<_>>()?)),
        FieldTest::Between(low, high) => {
            let (low, high) = (number(low)?, number(high)?);
            Some(Values::Range(Range { low, above_low: false, high, below_high: false, integers: false }))
        }
    }
}
